"""Typed values as finitely many cells: a text for every stretch of numbers, instants or addresses that policies tell apart.

Every text that can be read falls, for the sets given, together with one of the texts made here; so asking about these
answers for all. Rules of reading: `iam.operators` and `iam.instants`. The likely ones come first: a witness is the first
that will do.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import ROUND_FLOOR, Context, Decimal
from ipaddress import IPv4Address, IPv6Address

from policybuilder.analysis.forms import Domain
from policybuilder.analysis.members import Beyond, Blocks, Equal, Theory, Typed
from policybuilder.iam import instant

_EXACT = Context(prec=30_000)  # a policy's numbers are as long as its texts
_ONE = Decimal(1)
_DAY, _HOUR, _ZONE = 86_400, 3_600, 86_340  # the last: 23:59, the furthest zone

# -- numbers -----------------------------------------------------------------------------------------------------------


def numbers(typed: Iterable[Typed]) -> Iterator[str]:
    """Texts of numbers: the break points, something in every gap and beyond both ends; whole ones not below 0 first."""
    points = _points(typed, Theory.NUMBER)
    found = [*points, *map(_between, points, points[1:])]
    found += [_EXACT.subtract(points[0], _ONE), _EXACT.add(points[-1], _ONE)] if points else [_ONE]
    found.sort(key=lambda number: (number < 0, number != number.to_integral_value()))
    return (plain_number(number) for number in found)


def plain_number(number: Decimal) -> str:
    """A number without an exponent, needless zeros, or a sign before nought."""
    text = format(number or Decimal(0), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _between(low: Decimal, high: Decimal) -> Decimal:
    """A number between two: a whole one if there is one."""
    whole = _EXACT.add(low.to_integral_value(ROUND_FLOOR), _ONE)
    return whole if whole < high else _EXACT.multiply(_EXACT.add(low, high), Decimal("0.5"))


def _points(typed: Iterable[Typed], *theories: Theory) -> list[Decimal]:
    """The values that the sets name, each once, in order."""
    found: set[Decimal] = set()
    for each in typed:
        if isinstance(each, Equal) and each.theory in theories:
            found.update(value for value in each.wanted if isinstance(value, Decimal))
        elif isinstance(each, Beyond) and each.theory in theories:
            found.add(each.limit)
    return sorted(found)


# -- instants ----------------------------------------------------------------------------------------------------------

_FIRST_DAY = -62_135_596_800  # 0001-01-01
_STEP = Decimal("1e-15")  # the decision reads 15 digits behind the point
_START = Decimal(_FIRST_DAY - _ZONE)
_END = Decimal(253_402_300_800 + _ZONE) - _STEP  # the end of the year 9999 in the furthest zone
_LARGEST = 10**19 - 1  # longer digits are no instant
LIKELY_INSTANTS = tuple(
    Decimal(int(datetime(2026, month, 15, 12, tzinfo=UTC).timestamp())) for month in (7, 1, 4, 10, 12)
)


def instants(typed: Iterable[Typed]) -> Iterator[str]:
    """Texts of instants: some of 2026, those about the break points, then the next neighbour of each, and the first of all.

    Instants are finely spaced, not dense: a point, its neighbour and the first of all are where cells begin.
    """
    points = _points(typed, Theory.INSTANT)
    near = [point + step for point in points for step in (0, _HOUR, -_HOUR, _DAY, -_DAY, 1, -1)]
    near += map(_between, points, points[1:])
    for found in (*LIKELY_INSTANTS, *near, *map(_after, points), _START):
        text = instant_text(found)
        if text is not None:
            yield text


def _after(point: Decimal) -> Decimal:
    return point + _STEP if point < _END else point.to_integral_value(ROUND_FLOOR) + 1


def instant_text(point: Decimal) -> str | None:
    """An instant as a policy writes it: a date with its time in UTC, digits beyond the year 9999; None if it has none."""
    if point > _END:
        return plain_number(point) if point == point.to_integral_value() and point <= _LARGEST else None
    if point < _START:
        return None
    for shift, zone in ((0, "Z"), (_ZONE, "+23:59"), (-_ZONE, "-23:59")):
        whole = int(point.to_integral_value(ROUND_FLOOR))
        days, seconds = divmod(whole + shift - _FIRST_DAY, _DAY)
        if 0 <= days < 3_652_059:  # the days of the years 1 to 9999
            fraction = plain_number(point - whole)[1:]
            clock = f"{seconds // _HOUR:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
            day = date.fromordinal(days + 1).isoformat()
            text = f"{day}T{clock}{fraction}{zone}"
            return text if instant(text) == point else None
    return None


def seconds_since_1970(typed: Iterable[Typed], *, padded: bool = False) -> Iterator[str]:
    """Texts of digits alone that are read as a number and as the same instant: where cells of both begin, and likely ones.

    Four digits are a year as an instant, so that they are left out, or with `padded` begin with a nought.
    """
    points = _points(typed, Theory.INSTANT, Theory.NUMBER)
    about = [Decimal(number) for number in (0, 10_000)]
    for point in points:
        low = point.to_integral_value(ROUND_FLOOR)
        about += [low, _EXACT.add(low, _ONE)]
    for number in (*LIKELY_INSTANTS, *about):
        if 0 <= number <= _LARGEST:
            four = 1000 <= number < 10_000
            if padded or not four:
                yield "0" * four + plain_number(number)


def years(typed: Iterable[Typed]) -> Iterator[str]:
    """Texts of four digits, a number and the beginning of a year as an instant: where cells of both begin."""
    wanted = {0, 1}
    for point in _points(typed, Theory.NUMBER):
        if 0 <= point <= 10_000:
            wanted |= {int(point), int(point) + 1}
    for point in _points(typed, Theory.INSTANT):
        wanted |= {_year(point), _year(point) + 1}
    return (f"{year:04}" for year in sorted(wanted) if 0 <= year <= 9999)


def _year(point: Decimal) -> int:
    days = int(point.to_integral_value(ROUND_FLOOR) - _FIRST_DAY) // _DAY
    return date.fromordinal(min(max(days, 0), 3_652_058) + 1).year


def signed_numbers(typed: Iterable[Typed]) -> Iterator[str]:
    """Texts of numbers that are no instant: with a sign."""
    return (text if text.startswith("-") else f"+{text}" for text in numbers(typed))


# -- bytes -------------------------------------------------------------------------------------------------------------


def encoded(typed: Iterable[Typed]) -> Iterator[str]:
    """Texts of bytes: the values that the sets name, and one that none names."""
    wanted = {value for each in typed if isinstance(each, Equal) for value in each.wanted if isinstance(value, bytes)}
    fresh = next(name for number in range(len(wanted) + 1) if (name := f"example{number}".encode()) not in wanted)
    return (b64encode(value).decode("ascii") for value in (*sorted(wanted), fresh))


# -- addresses ---------------------------------------------------------------------------------------------------------

LIKELY_ADDRESSES = ("203.0.113.10", "198.51.100.7", "192.0.2.44", "2001:db8::1234")
"""Addresses for documentation (RFC 5737 and RFC 3849)."""


def addresses(typed: Sequence[Typed], *, blocks: bool = False) -> Iterator[str]:
    """Texts of addresses: one in each block, the first of it and the one after its last, and the first of all.

    With `blocks` the text may be a block, too: those that the sets name, and all addresses of a version.
    """
    named = sorted({block for each in typed if isinstance(each, Blocks) for block in each.blocks})
    yield from LIKELY_ADDRESSES
    for inside in (10, 1, 0):
        for version, length, prefix in named:
            bits = _BITS[version] - length
            if inside < 1 << bits:
                yield str(_address(version, (prefix << bits) + inside))
    for version, length, prefix in named:
        after = (prefix + 1) << (_BITS[version] - length)
        if after < 1 << _BITS[version]:
            yield str(_address(version, after))
    yield from (str(_address(version, 0)) for version in _BITS)
    if blocks:
        yield from ("0.0.0.0/0", "::/0")
        yield from (f"{_address(v, prefix << (_BITS[v] - length))}/{length}" for v, length, prefix in named)


_BITS = {4: 32, 6: 128}


def _address(version: int, number: int) -> IPv4Address | IPv6Address:
    return IPv4Address(number) if version == 4 else IPv6Address(number)


# -- all together ------------------------------------------------------------------------------------------------------


def texts_of(domain: Domain, typed: Sequence[Typed]) -> tuple[list[str], bool]:
    """Texts of a domain that stand for all of it as far as the sets can tell; False if they may not.

    No text can be read under two theories, but for numbers and instants, whose common texts have cells of their own, and
    bytes, which many texts happen to be. Under `Domain.TEXT` the last text is one that can be read under none.
    """
    theories = {each.theory for each in typed}
    complete = Theory.BYTES not in theories or (domain is Domain.TEXT and theories == {Theory.BYTES})
    return list(dict.fromkeys(_pool(domain, theories, typed))), complete


def _pool(domain: Domain, theories: set[Theory], typed: Sequence[Typed]) -> Iterator[str]:
    if domain is Domain.TEXT:
        yield from _any_text(theories, typed)
    elif domain is Domain.BOOLEAN:
        yield from ("false", "true")
    elif domain is Domain.EPOCH:
        yield from seconds_since_1970(typed)
    elif domain is Domain.ADDRESS:
        yield from addresses(typed)
    elif domain is Domain.INSTANT:
        yield from instants(typed)
        yield from _numbers_and_instants(typed, instants_only=True)
    elif domain is Domain.NUMBER:
        yield from numbers(typed)
        yield from _numbers_and_instants(typed)


def _any_text(theories: set[Theory], typed: Sequence[Typed]) -> Iterator[str]:
    if Theory.INSTANT in theories:
        yield from instants(typed)
    if Theory.NUMBER in theories:
        yield from numbers(typed)
    if theories >= {Theory.NUMBER, Theory.INSTANT}:
        yield from _numbers_and_instants(typed)
    if Theory.BLOCK in theories:
        yield from addresses(typed, blocks=True)
    if Theory.BYTES in theories:
        yield from encoded(typed)
    yield UNREAD


UNREAD = "not-a-value"
"""No number, instant, address, nor bytes."""


def _numbers_and_instants(typed: Sequence[Typed], *, instants_only: bool = False) -> Iterator[str]:
    """Texts of digits, which are numbers and mostly instants; numbers that are no instants only where these may be."""
    yield from seconds_since_1970(typed, padded=True)
    yield from (text for text in years(typed) if not instants_only or instant(text) is not None)
    if not instants_only:
        yield from signed_numbers(typed)
