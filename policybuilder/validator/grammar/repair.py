"""One guess at what was meant, and the parts of a text around the place where reading stopped."""

from collections.abc import Iterator
from dataclasses import dataclass

from policybuilder.validator.grammar.changes import Change
from policybuilder.validator.grammar.skim import TOKEN, Stop, Token


@dataclass(frozen=True, slots=True)
class Repair:
    """A slip by name, the offsets of the characters meant, the changes that mend it, offsets of what belongs to it.

    `shown`: what the words name, where that is other than the characters meant. `bold`: a guess that counts only if the
    whole text can be read after it.
    """

    slip: str
    range: tuple[int, int]
    changes: tuple[Change, ...]
    related: tuple[int, ...] = ()
    shown: tuple[int, int] | None = None
    bold: bool = False


def one(slip: str, start: int, end: int, text: str) -> Repair:
    """A repair that changes just what is meant."""
    return Repair(slip, (start, end), (Change(start, end, text),))


def without(slip: str, start: int, end: int) -> Repair:
    """The bold guess that these characters are too many."""
    return Repair(slip, (start, end), (Change(start, end, ""),), bold=True)


def fault_range(stop: Stop) -> tuple[int, int]:
    """The offsets of the part where reading stopped."""
    return stop.start, stop.end


def last_part(stop: Stop) -> Token | None:
    """The last part that was read."""
    return stop.before[-1] if stop.before else None


def after_parts(text: str, offset: int) -> Iterator[Token]:
    """The parts from an offset on, as far as they can be told apart."""
    while found := TOKEN.match(text, offset):
        if not found.group().isspace():
            yield Token(offset, found.end())
        offset = found.end()
