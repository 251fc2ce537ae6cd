"""Recipes that stand together: one draft, questions asked once, nothing lost, and every contradiction said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.authoring import compose
from policybuilder.authoring.recipes import find_recipe, recipe_fields, recipes
from policybuilder.authoring.recipes_conflicts import ConflictKind, conflicts
from policybuilder.authoring.recipes_filling import Filled, fill
from policybuilder.authoring.recipes_questions import ALLOWED, DENIED, decision_on
from policybuilder.wording.recipes import CONFLICT_SENTENCES, conflict_sentence
from tests.authoring.recipe_lines import EXAMPLES

IDENTITY = [recipe for recipe in recipes() if recipe.kind == "identity"]
JOBS = [recipe for recipe in IDENTITY if not recipe.addon]
ADDONS = [recipe for recipe in IDENTITY if recipe.addon]
ONLY_ALLOW = [recipe for recipe in JOBS if all(rule.effect == "Allow" for rule in recipe.rules)]


def the(*names):
    found = [find_recipe(name) for name in names]
    assert all(found)
    return found


def every_switch(chosen):
    return [f"{recipe.id}.{switch.id}" for recipe in chosen for switch in recipe.switches]


def together(chosen, switches=None, **answers):
    found = fill(chosen, EXAMPLES | answers, every_switch(chosen) if switches is None else switches)
    assert isinstance(found, Filled), found
    return found


@pytest.mark.parametrize("first", ONLY_ALLOW, ids=lambda recipe: recipe.id)
def test_together_jobs_that_only_allow_never_allow_less_than_each(first):
    """An Allow beside an Allow takes nothing away: all questions of all recipes, asked of each alone and of both."""
    asked = [each for recipe in JOBS for each in together([recipe]).scenarios]
    alone = together([first])
    for second in ONLY_ALLOW:
        both, other = together([first, second]), together([second])
        for each in asked:
            if ALLOWED in (decision_on(each, alone.policies), decision_on(each, other.policies)):
                assert decision_on(each, both.policies) == ALLOWED, (second.id, each.name)


@pytest.mark.parametrize("addon", ADDONS, ids=lambda recipe: recipe.id)
def test_an_addon_never_opens_anything(addon):
    for job in JOBS:
        alone, both = together([job]), together([job, addon])
        for each in alone.scenarios:
            if decision_on(each, alone.policies) != ALLOWED:
                assert decision_on(each, both.policies) != ALLOWED, (job.id, each.name)


@pytest.mark.parametrize("first", IDENTITY, ids=lambda recipe: recipe.id)
def test_any_two_are_one_policy_whose_scenarios_hold(first):
    for second in IDENTITY:
        if second is first:
            continue
        found = together([first, second])
        assert not found.composed.problems
        for each in found.scenarios:
            assert decision_on(each, found.policies) == each.expect, (second.id, each.name)


def test_three_jobs_and_two_addons_are_one_policy():
    chosen = the("data-scientist", "model-operator", "inference-app", "region-lock", "mfa-deletion")
    found = together(chosen)
    titles = [rule.title for rule in found.draft.rules]
    assert titles.count("Find the projects") == 1
    assert titles[-2:] == ["Only these Regions", "Deletion needs MFA"]
    assert {each.group for each in found.scenarios} == {recipe.title for recipe in chosen}
    assert all(decision_on(each, found.policies) == each.expect for each in found.scenarios)


def test_a_question_that_two_recipes_ask_has_one_answer():
    found = together(the("data-scientist", "model-operator"), project="dogs")
    text = compose(found.draft).text
    assert "project/dogs/*" in text
    assert "cats/" not in text.replace("cat-", "")


def test_a_switch_is_its_own_recipes_and_so_is_what_it_asks():
    chosen = the("inference-app", "data-scientist")
    keys = {
        switches: [rule.title for rule in together(chosen, switches).draft.rules if "KeyTarget" in repr(rule)]
        for switches in (("inference-app.key",), ("data-scientist.key",), ("key",), ())
    }
    assert keys["inference-app.key",] == ["Decrypt the images"]
    assert keys["data-scientist.key",] == ["Use the key"]
    assert keys["key",] == ["Decrypt the images", "Use the key"]
    assert keys[()] == []


def test_the_same_rule_stands_once_with_both_reasons():
    found = together(the("auditor", "inventory-reader"))
    rules = [rule for rule in found.draft.rules if "ListTagsForResource" in str(rule)]
    assert len(rules) == 1
    assert "It acts on projects" in rules[0].reason
    assert "For policies that go by tags." in rules[0].reason
    assert rules[0].reason == found.reasons[rules[0].id]


def test_what_an_addon_says_of_standing_alone_is_not_said_beside_a_job():
    alone, beside = together(the("no-deletion")), together(the("stopper", "no-deletion"))
    assert any("allows nothing by itself" in note for note in alone.notes)
    assert not any("allows nothing by itself" in note for note in beside.notes)
    assert set(alone.notes) - set(beside.notes) == {note for note in alone.notes if "by itself" in note}


# -- contradictions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "kind", "whose", "others", "operation"),
    [
        (("copy-source", "no-sharing"), ConflictKind.NEED_DENIED, "copy-source", ["no-sharing"], "PutProjectPolicy"),
        (("project-admin", "no-deletion"), ConflictKind.NEED_DENIED, "project-admin", ["no-deletion"], "DeleteProject"),
        (
            ("inference-app", "model-operator"),
            ConflictKind.LIMIT_OPENED,
            "inference-app",
            ["model-operator"],
            "StartProjectVersion",
        ),
        (
            ("stopper", "no-deletion", "mfa-deletion"),
            ConflictKind.EXCEPTION_DENIED,
            "mfa-deletion",
            ["no-deletion"],
            "DeleteProject",
        ),
        (
            ("project-admin", "team-tag"),
            ConflictKind.DENIES_TOO,
            "team-tag",
            ["project-admin"],
            "rekognition:UntagResource",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_contradiction_is_said(names, kind, whose, others, operation):
    chosen = the(*names)
    found = [each for each in conflicts(chosen, EXAMPLES, every_switch(chosen)) if each.kind is kind]
    [one] = [each for each in found if each.recipe.id == whose]
    assert [each.id for each in one.others] == others
    assert operation in one.operations
    said = conflict_sentence(one)
    assert "{" not in said
    assert one.recipe.title in said


def test_recipes_that_agree_have_no_conflict():
    for names in (("model-operator", "region-lock", "mfa-deletion"), ("copy-target", "region-lock"), ("stopper",)):
        chosen = the(*names)
        assert not conflicts(chosen, EXAMPLES, every_switch(chosen))
    assert not conflicts(the("model-operator", "inference-app"), {}, ())


def test_whatever_is_denied_that_a_job_is_for_is_said():
    for job, addon in ((job, addon) for job in JOBS for addon in ADDONS):
        found = together([job, addon])
        expected = {each.name for each in together([job]).scenarios if each.expect == ALLOWED}
        lost = {each.name for each in found.scenarios if each.name in expected and each.expect == DENIED}
        said = [each for each in conflicts([job, addon], EXAMPLES, every_switch([job])) if each.recipe is job]
        assert {name for each in said if each.kind is ConflictKind.NEED_DENIED for name in each.names} == lost


@given(st.lists(st.sampled_from(IDENTITY), min_size=2, max_size=5, unique_by=lambda recipe: recipe.id), st.data())
def test_whatever_is_chosen_together_something_comes_back(chosen, data):
    names = st.sampled_from(every_switch(chosen) or ["nothing"])
    switches = data.draw(st.lists(names, unique=True))
    answers = data.draw(st.dictionaries(st.sampled_from(list(recipe_fields())), st.text(max_size=12)))
    found = fill(chosen, EXAMPLES | answers, switches)
    if isinstance(found, Filled):
        assert not found.composed.problems
        assert all(conflict_sentence(each) for each in conflicts(chosen, EXAMPLES | answers, switches))


def test_every_kind_of_contradiction_has_its_sentence():
    assert set(CONFLICT_SENTENCES) == set(ConflictKind)
