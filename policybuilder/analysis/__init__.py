"""Exact answers about whole policies: what one allows and another does not. Standard library and the floors below."""

from policybuilder.analysis.answers import Answer, DisagreementError, Nothing, Reason, Unknown, Witness
from policybuilder.analysis.compare import Comparison, Relation, compare, difference, layers_of
from policybuilder.analysis.globs import Budget
from policybuilder.analysis.worlds import DEFAULT, REKOGNITION, World

__all__ = [
    "DEFAULT",
    "REKOGNITION",
    "Answer",
    "Budget",
    "Comparison",
    "DisagreementError",
    "Nothing",
    "Reason",
    "Relation",
    "Unknown",
    "Witness",
    "World",
    "compare",
    "difference",
    "layers_of",
]
