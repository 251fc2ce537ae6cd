"""Tests of one Condition that exclude each other.

Every test of a statement's Condition has to hold (IAM User Guide, "Conditions with multiple context keys or values").
Looked at are the tests of one key; of a key with many values those that speak about the same one of them.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any, NamedTuple

from policybuilder.iam import covers, overlaps
from policybuilder.iam.operators import Operator
from policybuilder.validator.base import found
from policybuilder.validator.conditions.absence import needs_key
from policybuilder.validator.conditions.changes import offered, statement_removed
from policybuilder.validator.conditions.keys import facts_of
from policybuilder.validator.finding import Finding, fix
from policybuilder.validator.view import StatementView, Subject, Test

MOST_TESTS, MOST_VALUES, LONGEST = 12, 64, 2_000  # tests of a key, values of a test, characters of a value
MOST_STEPS = 1_000_000  # letters compared with letters in one document; what comes after that is not looked at
UNREADABLE = "\0"
Pair = tuple[Test, Test]


class Side(NamedTuple):
    """A test as it is compared: its operator's row and its values."""

    row: Operator
    texts: tuple[str, ...]

    @property
    def size(self) -> int:
        """The letters of all values, and one for each."""
        return sum(map(len, self.texts)) + len(self.texts)


class Work:
    """How much comparing a document may still cause."""

    def __init__(self, left: int = MOST_STEPS) -> None:
        self.left = left

    def takes(self, one: Side, other: Side) -> bool:
        """Is there work left for the two? Comparing patterns costs the product of their lengths, texts nothing much."""
        wild = one.row.family.wild or other.row.family.wild
        few = (len(one.texts) + len(other.texts)) ** 2 + one.size + other.size
        self.left -= one.size * other.size if wild else few
        return self.left >= 0


def check_contradictions(subject: Subject) -> Iterator[Finding]:
    """CONDITION_NEVER_TRUE, once for a statement with a key whose tests cannot all hold."""
    work = Work()
    for view in subject.statements:
        by_key: dict[str, list[Test]] = {}
        for test in view.tests:
            by_key.setdefault(test.folded_key, []).append(test)
        several = (tests[:MOST_TESTS] for tests in by_key.values() if len(tests) > 1)
        pair = next((pair for tests in several if (pair := clash(tests, work)) is not None), None)
        if pair is not None:
            yield _finding(subject, view, pair)


def _finding(subject: Subject, view: StatementView, pair: Pair) -> Finding:
    one, other = pair
    return found(
        "CONDITION_NEVER_TRUE",
        view.condition or view.place,
        params={
            "key": one.key.value,
            "one": one.operator.value,
            "other": other.operator.value,
            "one_values": tuple(text.value for text in one.values[:8]),
            "other_values": tuple(text.value for text in other.values[:8]),
            "effect": "Deny" if view.denies else "Allow",
        },
        related=(one.place, other.place),
        fixes=offered(fix("never_true_removed", *statement_removed(subject, view))),
    )


def clash(tests: Sequence[Test], work: Work) -> Pair | None:
    """Two tests of one key that no request passes both of, as far as there is work left to find them."""
    asked = any(map(needs_key, tests))
    for one, other in combinations(tests, 2):
        if one.operator.value == other.operator.value:
            continue  # one key twice under one operator, which other checks tell
        if asked and (_asks_for_none(one) or _asks_for_none(other)) and (needs_key(one) or needs_key(other)):
            return one, other
        if asked and _same_value(one, other):
            sides = _side(one), _side(other)
            if sides[0] and sides[1] and work.takes(sides[0], sides[1]) and exclude(sides[0], sides[1]):
                return one, other
    return None


def _asks_for_none(test: Test) -> bool:
    return test.base == "Null" and {text.value.lower() for text in test.values} == {"true"}


def _same_value(one: Test, other: Test) -> bool:
    """Do both speak of one value: the only one, or one that a test of any value found and a test of all has to pass?"""
    facts = facts_of(one.key.value)
    if facts is None or not facts.multivalued:
        return True
    sets = {test.name.set_operator for test in (one, other) if test.name is not None}
    return sets == {"ForAllValues", "ForAnyValue"}


def _side(test: Test) -> Side | None:
    """None for Null, for values that hang on the request, and for more than is looked at."""
    texts = tuple(text.value for text in test.values)
    few = 0 < len(texts) <= MOST_VALUES and all(len(text) <= LONGEST and "${" not in text for text in texts)
    return Side(test.name.row, texts) if few and test.name is not None and test.name.row is not None else None


def exclude(one: Side, other: Side) -> bool:
    """Is there no value that passes both? Two negated tests always leave one."""
    kind = one.row.family.name
    if kind != other.row.family.name or (one.row.negated and other.row.negated):
        return False
    if len(_read(one)) < len(one.texts) or len(_read(other)) < len(other.texts):
        return False  # a value that is not of the operator's type is another fault
    if kind in ("numeric", "date"):
        return _orders_apart(one, other)
    positive, second = (other, one) if one.row.negated else (one, other)
    if kind == "string":
        return _texts_apart(positive, second)
    return _arns_apart(positive, second) if kind == "arn" else _values_apart(positive, second)


def _read(side: Side) -> list[Any]:
    """The values that have the form of the operator's type."""
    values = (side.row.family.read(text) for text in side.texts)
    return [value for value in values if value is not None]


def _all_apart(
    positive: Side, other: Side, meets: Callable[[str, str], bool], inside: Callable[[str, str], bool]
) -> bool:
    """Every value against every other: none meets one that is asked for, each is inside one that is ruled out."""
    if other.row.negated:
        return all(any(inside(text, each) for each in other.texts) for text in positive.texts)
    return not any(meets(text, each) for text in positive.texts for each in other.texts)


def _texts_apart(positive: Side, other: Side) -> bool:
    loose = ["IgnoreCase" in side.row.name for side in (positive, other)]
    if other.row.negated and loose == [True, False]:
        return False  # other capitals than the ones that are ruled out still pass
    mine, theirs = (_as_patterns(side, fold=any(loose)) for side in (positive, other))
    return _all_apart(mine, theirs, _may_meet, lambda text, wide: UNREADABLE not in text + wide and covers(wide, text))


def _as_patterns(side: Side, *, fold: bool) -> Side:
    """The values as patterns; a text that has stars or question marks for letters has no form as one."""
    texts = tuple(text.lower() if fold else text for text in side.texts)
    if side.row.family.wild:
        return side._replace(texts=texts)
    return side._replace(texts=tuple(UNREADABLE if "*" in text or "?" in text else text for text in texts))


def _may_meet(one: str, other: str) -> bool:
    return UNREADABLE in one + other or overlaps(one, other)


def _arns_apart(positive: Side, other: Side) -> bool:
    """ARNs are compared part by part."""

    def parts(one: str, other: str, compare: Callable[[str, str], bool]) -> bool:
        return all(map(compare, one.split(":", 5), other.split(":", 5)))

    return _all_apart(
        positive,
        other,
        lambda text, each: parts(text, each, overlaps),
        lambda text, each: parts(each, text, covers),
    )


def _values_apart(positive: Side, other: Side) -> bool:
    """Booleans, bytes, ranges of addresses: ranges meet where one lies in the other."""
    mine, theirs, compare = _read(positive), _read(other), positive.row.compare
    if other.row.negated:
        return all(any(compare(value, each) for each in theirs) for value in mine)
    return not any(compare(value, each) or compare(each, value) for value in mine for each in theirs)


def _orders_apart(one: Side, other: Side) -> bool:
    """Numbers and points in time: is there none that passes both? Tried are the bounds, and what lies around them."""
    mine, theirs = _read(one), _read(other)
    bounds: list[Decimal] = sorted({*mine, *theirs})
    between = [(low + high) / 2 for low, high in pairwise(bounds)]
    tried = (*bounds, *between, bounds[0] - 1, bounds[-1] + 1)
    return not any(_passes(value, one.row, mine) and _passes(value, other.row, theirs) for value in tried)


def _passes(value: Decimal, row: Operator, values: Sequence[Decimal]) -> bool:
    return any(row.compare(value, each) for each in values) is not row.negated
