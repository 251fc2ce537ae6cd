"""What a rule is about: the target types of a draft, each with the fields of its ARN template.

A field left out is `*`. A type of the catalogue that has no class here (`s3:accesspoint`) is an `OtherTarget`. `region` and `account` take the place of the draft's settings for one target; `timestamp` pins
one creation of a project, version or dataset. Source of the fields: Service Authorization Reference, resource types of
Amazon Rekognition, Amazon S3, AWS KMS, CloudWatch Logs and IAM.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Tag, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

from policybuilder.authoring.fields import (
    Account,
    ArnPattern,
    BucketName,
    DatasetType,
    KeyId,
    LogGroupName,
    Name,
    ObjectKey,
    Region,
    RoleName,
    ShortName,
    Timestamp,
)
from policybuilder.authoring.problems import DraftCode
from policybuilder.catalogue import catalogue


class _Target(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Placed(_Target):
    """A target whose ARN names a Region and an account."""

    region: Region | None = None
    account: Account | None = None


class _Stamped(_Placed):
    """A target whose ARN ends in a creation time."""

    timestamp: Timestamp | None = None


class AllTarget(_Target):
    """Every resource that the operations work on, in the draft's account and Regions."""

    type: Literal["all"]


class ProjectTarget(_Stamped):
    """A project."""

    type: Literal["project"]
    project: Name = "*"


class VersionTarget(_Stamped):
    """The versions of a project, or one of them."""

    type: Literal["projectversion"]
    project: Name = "*"
    version: Name = "*"


class DatasetTarget(_Stamped):
    """The datasets of a project, or one of them."""

    type: Literal["dataset"]
    project: Name = "*"
    dataset: DatasetType = "*"


class CollectionTarget(_Placed):
    """A face collection."""

    type: Literal["collection"]
    collection: Name = "*"


class StreamProcessorTarget(_Placed):
    """A stream processor."""

    type: Literal["streamprocessor"]
    streamprocessor: ShortName = "*"


class BucketTarget(_Target):
    """An S3 bucket."""

    type: Literal["s3:bucket"]
    bucket: BucketName = "*"


class ObjectTarget(_Target):
    """Objects in an S3 bucket."""

    type: Literal["s3:object"]
    bucket: BucketName = "*"
    key: ObjectKey = "*"


class KeyTarget(_Placed):
    """A KMS key."""

    type: Literal["kms:key"]
    key_id: KeyId = "*"


class LogGroupTarget(_Placed):
    """A CloudWatch log group."""

    type: Literal["logs:log-group"]
    name: LogGroupName = "*"


class RoleTarget(_Target):
    """An IAM role."""

    type: Literal["iam:role"]
    name: RoleName = "*"
    account: Account | None = None


class ArnTarget(_Target):
    """A literal ARN pattern, or `*`."""

    type: Literal["arn"]
    arn: ArnPattern


class OtherTarget(_Placed):
    """A resource of another type that the catalogue knows, `service:type`, with the fields of its ARN template."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, ObjectKey]

    type: str

    @model_validator(mode="after")
    def _fields_known(self) -> Self:
        kind = catalogue().resource_types.get(self.type)
        if kind is None or ":" not in self.type:
            raise PydanticCustomError(DraftCode.UNKNOWN_TARGET, "unknown type", {"value": self.type[:100]})
        names = {field.name for field in kind.fields}
        for name in self.__pydantic_extra__:
            if name not in names:
                raise PydanticCustomError(DraftCode.UNKNOWN_MEMBER, "unknown member", {"path": (name,)})
        return self


_OWN_TYPES = frozenset(
    {
        "all",
        "project",
        "projectversion",
        "dataset",
        "collection",
        "streamprocessor",
        "s3:bucket",
        "s3:object",
        "kms:key",
        "logs:log-group",
        "iam:role",
        "arn",
    }
)
OTHER = "other"


def _tag(value: object) -> str | None:
    """Which model reads a target: its own type's, or the one for further types; None where it names no type."""
    found = value.get("type") if isinstance(value, dict) else getattr(value, "type", None)
    if not isinstance(found, str):
        return None
    return found if found in _OWN_TYPES else OTHER


Target = Annotated[
    Annotated[AllTarget, Tag("all")]
    | Annotated[ProjectTarget, Tag("project")]
    | Annotated[VersionTarget, Tag("projectversion")]
    | Annotated[DatasetTarget, Tag("dataset")]
    | Annotated[CollectionTarget, Tag("collection")]
    | Annotated[StreamProcessorTarget, Tag("streamprocessor")]
    | Annotated[BucketTarget, Tag("s3:bucket")]
    | Annotated[ObjectTarget, Tag("s3:object")]
    | Annotated[KeyTarget, Tag("kms:key")]
    | Annotated[LogGroupTarget, Tag("logs:log-group")]
    | Annotated[RoleTarget, Tag("iam:role")]
    | Annotated[ArnTarget, Tag("arn")]
    | Annotated[OtherTarget, Tag(OTHER)],
    Discriminator(_tag),
]

_ADAPTER: TypeAdapter[Target] = TypeAdapter(Target)


def target_from(type_id: str, **fields: str) -> Target:
    """A target of a type with these fields; raises pydantic's ValidationError for what does not fit."""
    return _ADAPTER.validate_python({"type": type_id, **fields})
