"""Tests of one Condition that exclude each other.

Every test of a statement's Condition has to hold (IAM User Guide, "Conditions with multiple context keys or values").
Looked at are the tests of one key; of a key with many values those that speak about the same one of them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

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
Pair = tuple[Test, Test]


class _Work:
    """How much comparing a document may still cause."""

    def __init__(self) -> None:
        self.left = MOST_STEPS

    def allows(self, one: Test, other: Test) -> bool:
        """Are the two within the bounds, and is there work left for them? Patterns cost their lengths, texts nothing much."""
        sizes = [sum(len(text.value) + 1 for text in test.values) for test in (one, other)]
        wild = any(row is not None and row.family.wild for row in (_row(one), _row(other)))
        steps = sizes[0] * sizes[1] if wild else len(one.values) * len(other.values) + sum(sizes)
        fits = all(0 < len(test.values) <= MOST_VALUES for test in (one, other))
        longest = max((len(text.value) for test in (one, other) for text in test.values), default=0)
        if not fits or longest > LONGEST or steps > self.left:
            return False
        self.left -= steps
        return True


def check_contradictions(subject: Subject) -> Iterator[Finding]:
    """CONDITION_NEVER_TRUE, once for a statement with a key whose tests cannot all hold."""
    work = _Work()
    for view in subject.statements:
        if view.condition is None or len(view.tests) < 2:
            continue
        by_key: dict[str, list[Test]] = {}
        for test in view.tests:
            by_key.setdefault(test.folded_key, []).append(test)
        several = (tests[:MOST_TESTS] for tests in by_key.values() if len(tests) > 1)
        pair = next((pair for tests in several if (pair := _clash(tests, work)) is not None), None)
        if pair is not None:
            yield _finding(subject, view, pair)


def _finding(subject: Subject, view: StatementView, pair: Pair) -> Finding:
    one, other = pair
    place = view.condition or view.place
    return found(
        "CONDITION_NEVER_TRUE",
        place,
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


def _clash(tests: Sequence[Test], work: _Work) -> Pair | None:
    """Two tests of one key that no request passes both of."""
    asked = any(needs_key(test) for test in tests)
    for one, other in combinations(tests, 2):
        if one.operator.value == other.operator.value:
            continue  # one key twice under one operator, which other checks tell
        if _by_absence(one, other) or _by_absence(other, one):
            return one, other
        if asked and _comparable(one, other) and work.allows(one, other) and _no_value_passes(one, other):
            return one, other
    return None


def _by_absence(null: Test, other: Test) -> bool:
    """Is the key to be missing for the one, and there for the other?"""
    values = {text.value.lower() for text in null.values}
    return null.base == "Null" and values == {"true"} and null.name is not None and needs_key(other)


def _comparable(one: Test, other: Test) -> bool:
    """Do both speak of one value: the only one, or one that a test of any value found and a test of all has to pass?"""
    sets = [test.name.set_operator for test in (one, other) if test.name is not None and test.name.row is not None]
    facts = facts_of(one.key.value)
    if len(sets) != 2 or any("${" in text.value for test in (one, other) for text in test.values):
        return False
    if facts is not None and facts.multivalued:
        return sorted(each or "" for each in sets) == ["ForAllValues", "ForAnyValue"]
    return True


def _no_value_passes(one: Test, other: Test) -> bool:
    for first, second in ((one, other), (other, one)):
        row, beside = _row(first), _row(second)
        if row is None or beside is None or row.negated:
            continue
        names = (row.family.name, beside.family.name)
        if names == ("string", "string"):
            return _texts_clash(first, second)
        if names == ("arn", "arn"):
            return _all(first, second, _arns_apart if not beside.negated else _arn_inside)
        if names[0] == names[1] and names[0] in ("numeric", "date"):
            return _orders_clash(first, second)
        if names[0] == names[1] and names[0] in ("boolean", "ip", "binary"):
            return _values_clash(first, second)
    return False


def _row(test: Test) -> Operator | None:
    return test.name.row if test.name is not None else None


def _all(positive: Test, other: Test, apart: Callable[[str, str], bool]) -> bool:
    """Positive against positive: every pair is apart. Against negated: every value lies inside one that is ruled out."""
    negated = other.name is not None and other.name.negated
    values = [text.value for text in other.values]
    several = any if negated else all
    return all(several(apart(text.value, each) for each in values) for text in positive.values)


def _texts_clash(positive: Test, other: Test) -> bool:
    row, beside = _row(positive), _row(other)
    if row is None or beside is None:
        return False
    fold = str.lower if "IgnoreCase" in row.name + beside.name else str

    def apart(one: str, other: str) -> bool:
        mine, theirs = _pattern(fold(one), row), _pattern(fold(other), beside)
        if not row.family.wild and not beside.family.wild:
            return (fold(one) == fold(other)) is beside.negated
        if "\0" in mine + theirs:
            return False
        return covers(theirs, mine) if beside.negated else not overlaps(mine, theirs)

    if beside.negated and "IgnoreCase" in row.name and "IgnoreCase" not in beside.name:
        return False  # other capitals than the ones that are ruled out still pass
    return _all(positive, other, apart)


def _pattern(text: str, row: Operator) -> str:
    """The text as a pattern; one that takes its own stars and question marks for letters has no form as one."""
    return "\0" if not row.family.wild and ("*" in text or "?" in text) else text


def _arns_apart(one: str, other: str) -> bool:
    fields, others = one.split(":", 5), other.split(":", 5)
    if len(fields) != 6 or len(others) != 6:
        return False
    return not all(overlaps(mine, theirs) for mine, theirs in zip(fields, others, strict=True))


def _arn_inside(one: str, other: str) -> bool:
    fields, others = one.split(":", 5), other.split(":", 5)
    if len(fields) != 6 or len(others) != 6:
        return False
    return all(covers(theirs, mine) for mine, theirs in zip(fields, others, strict=True))


def _read(test: Test) -> list[object] | None:
    row = _row(test)
    values = [row.family.read(text.value) for text in test.values] if row else [None]
    return None if None in values else values


def _values_clash(positive: Test, other: Test) -> bool:
    row, beside = _row(positive), _row(other)
    mine, theirs = _read(positive), _read(other)
    if row is None or beside is None or mine is None or theirs is None:
        return False
    if beside.negated:
        return all(any(beside.compare(value, each) for each in theirs) for value in mine)
    pairs = [(value, each) for value in mine for each in theirs]
    return not any(row.compare(value, each) or row.compare(each, value) for value, each in pairs)


def _orders_clash(one: Test, other: Test) -> bool:
    """Numbers and points in time: is there none that passes both? Tried are the bounds, and what lies around them."""
    mine, theirs = _read(one), _read(other)
    if mine is None or theirs is None:
        return False
    numbers = sorted({value for value in (*mine, *theirs) if isinstance(value, Decimal)})
    between = [(low + high) / 2 for low, high in pairwise(numbers)]
    candidates = (numbers[0] - 1, *numbers, *between, numbers[-1] + 1)
    return not any(_passes(value, one) and _passes(value, other) for value in candidates)


def _passes(value: Decimal, test: Test) -> bool:
    row = _row(test)
    values: Iterable[object] = _read(test) or ()
    return row is not None and any(row.compare(value, each) for each in values) is not row.negated
