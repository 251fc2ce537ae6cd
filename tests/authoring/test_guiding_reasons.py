"""What became of each statement: how a rule spells it, or why it stays as written. Every id has its words."""

import json

import pytest

from policybuilder.authoring import Draft, GuidedRule, compose, draft_from_policy, guide_policies
from policybuilder.authoring.draft import Settings
from policybuilder.authoring.guiding_reasons import ExactReason, Reading, Spelling, read_draft
from policybuilder.authoring.wrapped_parts import Obstacle, Unplain
from policybuilder.iam import JsonValue, parse
from policybuilder.wording.importing import (
    EXACT_SENTENCES,
    MOST_LINES,
    SPELLING_WORDS,
    UNPLAIN_SENTENCES,
    obstacle_sentence,
    read_lines,
    read_sentence,
)

HEAD = "arn:aws:rekognition:us-east-1:111122223333:project"
MODEL = f"{HEAD}/cats/version/v1/*"
DETECT, START = "rekognition:DetectCustomLabels", "rekognition:StartProjectVersion"
USE: dict[str, JsonValue] = {"Sid": "UseCats", "Effect": "Allow", "Action": [DETECT, START], "Resource": MODEL}


def read(*statements: JsonValue, kind: str = "identity", as_written: bool = False) -> Reading:
    text = json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, indent=2)
    return read_text(text, kind, as_written=as_written)


def read_text(text: str, kind: str = "identity", *, as_written: bool = False) -> Reading:
    draft = draft_from_policy(parse(text), Settings.model_validate({"kind": kind}))
    assert isinstance(draft, Draft)
    return read_draft(draft, as_written=as_written)


@pytest.mark.parametrize(
    ("changes", "reason", "value"),
    [
        ({"NotAction": "s3:*"}, "excludes", "NotAction"),
        ({"NotResource": "x"}, "excludes", "NotResource"),
        ({"NotPrincipal": "*"}, "excludes", "NotPrincipal"),
        ({"Future": 1}, "unknown_member", "Future"),
        ({"Effect": "allow"}, "no_effect", ""),
        ({"Action": []}, "missing", "Action"),
        ({"Resource": []}, "missing", "Resource"),
        ({"Resource": {"a": 1}}, "wrong_type", ""),
        ({"Condition": "x"}, "wrong_type", ""),
        ({"Action": [DETECT, "rekognition:Start*"]}, "action_wildcard", "rekognition:Start*"),
        ({"Action": "*"}, "action_wildcard", "*"),
        ({"Action": "DetectCustomLabels"}, "action_form", "DetectCustomLabels"),
        ({"Action": "rekognition:Nothing"}, "unknown_action", "rekognition:Nothing"),
        ({"Action": "ec2:RunInstances", "Resource": "*"}, "unknown_action", "ec2:RunInstances"),
        ({"Condition": {"StringLikes": {"aws:a": "b"}}}, "unknown_operator", "StringLikes"),
        ({"Condition": {"Bool": {"aws:SecureTransport": True}}}, "condition_values", ""),
        ({"Condition": {"StringEquals": {"aws:Nope": "x"}}}, "condition", "aws:Nope"),
        ({"Principal": "*"}, "principal", "identity"),
        ({"Sid": "with-hyphen"}, "sid", "with-hyphen"),
        ({"Action": "rekognition:CreateProjectVersion"}, "never_matches", "rekognition:CreateProjectVersion"),
        ({"Action": "rekognition:CopyProjectVersion"}, "needs_more", "rekognition:CreateProjectVersion"),
        ({"Action": [DETECT, "rekognition:DescribeProjectVersions"], "Resource": [MODEL, f"{HEAD}/cats/*"]}, "several_statements", ""),
    ],
)  # fmt: skip
def test_why_a_statement_stays_as_written(changes: dict[str, JsonValue], reason: str, value: str) -> None:
    (said,) = read({**USE, **changes}).statements
    assert said.reason is not None
    assert (said.guided, said.reason.value, said.value, said.sid) == (False, reason, value, ({**USE, **changes})["Sid"])


def test_what_is_missing_or_doubled() -> None:
    bare = {name: value for name, value in USE.items() if name != "Action"}
    assert [each.reason for each in read(bare).statements] == [ExactReason.MISSING]
    doubled = json.dumps({"Statement": [USE]}).replace('"Effect"', '"Effect": "Deny", "Effect"')
    (said,) = read_text(doubled).statements
    assert (said.reason, said.value) == (ExactReason.DOUBLED_MEMBER, "Effect")
    deep = json.dumps({"Statement": [{**USE, "Condition": {"Bool": {"a": "1"}}}]}).replace(
        '"Bool": {', '"Bool": {"a": "2", '
    )
    assert [each.reason for each in read_text(deep).statements] == [ExactReason.DOUBLED_MEMBER]
    assert [each.reason for each in read(USE, kind="project").statements] == [ExactReason.NO_PRINCIPAL]


def test_one_sid_twice_keeps_those_two_and_no_other() -> None:
    reading = read(USE, {**USE, "Sid": "Other"}, USE)
    assert [each.guided for each in reading.statements] == [False, True, False]
    assert [(each.reason, each.value) for each in reading.statements[::2]] == [(ExactReason.DOUBLED_SID, "UseCats")] * 2


def test_who_wants_everything_as_written_gets_it() -> None:
    reading = read(USE, USE, as_written=True)
    assert [each.reason for each in reading.statements] == [ExactReason.ASKED] * 2
    assert [rule.type for rule in reading.draft.rules] == ["exact"] * 2


@pytest.mark.parametrize(
    ("changes", "spellings"),
    [
        ({}, []),
        ({"Action": [DETECT]}, ["one_or_list"]),
        ({"Resource": [MODEL, MODEL]}, ["one_or_list", "repeated"]),
        ({"Action": [DETECT.lower(), START]}, ["case"]),
        ({"Condition": {"StringEquals": {"aws:RequestedRegion": ["us-east-1"]}}}, ["one_or_list"]),
    ],
)
def test_how_a_rule_spells_a_statement(changes: dict[str, JsonValue], spellings: list[str]) -> None:
    reading = read({**USE, **changes})
    (said,) = reading.statements
    assert said.guided
    assert [each.value for each in said.spellings] == spellings
    assert (compose(reading.draft).text == json.dumps({"Version": "2012-10-17", "Statement": [{**USE, **changes}]}, indent=2)) == (not spellings)  # fmt: skip


def test_order_of_members_a_missing_sid_and_spaces_are_said() -> None:
    without = {name: value for name, value in USE.items() if name != "Sid"}
    assert [each.spellings for each in read(without).statements] == [(Spelling.SID,)]
    assert [each.spellings for each in read(dict(reversed(USE.items()))).statements] == [(Spelling.MEMBERS,)]
    tight = json.dumps({"Version": "2012-10-17", "Statement": [USE]})
    assert [each.spellings for each in read_text(tight).statements] == [(Spelling.LAYOUT,)]


def test_a_wrong_order_of_values_is_said() -> None:
    models = [MODEL.replace("v1", "v2"), MODEL]
    (said,) = read({**USE, "Resource": models}).statements
    assert said.guided
    assert [each.value for each in said.spellings] in ([], ["order"])


def test_the_guides_first_policy_in_words() -> None:
    reading = read_text(guide_policies()[0].text)
    assert [isinstance(rule, GuidedRule) for rule in reading.draft.rules] == [True, False, False, False]
    assert (
        read_sentence(reading.statements) == "Read 4 statements: 1 as a rule that says the same, 3 exactly as written."
    )
    assert read_lines(reading.statements)[0] == "Statement 1 (AllResources): a rule, to the character."
    assert "CreateProjectVersion can never match" in read_lines(reading.statements)[1]


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        ((), "Read a policy without statements."),
        ((USE,), "Read 1 statement as a rule that says the same."),
        ((USE, {**USE, "Sid": "Two"}), "Read 2 statements as rules that say the same."),
        (({**USE, "Future": 1},), "Read 1 statement, kept exactly as written."),
        (({**USE, "Future": 1},) * 2, "Read 2 statements, each kept exactly as written."),
    ],
)
def test_what_happened_in_one_line(statements: tuple[JsonValue, ...], sentence: str) -> None:
    assert read_sentence(read(*statements).statements) == sentence


def test_neighbours_of_one_fate_stand_together_and_a_long_list_ends() -> None:
    same = read_lines(read(*[{**USE, "Future": 1}] * 3).statements)
    assert [line.partition(":")[0] for line in same] == ["Statements 1 (UseCats), 2 (UseCats) and 3 (UseCats)"]
    odd = [{**USE, f"Odd{number}": 1} for number in range(MOST_LINES + 2)]
    assert read_lines(read(*odd).statements)[-1] == "And 2 more."


def test_every_id_has_its_words() -> None:
    assert set(EXACT_SENTENCES) == set(ExactReason)
    assert set(SPELLING_WORDS) == set(Spelling)
    assert set(UNPLAIN_SENTENCES) == set(Unplain)
    for reason in Unplain:
        assert obstacle_sentence(Obstacle(reason, "A.B", "x")).startswith("A.B")
        assert obstacle_sentence(Obstacle(reason, "")).startswith("The text")
