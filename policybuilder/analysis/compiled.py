"""Rules in one unit: each becomes a row of literals, or vanishes because it never applies there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from policybuilder.analysis.formula import Formula, Group
from policybuilder.analysis.globs import Pattern, glob
from policybuilder.analysis.keys import KeyLiteral
from policybuilder.analysis.rules import Listed, Lists, Rule
from policybuilder.analysis.search import Row
from policybuilder.analysis.spaces import Atoms, Space
from policybuilder.analysis.units import Unit, named_actions, place_of
from policybuilder.iam.match import ActionElement

Rows = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A formula in one unit: the rows of each group, and those that deny. Equal ones allow the same."""

    groups: Mapping[Group, Rows]
    denies: Rows
    ways: tuple[tuple[Group, ...], ...]

    @property
    def key(self) -> tuple[object, ...]:
        """A value that is equal where all of it is."""
        return tuple(tuple(self.groups[name] for name in way) for way in self.ways), self.denies

    @property
    def rows(self) -> Iterator[Row]:
        """All rows."""
        return (row for rows in (*self.groups.values(), self.denies) for row in rows)

    @property
    def open_ways(self) -> list[list[Rows]]:
        """The rows of which one each must hold, for every way in which there are any."""
        found = [[self.groups[name] for name in way] for way in self.ways]
        return [way for way in found if all(way)]

    @property
    def refusals(self) -> list[Rows]:
        """Sets of rows none of which may hold for nothing to be allowed."""
        open_ways = tuple(way for way in self.ways if all(self.groups[name] for name in way))
        sets = Formula({}, (), open_ways).refusals()
        return [tuple(dict.fromkeys(row for name in names for row in self.groups[name])) for names in sets]


class Compiler:
    """Compiles rules for one unit."""

    def __init__(self, atoms: Atoms, space: Space, unit: Unit) -> None:
        self._atoms = atoms
        self._space = space
        self._unit = unit
        self._resources: dict[Listed, int | bool] = {}
        self._names: dict[ActionElement, int | bool] = {}

    def compiled(self, formula: Formula) -> Compiled:
        """A formula's rows."""
        groups = {name: self._rows(rules) for name, rules in formula.groups.items()}
        return Compiled(groups, self._rows(formula.denies), formula.ways)

    def rows_of(self, parts: Iterable[tuple[Lists, tuple[int, ...]]]) -> Rows:
        """Rows for lists of entries and literals on keys alone."""
        found = (self._together((*self._covering(lists), *map(self._of_key, keys))) for lists, keys in parts)
        return tuple(dict.fromkeys(row for row in found if row is not None))

    def _rows(self, rules: Iterable[Rule]) -> Rows:
        found = dict.fromkeys(row for rule in rules if (row := self._row(rule)) is not None)
        return ((),) if () in found else tuple(found)

    def _row(self, rule: Rule) -> Row | None:
        """The literals that a rule applies; None if it never does."""
        keys = map(self._of_key, rule.keys)
        return self._together((self._named(rule.action), *self._covering(rule.resources), *keys))

    def _together(self, said: Iterable[int | bool]) -> Row | None:
        literals: dict[int, None] = {}
        for found in said:
            if found is False or (found is not True and -found in literals):
                return None
            if found is not True:
                literals[found] = None
        return tuple(literals)

    def _covering(self, lists: Lists) -> Iterator[int | bool]:
        return (_signed(self._covered(listed), positive=positive) for listed, positive in lists)

    def _covered(self, listed: Listed) -> int | bool:
        if listed not in self._resources:
            self._resources[listed] = self._space.resources.literal(listed)
        return self._resources[listed]

    def _of_key(self, literal: int) -> int | bool:
        """A literal on a key, or whether it holds because no request of the unit carries the key."""
        atom = self._atoms.atom(literal)
        if isinstance(atom, KeyLiteral) and self._unit.is_lacking(atom.key):
            return atom.absent is (literal > 0)
        return literal

    def _named(self, element: ActionElement) -> int | bool:
        if self._unit.actions:
            return bool(named_actions(element) >> place_of(self._unit.actions[0]) & 1)
        if element not in self._names:
            patterns = list(_names(element, self._unit.service))
            names = self._space.names
            found = names.one_of(patterns) if names is not None else False
            self._names[element] = _signed(found, positive=not element.negated)
        return self._names[element]


def _signed(found: int | bool, *, positive: bool) -> int | bool:  # noqa: FBT001 - a literal or a truth
    if positive:
        return found
    return not found if isinstance(found, bool) else -found


def _names(element: ActionElement, service: str) -> Iterator[Pattern]:
    """The patterns of the names that an element lists of a service."""
    for text in sorted({entry.text.lower() for entry in element.entries if entry.service in (None, service)}):
        name = "*" if set(text) == {"*"} else text.partition(":")[2]
        if name:
            yield glob(name)
