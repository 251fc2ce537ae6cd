"""The question about two stacks of policies: is there a request that the one allows and the other does not?

The world's requests are taken unit by unit (`units`), for every caller that policies tell apart (`callers`). In a unit
each rule is a row of literals, and a search looks for a request in which rows of the first stack hold, no Deny of it
does, and of the second either a Deny holds or a layer is silent. What is found is put to `iam.decide` before it is told.
"""

from collections.abc import Iterable

from policybuilder.analysis.answers import Answer, DisagreementError, Nothing, Reason, Unknown, Witness
from policybuilder.analysis.formula import Stack
from policybuilder.analysis.globs import Budget
from policybuilder.analysis.ground import Ground, Ready
from policybuilder.analysis.search import UNDECIDED, Region, Undecided
from policybuilder.analysis.tries import substitutions
from policybuilder.analysis.units import Unit
from policybuilder.analysis.variables import Substitution
from policybuilder.analysis.worlds import World
from policybuilder.iam import Decision, Layers, Policy, Request, decide

A_TRY = 200
"""Steps that count for trying one value in place of a variable."""


class Question:
    """Two stacks in a world, to be asked which allows what the other does not."""

    def __init__(self, one: Layers, other: Layers, world: World, budget: Budget) -> None:
        self.ground = Ground(one, other, world, budget)
        self.one, self.other = self.ground.one, self.ground.other
        self._world = world
        self._budget = budget
        self._known: dict[object, Region | Undecided | None] = {}

    def difference(self, first: Stack, second: Stack) -> Answer:
        """Is there a request that the first stack allows and the second does not?"""
        ground = self.ground
        decided: dict[str, None] = {}
        undecided: dict[Unit, None] = {}
        for asker in ground.askers:
            for unit in ground.units:
                found = self._in_unit(ground.ready(first, second, asker, unit), unit) if ground.go_on() else UNDECIDED
                if isinstance(found, Undecided):
                    undecided[unit] = None
                elif found is None:
                    decided.update(dict.fromkeys(unit.told))
                elif (request := ground.request(found, asker, unit)) is None:
                    undecided[unit] = None
                else:
                    return Witness(confirmed(request, first, second))
        if not undecided:
            return Nothing() if ground.exhaustive else Unknown("principals", tuple(decided))
        if ground.reader.atoms_used and (request := self.with_values(first, second, tuple(undecided))) is not None:
            return Witness(request)
        left = dict.fromkeys(name for unit in undecided for name in unit.told)
        return Unknown(self.reason(), tuple(one for one in decided if one not in left), tuple(left))

    def _in_unit(self, ready: Ready, unit: Unit) -> Region | Undecided | None:
        """Equal rows in a form of resource have equal answers, whichever action meets them."""
        key = unit.form_name, unit.service, ready.key
        if key not in self._known:
            found = None if ready.yes.key == ready.no.key else region_of(ready)
            if isinstance(found, Undecided) and self._budget.over:
                return found
            self._known[key] = found
        return self._known[key]

    def with_values(self, first: Stack, second: Stack, asked: tuple[Unit, ...]) -> Request | None:
        """A request of some units for one of the values that are worth trying in place of policy variables."""
        for values in substitutions(self.ground.policies, self.ground.forms):
            if not values.pins or not self._budget.spend(A_TRY):
                return None
            layers = [_put_in(stack.layers, values) for stack in (first, second)]
            ground = Ground(layers[0], layers[1], self._world, self._budget, values.pins)
            # how the keys of variables are written went with the variables
            for key in self.ground.reader.spelling.values():
                ground.reader.use(key)
            units = [unit for unit in ground.units if any(unit.meets(other) for other in asked)]
            for asker in ground.askers:
                for unit in units:
                    found = region_of(ground.ready(ground.one, ground.other, asker, unit))
                    if found is None or isinstance(found, Undecided):
                        continue
                    if (request := ground.request(found, asker, unit)) is not None:
                        return confirmed(request, first, second)
        return None

    def reason(self) -> Reason:
        """Why a question that has been asked has no answer."""
        if not self._budget.spend(0):
            return "budget"
        if self.ground.keys.mixed:
            return "mixed_types"
        return "variables" if self.ground.reader.atoms_used else "too_hard"


def region_of(ready: Ready) -> Region | Undecided | None:
    """A region of requests that one allows and the other does not; None if there is none."""
    undecided = False
    for wanted, excluded in ready.cases:
        found = ready.search.find(wanted, excluded)
        if isinstance(found, Undecided):
            undecided = True
        elif found is not None:
            return found
    return UNDECIDED if undecided else None


def confirmed(request: Request, first: Stack, second: Stack) -> Request:
    """The request, of which the decision says that the first stack allows it and the second does not."""
    decisions = [decide(request, stack.prepared).decision for stack in (first, second)]
    if decisions[0] is not Decision.ALLOWED or decisions[1] not in _REFUSED:
        raise DisagreementError(f"{request}: {decisions}")
    return request


_REFUSED = (Decision.IMPLICIT_DENY, Decision.EXPLICIT_DENY)


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
