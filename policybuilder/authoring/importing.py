"""Policy to draft: every statement an exact rule with its source characters, so that nothing is lost."""

from typing import Any

from policybuilder.authoring.draft import (
    SCHEMA_VERSION,
    Draft,
    ExactRule,
    Settings,
    draft_from_plain,
    draft_plain,
    keep_statement,
)
from policybuilder.authoring.problems import DraftCode, DraftProblem
from policybuilder.iam import (
    JsonArray,
    JsonObject,
    JsonValue,
    Node,
    Parsed,
    render_json,
    render_node,
    sound_policy_from,
    to_plain,
)

SURELY_SHORT = 900_000  # characters; `parse` refuses documents of more than a million
MOST_BETWEEN = 10  # characters between two statements of a document
HALF_ESCAPE = "\\ud"  # how half of a surrogate pair is written, which no draft can hold


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
    for rule, statement in zip(rules, parsed.policy.statements, strict=True):
        if isinstance(text := rule.get("text"), str):
            keep_statement(text, statement)
    return draft_from_plain({**base, "settings": {**_members(base["settings"]), **own}, "rules": rules})


def draft_from_document(plain: object, settings: Settings) -> Draft | None:
    """A decoded document's draft: that of `draft_from_policy(parse(render_json(plain)), settings)`, several times sooner.

    None where something is wrong with the document, or where it is as long as a text that might be refused: that way
    says what.
    """
    policy = sound_policy_from(plain)
    if policy is None:
        return None
    single, document = policy.single_statement, _document(policy.source)
    texts = [render_node(each.source, depth=1 if single else 2) for each in policy.statements]
    written = "".join((*texts, render_json(document)))
    if len(written) + MOST_BETWEEN * len(texts) > SURELY_SHORT or HALF_ESCAPE in written:
        return None
    rules: list[ExactRule] = []
    for number, (text, statement) in enumerate(zip(texts, policy.statements, strict=True), 1):
        keep_statement(text, statement)
        said = _members(to_plain(statement.source))
        rules.append(ExactRule.model_construct(type="exact", id=f"r{number}", title="", statement=said, text=text))
    own = settings.model_copy(update={"document": document, "single_statement": single})
    return Draft.model_construct(schema_version=SCHEMA_VERSION, settings=own, rules=tuple(rules))


def _members(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


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
