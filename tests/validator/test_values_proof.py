"""The sample requests of findings about values: what is decided before the fix and after it."""

from collections.abc import Mapping

import pytest

from policybuilder.iam import Decision
from policybuilder.validator import validate_plain
from policybuilder.validator.proof import proof_of

MODEL = "arn:aws:rekognition:us-east-1:111122223333:project/cats/version/v1/1700000000000"
NO, ALLOWED, DENIED = Decision.IMPLICIT_DENY, Decision.ALLOWED, Decision.EXPLICIT_DENY


def document(effect: str, condition: object = None, resource: str = MODEL) -> dict[str, object]:
    statement = {"Effect": effect, "Action": "rekognition:DetectCustomLabels", "Resource": resource}
    return {"Version": "2012-10-17", "Statement": [statement | ({"Condition": condition} if condition else {})]}


@pytest.mark.parametrize(
    ("effect", "condition", "code", "context", "before", "after"),
    [
        ("Allow", {"Bool": {"aws:SecureTransport": "yes"}}, "TYPE_MISMATCH_BOOLEAN", {"aws:SecureTransport": "true"}, NO, ALLOWED),
        ("Deny", {"BoolIfExists": {"aws:SecureTransport": "no"}}, "TYPE_MISMATCH_BOOLEAN", {"aws:SecureTransport": "false"}, NO, DENIED),
        ("Allow", {"NumericLessThan": {"aws:MultiFactorAuthAge": "3600s"}}, "TYPE_MISMATCH_NUMBER", {"aws:MultiFactorAuthAge": "0"}, NO, ALLOWED),
        ("Allow", {"NumericGreaterThan": {"aws:MultiFactorAuthAge": "60 "}}, "TYPE_MISMATCH_NUMBER", {"aws:MultiFactorAuthAge": "600"}, NO, ALLOWED),
        ("Allow", {"NumericNotEquals": {"aws:MultiFactorAuthAge": "60 "}}, "TYPE_MISMATCH_NUMBER", {"aws:MultiFactorAuthAge": "600"}, NO, ALLOWED),
        ("Deny", {"DateGreaterThan": {"aws:CurrentTime": "30/06/2027"}}, "TYPE_MISMATCH_DATE", {"aws:CurrentTime": "2199-01-01T00:00:00Z"}, NO, DENIED),
        ("Allow", {"DateLessThan": {"aws:CurrentTime": "30/06/2027"}}, "TYPE_MISMATCH_DATE", {"aws:CurrentTime": "2001-01-01T00:00:00Z"}, NO, ALLOWED),
        ("Allow", {"IpAddress": {"aws:SourceIp": "203.0.113.*"}}, "TYPE_MISMATCH_IP_RANGE", {"aws:SourceIp": "203.0.113.0"}, NO, ALLOWED),
        ("Deny", {"NotIpAddress": {"aws:SourceIp": "203.0.113.*"}}, "TYPE_MISMATCH_IP_RANGE", {"aws:SourceIp": "198.51.100.77"}, NO, DENIED),
        ("Deny", {"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, "PRIVATE_NOT_IP_ADDRESS", {"aws:SourceIp": "198.51.100.77"}, DENIED, DENIED),
        ("Allow", {"StringEquals": {"aws:RequestedRegion": "Ireland"}}, "INVALID_REGION", {"aws:RequestedRegion": "eu-west-1"}, NO, ALLOWED),
        ("Deny", {"StringNotEquals": {"aws:SourceVpc": "VPC-0a1b2c3d"}}, "INVALID_VPC_FORMAT", {"aws:SourceVpc": "vpc-0a1b2c3d"}, DENIED, NO),
        ("Allow", {"StringEquals": {"aws:PrincipalTag/team": "vision-*"}}, "WILDCARD_WITHOUT_LIKE_OPERATOR", {"aws:PrincipalTag/team": "vision-other"}, NO, ALLOWED),
        ("Allow", {"StringLike": {"aws:userid": "AROAEXAMPLEID12345678*"}}, "WILDCARD_USAGE_TOO_PERMISSIVE", {"aws:userid": "AROAEXAMPLEID12345678other"}, ALLOWED, NO),
        ("Allow", {"StringLike": {"aws:ResourceTag/stage": "*"}}, "EQUIVALENT_TO_NULL_FALSE", {"aws:ResourceTag/stage": "anything"}, ALLOWED, ALLOWED),
    ],
)  # fmt: skip
def test_a_request_shows_what_the_value_does(
    effect: str, condition: object, code: str, context: Mapping[str, str], before: Decision, after: Decision
) -> None:
    validation = validate_plain(document(effect, condition))
    finding = next(each for each in validation.findings if each.code == code)
    proof = proof_of(validation.subject, finding)
    assert proof is not None
    assert dict(proof.sample.context) == context
    assert (proof.before, proof.after) == (before, after)


def test_a_request_shows_that_an_entry_covers_nothing() -> None:
    early = "arn:aws:rekognition:us-east-1:${aws:PrincipalAccount}:project/cats/version/*"
    validation = validate_plain(document("Allow", resource=early))
    finding = next(each for each in validation.findings if each.code == "VARIABLE_IN_ARN_PREFIX")
    proof = proof_of(validation.subject, finding)
    assert proof is not None
    assert proof.sample.resource.startswith("arn:aws:rekognition:us-east-1:111122223333:project/cats/version/")
    assert (proof.before, proof.after) == (NO, ALLOWED)


@pytest.mark.parametrize(
    "condition",
    [
        {"Bool": {"aws:SecureTransport": "yes"}, "StringEquals": {"aws:username": "ana"}},
        {"NumericEquals": {"aws:MultiFactorAuthAge": ["60 ", "9"]}},
        {"DateLessThan": {"aws:CurrentTime": "soon"}},
    ],
)
def test_no_request_where_others_decide_or_nobody_knows_what_was_meant(condition: object) -> None:
    findings = [each for each in validate_plain(document("Allow", condition)).findings if each.code.startswith("TYPE_")]
    assert findings
    assert not any(each.sample for each in findings)
