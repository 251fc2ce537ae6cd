"""The decision: an explicit Deny wins over every Allow, an Allow over silence; what limits must allow as well.

Rules: AWS's pages "Policy evaluation logic", "How AWS enforcement code logic evaluates requests to allow or deny access"
and "SCP evaluation". Every layer is evaluated by the same function; the decision is a fold over the layers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from policybuilder.iam.document import Effect, Policy
from policybuilder.iam.entries import IncompleteArn
from policybuilder.iam.match import (
    PreparedStatement,
    Question,
    StatementRef,
    StatementTrace,
    applies,
    match_statement,
    prepare_statement,
    question_of,
)
from policybuilder.iam.request import Layers, Request, derive_context
from policybuilder.iam.truth import Truth, all_of, any_of, negate
from policybuilder.iam.variables import Dialect


class Decision(Enum):
    """The answer, in the words of AWS's policy simulator; `unknown` where an open context key decides."""

    ALLOWED = "allowed"
    EXPLICIT_DENY = "explicitDeny"
    IMPLICIT_DENY = "implicitDeny"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class LayerVerdict:
    """What one layer (for SCPs: one level) says on its own."""

    layer: str
    level: int | None
    decision: Decision


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The decision with its reasons.

    `determining`: every applicable Deny, or the applicable Allows of every layer that had to allow. `blocked_by`: the
    layers without whose refusal it would have been allowed. `missing_keys`: the open keys that decide.
    `assumptions`: the ids of what AWS's text leaves open and the answer hangs on.
    """

    decision: Decision
    determining: tuple[StatementRef, ...]
    blocked_by: tuple[str, ...]
    missing_keys: tuple[str, ...]
    assumptions: tuple[str, ...]
    layers: tuple[LayerVerdict, ...]
    traces: tuple[StatementTrace, ...]


@dataclass(frozen=True, slots=True)
class PreparedLayer:
    """The statements of one layer, or of one level of SCPs. `limits`: it must allow too, but grants nothing."""

    layer: str
    level: int | None
    limits: bool
    statements: tuple[PreparedStatement, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Policies made ready for many questions."""

    layers: tuple[PreparedLayer, ...]


def prepare(layers: Layers) -> Prepared:
    """Make policies ready once, for many calls of `decide` and `verdict`."""
    found = [_layer("identity", None, layers.identity, IncompleteArn.COMPLETED)]
    if layers.boundary is not None:
        found.append(_layer("boundary", None, (layers.boundary,), IncompleteArn.COMPLETED))
    if layers.session is not None:
        found.append(_layer("session", None, (layers.session,), IncompleteArn.NEVER_MATCHES))
    for level, policies in enumerate(layers.scp):
        found.append(_layer("scp", level, policies, IncompleteArn.COMPLETED_AFTER_STAR))
    return Prepared(tuple(found))


def _layer(name: str, level: int | None, policies: Sequence[Policy], incomplete: IncompleteArn) -> PreparedLayer:
    statements = tuple(
        prepare_statement(
            statement,
            StatementRef(name, index, level, place, statement.sid),
            Dialect(policy.variables_enabled, policy.version is None),
            incomplete,
        )
        for index, policy in enumerate(policies)
        for place, statement in enumerate(policy.statements)
    )
    return PreparedLayer(name, level, name != "identity", statements)


@dataclass(frozen=True, slots=True)
class _Result:
    """What a layer's statements come to."""

    layer: str
    level: int | None
    limits: bool
    deny: Truth
    allow: Truth
    traces: tuple[StatementTrace, ...]

    @property
    def verdict(self) -> LayerVerdict:
        return LayerVerdict(self.layer, self.level, _combine(self.deny, self.allow))

    @property
    def refuses(self) -> bool:
        return self.deny is not Truth.NO or self.allow is not Truth.YES


def evaluate_layer(layer: PreparedLayer, question: Question) -> _Result:
    """Evaluate the statements of a layer, whatever its kind."""
    return _result(layer, tuple(match_statement(statement, question) for statement in layer.statements))


def _result(layer: PreparedLayer | _Result, traces: tuple[StatementTrace, ...]) -> _Result:
    deny = any_of(trace.applies for trace in traces if trace.effect is Effect.DENY)
    allow = any_of(trace.applies for trace in traces if trace.effect is Effect.ALLOW)
    return _Result(layer.layer, layer.level, layer.limits, deny, allow, traces)


def _combine(deny: Truth, allow: Truth) -> Decision:
    if deny is Truth.YES:
        return Decision.EXPLICIT_DENY
    if deny is Truth.UNKNOWN:
        return Decision.UNKNOWN
    return {Truth.YES: Decision.ALLOWED, Truth.NO: Decision.IMPLICIT_DENY, Truth.UNKNOWN: Decision.UNKNOWN}[allow]


def _denied(results: Iterable[_Result]) -> Truth:
    return any_of(result.deny for result in results)


def _granted(results: Iterable[_Result]) -> Truth:
    """Is it granted? The identity side grants; boundary, session policy and every level of SCPs must allow as well."""
    return all_of(result.allow for result in results)


def decide(request: Request, layers: Layers | Prepared) -> Evaluation:
    """Would AWS allow this action on this resource? Any request and any policies return.

    The question is literal: an action that takes no resource is asked on `*`. What follows from the request is added
    to its context first (`derive_context`).
    """
    prepared = layers if isinstance(layers, Prepared) else prepare(layers)
    question = question_of(derive_context(request))
    results = tuple(evaluate_layer(layer, question) for layer in prepared.layers)
    decision = _combine(_denied(results), _granted(results))
    traces = tuple(trace for result in results for trace in result.traces)
    determining = _determining(decision, traces)
    return Evaluation(
        decision,
        tuple(trace.ref for trace in determining),
        _blocked_by(decision, results),
        _missing_keys(decision, results),
        _assumptions(decision, results, determining),
        tuple(result.verdict for result in results),
        traces,
    )


def verdict(request: Request, layers: Layers | Prepared) -> Decision:
    """The decision of `decide`, without its reasons."""
    prepared = layers if isinstance(layers, Prepared) else prepare(layers)
    question = question_of(derive_context(request))
    statements = [statement for layer in prepared.layers for statement in layer.statements]
    deny = _any_applies(statements, Effect.DENY, question)
    if deny is not Truth.NO:
        return _combine(deny, Truth.NO)
    return _combine(deny, all_of(_any_applies(layer.statements, Effect.ALLOW, question) for layer in prepared.layers))


def _any_applies(statements: Iterable[PreparedStatement], effect: Effect, question: Question) -> Truth:
    return any_of(applies(found, question) for found in statements if found.statement.effect is effect)


def _determining(decision: Decision, traces: Sequence[StatementTrace]) -> list[StatementTrace]:
    effect = {Decision.EXPLICIT_DENY: Effect.DENY, Decision.ALLOWED: Effect.ALLOW}.get(decision)
    return [trace for trace in traces if effect and trace.effect is effect and trace.applies is Truth.YES]


def _blocked_by(decision: Decision, results: Sequence[_Result]) -> tuple[str, ...]:
    """Layers that limit and refuse, if what grants does not; taking them away would allow the request."""
    if decision not in (Decision.EXPLICIT_DENY, Decision.IMPLICIT_DENY):
        return ()
    if any(result.refuses for result in results if not result.limits):
        return ()
    return tuple(dict.fromkeys(result.layer for result in results if result.refuses))


def _missing_keys(decision: Decision, results: Sequence[_Result]) -> tuple[str, ...]:
    """The keys of the undecided statements that could still turn the decision."""
    if decision is not Decision.UNKNOWN:
        return ()
    effects = {Effect.DENY}
    undecided = [result for result in results if result.deny is Truth.UNKNOWN]
    names = {name for result in undecided for name in _names(result, effects)}
    if _granted(results) is Truth.UNKNOWN:
        open_layers = [result for result in results if result.allow is Truth.UNKNOWN]
        names |= {name for result in open_layers for name in _names(result, {Effect.ALLOW})}
    return tuple(sorted(names))


def _names(result: _Result, effects: set[Effect]) -> set[str]:
    return {name for trace in result.traces if trace.effect in effects for name in trace.missing}


def _assumptions(
    decision: Decision, results: Sequence[_Result], determining: Sequence[StatementTrace]
) -> tuple[str, ...]:
    """The ids that the answer hangs on: it would differ, or have other reasons, if AWS did the opposite."""
    ids = {found for result in results for trace in result.traces for found in _carried(trace)}
    carried = {found for trace in determining for found in _carried(trace)}
    hangs_on = [found for found in ids if found in carried or _turns(decision, results, found)]
    return tuple(sorted(hangs_on, key=lambda found: int(found.removeprefix("10."))))


def _carried(trace: StatementTrace) -> set[str]:
    """The assumptions that could change whether a statement applies."""
    doubtful = [element for element in trace.elements if element.assumptions]
    if any(element.truth is Truth.NO and not element.assumptions for element in trace.elements):
        return set()
    return {found for element in doubtful for found in element.assumptions}


def _turns(decision: Decision, results: Sequence[_Result], found: str) -> bool:
    """Would the decision differ if every statement that rests on an assumption did the opposite?"""
    return any(_decision_if(results, found, undecided) is not decision for undecided in (Truth.YES, Truth.NO))


def _decision_if(results: Sequence[_Result], found: str, undecided: Truth) -> Decision:
    turned = [_result(result, tuple(_turned(trace, found, undecided) for trace in result.traces)) for result in results]
    return _combine(_denied(turned), _granted(turned))


def _turned(trace: StatementTrace, found: str, undecided: Truth) -> StatementTrace:
    if found not in _carried(trace):
        return trace
    return replace(trace, applies=undecided if trace.applies is Truth.UNKNOWN else negate(trace.applies))
