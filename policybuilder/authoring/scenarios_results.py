"""Answering scenarios, and the answer as a line of JSON."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from policybuilder.authoring.questions import Answer, CheckAnswer, ask
from policybuilder.authoring.scenarios import Scenario
from policybuilder.catalogue import catalogue, looks_like
from policybuilder.iam import (
    ConditionTrace,
    Decision,
    ElementTrace,
    Evaluation,
    Request,
    StatementRef,
    StatementTrace,
    caller_of,
    decide,
    split_arn,
)

RULED_OUT = "10.29"
Say = Callable[[ElementTrace | ConditionTrace], str]


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """The decision on a scenario and why; `checks` are those of a call, none for a literal question.

    For a call `determining`, `missing_keys` and `assumptions` are those of the checks that decide; `blocked_by` is empty
    unless without those layers every check would be allowed.
    """

    scenario: Scenario
    decision: Decision
    determining: tuple[StatementRef, ...]
    blocked_by: tuple[str, ...]
    missing_keys: tuple[str, ...]
    assumptions: tuple[str, ...]
    evaluation: Evaluation | None = None
    checks: tuple[CheckAnswer, ...] = ()

    @property
    def as_expected(self) -> bool | None:
        """Whether the decision is the expected one; None if none is."""
        return None if self.scenario.expect is None else self.decision is self.scenario.expect


def answer(scenario: Scenario) -> ScenarioResult:
    """Decide a scenario. Any scenario that was read returns."""
    if isinstance(scenario.question, Request):
        return _literal(scenario, scenario.question)
    return _call(scenario, ask(scenario.question, scenario.policies))


def _literal(scenario: Scenario, request: Request) -> ScenarioResult:
    arn = split_arn(request.resource)
    account = request.resource_account or (arn.account if arn else "") or caller_of(request.principal).account
    found = decide(request, scenario.policies.of(request.resource, account).prepared)
    ruled_out = (RULED_OUT,) if _is_ruled_out(request.action, request.resource) else ()
    assumptions = _in_order((*found.assumptions, *ruled_out))
    return ScenarioResult(
        scenario, found.decision, found.determining, found.blocked_by, found.missing_keys, assumptions, found
    )


@lru_cache(maxsize=4096)
def _is_ruled_out(action: str, resource: str) -> bool:
    """Whether the action table says that the service never asks about this pair; what it does not know it does not say.

    Source: Service Authorization Reference, actions and resource types; an action with a required type is never asked
    on `*`, one without a type on nothing else.
    """
    known = catalogue()
    found = known.find_action(action)
    if found is None:
        return False
    if resource == "*":
        return any(item.required for item in found.resources)
    kind = looks_like(resource, known)
    return kind is None or kind.id not in found.resource_type_names


def _call(scenario: Scenario, found: Answer) -> ScenarioResult:
    evaluations = [item.evaluation for item in found.checks]
    deciding = [each for each in evaluations if each.decision is found.decision]
    of_checks = [item.check.assumption for item in found.checks if item.check.assumption]
    return ScenarioResult(
        scenario,
        found.decision,
        tuple(dict.fromkeys(ref for each in deciding for ref in each.determining)),
        _blocked_by(evaluations),
        tuple(sorted({key for each in deciding for key in each.missing_keys})),
        _in_order([*(name for each in evaluations for name in each.assumptions), *of_checks]),
        checks=found.checks,
    )


def _blocked_by(evaluations: Sequence[Evaluation]) -> tuple[str, ...]:
    """The layers without whose refusal every check would be allowed; none if a check would not be even then."""
    refused = [each for each in evaluations if each.decision is not Decision.ALLOWED]
    if not all(each.blocked_by for each in refused):
        return ()
    return tuple(dict.fromkeys(layer for each in refused for layer in each.blocked_by))


def _in_order(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(ids), key=lambda name: int(name.partition(".")[2])))


# -- as JSON -----------------------------------------------------------------------------------------------------------


def result_line(result: ScenarioResult, *, explain: bool = False, say: Say | None = None) -> dict[str, object]:
    """A result as plain JSON. `explain` adds the trace of every statement, with the sentences of `say`."""
    line: dict[str, object] = {
        "id": result.scenario.id,
        "decision": result.decision.value,
        **_why(result),
        "as_expected": result.as_expected,
    }
    if result.evaluation is None:
        line["checks"] = [_check(item, explain=explain, say=say) for item in result.checks]
    elif explain:
        line["trace"] = _traces(result.evaluation, say)
    return line


def _why(found: ScenarioResult | Evaluation) -> dict[str, object]:
    return {
        "determining": [_ref(ref) for ref in found.determining],
        "blocked_by": list(found.blocked_by),
        "missing_keys": list(found.missing_keys),
        "assumptions": list(found.assumptions),
    }


def _ref(ref: StatementRef | StatementTrace) -> dict[str, object]:
    return {
        "layer": ref.layer,
        "policy": ref.policy,
        "level": ref.level,
        "statement": ref.statement,
        "sid": ref.sid,
    }


def _check(item: CheckAnswer, *, explain: bool, say: Say | None) -> dict[str, object]:
    line: dict[str, object] = {
        "action": item.check.action,
        "resource": item.check.resource,
        "decision": item.evaluation.decision.value,
        **_why(item.evaluation),
    }
    if item.check.assumption:
        line["assumptions"] = list(_in_order((*item.evaluation.assumptions, item.check.assumption)))
    if explain:
        line["trace"] = _traces(item.evaluation, say)
    return line


def _traces(evaluation: Evaluation, say: Say | None) -> list[dict[str, object]]:
    return [_trace(trace, say) for trace in evaluation.traces]


def _trace(trace: StatementTrace, say: Say | None) -> dict[str, object]:
    line = _ref(trace)
    line["effect"] = trace.effect.value if trace.effect else None
    line["applies"] = trace.applies.name.lower()
    line["action"] = _element(trace.action, say)
    line["resource"] = _element(trace.resource, say)
    if trace.principal is not None:
        line["principal"] = _element(trace.principal, say)
    line["conditions"] = [
        {"operator": found.entry.operator, "key": found.entry.key, **_element(found, say)} for found in trace.conditions
    ]
    return line


def _element(found: ElementTrace | ConditionTrace, say: Say | None) -> Mapping[str, object]:
    line: dict[str, object] = {
        "truth": found.truth.name.lower(),
        "reason": str(found.reason.value),
        "params": dict(found.params),
        "missing_keys": list(found.missing),
        "assumptions": list(found.assumptions),
    }
    if say is not None:
        line["text"] = say(found)
    return line
