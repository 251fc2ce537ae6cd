"""Statements of one policy, asked about together: what some of them allow that others do not.

What is asked of a policy on a resource is asked for callers of both sides, as `proving` does.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from policybuilder.analysis.answers import Answer, DisagreementError, Nothing, Unknown
from policybuilder.analysis.asking import CALLER_KINDS
from policybuilder.analysis.compare import Kind, difference, layers_of
from policybuilder.analysis.globs import Budget
from policybuilder.analysis.proving import PLACED
from policybuilder.analysis.sheet import with_statements
from policybuilder.analysis.worlds import World
from policybuilder.iam import Decision, Effect, Layers, Policy, Request, Statement, Truth, decide, prepare


class Together:
    """The statements of a policy by their number, those that can be read; `undecided` had a question with no answer."""

    def __init__(self, policy: Policy, kind: Kind, world: World, budget: Budget) -> None:
        self.policy = policy
        self.kind = kind
        self.world = world
        self.undecided: set[int] = set()
        self.statements = {
            number: statement
            for number, statement in enumerate(policy.statements)
            if statement.readable and statement.effect is not None
        }
        self._budget = budget
        self._whole = prepare(layers_of(policy, kind))

    def in_world(self, world: World) -> "Together":
        """The same in another world; what is undecided there is kept apart."""
        return Together(self.policy, self.kind, world, self._budget)

    def difference(self, number: int, more: Sequence[Statement], less: Sequence[Statement]) -> Answer:
        """Do statements allow something that others do not? Asked about the statement of a number."""
        answer: Answer = Nothing()
        for one, other, world in self._questions(more, less):
            try:
                answer = difference(one, other, self.kind, world, self._budget)
            except DisagreementError:  # an error of the comparison: then it proves nothing
                answer = Unknown("too_hard")
            if isinstance(answer, Unknown):
                self.undecided.add(number)
            if not isinstance(answer, Nothing):
                return answer
        return answer

    def _questions(
        self, more: Sequence[Statement], less: Sequence[Statement]
    ) -> Iterator[tuple[Policy | Layers, Policy | Layers, World]]:
        one, other = with_statements(self.policy, more), with_statements(self.policy, less)
        yield one, other, self.world
        if self.kind not in PLACED:
            yield Layers(resource=(one,)), Layers(resource=(other,)), replace(self.world, relation="same_account")

    def nothing(self, number: int, more: Sequence[Statement], less: Sequence[Statement]) -> bool:
        """Is it proved that statements allow nothing that others do not?"""
        return isinstance(self.difference(number, more, less), Nothing)

    def alone(self, number: int, one: Statement) -> Answer:
        """Does a statement apply to any request?"""
        return self.difference(number, allowing([one]), [])

    def allows(self, one: Statement, request: Request) -> bool:
        """Does a statement, taken as an Allow, allow a request?"""
        layers = layers_of(with_statements(self.policy, allowing([one])), self.kind)
        return decide(request, layers).decision is not Decision.IMPLICIT_DENY

    def met_elsewhere(self, number: int, request: Request, among: Container[int]) -> bool:
        """May other statements settle a request that one is about? True unless it is seen that none of these does.

        That is seen only of policies that do not say whom they mean, and it takes one decision where the question takes
        many steps.
        """
        if self.kind not in CALLER_KINDS:
            return True
        effect = self.statements[number].effect
        evaluation = decide(request, self._whole)
        if effect is Effect.ALLOW and evaluation.decision not in (Decision.ALLOWED, Decision.IMPLICIT_DENY):
            return True
        return any(
            trace.layer == self.kind
            and trace.statement != number
            and trace.statement in among
            and trace.effect is effect
            and trace.applies is not Truth.NO
            for trace in evaluation.traces
        )


def allowing(statements: Iterable[Statement]) -> list[Statement]:
    """Statements as if each were an Allow."""
    return [replace(each, effect=Effect.ALLOW) for each in statements]
