"""Terraform's data source `aws_iam_policy_document`: the policy as blocks. It has places for known members only.

Source: the AWS provider's page "Data Source: aws_iam_policy_document" (its arguments, and "Context-based variables": in
resources, principals and condition values `&{...}` stands for `${...}`, not under version 2008-10-17). Whatever it would
drop, rewrite or refuse is a reason not to write it: members it has no argument for, empty lists, a second statement of
the same Sid. The order within lists of actions, resources and principals is its own; it means nothing to IAM.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from policybuilder.export.base import Exported, ExportNote, NoteId, Obstacle, Placement, Reason, Refused
from policybuilder.export.hcl import attributes, block, hcl_list, hcl_string
from policybuilder.export.names import label
from policybuilder.export.terraform import (
    document_attribute,
    has_resource,
    not_inline,
    terraform_notes,
    terraform_resource,
)
from policybuilder.export.walk import doubled_members, half_characters, not_normalized, obstacles
from policybuilder.iam import (
    JsonArray,
    JsonBoolean,
    JsonNumber,
    JsonObject,
    JsonString,
    Node,
    Path,
    Policy,
)

VERSIONS = ("2008-10-17", "2012-10-17")
# Member of a statement, its argument, and whether variables are written `&{...}` in it.
LISTS = {
    "Action": ("actions", False),
    "NotAction": ("not_actions", False),
    "Resource": ("resources", True),
    "NotResource": ("not_resources", True),
}
PRINCIPALS = {"Principal": "principals", "NotPrincipal": "not_principals"}
MEMBERS = ("Sid", "Effect", *LISTS, *PRINCIPALS, "Condition")


def terraform_document(policy: Policy, placement: Placement) -> Exported | Refused:
    """The data source, and the resource that takes its text where the provider has one for the kind."""
    writer = _Writer(policy.version == "2012-10-17")
    text = writer.document(policy.source, label(placement.name))
    found = (
        *not_inline(placement),
        *obstacles(policy.source, doubled_members, half_characters, not_normalized),
        *writer.obstacles,
    )
    if found:
        return Refused(found)
    notes = terraform_notes(placement)
    if policy.version is None:
        notes = (*notes, ExportNote(NoteId.VERSION_WRITTEN))
    if has_resource(placement.kind):
        document = f"data.aws_iam_policy_document.{label(placement.name)}.{document_attribute(placement.kind)}"
        text = f"{text}\n{terraform_resource(placement, document)}"
    return Exported(text, notes)


@dataclass(slots=True)
class _Writer:
    """Writes blocks and notes every obstacle; `variables`: `${...}` are policy variables in this document."""

    variables: bool
    obstacles: list[Obstacle] = field(default_factory=list)

    def document(self, source: JsonObject, name: str) -> str:
        """The whole data source."""
        self._known(source, ("Version", "Id", "Statement"), ())
        pairs = [("version", hcl_string(self._version(source)))]
        if "Id" in _names(source):
            pairs.append(("policy_id", hcl_string(self._text(source.get("Id"), ("Id",)))))
        lines = [*attributes(pairs, 1)]
        for path, statement in self._statements(source):
            lines.append(f"\n{block('statement', self._statement(statement, path), 1)}\n")
        return block(f'data "aws_iam_policy_document" "{name}"', lines, 0) + "\n"

    def _version(self, source: JsonObject) -> str:
        """A document without Version is read as of 2008-10-17 ("IAM JSON policy elements: Version")."""
        node = source.get("Version")
        if node is None:
            return VERSIONS[0]
        text = self._text(node, ("Version",))
        if text not in VERSIONS:
            self._stop(Reason.VALUE, ("Version",), text)
        return text

    def _statements(self, source: JsonObject) -> Iterator[tuple[Path, JsonObject]]:
        node = source.get("Statement")
        if node is None:
            self._stop(Reason.MISSING, (), "Statement")
            return
        several = isinstance(node, JsonArray)
        items = node.items if isinstance(node, JsonArray) else (node,)
        if not items:
            self._stop(Reason.EMPTY, ("Statement",))
        sids: set[str] = set()
        for index, item in enumerate(items):
            path: Path = ("Statement", index) if several else ("Statement",)
            if not isinstance(item, JsonObject):
                self._stop(Reason.WRONG_TYPE, path)
                continue
            self._sid(item, path, sids)
            yield path, item

    def _sid(self, statement: JsonObject, path: Path, sids: set[str]) -> None:
        """The data source refuses a second statement of a Sid."""
        sid = statement.get("Sid")
        if isinstance(sid, JsonString):
            if sid.value in sids:
                self._stop(Reason.DOUBLED_SID, (*path, "Sid"), sid.value)
            sids.add(sid.value)

    def _statement(self, statement: JsonObject, path: Path) -> Iterator[str]:
        self._known(statement, MEMBERS, path)
        pairs = []
        if "Sid" in _names(statement):
            pairs.append(("sid", hcl_string(self._text(statement.get("Sid"), (*path, "Sid")))))
        pairs.append(("effect", hcl_string(self._effect(statement, path))))
        for member, (argument, variables) in LISTS.items():
            if (node := statement.get(member)) is not None:
                values = self._texts(node, (*path, member), loose=False)
                pairs.append((argument, self._list(values, (*path, member), 2, variables=variables)))
        yield from attributes(pairs, 2)
        for member, argument in PRINCIPALS.items():
            if (node := statement.get(member)) is not None:
                yield from self._principals(node, (*path, member), argument)
        if (node := statement.get("Condition")) is not None:
            yield from self._conditions(node, (*path, "Condition"))

    def _effect(self, statement: JsonObject, path: Path) -> str:
        """Without Effect the data source would write Allow."""
        node = statement.get("Effect")
        if node is None:
            self._stop(Reason.MISSING, path, "Effect")
            return ""
        text = self._text(node, (*path, "Effect"))
        if text not in {"Allow", "Deny"}:
            self._stop(Reason.VALUE, (*path, "Effect"), text)
        return text

    def _principals(self, node: Node, path: Path, argument: str) -> Iterator[str]:
        everyone = isinstance(node, JsonString) and node.value == "*"
        if everyone:
            yield self._block(argument, [("type", '"*"'), ("identifiers", '["*"]')])
            return
        if not isinstance(node, JsonObject):
            self._stop(Reason.WRONG_TYPE, path)
            return
        if not node.members:
            self._stop(Reason.EMPTY, path)
        for member in node.members:
            place = (*path, member.key.value)
            if member.key.value == "*":  # would come out as the bare "*"
                self._stop(Reason.VALUE, place, "*")
            values = self._texts(member.value, place, loose=False)
            identifiers = self._list(values, place, 3, variables=True)
            yield self._block(argument, [("type", hcl_string(member.key.value)), ("identifiers", identifiers)])

    def _conditions(self, node: Node, path: Path) -> Iterator[str]:
        for operator, place, keys in self._members(node, path):
            for key, where, value in self._members(keys, place, needed=True):
                values = self._list(self._texts(value, where, loose=True), where, 3, variables=True)
                pairs = [("test", hcl_string(operator)), ("variable", hcl_string(key)), ("values", values)]
                yield self._block("condition", pairs)

    def _members(self, node: Node, path: Path, *, needed: bool = False) -> Iterator[tuple[str, Path, Node]]:
        """Name, path and value of each member; an object is asked for, and one with members where `needed`."""
        if not isinstance(node, JsonObject):
            self._stop(Reason.WRONG_TYPE, path)
            return
        if needed and not node.members:
            self._stop(Reason.EMPTY, path)
        for member in node.members:
            yield member.key.value, (*path, member.key.value), member.value

    def _block(self, name: str, pairs: Sequence[tuple[str, str]]) -> str:
        return f"\n{block(name, attributes(pairs, 3), 2)}\n"

    def _list(self, values: Sequence[str], path: Path, steps: int, *, variables: bool) -> str:
        if not values:
            self._stop(Reason.EMPTY, path)
        return hcl_list([hcl_string(self._value(value, path) if variables else value) for value in values], steps)

    def _value(self, text: str, path: Path) -> str:
        """A text in which the data source takes `&{` for `${`."""
        if "&{" in text:
            self._stop(Reason.LITERAL_VARIABLE, path, text)
        return text.replace("${", "&{") if self.variables else text

    def _texts(self, node: Node, path: Path, *, loose: bool) -> list[str]:
        """One value or a list of them. `loose`, for conditions: IAM reads `true` as "true" there and `5` as "5"."""
        items = node.items if isinstance(node, JsonArray) else (node,)
        several = isinstance(node, JsonArray)
        return [
            self._scalar(item, (*path, index) if several else path, loose=loose) for index, item in enumerate(items)
        ]

    def _scalar(self, node: Node, path: Path, *, loose: bool) -> str:
        match node:
            case JsonString():
                return node.value
            case JsonBoolean() if loose:
                return "true" if node.value else "false"
            case JsonNumber() if loose:
                return node.text
            case _:
                self._stop(Reason.WRONG_TYPE, path)
                return ""

    def _text(self, node: Node | None, path: Path) -> str:
        """A text that is not empty: an empty argument is as good as none."""
        if not isinstance(node, JsonString):
            self._stop(Reason.WRONG_TYPE, path)
            return ""
        if not node.value:
            self._stop(Reason.EMPTY, path)
        return node.value

    def _known(self, node: JsonObject, names: Sequence[str], path: Path) -> None:
        for member in node.members:
            if member.key.value not in names:
                self._stop(Reason.UNKNOWN_MEMBER, (*path, member.key.value), member.key.value)

    def _stop(self, reason: Reason, path: Path, value: str = "") -> None:
        self.obstacles.append(Obstacle(reason, path, value))


def _names(node: JsonObject) -> set[str]:
    return {member.key.value for member in node.members}
