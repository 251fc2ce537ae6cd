"""The decision: an explicit Deny wins over every Allow, an Allow over silence; what limits must allow as well.

Rules: AWS's pages "Policy evaluation logic", "How AWS enforcement code logic evaluates requests to allow or deny access"
and "SCP evaluation". Every layer is evaluated by the same function; `combine` says how they come together.
"""

from collections.abc import Iterable, Mapping, Sequence

from policybuilder.iam.combine import Decision
from policybuilder.iam.conditions import ConditionTrace
from policybuilder.iam.document import Effect
from policybuilder.iam.limits import Exemption, ExemptReason, exemption
from policybuilder.iam.match import ElementTrace, PreparedStatement, Question, StatementTrace
from policybuilder.iam.outcome import (
    ASSUMED_ROOT,
    Evaluation,
    Result,
    Setting,
    Standing,
    assumptions,
    determining,
    missing_keys,
    outcome_of,
    result_of,
)
from policybuilder.iam.prepared import Meeting, Prepared, PreparedLayer, prepare
from policybuilder.iam.principals import Grant
from policybuilder.iam.request import Caller, Layers, Request, caller_of
from policybuilder.iam.truth import Truth, all_of, any_of, truth

RCP_COVERAGE = "10.19"


def decide(request: Request, layers: Layers | Prepared) -> Evaluation:
    """Would AWS allow this action on this resource? Any request and any policies return.

    The question is literal: an action that takes no resource is asked on `*`. What follows from the request is added
    to its context (`derive_context`).
    """
    prepared = layers if isinstance(layers, Prepared) else prepare(layers)
    standing = standing_of(request, prepared)
    exempt = standing.exempt
    question = Question(request, bounded=standing.bounded)
    setting = setting_of(request, standing, question, prepared)
    meeting = prepared.meeting(request.action)
    resources = [element.trace(question) for element in prepared.resources]
    conditions = prepared.tested(question.context)
    # all else follows from these; what goes by its id is kept with the answer, so that the id does not come again
    named = question.party if prepared.names_callers else None
    key = (meeting, setting, tuple(exempt.items()), named, id(conditions), *map(id, resources))
    kept = prepared.evaluations.get(key)
    if kept is None:
        evaluated = evaluate(prepared, meeting, question, resources, conditions)
        answer = _evaluation(prepared, setting, exempt, evaluated)
        kept = prepared.evaluations.keep(key, (answer, resources, conditions))
    return kept[0]


def evaluate(
    prepared: Prepared,
    meeting: Meeting,
    question: Question,
    resources: Sequence[ElementTrace],
    conditions: Sequence[ConditionTrace],
) -> list[Result]:
    """Evaluate the statements of every layer, whatever its kind, from what became of `Prepared`'s elements."""
    covered = dict(zip(prepared.resources, resources, strict=True))
    tested = dict(zip(prepared.conditions, conditions, strict=True))
    results = []
    for layer, named in zip(prepared.layers, meeting.traces, strict=True):
        pairs = zip(layer.statements, named, strict=True)
        traces = tuple([one.trace(action, covered[one.resource], tested, question) for one, action in pairs])
        result = result_of(layer.layer, layer.level, traces)
        if layer.with_principal and question.bounded:
            result = result._replace(deny_unbounded=_deny_unbounded(layer, question, traces))
        results.append(result)
    return results


def _deny_unbounded(layer: PreparedLayer, question: Question, traces: Sequence[StatementTrace]) -> Truth:
    """Would a layer deny if the caller had no boundary? A Deny with NotPrincipal always meets one who has."""
    free = question.without_boundary()
    pairs = zip(layer.statements, traces, strict=True)
    return any_of(all_of((one.named(free).truth, trace.rest)) for one, trace in pairs if trace.effect is Effect.DENY)


def _evaluation(
    prepared: Prepared,
    setting: Setting,
    exempt: Mapping[str, ExemptReason],
    evaluated: Sequence[Result],
) -> Evaluation:
    """What the layers' results come to, with the reasons."""
    results = [result for result in evaluated if result.layer not in exempt]
    key = (setting, tuple(exempt), *[result.truths for result in results])
    outcome = prepared.outcomes.get(key) or prepared.outcomes.keep(key, outcome_of(results, setting))
    decided = determining(outcome, results)
    return Evaluation(
        outcome.decision,
        tuple([trace.ref for trace in decided]),
        outcome.blocked_by,
        missing_keys(outcome.sides, results, setting),
        assumptions(outcome, results, setting, decided) + _coverage(exempt, evaluated, outcome.decision),
        outcome.verdicts,
        tuple([trace for result in results for trace in result.traces]),
        tuple([Exemption(layer, reason) for layer, reason in exempt.items()]),
    )


def standing_of(request: Request, prepared: Prepared) -> Standing:
    """What follows from who asks. RCPs, and what an anonymous caller may reach, hang on the action and the resource too,
    so that nothing is kept there."""
    key = request.principal, request.management_account
    found = prepared.standings.get(key)
    if found is None:
        found = _standing(request, prepared)
        if not prepared.has("rcp") and found.caller.kind != "Anonymous":
            prepared.standings.keep(key, found)
    return found


def _standing(request: Request, prepared: Prepared) -> Standing:
    reasons = {name: exemption(name, request) for name in prepared.names}
    exempt = {name: reason for name, reason in reasons.items() if reason is not None}
    caller = caller_of(request.principal)
    follows = Truth.YES if caller.kind == "Account" else Truth.NO if caller.service else None
    follows = Truth.NO if caller.kind == "Anonymous" else follows
    unscoped = caller.kind == "FederatedUser" and not prepared.has("session")
    bounded = prepared.has("boundary") and "boundary" not in exempt
    return Standing(caller, exempt, bounded, Setting(follows, Truth.YES, unscoped, caller.service))


def setting_of(request: Request, standing: Standing, question: Question, prepared: Prepared) -> Setting:
    """What is known of the caller apart from policies."""
    same_account = _same_account(request, standing.caller, question, prepared)
    setting = standing.setting
    if standing.caller.kind == "Account" and not prepared.has("session"):
        setting = _root(setting, question)
    return setting if same_account is Truth.YES else setting._replace(same_account=same_account)


def _root(setting: Setting, question: Question) -> Setting:
    """The root user needs no policy. A root session of AssumeRoot has its task policy alone, one of AWS's, given as the
    session policy; none of those allows anything of Rekognition ("AssumeRoot", AWS STS API Reference)."""
    said = question.context.look_up(ASSUMED_ROOT)
    if said.is_open:
        return setting._replace(identity=Truth.UNKNOWN, by_task=True)
    if isinstance(said.value, str) and said.value.lower() == "true":
        return setting._replace(identity=Truth.NO, by_task=True)
    return setting


def _same_account(request: Request, caller: Caller, question: Question, prepared: Prepared) -> Truth:
    """Do caller and resource belong to one account? Where nobody says who asks, only a policy on the resource makes a
    difference, and then the account decides."""
    owner = request.resource_account or question.resource.account or caller.account
    if caller.service or caller.kind == "Anonymous" or owner is None:
        return Truth.YES
    if caller.account is not None:
        return truth(caller.account == owner)
    if not prepared.has("resource"):
        return Truth.YES
    party = question.party
    if party.account is None:
        return Truth.UNKNOWN if question.context.look_up("aws:PrincipalAccount").is_open else Truth.NO
    return truth(party.account == owner)


def _coverage(exempt: Mapping[str, ExemptReason], evaluated: Iterable[Result], decision: Decision) -> tuple[str, ...]:
    """An RCP that would deny, if RCPs reached the service: the list of services is a list of a day."""
    if exempt.get("rcp") is not ExemptReason.NOT_COVERED or decision is Decision.EXPLICIT_DENY:
        return ()
    denied = any_of(result.deny for result in evaluated if result.layer == "rcp")
    return (RCP_COVERAGE,) * (denied is not Truth.NO)


# -- without reasons --------------------------------------------------------------------------------------------------


def verdict(request: Request, layers: Layers | Prepared) -> Decision:
    """The decision of `decide`, without its reasons."""
    prepared = layers if isinstance(layers, Prepared) else prepare(layers)
    standing = standing_of(request, prepared)
    exempt = standing.exempt
    question = Question(request, bounded=standing.bounded)
    setting = setting_of(request, standing, question, prepared)
    meeting = prepared.meeting(request.action)
    truths = []
    for layer, denies, allows in meeting.named:
        if layer.layer in exempt:
            continue
        if layer.with_principal:
            truths.append(_with_principals(layer.layer, denies, allows, question))
        else:
            denied = _any_applies(denies, question) if denies else Truth.NO
            truths.append((denied, _any_applies(allows, question) if allows else Truth.NO, ()))
    key = (setting, tuple(exempt), *truths)
    outcome = prepared.outcomes.get(key)
    if outcome is None:
        counting = [layer for layer in prepared.layers if layer.layer not in exempt]
        results = [Result(one.layer, one.level, *found) for one, found in zip(counting, truths, strict=True)]
        outcome = prepared.outcomes.keep(key, outcome_of(results, setting))
    return outcome.decision


def _any_applies(statements: Iterable[PreparedStatement], question: Question) -> Truth:
    answer = Truth.NO
    for statement in statements:
        found = statement.applies(question)
        if found is Truth.YES:
            return found
        if found is Truth.UNKNOWN:
            answer = found
    return answer


def _with_principals(
    layer: str, denies: Iterable[PreparedStatement], allows: Iterable[PreparedStatement], question: Question
) -> tuple[Truth, Truth, tuple[tuple[Grant, Truth], ...]]:
    """What a layer comes to whose statements say whom they mean: where it denies, and its grants. What an RCP allows
    decides nothing, and what a resource's policy allows counts by its grants."""
    denied = any_of([all_of((one.named(question).truth, one.applies(question))) for one in denies])
    if layer != "resource":
        return denied, Truth.NO, ()
    found = [(one.named(question), one.applies(question)) for one in allows]
    given = [(grant, all_of((sure, rest))) for match, rest in found for grant, sure in match.grants]
    return denied, Truth.NO, tuple((grant, any_of([held for name, held in given if name is grant])) for grant in Grant)
