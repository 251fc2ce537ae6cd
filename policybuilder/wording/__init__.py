"""Ids and parameters to English sentences: the only place below the pages that writes for people."""

from collections.abc import Mapping, Sequence
from enum import Enum
from types import MappingProxyType

from policybuilder.authoring import DraftProblem, Note, WayOut
from policybuilder.authoring.recipes_answers import RecipeCode, RecipeProblem
from policybuilder.authoring.scenarios_fields import ScenarioCode, ScenarioProblem
from policybuilder.iam import ConditionTrace, Decision, ElementTrace, Finding
from policybuilder.wording import assumptions, drafts, engine, notes, recipes, scenarios
from policybuilder.wording.notes import SEVERITY_NAMES as NOTE_SEVERITIES
from policybuilder.wording.pages import check_problem_sentence
from policybuilder.wording.summaries import Part, PartKind, condition_words, summary_parts, summary_text
from policybuilder.wording.words import action_name, filled, listed, type_name

__all__ = [
    "NOTE_SEVERITIES",
    "TABLES",
    "Part",
    "PartKind",
    "action_name",
    "condition_words",
    "decision_name",
    "finding_sentence",
    "layer_name",
    "listed",
    "note_sentence",
    "problem_sentence",
    "reason_sentence",
    "recipe_sentence",
    "scenario_sentence",
    "sentence",
    "summary_parts",
    "summary_text",
    "type_name",
    "way_out_label",
]

TABLES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "note": {code.value: text for code, text in notes.NOTE_SENTENCES.items()},
        "way_out": {way.value: text for way, text in notes.WAY_OUT_LABELS.items()},
        "draft": {code.value: text for code, text in drafts.DRAFT_SENTENCES.items()},
        "recipe": {code.value: text for code, text in recipes.RECIPE_SENTENCES.items()},
        "decision": {decision.value: text for decision, text in engine.DECISION_SENTENCES.items()},
        "exempt": {reason.value: text for reason, text in engine.EXEMPT_SENTENCES.items()},
        "reason": {reason.value: text for reason, text in engine.REASON_SENTENCES.items()},
        "scenario": {code.value: text for code, text in scenarios.SCENARIO_SENTENCES.items()},
        "finding": dict(engine.FINDING_SENTENCES),
        "fault": dict(engine.FAULT_SENTENCES),
        "assumption": dict(assumptions.ASSUMPTION_SENTENCES),
    }
)
"""Every sentence by area and id."""


def sentence(area: str, key: str | Enum, params: Mapping[str, str | Sequence[str]] | None = None) -> str:
    """The sentence of an id in one of the areas of `TABLES`; the id itself where there is none."""
    name = str(key.value) if isinstance(key, Enum) else key
    template = TABLES.get(area, {}).get(name)
    return name if template is None else filled(template, params or {})


def note_sentence(note: Note) -> str:
    """What a note says: what is so, why it matters, what to do."""
    return sentence("note", note.code, note.params)


def way_out_label(way_out: WayOut) -> str:
    """The words on the button of a way out."""
    return sentence("way_out", way_out.id, way_out.params)


def problem_sentence(problem: DraftProblem) -> str:
    """What is wrong with a field of a draft."""
    return sentence("draft", problem.code, problem.params)


def finding_sentence(finding: Finding) -> str:
    """What is wrong with a document, for what `iam.parse` finds."""
    fault = sentence("fault", finding.params.get("reason", ""), finding.params)
    return sentence("finding", finding.code, {**finding.params, "fault": fault})


def scenario_sentence(problem: ScenarioProblem) -> str:
    """What is wrong with a scenario, and where."""
    place = ".".join(map(str, problem.path)) or scenarios.WHOLE
    fault = finding_sentence(problem.finding) if problem.finding else ""
    if problem.call:
        fault = check_problem_sentence(problem.call)
    near = problem.params.get("near", "")
    meant = filled(scenarios.MEANT, {"near": near}) if near else ""
    fault = fault.removeprefix("This is not JSON. ") if problem.code is ScenarioCode.NOT_JSON else fault
    said = sentence("scenario", problem.code, {**problem.params, "place": place, "fault": fault})
    return f"{said} {meant}".strip()


def reason_sentence(trace: ElementTrace | ConditionTrace) -> str:
    """Why an element of a statement matched, or did not."""
    return sentence("reason", trace.reason, trace.params)


def decision_name(decision: Decision) -> str:
    """The decision in one or two words."""
    return engine.DECISION_NAMES[decision]


def layer_name(layer: str) -> str:
    """A policy layer in words."""
    return engine.LAYER_NAMES.get(layer, layer)


def recipe_sentence(problem: RecipeProblem) -> str:
    """What is wrong with an answer to a recipe."""
    area = "recipe" if isinstance(problem.code, RecipeCode) else "draft"
    return sentence(area, problem.code, problem.params)
