"""When two tests of one key exclude each other, and how much is compared."""

import json

import pytest

from policybuilder.iam import parse
from policybuilder.validator import PolicyKind, view
from policybuilder.validator.conditions.never import MOST_TESTS, MOST_VALUES, Work, check_contradictions, clash
from policybuilder.validator.view import subject_of

TAG, MANY, AGE, ADDRESS = "aws:ResourceTag/team", "aws:TagKeys", "aws:MultiFactorAuthAge", "aws:SourceIp"
ARN, TIME, TLS = "aws:PrincipalArn", "aws:CurrentTime", "aws:SecureTransport"
ROLE = "arn:aws:iam::111122223333:role/"
Values = str | list[str]


def read_tests(key: str, *tests: tuple[str, Values]) -> tuple[view.Test, ...]:
    condition = {operator: {key: values} for operator, values in tests}
    text = json.dumps({"Statement": {"Effect": "Allow", "Condition": condition}})
    return subject_of(parse(text), PolicyKind.IDENTITY).statements[0].tests


def clashes(key: str, *tests: tuple[str, Values], work: int = 1_000_000) -> bool:
    return clash(read_tests(key, *tests), Work(work)) is not None


@pytest.mark.parametrize(
    ("key", "one", "other"),
    [
        (TAG, ("StringEquals", ["a", "b"]), ("StringNotEquals", ["b", "c", "a"])),
        (TAG, ("StringNotLike", ["b*", "a"]), ("StringLike", ["a", "b*c"])),
        (TAG, ("StringEqualsIgnoreCase", ["A"]), ("StringEquals", ["b", "c"])),
        (TAG, ("StringEqualsIgnoreCase", ["A"]), ("StringNotEqualsIgnoreCase", ["a"])),
        (TAG, ("StringEquals", "x"), ("StringNotLike", "*")),
        (TAG, ("Null", "true"), ("StringLike", "*")),
        (TAG, ("StringLike", "*"), ("Null", "TRUE")),
        (TAG, ("Null", "true"), ("ForAnyValue:StringNotEquals", "a")),
        (AGE, ("NumericEquals", ["1", "2"]), ("NumericGreaterThan", "2")),
        (AGE, ("NumericLessThanEquals", "1"), ("NumericGreaterThan", "1")),
        (AGE, ("NumericNotEquals", "1"), ("NumericEquals", "1.0")),
        (AGE, ("NumericLessThanEqualsIfExists", "1"), ("NumericGreaterThanEquals", "1.01")),
        (TIME, ("DateEquals", "2027-01-01"), ("DateNotEquals", "2027-01-01T00:00:00Z")),
        (TIME, ("DateLessThan", "2027-01-01"), ("DateGreaterThan", ["2027-01-02", "2027-01-01"])),
        (ADDRESS, ("IpAddress", ["10.0.0.0/8", "203.0.113.1"]), ("NotIpAddress", ["203.0.113.0/24", "0.0.0.0/1"])),
        (ADDRESS, ("IpAddress", "10.0.0.0/8"), ("IpAddressIfExists", ["11.0.0.0/8", "2001:db8::/32"])),
        (TLS, ("Bool", "true"), ("BoolIfExists", "false")),
        (ARN, ("ArnEquals", [ROLE + "a", ROLE + "b"]), ("ArnNotLike", [ROLE + "b", ROLE + "a*"])),
        (ARN, ("ArnLike", ROLE + "a*"), ("ArnEquals", [ROLE + "b*", "arn:aws:iam::444455556666:role/a"])),
        (MANY, ("ForAnyValue:StringEquals", ["a", "b"]), ("ForAllValues:StringLike", ["c*"])),
        (MANY, ("ForAnyValue:StringNotEquals", ["a"]), ("ForAllValues:StringEquals", ["a"])),
        (MANY, ("ForAllValues:StringNotLike", ["a*"]), ("ForAnyValue:StringLike", ["ab*", "a"])),
    ],
)
def test_they_exclude_each_other(key: str, one: tuple[str, Values], other: tuple[str, Values]) -> None:
    assert clashes(key, one, other)
    assert clashes(key, other, one)


@pytest.mark.parametrize(
    ("key", "one", "other"),
    [
        (TAG, ("StringEquals", ["a", "b"]), ("StringNotEquals", ["b", "c"])),
        (TAG, ("StringEquals", ["a", "b"]), ("StringLike", ["b*", "c"])),
        (TAG, ("StringEquals", "a*"), ("StringLike", "b")),
        (TAG, ("StringEquals", "a?"), ("StringNotLike", "a*")),
        (TAG, ("StringEqualsIgnoreCase", "a"), ("StringNotEquals", "a")),
        (TAG, ("StringEqualsIgnoreCase", "a"), ("StringEquals", "A")),
        (TAG, ("StringEqualsIfExists", "a"), ("StringEqualsIfExists", "b")),
        (TAG, ("StringEqualsIfExists", "a"), ("StringLikeIfExists", "b")),
        (TAG, ("StringEquals", "${aws:username}"), ("StringNotLike", "*")),
        (TAG, ("StringNotEquals", "a"), ("StringNotLike", "*")),
        (TAG, ("Null", "true"), ("StringNotLike", "*")),
        (TAG, ("Null", "true"), ("StringEqualsIfExists", "a")),
        (TAG, ("Null", ["true", "false"]), ("StringEquals", "a")),
        (TAG, ("Null", "false"), ("StringEquals", "a")),
        (TAG, ("StringEquals", []), ("StringLike", "a")),
        (TAG, ("Bool", "true"), ("StringEquals", "a")),
        (TAG, ("StringMatches", "a"), ("StringEquals", "b")),
        (AGE, ("NumericEquals", ["1", "3"]), ("NumericGreaterThan", "2")),
        (AGE, ("NumericLessThanEquals", "1"), ("NumericGreaterThanEquals", "1")),
        (AGE, ("NumericGreaterThan", "1"), ("NumericNotEquals", ["1", "2"])),
        (AGE, ("NumericEquals", "one"), ("NumericGreaterThan", "2")),
        (AGE, ("NumericEquals", "1"), ("NumericNotEquals", ["1", "one"])),
        (AGE, ("NumericEquals", "1"), ("DateEquals", "2027-01-01")),
        (ADDRESS, ("IpAddress", ["10.0.0.0/8", "203.0.113.1"]), ("NotIpAddress", "203.0.113.0/24")),
        (ADDRESS, ("IpAddress", "10.0.0.0/8"), ("IpAddressIfExists", "10.1.0.0/16")),
        (ADDRESS, ("IpAddress", "10.1.0.0/16"), ("IpAddressIfExists", "10.0.0.0/8")),
        (ADDRESS, ("IpAddress", "office"), ("NotIpAddress", "10.0.0.0/8")),
        (ARN, ("ArnLike", ROLE + "a*"), ("ArnNotLike", ROLE + "ab*")),
        (ARN, ("ArnLike", "*"), ("ArnNotLike", "*")),
        (ARN, ("ArnLike", "arn:aws:iam::*:role/a"), ("ArnEquals", ROLE + "*")),
        (MANY, ("ForAnyValue:StringEquals", "a"), ("ForAnyValue:StringNotEquals", "a")),
        (MANY, ("ForAllValues:StringEquals", "a"), ("ForAllValues:StringLike", "b")),
        (MANY, ("StringEquals", "a"), ("StringLike", "b")),
    ],
)
def test_some_request_may_pass_both(key: str, one: tuple[str, Values], other: tuple[str, Values]) -> None:
    assert not clashes(key, one, other)
    assert not clashes(key, other, one)


def test_the_pair_is_the_one_that_clashes() -> None:
    tests = read_tests(TAG, ("StringLike", "a*"), ("StringEquals", "ab"), ("StringNotEquals", "ab"))
    assert clash(tests, Work()) == (tests[1], tests[2])


def test_a_presence_test_makes_two_lenient_tests_strict() -> None:
    lenient = (("StringEqualsIfExists", "a"), ("StringLikeIfExists", "b"))
    assert clashes(TAG, *lenient, ("Null", "false"))
    assert clashes(MANY, ("ForAllValues:StringEquals", "a"), ("ForAnyValue:StringLikeIfExists", "b"), ("Null", "false"))


def test_long_lists_and_texts_are_not_compared() -> None:
    many = [f"v{number}" for number in range(MOST_VALUES + 1)]
    assert clashes(TAG, ("StringEquals", many[1:]), ("StringLike", "w"))
    assert not clashes(TAG, ("StringEquals", many), ("StringLike", "w"))
    assert not clashes(TAG, ("StringEquals", "v" * 2_001), ("StringLike", "w"))


def test_work_is_limited_and_patterns_cost_more() -> None:
    texts = (("StringEquals", "a" * 99), ("StringNotEquals", "a" * 99))
    assert clashes(TAG, *texts, work=204)
    assert not clashes(TAG, *texts, work=203)
    patterns = (("StringEquals", "a" * 99), ("StringNotLike", "a" * 99))
    assert clashes(TAG, *patterns, work=10_000)
    assert not clashes(TAG, *patterns, work=9_999)


def test_the_work_of_one_statement_is_missing_for_the_next() -> None:
    long = ["a" * 400 + str(number) for number in range(2)]
    statement = {"Effect": "Allow", "Condition": {"StringLike": {TAG: long}, "StringNotLike": {TAG: long}}}
    document = json.dumps({"Statement": [statement] * 3})
    findings = list(check_contradictions(subject_of(parse(document), PolicyKind.IDENTITY)))
    assert [each.path[1] for each in findings] == [0]


def test_of_many_read_tests_one_key_the_first_are_compared() -> None:
    operators = [f"StringLike{'x' * number}" for number in range(MOST_TESTS - 1)]
    condition = {name: {TAG: "a"} for name in operators} | {"StringEquals": {TAG: "a"}, "StringNotEquals": {TAG: "a"}}
    text = json.dumps({"Statement": {"Effect": "Allow", "Condition": condition}})
    assert list(check_contradictions(subject_of(parse(text), PolicyKind.IDENTITY))) == []
