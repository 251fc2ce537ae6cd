"""Checks of operators and keys of conditions, and of what a condition lets through."""

from policybuilder.validator.base import Absorbs, Check, Scope, absorbs
from policybuilder.validator.conditions.absence import check_if_exists, check_mfa, check_sets_that_may_be_empty
from policybuilder.validator.conditions.fitting import check_booleans, check_fit
from policybuilder.validator.conditions.names import check_doubled_keys, check_key_names
from policybuilder.validator.conditions.never import check_contradictions
from policybuilder.validator.conditions.operators import check_operators
from policybuilder.validator.conditions.reach import check_partners, check_reach
from policybuilder.validator.conditions.reliance import (
    check_attributes,
    check_forgeable_keys,
    check_pairs,
    check_s3_prefix,
    check_senders,
)

CHECKS: tuple[Check, ...] = (
    check_operators,
    check_key_names,
    check_doubled_keys,
    check_fit,
    check_booleans,
    check_sets_that_may_be_empty,
    check_if_exists,
    check_mfa,
    check_reach,
    check_partners,
    check_forgeable_keys,
    check_pairs,
    check_s3_prefix,
    check_attributes,
    check_senders,
    check_contradictions,
)
ABSORBS: tuple[Absorbs, ...] = (
    absorbs(
        "TYPE_MISMATCH",
        Scope.PLACE,
        "TYPE_MISMATCH_BOOLEAN",
        "TYPE_MISMATCH_DATE",
        "TYPE_MISMATCH_NUMBER",
        "TYPE_MISMATCH_IP_RANGE",
        "INVALID_DATE_VALUE",
        "WILDCARD_WITHOUT_LIKE_OPERATOR",
    ),
    absorbs("MISSING_QUALIFIER", Scope.PLACE, "EQUIVALENT_TO_NULL_FALSE", "EQUIVALENT_TO_NULL_TRUE"),
    absorbs("UNSUPPORTED_ACTION_FOR_CONDITION_KEY", Scope.PLACE, "FORALLVALUES_WITHOUT_NULL_CHECK"),
    absorbs("INVALID_CONDITION_MULTIPLE_BOOLEAN", Scope.PLACE, "MFA_CONDITION_ANTIPATTERN"),
    absorbs("MFA_CONDITION_ANTIPATTERN", Scope.PLACE, "IFEXISTS_WEAKENS_CONDITION"),
)
