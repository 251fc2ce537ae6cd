"""Lists and objects that hold nothing.

Sources: IAM User Guide, "Access Analyzer policy check reference"; "Multivalued context keys" and "Condition operators" on
what a test without values comes to.
"""

from collections import Counter
from collections.abc import Iterator

from policybuilder.iam import JsonArray, JsonObject, Node
from policybuilder.validator.base import found
from policybuilder.validator.finding import Edit, Finding, Fix, Place, added, fix, removed, replaced
from policybuilder.validator.grammar.places import MOST_MENDED, statement_removed, test_removed
from policybuilder.validator.view import LIST_ELEMENTS, StatementView, Subject, Test


def empty_lists(subject: Subject) -> Iterator[Finding]:
    """EMPTY_ARRAY_ACTION and EMPTY_ARRAY_RESOURCE, their negations included."""
    for view in subject.statements:
        for name in LIST_ELEMENTS:
            node = view.statement.source.get(name)
            if isinstance(node, JsonArray) and not node.items:
                negated = name.startswith("Not")
                code = f"EMPTY_ARRAY_{name.removeprefix('Not').upper()}"
                gone = () if negated else statement_removed(subject, view)
                params = {"element": name, **_effect(view), **({"variant": "negated"} if negated else {})}
                fixes = [fix("statement.remove", *gone)] if gone else []
                yield found(code, Place((*view.path, name), node.span), params=params, fixes=fixes)


def _effect(view: StatementView) -> dict[str, str]:
    return {"effect": view.effect.value} if view.effect else {}


def empty_conditions(subject: Subject) -> Iterator[Finding]:
    """EMPTY_OBJECT_CONDITION, and EMPTY_ARRAY_CONDITION with its three kin."""
    for view in subject.statements:
        yield from _empty_objects(view)
        empty = [test for test in view.tests if test.is_list and not test.values and test.name is not None]
        operators = Counter(test.operator.value for test in view.tests) if empty else Counter()
        for number, test in enumerate(empty):
            without = test_removed(view, test, operators) if number < MOST_MENDED else None
            yield _empty_values(subject, view, test, without)


def _empty_objects(view: StatementView) -> Iterator[Finding]:
    block = view.statement.source.get("Condition")
    if not isinstance(block, JsonObject):
        return
    path = (*view.path, "Condition")
    if not block.members:
        gone = [fix("condition.remove", removed(path))]
        yield found("EMPTY_OBJECT_CONDITION", Place(path, block.span), params=_effect(view), fixes=gone)
    for member in block.members:
        if isinstance(member.value, JsonObject) and not member.value.members:
            operator = member.key.value
            edit = removed(path if len(block.members) == 1 else (*path, operator))
            yield found(
                "EMPTY_OBJECT_CONDITION",
                Place((*path, operator), member.value.span),
                params={"operator": operator, "variant": "operator", **_effect(view)},
                fixes=[fix("operator.remove", edit, operator=operator)],
            )


def _empty_values(subject: Subject, view: StatementView, test: Test, without: Edit | None) -> Finding:
    """A list of no values: no value is in it, so a test for one never holds and a test against one always does.

    With a set operator or IfExists it holds where the key is not there, if at all (the check reference's text on each).
    """
    name = test.name
    code = "EMPTY_ARRAY_CONDITION"
    if name and name.set_operator:
        code += f"_{name.set_operator.upper()}"
    elif name and name.if_exists:
        code += "_IFEXISTS"
    params = {"key": test.key.value, "operator": test.operator.value, **_effect(view)}
    fixes: list[Fix] = []
    absent = code.endswith(("_FORALLVALUES", "_IFEXISTS")) or bool(name and name.if_exists)
    always = code == "EMPTY_ARRAY_CONDITION" and bool(name and name.negated)
    if always:
        params["variant"] = "negated"
    elif absent and code.endswith("_FORANYVALUE"):
        params["variant"] = "if_exists"
    if without is not None and always:
        fixes = [fix("test.remove_idle", without, key=test.key.value)]
    elif without is not None and absent:
        fixes = _null(view, test, without)
    elif without is not None and (gone := statement_removed(subject, view)):
        fixes = [fix("statement.remove_idle", *gone)]
    return found(code, test.place, params=params, fixes=fixes)


def _null(view: StatementView, test: Test, gone: Edit) -> list[Fix]:
    """The same said plainly: the key is not there."""
    key = test.key.value
    block = view.statement.source.get("Condition")
    null = block.get("Null") if isinstance(block, JsonObject) else None
    if null is not None and (not isinstance(null, JsonObject) or null.get(key) is not None):
        return []
    condition = (*view.path, "Condition")
    if gone.path == condition:
        return [fix("test.null", replaced(condition, {"Null": {key: "true"}}), key=key)]
    path = (*condition, "Null") if null is None else (*condition, "Null", key)
    return [fix("test.null", gone, added(path, {key: "true"} if null is None else "true"), key=key)]


def empty_principals(subject: Subject) -> Iterator[Finding]:
    """EMPTY_OBJECT_PRINCIPAL and EMPTY_ARRAY_PRINCIPAL: nobody is named."""
    for view in subject.statements:
        for name in ("Principal", "NotPrincipal"):
            node = view.statement.source.get(name)
            if isinstance(node, JsonObject):
                yield from _nobody(subject, view, name, node)


def _nobody(subject: Subject, view: StatementView, name: str, node: JsonObject) -> Iterator[Finding]:
    path = (*view.path, name)
    negated = {"variant": "negated"} if name == "NotPrincipal" else {}
    gone = statement_removed(subject, view) if not negated else ()
    drop = [fix("statement.remove", *gone)] if gone else []
    if not node.members:
        params = {"element": name, **_effect(view), **negated}
        yield found("EMPTY_OBJECT_PRINCIPAL", Place(path, node.span), params=params, fixes=drop)
    for member in node.members:
        if _is_empty(member.value):
            kind = member.key.value
            params = {"element": name, "kind": kind, **_effect(view), **negated}
            others = len(node.members) > 1
            fixes = [fix("principal.remove", removed((*path, kind)), kind=kind)] if others else drop
            yield found("EMPTY_ARRAY_PRINCIPAL", Place((*path, kind), member.value.span), params=params, fixes=fixes)


def _is_empty(node: Node) -> bool:
    return isinstance(node, JsonArray) and not node.items
