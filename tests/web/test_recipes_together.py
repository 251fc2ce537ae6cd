"""Several recipes on one page: the address keeps the choice, questions stand once, the policy follows, contradictions are
said, and the engine proves every scenario."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policybuilder.accounts.services import workspace_require
from policybuilder.authoring import compose, draft_from_plain
from policybuilder.authoring.draft import Draft
from policybuilder.authoring.recipes import find_recipe, recipes
from policybuilder.library.selectors import scratch_get
from policybuilder.web.forms.recipe_choice import choice_of, offered
from policybuilder.web.forms.state import query
from tests.authoring.recipe_lines import EXAMPLES, filled
from tests.web.dom import read

TOGETHER = ("data-scientist", "model-operator", "region-lock", "mfa-deletion")
NONE_ON = {"asked": ["data-scientist", "model-operator"]}


def the(*names):
    found = [find_recipe(name) for name in names]
    assert all(found)
    return found


def made(visitor):
    """The policy that the page shows."""
    return json.loads(json.loads(visitor.part("M-text").text))


def link(visitor, words):
    """Where a link leads."""
    return visitor.page.one("a", where=lambda each: each.words == words).get("href")


def test_the_address_keeps_the_choice_and_the_policy_is_there(ana):
    ana.open("/new/data-scientist/", **{"with": TOGETHER[1:]}, **EXAMPLES)
    wanted = filled(the(*TOGETHER), [])
    assert json.loads(ana.part("M-text").text) == compose(wanted.draft).text
    assert len(ana.page.all("input", name="project")) == 1
    assert ana.part("id_project").get("value") == "cats"
    assert {each.get("value") for each in ana.page.all("input", name="with") if "checked" in each} == {*TOGETHER[1:]}
    assert "together with “Operator who starts and stops models”" in ana.words


def test_without_a_script_the_button_shows_the_policy_and_the_builder_gets_it(ana):
    choice = {"with": TOGETHER[1:], "do": "look", **NONE_ON, **EXAMPLES}
    ana.send("/new/data-scientist/", **choice)
    assert ana.landed.startswith("/new/data-scientist/?with=model-operator&with=region-lock&with=mfa-deletion")
    shown = made(ana)
    ana.send("/new/data-scientist/", **choice | {"do": "open"})
    assert ana.landed == "/"
    assert ana.policy == shown
    assert "“Data scientist who trains models”, “Operator who starts and stops models”," in ana.words


def test_the_draft_on_the_bench_has_the_reasons(ana):
    ana.send("/new/data-scientist/", **{"with": TOGETHER[1:], "do": "open", **NONE_ON, **EXAMPLES})
    wanted = filled(the(*TOGETHER), [])
    for rule in wanted.draft.rules:
        card = ana.part(f"rule-{rule.id}")
        assert rule.title in card.words
        assert rule.reason in card.words
    record = scratch_get(workspace=workspace_require(ana.client.session))
    assert record is not None
    kept = draft_from_plain(record.draft)
    assert isinstance(kept, Draft)
    assert [rule.reason for rule in kept.rules] == [rule.reason for rule in wanted.draft.rules]


def test_missing_answers_are_examples_and_no_fault_until_the_button_is_pressed(ana):
    ana.open("/new/inference-app/")
    assert (
        "With examples where an answer is still missing: Account, Regions, Project, Bucket with the images."
        in ana.words
    )
    assert "arn:aws:rekognition:us-east-1:111122223333:project/cats/version/*" in ana.part("M-text").text
    assert not ana.page.all("div", class_="error-summary")
    ana.open("/new/inference-app/", account="444455556666", project="dogs")
    assert "missing: Regions, Bucket with the images." in ana.words
    assert ":444455556666:project/dogs/version/*" in ana.part("M-text").text
    ana.send("/new/inference-app/", do="open", project="dogs")
    assert ana.status == 422
    assert len(ana.page.one(class_="error-summary").all("a")) == 3


def test_a_wrong_answer_is_said_while_typing_and_an_example_stands_in(ana):
    ana.open("/new/stopper/", account="12", regions="eu-west-1")
    assert "12 digits" in ana.field_message("account")
    assert "missing: Account." in ana.words
    assert ":eu-west-1:111122223333:" in ana.part("M-text").text


def look(visitor, path, shown, **fields):
    """What htmx posts after a change."""
    return visitor.client.post(path, {"shown": shown, **fields}, headers={"HX-Request": "true"})


def test_typing_swaps_the_policy_alone_and_another_choice_the_form(ben):
    same = look(ben, "/new/stopper/", "stopper", account="444455556666", asked="stopper")
    assert "HX-Retarget" not in same.headers
    assert read(same.content.decode()).one("section").id == "recipe-made"
    assert 'id="id_account_errors"' in same.content.decode()
    assert "Policy updated. 3 statements." in same.content.decode()
    more = look(ben, "/new/stopper/", "stopper", account="444455556666", asked="stopper", **{"with": "cost-guard"})
    assert more.headers["HX-Retarget"] == "#recipe"
    assert 'name="approved_tag"' in more.content.decode()
    address = urlsplit(more.headers["HX-Replace-Url"])
    assert address.path == "/new/stopper/"
    assert parse_qs(address.query) == {"with": ["cost-guard"], "account": ["444455556666"]}
    assert "HX-Request" in more.headers["Vary"]


def test_contradictions_are_said(ana):
    ana.open("/new/copy-source/", **{"with": ["no-sharing"]}, **EXAMPLES)
    assert (
        "“No sharing outside” denies what “Copy a model: the account that owns it” is for: PutProjectPolicy."
        in ana.words
    )
    ana.open("/new/stopper/", **{"with": ["region-lock"]}, **EXAMPLES)
    assert "denies what" not in ana.words


def test_a_choice_and_its_address_are_the_same():
    for recipe in recipes():
        beside = offered(recipe)[:3]
        pairs = [("with", each.id) for each in beside]
        for each in (recipe, *beside):
            pairs += [("asked", each.id), *(("on", f"{each.id}.{switch.id}") for switch in each.switches[1:])]
        first = choice_of(recipe, query([*pairs, ("project", " dogs "), ("key", "")]), {"account": "111122223333"})
        again = choice_of(recipe, query(_pairs(first.query)), {})
        assert again == first
        assert again.recipes == (recipe, *beside)
        assert first.answers["account"] == "111122223333"
        assert first.answers["project"] == " dogs "


def _pairs(text):
    return [(name, value) for name, values in parse_qs(text, keep_blank_values=True).items() for value in values]


def test_what_nobody_offers_is_left_out(ana):
    odd = {
        "with": ["nothing", "project-policy", "stopper", "../"],
        "on": ["x", "stopper.key"],
        "asked": ["y", "stopper"],
    }
    assert ana.open("/new/stopper/", **odd).status == 200
    assert "together with" not in ana.words
    assert ana.open("/new/stopper/", account="1" * 5000).status == 200
    assert "longer than 900" in ana.field_message("account")


def test_either_half_of_a_copy_leads_to_the_flow_with_its_answers(ana):
    ana.open("/new/copy-target/", account="111122223333", source_account="444455556666", project="cats")
    address = urlsplit(link(ana, "Copy a model between accounts"))
    assert address.path == "/new/copy/"
    assert parse_qs(address.query) == {
        "account": ["111122223333"],
        "source_account": ["444455556666"],
        "project": ["cats"],
    }
    ana.open(
        "/new/project-policy/",
        account="444455556666",
        project="lab",
        target_account="111122223333",
        regions="us-east-1",
    )
    assert parse_qs(urlsplit(link(ana, "Copy a model between accounts")).query) == {
        "source_account": ["444455556666"],
        "source_project": ["lab"],
        "account": ["111122223333"],
        "regions": ["us-east-1"],
    }
    ana.open("/new/stopper/")
    assert "Copy a model between accounts" not in ana.words


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])  # one database for all examples
@given(st.data())
def test_whatever_is_sent_the_page_comes_back(db, data):
    """Any choice, any answers, typed or made up: a policy, or what is wrong, never an error of ours."""
    ids = st.sampled_from([*(each.id for each in recipes()), "nothing"])
    switches = [f"{each.id}.{switch.id}" for each in recipes() for switch in each.switches]
    sent = {
        **EXAMPLES,
        **data.draw(
            st.dictionaries(st.sampled_from(list(EXAMPLES)), st.text(st.characters(codec="utf-8"), max_size=20))
        ),
        "with": data.draw(st.lists(ids, max_size=6)),
        "asked": data.draw(st.lists(ids, max_size=3)),
        "on": data.draw(st.lists(st.sampled_from(switches), max_size=5)),
        "do": data.draw(st.sampled_from(["open", "look", "save", "open:project", ""])),
    }
    recipe = data.draw(st.sampled_from(recipes())).id
    client = Client()
    for path in (f"/new/{recipe}/", "/new/copy/"):
        answer = client.post(path, sent, headers={"HX-Request": "true"} if sent["do"] == "" else {})
        assert answer.status_code in {200, 302, 422}
        assert client.get(path, sent).status_code == 200
    assert client.get(f"/new/{recipe}/proven/", sent).status_code == 200


# -- proven ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("recipe", recipes(), ids=lambda recipe: recipe.id)
def test_every_recipe_is_proven_on_its_page(ana, recipe):
    ana.open(f"/new/{recipe.id}/")
    ana.open(link(ana, "See it proven"))
    assert ana.status == 200
    total = len(ana.page.all("tr")) - len(ana.page.all("table"))
    assert f"{total} of {total} scenarios pass" in ana.words
    assert total >= 4
    assert "fails" not in [each.words for each in ana.page.all("span", class_="decision")]


def test_the_proof_names_the_checks_and_what_decides(ana):
    ana.open("/new/copy-target/proven/", **EXAMPLES)
    assert "CopyProjectVersion on" in ana.words
    assert "CreateProjectVersion on" in ana.words
    both = [[code.words for code in each.all("code")] for each in ana.page.all("li")]
    assert sorted(["CopyTheModel", "LetTheOtherAccountCopy"]) in map(sorted, both)
    assert "counts together with “Copy a model: the project policy”" in ana.words
    assert ana.open("/new/nothing/proven/").status == 404


def test_the_proof_is_of_all_that_stands_together(ana):
    ana.open("/new/data-scientist/proven/", **{"with": TOGETHER[1:]}, **EXAMPLES)
    for recipe in the(*TOGETHER):
        assert recipe.title in [each.words for each in ana.page.all("h2")]
    back = link(ana, "Back to the recipe")
    assert back.startswith("/new/data-scientist/?with=model-operator&with=region-lock&with=mfa-deletion")
    assert ana.open(back).status == 200
