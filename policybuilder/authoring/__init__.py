"""The guided builder, without the web: drafts, and the policies composed from them."""

from policybuilder.authoring.access import AccessMap, access_map
from policybuilder.authoring.compose import Composed, compose
from policybuilder.authoring.conditions import CONDITION_OPERATORS, Condition, value_problem
from policybuilder.authoring.draft import (
    KINDS_WITH_PRINCIPALS,
    POLICY_KINDS,
    Draft,
    ExactRule,
    GuidedRule,
    PrincipalEntry,
    Settings,
    draft_from_json,
    draft_from_plain,
    draft_json,
    draft_plain,
)
from policybuilder.authoring.examples import GuidePolicy, first_visit, guide_policies
from policybuilder.authoring.grid import Cell, CheckedCell, Column, Row, grid
from policybuilder.authoring.importing import draft_from_document, draft_from_policy
from policybuilder.authoring.notes import Note, NoteCode, NoteSeverity, Provenance, WayOut, WayOutId
from policybuilder.authoring.problems import DraftCode, DraftProblem
from policybuilder.authoring.reach import also_matches, target_pattern
from policybuilder.authoring.scenarios import Scenario, read_scenario
from policybuilder.authoring.scenarios_fields import ScenarioCode, ScenarioProblem
from policybuilder.authoring.scenarios_results import ScenarioResult, answer, result_line
from policybuilder.authoring.scenarios_text import Entry, scenario_entries
from policybuilder.authoring.summary import PhraseId, ResourcePhrase, SummaryLine, summarise
from policybuilder.authoring.targets import Target, target_from
from policybuilder.authoring.ways_out import apply_way_out

__all__ = [
    "CONDITION_OPERATORS",
    "KINDS_WITH_PRINCIPALS",
    "POLICY_KINDS",
    "AccessMap",
    "Cell",
    "CheckedCell",
    "Column",
    "Composed",
    "Condition",
    "Draft",
    "DraftCode",
    "DraftProblem",
    "Entry",
    "ExactRule",
    "GuidePolicy",
    "GuidedRule",
    "Note",
    "NoteCode",
    "NoteSeverity",
    "PhraseId",
    "PrincipalEntry",
    "Provenance",
    "ResourcePhrase",
    "Row",
    "Scenario",
    "ScenarioCode",
    "ScenarioProblem",
    "ScenarioResult",
    "Settings",
    "SummaryLine",
    "Target",
    "WayOut",
    "WayOutId",
    "access_map",
    "also_matches",
    "answer",
    "apply_way_out",
    "compose",
    "draft_from_document",
    "draft_from_json",
    "draft_from_plain",
    "draft_from_policy",
    "draft_json",
    "draft_plain",
    "first_visit",
    "grid",
    "guide_policies",
    "read_scenario",
    "result_line",
    "scenario_entries",
    "summarise",
    "target_from",
    "target_pattern",
    "value_problem",
]
