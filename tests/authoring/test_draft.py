"""Drafts: what is read, what is refused and where, and that reading and writing give back the same JSON."""

import json
from copy import deepcopy
from typing import Any

import pytest

from policybuilder.authoring import Draft, GuidedRule, draft_from_json, draft_from_plain, draft_json
from tests.authoring.build import accepted, plain, refused

EXAMPLE: dict[str, Any] = {
    "schema_version": 1,
    "settings": {
        "kind": "identity",
        "partition": "aws",
        "account": "111122223333",
        "regions": ["us-east-1"],
        "document": {"Version": "2012-10-17"},
        "single_statement": False,
    },
    "rules": [
        {
            "type": "guided",
            "id": "r1",
            "title": "Use the cats model",
            "effect": "Allow",
            "operations": [
                "rekognition:DetectCustomLabels",
                "rekognition:StartProjectVersion",
                "rekognition:DescribeProjectVersions",
            ],
            "targets": [{"type": "projectversion", "project": "cats", "version": "v1"}],
            "conditions": [
                {
                    "operator": "StringEquals",
                    "set_operator": None,
                    "if_exists": False,
                    "key": "aws:RequestedRegion",
                    "values": ["us-east-1"],
                }
            ],
            "principals": [],
        },
        {
            "type": "guided",
            "id": "r2",
            "title": "Read the images",
            "effect": "Allow",
            "operations": ["s3:GetObject"],
            "targets": [{"type": "s3:object", "bucket": "cat-images", "key": "in/*"}],
            "conditions": [],
            "principals": [],
        },
        {
            "type": "exact",
            "id": "r3",
            "title": "",
            "statement": {"Effect": "Deny", "Action": "rekognition:*", "Resource": "*", "Future": 1},
        },
    ],
}


def changed(path, value):
    """The example with the member at a path set (or removed, for `...`)."""
    copy = deepcopy(EXAMPLE)
    place: Any = copy
    for step in path[:-1]:
        place = place[step]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return copy


def test_the_example_of_the_design_comes_back_as_it_went_in():
    draft = accepted(json.dumps(EXAMPLE))
    assert plain(draft) == EXAMPLE
    assert json.loads(draft_json(draft)) == EXAMPLE
    assert draft_from_json(draft_json(draft)) == draft


def test_members_left_out_take_their_defaults_and_stay_left_out():
    short = {"schema_version": 1, "settings": {}, "rules": [{"type": "guided", "id": "r1", "effect": "Deny"}]}
    draft = accepted(short)
    assert draft.settings.document == {"Version": "2012-10-17"}
    assert draft.settings.kind == "identity"
    assert isinstance(draft.rules[0], GuidedRule)
    assert draft.rules[0].operations == ()
    assert plain(draft) == short


@pytest.mark.parametrize(
    "target",
    [
        {"type": "all"},
        {"type": "project", "project": "cat*"},
        {"type": "project", "project": "cats", "region": "eu-west-1", "account": "444455556666", "timestamp": "169"},
        {"type": "projectversion", "project": "c?ts", "version": "*"},
        {"type": "dataset", "project": "cats", "dataset": "train"},
        {"type": "collection", "collection": "faces"},
        {"type": "streamprocessor", "streamprocessor": "door"},
        {"type": "s3:bucket", "bucket": "cat-images"},
        {"type": "s3:object", "bucket": "cat-images", "key": "in/${aws:username}/*"},
        {"type": "kms:key", "key_id": "1234abcd-12ab-34cd-56ef-1234567890ab"},
        {"type": "logs:log-group", "name": "/aws/lambda/stopper"},
        {"type": "iam:role", "name": "service-role/Trainer", "account": "*"},
        {"type": "arn", "arn": "arn:aws:rekognition:*:*:project/${aws:PrincipalTag/team}/*"},
        {"type": "arn", "arn": "*"},
        {"type": "kms:alias", "alias": "cats-*", "region": "eu-west-1"},
    ],
)
def test_every_target_type_is_read_and_given_back(target):
    value = changed(("rules", 0, "targets"), [target])
    draft = accepted(value)
    assert plain(draft) == value


@pytest.mark.parametrize(
    ("path", "value", "code", "place"),
    [
        (("schema_version",), 2, "schema_version", ("schema_version",)),
        (("schema_version",), True, "not_whole_number", ("schema_version",)),
        (("schema_version",), ..., "missing_member", ("schema_version",)),
        (("settings",), ..., "missing_member", ("settings",)),
        (("colour",), "red", "unknown_member", ("colour",)),
        (("settings", "colour"), "red", "unknown_member", ("settings", "colour")),
        (("settings", "kind"), "trust", "unknown_choice", ("settings", "kind")),
        (("settings", "partition"), "aws*", "partition_format", ("settings", "partition")),
        (("settings", "account"), "12345", "account_format", ("settings", "account")),
        (("settings", "account"), 111122223333, "not_text", ("settings", "account")),
        (("settings", "regions"), ["us-east-1", "Frankfurt"], "region_format", ("settings", "regions", 1)),
        (("settings", "regions"), "us-east-1", "not_a_list", ("settings", "regions")),
        (
            ("settings", "document"),
            {"Statement": []},
            "document_has_statement",
            ("settings", "document", "Statement"),
        ),
        (("settings", "single_statement"), "yes", "not_true_or_false", ("settings", "single_statement")),
        (("rules",), {}, "not_a_list", ("rules",)),
        (("rules", 1, "id"), "r1", "doubled_rule_id", ("rules", 1, "id")),
        (("rules", 1, "id"), "r 1", "rule_id_format", ("rules", 1, "id")),
        (("rules", 1, "type"), "wild", "unknown_type", ("rules", 1)),
        (("rules", 1, "type"), ..., "missing_type", ("rules", 1)),
        (("rules", 1, "colour"), "red", "unknown_member", ("rules", 1, "colour")),
        (("rules", 1, "effect"), "allow", "unknown_choice", ("rules", 1, "effect")),
        (("rules", 1, "title"), "a\nb", "title_text", ("rules", 1, "title")),
        (("rules", 1, "operations"), ["s3:Get*"], "operation_format", ("rules", 1, "operations", 0)),
        (
            ("rules", 0, "targets", 0, "project"),
            "cats/x",
            "name_characters",
            ("rules", 0, "targets", 0, "project"),
        ),
        (("rules", 0, "targets", 0, "project"), "", "name_characters", ("rules", 0, "targets", 0, "project")),
        (
            ("rules", 0, "targets", 0, "version"),
            "v" * 256,
            "name_characters",
            ("rules", 0, "targets", 0, "version"),
        ),
        (("rules", 0, "targets", 0, "key"), "x", "unknown_member", ("rules", 0, "targets", 0, "key")),
        (("rules", 0, "targets", 0, "type"), "planet", "unknown_target", ("rules", 0, "targets", 0)),
        (("rules", 0, "targets", 0, "type"), "moon:base", "unknown_target", ("rules", 0, "targets", 0)),
        (("rules", 0, "targets", 0, "type"), ..., "missing_type", ("rules", 0, "targets", 0)),
        (
            ("rules", 0, "targets"),
            [{"type": "kms:alias", "alias": "a", "colour": "red"}],
            "unknown_member",
            ("rules", 0, "targets", 0, "colour"),
        ),
        (
            ("rules", 0, "targets", 0, "timestamp"),
            "16*",
            "timestamp_format",
            ("rules", 0, "targets", 0, "timestamp"),
        ),
        (("rules", 0, "targets"), [{"type": "arn"}], "missing_member", ("rules", 0, "targets", 0, "arn")),
        (
            ("rules", 0, "targets"),
            [{"type": "arn", "arn": "cats"}],
            "arn_format",
            ("rules", 0, "targets", 0, "arn"),
        ),
        (
            ("rules", 0, "targets"),
            [{"type": "dataset", "dataset": "TRAIN"}],
            "dataset_type",
            ("rules", 0, "targets", 0, "dataset"),
        ),
        (
            ("rules", 1, "targets", 0, "bucket"),
            "ab",
            "name_characters",
            ("rules", 1, "targets", 0, "bucket"),
        ),
        (("rules", 2, "statement"), [], "not_an_object", ("rules", 2, "statement")),
        (("rules", 2, "text"), '{"Effect": "Allow"}', "text_differs", ("rules", 2, "text")),
        (("rules", 2, "text"), "{", "text_differs", ("rules", 2, "text")),
        (
            ("rules", 0, "conditions", 0, "operator"),
            "stringequals",
            "unknown_operator",
            ("rules", 0, "conditions", 0, "operator"),
        ),
        (
            ("rules", 0, "conditions", 0, "key"),
            "team",
            "condition_key_format",
            ("rules", 0, "conditions", 0, "key"),
        ),
        (("rules", 0, "conditions", 0, "values"), [], "empty_list", ("rules", 0, "conditions", 0, "values")),
        (
            ("rules", 0, "conditions", 0, "set_operator"),
            "ForSome",
            "unknown_choice",
            ("rules", 0, "conditions", 0, "set_operator"),
        ),
        (
            ("rules", 0, "principals"),
            [{"type": "Person", "values": []}],
            "unknown_choice",
            ("rules", 0, "principals", 0, "type"),
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(path, value, code, place):
    found = refused(changed(path, value))
    assert [(problem.code, problem.path) for problem in found] == [(code, place)]


@pytest.mark.parametrize(
    ("operator", "value", "code"),
    [
        ("Bool", "yes", "condition_bool"),
        ("Null", "maybe", "condition_bool"),
        ("NumericLessThan", "ten", "condition_number"),
        ("DateGreaterThan", "next week", "condition_date"),
        ("DateGreaterThan", "2026-02-30", "condition_date"),
        ("IpAddress", "203.0.113.0/40", "condition_network"),
        ("ArnLike", "role/Trainer", "condition_arn"),
        ("ArnLike", "*", "condition_arn"),
        ("BinaryEquals", "ä", "condition_binary"),
    ],
)
def test_values_have_to_fit_their_operator(operator, value, code):
    row = {
        "operator": operator,
        "key": "example:Something",
        "values": ["true", value] if "Bool" in operator else [value],
    }
    found = refused(changed(("rules", 0, "conditions"), [row]))
    assert [problem.code for problem in found] == [code]
    assert found[0].path == ("rules", 0, "conditions", 0, "values", len(row["values"]) - 1)


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        ("Bool", "False"),
        ("Null", "true"),
        ("NumericLessThan", "-1.5"),
        ("DateGreaterThan", "2026-02-28T10:00:00Z"),
        ("DateGreaterThan", "2026-02-28"),
        ("DateGreaterThan", "1790000000"),
        ("IpAddress", "203.0.113.7"),
        ("IpAddress", "2001:db8::/32"),
        ("ArnLike", "arn:aws:iam::*:role/Trainer"),
        ("ArnLike", "${aws:PrincipalArn}"),
        ("StringLike", "${aws:PrincipalTag/team}*"),
    ],
)
def test_values_that_fit_are_taken(operator, value):
    row = {"operator": operator, "key": "example:Something", "values": [value]}
    assert accepted(changed(("rules", 0, "conditions"), [row])).rules


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"),
        ("{", "not_json"),
        ("[]", "not_an_object"),
        ("null", "not_an_object"),
        ("7", "not_an_object"),
        ('{"schema_version": 1, "schema_version": 1}', "doubled_member"),
        ('{"schema_version": NaN}', "not_a_number"),
        ('{"schema_version": 1e999}', "not_a_number"),
        ('{"schema_version": 1, "settings": {"account": "\\ud800"}}', "half_character"),
        ("[" * 100_000, "draft_too_deep"),
        ("1" * 5_000, "draft_too_deep"),
        ('{"a":' * 120 + "1" + "}" * 120, "draft_too_deep"),
        (" " * 5_000_001, "draft_too_long"),
    ],
)
def test_any_text_gets_an_answer(text, code):
    assert refused(text)[0].code == code


def test_the_place_of_a_syntax_fault_is_told():
    found = refused('{\n  "schema_version": 1,\n}')
    assert found[0].params == {"line": "3", "column": "1"}


def test_a_deep_statement_that_a_policy_may_hold_is_taken():
    deep: Any = 1
    for _ in range(95):
        deep = [deep]
    value = changed(("rules", 2, "statement", "Future"), deep)
    draft = accepted(value)
    assert draft_from_json(draft_json(draft)) == draft


def test_source_text_may_double_members_and_keeps_its_spacing():
    text = '{ "Effect":"Deny",\n\n"Effect": "Allow", "Action":"s3:*","Resource":"*"}'
    rule: dict[str, Any] = {"type": "exact", "id": "r3", "text": text}
    rule["statement"] = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    draft = accepted(changed(("rules", 2), rule))
    assert plain(draft)["rules"][2] == rule


def test_the_place_of_the_statements_may_be_marked_in_the_document():
    document = {"Statement": None, "Version": "2012-10-17"}
    draft = accepted(changed(("settings", "document"), document))
    assert list(plain(draft)["settings"]["document"]) == ["Statement", "Version"]


def test_free_rule_ids_never_meet_one_in_use():
    draft = accepted(changed(("rules", 1, "id"), "r41"))
    assert draft.free_rule_id() == "r42"
    assert draft.with_rules(()).free_rule_id() == "r1"


@pytest.mark.parametrize("members", [{"if_exists": True}, {"set_operator": "ForAnyValue"}])
def test_null_stands_alone(members):
    row = {"operator": "Null", "key": "aws:TagKeys", "values": ["true"], **members}
    found = refused(changed(("rules", 0, "conditions"), [row]))
    assert [(problem.code, problem.path) for problem in found] == [("null_stands_alone", ("rules", 0, "conditions", 0))]


@pytest.mark.parametrize(("value", "code"), [({1, 2}, "not_json"), (b"x", "not_json"), ("x", "not_an_object")])
def test_values_that_json_cannot_hold_are_refused(value, code):
    whole = value if isinstance(value, str) else {**EXAMPLE, "colour": value}
    found = draft_from_plain(whole)
    assert not isinstance(found, Draft)
    assert found[0].code == code


def test_numbers_keep_their_kind():
    draft = accepted('{"schema_version": 1, "settings": {"document": {"Odd": 1.5, "Even": 2}}}')
    assert plain(draft)["settings"]["document"] == {"Odd": 1.5, "Even": 2}
