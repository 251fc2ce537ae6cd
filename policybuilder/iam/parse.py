"""Text to policy. Whatever the text, something comes back: a policy as far as it can be read, and what is wrong.

Rules: AWS's pages "Grammar of the IAM JSON policy language" and "Troubleshoot IAM policies". Only what keeps a
document from being read is found here; opinions are the validator's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policybuilder.iam.document import Policy, Statement
from policybuilder.iam.findings import Finding, Position, Severity, Span
from policybuilder.iam.lexer import Fault
from policybuilder.iam.statements import Findings, read_statement
from policybuilder.iam.syntax import (
    JsonArray,
    JsonObject,
    JsonString,
    JsonValue,
    Member,
    Node,
    node_from,
    objects,
    read,
)

POLICY_MEMBERS = ("Version", "Id", "Statement")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What came of a text. `policy` is None where the text is not JSON or not an object; `root` where not JSON."""

    policy: Policy | None
    root: Node | None
    findings: tuple[Finding, ...]
    text: str


def parse(text: str, *, limit: int = 1_000_000) -> Parsed:
    """Read a policy document. Never raises; a text of more than `limit` characters is refused with a finding."""
    if len(text) > limit:
        start = Position(1, 0, 0)
        return Parsed(None, None, (_syntax_error(Fault("too_long", str(limit), Span(start, start))),), text)
    root, fault = read(text)
    if root is None:
        return Parsed(None, None, (_syntax_error(fault),) if fault else (), text)
    findings = Findings()
    policy = _policy(root, findings)
    _doubled_members(root, findings)
    return Parsed(policy, root, findings.in_order(), text)


def policy_from(plain: object) -> Policy | None:
    """The policy of an already decoded JSON value, read as `parse` reads it. None if it is not an object.

    Also None for what is no JSON at all (other types, not-a-number) or nested deeper than any policy.
    """
    node = node_from(plain)
    return _policy(node, Findings()) if node else None


def sound_policy_from(plain: object) -> Policy | None:
    """The policy of an already decoded JSON value if nothing is wrong with it: `parse` finds nothing in its text.

    None for everything else, whatever its length is in text.
    """
    node = node_from(plain)
    if node is None:
        return None
    findings = Findings()
    policy = _policy(node, findings)
    _doubled_members(node, findings)
    return None if findings else policy


def statement_from(plain: object) -> Statement:
    """One statement of plain JSON (a dict keeps its order) or of a node. What is no object never applies."""
    node = plain if isinstance(plain, JsonObject) else node_from(plain)
    return read_statement(node or JsonObject(), (), Findings())


def policy_of(
    document: Mapping[str, JsonValue], statements: Sequence[Statement], *, single_statement: bool = False
) -> Policy:
    """A policy of top-level members and statements, each statement as its `source` has it.

    Statement stands where `document` has a member of that name (its value is not used), else at the end.
    `single_statement` writes one statement as an object instead of a list of one.
    """
    sources = tuple(statement.source for statement in statements)
    body: Node = sources[0] if single_statement and len(sources) == 1 else JsonArray(sources)
    members = [
        Member(JsonString(name), body if name == "Statement" else node)
        for name, value in document.items()
        if (node := node_from(value)) is not None
    ]
    if "Statement" not in document:
        members.append(Member(JsonString("Statement"), body))
    source = JsonObject(tuple(members))
    return Policy(_text(source, "Version"), _text(source, "Id"), tuple(statements), source)


def _syntax_error(fault: Fault) -> Finding:
    params = {"reason": fault.reason, "found": fault.found}
    return Finding("JSON_SYNTAX_ERROR", Severity.ERROR, params, (), fault.span)


def _policy(root: Node, findings: Findings) -> Policy | None:
    if not isinstance(root, JsonObject):
        findings.wrong_type(root, (), "object")
        return None
    for member in root.members:
        name = member.key.value
        if name not in POLICY_MEMBERS:
            findings.add("INVALID_POLICY_ELEMENT", member.key, (name,), element=name)
        elif name != "Statement" and not isinstance(member.value, JsonString):
            findings.wrong_type(member.value, (name,), "string")
    return Policy(_text(root, "Version"), _text(root, "Id"), _statements(root, findings), root)


def _text(source: JsonObject, name: str) -> str | None:
    node = source.get(name)
    return node.value if isinstance(node, JsonString) else None


def _statements(root: JsonObject, findings: Findings) -> tuple[Statement, ...]:
    node = root.get("Statement")
    match node:
        case None:
            findings.add("MISSING_STATEMENT", root, ())
            return ()
        case JsonObject():
            return (read_statement(node, ("Statement",), findings),)
        case JsonArray():
            return tuple(read_statement(item, ("Statement", index), findings) for index, item in enumerate(node.items))
        case _:
            findings.wrong_type(node, ("Statement",), "object or array")
            return ()


def _doubled_members(root: Node, findings: Findings) -> None:
    """The grammar page: new documents with a doubled member are refused; most readers silently keep the last."""
    for path, node in objects(root):
        seen: set[str] = set()
        for member in node.members:
            key = member.key.value
            if key in seen:
                findings.add("DUPLICATE_KEY", member.key, (*path, key), key=key)
            seen.add(key)
