"""A document as YAML that every reader of it takes the same way (YAML 1.1 and 1.2): strings in double quotes but for
plain words."""

import re
from collections.abc import Iterator

from policybuilder.export.walk import escaped
from policybuilder.iam import JsonArray, JsonBoolean, JsonNull, JsonNumber, JsonObject, JsonString, Node

# Words and names of CloudFormation's types; no dates, no numbers, nothing with a colon before a space.
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(::[A-Za-z0-9]+)*")
# What YAML 1.1 reads as true, false or nothing ("Boolean", "Null" of its type repository).
TAKEN = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def yaml_string(text: str) -> str:
    """A scalar that is read as this text."""
    if PLAIN.fullmatch(text) and text.lower() not in TAKEN:
        return text
    return escaped(text, wide="\\U{:08x}")


def yaml_lines(node: Node, steps: int) -> Iterator[str]:
    """The lines of an object or list with members, each ending with a line break, `steps` steps of indent before it."""
    indent = "  " * steps
    if isinstance(node, JsonObject):
        for member in node.members:
            yield from _entry(f"{indent}{yaml_string(member.key.value)}:", member.value, steps)
    elif isinstance(node, JsonArray):
        for item in node.items:
            yield from _item(indent, item, steps)


def _entry(head: str, value: Node, steps: int) -> Iterator[str]:
    if _holds(value):
        yield f"{head}\n"
        yield from yaml_lines(value, steps + 1)
    else:
        yield f"{head} {_scalar(value)}\n"


def _item(indent: str, item: Node, steps: int) -> Iterator[str]:
    """An item; the first line of an object or list begins behind the dash."""
    if not _holds(item):
        yield f"{indent}- {_scalar(item)}\n"
        return
    for number, line in enumerate(yaml_lines(item, steps + 1)):
        yield line if number else f"{indent}- {line[len(indent) + 2 :]}"


def _holds(node: Node) -> bool:
    return (isinstance(node, JsonObject) and bool(node.members)) or (isinstance(node, JsonArray) and bool(node.items))


def _scalar(node: Node) -> str:
    match node:
        case JsonString():
            return yaml_string(node.value)
        case JsonNumber():
            return node.text
        case JsonBoolean():
            return "true" if node.value else "false"
        case JsonNull():
            return "null"
        case JsonObject():
            return "{}"
        case JsonArray():
            return "[]"
