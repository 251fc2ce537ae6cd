"""Whole tables of decisions: one caller and context, many actions, many resources.

The rules are those of `decide`. Patterns are matched once against each resource and each action rather than once per
cell: what a statement covers is a set of resources, kept as the bits of a number, and a layer comes to sets. Cells on
which the layers say the same are then answered together, by the formula that answers a single question.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from policybuilder.iam.combine import Decision
from policybuilder.iam.decide import setting_of, standing_of
from policybuilder.iam.entries import ResourceEntry
from policybuilder.iam.match import PreparedStatement, Question
from policybuilder.iam.outcome import Result, sides_of
from policybuilder.iam.prepared import Prepared, PreparedLayer, prepare
from policybuilder.iam.principals import Grant
from policybuilder.iam.request import Layers, Request, resource_account
from policybuilder.iam.truth import Truth, all_of

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
DECISIONS = (Decision.IMPLICIT_DENY, Decision.ALLOWED, Decision.EXPLICIT_DENY, Decision.UNKNOWN)
_CODE = bytes(byte & 3 for byte in range(256))  # from the sum of three digits, see `Row.decisions`


@dataclass(frozen=True, slots=True)
class Row:
    """The answers for one action: for each decision the resources that get it, as bits, the first resource highest."""

    width: int
    sets: Mapping[Decision, int]

    def decision(self, resource: int) -> Decision:
        """The answer for the resource of an index from 0. Raises IndexError for one that there is not."""
        if not 0 <= resource < self.width:
            raise IndexError(resource)
        place = self.width - 1 - resource
        return next(decision for decision, bits in self.sets.items() if bits >> place & 1)

    def count(self, decision: Decision) -> int:
        """How many resources get a decision."""
        return self.sets.get(decision, 0).bit_count()

    def indexes(self, decision: Decision) -> list[int]:
        """The resources that get a decision."""
        digits = _digits(self.sets.get(decision, 0), self.width)
        return [index for index, digit in enumerate(digits) if digit == _ONE]

    def decisions(self, start: int = 0, stop: int | None = None) -> tuple[Decision, ...]:
        """The answers from one index up to another."""
        start, stop, _ = slice(start, stop).indices(self.width)
        stop = max(start, stop)
        low, high = (
            int.from_bytes(_digits(self._within(one, other, start, stop), stop - start), "big")
            for one, other in ((DECISIONS[1], DECISIONS[3]), (DECISIONS[2], DECISIONS[3]))
        )
        # a digit is 0x30 or 0x31: once the low one and twice the high one make 0x90 and the place in DECISIONS
        codes = (low + 2 * high).to_bytes(stop - start, "big").translate(_CODE)
        return tuple(map(DECISIONS.__getitem__, codes))

    def _within(self, one: Decision, other: Decision, start: int, stop: int) -> int:
        bits = self.sets.get(one, 0) | self.sets.get(other, 0)
        return bits >> (self.width - stop) & (1 << stop - start) - 1


_ONE = ord("1")


def _digits(bits: int, width: int) -> bytes:
    return format(bits, f"0{width}b").encode() if width else b""


@dataclass(frozen=True, slots=True)
class Table:
    """The decisions of every action on every resource; rows of actions that are treated alike are one object."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    rows: tuple[Row, ...]

    def decision(self, action: int, resource: int) -> Decision:
        """The answer in one cell; indexes count from 0. Raises IndexError for a cell that there is not."""
        return self.rows[action].decision(resource)

    def row(self, action: int, start: int = 0, stop: int | None = None) -> tuple[Decision, ...]:
        """The answers for one action, for the resources from one index up to another."""
        return self.rows[action].decisions(start, stop)


def table(asker: Request, actions: Sequence[str], resources: Sequence[str], layers: Layers | Prepared) -> Table:
    """Decide every action on every resource.

    `asker` says who asks in which context; each cell holds the decision of `asker` with that action and that resource
    in place of its own. Any request and any policies return.
    """
    return tables([asker], actions, resources, layers)[0]


def tables(
    askers: Iterable[Request], actions: Sequence[str], resources: Sequence[str], layers: Layers | Prepared
) -> tuple[Table, ...]:
    """A table for each caller and context; patterns without variables are matched once for all."""
    prepared = layers if isinstance(layers, Prepared) else prepare(layers)
    ground = _Ground(resources)
    likes = [_like(action, prepared) for action in actions]
    firsts = dict(zip(likes, actions, strict=True))
    return tuple(
        Table(tuple(actions), ground.texts, tuple(map(_rows(asker, firsts, prepared, ground).__getitem__, likes)))
        for asker in askers
    )


class _Like(NamedTuple):
    """What makes actions alike: the statements that name them, by layer; and their service where exemptions hang on it."""

    named: tuple[tuple[PreparedLayer, tuple[PreparedStatement, ...], tuple[PreparedStatement, ...]], ...]
    service: str


def _like(action: str, prepared: Prepared) -> _Like:
    meeting = prepared.meeting(action)
    by_service = prepared.has("rcp") or prepared.has("resource")  # which an anonymous caller reaches of some services
    return _Like(meeting.named, meeting.service if by_service else "")


def _rows(asker: Request, firsts: Mapping[_Like, str], prepared: Prepared, ground: "_Ground") -> dict[_Like, Row]:
    """A row for each kind of action, from one action of the kind."""
    sets: dict[_Like, dict[Decision, int]] = {like: {} for like in firsts}
    for group in _groups(asker, ground, prepared):
        for like, action in firsts.items():
            for decision, bits in group.decided(like, action):
                sets[like][decision] = sets[like].get(decision, 0) | bits
    return {like: Row(len(ground.texts), found) for like, found in sets.items()}


# -- the resources ----------------------------------------------------------------------------------------------------


class Held(NamedTuple):
    """The resources on which something holds, and those on which it may hold, the sure ones among them."""

    sure: int = 0
    maybe: int = 0


class _Ground:
    """The resources, in groups from which the same context follows, and what patterns without variables cover."""

    def __init__(self, resources: Sequence[str]) -> None:
        self.texts = tuple(resources)
        self._covered: dict[ResourceEntry, int] = {}
        self._split = _in_two(enumerate(self.texts))
        groups: dict[tuple[str, ...], list[int]] = {}
        for number, text in enumerate(self.texts):
            fields = text.split(":", 5)
            # Region and account are all that is derived from a resource
            key = (fields[3], fields[4]) if len(fields) == 6 else ()
            groups.setdefault(key, []).append(number)
        self.places = tuple(groups.values())

    def bits(self, numbers: Iterable[int]) -> int:
        """A set of resources by their indexes."""
        digits = bytearray(b"0") * len(self.texts)
        for number in numbers:
            digits[number] = _ONE
        return int(digits, 2)

    def covered(self, entry: ResourceEntry, numbers: Sequence[int], question: Question) -> Held:
        """Which resources of a group an entry covers; more of them where the entry has no variables."""
        if not entry.varies:
            bits = self._covered.get(entry)
            if bits is None:
                found, _ = entry.among(*self._split, question.context)
                bits = self._covered[entry] = self.bits(found)
            return Held(bits, bits)
        found, certain = entry.among(*_in_two((number, self.texts[number]) for number in numbers), question.context)
        bits = self.bits(found)
        return Held(bits if certain else 0, bits)


_Numbered = list[tuple[int, str]]


def _in_two(numbered: Iterable[tuple[int, str]]) -> tuple[_Numbered, _Numbered]:
    """ARNs with five colons, and all other resources."""
    plain: _Numbered = []
    odd: _Numbered = []
    for pair in numbered:
        (plain if pair[1].count(":") == 5 else odd).append(pair)
    return plain, odd


def _groups(asker: Request, ground: _Ground, prepared: Prepared) -> list["_Group"]:
    """The resources in groups on which conditions and variables come to the same."""
    groups: dict[object, tuple[_Group, list[int]]] = {}
    for numbers in ground.places:
        group = _Group(replace(asker, resource=ground.texts[numbers[0]]), ground, prepared)
        groups.setdefault(group.key, (group, []))[1].extend(numbers)
    return [group.about(numbers) for group, numbers in groups.values()]


_OF_RESOURCES = ("aws:requestedregion", "aws:resourceaccount")


class _Group:
    """The questions about the resources of a group: they differ in nothing but what the entries cover."""

    def __init__(self, asker: Request, ground: _Ground, prepared: Prepared) -> None:
        self._asker = asker
        self._prepared = prepared
        self._ground = ground
        self._numbers: Sequence[int]
        self._all: int
        standing = standing_of(self._asker, prepared)
        self._question = Question(self._asker, bounded=standing.bounded)
        self._setting = setting_of(self._asker, standing, self._question, prepared)
        self._rest: dict[PreparedStatement, Held] = {}
        context = self._question.context
        self._tested = {
            one: found.truth for one, found in zip(prepared.conditions, prepared.tested(context), strict=True)
        }
        put_in = [context.look_up(key) for key in _OF_RESOURCES if key in prepared.variables]
        own = resource_account(asker) == standing.caller.account  # which RCPs hang on as well
        self.key = self._setting, own, tuple(self._tested.values()), tuple(put_in)

    def about(self, numbers: Sequence[int]) -> "_Group":
        """The group with all its resources."""
        self._numbers = numbers
        self._all = self._ground.bits(numbers)
        return self

    def decided(self, like: _Like, action: str) -> Iterator[tuple[Decision, int]]:
        """The decisions on a kind of action, each with the resources that get it."""
        exempt = standing_of(replace(self._asker, action=action), self._prepared).exempt
        counting = [found for found in like.named if found[0].layer not in exempt]
        sums = [held for found in counting for held in self._sums(*found)]
        layers = [layer for layer, _, _ in counting]
        for truths, bits in _classes(self._all, sums).items():
            yield sides_of(_results(layers, truths), self._setting).decision, bits

    def _sums(
        self, layer: PreparedLayer, denies: Iterable[PreparedStatement], allows: Iterable[PreparedStatement]
    ) -> Iterator[Held]:
        """What a layer comes to: where it denies, where it allows, in a resource's policies for each kind of grant."""
        if not layer.with_principal:
            yield _any(map(self._holds, denies))
            yield _any(map(self._holds, allows))
            return
        yield _any(_limited(self._holds(one), one.named(self._question).truth) for one in denies)
        found = [(one.named(self._question), self._holds(one)) for one in allows]
        yield _any(_limited(held, match.truth) for match, held in found)
        for grant in Grant if layer.layer == "resource" else ():
            yield _any(_limited(held, sure) for match, held in found for name, sure in match.grants if name is grant)

    def _holds(self, statement: PreparedStatement) -> Held:
        """Where a statement applies to an action that it names, whoever asks."""
        held = self._rest.get(statement)
        if held is None:
            held = self._rest[statement] = self._computed(statement)
        return held

    def _computed(self, prepared: PreparedStatement) -> Held:
        entries = prepared.resource.entries
        if entries is None:
            return Held()
        tested = all_of(self._tested[condition] for condition in prepared.conditions)
        if tested is NO:
            return Held()
        covered = _any(self._ground.covered(entry, self._numbers, self._question) for entry in entries)
        if prepared.resource.negated:
            covered = Held(~covered.maybe, ~covered.sure)
        return _limited(Held(covered.sure & self._all, covered.maybe & self._all), tested)


def _any(several: Iterable[Held]) -> Held:
    sure = maybe = 0
    for held in several:
        sure |= held.sure
        maybe |= held.maybe
    return Held(sure, maybe)


def _limited(held: Held, also: Truth) -> Held:
    """Where something holds, if something else must, which is the same for every resource."""
    if also is YES:
        return held
    return Held(0, held.maybe) if also is UNKNOWN else Held()


def _classes(everywhere: int, sums: Iterable[Held]) -> dict[tuple[Truth, ...], int]:
    """The resources on which all sums are the same, by what they are."""
    classes: dict[tuple[Truth, ...], int] = {(): everywhere}
    for held in sums:
        parts = ((YES, held.sure), (UNKNOWN, held.maybe & ~held.sure), (NO, ~held.maybe))
        classes = {
            (*truths, value): common
            for truths, bits in classes.items()
            for value, where in parts
            if (common := bits & where)
        }
    return classes


def _results(layers: Iterable[PreparedLayer], truths: Iterable[Truth]) -> Iterator[Result]:
    """The layers' results from what their sums are in a class, in the order of `_Group._sums`."""
    values = iter(truths)
    for layer in layers:
        deny, allow = next(values), next(values)
        grants = tuple((grant, next(values)) for grant in Grant) if layer.layer == "resource" else ()
        yield Result(layer.layer, layer.level, deny, allow, grants)
