"""Recipes: each composes without a loss, its findings are answered by its notes, and its scenarios decide as said."""

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.authoring import ExactRule, NoteSeverity, Scenario, answer, compose, read_scenario
from policybuilder.authoring.problems import DraftCode
from policybuilder.authoring.recipes import find_recipe, recipe_fields, recipe_sources, recipes
from policybuilder.authoring.recipes_answers import RecipeCode
from policybuilder.authoring.recipes_filling import Filled, fill
from policybuilder.iam import Severity
from policybuilder.validator import PolicyKind, validate
from policybuilder.wording import TABLES, recipe_sentence
from tests.authoring.recipe_lines import EXAMPLES, filled, lines, policies, scenarios

KEPT = Path(__file__).parent.parent / "cases" / "scenarios" / "recipes.jsonl"
JOBS = [recipe for recipe in recipes() if not recipe.addon]
ADDONS = [recipe for recipe in recipes() if recipe.addon]
BLANK = {field.id: "" for field in recipe_fields().values() if field.optional}
FULL_KEY = "arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def the(name):
    recipe = find_recipe(name)
    assert recipe is not None
    return recipe


def ways(recipe):
    """Every choice of switches, with and without the answers that may be left out."""
    names = [switch.id for switch in recipe.switches]
    for flags, blank in product(product([False, True], repeat=len(names)), [{}, BLANK]):
        yield [name for name, on in zip(names, flags, strict=True) if on], blank


def check(found, *, kind="identity", allowed=False, besides=()):
    """Everything that holds of a filled recipe; `besides` are codes that a contradiction of two recipes earns."""
    composed = compose(found.draft)
    said = {note.code.value for note in composed.notes if note.severity is not NoteSeverity.INFO}
    loud = {Severity.ERROR, Severity.SECURITY_WARNING, Severity.WARNING}
    validated = validate(composed.text, PolicyKind(kind)).findings
    said |= {each.code for each in validated if each.severity in loud}
    assert not composed.problems
    assert said - set(besides) <= found.explained, said
    assert set(found.reasons) == {rule.id for rule in found.draft.rules}
    assert len(found.scenarios) >= 4
    for each in scenarios("s", found, allowed=allowed):
        scenario = read_scenario(each)
        assert isinstance(scenario, Scenario), scenario
        assert answer(scenario).as_expected, (each["name"], answer(scenario).decision, each["expect"])


@pytest.mark.parametrize("recipe", recipes(), ids=lambda recipe: recipe.id)
def test_a_recipe_keeps_what_it_says_whichever_switches_are_on(recipe):
    for switches, blank in ways(recipe):
        check(filled([recipe], switches, **blank), kind=recipe.kind)


@pytest.mark.parametrize("recipe", ADDONS, ids=lambda recipe: recipe.id)
def test_an_addon_leaves_alone_what_it_says_it_leaves_alone(recipe):
    check(filled([recipe]), allowed=True)
    assert {each.expect for each in filled([recipe]).scenarios} == {"explicitDeny", "implicitDeny"}


@pytest.mark.parametrize("recipe", JOBS, ids=lambda recipe: recipe.id)
def test_a_recipe_says_what_must_be_allowed_and_what_must_not(recipe):
    expected = [each.expect for each in filled([recipe]).scenarios]
    assert expected.count("allowed") >= 1
    assert len(expected) - expected.count("allowed") >= 2


@pytest.mark.parametrize("recipe", [each for each in JOBS if each.kind == "identity"], ids=lambda recipe: recipe.id)
def test_a_job_with_each_addon_and_with_all_of_them_keeps_what_it_says(recipe):
    for addons in (*([each] for each in ADDONS), ADDONS):
        check(filled([recipe, *addons]), besides={"ALLOW_FULLY_DENIED"} if no_sharing(recipe, addons) else ())


def no_sharing(recipe, addons):
    """A job whose whole point is what an add-on denies."""
    return recipe.id in {"copy-source", "copy-target"} and the("no-sharing") in addons


@pytest.mark.parametrize("job", ["inference-app", "project-admin", "labeller"])
def test_two_jobs_are_one_policy(job):
    for other in (
        each for each in JOBS if each.kind == "identity" and each.id not in {job, "console-user", "copy-target"}
    ):
        found = filled([the(job), other])
        tags = job == "project-admin" and other.id == "team-tag"  # who may set any tag may change teams
        check(found, besides={"ABAC_TAG_TAMPERING"} if tags else ())
        titles = [rule.title for rule in found.draft.rules]
        assert titles.count("Find the projects") <= 1


def test_the_lines_for_the_command_are_these():
    assert KEPT.read_text().splitlines() == list(lines()), "run: python -m tests.authoring.recipe_lines > " + str(KEPT)


@pytest.mark.parametrize(
    "answers",
    [
        {"regions": "eu-west-1, us-east-1 eu-west-1"},
        {"regions": "us-gov-west-1"},
        {"key": FULL_KEY, "bucket": "a.b-c", "prefix": "<x>/{0}/%s"},
        {"team_tag": "Org/Team=1", "approved_tag": "a@b", "approved_value": "yes it is"},
        {"project": "p" * 255, "version": "1", "target_role": "path/Role+=,.@-_"},
    ],
    ids=str,
)
def test_other_answers_do_as_well(answers):
    for recipe in recipes():
        check(filled([recipe], **answers), kind=recipe.kind)


def test_answers_stand_where_they_belong():
    found = filled([the("data-scientist")], regions="eu-west-1 us-east-1", key=FULL_KEY)
    text = compose(found.draft).text
    for written in (
        "arn:aws:rekognition:eu-west-1:111122223333:project/cats/*",
        "arn:aws:rekognition:us-east-1:111122223333:project/cats/*",
        "arn:aws:s3:::cat-images/in/*",
        "arn:aws:s3:::cat-results/out/*",
        FULL_KEY,
    ):
        assert f'"{written}"' in text
    assert "<" not in text


def test_the_region_lock_takes_every_region():
    lock = the("region-lock")
    for regions, expected in (("us-east-1", "us-east-1"), ("us-east-1 eu-west-1", ["us-east-1", "eu-west-1"])):
        statement = filled([lock], regions=regions).draft.rules[0]
        assert isinstance(statement, ExactRule)
        assert statement.statement["Condition"] == {"StringNotEquals": {"aws:RequestedRegion": expected}}


def test_the_project_policy_of_a_copy_comes_with_it():
    found = filled([the("copy-target")])
    [(project, [policy])] = policies(found)["resource"].items()
    assert project == "arn:aws:rekognition:us-east-1:444455556666:project/cats-lab/*"
    statement = policy["Statement"][0]
    assert statement["Principal"] == {"AWS": "arn:aws:iam::111122223333:role/ModelCopier"}
    assert statement["Resource"] == "arn:aws:rekognition:us-east-1:444455556666:project/cats-lab/version/v1/*"
    assert found.companion is not None
    assert found.companion.draft.settings.kind == "project"


# -- what is wrong -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"account": ""}, RecipeCode.ANSWER_MISSING),
        ({"account": "1234"}, RecipeCode.ACCOUNT_DIGITS),
        ({"account": "*"}, RecipeCode.NO_WILDCARDS),
        ({"project": "cats*"}, RecipeCode.NO_WILDCARDS),
        ({"project": "two words"}, RecipeCode.NAME_LETTERS),
        ({"bucket": "ab"}, RecipeCode.NAME_LETTERS),
        ({"prefix": "${aws:username}/"}, RecipeCode.NO_WILDCARDS),
        ({"prefix": "x" * 901}, RecipeCode.ANSWER_TOO_LONG),
        ({"prefix": "a\x07b"}, DraftCode.OBJECT_KEY),
        ({"regions": " , "}, RecipeCode.ANSWER_MISSING),
        ({"regions": "Frankfurt"}, DraftCode.REGION_FORMAT),
        ({"regions": "xx-north-1"}, RecipeCode.UNKNOWN_REGION),
        ({"regions": "us-east-1 us-gov-west-1"}, RecipeCode.PARTITIONS_DIFFER),
        ({"regions": " ".join(f"us-east-{n}" for n in range(1, 23))}, RecipeCode.TOO_MANY_REGIONS),
        ({"key": "alias/mine"}, RecipeCode.KEY_FORMAT),
    ],
    ids=str,
)
def test_a_wrong_answer_is_said_at_its_field(answers, code):
    found = fill([the("data-scientist")], EXAMPLES | answers, ["key"])
    assert isinstance(found, tuple)
    assert [(each.code, each.field) for each in found] == [(code, next(iter(answers)))]
    assert "{" not in recipe_sentence(found[0])


@pytest.mark.parametrize(
    ("recipe", "answers", "code"),
    [
        ("team-tag", {"team_tag": "aws:team"}, RecipeCode.TAG_KEY_FORMAT),
        ("cost-guard", {"approved_value": "ja\tnein"}, RecipeCode.TAG_VALUE_FORMAT),
        ("project-policy", {"target_role": "a role"}, RecipeCode.NAME_LETTERS),
    ],
)
def test_a_wrong_tag_or_role_is_said_at_its_field(recipe, answers, code):
    found = fill([the(recipe)], EXAMPLES | answers)
    assert isinstance(found, tuple)
    assert [(each.code, each.field) for each in found] == [(code, next(iter(answers)))]


def test_every_missing_answer_is_said_and_only_what_is_asked_counts():
    job = the("inference-app")
    missing = fill([job], {}, ["key"])
    assert isinstance(missing, tuple)
    assert [each.field for each in missing] == ["account", "regions", "project", "key"]
    assert isinstance(fill([job], EXAMPLES | {"bucket": "*", "key": "?"}, []), Filled)


def test_recipes_of_two_kinds_and_no_recipe_are_no_policy():
    both = fill([the("copy-target"), the("project-policy")], EXAMPLES)
    assert isinstance(both, tuple)
    assert both[0].code is RecipeCode.KINDS_DIFFER
    none = fill([], EXAMPLES)
    assert isinstance(none, tuple)
    assert none[0].code is RecipeCode.NO_RECIPE


@given(st.data())
def test_whatever_is_answered_something_comes_back(data):
    recipe = data.draw(st.sampled_from(recipes()))
    answers = data.draw(st.dictionaries(st.sampled_from(list(EXAMPLES)), st.text(max_size=30)))
    switches = data.draw(st.lists(st.sampled_from(["key", "images", "tags", "nothing"])))
    found = fill([recipe], EXAMPLES | answers, switches)
    if isinstance(found, Filled):
        assert not compose(found.draft).problems
    else:
        assert found
        assert all(recipe_sentence(each) for each in found)


# -- the data ----------------------------------------------------------------------------------------------------------


def test_the_data_hangs_together():
    fields = recipe_fields()
    assert len({recipe.id for recipe in recipes()}) == len(recipes()) == 20
    for recipe in recipes():
        named = [*recipe.asks, *(each for switch in recipe.switches for each in switch.asks)]
        known = {*fields, *(switch.id for switch in recipe.switches)}
        whens = [part.when for part in recipe.rules] + [part.when for part in recipe.notes]
        whens += [part.when for part in recipe.scenarios]
        assert set(named) <= set(fields)
        assert {each.removeprefix("!") for when in whens for each in when} <= known
        assert recipe_sources(recipe)
        assert not recipe.addon or recipe.governs


def test_every_code_has_its_sentence():
    assert set(TABLES["recipe"]) == {code.value for code in RecipeCode}


def test_there_is_no_recipe_of_another_name():
    assert find_recipe("nothing") is None
