"""What the checks on values offer: the text after each fix, and the offers that are not made."""

import json
from typing import Any

import pytest

from policybuilder.validator import Finding, fixed_text, validate, validate_plain
from policybuilder.wording.findings import fix_title

MODEL = "arn:aws:rekognition:us-east-1:111122223333:project/cats/version/v1/1700000000000"
OTHER = {"Effect": "Allow", "Action": "rekognition:DescribeProjects", "Resource": "*"}
IP, NOW, TEAM = "aws:SourceIp", "aws:CurrentTime", "aws:PrincipalTag/team"


def policy(
    condition: object = None, *, effect: str = "Allow", version: str = "2012-10-17", **more: Any
) -> dict[str, Any]:
    statement = {"Effect": effect, "Action": "rekognition:DetectCustomLabels", "Resource": MODEL} | more
    if condition is not None:
        statement["Condition"] = condition
    return {"Version": version, "Statement": [statement]}


def found(document: object, code: str) -> tuple[str, Finding]:
    validation = validate_plain(document)
    return validation.subject.text, next(each for each in validation.findings if each.code == code)


def after(document: object, code: str) -> list[Any]:
    """The documents after each fix of the first finding of a code."""
    text, finding = found(document, code)
    return [json.loads(fixed_text(text, fix)) for fix in finding.fixes]


def conditions(document: object, code: str) -> list[Any]:
    return [each["Statement"][0].get("Condition") for each in after(document, code)]


@pytest.mark.parametrize(
    ("operator", "key", "value", "code", "wanted"),
    [
        ("Bool", "aws:SecureTransport", "Yes", "TYPE_MISMATCH_BOOLEAN", ["true"]),
        ("Bool", "aws:SecureTransport", "off", "TYPE_MISMATCH_BOOLEAN", ["false"]),
        ("Bool", "aws:SecureTransport", "perhaps", "TYPE_MISMATCH_BOOLEAN", ["true", "false"]),
        ("Null", "aws:TokenIssueTime", ["true", "no"], "TYPE_MISMATCH_BOOLEAN", [["true"]]),
        ("NumericLessThan", "aws:MultiFactorAuthAge", "3600 seconds", "TYPE_MISMATCH_NUMBER", ["3600"]),
        ("NumericLessThan", "aws:MultiFactorAuthAge", "2 hours", "TYPE_MISMATCH_NUMBER", ["7200"]),
        ("NumericLessThan", "s3:max-keys", "10 MB", "TYPE_MISMATCH_NUMBER", []),
        ("NumericLessThan", "s3:max-keys", "1,000", "TYPE_MISMATCH_NUMBER", ["1000"]),
        ("NumericLessThan", "s3:max-keys", " 10 ", "TYPE_MISMATCH_NUMBER", ["10"]),
        ("DateLessThan", NOW, "30.06.2027", "TYPE_MISMATCH_DATE", ["2027-06-30"]),
        ("DateLessThan", NOW, "2027/6/30", "TYPE_MISMATCH_DATE", ["2027-06-30"]),
        ("DateLessThan", NOW, "06/07/2027", "TYPE_MISMATCH_DATE", ["2027-07-06", "2027-06-07"]),
        ("DateLessThan", NOW, "7 Foo 2027", "TYPE_MISMATCH_DATE", []),
        ("DateLessThan", NOW, "2027-06-30 17:05", "TYPE_MISMATCH_DATE", ["2027-06-30T17:05:00Z"]),
        ("DateLessThan", NOW, "30/06/27", "TYPE_MISMATCH_DATE", []),
        ("DateLessThan", NOW, "30th June 2027", "TYPE_MISMATCH_DATE", ["2027-06-30"]),
        ("DateLessThan", NOW, "Jun 30, 2027", "TYPE_MISMATCH_DATE", ["2027-06-30"]),
        ("DateLessThan", NOW, "2027-06-30 7:05 UTC", "TYPE_MISMATCH_DATE", ["2027-06-30T07:05:00Z"]),
        ("DateLessThan", NOW, "2027-06-30T17:00:00+0200", "TYPE_MISMATCH_DATE", ["2027-06-30T17:00:00+02:00"]),
        ("DateLessThan", NOW, " 2027-06-30", "TYPE_MISMATCH_DATE", ["2027-06-30"]),
        ("DateLessThan", NOW, "2027-02-30", "TYPE_MISMATCH_DATE", []),
        ("DateLessThan", NOW, "1830297600", "INVALID_DATE_VALUE", ["2028-01-01T00:00:00Z"]),
        ("DateLessThan", NOW, "1830297600000", "INVALID_DATE_VALUE", ["2028-01-01T00:00:00Z"]),
        ("DateLessThan", NOW, "20270630", "INVALID_DATE_VALUE", ["2027-06-30", "1970-08-23T14:43:50Z"]),
        ("DateLessThan", NOW, "99991231", "INVALID_DATE_VALUE", ["1973-03-03T07:20:31Z"]),
        ("IpAddress", IP, "203.0.113.*", "TYPE_MISMATCH_IP_RANGE", ["203.0.113.0/24"]),
        ("IpAddress", IP, "203.0/16", "TYPE_MISMATCH_IP_RANGE", ["203.0.0.0/16"]),
        ("IpAddress", IP, "203.0.113.0/33", "TYPE_MISMATCH_IP_RANGE", ["203.0.113.0"]),
        ("IpAddress", IP, "203.0.113.0/255.255.255.0", "TYPE_MISMATCH_IP_RANGE", ["203.0.113.0/24"]),
        ("IpAddress", IP, "\t203.0.113.0/24", "TYPE_MISMATCH_IP_RANGE", ["203.0.113.0/24"]),
        ("IpAddress", IP, "203.0.113.4-203.0.113.7", "TYPE_MISMATCH_IP_RANGE", ["203.0.113.4/30"]),
        ("IpAddress", IP, "203.0.113.4 - 203.0.113.8", "TYPE_MISMATCH_IP_RANGE", [["203.0.113.4/30", "203.0.113.8/32"]]),
        ("IpAddress", IP, ["198.51.100.0/24", "203.0.113.4-203.0.113.8", "192.0.2.0/24"], "TYPE_MISMATCH_IP_RANGE",
         [["198.51.100.0/24", "203.0.113.4/30", "203.0.113.8/32", "192.0.2.0/24"], ["198.51.100.0/24", "192.0.2.0/24"]]),
        ("IpAddress", IP, "203.0.113.9-203.0.113.8", "TYPE_MISMATCH_IP_RANGE", []),
        ("IpAddress", IP, "2001:db8::1-2001:db8::2", "TYPE_MISMATCH_IP_RANGE", [["2001:db8::1/128", "2001:db8::2/128"]]),
        ("IpAddress", IP, "0.0.0.1-255.255.255.254", "TYPE_MISMATCH_IP_RANGE", []),
        ("IpAddress", IP, "2001:db8::1/64", "IMPROVE_IP_RANGE", ["2001:db8::/64"]),
        ("NotIpAddress", IP, ["203.0.113.0/24", "10.0.0.0/8", "fd00::/8"], "PRIVATE_NOT_IP_ADDRESS_SUBSET", [["203.0.113.0/24"]]),
        ("NumericLessThan", "aws:MultiFactorAuthAge", [2700, 3600], "REDUNDANT_CONDITION_VALUE_NUM", [3600]),
        ("NumericGreaterThan", "aws:MultiFactorAuthAge", ["60.0", "+9"], "REDUNDANT_CONDITION_VALUE_NUM", ["+9"]),
        ("BinaryEquals", "aws:PrincipalTag/seal", "_-8", "TYPE_MISMATCH_STRING", ["/+8=", "Xy04"]),
        ("StringEquals", "aws:RequestedRegion", "us_east_1", "INVALID_REGION", ["us-east-1"]),
        ("StringEquals", "aws:RequestedRegion", "South America (São Paulo)", "INVALID_REGION", ["sa-east-1"]),
        ("StringEquals", "aws:RequestedRegion", "us-esat-1", "INVALID_REGION", ["us-east-1"]),
        ("StringEquals", "aws:RequestedRegion", "Atlantis", "INVALID_REGION", []),
        ("StringEquals", "aws:SourceVpc", "VPC-0A1B2C3D", "INVALID_VPC_FORMAT", ["vpc-0a1b2c3d"]),
        ("StringEquals", "iam:PassedToService", "https://Rekognition.amazonaws.com/", "INVALID_SERVICE_PRINCIPAL_FORMAT", ["rekognition.amazonaws.com"]),
        ("StringEquals", "iam:PassedToService", "the camera", "INVALID_SERVICE_PRINCIPAL_FORMAT", []),
        ("StringLike", "aws:userid", "AROAEXAMPLEID12345678*", "WILDCARD_USAGE_TOO_PERMISSIVE", ["AROAEXAMPLEID12345678:*"]),
        ("StringLike", TEAM, ["dev*", "vision-cats"], "WILDCARD_USAGE_TOO_PERMISSIVE", [["vision-cats"]]),
    ],
)  # fmt: skip
def test_what_is_written_instead(operator: str, key: str, value: object, code: str, wanted: list[object]) -> None:
    values = [each[operator][key] for each in conditions(policy({operator: {key: value}}), code)]
    assert values == wanted


@pytest.mark.parametrize(
    ("number", "name"),
    list(
        enumerate(
            ["January", "february", "Mar", "April", "May", "June", "July", "aug", "Sept", "October", "november", "DEC"],
            start=1,
        )
    ),
)
def test_months_by_name(number: int, name: str) -> None:
    document = policy({"DateLessThan": {NOW: f"7 {name} 2027"}})
    assert conditions(document, "TYPE_MISMATCH_DATE") == [{"DateLessThan": {NOW: f"2027-{number:02}-07"}}]


@pytest.mark.parametrize(
    ("condition", "code", "wanted"),
    [
        (
            {"StringEquals": {TEAM: "vision-*"}},
            "WILDCARD_WITHOUT_LIKE_OPERATOR",
            [{"StringLike": {TEAM: "vision-*"}}, {"StringEquals": {TEAM: "vision-${*}"}}],
        ),
        (
            {"StringNotEqualsIgnoreCaseIfExists": {TEAM: "vision-?", "aws:username": "ana"}},
            "WILDCARD_WITHOUT_LIKE_OPERATOR",
            [
                {"StringNotEqualsIgnoreCaseIfExists": {"aws:username": "ana"}, "StringNotLikeIfExists": {TEAM: "vision-?"}},
                {"StringNotEqualsIgnoreCaseIfExists": {TEAM: "vision-${?}", "aws:username": "ana"}},
            ],
        ),
        (  # the place is taken
            {"StringEquals": {TEAM: "vision-*"}, "StringLike": {"aws:principaltag/TEAM": "vision-?"}},
            "WILDCARD_WITHOUT_LIKE_OPERATOR",
            [{"StringEquals": {TEAM: "vision-${*}"}, "StringLike": {"aws:principaltag/TEAM": "vision-?"}}],
        ),
        (  # the pattern would be too open
            {"StringEquals": {TEAM: "v*"}},
            "WILDCARD_WITHOUT_LIKE_OPERATOR",
            [{"StringEquals": {TEAM: "v${*}"}}],
        ),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-*"}}, "WILDCARD_WITHOUT_LIKE_OPERATOR", []),
        (  # no Region fits
            {"StringEquals": {"aws:RequestedRegion": "mars-*"}},
            "WILDCARD_WITHOUT_LIKE_OPERATOR",
            [{"StringEquals": {"aws:RequestedRegion": "mars-${*}"}}],
        ),
        (
            {"StringEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/a*"}},
            "WILDCARD_WITHOUT_LIKE_OPERATOR",
            [
                {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/a*"}},
                {"StringEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/a${*}"}},
            ],
        ),
        ({"IpAddress": {IP: "10.0.0.0/8"}}, "PRIVATE_IP_ADDRESS", [{"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}]),
        ({"IpAddress": {IP: "10.0.0.0/8", "aws:vpcsourceip": "10.0.0.0/9"}}, "PRIVATE_IP_ADDRESS", []),
        ({"StringEquals": {"aws:SourceVpc": "vpce-0a1b2c3d"}}, "INVALID_VPC_FORMAT", [{"StringEquals": {"aws:SourceVpce": "vpce-0a1b2c3d"}}]),
        ({"StringLike": {TEAM: ["cats", "*"]}}, "EQUIVALENT_TO_NULL_FALSE", [{"Null": {TEAM: "false"}}]),
        (
            {"StringLike": {TEAM: "*", "aws:username": "a*"}, "Null": {"aws:TokenIssueTime": "true"}},
            "EQUIVALENT_TO_NULL_FALSE",
            [{"StringLike": {"aws:username": "a*"}, "Null": {"aws:TokenIssueTime": "true", TEAM: "false"}}],
        ),
        (
            {"StringLike": {TEAM: "*"}, "Null": {TEAM: ["false"]}},
            "EQUIVALENT_TO_NULL_FALSE",
            [{"Null": {TEAM: ["false"]}}],
        ),
        ({"StringLike": {TEAM: "*"}, "Null": {TEAM: "true"}}, "EQUIVALENT_TO_NULL_FALSE", []),
        ({"StringLikeIfExists": {TEAM: "*"}}, "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", [None]),
        (
            {"StringLikeIfExists": {TEAM: "*"}, "StringEquals": {"aws:username": "ana"}},
            "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION",
            [{"StringEquals": {"aws:username": "ana"}}],
        ),
    ],
)  # fmt: skip
def test_what_becomes_of_the_condition(condition: object, code: str, wanted: list[object]) -> None:
    assert conditions(policy(condition), code) == wanted


def test_a_statement_that_never_applies_goes_unless_it_is_the_only_one() -> None:
    dead = policy({"StringNotLike": {"aws:RequestedRegion": "*"}}, effect="Deny")
    code = "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION"
    assert after(dead, code) == []
    assert after({**dead, "Statement": [*dead["Statement"], OTHER]}, code) == [{**dead, "Statement": [OTHER]}]


@pytest.mark.parametrize(
    "written",
    [
        f'{{"StringLike": {{"{TEAM}": "*", "{TEAM}": "*"}}}}',
        f'{{"StringLike": {{"{TEAM}": "*"}}, "StringLike": {{"aws:username": "ana"}}}}',
        f'{{"StringLike": {{"{TEAM}": "*"}}}}, "Condition": {{"Bool": {{"aws:SecureTransport": "true"}}}}',
    ],
)
def test_a_condition_with_doubled_members_is_left_alone(written: str) -> None:
    text = json.dumps(policy({"StringLike": {TEAM: "*"}}))
    once = f'{{"StringLike": {{"{TEAM}": "*"}}}}'
    assert once in text
    for document, mended in ((text, True), (text.replace(once, written), False)):
        findings = [each for each in validate(document).findings if each.code == "EQUIVALENT_TO_NULL_FALSE"]
        assert findings
        assert all(bool(each.fixes) is mended for each in findings)


@pytest.mark.parametrize(
    ("resource", "code", "wanted"),
    [
        ("project/${aws:usernam}/*", "UNKNOWN_POLICY_VARIABLE", "project/${aws:username}/*"),
        ("project/${aws:PrincipalTgs/team}/*", "UNKNOWN_POLICY_VARIABLE", "project/${aws:PrincipalTag/team}/*"),
        ("project/${aws:usernam, 'all'}/*", "UNKNOWN_POLICY_VARIABLE", "project/${aws:username, 'all'}/*"),
        ("project/&{aws:username}/*", "UNKNOWN_POLICY_VARIABLE", "project/${aws:username}/*"),
        ("project/${aws:username/*", "MISSING_BRACE_IN_VARIABLE", "project/${aws:username}/*"),
        ("project/${aws:nothing/*", "MISSING_BRACE_IN_VARIABLE", None),
        ("project/${aws:PrincipalTag/cost center}/*", "UNSUPPORTED_SPACE_IN_VARIABLE", None),
    ],
)
def test_a_variable_is_mended_where_it_is_clear_what_was_meant(resource: str, code: str, wanted: str | None) -> None:
    start = "arn:aws:rekognition:us-east-1:111122223333:"
    texts = [each["Statement"][0]["Resource"] for each in after(policy(Resource=start + resource), code)]
    assert texts == ([start + wanted] if wanted else [])


def test_no_variable_is_mended_into_a_place_or_version_without_any() -> None:
    early = "arn:aws:rekognition:us-east-1:${aws:PrincipalAccount:project/cats/*"
    assert after(policy(Resource=early), "MISSING_BRACE_IN_VARIABLE") == []
    late = "arn:aws:rekognition:us-east-1:111122223333:project/${ aws:username}/*"
    assert after(policy(Resource=late, version="2008-10-17"), "UNSUPPORTED_SPACE_IN_VARIABLE") == []
    closed = {"StringEquals": {"aws:ResourceAccount": "${ aws:username}"}}
    assert after(policy(closed), "UNSUPPORTED_SPACE_IN_VARIABLE") == []


def test_the_version_is_set_for_variables() -> None:
    old = policy(Resource="arn:aws:rekognition:us-east-1:111122223333:project/${aws:username}/*", version="2008-10-17")
    code = "VARIABLE_UNSUPPORTED_IN_VERSION"
    assert after(old, code) == [{**old, "Version": "2012-10-17"}]
    text, finding = found({"Statement": old["Statement"]}, code)
    assert json.loads(fixed_text(text, finding.fixes[0])) == {**old, "Version": "2012-10-17"}
    assert fix_title(finding.fixes[0]) == "Set Version to 2012-10-17, so that ${...} is a variable"
