"""What a finding means for one request: the decision before the fix and after it."""

from dataclasses import dataclass

from policybuilder.iam import Decision, Effect, Layers, Policy, Request, decide, parse, policy_from, split_arn
from policybuilder.validator.edits import fixed_text
from policybuilder.validator.finding import Finding, Fix, Sample
from policybuilder.validator.kinds import PolicyKind
from policybuilder.validator.view import Subject

ACCOUNT = "111122223333"
OTHER_ACCOUNT = "444455556666"
EVERYTHING = policy_from({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})


@dataclass(frozen=True, slots=True)
class Proof:
    """A request with its decision under the document, and after the fix if there is one.

    `beside`: to ask at all, other policies that allow everything were put beside the document.
    """

    sample: Sample
    principal: str
    before: Decision
    after: Decision | None
    beside: bool


def proof_of(subject: Subject, finding: Finding, fix: Fix | None = None) -> Proof | None:
    """The finding's sample request decided; None without a sample or for a document that cannot be read.

    With no fix given the finding's first one is tried.
    """
    sample, policy = finding.sample, subject.policy
    if sample is None or policy is None:
        return None
    principal = sample.principal or _caller(sample, subject.kind)
    chosen = fix or (finding.fixes[0] if finding.fixes else None)
    mended = parse(fixed_text(subject.text, chosen)).policy if chosen else None
    return Proof(
        sample=sample,
        principal=principal,
        before=_decided(sample, principal, policy, subject.kind),
        after=_decided(sample, principal, mended, subject.kind) if mended else None,
        beside=subject.kind is not PolicyKind.IDENTITY,
    )


def _decided(sample: Sample, principal: str, policy: Policy, kind: PolicyKind) -> Decision:
    request = Request(sample.action, sample.resource, principal, context=sample.context)
    return decide(request, _layers(policy, kind)).decision


def _caller(sample: Sample, kind: PolicyKind) -> str:
    """Somebody of the resource's account; of another one where a policy on the resource is asked."""
    arn = split_arn(sample.resource)
    own = arn.account if arn and arn.account.isdigit() else ACCOUNT
    if kind in {PolicyKind.PROJECT, PolicyKind.RESOURCE, PolicyKind.RCP}:
        own = OTHER_ACCOUNT if own != OTHER_ACCOUNT else ACCOUNT
    return (
        f"arn:aws:sts::{own}:assumed-role/example/session"
        if kind is PolicyKind.SESSION
        else f"arn:aws:iam::{own}:user/example"
    )


def _layers(policy: Policy, kind: PolicyKind) -> Layers:
    """The document in its place, beside policies that allow everything where one alone never would."""
    everything = (EVERYTHING,) if EVERYTHING else ()
    match kind:
        case PolicyKind.IDENTITY:
            return Layers(identity=(policy,))
        case PolicyKind.BOUNDARY:
            return Layers(identity=everything, boundary=policy)
        case PolicyKind.SESSION:
            return Layers(identity=everything, session=policy)
        case PolicyKind.SCP:
            return Layers(identity=everything, scp=(_level(policy),))
        case PolicyKind.RCP:
            return Layers(identity=everything, rcp=(_level(policy),))
        case _:
            return Layers(identity=everything, resource=(policy,))


def _level(policy: Policy) -> tuple[Policy, ...]:
    """A policy that only denies stands beside AWS's own that allows everything, as in an organization."""
    allows = any(statement.effect is Effect.ALLOW for statement in policy.statements)
    return (policy,) if allows or EVERYTHING is None else (EVERYTHING, policy)
