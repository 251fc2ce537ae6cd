"""Values of conditions and policy variables: what their operator cannot read, what lets in too much, what says nothing."""

from policybuilder.validator.base import Absorbs, Check, Scope, absorbs
from policybuilder.validator.values.addresses import private, ranges
from policybuilder.validator.values.bounds import bounds
from policybuilder.validator.values.dates import dates
from policybuilder.validator.values.identifiers import kms_keys, named_services, regions, service_principals, vpcs
from policybuilder.validator.values.patterns import wide_patterns, wide_variables, wildcards_without_like
from policybuilder.validator.values.presence import stars
from policybuilder.validator.values.typed import binaries, booleans, numbers
from policybuilder.validator.values.variables import variables

CHECKS: tuple[Check, ...] = (
    variables,
    booleans,
    numbers,
    binaries,
    dates,
    ranges,
    private,
    regions,
    vpcs,
    service_principals,
    named_services,
    kms_keys,
    wildcards_without_like,
    wide_patterns,
    wide_variables,
    stars,
    bounds,
)
_UNREADABLE = (
    *("TYPE_MISMATCH_BOOLEAN", "TYPE_MISMATCH_DATE", "TYPE_MISMATCH_IP_RANGE", "TYPE_MISMATCH_NUMBER"),
    "INVALID_DATE_VALUE",
)
_FORMS = (
    *("INVALID_REGION", "INVALID_VPC_FORMAT", "INVALID_VPCE_FORMAT", "INVALID_KMS_KEY_VALUE"),
    "INVALID_SERVICE_PRINCIPAL_FORMAT",
)
_STARS = (
    *("EQUIVALENT_TO_NULL_FALSE", "EQUIVALENT_TO_NULL_TRUE", "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION"),
    "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION",
)
_ARNS = (
    *("INVALID_ARN_PREFIX", "INVALID_ARN_REGION", "INVALID_ARN_ACCOUNT", "INVALID_ARN_RESOURCE", "MISSING_ARN_FIELD"),
    *("MISSING_ARN_REGION", "MISSING_ARN_ACCOUNT", "INVALID_PARTITION", "INVALID_SERVICE", "INVALID_ARN_SERVICE_CASE"),
    *("PARTITION_REGION_MISMATCH", "ARN_ACCOUNT_NOT_ALLOWED", "ARN_REGION_NOT_ALLOWED", "RESOURCE_WITHOUT_ACTION"),
)
_SLIPS = (
    *("MISSING_BRACE_IN_VARIABLE", "MISSING_QUOTE_IN_VARIABLE", "UNSUPPORTED_SPACE_IN_VARIABLE", "EMPTY_VARIABLE"),
    *("UNKNOWN_POLICY_VARIABLE", "VARIABLE_IN_ARN_PREFIX"),
)
ABSORBS: tuple[Absorbs, ...] = (
    absorbs("TYPE_MISMATCH", Scope.PLACE, *_UNREADABLE, *_FORMS, "WILDCARD_WITHOUT_LIKE_OPERATOR", *_STARS),
    absorbs(
        "INVALID_CONDITION_DATA_TYPE",
        Scope.PLACE,
        *_UNREADABLE,
        "TYPE_MISMATCH_STRING",
        "REDUNDANT_CONDITION_VALUE_NUM",
    ),
    absorbs("MISSING_QUALIFIER", Scope.PLACE, *_STARS),
    absorbs("WILDCARD_USAGE_TOO_PERMISSIVE", Scope.PLACE, *_STARS),
    *(absorbs(f"PRIVATE_{kind}", Scope.PLACE, "IMPROVE_IP_RANGE") for kind in ("IP_ADDRESS", "NOT_IP_ADDRESS")),
    *(absorbs(f"PRIVATE_{kind}_SUBSET", Scope.PLACE, "IMPROVE_IP_RANGE") for kind in ("IP_ADDRESS", "NOT_IP_ADDRESS")),
    *(absorbs(code, Scope.PLACE, *_ARNS) for code in _SLIPS),
    absorbs(
        "VARIABLE_UNSUPPORTED_IN_ELEMENT",
        Scope.PLACE,
        *("INVALID_ACTION", "INVALID_SERVICE_IN_ACTION", "WILDCARD_IN_SERVICE_NAME", "UNSUPPORTED_SID"),
        *("INVALID_PRINCIPAL_FORMAT", "INVALID_SERVICE_PRINCIPAL_FORMAT", "INVALID_CONDITION_KEY_FORMAT"),
        *("INVALID_GLOBAL_CONDITION_KEY", "INVALID_SERVICE_CONDITION_KEY", "INVALID_SERVICE"),
    ),
    absorbs(
        "UNSUPPORTED_PRINCIPAL", Scope.PLACE, "INVALID_SERVICE_PRINCIPAL_FORMAT", "VARIABLE_UNSUPPORTED_IN_ELEMENT"
    ),
)
