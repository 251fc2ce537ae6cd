"""The formats of a draft's fields: names, Regions, accounts, ARNs.

Each format is an annotated `str`. A value that does not fit gives a validation error whose type is one of the message
ids of `wording` (`name_characters`, `region_format`, ...). Source of the name rules: Amazon Rekognition API Reference
(shapes ProjectName, VersionName, CollectionId, StreamProcessorName) and the Amazon S3, AWS KMS, CloudWatch Logs and
IAM naming pages; a `*` or `?` may stand in a name, because a target is a pattern.
"""

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from policybuilder.authoring.problems import DraftCode

REGION = re.compile(r"[a-z]{2,5}(-[a-z]+)+-\d{1,2}")
PATTERN_REGION = re.compile(r"[a-z0-9*?-]{1,32}")
ACCOUNT = re.compile(r"[0-9]{12}")
PARTITION = re.compile(r"aws(-[a-z]+)*")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def _check(code: DraftCode, fits: Callable[[str], bool], **params: str) -> AfterValidator:
    def check(value: str) -> str:
        if not fits(value):
            raise PydanticCustomError(code, "does not fit", {"value": value[:200], **params})
        return value

    return AfterValidator(check)


def has_wildcard(value: str) -> bool:
    """Whether a `*` or a `?` stands in the text."""
    return "*" in value or "?" in value


def _region_fits(value: str) -> bool:
    if has_wildcard(value):
        return PATTERN_REGION.fullmatch(value) is not None
    return REGION.fullmatch(value) is not None


def _arn_fits(value: str) -> bool:
    return value == "*" or (value.startswith("arn:") and len(value) <= 2048 and CONTROL.search(value) is None)


def _name(characters: str, longest: int, shown: str, shortest: int = 1) -> AfterValidator:
    pattern = re.compile(f"[{characters}*?]{{1,{longest}}}")

    def fits(value: str) -> bool:
        return pattern.fullmatch(value) is not None and ("*" in value or len(value) >= shortest)

    return _check(DraftCode.NAME_CHARACTERS, fits, allowed=shown, shortest=str(shortest), longest=str(longest))


_REKOGNITION = r"a-zA-Z0-9_.\-"
_REKOGNITION_SHOWN = "letters, digits, _ . -"
Name = Annotated[str, _name(_REKOGNITION, 255, _REKOGNITION_SHOWN)]
ShortName = Annotated[str, _name(_REKOGNITION, 128, _REKOGNITION_SHOWN)]
BucketName = Annotated[str, _name(_REKOGNITION, 255, _REKOGNITION_SHOWN, 3)]
KeyId = Annotated[str, _name(r"a-zA-Z0-9\-", 128, "letters, digits, -")]
LogGroupName = Annotated[str, _name(r"a-zA-Z0-9_.\-/#", 512, "letters, digits, _ . - / #")]
RoleName = Annotated[str, _name(r"a-zA-Z0-9_.\-+=,@/", 576, "letters, digits, _ . - + = , @ /")]
ObjectKey = Annotated[
    str,
    _check(
        DraftCode.OBJECT_KEY, lambda value: 0 < len(value) <= 1024 and CONTROL.search(value) is None, longest="1024"
    ),
]
DatasetType = Annotated[str, _check(DraftCode.DATASET_TYPE, lambda value: value in {"train", "test", "*"})]
Timestamp = Annotated[
    str, _check(DraftCode.TIMESTAMP_FORMAT, lambda value: value.isascii() and value.isdigit() and len(value) <= 20)
]
Region = Annotated[str, _check(DraftCode.REGION_FORMAT, _region_fits)]
Account = Annotated[
    str, _check(DraftCode.ACCOUNT_FORMAT, lambda value: value in {"", "*"} or ACCOUNT.fullmatch(value) is not None)
]
Partition = Annotated[str, _check(DraftCode.PARTITION_FORMAT, lambda value: PARTITION.fullmatch(value) is not None)]
ArnPattern = Annotated[str, _check(DraftCode.ARN_FORMAT, _arn_fits)]
Title = Annotated[
    str, _check(DraftCode.TITLE_TEXT, lambda value: len(value) <= 200 and CONTROL.search(value) is None, longest="200")
]
PrincipalText = Annotated[
    str,
    _check(
        DraftCode.PRINCIPAL_TEXT,
        lambda value: 0 < len(value) <= 2048 and value == value.strip() and CONTROL.search(value) is None,
        longest="2048",
    ),
]
RuleId = Annotated[
    str, _check(DraftCode.RULE_ID_FORMAT, lambda value: re.fullmatch(r"[A-Za-z0-9_-]{1,64}", value) is not None)
]
OperationName = Annotated[
    str,
    _check(
        DraftCode.OPERATION_FORMAT,
        lambda value: re.fullmatch(r"([a-z0-9-]{1,64}:)?[A-Za-z0-9]{1,128}", value) is not None,
    ),
]
