"""What a reader gives: items, what could not be read, whether the listing was cut."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from policybuilder.inventory.readers.arns import ResourceName

Place = tuple[str | int, ...]
"""Where in a JSON document: ("ProjectDescriptions", 3, "ProjectArn")."""


class ProblemCode(Enum):
    """Everything that may be wrong with a text, as a closed list; `wording` has the sentences."""

    NOTHING_FOUND = "nothing_found"  # no ARN of a project, version or dataset, and nothing else to say
    TEXT_TOO_LONG = "text_too_long"  # longest: only that many characters were read
    JSON_BROKEN = "json_broken"  # it begins like JSON and cannot be read as that; the ARNs in it were taken
    ARN_UNREADABLE = "arn_unreadable"  # value: not an ARN by the API's grammar
    ARN_PATTERN = "arn_pattern"  # value: an ARN with wildcards or variables names no single resource
    ARN_OTHER = "arn_other"  # value: an ARN of something else than a project, version or dataset
    ARN_MISSING = "arn_missing"  # an entry of a listing without its ARN
    VALUE_UNREADABLE = "value_unreadable"  # member, value: a date or a status that cannot be read; the item was taken
    DATASET_WITHOUT_ARN = "dataset_without_arn"  # describe-dataset does not say which dataset it is about
    TAGS_WITHOUT_ARN = "tags_without_arn"  # list-tags-for-resource does not say which resource it is about
    TOO_MANY_ITEMS = "too_many_items"  # most, left_out
    TOO_MANY_PROBLEMS = "too_many_problems"  # left_out: problems that are not listed
    INVENTORY_FULL = "inventory_full"  # most, left_out: the workspace keeps no more


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that could not be read: message id, line of the text from 1 (0: none), place in the JSON."""

    code: ProblemCode
    line: int = 0
    place: Place = ()
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """A resource that the text names. None stands for what the text does not tell about it."""

    name: ResourceName
    status: str | None = None
    created: datetime | None = None
    feature: str | None = None

    def with_news(self, later: "Item") -> "Item":
        """The same resource with what a later mention tells in addition or differently."""
        return replace(
            self,
            status=later.status or self.status,
            created=later.created or self.created,
            feature=later.feature or self.feature,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """Items in the order of their first mention, each once. `incomplete`: a listing ended with a page token."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    incomplete: bool
