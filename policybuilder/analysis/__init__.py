"""Exact answers about whole policies: what one allows and another does not. Standard library and the floors below."""

from policybuilder.analysis.answers import Answer, DisagreementError, Nothing, Reason, Unknown, Witness
from policybuilder.analysis.box_parts import Phrase
from policybuilder.analysis.boxes import Box, Difference, gained
from policybuilder.analysis.compare import Comparison, Relation, compare, difference, layers_of
from policybuilder.analysis.globs import Budget
from policybuilder.analysis.reach import no_new_access, not_granted, reach
from policybuilder.analysis.worlds import DEFAULT, REKOGNITION, World

__all__ = [
    "DEFAULT",
    "REKOGNITION",
    "Answer",
    "Box",
    "Budget",
    "Comparison",
    "Difference",
    "DisagreementError",
    "Nothing",
    "Phrase",
    "Reason",
    "Relation",
    "Unknown",
    "Witness",
    "World",
    "compare",
    "difference",
    "gained",
    "layers_of",
    "no_new_access",
    "not_granted",
    "reach",
]
