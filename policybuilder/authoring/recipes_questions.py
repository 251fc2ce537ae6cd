"""The questions of filled recipes, and the engine's answers to them.

Beside a job an add-on is asked only for what it denies; it changes what is expected of the jobs beside it (`Governs`).
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from policybuilder.authoring.call_policies import CallPolicies
from policybuilder.authoring.examples import ExampleScenario
from policybuilder.authoring.recipes import Recipe, RecipeScenario
from policybuilder.authoring.recipes_texts import Answers
from policybuilder.authoring.scenarios import Scenario, read_scenario
from policybuilder.authoring.scenarios_results import ScenarioResult, answer
from policybuilder.iam import Decision, Layers, Policy, policy_of, statement_from

ALLOWED, NOT_GRANTED, DENIED = (
    each.value for each in (Decision.ALLOWED, Decision.IMPLICIT_DENY, Decision.EXPLICIT_DENY)
)
LEFT_ALONE = "notDenied"


def questions(chosen: Sequence[Recipe], answers: Answers) -> list[ExampleScenario]:
    """The questions of recipes that stand together, with the decisions expected then."""
    addons = [recipe for recipe in chosen if recipe.addon]
    alone = len(addons) == len(chosen)
    found: list[ExampleScenario] = []
    for recipe in chosen:
        for each in _of(recipe, answers):
            if not recipe.addon:
                found.append(governed(each, addons, answers))
            elif each.expect != LEFT_ALONE:
                found.append(each)
            elif alone:
                others = [other for other in addons if other is not recipe]
                found.append(_left(governed(each, others, answers)))
    return found


def own_questions(recipe: Recipe, answers: Answers) -> list[ExampleScenario]:
    """The questions of one recipe as it has them; `notDenied` of an add-on stays."""
    return list(_of(recipe, answers))


def _of(recipe: Recipe, answers: Answers) -> list[ExampleScenario]:
    return [_question(recipe, each, answers) for each in recipe.scenarios if answers.holds(recipe, each.when)]


def _left(question: ExampleScenario) -> ExampleScenario:
    """What an add-on leaves alone, it does not allow either."""
    return replace(question, expect=NOT_GRANTED) if question.expect == LEFT_ALONE else question


def _question(recipe: Recipe, scenario: RecipeScenario, answers: Answers) -> ExampleScenario:
    request = dict[str, object](answers.members(scenario.request))
    return ExampleScenario(scenario.name, recipe.title, request, scenario.expect)


def governed(question: ExampleScenario, addons: Sequence[Recipe], answers: Answers) -> ExampleScenario:
    """A question as add-ons change it: asked in a context that they let pass, or denied."""
    request, expect = dict(question.request), question.expect
    service, _, name = str(request.get("operation") or request.get("action")).rpartition(":")
    for governs in (recipe.governs for recipe in addons):
        if governs is None or service not in {"", "rekognition"} or not {name, "*"} & set(governs.operations):
            continue
        if governs.context:
            given = request.get("context")
            request["context"] = answers.members(governs.context) | (given if isinstance(given, dict) else {})
        expect = governs.expect or expect
    return ExampleScenario(question.name, question.group, request, expect)


def result_of(question: ExampleScenario, policies: CallPolicies) -> ScenarioResult | None:
    """The engine's answer; None where the question cannot be asked."""
    scenario = read_scenario({"request": question.request, "expect": question.expect})
    return answer(replace(scenario, policies=policies)) if isinstance(scenario, Scenario) else None


def decision_on(question: ExampleScenario, policies: CallPolicies) -> str:
    """The decision in a word; "" where the question cannot be asked."""
    found = result_of(replace(question, expect=DENIED), policies)
    return found.decision.value if found else ""


def arranged(
    policy: Policy, kind: str, companion: tuple[str, Policy] | None = None, *, beside_all: bool = False
) -> CallPolicies:
    """The policies that count: an identity policy with what is on another resource, or a project policy, whose caller
    is taken to be allowed everything. `beside_all`: beside an Allow of everything."""
    everything = _everything()
    if kind == "project":
        return CallPolicies(Layers(identity=(everything,), resource=(policy,)))
    layers = Layers(identity=(policy, everything) if beside_all else (policy,))
    return CallPolicies(layers, {companion[0]: (companion[1],)} if companion else None)


@cache
def _everything() -> Policy:
    allows = statement_from({"Effect": "Allow", "Action": "*", "Resource": "*"})
    return policy_of({"Version": "2012-10-17"}, [allows])
