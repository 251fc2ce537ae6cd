"""What the checks on values share: the values of a statement, and edits that move or take away a test."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from policybuilder.iam import JsonObject, JsonValue, Path, node_at, to_plain
from policybuilder.validator.base import found
from policybuilder.validator.conditions.requests import sample_for
from policybuilder.validator.finding import Edit, Finding, Fix, added, fix, removed, replaced
from policybuilder.validator.view import StatementView, Subject, Test, Text


class Value(NamedTuple):
    """One value of a condition with where it stands."""

    subject: Subject
    statement: StatementView
    test: Test
    text: Text

    @property
    def params(self) -> dict[str, str]:
        """What every sentence about a value may name."""
        return {
            "value": self.text.value,
            "key": self.test.key.value,
            "operator": self.test.operator.value,
            "effect": effect_of(self.statement),
        }

    @property
    def others(self) -> int:
        """How many values stand beside it."""
        return len(self.test.values) - 1

    def find(self, code: str, *fixes: Fix | None, span: tuple[int, int] | None = None, **params: str) -> Finding:
        """A finding at the value, or at the characters of `span`."""
        place = self.text.part(*span) if span else self.text.place
        given = tuple(each for each in fixes if each is not None)
        return found(code, place, params={**self.params, **params}, fixes=given)

    def matches_nothing(self, code: str, *fixes: Fix | None, variant: str = "", **params: str) -> Finding:
        """A finding about a value that nothing is equal to; the words say what follows for access.

        The sample request carries what the first fix would write.
        """
        each = self.find(code, *fixes, span=None, variant=joined(variant, bearing(self.test)), **params)
        return self.shown(each, next((str(fix.params["new"]) for fix in each.fixes if "new" in fix.params), ""))

    def is_unreadable(self, code: str, *fixes: Fix | None, carried: str = "") -> Finding:
        """A finding about a value that its operator cannot read; `carried` is what the sample request has there."""
        return self.shown(self.find(code, *fixes, variant=unread_bearing(self.test)), carried)

    def shown(self, finding: Finding, carried: str) -> Finding:
        """The finding with a request that carries this value; none where other tests or values decide as well."""
        if not carried or len(self.statement.tests) > 1 or self.others:
            return finding
        name = self.test.name
        many = name is not None and name.set_operator is not None
        sample = sample_for(self.statement, {self.test.key.value: (carried,) if many else carried})
        return replace(finding, sample=sample)

    def replaced_by(self, identifier: str, new: str, **params: str) -> Fix | None:
        """The fix that writes another value; none where the list (its beginning) has it already."""
        if new == self.text.value or any(each.value == new for each in self.test.values[:COMPARED]):
            return None
        return fix(identifier, replaced(self.text.path, new), new=new, **params)

    def taken_away(self, identifier: str = "remove_value") -> Fix | None:
        """The fix that takes the value out of its list; none where it is the only one."""
        if not self.test.is_list or self.others < 1:
            return None
        return fix(identifier, removed(self.text.path), value=self.text.value)


def values_of(subject: Subject, bases: frozenset[str] | None = None) -> Iterator[Value]:
    """The values of all conditions that are text, numbers or booleans, under these operators (all known ones)."""
    for statement in subject.statements:
        for test in statement.tests:
            if test.name is None or (bases is not None and test.base not in bases):
                continue
            for text in test.values:
                if text.type in SCALARS:
                    yield Value(subject, statement, test, text)


COMPARED = 64  # values of a list among which a new one is looked for
SCALARS = ("string", "number", "boolean")


def blocks_of(subject: Subject, bases: frozenset[str]) -> Iterator[tuple["Block", Test]]:
    """The tests under these operators, each with the Condition that it belongs to."""
    for statement in subject.statements:
        tests = [test for test in statement.tests if test.base in bases]
        if tests:
            block = Block(subject, statement)
            yield from ((block, test) for test in tests)


def effect_of(statement: StatementView) -> str:
    """`Allow`, `Deny`, or nothing where it is neither."""
    return statement.effect.value if statement.effect else ""


def joined(variant: str, bears: str) -> str:
    """The variant of the words: a code's own, and what the value bears on."""
    return f"{variant}-{bears}" if variant else bears


def bearing(test: Test) -> str:
    """What becomes of a test if one of its values is equal to nothing."""
    negated = test.name is not None and test.name.negated
    if len(test.values) > 1:
        return "among_not" if negated else "among"
    return "always" if negated else unread_bearing(test)


def unread_bearing(test: Test) -> str:
    """The same for a value that cannot be read: then a Not operator does not hold either (assumption 10.6)."""
    name = test.name
    if len(test.values) > 1:
        return "among_not" if name is not None and name.negated else "among"
    spared = name is not None and (name.if_exists or name.set_operator == "ForAllValues")
    return "absent" if spared else "never"


def _has_doubled_members(statement: StatementView) -> bool:
    """Does a statement have two Conditions, or one with an operator twice? Paths then name only the last."""
    blocks = statement.statement.source.every("Condition")
    names = [each.key.value for block in blocks if isinstance(block, JsonObject) for each in block.members]
    return len(blocks) > 1 or len(set(names)) < len(names)


class Block:
    """The Condition of a statement as edits need it: what stands where, and what would be left empty."""

    def __init__(self, subject: Subject, statement: StatementView) -> None:
        self.subject = subject
        self.statement = statement
        self.path: Path = (*statement.path, "Condition")
        self.operators = Counter(test.operator.value for test in statement.tests)
        places = Counter((test.operator.value, test.folded_key) for test in statement.tests)
        self.places = frozenset(places)
        self.doubled = len(places) < len(statement.tests) or _has_doubled_members(statement)

    def removal(self, test: Test) -> Edit:
        """The edit that takes a test away with what it leaves empty."""
        if len(self.operators) == 1 and self.operators[test.operator.value] == 1:
            return removed(self.path)
        if self.operators[test.operator.value] == 1:
            return removed((*self.path, test.operator.value))
        return removed(test.place.path)

    def key_below(self, operator: str, key: str) -> bool:
        """Is the key tested under that operator, in whatever capitals?"""
        return (operator, key.lower()) in self.places

    def moved(self, test: Test, operator: str, key: str, value: JsonValue) -> tuple[Edit, ...]:
        """The edits that write a test under another operator or key; none where that place is taken."""
        if self.doubled or self.key_below(operator, key):
            return ()
        alone = self.operators[test.operator.value] == 1
        gone = removed((*self.path, test.operator.value) if alone else test.place.path)
        if operator == test.operator.value:
            return (removed(test.place.path), added((*self.path, operator, key), value))
        if operator in self.operators:
            return (gone, added((*self.path, operator, key), value))
        return (gone, added((*self.path, operator), {key: value}))

    def value_of(self, test: Test) -> JsonValue:
        """The value of a test as plain JSON."""
        node = node_at(self.subject.root, test.place.path) if self.subject.root is not None else None
        return to_plain(node) if node is not None else None
