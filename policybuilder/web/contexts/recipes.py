"""The recipe page: the form, what the recipe makes and why, and the scenarios that prove it."""

from dataclasses import dataclass

from policybuilder.authoring.recipes import Recipe, RecipeRule, RecipeScenario, Source, recipe_sources, recipes
from policybuilder.inventory.records import Pickers
from policybuilder.web.forms.recipe import RecipeForm

WORDS = {"allowed": "allowed", "implicitDeny": "not granted", "explicitDeny": "denied", "notDenied": "left alone"}


@dataclass(frozen=True, slots=True)
class Made:
    """A rule, a note or a scenario, and the switch on which it hangs, in words."""

    title: str
    text: str = ""
    only: str = ""
    decision: str = ""
    word: str = ""
    deny: bool = False


@dataclass(frozen=True, slots=True)
class RecipePage:
    """`written` is the policy's text where the builder has no place for its kind."""

    recipe: Recipe
    form: RecipeForm
    errors: tuple[tuple[str, str], ...]
    rules: tuple[Made, ...]
    notes: tuple[Made, ...]
    scenarios: tuple[Made, ...]
    sources: tuple[Source, ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    written: str = ""


def recipe_page(recipe: Recipe, form: RecipeForm, pickers: Pickers, *, written: str = "") -> RecipePage:
    """The page of a recipe."""
    return RecipePage(
        recipe=recipe,
        form=form,
        errors=_errors(form),
        rules=tuple(_rule(recipe, each) for each in recipe.rules),
        notes=tuple(Made(each.text, only=_only(recipe, each.when)) for each in recipe.notes),
        scenarios=tuple(_scenario(recipe, each) for each in recipe.scenarios),
        sources=recipe_sources(recipe),
        lists=_lists(pickers),
        written=written,
    )


def _lists(pickers: Pickers) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Names to complete from, by the id of their list."""
    versions = tuple(dict.fromkeys(name for names in pickers.versions.values() for name in names))
    return (
        ("accounts", pickers.accounts),
        ("regions", pickers.regions),
        ("projects", pickers.projects),
        ("versions", versions),
    )


def jobs() -> tuple[Recipe, ...]:
    """The recipes that allow something."""
    return tuple(recipe for recipe in recipes() if not recipe.addon)


def addons() -> tuple[Recipe, ...]:
    """The recipes that only deny, and stand beside others."""
    return tuple(recipe for recipe in recipes() if recipe.addon)


def _errors(form: RecipeForm) -> tuple[tuple[str, str], ...]:
    if not form.is_bound:
        return ()
    first = next(iter(form.base), None)
    elsewhere = first.id_for_label if first else "recipe-open"
    found = form.errors.items()
    return tuple(
        (form[name].id_for_label if name in form.fields else elsewhere, str(message))
        for name, messages in found
        for message in messages
    )


def _rule(recipe: Recipe, rule: RecipeRule) -> Made:
    return Made(rule.title, rule.reason, _only(recipe, rule.when), deny=rule.effect == "Deny")


def _scenario(recipe: Recipe, scenario: RecipeScenario) -> Made:
    decision = "implicitDeny" if scenario.expect == "notDenied" else scenario.expect
    only = _only(recipe, scenario.when)
    return Made(scenario.name, only=only, decision=decision, word=WORDS[scenario.expect])


def _only(recipe: Recipe, when: tuple[str, ...]) -> str:
    """On what a part hangs: "only with “Images are passed as S3 objects”"; "" where it is always there."""
    labels = {switch.id: switch.label for switch in recipe.switches}
    said = [
        f"only {'without' if each.startswith('!') else 'with'} “{labels[each.removeprefix('!')]}”"
        for each in when
        if each.removeprefix("!") in labels
    ]
    return ", ".join(said)
