"""Two policies in one text, made into one."""

from policybuilder.iam import JsonArray, JsonObject, Node
from policybuilder.iam.syntax import read
from policybuilder.validator.grammar.changes import Change


def joined(text: str, first_end: int, second: int) -> tuple[Change, ...]:
    """The changes that put the statements of a second policy into the first; none where that is not plain.

    `first_end` is where the first document ends, `second` where the other begins.
    """
    end = len(text.rstrip())
    first = _statements(read(text[:first_end]).root)
    other = _statements(read(" " * second + text[second:end]).root)
    if first is None or other is None or _version(text[:first_end]) != _version(text[second:end]):
        return ()
    added = text[slice(*_inside(other))].strip()
    start, stop = _inside(first)
    if isinstance(first, JsonObject):
        wrapped = (Change(start, start, "["), Change(stop, stop, f", {added}]"))
        return (*wrapped, Change(first_end, end, ""))
    last = stop - len(text[start:stop]) + len(text[start:stop].rstrip())
    comma = ", " if first.items else ""
    return (Change(last, last, comma + added), Change(first_end, end, ""))


def _statements(root: Node | None) -> JsonArray | JsonObject | None:
    node = root.get("Statement") if isinstance(root, JsonObject) else None
    return node if isinstance(node, JsonArray | JsonObject) else None


def _version(text: str) -> Node | None:
    root = read(text).root
    return root.get("Version") if isinstance(root, JsonObject) else None


def _inside(node: JsonArray | JsonObject) -> tuple[int, int]:
    """The offsets of the statements: all of an object, the inside of a list."""
    if node.span is None:
        return 0, 0
    start, end = node.span.start.offset, node.span.end.offset
    return (start + 1, end - 1) if isinstance(node, JsonArray) else (start, end)
