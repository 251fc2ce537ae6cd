"""A difference as boxes that people can read: these actions, on these resources, under these conditions.

A box is put together from what the policies themselves say and is as large as the difference allows: what a region of the
difference was found with is left out again, piece by piece, as long as the rest lies within the difference. Boxes are
taken away from the difference until nothing of it is left; they may overlap, which reads better than parts that do not.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from policybuilder.analysis.answers import Reason
from policybuilder.analysis.box_parts import Naming, Phrase, forms_of, is_known
from policybuilder.analysis.compare import Kind, layers_of, world_of
from policybuilder.analysis.compiled import Rows
from policybuilder.analysis.globs import Budget
from policybuilder.analysis.ground import Ready
from policybuilder.analysis.question import Question, confirmed
from policybuilder.analysis.search import Region, Row, Undecided
from policybuilder.analysis.units import Unit
from policybuilder.analysis.worlds import DEFAULT, World
from policybuilder.catalogue import AccessLevel, catalogue
from policybuilder.iam import Layers, Policy, Request

MOST_OF_A_UNIT = 12


@dataclass(frozen=True, slots=True)
class Box:
    """Requests that one policy allows and another does not.

    `actions` are ids, for other services also patterns (`s3:Get*`, `*:*` for every service that no policy names);
    `resources` are entries of the policies, `*` for all that the actions take; both without those of `except_...`.
    Each list of `also_within` has to cover the resource, too, where layers name different ones.
    Where `types` are named, it is about resources of these types alone, not about others that the actions take; `*` is no
    resource, `arn` those of other services. All of `conditions` hold. `callers` are examples, where policies tell callers apart. `witness` is one of the requests,
    confirmed by the decision; None if policy variables kept one from being found.
    """

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: tuple[Phrase, ...] = ()
    except_actions: tuple[str, ...] = ()
    except_resources: tuple[str, ...] = ()
    also_within: tuple[tuple[str, ...], ...] = ()
    types: tuple[str, ...] = ()
    callers: tuple[str, ...] = ()
    witness: Request | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What one policy allows and another does not: boxes, dangerous ones first; all of it if `complete`.

    Else `reason` says what kept the rest from being told; None if there only were too many boxes.
    """

    boxes: tuple[Box, ...]
    complete: bool
    world: World
    reason: Reason | None = None


def gained(
    new: Policy | Layers,
    old: Policy | Layers,
    kind: Kind = "identity",
    world: World = DEFAULT,
    budget: Budget | None = None,
) -> Difference:
    """What the new policy allows and the old one does not; the other way round it is what is lost.

    With a policy without statements as the old one it is everything that the new one allows. Raises as `compare` does.
    """
    world = world_of(world, new, kind)
    budget = budget or Budget()
    question = Question(layers_of(new, kind), layers_of(old, kind), world, budget)
    return _Told(question, world, budget).difference()


@dataclass(frozen=True, slots=True)
class _Found:
    """A box as literals, and the region that it was found with."""

    row: Row
    region: Region


class _Told:
    """Tells the difference of one question."""

    def __init__(self, question: Question, world: World, budget: Budget) -> None:
        self._question = question
        self._ground = question.ground
        self._world = world
        self._budget = budget
        self._known: dict[object, tuple[list[_Found], bool]] = {}
        self._complete = True
        self._given_up = False

    def difference(self) -> Difference:
        boxes = [_of_all_types(box) for box in _merged(self._boxes(), "types")]
        boxes = _merged(boxes, "resources")
        boxes = _merged(boxes, "actions")
        boxes = _merged(boxes, "callers")
        reason: Reason | None = None
        if self._given_up:
            reason = self._question.reason()
        elif not self._ground.exhaustive:
            reason = "principals"
        return Difference(tuple(sorted(boxes, key=_danger)), self._complete and reason is None, self._world, reason)

    def _boxes(self) -> Iterator[Box]:
        ground = self._ground
        for asker in ground.askers:
            for unit in ground.units:
                if not ground.go_on():
                    self._given_up = True
                    return
                ready = ground.ready(ground.one, ground.other, asker, unit, abstract=True)
                naming = Naming(ground, ready, unit)
                callers = (asker.principal,) if asker.principal is not None else ()
                for found in self._of_unit(ready, unit, naming):
                    request = ground.request(found.region, asker, unit) if naming.is_plain(found.region) else None
                    request = request or self._tried(unit, naming, found)
                    for parts in naming.boxes_of(found.row):
                        yield Box(**parts, callers=callers, witness=self._for_actions(request, parts["actions"]))

    def _for_actions(self, request: Request | None, actions: Sequence[str]) -> Request | None:
        """The request for the first of some actions that meet the same statements, confirmed."""
        if request is None:
            return None
        asked = replace(request, action=actions[0]) if is_known(actions[0]) else request
        return confirmed(asked, self._ground.one, self._ground.other)

    def _tried(self, unit: Unit, naming: Naming, found: _Found) -> Request | None:
        """A witness of a box that hangs on policy variables."""
        request = self._question.with_values(self._ground.one, self._ground.other, (unit,))
        return request if request is not None and naming.holds(found.row, request) else None

    def _of_unit(self, ready: Ready, unit: Unit, naming: Naming) -> list[_Found]:
        key = unit.form_name, unit.service, ready.key
        if key not in self._known:
            self._known[key] = self._new_boxes(ready, naming)
        found, complete = self._known[key]
        self._complete = self._complete and complete
        return found

    def _new_boxes(self, ready: Ready, naming: Naming) -> tuple[list[_Found], bool]:
        found: list[_Found] = []
        if ready.yes.key == ready.no.key:
            return found, True
        while len(found) < MOST_OF_A_UNIT:
            region = _region(ready, [box.row for box in found])
            if region is None:
                return found, True
            if isinstance(region, Undecided):
                self._given_up = True
                return found, False
            row = _widened(ready, naming, naming.ordered(region))
            found.append(_Found(row, region))
            if not row:
                return found, True
        return found, False


def _region(ready: Ready, taken: Sequence[Row]) -> Region | Undecided | None:
    """A region of the difference beside the boxes that are taken."""
    undecided: Undecided | None = None
    for wanted, excluded in ready.cases:
        found = ready.search.find(wanted, (*excluded, *taken))
        if isinstance(found, Undecided):
            undecided = found
        elif found is not None:
            return found
    return undecided


def _widened(ready: Ready, naming: Naming, literals: Sequence[int]) -> Row:
    """What is left of the literals once all are dropped without which the rest lies within the difference, too."""
    row = list(literals)
    for place, literal in enumerate(row):
        weaker = naming.weaker(literal)
        if weaker is not None and _lies_within(ready, (*row[:place], weaker, *row[place + 1 :])):
            row[place] = weaker
    for literal in tuple(row):
        fewer = tuple(one for one in row if one != literal)
        if _lies_within(ready, fewer):
            row.remove(literal)
    return tuple(row)


def _lies_within(ready: Ready, row: Row) -> bool:
    """Is everything with these literals allowed by the one and not by the other? False if that is not known."""
    given: list[Rows] = [(ready.given,), (row,)]
    asked: list[tuple[Sequence[Rows], Rows]] = [(given, refused) for refused in ready.yes.refusals]
    if ready.yes.denies:
        asked.append(([*given, ready.yes.denies], ()))
    asked.extend(([*given, *way], ready.no.denies) for way in ready.no.open_ways)
    return all(ready.search.find(wanted, (*ready.impossible, *excluded)) is None for wanted, excluded in asked)


# -- putting boxes together --------------------------------------------------------------------------------------------


Field = Literal["actions", "resources", "types", "callers"]


def _merged(boxes: Iterable[Box], field: Field) -> list[Box]:
    """Boxes that differ in one field alone become one; actions of different services stay apart."""
    found: dict[object, Box] = {}
    for box in boxes:
        texts: tuple[str, ...] = getattr(box, field)
        service = box.actions[0].partition(":")[0] if field == "actions" else ""
        key = _with(replace(box, witness=None), field, ()), bool(texts), service
        here = found.get(key)
        if here is None:
            found[key] = box
        else:
            joined = tuple(dict.fromkeys((*getattr(here, field), *texts)))
            found[key] = _with(replace(here, witness=here.witness or box.witness), field, joined)
    return list(found.values())


def _with(box: Box, field: Field, texts: tuple[str, ...]) -> Box:
    match field:
        case "actions":
            return replace(box, actions=texts)
        case "resources":
            return replace(box, resources=texts)
        case "types":
            return replace(box, types=texts)
        case "callers":
            return replace(box, callers=texts)


def _of_all_types(box: Box) -> Box:
    """A box about everything that its actions take needs no types named; an ARN never covers what has no resource."""
    told = {*box.types, *(() if box.resources == ("*",) else ("*",))}
    return replace(box, types=()) if all(set(forms_of(name)) <= told for name in box.actions) else box


_LEVELS = (
    AccessLevel.PERMISSIONS,
    AccessLevel.WRITE,
    AccessLevel.TAGGING,
    AccessLevel.READ,
    AccessLevel.LIST,
)


def _danger(box: Box) -> tuple[object, ...]:
    """Whole services first, then by the most dangerous access level."""
    return min(map(_rank, box.actions)), len(box.resources) > 1, box.actions, box.resources


def _rank(action: str) -> int:
    if "*" in action or "?" in action:
        return 0
    found = catalogue().find_action(action) if is_known(action) else None
    return 1 + _LEVELS.index(found.access_level) if found is not None else len(_LEVELS) + 1
