"""What is asked of an export and what comes back: a text, or every reason why the form cannot hold the policy."""

from dataclasses import dataclass, field
from enum import Enum

from policybuilder.iam import Path


class Form(Enum):
    """The forms a policy can be taken away in."""

    JSON = "json"
    JSON_LINE = "json-line"
    TERRAFORM = "terraform"
    TERRAFORM_JSONENCODE = "terraform-jsonencode"
    CLOUDFORMATION = "cloudformation"
    CLOUDFORMATION_JSON = "cloudformation-json"
    CDK_TYPESCRIPT = "cdk-typescript"
    CDK_PYTHON = "cdk-python"
    CLI = "cli"
    BOTO3 = "boto3"


class Kind(Enum):
    """What a policy is for; the words are those of the validator's kinds."""

    IDENTITY = "identity"
    BOUNDARY = "boundary"
    SESSION = "session"
    SCP = "scp"
    PROJECT = "project"
    RCP = "rcp"
    TRUST = "trust"
    RESOURCE = "resource"


# Kinds whose quota counts white space: it is left out where the form decides about it ("IAM and AWS STS quotas",
# "Quotas and service limits for AWS Organizations", "PutProjectPolicy").
SPACE_COUNTS = frozenset({Kind.SESSION, Kind.SCP, Kind.RCP, Kind.PROJECT})


class Reason(Enum):
    """Why a form cannot hold a policy."""

    # What the form's language or its reader does to the text.
    DOUBLED_MEMBER = "doubled_member"
    HALF_CHARACTER = "half_character"
    NULL = "null"
    NUMBER = "number"
    NOT_NORMALIZED = "not_normalized"
    FUNCTION = "function"
    DYNAMIC_REFERENCE = "dynamic_reference"
    CDK_REFERENCE = "cdk_reference"
    PROTOTYPE = "prototype"
    TOO_LONG = "too_long"
    # What Terraform's data source has no place for.
    UNKNOWN_MEMBER = "unknown_member"
    WRONG_TYPE = "wrong_type"
    EMPTY = "empty"
    MISSING = "missing"
    VALUE = "value"
    DOUBLED_SID = "doubled_sid"
    LITERAL_VARIABLE = "literal_variable"
    # What AWS or the tool has no place for.
    NO_PLACE = "no_place"
    INLINE = "inline"


class NoteId(Enum):
    """What to know beside an export."""

    FILL_IN = "fill_in"
    NO_RESOURCE = "no_resource"
    ATTACH = "attach"
    ATTACH_BOUNDARY = "attach_boundary"
    ATTACH_ORGANIZATION = "attach_organization"
    NAMED_CAPABILITY = "named_capability"
    VERSION_WRITTEN = "version_written"
    MEMBERS_REORDERED = "members_reordered"


@dataclass(frozen=True, slots=True)
class Placement:
    """What becomes of the policy: its kind, its name, and whether it is written into a role rather than on its own."""

    kind: Kind = Kind.IDENTITY
    name: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason, and the element it is about. `value` is what stands there, where that helps."""

    reason: Reason
    path: Path = ()
    value: str = ""


@dataclass(frozen=True, slots=True)
class ExportNote:
    """Something to know; `values` are what is to be filled in."""

    id: NoteId
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exported:
    """The policy in a form. Ends with a line break, JSON but for one line of it excepted."""

    text: str
    notes: tuple[ExportNote, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Refused:
    """Every reason found; at least one."""

    obstacles: tuple[Obstacle, ...]
