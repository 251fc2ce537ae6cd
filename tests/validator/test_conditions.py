"""Laws of the checks of conditions: nothing is raised, places are real, repairs repair, the engine agrees."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policybuilder.iam import OPERATORS, Decision, Layers, Request, Severity, decide, node_at, parse, policy_from
from policybuilder.validator import Finding, PolicyKind, fixed_text, validate
from policybuilder.validator.conditions import CHECKS
from policybuilder.validator.conditions.absence import needs_key
from policybuilder.validator.conditions.changes import actions_apart, key_renamed, moved, operator_renamed, without
from policybuilder.validator.conditions.keys import meant
from policybuilder.validator.conditions.names import MOST_GUESSES
from policybuilder.validator.conditions.operators import near_operator
from policybuilder.validator.finding import fix
from policybuilder.validator.view import StatementView, Subject, subject_of
from policybuilder.wording.findings import WORDS, fix_title, said

PROJECT = "arn:aws:rekognition:us-east-1:111122223333:project/cats/1690000000000"
ACTIONS = [
    "rekognition:DescribeProjects",
    "rekognition:CreateProject",
    "rekognition:TagResource",
    "rekognition:Delete*",
    "s3:ListBucket",
    "dynamodb:GetItem",
    "sagemaker:InvokeEndpoint",
    "*",
    "nobody:Knows",
]
BASES = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"]
BASES += [
    "StringNotEqualsIgnoreCase",
    "Bool",
    "NumericLessThan",
    "NumericGreaterThanEquals",
    "DateGreaterThan",
    "DateNotEquals",
    "IpAddress",
]
BASES += ["NotIpAddress", "ArnLike", "ArnNotEquals", "Null", "BinaryEquals", "StringEqual", "bool", "", "Nöl"]
KEYS = ["aws:TagKeys", "aws:ResourceTag/team", "AWS:resourcetag/TEAM", "aws:RequestTag/team", "aws:SecureTransport"]
KEYS += ["aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge", "aws:SourceIp", "aws:VpcSourceIp", "aws:PrincipalArn"]
KEYS += ["aws:CurrentTime", "aws:UserAgent", "aws:ARN", "aws:SourceOwner", "aws:ResourceTag", "aws:PrincipalTag/*"]
KEYS += [
    "s3:prefix",
    "dynamodb:Attributes",
    "sts:SourceIdentity",
    "aws:VpceAccount",
    "token.example.com:sub",
    "SourceIp",
]
KEYS += ["rekognition:Project", "nobody:knows", "aws:Nothing", "aws:", ":", "", "a b:c", "aws:ResourceTag/ü\u2028"]
VALUES = [
    "true",
    "false",
    "live",
    "li*",
    "900",
    "2027-01-01",
    "10.0.0.0/8",
    "203.0.113.0/24",
    "*",
    "",
    "${aws:username}",
]
VALUES += ["arn:aws:iam::111122223333:role/*", "arn:aws:iam::111122223333:role/labels", "ü" * 3]

scalars = st.sampled_from([*VALUES, True, False, 900, 1.5, None])
values = st.one_of(scalars, st.lists(scalars, max_size=3), st.just({"x": "y"}))
operators = st.tuples(
    st.sampled_from(["", "", "", "ForAllValues:", "ForAnyValue:", "ForAnyValues:"]),
    st.sampled_from(BASES),
    st.sampled_from(["", "", "IfExists"]),
).map("".join)
conditions = st.dictionaries(operators, st.dictionaries(st.sampled_from(KEYS), values, max_size=3), max_size=3)
actions = st.one_of(st.sampled_from(ACTIONS), st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=3, unique=True))
statements = st.builds(
    lambda effect, element, chosen, condition: {
        "Effect": effect,
        element: chosen,
        "Resource": "*",
        "Condition": condition,
    },
    st.sampled_from(["Allow", "Deny"]),
    st.sampled_from(["Action", "Action", "Action", "NotAction"]),
    actions,
    conditions,
)
documents = st.one_of(statements, st.lists(statements, min_size=1, max_size=2)).map(
    lambda statement: {"Version": "2012-10-17", "Statement": statement}
)
kinds = st.sampled_from([PolicyKind.IDENTITY, PolicyKind.IDENTITY, PolicyKind.SCP, PolicyKind.RESOURCE])


def subject(document: Any, kind: PolicyKind = PolicyKind.IDENTITY) -> Subject:
    return subject_of(parse(json.dumps(document, indent=2, ensure_ascii=False)), kind)


def found(whole: Subject) -> Iterator[Finding]:
    for check in CHECKS:
        yield from check(whole)


def how_many(findings: Iterable[Finding], like: Finding) -> int:
    """Findings of a code about the same key or operator."""
    about = [like.params.get(name) for name in ("key", "operator")]
    same = [each for each in findings if each.code == like.code]
    return len([each for each in same if [each.params.get(name) for name in ("key", "operator")] == about])


@given(documents, kinds)
def test_every_finding_stands_somewhere_and_has_words(document: Any, kind: PolicyKind) -> None:
    whole = subject(document, kind)
    for finding in found(whole):
        assert whole.root is not None
        assert node_at(whole.root, finding.path) is not None
        assert finding.place.span is not None
        assert finding.place.span.start.offset < finding.place.span.end.offset
        variant = finding.params.get("variant", "")
        assert not variant or f"{finding.code}.{variant}" in WORDS or finding.code in WORDS
        words = said(finding)
        assert words.what.strip()
        assert words.why.strip()
        assert words.do.strip()
        for repair in finding.fixes:
            assert fix_title(repair) != repair.id


UNCOVERING = {
    "INVALID_CONDITION_OPERATOR",
    "INVALID_CONDITION_KEY_FORMAT",
    "INVALID_GLOBAL_CONDITION_KEY",
    "INVALID_SERVICE",
    "INVALID_SERVICE_CONDITION_KEY",
    "UNSUPPORTED_GLOBAL_CONDITION_KEY",
    "DEPRECATED_GLOBAL_CONDITION_KEY",
    "NULL_WITH_IF_EXISTS",
    "TYPE_MISMATCH",
}
"""A name that is unknown, or of the wrong type, hides what else is wrong with the test; with the right one that is told."""


@given(documents, kinds)
def test_a_repair_takes_its_finding_away_and_brings_no_error(document: Any, kind: PolicyKind) -> None:
    whole = subject(document, kind)
    before = validate(whole.text, kind).findings
    errors = {each.code for each in before if each.severity is Severity.ERROR}
    for finding in found(whole):
        if finding not in before:
            continue  # another finding speaks about the same cause first
        for repair in finding.fixes:
            after = validate(fixed_text(whole.text, repair), kind).findings
            assert how_many(after, finding) < how_many(before, finding), (finding.code, repair)
            new = {each.code for each in after if each.severity is Severity.ERROR}
            assert finding.code in UNCOVERING or not new - errors, (finding.code, repair)


texts = st.sampled_from([each for each in VALUES if each and "${" not in each])
real_operators = st.tuples(
    st.sampled_from(["", "", "ForAllValues:", "ForAnyValue:"]),
    st.sampled_from([each for each in BASES if each in OPERATORS or each == "Null"]),
    st.sampled_from(["", "", "IfExists"]),
).map(lambda parts: "Null" if parts[1] == "Null" else "".join(parts))
SINGLE, MANY = "aws:ResourceTag/team", "aws:TagKeys"


def allow(condition: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}
    return {"Version": "2012-10-17", "Statement": statement}


def applies(condition: Any, context: dict[str, str | tuple[str, ...]]) -> bool:
    """The engine's word on a condition."""
    policy = policy_from(allow(condition))
    assert policy is not None
    request = Request("rekognition:TagResource", PROJECT, "arn:aws:iam::111122223333:user/ana", context=context)
    return decide(request, Layers(identity=(policy,))).decision is Decision.ALLOWED


@given(real_operators, st.sampled_from([SINGLE, MANY]), st.lists(texts, min_size=1, max_size=2))
def test_a_test_that_needs_the_key_fails_without_it_and_any_other_holds(
    operator: str, key: str, wanted: list[str]
) -> None:
    assume(key == SINGLE or ":" in operator or operator == "Null")  # many values without a set operator never match
    if operator == "Null":
        wanted = ["true"]
    view = subject(allow({operator: {key: wanted}})).statements[0]
    assert applies({operator: {key: wanted}}, {}) is not needs_key(view.tests[0])


FAMILIES: dict[str, tuple[list[str], list[str]]] = {
    "aws:ResourceTag/team": (
        [each for each in BASES if each.startswith("String") and each in OPERATORS] + ["Null"],
        ["live", "li*", "LIVE", "l?ve", "test", "*"],
    ),
    "aws:MultiFactorAuthAge": (
        ["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "Null"],
        ["1", "1.5", "2", "-1"],
    ),
    "aws:CurrentTime": (
        ["DateEquals", "DateNotEquals", "DateLessThan", "DateGreaterThan", "DateGreaterThanEquals"],
        ["2027-01-01", "2027-01-01T00:00:00Z", "2027-01-02", "1798761601"],
    ),
    "aws:SourceIp": (["IpAddress", "NotIpAddress", "Null"], ["203.0.113.0/24", "203.0.113.7", "2001:db8::/32"]),
    "aws:SecureTransport": (["Bool", "Null"], ["true", "false"]),
    "aws:PrincipalArn": (
        ["ArnLike", "ArnEquals", "ArnNotLike", "ArnNotEquals"],
        ["arn:aws:iam::111122223333:role/*", "arn:aws:iam::111122223333:role/a", "arn:aws:iam::*:role/a", "x"],
    ),
    "aws:TagKeys": (
        [
            "ForAllValues:StringLike",
            "ForAnyValue:StringLike",
            "ForAllValues:StringNotLike",
            "ForAnyValue:StringNotEquals",
        ],
        ["live", "li*", "test"],
    ),
}
SENT: dict[str, list[str | tuple[str, ...]]] = {
    "aws:ResourceTag/team": ["live", "LIVE", "lime", "test", "x", ""],
    "aws:MultiFactorAuthAge": ["0", "1", "1.2", "1.5", "1.7", "2", "3", "-1", "-2"],
    "aws:CurrentTime": ["2026-12-31T00:00:00Z", "2027-01-01T00:00:00Z", "2027-01-01T00:00:01Z", "2027-01-01T07:00:00Z"],
    "aws:SourceIp": ["203.0.113.7", "203.0.113.8", "198.51.100.1", "2001:db8::1", "2001:db9::1"],
    "aws:SecureTransport": ["true", "false"],
    "aws:PrincipalArn": [
        "arn:aws:iam::111122223333:role/a",
        "arn:aws:iam::111122223333:role/b",
        "arn:aws:iam::1:role/a",
    ],
    "aws:TagKeys": [("live",), ("test",), ("lime", "test"), ("live", "lime")],
}


@st.composite
def two_tests(draw: st.DrawFn) -> tuple[str, dict[str, dict[str, list[str]]]]:
    key = draw(st.sampled_from(sorted(FAMILIES)))
    names, wanted = FAMILIES[key]
    condition = {}
    for name in draw(st.lists(st.sampled_from(names), min_size=2, max_size=3)):
        ending = draw(st.sampled_from(["", "", "IfExists"])) if name != "Null" else ""
        pool = wanted if name != "Null" else ["true", "false"]
        condition[name + ending] = {key: draw(st.lists(st.sampled_from(pool), min_size=1, max_size=2, unique=True))}
    return key, condition


@given(two_tests())
def test_a_condition_that_never_holds_holds_for_no_request(drawn: tuple[str, dict[str, dict[str, list[str]]]]) -> None:
    key, condition = drawn
    if any(finding.code == "CONDITION_NEVER_TRUE" for finding in found(subject(allow(condition)))):
        contexts: list[dict[str, str | tuple[str, ...]]] = [{}, *({key: value} for value in SENT[key])]
        assert not any(applies(condition, context) for context in contexts)


CONDITION = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["rekognition:CreateProject","rekognition:DescribeProjects"],
      "Resource": "*",
      "Condition": {"StringEqual":{"aws:username" : "ana",   "aws:TagKeys":["a", "b"]},
                    "Bool": {"aws:SecureTransport": true}}
    }
  ]
}
"""


def written(text: str = CONDITION) -> tuple[Subject, StatementView]:
    whole = subject_of(parse(text), PolicyKind.IDENTITY)
    return whole, whole.statements[0]


def test_a_new_name_leaves_every_other_character_as_it_was() -> None:
    whole, view = written()
    named = fixed_text(whole.text, fix("x", *operator_renamed(view, view.tests[0], "StringEquals")))
    assert named == CONDITION.replace('"StringEqual"', '"StringEquals"')
    keyed = fixed_text(whole.text, fix("x", *key_renamed(view, view.tests[0], "aws:userid")))
    assert keyed == CONDITION.replace('"aws:username"', '"aws:userid"')


def test_no_key_is_renamed_to_one_that_stands_beside_it() -> None:
    _, view = written()
    assert key_renamed(view, view.tests[0], "AWS:tagkeys") == ()


def test_a_block_goes_into_the_block_of_its_new_name() -> None:
    text = CONDITION.replace('"Bool": {"aws:SecureTransport": true}', '"StringEquals": {"aws:userid": "x"}')
    _, view = written(text)
    mended = json.loads(fixed_text(text, fix("x", *operator_renamed(view, view.tests[0], "StringEquals"))))
    condition = mended["Statement"][0]["Condition"]
    assert condition == {"StringEquals": {"aws:userid": "x", "aws:username": "ana", "aws:TagKeys": ["a", "b"]}}


def test_blocks_with_the_same_key_are_not_joined() -> None:
    text = CONDITION.replace('"Bool": {"aws:SecureTransport": true}', '"StringEquals": {"AWS:username": "x"}')
    _, view = written(text)
    assert operator_renamed(view, view.tests[0], "StringEquals") == ()


def test_one_test_of_a_block_moves_alone() -> None:
    whole, view = written()
    mended = json.loads(fixed_text(whole.text, fix("x", *moved(view, view.tests[1], "ForAnyValue:StringEquals"))))
    assert mended["Statement"][0]["Condition"] == {
        "StringEqual": {"aws:username": "ana"},
        "Bool": {"aws:SecureTransport": True},
        "ForAnyValue:StringEquals": {"aws:TagKeys": ["a", "b"]},
    }


def test_the_last_test_takes_its_block_and_the_condition_with_it() -> None:
    text = json.dumps(allow({"Bool": {"aws:SecureTransport": "true"}}))
    _, view = written(text)
    assert "Condition" not in json.loads(fixed_text(text, fix("x", *without(view, view.tests[0]))))["Statement"]


@pytest.mark.parametrize("single", [False, True])
def test_actions_get_a_statement_of_their_own(single: bool) -> None:
    document = json.loads(CONDITION)
    document["Statement"][0]["Sid"] = "One"
    if single:
        document["Statement"] = document["Statement"][0]
    text = json.dumps(document)
    _, view = written(text)
    apart = actions_apart(view, view.texts("Action")[1:], {"Condition": None})
    first, second = json.loads(fixed_text(text, fix("x", *apart)))["Statement"]
    assert first["Action"] == ["rekognition:CreateProject"]
    assert first["Sid"] == "One"
    assert second == {"Effect": "Allow", "Action": "rekognition:DescribeProjects", "Resource": "*"}


@pytest.mark.parametrize(
    ("slip", "right"),
    [
        ("StringEqual", "StringEquals"),
        ("stringlike", "StringLike"),
        ("String Equals", "StringEquals"),
        ("ForAnyValue:StringEqualIfExists", "ForAnyValue:StringEqualsIfExists"),
        ("forallvalues::stringlike", "ForAllValues:StringLike"),
        ("NumericGreaterThanOrEquals", "NumericGreaterThanEquals"),
        ("IPAddress", "IpAddress"),
        ("Boolean", "Bool"),
        ("isNull", "Null"),
        ("Contains", None),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_the_nearest_operator(slip: str, right: str | None) -> None:
    assert near_operator(slip) == right


@pytest.mark.parametrize(
    ("slip", "right"),
    [
        ("SourceIp", "aws:SourceIp"),
        ("ResourceTag/stage", "aws:ResourceTag/stage"),
        ("aws:ResourceTags/stage", "aws:ResourceTag/stage"),
        ("aws:RequestRegion", "aws:RequestedRegion"),
        ("aws:SourceAddress", "aws:SourceIp"),
        ("rekognition:ResourceTag/stage", "aws:ResourceTag/stage"),
        ("s3:Prefixs", "s3:prefix"),
        ("rekognition:ProjectName", None),
        ("aws:ResourceTags", None),
        ("aws:Department", None),
        ("", None),
        (":", None),
        ("aws:" + "x" * 10_000, None),
    ],
)
def test_the_nearest_key(slip: str, right: str | None) -> None:
    assert meant(slip) == right


def test_a_document_full_of_unknown_names_gets_guesses_for_the_first_only() -> None:
    many = {f"aws:Sourcelp{number}": "x" for number in range(MOST_GUESSES + 5)}
    findings = [
        each for each in found(subject(allow({"StringEquals": many}))) if each.code.startswith("INVALID_GLOBAL")
    ]
    assert len(findings) == len(many)
    assert [each.params["suggestion"] for each in findings[MOST_GUESSES:]] == [""] * 5
