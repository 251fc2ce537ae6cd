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
from policybuilder.analysis.sheet import Listed, editable, list_node, lists_of, put, with_statements
from policybuilder.analysis.worlds import DEFAULT, World
from policybuilder.iam import Effect, Layers, Policy, Statement, statement_from

Why = Literal["never_applies", "fully_denied", "covered", "never_bites"]
"""`never_applies`: to no request of the world. `fully_denied`: Deny statements take back all that it allows. `covered`:
without it everything is decided as with it. `never_bites`: a Deny of what the policy itself allows nowhere."""
ENTRIES = ("Action", "NotAction", "Resource", "NotResource")


@dataclass(frozen=True, slots=True)
class Superfluous:
    """A statement, or with `element` an entry of it, that the policy could do without.

    `by` are the statements that cover or deny it, as few as were found; the statement itself where entries beside it
    do. Statements are counted from 0. Those that were found before are not among them, so that all that is told may go
    at once.
    """

    why: Why
    statement: int
    by: tuple[int, ...] = ()
    element: str = ""
    entry: int = 0
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
    found = [*asked.statements(), *asked.entries()]
    found.sort(key=lambda one: (bool(one.element), one.statement, one.element, one.entry))
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

    # -- entries -------------------------------------------------------------------------------------------------------

    def entries(self) -> Iterator[Superfluous]:
        """Entries of lists that could go, of each statement that stays; the last first."""
        for number in list(self.kept):
            if not editable(self.kept[number]):
                continue
            for element in [listed.name for listed in lists_of(self.kept[number]) if listed.path[0] in ENTRIES]:
                yield from self._in_list(number, element)

    def _in_list(self, number: int, element: str) -> Iterator[Superfluous]:
        left = list(range(len(self._list(number, element).items)))
        for entry in reversed(left.copy()):
            listed = self._list(number, element)
            if len(left) < 2:
                return
            place = left.index(entry)
            without = self._with(number, listed, [*listed.items[:place], *listed.items[place + 1 :]])
            found = self._entry(number, listed, place, without)
            if found is not None:
                why, by = found
                yield Superfluous(why, number, by, element, entry, listed.items[place])
                self.kept[number] = without
                left.remove(entry)

    def _entry(self, number: int, listed: Listed, place: int, without: Statement) -> tuple[Why, tuple[int, ...]] | None:
        """Why an entry could go. Without one of a `Not` element the statement says more, else less."""
        one = self.kept[number]
        if listed.name.startswith("Not"):
            beside = [without, one]
            return ("covered", (number,)) if self._adds_nothing(number, *beside) else None
        alone = self._with(number, listed, [listed.items[place]])
        others = [other for other in self.kept if other != number]
        if one.effect is Effect.DENY:
            others = [other for other in others if self.kept[other].effect is Effect.DENY]
        kept = {**self.kept}
        self.kept[number] = without
        try:
            if not self._covered(number, alone, [number, *others]):
                return None
            if self._says_nothing(number, alone):
                return "never_applies", ()
            return "covered", self._fewest(number, alone, [number, *others])
        finally:
            self.kept = kept

    def _adds_nothing(self, number: int, more: Statement, less: Statement) -> bool:
        """Does a statement that says more change nothing beside the others?"""
        others = [self.kept[other] for other in self.kept if other != number]
        if more.effect is Effect.DENY:
            denies = [each for each in others if each.effect is Effect.DENY]
            return self._nothing(number, _allowing([more]), _allowing([less, *denies]))
        return self._nothing(number, [more, *others], [less, *others])

    def _list(self, number: int, element: str) -> Listed:
        return next(listed for listed in lists_of(self.kept[number]) if listed.path == (element,))

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
