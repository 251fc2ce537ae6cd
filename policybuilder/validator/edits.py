"""A fix carried out on the text: what it does not touch stays as it was written, to the last space."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from policybuilder.iam import JsonArray, JsonObject, JsonString, Node, Path, parse, render_json
from policybuilder.validator.finding import Edit, EditOp, Fix

INDENT = "  "


def fixed_text(text: str, fix: Fix) -> str:
    """The text after the fix. An edit that finds nothing to change changes nothing."""
    raw = [edit for edit in fix.edits if edit.op is EditOp.TEXT]
    if raw:
        return _spliced(text, raw)
    root = parse(text, limit=len(text) + 1).root
    return text if root is None else _Writer(text, fix.edits).whole(root)


def _spliced(text: str, edits: Sequence[Edit]) -> str:
    """Every replacement at its offset of the given text, from the last to the first."""
    for edit in sorted(edits, key=lambda each: (each.start, each.end), reverse=True):
        text = text[: edit.start] + str(edit.value) + text[edit.end :]
    return text


@dataclass(frozen=True, slots=True)
class _Child:
    """A list item or member: its own text begins at `start` (a member's at its name) and ends before `end`."""

    step: str | int
    node: Node
    key: JsonString | None
    start: int
    end: int


class _Writer:
    """Writes a tree again with the edits in it."""

    def __init__(self, text: str, edits: Sequence[Edit]) -> None:
        self.text = text
        self.replaced: dict[Path, Edit] = {}
        self.removed: set[Path] = set()
        self.added: Mapping[Path, list[Edit]] = defaultdict(list)
        self.touched: set[Path] = set()
        for edit in edits:
            if edit.op is EditOp.REPLACE:
                self.replaced[edit.path] = edit
            elif edit.op is EditOp.REMOVE:
                self.removed.add(edit.path)
            elif edit.path:
                self.added[edit.path[:-1]].append(edit)
            self.touched.update(edit.path[:length] for length in range(len(edit.path) + 1))

    def whole(self, root: Node) -> str:
        """The document with what stands before and after its value."""
        start, end = _ends(root)
        return self.text[:start] + self._node(root, ()) + self.text[end:]

    def _node(self, node: Node, path: Path) -> str:
        start, end = _ends(node)
        if path in self.replaced:
            return self._laid_out(self.replaced[path].value, start)
        if path not in self.touched or not isinstance(node, JsonObject | JsonArray):
            return self.text[start:end]
        return self._container(node, path)

    def _container(self, node: JsonObject | JsonArray, path: Path) -> str:
        """The children that stay, each after the space it stood after, and the new ones in their places."""
        start, end = _ends(node)
        children = list(_children(node))
        kept = [child for child in children if (*path, child.step) not in self.removed]
        additions = self.added.get(path, [])
        gap = self._gap(children, start)
        pieces: list[tuple[str, str]] = []
        for number, child in enumerate(kept):
            pieces.extend((gap, self._new(edit, start, gap)) for edit in additions if edit.path[-1] == child.step)
            before = self._before(children, child, start) if number or child is children[0] else gap
            pieces.append((before, self._child(child, path)))
        steps = {child.step for child in kept}
        pieces.extend((gap, self._new(edit, start, gap)) for edit in additions if edit.path[-1] not in steps)
        if not pieces:
            return self.text[start] + self.text[end - 1]
        tail = self.text[children[-1].end : end - 1] if children else "\n" + self._indent(start)
        first = pieces[0][1] if not children else self._lead(children, start) + pieces[0][1]
        first = (gap if not children else "") + first
        rest = "".join("," + before + piece for before, piece in pieces[1:])
        return self.text[start] + first + rest + tail + self.text[end - 1]

    def _child(self, child: _Child, path: Path) -> str:
        name = self.text[child.start : _ends(child.node)[0]] if child.key else ""
        return name + self._node(child.node, (*path, child.step))

    def _new(self, edit: Edit, start: int, gap: str) -> str:
        name = f"{render_json(edit.path[-1])}: " if isinstance(edit.path[-1], str) else ""
        indent = gap.rpartition("\n")[2] if "\n" in gap else self._indent(start)
        return name + _indented(edit.value, indent)

    def _lead(self, children: Sequence[_Child], start: int) -> str:
        """The space between the opening bracket and the first child."""
        return self.text[start + 1 : children[0].start]

    def _before(self, children: Sequence[_Child], child: _Child, start: int) -> str:
        """The space before a child, without the comma."""
        place = children.index(child)
        if place == 0:
            return self._lead(children, start)
        return self.text[children[place - 1].end : child.start].replace(",", "", 1)

    def _gap(self, children: Sequence[_Child], start: int) -> str:
        """The space that a new child is written after."""
        if len(children) > 1:
            return self._before(children, children[1], start)
        if children:
            lead = self._lead(children, start)
            return lead if "\n" in lead else " "
        return "\n" + self._indent(start) + INDENT

    def _laid_out(self, value: object, start: int) -> str:
        return _indented(value, self._indent(start))

    def _indent(self, offset: int) -> str:
        """The white space at the beginning of the line."""
        line = self.text[self.text.rfind("\n", 0, offset) + 1 : offset]
        return line[: len(line) - len(line.lstrip())]


def _indented(value: object, indent: str) -> str:
    return render_json(value).replace("\n", "\n" + indent)


def _ends(node: Node) -> tuple[int, int]:
    return (node.span.start.offset, node.span.end.offset) if node.span else (0, 0)


def _children(node: JsonObject | JsonArray) -> Iterator[_Child]:
    """The children in their order; of members of one name only the last has that name's path."""
    if isinstance(node, JsonArray):
        for number, item in enumerate(node.items):
            yield _Child(number, item, None, *_ends(item))
        return
    last = {member.key.value: number for number, member in enumerate(node.members)}
    for number, member in enumerate(node.members):
        step = member.key.value if last[member.key.value] == number else -number - 1
        yield _Child(step, member.value, member.key, _ends(member.key)[0], _ends(member.value)[1])
