"""ARNs of projects, model versions and datasets, told apart by the API's own grammar.

Source: Amazon Rekognition API Reference, formats of ProjectArn, ProjectVersionArn and DatasetArn, as the catalogue has
them. An ARN's number is the creation time in milliseconds, but not always the one that listings print (they may differ
by some tenths of a second), and AWS's examples show 11 and 14 digits: it is read, never built.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from policybuilder.catalogue import catalogue
from policybuilder.iam import split_arn

TYPES = ("project", "projectversion", "dataset")
LONGEST = 2048  # shape ProjectArn
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A run of letters that an ARN or a pattern of ARNs may have; the next `arn:` starts another one.
RUN = re.compile(r"arn:(?:(?!arn:)[A-Za-z0-9:/_.*?$+=@,~%#-])*")
BEGINS = re.compile(r"arn:(aws[a-z-]*|\*|\$)(:|$)")
ENDS = ".,:?-"  # what a sentence may put behind an ARN: one of a project, version or dataset ends with a digit


@dataclass(frozen=True, slots=True)
class ResourceName:
    """An ARN taken apart. `name` is a version's name or a dataset's type, "" for a project."""

    arn: str
    type: str
    partition: str
    region: str
    account: str
    project: str
    name: str
    timestamp: str

    @property
    def made(self) -> datetime | None:
        """The creation time that the number says; None where it is no number of milliseconds since 1970."""
        return creation_time(self.timestamp)


def creation_time(timestamp: str) -> datetime | None:
    """An ARN's number as a time, if it has the 13 digits of our days."""
    return EPOCH + timedelta(milliseconds=int(timestamp)) if len(timestamp) == 13 else None


def resource_name(arn: str) -> ResourceName | None:
    """The ARN taken apart; None if it is not one of a project, model version or dataset."""
    parts = split_arn(arn) if len(arn) <= LONGEST else None
    kind = next((kind for kind, pattern in _grammars() if pattern.fullmatch(arn)), None)
    if parts is None or kind is None:
        return None
    _, project, *between, timestamp = parts.resource.split("/")
    return ResourceName(
        arn=arn,
        type=kind,
        partition=parts.partition,
        region=parts.region,
        account=parts.account,
        project=project,
        name=between[-1] if between else "",
        timestamp=timestamp,
    )


def named_in(text: str) -> list[tuple[int, str]]:
    """Every run of characters in the text that could be an ARN, with its place; what a sentence adds is cut off."""
    runs = ((match.start(), match[0]) for match in RUN.finditer(text))
    return [(start, run.rstrip(ENDS)) for start, run in runs if BEGINS.match(run)]


def is_pattern(arn: str) -> bool:
    """Whether it has wildcards or variables, so that it names no single resource."""
    return any(sign in arn for sign in "*?$")


def is_other(arn: str) -> bool:
    """Whether it is, as far as can be seen, an ARN of something that the inventory does not keep."""
    parts = split_arn(arn)
    return parts is not None and not (parts.service == "rekognition" and parts.resource.startswith("project/"))


@cache
def _grammars() -> tuple[tuple[str, re.Pattern[str]], ...]:
    types = catalogue().resource_types
    return tuple((kind, re.compile(types[kind].arn_regex or "", re.ASCII)) for kind in TYPES)
