"""Points in time as policies and requests write them.

Source: "IAM JSON policy elements: Condition operators", date condition operators: the W3C profile of ISO 8601, or
seconds since 1970. A date without a time is the beginning of that day in UTC (our inference).
"""

from datetime import date
from decimal import Decimal
from math import floor

DIGITS = "0123456789"
_EPOCH = date(1970, 1, 1).toordinal()


def instant(text: str) -> Decimal | None:
    """Seconds since the beginning of 1970 in UTC; None if the text is no point in time."""
    if _is_number(text) and len(text) != 4:
        return Decimal(text) if len(text) < 20 else None
    day, mark, time = text.partition("T")
    days = _days(day)
    if days is None or not mark:
        return None if days is None else Decimal(days * 86_400)
    seconds = _seconds(time) if len(day) == 10 else None
    return None if seconds is None else days * 86_400 + seconds


def epoch_seconds(text: str) -> str | None:
    """The whole seconds since 1970 of a point in time, as text; None if it is none."""
    seconds = instant(text)
    return None if seconds is None else str(floor(seconds))


def _is_number(text: str) -> bool:
    return bool(text) and not text.strip(DIGITS)


def _days(text: str) -> int | None:
    """Days since 1970 of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""
    fields = text.split("-")
    if [len(field) for field in fields] not in ([4], [4, 2], [4, 2, 2]) or not all(map(_is_number, fields)):
        return None
    year, month, day = (int(field) for field in (*fields, "01", "01")[:3])
    try:
        return date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return None


def _seconds(text: str) -> Decimal | None:
    """Seconds since midnight UTC of `hh:mm`, `hh:mm:ss` or `hh:mm:ss.s` with `Z` or `+hh:mm`."""
    clock, offset = _split_zone(text)
    shift = _zone_seconds(offset)
    fields = clock.split(":")
    whole, point, fraction = fields[-1].partition(".")
    if shift is None or len(fields) not in (2, 3) or (point and not (len(fields) == 3 and _is_number(fraction))):
        return None
    parts = [_bounded(field, limit) for field, limit in zip((*fields[:-1], whole), (24, 60, 60), strict=False)]
    hours, minutes, seconds = (*parts, 0)[:3]
    if hours is None or minutes is None or seconds is None:
        return None
    return hours * 3600 + minutes * 60 + seconds - shift + Decimal("0." + fraction[:15] + "0")


def _split_zone(text: str) -> tuple[str, str]:
    if text.endswith("Z"):
        return text[:-1], "+00:00"
    return text[:-6], text[-6:]


def _zone_seconds(offset: str) -> int | None:
    """Seconds east of UTC of `+hh:mm` or `-hh:mm`."""
    if len(offset) != 6 or offset[0] not in "+-" or offset[3] != ":":
        return None
    hours, minutes = _bounded(offset[1:3], 24), _bounded(offset[4:6], 60)
    if hours is None or minutes is None:
        return None
    return (hours * 3600 + minutes * 60) * (1 if offset[0] == "+" else -1)


def _bounded(text: str, limit: int) -> int | None:
    """Two digits below a limit."""
    return int(text) if len(text) == 2 and _is_number(text) and int(text) < limit else None
