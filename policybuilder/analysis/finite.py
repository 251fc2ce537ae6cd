"""Do two policies decide the same? Asked over a finite table made from the two of them.

The table is the actions of the services that either names × witness ARNs of all their resource entries and neighbours of
these × contexts around all their conditions × callers. This is agreement over that table and no proof over all requests:
two policies that differ in none of its cells may still differ elsewhere. A difference that is found is real.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from policybuilder.analysis.asking import CALLER_KINDS, Asking, askings
from policybuilder.analysis.finite_axes import MOST_CONTEXTS, Axes, axes_of, possible_resources
from policybuilder.iam import Decision, Layers, Policy, Request, Table, tables


@dataclass(frozen=True, slots=True)
class Difference:
    """A request that two policies answer differently, each in its place among the layers."""

    request: Request
    first: Decision
    second: Decision


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the table showed: the first difference if there is one, else that `cells` requests are decided the same.

    `left_out` names the axes that were cut to stay bounded: `actions`, `resources`, `contexts`.
    """

    differs: Difference | None
    cells: int
    actions: int
    resources: int
    contexts: int
    left_out: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Was no difference found?"""
        return self.differs is None


def same_meaning(
    one: Policy, other: Policy, kind: str = "identity", *, literal: bool = False, most_contexts: int | None = None
) -> Agreement:
    """Compare the decisions of two policies of a kind, cell by cell; explicit denials count as well as permissions.

    Asked are the pairs of action and resource that AWS can send, or all pairs if `literal`. Any policies return, within
    bounds: at most `most_contexts` contexts (else fewer where many callers are tried), and in `finite_axes` the limits of
    services and resources.
    """
    usual = MOST_CONTEXTS if kind in CALLER_KINDS else MOST_CONTEXTS // 3
    axes = axes_of((one, other), most_contexts=usual if most_contexts is None else most_contexts)
    everything = (1 << len(axes.resources)) - 1
    masks = (everything,) * len(axes.actions) if literal else possible_resources(axes.actions, axes.resources)
    asked = askings((one, other), kind)
    groups: dict[Callable[[Policy], Layers], list[Asking]] = {}
    for each in asked:
        groups.setdefault(each.layers, []).append(each)
    differs = next((found for each in groups.values() if (found := _difference((one, other), each, axes, masks))), None)
    cells = sum(mask.bit_count() for mask in masks) * len(axes.contexts) * len(asked)
    sizes = len(axes.actions), len(axes.resources), len(axes.contexts)
    return Agreement(differs, cells, *sizes, axes.left_out)


def _difference(
    pair: tuple[Policy, Policy], asked: Sequence[Asking], axes: Axes, masks: tuple[int, ...]
) -> Difference | None:
    """The first difference for callers who meet the policies in the same place."""
    askers = [Request("", "*", each.principal, each.resource_account, c) for each in asked for c in axes.contexts]
    found = [tables(askers, axes.actions, axes.resources, asked[0].layers(policy)) for policy in pair]
    for asker, first, second in zip(askers, *found, strict=True):
        place = _first_difference(first, second, masks)
        if place is not None:
            action, resource = place
            request = replace(asker, action=axes.actions[action], resource=axes.resources[resource])
            return Difference(request, first.decision(action, resource), second.decision(action, resource))
    return None


def _first_difference(first: Table, second: Table, masks: tuple[int, ...]) -> tuple[int, int] | None:
    """The indexes of action and resource of the first cell that differs."""
    compared: dict[tuple[int, int], int] = {}
    for action, (mine, theirs, mask) in enumerate(zip(first.rows, second.rows, masks, strict=True)):
        key = id(mine), id(theirs)
        if key not in compared:
            compared[key] = _unlike(mine.sets, theirs.sets)
        bits = compared[key] & mask
        if bits:
            return action, mine.width - bits.bit_length()
    return None


def _unlike(mine: Mapping[Decision, int], theirs: Mapping[Decision, int]) -> int:
    """The resources that do not get the same decision, as bits."""
    bits = 0
    for decision in Decision:
        bits |= mine.get(decision, 0) ^ theirs.get(decision, 0)
    return bits
