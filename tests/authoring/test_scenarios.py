"""Scenarios: every line of the format, and every way to get one wrong."""

import json
from pathlib import Path

import pytest

from policybuilder.authoring import (
    Scenario,
    ScenarioCode,
    ScenarioProblem,
    answer,
    read_scenario,
    result_line,
    scenario_entries,
)
from policybuilder.iam import Decision
from policybuilder.wording import scenario_sentence

FILES = Path(__file__).parent.parent / "cases" / "scenarios"
R = "arn:aws:rekognition:us-east-1:111122223333"
V1 = f"{R}:project/cats/version/v1/1690000000001"
P = f"{R}:project/cats/1690000000000"
U = "arn:aws:iam::111122223333:user/ana"
ASK = {"action": "rekognition:DetectCustomLabels", "resource": V1, "principal": U}
ALLOW = {"Version": "2012-10-17", "Statement": {"Sid": "Use", "Effect": "Allow", "Action": "*", "Resource": "*"}}


def lines(name):
    return [json.loads(line) for line in (FILES / name).read_text().splitlines()]


KEPT = [each for name in ("layers", "project_policies", "calls", "context") for each in lines(f"{name}.jsonl")]


def result(value, replaced=None):
    scenario = read_scenario(value, replaced)
    assert isinstance(scenario, Scenario)
    return answer(scenario)


@pytest.mark.parametrize("value", KEPT, ids=[each["id"] for each in KEPT])
def test_scenario_files_are_as_expected(value):
    assert result(value).decision.value == value["expect"]


def test_there_are_many_and_their_ids_differ():
    assert len({each["id"] for each in KEPT}) == len(KEPT) >= 60


@pytest.mark.parametrize(
    ("request_", "code", "path"),
    [
        ({**ASK, "operation": "StartProjectVersion"}, ScenarioCode.ACTION_OR_OPERATION, ("request",)),
        ({"principal": U}, ScenarioCode.ACTION_OR_OPERATION, ("request",)),
        ({"action": "rekognition:DetectText"}, ScenarioCode.MISSING_MEMBER, ("request", "resource")),
        ({**ASK, "tags": {"a": "b"}}, ScenarioCode.MEMBER_OF_THE_OTHER, ("request", "tags")),
        ({"operation": "DescribeProjects", "resource": P}, ScenarioCode.MEMBER_OF_THE_OTHER, ("request", "resource")),
        ({**ASK, "action": "rekognition:*"}, ScenarioCode.NOT_AN_ACTION, ("request", "action")),
        ({**ASK, "resource": "project/cats"}, ScenarioCode.NOT_AN_ARN, ("request", "resource")),
        ({**ASK, "principal": "ana"}, ScenarioCode.NOT_A_PRINCIPAL, ("request", "principal")),
        ({**ASK, "principal": "arn:aws:iam::1:user/ana"}, ScenarioCode.NOT_A_PRINCIPAL, ("request", "principal")),
        ({**ASK, "principal": "*"}, ScenarioCode.NOT_A_PRINCIPAL, ("request", "principal")),
        ({**ASK, "resource_account": 111122223333}, ScenarioCode.NOT_AN_ACCOUNT, ("request", "resource_account")),
        ({**ASK, "context": {"aws:x": None}}, ScenarioCode.NOT_A_CONTEXT_VALUE, ("request", "context", "aws:x")),
        ({**ASK, "context": {"aws:x": [1]}}, ScenarioCode.NOT_A_CONTEXT_VALUE, ("request", "context", "aws:x")),
        ({**ASK, "context": {"x": "1"}}, ScenarioCode.NOT_A_KEY, ("request", "context", "x")),
        ({**ASK, "context": {"aws:x": "1", "AWS:X": "2"}}, ScenarioCode.DOUBLED_KEY, ("request", "context", "AWS:X")),
        ({**ASK, "open_keys": "aws:x"}, ScenarioCode.NOT_OPEN_KEYS, ("request", "open_keys")),
        ({**ASK, "open_keys": ["aws:PrincipalTag/*"]}, ScenarioCode.NOT_A_KEY, ("request", "open_keys", 0)),
        ({**ASK, "management_account": "yes"}, ScenarioCode.NOT_TRUE_OR_FALSE, ("request", "management_account")),
        ({**ASK, "opne_keys": []}, ScenarioCode.UNKNOWN_MEMBER, ("request", "opne_keys")),
        ({"operation": "Nope"}, ScenarioCode.CANNOT_BE_ASKED, ("request", "operation")),
        ({"operation": "StartProjectVersion"}, ScenarioCode.CANNOT_BE_ASKED, ("request", "resources")),
        (
            {"operation": "StartProjectVersion", "resources": [V1], "tags": {"a": "b"}},
            ScenarioCode.TAKES_NO_TAGS,
            ("request", "tags"),
        ),
    ],
)
def test_an_unusable_question_says_what_and_where(request_, code, path):
    found = read_scenario({"request": request_})
    assert isinstance(found, ScenarioProblem)
    assert (found.code, found.path) == (code, path)
    assert len(scenario_sentence(found).splitlines()) == 1


@pytest.mark.parametrize(
    ("policies", "path"),
    [
        ({"identity": ALLOW}, ("policies", "identity")),
        ({"scp": [ALLOW]}, ("policies", "scp", 0)),
        ({"boundary": [ALLOW]}, ("policies", "boundary")),
        ({"identities": []}, ("policies", "identities")),
        ({"rcp": {"1": []}}, ("policies", "rcp", "1")),
        ({"resource": {"cats": []}}, ("policies", "resource", "cats")),
        ({"identity": [{}]}, ("policies", "identity", 0)),
        ({"identity": ["{"]}, ("policies", "identity", 0)),
        ([], ("policies",)),
    ],
)
def test_unusable_policies_say_where(policies, path):
    found = read_scenario({"request": ASK, "policies": policies})
    assert isinstance(found, ScenarioProblem)
    assert found.path == path


@pytest.mark.parametrize(
    "value", [None, 1, "x", [], {}, {"request": None}, {"request": []}, {"id": 1.5, "request": ASK}]
)
def test_anything_returns(value):
    assert isinstance(read_scenario(value), ScenarioProblem)


def test_remarks_are_passed_over_and_slips_are_not():
    assert result({"request": ASK, "comment": "why"}).decision is Decision.IMPLICIT_DENY
    assert isinstance(read_scenario({"request": ASK, "polices": {"identity": [ALLOW]}}), ScenarioProblem)


def test_a_result_line_is_what_the_format_says():
    line = result_line(result({"id": "s", "request": ASK, "policies": {"identity": [ALLOW]}, "expect": "implicitDeny"}))
    assert line == {
        "id": "s",
        "decision": "allowed",
        "determining": [{"layer": "identity", "policy": 0, "level": None, "statement": 0, "sid": "Use"}],
        "blocked_by": [],
        "missing_keys": [],
        "assumptions": [],
        "as_expected": False,
    }


def test_a_pair_that_the_action_table_rules_out_is_answered_literally():
    ask = {"action": "rekognition:CreateProject", "resource": P, "principal": U}
    found = result({"request": ask, "policies": {"identity": [ALLOW]}})
    assert (found.decision, found.assumptions) == (Decision.ALLOWED, ("10.29",))
    assert result({"request": ASK, "policies": {"identity": [ALLOW]}}).assumptions == ()


def test_a_call_is_blocked_by_what_blocks_each_of_its_checks():
    copy = {"operation": "CopyProjectVersion", "resources": [V1, P], "principal": U}
    narrow = {**ALLOW, "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
    assert result({"request": copy, "policies": {"identity": [ALLOW], "boundary": narrow}}).blocked_by == ("boundary",)
    assert result({"request": copy, "policies": {"boundary": narrow}}).blocked_by == ()


def test_replaced_layers_stand_in_place_of_the_scenarios_own():
    value = {"request": ASK, "policies": {"identity": ["unreadable"]}}
    assert result(value, {"identity": [ALLOW]}).decision is Decision.ALLOWED


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'\xef\xbb\xbf{"a": 1}\r\n\r\n{"a": 2}\r\n', [(1, {"a": 1}), (3, {"a": 2})]),
        (b'[\n{"a": 1},\n{"a": 2}\n]\n', [(2, {"a": 1}), (3, {"a": 2})]),
        (b'{\n"a": 1\n}\n', [(1, {"a": 1})]),
        (b"", []),
        (b" \n\n", []),
    ],
)
def test_files_of_every_shape(data, expected):
    assert [(entry.line, entry.value) for entry in scenario_entries(data)] == expected


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b'{"a": 1}\n\xff\n{', [None, ScenarioCode.NOT_UTF8, ScenarioCode.NOT_JSON]),
        (b'{"a": NaN}\n{"a": 1, "a": 2}', [ScenarioCode.NOT_A_NUMBER, ScenarioCode.DOUBLED_MEMBER]),
        (b"[" * 100_000, [ScenarioCode.TOO_DEEP]),
        (b'[{"a": 1}', [ScenarioCode.NOT_JSON]),
    ],
)
def test_what_cannot_be_read_is_an_entry(data, codes):
    assert [entry.problem and entry.problem.code for entry in scenario_entries(data)] == codes
