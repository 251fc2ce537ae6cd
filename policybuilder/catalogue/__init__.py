"""What AWS publishes: actions, resource types, ARN grammar, the checks of an operation, condition keys."""

from policybuilder.catalogue.casting import CheckProblem
from policybuilder.catalogue.checks import Check, Checks, authorization_checks
from policybuilder.catalogue.grammar import (
    Coverage,
    arn_fields,
    coverage,
    looks_like,
    matching_types,
    narrowed,
    pair_can_match,
    takes_all,
)
from policybuilder.catalogue.load import catalogue
from policybuilder.catalogue.offers import KeyOffer, condition_keys_for
from policybuilder.catalogue.schema import (
    AccessLevel,
    Action,
    ActionResource,
    AlsoNeeded,
    ArnField,
    ConditionKey,
    FieldRule,
    Meta,
    Operation,
    OperationCheck,
    Partition,
    ResourceType,
    RiskFlag,
    Source,
    TaskGroup,
)
from policybuilder.catalogue.whole import Catalogue
from policybuilder.catalogue.witness import witness

__all__ = [
    "AccessLevel",
    "Action",
    "ActionResource",
    "AlsoNeeded",
    "ArnField",
    "Catalogue",
    "Check",
    "CheckProblem",
    "Checks",
    "ConditionKey",
    "Coverage",
    "FieldRule",
    "KeyOffer",
    "Meta",
    "Operation",
    "OperationCheck",
    "Partition",
    "ResourceType",
    "RiskFlag",
    "Source",
    "TaskGroup",
    "arn_fields",
    "authorization_checks",
    "catalogue",
    "condition_keys_for",
    "coverage",
    "looks_like",
    "matching_types",
    "narrowed",
    "pair_can_match",
    "takes_all",
    "witness",
]
