"""Is there a request that is in one of these, and in one of those, and in none of the others?

What a statement asks for is a row of literals, each about one part of a request (a field of the ARN, a condition key),
and the parts do not depend on each other. So the search puts literals together part by part and asks of one part at a
time whether anything is left, which a `Theory` answers. Literals are numbers; a negative one is the complement.
What a theory cannot decide counts as possible until the end, so that "there is none" stays a proof.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from policybuilder.analysis.globs import Budget

Row = tuple[int, ...]
"""Literals that hold together, each once."""
Region = Mapping[Hashable, frozenset[int]]
"""What holds in every part of a request."""


class Undecided(Enum):
    """There is none that was found, but not all was seen: a theory or the budget gave up."""

    UNDECIDED = "undecided"


UNDECIDED = Undecided.UNDECIDED


class Theory(Protocol):
    """What is known of the parts of a request."""

    def part(self, literal: int) -> Hashable:
        """The part that a literal is about."""

    def possible(self, part: Hashable, literals: frozenset[int]) -> bool | None:
        """Can the literals, all of one part, hold together? None if that could not be decided."""


class Status(Enum):
    """What a region makes of a literal: it always holds there, never, or sometimes."""

    ALWAYS = "always"
    NEVER = "never"
    OPEN = "open"

    __hash__ = object.__hash__


@dataclass(slots=True)
class _Node:
    """A region under way. `chosen` are the literals of statements that apply, `all` those and what excludes others.

    `wanted` are groups of which one row each must still be chosen, `excluded` rows that must not hold as a whole.
    """

    chosen: dict[Hashable, frozenset[int]]
    all: dict[Hashable, frozenset[int]]
    wanted: Sequence[Sequence[Row]]
    excluded: Sequence[Row]
    sure: bool = True


class Search:
    """Searches over one theory; what literals come to in a region is kept between them."""

    def __init__(self, theory: Theory, budget: Budget) -> None:
        self._theory = theory
        self._budget = budget
        self._statuses: dict[tuple[Hashable, frozenset[int]], dict[int, Status]] = {}

    def find(self, wanted: Sequence[Sequence[Row]], excluded: Iterable[Row]) -> Region | Undecided | None:
        """A region, not empty, in which a row of every group holds and of every excluded row a literal does not.

        None if there is none.
        """
        stack = [_Node({}, {}, sorted(wanted, key=len), sorted(set(excluded), key=len))]
        undecided = False
        while stack:
            if not self._budget.spend():
                return UNDECIDED
            node = stack.pop()
            if node.wanted:
                stack += reversed(self._chosen(node))
                continue
            open_rows = self._narrowed(node)
            if open_rows is None:
                continue
            if open_rows:
                stack += reversed(self._split(node, min(open_rows, key=len), open_rows))
            elif node.sure:
                return node.all
            else:
                undecided = True
        return UNDECIDED if undecided else None

    # -- statements that apply -----------------------------------------------------------------------------------------

    def _chosen(self, node: _Node) -> list[_Node]:
        """The nodes for each row of the first group."""
        group, *wanted = node.wanted
        found = []
        for row in group:
            after = _Node(dict(node.chosen), dict(node.all), wanted, node.excluded, node.sure)
            if self._add(after, row, chosen=True):
                found.append(after)
        return found

    def _add(self, node: _Node, literals: Iterable[int], *, chosen: bool) -> bool:
        """Take literals into a region; False if it is empty then."""
        touched = set()
        for literal in literals:
            part = self._theory.part(literal)
            held = node.all.get(part, _NONE)
            if literal in held:
                if chosen:
                    node.chosen[part] = node.chosen.get(part, _NONE) | {literal}
                continue
            if -literal in held:
                return False
            node.all[part] = held | {literal}
            if chosen:
                node.chosen[part] = node.chosen.get(part, _NONE) | {literal}
            touched.add(part)
        for part in touched:
            possible = self._theory.possible(part, node.all[part])
            if possible is False:
                return False
            node.sure = node.sure and possible is True
        return True

    # -- statements that do not ----------------------------------------------------------------------------------------

    def _narrowed(self, node: _Node) -> list[Row] | None:
        """Take in what excludes a row in one way only. The rows that remain, each as the ways to exclude it; None if a
        row cannot be excluded."""
        held = {literal for literals in node.all.values() for literal in literals}
        rows = [row for row in node.excluded if not any(-literal in held for literal in row)]
        if any(all(literal in held for literal in row) for row in rows):
            return None
        remaining: list[Row] = []
        for row in rows:
            ways = self._ways(node, row)
            if ways is not None and not ways:
                return None
            if ways:
                remaining.append(ways)
        return self._forced(node, remaining)

    def _ways(self, node: _Node, row: Row) -> Row | None:
        """The complements of a row's literals that may hold where statements apply; None if one holds there anyway."""
        ways = []
        for literal in row:
            status = self._status(node, literal)
            if status is Status.NEVER:
                return None
            if status is Status.OPEN:
                ways.append(-literal)
        return tuple(ways)

    def _status(self, node: _Node, literal: int) -> Status:
        part = self._theory.part(literal)
        chosen = node.chosen.get(part, _NONE)
        known = self._statuses.setdefault((part, chosen), {})
        found = known.get(literal)
        if found is None:
            if self._theory.possible(part, chosen | {literal}) is False:
                found = Status.NEVER
            elif self._theory.possible(part, chosen | {-literal}) is False:
                found = Status.ALWAYS
            else:
                found = Status.OPEN
            known[literal] = found
            opposite = {Status.NEVER: Status.ALWAYS, Status.ALWAYS: Status.NEVER, Status.OPEN: Status.OPEN}
            known[-literal] = opposite[found]
        return found

    def _forced(self, node: _Node, remaining: list[Row]) -> list[Row] | None:
        """Take in single ways until none is left. Rows that are excluded by then are dropped."""
        while True:
            held = {literal for literals in node.all.values() for literal in literals}
            left: list[Row] = []
            single: list[int] = []
            for ways in remaining:
                if any(way in held for way in ways):
                    continue
                possible = tuple(way for way in ways if -way not in held)
                if not possible:
                    return None
                if len(possible) == 1:
                    single.append(possible[0])
                else:
                    left.append(possible)
            if not single:
                return left
            if not self._add(node, single, chosen=False):
                return None
            remaining = left

    def _split(self, node: _Node, row: Row, rows: Sequence[Row]) -> list[_Node]:
        """The nodes for the ways to exclude a row: by the first literal, or by the second where the first holds, ..."""
        found = []
        left = [tuple(-way for way in other) for other in rows if other is not row]
        for index, way in enumerate(row):
            after = _Node(node.chosen, dict(node.all), (), left, node.sure)
            if self._add(after, (*(-earlier for earlier in row[:index]), way), chosen=False):
                found.append(after)
        return found


_NONE: frozenset[int] = frozenset()
