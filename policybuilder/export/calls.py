"""The API call that puts a policy of a kind where it belongs; the AWS CLI and boto3 write the same call.

Source: the API references' pages CreatePolicy, PutRolePolicy, CreateRole (IAM), CreatePolicy (Organizations), AssumeRole
(STS), PutProjectPolicy (Rekognition). Which call sets a resource policy hangs on the service.
"""

from dataclasses import dataclass

from policybuilder.export.base import ExportNote, Kind, NoteId, Obstacle, Placement, Reason
from policybuilder.export.names import policy_name, project_policy_name, role_name, session_name
from policybuilder.export.terraform import ORGANIZATION_TYPES, not_inline


@dataclass(frozen=True, slots=True)
class Call:
    """A call: service, operation, its parameters before the document in order, the parameter that is the document."""

    service: str
    operation: str
    parameters: tuple[tuple[str, str], ...]
    document: str
    notes: tuple[ExportNote, ...] = ()


def call_for(placement: Placement) -> Call | tuple[Obstacle, ...]:
    """The call, or why there is none. Parameters in capitals are to be filled in; a note names them."""
    if found := not_inline(placement):
        return found
    match placement.kind:
        case Kind.RESOURCE:
            return (Obstacle(Reason.NO_PLACE, (), placement.kind.value),)
        case Kind.IDENTITY | Kind.BOUNDARY:
            return _of_identity(placement)
        case Kind.SCP | Kind.RCP:
            return _of_organization(placement)
        case _:
            return _of_role_or_project(placement)


def _of_identity(placement: Placement) -> Call:
    """An identity policy, alone or within a role, or a permissions boundary."""
    name = ("PolicyName", policy_name(placement.name))
    if placement.inline:
        parameters = (("RoleName", "ROLE_NAME"), name)
        return Call("iam", "PutRolePolicy", parameters, "PolicyDocument", (_fill_in("ROLE_NAME"),))
    boundary = placement.kind is Kind.BOUNDARY
    note = ExportNote(NoteId.ATTACH_BOUNDARY if boundary else NoteId.ATTACH)
    return Call("iam", "CreatePolicy", (name,), "PolicyDocument", (note,))


def _of_organization(placement: Placement) -> Call:
    """A service or resource control policy; a description has to be given, and may be empty."""
    parameters = (
        ("Name", policy_name(placement.name)),
        ("Description", ""),
        ("Type", ORGANIZATION_TYPES[placement.kind]),
    )
    return Call("organizations", "CreatePolicy", parameters, "Content", (ExportNote(NoteId.ATTACH_ORGANIZATION),))


def _of_role_or_project(placement: Placement) -> Call:
    """A trust policy with its role, a session policy with the session it is for, a project policy."""
    if placement.kind is Kind.TRUST:
        return Call("iam", "CreateRole", (("RoleName", role_name(placement.name)),), "AssumeRolePolicyDocument")
    if placement.kind is Kind.SESSION:
        of_session = (("RoleArn", "ROLE_ARN"), ("RoleSessionName", session_name(placement.name)))
        return Call("sts", "AssumeRole", of_session, "Policy", (_fill_in("ROLE_ARN"),))
    of_project = (("ProjectArn", "PROJECT_ARN"), ("PolicyName", project_policy_name(placement.name)))
    return Call("rekognition", "PutProjectPolicy", of_project, "PolicyDocument", (_fill_in("PROJECT_ARN"),))


def _fill_in(*values: str) -> ExportNote:
    return ExportNote(NoteId.FILL_IN, values)
