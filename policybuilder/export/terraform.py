"""What a Terraform file does with a policy's text: the resource of the AWS provider that fits its kind, if there is one.

Source: the AWS provider's pages for aws_iam_policy, aws_iam_role_policy, aws_iam_role and aws_organizations_policy. The
provider has no resource for a Rekognition project policy, and a session policy belongs to no resource at all.
"""

from policybuilder.export.base import SPACE_COUNTS, ExportNote, Kind, NoteId, Obstacle, Placement, Reason
from policybuilder.export.hcl import attributes, block, hcl_string
from policybuilder.export.names import label, policy_name, role_name

ORGANIZATION_TYPES = {Kind.SCP: "SERVICE_CONTROL_POLICY", Kind.RCP: "RESOURCE_CONTROL_POLICY"}


def not_inline(placement: Placement) -> tuple[Obstacle, ...]:
    """Only an identity policy can be written into a role."""
    return (Obstacle(Reason.INLINE),) if placement.inline and placement.kind is not Kind.IDENTITY else ()


def has_resource(kind: Kind) -> bool:
    """Does the AWS provider know a resource for policies of the kind?"""
    return kind not in {Kind.SESSION, Kind.PROJECT, Kind.RESOURCE}


def terraform_resource(placement: Placement, document: str) -> str:
    """The resource whose policy is the expression `document`, with what it needs."""
    kind, name = placement.kind, placement.name
    of_policy = ("name", hcl_string(policy_name(name)))
    if placement.inline:
        role = block('variable "role_name"', attributes([("type", "string")], 1), 0)
        pairs = [of_policy, ("role", "var.role_name"), ("policy", document)]
        return f"{role}\n\n{_resource('aws_iam_role_policy', name, pairs)}"
    if kind in ORGANIZATION_TYPES:
        pairs = [of_policy, ("type", hcl_string(ORGANIZATION_TYPES[kind])), ("content", document)]
        return _resource("aws_organizations_policy", name, pairs)
    if kind is Kind.TRUST:
        pairs = [("name", hcl_string(role_name(name))), ("assume_role_policy", document)]
        return _resource("aws_iam_role", name, pairs)
    return _resource("aws_iam_policy", name, [of_policy, ("policy", document)])


def _resource(kind: str, name: str, pairs: list[tuple[str, str]]) -> str:
    return block(f'resource "{kind}" "{label(name)}"', attributes(pairs, 1), 0) + "\n"


def terraform_notes(placement: Placement) -> tuple[ExportNote, ...]:
    """What is left to do beside the file."""
    if not has_resource(placement.kind):
        return (ExportNote(NoteId.NO_RESOURCE),)
    if placement.kind is Kind.BOUNDARY:
        return (ExportNote(NoteId.ATTACH_BOUNDARY),)
    if placement.kind in ORGANIZATION_TYPES:
        return (ExportNote(NoteId.ATTACH_ORGANIZATION),)
    return () if placement.inline or placement.kind is Kind.TRUST else (ExportNote(NoteId.ATTACH),)


def document_attribute(kind: Kind) -> str:
    """The data source's attribute with the text: without white space where the quota counts it."""
    return "minified_json" if kind in SPACE_COUNTS else "json"
