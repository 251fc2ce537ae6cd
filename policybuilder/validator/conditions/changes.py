"""Edits of conditions and statements: a name changed, a test moved under another operator, actions set apart."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from policybuilder.iam import JsonObject, JsonString, JsonValue, node_at, render_node, to_plain
from policybuilder.validator.finding import Edit, EditOp, Fix, added, removed, replaced
from policybuilder.validator.view import StatementView, Subject, Test, Text

Edits = tuple[Edit, ...]
ACTION = "Action"
MOST_TESTS = 100  # of one statement; a longer Condition is mended by hand


def offered(*fixes: Fix) -> tuple[Fix, ...]:
    """Those of the fixes that can be carried out."""
    return tuple(each for each in fixes if each.edits)


def renamed(text: Text, new: str) -> Edits:
    """The name of a member in other letters, the rest of the text untouched. Only for a name that is not there yet."""
    if text.span is None:
        return ()
    written = render_node(JsonString(new))
    return (Edit(EditOp.TEXT, value=written, start=text.span.start.offset, end=text.span.end.offset),)


def key_renamed(view: StatementView, test: Test, new: str) -> Edits:
    """Another key in the place of a test's; none where the operator's block has that key already."""
    if _too_long(view):
        return ()
    beside = {each.folded_key for each in _block(view, test) if each is not test}
    return renamed(test.key, new) if new.lower() not in beside else ()


def operator_renamed(view: StatementView, test: Test, new: str) -> Edits:
    """Another operator for a whole block of keys; the keys go to that operator's block if there is one."""
    if _too_long(view):
        return ()
    if new not in _operators(view):
        return renamed(test.operator, new)
    edits: list[Edit] = [removed(test.operator.path)]
    for each in _block(view, test):
        if _has(view, new, each):
            return ()
        edits.append(added((*_condition(test), new, each.key.value), value_of(view, each)))
    return tuple(edits)


def moved(view: StatementView, test: Test, operator: str, value: JsonValue = None) -> Edits:
    """One test under another operator, with another value if one is given; none where the two would clash."""
    if value is None and len(_block(view, test)) == 1:
        return operator_renamed(view, test, operator)
    return moved_whole(view, test, operator, value_of(view, test) if value is None else value)


def moved_with_presence(view: StatementView, test: Test, operator: str) -> Edits:
    """One test under another operator, and a test that the request carries the key."""
    present = with_null_test(view, test.key.value)
    edits = moved_whole(view, test, operator, value_of(view, test))
    return (*edits, *present) if edits and present else ()


def moved_whole(view: StatementView, test: Test, operator: str, value: JsonValue) -> Edits:
    """One test taken out and put under another operator: edits that may stand beside others of their kind."""
    if _too_long(view) or _has(view, operator, test):
        return ()
    return (*without(view, test, whole=False), *put_under(view, operator, test.key.value, value))


def put_under(view: StatementView, operator: str, key: str, value: JsonValue) -> Edits:
    """A new test in the condition that the statement has."""
    if view.condition is None:
        return ()
    path = (*view.condition.path, operator)
    if operator in _operators(view):
        return (added((*path, key), value),)
    return (added(path, {key: value}),)


def with_null_test(view: StatementView, key: str) -> Edits:
    """A test that the request carries the key."""
    if _too_long(view):
        return ()
    clash = any(test.base == "Null" and test.folded_key == key.lower() for test in view.tests)
    return () if clash else put_under(view, "Null", key, "false")


def without(view: StatementView, test: Test, *, whole: bool = True) -> Edits:
    """The condition without a test, and without what is empty then; with `whole` also without an empty Condition."""
    if _too_long(view):
        return ()
    if len(_block(view, test)) > 1:
        return (removed(test.place.path),)
    if len(_operators(view)) > 1 or not whole:
        return (removed(test.operator.path),)
    return (removed(_condition(test)),)


def actions_apart(view: StatementView, texts: Collection[Text], changed: Mapping[str, JsonValue]) -> Edits:
    """Some actions in a statement of their own after this one, with other members; the rest stays here."""
    source = view.statement.source
    whole = to_plain(source)
    if not isinstance(whole, dict) or view.element(ACTION) is None:
        return ()
    named = [text.value for text in texts]
    own: dict[str, JsonValue] = {**whole, ACTION: named[0] if len(named) == 1 else [*named], **changed}
    own = {name: value for name, value in own.items() if name != "Sid" and value is not None}
    rest = [text.value for text in view.texts(ACTION) if text not in texts]
    if isinstance(view.path[-1], int):
        here = _fewer(view, texts) if rest else (removed(view.path),)
        return (*here, added((*view.path[:-1], view.path[-1] + 1), own))
    kept: list[JsonValue] = [{**whole, ACTION: [*rest]}] if rest else []
    return (replaced(view.path, [*kept, own]),)


def actions_removed(subject: Subject, view: StatementView, texts: Collection[Text]) -> Edits:
    """The statement without some actions; without the statement if there are no others, unless it is the only one."""
    if len(view.texts(ACTION)) > len(texts):
        return _fewer(view, texts)
    return statement_removed(subject, view)


def statement_removed(subject: Subject, view: StatementView) -> Edits:
    """The document without the statement; none where it is the only one."""
    if len(subject.statements) > 1 and isinstance(view.path[-1], int):
        return (removed(view.path),)
    return ()


def condition_without(view: StatementView, test: Test) -> JsonValue:
    """The plain Condition without a test; None if nothing is left of it."""
    condition = node_at(view.statement.source, ("Condition",))
    plain = to_plain(condition) if condition is not None else None
    if not isinstance(plain, dict):
        return None
    left: dict[str, JsonValue] = {}
    for operator, keys in plain.items():
        kept = keys
        if operator == test.operator.value and isinstance(keys, dict):
            kept = {key: value for key, value in keys.items() if key != test.key.value}
        if kept != {}:
            left[operator] = kept
    return left or None


def value_of(view: StatementView, test: Test) -> JsonValue:
    """The value of a test as decoded JSON."""
    node = node_at(view.statement.source, ("Condition", test.operator.value, test.key.value))
    return to_plain(node) if node is not None else None


def _fewer(view: StatementView, texts: Collection[Text]) -> Edits:
    return tuple(removed(text.path) for text in view.texts(ACTION) if text in texts)


def _too_long(view: StatementView) -> bool:
    return len(view.tests) > MOST_TESTS


def _block(view: StatementView, test: Test) -> Sequence[Test]:
    return [each for each in view.tests if each.operator.value == test.operator.value]


def _operators(view: StatementView) -> Collection[str]:
    """The operators of the Condition, those without keys too."""
    return set(_operator_names(view))


def _operator_names(view: StatementView) -> Iterator[str]:
    for block in view.statement.source.every("Condition"):
        for member in block.members if isinstance(block, JsonObject) else ():
            yield member.key.value


def _has(view: StatementView, operator: str, test: Test) -> bool:
    return any(each.operator.value == operator and each.folded_key == test.folded_key for each in view.tests)


def _condition(test: Test) -> tuple[str | int, ...]:
    return test.operator.path[:-1]
