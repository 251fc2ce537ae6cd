"""Dates that no date operator can read, and seconds since 1970 where a date is meant.

Sources: IAM User Guide, "IAM JSON policy elements: Condition operators" (date condition operators) and "IAM policy
validation check reference" (INVALID_DATE_VALUE); W3C note "Date and Time Formats".
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from policybuilder.iam import OPERATORS, instant
from policybuilder.validator.finding import Finding, Fix
from policybuilder.validator.values.value import Value, values_of
from policybuilder.validator.view import Subject

DATES = frozenset(name for name, row in OPERATORS.items() if row.family.name == "date")
EPOCH_KEY = "aws:epochtime"
LATEST = 32_503_680_000  # the beginning of the year 3000: what counts more seconds was meant otherwise
EARLY, LATE = "2001-01-01T00:00:00Z", "2199-01-01T00:00:00Z"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?[ -]([a-z]{3,9})\.?,?[ -](\d{4})")
_NAMED_FIRST = re.compile(r"([a-z]{3,9})\.?[ -](\d{1,2})(?:st|nd|rd|th)?,?[ -](\d{4})")
_TIMED = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s*([Zz]|UTC|GMT|[+-]\d{2}:?\d{2})?"
)


def dates(subject: Subject) -> Iterator[Finding]:
    """Unreadable dates, and epoch seconds; those are what aws:EpochTime is made for, so there they are fine."""
    for value in values_of(subject, DATES):
        text = value.text.value
        if "${" in text:
            continue
        read = instant(text)
        if read is None:
            fixes = [value.replaced_by("write_value", each) for each in _meant(text)]
            carried = _fitting(value.test.base, fixes)
            yield value.is_unreadable("TYPE_MISMATCH_DATE", *fixes, value.taken_away(), carried=carried)
        elif text.isdigit() and len(text) != 4:
            yield from _seconds(value, int(read))


def _fitting(base: str, fixes: list[Fix | None]) -> str:
    """A time that the comparison with the first date offered holds for; "" for the few operators without order."""
    if not any(fixes):
        return ""
    if "LessThan" in base:
        return EARLY
    return LATE if "GreaterThan" in base else ""


def _seconds(value: Value, seconds: int) -> Iterator[Finding]:
    text = value.text.value
    compact = _day(text[:4], text[4:6], text[6:]) if len(text) == 8 else ""
    if "1970" <= compact[:4] <= "2199":
        other = value.replaced_by("write_value", compact)
        yield value.find("INVALID_DATE_VALUE", other, _as_date(value, seconds), variant="compact", meant=compact)
    elif seconds >= LATEST:
        milliseconds = _as_date(value, seconds // 1000) if seconds // 1000 < LATEST else None
        yield value.find("INVALID_DATE_VALUE", milliseconds, variant="milliseconds")
    elif value.test.folded_key != EPOCH_KEY:
        yield value.find("INVALID_DATE_VALUE", _as_date(value, seconds), date=_iso(seconds))


def _as_date(value: Value, seconds: int) -> Fix | None:
    """The same point in time as a date."""
    return value.replaced_by("write_date", _iso(seconds))


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if 0 <= seconds < LATEST else ""


def _meant(text: str) -> list[str]:
    """The dates that a text in another form may mean, at most two; day and month may be either way round."""
    folded = text.strip().lower()[:64]
    if instant(text.strip()) is not None:
        return [text.strip()]
    if match := _TIMED.fullmatch(text.strip()[:64]):
        return [each for each in [_timed(*match.groups())] if instant(each) is not None]
    if match := _NUMBERS.fullmatch(folded):
        first, second, third = match.groups()
        pairs = [(first, second, third)] if len(first) == 4 else [(third, second, first), (third, first, second)]
        return list(dict.fromkeys(found for pair in pairs if (found := _day(*pair))))
    if match := _NAMED.fullmatch(folded):
        day, month, year = match.groups()
    elif match := _NAMED_FIRST.fullmatch(folded):
        month, day, year = match.groups()
    else:
        return []
    number = MONTHS.index(month[:3]) + 1 if month[:3] in MONTHS else 0
    return [found] if (found := _day(year, str(number), day)) else []


def _timed(day: str, hours: str, minutes: str, seconds: str | None, zone: str | None) -> str:
    """With `T`, seconds and a zone; without one UTC is taken, which is what AWS compares in."""
    zone = zone or "Z"
    zone = "Z" if zone.upper() in {"Z", "UTC", "GMT"} else f"{zone[:3]}:{zone[-2:]}"
    return f"{day}T{hours:0>2}:{minutes}:{seconds or '00'}{zone}"


def _day(year: str, month: str, day: str) -> str:
    """`YYYY-MM-DD`; "" if there is no such day."""
    if len(year) != 4 or not (year + month + day).isdecimal():
        return ""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
