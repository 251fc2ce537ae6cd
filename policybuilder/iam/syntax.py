"""JSON as a tree that remembers how it was written: places, order, doubled members, the characters of numbers.

A tree is never deeper than `MAX_DEPTH`, so whatever walks one may recurse. Two trees are equal if they say the same;
places do not count.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import NamedTuple, TypeAlias

from policybuilder.iam.findings import Path, Position, Span
from policybuilder.iam.lexer import Fault, Lexeme, decode_string, fault_at, joined_surrogates, scan

MAX_DEPTH = 100  # a policy needs seven

JsonValue: TypeAlias = "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
"""Plain JSON, as `json.loads` gives it."""


@dataclass(frozen=True, slots=True)
class JsonString:
    """A string, its escapes resolved."""

    value: str
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class JsonNumber:
    """A number in the characters it was written in."""

    text: str
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class JsonBoolean:
    """`true` or `false`."""

    value: bool
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class JsonNull:
    """`null`."""

    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class JsonArray:
    """An array."""

    items: tuple["Node", ...]
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Member:
    """One `"key": value` of an object."""

    key: JsonString
    value: "Node"


@dataclass(frozen=True, slots=True)
class JsonObject:
    """An object: its members in their order, doubled ones included."""

    members: tuple[Member, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)

    def get(self, name: str) -> "Node | None":
        """The value of the last member of that name, as most JSON readers see it."""
        return next((member.value for member in reversed(self.members) if member.key.value == name), None)

    def every(self, name: str) -> "tuple[Node, ...]":
        """The values of all members of that name."""
        return tuple(member.value for member in self.members if member.key.value == name)


Node: TypeAlias = JsonString | JsonNumber | JsonBoolean | JsonNull | JsonArray | JsonObject


class Reading(NamedTuple):
    """What came of a text: a tree, or the first fault."""

    root: Node | None
    fault: Fault | None


@dataclass(slots=True)
class _Frame:
    """An array or object whose end has not been seen."""

    start: Position
    is_object: bool
    items: list[Node] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    key: JsonString | None = None

    def add(self, node: Node) -> None:
        if self.key is None:
            self.items.append(node)
        else:
            self.members.append(Member(self.key, node))
            self.key = None

    def close(self, end: Position) -> Node:
        span = Span(self.start, end)
        return JsonObject(tuple(self.members), span) if self.is_object else JsonArray(tuple(self.items), span)


class _Reader:
    """A stack machine over lexemes; `expect` names what may come next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.frames: list[_Frame] = []
        self.expect = "value"
        self.root: Node | None = None

    def take(self, lexeme: Lexeme) -> str:
        """Use one lexeme; returns the reason why it cannot stand here, or ""."""
        letter = self.text[lexeme.start] if lexeme.kind == "punctuation" else ""
        match self.expect:
            case "value" | "value or end":
                return self._value(lexeme, letter)
            case "key" | "key or end":
                return self._key(lexeme, letter)
            case "colon":
                self.expect = "value"
                return "" if letter == ":" else "expected_colon"
            case "comma or end":
                return self._after_value(lexeme, letter)
            case _:
                return "text_after_end"

    def _value(self, lexeme: Lexeme, letter: str) -> str:
        if letter and letter in "{[":
            if len(self.frames) == MAX_DEPTH:
                return "too_deep"
            self.frames.append(_Frame(lexeme.span().start, letter == "{"))
            self.expect = "key or end" if letter == "{" else "value or end"
            return ""
        if letter == "]" and self.expect == "value or end":
            return self._close(lexeme)
        if letter:
            inside_array = bool(self.frames) and not self.frames[-1].is_object
            return "trailing_comma" if letter == "]" and inside_array else "expected_value"
        self._finish(self._scalar(lexeme))
        return ""

    def _scalar(self, lexeme: Lexeme) -> Node:
        written = self.text[lexeme.start : lexeme.end]
        match lexeme.kind:
            case "string":
                return JsonString(decode_string(self.text, lexeme.start, lexeme.end), lexeme.span())
            case "number":
                return JsonNumber(written, lexeme.span())
            case _:
                return JsonNull(lexeme.span()) if written == "null" else JsonBoolean(written == "true", lexeme.span())

    def _key(self, lexeme: Lexeme, letter: str) -> str:
        if lexeme.kind == "string":
            self.frames[-1].key = JsonString(decode_string(self.text, lexeme.start, lexeme.end), lexeme.span())
            self.expect = "colon"
            return ""
        if letter == "}":
            return self._close(lexeme) if self.expect == "key or end" else "trailing_comma"
        return "expected_key"

    def _after_value(self, lexeme: Lexeme, letter: str) -> str:
        is_object = self.frames[-1].is_object
        if letter == ",":
            self.expect = "key" if is_object else "value"
            return ""
        if letter == ("}" if is_object else "]"):
            return self._close(lexeme)
        return "wrong_bracket" if letter and letter in "}]" else "expected_comma"

    def _close(self, lexeme: Lexeme) -> str:
        self._finish(self.frames.pop().close(lexeme.span().end))
        return ""

    def _finish(self, node: Node) -> None:
        if self.frames:
            self.frames[-1].add(node)
            self.expect = "comma or end"
        else:
            self.root = node
            self.expect = "nothing"


def read(text: str) -> Reading:
    """Read one JSON value (RFC 8259). Any text returns; the first fault carries its reason and place."""
    lexemes, fault = scan(text)
    reader = _Reader(text)
    for lexeme in lexemes:
        if lexeme.kind != "space" and (reason := reader.take(lexeme)):
            return Reading(None, fault_at(reason, text, lexeme.span().start, lexeme.end))
    if fault is None and reader.root is None:
        start = _end_of(lexemes)
        fault = fault_at("unexpected_end" if start.offset else "empty", text, start, start.offset)
    return Reading(None if fault else reader.root, fault)


def _end_of(lexemes: Sequence[Lexeme]) -> Position:
    """The place after the last character that is not white space."""
    last = next((lexeme for lexeme in reversed(lexemes) if lexeme.kind != "space"), None)
    return last.span().end if last else Position(1, 0, 0)


def to_plain(node: Node) -> JsonValue:
    """The tree as dicts, lists, strings, numbers. Of doubled members the last stays, as with `json.loads`.

    A number beyond what Python reads (thousands of digits, an exponent without end) becomes its text.
    """
    match node:
        case JsonObject():
            return {member.key.value: to_plain(member.value) for member in node.members}
        case JsonArray():
            return [to_plain(item) for item in node.items]
        case JsonNumber():
            return _plain_number(node.text)
        case JsonString() | JsonBoolean():
            return node.value
        case _:
            return None


def _plain_number(text: str) -> int | float | str:
    if len(text) > 400:
        return text
    if all(letter not in text for letter in ".eE"):
        return int(text)
    number = float(text)
    return number if isfinite(number) else text


def node_from(plain: object) -> Node | None:
    """The tree of plain JSON, without places. None for what JSON cannot hold or what is deeper than `MAX_DEPTH`."""
    return _node_from(plain, MAX_DEPTH)


def _node_from(plain: object, depth: int) -> Node | None:
    match plain:
        case Mapping() if depth:
            return _object_from(plain, depth - 1)
        case list() | tuple() if depth:
            items = [_node_from(item, depth - 1) for item in plain]
            whole = tuple(item for item in items if item is not None)
            return JsonArray(whole) if len(whole) == len(items) else None
        case str():
            return JsonString(joined_surrogates(plain))
        case bool():
            return JsonBoolean(plain)
        case int() | float():
            return _number_from(plain)
        case _:
            return JsonNull() if plain is None else None


def _number_from(number: float) -> Node | None:
    if isinstance(number, int):
        return JsonNumber(str(number)) if number.bit_length() < 10_000 else None
    return JsonNumber(repr(number)) if isfinite(number) else None


def _object_from(plain: Mapping[object, object], depth: int) -> Node | None:
    members: list[Member] = []
    for key, value in plain.items():
        node = _node_from(value, depth)
        if not isinstance(key, str) or node is None:
            return None
        members.append(Member(JsonString(joined_surrogates(key)), node))
    return JsonObject(tuple(members))


def node_at(root: Node, path: Path) -> Node | None:
    """The element at a path, or None. Of doubled members the last."""
    node: Node | None = root
    for step in path:
        if isinstance(node, JsonObject) and isinstance(step, str):
            node = node.get(step)
        elif isinstance(node, JsonArray) and isinstance(step, int) and 0 <= step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def objects(root: Node) -> Iterator[tuple[Path, JsonObject]]:
    """Every object of a tree with its path, outer before inner."""
    waiting: list[tuple[Path, Node]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, JsonObject):
            yield path, node
            waiting.extend(((*path, member.key.value), member.value) for member in reversed(node.members))
        elif isinstance(node, JsonArray):
            waiting.extend(((*path, index), item) for index, item in reversed(list(enumerate(node.items))))
