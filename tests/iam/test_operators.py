"""The table of condition operators ("IAM JSON policy elements: Condition operators")."""

import pytest

from policybuilder.iam import OPERATORS, operator_named
from policybuilder.iam.operators import differs_in_case
from policybuilder.iam.variables import Resolved
from policybuilder.iam.wildcard import Part

FAMILIES = {
    "string": "StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike",
    "numeric": "NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan "
    "NumericGreaterThanEquals",
    "date": "DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals",
    "boolean": "Bool",
    "binary": "BinaryEquals",
    "ip": "IpAddress NotIpAddress",
    "arn": "ArnEquals ArnLike ArnNotEquals ArnNotLike",
}


@pytest.mark.parametrize("family", FAMILIES)
def test_the_operators_of_a_type(family):
    found = [name for name, row in OPERATORS.items() if row.family.name == family]
    assert sorted(found) == sorted(FAMILIES[family].split())


def test_negation_is_in_the_name():
    assert {name for name, row in OPERATORS.items() if row.negated} == {name for name in OPERATORS if "Not" in name}


def test_only_string_and_arn_operators_take_variables():
    taking = {row.family.name for row in OPERATORS.values() if row.family.variables}
    assert taking == {"string", "arn"}


def test_only_like_and_arn_operators_take_wildcards():
    taking = {name for name, row in OPERATORS.items() if row.family.wild}
    assert taking == {"StringLike", "StringNotLike", "ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"}


@pytest.mark.parametrize(
    ("written", "set_operator", "base", "if_exists"),
    [
        ("StringEquals", None, "StringEquals", False),
        ("StringEqualsIfExists", None, "StringEquals", True),
        ("ForAllValues:StringNotLikeIfExists", "ForAllValues", "StringNotLike", True),
        ("ForAnyValue:Bool", "ForAnyValue", "Bool", False),
        ("Null", None, None, False),
        ("ForAnyValue:Null", "ForAnyValue", None, False),
    ],
)
def test_names(written, set_operator, base, if_exists):
    named = operator_named(written)
    assert named is not None
    assert (named.set_operator, named.if_exists) == (set_operator, if_exists)
    assert (named.row.name if named.row else None) == base
    assert named.negated is bool(base and "Not" in base)


@pytest.mark.parametrize(
    ("written", "in_case_alone"),
    [
        ("stringequals", True),
        ("StringEqualsifexists", True),
        ("foranyvalue:StringEquals", True),
        ("null", True),
        ("forallvalues:NULL", True),
        ("", False),
        ("StringMatches", False),
        ("NullIfExists", False),
        ("IfExists", False),
        ("StringEqualsIfExistsIfExists", False),
        ("ForAnyValue::StringEquals", False),
        ("ForSomeValues:StringEquals", False),
        (":StringEquals", False),
        ("ForAnyValue:", False),
        ("BoolNot", False),
        ("BinaryNotEquals", False),
    ],
)
def test_what_is_no_operator(written, in_case_alone):
    assert operator_named(written) is None
    assert differs_in_case(written) is in_case_alone


def read(name, text):
    return OPERATORS[name].family.read_policy(Resolved((Part(text, wild=OPERATORS[name].family.wild),)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(
            ("NumericEquals", text)
            for text in ("", "x", "1e3", "1,5", "--1", ".", "+", "NaN", "Infinity", "1_0", " 1", "٣")
        ),
        *(("DateEquals", text) for text in ("", "tomorrow", "2026-07-01T10:20")),
        *(("Bool", text) for text in ("", "yes", "1", "truE ")),
        *(("BinaryEquals", text) for text in ("YQ", "é", "Y Q==")),
        *(
            ("IpAddress", text)
            for text in ("", "here", "203.0.113", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/255.0.0.0", "01.2.3.4")
        ),
        *(("IpAddress", text) for text in ("1.2.3.4/+8", ":::", "2001:db8::/129")),
        *(("ArnEquals", text) for text in ("", "*", "arn:aws:iam::1")),
    ],
)
def test_what_cannot_be_read(name, text):
    assert read(name, text) is None


@pytest.mark.parametrize(
    ("name", "request_value", "policy_value", "holds"),
    [
        ("StringEquals", "a", "a", True),
        ("StringEquals", "a", "A", False),
        ("StringEquals", "ab", "a*", False),
        ("StringEqualsIgnoreCase", "aBÉ", "Abé", True),
        ("StringLike", "a/b:c", "a*", True),
        ("StringLike", "abc", "a?", False),
        ("NumericEquals", "1.50", "+1.5", True),
        ("NumericEquals", "-.5", "-0.5", True),
        ("NumericEquals", "5.", "5", True),
        ("NumericEquals", "9" * 50 + "1", "9" * 50 + "2", False),
        ("NumericLessThan", "9", "10", True),
        ("NumericLessThan", "10", "10", False),
        ("NumericLessThanEquals", "10", "10", True),
        ("NumericLessThanEquals", "11", "10", False),
        ("NumericGreaterThan", "10", "9", True),
        ("NumericGreaterThan", "9", "9", False),
        ("NumericGreaterThanEquals", "9", "9", True),
        ("NumericGreaterThanEquals", "8", "9", False),
        ("DateEquals", "2026-07-01", "2026-07-01T00:00:00Z", True),
        ("DateEquals", "1782864000", "2026-07-01", True),
        ("DateLessThan", "2026", "2026-07", True),
        ("DateLessThan", "2026", "2026-01", False),
        ("DateLessThanEquals", "2026", "2026-01", True),
        ("DateGreaterThan", "2026-07", "2026", True),
        ("DateGreaterThan", "2026-01", "2026", False),
        ("DateGreaterThanEquals", "2026-01", "2026", True),
        ("Bool", "TRUE", "true", True),
        ("Bool", "false", "true", False),
        ("BinaryEquals", "YQ==", "YQ==", True),
        ("BinaryEquals", "YQ==", "Yg==", False),
        ("IpAddress", "203.0.113.7", "203.0.113.0/24", True),
        ("IpAddress", "203.0.113.7", "203.0.113.5/24", True),
        ("IpAddress", "203.0.114.7", "203.0.113.0/24", False),
        ("IpAddress", "203.0.113.0/25", "203.0.113.0/24", True),
        ("IpAddress", "203.0.113.0/23", "203.0.113.0/24", False),
        ("IpAddress", "2001:db8::7", "2001:db8::/32", True),
        ("IpAddress", "2001:db8::7", "0.0.0.0/0", False),
        ("IpAddress", "203.0.113.7", "::/0", False),
        ("ArnLike", "arn:aws:iam::1:role/a", "arn:aws:iam::*:role/?", True),
        ("ArnLike", "arn:aws:iam::1:role/a:b", "arn:aws:iam::1:role/*", True),
        ("ArnLike", "arn:aws:iam:x:1:role/a", "arn:aws:iam:*::role/a", False),
        ("ArnEquals", "arn:aws:iam::1:role/a", "ARN:aws:iam::1:role/a", False),
    ],
)
def test_comparisons(name, request_value, policy_value, holds):
    row = OPERATORS[name]
    assert row.compare(row.family.read(request_value), read(name, policy_value)) is holds
