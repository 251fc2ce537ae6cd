"""Why an element matched or did not: closed lists. The sentences for these ids are in the wording."""

from collections.abc import Sequence
from enum import Enum


class StatementReason(Enum):
    """About a statement as a whole."""

    UNREADABLE = "statement_unreadable"


class ActionReason(Enum):
    """About Action and NotAction."""

    LISTED = "action_listed"
    NOT_LISTED = "action_not_listed"
    OTHER_SERVICE = "action_other_service"  # no entry is about the service at all
    EXCLUDED = "action_excluded"  # named in NotAction
    NOT_EXCLUDED = "action_not_excluded"


class ResourceReason(Enum):
    """About Resource and NotResource; the first difference of the nearest entry."""

    LISTED = "resource_listed"
    EXCLUDED = "resource_excluded"
    NOT_EXCLUDED = "resource_not_excluded"
    NO_ELEMENT = "resource_no_element"
    NO_ENTRIES = "resource_no_entries"
    NEEDS_STAR = "resource_needs_star"  # the action takes no resource: only "*" covers it
    OTHER_PARTITION = "resource_other_partition"
    OTHER_SERVICE = "resource_other_service"
    OTHER_REGION = "resource_other_region"
    OTHER_ACCOUNT = "resource_other_account"
    OTHER_CASE = "resource_other_case"
    OTHER_RESOURCE = "resource_other_resource"
    NOT_AN_ARN = "resource_not_an_arn"
    INCOMPLETE_ARN = "resource_incomplete_arn"
    VARIABLE_NOT_KNOWN = "resource_variable_not_known"
    VARIABLE_WITHOUT_VALUE = "resource_variable_without_value"
    VARIABLE_MISPLACED = "resource_variable_misplaced"

    __hash__ = object.__hash__  # as for `Truth`


class ConditionReason(Enum):
    """About one key under one operator."""

    MATCHED = "condition_matched"
    NOT_MATCHED = "condition_not_matched"
    KEY_ABSENT = "condition_key_absent"  # fails because the key is absent
    KEY_ABSENT_HOLDS = "condition_key_absent_holds"  # holds because the key is absent
    KEY_NOT_KNOWN = "condition_key_not_known"
    VALUE_MALFORMED = "condition_value_malformed"  # the request's value is not of the operator's form
    POLICY_VALUE_MALFORMED = "condition_policy_value_malformed"
    VARIABLE_NOT_KNOWN = "condition_variable_not_known"
    VARIABLE_WITHOUT_VALUE = "condition_variable_without_value"
    NEEDS_SET_OPERATOR = "condition_needs_set_operator"
    NO_VALUES = "condition_no_values"  # the policy lists none
    OPERATOR_NOT_KNOWN = "condition_operator_not_known"


class PrincipalReason(Enum):
    """About Principal and NotPrincipal of a resource-based policy."""

    NAMED = "principal_named"
    SESSION = "principal_session"  # exactly this session
    EVERYONE = "principal_everyone"
    ENTITY = "principal_entity"  # the role or user behind the session
    ACCOUNT = "principal_account"
    NOT_NAMED = "principal_not_named"
    NO_ELEMENT = "principal_no_element"
    NOT_KNOWN = "principal_not_known"
    EXEMPT = "principal_exempt"  # listed in NotPrincipal with all names
    NOT_EXEMPT = "principal_not_exempt"
    NOT_EXEMPT_BOUNDED = "principal_not_exempt_bounded"  # NotPrincipal and a permissions boundary
    NOT_SUPPORTED = "principal_not_supported"  # NotPrincipal with Allow


Reason = PrincipalReason | StatementReason | ActionReason | ResourceReason | ConditionReason


def resting_on(assumptions: Sequence[tuple[str, ...]], *, one_suffices: bool) -> tuple[str, ...]:
    """What a conclusion rests on: on its least doubtful ground if one suffices, else on all of them."""
    if one_suffices:
        return min(assumptions, key=len, default=())
    return tuple(dict.fromkeys(found for several in assumptions for found in several))
