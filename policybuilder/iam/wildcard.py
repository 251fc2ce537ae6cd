"""Patterns with `*` (any run of letters, also none) and `?` (exactly one letter), compared without backtracking.

Rule: AWS's page "IAM JSON policy elements: Resource", section on wildcards. Every other letter stands for itself;
`/`, `[` and `\\` have no meaning. Policy text is not trusted, so nothing here takes more than quadratic time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Part(NamedTuple):
    """A stretch of a pattern; with `wild` its `*` and `?` are wildcards, else they stand for themselves."""

    text: str
    wild: bool


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

    def find(self, text: str, start: int, end: int) -> int:
        """The first index from `start` on where the run fits and ends by `end`; -1 if there is none."""
        last = end - self.length
        if not self.chunks:
            return start if start <= last else -1
        offset, chunk = self.chunks[0]
        at = text.find(chunk, start + offset, end)
        while 0 <= at - offset <= last:
            if self.stands_at(text, at - offset):
                return at - offset
            at = text.find(chunk, at + 1, end)
        return -1


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
        for run in self.runs[1:-1]:
            found = run.find(text, at, end)
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
    return glob(pattern).matches(text)


# covers and overlaps look at patterns letter by letter; None is the open letter, MANY a star
_Letter = str | None
MANY = "*any*"


def _letters(pattern: str) -> list[_Letter]:
    return [None if letter == "?" else MANY if letter == "*" else letter for letter in pattern]


class _Stretch(NamedTuple):
    """A gap of at least `gap` letters, then fixed letters."""

    gap: int
    fixed: list[_Letter]


def _stretches(pattern: str) -> list[_Stretch]:
    """A pattern as fixed letters between gaps. `?` beside a star only lengthens the gap: `*?*` = `?*` = at least one."""
    found = [_Stretch(0, [])]
    for index, run in enumerate(pattern.split("*")):
        core = run.lstrip("?") if index else run
        gap = len(run) - len(core)
        if index:
            found[-1] = _without_open_end(found[-1], moved := _open_end(found[-1].fixed))
            found.append(_Stretch(gap + moved, _letters(core)))
        else:
            found[-1] = _Stretch(0, _letters(core))
    return found


def _open_end(fixed: Sequence[_Letter]) -> int:
    count = 0
    while count < len(fixed) and fixed[-1 - count] is None:
        count += 1
    return count


def _without_open_end(stretch: _Stretch, count: int) -> _Stretch:
    return _Stretch(stretch.gap, stretch.fixed[: len(stretch.fixed) - count])


def covers(wide: str, narrow: str) -> bool:
    """Does `wide` match every text that `narrow` matches?

    Exact as long as there is a letter that neither pattern names. A fixed letter of `wide` must meet a fixed letter of
    `narrow`; a gap of at least n letters may swallow stars, but n letters must be there even if those are empty.
    """
    first, *others = _stretches(wide)
    letters = _letters(narrow)
    if not others:
        return len(letters) == len(first.fixed) and _stands_at(first.fixed, letters, 0)
    if not _stands_at(first.fixed, letters, 0):
        return False
    sure = _sure_letters(letters)
    at = len(first.fixed)
    for stretch in others[:-1]:
        at = _first_place(stretch, letters, at, sure)
        if at < 0:
            return False
    last = others[-1]
    place = len(letters) - len(last.fixed)
    return place >= at and sure[place] - sure[at] >= last.gap and _stands_at(last.fixed, letters, place)


def _sure_letters(letters: Sequence[_Letter]) -> list[int]:
    """For each place, how many letters stand before it even if every star is empty."""
    counts = [0]
    for letter in letters:
        counts.append(counts[-1] + (letter != MANY))
    return counts


def _first_place(stretch: _Stretch, letters: Sequence[_Letter], at: int, sure: Sequence[int]) -> int:
    """The end of the first place after the gap where the fixed letters stand; -1 if there is none."""
    for place in range(at, len(letters) - len(stretch.fixed) + 1):
        if sure[place] - sure[at] >= stretch.gap and _stands_at(stretch.fixed, letters, place):
            return place + len(stretch.fixed)
    return -1


def _stands_at(fixed: Sequence[_Letter], letters: Sequence[_Letter], at: int) -> bool:
    if at + len(fixed) > len(letters):
        return False
    return all(
        letter != MANY and (wanted is None or wanted == letter)
        for wanted, letter in zip(fixed, letters[at : at + len(fixed)], strict=True)
    )


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
        self.size = len(steps)
        self._loops = 0
        self._open = 0
        self._barred: dict[str, int] = {}
        self._letters: dict[str, int] = {}
        for index, step in enumerate(steps):
            bit = 1 << index
            if step.loops:
                self._loops |= bit
            elif step.letter is None:
                self._open |= bit
            else:
                self._letters[step.letter] = self._letters.get(step.letter, 0) | bit
            if step.barred:
                self._barred[step.barred] = self._barred.get(step.barred, 0) | bit
        self.start = self._past_loops(1)

    def _past_loops(self, state: int) -> int:
        """A loop may be left without taking a letter."""
        return state | (state & self._loops) << 1

    def after(self, state: int, letter: _Letter) -> int:
        """The places after one letter; None stands for a letter that one may choose."""
        if letter is None:
            return self._past_loops((state & ~self._loops & (1 << self.size) - 1) << 1 | state & self._loops)
        state &= ~self._barred.get(letter, 0)
        taken = state & (self._open | self._letters.get(letter, 0))
        return self._past_loops(taken << 1 | state & self._loops)

    def after_any_text(self, state: int) -> int:
        """The places after any number of letters that one may choose: all from the first on."""
        first = state & -state
        return (1 << self.size + 1) - first if state else 0

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
