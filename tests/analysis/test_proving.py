"""The proof behind an offer: permissions, denials, and callers of the resource's own account."""

import pytest

from policybuilder.analysis.minimise import Options, minimise
from policybuilder.analysis.proof import Verdict, proof_of
from policybuilder.analysis.proving import prover
from policybuilder.iam import minify
from tests.analysis.build import PROJECT, allow, deny, document

VERSION = f"{PROJECT}cats/version/*"
ACCOUNT, OTHER = {"Principal": {"AWS": "111122223333"}}, {"Principal": {"AWS": "444455556666"}}
COPY = "rekognition:CopyProjectVersion"


@pytest.mark.parametrize(
    ("one", "other", "kind", "verdict"),
    [
        ([allow("s3:*"), allow("s3:GetObject")], [allow("s3:*")], "identity", Verdict.EQUAL),
        ([allow("s3:*")], [allow("s3:Get*")], "identity", Verdict.DIFFERENT),
        # nothing is allowed that is denied here; another policy's permissions it would take back all the same
        ([allow("s3:*"), deny("sqs:*")], [allow("s3:*")], "identity", Verdict.DIFFERENT),
        ([allow("s3:*"), deny("s3:*")], [deny("s3:*")], "identity", Verdict.EQUAL),
        (
            [allow(COPY, VERSION, **OTHER)],
            [allow(COPY, [VERSION, f"{VERSION[:-1]}v1/*"], **OTHER)],
            "project",
            Verdict.EQUAL,
        ),
        ([allow(COPY, VERSION, **OTHER)], [allow(COPY, VERSION, **ACCOUNT)], "project", Verdict.DIFFERENT),
    ],
)
def test_the_same_meaning_is_the_same_permissions_and_denials(one, other, kind, verdict):
    assert prover()(document(*one), document(*other), kind, True) is verdict
    assert prover()(document(*other), document(*one), kind, True) is verdict


def test_without_an_answer_the_table_stands_in():
    narrow, wide = document(allow("s3:Get*")), document(allow("s3:*"))
    nothing_left = prover(0)
    assert nothing_left(narrow, narrow, "identity", True) in {Verdict.UNKNOWN, Verdict.EQUAL}
    found = proof_of(narrow, narrow, "identity", lambda *_: Verdict.UNKNOWN)
    assert found
    assert (found.proved, found.cells > 0) == (False, True)
    assert proof_of(narrow, wide, "identity", lambda *_: Verdict.UNKNOWN) is None
    assert proof_of(narrow, wide, "identity", prover()) is None


def test_statements_go_that_several_imply_and_denials_stay():
    three = [
        allow("rekognition:DetectLabels"),
        allow("rekognition:DetectFaces"),
        allow(["rekognition:DetectFaces", "rekognition:DetectLabels"]),
    ]
    found = minimise(document(*three), Options(steps=("implied",), prover=prover()))
    assert minify(found.policy) == minify(document(*three[:2]))
    assert [each.proof.proved for each in found.steps] == [True]
    guard = document(allow("rekognition:Describe*"), deny("rekognition:DeleteProject"))
    assert minimise(guard, Options(prover=prover())).steps == ()
    denied = document(allow("rekognition:DeleteProject"), deny("rekognition:Delete*"))
    assert minify(minimise(denied, Options(prover=prover())).policy) == minify(document(deny("rekognition:Delete*")))


def test_a_statement_that_none_covers_alone_does_not_go_by_the_table():
    three = [
        allow(["rekognition:DetectLabels", "s3:GetObject"]),
        allow(["rekognition:DetectFaces", "s3:PutObject"]),
        allow(["rekognition:DetectFaces", "rekognition:DetectLabels"]),
    ]
    unsure = Options(steps=("implied",), prover=lambda *_: Verdict.UNKNOWN)
    assert minimise(document(*three), unsure).steps == ()
    found = minimise(document(allow("s3:GetObject"), three[0]), unsure)
    assert minify(found.policy) == minify(document(three[0]))
    assert not found.steps[0].proof.proved


def test_what_only_todays_catalogue_makes_useless_stays_unless_it_is_asked_for():
    useless = deny("rekognition:CreateProject", f"{PROJECT}cats/*")  # which takes no resource
    given = document(allow("rekognition:CreateProject"), useless)
    without = document(allow("rekognition:CreateProject"))
    assert prover()(given, without, "identity", True) is Verdict.EQUAL
    assert prover()(given, without, "identity", False) is Verdict.DIFFERENT
    assert minimise(given, Options(prover=prover())).steps == ()
    found = minimise(given, Options(steps=("dead",), prover=prover()))
    assert minify(found.policy) == minify(without)
