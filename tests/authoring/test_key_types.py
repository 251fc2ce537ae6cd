"""Service Authorization Reference: an operator of the wrong type never matches a key; set operators for several values."""

import pytest

from policybuilder.authoring.key_types import key_problem, operator_problem, region_problem
from policybuilder.authoring.problems import DraftCode


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("aws:RequestedRegion", None),
        ("AWS:requestedregion", None),
        ("aws:ResourceTag/team", None),
        ("aws:ResourceTag/", DraftCode.TAG_KEY_MISSING),
        ("aws:PrincipalTag/", DraftCode.TAG_KEY_MISSING),
        ("aws:Nonsense", DraftCode.UNKNOWN_GLOBAL_KEY),
        ("example:Nonsense", None),
        ("s3:prefix", None),
    ],
)
def test_a_key_is_known_or_of_another_service(key, code):
    assert key_problem(key) is code


@pytest.mark.parametrize(
    ("key", "operator", "set_operator", "found"),
    [
        ("aws:RequestedRegion", "StringLike", None, None),
        ("aws:RequestedRegion", "Bool", None, (DraftCode.OPERATOR_OF_OTHER_TYPE, "StringEquals")),
        ("aws:SourceIp", "StringEquals", None, (DraftCode.OPERATOR_OF_OTHER_TYPE, "IpAddress")),
        ("aws:SourceIp", "NotIpAddress", None, None),
        ("aws:CurrentTime", "NumericLessThan", None, (DraftCode.OPERATOR_OF_OTHER_TYPE, "DateLessThan")),
        ("aws:EpochTime", "NumericLessThan", None, None),
        ("aws:EpochTime", "DateLessThan", None, None),
        ("aws:PrincipalArn", "StringLike", None, None),
        ("aws:PrincipalArn", "ArnLike", None, None),
        ("aws:MultiFactorAuthPresent", "StringEquals", None, (DraftCode.OPERATOR_OF_OTHER_TYPE, "Bool")),
        ("aws:TagKeys", "StringEquals", None, (DraftCode.SET_OPERATOR_MISSING, "ForAllValues")),
        ("aws:TagKeys", "StringEquals", "ForAnyValue", None),
        ("aws:TagKeys", "Null", None, None),
        ("example:Key", "Bool", None, None),
    ],
)
def test_an_operator_fits_the_type_of_the_key(key, operator, set_operator, found):
    assert operator_problem(key, operator, set_operator) == found


@pytest.mark.parametrize(
    ("key", "operator", "value", "wrong"),
    [
        ("aws:RequestedRegion", "StringEquals", "us-east-1", False),
        ("aws:RequestedRegion", "StringEquals", "us-gov-west-1", False),
        ("aws:RequestedRegion", "StringEquals", "Ireland", True),
        ("aws:RequestedRegion", "StringLike", "us-*", False),
        ("aws:RequestedRegion", "StringEquals", "${aws:PrincipalTag/region}", False),
        ("aws:RequestedRegion", "Null", "true", False),
        ("aws:PrincipalTag/region", "StringEquals", "Ireland", False),
    ],
)
def test_a_region_has_the_form_of_one(key, operator, value, wrong):
    assert region_problem(key, operator, value) is wrong
