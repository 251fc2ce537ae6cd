"""A policy edited as text becomes a draft again: what was left alone stays guided."""

from policybuilder.authoring import Draft, compose, draft_from_plain, first_visit
from policybuilder.authoring.draft import ExactRule
from policybuilder.authoring.rewriting import rewritten
from policybuilder.iam import JsonValue, parse, policy_from


def of(*rules: dict[str, JsonValue]) -> Draft:
    draft = draft_from_plain({"schema_version": 1, "settings": {}, "rules": list(rules)})
    assert isinstance(draft, Draft)
    return draft


def guided(name: str, *operations: str) -> dict[str, JsonValue]:
    target: dict[str, JsonValue] = {"type": "projectversion", "project": "cats", "version": "v1"}
    return {
        "type": "guided",
        "id": name,
        "title": name,
        "effect": "Allow",
        "operations": list(operations),
        "targets": [target],
    }


def exact(name: str, **statement: JsonValue) -> dict[str, JsonValue]:
    return {"type": "exact", "id": name, "title": "Mine", "statement": statement}


DRAFT = of(
    guided("r1", "DetectCustomLabels"),
    exact("r2", Effect="Allow", Action=["s3:GetObject", "s3:Nothing"], Resource="*"),
    guided("r3", "StartProjectVersion", "DescribeProjectVersions"),
)


def after(draft: Draft, old: str, new: str) -> Draft:
    composed = compose(draft)
    assert old in composed.text
    text = composed.text.replace(old, new, 1)
    found = rewritten(draft, composed, text)
    assert found is not None
    assert compose(found).policy == parse(text).policy
    return found


def test_the_same_text_is_the_same_draft() -> None:
    composed = compose(DRAFT)
    assert rewritten(DRAFT, composed, composed.text) == DRAFT
    example = first_visit()
    assert rewritten(example, compose(example), compose(example).text) == example


def test_a_changed_statement_of_an_exact_rule_leaves_the_guided_rules_alone() -> None:
    found = after(DRAFT, '"s3:Nothing"', '"s3:PutObject"')
    assert [rule.id for rule in found.rules] == ["r1", "r2", "r3"]
    assert (found.rules[0], found.rules[2]) == (DRAFT.rules[0], DRAFT.rules[2])
    assert found.rules[1].title == "Mine"


def test_a_guided_rule_becomes_exact_with_all_its_statements() -> None:
    found = after(DRAFT, '"rekognition:StartProjectVersion"', '"rekognition:StopProjectVersion"')
    assert [rule.id for rule in found.rules] == ["r1", "r2", "r3", "r4"]
    assert all(isinstance(rule, ExactRule) for rule in found.rules[2:])
    assert [rule.title for rule in found.rules] == ["r1", "Mine", "r3", ""]


def test_statements_come_and_go() -> None:
    composed = compose(DRAFT)
    plain = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}
    policy = policy_from(plain)
    assert policy is not None
    start = composed.text.index("    {")
    new = '    {\n      "Effect": "Deny",\n      "Action": "*",\n      "Resource": "*"\n    },\n'
    found = after(DRAFT, composed.text[start:], new + composed.text[start:])
    assert compose(found).policy.statements[0].effect == policy.statements[0].effect
    assert all(rule in found.rules for rule in DRAFT.rules)
    first_gone = (
        composed.text[: composed.text.index("    {")] + composed.text[composed.text.index("    {", start + 5) :]
    )
    gone = rewritten(DRAFT, composed, first_gone)
    assert gone is not None
    assert [rule.id for rule in gone.rules] == ["r2", "r3"]


def test_what_no_draft_can_hold_is_none() -> None:
    composed = compose(DRAFT)
    assert rewritten(DRAFT, composed, "{") is None
    assert rewritten(DRAFT, composed, '{"Statement": [1]}') is None


def test_an_empty_draft_takes_what_is_added() -> None:
    empty = of()
    found = rewritten(empty, compose(empty), '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]}')
    assert found is not None
    assert [rule.id for rule in found.rules] == ["r1"]
