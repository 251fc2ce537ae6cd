"""A resource pattern as places, kept as the bits of one number, and the sets of characters that may come next.

Bit i of a set of places is set if the first i steps of the pattern are done. A step is a letter, `?`, or a star. Going
backwards over a class of characters gives every place from which one of them leads on; so a whole grammar is walked
with a few operations per character, whatever the number of stars. Rules as in `iam.arn`: a wildcard in one of the
first five fields stays inside it, unless it is a `*` that ends the field (IAM User Guide, "IAM JSON policy elements:
Resource"); a policy variable is any text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from policybuilder.iam.variables import Template, Text

LONGEST = 2048  # characters of an ARN: Amazon Rekognition API Reference, ResourceArn


@dataclass(frozen=True, slots=True)
class Symbols:
    """A set of characters: `letters`, or every one if None. `filler` is a plain letter of it, a colon only if alone."""

    letters: frozenset[str] | None
    filler: str

    def holds(self, letter: str) -> bool:
        """Whether the character belongs to the set."""
        return self.letters is None or letter in self.letters

    @property
    def only_colon(self) -> bool:
        """Whether the set is the colon alone."""
        return self.letters == frozenset(":")


@lru_cache(maxsize=512)
def one(letter: str) -> Symbols:
    """The set of one character."""
    return Symbols(frozenset(letter), letter)


def symbols_of(characters: str) -> Symbols:
    """The set that a class such as `a-zA-Z0-9_.-` means (a hyphen between two characters is a range); empty: all."""
    if not characters:
        return Symbols(None, "x")
    letters: set[str] = set()
    at = 0
    while at < len(characters):
        if characters[at + 1 : at + 2] == "-" and at + 2 < len(characters):
            letters.update(map(chr, range(ord(characters[at]), ord(characters[at + 2]) + 1)))
            at += 3
        else:
            letters.add(characters[at])
            at += 1
    return Symbols(
        frozenset(letters), next((letter for letter in "x1" if letter in letters), min(letters - {":"} or letters))
    )


class Step(NamedTuple):
    """One step of a pattern: a letter, or None for any; `loops` for any number; `barred`: not a colon."""

    letter: str | None
    loops: bool = False
    barred: bool = False


class Taken(NamedTuple):
    """For one set of characters: places that go on with one of them, and star places that swallow one of them."""

    advance: int
    stay: int


class Places:
    """The steps of a pattern, with sets of places as numbers. No two stars stand in a row."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self._steps = tuple(steps)
        self._letters: dict[str, int] = {}
        self._open = self._loops = self._barred = 0
        for index, step in enumerate(self._steps):
            bit = 1 << index
            if step.letter is not None:
                self._letters[step.letter] = self._letters.get(step.letter, 0) | bit
            elif step.loops:
                self._loops |= bit
            else:
                self._open |= bit
            if step.barred:
                self._barred |= bit
        self._taken: dict[Symbols, Taken] = {}
        self.start = self._past_stars(1)
        self.end = self._before_stars(1 << len(self._steps))

    @property
    def named(self) -> frozenset[str]:
        """The letters that the pattern names."""
        return frozenset(self._letters)

    def _past_stars(self, places: int) -> int:
        return places | (places & self._loops) << 1

    def _before_stars(self, places: int) -> int:
        return places | places >> 1 & self._loops

    def _taken_by(self, symbols: Symbols) -> Taken:
        found = self._taken.get(symbols)
        if found is None:
            free = ~self._barred if symbols.only_colon else -1
            advance = self._open & free
            for letter, places in self._letters.items():
                if symbols.holds(letter):
                    advance |= places
            found = self._taken[symbols] = Taken(advance, self._loops & free)
        return found

    def after(self, places: int, symbols: Symbols) -> int:
        """The places after one character of the set."""
        taken = self._taken_by(symbols)
        return self._past_stars((places & taken.advance) << 1 | places & taken.stay)

    def before(self, places: int, symbols: Symbols) -> int:
        """The places from which one character of the set leads to one of these."""
        taken = self._taken_by(symbols)
        return self._before_stars(places >> 1 & taken.advance | places & taken.stay)


def steps_of(head: Iterable[str], tail: Template) -> Iterator[Step]:
    """The steps of a pattern: its first five fields, each followed by a colon, and the rest. Stars in a row are one."""
    last: Step | None = None
    for step in _single_steps(head, tail):
        if last is not None and not (last.loops and step.loops):
            yield last
        last = _wider(last, step) if last is not None and last.loops and step.loops else step
    if last is not None:
        yield last


def _wider(one_star: Step, other: Step) -> Step:
    return other if one_star.barred else one_star


def _single_steps(head: Iterable[str], tail: Template) -> Iterator[Step]:
    for field in head:
        for index, letter in enumerate(field):
            yield _step(letter, barred=not (letter == "*" and index == len(field) - 1))
        yield Step(":")
    for piece in tail:
        if not isinstance(piece, Text):
            yield Step(None, loops=True)
        elif piece.special:
            yield from map(Step, piece.text)
        else:
            for letter in piece.text:
                yield _step(letter, barred=False)


def _step(letter: str, *, barred: bool) -> Step:
    if letter == "*":
        return Step(None, loops=True, barred=barred)
    return Step(None, barred=barred) if letter == "?" else Step(letter)
