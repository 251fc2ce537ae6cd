"""Simulate under several layers: attaching and detaching policies, what each layer says, allowing exactly what was asked."""

import json
from urllib.parse import urlencode

import pytest

from policybuilder.authoring.scenarios import Scenario, read_scenario
from policybuilder.authoring.scenarios_results import answer as decided
from tests.authoring.build import CATS_V1, allow, draft
from tests.web.test_simulate import HEAD, PROJECT, V1, V2, answer, ask, decision
from tests.web.visitor import working_on

EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
ONLY_S3 = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "Files", "Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
}
DENY_ALL = {"Version": "2012-10-17", "Statement": [{"Sid": "Stop", "Effect": "Deny", "Action": "*", "Resource": "*"}]}
TO_B = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "ToB",
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
            "Action": "rekognition:CopyProjectVersion",
            "Resource": f"{HEAD}/cats/version/*",
        }
    ],
}
QUESTION = {"operation": "StartProjectVersion", "resource": V1}
HERE = f"/simulate/?{urlencode(QUESTION)}"


@pytest.fixture
def asking(ana):
    working_on(ana, draft(allow("StartProjectVersion StopProjectVersion", CATS_V1, title="Run it")))
    return ana.open("/simulate/", **QUESTION)


def attach(visitor, layer, document, path=HERE, **more):
    text = document if isinstance(document, str) else json.dumps(document)
    return visitor.send(path, do="attach", layer=layer, text=text, **more)


def layers(visitor):
    """Each layer's row in the answer: its name and its word."""
    found = [table for table in visitor.part("answer").all("table") if "Every layer" in table.words]
    rows = found[0].one("tbody").all("tr") if found else []
    return {row.one("th").words: row.one("td").words for row in rows}


def chips(visitor):
    return [each.words for each in visitor.page.one(class_="attached").all("li")]


def test_a_boundary_that_does_not_allow_blocks_and_is_named(asking):
    assert decision(asking) == "allowed"
    attach(asking, "boundary", ONLY_S3, name="ml-boundary")
    assert asking.landed == HERE, "the same question is asked again"
    assert decision(asking) == "not granted"
    assert "The permissions boundary does not allow StartProjectVersion" in answer(asking)
    assert layers(asking) == {"Identity-based policy": "allows", "Permissions boundary": "does not allow"}
    assert "Add StartProjectVersion on" in answer(asking)
    assert "to the permissions boundary" in answer(asking)
    assert "Allow exactly this" not in answer(asking), "no rule of this policy would help"
    assert "ml-boundary Permissions boundary" in chips(asking)[1]


def test_a_second_boundary_takes_the_place_of_the_first(asking):
    attach(asking, "boundary", ONLY_S3, name="first")
    attach(asking, "boundary", EVERYTHING, name="second")
    assert decision(asking) == "allowed"
    assert [chip.split()[0] for chip in chips(asking)[1:]] == ["second"]


def test_levels_of_scps_all_count_and_a_deny_is_shown_in_its_own_text(asking):
    attach(asking, "scp", EVERYTHING, level="0", name="Full access")
    attach(asking, "scp", DENY_ALL, level="2", name="Freeze")
    assert decision(asking) == "denied"
    assert "Stop denies StartProjectVersion" in answer(asking)
    assert layers(asking)["Service control policy, level 2"] == "denies"
    marked = asking.part("answer").all("li", class_="is-determining-deny")
    assert marked
    assert "Freeze, service control policy, level 2" in answer(asking)
    ask(asking, **QUESTION, management="yes")
    assert decision(asking) == "allowed"
    assert "do not reach its management account" in answer(asking)


def test_a_policy_on_the_resource_lets_another_account_copy(ana):
    copy = allow("CopyProjectVersion", CATS_V1, {"type": "project", "project": "dogs"}, title="Copy it")
    working_on(ana, draft(copy))
    question = {
        "operation": "CopyProjectVersion",
        "resource": V1,
        "destination": f"{HEAD}/dogs/1690000000009".replace("111122223333", "444455556666"),
        "principal": "arn:aws:iam::444455556666:role/Copier",
    }
    ask(ana, **question)
    assert decision(ana) == "not granted"
    attach(ana, "resource", TO_B, f"/simulate/?{urlencode(question)}")
    assert "ToB" in answer(ana)
    assert "the account" in answer(ana)
    heads = {part.all("code")[0].words for part in ana.part("answer").all("h2") if part.all("code")}
    assert heads == {"rekognition:CopyProjectVersion", "rekognition:CreateProjectVersion"}
    assert decision(ana) == "not granted", "the copy's rule names a project of this account"


def test_a_copy_into_another_account_needs_both_sides(ana):
    anywhere = {"type": "project", "project": "dogs", "account": "444455556666"}
    working_on(ana, draft(allow("CopyProjectVersion", CATS_V1, anywhere, title="Copy it")))
    question = {
        "operation": "CopyProjectVersion",
        "resource": V1,
        "destination": f"{HEAD}/dogs/1690000000009".replace("111122223333", "444455556666"),
        "principal": "arn:aws:iam::444455556666:role/Copier",
    }
    path = f"/simulate/?{urlencode(question)}"
    ask(ana, **question)
    assert decision(ana) == "not granted"
    assert "Across accounts both sides must allow" in answer(ana)
    attach(ana, "resource", TO_B, path)
    assert decision(ana) == "allowed"
    ana.send(path, do="keep-question", scenario="The copy", expect="allowed")
    assert ana.open("/").part("scenarios-state").words == "1 scenario passes"
    line = json.loads(ana.client.get("/scenarios.jsonl").content)
    assert list(line["policies"]["resource"]) == [V1]
    scenario = read_scenario(line)
    assert isinstance(scenario, Scenario)
    assert decided(scenario).as_expected is True


def test_what_is_attached_is_detached_and_stays_with_the_policy(asking):
    attach(asking, "boundary", ONLY_S3)
    asking.open("/").fill("name", "Cats").press("save")
    address = f"{asking.landed}simulate/"
    asking.open(address, **QUESTION)
    assert decision(asking) == "not granted"
    button = asking.page.one(class_="attached").one("button")
    assert button.get("form") == "attach-form"
    asking.send(f"{address}?{urlencode(QUESTION)}", do=button.get("value"))
    assert decision(asking) == "allowed"
    assert len(chips(asking)) == 1


def test_a_policy_of_the_library_counts_as_it_stands(asking):
    asking.open("/").fill("name", "The boundary").press("save")
    source = asking.landed.strip("/").split("/")[1]
    working_on(
        asking, draft(allow("StartProjectVersion", CATS_V1, {"type": "project", "project": "x"}, title="Run it"))
    )
    asking.open("/simulate/", **QUESTION)
    asking.send(HERE, do="attach", layer="boundary", source=source)
    assert decision(asking) == "allowed"
    assert "The boundary Permissions boundary" in chips(asking)[1]
    asking.open(f"/policies/{source}/").press("rule-remove:r1")
    ask(asking, **QUESTION)
    assert decision(asking) == "not granted"


@pytest.mark.parametrize(
    ("fields", "place", "words"),
    [
        ({"layer": "boundary", "text": '{"Version": }'}, "#id_text", "Line 1, column"),
        ({"layer": "boundary", "text": " "}, "#id_text", "Paste some text"),
        ({"layer": "crown", "text": "{}"}, "#id_layer", "valid choice"),
        ({"layer": "boundary", "source": "ABCDEFGHIJKLMNOP"}, "#id_source", "valid choice"),
        ({"layer": "scp", "level": "99", "text": "{}"}, "#id_level", "valid choice"),
        ({"layer": "boundary", "text": '{"Statement": [{"Effect": "Maybe"}]}'}, "#id_text", "Maybe"),
    ],
)
def test_what_cannot_be_attached_is_said_at_its_field_and_kept(asking, fields, place, words):
    asking.send(HERE, do="attach", name="Mine", **fields)
    assert asking.status == 422
    assert words in asking.page.one(class_="error-summary").words
    assert place in {link.get("href") for link in asking.page.one(class_="error-summary").all("a")}
    assert asking.part("id_name").get("value") == "Mine"
    assert asking.part("id_text").text.strip() == fields.get("text", "").strip()
    assert decision(asking) == "allowed", "the question stands as it was"
    assert len(chips(asking)) == 1


def test_no_more_is_attached_than_may_be(asking):
    for _ in range(30):
        attach(asking, "scp", EVERYTHING)
    attach(asking, "scp", EVERYTHING)
    assert asking.status == 422
    assert "Take one away first" in asking.words


def test_another_browser_neither_sees_nor_detaches(asking, ben):
    attach(asking, "boundary", ONLY_S3)
    asking.open("/").fill("name", "Cats").press("save")
    address = f"{asking.landed}simulate/"
    asking.open(address, **QUESTION)
    order = asking.page.one(class_="attached").one("button").get("value")
    assert ben.send(address, do=order).status == 404
    ben.open("/")
    ben.send(HERE, do=order)
    asking.open(address, **QUESTION)
    assert len(chips(asking)) == 2


def test_allowing_exactly_this_adds_one_rule_that_undo_takes_back(asking):
    ask(asking, "StartProjectVersion", V2)
    form = next(each for each in asking.part("answer").all("form") if "Allow exactly this" in each.words)
    base = form.one("input", name="base").get("value")
    asking.send(form.get("action"), do="allow-exactly", base=base)
    assert asking.policy["Statement"][-1] == {
        "Sid": "StartProjectVersionOnCatsV2",
        "Effect": "Allow",
        "Action": "rekognition:StartProjectVersion",
        "Resource": V2,
    }
    assert "Added a rule" in asking.words
    ask(asking, "StartProjectVersion", V2)
    assert decision(asking) == "allowed"
    asking.open("/").press("undo")
    ask(asking, "StartProjectVersion", V2)
    assert decision(asking) == "not granted"


def test_a_policy_changed_meanwhile_is_not_overwritten_by_allowing(asking):
    ask(asking, "StartProjectVersion", V2)
    form = next(each for each in asking.part("answer").all("form") if "Allow exactly this" in each.words)
    asking.another_tab().press("rule-duplicate:r1")
    asking.send(form.get("action"), do="allow-exactly", base=form.one("input", name="base").get("value"))
    assert "changed somewhere else" in asking.words
    asking.open("/")
    assert len(asking.cards) == 2


def test_where_nothing_is_to_be_allowed_the_button_is_not_there_and_does_nothing(asking):
    assert "Allow exactly this" not in asking.words
    asking.send(HERE, do="allow-exactly", base="0")
    asking.open("/")
    assert asking.cards == ["r1"]


def test_a_key_that_would_help_is_one_link_away(ana):
    rule = allow(
        "StartProjectVersion",
        CATS_V1,
        conditions=[{"operator": "Bool", "key": "aws:MultiFactorAuthPresent", "values": ["true"]}],
    )
    working_on(ana, draft(rule))
    ask(ana, "StartProjectVersion", V1, principal="arn:aws:iam::111122223333:user/ana")
    link = next(each for each in ana.part("answer").all("a") if "Ask again with" in each.words)
    assert "aws:MultiFactorAuthPresent = true" in link.words
    ana.open(link.get("href"))
    assert decision(ana) == "allowed"
    assert ana.part("id_principal").get("value") == "arn:aws:iam::111122223333:user/ana"


def test_the_nearest_statements_say_what_they_lack(asking):
    ask(asking, "StartProjectVersion", PROJECT.replace("cats/", "cats/version/v9/"))
    assert "other" not in decision(asking)
    assert "It names project/cats/version/v1/*; you asked about project/cats/version/v9/1690000000000." in answer(
        asking
    )
