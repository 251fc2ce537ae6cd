"""Sets of texts given by patterns: what `*` and `?` make of a policy's text, and the letters of an ARN's fields.

A pattern is a row of tokens, each a set of letters that stands once or, as a loop, any number of times.
Rule for `*` and `?`: IAM User Guide, "IAM JSON policy elements: Resource", and "... Condition operators".
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from policybuilder.iam.wildcard import Part


class Letters(NamedTuple):
    """A set of letters: those named, or with `but` every other one."""

    named: frozenset[str]
    but: bool = False

    def holds(self, letter: str) -> bool:
        """Does the letter belong to the set?"""
        return (letter in self.named) is not self.but


ANY = Letters(frozenset(), but=True)
NO_COLON = Letters(frozenset(":"), but=True)


class Token(NamedTuple):
    """One place of a pattern: a letter of the set, or with `loops` any number of them, also none."""

    letters: Letters
    loops: bool = False


_STAR, _FIELD_STAR = Token(ANY, loops=True), Token(NO_COLON, loops=True)
_ONE, _FIELD_ONE = Token(ANY), Token(NO_COLON)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A set of texts. `exact` is the only one it holds, where that is seen from its tokens; equal sets may have
    different tokens, but `**` is `*` and `*?` is `?*`."""

    tokens: tuple[Token, ...]
    exact: str | None = field(init=False, repr=False, compare=False)
    _hash: int = field(init=False, repr=False, compare=False)
    _taken: dict[str, tuple[int, int]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        letters = [_only(token) for token in self.tokens]
        object.__setattr__(self, "exact", None if None in letters else "".join(filter(None, letters)))
        object.__setattr__(self, "_hash", hash(self.tokens))

    def __hash__(self) -> int:
        return self._hash

    @property
    def everything(self) -> bool:
        """Does it hold every text?"""
        return self.tokens == (_STAR,)

    def matches(self, text: str) -> bool:
        """Is the text one of the set?"""
        if self.exact is not None:
            return text == self.exact
        places = self._past_loops(1)
        for letter in text:
            once, again = self._taken.get(letter) or self._take(letter)
            places = self._past_loops((places & once) << 1 | places & again)
            if not places:
                return False
        return bool(places >> len(self.tokens))

    def _take(self, letter: str) -> tuple[int, int]:
        once = again = 0
        for index, token in enumerate(self.tokens):
            if token.letters.holds(letter):
                again |= token.loops << index
                once |= (not token.loops) << index
        if len(self._taken) < KEPT_LETTERS:
            self._taken[letter] = once, again
        return once, again

    def _past_loops(self, places: int) -> int:
        for index, token in enumerate(self.tokens):
            if token.loops and places >> index & 1:
                places |= 2 << index
        return places


KEPT_LETTERS = 256


@lru_cache(maxsize=4096)
def _only(token: Token) -> str | None:
    """The letter of a token that is a single one."""
    named, but = token.letters
    return next(iter(named)) if len(named) == 1 and not but and not token.loops else None


def pattern(parts: Iterable[Part], *, ignore_case: bool = False, within_field: bool = False) -> Pattern:
    """The pattern of a text taken apart (`Part.wild`: its `*` and `?` are wildcards).

    `ignore_case`: letters stand for both cases, as under the IgnoreCase operators. `within_field`: a wildcard takes no
    colon, as in the first five fields under the Arn operators.
    """
    many, one = (_FIELD_STAR, _FIELD_ONE) if within_field else (_STAR, _ONE)
    tokens: list[Token] = []
    for text, wild in parts:
        for letter in text:
            if wild and letter in "*?":
                tokens.append(many if letter == "*" else one)
            else:
                tokens.append(_literal(letter, ignore_case))
    return of_tokens(tokens)


def exact(text: str, *, ignore_case: bool = False) -> Pattern:
    """The pattern of one text."""
    return pattern((Part(text, wild=False),), ignore_case=ignore_case)


def glob(text: str, *, ignore_case: bool = False, within_field: bool = False) -> Pattern:
    """The pattern of a text with wildcards."""
    return pattern((Part(text, wild=True),), ignore_case=ignore_case, within_field=within_field)


def joined(*patterns: Pattern) -> Pattern:
    """The texts that are one of each, one after the other."""
    return of_tokens([token for each in patterns for token in each.tokens])


def run_of(letters: str, least: int = 1, most: int | None = None) -> Pattern:
    """A grammar piece: `least` to `most` letters of a class written as in a regular expression, `a-zA-Z0-9_.-`.

    An empty class means any letter. A `most` above `least` is not looked at: longer texts count as possible.
    """
    one = Token(class_of(letters))
    return of_tokens([one] * least + ([] if most == least else [Token(one.letters, loops=True)]))


@lru_cache(maxsize=256)
def class_of(written: str) -> Letters:
    """The set of letters of a class (a hyphen between two letters is a range); empty: every letter."""
    if not written:
        return ANY
    named: set[str] = set()
    at = 0
    while at < len(written):
        if written[at + 1 : at + 2] == "-" and at + 2 < len(written):
            named.update(map(chr, range(ord(written[at]), ord(written[at + 2]) + 1)))
            at += 3
        else:
            named.add(written[at])
            at += 1
    return Letters(frozenset(named))


@lru_cache(maxsize=1024)
def _literal(letter: str, ignore_case: bool) -> Token:  # noqa: FBT001 - what is kept goes by position
    if not ignore_case:
        return Token(Letters(frozenset(letter)))
    lower = letter.lower()
    alike = {letter, lower, letter.upper(), "\u212a" if lower == "k" else lower}  # the Kelvin sign is a k, too
    return Token(Letters(frozenset(each for each in alike if len(each) == 1 and each.lower() == lower)))


def of_tokens(tokens: Iterable[Token]) -> Pattern:
    """A pattern in normal form: of equal loops in a row one stays, and stands behind the letters of its set."""
    found: list[Token] = []
    for token in tokens:
        loops = bool(found) and found[-1].loops and found[-1].letters == token.letters
        if loops and not token.loops:
            found.insert(len(found) - 1, token)
        elif not loops:
            found.append(token)
    return Pattern(tuple(found))


EVERYTHING = Pattern((_STAR,))
