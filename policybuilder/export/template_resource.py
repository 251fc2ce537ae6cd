"""The resource type of CloudFormation that holds a policy of a kind; the CDK's classes are named after it.

Source: the pages of AWS::IAM::ManagedPolicy, AWS::IAM::RolePolicy, AWS::IAM::Role and AWS::Organizations::Policy. There is
no type for a Rekognition project policy or a session policy; other services' resource policies have one each.
"""

from dataclasses import dataclass

from policybuilder.export.base import ExportNote, Kind, NoteId, Obstacle, Placement, Reason
from policybuilder.export.names import policy_name, role_name
from policybuilder.export.terraform import ORGANIZATION_TYPES, not_inline
from policybuilder.export.walk import (
    doubled_members,
    dynamic_references,
    functions,
    half_characters,
    nulls,
    numbers,
    obstacles,
)
from policybuilder.iam import Policy

NO_TYPE = frozenset({Kind.SESSION, Kind.PROJECT, Kind.RESOURCE})


@dataclass(frozen=True, slots=True)
class TemplateResource:
    """A resource: its type, the property that holds the policy, the other properties in order."""

    type: str
    document: str
    properties: tuple[tuple[str, str], ...]


def template_resource(placement: Placement) -> TemplateResource:
    """The resource for a policy; `RoleName` of one within a role is left to the form."""
    kind, name = placement.kind, policy_name(placement.name)
    if placement.inline:
        return TemplateResource("AWS::IAM::RolePolicy", "PolicyDocument", (("PolicyName", name),))
    if kind in ORGANIZATION_TYPES:
        of_organization = (("Name", name), ("Type", ORGANIZATION_TYPES[kind]))
        return TemplateResource("AWS::Organizations::Policy", "Content", of_organization)
    if kind is Kind.TRUST:
        of_role = (("RoleName", role_name(placement.name)),)
        return TemplateResource("AWS::IAM::Role", "AssumeRolePolicyDocument", of_role)
    return TemplateResource("AWS::IAM::ManagedPolicy", "PolicyDocument", (("ManagedPolicyName", name),))


def template_obstacles(policy: Policy, placement: Placement) -> tuple[Obstacle, ...]:
    """What keeps a policy out of a template of CloudFormation, written by hand or by the CDK."""
    place = (Obstacle(Reason.NO_PLACE, (), placement.kind.value),) if placement.kind in NO_TYPE else ()
    looks = (doubled_members, half_characters, nulls, numbers, functions, dynamic_references)
    return (*place, *not_inline(placement), *obstacles(policy.source, *looks))


def template_notes(placement: Placement) -> tuple[ExportNote, ...]:
    """What is left to do; a template that names a policy or role needs CAPABILITY_NAMED_IAM ("CreateStack")."""
    if placement.inline:
        return ()
    if placement.kind in ORGANIZATION_TYPES:
        return (ExportNote(NoteId.ATTACH_ORGANIZATION),)
    capability = ExportNote(NoteId.NAMED_CAPABILITY)
    if placement.kind is Kind.TRUST:
        return (capability,)
    boundary = placement.kind is Kind.BOUNDARY
    return (ExportNote(NoteId.ATTACH_BOUNDARY if boundary else NoteId.ATTACH), capability)
