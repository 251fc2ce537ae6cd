"""The syntax of Terraform's files: strings with their escapes, lists, objects, aligned attributes.

Source: Terraform's "Strings and Templates" and "Style Guide"; HCL's "HCL Native Syntax Specification" (Quoted Templates).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from policybuilder.iam import JsonArray, JsonBoolean, JsonNull, JsonNumber, JsonObject, JsonString, Node

INDENT = "  "
# Names with a capital are no keywords of the language (for, if, in, true, false, null).
BARE_KEY = re.compile(r"[A-Z][A-Za-z0-9_]*")
ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# A template begins at `${` or `%{`. Doubling the sign makes it plain text. A sign that could be read into such a pair
# (one before another, one at the end) is written as an escape; so is one of a brace that nothing closes, since not every
# reader of the language looks for the pair alone.
SIGNS = re.compile(r"([$%])(\{|(?=[$%]|\Z))")
OTHERS = re.compile(r'["\\\x00-\x1f]|[^\x20-\x7e]')


def hcl_string(text: str) -> str:
    """A quoted string that means exactly the text: nothing in it is a template."""
    written = OTHERS.sub(_other, text)
    last = written.rfind("}")

    def sign(found: re.Match[str]) -> str:
        if found[2] and found.start() < last:
            return found[1] * 2 + found[2]
        return f"\\u{ord(found[1]):04x}{found[2]}"

    return f'"{SIGNS.sub(sign, written)}"'


def _other(found: re.Match[str]) -> str:
    character = found[0]
    if character in ESCAPES:
        return ESCAPES[character]
    if character.isprintable():
        return character
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"


def hcl_value(node: Node, steps: int) -> str:
    """A value; its first line stands at `steps` steps of indent already."""
    match node:
        case JsonObject(members=members):
            pairs = [(_key(member.key.value), hcl_value(member.value, steps + 1)) for member in members]
            return block("", attributes(pairs, steps + 1), steps).lstrip() if pairs else "{}"
        case JsonArray(items=items):
            return hcl_list([hcl_value(item, steps + 1) for item in items], steps)
        case JsonString():
            return hcl_string(node.value)
        case JsonNumber():
            return node.text
        case JsonBoolean():
            return "true" if node.value else "false"
        case JsonNull():
            return "null"


def _key(key: str) -> str:
    return key if BARE_KEY.fullmatch(key) else hcl_string(key)


def hcl_list(values: Sequence[str], steps: int) -> str:
    """A list: one short value on its line, several on lines of their own."""
    if len(values) < 2 and "\n" not in "".join(values):
        return f"[{''.join(values)}]"
    inner = "\n" + INDENT * (steps + 1)
    return "[" + "".join(f"{inner}{value}," for value in values) + "\n" + INDENT * steps + "]"


def attributes(pairs: Iterable[tuple[str, str]], steps: int) -> Iterator[str]:
    """Lines of attributes; the equals signs of neighbours that take one line each are aligned, as `terraform fmt` does."""
    for several, group in groupby(pairs, key=lambda pair: "\n" in pair[1]):
        found = list(group)
        width = 0 if several else max(len(name) for name, _ in found)
        for name, value in found:
            yield f"{INDENT * steps}{name.ljust(width)} = {value}\n"


def block(head: str, lines: Iterable[str], steps: int) -> str:
    """A block or object: head, its lines between braces; without a line break at the end."""
    return f"{INDENT * steps}{head} {{\n{''.join(lines)}{INDENT * steps}}}"
