"""The Version element.

Sources: IAM User Guide, "IAM JSON policy elements: Version", "Troubleshoot IAM policies"; AWS Organizations User Guide,
"RCP syntax".
"""

from collections.abc import Iterator

from policybuilder.iam import JsonObject, JsonString
from policybuilder.iam.parse import POLICY_MEMBERS
from policybuilder.validator.base import found
from policybuilder.validator.finding import Edit, EditOp, Finding, Fix, Place, fix, replaced
from policybuilder.validator.grammar.places import near, opening, renamed
from policybuilder.validator.kinds import PolicyKind
from policybuilder.validator.view import Subject

CURRENT = "2012-10-17"
OLD = "2008-10-17"


def version(subject: Subject) -> Iterator[Finding]:
    """MISSING_VERSION, INVALID_VERSION, OLD_VERSION: anything but the current version of the language."""
    root = subject.root
    if not isinstance(root, JsonObject):
        return
    node = root.get("Version")
    mend = [fix("version.current", replaced(("Version",), CURRENT), value=CURRENT)]
    variant = {"variant": "rcp"} if subject.kind is PolicyKind.RCP else {}
    if node is None:
        yield found("MISSING_VERSION", opening((), root.span), params=variant, fixes=_added(subject.text, root))
    elif isinstance(node, JsonString) and node.value != CURRENT:
        code = "OLD_VERSION" if node.value == OLD else "INVALID_VERSION"
        params = {"value": node.value, **(variant if code == "OLD_VERSION" else {})}
        yield found(code, Place(("Version",), node.span), params=params, fixes=mend)


def _added(text: str, root: JsonObject) -> list[Fix]:
    """Version as the first member, laid out like the one that was first; a misspelt one is renamed."""
    for member in root.members:
        name = member.key.value
        if name not in POLICY_MEMBERS and near(name, POLICY_MEMBERS) == "Version":
            return [fix("element.rename", *renamed(member.key.span, "Version"), name=name, near="Version")]
    if root.span is None:
        return []
    start = root.span.start.offset + 1
    first = root.members[0].key.span if root.members else None
    gap = text[start : first.start.offset] if first else ""
    comma = "," + ("" if gap else " ") if first else ""
    edit = Edit(EditOp.TEXT, value=f'{gap}"Version": "{CURRENT}"{comma}', start=start, end=start)
    return [fix("version.add", edit, value=CURRENT)]
