"""What the checks of `validator.conditions` say."""

from collections.abc import Mapping

from policybuilder.wording.findings import conditions_access, conditions_names, conditions_operators
from policybuilder.wording.findings.words import Words

WORDS: Mapping[str, Words] = {
    **conditions_operators.WORDS,
    **conditions_names.WORDS,
    **conditions_access.WORDS,
}
FIXES: Mapping[str, str] = {
    "partner_action_added": "Add {wanted} to the actions",
    "actions_denied_without_test": "Deny {actions} always, without {key}",
    "actions_no_longer_denied": "Take {actions} out of this statement: no longer denied",
    "actions_without_key_out": "Take {actions} out of this statement",
    "actions_without_test": "Allow {actions} without {key}: wider",
    "asked_of_all": "Ask it of every value: {operator}",
    "asked_of_any": "Ask for one matching value at least: {operator}",
    "key_kept": "Keep {key}, remove the other",
    "key_renamed": "Write {key}",
    "mfa_allow": 'Ask for Bool with "true"',
    "mfa_deny": 'Deny with BoolIfExists and "false"',
    "null_alone": "Ask with Null alone",
    "null_alone_wider": "Ask with Null alone: wider than now",
    "null_test_added": "Ask that the request has {key}",
    "boolean_denied": "Deny only with {value}",
    "boolean_kept": "Keep only {value}",
    "idle_test_dropped": "Leave {key} out for {actions}, which changes nothing",
    "operator_renamed": "Write {operator}",
    "request_tag_instead": "Test the tag in the request: {key}",
    "select_added": "Ask for dynamodb:Select SPECIFIC_ATTRIBUTES",
    "never_true_removed": "Remove the statement, which never applies",
    "test_moved": "Use {operator}",
    "test_moved_with_presence": "Use {operator} and ask that the request has {key}",
}
