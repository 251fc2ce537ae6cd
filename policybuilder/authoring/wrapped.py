"""Policy documents in whatever they come wrapped in: any text to the documents in it, each with where it was found.

A document that stands as an object keeps its characters; where its lines are indented with the wrapping, the indent
that they share is taken off (a line break in JSON is always white space between tokens). One in a string is the
string's text. Nothing is guessed: what a template or Terraform would compute is an obstacle with its place.

Sources: "IAM API Reference" (documents in answers are URL-encoded, RFC 3986), "AWS CLI Command Reference" (the answers of
iam, organizations and rekognition), CloudFormation's "Template reference", Terraform's "JSON Configuration Syntax" and
"JSON Output Format".
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from policybuilder.authoring.wrapped_kinds import (
    ALWAYS_DOCUMENTS,
    Around,
    around_member,
    around_object,
    command_kind,
    is_configuration,
    is_template,
)
from policybuilder.authoring.wrapped_parts import (
    Obstacle,
    Unplain,
    Unwrapped,
    WrappedDocument,
    document,
    named_place,
    parts_of,
)
from policybuilder.authoring.wrapped_terraform import document_of_data, expression, terraform_text
from policybuilder.iam import JsonArray, JsonObject, JsonString, Node, parse

LONGEST = 2_000_000  # characters of a text that is looked through
LONGEST_COMMAND = 300_000
MOST_DOCUMENTS = 1_000
DECODINGS = 4  # how often a text may stand in a text
SHOWN = 60
ENCODED = re.compile(r"\s*%(25)*(7b|5b|22)", re.IGNORECASE)
OPENERS = ("{", "[", '"', "${")
NAMED = re.compile(r"statement\\*([\"'”]|%22|\s*=)", re.IGNORECASE)  # the member, in JSON and in what should be
BLOCKS = ("resource", "data")
DATA_SOURCE = "aws_iam_policy_document"


def unwrap(text: str) -> Unwrapped:
    """The documents in a text, at least one: a text in which none is found is taken for a document itself.

    Never raises; the time it takes is bounded by the length of the text.
    """
    search = _Search()
    search.text(text, "", Around(), DECODINGS)
    if not search.found:
        search.found.append(WrappedDocument(_decoded(text) or text))
    return Unwrapped(tuple(search.found), search.left_out)


def is_document(node: Node) -> bool:
    """Does it look like a policy document: an object with Statement?"""
    return isinstance(node, JsonObject) and isinstance(node.get("Statement"), JsonObject | JsonArray)


@dataclass(frozen=True, slots=True)
class _Source:
    """A text, and how many more texts may be decoded below it."""

    text: str
    decodings: int


class _Search:
    """Gathers documents while it walks through texts within texts."""

    def __init__(self) -> None:
        self.found: list[WrappedDocument] = []
        self.left_out = 0

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.found) + self.left_out

    def add(self, found: WrappedDocument) -> None:
        """Keep one, up to the limit."""
        if len(self.found) < MOST_DOCUMENTS:
            self.found.append(found)
        else:
            self.left_out += 1

    def text(self, text: str, place: str, around: Around, decodings: int) -> None:
        """Look through a text: JSON, JSON in URL encoding, or a command of the AWS CLI."""
        root = parse(text, limit=LONGEST).root
        if root is not None:
            self.tree(_Source(text, decodings - 1), root, place, around)
        elif decodings and (decoded := _decoded(text)) is not None:
            self.text(decoded, place, around, decodings - 1)
        elif decodings:
            for option, value, beside in _arguments(text):
                self.text(value, option, beside, decodings - 1)

    def tree(self, source: _Source, root: Node, place: str, around: Around) -> None:
        """Look through the tree of a whole text."""
        planned = root.get("planned_values") if isinstance(root, JsonObject) else None
        if is_document(root):
            self.add(document(source.text, place, around.name, around.kind))
        elif planned is not None:  # a plan says everything twice: as planned, and as a change
            self.node(source, planned, named_place(place, "planned_values"), around)
        elif isinstance(root, JsonObject) and is_configuration(root):
            self.configuration(source, root, place)
        else:
            self.node(source, root, place, replace(around, template=is_template(root)))

    def configuration(self, source: _Source, root: JsonObject, place: str) -> None:
        """Terraform's JSON syntax: blocks by type and label."""
        for member in root.members:
            if member.key.value not in BLOCKS:
                self.node(source, member.value, named_place(place, member.key.value), Around(terraform=True))
        for block, at_block in _objects_in(root, place, BLOCKS):
            for kind, at_kind in _objects_in(block, at_block):
                type_name = at_kind.rpartition(".")[2]
                data = type_name == DATA_SOURCE
                for member in kind.members:
                    label, at = member.key.value, named_place(at_kind, member.key.value)
                    if data:
                        self.add(document_of_data(member.value, at, label))
                    else:
                        around = Around(name=label, terraform=True).of_type(type_name)
                        self.node(source, member.value, at, around)

    def node(self, source: _Source, node: Node, place: str, around: Around) -> None:
        """Look through a part of a tree. Trees are never so deep that this could not recurse."""
        match node:
            case JsonObject() if is_document(node):
                self.add(_standing(source.text, node, place, around))
            case JsonObject():
                inside = around_object(node, around)
                for member in node.members:
                    key = member.key.value
                    at = named_place(place, key)
                    self.member(source, key, member.value, at, around_member(node, key, inside))
            case JsonArray():
                for index, item in enumerate(node.items):
                    self.node(source, item, f"{place}[{index}]", around)
            case JsonString() if _opens(node.value) and NAMED.search(node.value):
                self.string(source, node.value, place, around)
            case _:
                pass

    def member(self, source: _Source, key: str, value: Node, place: str, around: Around) -> None:
        """A member's value: under some names an object or a text is a document, whatever it looks like."""
        before = self.count
        self.node(source, value, place, around)
        if key not in ALWAYS_DOCUMENTS or self.count > before:
            return
        if isinstance(value, JsonObject):
            self.add(_standing(source.text, value, place, around))
        elif isinstance(value, JsonString) and value.value.strip():
            self.string(source, value.value, place, around)

    def string(self, source: _Source, value: str, place: str, around: Around) -> None:
        """A text in the tree: what it holds, or a document that cannot be read."""
        before = self.count
        text = terraform_text(value) if around.terraform else value
        computed = expression(value, place) if text is None else _computed(value, place, around)
        if text is None or computed is not None:
            obstacles = (computed,) if computed else ()
            self.add(document(value, place, around.name, around.kind, obstacles))
            return
        if source.decodings:
            self.text(text, place, replace(around, terraform=False, template=False), source.decodings)
        if self.count == before:
            unreadable = (Obstacle(Unplain.UNREADABLE, place),)
            self.add(document(_decoded(text) or text, place, around.name, around.kind, unreadable))


def _standing(text: str, node: JsonObject, place: str, around: Around) -> WrappedDocument:
    """A document that stands as an object in a larger text."""
    span = node.span
    written = text[span.start.offset : span.end.offset] if span else ""
    functions = tuple(_functions(node, place)) if around.template else ()
    return document(without_shared_indent(written), place, around.name, around.kind, functions)


def without_shared_indent(written: str) -> str:
    """JSON without the blanks that all its lines but the first begin with."""
    first, *rest = written.split("\n")
    indents = [line[: len(line) - len(line.lstrip(" \t"))] for line in rest if line.strip()]
    if not indents:
        return written
    shortest, longest = min(indents), max(indents)
    shared = 0
    while shared < len(shortest) and shortest[shared] == longest[shared]:
        shared += 1
    return "\n".join([first, *(line[shared:] if line.strip() else line for line in rest)])


def _functions(node: Node, place: str) -> Iterator[Obstacle]:
    """The functions of a template, and its references to stored values ("Intrinsic function reference")."""
    for at, part in parts_of(node, place):
        if isinstance(part, JsonString) and "{{resolve:" in part.value:
            yield Obstacle(Unplain.DYNAMIC_REFERENCE, at, part.value[:SHOWN])
        names = [member.key.value for member in part.members] if isinstance(part, JsonObject) else []
        for name in names:
            if name.startswith("Fn::") or names == ["Ref"]:
                yield Obstacle(Unplain.FUNCTION, at, name[:SHOWN])


def _computed(value: str, place: str, around: Around) -> Obstacle | None:
    """What a template computes in a text: a stored value, or what Fn::Sub puts in."""
    if not around.template:
        return None
    if "{{resolve:" in value:
        return Obstacle(Unplain.DYNAMIC_REFERENCE, place, "{{resolve:")
    return Obstacle(Unplain.FUNCTION, place, "Fn::Sub") if "Fn::" in place and "${" in value else None


def _opens(text: str) -> bool:
    """Does it begin as JSON does, or as its URL encoding?"""
    return text.lstrip(" \t\r\n\ufeff").startswith(OPENERS) or ENCODED.match(text) is not None


def _decoded(text: str) -> str | None:
    """The text without its URL encoding; None for one that has none."""
    if len(text) > LONGEST or ENCODED.match(text) is None:
        return None
    try:
        return unquote(text.strip(), errors="strict")
    except UnicodeDecodeError:
        return None


def _arguments(text: str) -> Iterator[tuple[str, str, Around]]:
    """The arguments of a command of the AWS CLI that look like documents; of a quoted text alone that text."""
    if len(text) > LONGEST_COMMAND or not text.lstrip().startswith(("aws ", "'")):
        return
    try:
        words = shlex.split(text)
    except ValueError:
        return
    for before, word in zip(["", *words], words, strict=False):
        if _opens(word) and (before.startswith("--") or len(words) == 1):
            name, kind = command_kind(words, before)
            yield before, word, Around(name=name, kind=kind)


def _objects_in(node: JsonObject, place: str, names: tuple[str, ...] = ()) -> Iterator[tuple[JsonObject, str]]:
    """The objects among the members (of these names, if any are given) with their places."""
    for member in node.members:
        if isinstance(member.value, JsonObject) and (not names or member.key.value in names):
            yield member.value, named_place(place, member.key.value)
