"""What AWS publishes: actions, resource types, ARN grammar, the checks of an operation, condition keys."""

from policybuilder.catalogue.load import catalogue
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

__all__ = [
    "AccessLevel",
    "Action",
    "ActionResource",
    "AlsoNeeded",
    "ArnField",
    "Catalogue",
    "ConditionKey",
    "FieldRule",
    "Meta",
    "Operation",
    "OperationCheck",
    "Partition",
    "ResourceType",
    "RiskFlag",
    "Source",
    "TaskGroup",
    "catalogue",
]
