"""Statements as rules: what a request must be for one to apply, in atoms.

Statements are taken in an order that hangs on what they say alone, and so are their lists, so that an answer does not
depend on how a document was sorted. What hangs on other keys (a policy variable) becomes an atom that may be true or
false whatever the request says: that can only add requests, so that a proof stays one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import NamedTuple

from policybuilder.analysis.atoms import Abstraction
from policybuilder.analysis.keys import KeyLiteral, atom, is_atom
from policybuilder.analysis.spaces import Atoms
from policybuilder.iam import ConditionEntry, Effect, Policy, Statement, Values
from policybuilder.iam.entries import ResourceEntry
from policybuilder.iam.match import ActionElement, PreparedStatement, ResourceElement
from policybuilder.iam.prepared import PreparedLayer
from policybuilder.iam.variables import Dialect, template, variables_in

MOST_SPLITS = 64
"""A NotResource with more ways than this to be met is taken as one atom for all its variables together."""


class Listed(NamedTuple):
    """Entries of Resource or NotResource that can match something."""

    usable: tuple[ResourceEntry, ...]
    everything: bool


Lists = tuple[tuple[Listed, bool], ...]
"""Lists of entries, each with whether one of them must cover the resource or none may."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A statement, or a part of one that applies by itself.

    `keys` are the literals on condition keys and atoms.
    """

    statement: Statement
    action: ActionElement
    resources: Lists
    keys: tuple[int, ...]

    @property
    def allows(self) -> bool:
        """Is it an Allow, else a Deny?"""
        return self.statement.effect is Effect.ALLOW


class Reader:
    """Makes rules of statements; remembers which keys are used, and how."""

    def __init__(self, atoms: Atoms) -> None:
        self._atoms = atoms
        self._abstraction = Abstraction()
        self.spelling: dict[str, str] = {}
        self.action_names: dict[str, set[str]] = {}
        self.resource_texts: set[str] = set()
        self.atoms_used = False

    @property
    def keys(self) -> Iterable[str]:
        """The keys that policies ask for, in lower case."""
        return self.spelling.keys()

    def use(self, key: str) -> None:
        """Take note of a key as it is written."""
        lower = key.lower()
        self.spelling[lower] = min(key, self.spelling.get(lower, key))

    def rules(self, layer: PreparedLayer, policies: Iterable[Policy]) -> tuple[Rule, ...]:
        """The rules of a layer or of one level of it; statements that never apply have none."""
        dialects = [Dialect(policy.variables_enabled) for policy in policies]
        readable = [one for one in layer.statements if one.statement.readable]
        return tuple(
            rule for one in sorted(readable, key=_order) for rule in self._of_statement(one, dialects[one.ref.policy])
        )

    def impossible(self) -> tuple[tuple[Lists, tuple[int, ...]], ...]:
        """What no request does, whatever atoms say: lists of entries and literals that do not hold together."""
        return tuple(
            (
                tuple((Listed((entry,), everything=False), positive) for entry, positive in one.resources),
                tuple(map(self.number, one.keys)),
            )
            for one in self._abstraction.impossible()
        )

    def number(self, literal: KeyLiteral) -> int:
        """The number of a literal on a key or an atom; of a complement the negative one, where that is known."""
        self.atoms_used = self.atoms_used or is_atom(literal.key)
        return self._atoms.number_or_complement(literal.key, literal, literal.complement())

    def _of_statement(self, one: PreparedStatement, dialect: Dialect) -> Iterator[Rule]:
        if one.resource.entries is None:
            return
        for action in one.action.entries:
            if action.service and action.name is not None and action.name.exact is not None:
                self.action_names.setdefault(action.service, set()).add(action.name.exact)
        self.resource_texts.update(
            entry.text for entry in one.resource.entries if entry.pattern.written == 6 and not entry.varies
        )
        conditions = [self._rows(entry, dialect) for entry in sorted(one.statement.conditions, key=_entry_order)]
        for keys in _joined(conditions):
            for resources, more in self._resources(one.resource):
                yield Rule(one.statement, one.action, resources, tuple(dict.fromkeys((*keys, *more))))

    def _rows(self, entry: ConditionEntry, dialect: Dialect) -> Sequence[tuple[int, ...]]:
        """An entry holds exactly where all literals of one row do."""
        self.use(entry.key)
        for value in entry.values.items if dialect.variables else ():
            for key in variables_in(template(value, enabled=True)):
                self.use(key)
        written = ConditionEntry(entry.operator, entry.key.lower(), Values(tuple(sorted(set(entry.values.items)))))
        return [tuple(map(self.number, row)) for row in self._abstraction.of_condition(written, dialect)]

    # -- resources -----------------------------------------------------------------------------------------------------

    def _resources(self, element: ResourceElement) -> Iterator[tuple[Lists, tuple[int, ...]]]:
        """The ways to meet a Resource or NotResource: lists of entries and literals that hold together."""
        usable = {entry.text: entry for entry in element.entries or () if entry.never is None or entry.everything}
        entries = [usable[text] for text in sorted(usable)]
        everything = any(entry.everything for entry in entries)
        cases = [] if everything else [case for entry in entries if entry.varies for case in self._cases(entry)]
        plain = [entry for entry in entries if not entry.varies and not entry.everything]
        fixed = Listed((*plain, *(entry for entry, keys in cases if not keys)), everything)
        cases = [case for case in cases if case[1]]
        if not element.negated:
            yield ((fixed, True),), ()
            for entry, keys in cases:
                yield ((Listed((entry,), everything=False), True),), keys
            return
        ways = [_not_covered(entry, keys) for entry, keys in cases]
        if prod(map(len, ways)) > MOST_SPLITS:
            yield ((fixed, False),), (self.number(atom(str([entry.text for entry, _ in cases]))),)
            return
        for chosen in product(*ways):
            yield ((fixed, False), *(way for way, _ in chosen)), tuple(a for _, found in chosen for a in found)

    def _cases(self, entry: ResourceEntry) -> list[tuple[ResourceEntry, tuple[int, ...]]]:
        """An entry with variables as entries in which these are stars, each for requests in which its literals hold."""
        for key in variables_in(entry.tail):
            self.use(key)
        cases = self._abstraction.of_resource(entry)
        return [(case.entry, tuple(map(self.number, case.literals))) for case in cases]


def _not_covered(entry: ResourceEntry, keys: Sequence[int]) -> list[tuple[tuple[Listed, bool], tuple[int, ...]]]:
    """An entry does not cover what its pattern does not, and the rest where one of its literals does not hold."""
    listed = Listed((entry,), everything=False)
    ways: list[tuple[tuple[Listed, bool], tuple[int, ...]]] = [((listed, False), ())]
    ways += [((listed, True), (*keys[:place], -key)) for place, key in enumerate(keys)]
    return ways


def _joined(conditions: Sequence[Sequence[tuple[int, ...]]]) -> Iterator[tuple[int, ...]]:
    """The rows in which one row of every entry holds."""
    return (tuple(literal for row in chosen for literal in row) for chosen in product(*conditions))


def _order(one: PreparedStatement) -> tuple[object, ...]:
    """Where a statement comes: by what it says, whatever stands before it in its document."""
    statement = one.statement
    written = (statement.actions, statement.not_actions, statement.resources, statement.not_resources)
    lists = [(values is None, sorted(set(values.items)) if values else []) for values in written]
    conditions = sorted(map(_entry_order, statement.conditions))
    return str(statement.effect), lists, conditions, str(statement.principal), str(statement.not_principal)


def _entry_order(entry: ConditionEntry) -> tuple[str, str, list[str]]:
    return entry.key.lower(), entry.operator, sorted(set(entry.values.items))
