"""Findings about a policy document: what IAM would refuse, what Access Analyzer would report, and what neither sees."""

from policybuilder.validator.base import Absorbs, Check, Scope
from policybuilder.validator.codes import Code, Origin, codes
from policybuilder.validator.edits import fixed_text
from policybuilder.validator.examples import Example, examples
from policybuilder.validator.finding import Edit, EditOp, Finding, Fix, Place, Sample
from policybuilder.validator.kinds import PolicyKind, guessed_kind, kind_of
from policybuilder.validator.mutes import Mute, mute_of
from policybuilder.validator.proof import Proof, proof_of
from policybuilder.validator.validate import Validation, validate, validate_parsed, validate_plain
from policybuilder.validator.view import Subject, subject_of

__all__ = [
    "Absorbs",
    "Check",
    "Code",
    "Edit",
    "EditOp",
    "Example",
    "Finding",
    "Fix",
    "Mute",
    "Origin",
    "Place",
    "PolicyKind",
    "Proof",
    "Sample",
    "Scope",
    "Subject",
    "Validation",
    "codes",
    "examples",
    "fixed_text",
    "guessed_kind",
    "kind_of",
    "mute_of",
    "proof_of",
    "subject_of",
    "validate",
    "validate_parsed",
    "validate_plain",
]
