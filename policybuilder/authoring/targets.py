"""What a rule is about: the target types of a draft, each with the fields of its ARN template.

A field left out is `*`. `region` and `account` take the place of the draft's settings for one target; `timestamp` pins
one creation of a project, version or dataset. Source of the fields: Service Authorization Reference, resource types of
Amazon Rekognition, Amazon S3, AWS KMS, CloudWatch Logs and IAM.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

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


Target = Annotated[
    AllTarget
    | ProjectTarget
    | VersionTarget
    | DatasetTarget
    | CollectionTarget
    | StreamProcessorTarget
    | BucketTarget
    | ObjectTarget
    | KeyTarget
    | LogGroupTarget
    | RoleTarget
    | ArnTarget,
    Field(discriminator="type"),
]

_ADAPTER: TypeAdapter[Target] = TypeAdapter(Target)


def target_from(type_id: str, **fields: str) -> Target:
    """A target of a type with these fields; raises pydantic's ValidationError for what does not fit."""
    return _ADAPTER.validate_python({"type": type_id, **fields})
