"""From what became of the statements to the answer's reasons: what decided, what blocked, what it hangs on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from policybuilder.iam.combine import Decision, Sides, combined, other_readings, paths
from policybuilder.iam.document import Effect
from policybuilder.iam.limits import Exemption, ExemptReason
from policybuilder.iam.match import StatementRef, StatementTrace
from policybuilder.iam.principals import USER_BY_NAME, Grant
from policybuilder.iam.request import Caller
from policybuilder.iam.truth import Truth, all_of, any_of, negate

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
ASSUMED_ROOT = "aws:AssumedRoot"  # tells a root session of AssumeRoot ("AWS global condition context keys")


@dataclass(frozen=True, slots=True)
class LayerVerdict:
    """What one layer (for SCPs and RCPs: one level) says on its own."""

    layer: str
    level: int | None
    decision: Decision


class Setting(NamedTuple):
    """What is known of the caller apart from policies; see `Sides`. `identity` is None unless it follows from him:
    the root user needs no policy, a service can have none. It is open where the root user may be a session of AssumeRoot.
    """

    identity: Truth | None = None
    same_account: Truth = YES
    unscoped: bool = False
    service: bool = False
    by_task: bool = False


class Standing(NamedTuple):
    """What follows from who asks: the layers that are set but do not count, each with the reason, whether he has a
    permissions boundary, and the setting if the resource is of his account."""

    caller: Caller
    exempt: Mapping[str, ExemptReason]
    bounded: bool
    setting: Setting


class Result(NamedTuple):
    """What a layer's statements come to; `grants` is for resource-based policies.

    `deny_unbounded` is whether it would deny if the caller had no boundary, where that may be something else.
    """

    layer: str
    level: int | None
    deny: Truth
    allow: Truth
    grants: tuple[tuple[Grant, Truth], ...] = ()
    traces: tuple[StatementTrace, ...] = ()
    deny_unbounded: Truth | None = None

    @property
    def truths(self) -> tuple[object, ...]:
        """All that decides, without the statements it comes from."""
        return self.deny, self.allow, self.grants, self.deny_unbounded

    @property
    def verdict(self) -> LayerVerdict:
        """The layer's own word."""
        return LayerVerdict(self.layer, self.level, combined(self.deny, self.allow))

    @property
    def refuses(self) -> bool:
        """Whether it may stand in the way. RCPs always allow as well: AWS attaches a policy that does."""
        return self.deny is not NO or (self.allow is not YES and self.layer != "rcp")


def result_of(
    layer: str, level: int | None, traces: tuple[StatementTrace, ...], doubt: "_Doubt | None" = None
) -> Result:
    """What the traces of a layer come to; with a doubt, if the statements resting on it did the opposite."""
    if doubt is None and layer != "resource":
        held = [trace for trace in traces if trace.applies is not NO]
        deny = any_of([trace.applies for trace in held if trace.effect is Effect.DENY])
        return Result(layer, level, deny, any_of([t.applies for t in held if t.effect is Effect.ALLOW]), (), traces)
    rests = [doubt.rest(trace) if doubt else None for trace in traces]
    names = [doubt.names(trace) if doubt else trace.names for trace in traces]
    applied = [
        trace.applies if rest is None else all_of((rest, _named(trace, called)))
        for trace, rest, called in zip(traces, rests, names, strict=True)
    ]
    pairs = list(zip(traces, applied, strict=True))
    deny = any_of(applies for trace, applies in pairs if trace.effect is Effect.DENY)
    allow = any_of(applies for trace, applies in pairs if trace.effect is Effect.ALLOW)
    if layer != "resource":
        return Result(layer, level, deny, allow, (), traces)
    found = [
        (grant, all_of((sure, trace.rest if rest is None else rest)))
        for trace, rest, called in zip(traces, rests, names, strict=True)
        if trace.effect is Effect.ALLOW
        for grant, sure in called
    ]
    grants = tuple((grant, any_of(held for name, held in found if name is grant)) for grant in Grant)
    return Result(layer, level, deny, allow, grants, traces)


def _named(trace: StatementTrace, names: tuple[tuple[Grant, Truth], ...]) -> Truth:
    if trace.principal is None:
        return YES
    return trace.principal.truth if names == trace.names else any_of(held for _, held in names)


def sides_of(results: Iterable[Result], setting: Setting) -> Sides:
    """The layers' results side by side."""
    by_layer: dict[str, list[Result]] = {}
    for result in results:
        by_layer.setdefault(result.layer, []).append(result)

    def allowed(layer: str) -> Truth:
        return all_of(result.allow for result in by_layer.get(layer, ()))

    grants = {grant.value: held for result in by_layer.get("resource", ()) for grant, held in result.grants}
    return Sides(
        deny=any_of(result.deny for found in by_layer.values() for result in found),
        identity=allowed("identity") if setting.identity is None else setting.identity,
        boundary=allowed("boundary"),
        session=allowed("session"),
        scp=allowed("scp"),
        same_account=setting.same_account,
        unscoped=setting.unscoped,
        service=setting.service,
        by_task=setting.by_task,
        **grants,
    )


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The decision with its reasons.

    `determining`: every applicable Deny, or the applicable Allows of every layer that had to allow. `blocked_by`: the
    layers without whose refusal it would have been allowed. `missing_keys`: the open keys that decide.
    `assumptions`: the ids of what AWS's text leaves open and the answer hangs on. `exempt`: layers that are set but do
    not count for this caller or service.
    """

    decision: Decision
    determining: tuple[StatementRef, ...]
    blocked_by: tuple[str, ...]
    missing_keys: tuple[str, ...]
    assumptions: tuple[str, ...]
    layers: tuple[LayerVerdict, ...]
    traces: tuple[StatementTrace, ...]
    exempt: tuple[Exemption, ...] = ()


class Outcome(NamedTuple):
    """What follows from the layers' truths alone, whichever statements they come from.

    `needed` are the layers that had to allow, `counted` the grants that counted. `readings` are the assumptions on how
    layers come together that the decision hangs on.
    """

    sides: Sides
    decision: Decision
    blocked_by: tuple[str, ...]
    verdicts: tuple[LayerVerdict, ...]
    needed: frozenset[str]
    counted: frozenset[Grant]
    readings: frozenset[str]


def outcome_of(results: Sequence[Result], setting: Setting) -> Outcome:
    """The layers' results come together."""
    sides = sides_of(results, setting)
    decision = sides.decision
    ways = list(paths(sides)) if decision is Decision.ALLOWED else []
    return Outcome(
        sides,
        decision,
        blocked_by(sides, results, setting),
        tuple(result.verdict for result in results),
        frozenset(layer for needed, _ in ways for layer in (*needed, "scp")),
        frozenset(grant for _, counted in ways for grant in counted),
        frozenset(found for found, other in other_readings(sides) if other.decision is not decision),
    )


def determining(outcome: Outcome, results: Sequence[Result]) -> list[StatementTrace]:
    """Every applicable Deny, or the applicable Allows of every layer that had to allow; else nothing."""
    if outcome.sides.deny is YES:
        return [trace for trace in _traces(results) if trace.effect is Effect.DENY and trace.applies is YES]
    if outcome.decision is not Decision.ALLOWED:
        return []
    return [
        trace
        for result in results
        if result.layer in outcome.needed
        for trace in result.traces
        if trace.applies is YES and _counts(trace, outcome.counted)  # no Deny applies to what is allowed
    ]


def _counts(trace: StatementTrace, grants: frozenset[Grant]) -> bool:
    return trace.layer != "resource" or any(sure is YES and grant in grants for grant, sure in trace.names)


def _traces(results: Iterable[Result]) -> Iterator[StatementTrace]:
    return (trace for result in results for trace in result.traces)


# -- what blocked -----------------------------------------------------------------------------------------------------


def blocked_by(sides: Sides, results: Sequence[Result], setting: Setting) -> tuple[str, ...]:
    """The layers without whose refusal it would have been allowed: as few as suffice.

    In one account a layer is freed by taking it away; a policy that grants is missed then. Across accounts identity and
    resource must both allow, so that there they are freed by allowing.
    """
    if sides.decision not in (Decision.EXPLICIT_DENY, Decision.IMPLICIT_DENY):
        return ()
    across = setting.same_account is NO
    refusing = list(dict.fromkeys(result.layer for result in results if result.refuses))
    if across and "resource" not in refusing:
        refusing.append("resource")
    found = next((each for each in (refusing, _unbounded(refusing, results)) if _allowed(results, setting, each)), [])
    for layer in tuple(found):
        fewer = [other for other in found if other != layer]
        if _allowed(results, setting, fewer):
            found = fewer
    return tuple(sorted(found, key=_ORDER.index))


def _unbounded(refusing: Sequence[str], results: Sequence[Result]) -> list[str]:
    """The layers to free where the boundary alone makes a Deny apply: the boundary in place of the layer that denies.

    Source: IAM User Guide, "AWS JSON policy elements: NotPrincipal" (with a boundary such a Deny always applies).
    """
    bound = {result.layer for result in results if result.deny_unbounded is not None}
    return [*(layer for layer in refusing if layer not in bound), "boundary"] if bound else []


def _allowed(results: Sequence[Result], setting: Setting, layers: Sequence[str]) -> bool:
    return _freed(results, setting, layers) is Decision.ALLOWED


_ORDER = ("identity", "boundary", "session", "scp", "rcp", "resource")


def _freed(results: Sequence[Result], setting: Setting, layers: Sequence[str]) -> Decision:
    kept = [result for result in results if result.layer not in layers]
    if "boundary" in layers:
        kept = [one if one.deny_unbounded is None else one._replace(deny=one.deny_unbounded) for one in kept]
    freed = sides_of(kept, setting)
    if "identity" in layers:
        freed = replace(freed, identity=YES if setting.same_account is NO else NO)
    if "resource" in layers and setting.same_account is NO:
        freed = replace(freed, named=YES)
    return freed.decision


# -- what it hangs on -------------------------------------------------------------------------------------------------


def missing_keys(sides: Sides, results: Sequence[Result], setting: Setting) -> tuple[str, ...]:
    """The keys of the undecided statements, and of what is not known of the caller, that could still turn the decision."""
    if sides.decision is not Decision.UNKNOWN:
        return ()
    undecided = [result for result in results if result.deny is UNKNOWN]
    names = {name for result in undecided for name in _names(result, Effect.DENY)}
    if sides.granted is UNKNOWN:
        half_open = [result for result in results if UNKNOWN in (result.allow, *(held for _, held in result.grants))]
        names |= {name for result in half_open for name in _names(result, Effect.ALLOW)}
        names |= {"aws:PrincipalAccount"} if sides.same_account is UNKNOWN else set()
        names |= {ASSUMED_ROOT} if setting.identity is UNKNOWN else set()
    return tuple(sorted(names))


def _names(result: Result, effect: Effect) -> Iterator[str]:
    for trace in result.traces:
        if trace.effect is effect and trace.rest is not NO:
            yield from trace.missing
            yield from trace.naming_keys


@dataclass(frozen=True, slots=True)
class _Doubt:
    """An assumption, and what becomes of a statement of which it is not known whether it applies."""

    assumption: str
    undecided: Truth

    def rest(self, trace: StatementTrace) -> Truth | None:
        """Whether the statement would apply if AWS did the opposite; None if it does not rest on the assumption."""
        if self.assumption not in trace.doubts:
            return None
        if self.assumption == USER_BY_NAME:
            return trace.rest
        return self.undecided if trace.rest is UNKNOWN else negate(trace.rest)

    def names(self, trace: StatementTrace) -> tuple[tuple[Grant, Truth], ...]:
        """By which names the statement would mean the caller: by his user's where it does not, and the other way round."""
        if self.assumption != USER_BY_NAME or USER_BY_NAME not in trace.doubts:
            return trace.names
        found = dict(trace.names)
        return tuple((found | {Grant.ENTITY: negate(found.get(Grant.ENTITY, NO))}).items())


def assumptions(
    outcome: Outcome, results: Sequence[Result], setting: Setting, decided: Sequence[StatementTrace]
) -> tuple[str, ...]:
    """The ids that the answer hangs on: it would differ, or have other reasons, if AWS did the opposite."""
    doubts = [trace.doubts for trace in _traces(results) if trace.doubts]
    if not doubts and not outcome.readings:
        return ()
    said = {found for trace in decided for found in trace.doubts}
    ids = {found for several in doubts for found in several}
    hangs_on = {found for found in ids if found in said or _turns(outcome.sides, results, setting, found)}
    return tuple(sorted(hangs_on | outcome.readings, key=lambda found: int(found.removeprefix("10."))))


def _turns(sides: Sides, results: Sequence[Result], setting: Setting, found: str) -> bool:
    """Would the decision differ if every statement that rests on an assumption did the opposite?"""
    for undecided in (YES, NO):
        doubt = _Doubt(found, undecided)
        turned = [result_of(result.layer, result.level, result.traces, doubt) for result in results]
        if sides_of(turned, setting).decision is not sides.decision:
            return True
    return False
