"""Questions that are comparisons in disguise: what is allowed at all, is anything new, is something not granted."""

from collections.abc import Sequence
from dataclasses import replace

from policybuilder.analysis.answers import Answer
from policybuilder.analysis.boxes import Difference, gained
from policybuilder.analysis.compare import Kind, difference, layers_of, world_of
from policybuilder.analysis.globs import Budget
from policybuilder.analysis.worlds import DEFAULT, World
from policybuilder.iam import Layers, Policy, policy_of, statement_from

NOTHING = policy_of({"Version": "2012-10-17"}, ())
"""The policy that allows nothing."""


def reach(
    policy: Policy | Layers, kind: Kind = "identity", world: World = DEFAULT, budget: Budget | None = None
) -> Difference:
    """Everything that a policy of a kind, or a stack, allows. Raises as `compare` does."""
    return gained(policy, _nothing_beside(policy, kind), kind, world_of(world, policy, kind), budget)


def no_new_access(
    old: Policy | Layers,
    new: Policy | Layers,
    kind: Kind = "identity",
    world: World = DEFAULT,
    budget: Budget | None = None,
) -> Answer:
    """`Nothing` if the new policy allows nothing that the old one does not, else a witness. Raises as `compare` does."""
    return difference(new, old, kind, world, budget)


def not_granted(
    policy: Policy | Layers,
    actions: Sequence[str],
    resources: Sequence[str] = ("*",),
    kind: Kind = "identity",
    world: World = DEFAULT,
    budget: Budget | None = None,
) -> Answer:
    """`Nothing` if none of the actions is allowed on any of the resources, both written as in a policy; else a witness.

    Raises as `compare` does.
    """
    asked = {"Effect": "Allow", "Action": list(actions), "Resource": list(resources)}
    box = policy_of({"Version": "2012-10-17"}, [statement_from(asked)])
    layers = layers_of(policy, kind)
    limited = replace(layers, scp=(*layers.scp, (box,)))
    return difference(limited, _nothing_beside(policy, kind), kind, world_of(world, policy, kind), budget)


def _nothing_beside(policy: Policy | Layers, kind: Kind) -> Layers:
    """Layers that allow nothing, whoever asks."""
    layers = layers_of(policy, kind)
    return replace(layers, identity=(), boundary=None, session=None, scp=((NOTHING,),), resource=())
