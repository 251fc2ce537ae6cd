"""Findings that somebody has looked at and wants no more of, each with the reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policybuilder.iam import JsonObject, JsonString, Node, node_at, render_node
from policybuilder.validator.finding import Finding
from policybuilder.validator.settle import statement_of

VALUE_LIMIT = 2_000  # characters of an element that tell it from others


@dataclass(frozen=True, slots=True)
class Mute:
    """One muted finding: its code, the statement (its Sid, else its number from 0 as text, "" for the document).

    `value` is the JSON of the element it is about, so that a change of the element brings the finding back. None for
    `statement` or `value` means any.
    """

    code: str
    reason: str
    statement: str | None = None
    value: str | None = None

    def means(self, code: str, statement: str, value: str) -> bool:
        """Is it for a finding of this code about this element?"""
        return self.code == code and self.statement in (None, statement) and (self.value is None or self.value == value)


def mute_of(finding: Finding, root: Node | None, reason: str) -> Mute:
    """The mute that hides this finding, as long as the element stays as it is."""
    return Mute(finding.code, reason, _statement_name(finding, root), _value(finding, root))


def mute_for(finding: Finding, root: Node | None, mutes: Iterable[Mute]) -> Mute | None:
    """The mute that is meant for this finding, if there is one."""
    candidates = [mute for mute in mutes if mute.code == finding.code]
    if not candidates:
        return None
    statement, value = _statement_name(finding, root), _value(finding, root)
    return next((mute for mute in candidates if mute.means(finding.code, statement, value)), None)


def parted(
    findings: Sequence[Finding], root: Node | None, mutes: Sequence[Mute]
) -> tuple[tuple[Finding, ...], tuple[tuple[Finding, Mute], ...]]:
    """What is left, and what is muted with its mute."""
    pairs = [(each, mute_for(each, root, mutes)) for each in findings]
    return (
        tuple(each for each, mute in pairs if mute is None),
        tuple((each, mute) for each, mute in pairs if mute is not None),
    )


def _statement_name(finding: Finding, root: Node | None) -> str:
    path = statement_of(finding.path)
    node = node_at(root, path) if root is not None and path[:1] == ("Statement",) else None
    if not isinstance(node, JsonObject):
        return ""
    sid = node.get("Sid")
    if isinstance(sid, JsonString) and sid.value:
        return sid.value
    return str(path[1]) if len(path) > 1 else "0"


def _value(finding: Finding, root: Node | None) -> str:
    node = node_at(root, finding.path) if root is not None else None
    return render_node(node)[:VALUE_LIMIT] if node is not None and finding.path else ""
