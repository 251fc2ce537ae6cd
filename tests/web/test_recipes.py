"""Starting from a job: the list, a recipe's form, and what the builder opens with."""

import json

import pytest

from policybuilder.authoring import Scenario, answer, compose, read_scenario
from policybuilder.authoring.recipes import find_recipe, recipe_fields, recipes
from policybuilder.library.scenarios import MOST
from tests.authoring.recipe_lines import EXAMPLES, filled


def the(name):
    found = find_recipe(name)
    assert found is not None
    return found


def answers(recipe, switches=(), beside=()):
    """What the form posts when its button is pressed."""
    on = [f"{recipe}.{each}" for each in switches]
    return EXAMPLES | {"do": "open", "asked": [recipe], "on": on, "with": [*beside]}


def every_switch(recipe):
    return [each.id for each in recipe.switches]


def test_every_recipe_is_offered_with_who_it_is_for(ana):
    ana.open("/new/")
    for recipe in recipes():
        link = ana.page.one("a", href=f"/new/{recipe.id}/")
        assert link.words == recipe.title
        assert recipe.who in ana.words


@pytest.mark.parametrize("recipe", recipes(), ids=lambda recipe: recipe.id)
def test_the_page_says_what_it_makes_and_why(ana, recipe):
    on = [f"{recipe.id}.{each}" for each in every_switch(recipe)]
    ana.open(f"/new/{recipe.id}/", asked=recipe.id, on=on)
    assert recipe.who in ana.words
    found = filled([recipe], **{each.id: "" for each in recipe_fields().values() if each.optional})
    for rule in found.draft.rules:
        assert rule.title in ana.part("recipe-made").words
        assert rule.reason in ana.part("recipe-made").words
    assert json.loads(ana.part("M-text").text) == compose(found.draft).text
    for text in (*found.notes, *(each.name for each in found.scenarios)):
        assert text in ana.part("recipe-made").words
    for switch in recipe.switches:
        assert switch.label in ana.words


def kept(visitor):
    """The scenarios beside the policy on the bench, with the policies that count."""
    text = visitor.client.get("/scenarios.jsonl").content.decode()
    return [json.loads(line) for line in text.splitlines()]


def holds(line):
    scenario = read_scenario(line)
    assert isinstance(scenario, Scenario), scenario
    return answer(scenario).as_expected


@pytest.mark.parametrize("recipe", recipes(), ids=lambda recipe: recipe.id)
def test_the_builder_opens_with_its_policy_and_its_scenarios_hold(ana, recipe):
    expected = filled([recipe])
    ana.send(f"/new/{recipe.id}/", **answers(recipe.id, every_switch(recipe)))
    assert ana.landed == "/"
    assert ana.policy_text == compose(expected.draft).text
    assert f"“{recipe.title}” is filled in." in ana.words
    found = kept(ana)
    wanted = [(dict(each.request), each.expect) for each in expected.scenarios]
    assert [(each["request"], each["expect"]) for each in found] == wanted
    assert all(map(holds, found))
    assert ana.open("/scenarios/").status == 200


def test_a_recipe_with_addons_is_one_policy(ana):
    ana.send("/new/project-admin/", **answers("project-admin", beside=["mfa-deletion", "region-lock"]))
    assert [each["Sid"] for each in ana.policy["Statement"]][-2:] == ["OnlyTheseRegions", "DeletionNeedsMFA"]
    assert all(map(holds, kept(ana)))


def test_what_stood_there_is_one_undo_away_and_the_examples_scenarios_go(ana):
    before = ana.open("/").press("rule-remove:r1").policy_text
    ana.send("/new/stopper/", **answers("stopper"))
    ana.press("undo")
    assert ana.policy_text == before
    ana.send("/new/stopper/", **answers("stopper"))
    ana.send("/new/auditor/", **answers("auditor"))
    assert len(kept(ana)) == len(filled([the("auditor")], []).scenarios)


def test_the_same_recipe_again_gives_its_scenarios_again(ana):
    ana.send("/new/stopper/", **answers("stopper"))
    first = kept(ana)
    ana.send("/new/stopper/", **answers("stopper"))
    assert [each["request"] for each in kept(ana)] == [each["request"] for each in first]


def test_own_scenarios_stay_and_too_many_of_them_leave_no_room(ana):
    ana.open("/")
    line = json.dumps({"name": "Mine", "request": {"operation": "DescribeProjects"}, "expect": "allowed"})
    ana.send("/scenarios/", do="read", text="\n".join([line] * (MOST - 30)))
    own = len(kept(ana))
    ana.send("/new/stopper/", **answers("stopper"))
    assert len(kept(ana)) > MOST - 30
    ana.send("/scenarios/", do="read", text="\n".join([line] * (MOST - len(kept(ana)))))
    assert len(kept(ana)) == MOST > own
    ana.send("/new/data-scientist/", **answers("data-scientist"))
    assert "there are too many of your own" in ana.words
    assert "Train" in {each["Sid"] for each in ana.policy["Statement"]}


def test_a_copy_comes_with_the_project_policy_attached_once(ana):
    for account in ("444455556666", "777788889999"):
        ana.send("/new/copy-target/", **answers("copy-target") | {"source_account": account})
        assert "Simulate shows it" in ana.words
    [only] = [each for each in kept(ana) if each["request"].get("operation") == "CopyProjectVersion"][:1]
    [(place, policies)] = only["policies"]["resource"].items()
    assert place == "arn:aws:rekognition:us-east-1:777788889999:project/cats-lab/*"
    assert len(policies) == 1
    assert all(map(holds, kept(ana)))


def test_a_project_policy_opens_in_the_builder_too(ana):
    ana.send("/new/project-policy/", **answers("project-policy"))
    assert ana.landed == "/"
    [statement] = ana.policy["Statement"]
    assert statement["Principal"] == {"AWS": "arn:aws:iam::444455556666:role/ModelCopier"}
    assert ana.part("kind").words == "Project policy"


# -- the form ----------------------------------------------------------------------------------------------------------


def test_what_is_wrong_is_said_where_it_was_typed_and_stays(ana):
    before = ana.open("/").policy_text
    ana.send(
        "/new/data-scientist/",
        **answers("data-scientist", ["key"]) | {"account": "12", "project": "cats*", "bucket": ""},
    )
    assert ana.status == 422
    assert "12 digits" in ana.field_message("account")
    assert "as it is" in ana.field_message("project")
    assert "needed" in ana.field_message("bucket")
    assert len(ana.page.one(class_="error-summary").all("a")) == 3
    assert ana.part("id_project").get("value") == "cats*"
    assert ana.page.one("title").words.startswith("Error: ")
    assert ana.open("/").policy_text == before


def test_what_a_switch_asks_counts_only_with_it(ana):
    ana.send("/new/inference-app/", **answers("inference-app") | {"key": "alias/none"})
    assert ana.landed == "/"
    ana.send("/new/inference-app/", **answers("inference-app", ["key"]) | {"key": "alias/none"})
    assert ana.status == 422
    assert "alias" in ana.field_message("key")


def test_an_addon_of_its_own_asks_only_what_it_needs(ana):
    ana.open("/new/no-deletion/")
    assert not ana.page.all("input", type="text")
    ana.send("/new/no-deletion/", do="open")
    assert ana.landed == "/"
    assert ana.policy["Statement"][0]["Effect"] == "Deny"


def test_names_come_from_the_inventory_and_from_the_address(ana):
    ana.send("/inventory/", do="sample")
    ana.open("/new/inference-app/", project="parts", version="v3")
    assert ana.part("id_project").get("value") == "parts"
    assert ana.part("id_version").get("value") == "v3"
    assert ana.part("projects").all("option", value="parts")
    assert [each.get("value") for each in ana.part("versions").all("option")] == ["v4", "v3", "v2", "v1"]
    assert ana.part("accounts").all("option")


def test_versions_are_those_of_the_project_that_is_named(ana):
    ana.send("/inventory/", do="sample")
    ana.open("/new/copy/", source_project="catalog", project="parts")
    assert {each.get("value")[:7] for each in ana.part("source_versions").all("option")} == {"catalog"}
    ana.open("/new/copy/", source_project="unknown")
    assert len(ana.part("source_versions").all("option")) > 4


def test_there_is_no_recipe_of_another_name(ana):
    assert ana.client.get("/new/nothing/").status_code == 404
    assert ana.client.post("/new/nothing/", answers("nothing")).status_code == 404
