"""May this caller call this operation on these resources? Every authorization check decided, and what they come to.

Source: Service Authorization Reference, operations of Amazon Rekognition: a call is allowed when every check is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from policybuilder.catalogue import Check, CheckProblem, Coverage, ResourceType, authorization_checks, coverage, witness
from policybuilder.iam import (
    ContextValue,
    Decision,
    Evaluation,
    Layers,
    Prepared,
    Request,
    Statement,
    decide,
    glob_matches,
    prepare,
)

NEW_RESOURCE = "10.14"


@dataclass(frozen=True, slots=True)
class Question:
    """A call: the operation's name, the ARNs it is about, the tags it carries, who asks, and what is known besides."""

    operation: str
    resources: Sequence[str] | Mapping[str, str] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    principal: str | None = None
    context: Mapping[str, ContextValue] = field(default_factory=dict)
    open_keys: frozenset[str] | Literal["*"] = frozenset()


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """One authorization check with its evaluation."""

    check: Check
    evaluation: Evaluation


@dataclass(frozen=True, slots=True)
class Answer:
    """The decision on the call, its checks, and what keeps the question from being asked at all."""

    decision: Decision
    checks: tuple[CheckAnswer, ...]
    problems: tuple[CheckProblem, ...] = ()


def ask(question: Question, layers: Layers) -> Answer:
    """Decide a call. With problems (a resource is missing or of the wrong type) nothing is decided: `unknown`."""
    found = authorization_checks(question.operation, question.resources, question.tags)
    if found.problems:
        return Answer(Decision.UNKNOWN, (), found.problems)
    prepared = prepare(layers)
    answers = tuple(CheckAnswer(check, _evaluate(check, question, layers, prepared)) for check in found.checks)
    return Answer(together(answer.evaluation.decision for answer in answers), answers)


def _evaluate(check: Check, question: Question, layers: Layers, prepared: Prepared) -> Evaluation:
    """The engine's answer to one check. A resource still to be made is asked by a possible ARN of it: the answer is
    definite only if every policy's pattern takes all of its possible ARNs or none, else `unknown` (assumption 10.14)."""
    resource = check.resource
    if check.among is not None:
        resource = witness(check.resource, check.among) or check.resource
    request = Request(
        action=check.action,
        resource=resource,
        principal=question.principal,
        context={**check.context, **question.context},
        open_keys=question.open_keys,
    )
    evaluation = decide(request, prepared)
    if check.among is None or not _depends_on_the_arn(check.action, check.among, layers):
        return evaluation
    return replace(evaluation, decision=Decision.UNKNOWN, determining=(), assumptions=_with_new(evaluation))


def _with_new(evaluation: Evaluation) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*evaluation.assumptions, NEW_RESOURCE)))


def _depends_on_the_arn(action: str, among: ResourceType, layers: Layers) -> bool:
    """Whether a statement about the action takes some of the type's ARNs and not others."""
    policies = (
        *layers.identity,
        *filter(None, (layers.boundary, layers.session)),
        *(p for level in layers.scp for p in level),
    )
    return any(
        coverage(pattern, among) is Coverage.SOME
        for policy in policies
        for statement in policy.statements
        if _is_about(statement, action)
        for values in (statement.resources, statement.not_resources)
        for pattern in (values.items if values else ())
    )


def _is_about(statement: Statement, action: str) -> bool:
    """Whether the statement may be about the action; NotAction may."""
    return statement.actions is None or any(
        glob_matches(text.lower(), action.lower()) for text in statement.actions.items
    )


def together(decisions: Iterable[Decision]) -> Decision:
    """What several checks come to: allowed if all are; else the first of denied, not granted, unknown that occurs."""
    found = set(decisions)
    order = (Decision.EXPLICIT_DENY, Decision.IMPLICIT_DENY, Decision.UNKNOWN)
    return next((decision for decision in order if decision in found), Decision.ALLOWED)
