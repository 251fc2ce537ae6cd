"""Recipes with answers: the draft that they make, the reasons and notes beside it, and the scenarios that prove it.

Several recipes make one draft: rules that are the same stand once, add-ons change what is expected of the jobs beside
them (`Governs`), and what one job must not do but another may is not asked.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pydantic import JsonValue

from policybuilder.authoring.call_policies import CallPolicies
from policybuilder.authoring.compose import Composed, compose
from policybuilder.authoring.draft import Draft, draft_from_plain
from policybuilder.authoring.examples import ExampleScenario
from policybuilder.authoring.recipes import Recipe, RecipeRule, find_recipe, recipe_fields
from policybuilder.authoring.recipes_answers import RecipeCode, RecipeProblem, answer_problems
from policybuilder.authoring.recipes_questions import ALLOWED, NOT_GRANTED, arranged, decision_on, questions
from policybuilder.authoring.recipes_texts import Answers, Plain


@dataclass(frozen=True)
class FilledCompanion:
    """The policy that counts together with a filled recipe: the recipe's title, its draft, the ARN pattern of the
    resource that the policy is on."""

    title: str
    draft: Draft
    resource: str
    reasons: Mapping[str, str]

    @cached_property
    def composed(self) -> Composed:
        """The policy."""
        return compose(self.draft)


@dataclass(frozen=True)
class Filled:
    """Recipes with answers. `reasons` are by rule id, `explained` are the codes that the notes answer.

    `companion` is what counts together with these: the policy of another recipe, on another resource.
    """

    draft: Draft
    reasons: Mapping[str, str]
    notes: tuple[str, ...]
    explained: frozenset[str]
    scenarios: tuple[ExampleScenario, ...]
    companion: FilledCompanion | None = None

    @cached_property
    def composed(self) -> Composed:
        """The policy."""
        return compose(self.draft)

    @cached_property
    def policies(self) -> CallPolicies:
        """What counts for its scenarios: the policy, and its companion on its resource."""
        return self.arranged()

    def arranged(self, *, beside_all: bool = False) -> CallPolicies:
        """As `policies`; `beside_all`: beside an Allow of everything, as add-ons are meant to stand."""
        other = (self.companion.resource, self.companion.composed.policy) if self.companion else None
        return arranged(self.composed.policy, self.draft.settings.kind, other, beside_all=beside_all)


def fill(
    chosen: Sequence[Recipe], answers: Mapping[str, str], switches: Collection[str] = ()
) -> Filled | tuple[RecipeProblem, ...]:
    """The draft of one recipe or of several together, or what is wrong with the answers. Never raises.

    `answers` are by field id, one for all recipes that ask it; what none asks does not count. A switch is named by its
    id, for every recipe that has one, or as `recipe.switch`.
    """
    if not chosen:
        return (RecipeProblem(RecipeCode.NO_RECIPE),)
    if len({recipe.kind for recipe in chosen}) > 1:
        return (RecipeProblem(RecipeCode.KINDS_DIFFER),)
    fields = recipe_fields()
    asked = [fields[each] for each in fields if any(each in recipe.asked(switches) for recipe in chosen)]
    given = {each.id: answers.get(each.id, "").strip() for each in asked}
    problems = answer_problems(asked, given)
    if problems:
        return problems
    return _filled(chosen, Answers(given, switches))


def _filled(chosen: Sequence[Recipe], answers: Answers) -> Filled | tuple[RecipeProblem, ...]:
    rules, reasons = _rules(chosen, answers)
    draft = draft_from_plain({"schema_version": 1, "settings": _settings(chosen[0], answers), "rules": rules})
    if not isinstance(draft, Draft):
        return tuple(RecipeProblem(problem.code, "", problem.params) for problem in draft)
    beside = any(not recipe.addon for recipe in chosen)
    there = ((recipe, each) for recipe in chosen for each in recipe.notes if not (each.alone and beside))
    notes = [each for recipe, each in there if answers.holds(recipe, each.when)]
    asked = questions(chosen, answers)
    found = Filled(
        draft=draft,
        reasons=reasons,
        notes=tuple(dict.fromkeys(each.text for each in notes)),
        explained=frozenset(code for each in notes for code in each.explains),
        scenarios=tuple(asked),
        companion=_companion(chosen, answers),
    )
    several = sum(not recipe.addon for recipe in chosen) > 1
    return replace(found, scenarios=_without_others(found)) if several else found


def _without_others(found: Filled) -> tuple[ExampleScenario, ...]:
    """Without what one job must not do and another of the same draft may."""
    return tuple(
        each for each in found.scenarios if each.expect != NOT_GRANTED or decision_on(each, found.policies) != ALLOWED
    )


def _settings(recipe: Recipe, answers: Answers) -> Plain:
    return {
        "kind": recipe.kind,
        "partition": answers.values["partition"],
        "account": answers.values.get("account", ""),
        "regions": [*answers.regions],
    }


def _rules(chosen: Sequence[Recipe], answers: Answers) -> tuple[list[JsonValue], dict[str, str]]:
    """The rules with ids, and the reason of each; a rule that says the same as another one gives it its reason only."""
    rules: list[Plain] = []
    said: list[Plain] = []
    reasons: list[str] = []
    for rule in (each for recipe in chosen for each in recipe.rules if answers.holds(recipe, each.when)):
        made = _rule(rule, answers)
        words = {name: value for name, value in made.items() if name != "title"}
        if words not in said:
            rules.append(made)
            said.append(words)
            reasons.append(rule.reason)
        elif rule.reason not in reasons[said.index(words)]:
            reasons[said.index(words)] += f" {rule.reason}"
    named = {f"r{number}": rule for number, rule in enumerate(rules, 1)}
    with_reasons: list[JsonValue] = [
        {"type": rule["type"], "id": name, "title": rule["title"], "reason": reason, **rule}
        for (name, rule), reason in zip(named.items(), reasons, strict=True)
    ]
    return with_reasons, dict(zip(named, reasons, strict=True))


def _rule(rule: RecipeRule, answers: Answers) -> Plain:
    if rule.statement is not None:
        return {"type": "exact", "title": rule.title, "statement": answers.members(rule.statement)}
    return {
        "type": "guided",
        "title": rule.title,
        "effect": rule.effect,
        "operations": [*rule.operations],
        "targets": [answers.target(each) for each in rule.targets],
        "conditions": [answers.members(each) for each in rule.conditions],
        "principals": [answers.members(each) for each in rule.principals],
    }


def _companion(chosen: Sequence[Recipe], answers: Answers) -> FilledCompanion | None:
    for recipe in chosen:
        other = find_recipe(recipe.companion.recipe) if recipe.companion else None
        if recipe.companion and other:
            given = {name: answers.text(each) for name, each in recipe.companion.answers.items()}
            found = fill([other], given)
            on = answers.text(recipe.companion.resource)
            if isinstance(found, Filled):
                return FilledCompanion(other.title, found.draft, on, found.reasons)
    return None
