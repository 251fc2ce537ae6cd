"""What a form's language would change or take for something of its own, found by walking a policy's source."""

import json
import re
from collections.abc import Callable, Iterable
from unicodedata import is_normalized

from policybuilder.export.base import Obstacle, Reason
from policybuilder.iam import JsonArray, JsonNull, JsonNumber, JsonObject, JsonString, Node, Path

Look = Callable[[Path, Node], Iterable[Obstacle]]
HALF = re.compile("[\ud800-\udfff]")
WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,14})")


def obstacles(source: Node, *looks: Look) -> tuple[Obstacle, ...]:
    """What the looks find anywhere in a tree, in the order of the text."""
    found: list[tuple[Path, Node]] = []
    _gather(source, (), found)
    return tuple(obstacle for path, node in found for look in looks for obstacle in look(path, node))


def _gather(node: Node, path: Path, found: list[tuple[Path, Node]]) -> None:
    """Every node of a tree with its path, in the order of the text; keys as strings at the path of their member."""
    found.append((path, node))
    if isinstance(node, JsonObject):
        for member in node.members:
            place = (*path, member.key.value)
            found.append((place, member.key))
            _gather(member.value, place, found)
    elif isinstance(node, JsonArray):
        for index, item in enumerate(node.items):
            _gather(item, (*path, index), found)


def doubled_members(path: Path, node: Node) -> Iterable[Obstacle]:
    """Readers of objects keep one of two members of the same name."""
    if not isinstance(node, JsonObject):
        return ()
    seen: set[str] = set()
    found = []
    for member in node.members:
        key = member.key.value
        if key in seen:
            found.append(Obstacle(Reason.DOUBLED_MEMBER, (*path, key), key))
        seen.add(key)
    return found


def half_characters(path: Path, node: Node) -> Iterable[Obstacle]:
    """No encoding of files holds half of a surrogate pair."""
    if isinstance(node, JsonString) and not node.value.isascii() and HALF.search(node.value):
        return (Obstacle(Reason.HALF_CHARACTER, path),)
    return ()


def nulls(path: Path, node: Node) -> Iterable[Obstacle]:
    """CloudFormation: null values are not allowed in templates."""
    if isinstance(node, JsonNull):
        return (Obstacle(Reason.NULL, path),)
    return ()


def numbers(path: Path, node: Node) -> Iterable[Obstacle]:
    """Whole numbers of at most 15 digits come out as they went in; others are rounded, or written in another way."""
    if isinstance(node, JsonNumber) and not WHOLE.fullmatch(node.text):
        return (Obstacle(Reason.NUMBER, path, node.text[:40]),)
    return ()


def not_normalized(path: Path, node: Node) -> Iterable[Obstacle]:
    """Terraform keeps text in Unicode's normal form C and rewrites what is not ("Types and Values")."""
    if isinstance(node, JsonString) and not is_normalized("NFC", node.value):
        return (Obstacle(Reason.NOT_NORMALIZED, path, node.value),)
    return ()


def functions(path: Path, node: Node) -> Iterable[Obstacle]:
    """`{"Ref": ...}` and members named `Fn::...` are functions of a template ("Intrinsic function reference")."""
    members = node.members if isinstance(node, JsonObject) else ()
    for member in members:
        key = member.key.value
        if key.startswith("Fn::") or (key == "Ref" and len(members) == 1):
            return (Obstacle(Reason.FUNCTION, (*path, key), key),)
    return ()


def dynamic_references(path: Path, node: Node) -> Iterable[Obstacle]:
    """CloudFormation replaces these in any text ("Get values stored in other services using dynamic references")."""
    if isinstance(node, JsonString) and "{{resolve:" in node.value:
        return (Obstacle(Reason.DYNAMIC_REFERENCE, path, node.value),)
    return ()


def tokens(path: Path, node: Node) -> Iterable[Obstacle]:
    """The CDK replaces its tokens in any text ("Tokens and the AWS CDK")."""
    if isinstance(node, JsonString) and ("${Token[" in node.value or "#{Token[" in node.value):
        return (Obstacle(Reason.CDK_REFERENCE, path, node.value),)
    return ()


def prototypes(path: Path, node: Node) -> Iterable[Obstacle]:
    """In JavaScript a member of this name is no member ("Object initializer")."""
    for member in node.members if isinstance(node, JsonObject) else ():
        if member.key.value == "__proto__":
            return (Obstacle(Reason.PROTOTYPE, (*path, "__proto__"), "__proto__"),)
    return ()


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
