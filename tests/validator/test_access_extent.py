"""Which statement covers which: what is told is true of every request, and plain cases are told."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policybuilder.iam import Decision, Layers, Request, decide, parse, render_json
from policybuilder.validator import PolicyKind
from policybuilder.validator.access.extent import Extent, extent_of
from policybuilder.validator.view import subject_of
from tests.strategies import ROOT, settled_requests, statements

ARN = "arn:aws:rekognition:us-east-1:111122223333:project/"
Plain = dict[str, Any]
allowing = statements(effects=("Allow",))


def extent(statement: Plain) -> Extent | None:
    text = render_json({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})
    return extent_of(subject_of(parse(text), PolicyKind.IDENTITY).statements[0])


def covers(wide: Plain, narrow: Plain) -> bool:
    one, other = extent(wide), extent(narrow)
    return one is not None and other is not None and one.covers(other)


def allows(request: Request, statement: Plain) -> bool:
    policy = parse(render_json({"Version": "2012-10-17", "Statement": [statement]})).policy
    assert policy is not None
    return decide(request, Layers(identity=(policy,))).decision is Decision.ALLOWED


@pytest.mark.law
@given(settled_requests, st.lists(allowing, min_size=2, max_size=6))
def test_what_a_covered_statement_allows_the_wider_one_allows_too(request: Request, plain: list[Plain]) -> None:
    assume(request.principal != ROOT)
    extents = [extent(each) for each in plain]
    for one, wide in zip(extents, plain, strict=True):
        for other, narrow in zip(extents, plain, strict=True):
            if one is not None and other is not None and one.covers(other) and allows(request, narrow):
                assert allows(request, wide), (wide, narrow)


@pytest.mark.law
@given(allowing)
def test_every_statement_covers_itself_and_its_parts(statement: Plain) -> None:
    whole = extent(statement)
    assume(whole is not None)
    assert whole is not None
    assert whole.covers(whole)
    assert all(whole.covers(part) for part in whole.parts(100))


def on(resource: Any, action: Any = "rekognition:DetectCustomLabels", **more: Any) -> Plain:
    return {"Action": action, "Resource": resource, **more}


def when(operator: str, values: Any, key: str = "aws:PrincipalTag/team") -> Plain:
    return on("*", Condition={operator: {key: values}})


WIDER = [
    (on("*"), on(f"{ARN}cats/version/*")),
    (on(f"{ARN}*"), on(f"{ARN}cats/version/v1/1700000000000")),
    (on("arn:aws:rekognition"), on(f"{ARN}cats/*")),
    (on("*", "rekognition:Detect*"), on("*", "REKOGNITION:detectcustomlabels")),
    (on("*", "*"), on("*", ["s3:*", "rekognition:Describe?*"])),
    (on(f"{ARN}*/version/*"), on(f"{ARN}${{aws:username}}/version/*")),
    ({"Action": "rekognition:*", "NotResource": f"{ARN}live/*"}, on(f"{ARN}test/*")),
    ({"NotAction": "iam:*", "Resource": "*"}, on("*", "rekognition:*")),
    ({"NotAction": "iam:*", "Resource": "*"}, {"NotAction": ["iam:*", "sts:*"], "Resource": "*"}),
    (when("StringEquals", ["a", "b"]), when("StringEquals", "a")),
    (when("StringNotEquals", "a"), when("StringNotEquals", ["a", "b"])),
    (when("StringLike", "vision-*"), when("StringLike", ["vision-a", "vision-b*"])),
    (when("StringEqualsIfExists", "a"), when("StringEquals", "a")),
    (when("ArnLike", "arn:aws:iam::*:role/x"), when("ArnEquals", "arn:aws:iam::111122223333:role/x")),
    (on("*"), when("StringEquals", "a")),
]


@pytest.mark.parametrize(("wide", "narrow"), WIDER)
def test_the_wider_statement_covers_the_narrower_one_only(wide: Plain, narrow: Plain) -> None:
    assert covers(wide, narrow)
    assert not covers(narrow, wide)


EQUAL = [
    (on("*"), on(["*", f"{ARN}cats/*"])),
    (on("*", ["rekognition:*", "Rekognition:Detect*"]), on(["*"], "rekognition:*")),
    (on("arn:aws:s3"), on("arn:aws:s3:*:*:*")),
    (when("Bool", True, "AWS:SecureTransport"), when("Bool", "true", "aws:securetransport")),
    (when("ArnEquals", "a:b:c:d:e:f"), when("ArnLike", ["a:b:c:d:e:f"])),
]


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_ways_of_writing_the_same_have_one_extent(one: Plain, other: Plain) -> None:
    assert extent(one) == extent(other)


APART = [
    (on(f"{ARN}cats/*"), on("*")),
    (on("arn:*"), on("*")),
    (on(f"{ARN}????/*"), on(f"{ARN}${{aws:username}}/*")),
    (on(f"{ARN}${{aws:username}}/*"), on(f"{ARN}cats/*")),
    (on("*", "rekognition:*"), {"NotAction": "iam:*", "Resource": "*"}),
    ({"NotAction": "rekognition:D*", "Resource": "*"}, on("*")),
    ({"Action": "rekognition:*", "NotResource": f"{ARN}c*"}, on(f"{ARN}*/version/*")),
    (when("StringEquals", "a"), when("StringLike", "a")),
    (when("StringEquals", "a"), when("StringEqualsIfExists", "a")),
    (when("StringEquals", "a"), when("StringEquals", "a", "aws:PrincipalTag/unit")),
    (when("StringLike", "${aws:username}*"), when("StringLike", "ana-1")),
]


@pytest.mark.parametrize(("wide", "narrow"), APART)
def test_what_is_not_wider_covers_nothing(wide: Plain, narrow: Plain) -> None:
    assert not covers(wide, narrow)


@pytest.mark.parametrize(
    "statement",
    [
        {"Action": "s3*", "Resource": "*"},
        {"Action": "rek*:Get*", "Resource": "*"},
        {"Action": [], "Resource": "*"},
        {"Action": "s3:*", "Resource": []},
        {"Action": "s3:*", "Resource": "*", "Condition": {"StringIs": {"aws:username": "x"}}},
        {"Action": "s3:*", "Resource": "*", "Effect": "allow"},
    ],
)
def test_a_statement_that_never_applies_has_no_extent(statement: Plain) -> None:
    assert extent(statement) is None


def named(principal: Any) -> Plain:
    return {"Action": "s3:*", "Resource": "*", "Principal": principal}


def test_principals_are_compared_too() -> None:
    role = "arn:aws:iam::444455556666:role/x"
    everyone, account = named("*"), named({"AWS": "444455556666"})
    assert covers(everyone, named({"AWS": [role]}))
    assert covers(account, named({"AWS": "arn:aws:iam::444455556666:root"}))
    assert covers(named({"AWS": "*"}), everyone)
    assert not covers(everyone, named({"Service": "lambda.amazonaws.com"}))
    assert not covers(account, named({"AWS": role}))
    assert not covers(everyone, {"Action": "s3:*", "Resource": "*"})
    assert not covers(everyone, {"Action": "s3:*", "Resource": "*", "NotPrincipal": {"AWS": role}})
