"""Condition operators: names that do not exist, and Null with what it cannot take.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators"; IAM refuses a document with an unknown one.
"""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache, lru_cache

from policybuilder.iam import OPERATORS
from policybuilder.iam.operators import IF_EXISTS, SET_OPERATORS
from policybuilder.validator.base import found
from policybuilder.validator.conditions.changes import offered, operator_renamed
from policybuilder.validator.finding import Finding, fix
from policybuilder.validator.view import StatementView, Subject, Test

NULL = "Null"
_NEAR = 0.8
MOST_GUESSES = 50  # different names of a document for which the nearest that exists is looked for
_OTHER_NAMES = {
    "equals": "StringEquals",
    "notequals": "StringNotEquals",
    "like": "StringLike",
    "boolean": "Bool",
    "booleanequals": "Bool",
    "boolequals": "Bool",
    "ip": "IpAddress",
    "ipaddressequals": "IpAddress",
    "ipnotaddress": "NotIpAddress",
    "notnull": "Null",
    "exists": "Null",
    "isnull": "Null",
}


def check_operators(subject: Subject) -> Iterator[Finding]:
    """INVALID_CONDITION_OPERATOR, NULL_WITH_IF_EXISTS and NULL_WITH_QUALIFIER, once for each operator's block."""
    guessed: set[str] = set()
    for view in subject.statements:
        for test in _first_of_each(view.tests):
            if test.name is None:
                guess = len(guessed) < MOST_GUESSES or test.operator.value in guessed
                guessed.add(test.operator.value)
                yield _unknown(view, test, guess=guess)
            elif test.name.row is None and test.name.set_operator is not None:
                yield _null_of_many(view, test)


def _first_of_each(tests: Iterable[Test]) -> Iterable[Test]:
    """One test of each block; blocks of one name are told apart by their places."""
    return {test.operator: test for test in reversed(list(tests))}.values()


def _unknown(view: StatementView, test: Test, *, guess: bool) -> Finding:
    written = test.operator.value
    base = written.rpartition(":")[2].lower()
    if base == (NULL + IF_EXISTS).lower():
        return _null_if_exists(view, test)
    near = (near_operator(written) if guess else None) or ""
    variant = "unknown" if not near else "case" if near.lower() == written.lower() else "near"
    return found(
        "INVALID_CONDITION_OPERATOR",
        test.operator.place,
        params={"operator": written, "suggestion": near, "variant": variant},
        fixes=offered(fix("operator_renamed", *(operator_renamed(view, test, near) if near else ()), operator=near)),
    )


def _null_if_exists(view: StatementView, test: Test) -> Finding:
    booleans = all(text.value.lower() in ("true", "false") for each in _block(view, test) for text in each.values)
    instead = NULL if booleans else "StringEqualsIfExists"
    return found(
        "NULL_WITH_IF_EXISTS",
        test.operator.place,
        params={"operator": test.operator.value, "suggestion": instead},
        fixes=offered(fix("operator_renamed", *operator_renamed(view, test, instead), operator=instead)),
    )


def _null_of_many(view: StatementView, test: Test) -> Finding:
    qualifier = (test.name.set_operator if test.name else None) or ""
    wider = view.denies if qualifier == "ForAllValues" else view.allows
    return found(
        "NULL_WITH_QUALIFIER",
        test.operator.place,
        params={
            "operator": test.operator.value,
            "qualifier": qualifier,
            "variant": "all" if qualifier == "ForAllValues" else "any",
            "effect": "Deny" if view.denies else "Allow",
        },
        fixes=offered(fix("null_alone_wider" if wider else "null_alone", *operator_renamed(view, test, NULL))),
    )


def _block(view: StatementView, test: Test) -> Iterable[Test]:
    return (each for each in view.tests if each.operator is test.operator)


@lru_cache(maxsize=1024)
def near_operator(written: str) -> str | None:
    """The operator that was probably meant."""
    plain = "".join(letter for letter in written.lower() if letter.isalnum() or letter == ":")
    head, colon, base = plain.replace("::", ":").rpartition(":")
    other = _OTHER_NAMES.get(base)
    if other is not None:
        base = other.lower()
    lowered = _lowered()
    whole = f"{head}{colon}{base}"
    if whole in lowered:
        return lowered[whole]
    near = get_close_matches(whole[:64], list(lowered), n=1, cutoff=_NEAR)
    return lowered[near[0]] if near else None


@cache
def _lowered() -> dict[str, str]:
    """Every operator there is by its name in small letters."""
    bases = [*(f"{name}{end}" for name in OPERATORS for end in ("", IF_EXISTS)), NULL]
    names = [*bases, *(f"{qualifier}:{base}" for qualifier in SET_OPERATORS for base in bases if base != NULL)]
    return {name.lower(): name for name in names}
