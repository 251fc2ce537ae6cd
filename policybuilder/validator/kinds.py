"""The kinds of policy, Access Analyzer's names for them, and what kind a document looks like.

Source: IAM Access Analyzer API Reference, ValidatePolicy (policyType, validatePolicyResourceType).
"""

from collections.abc import Iterable
from enum import Enum

from policybuilder.iam import Policy, Statement, Values


class PolicyKind(Enum):
    """What a policy is for."""

    IDENTITY = "identity"
    BOUNDARY = "boundary"
    SESSION = "session"
    SCP = "scp"
    PROJECT = "project"
    RCP = "rcp"
    TRUST = "trust"
    RESOURCE = "resource"


ATTACHED_TO_CALLERS = frozenset({PolicyKind.IDENTITY, PolicyKind.BOUNDARY, PolicyKind.SESSION})
ATTACHED_TO_RESOURCES = frozenset({PolicyKind.PROJECT, PolicyKind.TRUST, PolicyKind.RESOURCE})
OF_ORGANIZATIONS = frozenset({PolicyKind.SCP, PolicyKind.RCP})
TRUST_RESOURCE_TYPE = "AWS::IAM::AssumeRolePolicyDocument"
TRUST_ACTIONS = ("sts:assumerole", "sts:tagsession", "sts:setsourceidentity", "sts:setcontext")
COPY = "rekognition:copyprojectversion"


def kind_of(policy_type: str, resource_type: str | None = None) -> PolicyKind | None:
    """The kind of Access Analyzer's names; a resource policy without a type is a Rekognition project policy."""
    match policy_type:
        case "IDENTITY_POLICY":
            return PolicyKind.IDENTITY
        case "SERVICE_CONTROL_POLICY":
            return PolicyKind.SCP
        case "RESOURCE_CONTROL_POLICY":
            return PolicyKind.RCP
        case "RESOURCE_POLICY" if not resource_type:
            return PolicyKind.PROJECT
        case "RESOURCE_POLICY":
            return PolicyKind.TRUST if resource_type == TRUST_RESOURCE_TYPE else PolicyKind.RESOURCE
        case _:
            return None


def guessed_kind(policy: Policy | None) -> PolicyKind:
    """What a document looks like. One that names no principal is taken for an identity policy, the usual case."""
    statements = policy.statements if policy else ()
    if not any(statement.principal or statement.not_principal for statement in statements):
        return PolicyKind.IDENTITY
    named = [action.lower() for action in _actions(statements)]
    if named and all(action.startswith(TRUST_ACTIONS) for action in named):
        return PolicyKind.TRUST
    if all(_denies_everyone(statement) for statement in statements):
        return PolicyKind.RCP
    if any(action.startswith("rekognition:") for action in named):
        return PolicyKind.PROJECT
    return PolicyKind.RESOURCE


def _actions(statements: Iterable[Statement]) -> Iterable[str]:
    for statement in statements:
        for values in (statement.actions, statement.not_actions):
            yield from (values or Values(())).items


def _denies_everyone(statement: Statement) -> bool:
    """The form of every statement of a resource control policy but AWS's own RCPFullAWSAccess."""
    everyone = statement.principal is not None and statement.principal.everyone
    return everyone and statement.effect is not None and statement.effect.value == "Deny"
