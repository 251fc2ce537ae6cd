"""What a policy could do without: statements and entries that others cover, and by which; what never applies.

All of it holds wherever the policy stands, beside whatever other policies, but for a Deny that takes nothing from the
policy's own permissions: other policies' permissions it may still take away. Source: IAM User Guide, "How AWS
enforcement code logic evaluates requests to allow or deny access".
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from policybuilder.analysis.answers import DisagreementError, Nothing, Unknown
from policybuilder.analysis.compare import Kind, difference
from policybuilder.analysis.globs import Budget
from policybuilder.analysis.proving import PLACED, SAME_ACCOUNT
from policybuilder.analysis.sheet import Listed, editable, list_node, lists_of, put, with_statements, without
from policybuilder.analysis.worlds import DEFAULT, World
from policybuilder.iam import Effect, JsonObject, Layers, Node, Policy, Statement, statement_from

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
    was found before covers nothing, so that all that is told may go at once.
    """

    why: Why
    statement: int
    by: tuple[int, ...] = ()
    path: tuple[str, ...] = ()
    entry: int | None = None
    text: str = ""


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

    Of equals the later is told. Once the budget is spent all further statements are undecided. Any policy returns.
    """
    asked = _Asked(policy, kind, world, budget or Budget())
    found = [*asked.statements(), *asked.conditions(), *asked.entries()]
    found.sort(key=lambda one: (bool(one.path), one.statement, one.path, one.entry or 0))
    return Redundancies(tuple(found), tuple(sorted(asked.undecided)), world)


class _Asked:
    """The questions about one policy; what is found to be superfluous leaves it."""

    def __init__(self, policy: Policy, kind: Kind, world: World, budget: Budget) -> None:
        self.policy = policy
        self.kind = kind
        self.world = world
        self.budget = budget
        self.undecided: set[int] = set()
        self.kept: dict[int, Statement] = {
            number: statement
            for number, statement in enumerate(policy.statements)
            if statement.readable and statement.effect is not None
        }

    # -- statements ----------------------------------------------------------------------------------------------------

    def statements(self) -> Iterator[Superfluous]:
        """Statements that could go, the last first."""
        for number in reversed(list(self.kept)):
            found = self._statement(number)
            if found is not None:
                yield found
                if found.why != "never_bites":
                    del self.kept[number]

    def _statement(self, number: int) -> Superfluous | None:
        """Why a statement could go. What never applies, or is denied wholly, is covered by anything: so that comes first."""
        one = self.kept[number]
        others = [other for other in self.kept if other != number]
        alike = [other for other in others if self.kept[other].effect is one.effect]
        denies = one.effect is Effect.DENY
        if not self._covered(number, one, alike if denies else others):
            return Superfluous("never_bites", number) if denies and self._bites_nothing(number, one, others) else None
        if self._says_nothing(number, one):
            return Superfluous("never_applies", number)
        against = [other for other in others if other not in alike]
        if not denies and against and self._covered(number, one, against):
            return Superfluous("fully_denied", number, self._fewest(number, one, against))
        return Superfluous("covered", number, self._fewest(number, one, alike if denies else others))

    def _bites_nothing(self, number: int, one: Statement, others: Sequence[int]) -> bool:
        """Does a Deny take nothing from what the others allow? Not said of a policy that allows nothing anyway."""
        beside = [self.kept[other] for other in others]
        if all(each.effect is Effect.DENY for each in beside):
            return False
        return self._nothing(number, beside, [*beside, one])

    def _says_nothing(self, number: int, one: Statement) -> bool:
        return self._nothing(number, [replace(one, effect=Effect.ALLOW)], [])

    def _covered(self, number: int, one: Statement, others: Iterable[int]) -> bool:
        """Is nothing changed by a statement beside these?

        An Allow gives nothing that they do not give or deny; a Deny denies nothing that they do not deny.
        """
        beside = [self.kept[other] for other in others]
        if one.effect is Effect.DENY:
            return self._nothing(number, [replace(one, effect=Effect.ALLOW)], _allowing(beside))
        denies = [each for each in beside if each.effect is Effect.DENY]
        return self._nothing(number, [one, *denies], beside)

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

    # -- conditions ----------------------------------------------------------------------------------------------------

    def conditions(self) -> Iterator[Superfluous]:
        """Conditions that could go, of each statement that stays: it says no more without them."""
        for number in self._editable():
            for path in [listed.path for listed in lists_of(self.kept[number]) if listed.path[0] == "Condition"]:
                one = self.kept[number]
                more = statement_from(_without_condition(one.source, path))
                if (by := self._by_what(number, more, one)) is not None:
                    why: Why = "always_holds" if self._always_holds(number, path) else "covered"
                    yield Superfluous(why, number, () if why == "always_holds" else by, path)
                    self.kept[number] = more

    def _always_holds(self, number: int, path: Sequence[str]) -> bool:
        """Does every request of the world meet a condition?"""
        everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        entry = next(e for e in self.kept[number].conditions if (e.operator, e.key) == (path[1], path[2]))
        condition = {"Condition": {entry.operator: {entry.key: list(entry.values.items)}}}
        return self._nothing(number, [statement_from(everything)], [statement_from({**everything, **condition})])

    # -- entries -------------------------------------------------------------------------------------------------------

    def entries(self) -> Iterator[Superfluous]:
        """Entries of lists that could go, of each statement that stays; of equal ones the first stays."""
        for number in self._editable():
            for listed in list(lists_of(self.kept[number])):
                if listed.path[0] in (*ENTRIES, "Condition"):
                    yield from self._in_list(number, listed.path)

    def _editable(self) -> list[int]:
        return [number for number, statement in self.kept.items() if editable(statement)]

    def _in_list(self, number: int, path: tuple[str, ...]) -> Iterator[Superfluous]:
        left = list(range(len(self._list(number, path).items)))
        for entry in reversed(left.copy()):
            listed = self._list(number, path)
            if len(left) < 2:
                return
            place = left.index(entry)
            shorter = self._with(number, listed, [*listed.items[:place], *listed.items[place + 1 :]])
            found = self._entry(number, listed, place, shorter)
            if found is not None:
                yield Superfluous(found[0], number, found[1], path, entry, listed.items[place])
                self.kept[number] = shorter
                left.remove(entry)

    def _entry(self, number: int, listed: Listed, place: int, shorter: Statement) -> tuple[Why, tuple[int, ...]] | None:
        """Why an entry could go. Without one of a `Not` element the statement says more; without a value, either."""
        one = self.kept[number]
        if listed.path[0] not in ("Action", "Resource"):
            by = self._by_what(number, shorter, one)
            less = by is not None and listed.path[0] == "Condition" and self._by_what(number, one, shorter) is None
            return None if by is None or less else ("covered", by)
        alone = self._with(number, listed, [listed.items[place]])
        others = self._others(number, one)
        kept = {**self.kept}
        self.kept[number] = shorter
        try:
            if not self._covered(number, alone, [number, *others]):
                return None
            if self._says_nothing(number, alone):
                return "never_applies", ()
            return "covered", self._fewest(number, alone, [number, *others])
        finally:
            self.kept = kept

    def _by_what(self, number: int, more: Statement, less: Statement) -> tuple[int, ...] | None:
        """The statements besides which one that says more changes nothing, itself first; None if it changes something."""
        if self._adds_nothing(number, more, less, []):
            return (number,)
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
            return self._nothing(number, _allowing([more]), _allowing([less, *beside]))
        denies = [each for each in beside if each.effect is Effect.DENY]
        return self._nothing(number, [more, *denies], [less, *beside])

    def _others(self, number: int, one: Statement) -> list[int]:
        """The other statements that may cover something of one."""
        denies = one.effect is Effect.DENY
        return [n for n, each in self.kept.items() if n != number and (not denies or each.effect is Effect.DENY)]

    def _list(self, number: int, path: tuple[str, ...]) -> Listed:
        return next(listed for listed in lists_of(self.kept[number]) if listed.path == path)

    def _with(self, number: int, listed: Listed, items: Iterable[str]) -> Statement:
        source = put(self.kept[number].source, listed.path, list_node(items))
        return statement_from(source)

    # -- questions -----------------------------------------------------------------------------------------------------

    def _nothing(self, number: int, more: Sequence[Statement], less: Sequence[Statement]) -> bool:
        """Is it proved that statements allow nothing that others do not?"""
        one, other = with_statements(self.policy, more), with_statements(self.policy, less)
        questions: list[tuple[Policy | Layers, Policy | Layers, World]] = [(one, other, self.world)]
        if self.kind not in PLACED:
            questions.append((Layers(resource=(one,)), Layers(resource=(other,)), SAME_ACCOUNT))
        for mine, theirs, world in questions:
            try:
                answer = difference(mine, theirs, self.kind, world, self.budget)
            except DisagreementError:  # an error of the comparison: then it proves nothing
                answer = Unknown("too_hard")
            if isinstance(answer, Unknown):
                self.undecided.add(number)
            if not isinstance(answer, Nothing):
                return False
        return True


def _allowing(statements: Iterable[Statement]) -> list[Statement]:
    return [replace(each, effect=Effect.ALLOW) for each in statements]


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
