"""May this caller call this operation on these resources? Every authorization check decided, and what they come to.

Source: Service Authorization Reference, operations of Amazon Rekognition: a call is allowed when every check is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from policybuilder.authoring.call_policies import CallPolicies
from policybuilder.authoring.new_resources import decide_new, placed, region_given
from policybuilder.catalogue import Check, CheckProblem, Checks, authorization_checks
from policybuilder.iam import ContextValue, Decision, Evaluation, Layers, Request, caller_of, decide, split_arn

OPEN_ACCOUNT = frozenset({"aws:ResourceAccount"})


@dataclass(frozen=True, slots=True)
class Question:
    """A call: the operation's name, the ARNs it is about, the tags it carries, who asks, and what is known besides.

    `resource_account` owns the resources whose ARN names no account; those of a call within one account even if it
    does. `management_account` as in `iam.Request`.
    """

    operation: str
    resources: Sequence[str] | Mapping[str, str] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    principal: str | None = None
    context: Mapping[str, ContextValue] = field(default_factory=dict)
    open_keys: frozenset[str] | Literal["*"] = frozenset()
    resource_account: str | None = None
    management_account: bool = False


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """One authorization check with its evaluation, and the literal request that was decided."""

    check: Check
    evaluation: Evaluation
    request: Request


@dataclass(frozen=True, slots=True)
class Answer:
    """The decision on the call, its checks, and what keeps the question from being asked at all."""

    decision: Decision
    checks: tuple[CheckAnswer, ...]
    problems: tuple[CheckProblem, ...] = ()


def checks_of(question: Question) -> Checks:
    """The authorization checks of a call, and what keeps it from being asked."""
    given, by_role = question.resources, isinstance(question.resources, Mapping)
    texts = tuple(given.items()) if isinstance(given, Mapping) else tuple((text, "") for text in given)
    return _checks(question.operation, texts, tuple(question.tags.items()), by_role)


@lru_cache(maxsize=4096)
def _checks(
    operation: str,
    resources: tuple[tuple[str, str], ...],
    tags: tuple[tuple[str, str], ...],
    by_role: bool,  # noqa: FBT001 - a part of the cache's key
) -> Checks:
    given = dict(resources) if by_role else [text for text, _ in resources]
    return authorization_checks(operation, given, dict(tags))


def ask(question: Question, policies: Layers | CallPolicies) -> Answer:
    """Decide a call. With problems (a resource is missing or of the wrong type) nothing is decided: `unknown`.

    `Layers` count for every check alike; `CallPolicies` give each resource its own policies and RCPs.
    """
    found = checks_of(question)
    if found.problems:
        return Answer(Decision.UNKNOWN, (), found.problems)
    each = policies if isinstance(policies, CallPolicies) else CallPolicies(policies)
    override = question.resource_account if len(_accounts(found.checks)) < 2 else None
    answers = tuple(_answer(check, question, each, override) for check in found.checks)
    return Answer(together(answer.evaluation.decision for answer in answers), answers)


def _accounts(checks: Iterable[Check]) -> set[str]:
    """The accounts that the ARNs of the checks name."""
    return {account for check in checks if (account := _account(check.resource))}


def _account(resource: str) -> str | None:
    arn = split_arn(resource)
    return arn.account if arn is not None and arn.account not in {"", "*"} else None


def _answer(check: Check, question: Question, policies: CallPolicies, override: str | None) -> CheckAnswer:
    """The engine's answer to one check. A resource still to be made is put where its caller is first."""
    asked, open_keys = check.resource, question.open_keys
    if check.among is not None:
        region = region_given(question.context, question.open_keys)
        home = {"region": region, "account": question.resource_account}
        new = placed(check, check.among, question.principal, home)
        check, asked = new.check, new.asked
        if _account(check.resource) is None and open_keys != "*":
            open_keys |= OPEN_ACCOUNT
    request = Request(
        action=check.action,
        resource=asked,
        principal=question.principal,
        resource_account=override or _account(asked) or question.resource_account,
        context={**check.context, **question.context},
        open_keys=open_keys,
        management_account=question.management_account,
    )
    account = request.resource_account or caller_of(question.principal).account
    found = policies.of(check.resource, account, check.among)
    if check.among is None:
        return CheckAnswer(check, decide(request, found.prepared), request)
    return CheckAnswer(check, decide_new(request, found, check.among), request)


def together(decisions: Iterable[Decision]) -> Decision:
    """What several checks come to: allowed if all are; else the first of denied, not granted, unknown that occurs."""
    found = set(decisions)
    order = (Decision.EXPLICIT_DENY, Decision.IMPLICIT_DENY, Decision.UNKNOWN)
    return next((decision for decision in order if decision in found), Decision.ALLOWED)
