"""A policy's source as a literal of a programming language whose objects and lists look like JSON's."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from policybuilder.iam import JsonArray, JsonBoolean, JsonNull, JsonNumber, JsonObject, JsonString, Node


@dataclass(frozen=True, slots=True)
class Notation:
    """How a language writes what JSON writes otherwise; `indent` is one step of it."""

    string: Callable[[str], str]
    key: Callable[[str], str]
    true: str
    false: str
    null: str
    indent: str


def literal(node: Node, notation: Notation, steps: int) -> str:
    """The literal; its first line stands at `steps` steps of indent already. Every item has a comma after it."""
    return "".join(_pieces(node, notation, "\n" + notation.indent * steps))


def _pieces(node: Node, notation: Notation, line: str) -> Iterator[str]:
    inner = line + notation.indent
    match node:
        case JsonObject(members=members) if members:
            yield "{"
            for member in members:
                yield f"{inner}{notation.key(member.key.value)}: "
                yield from _pieces(member.value, notation, inner)
                yield ","
            yield line + "}"
        case JsonArray(items=items) if items:
            yield "["
            for item in items:
                yield inner
                yield from _pieces(item, notation, inner)
                yield ","
            yield line + "]"
        case JsonObject():
            yield "{}"
        case JsonArray():
            yield "[]"
        case _:
            yield _scalar(node, notation)


def _scalar(node: JsonString | JsonNumber | JsonBoolean | JsonNull, notation: Notation) -> str:
    match node:
        case JsonString():
            return notation.string(node.value)
        case JsonNumber():
            return node.text
        case JsonBoolean():
            return notation.true if node.value else notation.false
        case _:
            return notation.null
