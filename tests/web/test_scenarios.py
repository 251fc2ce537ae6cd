"""Scenarios: questions kept with the decision expected, asked again on every change, in and out as lines of JSON."""

import json
from urllib.parse import urlencode

import pytest

from policybuilder.authoring.scenarios import Scenario, read_scenario
from policybuilder.authoring.scenarios_results import answer as decided
from tests.authoring.build import CATS_V1, allow, condition, deny, draft
from tests.web.test_simulate import HEAD, V1, V2, ask, decision
from tests.web.test_simulate_layers import ONLY_S3, attach
from tests.web.visitor import working_on

POLICY = draft(
    allow("StartProjectVersion StopProjectVersion", CATS_V1, title="Run it"),
    deny("DeleteProjectVersion", CATS_V1, title="Keep it"),
)


@pytest.fixture
def keeping(ana):
    return working_on(ana, POLICY)


def keep(visitor, name="", expect="allowed", group="", **question):
    question = question or {"operation": "StartProjectVersion", "resource": V1}
    path = f"/simulate/?{urlencode(question, doseq=True)}"
    return visitor.send(path, do="keep-question", scenario=name, expect=expect, group=group)


def rows(visitor):
    visitor.open("/scenarios/")
    found = [row for table in visitor.page.all("table") for row in table.one("tbody").all("tr")]
    return [
        [row.one("th").one("a").words if row.one("th").all("a") else row.one("th").words]
        + [cell.words for cell in row.all("td")[:3]]
        for row in found
    ]


def state(visitor):
    return visitor.open("/").part("scenarios-state").words


def test_the_first_visit_has_scenarios_that_pass(ana):
    assert ana.open("/").part("scenarios-state").words == "6 scenarios pass"
    shown = rows(ana)
    assert len(shown) == 6
    assert {row[3] for row in shown} == {"passes"}
    assert not ana.page.all("button", name="do", value="remove:1")


def test_a_question_is_kept_with_its_answer_as_what_is_expected(keeping):
    ask(keeping, "StartProjectVersion", V1)
    assert keeping.part("id_scenario").get("value") == "StartProjectVersion on cats / v1"
    chosen = [each.get("value") for each in keeping.part("id_expect").all("option") if "selected" in each]
    assert chosen == ["allowed"]
    keep(keeping, "It may start", group="Use")
    assert "Kept as the scenario “It may start”." in keeping.words
    assert decision(keeping) == "allowed", "the question stands there still"
    assert rows(keeping) == [["It may start", "allowed", "allowed", "passes"]]
    assert state(keeping) == "1 scenario passes"


def test_a_change_of_the_policy_that_breaks_one_says_so_at_once(keeping):
    keep(keeping, "It may start")
    keep(keeping, "Never deleted", "explicitDeny", operation="DeleteProjectVersion", resource=V1)
    keeping.open("/?open=r1")
    keeping.htmx = True
    keeping.untick("rules-0-operations", "rekognition:StartProjectVersion").preview()
    assert keeping.part("scenarios-state").words == "1 of 2 scenarios fails"
    keeping.htmx = False
    assert rows(keeping) == [
        ["It may start", "allowed", "not granted", "fails"],
        ["Never deleted", "denied", "denied", "passes"],
    ]


def test_they_are_asked_under_what_is_attached(keeping):
    keep(keeping, "It may start")
    attach(keeping, "boundary", ONLY_S3)
    assert state(keeping) == "1 of 1 scenario fails"


def test_a_row_leads_to_its_question_on_simulate_as_it_was_asked(ana):
    rule = allow(
        "CreateProject",
        {"type": "all"},
        conditions=[condition("StringEquals", "aws:TagKeys", "team", set_operator="ForAllValues")],
    )
    working_on(ana, draft(rule))
    question = {
        "operation": "CreateProject",
        "tags": "team=vision",
        "principal": "arn:aws:iam::111122223333:user/ana",
        "management": "yes",
        "key": ["aws:SourceIp", "aws:UserAgent"],
        "value": ["203.0.113.7", ""],
        "open": "aws:UserAgent",
    }
    keep(ana, "With all of it", "implicitDeny", **question)
    ana.open("/scenarios/")
    link = ana.page.one("tbody").one("a").get("href")
    ana.open(link)
    assert ana.part("id_tags").text.strip() == "team=vision"
    assert ana.part("id_principal").get("value") == question["principal"]
    keys = [ana.part(f"id_key_{number}").get("value") for number in range(3)]
    assert keys == ["aws:TagKeys", *question["key"]], "what matters to the question comes first"
    assert ana.part("id_value_1").text.strip() == "203.0.113.7"
    boxes = [box for box in ana.page.all("input", type="checkbox") if "checked" in box]
    assert {(box.get("name"), box.get("value")) for box in boxes} == {("management", "yes"), ("open", "aws:UserAgent")}


def test_what_cannot_be_asked_cannot_be_kept(keeping):
    keep(keeping, operation="StartProjectVersion", resource="nonsense")
    assert "The question cannot be kept." in keeping.words
    keep(keeping, operation="StartProjectVersion", resource=V1, key="nonsense", value="x")
    keep(keeping, expect="maybe")
    assert rows(keeping) == []


def test_removing_takes_one_away(keeping):
    keep(keeping, "a")
    keep(keeping, "b")
    keeping.open("/scenarios/")
    order = keeping.page.one("tbody").all("button", name="do")[0].get("value")
    keeping.send("/scenarios/", do=order)
    assert "“a” is taken away." in keeping.words
    assert [row[0] for row in rows(keeping)] == ["b"]
    keeping.send("/scenarios/", do=order)
    keeping.send("/scenarios/", do="remove:x")
    assert len(rows(keeping)) == 1


def test_what_is_downloaded_decides_the_same_elsewhere_and_is_read_again(keeping):
    keep(keeping, "It may start", group="Use")
    keep(keeping, "Not the other", "implicitDeny", resource=V2, operation="StartProjectVersion")
    attach(
        keeping, "scp", {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    )
    answer = keeping.client.get("/scenarios.jsonl")
    assert 'filename="policy-scenarios.jsonl"' in answer.headers["Content-Disposition"]
    lines = answer.content.decode().splitlines()
    for line in lines:
        scenario = read_scenario(json.loads(line))
        assert isinstance(scenario, Scenario)
        assert decided(scenario).as_expected is True
        assert len(json.loads(line)["policies"]["scp"]) == 1
    before = rows(keeping)
    for order in [each.get("value") for each in keeping.page.all("button", name="do") if "remove" in each.get("value")]:
        keeping.send("/scenarios/", do=order)
    keeping.send("/scenarios/", do="read", text="\r\n".join(lines))
    assert "Read 2 scenarios" in keeping.words
    assert rows(keeping) == before


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "Line 2: This is not JSON."),
        ("{}", "Line 2: request is missing."),
        ('{"request": {"operation": "CreateProject"}}', "Line 2: It names no expected decision."),
        (
            '{"request": {"operation": "MakeCoffee"}, "expect": "allowed"}',
            "Line 2: Amazon Rekognition has no operation",
        ),
        (
            '{"request": {"operation": "CreateProject", "context": {"aws:PrincipalTag/a": "\\ud800"}}, "expect": "allowed"}',
            "Line 2: A text holds half of a character",
        ),
        (
            '{"request": {"operation": "Make\\ud800"}, "expect": "allowed"}',
            "Line 2: Amazon Rekognition has no operation",
        ),
    ],
)
def test_lines_that_cannot_be_read_are_said_and_nothing_is_kept(keeping, line, said):
    good = json.dumps({"id": "x", "request": {"operation": "CreateProject"}, "expect": "allowed"})
    keeping.send("/scenarios/", do="read", text=f"{good}\n{line}")
    assert keeping.status == 422
    assert said in keeping.page.one(class_="error-summary").words
    assert line in keeping.part("id_text").text
    assert rows(keeping) == []


def test_text_without_a_scenario_and_too_many_are_said(keeping):
    keeping.send("/scenarios/", do="read", text="[]")
    assert "There is no scenario in it." in keeping.words
    line = json.dumps({"request": {"operation": "CreateProject"}, "expect": "allowed"})
    keeping.send("/scenarios/", do="read", text="\n".join([line] * 501))
    assert "more scenarios than one policy can have" in keeping.words


def test_a_literal_question_is_asked_but_leads_nowhere(keeping):
    line = {"request": {"action": "rekognition:StartProjectVersion", "resource": V1}, "expect": "allowed"}
    keeping.send("/scenarios/", do="read", text=json.dumps(line))
    assert rows(keeping)[0][1:] == ["allowed", "allowed", "passes"]
    assert not keeping.page.one("tbody").all("a")


def test_another_browser_has_its_own(keeping, ben):
    keep(keeping, "mine")
    keeping.open("/").fill("name", "Cats").press("save")
    path = f"{keeping.landed}scenarios/"
    assert "mine" in keeping.open(path).words
    assert ben.open(path).status == 404
    assert ben.send(path, do="remove:1").status == 404
    assert ben.client.get(f"{keeping.landed}scenarios.jsonl").status_code == 404
    assert HEAD not in ben.open("/scenarios/").words
