"""Two policies, or two stacks of them, compared: which allows what the other does not, with a request for each side."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from policybuilder.analysis.answers import Answer, Nothing, Reason, Unknown, Witness
from policybuilder.analysis.globs import Budget
from policybuilder.analysis.question import Question
from policybuilder.analysis.worlds import DEFAULT, World
from policybuilder.iam import Layers, Policy, Request, policy_from

Kind = str
Relation = Literal["equal", "a_more", "b_more", "incomparable", "unknown"]
_EVERYTHING = policy_from({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})
EVERYTHING = (_EVERYTHING,) if _EVERYTHING else ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two policies have to do with each other.

    `witness_a` is a request that A allows and B does not, `witness_b` the other way round. `unknown` means that at least
    one of the two questions has no answer; the other's witness may still be there. `decided` are the actions for which
    the unanswered questions found no difference, `undecided` the others; `reason` says why there is no answer.
    """

    relation: Relation
    a_not_b: Answer
    b_not_a: Answer
    world: World

    @property
    def witness_a(self) -> Request | None:
        """A request that A allows and B does not."""
        return self.a_not_b.request if isinstance(self.a_not_b, Witness) else None

    @property
    def witness_b(self) -> Request | None:
        """A request that B allows and A does not."""
        return self.b_not_a.request if isinstance(self.b_not_a, Witness) else None

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """The questions without an answer."""
        return tuple(answer for answer in (self.a_not_b, self.b_not_a) if isinstance(answer, Unknown))

    @property
    def reason(self) -> Reason | None:
        """Why there is no answer, where there is none."""
        return next((answer.reason for answer in self.unknown), None)

    @property
    def decided(self) -> tuple[str, ...]:
        """The actions without a difference as far as questions without an answer went: none that one of them left open."""
        left = set(self.undecided)
        return tuple(dict.fromkeys(name for answer in self.unknown for name in answer.decided if name not in left))

    @property
    def decided_one_way(self) -> tuple[str, ...]:
        """The actions of which one question found no difference, and the other has no answer."""
        left = set(self.undecided)
        return tuple(dict.fromkeys(name for answer in self.unknown for name in answer.decided if name in left))

    @property
    def undecided(self) -> tuple[str, ...]:
        """The actions for which a question has no answer."""
        return tuple(dict.fromkeys(name for answer in self.unknown for name in answer.undecided))


def compare(
    a: Policy | Layers,
    b: Policy | Layers,
    kind: Kind = "identity",
    world: World = DEFAULT,
    budget: Budget | None = None,
) -> Comparison:
    """Compare two policies of a kind (see `layers_of`), or two stacks.

    A witness is confirmed by `iam.decide`; raises `DisagreementError` if that says otherwise, which is an error of this
    package. Any policies return. The first question may take half of the budget, the second all that is left; what that
    leaves the first goes on with.
    """
    budget = budget or Budget()
    world = world_of(world, a, kind)
    question = Question(layers_of(a, kind), layers_of(b, kind), world, budget)
    with budget.half():
        a_not_b = question.difference(question.one, question.other)
    b_not_a = question.difference(question.other, question.one)
    if isinstance(a_not_b, Unknown) and a_not_b.reason == "budget" and not budget.over:
        a_not_b = question.difference(question.one, question.other)
    return Comparison(_relation(a_not_b, b_not_a), a_not_b, b_not_a, world)


def difference(
    x: Policy | Layers,
    y: Policy | Layers,
    kind: Kind = "identity",
    world: World = DEFAULT,
    budget: Budget | None = None,
) -> Answer:
    """Is there a request that X allows and Y does not? Raises as `compare` does."""
    question = Question(layers_of(x, kind), layers_of(y, kind), world_of(world, x, kind), budget or Budget())
    return question.difference(question.one, question.other)


def layers_of(policy: Policy | Layers, kind: Kind) -> Layers:
    """A policy of a kind among layers that allow everything else: `identity`, `boundary`, `session`, `scp`, `rcp`; any
    other kind is a policy on the resource."""
    if isinstance(policy, Layers):
        return policy
    return _PLACES.get(kind, _on_resource)(policy)


def _on_resource(policy: Policy) -> Layers:
    return Layers(identity=EVERYTHING, resource=(policy,))


_PLACES: Mapping[Kind, Callable[[Policy], Layers]] = {
    "identity": lambda policy: Layers(identity=(policy,)),
    "boundary": lambda policy: Layers(identity=EVERYTHING, boundary=policy),
    "session": lambda policy: Layers(identity=EVERYTHING, session=policy),
    "scp": lambda policy: Layers(identity=EVERYTHING, scp=((policy,),)),
    "rcp": lambda policy: Layers(identity=EVERYTHING, rcp=((policy,),)),
}


def world_of(world: World, policy: Policy | Layers, kind: Kind) -> World:
    """The world for a kind: a policy on a resource is asked about by other accounts, unless the world says who asks."""
    alone = isinstance(policy, Policy) and kind not in _PLACES
    return replace(world, relation="other_account") if alone and world.relation == "any" else world


def _relation(a_not_b: Answer, b_not_a: Answer) -> Relation:
    if isinstance(a_not_b, Unknown) or isinstance(b_not_a, Unknown):
        return "unknown"
    match isinstance(a_not_b, Nothing), isinstance(b_not_a, Nothing):
        case True, True:
            return "equal"
        case False, True:
            return "a_more"
        case True, False:
            return "b_more"
        case _:
            return "incomparable"
