"""What would have to change for another answer: the nearest statements, and single changes that turn the decision.

Every change that is offered was tried: the engine decides the changed question, and only what it allows is offered.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from policybuilder.iam import (
    ConditionTrace,
    Decision,
    Effect,
    Evaluation,
    Layers,
    Policy,
    Request,
    StatementRef,
    StatementTrace,
    Truth,
    decide,
    policy_from,
)

MOST_NEAR = 3
_GIVES_ITS_VALUE = ("StringEquals", "StringEqualsIgnoreCase", "Bool", "NumericEquals", "ArnEquals", "DateEquals")


@dataclass(frozen=True, slots=True)
class Near:
    """An Allow that does not apply, and the elements in which it fails: action, resource, principal, condition."""

    trace: StatementTrace
    lacks: tuple[str, ...]


def nearest(evaluation: Evaluation, most: int = MOST_NEAR) -> tuple[Near, ...]:
    """The Allows that came nearest, the fewest failures first; those about another service never came near.

    Where a layer blocks what others grant, only its statements are of use.
    """
    blocking = evaluation.blocked_by
    found = [
        Near(trace, lacks)
        for trace in evaluation.traces
        if trace.effect is Effect.ALLOW
        and trace.applies is not Truth.YES
        and (not blocking or trace.layer in blocking)
        and (lacks := _lacks(trace))
    ]
    near = [each for each in found if len(each.lacks) < 2 or "action" not in each.lacks]
    return tuple(sorted(near, key=_distance)[:most])


def _distance(near: Near) -> tuple[int, int, int]:
    """Fewest failures first; then what failed; then those that say the most of the resource."""
    return len(near.lacks), _WEIGHT[near.lacks[0]], -len(near.trace.resource.matched or "")


_WEIGHT = {"condition": 0, "resource": 1, "principal": 2, "action": 3}


def _lacks(trace: StatementTrace) -> tuple[str, ...]:
    elements = {"action": trace.action.truth, "resource": trace.resource.truth}
    if trace.principal:
        elements["principal"] = trace.principal.truth
    failed = [name for name, found in elements.items() if found is Truth.NO]
    return (*failed, *("condition" for condition in trace.conditions if condition.truth is Truth.NO))


class ChangeKind(Enum):
    """What a change does."""

    ALLOW = "change_allow"  # one more Allow in a layer
    LIFT_DENY = "change_lift_deny"  # a Deny statement no longer applies
    GIVE_KEY = "change_give_key"  # the request carries a key with a value


@dataclass(frozen=True, slots=True)
class Change:
    """A single change after which the engine allows the request. `ref` is the statement it is about, if it is about one."""

    kind: ChangeKind
    layer: str
    level: int | None = None
    ref: StatementRef | None = None
    params: Mapping[str, str] = field(default_factory=dict)


def changes(request: Request, layers: Layers, evaluation: Evaluation) -> tuple[Change, ...]:
    """The single changes that would allow a request that is refused; nothing for one that is allowed or depends."""
    if evaluation.decision not in (Decision.EXPLICIT_DENY, Decision.IMPLICIT_DENY):
        return ()
    offered = _lifted(evaluation) if evaluation.decision is Decision.EXPLICIT_DENY else _allowed(request, evaluation)
    tried = [change for change in offered if _allows(request, _changed(layers, change, request))]
    keys = [change for change in _given(evaluation) if _allows(_with_key(request, change), layers)]
    return (*keys, *tried)


def _allows(request: Request, layers: Layers) -> bool:
    return decide(request, layers).decision is Decision.ALLOWED


def _lifted(evaluation: Evaluation) -> Iterator[Change]:
    for ref in evaluation.determining[:1] if len(evaluation.determining) == 1 else ():
        params = {"statement": ref.sid or f"Statement {ref.statement + 1}"}
        yield Change(ChangeKind.LIFT_DENY, ref.layer, ref.level, ref, params)


def _allowed(request: Request, evaluation: Evaluation) -> Iterator[Change]:
    params = {"action": request.action, "resource": request.resource}
    blockers = evaluation.blocked_by or ("identity", "resource")
    for verdict in evaluation.layers:
        if verdict.layer in blockers and verdict.decision is not Decision.ALLOWED:
            yield Change(ChangeKind.ALLOW, verdict.layer, verdict.level, None, params)
    if "resource" in evaluation.blocked_by and all(verdict.layer != "resource" for verdict in evaluation.layers):
        yield Change(ChangeKind.ALLOW, "resource", None, None, params)


def _given(evaluation: Evaluation) -> Iterator[Change]:
    """Keys that a near Allow wants and the request does not carry so."""
    for near in nearest(evaluation, most=100):
        if near.lacks == ("condition",):
            failed = next(each for each in near.trace.conditions if each.truth is Truth.NO)
            value = _wanted(failed)
            if value is not None:
                params = {"key": failed.entry.key, "value": value}
                yield Change(ChangeKind.GIVE_KEY, near.trace.layer, near.trace.level, near.trace.ref, params)


def _wanted(failed: ConditionTrace) -> str | None:
    """A value that would satisfy an entry, where the entry simply names it."""
    named = failed.entry.operator.rpartition(":")[2].removesuffix("IfExists") in _GIVES_ITS_VALUE
    values = failed.entry.values.items
    return values[0] if named and values and "${" not in values[0] else None


def _with_key(request: Request, change: Change) -> Request:
    key = change.params["key"]
    context = {name: value for name, value in request.context.items() if name.lower() != key.lower()}
    left = request.open_keys
    if left != "*":
        left = frozenset(name for name in left if name.lower() != key.lower())
    return replace(request, context={**context, key: change.params["value"]}, open_keys=left)


def _changed(layers: Layers, change: Change, request: Request) -> Layers:
    """The layers after a change to one of them."""
    if change.ref is not None:
        return _edited(layers, change, _without(change.ref))
    statement: dict[str, object] = {"Effect": "Allow", "Action": request.action, "Resource": request.resource}
    if change.layer == "resource":
        statement["Principal"] = {"AWS": request.principal} if request.principal else "*"
    added = policy_from({"Version": "2012-10-17", "Statement": [statement]})
    if added is None:  # cannot be: the document is ours
        return layers
    if change.layer in ("identity", "resource"):
        return _put(layers, change.layer, (*getattr(layers, change.layer), added))
    return _edited(layers, change, _with(added))


_Edit = Callable[[Policy, int], Policy]


def _with(added: Policy) -> _Edit:
    """Add statements to the first policy of a layer; in a limiting layer one policy suffices."""
    return lambda policy, index: policy if index else replace(policy, statements=policy.statements + added.statements)


def _without(ref: StatementRef) -> _Edit:
    """Leave one statement out."""

    def edit(policy: Policy, index: int) -> Policy:
        kept = tuple(each for place, each in enumerate(policy.statements) if place != ref.statement)
        return replace(policy, statements=kept) if index == ref.policy else policy

    return edit


def _edited(layers: Layers, change: Change, edit: _Edit) -> Layers:
    """The layers with every policy of the change's layer, or of its level, edited."""

    def level(policies: Sequence[Policy]) -> tuple[Policy, ...]:
        return tuple(edit(policy, index) for index, policy in enumerate(policies))

    match change.layer:
        case "boundary" | "session" as name:
            found: Policy | None = getattr(layers, name)
            return _put(layers, name, found and edit(found, 0))
        case "scp" | "rcp" as name:
            levels: tuple[tuple[Policy, ...], ...] = getattr(layers, name)
            changed = tuple(level(each) if at == change.level else each for at, each in enumerate(levels))
            return _put(layers, name, changed)
        case name:
            return _put(layers, name, level(getattr(layers, name)))


def _put(layers: Layers, name: str, value: object) -> Layers:
    """The layers with another value for one of them."""
    members: dict[str, Any] = {name: value}
    return replace(layers, **members)
