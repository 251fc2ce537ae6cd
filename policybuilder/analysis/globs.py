"""The one question about sets of texts: a text that these patterns match and those do not.

All patterns of a question are read together, one bit of a number for every place in every pattern; going through the
texts by length finds the shortest one. Letters that no pattern tells apart are tried once. The question is hard in
general, so every search has a budget and may answer `EXHAUSTED`; it never answers that there is no text without having
seen it. The patterns themselves are made in `patterns`, and may be had from here, too.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from heapq import heappop, heappush
from typing import Literal, NamedTuple

from policybuilder.analysis.patterns import (
    EVERYTHING,
    Letters,
    Pattern,
    Token,
    class_of,
    exact,
    glob,
    joined,
    pattern,
    run_of,
)

__all__ = [
    "EVERYTHING",
    "EXHAUSTED",
    "Budget",
    "Exhausted",
    "Pattern",
    "class_of",
    "exact",
    "find_text",
    "glob",
    "joined",
    "pattern",
    "run_of",
]


class Exhausted(Enum):
    """The budget ran out before there was an answer."""

    EXHAUSTED = "exhausted"


EXHAUSTED: Literal[Exhausted.EXHAUSTED] = Exhausted.EXHAUSTED


class Budget:
    """How much work a question may take: steps of searches, in all and for one text, and a moment to stop at.

    `expired` says whether time is up, `halfway` whether half of it is; they are asked now and then, so that no clock is
    read here.
    """

    __slots__ = ("_expired", "_halfway", "_held", "_next", "each", "left", "spent", "stopped")

    def __init__(
        self,
        steps: int = 1_000_000,
        *,
        each: int = 50_000,
        expired: Callable[[], bool] | None = None,
        halfway: Callable[[], bool] | None = None,
    ) -> None:
        """`steps` in all, `each` for one text."""
        self.left = steps
        self.each = each
        self.spent = 0
        self.stopped = False
        self._expired = expired
        self._halfway = halfway
        self._held = 0
        self._next = BETWEEN

    def spend(self, steps: int = 1) -> bool:
        """Take steps; False once there are none left, or time is up."""
        self.spent += steps
        self.left -= steps
        if self.spent >= self._next:
            self._next = self.spent + BETWEEN
            self.stopped = self.stopped or any(over is not None and over() for over in self._ends())
        return not self.over

    @property
    def over(self) -> bool:
        """Is nothing left, or nothing that may be spent now? What is not decided then may be decided later."""
        return self.stopped or self.left < self._held

    @contextmanager
    def half(self) -> Iterator[None]:
        """Within it half of what is left may be spent, and half of the time: the first of two questions leaves the second
        its share. What it does not use is there for the second."""
        self._held = max(self.left, 0) // 2
        try:
            yield
        finally:
            # what half of the work overdrew is not the second question's to pay
            self.left = max(self.left, self._held) if self._held else self.left
            self._held = 0
            self.stopped = self._expired is not None and self._expired()

    def _ends(self) -> tuple[Callable[[], bool] | None, ...]:
        return (self._expired, self._halfway) if self._held else (self._expired,)


BETWEEN = 128  # steps from one look at the clock to the next


def find_text(
    all_of: Sequence[Sequence[Pattern]],
    none_of: Sequence[Pattern],
    budget: Budget,
    prefer: Sequence[str] = (),
) -> str | Exhausted | None:
    """A text that one pattern of every list of `all_of` matches and no pattern of `none_of`; None if there is none.

    The first of `prefer` that will do, else the shortest. Without lists every text will do.
    """

    def fits(text: str) -> bool:
        return all(any(one.matches(text) for one in group) for group in all_of) and not any(
            one.matches(text) for one in none_of
        )

    for text in prefer:
        if fits(text):
            return text
    listed = [texts for group in all_of if (texts := _listed(group)) is not None]
    if listed:
        fewest = min(listed, key=len)
        budget.spend(len(fewest))
        return min(filter(fits, fewest), key=lambda text: (len(text), text), default=None)
    if any(one.everything for one in none_of):
        return None
    groups = [group for group in all_of if not any(one.everything for one in group)]
    return _Search(groups, none_of).find(budget)


def _listed(group: Sequence[Pattern]) -> list[str] | None:
    """The texts of a list without wildcards."""
    texts = [one.exact for one in group if one.exact is not None]
    return texts if len(texts) == len(group) else None


# -- the search --------------------------------------------------------------------------------------------------------

_PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ_./:=+@,#!~;&%$()[]{}<>|^'\"` \\?*"
WIDE_AFTER = 2000
"""States after which the search goes for the patterns that still miss, no longer for the shortest text."""
DEAD = -1


class _Letter(NamedTuple):
    """A letter for all that no pattern tells from it: the places it leads on from, and the loops it stays in."""

    letter: str
    once: int
    again: int


class _Group(NamedTuple):
    """The bits of one list of `all_of`, those of its ends, and those from which every text leads to an end."""

    all: int
    ends: int
    sure: int


class _Search:
    """The patterns of one question, side by side in the bits of one number."""

    def __init__(self, groups: Sequence[Sequence[Pattern]], none_of: Sequence[Pattern]) -> None:
        self._placed: list[tuple[Pattern, int]] = []
        self._size = 0
        for one in (*(one for group in groups for one in group), *none_of):
            self._placed.append((one, self._size))
            self._size += len(one.tokens) + 1
        self._start = sum(1 << at for _, at in self._placed)
        self._loops = self._bits(lambda token: token.loops)
        numbers = iter(self._placed)
        spans = [[next(numbers) for _ in group] for group in groups]
        self._letters = self._told_apart(spans)
        full = self._full_loops()
        self._groups = [_group(span, full) for span in spans]
        rest = list(numbers)
        refused = _group(rest, full)
        self._barred_ends, self._barred = refused.ends, refused.sure
        self._overtaking = [_overtaken(one, at, full) for one, at in self._placed]
        self._overtaking = [row for row in self._overtaking if row]
        self._full = full

    def _bits(self, wanted: Callable[[Token], bool]) -> int:
        return sum(
            1 << at + index for one, at in self._placed for index, token in enumerate(one.tokens) if wanted(token)
        )

    def _told_apart(self, spans: Sequence[Sequence[tuple[Pattern, int]]]) -> list[_Letter]:
        """One letter for each set of letters that the patterns do not tell apart, if every group has a use for it."""
        sets: dict[Letters, tuple[int, int]] = {}
        for one, at in self._placed:
            for index, token in enumerate(one.tokens):
                once, again = sets.get(token.letters, (0, 0))
                bit = 1 << at + index
                sets[token.letters] = (once, again | bit) if token.loops else (once | bit, again)
        named = frozenset().union(*(letters.named for letters in sets))
        found: dict[tuple[int, int], str] = {}
        for letter in (*sorted(named, key=_order), _another(named)):
            once = again = 0
            for letters, (single, several) in sets.items():
                if letters.holds(letter):
                    once |= single
                    again |= several
            found.setdefault((once, again), letter)
        needed = [sum(((1 << len(one.tokens)) - 1) << at for one, at in span) for span in spans]
        return [
            _Letter(letter, once, again)
            for (once, again), letter in sorted(found.items(), key=lambda item: _order(item[1]))
            if all((once | again) & bits for bits in needed)
        ]

    def _full_loops(self) -> int:
        """The loops that take every letter there is."""
        full = self._loops
        for letter in self._letters:
            full &= letter.again
        return full

    def _settled(self, state: int) -> int:
        """Past the loops that may be left, and without places that need not be looked at; DEAD if no text that goes on
        from here will do."""
        more = (state & self._loops) << 1 & ~state
        while more:
            state |= more
            more = (state & self._loops) << 1 & ~state
        if state & self._barred:
            return DEAD
        if state & self._full:
            state = self._without_overtaken(state)
        for bits, _, sure in self._groups:
            if not state & bits:
                return DEAD
            if found := state & sure:
                state = state & ~bits | found & -found | (found & -found) << 1
        return state

    def _without_overtaken(self, state: int) -> int:
        """Without the places of a pattern before its last loop that is reached: that matches all that they do."""
        for row in self._overtaking:
            for bit, earlier in row:
                if state & bit:
                    state &= ~earlier
                    break
        return state

    def _accepts(self, state: int) -> bool:
        return not state & self._barred_ends and all(state & group.ends for group in self._groups)

    def find(self, budget: Budget) -> str | Exhausted | None:
        """Go through the states, nearest first; after many, those first that miss least."""
        start = self._settled(self._start)
        if start == DEAD:
            return None
        if self._accepts(start):
            return ""
        behind: dict[int, tuple[int, str]] = {start: (start, "")}
        waiting = _Waiting(start, self._missing)
        while waiting:
            state = waiting.next()
            if not budget.spend() or len(behind) > budget.each:
                return EXHAUSTED
            for letter, once, again in self._letters:
                after = self._settled((state & once) << 1 | state & again)
                if after == DEAD or after in behind:
                    continue
                behind[after] = state, letter
                if self._accepts(after):
                    return _text(behind, after)
                waiting.add(after)
        return None

    def _missing(self, state: int) -> int:
        return sum(not state & group.ends for group in self._groups)


class _Waiting:
    """The states to go on from, in their order; once there are many, those first that miss least."""

    def __init__(self, start: int, missing: Callable[[int], int]) -> None:
        self._missing = missing
        self._queue = deque([start])
        self._heap: list[tuple[int, int, int]] = []
        self._seen = 0

    def __bool__(self) -> bool:
        return bool(self._queue or self._heap)

    def add(self, state: int) -> None:
        self._seen += 1
        if self._seen <= WIDE_AFTER:
            self._queue.append(state)
            return
        for each in (*self._queue, state):
            heappush(self._heap, (self._missing(each), self._seen, each))
            self._seen += 1
        self._queue.clear()

    def next(self) -> int:
        return self._queue.popleft() if self._queue else heappop(self._heap)[2]


def _text(behind: dict[int, tuple[int, str]], state: int) -> str:
    letters: list[str] = []
    while True:
        state, letter = behind[state]
        if not letter:
            return "".join(reversed(letters))
        letters.append(letter)


def _group(span: Iterable[tuple[Pattern, int]], full: int) -> _Group:
    every = ends = sure = 0
    for one, at in span:
        last = at + len(one.tokens)
        every |= ((2 << len(one.tokens)) - 1) << at
        ends |= 1 << last
        if one.tokens and full >> last - 1 & 1:
            sure |= 1 << last - 1
    return _Group(every, ends, sure)


def _overtaken(one: Pattern, at: int, full: int) -> list[tuple[int, int]]:
    """For each loop that takes every letter, the last first, the places before it: it matches all that they do."""
    return [
        (1 << at + index, ((1 << index) - 1) << at)
        for index in range(len(one.tokens) - 1, 0, -1)
        if full >> at + index & 1
    ]


def _order(letter: str) -> tuple[int, str]:
    place = _PLAIN.find(letter)
    return (place if place >= 0 else len(_PLAIN), letter)


def _another(named: frozenset[str]) -> str:
    """A letter that none of the patterns names, a plain one if there is one."""
    plain = next((letter for letter in _PLAIN if letter not in named), None)
    return plain or next(chr(code) for code in range(0xA1, 0x10000) if chr(code) not in named)
