"""Patterns with `*` (any run of letters, also none) and `?` (exactly one letter), compared without backtracking.

Rule: AWS's page "IAM JSON policy elements: Resource", section on wildcards. Every other letter stands for itself;
`/`, `[` and `\\` have no meaning. Policy text is not trusted, so nothing here takes more than quadratic time.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple


class Part(NamedTuple):
    """A stretch of a pattern; with `wild` its `*` and `?` are wildcards, else they stand for themselves."""

    text: str
    wild: bool


def bits_of(indexes: Iterable[int], size: int) -> int:
    """A number in which the bits of the indexes, all below `size`, are set; made at once, in linear time."""
    found = bytearray(size // 8 + 1)
    for index in indexes:
        found[index >> 3] |= 1 << (index & 7)
    return int.from_bytes(found, "little")


class Places:
    """Where the letters of a text stand: for each a number with bit i set if it is at index i.

    What is kept of them stays linear in the text: only letters that are frequent in it, of which there are few.
    """

    def __init__(self, letters: Sequence["_Letter"]) -> None:
        self._size = len(letters)
        self._indexes: dict[_Letter, list[int]] = {}
        self._kept: dict[_Letter, int] = {}
        for index, letter in enumerate(letters):
            self._indexes.setdefault(letter, []).append(index)

    def of(self, letter: "_Letter") -> int:
        """The places of a letter."""
        found = self._kept.get(letter)
        if found is None:
            indexes = self._indexes.get(letter, [])
            found = bits_of(indexes, self._size)
            if len(indexes) * KEPT_LETTERS >= self._size:
                self._kept[letter] = found
        return found


KEPT_LETTERS = 256


class Searched:
    """A text in which runs are looked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._places: Places | None = None

    def first(self, chunks: Iterable[tuple[int, str]], start: int, last: int) -> int:
        """The first index from `start` to `last` from which all chunks stand at their offsets; -1 if there is none.

        All indexes are tried at once, letter by letter: one after the other they could take hours.
        """
        places = self._places = self._places or Places(self.text)
        left = (1 << last - start + 1) - 1
        for offset, chunk in chunks:
            for index, letter in enumerate(chunk, start + offset):
                left &= places.of(letter) >> index
                if not left:
                    return -1
        return start + (left & -left).bit_length() - 1


@dataclass(frozen=True, slots=True)
class Run:
    """What stands between two stars: a fixed number of letters, some of them open to any letter.

    `chunks` are the fixed stretches with their offsets.
    """

    length: int
    chunks: tuple[tuple[int, str], ...]

    def stands_at(self, text: str, at: int) -> bool:
        """Does the run fit the text from index `at` on? The caller has seen that the text is long enough."""
        return all(text.startswith(chunk, at + offset) for offset, chunk in self.chunks)

    def find(self, searched: Searched, start: int, end: int) -> int:
        """The first index from `start` on where the run fits and ends by `end`; -1 if there is none."""
        last = end - self.length
        if last < start:
            return -1
        if len(self.chunks) > 1:
            return searched.first(self.chunks, start, last)
        for offset, chunk in self.chunks:
            found = searched.text.find(chunk, start + offset, last + offset + len(chunk))
            return found - offset if found >= 0 else -1
        return start


@dataclass(frozen=True, slots=True)
class Glob:
    """A pattern: runs with a star between each two.

    `exact` is the one text it matches, if it has no wildcard. `start` is the text before its first wildcard; if that
    is one star at the end, the pattern is `open_ended`.
    """

    runs: tuple[Run, ...]
    exact: str | None = field(init=False, repr=False, compare=False)
    start: str = field(init=False, repr=False, compare=False)
    open_ended: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        first = self.runs[0]
        fixed = first.length == sum(len(chunk) for _, chunk in first.chunks)
        whole = "".join(chunk for _, chunk in first.chunks) if fixed else None
        start = whole if whole is not None else "".join(chunk for offset, chunk in first.chunks[:1] if not offset)
        object.__setattr__(self, "exact", whole if len(self.runs) == 1 else None)
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "open_ended", fixed and len(self.runs) == 2 and not self.runs[1].length)

    def matches(self, text: str) -> bool:
        """Is the whole text of the pattern's form?"""
        if self.open_ended:
            return text.startswith(self.start)
        return text == self.exact if self.exact is not None else self._runs_match(text)

    def among(self, texts: Iterable[tuple[int, str]]) -> list[int]:
        """The numbers of the texts that are of the pattern's form."""
        start = self.start
        if self.open_ended:
            return [number for number, text in texts if text.startswith(start)]
        matches = self.matches
        return [number for number, text in texts if text.startswith(start) and matches(text)]

    def _runs_match(self, text: str) -> bool:
        first, last = self.runs[0], self.runs[-1]
        if len(self.runs) == 1:
            return first.length == len(text) and first.stands_at(text, 0)
        at, end = first.length, len(text) - last.length
        if end < at or not first.stands_at(text, 0) or not last.stands_at(text, end):
            return False
        if len(self.runs) == 2:
            return True
        searched = Searched(text)
        for run in self.runs[1:-1]:
            found = run.find(searched, at, end)
            if found < 0:
                return False
            at = found + run.length
        return True


def glob(pattern: str) -> Glob:
    """The pattern of a text."""
    return glob_of((Part(pattern, wild=True),))


def glob_of(parts: Iterable[Part]) -> Glob:
    """The pattern of several stretches, one after the other."""
    runs = [_RunBuilder()]
    for text, wild in parts:
        stretches = text.split("*") if wild else [text]
        for index, stretch in enumerate(stretches):
            if index:
                runs.append(_RunBuilder())
            runs[-1].add(stretch, wild=wild)
    return Glob(tuple(run.built() for run in runs))


class _RunBuilder:
    def __init__(self) -> None:
        self.length = 0
        self.chunks: list[tuple[int, str]] = []

    def add(self, text: str, *, wild: bool) -> None:
        for index, chunk in enumerate(text.split("?") if wild else [text]):
            self.length += bool(index)
            if chunk:
                self.chunks.append((self.length, chunk))
                self.length += len(chunk)

    def built(self) -> Run:
        return Run(self.length, tuple(self.chunks))


def glob_matches(pattern: str, text: str) -> bool:
    """Does the whole text match the pattern? Case counts."""
    if "*" not in pattern and "?" not in pattern:
        return pattern == text
    return glob(pattern).matches(text)


class _Stretch(NamedTuple):
    """A gap of at least `gap` letters, then a run that neither begins nor ends open, unless the pattern does."""

    gap: int
    run: Run


def _stretches(pattern: str) -> list[_Stretch]:
    """A pattern as runs between gaps. `?` beside a star only lengthens the gap: `*?*` = `?*` = at least one."""
    found = []
    texts = pattern.split("*")
    gap = 0
    for index, text in enumerate(texts):
        behind = text.lstrip("?") if index else text
        core = behind.rstrip("?") if index < len(texts) - 1 else behind
        found.append(_Stretch(gap + len(text) - len(behind), glob(core).runs[0]))
        gap = len(behind) - len(core)
    return found


def covers(wide: str, narrow: str) -> bool:
    """Does `wide` match every text that `narrow` matches?

    Exact as long as there is a letter that neither pattern names. A fixed letter of `wide` must meet a fixed letter of
    `narrow`; a gap of at least n letters may swallow stars, but n letters must be there even if those are empty.
    """
    (_, first), *others = _stretches(wide)
    if not others:
        return first.length == len(narrow) and _fits(first, narrow, 0)
    if not _fits(first, narrow, 0):
        return False
    sure = list(accumulate((letter != "*" for letter in narrow), initial=0))  # letters even if every star is empty
    searched = Searched(narrow)
    at = first.length
    for gap, run in others[:-1]:
        found = _find_between_stars(run, searched, bisect_left(sure, sure[at] + gap, at))
        if found < 0:
            return False
        at = found + run.length
    gap, last = others[-1]
    place = len(narrow) - last.length
    return place >= at and sure[place] - sure[at] >= gap and _fits(last, narrow, place)


def _fits(run: Run, narrow: str, at: int) -> bool:
    """Does a run cover what stands in a pattern from index `at` on? Its open letters take any letter but no star."""
    return "*" not in narrow[at : at + run.length] and run.stands_at(narrow, at)


def _find_between_stars(run: Run, searched: Searched, start: int) -> int:
    narrow = searched.text
    while start <= len(narrow):
        star = narrow.find("*", start)
        end = star if star >= 0 else len(narrow)
        found = run.find(searched, start, end)
        if found >= 0:
            return found
        start = end + 1
    return -1


# overlaps looks at patterns letter by letter; None is the open letter, MANY a star
_Letter = str | None
MANY = "*any*"


def _letters(pattern: str) -> list[_Letter]:
    return [None if letter == "?" else MANY if letter == "*" else letter for letter in pattern]


def overlaps(one: str, other: str) -> bool:
    """Is there a text that both patterns match?

    Reads `one` as if it were a text and keeps the set of places of `other` that can be reached, as bits of a number.
    """
    automaton = Automaton([Step(letter, loops=letter == MANY) for letter in _collapsed(other)])
    state = automaton.start
    for letter in _collapsed(one):
        state = automaton.after_any_text(state) if letter == MANY else automaton.after(state, letter)
        if not state:
            return False
    return automaton.accepts(state)


def _collapsed(pattern: str) -> list[_Letter]:
    """Letters with runs of stars as one star."""
    letters = _letters(pattern)
    return [letter for index, letter in enumerate(letters) if letter != MANY or letters[index - 1 : index] != [MANY]]


class Step(NamedTuple):
    """One place of a pattern: a letter, None for any letter; `loops` for any number of any letters.

    `barred` is a letter that an open or looping place does not take.
    """

    letter: _Letter
    loops: bool = False
    barred: str = ""


class Automaton:
    """Places of a pattern as bits of one number: bit i is set if the first i steps are done. No two loops in a row."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.size = size = len(steps)
        numbered = list(enumerate(steps))
        self._loops = bits_of((index for index, step in numbered if step.loops), size)
        self._open = bits_of((index for index, step in numbered if step.letter is None), size)
        self._single = bits_of((index for index, step in numbered if not step.loops), size)
        self._letters = Places([step.letter for step in steps])
        barred = {step.barred for step in steps if step.barred}
        self._barred = {
            letter: bits_of((index for index, step in numbered if step.barred == letter), size) for letter in barred
        }
        self.start = self._past_loops(1)

    def _past_loops(self, state: int) -> int:
        """A loop may be left without taking a letter."""
        return state | (state & self._loops) << 1

    def after(self, state: int, letter: _Letter) -> int:
        """The places after one letter; None stands for a letter that one may choose."""
        if letter is None:
            return self._past_loops((state & self._single) << 1 | state & self._loops)
        state &= ~self._barred.get(letter, 0)
        taken = state & (self._open | self._letters.of(letter))
        return self._past_loops(taken << 1 | state & self._loops)

    def after_any_text(self, state: int) -> int:
        """The places after any number of letters that one may choose: all from the first on, of which there is one."""
        return -(state & -state)

    def accepts_text(self, text: str) -> bool:
        """Are all steps done when the text ends?"""
        state = self.start
        for letter in text:
            state = self.after(state, letter)
            if not state:
                return False
        return self.accepts(state)

    def accepts(self, state: int) -> bool:
        """Is the last step done?"""
        return bool(state >> self.size & 1)
