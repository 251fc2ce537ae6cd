"""Statements that add nothing: the quick look and the exact analysis tell the same truth, within bounded work."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policybuilder.analysis import Budget, Nothing, difference
from policybuilder.analysis.answers import Witness
from policybuilder.analysis.together import Together, allowing
from policybuilder.analysis.worlds import DEFAULT
from policybuilder.iam import Effect, Policy, parse, policy_from, render_json
from policybuilder.validator import Finding, PolicyKind, codes, fixed_text, validate_plain
from policybuilder.validator.access import exact
from policybuilder.validator.access.candidates import MOST_STATEMENTS, Piece
from policybuilder.validator.access.extent import extent_of
from policybuilder.validator.access.needless import needless
from policybuilder.validator.access.repeats import fully_denied, repeated
from policybuilder.validator.view import Subject, subject_of

ARN = "arn:aws:rekognition:us-east-1:111122223333:project/"
TOLD = {"REDUNDANT_STATEMENT", "SHADOWED_STATEMENT", "ALLOW_FULLY_DENIED"}
ACTIONS = (
    *("rekognition:DetectCustomLabels", "rekognition:StartProjectVersion", "rekognition:St?p*", "rekognition:Detect*"),
    *("rekognition:*", "rekognition:DescribeProjects", "s3:Get*", "s3:GetObject", "*"),
)
RESOURCES = ("*", f"{ARN}*", f"{ARN}cats/*", f"{ARN}cats/version/*", f"{ARN}dogs/version/v?/*", "arn:aws:s3:::b/*")
CONDITIONS: tuple[dict[str, Any], ...] = (
    {"Bool": {"aws:SecureTransport": "true"}},
    {"Bool": {"aws:SecureTransport": "false"}},
    {"StringEquals": {"aws:PrincipalTag/team": ["vision", "sales"]}},
    {"StringLike": {"aws:PrincipalTag/team": "v*"}},
    {"StringNotEqualsIfExists": {"aws:PrincipalTag/team": "vision"}},
    {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
    {"IpAddress": {"aws:SourceIp": "203.0.113.0/25"}},
)


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    def one() -> dict[str, Any]:
        plain: dict[str, Any] = {
            "Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"])),
            draw(st.sampled_from(["Action"] * 5 + ["NotAction"])): draw(
                st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=3, unique=True)
            ),
            draw(st.sampled_from(["Resource"] * 5 + ["NotResource"])): draw(
                st.lists(st.sampled_from(RESOURCES), min_size=1, max_size=2, unique=True)
            ),
        }
        condition = draw(st.sampled_from([None, None, *CONDITIONS]))
        return plain if condition is None else {**plain, "Condition": condition}

    return document(*(one() for _ in range(draw(st.integers(2, 5)))))


def subject(plain: dict[str, Any]) -> Subject:
    return subject_of(parse(render_json(plain)), PolicyKind.IDENTITY)


def policy(plain: dict[str, Any]) -> Policy:
    found = policy_from(plain)
    assert found is not None
    return found


def changes_nothing(plain: dict[str, Any], less: dict[str, Any]) -> bool:
    """Is it not refuted that the policy allows and denies the same as another?"""
    one, other = policy(plain), policy(less)
    together = Together(one, "identity", DEFAULT, Budget(100_000))
    denies = [allowing(each for each in some.statements if each.effect is Effect.DENY) for some in (one, other)]
    pairs = [(one.statements, other.statements), (other.statements, one.statements), (denies[0], denies[1])]
    return not any(isinstance(together.difference(0, more, less), Witness) for more, less in pairs)


def without(plain: dict[str, Any], findings: list[Finding]) -> dict[str, Any]:
    """The policy after the fixes of these findings, all at once, but for what is said of a Deny that takes nothing."""
    gone = {each.path for each in findings if each.code != "DENY_TAKES_NOTHING"}
    left = []
    for number, each in enumerate(plain["Statement"]):
        if ("Statement", number) in gone:
            continue
        kept = dict(each)
        for name in ("Action", "Resource"):
            if name in kept:
                kept[name] = [
                    entry for at, entry in enumerate(kept[name]) if ("Statement", number, name, at) not in gone
                ]
        left.append(kept)
    return document(*left)


@settings(max_examples=60, deadline=None)
@given(documents())
def test_the_exact_analysis_never_refutes_the_quick_look(plain: dict[str, Any]) -> None:
    looked = subject(plain)
    pieces = [Piece(view, extent) for view in looked.statements if (extent := extent_of(view)) is not None]
    for finding in [*repeated(looked, pieces), *fully_denied(looked, pieces)]:
        assert changes_nothing(plain, without(plain, [finding])), finding


@settings(max_examples=60, deadline=None)
@given(documents())
def test_all_that_is_told_may_go_at_once(plain: dict[str, Any]) -> None:
    assert changes_nothing(plain, without(plain, list(needless(subject(plain)))))


@settings(max_examples=60, deadline=None)
@given(documents())
def test_a_deny_that_takes_nothing_changes_nothing_of_the_policy(plain: dict[str, Any]) -> None:
    for finding in needless(subject(plain)):
        if finding.code == "DENY_TAKES_NOTHING":
            left = [each for number, each in enumerate(plain["Statement"]) if number != finding.path[1]]
            answer = difference(policy(document(*left)), policy(plain), "identity", DEFAULT, Budget(100_000))
            assert not isinstance(answer, Witness), finding


def test_both_of_two_covers_are_linked_and_the_fix_proves_true() -> None:
    actions = ["rekognition:StartProjectVersion", "rekognition:StopProjectVersion"]
    plain = document(
        allow(actions, f"{ARN}cats/version/*", Sid="Run"),
        allow("rekognition:Start*", f"{ARN}*", Sid="Start"),
        allow("rekognition:Stop*", f"{ARN}*", Sid="Stop"),
    )
    validation = validate_plain(plain, PolicyKind.IDENTITY)
    (finding,) = [each for each in validation.findings if each.code in TOLD]
    assert finding.params["others"] == ("Start", "Stop")
    assert [each.path for each in finding.related] == [("Statement", 1), ("Statement", 2)]
    after = json.loads(fixed_text(validation.subject.text, finding.fixes[0]))
    for one, other in ((plain, after), (after, plain)):
        assert isinstance(difference(policy(one), policy(other), "identity", DEFAULT, Budget()), Nothing)


def test_the_fix_of_an_idle_deny_says_that_other_policies_are_limited_no_longer() -> None:
    plain = document(
        allow("rekognition:DetectCustomLabels", f"{ARN}cats/*"),
        {**allow("rekognition:DetectCustomLabels", f"{ARN}dogs/*"), "Effect": "Deny"},
    )
    (finding,) = [each for each in needless(subject(plain)) if each.code == "DENY_TAKES_NOTHING"]
    assert [each.id for each in finding.fixes] == ["remove_deny"]
    assert codes()[finding.code].severity.value == "SUGGESTION"


def test_clear_statements_ask_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact, "_answer", None)
    plain = document(*(allow("rekognition:Detect*", f"{ARN}p{number}/*") for number in range(MOST_STATEMENTS)))
    assert list(needless(subject(plain))) == []


def test_what_did_not_change_is_not_asked_again() -> None:
    exact._answer.cache_clear()
    covers = [allow("rekognition:Start*", f"{ARN}*"), allow("rekognition:Stop*", f"{ARN}*")]
    run = allow(["rekognition:StartProjectVersion", "rekognition:StopProjectVersion"], f"{ARN}cats/*")
    list(needless(subject(document(run, *covers))))
    asked = exact._answer.cache_info().misses
    assert asked
    list(needless(subject(document(allow("s3:GetObject", "arn:aws:s3:::b/*"), run, *covers))))
    assert exact._answer.cache_info().misses == asked


def test_questions_end_where_the_work_does(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(exact, "_answer", lambda kind, version, statements: asked.append(len(statements)))
    many = [allow([f"rekognition:{word}*"], f"{ARN}*") for word in ("Detect", "Start", "*Labels", "*Version", "De*")]
    list(needless(subject(document(*many * 10, allow("rekognition:D*", f"{ARN}cats/*")))))
    assert asked
    assert sum(asked) * 2 <= exact.USUAL_WORK
