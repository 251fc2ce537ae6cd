"""Checks of the language itself: JSON, the elements a policy has, their types, what holds nothing, names, sizes."""

from policybuilder.validator.base import Absorbs, Check, Scope, absorbs
from policybuilder.validator.grammar.characters import odd_characters
from policybuilder.validator.grammar.doubles import doubled_members
from policybuilder.validator.grammar.elements import (
    element_pairs,
    missing_elements,
    missing_statement,
    unknown_elements,
)
from policybuilder.validator.grammar.empties import empty_conditions, empty_lists, empty_principals
from policybuilder.validator.grammar.sids import sids
from policybuilder.validator.grammar.sizes import size
from policybuilder.validator.grammar.syntax import syntax_errors
from policybuilder.validator.grammar.types import effects, mixed_types, wrong_types
from policybuilder.validator.grammar.versions import version

CHECKS: tuple[Check, ...] = (
    syntax_errors,
    odd_characters,
    doubled_members,
    unknown_elements,
    missing_statement,
    missing_elements,
    element_pairs,
    wrong_types,
    mixed_types,
    effects,
    version,
    empty_lists,
    empty_conditions,
    empty_principals,
    sids,
    size,
)
_READ_WITH_THE_CHARACTER = (
    *("INVALID_ACTION", "INVALID_SERVICE_IN_ACTION", "INVALID_PARTITION", "INVALID_SERVICE"),
    *("INVALID_ARN_PREFIX", "INVALID_ARN_REGION", "INVALID_ARN_ACCOUNT", "INVALID_ARN_RESOURCE", "MISSING_ARN_FIELD"),
)
_WITHOUT_RESOURCE = (
    "ACTION_REQUIRES_WILDCARD_RESOURCE",
    "ACTION_RESOURCE_MISMATCH",
    "DENY_NEVER_APPLIES",
)
ABSORBS: tuple[Absorbs, ...] = (
    absorbs("INVALID_CHARACTER", Scope.PLACE, *_READ_WITH_THE_CHARACTER),
    absorbs("MISSING_RESOURCE", Scope.STATEMENT, *_WITHOUT_RESOURCE),
    absorbs("EMPTY_ARRAY_RESOURCE", Scope.STATEMENT, *_WITHOUT_RESOURCE, "ALLOW_WITH_NOTRESOURCE"),
    absorbs("MISSING_ACTION", Scope.STATEMENT, "RESOURCE_WITHOUT_ACTION", "DENY_NEVER_APPLIES"),
    absorbs(
        "EMPTY_ARRAY_ACTION",
        Scope.STATEMENT,
        "RESOURCE_WITHOUT_ACTION",
        "DENY_NEVER_APPLIES",
        "ALLOW_WITH_NOTACTION",
    ),
    absorbs("DUPLICATE_KEY", Scope.STATEMENT, "CONDITION_NEVER_TRUE", "DENY_NEVER_APPLIES"),
    absorbs("EMPTY_ARRAY_CONDITION", Scope.STATEMENT, "CONDITION_NEVER_TRUE", "DENY_NEVER_APPLIES"),
    absorbs("EMPTY_ARRAY_CONDITION_FORANYVALUE", Scope.STATEMENT, "CONDITION_NEVER_TRUE", "DENY_NEVER_APPLIES"),
    absorbs("UNSUPPORTED_ELEMENT_COMBINATION", Scope.STATEMENT, "ALLOW_WITH_NOTACTION", "ALLOW_WITH_NOTRESOURCE"),
    absorbs("INVALID_VERSION", Scope.DOCUMENT, "VARIABLE_UNSUPPORTED_IN_VERSION"),
    absorbs("UNSUPPORTED_PRINCIPAL", Scope.PLACE, "DATA_TYPE_MISMATCH"),
    absorbs("SCP_SYNTAX_ERROR_PRINCIPAL", Scope.PLACE, "DATA_TYPE_MISMATCH"),
)
"""What cannot be read or never applies needs no second finding about what it would do."""
