"""What each check of conditions says at its edges: statements in short, with every code that is told."""

import json
from typing import Any

import pytest

from policybuilder.iam import parse
from policybuilder.validator import Finding, PolicyKind
from policybuilder.validator.conditions import CHECKS
from policybuilder.validator.conditions.reach import MOST_PAIRS
from policybuilder.validator.view import subject_of

DETECT, CREATE, TAG = "rekognition:DetectCustomLabels", "rekognition:CreateProject", "rekognition:TagResource"
EMPTY, WEAK, IDLE = "FORALLVALUES_WITHOUT_NULL_CHECK", "IFEXISTS_WEAKENS_CONDITION", "IFEXISTS_ON_ALWAYS_PRESENT_KEY"
MFA, PAIR, SENDERS = (
    "MFA_CONDITION_ANTIPATTERN",
    "MISSING_PAIRED_CONDITION_KEYS",
    "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES",
)
NEVER_CARRIED, PARTNER = "UNSUPPORTED_ACTION_FOR_CONDITION_KEY", "MISSING_ACTION_FOR_CONDITION_KEY"
ALLOW_TAG = "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE"
DENY_TAG = "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE"
PRESENT, AGE = "aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge"
ALL_TAGS = {"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}
SOURCE = {"aws:SourceIp": "203.0.113.0/24"}


def found(statements: list[dict[str, Any]], kind: PolicyKind = PolicyKind.IDENTITY) -> list[Finding]:
    subject = subject_of(parse(json.dumps({"Version": "2012-10-17", "Statement": statements})), kind)
    return [finding for check in CHECKS for finding in check(subject)]


def told(
    effect: str, action: Any, condition: dict[str, Any], kind: PolicyKind = PolicyKind.IDENTITY, **more: Any
) -> set[str]:
    statement = {"Effect": effect, "Action": action, "Resource": "*", "Condition": condition, **more}
    return {finding.code for finding in found([statement], kind)}


ALLOWED: list[tuple[Any, dict[str, Any], set[str]]] = [
    # a set that may be empty
    (TAG, ALL_TAGS, {EMPTY}),
    (TAG, {**ALL_TAGS, "Null": {"AWS:tagkeys": False}}, set()),
    (TAG, {**ALL_TAGS, "Null": {"aws:TagKeys": "true"}}, {EMPTY}),
    (TAG, {**ALL_TAGS, "Null": {"aws:TagKeys": ["true", "false"]}}, {EMPTY, "INVALID_CONDITION_MULTIPLE_BOOLEAN"}),
    (TAG, {**ALL_TAGS, "StringEquals": {"aws:RequestTag/team": "a"}}, set()),
    (TAG, {**ALL_TAGS, "StringNotEquals": {"aws:RequestTag/team": "a"}}, {EMPTY}),
    (TAG, {**ALL_TAGS, "StringEqualsIfExists": {"aws:RequestTag/team": "a"}}, {EMPTY}),
    (TAG, {**ALL_TAGS, "ForAnyValue:StringLike": {"aws:TagKeys": "t*"}}, set()),
    (TAG, {**ALL_TAGS, "ForAnyValue:StringLike": {"aws:CalledVia": "a*"}}, {EMPTY}),
    (
        TAG,
        {"ForAllValues:StringEquals": {"aws:CalledVia": "a"}, "StringEquals": {"aws:RequestTag/team": "a"}},
        {EMPTY},
    ),
    ("rekognition:*", {"ForAllValues:StringEquals": {"id.example.com:groups": "a"}}, {EMPTY}),
    # IfExists as the only guard
    (DETECT, {"IpAddressIfExists": SOURCE}, {WEAK}),
    (DETECT, {"IpAddressIfExists": SOURCE, "StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}}, set()),
    (DETECT, {"IpAddressIfExists": SOURCE, "ArnLikeIfExists": {"aws:SourceVpcArn": "arn:aws:ec2:*:*:vpc/v"}}, set()),
    (DETECT, {"IpAddressIfExists": {**SOURCE, "aws:VpcSourceIp": "10.0.0.0/8"}}, {PAIR}),
    (DETECT, {"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1", "aws:SourceVpce": "vpce-1"}}, {WEAK}),
    (DETECT, {"StringEqualsIfExists": {"aws:PrincipalTag/a": "b", "aws:RequestedRegion": "us-east-1"}}, set()),
    (DETECT, {"StringEqualsIfExists": {"aws:PrincipalTag/a": "b"}, "Bool": {"aws:SecureTransport": "true"}}, set()),
    (DETECT, {"StringNotEqualsIfExists": {"aws:PrincipalTag/a": "b"}}, set()),
    (DETECT, {"StringEqualsIfExists": {"aws:RequestedRegion": "us-east-1"}}, {IDLE}),
    (CREATE, {"StringEqualsIfExists": {"aws:ResourceTag/a": "b"}}, {WEAK}),
    # multi-factor sign-in
    (DETECT, {"Bool": {PRESENT: "true"}}, set()),
    (DETECT, {"Bool": {PRESENT: "false"}}, set()),
    (DETECT, {"Null": {PRESENT: "true"}}, set()),
    (DETECT, {"Null": {PRESENT: "false"}}, {MFA}),
    (DETECT, {"BoolIfExists": {PRESENT: "True"}}, {MFA}),
    (DETECT, {"NumericLessThan": {AGE: "900"}}, set()),
    (DETECT, {"NumericLessThanEqualsIfExists": {AGE: "900"}}, {MFA}),
    (DETECT, {"NumericGreaterThanIfExists": {AGE: "900"}}, set()),
    # keys that do not reach
    (CREATE, {"StringEquals": {"aws:RequestTag/a": "b"}}, set()),
    ([CREATE, DETECT], {"StringEquals": {"aws:RequestTag/a": "b"}}, {NEVER_CARRIED}),
    ([CREATE, "rekognition:Detect*"], {"StringEquals": {"aws:RequestTag/a": "b"}}, set()),
    ([CREATE, "nobody:Knows"], {"StringEquals": {"aws:RequestTag/a": "b"}}, set()),
    (DETECT, {"StringEqualsIfExists": {"aws:RequestTag/a": "b"}, "Bool": {"aws:SecureTransport": "true"}}, set()),
    (DETECT, {"Null": {"aws:RequestTag/a": "true"}}, set()),
    (DETECT, {"Null": {"aws:RequestTag/a": "false"}}, {NEVER_CARRIED}),
    (DETECT, {"StringEquals": {"aws:ResourceTag/a": "b"}}, set()),
    (CREATE, {"StringEquals": {"aws:ResourceTag/a": "b"}}, {ALLOW_TAG}),
    (CREATE, {"Null": {"aws:ResourceTag/a": "false"}}, {ALLOW_TAG}),
    (CREATE, {"Null": {"aws:ResourceTag/a": "true"}}, set()),
    ("*", {"StringEquals": {"aws:ResourceTag/a": "b"}}, set()),
    ("rekogn*:CreateProject", {"StringEquals": {"aws:ResourceTag/a": "b"}}, set()),
    ("rekognition:DetectLabel*", {"StringEquals": {"aws:ResourceTag/a": "b"}}, {ALLOW_TAG}),
    ("rekognition:CreateProj*", {"StringEquals": {"aws:ResourceTag/a": "b"}}, set()),
    ("rekognition:Nothing*", {"StringEquals": {"aws:ResourceTag/a": "b"}}, set()),
    # partners
    ("sts:AssumeRole", {"StringEquals": {"sts:SourceIdentity": "a"}}, {PARTNER}),
    (["sts:AssumeRole", "sts:Set*"], {"StringEquals": {"sts:SourceIdentity": "a"}}, set()),
    (["sts:AssumeRole", "*"], {"StringEquals": {"sts:SourceIdentity": "a"}}, set()),
    ("sts:AssumeRole", {"StringNotEquals": {"sts:SourceIdentity": "a"}}, set()),
    ("sts:AssumeRole", {"StringEquals": {"sts:ExternalId": "a"}}, set()),
    ("STS:AssumeRoleWithWebIdentity", {"ForAnyValue:StringEquals": {"sts:TransitiveTagKeys": "a"}}, {PARTNER}),
    # forged, alone, elsewhere
    (DETECT, {"Null": {"aws:Referer": "false"}}, {"UNTRUSTWORTHY_CONDITION_KEY"}),
    (DETECT, {"NotIpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}, {PAIR}),
    (DETECT, {"Null": {"aws:VpcSourceIp": "false"}}, set()),
    ("s3:*", {"StringEquals": {"aws:VpceAccount": "1"}}, set()),
    ("*:*", {"StringEquals": {"aws:VpceAccount": "1"}}, {SENDERS}),
    ("IAM:passrole", {"StringEquals": {"aws:VpceAccount": "1"}}, {SENDERS}),
    ("iam:GetRole", {"StringEquals": {"aws:VpceAccount": "1"}}, set()),
    ("nobody:Knows", {"StringEquals": {"aws:VpceAccount": "1"}}, set()),
    ("sqs:SendMessage", {"StringEquals": {"aws:VpceAccount": "1"}}, {SENDERS}),
    ("sqs:SendMessage", {"StringEquals": {"aws:VpceOrgID": "o-1"}}, set()),
    ("sqs:SendMessage", {"Null": {"aws:VpceAccount": "true"}}, set()),
    ("dynamodb:*", {"ForAnyValue:StringLike": {"dynamodb:Attributes": "a"}}, set()),
    (
        "dynamodb:*",
        {"ForAllValues:StringLike": {"dynamodb:Attributes": "a"}},
        {EMPTY, "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT"},
    ),
    ("*", {"ForAllValues:StringLike": {"dynamodb:Attributes": "a"}}, {EMPTY, "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT"}),
    ("dynamodb:PutItem", {"ForAllValues:StringLike": {"dynamodb:Attributes": "a"}}, {EMPTY}),
    # values of any kind
    (DETECT, {"StringEquals": {"aws:username": {"a": "b"}}}, set()),
    (DETECT, {"StringEquals": {"aws:username": None}, "Bool": {PRESENT: []}}, set()),
    (DETECT, {"StringEquals": "x", "Null": {}}, set()),
]
DENIED: list[tuple[Any, dict[str, Any], set[str]]] = [
    (TAG, ALL_TAGS, set()),
    (DETECT, {"IpAddressIfExists": SOURCE}, set()),
    (DETECT, {"Bool": {PRESENT: False}}, {MFA}),
    (DETECT, {"BoolIfExists": {PRESENT: "false"}}, set()),
    (DETECT, {"Bool": {PRESENT: "true"}}, set()),
    (DETECT, {"Null": {PRESENT: "true"}}, {MFA}),
    (DETECT, {"Null": {PRESENT: "false"}}, set()),
    (DETECT, {"NumericGreaterThanEquals": {AGE: "900"}}, {MFA}),
    (DETECT, {"NumericGreaterThanEqualsIfExists": {AGE: "900"}}, set()),
    (DETECT, {"NumericLessThan": {AGE: "900"}}, set()),
    ([CREATE, DETECT], {"StringNotEquals": {"aws:RequestTag/a": "b"}}, {NEVER_CARRIED}),
    (CREATE, {"StringEquals": {"aws:ResourceTag/a": "b"}}, {DENY_TAG}),
    (CREATE, {"StringNotEqualsIfExists": {"aws:ResourceTag/a": "b"}}, set()),
    (DETECT, {"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}, set()),
    (DETECT, {"NotIpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}, {PAIR}),
    ("s3:ListBucket", {"StringEqualsIgnoreCase": {"S3:Prefix": "a"}}, {"S3_PREFIX_IN_NEGATIVE_CONTEXT"}),
    ("s3:ListBucket", {"StringNotEquals": {"s3:prefix": "a"}}, set()),
    ("s3:ListBucket", {"Null": {"s3:prefix": "true"}}, set()),
    ("sts:AssumeRole", {"StringEquals": {"sts:SourceIdentity": "a"}}, set()),
    (
        "dynamodb:GetItem",
        {"ForAnyValue:StringEquals": {"dynamodb:Attributes": "a"}},
        {"DYNAMODB_ATTRIBUTES_WITHOUT_SELECT"},
    ),
    (
        "dynamodb:GetItem",
        {
            "ForAnyValue:StringEquals": {"dynamodb:Attributes": "a"},
            "StringNotEquals": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
        },
        {"DYNAMODB_ATTRIBUTES_WITHOUT_SELECT"},
    ),
]


@pytest.mark.parametrize(("action", "condition", "codes"), ALLOWED)
def test_of_an_allow(action: Any, condition: dict[str, Any], codes: set[str]) -> None:
    assert told("Allow", action, condition) == codes


@pytest.mark.parametrize(("action", "condition", "codes"), DENIED)
def test_of_a_deny(action: Any, condition: dict[str, Any], codes: set[str]) -> None:
    assert told("Deny", action, condition) == codes


@pytest.mark.parametrize("key", ["aws:PrincipalArn", "aws:PrincipalIsAWSService"])
@pytest.mark.parametrize(
    ("kind", "idle"),
    [(PolicyKind.SCP, True), (PolicyKind.RCP, False), (PolicyKind.RESOURCE, False), (PolicyKind.TRUST, False)],
)
def test_requests_that_nobody_signed_lack_who_calls(key: str, kind: PolicyKind, idle: bool) -> None:
    operator, value = ("ArnLikeIfExists", "arn:aws:iam::*:role/a") if key.endswith("Arn") else ("BoolIfExists", "false")
    assert (IDLE in told("Deny", "s3:*", {operator: {key: value}}, kind, Principal="*")) is idle


@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_the_referer_of_a_service_is_left_to_the_checks_of_principals(effect: str) -> None:
    condition = {"StringEquals": {"aws:Referer": "111122223333"}}
    service = {"Service": "ses.amazonaws.com"}
    assert told(effect, "s3:PutObject", condition, PolicyKind.RESOURCE, Principal=service) == set()
    assert told(effect, "s3:PutObject", condition, PolicyKind.RESOURCE, Principal={"AWS": "*"}) != set()


def test_two_denies_share_the_task_only_about_the_same_actions() -> None:
    absent, false = {"Null": {PRESENT: "true"}}, {"Bool": {PRESENT: "false"}}

    def deny(condition: dict[str, Any], action: str = DETECT) -> dict[str, Any]:
        return {"Effect": "Deny", "Action": action, "Resource": "*", "Condition": condition}

    assert found([deny(absent), deny(false)]) == []
    assert [each.code for each in found([deny(absent), deny(false, CREATE)])] == [MFA, MFA]
    assert [each.code for each in found([deny(absent), deny(absent)])] == [MFA, MFA]
    wider = deny(false | {"StringEquals": {"aws:username": "ana"}})
    assert [each.code for each in found([deny(absent), wider])] == [MFA]


def test_the_further_action_may_stand_in_another_allow() -> None:
    wanting: dict[str, Any] = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
    wanting["Condition"] = {"StringEquals": {"aws:RequestTag/team": "a"}}
    partner = {"Effect": "Allow", "Action": "sts:TagSession", "Resource": "*"}
    assert found([wanting, partner]) == []
    assert [each.code for each in found([wanting, partner | {"Effect": "Deny"}])] == [PARTNER]


@pytest.mark.parametrize(
    ("effect", "operator", "fixes", "variant"),
    [
        ("Allow", "StringEquals", ("actions_without_key_out", "actions_without_test"), "never"),
        ("Allow", "StringNotEquals", ("idle_test_dropped", "actions_without_key_out"), "always"),
        ("Deny", "StringEquals", ("actions_denied_without_test", "actions_without_key_out"), "never"),
        ("Deny", "StringNotEquals", ("actions_denied_without_test", "actions_no_longer_denied"), "always"),
    ],
)
def test_what_is_offered_for_actions_without_the_tag(
    effect: str, operator: str, fixes: tuple[str, ...], variant: str
) -> None:
    statement: dict[str, Any] = {"Effect": effect, "Action": [DETECT, "rekognition:DetectLabels"], "Resource": "*"}
    statement["Condition"] = {operator: {"aws:ResourceTag/a": "b"}}
    (finding,) = found([statement])
    assert tuple(each.id for each in finding.fixes) == fixes
    assert finding.params == {
        "key": "aws:ResourceTag/a",
        "operator": operator,
        "actions": ("rekognition:DetectLabels",),
        "variant": variant,
        "effect": effect,
    }
    assert [each.path for each in finding.related] == [("Statement", 0, "Action", 1)]


def test_what_is_told_of_a_missing_partner() -> None:
    statement: dict[str, Any] = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
    statement["Condition"] = {"StringEquals": {"aws:username": "ana", "aws:RequestTag/team": "a"}}
    (finding,) = found([statement])
    assert finding.params["wanted"] == "sts:TagSession"
    assert finding.params["actions"] == ("sts:AssumeRole",)
    assert finding.params["effect"] == "Allow"
    assert [each.path for each in finding.related] == [("Statement", 0, "Action")]


def test_actions_and_keys_are_compared_up_to_a_bound() -> None:
    actions = [DETECT] * 1_000
    keys = {f"aws:RequestTag/t{number}": "a" for number in range(MOST_PAIRS // 1_000 + 5)}
    statement = {"Effect": "Allow", "Action": actions, "Resource": "*", "Condition": {"StringEquals": keys}}
    findings = [each for each in found([statement]) if each.code == NEVER_CARRIED]
    assert len(findings) == MOST_PAIRS // 1_000


def test_a_finding_shows_a_request_that_slips_through() -> None:
    statement: dict[str, Any] = {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::cats-images"}
    statement["Condition"] = {"StringLike": {"s3:prefix": "secret/*"}}
    (finding,) = found([statement])
    assert finding.sample is not None
    assert finding.sample.action in {"s3:ListBucket", "s3:ListBucketVersions"}
    assert finding.sample.resource == "arn:aws:s3:::cats-images"
    assert finding.sample.context == {"s3:prefix": ""}
