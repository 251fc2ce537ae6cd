"""What a check says about a document: a code with parameters, the places, edits that would mend it. Never sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from policybuilder.iam import JsonValue, Path, Position, Severity, Span

Params = Mapping[str, str | tuple[str, ...]]
"""What a sentence is filled with: the user's own values."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document: the path of an element and the stretch of text meant, all of it or a part.

    `span` is None only where a document could not be read at all.
    """

    path: Path
    span: Span | None = None


class EditOp(Enum):
    """What an edit does. TEXT puts characters in the place of others, for what is not JSON yet."""

    REPLACE = "replace"
    REMOVE = "remove"
    ADD = "add"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a document.

    REPLACE puts `value` in the place of the element at `path`; REMOVE takes the element away (a list item or a
    member); ADD puts a new element there: a member of that name at the end of its object, or an item before the index
    (an index of the list's length adds at the end). RENAME of a member is REMOVE and ADD. TEXT replaces the characters
    from offset `start` to before `end` by `value`, a text. Paths of all edits of a fix mean the document before it.
    """

    op: EditOp
    path: Path = ()
    value: JsonValue = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to mend what was found: an id whose words `wording` has, with parameters, and the edits."""

    id: str
    params: Params = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """A request that shows what is meant, decided before and after the fix. `context` as in a scenario."""

    action: str
    resource: str
    context: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    principal: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a document. Places besides the first are in `related`."""

    code: str
    severity: Severity
    place: Place
    params: Params = field(default_factory=dict)
    related: tuple[Place, ...] = ()
    fixes: tuple[Fix, ...] = ()
    sample: Sample | None = None

    @property
    def path(self) -> Path:
        """The path of the element it is about."""
        return self.place.path

    @property
    def start(self) -> Position:
        """Where the text meant begins; the document's start where there is no place."""
        return self.place.span.start if self.place.span else Position(1, 0, 0)


def replaced(path: Path, value: JsonValue) -> Edit:
    """The edit that puts another value there."""
    return Edit(EditOp.REPLACE, path, value)


def removed(path: Path) -> Edit:
    """The edit that takes the element away."""
    return Edit(EditOp.REMOVE, path)


def added(path: Path, value: JsonValue) -> Edit:
    """The edit that adds a member or an item."""
    return Edit(EditOp.ADD, path, value)


def fix(identifier: str, *edits: Edit, **params: str | Sequence[str]) -> Fix:
    """A fix of these edits; lists of texts among the parameters become tuples."""
    return Fix(
        identifier,
        {name: value if isinstance(value, str) else tuple(value) for name, value in params.items()},
        edits,
    )
