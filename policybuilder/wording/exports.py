"""The forms a policy is taken away in: what they are, why one cannot hold a policy, what to do beside one."""

from collections.abc import Mapping
from dataclasses import dataclass

from policybuilder.export import ExportNote, Form, Kind, NoteId, Obstacle, Reason
from policybuilder.wording.finding_places import element_words
from policybuilder.wording.words import filled, listed

FORM_NAMES: Mapping[Form, str] = {
    Form.JSON: "JSON",
    Form.JSON_LINE: "JSON in one line",
    Form.TERRAFORM: "Terraform",
    Form.TERRAFORM_JSONENCODE: "Terraform (jsonencode)",
    Form.CLOUDFORMATION: "CloudFormation (YAML)",
    Form.CLOUDFORMATION_JSON: "CloudFormation (JSON)",
    Form.CDK_TYPESCRIPT: "CDK (TypeScript)",
    Form.CDK_PYTHON: "CDK (Python)",
    Form.CLI: "AWS CLI",
    Form.BOTO3: "boto3 (Python)",
}
FORM_SENTENCES: Mapping[Form, str] = {
    Form.JSON: "The document itself, as the AWS console shows it.",
    Form.JSON_LINE: "The document without white space: as short as it gets.",
    Form.TERRAFORM: "The data source aws_iam_policy_document, and the resource that takes its text.",
    Form.TERRAFORM_JSONENCODE: "The document as an object in jsonencode, whatever its members are called.",
    Form.CLOUDFORMATION: "A template that makes the policy.",
    Form.CLOUDFORMATION_JSON: "A template that makes the policy.",
    Form.CDK_TYPESCRIPT: "A stack that makes the policy, with the construct of CloudFormation's own type.",
    Form.CDK_PYTHON: "A stack that makes the policy, with the construct of CloudFormation's own type.",
    Form.CLI: "One command for a POSIX shell.",
    Form.BOTO3: "A script that makes one call.",
}
KIND_NAMES: Mapping[Kind, str] = {
    Kind.IDENTITY: "an identity policy",
    Kind.BOUNDARY: "a permissions boundary",
    Kind.SESSION: "a session policy",
    Kind.SCP: "a service control policy",
    Kind.PROJECT: "a Rekognition project policy",
    Kind.RCP: "a resource control policy",
    Kind.TRUST: "a role's trust policy",
    Kind.RESOURCE: "a resource policy of another service",
}
REASON_SENTENCES: Mapping[Reason, str] = {
    Reason.DOUBLED_MEMBER: "{value} stands twice in the same object, and this form keeps only one of them.",
    Reason.HALF_CHARACTER: "This text holds half of a character (a lone surrogate), which no file can hold.",
    Reason.NULL: "CloudFormation takes no null.",
    Reason.NUMBER: "The number {value} would come out in another way. Write it as a string, as IAM reads it anyway.",
    Reason.NOT_NORMALIZED: (
        "Terraform would rewrite the accents of this text (Unicode's normal form C): {value} would no longer be the same."
    ),
    Reason.FUNCTION: "CloudFormation would take {value} for a function of the template.",
    Reason.DYNAMIC_REFERENCE: "CloudFormation would put a stored value in the place of {{{{resolve:...}}}}.",
    Reason.CDK_REFERENCE: "The CDK would take a part of this text for one of its tokens: {value}",
    Reason.PROTOTYPE: "In TypeScript, __proto__ cannot be the name of a member.",
    Reason.TOO_LONG: "A shell passes on at most {value} bytes in one argument. Save the JSON, and use file://policy.json.",
    Reason.UNKNOWN_MEMBER: "The data source has no place for {value}. Terraform with jsonencode keeps it.",
    Reason.WRONG_TYPE: "The data source takes only texts here.",
    Reason.EMPTY: "The data source leaves out what is empty, and the policy would mean something else.",
    Reason.MISSING: "{value} is missing, and the data source would put something in its place.",
    Reason.VALUE: "The data source does not take {value} here.",
    Reason.DOUBLED_SID: "Two statements have the Sid {value}. The data source refuses that.",
    Reason.LITERAL_VARIABLE: "The data source would turn &{{ into ${{ in {value}. Terraform with jsonencode keeps it.",
    Reason.NO_PLACE: "This form has no resource for {kind}.",
    Reason.INLINE: "Only an identity policy can be written into a role.",
}
# What helps for a kind that a form has no resource for.
INSTEAD: Mapping[Kind, str] = {
    Kind.PROJECT: "AWS makes one with a call only: take the AWS CLI or boto3.",
    Kind.SESSION: "It is passed along when a role is assumed: take the AWS CLI or boto3.",
    Kind.RESOURCE: "It is set on its resource, in each service in another way: take the JSON.",
}
NOTE_SENTENCES: Mapping[NoteId, str] = {
    NoteId.FILL_IN: "Put your own value in the place of {values}.",
    NoteId.NO_RESOURCE: (
        "No resource of the AWS provider takes this kind of policy: the file ends with its text. The AWS CLI form has the "
        "call, where there is one."
    ),
    NoteId.ATTACH: "The policy allows nothing until it is attached to a role, user or group.",
    NoteId.ATTACH_BOUNDARY: "Set it as the permissions boundary of a role or user; it grants nothing by itself.",
    NoteId.ATTACH_ORGANIZATION: "Attach it to a root, an organizational unit or an account; it grants nothing by itself.",
    NoteId.NAMED_CAPABILITY: "Deploy it with --capabilities CAPABILITY_NAMED_IAM, since it names what it makes.",
    NoteId.VERSION_WRITTEN: (
        "The document has no Version, which AWS reads as 2008-10-17. The data source always writes one: this."
    ),
    NoteId.MEMBERS_REORDERED: "jsonencode sorts members by name. What they say stays the same.",
}


@dataclass(frozen=True, slots=True)
class ConsolePage:
    """The page of the AWS console that makes a policy of a kind: what is to be clicked there; no address outside AWS's
    known partitions."""

    name: str
    address: str
    steps: tuple[str, ...]


# "What is the AWS Management Console?", and the same for China and GovCloud.
CONSOLES: Mapping[str, str] = {
    "aws": "https://console.aws.amazon.com",
    "aws-cn": "https://console.amazonaws.cn",
    "aws-us-gov": "https://console.amazonaws-us-gov.com",
}
IAM_PAGE = "/iam/home#/policies/create"
ORGANIZATION_PAGES: Mapping[Kind, tuple[str, str]] = {
    Kind.SCP: ("Service control policies", "/organizations/v2/home/policies/service-control-policy"),
    Kind.RCP: ("Resource control policies", "/organizations/v2/home/policies/resource-control-policy"),
}
PASTE = "Replace everything in the editor with what Copy for AWS gives."
IAM_STEPS = (
    "Open IAM, Policies, Create policy, and choose JSON.",
    PASTE,
    "Choose Next, name the policy, and create it.",
)
BOUNDARY_STEP = "Open the role or user, and set the policy under Permissions boundary."
ORGANIZATION_STEPS = (
    "Sign in to the organization's management account, and choose Create policy.",
    "Name the policy. " + PASTE,
    "Choose Create policy, then attach it to a root, an organizational unit or an account.",
)


def console_page(kind: Kind, partition: str) -> ConsolePage | None:
    """Where the AWS console makes a policy of the kind; None for kinds that only a call sets.

    Source: IAM User Guide, "Create IAM policies (console)"; AWS Organizations User Guide, "Creating organization policies".
    """
    host = CONSOLES.get(partition)
    if kind in ORGANIZATION_PAGES:
        name, page = ORGANIZATION_PAGES[kind]
        return ConsolePage(name, host + page if host else "", ORGANIZATION_STEPS)
    if kind not in {Kind.IDENTITY, Kind.BOUNDARY}:
        return None
    steps = (*IAM_STEPS, BOUNDARY_STEP) if kind is Kind.BOUNDARY else IAM_STEPS
    return ConsolePage("Create policy", host + IAM_PAGE if host else "", steps)


def obstacle_sentence(obstacle: Obstacle) -> str:
    """Why a form cannot hold a policy, with the place: `Statement 2, Future: The data source has no place for Future...`"""
    if obstacle.reason is Reason.NO_PLACE:
        kind = Kind(obstacle.value)
        words = f"{filled(REASON_SENTENCES[obstacle.reason], {'kind': KIND_NAMES[kind]})} {INSTEAD[kind]}"
    else:
        words = filled(REASON_SENTENCES[obstacle.reason], {"value": obstacle.value})
    place = element_words(obstacle.path)
    return f"{place}: {words}" if place else words


def export_note_sentence(note: ExportNote) -> str:
    """What to know beside an export."""
    return filled(NOTE_SENTENCES[note.id], {"values": listed(note.values)})
