"""Three-valued truth: what is not known stays not known until something else settles it (Kleene's logic)."""

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """Does it hold? UNKNOWN where a context key decides whose value is not known."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    __hash__ = object.__hash__  # members are single objects; Enum's own hash goes by the name, at ten times the price


def truth(value: bool) -> Truth:  # noqa: FBT001 - a conversion has one argument
    """YES or NO."""
    return Truth.YES if value else Truth.NO


def all_of(values: Iterable[Truth]) -> Truth:
    """And: NO if any is NO, else UNKNOWN if any is UNKNOWN, else YES (also of nothing)."""
    answer = Truth.YES
    for value in values:
        if value is Truth.NO:
            return Truth.NO
        if value is Truth.UNKNOWN:
            answer = Truth.UNKNOWN
    return answer


def any_of(values: Iterable[Truth]) -> Truth:
    """Or: YES if any is YES, else UNKNOWN if any is UNKNOWN, else NO (also of nothing)."""
    answer = Truth.NO
    for value in values:
        if value is Truth.YES:
            return Truth.YES
        if value is Truth.UNKNOWN:
            answer = Truth.UNKNOWN
    return answer


def negate(value: Truth) -> Truth:
    """Not: UNKNOWN stays."""
    if value is Truth.UNKNOWN:
        return value
    return truth(value is Truth.NO)
