"""Members that stand twice in one object.

Sources: IAM User Guide, "Grammar of the IAM JSON policy language" (IAM takes no new policy with such a member; of old
ones it reads the last Effect and joins lists) and "Troubleshoot IAM policies".
"""

from collections.abc import Iterator

from policybuilder.iam import JsonArray, JsonObject, JsonString, Node, Path
from policybuilder.iam.syntax import objects
from policybuilder.validator.base import found
from policybuilder.validator.finding import Edit, EditOp, Finding, Fix, Place, fix
from policybuilder.validator.grammar.places import MOST_MENDED, MemberPlace, member_places, member_removed
from policybuilder.validator.view import LIST_ELEMENTS, Subject

CODE = "DUPLICATE_KEY"
LONGEST = 60  # characters of a value that a button shows


def doubled_members(subject: Subject) -> Iterator[Finding]:
    """DUPLICATE_KEY: each member whose name an earlier one of the object has."""
    if subject.root is None:
        return
    count = 0
    for path, node in objects(subject.root):
        first: dict[str, int] = {}
        members: tuple[MemberPlace, ...] = ()
        for number, member in enumerate(node.members):
            name = member.key.value
            if first.setdefault(name, number) != number:
                members = members or member_places(node)
                if len(members) == len(node.members):
                    count += 1
                    fixable = count <= MOST_MENDED
                    yield _doubled(subject.text, (*path, name), members, (first[name], number), fixable=fixable)


def _doubled(
    text: str, path: Path, members: tuple[MemberPlace, ...], pair: tuple[int, int], *, fixable: bool
) -> Finding:
    earlier, later = (members[number] for number in pair)
    params = {"key": later.name, "level": _level(path)}
    fixes = _fixes(text, path, members, pair) if fixable else []
    return found(CODE, Place(path, later.key), params=params, related=[Place(path, earlier.key)], fixes=fixes)


def _level(path: Path) -> str:
    return "policy" if len(path) == 1 else "statement" if "Condition" not in path[:-1] else "condition"


def _fixes(text: str, path: Path, members: tuple[MemberPlace, ...], pair: tuple[int, int]) -> list[Fix]:
    first, second = pair
    earlier, later = members[first], members[second]
    without_later, without_earlier = member_removed(members, second), member_removed(members, first)
    if earlier.value == later.value:
        return [fix("double.remove", without_later, key=later.name)]
    joined = _joined(text, path, earlier.value, later.value)
    if joined and earlier.value.span:
        ends = earlier.value.span
        edit = Edit(EditOp.TEXT, value=joined, start=ends.start.offset, end=ends.end.offset)
        return [fix("double.join", edit, without_later, key=later.name)]
    if not isinstance(earlier.value, JsonString) or not isinstance(later.value, JsonString):
        return []
    return [
        fix("double.keep", gone, key=later.name, value=kept.value[:LONGEST])
        for kept, gone in ((earlier.value, without_later), (later.value, without_earlier))
    ]


def _joined(text: str, path: Path, earlier: Node, later: Node) -> str:
    """Both values as one: lists of texts or statements one after the other, objects with the members of both."""
    if isinstance(earlier, JsonObject) and isinstance(later, JsonObject):
        names = [member.key.value for node in (earlier, later) for member in node.members]
        if path[-1] != "Statement" and "Condition" in path and len(set(names)) == len(names):
            return "{" + _together(_inside(text, earlier), _inside(text, later)) + "}"
    whole = path == ("Statement",)
    if whole or (path[-1] in LIST_ELEMENTS and "Condition" not in path):
        good = (JsonObject, JsonArray) if whole else (JsonString, JsonArray)
        if isinstance(earlier, good) and isinstance(later, good):
            return "[" + _together(_items(text, earlier), _items(text, later)) + "]"
    return ""


def _together(first: str, second: str) -> str:
    return ", ".join(part for part in (first, second) if part)


def _written(text: str, node: Node) -> str:
    return text[node.span.start.offset : node.span.end.offset] if node.span else ""


def _inside(text: str, node: Node) -> str:
    return _written(text, node)[1:-1].strip()


def _items(text: str, node: Node) -> str:
    return _inside(text, node) if isinstance(node, JsonArray) else _written(text, node)
