"""What may be wrong with a draft, for the field it is about."""

from collections.abc import Mapping

from policybuilder.authoring import DraftCode

DRAFT_SENTENCES: Mapping[DraftCode, str] = {
    DraftCode.NOT_JSON: "This is not JSON: line {line}, column {column}.",
    DraftCode.NOT_A_NUMBER: "{value} is not a number that JSON can hold.",
    DraftCode.DOUBLED_MEMBER: "{value} stands twice in the same object. Keep one of them.",
    DraftCode.DRAFT_TOO_LONG: "This is longer than {longest} characters.",
    DraftCode.DRAFT_TOO_DEEP: "This is nested deeper than {deepest} levels, or holds a number that is too long.",
    DraftCode.HALF_CHARACTER: "A text holds half of a character (a lone surrogate). Type it again.",
    DraftCode.SCHEMA_VERSION: "Drafts of version {value} are not known here. This program reads version 1.",
    DraftCode.UNKNOWN_MEMBER: "A draft has no such member here. Check the spelling, or take it out.",
    DraftCode.MISSING_MEMBER: "This member is missing.",
    DraftCode.UNKNOWN_TYPE: "There is no type {tag}. Known are {expected_tags}.",
    DraftCode.MISSING_TYPE: "The member type is missing.",
    DraftCode.UNKNOWN_TARGET: "There is no resource type {value}. The reference pages list those that are known.",
    DraftCode.UNKNOWN_CHOICE: "This must be one of {expected}.",
    DraftCode.NOT_TEXT: "This must be a text.",
    DraftCode.NOT_A_LIST: "This must be a list.",
    DraftCode.NOT_AN_OBJECT: "This must be an object.",
    DraftCode.NOT_TRUE_OR_FALSE: "This must be true or false.",
    DraftCode.NOT_WHOLE_NUMBER: "This must be a whole number.",
    DraftCode.EMPTY_TEXT: "This must not be empty.",
    DraftCode.EMPTY_LIST: "Give at least one value.",
    DraftCode.TEXT_TOO_LONG: "This is too long: at most {max_length} characters.",
    DraftCode.DOES_NOT_FIT: "This does not fit here.",
    DraftCode.NAME_CHARACTERS: (
        "A name has {shortest} to {longest} of these characters: {allowed}. * and ? stand for any characters and one character."
    ),
    DraftCode.OBJECT_KEY: "An object key has 1 to {longest} characters and no control characters.",
    DraftCode.DATASET_TYPE: "A dataset is train or test, in small letters; * means both.",
    DraftCode.TIMESTAMP_FORMAT: "The creation time is the number at the end of the ARN: digits only.",
    DraftCode.REGION_FORMAT: "{value} is not a Region. A Region looks like us-east-1.",
    DraftCode.ACCOUNT_FORMAT: "An account number has 12 digits. Leave it empty for any account.",
    DraftCode.PARTITION_FORMAT: "A partition is aws, aws-cn, aws-us-gov or the like.",
    DraftCode.ARN_FORMAT: "An ARN pattern begins with arn: and has at most 2048 characters; * alone means everything.",
    DraftCode.TITLE_TEXT: "A title is one line of at most {longest} characters.",
    DraftCode.RULE_ID_FORMAT: "The id of a rule has 1 to 64 letters, digits, - or _.",
    DraftCode.DOUBLED_RULE_ID: "Two rules have the id {value}.",
    DraftCode.OPERATION_FORMAT: "An operation is written like rekognition:DetectCustomLabels, without wildcards.",
    DraftCode.DOCUMENT_HAS_STATEMENT: "The rules make the statements. Here only null may stand, to mark their place.",
    DraftCode.TEXT_DIFFERS: "The text and the statement of this rule do not say the same.",
    DraftCode.PRINCIPAL_TEXT: "A principal is one line without spaces around it, of at most {longest} characters.",
    DraftCode.PRINCIPAL_ACCOUNT: "{value} is not an account. Type its 12 digits.",
    DraftCode.PRINCIPAL_ROLE: "{value} is not the ARN of a role, such as arn:aws:iam::444455556666:role/Copier.",
    DraftCode.PRINCIPAL_USER: "{value} is not the ARN of a user, such as arn:aws:iam::444455556666:user/ana.",
    DraftCode.PRINCIPAL_SESSION: (
        "{value} is not the ARN of a session, such as arn:aws:sts::444455556666:assumed-role/Copier/session-1."
    ),
    DraftCode.PRINCIPAL_FEDERATED_USER: (
        "{value} is not the ARN of a federated user, such as arn:aws:sts::444455556666:federated-user/ana."
    ),
    DraftCode.PRINCIPAL_SERVICE: "{value} is not the name of a service, such as sagemaker.amazonaws.com.",
    DraftCode.PRINCIPAL_PROVIDER: (
        "{value} is not an identity provider: the ARN of a SAML or OpenID Connect provider, or its domain."
    ),
    DraftCode.UNKNOWN_OPERATOR: "There is no condition operator {value}.",
    DraftCode.CONDITION_KEY_FORMAT: "A condition key is written like aws:RequestedRegion.",
    DraftCode.NULL_STANDS_ALONE: "Null goes with neither IfExists nor a set operator.",
    DraftCode.UNKNOWN_GLOBAL_KEY: (
        "By the AWS data there is no condition key {value}. If AWS has added it since, paste the statement as JSON."
    ),
    DraftCode.TAG_KEY_MISSING: "Type the tag's key behind the slash, as in aws:ResourceTag/team.",
    DraftCode.OPERATOR_OF_OTHER_TYPE: (
        "{operator} never matches {value}, which is of another type. Take {instead}, or one of its kind."
    ),
    DraftCode.SET_OPERATOR_MISSING: "{value} has several values: choose {instead} or ForAnyValue beside it.",
    DraftCode.CONDITION_REGION: "{value} has not the form of a Region's name, such as us-east-1.",
    DraftCode.CONDITION_BOOL: "{operator} takes true or false.",
    DraftCode.CONDITION_NUMBER: "{operator} takes a number.",
    DraftCode.CONDITION_DATE: "{operator} takes a date such as 2026-12-31 or 2026-12-31T18:00:00Z.",
    DraftCode.CONDITION_NETWORK: "{operator} takes an address or a network such as 203.0.113.0/24.",
    DraftCode.CONDITION_ARN: "{operator} takes an ARN. * and ? may stand in it.",
    DraftCode.CONDITION_BINARY: "{operator} takes Base64 text.",
    DraftCode.POLICY_UNREADABLE: "This text is not a policy document.",
    DraftCode.STATEMENT_NOT_OBJECT: "A statement has to be an object in braces.",
}
