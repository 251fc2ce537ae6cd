"""Statements as rules: what a request must be for one to apply, in atoms.

Statements are taken in an order that hangs on what they say alone, and so are their lists, so that an answer does not
depend on how a document was sorted. What hangs on other keys (a policy variable) becomes an atom that may be true or
false whatever the request says: that can only add requests, so that a proof stays one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from policybuilder.analysis.keys import KeyLiteral, Opaque, atom, literal_of
from policybuilder.analysis.spaces import Atoms
from policybuilder.iam import ConditionEntry, Effect, Policy, Statement, Values, operator_named
from policybuilder.iam.entries import ResourceEntry
from policybuilder.iam.match import ActionElement, PreparedStatement, ResourceElement
from policybuilder.iam.prepared import PreparedLayer
from policybuilder.iam.variables import Dialect, variables_in

MOST_SPLITS = 64
"""A NotResource with more ways than this to be met is taken as one atom for all its variables together."""


class Listed(NamedTuple):
    """Entries of Resource or NotResource that can match something."""

    usable: tuple[ResourceEntry, ...]
    everything: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A statement, or a part of one that applies by itself.

    `resources` are lists of entries, each with whether one of them must cover the resource or none may; `keys` are the
    literals on condition keys and atoms.
    """

    statement: Statement
    action: ActionElement
    resources: tuple[tuple[Listed, bool], ...]
    keys: tuple[int, ...]

    @property
    def allows(self) -> bool:
        """Is it an Allow, else a Deny?"""
        return self.statement.effect is Effect.ALLOW


class Reader:
    """Makes rules of statements; remembers which keys are used, and how."""

    def __init__(self, atoms: Atoms) -> None:
        self._atoms = atoms
        self.spelling: dict[str, str] = {}
        self.action_names: dict[str, set[str]] = {}
        self.resource_texts: set[str] = set()
        self.with_set_operator: set[str] = set()
        self.atoms_used = False

    def rules(self, layer: PreparedLayer, policies: Iterable[Policy]) -> tuple[Rule, ...]:
        """The rules of a layer or of one level of it; statements that never apply have none."""
        dialects = [Dialect(policy.variables_enabled) for policy in policies]
        readable = [one for one in layer.statements if one.statement.readable]
        return tuple(
            rule for one in sorted(readable, key=_order) for rule in self._of_statement(one, dialects[one.ref.policy])
        )

    @property
    def keys(self) -> Iterable[str]:
        """The keys that policies ask for, in lower case."""
        return self.spelling.keys()

    def _use(self, key: str) -> None:
        lower = key.lower()
        self.spelling[lower] = min(key, self.spelling.get(lower, key))

    def _of_statement(self, one: PreparedStatement, dialect: Dialect) -> Iterator[Rule]:
        if one.resource.entries is None:
            return
        for action in one.action.entries:
            if action.service and action.name is not None and action.name.exact is not None:
                self.action_names.setdefault(action.service, set()).add(action.name.exact)
        self.resource_texts.update(
            entry.text for entry in one.resource.entries if entry.pattern.written == 6 and not entry.varies
        )
        keys = [self._literal(entry, dialect) for entry in sorted(one.statement.conditions, key=_entry_order)]
        for resources, atoms in self._resources(one.resource):
            yield Rule(one.statement, one.action, resources, tuple(dict.fromkeys((*keys, *atoms))))

    def _literal(self, entry: ConditionEntry, dialect: Dialect) -> int:
        written = ConditionEntry(entry.operator, entry.key.lower(), Values(tuple(sorted(set(entry.values.items)))))
        self._use(entry.key)
        named = operator_named(entry.operator)
        if named is not None and named.set_operator:
            self.with_set_operator.add(written.key)
        found = literal_of(written, dialect)
        if isinstance(found, Opaque):
            for key in found.variables:
                self._use(key)
            return self._atom(f"{written.operator} {written.key} {written.values.items}")
        return self.key_literal(found)

    def key_literal(self, literal: KeyLiteral) -> int:
        """The number of a literal on a key."""
        return self._atoms.number(literal.key, literal)

    def _atom(self, text: str) -> int:
        self.atoms_used = True
        return self.key_literal(atom(text))

    # -- resources with variables --------------------------------------------------------------------------------------

    def _resources(self, element: ResourceElement) -> Iterator[tuple[tuple[tuple[Listed, bool], ...], tuple[int, ...]]]:
        """The ways to meet a Resource or NotResource: lists of entries and atoms that hold together."""
        usable = {entry.text: entry for entry in element.entries or () if entry.never is None or entry.everything}
        entries = [usable[text] for text in sorted(usable)]
        fixed = Listed(
            tuple(entry for entry in entries if not entry.varies and not entry.everything),
            any(entry.everything for entry in entries),
        )
        varying = [] if fixed.everything else [entry for entry in entries if entry.varies]
        for entry in varying:
            for key in variables_in(entry.tail):
                self._use(key)
        if not element.negated:
            yield ((fixed, True),), ()
            for entry in varying:
                yield ((Listed((entry,), everything=False), True),), (self._atom(entry.text),)
            return
        ways = [self._not_covered(entry) for entry in varying]
        if 2 ** len(varying) > MOST_SPLITS:
            yield ((fixed, False),), (self._atom(str([entry.text for entry in varying])),)
            return
        for chosen in product(*ways):
            yield ((fixed, False), *(way for way, _ in chosen)), tuple(a for _, atoms in chosen for a in atoms)

    def _not_covered(self, entry: ResourceEntry) -> list[tuple[tuple[Listed, bool], tuple[int, ...]]]:
        """An entry with a variable does not cover what its pattern does not, and else as its atom says."""
        listed = Listed((entry,), everything=False)
        return [((listed, False), ()), ((listed, True), (-self._atom(entry.text),))]


def _order(one: PreparedStatement) -> tuple[object, ...]:
    """Where a statement comes: by what it says, whatever stands before it in its document."""
    statement = one.statement
    written = (statement.actions, statement.not_actions, statement.resources, statement.not_resources)
    lists = [(values is None, sorted(set(values.items)) if values else []) for values in written]
    conditions = sorted(map(_entry_order, statement.conditions))
    return str(statement.effect), lists, conditions, str(statement.principal), str(statement.not_principal)


def _entry_order(entry: ConditionEntry) -> tuple[str, str, list[str]]:
    return entry.key.lower(), entry.operator, sorted(set(entry.values.items))
