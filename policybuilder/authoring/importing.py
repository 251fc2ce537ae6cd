"""Policy to draft: every statement an exact rule with its source characters, so that nothing is lost."""

from policybuilder.authoring.draft import Draft, Settings, draft_from_plain, draft_plain
from policybuilder.authoring.problems import DraftCode, DraftProblem
from policybuilder.iam import JsonArray, JsonObject, JsonValue, Node, Parsed, to_plain


def draft_from_policy(parsed: Parsed, settings: Settings | None = None) -> Draft | tuple[DraftProblem, ...]:
    """The draft whose policy is the parsed one, member for member; or what a draft cannot hold of it.

    Kind, partition, account and Regions come from `settings`; the document's own members from the document. A draft
    cannot hold a text that is no JSON object, a top-level member that stands twice, or a statement that is no object.
    Where Statement is not the last member, `"Statement": null` marks its place in `settings.document`.
    """
    if parsed.policy is None:
        return (DraftProblem(DraftCode.POLICY_UNREADABLE),)
    source = parsed.policy.source
    problems = _problems(parsed, source)
    if problems:
        return problems
    body = source.get("Statement")
    nodes = body.items if isinstance(body, JsonArray) else [node for node in (body,) if node is not None]
    base = draft_plain(Draft(schema_version=1, settings=settings or Settings()))
    own = {"document": _document(source), "single_statement": isinstance(body, JsonObject)}
    rules = [_rule(number, node, parsed.text) for number, node in enumerate(nodes, 1)]
    return draft_from_plain({**base, "settings": {**_members(base["settings"]), **own}, "rules": rules})


def _members(value: object) -> dict[str, object]:
    return dict(value) if isinstance(value, dict) else {}


def _problems(parsed: Parsed, source: JsonObject) -> tuple[DraftProblem, ...]:
    found = [
        DraftProblem(DraftCode.DOUBLED_MEMBER, finding.path, {"value": str(finding.path[-1])})
        for finding in parsed.findings
        if finding.code == "DUPLICATE_KEY" and (finding.path[0] != "Statement" or len(finding.path) == 1)
    ]
    body = source.get("Statement")
    if body is not None and not isinstance(body, JsonArray | JsonObject):
        found.append(DraftProblem(DraftCode.STATEMENT_NOT_OBJECT, ("Statement",)))
    items = body.items if isinstance(body, JsonArray) else ()
    found.extend(
        DraftProblem(DraftCode.STATEMENT_NOT_OBJECT, ("Statement", number))
        for number, node in enumerate(items)
        if not isinstance(node, JsonObject)
    )
    return tuple(found)


def _document(source: JsonObject) -> dict[str, JsonValue]:
    names = [member.key.value for member in source.members]
    document = {
        member.key.value: None if member.key.value == "Statement" else to_plain(member.value)
        for member in source.members
    }
    if names and names[-1] == "Statement":
        del document["Statement"]
    return document


def _rule(number: int, node: Node, text: str) -> dict[str, JsonValue]:
    rule: dict[str, JsonValue] = {"type": "exact", "id": f"r{number}", "title": "", "statement": to_plain(node)}
    if node.span is not None:
        rule["text"] = text[node.span.start.offset : node.span.end.offset]
    return rule
