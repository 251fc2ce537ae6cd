"""The engine's ids: decisions, layers, reasons, what is wrong with a document, assumptions."""

from collections.abc import Mapping

from policybuilder.iam import (
    ActionReason,
    ConditionReason,
    Decision,
    ExemptReason,
    PrincipalReason,
    Reason,
    ResourceReason,
    Severity,
    StatementReason,
)

DECISION_NAMES: Mapping[Decision, str] = {
    Decision.ALLOWED: "Allowed",
    Decision.EXPLICIT_DENY: "Explicitly denied",
    Decision.IMPLICIT_DENY: "Not allowed",
    Decision.UNKNOWN: "Depends",
}
DECISION_SENTENCES: Mapping[Decision, str] = {
    Decision.ALLOWED: "A statement allows it and nothing denies it.",
    Decision.EXPLICIT_DENY: "A Deny statement matches. It wins over every Allow.",
    Decision.IMPLICIT_DENY: "No statement allows it. What is not allowed is denied.",
    Decision.UNKNOWN: "It depends on something that is not known here.",
}
LAYER_NAMES: Mapping[str, str] = {
    "identity": "identity-based policy",
    "boundary": "permissions boundary",
    "session": "session policy",
    "scp": "service control policy",
    "rcp": "resource control policy",
    "resource": "policy on the resource",
}
SEVERITY_NAMES: Mapping[Severity, str] = {
    Severity.ERROR: "Error",
    Severity.SECURITY_WARNING: "Security warning",
    Severity.WARNING: "Warning",
    Severity.SUGGESTION: "Suggestion",
}
REASON_SENTENCES: Mapping[Reason, str] = {
    StatementReason.UNREADABLE: "The statement cannot be read, so it never applies.",
    PrincipalReason.NAMED: "The caller is named, by {entry}.",
    PrincipalReason.SESSION: "Exactly this session is named, by {entry}.",
    PrincipalReason.EVERYONE: "Everyone is named, by *.",
    PrincipalReason.ENTITY: "The role or user behind the session is named, by {entry}.",
    PrincipalReason.ACCOUNT: "The caller's account is named, by {entry}; what it may do then is for that account to say.",
    PrincipalReason.NOT_NAMED: "The caller is not named.",
    PrincipalReason.NO_ELEMENT: "The statement names no principal, so it is about nobody.",
    PrincipalReason.NOT_KNOWN: "Whether {entry} names the caller is not known here.",
    PrincipalReason.EXEMPT: "NotPrincipal lists the caller with all of his names, so the statement is not about him.",
    PrincipalReason.NOT_EXEMPT: (
        "NotPrincipal does not list every name of the caller (its own, its role's, its account's), so the statement is "
        "about him."
    ),
    PrincipalReason.NOT_EXEMPT_BOUNDED: (
        "Under a permissions boundary a Deny with NotPrincipal is about the caller, whoever is listed."
    ),
    PrincipalReason.NOT_SUPPORTED: "IAM takes NotPrincipal with Deny only, so the statement never applies.",
    ActionReason.LISTED: "The action is listed, by {entry}.",
    ActionReason.NOT_LISTED: "The action is not listed.",
    ActionReason.OTHER_SERVICE: "The statement lists actions of other services only.",
    ActionReason.EXCLUDED: "NotAction names the action, by {entry}, so the statement is not about it.",
    ActionReason.NOT_EXCLUDED: "NotAction does not name the action, so the statement is about it.",
    ResourceReason.LISTED: "The resource is matched, by {entry}.",
    ResourceReason.EXCLUDED: "NotResource names the resource, by {entry}, so the statement is not about it.",
    ResourceReason.NOT_EXCLUDED: "NotResource does not name the resource, so the statement is about it.",
    ResourceReason.NO_ELEMENT: "The statement has neither Resource nor NotResource.",
    ResourceReason.NO_ENTRIES: "The list of resources is empty.",
    ResourceReason.NEEDS_STAR: 'AWS checks this action on "*" only, and {entry} is an ARN.',
    ResourceReason.OTHER_PARTITION: "{entry} is in another partition of AWS.",
    ResourceReason.OTHER_SERVICE: "{entry} belongs to another service.",
    ResourceReason.OTHER_REGION: "{entry} is in another Region.",
    ResourceReason.OTHER_ACCOUNT: "{entry} is in another account.",
    ResourceReason.OTHER_CASE: "{entry} differs from the resource in capital letters only, and those count.",
    ResourceReason.OTHER_RESOURCE: "{entry} is another resource.",
    ResourceReason.NOT_AN_ARN: "{entry} is not an ARN.",
    ResourceReason.INCOMPLETE_ARN: "{entry} is not a whole ARN, which this kind of policy needs.",
    ResourceReason.VARIABLE_NOT_KNOWN: "{entry} holds a policy variable whose value is not known here.",
    ResourceReason.VARIABLE_WITHOUT_VALUE: "The request has no value for {variable} in {entry}.",
    ResourceReason.VARIABLE_MISPLACED: "{entry} holds a policy variable where IAM allows none.",
    ConditionReason.MATCHED: "The condition holds.",
    ConditionReason.NOT_MATCHED: "The value of {key} does not fit the condition.",
    ConditionReason.KEY_ABSENT: "The request does not carry {key}, and the condition needs it.",
    ConditionReason.KEY_ABSENT_HOLDS: "The request does not carry {key}, and the condition holds without it.",
    ConditionReason.KEY_NOT_KNOWN: "The value of {key} is not known here.",
    ConditionReason.VALUE_MALFORMED: "The value of {key} in the request, {value}, is not of the form the operator reads.",
    ConditionReason.POLICY_VALUE_MALFORMED: "The policy's value for {key} is not of the form the operator reads.",
    ConditionReason.VARIABLE_NOT_KNOWN: "The condition holds a policy variable whose value is not known here.",
    ConditionReason.VARIABLE_WITHOUT_VALUE: "The request has no value for the policy variable {variable}.",
    ConditionReason.NEEDS_SET_OPERATOR: "{key} has several values, and the operator lacks ForAnyValue or ForAllValues.",
    ConditionReason.NO_VALUES: "The condition lists no value for {key}.",
    ConditionReason.OPERATOR_NOT_KNOWN: "There is no such condition operator, so the condition never holds.",
}
EXEMPT_SENTENCES: Mapping[ExemptReason, str] = {
    ExemptReason.ROOT: "The root user of an account has neither identity-based policies nor a permissions boundary.",
    ExemptReason.ANONYMOUS: (
        "Who does not sign a request belongs to no account, so neither policies of his nor of an organization count; only "
        "a policy on the resource can let him in."
    ),
    ExemptReason.SIGNED_ONLY: "This service takes signed requests only: no policy lets an anonymous caller in.",
    ExemptReason.SERVICE: "A service has no policies of its own; only policies on the resource can let it in.",
    ExemptReason.MANAGEMENT_ACCOUNT: "The organization's control policies do not reach its management account.",
    ExemptReason.SERVICE_LINKED: "The organization's control policies do not reach service-linked roles.",
    ExemptReason.NOT_COVERED: "Resource control policies do not reach this service.",
}
FINDING_SENTENCES: Mapping[str, str] = {
    "JSON_SYNTAX_ERROR": "This is not JSON. {fault}",
    "DATA_TYPE_MISMATCH": "Here stands a value of type {found}. Expected: {expected}.",
    "DUPLICATE_KEY": "The member {key} stands twice in the same object. AWS refuses such a document.",
    "INVALID_POLICY_ELEMENT": "A policy has no element {element} here. Names are read with their capital letters.",
    "MISSING_STATEMENT": "The document has no Statement, so it says nothing.",
    "MISSING_ACTION": "The statement has neither Action nor NotAction, so it never applies.",
    "MISSING_EFFECT": "The statement has no Effect, so it never applies. Write Allow or Deny.",
    "INVALID_EFFECT": "The Effect {value} is not known. Write Allow or Deny, with the capital letter.",
    "INVALID_PRINCIPAL_FORMAT": 'The principal {value} is not in a form that IAM reads. Write "*" or an object.',
    "UNSUPPORTED_ELEMENT_COMBINATION": "{first} and {second} cannot stand in the same statement.",
}
FAULT_SENTENCES: Mapping[str, str] = {
    "empty": "The text is empty.",
    "too_long": "The text is longer than {found} characters.",
    "too_deep": "Objects and lists are nested too deep.",
    "unexpected_end": "The text ends too early: a bracket or a quote is not closed.",
    "text_after_end": "Something follows after the end of the document: {found}",
    "expected_value": "A value is missing before {found}",
    "expected_key": "A member's name in quotes is missing before {found}",
    "expected_colon": "A colon is missing before {found}",
    "expected_comma": "A comma is missing before {found}",
    "trailing_comma": "There is a comma too many before {found}",
    "wrong_bracket": "The bracket {found} closes what another one opened.",
    "unterminated_string": "A text in quotes has no end.",
    "line_break_in_string": "A text in quotes runs over the end of the line.",
    "control_character": "A text in quotes holds a control character. Write it as an escape.",
    "bad_escape": "The escape {found} is not known.",
    "bad_number": "{found} is not a number that JSON can hold.",
    "unknown_word": "{found} stands without quotes.",
    "single_quote": "JSON takes double quotes, not single ones.",
    "curly_quote": "JSON takes straight double quotes, not curly ones. Word processors put in the curly ones.",
    "comment": "JSON has no comments.",
    "unexpected_character": "The character {found} cannot stand here.",
}
