"""Policy to text, and text to parts that a page can colour. A string stays a string, an order an order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring, encode_basestring_ascii

from policybuilder.iam.document import Policy
from policybuilder.iam.findings import Path, Position, Span
from policybuilder.iam.lexer import Lexeme, decode_string, has_surrogates, scan
from policybuilder.iam.syntax import (
    MAX_DEPTH,
    JsonArray,
    JsonBoolean,
    JsonNull,
    JsonNumber,
    JsonObject,
    JsonString,
    Node,
    node_from,
)

INDENT = "  "


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a text: key, string, number, keyword, punctuation or space; `text` for a rest that is no JSON.

    `path` is that of the innermost element it belongs to; a key and its colon belong to their member.
    """

    kind: str
    text: str
    path: Path
    span: Span


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text without its break; `path` is that of its first part that is not space."""

    number: int
    text: str
    path: Path


def render(policy: Policy) -> str:
    """The canonical text: two spaces of indent, members in their order, values as written, no newline at the end.

    `parse(render(policy)).policy == policy`, unknown and doubled members included.
    """
    return render_node(policy.source)


def render_json(plain: object) -> str:
    """The same layout for any plain JSON value. "null" for what JSON cannot hold."""
    return render_node(node_from(plain) or JsonNull())


def render_node(node: Node, *, depth: int = 0) -> str:
    """The same layout for a tree; `depth` is the number of arrays and objects that it stands in."""
    pieces: list[str] = []
    _lay_out(node, "\n" + INDENT * depth, pieces)
    return "".join(pieces)


def minify(policy: Policy) -> str:
    """The document without any white space outside strings."""
    return "".join(_compact(policy.source))


def minified_size(policy: Policy) -> int:
    """Characters of the document without white space, as quotas count them ("IAM and AWS STS quotas").

    AWS does not say whether spaces inside strings count; here they do (assumption 10.4).
    """
    return len(minify(policy))


def _lay_out(node: Node, line: str, pieces: list[str]) -> None:
    """Adds the pieces of text; `line` is the line break with the indent of the line the node began on."""
    inner = line + INDENT
    if isinstance(node, JsonString):
        pieces.append(_quoted(node.value))
    elif isinstance(node, JsonObject) and node.members:
        for index, member in enumerate(node.members):
            pieces.append(("," if index else "{") + inner + _quoted(member.key.value) + ": ")
            _lay_out(member.value, inner, pieces)
        pieces.append(line + "}")
    elif isinstance(node, JsonArray) and node.items:
        for index, item in enumerate(node.items):
            pieces.append(("," if index else "[") + inner)
            _lay_out(item, inner, pieces)
        pieces.append(line + "]")
    else:
        pieces.extend(_compact(node))


def _compact(node: Node) -> Iterator[str]:
    match node:
        case JsonObject():
            for index, member in enumerate(node.members):
                yield ("," if index else "{") + _quoted(member.key.value) + ":"
                yield from _compact(member.value)
            yield "}" if node.members else "{}"
        case JsonArray():
            for index, item in enumerate(node.items):
                yield "," if index else "["
                yield from _compact(item)
            yield "]" if node.items else "[]"
        case _:
            yield _scalar(node)


def _scalar(node: JsonString | JsonNumber | JsonBoolean | JsonNull) -> str:
    match node:
        case JsonString():
            return _quoted(node.value)
        case JsonNumber():
            return node.text
        case JsonBoolean():
            return "true" if node.value else "false"
        case _:
            return "null"


def _quoted(text: str) -> str:
    """A JSON string; lone halves of surrogate pairs are written as escapes, since no encoding can hold them."""
    return encode_basestring_ascii(text) if has_surrogates(text) else encode_basestring(text)


def tokens(text: str) -> tuple[Token, ...]:
    """The parts of a text in order; their texts together are the text. Any text returns.

    What follows the first character that cannot be JSON is one last part of kind `text`; so is what is nested too deep.
    """
    lexemes, fault = scan(text)
    paths = _Paths()
    found: list[Token] = []
    for lexeme in lexemes:
        if len(paths.steps) > MAX_DEPTH:
            return (*found, _rest(text, found, paths))
        written = text[lexeme.start : lexeme.end]
        kind, path = paths.kind_and_path(lexeme, text, written)
        found.append(Token(kind, written, path, _span(lexeme, written)))
    return (*found, _rest(text, found, paths)) if fault else tuple(found)


def parts(text: str) -> Iterator[tuple[str, str, Path]]:
    """Kind, text and path of every token: `tokens` without places, for who only draws them."""
    lexemes, fault = scan(text)
    paths = _Paths()
    at = 0
    for lexeme in lexemes:
        if len(paths.steps) > MAX_DEPTH:
            yield "text", text[at:], paths.path()
            return
        written = text[lexeme.start : lexeme.end]
        kind, path = paths.kind_and_path(lexeme, text, written)
        yield kind, written, path
        at = lexeme.end
    if fault:
        yield "text", text[at:], paths.path()


def _span(lexeme: Lexeme, written: str) -> Span:
    if lexeme.kind != "space":
        return lexeme.span()
    start = lexeme.span().start
    return Span(start, _end(written, start))


def _rest(text: str, found: Sequence[Token], paths: "_Paths") -> Token:
    start = found[-1].span.end if found else Position(1, 0, 0)
    rest = text[start.offset :]
    return Token("text", rest, paths.path(), Span(start, _end(rest, start)))


def _end(part: str, start: Position) -> Position:
    """The place after a part of a text that begins at `start`."""
    plain = part.replace("\r\n", "\n").replace("\r", "\n")
    breaks = plain.count("\n")
    column = len(plain) - plain.rfind("\n") - 1 if breaks else start.column + len(part)
    return Position(start.line + breaks, column, start.offset + len(part))


class _Paths:
    """Follows brackets and keys; forgiving, so that half-written text gets paths too."""

    def __init__(self) -> None:
        self.steps: list[str | int] = []
        self.objects: list[bool] = []
        self.expects_key = False
        self.inside = False  # between a key (or the start of an array's item) and the comma after its value

    def path(self) -> Path:
        """The path of the element being read."""
        return tuple(self.steps) if self.inside else tuple(self.steps[:-1])

    def kind_and_path(self, lexeme: Lexeme, text: str, written: str) -> tuple[str, Path]:
        """What a lexeme is and where; it is also taken note of."""
        if lexeme.kind == "space":
            return "space", self.path()
        if lexeme.kind == "punctuation":
            return "punctuation", self._punctuation(written)
        if self.expects_key and lexeme.kind == "string":
            self.expects_key = False
            self.inside = True
            self.steps[-1] = decode_string(text, lexeme.start, lexeme.end)
            return "key", self.path()
        self._begin()
        return lexeme.kind, self.path()

    def _begin(self) -> None:
        """A value begins; an array's items begin with it, an object's members have begun with their key."""
        if self.objects and not self.objects[-1]:
            self.inside = True

    def _punctuation(self, letter: str) -> Path:
        if letter in "{[":
            self._begin()
            path = self.path()
            self.steps.append("" if letter == "{" else 0)
            self.objects.append(letter == "{")
            self.expects_key, self.inside = letter == "{", False
            return path
        if letter in "}]":
            if self.objects:
                self.steps.pop()
                self.objects.pop()
            self.expects_key, self.inside = False, True
            return self.path()
        if letter == ",":
            return self._comma()
        return self.path()

    def _comma(self) -> Path:
        self.inside = False
        path = self.path()
        if self.objects:
            step = self.steps[-1]
            self.expects_key = self.objects[-1]
            self.steps[-1] = step + 1 if isinstance(step, int) else ""
        return path


def lines(text: str) -> tuple[Line, ...]:
    """The lines of a text, each with the path of the element it belongs to. Any text returns."""
    paths: dict[int, Path] = {}
    for token in tokens(text):
        if token.kind != "space":
            paths.setdefault(token.span.start.line, token.path)
    found: list[Line] = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        found.append(Line(number, line, paths.get(number, found[-1].path if found else ())))
    return tuple(found)
