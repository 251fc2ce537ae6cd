"""The frame of the validator: kinds, places inside strings, one cause one finding, mutes, proofs."""

import json

import pytest

from policybuilder.iam import Decision, JsonValue, Severity, parse, policy_from
from policybuilder.validator import (
    Finding,
    Mute,
    Place,
    PolicyKind,
    Sample,
    codes,
    guessed_kind,
    kind_of,
    mute_of,
    proof_of,
    subject_of,
    validate,
    validate_plain,
)
from policybuilder.validator.base import Scope, absorbs
from policybuilder.validator.finding import fix, removed, replaced
from policybuilder.validator.settle import settled, statement_of

# -- kinds -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy_type", "resource_type", "kind"),
    [
        ("IDENTITY_POLICY", None, PolicyKind.IDENTITY),
        ("SERVICE_CONTROL_POLICY", None, PolicyKind.SCP),
        ("RESOURCE_CONTROL_POLICY", None, PolicyKind.RCP),
        ("RESOURCE_POLICY", None, PolicyKind.PROJECT),
        ("RESOURCE_POLICY", "AWS::IAM::AssumeRolePolicyDocument", PolicyKind.TRUST),
        ("RESOURCE_POLICY", "AWS::S3::Bucket", PolicyKind.RESOURCE),
        ("identity", None, None),
    ],
)
def test_kinds_have_access_analyzers_names(
    policy_type: str, resource_type: str | None, kind: PolicyKind | None
) -> None:
    assert kind_of(policy_type, resource_type) is kind


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ({"Effect": "Allow", "Action": "*", "Resource": "*"}, PolicyKind.IDENTITY),
        ({"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}, PolicyKind.TRUST),
        (
            {"Effect": "Allow", "Principal": {"AWS": "1"}, "Action": ["sts:AssumeRoleWithSAML", "sts:TagSession"]},
            PolicyKind.TRUST,
        ),
        ({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}, PolicyKind.RCP),
        (
            {"Effect": "Allow", "Principal": "*", "Action": "rekognition:CopyProjectVersion", "Resource": "*"},
            PolicyKind.PROJECT,
        ),
        (
            {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "s3:GetObject", "Resource": "*"},
            PolicyKind.RESOURCE,
        ),
        (
            {"Effect": "Allow", "NotPrincipal": {"AWS": "*"}, "NotAction": "s3:GetObject", "Resource": "*"},
            PolicyKind.RESOURCE,
        ),
    ],
)
def test_the_kind_is_guessed_from_principals_and_actions(statement: JsonValue, kind: PolicyKind) -> None:
    assert guessed_kind(policy_from({"Version": "2012-10-17", "Statement": [statement]})) is kind
    assert guessed_kind(None) is PolicyKind.IDENTITY


# -- places ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "start", "end", "meant"),
    [
        ('"arn:aws:s3:::x"', 4, 7, "aws"),
        ('"a\\u0041\\"b"', 1, 3, '\\u0041\\"'),
        ('"\\ud83d\\ude00z"', 1, 2, "z"),
        ('"\\ud83d\\ude00z"', 0, 1, "\\ud83d\\ude00"),
        ('"\\ud83dz"', 1, 2, "z"),
        ('"\\\\x"', 0, 1, "\\\\"),
        ('"ab"', 0, 99, "ab"),
    ],
)
def test_the_place_of_some_characters_counts_escapes_as_written(written: str, start: int, end: int, meant: str) -> None:
    text = f'{{"Statement": [{{\n "Resource": {written}}}]}}'
    view = subject_of(parse(text), PolicyKind.IDENTITY).statements[0]
    place = view.texts("Resource")[0].part(start, end)
    assert place.span is not None
    assert text[place.span.start.offset : place.span.end.offset] == meant
    assert place.span.start.line == 2
    assert place.span.start.column == place.span.start.offset - text.index("\n") - 1


def test_the_view_has_every_element_with_its_place() -> None:
    text = json.dumps(
        {
            "Statement": {
                "Sid": "One",
                "Effect": "Deny",
                "Principal": {"AWS": ["1", "2"], "Service": "s"},
                "NotAction": ["a:b", 7],
                "Resource": "*",
                "Condition": {"ForAnyValue:StringLikeIfExists": {"aws:TagKeys": ["x", 1, True]}, "Odd": {"k": "v"}},
            }
        }
    )
    (view,) = subject_of(parse(text), PolicyKind.RESOURCE).statements
    assert (view.path, view.number, view.denies, view.allows) == (("Statement",), 0, True, False)
    assert view.sid is not None
    assert view.sid.value == "One"
    assert [each.path for each in view.texts("NotAction")] == [("Statement", "NotAction", 0)]
    assert view.element("Action") is None
    assert view.principal is not None
    assert [(kind.value, [each.value for each in values]) for kind, values in view.principal.entries] == [
        ("AWS", ["1", "2"]),
        ("Service", ["s"]),
    ]
    first, second = view.tests
    assert (first.base, first.folded_key, first.name is not None and first.name.if_exists) == (
        "StringLike",
        "aws:tagkeys",
        True,
    )
    assert [(each.value, each.type) for each in first.values] == [("x", "string"), ("1", "number"), ("true", "boolean")]
    assert (second.base, second.name, second.is_list) == ("", None, False)
    assert second.place.path == ("Statement", "Condition", "Odd", "k")


# -- one cause, one finding --------------------------------------------------------------------------------------------


def finding(code: str, *path: str | int, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(code, severity, Place(path))


def test_a_finding_swallows_what_comes_from_the_same_cause() -> None:
    unknown = finding("INVALID_ACTION", "Statement", 0, "Action", 1)
    below = finding("ACTION_RESOURCE_MISMATCH", "Statement", 0, "Action", 1)
    beside = finding("ACTION_RESOURCE_MISMATCH", "Statement", 0, "Action", 2)
    elsewhere = finding("ACTION_RESOURCE_MISMATCH", "Statement", 1, "Action", 1)
    every = [below, unknown, beside, elsewhere]
    wanted: dict[Scope, list[Finding]] = {
        Scope.PLACE: [beside, elsewhere],
        Scope.STATEMENT: [elsewhere],
        Scope.DOCUMENT: [],
    }
    for scope, left in wanted.items():
        rule = absorbs("INVALID_ACTION", scope, "ACTION_RESOURCE_MISMATCH")
        assert {each.path for each in settled(every, [rule])} == {unknown.path} | {each.path for each in left}
        assert len(settled([below], [rule])) == 1
    assert len(settled([unknown, unknown], [])) == 1
    assert statement_of(("Statement", "Action")) == ("Statement",)
    assert statement_of(()) == ()


def test_what_matters_comes_first() -> None:
    order = [Severity.SUGGESTION, Severity.WARNING, Severity.ERROR, Severity.SECURITY_WARNING]
    found = settled([finding("INVALID_ACTION", "Statement", n, severity=each) for n, each in enumerate(order)], [])
    assert [each.severity for each in found] == [
        Severity.ERROR,
        Severity.SECURITY_WARNING,
        Severity.WARNING,
        Severity.SUGGESTION,
    ]


# -- mutes -------------------------------------------------------------------------------------------------------------

STATEMENTS: list[JsonValue] = [
    {"Sid": "Wide", "Effect": "Allow", "Action": ["rekognition:*"], "Resource": "*"},
    {"Effect": "Allow", "Action": ["rekognition:*"], "Resource": "*"},
]
STAR = {"Version": "2012-10-17", "Statement": STATEMENTS}
CODE = "SERVICE_WILDCARD_ACTION"


def test_a_mute_is_for_one_finding_as_long_as_its_element_stays() -> None:
    before = validate_plain(STAR, PolicyKind.IDENTITY)
    wide = [each for each in before.findings if each.code == CODE]
    assert len(wide) == 2
    mute = mute_of(wide[0], before.subject.root, "a sandbox")
    after = validate(before.subject.text, PolicyKind.IDENTITY, mutes=[mute])
    assert [each.path for each in after.findings if each.code == CODE] == [wide[1].path]
    assert [(each.path, why.reason) for each, why in after.muted] == [(wide[0].path, "a sandbox")]
    moved = validate(json.dumps({"Version": "2012-10-17", "Statement": STATEMENTS[::-1]}), mutes=[mute])
    assert len(moved.muted) == 1, "the Sid tells the statement"
    changed = validate(before.subject.text.replace('"rekognition:*"', '"s3:*"', 1), mutes=[mute])
    assert changed.muted == ()
    assert len(validate(before.subject.text, mutes=[Mute(CODE, "all of them")]).muted) == 2


# -- proofs ------------------------------------------------------------------------------------------------------------

ACTION, VERSION = "rekognition:DetectCustomLabels", "arn:aws:rekognition:us-east-1:111122223333:project/p/version/v/1"


def document(effect: str, **more: JsonValue) -> str:
    statement: dict[str, JsonValue] = {"Effect": effect, "Action": ACTION, "Resource": VERSION, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.mark.parametrize(
    ("kind", "effect", "more", "before"),
    [
        (PolicyKind.IDENTITY, "Allow", {}, Decision.ALLOWED),
        (PolicyKind.IDENTITY, "Deny", {}, Decision.EXPLICIT_DENY),
        (PolicyKind.BOUNDARY, "Allow", {}, Decision.ALLOWED),
        (PolicyKind.SESSION, "Allow", {}, Decision.ALLOWED),
        (PolicyKind.SCP, "Allow", {}, Decision.ALLOWED),
        (PolicyKind.SCP, "Deny", {}, Decision.EXPLICIT_DENY),
        (PolicyKind.PROJECT, "Allow", {"Principal": "*"}, Decision.ALLOWED),
        (PolicyKind.RESOURCE, "Deny", {"Principal": "*"}, Decision.EXPLICIT_DENY),
    ],
)
def test_a_sample_is_decided_in_the_place_of_its_kind(
    kind: PolicyKind, effect: str, more: dict[str, JsonValue], before: Decision
) -> None:
    subject = subject_of(parse(document(effect, **more)), kind)
    shown = Finding(CODE, Severity.WARNING, Place(()), sample=Sample(ACTION, VERSION))
    proof = proof_of(subject, shown)
    assert proof is not None
    assert (proof.before, proof.after) == (before, None)
    assert proof.beside is (kind is not PolicyKind.IDENTITY)


def test_a_proof_has_the_decision_after_the_fix() -> None:
    subject = subject_of(parse(document("Allow")), PolicyKind.IDENTITY)
    other = fix("any", replaced(("Statement", 0, "Effect"), "Deny"))
    shown = Finding(
        CODE,
        Severity.WARNING,
        Place(()),
        sample=Sample(ACTION, VERSION),
        fixes=(fix("any", removed(("Statement", 0))),),
    )
    first, second = proof_of(subject, shown), proof_of(subject, shown, other)
    assert first is not None
    assert second is not None
    assert (first.after, second.after) == (Decision.IMPLICIT_DENY, Decision.EXPLICIT_DENY)
    assert proof_of(subject, Finding(CODE, Severity.WARNING, Place(()))) is None
    assert proof_of(subject_of(parse("{"), PolicyKind.IDENTITY), shown) is None


def test_the_list_of_codes_is_in_order() -> None:
    rank = list(Severity)
    rows = [(rank.index(code.severity), code.code) for code in codes().values()]
    assert rows == sorted(rows)
