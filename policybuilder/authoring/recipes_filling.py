"""Recipes with answers: the draft that they make, the reasons and notes beside it, and the scenarios that prove it.

Several recipes make one draft: rules that are the same stand once, add-ons change what is expected of the jobs beside
them (`Governs`), and what one job must not do but another may is not asked.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from policybuilder.authoring.compose import compose
from policybuilder.authoring.draft import Draft, draft_from_plain
from policybuilder.authoring.examples import ExampleScenario
from policybuilder.authoring.recipes import Recipe, RecipeRule, RecipeScenario, find_recipe, recipe_fields
from policybuilder.authoring.recipes_answers import (
    RecipeCode,
    RecipeProblem,
    answer_problems,
    derived,
    split_regions,
)
from policybuilder.authoring.scenarios import read_scenario
from policybuilder.authoring.scenarios_fields import ScenarioProblem
from policybuilder.authoring.scenarios_results import answer
from policybuilder.iam import Decision

Plain = dict[str, JsonValue]
_PLACE = re.compile(r"<([a-z0-9_]+)>")
_REGIONS = "<regions>"
_ALLOWED, _IMPLICIT, _EXPLICIT = (
    each.value for each in (Decision.ALLOWED, Decision.IMPLICIT_DENY, Decision.EXPLICIT_DENY)
)
_NOT_DENIED = "notDenied"


@dataclass(frozen=True, slots=True)
class Filled:
    """Recipes with answers. `reasons` are by rule id, `explained` are the codes that the notes answer.

    `companion` is what counts together with these: the policy of another recipe, on another resource.
    """

    draft: Draft
    reasons: Mapping[str, str]
    notes: tuple[str, ...]
    explained: frozenset[str]
    scenarios: tuple[ExampleScenario, ...]
    companion: "FilledCompanion | None" = None


@dataclass(frozen=True, slots=True)
class FilledCompanion:
    """The policy that counts together with a filled recipe: the recipe's title, its draft, the ARN pattern of the
    resource that the policy is on."""

    title: str
    draft: Draft
    resource: str


def fill(
    chosen: Sequence[Recipe], answers: Mapping[str, str], switches: Collection[str] = ()
) -> Filled | tuple[RecipeProblem, ...]:
    """The draft of one recipe or of several together, or what is wrong with the answers. Never raises.

    `answers` are by field id; what the recipes do not ask does not count. Switches of one id are one switch.
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
    return _filled(chosen, _Answers(given, switches))


class _Answers:
    """Answers and switches, put into the texts of recipes."""

    def __init__(self, given: Mapping[str, str], switches: Collection[str]) -> None:
        self.values = derived(given)
        self.regions = split_regions(given.get("regions", ""))
        self._there = {each for each, value in given.items() if value} | set(switches)

    def holds(self, when: Sequence[str]) -> bool:
        """Whether a part is there."""
        return all((each.removeprefix("!") in self._there) is not each.startswith("!") for each in when)

    def text(self, template: str) -> str:
        """A text with its answers; what is not asked stays empty."""
        return _PLACE.sub(lambda found: self.values.get(found[1], ""), template)

    def value(self, template: JsonValue) -> JsonValue:
        """A JSON value with its answers, the names of members included; `<regions>` is all Regions."""
        if template == _REGIONS:
            regions: list[JsonValue] = [*self.regions]
            return regions[0] if len(regions) == 1 else regions
        if isinstance(template, str):
            return self.text(template)
        if isinstance(template, list):
            return [self.value(each) for each in template]
        if isinstance(template, dict):
            return self.members(template)
        return template

    def members(self, template: Mapping[str, JsonValue]) -> Plain:
        """An object with its answers."""
        return {self.text(name): self.value(each) for name, each in template.items()}

    def target(self, template: Mapping[str, str]) -> Plain:
        """A target; a member without an answer is left out, which means any, or the draft's own."""
        members = {name: self.text(each) for name, each in template.items()}
        return {name: each for name, each in members.items() if each}


def _filled(chosen: Sequence[Recipe], answers: _Answers) -> Filled | tuple[RecipeProblem, ...]:
    rules, reasons = _rules(chosen, answers)
    draft = draft_from_plain({"schema_version": 1, "settings": _settings(chosen[0], answers), "rules": rules})
    if not isinstance(draft, Draft):
        return tuple(RecipeProblem(problem.code, "", problem.params) for problem in draft)
    notes = [each for recipe in chosen for each in recipe.notes if answers.holds(each.when)]
    companion = _companion(chosen, answers)
    scenarios = _scenarios(chosen, answers)
    if sum(not recipe.addon for recipe in chosen) > 1:
        scenarios = _without_others(scenarios, draft)
    return Filled(
        draft=draft,
        reasons=reasons,
        notes=tuple(dict.fromkeys(each.text for each in notes)),
        explained=frozenset(code for each in notes for code in each.explains),
        scenarios=tuple(scenarios),
        companion=companion,
    )


def _settings(recipe: Recipe, answers: _Answers) -> Plain:
    return {
        "kind": recipe.kind,
        "partition": answers.values["partition"],
        "account": answers.values.get("account", ""),
        "regions": [*answers.regions],
    }


def _rules(chosen: Sequence[Recipe], answers: _Answers) -> tuple[list[JsonValue], dict[str, str]]:
    """The rules with ids, and the reason of each; a rule that says the same as another one gives it its reason only."""
    rules: list[Plain] = []
    said: list[Plain] = []
    reasons: list[str] = []
    for rule in (each for recipe in chosen for each in recipe.rules if answers.holds(each.when)):
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


def _rule(rule: RecipeRule, answers: _Answers) -> Plain:
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


def _companion(chosen: Sequence[Recipe], answers: _Answers) -> FilledCompanion | None:
    for recipe in chosen:
        other = find_recipe(recipe.companion.recipe) if recipe.companion else None
        if recipe.companion and other:
            given = {name: answers.text(each) for name, each in recipe.companion.answers.items()}
            found = fill([other], given)
            on = answers.text(recipe.companion.resource)
            return FilledCompanion(other.title, found.draft, on) if isinstance(found, Filled) else None
    return None


# -- scenarios ---------------------------------------------------------------------------------------------------------


def _scenarios(chosen: Sequence[Recipe], answers: _Answers) -> list[ExampleScenario]:
    """The questions of all; beside a job an add-on is asked only for what it denies."""
    addons = [recipe for recipe in chosen if recipe.addon]
    alone = len(addons) == len(chosen)
    found: list[ExampleScenario] = []
    for recipe in chosen:
        for each in recipe.scenarios:
            expect = _alone(each.expect) if alone or each.expect != _NOT_DENIED else ""
            if expect and answers.holds(each.when):
                scenario = _scenario(recipe, each, expect, answers)
                found.append(scenario if recipe.addon else _governed(scenario, addons, answers))
    return found


def _alone(expect: str) -> str:
    """What an add-on leaves alone, it does not allow either."""
    return _IMPLICIT if expect == _NOT_DENIED else expect


def _scenario(recipe: Recipe, scenario: RecipeScenario, expect: str, answers: _Answers) -> ExampleScenario:
    return ExampleScenario(scenario.name, recipe.title, dict(answers.members(scenario.request)), expect)


def _governed(scenario: ExampleScenario, addons: Sequence[Recipe], answers: _Answers) -> ExampleScenario:
    """A job's question as add-ons change it: asked in a context that they let pass, or denied."""
    request, expect = dict(scenario.request), scenario.expect
    service, _, name = str(request.get("operation") or request.get("action")).rpartition(":")
    for governs in (recipe.governs for recipe in addons):
        if governs is None or service not in {"", "rekognition"} or not {name, "*"} & set(governs.operations):
            continue
        if governs.context:
            given = request.get("context")
            request["context"] = answers.members(governs.context) | (given if isinstance(given, dict) else {})
        expect = governs.expect or expect
    return ExampleScenario(scenario.name, scenario.group, request, expect)


def _without_others(scenarios: Sequence[ExampleScenario], draft: Draft) -> list[ExampleScenario]:
    """Without what one job must not do and another of the same draft may."""
    document = compose(draft).text
    return [each for each in scenarios if each.expect != _IMPLICIT or not _allowed(each, document)]


def _allowed(each: ExampleScenario, document: str) -> bool:
    scenario = read_scenario({"request": each.request, "policies": {"identity": [document]}})
    return not isinstance(scenario, ScenarioProblem) and answer(scenario).decision is Decision.ALLOWED
