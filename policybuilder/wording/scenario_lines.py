"""The answer to a scenario in one line: what was asked and why it is decided so."""

from collections.abc import Mapping

from policybuilder.authoring.questions import Question
from policybuilder.authoring.scenarios_results import ScenarioResult
from policybuilder.iam import Decision, StatementRef
from policybuilder.wording import layer_name
from policybuilder.wording.words import filled, listed

WHY: Mapping[str, str] = {
    "allowed": "allowed by {statements}",
    "explicitDeny": "denied by {statements}",
    "blocked": "not allowed by the {layers}",
    "not_granted": "nothing grants {action}",
    "unknown": "depends on {keys}",
    "new_arn": "depends on the ARN of the resource still to be made",
    "no_statement": "no statement had to allow it",
}


def asked_words(result: ScenarioResult) -> str:
    """What a scenario asks, in short: the action or operation, on what, for whom."""
    question = result.scenario.question
    if isinstance(question, Question):
        what = question.operation
        given = question.resources.values() if isinstance(question.resources, Mapping) else question.resources
        where = listed([_short(text) for text in given if text not in {"", "*"}])
    else:
        what, where = question.action, "" if question.resource == "*" else _short(question.resource)
    who = _short(question.principal or "")
    return what + (f" on {where}" if where else "") + (f" by {who}" if who else "")


def _short(arn: str) -> str:
    """The last part of an ARN, or the text itself."""
    return arn.split(":", 5)[-1] if arn.startswith("arn:") else arn


def why_words(result: ScenarioResult) -> str:
    """Why the decision is what it is, in a few words."""
    if result.decision is Decision.UNKNOWN:
        return filled(WHY["unknown" if result.missing_keys else "new_arn"], {"keys": list(result.missing_keys)})
    if result.determining:
        return filled(WHY[result.decision.value], {"statements": [_statement(ref) for ref in result.determining]})
    if result.decision is Decision.ALLOWED:
        return WHY["no_statement"]
    if result.blocked_by:
        return filled(WHY["blocked"], {"layers": [layer_name(layer) for layer in result.blocked_by]})
    return filled(WHY["not_granted"], {"action": _not_granted(result)})


def _not_granted(result: ScenarioResult) -> str:
    """The checks without a grant, or the action asked about."""
    names = [item.check.action for item in result.checks if item.evaluation.decision is result.decision]
    return listed(list(dict.fromkeys(names))) or getattr(result.scenario.question, "action", "it")


def _statement(ref: StatementRef) -> str:
    """A statement in words, counted from 1: `identity-based policy 1, statement 2 (ReadModels)`."""
    level = "" if ref.level is None else f" of level {ref.level + 1}"
    sid = f" ({ref.sid})" if ref.sid else ""
    return f"{layer_name(ref.layer)} {ref.policy + 1}{level} statement {ref.statement + 1}{sid}"
