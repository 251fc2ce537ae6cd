"""The pages of a recipe: the form with what it makes, and the scenarios that prove it with the engine's decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from policybuilder.authoring.examples import ExampleScenario
from policybuilder.authoring.recipes import Recipe, Source, recipe_sources, recipes
from policybuilder.authoring.recipes_filling import Filled
from policybuilder.authoring.recipes_questions import result_of
from policybuilder.authoring.scenarios_results import ScenarioResult
from policybuilder.inventory.records import Pickers
from policybuilder.web.contexts.access_map import short_name
from policybuilder.web.contexts.recipe_made import Made, made_of
from policybuilder.web.contexts.scenarios import question_words
from policybuilder.web.forms.recipe import RecipeForm
from policybuilder.web.forms.recipe_choice import Choice
from policybuilder.wording.words import action_name, listed


@dataclass(frozen=True, slots=True)
class RecipePage:
    """The form and what it makes; `errors` are for the summary after a button was pressed."""

    choice: Choice
    form: RecipeForm
    made: Made | None
    errors: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    address: str
    proven: str

    @property
    def recipe(self) -> Recipe:
        """The page's own recipe."""
        return self.choice.recipe

    @property
    def beside_words(self) -> str:
        """What stands beside it, in words."""
        return listed([f"“{each.title}”" for each in self.choice.others])

    @property
    def copying(self) -> str:
        """The address of the flow that makes both policies of a copy, with these answers; "" where this is no half."""
        if self.recipe.companion:
            query = self.choice.query
        elif whole := next(
            (each for each in recipes() if each.companion and each.companion.recipe == self.recipe.id), None
        ):
            query = urlencode(_answers_of_whole(whole, self.choice))
        else:
            return ""
        return reverse("copying") + (f"?{query}" if query else "")

    @property
    def jobs_open(self) -> bool:
        """Whether the list of further jobs is unfolded: one of them is chosen."""
        return any(not each.addon for each in self.choice.others)

    @property
    def status(self) -> str:
        """One sentence for the live region."""
        if self.made is None:
            return "These answers make no policy."
        total, warned = len(self.made.filled.composed.policy.statements), len(self.made.conflicts)
        against = f", {warned} contradiction{'' if warned == 1 else 's'}" if warned else ""
        return f"Policy updated. {total} statement{'' if total == 1 else 's'}{against}."


def _answers_of_whole(whole: Recipe, choice: Choice) -> dict[str, str]:
    """The answers of a companion as its recipe asks them: each that is one of its answers as it is."""
    given = whole.companion.answers if whole.companion else {}
    names = {"regions" if text == "<region>" else text.strip("<>"): name for name, text in given.items()}
    return {name: choice.answers[own] for name, own in names.items() if choice.answers.get(own)}


def recipe_page(form: RecipeForm, pickers: Pickers) -> RecipePage:
    """The page of a recipe."""
    choice = form.choice
    named = {source.url: source for each in choice.recipes for source in recipe_sources(each)}
    return RecipePage(
        choice=choice,
        form=form,
        made=made_of(choice),
        errors=() if form.quiet else form_errors(form, "recipe-open"),
        sources=tuple(named.values()),
        lists=lists_of(pickers, form),
        address=address_of("recipe", choice),
        proven=address_of("recipe_proven", choice),
    )


def address_of(name: str, choice: Choice) -> str:
    """The address of a page of the recipe with this choice."""
    query = choice.query
    return reverse(name, args=[choice.recipe.id]) + (f"?{query}" if query else "")


def lists_of(pickers: Pickers, form: RecipeForm) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Names to complete from, by the id of their list: of versions those of the project that is named, if it is known."""
    every = tuple(dict.fromkeys(name for names in pickers.versions.values() for name in names))
    answers = form.choice.answers
    source = "source_project" if "source_project" in form.fields else "project"
    return (
        ("accounts", pickers.accounts),
        ("regions", pickers.regions),
        ("projects", pickers.projects),
        ("versions", tuple(pickers.versions.get(answers["project"].strip(), every))),
        ("source_versions", tuple(pickers.versions.get(answers[source].strip(), every))),
    )


def form_errors(form: RecipeForm, elsewhere: str) -> tuple[tuple[str, str], ...]:
    """(field id, message) for the error summary; `elsewhere` is where what is no field's fault leads."""
    return tuple(
        (form[name].id_for_label if name in form.fields else elsewhere, str(message))
        for name, messages in form.errors.items()
        for message in messages
    )


def jobs() -> tuple[Recipe, ...]:
    """The recipes that allow something."""
    return tuple(recipe for recipe in recipes() if not recipe.addon)


def addons() -> tuple[Recipe, ...]:
    """The recipes that only deny, and stand beside others."""
    return tuple(recipe for recipe in recipes() if recipe.addon)


# -- proven ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProvenCheck:
    """One authorization check of a scenario: what, the decision, and the Sids of the statements that decide."""

    words: str
    decision: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProvenRow:
    """A scenario with the decision that was expected and the one that the engine gives."""

    name: str
    question: str
    expect: str
    decision: str
    passes: bool
    checks: tuple[ProvenCheck, ...]


@dataclass(frozen=True, slots=True)
class ProvenPage:
    """The scenarios of recipes, asked."""

    choice: Choice
    groups: tuple[tuple[str, tuple[ProvenRow, ...]], ...]
    passed: int
    total: int
    made: Made | None
    back: str

    @property
    def recipe(self) -> Recipe:
        """The page's own recipe."""
        return self.choice.recipe


def proven_page(choice: Choice) -> ProvenPage:
    """Ask every scenario of what the choice makes."""
    made = made_of(choice)
    rows = [(each.group, _proven(each, made.filled)) for each in made.filled.scenarios] if made else []
    titles = dict.fromkeys(group for group, _ in rows)
    return ProvenPage(
        choice=choice,
        groups=tuple((title, tuple(row for group, row in rows if group == title)) for title in titles),
        passed=sum(row.passes for _, row in rows),
        total=len(rows),
        made=made,
        back=address_of("recipe", choice),
    )


def _proven(scenario: ExampleScenario, filled: Filled) -> ProvenRow:
    found = result_of(scenario, filled.policies)
    decision = found.decision.value if found else ""
    checks = proven_checks(found) if found else ()
    question = question_words(scenario.request)
    return ProvenRow(scenario.name, question, scenario.expect, decision, decision == scenario.expect, checks)


def proven_checks(found: ScenarioResult) -> tuple[ProvenCheck, ...]:
    """The checks of a call that was asked; a literal question is its own one."""
    if found.evaluation is not None:
        return (ProvenCheck("", found.decision.value, _by([ref.sid for ref in found.evaluation.determining])),)
    return tuple(
        ProvenCheck(
            words=check_words(item.check.action, item.check.resource),
            decision=item.evaluation.decision.value,
            by=_by([ref.sid for ref in item.evaluation.determining]),
        )
        for item in found.checks
    )


def check_words(action: str, resource: str) -> str:
    """A check in words: the action, and on what where it is on something."""
    return action_name(action) + (f" on {short_name(resource)}" if resource != "*" else "")


def _by(sids: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sid for sid in sids if sid))
