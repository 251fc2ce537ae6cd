"""Values that their operator cannot read: booleans, numbers, binary data.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators". A value that cannot be read matches nothing;
under a Not operator the test then fails as well (assumption 10.6).
"""

import base64
import re
from collections.abc import Callable, Iterator

from policybuilder.iam import OPERATORS
from policybuilder.validator.finding import Finding, Fix
from policybuilder.validator.values.value import Value, values_of
from policybuilder.validator.view import Subject

BOOLEANS = frozenset({"Bool", "Null"})
NUMBERS = frozenset(name for name, row in OPERATORS.items() if row.family.name == "numeric")
BINARIES = frozenset({"BinaryEquals"})
YES = frozenset({"yes", "y", "on", "1", "t", "enabled", "ja", "oui", "si"})
NO = frozenset({"no", "n", "off", "0", "f", "disabled", "nein", "non"})
SECONDS = {
    "s": 1,
    "sec": 1,
    "second": 1,
    "m": 60,
    "min": 60,
    "minute": 60,
    "h": 3600,
    "hour": 3600,
    "d": 86400,
    "day": 86400,
}
SECOND_KEYS = frozenset({"aws:multifactorauthage"})
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,' _]\d{3})+(?:\.\d+)?")
_WITH_UNIT = re.compile(r"\s*(\d{1,9})\s*([A-Za-z]*)\s*")


def booleans(subject: Subject) -> Iterator[Finding]:
    """Bool or Null with something other than true or false; capitals do not matter."""
    for value in values_of(subject, BOOLEANS):
        text = value.text.value
        if text.lower() not in {"true", "false"} and "${" not in text:
            yield _unreadable(value, "TYPE_MISMATCH_BOOLEAN", *_boolean_fixes(value))


def numbers(subject: Subject) -> Iterator[Finding]:
    """A numeric operator with something that is no number."""
    read = OPERATORS["NumericEquals"].family.read
    for value in values_of(subject, NUMBERS):
        if _cannot_read(value, read):
            yield _unreadable(value, "TYPE_MISMATCH_NUMBER", _number_fix(value))


def binaries(subject: Subject) -> Iterator[Finding]:
    """BinaryEquals with something that is not base64."""
    read = OPERATORS["BinaryEquals"].family.read
    for value in values_of(subject, BINARIES):
        if _cannot_read(value, read):
            yield _unreadable(value, "TYPE_MISMATCH_STRING", *_binary_fixes(value))


def _cannot_read(value: Value, read: Callable[[str], object]) -> bool:
    return "${" not in value.text.value and read(value.text.value) is None


def _unreadable(value: Value, code: str, *fixes: Fix | None) -> Finding:
    new = next((str(each.params["new"]) for each in fixes if each is not None), "")
    carried = fitting_number(value.test.base, new) if value.test.base in NUMBERS and new else new
    return value.is_unreadable(code, *fixes, value.taken_away(), carried="" if value.test.base == "Null" else carried)


def fitting_number(base: str, bound: str) -> str:
    """A number that a comparison with a bound holds for."""
    if "LessThan" in base:
        return "0" if not bound.startswith("-") else f"{bound}0"
    if "GreaterThan" in base:
        return f"{bound}0" if not bound.startswith("-") else "0"
    return bound if base == "NumericEquals" else f"{bound}0"


def _boolean_fixes(value: Value) -> list[Fix | None]:
    """The meaning where the word has one; else both, since nobody but the user can tell."""
    if value.others:
        return []
    word = value.text.value.strip().strip("'\"").lower()
    for meaning, words in (("true", YES | {"true"}), ("false", NO | {"false"})):
        if word in words:
            return [value.replaced_by("write_value", meaning)]
    return [value.replaced_by("test_for", "true"), value.replaced_by("test_for", "false")]


def _number_fix(value: Value) -> Fix | None:
    text = value.text.value
    if _GROUPED.fullmatch(text.strip()):
        return value.replaced_by("write_value", re.sub(r"[,' _]", "", text.strip()))
    match = _WITH_UNIT.fullmatch(text)
    if match is None:
        return None
    number, unit = match.groups()
    if not unit:
        return value.replaced_by("write_value", number)
    factor = SECONDS.get(unit.lower()) or SECONDS.get(unit.lower().removesuffix("s"))
    if value.test.folded_key in SECOND_KEYS and factor:
        return value.replaced_by("write_value", str(int(number) * factor))
    return None


def _binary_fixes(value: Value) -> list[Fix | None]:
    """The same bytes with base64's own letters and padding, or the text as it stands encoded."""
    text = value.text.value
    standard = text.strip().replace("-", "+").replace("_", "/")
    padded = standard + "=" * (-len(standard) % 4)
    read = OPERATORS["BinaryEquals"].family.read
    whole = value.replaced_by("write_value", padded) if padded != text and read(padded) is not None else None
    encoded = base64.b64encode(text.encode("utf-8", "surrogatepass")).decode("ascii")
    return [whole, value.replaced_by("encode_value", encoded)]
