"""The checks on values as a whole: nothing raises, every finding has its words, long documents take no long time."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.iam import OPERATORS, parse
from policybuilder.validator import Finding, PolicyKind, codes, subject_of, validate, validate_plain
from policybuilder.validator.settle import settled
from policybuilder.validator.values import ABSORBS, CHECKS
from policybuilder.wording.findings import FIXES, WORDS, fix_title, said
from policybuilder.wording.findings import values as wording

MODEL = "arn:aws:rekognition:us-east-1:111122223333:project/cats/version/v1/1700000000000"
CASES = [
    case
    for path in sorted((Path(__file__).parents[1] / "cases" / "findings").glob("values_*.json"))
    for case in json.loads(path.read_text("utf-8"))
]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(
        ["*", "10.0.0.0/8", "1.2.3.4-1.2.3.9", "${aws:username}", "${", "2027-13-01", "vpc-1", "arn:*:*:*:*:*"]
    ),
    st.lists(st.sampled_from(["${}", "", "20270630", "yes", "{{x}}", "AROA*", "us-east-1"]), max_size=3),
)
KEYS = st.sampled_from(
    [
        "aws:SourceIp",
        "aws:RequestedRegion",
        "aws:SourceVpce",
        "aws:userid",
        "aws:TagKeys",
        "aws:EpochTime",
        "kms:ViaService",
        "",
        "x",
    ]
)
NAMES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "ForAllValues:", "ForAnyValue:"]),
    st.sampled_from([*OPERATORS, "Null", "Nothing"]),
    st.sampled_from(["", "IfExists"]),
)
CONDITIONS = st.dictionaries(NAMES, st.dictionaries(KEYS, VALUES, max_size=3), max_size=3)


def raw(document: object, kind: PolicyKind = PolicyKind.IDENTITY) -> list[Finding]:
    """What the checks of this group yield, before anything is left out."""
    subject = subject_of(parse(json.dumps(document)), kind)
    return [finding for check in CHECKS for finding in check(subject)]


@pytest.mark.law
@given(
    CONDITIONS,
    st.sampled_from(["Allow", "Deny", "?"]),
    VALUES,
    st.sampled_from(["2012-10-17", "2008-10-17", None]),
    st.sampled_from(list(PolicyKind)),
)
def test_nothing_raises_and_every_finding_has_words_and_a_place(
    condition: object, effect: str, resource: object, version: str | None, kind: PolicyKind
) -> None:
    statement = {"Sid": "${x}", "Effect": effect, "Action": "a:b", "Resource": resource, "Condition": condition}
    document = {"Statement": statement, "Principal": {"Service": resource}} | ({"Version": version} if version else {})
    for finding in raw(document, kind):
        assert finding.code in codes()
        assert finding.place.span is not None
        variant = finding.params.get("variant")
        assert not variant or f"{finding.code}.{variant}" in WORDS, (finding.code, variant)
        words = said(finding)
        assert words.what
        assert words.why
        assert words.do
        for fix in finding.fixes:
            assert fix.edits
            assert fix.id in FIXES
            assert fix_title(fix)


def test_every_code_has_words_of_its_own_for_its_page() -> None:
    own = {name for name in wording.WORDS if "." not in name}
    assert own == {finding.code for case in CASES for finding in raw_of(case)} & own
    assert all(words.about for name, words in wording.WORDS.items() if name in own)
    assert own <= set(codes())
    assert {name.partition(".")[0] for name in wording.WORDS} == own


def raw_of(case: dict[str, Any]) -> list[Finding]:
    text = case["policy"] if isinstance(case["policy"], str) else json.dumps(case["policy"])
    subject = subject_of(parse(text), PolicyKind(case["kind"]), case.get("resource_type"))
    return [finding for check in CHECKS for finding in check(subject)]


@pytest.mark.parametrize(
    ("condition", "effect", "sentence"),
    [
        ({"StringEquals": {"aws:RequestedRegion": "mars"}}, "Allow", "the test never holds and this Allow gives no access"),
        ({"StringEquals": {"aws:RequestedRegion": "mars"}}, "Deny", "the test never holds and this Deny stops nobody"),
        ({"StringNotEquals": {"aws:RequestedRegion": "mars"}}, "Allow", "it does not limit this Allow"),
        ({"StringNotEquals": {"aws:RequestedRegion": "mars"}}, "Deny", "this Deny spares nobody"),
        ({"StringEqualsIfExists": {"aws:RequestedRegion": "mars"}}, "Allow", "this Allow serves no other requests"),
        ({"StringEquals": {"aws:RequestedRegion": ["mars", "us-east-1"]}}, "Allow", "only the other values count"),
        ({"StringNotEquals": {"aws:RequestedRegion": ["mars", "us-east-1"]}}, "Deny", "What it was meant to spare is stopped"),
        ({"NotIpAddress": {"aws:SourceIp": "office"}}, "Deny", "the test never holds and this Deny stops nobody"),
        ({"NotIpAddress": {"aws:SourceIp": ["office", "203.0.113.0/24"]}}, "Deny", "the whole test may fail"),
        ({"StringEquals": {"aws:ResourceTag/owner": "${aws:nobody}"}}, "Deny", "this Deny stops nobody"),
    ],
)  # fmt: skip
def test_what_it_means_for_access(condition: object, effect: str, sentence: str) -> None:
    statement = {
        "Effect": effect,
        "Action": "rekognition:DetectCustomLabels",
        "Resource": MODEL,
        "Condition": condition,
    }
    findings = validate_plain({"Version": "2012-10-17", "Statement": [statement]}).findings
    assert any(sentence in said(each).why for each in findings), [said(each).why for each in findings]


@pytest.mark.parametrize("name", ["Resource", "NotResource"])
def test_what_an_unknown_variable_means_for_an_entry(name: str) -> None:
    entry = "arn:aws:rekognition:us-east-1:111122223333:project/${aws:nobody}/*"
    statement = {"Effect": "Allow", "Action": "rekognition:DetectCustomLabels", name: entry}
    findings = validate_plain({"Version": "2012-10-17", "Statement": [statement]}).findings
    why = next(said(each).why for each in findings if each.code == "UNKNOWN_POLICY_VARIABLE")
    assert ("covers no resource" if name == "Resource" else "leaves no resource out") in why


@pytest.mark.parametrize("winner", sorted({rule.winner for rule in ABSORBS}))
def test_every_finding_that_swallows_others_is_a_code(winner: str) -> None:
    assert winner in codes()
    assert all(loser in codes() for rule in ABSORBS for loser in rule.losers)


def test_a_cause_is_told_once() -> None:
    statement = {"Effect": "Allow", "Action": "rekognition:DetectCustomLabels", "Resource": MODEL}
    document = {
        "Version": "2012-10-17",
        "Statement": [{**statement, "Condition": {"IpAddress": {"aws:SourceIp": "10.9.9.9/8"}}}],
    }
    every = raw(document)
    assert {each.code for each in every} == {"PRIVATE_IP_ADDRESS", "IMPROVE_IP_RANGE"}
    assert [each.code for each in settled(every, ABSORBS)] == ["PRIVATE_IP_ADDRESS"]


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:PrincipalTag/team": [f"vision{number}-*" for number in range(4000)]}},
        {"StringLike": {f"aws:PrincipalTag/{number}": "*" for number in range(4000)}},
        {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", *(f"10.0.{number}.9/24" for number in range(250))] * 16}},
        {"StringEquals": {"aws:ResourceTag/owner": "${" * 20_000}},
        {"StringLike": {"aws:PrincipalOrgID": "*${aws:username}" * 20_000}},
        {"NumericLessThan": {"aws:MultiFactorAuthAge": [f"{number}s" for number in range(4000)]}},
    ],
    ids=["patterns", "stars", "addresses", "braces", "variables", "numbers"],
)
def test_long_conditions_take_no_long_time(condition: object) -> None:
    statement = {
        "Effect": "Allow",
        "Action": "rekognition:DetectCustomLabels",
        "Resource": MODEL,
        "Condition": condition,
    }
    text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    subject = subject_of(parse(text), PolicyKind.IDENTITY)
    start = time.process_time()
    assert sum(1 for check in CHECKS for _ in check(subject)) > 0
    assert time.process_time() - start < 5


def test_what_is_said_of_several_bounds() -> None:
    condition = {"NumericLessThan": {"aws:MultiFactorAuthAge": ["2700", "3600"]}}
    statement = {
        "Effect": "Allow",
        "Action": "rekognition:DetectCustomLabels",
        "Resource": MODEL,
        "Condition": condition,
    }
    (finding,) = validate_plain({"Version": "2012-10-17", "Statement": [statement]}).findings
    assert (
        said(finding).what
        == "NumericLessThan compares aws:MultiFactorAuthAge with several upper bounds: 2700 and 3600."
    )
    assert "only the greatest, 3600, counts" in said(finding).why


def test_the_same_document_gives_the_same_findings() -> None:
    for case in CASES[:40]:
        text = case["policy"] if isinstance(case["policy"], str) else json.dumps(case["policy"])
        assert validate(text).findings == validate(text).findings
