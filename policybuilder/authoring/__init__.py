"""The guided builder, without the web: drafts, and the policies composed from them."""

from policybuilder.authoring.conditions import Condition
from policybuilder.authoring.draft import (
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
from policybuilder.authoring.problems import DraftCode, DraftProblem
from policybuilder.authoring.targets import Target

__all__ = [
    "POLICY_KINDS",
    "Condition",
    "Draft",
    "DraftCode",
    "DraftProblem",
    "ExactRule",
    "GuidedRule",
    "PrincipalEntry",
    "Settings",
    "Target",
    "draft_from_json",
    "draft_from_plain",
    "draft_json",
    "draft_plain",
]
