"""The decision: an explicit Deny wins over every Allow, an Allow over silence; what limits must allow as well.

Rules: AWS's pages "Policy evaluation logic", "How AWS enforcement code logic evaluates requests to allow or deny access"
and "SCP evaluation". Every layer is evaluated by the same function; `combine` says how they come together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policybuilder.iam.combine import Decision
from policybuilder.iam.document import Effect, Policy
from policybuilder.iam.entries import IncompleteArn
from policybuilder.iam.limits import Exemption, ExemptReason, exemption
from policybuilder.iam.match import (
    PreparedStatement,
    Question,
    StatementRef,
    StatementTrace,
    applies,
    match_statement,
    named,
    prepare_statement,
    question_of,
)
from policybuilder.iam.outcome import (
    LayerVerdict,
    Result,
    Setting,
    assumptions,
    blocked_by,
    determining,
    missing_keys,
    result_of,
    sides_of,
)
from policybuilder.iam.principals import Grant
from policybuilder.iam.request import Layers, Request, caller_of, derive_context, resource_account
from policybuilder.iam.truth import Truth, all_of, any_of, truth
from policybuilder.iam.variables import Dialect

RCP_COVERAGE = "10.19"


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


@dataclass(frozen=True, slots=True)
class PreparedLayer:
    """The statements of one layer, or of one level of SCPs or RCPs."""

    layer: str
    level: int | None
    statements: tuple[PreparedStatement, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Policies made ready for many questions."""

    layers: tuple[PreparedLayer, ...]

    def has(self, layer: str) -> bool:
        """Is the layer set?"""
        return any(found.layer == layer for found in self.layers)


def prepare(layers: Layers) -> Prepared:
    """Make policies ready once, for many calls of `decide` and `verdict`."""
    found = [_layer("identity", None, layers.identity, IncompleteArn.COMPLETED)]
    if layers.boundary is not None:
        found.append(_layer("boundary", None, (layers.boundary,), IncompleteArn.COMPLETED))
    if layers.session is not None:
        found.append(_layer("session", None, (layers.session,), IncompleteArn.NEVER_MATCHES))
    for level, policies in enumerate(layers.scp):
        found.append(_layer("scp", level, policies, IncompleteArn.COMPLETED_AFTER_STAR))
    for level, policies in enumerate(layers.rcp):
        found.append(_layer("rcp", level, policies, IncompleteArn.NEVER_MATCHES))
    if layers.resource:
        found.append(_layer("resource", None, layers.resource, IncompleteArn.NEVER_MATCHES))
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
    return PreparedLayer(name, level, statements)


def evaluate_layer(layer: PreparedLayer, question: Question) -> Result:
    """Evaluate the statements of a layer, whatever its kind."""
    traces = tuple(match_statement(statement, question) for statement in layer.statements)
    return result_of(layer.layer, layer.level, traces)


def decide(request: Request, layers: Layers | Prepared) -> Evaluation:
    """Would AWS allow this action on this resource? Any request and any policies return.

    The question is literal: an action that takes no resource is asked on `*`. What follows from the request is added
    to its context first (`derive_context`).
    """
    prepared = layers if isinstance(layers, Prepared) else prepare(layers)
    derived = derive_context(request)
    exempt = exemptions(derived, prepared)
    question = question_of(derived, bounded=_is_bounded(prepared, exempt))
    results = tuple(evaluate_layer(layer, question) for layer in prepared.layers if layer.layer not in exempt)
    setting = setting_of(derived, question, prepared)
    sides = sides_of(results, setting)
    decided = determining(sides, results)
    hangs_on = assumptions(sides, results, setting, decided)
    return Evaluation(
        sides.decision,
        tuple(trace.ref for trace in decided),
        blocked_by(sides, results, setting),
        missing_keys(sides, results),
        (*hangs_on, *_coverage(exempt, prepared, question, sides.decision)),
        tuple(result.verdict for result in results),
        tuple(trace for result in results for trace in result.traces),
        tuple(Exemption(layer, reason) for layer, reason in exempt.items()),
    )


def exemptions(derived: Request, prepared: Prepared) -> dict[str, ExemptReason]:
    """The layers that are set but do not count, each with the reason."""
    names = dict.fromkeys(layer.layer for layer in prepared.layers)
    reasons = {name: exemption(name, derived) for name in names}
    return {name: reason for name, reason in reasons.items() if reason is not None}


def _is_bounded(prepared: Prepared, exempt: Iterable[str]) -> bool:
    return prepared.has("boundary") and "boundary" not in exempt


def setting_of(derived: Request, question: Question, prepared: Prepared) -> Setting:
    """What is known of the caller apart from policies."""
    caller = caller_of(derived.principal)
    follows = {"Account": Truth.YES}.get(caller.kind or "", Truth.NO if caller.service else None)
    return Setting(
        identity=follows,
        same_account=_same_account(derived, question, prepared),
        unscoped=caller.kind == "FederatedUser" and not prepared.has("session"),
        service=caller.service,
    )


def _same_account(derived: Request, question: Question, prepared: Prepared) -> Truth:
    """Do caller and resource belong to one account? Where nobody says who asks, only a policy on the resource makes a
    difference, and then the account decides."""
    caller = caller_of(derived.principal)
    owner = resource_account(derived)
    if caller.service or owner is None:
        return Truth.YES
    if caller.account is not None:
        return truth(caller.account == owner)
    if not prepared.has("resource"):
        return Truth.YES
    party = question.party
    if party.account is None:
        return Truth.UNKNOWN if question.context.look_up("aws:PrincipalAccount").is_open else Truth.NO
    return truth(party.account == owner)


def _coverage(
    exempt: dict[str, ExemptReason], prepared: Prepared, question: Question, decision: Decision
) -> tuple[str, ...]:
    """An RCP that would deny, if RCPs reached the service: the list of services is a list of a day."""
    if exempt.get("rcp") is not ExemptReason.NOT_COVERED or decision is Decision.EXPLICIT_DENY:
        return ()
    levels = [evaluate_layer(layer, question) for layer in prepared.layers if layer.layer == "rcp"]
    return (RCP_COVERAGE,) * (any_of(level.deny for level in levels) is not Truth.NO)


# -- without reasons --------------------------------------------------------------------------------------------------


def verdict(request: Request, layers: Layers | Prepared) -> Decision:
    """The decision of `decide`, without its reasons."""
    prepared = layers if isinstance(layers, Prepared) else prepare(layers)
    derived = derive_context(request)
    exempt = exemptions(derived, prepared)
    question = question_of(derived, bounded=_is_bounded(prepared, exempt))
    results = [_quick(layer, question) for layer in prepared.layers if layer.layer not in exempt]
    return sides_of(results, setting_of(derived, question, prepared)).decision


def _quick(layer: PreparedLayer, question: Question) -> Result:
    """What a layer comes to, without traces."""
    if layer.layer not in ("resource", "rcp"):
        deny = _any_applies(layer.statements, Effect.DENY, question)
        return Result(layer.layer, layer.level, deny, _any_applies(layer.statements, Effect.ALLOW, question))
    found = [(each, named(each, question), applies(each, question)) for each in layer.statements]
    held = [(each.statement.effect, all_of((match.truth, rest))) for each, match, rest in found]
    grants = tuple(
        (
            grant,
            any_of(
                all_of((sure, rest))
                for each, match, rest in found
                if each.statement.effect is Effect.ALLOW
                for name, sure in match.grants
                if name is grant
            ),
        )
        for grant in (Grant if layer.layer == "resource" else ())
    )
    deny = any_of(applied for effect, applied in held if effect is Effect.DENY)
    return Result(layer.layer, layer.level, deny, any_of(a for effect, a in held if effect is Effect.ALLOW), grants)


def _any_applies(statements: Iterable[PreparedStatement], effect: Effect, question: Question) -> Truth:
    return any_of(applies(found, question) for found in statements if found.statement.effect is effect)
