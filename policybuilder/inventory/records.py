"""What the inventory hands out: frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from policybuilder.inventory.readers import Problem

ADAPTER = "CONTENT_MODERATION"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownVersion:
    """A model version. `status` is AWS's word, "" where none was told; `created` may come from the ARN's number."""

    arn: str
    name: str
    timestamp: str
    status: str
    created: datetime | None
    feature: str
    read_at: datetime

    @property
    def status_words(self) -> str:
        """The status as one reads it."""
        return _words(self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDataset:
    """A training or test dataset; `type` is `train` or `test`, as in ARNs."""

    arn: str
    type: str
    timestamp: str
    status: str
    created: datetime | None
    read_at: datetime

    @property
    def status_words(self) -> str:
        """The status as one reads it."""
        return _words(self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownProject:
    """All that is known under one project name in one account and Region.

    `arn` is the newest project's; where only versions or datasets of it were read, the pattern that its ARN has
    (`.../project/cats/*`), and `timestamp` is "". `older` are ARNs of projects that had the same name before. Versions
    and datasets come newest first.
    """

    arn: str
    partition: str
    region: str
    account: str
    name: str
    timestamp: str
    status: str
    created: datetime | None
    feature: str
    read_at: datetime
    versions: tuple[KnownVersion, ...]
    datasets: tuple[KnownDataset, ...]
    older: tuple[str, ...]

    @property
    def arns(self) -> tuple[str, ...]:
        """Every ARN of it: project, versions, datasets."""
        own = (self.arn,) if self.timestamp else ()
        parts = (*(version.arn for version in self.versions), *(dataset.arn for dataset in self.datasets))
        return (*own, *self.older, *parts)

    @property
    def is_adapter(self) -> bool:
        """Whether it holds moderation adapters, which cannot be started nor used with DetectCustomLabels."""
        return self.feature == ADAPTER

    @property
    def status_words(self) -> str:
        """The status as one reads it."""
        return _words(self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a text: how many items are new, told differently, told again; what could not be read."""

    added: int
    updated: int
    unchanged: int
    problems: tuple[Problem, ...]
    incomplete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pickers:
    """Names to offer while somebody types, each once, in alphabetical order; versions newest first."""

    projects: tuple[str, ...]
    versions: Mapping[str, tuple[str, ...]]
    accounts: tuple[str, ...]
    regions: tuple[str, ...]


def _words(status: str) -> str:
    """TRAINING_COMPLETED is "Training completed"."""
    return status.replace("_", " ").capitalize()
