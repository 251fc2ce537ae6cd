"""Values of another JSON type than their element takes, and Effects that are neither Allow nor Deny.

Sources: IAM User Guide, "Grammar of the IAM JSON policy language", "IAM JSON policy elements: Effect", "Access Analyzer
policy check reference".
"""

from collections.abc import Iterator, Sequence

from policybuilder.iam import Finding as Fault
from policybuilder.iam import (
    JsonArray,
    JsonNull,
    JsonNumber,
    JsonObject,
    JsonString,
    JsonValue,
    Node,
    Path,
    node_at,
    parse,
    to_plain,
)
from policybuilder.validator.base import found
from policybuilder.validator.finding import Edit, EditOp, Finding, Fix, Place, fix, removed, replaced
from policybuilder.validator.grammar.places import MOST_MENDED, effects_of, near
from policybuilder.validator.grammar.versions import CURRENT
from policybuilder.validator.view import Subject, Test

EFFECTS = ("Allow", "Deny")
SPELLED: dict[str, str] = {
    **dict.fromkeys(("permit", "grant", "accept", "yes", "true"), "Allow"),
    **dict.fromkeys(("forbid", "reject", "block", "no", "false"), "Deny"),
}
OPTIONAL = frozenset({"Sid", "Id", "Version"})


def wrong_types(subject: Subject) -> Iterator[Finding]:
    """DATA_TYPE_MISMATCH: what reading the document noted, with what would mend it."""
    root = subject.root
    if root is None:
        return
    faults = [fault for fault in subject.parsed.findings if fault.code == "DATA_TYPE_MISMATCH"]
    for number, fault in enumerate(faults):
        name = next((step for step in reversed(fault.path) if isinstance(step, str)), "")
        params = {**fault.params, "element": name}
        if fault.path and isinstance(fault.path[-1], int):
            params["variant"] = "entry"
        fixes: list[Fix] = []
        if not fault.path:
            params["variant"] = "document"
            fixes = _document_fixes(subject.text, root)
        elif number < MOST_MENDED:
            node = node_at(root, fault.path)
            fixes = _fixes(root, fault, node)
            if _intrinsic(node):
                params["variant"] = "template"
        yield found("DATA_TYPE_MISMATCH", Place(fault.path, fault.span), params=params, fixes=fixes)


def _intrinsic(node: Node | None) -> bool:
    """A function of a CloudFormation template, `{"Fn::Sub": ...}`: it has to be resolved first."""
    if not isinstance(node, JsonObject) or len(node.members) != 1:
        return False
    name = node.members[0].key.value
    return name == "Ref" or name.startswith("Fn::")


def _document_fixes(text: str, root: Node) -> list[Fix]:
    """A policy inside of a string or a list comes out; a list of statements becomes a policy."""
    if isinstance(root, JsonString) and parse(root.value).policy is not None:
        return [fix("document.unwrap_string", Edit(EditOp.TEXT, value=root.value, start=0, end=len(text)))]
    if not isinstance(root, JsonArray) or not root.items:
        return []
    if not all(isinstance(item, JsonObject) for item in root.items):
        return []
    statements = [item for item in root.items if isinstance(item, JsonObject) and item.get("Effect") is not None]
    if len(statements) == len(root.items):
        value: JsonValue = {"Version": CURRENT, "Statement": to_plain(root)}
        return [fix("document.wrap_list", Edit(EditOp.REPLACE, (), value))]
    only = root.items[0]
    if len(root.items) == 1 and isinstance(only, JsonObject) and only.get("Statement") is not None and only.span:
        start, end = only.span.start.offset, only.span.end.offset
        cuts = (Edit(EditOp.TEXT, value="", end=start), Edit(EditOp.TEXT, value="", start=end, end=len(text)))
        return [fix("document.unwrap_list", *cuts)]
    return []


def _fixes(root: Node, fault: Fault, node: Node | None) -> list[Fix]:
    path = fault.path
    parent = node_at(root, path[:-1])
    if isinstance(parent, JsonArray):
        return _item_fixes(path, parent, node)
    name = str(path[-1]) if len(path) == 1 or (path[0] == "Statement" and len(path) <= 3) else ""
    if isinstance(node, JsonNull) and name in {"Sid", "Id", "Condition"}:
        return [fix("type.remove", removed(path), name=name)]
    if isinstance(node, JsonNumber):
        return _number_fixes(path, name, node.text)
    if isinstance(node, JsonArray) and name == "Condition":
        return _merged(path, node)
    text = _only_text(node)
    if text and name in {*OPTIONAL, "Effect", "Resource", "NotResource"} and not _intrinsic(node):
        return [fix("type.unwrap", replaced(path, text), value=text)]
    return []


def _only_text(node: Node | None) -> str:
    """The one text that a list or an object holds; "" where there is not just one."""
    inside: Sequence[Node] = ()
    if isinstance(node, JsonArray):
        inside = node.items
    elif isinstance(node, JsonObject):
        inside = [member.value for member in node.members]
    return inside[0].value if len(inside) == 1 and isinstance(inside[0], JsonString) else ""


def _number_fixes(path: Path, name: str, text: str) -> list[Fix]:
    """A number where a text is due: a date without its hyphens, a name of digits."""
    if path == ("Version",):
        return [fix("version.current", replaced(path, CURRENT), value=CURRENT)]
    if name in OPTIONAL and text.isalnum():
        return [fix("type.as_text", replaced(path, text), value=text)]
    return []


def _item_fixes(path: Path, parent: JsonArray, node: Node | None) -> list[Fix]:
    """An item of a list: inner lists are laid flat, what says nothing goes as long as something stays."""
    statements = path[:-1] == ("Statement",)
    wanted = JsonObject if statements else JsonString
    inner = node.items if isinstance(node, JsonArray) and len(parent.items) <= MOST_MENDED else ()
    if inner and all(isinstance(each, wanted) for each in inner):
        flat: list[JsonValue] = []
        for item in parent.items:
            flat += [to_plain(each) for each in item.items] if isinstance(item, JsonArray) else [to_plain(item)]
        return [fix("type.flatten", replaced(path[:-1], flat))]
    idle = statements or isinstance(node, JsonNull) or (isinstance(node, JsonArray) and not node.items)
    return [fix("type.remove_item", removed(path))] if idle and len(parent.items) > 1 else []


def _merged(path: Path, node: JsonArray) -> list[Fix]:
    """A list of condition blocks becomes one block, if no operator stands in two of them."""
    merged: dict[str, JsonValue] = {}
    for item in node.items:
        if not isinstance(item, JsonObject):
            return []
        for member in item.members:
            if member.key.value in merged or not _is_operator_block(member.value):
                return []
            merged[member.key.value] = to_plain(member.value)
    return [fix("condition.merge", replaced(path, merged))] if merged else []


def _is_operator_block(node: Node) -> bool:
    """An object of keys with a value or a list of values each."""
    if not isinstance(node, JsonObject):
        return False
    values = [value for member in node.members for value in _items(member.value)]
    return not any(isinstance(value, JsonObject | JsonArray | JsonNull) for value in values)


def _items(node: Node) -> Sequence[Node]:
    return node.items if isinstance(node, JsonArray) else (node,)


def mixed_types(subject: Subject) -> Iterator[Finding]:
    """INVALID_CONDITION_DATA_TYPE: the values of one key are not all of one JSON type."""
    for view in subject.statements:
        for test in view.tests:
            scalars = [text for text in test.values if text.type in {"string", "number", "boolean"}]
            odd = next((text for text in scalars if text.type != scalars[0].type), None)
            if odd is not None:
                types = tuple(dict.fromkeys(text.type for text in scalars))
                yield found(
                    "INVALID_CONDITION_DATA_TYPE",
                    Place(test.place.path, odd.span),
                    params={"key": test.key.value, "operator": test.operator.value, "types": types, "value": odd.value},
                    fixes=_as_texts(test, len(scalars)),
                )


def _as_texts(test: Test, count: int) -> Sequence[Fix]:
    if count < len(test.values):
        return ()
    return (fix("type.all_texts", replaced(test.place.path, [text.value for text in test.values])),)


def effects(subject: Subject) -> Iterator[Finding]:
    """INVALID_EFFECT: neither Allow nor Deny, which are compared with their capitals."""
    for view in subject.statements:
        node = view.statement.source.get("Effect")
        if not isinstance(node, JsonString) or node.value in EFFECTS:
            continue
        path = (*view.path, "Effect")
        meant = near(node.value, EFFECTS) or near(SPELLED.get(node.value.strip().lower(), ""), EFFECTS)
        stem = next((effect for effect in EFFECTS if node.value.strip().lower().startswith(effect[:3].lower())), "")
        wanted = (meant or stem,) if meant or stem else EFFECTS
        may = effects_of(subject.kind)
        fixes = [fix("effect.set", replaced(path, effect), effect=effect) for effect in wanted if effect in may]
        params = {"value": node.value, "near": meant or stem}
        yield found("INVALID_EFFECT", Place(path, node.span), params=params, fixes=fixes)
