"""A policy edited as text by hand becomes a draft again: rule by rule, what still says the same stays guided."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.authoring import Draft, compose, draft_from_plain
from policybuilder.authoring.draft import ExactRule, GuidedRule
from policybuilder.authoring.guiding import same_statement
from policybuilder.authoring.text_edits import edited
from policybuilder.iam import JsonValue, Policy, parse
from tests.authoring.drafts import drafts, exact, guided


def of(*rules: dict[str, JsonValue]) -> Draft:
    draft = draft_from_plain({"schema_version": 1, "settings": {}, "rules": list(rules)})
    assert isinstance(draft, Draft)
    return draft


def rule(name: str, title: str, *operations: str) -> dict[str, JsonValue]:
    target: dict[str, JsonValue] = {"type": "projectversion", "project": "cats", "version": "v1"}
    return {
        "type": "guided",
        "id": name,
        "title": title,
        "effect": "Allow",
        "operations": list(operations),
        "targets": [target],
    }


DRAFT = of(
    rule("r1", "Use it", "DetectCustomLabels"), rule("r2", "Run it", "StartProjectVersion", "StopProjectVersion")
)


def after(draft: Draft, old: str, new: str) -> Draft:
    text = compose(draft).text
    assert old in text
    made = edited(draft, text.replace(old, new, 1))
    assert made is not None
    return made


def sids(policy: Policy) -> list[str | None]:
    return [statement.sid for statement in policy.statements]


def test_the_own_text_gives_the_draft_itself():
    assert edited(DRAFT, compose(DRAFT).text) is DRAFT


def test_spaces_change_no_rule():
    text = re.sub(r"\s+", " ", compose(DRAFT).text)
    made = edited(DRAFT, text)
    assert made is not None
    assert made.rules == DRAFT.rules


def test_another_operation_of_a_guided_rule_is_guided_again():
    made = after(DRAFT, '"rekognition:StopProjectVersion"', '"rekognition:DescribeProjectVersions"')
    assert made.rules[0] == DRAFT.rules[0]
    assert isinstance(made.rules[1], GuidedRule | ExactRule)
    made = after(DRAFT, '"rekognition:DetectCustomLabels"', '"rekognition:StopProjectVersion"')
    changed = made.rules[0]
    assert isinstance(changed, GuidedRule)
    assert (changed.id, changed.title, changed.operations) == ("r1", "Use it", ("rekognition:StopProjectVersion",))
    assert made.rules[1] == DRAFT.rules[1]


def test_another_name_of_the_statement_is_another_title():
    made = after(DRAFT, '"UseIt"', '"UseTheCats"')
    assert (made.rules[0].type, made.rules[0].id, made.rules[0].title) == ("guided", "r1", "Use the cats")


def test_a_statement_without_its_name_is_as_written():
    made = after(DRAFT, '"Sid": "UseIt",', "")
    assert (made.rules[0].type, made.rules[0].id) == ("exact", "r1")
    assert compose(made).policy.statements[0].sid is None


def test_what_a_rule_cannot_say_is_as_written_and_the_others_stay():
    made = after(DRAFT, '"rekognition:DetectCustomLabels"', '"rekognition:Detect*Labels"')
    assert isinstance(made.rules[0], ExactRule)
    assert made.rules[1] == DRAFT.rules[1]


def test_an_exact_rule_stays_as_written_however_it_is_edited():
    written: dict[str, JsonValue] = {"Effect": "Allow", "Action": "rekognition:DetectText", "Resource": "*"}
    draft = of({"type": "exact", "id": "r1", "title": "", "statement": written})
    made = after(draft, "DetectText", "DetectFaces")
    assert isinstance(made.rules[0], ExactRule)


def test_a_rule_that_is_torn_apart_keeps_the_order_of_the_text():
    """One rule, two statements, and a new one put between them."""
    whole = rule("r1", "See", "DescribeProjectVersions", "DescribeProjects")
    draft = of(whole)
    text = compose(draft).text
    assert len(compose(draft).policy.statements) == 2
    between = '},\n    {"Sid": "Mine", "Effect": "Deny", "Action": "s3:*", "Resource": "*"},\n    {'
    torn = re.sub(r"\},\s*\{", between, text, count=1)
    made = edited(draft, torn)
    assert made is not None
    policy = parse(torn).policy
    assert policy is not None
    assert sids(compose(made).policy) == sids(policy) == ["See", "Mine", "SeeEverywhere"]
    assert made.rules[0].id == "r1"


def test_a_name_with_a_number_stays_when_the_first_of_that_name_goes():
    draft = of(rule("r1", "Use it", "DetectCustomLabels"), rule("r2", "Use it", "StartProjectVersion"))
    text = compose(draft).text
    assert '"UseIt2"' in text
    first = text.index("    {")
    second = text.index("    {", first + 5)
    made = edited(draft, text[:first] + text[second:])
    assert made is not None
    assert sids(compose(made).policy) == ["UseIt2"]


def test_text_that_is_no_policy_gives_no_draft():
    text = compose(DRAFT).text
    for broken in (
        text[:-3],
        "",
        "[]",
        '"x"',
        text.replace('"Version"', '"Statement": [], "Version"', 1),
        '{"Version": "2012-10-17", "Version": "2012-10-17", "Statement": []}',
        '{"Statement": ["x"]}',
    ):
        assert edited(DRAFT, broken) is None


@pytest.mark.law
@given(drafts(guided(), exact))
def test_from_the_form_to_text_and_back_is_the_same_draft(draft):
    assert edited(draft, compose(draft).text) == draft


@pytest.mark.law
@given(drafts(guided(), exact), st.data())
def test_the_edit_of_one_statement_leaves_the_rules_of_the_others(draft, data):
    composed = compose(draft)
    count = len(composed.policy.statements)
    chosen = data.draw(st.integers(0, count - 1)) if count else None
    text = composed.text if chosen is None else changed(composed.text, chosen)
    made = edited(draft, text)
    policy = parse(text).policy
    assert made is not None
    assert policy is not None
    written = compose(made).policy.statements
    assert len(written) == len(policy.statements)
    assert all(map(same_statement, policy.statements, written))
    owner = None if chosen is None else composed.provenance[chosen].rule
    others = [each for each in draft.rules if each.id != owner]
    assert [each for each in made.rules if each.id != owner and draft.rule(each.id)] == others


def changed(text, number):
    """The text with another member in one of its statements."""
    policy = parse(text).policy
    assert policy is not None
    span = policy.statements[number].source.span
    assert span is not None
    comma = "," if policy.statements[number].source.members else ""
    return f'{text[: span.start.offset + 1]}"Note": 1{comma}{text[span.start.offset + 1 :]}'
