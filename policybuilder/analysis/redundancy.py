"""What a policy could do without: statements and entries that others cover, and by which; what never applies.

All of it holds wherever the policy stands, beside whatever other policies, but for a Deny that takes nothing from the
policy's own permissions: other policies' permissions it may still take away. Source: IAM User Guide, "How AWS
enforcement code logic evaluates requests to allow or deny access".
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Literal

from policybuilder.analysis.answers import Nothing, Witness
from policybuilder.analysis.asking import CALLER_KINDS
from policybuilder.analysis.compare import Kind
from policybuilder.analysis.globs import Budget
from policybuilder.analysis.proving import LASTING
from policybuilder.analysis.sheet import Listed, editable, list_node, lists_of, put, without
from policybuilder.analysis.together import Together, allowing
from policybuilder.analysis.worlds import DEFAULT, World
from policybuilder.iam import Effect, JsonObject, Node, Policy, Statement, statement_from

Why = Literal["never_applies", "fully_denied", "covered", "always_holds", "never_bites"]
"""`never_applies`: to no request of the world. `fully_denied`: Deny statements take back all that it allows. `covered`:
without it everything is decided as with it. `always_holds`: a condition that every request of the world meets.
`never_bites`: a Deny of what the policy itself allows nowhere."""
ENTRIES = ("Action", "NotAction", "Resource", "NotResource")


@dataclass(frozen=True, slots=True)
class Superfluous:
    """A statement, or what is at a `path` of it, that the policy could do without.

    The path is that of a list (`("Action",)`, `("Condition", operator, key)`), of which the `entry` could go, `text`; or
    with no entry that of a condition, which could go as a whole. `by` are the statements that cover or deny it, as few as
    were found; the statement itself where what stands beside it does. Statements and entries are counted from 0. What
    was found before covers nothing, so that all that is told may go at once. `lasting`: it would be so, too, if the
    services had other actions, resources and keys than today.
    """

    why: Why
    statement: int
    by: tuple[int, ...] = ()
    path: tuple[str, ...] = ()
    entry: int | None = None
    text: str = ""
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Redundancies:
    """What was found. `undecided` are the statements about which not every question has an answer."""

    found: tuple[Superfluous, ...]
    undecided: tuple[int, ...]
    world: World


def redundant(
    policy: Policy, kind: Kind = "identity", world: World = DEFAULT, budget: Budget | None = None
) -> Redundancies:
    """Everything that a policy of a kind could do without, statements first, in their order.

    What has fewer wildcards is told rather than what covers it and has more, of equals the later. Once the budget is
    spent all further statements are undecided. Any policy returns.
    """
    asked = _Asked(Together(policy, kind, world, budget or Budget()))
    found = [*asked.statements(), *asked.conditions(), *asked.entries()]
    found.sort(key=lambda one: (bool(one.path), one.statement, one.path, one.entry or 0))
    return Redundancies(tuple(found), tuple(sorted(asked.together.undecided)), world)


def superfluous(
    policy: Policy, number: int, kind: Kind = "identity", world: World = DEFAULT, budget: Budget | None = None
) -> Superfluous | None:
    """The same of one statement as a whole, by its number from 0; None where it is needed or that is not decided.

    Any policy returns; None for a number of no statement that can be read.
    """
    asked = _Asked(Together(policy, kind, world, budget or Budget()))
    one = asked.kept.get(number)
    return None if one is None else asked.statement(number, one)


def always_holds(
    policy: Policy,
    number: int,
    path: Sequence[str],
    kind: Kind = "identity",
    world: World = DEFAULT,
    budget: Budget | None = None,
) -> bool:
    """Is it proved that every request of the world meets a condition, that of a path as `Superfluous` has it?"""
    asked = _Asked(Together(policy, kind, world, budget or Budget()))
    return number in asked.kept and asked.always_holds(number, path)


class _Asked:
    """The questions about one policy; what is found to be superfluous leaves it."""

    def __init__(self, together: Together) -> None:
        self.together = together
        self.kept = together.statements.copy()

    # -- statements ----------------------------------------------------------------------------------------------------

    def statements(self) -> Iterator[Superfluous]:
        """Statements that could go."""
        for number in sorted(self.kept, key=lambda number: (_breadth(self.kept[number]), -number)):
            found = self.statement(number, self.kept[number])
            if found is not None:
                yield found
                if found.why != "never_bites":
                    del self.kept[number]

    def statement(self, number: int, one: Statement) -> Superfluous | None:
        """Why a statement could go, if it could."""
        alone = self.together.alone(number, one)
        if isinstance(alone, Nothing):
            return self._told("never_applies", number, one, ())
        others = self._others(number, one)
        refuted = isinstance(alone, Witness) and not self._met_elsewhere(number, alone)
        if refuted or not self._covered(number, one, others):
            idle = one.effect is Effect.DENY and self._bites_nothing(number, one)
            return Superfluous("never_bites", number) if idle else None
        denies = [other for other in others if self.kept[other].effect is Effect.DENY]
        if one.effect is Effect.ALLOW and denies and self._covered(number, one, denies):
            return self._told("fully_denied", number, one, self._fewest(number, one, denies))
        return self._told("covered", number, one, self._fewest(number, one, others))

    def _told(self, why: Why, number: int, one: Statement, by: tuple[int, ...]) -> Superfluous:
        with self._whatever_comes():
            return Superfluous(why, number, by, lasting=self._covered(number, one, by))

    @contextmanager
    def _whatever_comes(self) -> Iterator[None]:
        """Ask as if the services had other actions, resources and keys."""
        together = self.together
        lasting = replace(LASTING, other_services=together.world.other_services)
        self.together = together.in_world(lasting)
        yield
        self.together = together

    def _bites_nothing(self, number: int, one: Statement) -> bool:
        """Does a Deny take nothing from what the others allow? Not said of a policy that allows nothing anyway."""
        beside = [each for other, each in self.together.statements.items() if other != number]
        allows = any(each.effect is Effect.ALLOW for each in beside)
        return allows and self.together.nothing(number, beside, [*beside, one])

    def _met_elsewhere(self, number: int, found: Witness) -> bool:
        """May other statements that stay settle what was found of one? Else it is needed."""
        return self.together.met_elsewhere(number, found.request, self.kept)

    def _covered(self, number: int, one: Statement, others: Iterable[int]) -> bool:
        """Is nothing changed by a statement beside these?

        An Allow gives nothing that they do not give or deny; a Deny denies nothing that they do not deny.
        """
        beside = [self.kept[other] for other in others]
        if one.effect is Effect.DENY:
            return self.together.nothing(number, allowing([one]), allowing(beside))
        denies = [each for each in beside if each.effect is Effect.DENY]
        return self.together.nothing(number, [one, *denies], beside)

    def _fewest(self, number: int, one: Statement, others: Sequence[int]) -> tuple[int, ...]:
        """A smallest set of the others that will do: a single one if there is one, else without what is not needed."""
        for other in others:
            if self._covered(number, one, [other]):
                return (other,)
        needed = list(others)
        for other in reversed(others):
            left = [each for each in needed if each != other]
            if self._covered(number, one, left):
                needed = left
        return tuple(needed)

    def _others(self, number: int, one: Statement) -> list[int]:
        """The other statements that may cover something of one."""
        denies = one.effect is Effect.DENY
        return [n for n, each in self.kept.items() if n != number and (not denies or each.effect is Effect.DENY)]

    # -- conditions ----------------------------------------------------------------------------------------------------

    def conditions(self) -> Iterator[Superfluous]:
        """Conditions that could go, of each statement that stays: it says no more without them."""
        for number in self._editable():
            for path in [listed.path for listed in lists_of(self.kept[number]) if listed.path[0] == "Condition"]:
                one = self.kept[number]
                more = statement_from(_without_condition(one.source, path))
                by = self._by_what(number, more, one)
                if by is not None:
                    always = self.always_holds(number, path)
                    lasting = self._still_adds_nothing(number, more, one, by)
                    yield Superfluous(
                        "always_holds" if always else "covered", number, by * (not always), path, None, "", lasting
                    )
                    self.kept[number] = more

    def always_holds(self, number: int, path: Sequence[str]) -> bool:
        """Does every request of the world meet a condition?"""
        everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        if self.together.kind not in CALLER_KINDS:
            everything["Principal"] = "*"
        found = [e for e in self.kept[number].conditions if ("Condition", e.operator, e.key) == tuple(path)]
        if len(found) != 1:
            return False
        condition = {"Condition": {found[0].operator: {found[0].key: list(found[0].values.items)}}}
        return self.together.nothing(
            number, [statement_from(everything)], [statement_from({**everything, **condition})]
        )

    # -- entries -------------------------------------------------------------------------------------------------------

    def entries(self) -> Iterator[Superfluous]:
        """Entries of lists that could go, of each statement that stays."""
        for number in self._editable():
            for listed in list(lists_of(self.kept[number])):
                if listed.path[0] in (*ENTRIES, "Condition"):
                    yield from self._in_list(number, listed)

    def _editable(self) -> list[int]:
        return [number for number, statement in self.kept.items() if editable(statement)]

    def _in_list(self, number: int, listed: Listed) -> Iterator[Superfluous]:
        left = list(range(len(listed.items)))
        for entry in sorted(left, key=lambda place: (_stars(listed.items[place]), -len(listed.items[place]), -place)):
            if len(left) < 2:
                return
            fewer = [each for each in left if each != entry]
            shorter = self._with(number, listed.path, [listed.items[each] for each in fewer])
            alone = self._with(number, listed.path, [listed.items[entry]])
            found = self._entry(number, listed, shorter, alone)
            if found is not None:
                why, by, lasting = found
                yield Superfluous(why, number, by, listed.path, entry, listed.items[entry], lasting)
                self.kept[number] = shorter
                left = fewer

    def _with(self, number: int, path: Sequence[str], items: Iterable[str]) -> Statement:
        return statement_from(put(self.kept[number].source, path, list_node(items)))

    def _entry(
        self, number: int, listed: Listed, shorter: Statement, alone: Statement
    ) -> tuple[Why, tuple[int, ...], bool] | None:
        """Why an entry could go. Without one of a `Not` element the statement says more; without a value, either."""
        one = self.kept[number]
        if listed.path[0] in ("Action", "Resource"):
            self.kept[number] = shorter
            found = self._of_positive(number, shorter, alone)
            self.kept[number] = one
            return found
        by = self._by_what(number, shorter, one)
        less = by is not None and listed.path[0] == "Condition" and self._by_what(number, one, shorter) is None
        if by is None or less:
            return None
        return "covered", by, self._still_adds_nothing(number, shorter, one, by)

    def _of_positive(
        self, number: int, shorter: Statement, alone: Statement
    ) -> tuple[Why, tuple[int, ...], bool] | None:
        everyone = [number, *self._others(number, shorter)]
        sample = self.together.alone(number, alone)
        if isinstance(sample, Nothing):
            return "never_applies", (), self._told("never_applies", number, alone, ()).lasting
        alone_needed = (
            isinstance(sample, Witness)
            and not self._met_elsewhere(number, sample)
            and not self.together.allows(shorter, sample.request)
        )
        if alone_needed or not self._covered(number, alone, everyone):
            return None
        by = self._fewest(number, alone, everyone)
        return "covered", by, self._told("covered", number, alone, by).lasting

    # -- what says more and changes nothing ----------------------------------------------------------------------------

    def _by_what(self, number: int, more: Statement, less: Statement) -> tuple[int, ...] | None:
        """The statements besides which one that says more changes nothing, itself first; None if it changes something."""
        answer = self.together.difference(number, allowing([more]), allowing([less]))
        if isinstance(answer, Nothing):
            return (number,)
        if isinstance(answer, Witness) and not self._met_elsewhere(number, answer):
            return None
        others = self._others(number, less)
        if not others or not self._adds_nothing(number, more, less, others):
            return None
        for other in reversed(others.copy()):
            fewer = [each for each in others if each != other]
            if self._adds_nothing(number, more, less, fewer):
                others = fewer
        return (number, *others)

    def _adds_nothing(self, number: int, more: Statement, less: Statement, others: Sequence[int]) -> bool:
        beside = [self.kept[other] for other in others]
        if less.effect is Effect.DENY:
            return self.together.nothing(number, allowing([more]), allowing([less, *beside]))
        denies = [each for each in beside if each.effect is Effect.DENY]
        return self.together.nothing(number, [more, *denies], [less, *beside])

    def _still_adds_nothing(self, number: int, more: Statement, less: Statement, by: Sequence[int]) -> bool:
        with self._whatever_comes():
            return self._adds_nothing(number, more, less, [other for other in by if other != number])


def _breadth(statement: Statement) -> tuple[int, int, int]:
    """How much a statement seems to be about, for an order from narrow to wide."""
    actions, resources = (values.items if values else () for values in (statement.actions, statement.resources))
    return max(map(_stars, actions), default=0), max(map(_stars, resources), default=0), len(actions) + len(resources)


def _stars(text: str) -> int:
    """How wide a text may be: more for every wildcard, most for `*` alone."""
    return 99 if text and not text.strip("*") else text.count("*") + text.count("?")


def _without_condition(source: JsonObject, path: Sequence[str]) -> JsonObject:
    """A statement without a condition, nor what held nothing else."""
    for length in (3, 2, 1):
        source = without(source, path[:length])
        left: Node | None = source
        for name in path[: length - 1]:
            left = left.get(name) if isinstance(left, JsonObject) else None
        if isinstance(left, JsonObject) and left.members:
            break
    return source
