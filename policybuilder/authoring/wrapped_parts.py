"""What is found in a wrapping: documents with their places, and what keeps one from being read as it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from json import dumps

from policybuilder.iam import JsonArray, JsonObject, Node

LONGEST_PLACE = 300
HALF = re.compile("[\ud800-\udfff]")


class Unplain(Enum):
    """Why a document cannot be taken as it stands."""

    FUNCTION = "function"  # of a CloudFormation template
    DYNAMIC_REFERENCE = "dynamic_reference"
    EXPRESSION = "expression"  # of Terraform
    UNREADABLE = "unreadable"
    ARGUMENT = "argument"  # of aws_iam_policy_document, beyond what stands in the document itself


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A reason, the place in the text, and what stands there in a word."""

    reason: Unplain
    place: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class WrappedDocument:
    """A document: its text, its place (`PolicyVersion.Document`; "" for the whole text), its name and kind ("" where the
    wrapping tells none), and what keeps it from being read as it stands."""

    text: str
    place: str = ""
    name: str = ""
    kind: str = ""
    obstacles: tuple[Obstacle, ...] = ()


def document(text: str, place: str, name: str, kind: str, obstacles: tuple[Obstacle, ...] = ()) -> WrappedDocument:
    """A document that was decoded: halves of characters, which no page or file can hold, as their escapes."""
    whole = tuple(Obstacle(each.reason, _whole(each.place), _whole(each.value)) for each in obstacles)
    return WrappedDocument(_whole(text), _whole(place), _whole(name), kind, whole)


def _whole(text: str) -> str:
    return text if text.isascii() else HALF.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """The documents of a text in their order, at least one; how many more there are."""

    documents: tuple[WrappedDocument, ...]
    left_out: int = 0


def named_place(place: str, key: str) -> str:
    """The place of a member: `Role.PolicyList`, `["odd name"]` for what is no word."""
    if len(place) > LONGEST_PLACE:
        return place
    word = key.replace("-", "_").isidentifier() and key.isascii()
    step = key if word else f"[{dumps(key[:60], ensure_ascii=False)}]"
    return f"{place}.{step}" if place and word else f"{place}{step}"


def parts_of(node: Node, place: str) -> Iterator[tuple[str, Node]]:
    """A tree's nodes with their places, in the order of the text."""
    yield place, node
    if isinstance(node, JsonObject):
        for member in node.members:
            yield from parts_of(member.value, named_place(place, member.key.value))
    elif isinstance(node, JsonArray):
        for index, item in enumerate(node.items):
            yield from parts_of(item, f"{place}[{index}]")
