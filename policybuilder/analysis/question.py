"""The question about two stacks of policies: is there a request that the one allows and the other does not?

The world's requests are taken unit by unit (`units`), for every caller that policies tell apart (`callers`). In a unit
each rule is a row of literals, and a search looks for a request in which rows of the first stack hold, no Deny of it
does, and of the second either a Deny holds or a layer is silent. What is found is put to `iam.decide` before it is told.
"""

from collections.abc import Iterable, Iterator, Sequence

from policybuilder.analysis.answers import Answer, DisagreementError, Nothing, Reason, Unknown, Witness
from policybuilder.analysis.callers import ANYBODY, Asker, Callers
from policybuilder.analysis.compiled import Compiled, Compiler, Rows
from policybuilder.analysis.forms import KeyForms, keys_with_set_operator
from policybuilder.analysis.formula import Formula, Stack, formula_of, policies_in, stack_of
from policybuilder.analysis.globs import Budget, exact
from policybuilder.analysis.literals import pinned
from policybuilder.analysis.rules import Listed, Reader
from policybuilder.analysis.search import UNDECIDED, Region, Row, Search, Undecided
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
from policybuilder.analysis.tries import substitutions
from policybuilder.analysis.units import STAR, Unit, units
from policybuilder.analysis.variables import Pins, Substitution
from policybuilder.analysis.worlds import World
from policybuilder.iam import Decision, Layers, Policy, Request, decide


class Question:
    """Two stacks in a world, ready to be asked about; what is found on the way is kept while this lives."""

    def __init__(self, one: Layers, other: Layers, world: World, budget: Budget, pins: Pins | None = None) -> None:
        """With `pins` about requests alone in which these keys have these values."""
        self.world = world
        self._budget = budget
        self._atoms = Atoms()
        self._reader = Reader(self._atoms)
        self.one, self.other = stack_of(one, self._reader), stack_of(other, self._reader)
        self._pins = self._pinned(pins or {})
        policies = [*policies_in(one), *policies_in(other)]
        self._policies = policies
        self._forms = KeyForms(world, with_set_operator=keys_with_set_operator(policies))
        self._keys = Keys(self._atoms, self._forms, budget)
        self._speller = Speller(self._reader, self._atoms, self._keys, world)
        elements = dict.fromkeys(rule.action for stack in (self.one, self.other) for rule in stack.all_rules)
        self._units = tuple(units(tuple(elements), world))
        self._resources: dict[str, Resources] = {}
        self._exhaustive = True
        self._spaces: dict[Unit, tuple[Space, Search, Compiler, Rows]] = {}
        self._searches: dict[object, Search] = {}
        self._formulas: dict[tuple[int, Asker, str], Formula] = {}
        self._known: dict[object, Region | Undecided | None] = {}
        self._impossible = self._reader.impossible()
        self._askers = tuple(self._callers()) if self.one.with_principal or self.other.with_principal else (ANYBODY,)

    def _pinned(self, pins: Pins) -> Row:
        for key in pins:
            self._reader.use(key)
        return tuple(self._reader.number(pinned(key, value)) for key, value in pins.items())

    def difference(self, first: Stack, second: Stack) -> Answer:
        """Is there a request that the first stack allows and the second does not?"""
        decided: dict[str, None] = {}
        undecided: dict[Unit, None] = {}
        for asker in self._askers:
            for unit in self._units:
                found = self._in_unit(first, second, asker, unit)
                if isinstance(found, Undecided):
                    undecided[unit] = None
                elif found is None:
                    decided.update(dict.fromkeys(_told(unit)))
                else:
                    return Witness(self._confirmed(self._request(found, asker, unit), first, second))
        if not undecided:
            return Nothing() if self._exhaustive else Unknown("principals", tuple(decided))
        if self._reader.atoms_used and (request := self._with_values(first, second, tuple(undecided))) is not None:
            return Witness(self._confirmed(request, first, second))
        left = dict.fromkeys(name for unit in undecided for name in _told(unit))
        return Unknown(self._reason(), tuple(one for one in decided if one not in left), tuple(left))

    def _with_values(self, first: Stack, second: Stack, asked: tuple[Unit, ...]) -> Request | None:
        """A request of some units for one of the values that are worth trying in place of policy variables."""
        for values in substitutions(self._policies, self._forms):
            if not values.pins or not self._budget.spend():
                return None
            layers = [_put_in(stack.layers, values) for stack in (first, second)]
            question = Question(layers[0], layers[1], self.world, self._budget, values.pins)
            for asker in question._askers:
                for unit in question._units:
                    if not any(set(unit.actions) & set(one.actions) or unit == one for one in asked):
                        continue
                    found = question._in_unit(question.one, question.other, asker, unit)
                    if found is not None and not isinstance(found, Undecided):
                        return question._request(found, asker, unit)
        return None

    def _callers(self) -> Iterator[Asker]:
        """The callers that policies tell apart; of those who are answered alike the first."""
        statements = [rule.statement for stack in (self.one, self.other) for rule in stack.all_rules]
        callers = Callers(statements, self._reader.keys, self.world)
        self._exhaustive = callers.exhaustive
        seen = set()
        for asker in callers.askers():
            formulas = [
                self._formula(stack, asker, prefix)
                for stack in (self.one, self.other)
                for prefix in dict.fromkeys(unit.prefix for unit in self._units)
            ]
            account = asker.account if asker.account in callers.accounts else None
            alike = (tuple(formula.signature for formula in formulas), asker.across, account, asker.pins)
            if alike not in seen:
                seen.add(alike)
                yield asker

    def _reason(self) -> Reason:
        if not self._budget.spend(0):
            return "budget"
        return "variables" if self._reader.atoms_used else "too_hard"

    # -- one unit ------------------------------------------------------------------------------------------------------

    def _in_unit(self, first: Stack, second: Stack, asker: Asker, unit: Unit) -> Region | Undecided | None:
        space, search, compiler, impossible = self._space(unit)
        yes = compiler.compiled(self._formula(first, asker, unit.prefix))
        no = compiler.compiled(self._formula(second, asker, unit.prefix))
        pins = (*self._pins, *map(self._reader.number, asker.pins), *_of_owner(asker, space.resources))
        key = (unit.form_name, unit.service, pins, yes.key, no.key)
        if key not in self._known:
            equal = yes.key == no.key
            self._known[key] = None if equal else self._found(yes, no, (pins, impossible), search)
        return self._known[key]

    def _found(self, yes: Compiled, no: Compiled, given: tuple[Row, Rows], search: Search) -> Region | Undecided | None:
        undecided = False
        pins, impossible = given
        for wanted, excluded in _cases(yes, no):
            found = search.find([*wanted, (pins,)] if pins else wanted, (*impossible, *excluded))
            if isinstance(found, Undecided):
                undecided = True
            elif found is not None:
                return found
        return UNDECIDED if undecided else None

    def _formula(self, stack: Stack, asker: Asker, prefix: str) -> Formula:
        key = id(stack), asker, prefix if stack.with_principal else ""
        if key not in self._formulas:
            self._formulas[key] = formula_of(stack, asker, prefix)
        return self._formulas[key]

    def _space(self, unit: Unit) -> tuple[Space, Search, Compiler, Rows]:
        found = self._spaces.get(unit)
        if found is None:
            names = self._names(unit.service) if unit.service else None
            space = Space(self._atoms, self._resources_of(unit), names, self._keys)
            key = unit.form_name, unit.service
            search = self._searches.setdefault(key, Search(space, self._budget))
            compiler = Compiler(self._atoms, space, unit)
            found = self._spaces[unit] = space, search, compiler, compiler.rows_of(self._impossible)
        return found

    def _names(self, service: str) -> Texts:
        return Texts(self._atoms, NAME, (NAME_FORM,), self._budget, lambda: self._speller.names(service))

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
            return Texts(self._atoms, RESOURCE, (ARN_FORM,), self._budget, usual)
        typed = TypedResources(self._atoms, unit.form, self._budget, self.world.account)
        if all(typed.boxes(listed) is not None for listed in self._listed()):
            return typed
        return Texts(self._atoms, RESOURCE, typed.wholes, self._budget, usual)

    def _listed(self) -> Iterator[Listed]:
        for stack in (self.one, self.other):
            for rule in stack.all_rules:
                yield from (listed for listed, _ in rule.resources)

    # -- the witness ---------------------------------------------------------------------------------------------------

    def _request(self, region: Region, asker: Asker, unit: Unit) -> Request:
        """A request of a region."""
        return self._speller.request(region, asker, unit, self._space(unit)[0])

    def _confirmed(self, request: Request, first: Stack, second: Stack) -> Request:
        """The request, of which the decision says that the first stack allows it and the second does not."""
        decisions = [decide(request, stack.prepared).decision for stack in (first, second)]
        if decisions[0] is not Decision.ALLOWED or decisions[1] not in _REFUSED:
            raise DisagreementError(f"{request}: {decisions}")
        return request


_REFUSED = (Decision.IMPLICIT_DENY, Decision.EXPLICIT_DENY)


def _cases(yes: Compiled, no: Compiled) -> Iterator[tuple[Sequence[Rows], Rows]]:
    """What must hold, one row of each, and what must not, for each way in which one may allow and the other refuse."""
    ways = yes.open_ways
    for wanted in ways:
        if no.denies:
            yield [*wanted, no.denies], yes.denies
        for refused in no.refusals:
            yield wanted, (*yes.denies, *refused)


def _of_owner(asker: Asker, resources: Resources) -> Iterator[int]:
    """The literal that the ARN is of the caller's account, or of another."""
    if asker.account is not None and isinstance(resources, TypedResources):
        literal = resources.in_field("account", exact(asker.account))
        yield -literal if asker.across else literal


def _put_in(layers: Layers, values: Substitution) -> Layers:
    """Layers with values in place of policy variables."""
    one = values.policy

    def levels(several: Iterable[Iterable[Policy]]) -> tuple[tuple[Policy, ...], ...]:
        return tuple(tuple(map(one, level)) for level in several)

    return Layers(
        tuple(map(one, layers.identity)),
        layers.boundary and one(layers.boundary),
        layers.session and one(layers.session),
        levels(layers.scp),
        levels(layers.rcp),
        tuple(map(one, layers.resource)),
    )


def _told(unit: Unit) -> tuple[str, ...]:
    return unit.actions or (f"{unit.service}:*",)
