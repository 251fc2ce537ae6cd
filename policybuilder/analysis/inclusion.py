"""Is everything that one text with variables matches matched by another, whatever the values are?

Each variable is read as one letter that stands in no document. What is found for the letter holds for every value in its
place, as long as in the wider text only the variable itself or a star that takes any letter meets the letter: `?` takes
one letter, but a value may have several, and a star within a field takes no colon, but a value may have one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from policybuilder.analysis.arns import whole_pattern
from policybuilder.analysis.globs import Budget, find_text
from policybuilder.analysis.members import arn_pattern
from policybuilder.analysis.patterns import Letters, Pattern, Token, joined, pattern
from policybuilder.iam.entries import ResourceEntry
from policybuilder.iam.variables import Template, Text, Variable
from policybuilder.iam.wildcard import Part

_FIRST, _LAST = 0xE000, 0xF8FF  # letters for private use
STEPS = 20_000


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with letters for its variables, as the narrower and as the wider of two; None where it cannot be that."""

    narrow: Pattern | None = None
    wide: Pattern | None = None
    letters: frozenset[str] = frozenset()


def includes(wide: Marked, narrow: Marked) -> bool:
    """Is it seen that the wider text matches whatever the narrower does, for all values?"""
    if wide.wide is None or narrow.narrow is None:
        return False
    return _includes(wide.wide, narrow.narrow, narrow.letters)


@lru_cache(maxsize=1024)
def _includes(wide: Pattern, narrow: Pattern, letters: frozenset[str]) -> bool:
    kept = joined(Pattern(tuple(_without(token, letters) for token in wide.tokens)))
    return find_text([[narrow]], [kept], Budget(STEPS)) is None


def _without(token: Token, letters: frozenset[str]) -> Token:
    """A wildcard that takes none of the letters; a star that takes anything stays."""
    named, but = token.letters
    return token if not but or (token.loops and not named) else Token(Letters(named | letters, but=True), token.loops)


@dataclass(slots=True)
class Marks:
    """The letters that stand for variables: two for each key, one for its value and one for the value in any case."""

    _numbers: dict[str, int] = field(default_factory=dict)

    def entry(self, entry: ResourceEntry) -> Marked:
        """A resource entry whose variables have no defaults."""
        if not self._usable((Text(":".join(entry.pattern.head)), *entry.tail)):
            return Marked()
        tail = tuple(Text(self._letters(p)[0], special=True) if isinstance(p, Variable) else p for p in entry.tail)
        found = whole_pattern(ResourceEntry(entry.pattern, tail, (), ()))
        return Marked(found, found, self._marks(entry.tail))

    def text(self, pieces: Template, mode: str) -> Marked:
        """A value of a condition: `like`, `fold` (letters of both cases), or `arn` (six fields).

        A value with colons moves what stands behind it in an ARN to another field; so a text under an Arn operator is
        known to be the wider one only if all its variables stand in the last field.
        """
        if not self._usable(pieces):
            return Marked()
        letters = self._marks(pieces)
        narrow = joined(*(self._pattern(piece, mode, self._letters(piece)[mode == "fold" :][:1]) for piece in pieces))
        if mode != "arn":
            return Marked(narrow, joined(*(self._pattern(p, mode, self._wider(p, mode)) for p in pieces)), letters)
        parts = [_part(piece, "".join(self._letters(piece)[:1])) for piece in pieces]
        return Marked(narrow, arn_pattern(parts) if _in_last_field(pieces) else None, letters)

    def _usable(self, pieces: Template) -> bool:
        """Are there no defaults, enough letters for all keys, and none of these letters in the texts?"""
        for piece in pieces:
            if isinstance(piece, Text):
                if any(_FIRST <= ord(letter) <= _LAST for letter in piece.text):
                    return False
            elif piece.key is None or piece.default is not None or not self._letters(piece):
                return False
        return True

    def _letters(self, piece: Text | Variable) -> tuple[str, ...]:
        """The two letters of a variable; none for a text, or if all are taken."""
        if isinstance(piece, Text) or piece.key is None:
            return ()
        first = _FIRST + 2 * self._numbers.setdefault(piece.key, len(self._numbers))
        return (chr(first), chr(first + 1)) if first < _LAST else ()

    def _marks(self, pieces: Iterable[Text | Variable]) -> frozenset[str]:
        return frozenset(letter for piece in pieces for letter in self._letters(piece))

    def _wider(self, piece: Text | Variable, mode: str) -> tuple[str, ...]:
        """What a variable takes as the wider text: in any case it takes the value itself, too."""
        return self._letters(piece)[: 2 if mode == "fold" else 1]

    def _pattern(self, piece: Text | Variable, mode: str, letters: tuple[str, ...]) -> Pattern:
        if isinstance(piece, Variable):
            return Pattern((Token(Letters(frozenset(letters))),))
        return pattern((_part(piece, ""),), ignore_case=mode == "fold")


def _part(piece: Text | Variable, letter: str) -> Part:
    return Part(letter, wild=False) if isinstance(piece, Variable) else Part(piece.text, wild=not piece.special)


def _in_last_field(pieces: Template) -> bool:
    """Stand all variables behind five colons?"""
    colons = 0
    for piece in pieces:
        if isinstance(piece, Variable):
            if colons < 5:
                return False
        else:
            colons += piece.text.count(":")
    return True
