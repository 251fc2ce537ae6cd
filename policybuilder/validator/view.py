"""A document as checks see it: every element with its place, down to single characters inside a string."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from policybuilder.iam import (
    Effect,
    JsonArray,
    JsonBoolean,
    JsonNumber,
    JsonObject,
    JsonString,
    Node,
    OperatorName,
    Parsed,
    Path,
    Policy,
    Position,
    Span,
    Statement,
    operator_named,
)
from policybuilder.validator.finding import Place
from policybuilder.validator.kinds import PolicyKind

LIST_ELEMENTS = ("Action", "NotAction", "Resource", "NotResource")


@dataclass(frozen=True, slots=True)
class Text:
    """A value of the document as text: a string, or a number or boolean of a condition in its characters.

    `written` is what stands in the document, quotes and escapes included.
    """

    value: str
    path: Path
    span: Span | None
    written: str
    type: str = "string"

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.path, self.span)

    def part(self, start: int, end: int) -> Place:
        """The place of the characters from `start` to before `end` of the value; escapes are counted as written."""
        if self.span is None or self.type != "string":
            return self.place
        first = self.span.start
        begin, stop = _written_offset(self.written, start), _written_offset(self.written, end)

        def at(offset: int) -> Position:
            return Position(first.line, first.column + offset, first.offset + offset)

        return Place(self.path, Span(at(begin), at(stop)))


def _written_offset(written: str, index: int) -> int:
    """Where the character `index` of a string's value begins in the string as written."""
    offset = 1
    for _ in range(index):
        if offset >= len(written) - 1:
            break
        offset += _letter_length(written, offset)
    return min(offset, max(len(written) - 1, 0))


def _letter_length(written: str, offset: int) -> int:
    if written[offset] != "\\":
        return 1
    if written[offset + 1 : offset + 2] != "u":
        return 2
    high = written[offset + 2 : offset + 4].lower() in ("d8", "d9", "da", "db")
    return 12 if high and written[offset + 6 : offset + 8] == "\\u" else 6


@dataclass(frozen=True, slots=True)
class Element:
    """Action, NotAction, Resource or NotResource: the values, and the element as a whole."""

    name: str
    texts: tuple[Text, ...]
    is_list: bool
    key: Text
    place: Place


@dataclass(frozen=True, slots=True)
class Test:
    """One key under one condition operator. `name` is None where there is no such operator.

    `operator.value` is the operator as written, `ForAllValues:StringLikeIfExists`; `operator.place` and `key.place` are
    those of the member names, `place` that of the value.
    """

    operator: Text
    name: OperatorName | None
    key: Text
    values: tuple[Text, ...]
    is_list: bool
    place: Place

    @property
    def base(self) -> str:
        """The operator without set operator and IfExists: `StringLike`, `Null`; "" for an unknown one."""
        if self.name is None:
            return ""
        return self.name.row.name if self.name.row else "Null"

    @property
    def folded_key(self) -> str:
        """The key in small letters: keys are compared so."""
        return self.key.value.lower()


@dataclass(frozen=True, slots=True)
class PrincipalView:
    """Principal or NotPrincipal: entries of kind and value, or everyone (`"*"`)."""

    name: str
    key: Text
    everyone: bool
    entries: tuple[tuple[Text, tuple[Text, ...]], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement. `statement` is how the engine reads it; `elements` are those of `LIST_ELEMENTS` that are there."""

    number: int
    path: Path
    place: Place
    statement: Statement
    sid: Text | None
    elements: Mapping[str, Element]
    tests: tuple[Test, ...]
    condition: Place | None
    principal: PrincipalView | None
    not_principal: PrincipalView | None

    @property
    def effect(self) -> Effect | None:
        """Allow or Deny; None where it is neither."""
        return self.statement.effect

    @property
    def allows(self) -> bool:
        """Is it an Allow?"""
        return self.statement.effect is Effect.ALLOW

    @property
    def denies(self) -> bool:
        """Is it a Deny?"""
        return self.statement.effect is Effect.DENY

    def element(self, name: str) -> Element | None:
        """The element of that name, if it is there."""
        return self.elements.get(name)

    def texts(self, name: str) -> tuple[Text, ...]:
        """The values of an element; none where it is not there."""
        element = self.elements.get(name)
        return element.texts if element else ()


@dataclass(frozen=True)
class Subject:
    """What is checked: the text with its tree, the policy, its kind. `resource_type` is CloudFormation's name.

    `inline`: the identity that an identity policy is to stand inline in (`user`, `group`, `role`); "" where it is managed.
    """

    parsed: Parsed
    kind: PolicyKind
    resource_type: str | None = None
    statements: tuple[StatementView, ...] = field(default=())
    inline: str = ""

    @property
    def text(self) -> str:
        """The document as written."""
        return self.parsed.text

    @property
    def policy(self) -> Policy | None:
        """The policy as far as it could be read."""
        return self.parsed.policy

    @property
    def root(self) -> Node | None:
        """The tree; None where the text is not JSON."""
        return self.parsed.root

    @cached_property
    def place(self) -> Place:
        """The document as a whole."""
        return Place((), self.root.span if self.root else None)


def subject_of(parsed: Parsed, kind: PolicyKind, resource_type: str | None = None, inline: str = "") -> Subject:
    """The view of a document that was read."""
    policy, root = parsed.policy, parsed.root
    views: list[StatementView] = []
    if policy is not None and isinstance(root, JsonObject):
        reader = _Reader(parsed.text)
        for number, statement in enumerate(policy.statements):
            views.append(reader.statement(number, policy.statement_path(number), statement))
    return Subject(parsed, kind, resource_type, tuple(views), inline)


class _Reader:
    """Puts places beside values."""

    def __init__(self, text: str) -> None:
        self.text = text

    def statement(self, number: int, path: Path, statement: Statement) -> StatementView:
        node = statement.source
        sid = node.get("Sid")
        condition = node.get("Condition")
        return StatementView(
            number=number,
            path=path,
            place=Place(path, node.span),
            statement=statement,
            sid=self._text(sid, (*path, "Sid")) if isinstance(sid, JsonString) else None,
            elements={name: each for name in LIST_ELEMENTS if (each := self._element(node, path, name))},
            tests=tuple(self._tests(node, (*path, "Condition"))),
            condition=Place((*path, "Condition"), condition.span) if condition is not None else None,
            principal=self._principal(node, path, "Principal"),
            not_principal=self._principal(node, path, "NotPrincipal"),
        )

    def _text(self, node: Node, path: Path) -> Text:
        span = node.span
        written = self.text[span.start.offset : span.end.offset] if span else ""
        match node:
            case JsonString():
                return Text(node.value, path, span, written)
            case JsonNumber():
                return Text(node.text, path, span, written, "number")
            case JsonBoolean():
                return Text("true" if node.value else "false", path, span, written, "boolean")
            case JsonArray():
                return Text("", path, span, written, "array")
            case JsonObject():
                return Text("", path, span, written, "object")
            case _:
                return Text("", path, span, written, "null")

    def _texts(self, node: Node, path: Path) -> tuple[Text, ...]:
        """The values, scalars of a condition included; what is no text at all is left to the reader's own findings."""
        nodes: Sequence[tuple[Node, Path]] = [(node, path)]
        if isinstance(node, JsonArray):
            nodes = [(item, (*path, index)) for index, item in enumerate(node.items)]
        return tuple(self._text(each, at) for each, at in nodes)

    def _element(self, node: JsonObject, path: Path, name: str) -> Element | None:
        members = [member for member in node.members if member.key.value == name]
        if not members:
            return None
        here = (*path, name)
        texts = [text for member in members for text in self._texts(member.value, here) if text.type == "string"]
        last = members[-1]
        is_list = isinstance(last.value, JsonArray)
        return Element(name, tuple(texts), is_list, self._text(last.key, here), Place(here, last.value.span))

    def _tests(self, node: JsonObject, path: Path) -> Iterator[Test]:
        for block in node.every("Condition"):
            for operator in block.members if isinstance(block, JsonObject) else ():
                name = self._text(operator.key, (*path, operator.key.value))
                for key in operator.value.members if isinstance(operator.value, JsonObject) else ():
                    here = (*name.path, key.key.value)
                    yield Test(
                        operator=name,
                        name=operator_named(name.value),
                        key=self._text(key.key, here),
                        values=self._texts(key.value, here),
                        is_list=isinstance(key.value, JsonArray),
                        place=Place(here, key.value.span),
                    )

    def _principal(self, node: JsonObject, path: Path, name: str) -> PrincipalView | None:
        member = next((each for each in reversed(node.members) if each.key.value == name), None)
        if member is None:
            return None
        here = (*path, name)
        value = member.value
        entries = tuple(
            (self._text(each.key, (*here, each.key.value)), self._texts(each.value, (*here, each.key.value)))
            for each in (value.members if isinstance(value, JsonObject) else ())
        )
        everyone = isinstance(value, JsonString) and value.value == "*"
        return PrincipalView(name, self._text(member.key, here), everyone, entries, Place(here, value.span))
