"""What is wrong with a document, and where: values, never sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

Path = tuple[str | int, ...]
"""The way from the document's root to a place: member names and array indexes, `("Statement", 1, "Action", 0)`."""


class Severity(Enum):
    """How much a finding matters, in the words of IAM Access Analyzer's policy validation."""

    ERROR = "ERROR"
    SECURITY_WARNING = "SECURITY_WARNING"
    WARNING = "WARNING"
    SUGGESTION = "SUGGESTION"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place between two characters: line from 1, column and offset from 0, counted in code points."""

    line: int
    column: int
    offset: int


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text; `end` is the place after its last character. A string's quotes belong to it."""

    start: Position
    end: Position


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a document: an id with parameters, the element it is about, its place in the text.

    `span` is None where the document had no text of its own.
    """

    code: str
    severity: Severity
    params: Mapping[str, str] = field(default_factory=dict)
    path: Path = ()
    span: Span | None = None
