"""Dates ("IAM JSON policy elements: Condition operators", date condition operators): the W3C profile of ISO 8601."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from policybuilder.iam import instant
from policybuilder.iam.instants import epoch_seconds


@pytest.mark.parametrize(
    ("text", "year", "rest"),
    [
        ("2026", 2026, (1, 1)),
        ("2026-07", 2026, (7, 1)),
        ("2026-07-01", 2026, (7, 1)),
        ("2026-07-01T10:20Z", 2026, (7, 1, 10, 20)),
        ("2026-07-01T10:20:30Z", 2026, (7, 1, 10, 20, 30)),
        ("2026-07-01T10:20:30.5Z", 2026, (7, 1, 10, 20, 30, 500_000)),
        ("2026-07-01T10:20:30+02:00", 2026, (7, 1, 8, 20, 30)),
        ("2026-06-30T23:20:30-01:30", 2026, (7, 1, 0, 50, 30)),
        ("2024-02-29", 2024, (2, 29)),
        ("0001-01-01", 1, (1, 1)),
        ("1969-12-31T23:59:59.25Z", 1969, (12, 31, 23, 59, 59, 250_000)),
    ],
)
def test_points_in_time(text, year, rest):
    expected = datetime(year, *rest).replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)  # noqa: DTZ001 - it follows
    found = instant(text)
    assert found is not None
    assert found == Decimal(expected.days * 86_400 + expected.seconds) + Decimal(expected.microseconds) / 1_000_000


@pytest.mark.parametrize(
    ("text", "seconds"), [("0", 0), ("1700000000", 1_700_000_000), ("9223372036854775807", 2**63 - 1)]
)
def test_seconds_since_1970(text, seconds):
    assert instant(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "-1",
        "1.5",
        "9" * 20,
        "0000",
        "26-07-01",
        "2026-7-1",
        "2026-13",
        "2023-02-29",
        "2026-07-01-01",
        "2026/07/01",
        "1~",
        "202~",
        "2026-0x",
        "2026-02-30T10:20Z",
        "2026-07-01T10:20+01x00",
        "2026-07-01T10:20~01:00",
        "2026-07-01T",
        "2026-07-01T10:20",
        "2026-07-01T10:20:30",
        "2026-07-01T10Z",
        "2026-07-01T24:00Z",
        "2026-07-01T10:60Z",
        "2026-07-01T10:20:60Z",
        "2026-07-01T10:20:3Z",
        "2026-07-01T10:20.5Z",
        "2026-07-01T10:20:30.Z",
        "2026-07-01T10:20:30.xZ",
        "2026-07-01T1:2:3:4Z",
        "2026-07-01T10:20:30+0200",
        "2026-07-01T10:20:30+24:00",
        "2026-07-01T10:20:30+02:60",
        "2026-07-01T10:20:30*02:00",
        "2026-07-01 10:20:30Z",
        "2026-07T10:20Z",
        "２０２６",
        "2026-07-01T1０:20Z",
    ],
)
def test_what_is_no_point_in_time(text):
    assert instant(text) is None
    assert epoch_seconds(text) is None


def test_long_fractions_are_cut():
    assert instant("1970-01-01T00:00:00." + "1" * 5_000 + "Z") == Decimal("0." + "1" * 15)


@pytest.mark.parametrize(
    ("text", "seconds"), [("2026-07-01T00:00:00.9Z", "1782864000"), ("1969-12-31T23:59:59.5Z", "-1")]
)
def test_whole_seconds(text, seconds):
    assert epoch_seconds(text) == seconds
