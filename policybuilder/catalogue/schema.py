"""What the packaged files hold, as frozen models: actions, resource types, keys, groups, checks of an operation.

Every record names where it comes from in its file's `meta`; `README.md` says which part is rebuilt and which is kept by
hand. Sources: Service Authorization Reference (actions, resource types, keys, operations table), Amazon Rekognition
API Reference (formats of names and ARNs), IAM User Guide, "AWS global condition context keys".
"""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

_Value = TypeVar("_Value")
FrozenMap = Annotated[Mapping[str, _Value], AfterValidator(MappingProxyType)]
KeyType = Literal["String", "Bool", "Date", "Numeric", "IPAddress", "ARN"]
When = Literal["always", "tags", "dataset_copy", "role"]
Scope = Literal["global", "request", "resource"]
Why = Literal["itself", "always", "tags", "dataset_copy", "role"]


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class AccessLevel(Enum):
    """The reference's access levels."""

    READ = "Read"
    WRITE = "Write"
    LIST = "List"
    TAGGING = "Tagging"
    PERMISSIONS = "Permissions management"


class Source(_Record):
    """A page or package that facts were read from; `version` where it has one."""

    title: str
    where: str = ""
    version: str = ""


class Meta(_Record):
    """The date of the facts and what they were read from."""

    date: str
    sources: tuple[Source, ...]


class ActionResource(_Record):
    """A resource type that an action takes. `required`: a statement for the action needs a resource of this type."""

    type: str
    required: bool
    condition_keys: tuple[str, ...]


class AlsoNeeded(_Record):
    """A further action that AWS checks when an operation is called: when, and on the resource of which role."""

    action: str
    when: When
    on: str
    source: str
    note: str = ""
    context: FrozenMap[str] = Field(default_factory=_nothing)


class Action(_Record):
    """One action of the reference, with what is kept by hand about it.

    `condition_keys` are those of the request (`aws:TagKeys`); keys of a resource stand with the resource type.
    `operation` says that the API model has an operation of the same name.
    """

    service: str
    name: str
    id: str
    description: str
    access_level: AccessLevel
    resources: tuple[ActionResource, ...]
    condition_keys: tuple[str, ...]
    task_group: str | None = None
    risk_flags: tuple[str, ...] = ()
    custom_labels: Literal["only", "shared", "no"] = "no"
    also_needed: tuple[AlsoNeeded, ...] = ()
    operation: bool = True
    cli_command: str | None = None
    doc: str | None = None
    note: str | None = None

    @property
    def resource_type_names(self) -> tuple[str, ...]:
        """The ids of the resource types it takes."""
        return tuple(resource.type for resource in self.resources)

    @property
    def takes_no_resource(self) -> bool:
        """Whether only `"Resource": "*"` covers it."""
        return not self.resources


class ArnField(_Record):
    """A variable part of an ARN: one of `values`, or `min` to `max` characters of the class `characters`.

    `characters` is written as between the brackets of a regular expression (`a-zA-Z0-9_.-`, the hyphen last); empty
    means any character. `max` is None where nothing limits it. `example` is what a real one looks like.
    """

    name: str
    placeholder: str
    min: int = 1
    max: int | None = None
    characters: str = ""
    values: tuple[str, ...] = ()
    example: str

    @property
    def regex(self) -> str:
        """The field as a regular expression, without anchors."""
        if self.values:
            return "|".join(self.values)
        body = f"[{self.characters}]" if self.characters else "."
        return f"{body}{{{self.min},{'' if self.max is None else self.max}}}"


class ResourceType(_Record):
    """A kind of resource and the grammar of its ARN. `head` are partition, Region and account."""

    id: str
    service: str
    title: str
    arn_template: str
    fields: tuple[ArnField, ...]
    head: tuple[ArnField, ...]
    condition_keys: tuple[str, ...] = ()
    parent: str | None = None
    arn_regex: str | None = None

    def __hash__(self) -> int:
        return hash((self.id, *(field.values for field in (*self.head, *self.fields))))

    @property
    def has_region(self) -> bool:
        """Whether its ARN names a Region."""
        return "${Region}" in self.arn_template

    @property
    def has_account(self) -> bool:
        """Whether its ARN names an account."""
        return "${Account}" in self.arn_template


class TaskGroup(_Record):
    """Operations of one task in the user's words; `actions` are names without the service."""

    id: str
    title: str
    area: str
    actions: tuple[str, ...]


class ConditionKey(_Record):
    """A condition key. `${TagKey}` stands for what the user names.

    `also_types` are further types AWS gives it; `present` says when a request carries it, `always` that every request
    does; `sensitive`: AWS wants no wildcards in its values; `use` is how useful it is in policies for Rekognition.
    """

    key: str
    type: KeyType
    also_types: tuple[KeyType, ...] = ()
    multivalued: bool = False
    scope: Scope
    area: str = ""
    title: str = ""
    present: str = ""
    always: bool = False
    sensitive: bool = False
    use: Literal["often", "sometimes", "rarely", "no"] = "sometimes"


class FieldRule(_Record):
    """The format of an API field: kind, smallest and largest length or value, pattern, allowed values, a remark."""

    name: str
    type: str
    min: int | None = None
    max: int | None = None
    pattern: str | None = None
    values: tuple[str, ...] = ()
    note: str | None = None


class Partition(_Record):
    """An AWS partition, the form of its Region names, and the Regions with a Rekognition endpoint."""

    id: str
    dns_suffix: str
    region_regex: str
    regions: tuple[str, ...]


class RiskFlag(_Record):
    """A consequence worth telling before an operation is allowed; `consequence` is the sentence."""

    id: str
    consequence: str


class OperationCheck(_Record):
    """One authorization check of an operation: an action on the resource of a role (`on`), or on `*`.

    `required` says that the call cannot be made without the resource; `assumption` is the id of what AWS leaves open.
    """

    action: str
    on: str
    when: When = "always"
    required: bool = True
    assumption: str | None = None
    context: FrozenMap[str] = Field(default_factory=_nothing)
    note: str = ""


class Operation(_Record):
    """An API operation, the service's own, with every check AWS makes when it is called.

    `creates` is the type of the resource that it makes and tags, None where it makes none.
    """

    name: str
    checks: tuple[OperationCheck, ...]
    creates: str | None = None
