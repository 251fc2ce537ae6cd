"""A statement as written becomes the guided rule that composes back to it, or stays as it is."""

import json

import pytest
from hypothesis import given

from policybuilder.authoring import Draft, GuidedRule, compose, draft_from_policy, draft_plain, first_visit
from policybuilder.authoring.draft import Settings
from policybuilder.authoring.guiding import guided_draft, title_from_sid
from policybuilder.iam import JsonValue, parse
from tests.authoring.build import plain
from tests.authoring.drafts import drafts, exact, guided, of_kinds
from tests.strategies import documents

HEAD = "arn:aws:rekognition:us-east-1:111122223333:project"
USE: dict[str, JsonValue] = {
    "Sid": "UseCats",
    "Effect": "Allow",
    "Action": ["rekognition:DetectCustomLabels", "rekognition:StartProjectVersion"],
    "Resource": f"{HEAD}/cats/version/v1/*",
}


def imported(*statements: JsonValue, kind: str = "identity") -> Draft:
    text = json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, indent=2)
    draft = draft_from_policy(parse(text), Settings.model_validate({"kind": kind}))
    assert isinstance(draft, Draft)
    return guided_draft(draft)


def targets(draft: Draft) -> list[dict[str, object]]:
    return [
        each.model_dump(exclude_unset=True)
        for rule in draft.rules
        if isinstance(rule, GuidedRule)
        for each in rule.targets
    ]


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({}, {"type": "projectversion", "project": "cats", "version": "v1"}),
        ({"Resource": f"{HEAD}/cats/version/v1/1690000000001"}, {"type": "projectversion", "project": "cats", "version": "v1", "timestamp": "1690000000001"}),
        ({"Action": "rekognition:DescribeProjectVersions", "Resource": f"{HEAD}/cats/*"}, {"type": "project", "project": "cats"}),
        ({"Action": "rekognition:DescribeDataset", "Resource": f"{HEAD}/cats/dataset/train/*"}, {"type": "dataset", "project": "cats", "dataset": "train"}),
        ({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::cat-images/in/*"}, {"type": "s3:object", "bucket": "cat-images", "key": "in/*"}),
        ({"Action": "rekognition:DescribeProjects", "Resource": "*"}, {"type": "all"}),
        ({"Resource": f"{HEAD}/c*/version/*"}, {"type": "arn", "arn": f"{HEAD}/c*/version/*"}),
    ],
)  # fmt: skip
def test_what_a_target_can_name_is_named(changes: dict[str, JsonValue], target: dict[str, object]) -> None:
    draft = imported({**USE, **changes})
    assert targets(draft) == [target]
    assert [rule.title for rule in draft.rules] == ["Use cats"]


@pytest.mark.parametrize(
    "changes",
    [
        {"Future": 1},
        {"Action": "rekognition:Detect*"},
        {"Action": "rekognition:CreateProjectVersion"},
        {"Action": ["rekognition:CreateProject", "rekognition:DetectCustomLabels"]},
        {"Action": "rekognition:Nothing"},
        {"Effect": "allow"},
        {"Condition": {"StringLikes": {"aws:a": "b"}}},
        {"Condition": {"Bool": {"aws:SecureTransport": True}}},
        {"Condition": {"StringEquals": {"aws:PrincipalTag/a": []}}},
        {"Principal": "*"},
        {"Sid": "with-hyphen"},
    ],
)
def test_what_a_rule_cannot_hold_stays_as_written(changes: dict[str, JsonValue]) -> None:
    draft = imported({**USE, **changes})
    assert targets(draft) == []
    assert json.loads(compose(draft).text)["Statement"] == [{**USE, **changes}]


def test_conditions_and_principals_come_along() -> None:
    condition: JsonValue = {
        "ForAllValues:StringEqualsIfExists": {"aws:TagKeys": ["env", "team"]},
        "Null": {"aws:PrincipalTag/a": "false"},
    }
    draft = imported({**USE, "Condition": condition})
    assert isinstance(draft.rules[0], GuidedRule)
    assert json.loads(compose(draft).text)["Statement"][0]["Condition"] == condition
    share = {**USE, "Action": "rekognition:CopyProjectVersion", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}}
    project = imported({**share, "Resource": f"{HEAD}/cats/version/v1/*"}, kind="project")
    assert isinstance(project.rules[0], GuidedRule)


def test_places_that_most_arns_share_become_settings() -> None:
    other = {**USE, "Sid": "Other", "Resource": "arn:aws:rekognition:eu-west-1:444455556666:project/dogs/version/v1/*"}
    draft = imported(USE, {**USE, "Sid": "Second", "Resource": f"{HEAD}/dogs/version/v1/*"}, other)
    assert (draft.settings.account, draft.settings.regions) == ("111122223333", ("us-east-1",))
    assert targets(draft)[2] == {
        "type": "projectversion",
        "project": "dogs",
        "version": "v1",
        "region": "eu-west-1",
        "account": "444455556666",
    }


def test_two_statements_of_one_name_keep_it() -> None:
    draft = imported(USE, USE)
    assert [each["Sid"] for each in json.loads(compose(draft).text)["Statement"]] == ["UseCats", "UseCats"]


@pytest.mark.parametrize(
    ("sid", "title"),
    [
        ("UseTheCatsModel", "Use the cats model"),
        ("ReadS3", "Read S3"),
        ("a", "a"),
        ("", ""),
        ("UseMLModels", "Use ML models"),
        ("x_y", "x_y"),
    ],
)
def test_titles_give_the_sid_again(sid: str, title: str) -> None:
    assert title_from_sid(sid) == title


def test_a_statement_of_a_project_policy_becomes_a_rule_that_says_who() -> None:
    copy: dict[str, JsonValue] = {
        "Effect": "Allow",
        "Action": "rekognition:CopyProjectVersion",
        "Resource": f"{HEAD}/cats/version/v1/*",
    }
    names: list[JsonValue] = ["444455556666", "arn:aws:iam::444455556666:role/Copier"]
    whom: list[dict[str, JsonValue]] = [
        {"Principal": {"AWS": names, "Service": "sagemaker.amazonaws.com"}},
        {"Principal": "*"},
        {"NotPrincipal": {"AWS": names}, "Effect": "Deny"},
    ]
    draft = imported(*({**copy, **each} for each in whom), kind="project")
    assert [rule.type for rule in draft.rules] == ["guided", "guided", "exact"], "NotPrincipal stays as it is written"
    said = [rule.get("principals") for rule in plain(draft)["rules"]]
    service = {"type": "Service", "values": ["sagemaker.amazonaws.com"]}
    assert said == [[{"type": "AWS", "values": names}, service], [{"type": "*", "values": []}], None]
    assert imported({**copy, **whom[0]}, kind="identity").rules[0].type == "exact", "elsewhere nobody is named"


def test_the_first_visit_comes_back_as_it_was_but_for_the_trap() -> None:
    composed = compose(first_visit())
    draft = draft_from_policy(parse(composed.text))
    assert isinstance(draft, Draft)
    back = guided_draft(draft)
    assert [rule.type for rule in back.rules] == ["guided"] * 4 + ["exact"]
    assert compose(back).text == composed.text
    assert draft_plain(guided_draft(back)) == draft_plain(back)


@pytest.mark.law
@given(drafts(guided(), exact) | of_kinds(drafts(guided(), exact)))
def test_the_export_of_a_draft_comes_back_to_the_same_bytes(draft: Draft) -> None:
    composed = compose(draft)
    read = draft_from_policy(parse(composed.text), draft.settings)
    if isinstance(read, Draft):
        assert compose(guided_draft(read)).policy == composed.policy


@pytest.mark.law
@given(documents())
def test_whatever_comes_in_means_the_same_when_it_goes_out(document: object) -> None:
    parsed = parse(json.dumps(document))
    read = draft_from_policy(parsed)
    if isinstance(read, Draft):
        before, after = compose(read).policy, compose(guided_draft(read)).policy
        assert len(before.statements) == len(after.statements)
        for one, other in zip(before.statements, after.statements, strict=True):
            assert (one.effect, one.sid or other.sid) == (other.effect, other.sid)
            for name in ("actions", "resources", "not_actions", "not_resources"):
                mine, theirs = getattr(one, name), getattr(other, name)
                assert (mine is None) == (theirs is None)
                assert mine is None or {each.lower() for each in mine.items} == {each.lower() for each in theirs.items}
