"""What a form's language would change or take for something of its own, found by walking a policy's source."""

import json
import re
from collections.abc import Callable, Iterator
from unicodedata import is_normalized

from policybuilder.export.base import Obstacle, Reason
from policybuilder.iam import JsonArray, JsonNull, JsonNumber, JsonObject, JsonString, Node, Path

Look = Callable[[Path, Node], Iterator[Obstacle]]
WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,14})")


def obstacles(source: Node, *looks: Look) -> tuple[Obstacle, ...]:
    """What the looks find anywhere in a tree, in the order of the text."""
    return tuple(found for path, node in nodes(source) for look in looks for found in look(path, node))


def nodes(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every node of a tree with its path, in the order of the text; keys as strings at the path of their member."""
    yield path, node
    if isinstance(node, JsonObject):
        for member in node.members:
            place = (*path, member.key.value)
            yield place, member.key
            yield from nodes(member.value, place)
    elif isinstance(node, JsonArray):
        for index, item in enumerate(node.items):
            yield from nodes(item, (*path, index))


def doubled_members(path: Path, node: Node) -> Iterator[Obstacle]:
    """Readers of objects keep one of two members of the same name."""
    seen: set[str] = set()
    for member in node.members if isinstance(node, JsonObject) else ():
        key = member.key.value
        if key in seen:
            yield Obstacle(Reason.DOUBLED_MEMBER, (*path, key), key)
        seen.add(key)


def half_characters(path: Path, node: Node) -> Iterator[Obstacle]:
    """No encoding of files holds half of a surrogate pair."""
    if isinstance(node, JsonString) and any("\ud800" <= character <= "\udfff" for character in node.value):
        yield Obstacle(Reason.HALF_CHARACTER, path)


def nulls(path: Path, node: Node) -> Iterator[Obstacle]:
    """CloudFormation: null values are not allowed in templates."""
    if isinstance(node, JsonNull):
        yield Obstacle(Reason.NULL, path)


def numbers(path: Path, node: Node) -> Iterator[Obstacle]:
    """Whole numbers of at most 15 digits come out as they went in; others are rounded, or written in another way."""
    if isinstance(node, JsonNumber) and not WHOLE.fullmatch(node.text):
        yield Obstacle(Reason.NUMBER, path, node.text[:40])


def not_normalized(path: Path, node: Node) -> Iterator[Obstacle]:
    """Terraform keeps text in Unicode's normal form C and rewrites what is not ("Types and Values")."""
    if isinstance(node, JsonString) and not is_normalized("NFC", node.value):
        yield Obstacle(Reason.NOT_NORMALIZED, path, node.value)


def functions(path: Path, node: Node) -> Iterator[Obstacle]:
    """`{"Ref": ...}` and members named `Fn::...` are functions of a template ("Intrinsic function reference")."""
    members = node.members if isinstance(node, JsonObject) else ()
    for member in members:
        key = member.key.value
        if key.startswith("Fn::") or (key == "Ref" and len(members) == 1):
            yield Obstacle(Reason.FUNCTION, (*path, key), key)


def dynamic_references(path: Path, node: Node) -> Iterator[Obstacle]:
    """CloudFormation replaces these in any text ("Get values stored in other services using dynamic references")."""
    if isinstance(node, JsonString) and "{{resolve:" in node.value:
        yield Obstacle(Reason.DYNAMIC_REFERENCE, path, node.value)


def tokens(path: Path, node: Node) -> Iterator[Obstacle]:
    """The CDK replaces its tokens in any text ("Tokens and the AWS CDK")."""
    if isinstance(node, JsonString) and ("${Token[" in node.value or "#{Token[" in node.value):
        yield Obstacle(Reason.CDK_REFERENCE, path, node.value)


def prototypes(path: Path, node: Node) -> Iterator[Obstacle]:
    """In JavaScript a member of this name is no member ("Object initializer")."""
    for member in node.members if isinstance(node, JsonObject) else ():
        if member.key.value == "__proto__":
            yield Obstacle(Reason.PROTOTYPE, (*path, "__proto__"), "__proto__")


def escaped(text: str, *, wide: str = "") -> str:
    """A text between double quotes with JSON's escapes, also for what cannot be seen or breaks a line.

    `wide` is the escape for characters beyond U+FFFF where surrogate pairs are not taken, as in `\\U{:08x}`.
    """
    written = json.dumps(text, ensure_ascii=False)
    if written.isprintable():
        return written
    return "".join(character if character.isprintable() else _escape(character, wide) for character in written)


def _escape(character: str, wide: str) -> str:
    if ord(character) < 0x10000:
        return f"\\u{ord(character):04x}"
    return wide.format(ord(character)) if wide else json.dumps(character)[1:-1]
