"""The ground of a comparison: the parts of requests in a world, and what two stacks come to in each unit of it.

What is found on the way (numbers of atoms, rows, what is left of a part) is kept here and goes with the comparison.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policybuilder.analysis.callers import ANYBODY, Asker, Callers
from policybuilder.analysis.compiled import Compiled, Compiler, Rows
from policybuilder.analysis.forms import KeyForms, keys_with_set_operator
from policybuilder.analysis.formula import Formula, Stack, formula_of, policies_in, stack_of
from policybuilder.analysis.globs import Budget, exact
from policybuilder.analysis.literals import is_atom, pinned
from policybuilder.analysis.rules import Listed, Reader
from policybuilder.analysis.search import Region, Row, Search
from policybuilder.analysis.spaces import (
    ARN_FORM,
    NAME,
    NAME_FORM,
    RESOURCE,
    Atoms,
    Keys,
    NoResource,
    Resources,
    Space,
    Texts,
    TypedResources,
)
from policybuilder.analysis.spelling import Speller
from policybuilder.analysis.units import STAR, Unit, units
from policybuilder.analysis.variables import Pins
from policybuilder.analysis.worlds import World
from policybuilder.iam import Layers, Request


class Ready(NamedTuple):
    """Two stacks in one unit, asked by one caller: what the first must allow and the second must not.

    `given` holds of every request, rows of `impossible` of none.
    """

    yes: Compiled
    no: Compiled
    given: Row
    impossible: Rows
    space: Space
    search: Search

    @property
    def key(self) -> tuple[object, ...]:
        """A value that is equal where the question is, in one form of resource."""
        return self.given, self.impossible, self.yes.key, self.no.key

    @property
    def cases(self) -> Iterator[tuple[Sequence[Rows], Rows]]:
        """What must hold, one row of each, and what must not, for each way in which the one may allow and the other
        refuse."""
        given = [(self.given,)] if self.given else []
        for wanted in self.yes.open_ways:
            if self.no.denies:
                yield [*given, *wanted, self.no.denies], (*self.impossible, *self.yes.denies)
            for refused in self.no.refusals:
                yield [*given, *wanted], (*self.impossible, *self.yes.denies, *refused)


class Ground:
    """Two stacks in a world, ready to be asked about."""

    def __init__(self, one: Layers, other: Layers, world: World, budget: Budget, pins: Pins | None = None) -> None:
        """With `pins` about requests alone in which these keys have these values."""
        self.world = world
        self._budget = budget
        self.atoms = Atoms()
        self.reader = Reader(self.atoms)
        self.one, self.other = stack_of(one, self.reader), stack_of(other, self.reader)
        self.pins = self._pinned(pins or {})
        policies = [*policies_in(one), *policies_in(other)]
        self.policies = policies
        self.forms = KeyForms(world, with_set_operator=keys_with_set_operator(policies))
        self.keys = Keys(self.atoms, self.forms, budget)
        self._speller = Speller(self.reader, self.atoms, self.keys, world)
        elements = dict.fromkeys(rule.action for stack in (self.one, self.other) for rule in stack.all_rules)
        self.units = tuple(units(tuple(elements), world))
        self._resources: dict[str, Resources] = {}
        self._spellings: dict[str, str] = {}
        self._names_used: dict[str, tuple[str, ...]] = {}
        self.exhaustive = True
        self._rules = sum(1 for stack in (self.one, self.other) for _ in stack.all_rules)
        self._spaces: dict[Unit, tuple[Space, Compiler, Rows]] = {}
        self._searches: dict[object, Search] = {}
        self._formulas: dict[tuple[int, Asker, str], Formula] = {}
        self._impossible = self.reader.impossible()
        self.askers = tuple(self._callers()) if self.one.with_principal or self.other.with_principal else (ANYBODY,)

    def _pinned(self, pins: Pins) -> Row:
        for key in pins:
            self.reader.use(key)
        return tuple(self.reader.number(pinned(key, value)) for key, value in pins.items())

    def go_on(self) -> bool:
        """Does the budget allow for another unit? To make one ready takes a step for each statement."""
        return self._budget.spend(self._rules)

    def ready(self, first: Stack, second: Stack, asker: Asker, unit: Unit, *, abstract: bool = False) -> Ready:
        """Both stacks in a unit. With `abstract` what hangs on policy variables counts as decided by its atom."""
        space, compiler, impossible = self._space(unit)
        yes = compiler.compiled(self._formula(first, asker, unit.prefix))
        no = compiler.compiled(self._formula(second, asker, unit.prefix))
        given = (*self.pins, *map(self.reader.number, asker.pins), *_of_owner(asker, space.resources))
        key = unit.form_name, unit.service, abstract
        if key not in self._searches:
            self._searches[key] = Search(space.abstract() if abstract else space, self._budget)
        return Ready(yes, no, given, self._told(impossible, yes, no), space, self._searches[key])

    def _told(self, impossible: Rows, *compiled: Compiled) -> Rows:
        """The rows about atoms that are asked about here: the others are kept to by choosing their atoms."""
        if not impossible:
            return ()
        literals = {literal for one in compiled for row in one.rows for literal in row}
        asked = {abs(literal) for literal in literals if self._is_atom(literal)}
        return tuple(
            row for row in impossible if all(abs(literal) in asked for literal in row if self._is_atom(literal))
        )

    def _is_atom(self, literal: int) -> bool:
        return is_atom(str(self.atoms.part(literal)))

    def request(self, region: Region, asker: Asker, unit: Unit) -> Request | None:
        """A request of a region; None if the budget ends before its texts are found."""
        return self._speller.request(region, asker, unit, self._space(unit)[0])

    def _callers(self) -> Iterator[Asker]:
        """The callers that policies tell apart; of those who are answered alike the first."""
        statements = [rule.statement for stack in (self.one, self.other) for rule in stack.all_rules]
        callers = Callers(statements, self.reader.keys, self.world)
        self.exhaustive = callers.exhaustive
        seen = set()
        for asker in callers.askers():
            formulas = [
                self._formula(stack, asker, prefix)
                for stack in (self.one, self.other)
                for prefix in dict.fromkeys(unit.prefix for unit in self.units)
            ]
            account = asker.account if asker.account in callers.accounts else None
            alike = (tuple(formula.signature for formula in formulas), asker.across, account, asker.pins)
            if alike not in seen:
                seen.add(alike)
                yield asker

    def _formula(self, stack: Stack, asker: Asker, prefix: str) -> Formula:
        key = id(stack), asker, prefix if stack.with_principal else ""
        if key not in self._formulas:
            self._formulas[key] = formula_of(stack, asker, prefix)
        return self._formulas[key]

    def _space(self, unit: Unit) -> tuple[Space, Compiler, Rows]:
        found = self._spaces.get(unit)
        if found is None:
            names = self._names(unit.service) if unit.service else None
            space = Space(self.atoms, self._resources_of(unit), names, self.keys)
            compiler = Compiler(self.atoms, space, unit)
            found = self._spaces[unit] = space, compiler, compiler.rows_of(self._impossible)
        return found

    def _names(self, service: str) -> Texts:
        return Texts(self.atoms, NAME, (NAME_FORM,), self._budget, lambda: self._speller.names(service))

    def _resources_of(self, unit: Unit) -> Resources:
        """The resources of a unit; where some pattern falls apart in too many ways, as whole texts."""
        key = unit.form_name if not unit.service else f"{unit.form_name} {unit.service}"
        if key not in self._resources:
            self._resources[key] = self._new_resources(unit)
        return self._resources[key]

    def _new_resources(self, unit: Unit) -> Resources:
        if unit.form == STAR:
            return NoResource()

        def usual() -> Iterator[str]:
            return self._speller.resources(unit.prefix)

        if isinstance(unit.form, str):
            return Texts(self.atoms, RESOURCE, (ARN_FORM,), self._budget, usual)
        typed = TypedResources(self.atoms, unit.form, self._budget, self.world.account)
        if all(typed.boxes(listed) is not None for listed in self.lists()):
            return typed
        return Texts(self.atoms, RESOURCE, typed.wholes, self._budget, usual)

    def names_of(self, service: str) -> tuple[str, ...]:
        """The names and patterns of names, in lower case, that policies use for actions of a service."""
        if service not in self._names_used:
            entries = [
                entry for stack in (self.one, self.other) for rule in stack.all_rules for entry in rule.action.entries
            ]
            texts = {
                entry.text.lower() for entry in entries if entry.service in (None, service) and entry.name is not None
            }
            self._names_used[service] = tuple(sorted(text.partition(":")[2] or "*" for text in texts))
        return self._names_used[service]

    def spelled(self, action: str) -> str:
        """An action in lower case as a policy writes it, or the service."""
        if not self._spellings:
            for stack in (self.one, self.other):
                for rule in stack.all_rules:
                    for entry in rule.action.entries:
                        lower = entry.text.lower()
                        self._spellings[lower] = max(entry.text, self._spellings.get(lower, ""), key=_capitals)
        return self._spellings.get(action, action)

    def lists(self) -> Iterator[Listed]:
        """The lists of entries in the rules of both stacks."""
        for stack in (self.one, self.other):
            for rule in stack.all_rules:
                yield from (listed for listed, _ in rule.resources)


def _capitals(text: str) -> tuple[bool, int, str]:
    """AWS writes `s3:GetObject`: a name with some capitals, and a prefix with none, is likely one as AWS writes it."""
    prefix, _, name = text.partition(":")
    return prefix.islower(), min(sum(map(str.isupper, name)), len(name) // 2), text


def _of_owner(asker: Asker, resources: Resources) -> Iterator[int]:
    """The literal that the ARN is of the caller's account, or of another."""
    if asker.account is not None and isinstance(resources, TypedResources):
        literal = resources.in_field("account", exact(asker.account))
        yield -literal if asker.across else literal
