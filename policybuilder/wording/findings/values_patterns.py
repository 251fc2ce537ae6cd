"""What the checks of `validator.values` say about ids of a known form, wildcards and patterns that say nothing."""

from collections.abc import Mapping

from policybuilder.wording.findings.values_bearing import UNSEEN, with_bearings
from policybuilder.wording.findings.words import Words

NO_REQUEST = "No request carries this value."
REPAIRS = {
    "test_key": "Test {key} instead",
    "like_operator": "Use {operator}, so that * and ? stand for any characters",
    "like_operator_case": "Use {operator}, so that * and ? stand for any characters; capitals then count",
    "literal_characters": "Mean the characters themselves: write {new}",
    "any_session": "Write {new}, every session of this role or user",
    "null_test": 'Test with Null: "{wanted}" whether {key} is there',
    "remove_test": "Remove the test of {key}; access stays the same",
    "remove_never_true": "Remove the statement, which never applies",
}

_FORMS: Mapping[str, Words] = {
    "INVALID_REGION": Words(
        title="There is no such Region.",
        about="A condition on a Region has a value that is no Region's code, or a pattern that fits none.",
        what='{operator} compares {key} with "{value}", which is no Region that AWS has.',
        why=NO_REQUEST,
        do="Write the Region's code, such as us-east-1 or eu-west-1. A Region newer than this program's list may be missing in it.",
    ),
    "INVALID_REGION.pattern": Words(
        title="No Region fits this pattern.",
        about="",
        what='{operator} compares {key} with the pattern "{value}", which fits no Region that AWS has.',
        why=NO_REQUEST,
        do="Write a Region's code, such as us-east-1, or a pattern of some, such as eu-*.",
    ),
    "INVALID_VPC_FORMAT": Words(
        title="This is no VPC id.",
        about="A value of aws:SourceVpc has not the form of a VPC's id.",
        what='{key} is compared with "{value}", which has not the form of a VPC id.',
        why=NO_REQUEST,
        do="Write the id as the VPC console shows it: vpc- and 8 or 17 letters and digits.",
    ),
    "INVALID_VPC_FORMAT.other": Words(
        title="This is the id of a VPC endpoint, not of a VPC.",
        about="",
        what="{key} is compared with {value}, the id of a VPC endpoint.",
        why=NO_REQUEST,
        do="Test aws:SourceVpce with this id, or write the id of the VPC.",
    ),
    "INVALID_VPCE_FORMAT": Words(
        title="This is no VPC endpoint id.",
        about="A value of aws:SourceVpce has not the form of a VPC endpoint's id.",
        what='{key} is compared with "{value}", which has not the form of a VPC endpoint id.',
        why=NO_REQUEST,
        do="Write the id as the VPC console shows it: vpce- and 8 or 17 letters and digits.",
    ),
    "INVALID_VPCE_FORMAT.other": Words(
        title="This is the id of a VPC, not of a VPC endpoint.",
        about="",
        what="{key} is compared with {value}, the id of a VPC.",
        why=NO_REQUEST,
        do="Test aws:SourceVpc with this id, or write the id of the endpoint.",
    ),
    "INVALID_SERVICE_PRINCIPAL_FORMAT": Words(
        title="This is no service principal.",
        about="A service is not named as service principals are, `name.amazonaws.com` in small letters.",
        what='{key} is compared with "{value}", which has not the form of a service principal.',
        why=NO_REQUEST,
        do="Write the service's full name in small letters, such as rekognition.amazonaws.com.",
    ),
    "INVALID_SERVICE_PRINCIPAL_FORMAT.via": Words(
        title="The service is named without its Region.",
        about="",
        what='{key} is compared with "{value}".',
        why=NO_REQUEST,
        do="This key holds the service with its Region, in small letters: s3.us-east-1.amazonaws.com.",
    ),
    "INVALID_KMS_KEY_VALUE": Words(
        title="This is not the ARN of a KMS key.",
        about="A condition key that holds a KMS key's ARN is compared with something else.",
        what='{key} is compared with "{value}"; requests carry the ARN of the KMS key there.',
        why=NO_REQUEST,
        do="Write the key's ARN: arn:aws:kms:us-east-1:111122223333:key/ and the key's id.",
    ),
    "INVALID_KMS_KEY_VALUE.alias": Words(
        title="This is an alias, not the ARN of a KMS key.",
        about="",
        what='{key} is compared with the alias "{value}"; requests carry the ARN of the KMS key itself there.',
        why=NO_REQUEST,
        do="Look up which key the alias stands for and write its ARN: arn:aws:kms:us-east-1:111122223333:key/ and the key's id.",
    ),
    "WILDCARD_WITHOUT_LIKE_OPERATOR.sensitive": Words(
        title="This operator knows no wildcards.",
        about="",
        what='{operator} compares {key} with "{value}" letter by letter, and the * or ? stands for itself.',
        why=NO_REQUEST,
        do="Write every id in full. AWS wants no wildcards for this key under any operator.",
    ),
}
_OTHERS: Mapping[str, Words] = {
    "INVALID_SERVICE_PRINCIPAL_FORMAT.principal": Words(
        title="This is no service principal.",
        about="",
        what='The principal "{value}" has not the form of a service principal.',
        why="AWS knows no service of this name, so nobody is allowed by it. IAM does not store a policy with a principal that it does not know.",
        why_deny="AWS knows no service of this name, so nobody is denied by it. IAM does not store a policy with a principal that it does not know.",
        do="Write the service's full name in small letters, such as rekognition.amazonaws.com.",
    ),
    "WILDCARD_WITHOUT_LIKE_OPERATOR": Words(
        title="This operator knows no wildcards.",
        about="A value holds * or ? under an operator that compares letter by letter.",
        what='{operator} compares {key} with "{value}" letter by letter.',
        why="The * or ? stands for itself here. Values that it was meant to cover do not match, so this Allow gives less than it seems to.",
        why_deny="The * or ? stands for itself here. Values that it was meant to cover do not match, so this Deny stops less than it seems to.",
        do="Use {like} if a wildcard is meant. If the character itself is meant, write ${{*}} or ${{?}} for it.",
    ),
    "WILDCARD_WITHOUT_LIKE_OPERATOR.negated": Words(
        title="This operator knows no wildcards.",
        about="",
        what='{operator} compares {key} with "{value}" letter by letter.',
        why="The * or ? stands for itself here. Values that it was meant to leave out are not left out, so this Allow gives more than it seems to.",
        why_deny="The * or ? stands for itself here. Values that it was meant to spare are not spared, so this Deny stops more than it seems to.",
        do="Use {like} if a wildcard is meant. If the character itself is meant, write ${{*}} or ${{?}} for it.",
    ),
    "WILDCARD_USAGE_TOO_PERMISSIVE": Words(
        title="The pattern is too open.",
        about="A wildcard opens a condition that tells who calls or whose resource it is.",
        what='The pattern "{value}" for {key} has fewer than six fixed characters before its wildcard.',
        why="A pattern this short may match callers or resources that nobody thought of, now or later, and gives them this access.",
        why_deny="A pattern this short may spare callers or resources that nobody thought of, now or later, from this Deny.",
        do="Write more of the value before the wildcard, or the whole of it.",
    ),
    "WILDCARD_USAGE_TOO_PERMISSIVE.sensitive": Words(
        title="This key takes no wildcard.",
        about="",
        what='{key} is compared with the pattern "{value}".',
        why="The key holds an id that belongs to one account, organization or network. A part of an id means nothing, so the pattern may match those of strangers.",
        do="Write every id in full.",
    ),
    "WILDCARD_USAGE_TOO_PERMISSIVE.userid": Words(
        title="The pattern for aws:userid is too open.",
        about="",
        what='The pattern "{value}" for {key} has a wildcard in the id before the colon.',
        why="aws:userid is an id and, after a colon, the session's name, which a caller may choose. A wildcard that reaches over both parts may match callers that nobody thought of.",
        do="Write the whole id, then a colon, then the wildcard: AROAEXAMPLEID:*. To leave the id open, write * alone before the colon.",
    ),
    "VARIABLE_USAGE_TOO_PERMISSIVE": Words(
        title="A variable alone decides who is meant.",
        about="A policy variable stands where a fixed value should say who calls or whose resource it is.",
        what="{key} is compared with {value}, with fewer than six fixed characters before the variable.",
        why="Whoever controls what {variable} holds chooses whom this access goes to.",
        why_deny="Whoever controls what {variable} holds chooses whom this Deny spares.",
        do="Write fixed characters before the variable, or a fixed value.",
    ),
    "VARIABLE_USAGE_TOO_PERMISSIVE.userid": Words(
        title="A variable stands for the id of the caller.",
        about="",
        what="{key} is compared with {value}, with the variable in the id before the colon.",
        why="aws:userid is an id and, after a colon, the session's name. Whoever controls what {variable} holds chooses whom this access goes to.",
        why_deny="aws:userid is an id and, after a colon, the session's name. Whoever controls what {variable} holds chooses whom this Deny spares.",
        do="Write the id itself before the colon: AROAEXAMPLEID:{variable}.",
    ),
    "VARIABLE_USAGE_TOO_PERMISSIVE.sensitive": Words(
        title="This key takes no variable.",
        about="",
        what="{key} is compared with the variable {variable}.",
        why="The key says to which account, organization or network something belongs. Whoever controls what {variable} holds, a tag for example, chooses it.",
        do="Write the ids in full.",
    ),
    "EQUIVALENT_TO_NULL_FALSE": Words(
        title="This only tests that the key is there.",
        about="A pattern fits every value, so the test only says that the key is in the request.",
        what='{operator} compares {key} with "{value}", which fits every value.',
        why="The test holds for each request that carries the key, whatever its value. If a value was meant to matter, this Allow is wider than it looks.",
        why_deny="The test holds for each request that carries the key, whatever its value. If a value was meant to matter, this Deny reaches further than it looks.",
        do='Say it with Null and "false", or write the values that are meant.',
    ),
    "EQUIVALENT_TO_NULL_TRUE": Words(
        title="This only tests that the key is missing.",
        about="A pattern leaves no value out, so the test only says that the key is not in the request.",
        what='{operator} compares {key} with "{value}", which fits every value.',
        why="The test holds only for requests without the key. If a value was meant to matter, this Allow is narrower than it looks.",
        why_deny="The test holds only for requests without the key. If a value was meant to matter, this Deny stops less than it looks.",
        do='Say it with Null and "true", or write the values that are meant.',
    ),
    "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION": Words(
        title="This test always holds.",
        about="A pattern fits every value, and the test also holds without the key: it limits nothing.",
        what='{operator} compares {key} with "{value}", which fits every value.',
        why="The test holds for every request, so it does not limit this Allow.",
        why_deny="The test holds for every request, so it does not limit this Deny.",
        do="Remove the test, or write the values that are meant.",
    ),
    "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION": Words(
        title="This test never holds.",
        about="A pattern leaves no value over, so the test never holds and the statement never applies.",
        what='{operator} compares {key} with "{value}", which leaves no value over.',
        why="The test holds for no request, so this statement allows nothing.",
        why_deny="The test holds for no request, so this statement denies nothing.",
        do="Write the values that are meant, or remove the statement. Removing only the test would make the statement apply to every request.",
    ),
}
WORDS: Mapping[str, Words] = {**with_bearings(_FORMS, UNSEEN), **_OTHERS}
