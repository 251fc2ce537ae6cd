"""A policy on the bench counts as its kind: what stands in for the others is shown, and goes when one is attached."""

import json
from urllib.parse import urlencode

import pytest

from policybuilder.authoring.scenarios import Scenario, read_scenario
from policybuilder.authoring.scenarios_results import answer as decided
from tests.authoring.build import ALL, CATS_V1, allow, deny, draft
from tests.web.test_simulate import HEAD, PROJECT, V1, V2, answer, ask, decision
from tests.web.test_simulate_layers import EVERYTHING, HERE, ONLY_S3, attach, chips, layers
from tests.web.visitor import working_on

RUN = allow("StartProjectVersion StopProjectVersion", CATS_V1, title="Run it")
KEEP = deny("DeleteProjectVersion", ALL, title="Keep them")
COPIER = "arn:aws:iam::444455556666:role/Copier"
TO_B = [{"type": "AWS", "values": ["arn:aws:iam::444455556666:root"]}]
COPY = {
    "operation": "CopyProjectVersion",
    "resource": V1,
    "destination": f"{HEAD}/dogs/1690000000009".replace("111122223333", "444455556666"),
    "principal": COPIER,
}


@pytest.mark.parametrize(
    ("kind", "layer"),
    [("boundary", "Permissions boundary"), ("session", "Session policy")],
)
def test_a_limit_counts_as_such_beside_policies_that_are_assumed(ana, kind, layer):
    working_on(ana, draft(RUN, kind=kind))
    ask(ana, "StartProjectVersion", V1)
    assert decision(ana) == "allowed"
    assert layers(ana) == {"Identity-based policy": "allows", layer: "allows"}
    assert "grants nothing" in answer(ana)
    assert "taken to allow everything" in answer(ana)
    assert "allows everything, assumed" in chips(ana)[1]
    chosen = [each.get("value") for each in ana.part("id_layer").all("option") if "selected" in each]
    assert chosen == ["identity"], "what is needed is offered"
    assert any(each.get("href") == "#attach-form" for each in ana.part("answer").all("a"))
    ask(ana, "StartProjectVersion", V2)
    assert decision(ana) == "not granted"
    assert f"The {layer.lower()} does not allow StartProjectVersion" in answer(ana)


def test_what_is_attached_takes_the_place_of_what_was_assumed(ana):
    working_on(ana, draft(RUN, kind="boundary"))
    attach(ana, "identity", ONLY_S3, name="Files")
    assert decision(ana) == "not granted"
    assert layers(ana) == {"Identity-based policy": "does not allow", "Permissions boundary": "allows"}
    assert "grants nothing" in answer(ana)
    assert "taken to allow" not in ana.words
    assert "Allow exactly this" not in ana.words, "no rule of a boundary grants"


def test_an_attached_boundary_does_not_count_beside_one_on_the_bench(ana):
    working_on(ana, draft(RUN, kind="boundary"))
    attach(ana, "boundary", ONLY_S3, name="Other")
    assert decision(ana) == "allowed"
    assert "does not count" in next(chip for chip in chips(ana) if "Other" in chip)


def test_an_scp_that_only_denies_stands_beside_full_access_and_one_that_allows_alone(ana):
    working_on(ana, draft(KEEP, kind="scp"))
    ask(ana, "StartProjectVersion", V1)
    assert decision(ana) == "allowed"
    assert any("FullAWSAccess" in chip for chip in chips(ana))
    assert layers(ana)["Service control policy, where it is attached"] == "allows"
    ask(ana, "DeleteProjectVersion", V1)
    assert decision(ana) == "denied"
    working_on(ana, draft(RUN, kind="scp"))
    ask(ana, "DetectCustomLabels", V1)
    assert decision(ana) == "not granted"
    assert not any("FullAWSAccess" in chip for chip in chips(ana))


def test_an_scp_is_one_level_among_those_attached(ana):
    working_on(ana, draft(RUN, kind="scp"))
    attach(ana, "scp", ONLY_S3, level="0", name="Root")
    assert layers(ana) == {
        "Identity-based policy": "allows",
        "Service control policy, root": "does not allow",
        "Service control policy, where it is attached": "allows",
    }
    ask(ana, "StartProjectVersion", V1, management="yes")
    assert decision(ana) == "allowed"


def test_a_project_policy_is_on_the_source_of_a_copy(ana):
    working_on(ana, draft(allow("CopyProjectVersion", CATS_V1, title="To B", principals=TO_B), kind="project"))
    ask(ana, **COPY)
    assert decision(ana) == "allowed"
    assert "lets another account copy only if" in answer(ana)
    ask(ana, **{**COPY, "principal": COPIER.replace("444455556666", "555566667777")})
    assert decision(ana) == "not granted"


def test_tables_and_scenarios_are_asked_as_the_page_is(ana):
    working_on(ana, draft(RUN, kind="boundary"))
    ask(ana, "StartProjectVersion", V1)
    ana.send(HERE, do="keep-question", scenario="Run", expect="allowed")
    ana.open("/scenarios/")
    assert "1 scenario passes" in ana.words
    assert "taken to allow everything" in ana.words
    line = json.loads(ana.client.get("/scenarios.jsonl").content)
    found = read_scenario(line)
    assert isinstance(found, Scenario)
    assert decided(found).decision.value == "allowed"
    assert line["policies"]["boundary"]["Statement"][0]["Sid"] == "RunIt"
    assert line["policies"]["identity"][0]["Statement"][0]["Sid"] == "CallersOwnPolicies"
    ana.open("/access/", resource=V1)
    assert "taken to allow everything" in ana.words
    words = {row.one("th").words.split()[0]: row.one("td").words for row in ana.part("access").one("tbody").all("tr")}
    assert (words["StartProjectVersion"], words["DetectCustomLabels"]) == ("allowed", "not granted")


# -- policies on several resources -------------------------------------------------------------------------------------


DENIES_COPIES = {
    "Version": "2012-10-17",
    "Statement": [
        {"Sid": "No", "Effect": "Deny", "Principal": "*", "Action": "rekognition:*", "Resource": "*"},
    ],
}


def test_a_policy_on_a_resource_may_name_it(ana):
    working_on(ana, draft(RUN))
    attach(ana, "resource", DENIES_COPIES, about=PROJECT.replace("cats", "dogs"), name="Dogs only")
    assert "on dogs (project)" in next(chip for chip in chips(ana) if "Dogs only" in chip)
    ask(ana, "StartProjectVersion", V1)
    assert decision(ana) == "allowed"
    assert "Dogs only" not in answer(ana)
    attach(ana, "resource", DENIES_COPIES, about=PROJECT, name="Cats only")
    ask(ana, "StartProjectVersion", V1)
    assert decision(ana) == "denied", "a version is in its project"
    assert "Cats only" in answer(ana)


def test_each_end_of_a_copy_has_its_own(ana):
    working_on(
        ana, draft(allow("CopyProjectVersion", CATS_V1, {"type": "project", "project": "dogs"}, title="Copy it"))
    )
    question = {**COPY, "destination": f"{HEAD}/dogs/1690000000009", "principal": "arn:aws:iam::111122223333:user/ana"}
    ask(ana, **question)
    assert decision(ana) == "allowed"
    here = f"/simulate/?{urlencode(question)}"
    attach(ana, "resource", DENIES_COPIES, here, about=question["destination"], name="On dogs")
    assert decision(ana) == "denied"
    words = {part.all("code")[1].words: part.words for part in ana.part("answer").all("h2") if part.all("code")}
    assert set(words) == {V1, question["destination"]}
    ana.send(here, do="keep-question", scenario="Copy", expect="explicitDeny")
    line = json.loads(ana.client.get("/scenarios.jsonl").content)
    assert set(line["policies"]["resource"]) == {question["destination"]}
    found = read_scenario(line)
    assert isinstance(found, Scenario)
    assert decided(found).decision.value == "explicitDeny"
    ana.open("/access/", operation="StartProjectVersion", arns=f"{V1}\n{V1.replace('cats', 'dogs')}")
    rows = {row.one("th").words.split()[0]: row.one("td").words for row in ana.part("access").one("tbody").all("tr")}
    assert rows == {"cats": "not granted", "dogs": "denied"}


def test_what_a_policy_is_on_has_to_be_an_arn(ana):
    working_on(ana, draft(RUN))
    attach(ana, "resource", EVERYTHING, about="cats")
    assert ana.status == 422
    assert "#id_about" in {link.get("href") for link in ana.page.one(class_="error-summary").all("a")}


# -- the account of the resource ---------------------------------------------------------------------------------------


def test_the_account_of_the_resource_can_be_another_than_its_arn_says(ana):
    working_on(ana, draft(RUN))
    caller = "arn:aws:iam::111122223333:user/ana"
    ask(ana, "StartProjectVersion", V1, principal=caller)
    assert decision(ana) == "allowed"
    ask(ana, "StartProjectVersion", V1, principal=caller, resource_account="444455556666")
    assert decision(ana) == "not granted"
    assert "Across accounts both sides must allow" in answer(ana)
    address = urlencode({"operation": "StartProjectVersion", "resource": V1, "resource_account": "444455556666"})
    ana.send(f"/simulate/?{address}", do="keep-question", scenario="Theirs", expect="allowed")
    ana.open("/scenarios/")
    assert "resource_account=444455556666" in ana.page.one("tbody").one("a").get("href")


@pytest.mark.parametrize("account", ["1111", "11112222333a", "１１１１２２２２３３３３"])
def test_an_account_that_is_none_is_said_at_its_field(ana, account):
    working_on(ana, draft(RUN))
    ask(ana, "StartProjectVersion", V1, resource_account=account)
    assert ana.status == 422
    assert "#id_resource_account" in {link.get("href") for link in ana.page.one(class_="error-summary").all("a")}


# -- by way of a near statement ----------------------------------------------------------------------------------------


def offers(visitor):
    """The buttons beside near statements, by their statement: value and words."""
    forms = visitor.part("answer").all("form", class_="near-offer")
    return {
        form.one("button").words.rpartition(" ")[2]: (form.one("button").get("value"), form.one(class_="hint").words)
        for form in forms
    }


def press(visitor, statement):
    form = next(
        each
        for each in visitor.part("answer").all("form", class_="near-offer")
        if each.one("button").words.endswith(f" {statement}")
    )
    base = form.one("input", name="base").get("value")
    visitor.send(form.get("action"), do=form.one("button").get("value"), base=base)


def test_a_near_statement_takes_what_it_lacks_and_undo_takes_it_back(ana):
    working_on(ana, draft(RUN))
    ask(ana, "DetectCustomLabels", V1)
    assert (
        offers(ana)["RunIt"][1] == "Adds DetectCustomLabels to the rule “Run it”, which is about this resource already."
    )
    press(ana, "RunIt")
    assert ana.landed.startswith("/?open=r1")
    assert "Undo takes it back" in ana.words
    assert ana.policy["Statement"][0]["Action"][-1] == "rekognition:DetectCustomLabels"
    ask(ana, "DetectCustomLabels", V1)
    assert decision(ana) == "allowed"
    ana.open("/").press("undo")
    assert "rekognition:DetectCustomLabels" not in ana.policy["Statement"][0]["Action"]


def test_beside_a_near_statement_a_rule_stands_where_adding_would_open_more(ana):
    working_on(ana, draft(RUN))
    ask(ana, "StartProjectVersion", V2)
    assert "alone, below the rule “Run it”" in offers(ana)["RunIt"][1]
    press(ana, "RunIt")
    assert [each["Resource"] for each in ana.policy["Statement"]][1] == V2
    assert ana.cards == ["r1", "r2"]


@pytest.mark.parametrize(
    "order", ["allow-near:0:9", "allow-near:7:0", "allow-near:x", "allow-near:0:0:0", "allow-near:²:0"]
)
def test_a_button_that_no_page_has_changes_nothing(ana, order):
    working_on(ana, draft(RUN))
    ask(ana, "StartProjectVersion", V2)
    ana.send(f"/simulate/?{urlencode({'operation': 'StartProjectVersion', 'resource': V2})}", do=order, base="0")
    assert ana.status == 200
    assert "no longer one that helps" in ana.words
    ana.open("/")
    assert ana.cards == ["r1"]


def test_statements_of_attached_policies_have_no_button(ana):
    working_on(ana, draft(RUN))
    attach(ana, "boundary", ONLY_S3, name="Files")
    ask(ana, "StartProjectVersion", V1)
    assert decision(ana) == "not granted"
    assert offers(ana) == {}


def test_layers_that_do_not_count_for_a_caller_say_why(ana):
    working_on(ana, draft(RUN))
    ask(ana, "StartProjectVersion", V1, principal="anonymous")
    assert "No policy that counts has a statement" in answer(ana)
    assert layers(ana) == {
        "Identity-based policy Who does not sign a request belongs to no account, so neither policies of his nor of an "
        "organization count; only a policy on the resource can let him in.": "does not count"
    }
