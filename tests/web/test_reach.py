"""The Reach tab: everything that the policy on the bench allows, in words."""

import json

import pytest

from policybuilder.analysis import DisagreementError
from policybuilder.web import reaching

PROJECT = "arn:aws:rekognition:us-east-1:111122223333:project/"


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    """And time enough, however busy the machine is."""
    reaching._ANSWERS.clear()
    monkeypatch.setattr("policybuilder.web.contexts.reach.SHORT_SECONDS", 30.0)


def allow(actions, resources, **more):
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


def deny(actions, resources, **more):
    return {"Effect": "Deny", "Action": actions, "Resource": resources, **more}


def reach(visitor, *statements, kind=""):
    text = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    visitor.send("/new/", do="paste", text=text, **({"kind": kind} if kind else {}))
    visitor.open("/?pane=reach")
    return visitor.part("result")


def titles(part):
    return [each.words for each in part.all("h3")]


def test_the_first_visit_has_its_reach_without_a_script(ana):
    ana.open("/?pane=reach")
    part = ana.part("result")
    assert "Everything this policy allows" in part.words
    assert "StartProjectVersion" in part.words or "starting and stopping models" in part.words
    assert "on version MyVersion of project MyProject" in part.words
    assert "arn:aws" not in part.all("div", **{"class": "reach"})[0].words


def test_the_tab_comes_as_a_part(ben):
    ben.open("/")
    ben.open("/pane/?pane=reach", part=True)
    assert "Everything this policy allows" in ben.part("result").words


def test_tasks_stand_apart_dangerous_ones_first(ana):
    part = reach(
        ana,
        allow(["rekognition:DetectCustomLabels"], f"{PROJECT}cats/version/*"),
        allow(["rekognition:DeleteProject"], f"{PROJECT}cats/*"),
        allow(["s3:PutBucketPolicy"], "arn:aws:s3:::cat-images"),
    )
    words = titles(part)
    assert [each.split(" ")[0] for each in words] == ["Amazon", "Manage", "Use"]
    assert "Permissions management" in words[0]


def test_what_a_deny_takes_away_is_left_out(ana):
    part = reach(
        ana,
        allow(["rekognition:DetectCustomLabels", "rekognition:StartProjectVersion"], f"{PROJECT}cats/version/*"),
        deny(["rekognition:StartProjectVersion"], "*"),
    )
    assert "StartProjectVersion" not in part.all("div", **{"class": "reach"})[0].words
    assert "DetectCustomLabels" in part.words
    assert "What a Deny of the policy takes away is left out already." in part.words


def test_conditions_are_phrases(ana):
    condition = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    part = reach(ana, allow("rekognition:DeleteProject", f"{PROJECT}cats/*", Condition=condition))
    assert "when aws:MultiFactorAuthPresent is true" in part.words


def test_nothing_allowed_is_said(ana):
    part = reach(ana, deny("rekognition:*", "*"))
    assert "This policy allows nothing." in part.words


@pytest.mark.parametrize("kind", ["boundary", "session", "scp"])
def test_a_limit_is_called_one(ana, kind):
    reach(ana, allow("rekognition:DetectCustomLabels", f"{PROJECT}cats/version/*"))
    ana.fill("settings-kind", kind)
    ana.press("")
    ana.open("/?pane=reach")
    words = ana.part("result").words
    assert "A limit, not a grant" in words
    assert "Everything this policy leaves allowed" in words


def copying(principal, **more):
    return allow("rekognition:CopyProjectVersion", f"{PROJECT}cats/version/*", Principal=principal, **more)


def test_a_project_policy_says_who_else_may_copy(ana):
    part = reach(ana, copying({"AWS": ["arn:aws:iam::444455556666:root", "arn:aws:iam::123456789012:role/Copier"]}))
    assert "It is not public." in part.words
    assert [each.split(":")[0] for each in titles(part)] == ["Account 123456789012", "Account 444455556666"]
    assert "CopyProjectVersion" in part.words


def test_a_public_project_policy_is_called_public(ana):
    part = reach(ana, copying("*"))
    assert "It is public" in part.words
    assert titles(part) == ["Anybody, of any account"]


def test_a_condition_keeps_it_from_being_public(ana):
    part = reach(ana, copying("*", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}))
    assert "It is not public." in part.words
    assert titles(part) == ["Whoever meets the conditions, of any account"]


def test_out_of_time_it_is_not_all_and_a_link_gives_more(ana, monkeypatch):
    monkeypatch.setattr("policybuilder.web.contexts.reach.SHORT_SECONDS", 0.000001)
    conditions = {"StringLike": {f"aws:PrincipalTag/t{number}": f"*a*{number}*b*" for number in range(12)}}
    part = reach(
        ana,
        allow("rekognition:*", "*", Condition=conditions),
        *[deny("rekognition:*", f"{PROJECT}*c{number}*", Condition=conditions) for number in range(6)],
    )
    assert "This is not all of it" in part.words
    link = next(each for each in part.all("a") if "Go on" in each.words)
    ana.open(link.get("href"))
    assert "Go on for" not in ana.part("result").words


def test_equal_texts_are_worked_out_once(ana, monkeypatch):
    asked = []
    within = reaching.reach_within

    def counted(*given):
        asked.append(given)
        return within(*given)

    monkeypatch.setattr(reaching, "reach_within", counted)
    ana.open("/?pane=json")
    assert asked == []
    ana.open("/?pane=reach")
    ana.open("/?pane=reach")
    assert len(asked) == 1


def test_a_fault_of_the_analysis_is_said_and_stops_no_work(ana, monkeypatch):
    def wrong(*_):
        raise DisagreementError("wrong")

    monkeypatch.setattr(reaching, "reach_within", wrong)
    ana.open("/?pane=reach")
    assert "the fault is this program's" in ana.part("result").words


def test_an_example_opens_in_simulate_and_is_allowed(ana):
    ana.open("/?pane=reach")
    links = [each.get("href") for each in ana.part("result").all("a") if "Example" in each.words]
    assert links
    for link in links:
        assert "allowed" in ana.client.get(link).content.decode()


def test_each_task_of_one_statement_has_its_example(ana):
    several = ["rekognition:DeleteProjectVersion", "rekognition:StartProjectVersion", "rekognition:DetectCustomLabels"]
    part = reach(ana, allow(several, f"{PROJECT}cats/version/*"))
    links = [each.get("href") for each in part.all("a") if "Example" in each.words]
    assert len(links) == len(titles(part)) == 3
    for link in links:
        assert "allowed" in ana.client.get(link).content.decode()
