"""A policy in several parts: each fits, together they mean the same, and nothing is cut that cannot be."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policybuilder.analysis.finite import same_meaning
from policybuilder.analysis.proof import Verdict
from policybuilder.analysis.sheet import with_statements
from policybuilder.analysis.split import split
from policybuilder.iam import Layers, decide, minified_size, minify
from tests.analysis.build import PROJECT, allow, deny, document, statement
from tests.strategies import documents, policy, settled_requests

NAMES = [f"{PROJECT}project-number-{number}/*" for number in range(40)]


def parts_of(found):
    return [json.loads(minify(part))["Statement"] for part in found.parts]


def test_statements_go_where_there_is_room_in_their_order():
    short, long = allow("s3:GetObject", Sid="Short"), allow("rekognition:DeleteProject", NAMES[:9], Sid="Long")
    guard = deny("rekognition:DeleteProject", NAMES[:8], Sid="Guard")
    given = document(short, long, guard)
    found = split(given, minified_size(given) - 1, "identity")
    assert found
    assert parts_of(found) == [[short], [long, guard]]
    assert not found.proof.proved
    assert found.proof.cells > 0
    proved = split(given, minified_size(given) - 1, "identity", lambda *_: Verdict.EQUAL)
    assert proved
    assert proved.proof.proved
    assert split(given, minified_size(given) - 1, "identity", lambda *_: Verdict.DIFFERENT) is None


def test_a_statement_too_long_alone_is_cut_at_its_list():
    found = split(document(allow("rekognition:DeleteProject", NAMES)), 1_000, "identity")
    assert found
    assert [name for part in parts_of(found) for each in part for name in each["Resource"]] == NAMES
    assert all(minified_size(part) <= 1_000 for part in found.parts)
    many = [f"rekognition:MadeUpForTheTest{number}" for number in range(60)]
    cut = split(document(allow(many, Sid="Read")), 1_000, "identity")
    assert cut
    assert [name for part in parts_of(cut) for each in part for name in each["Action"]] == many


def test_a_sid_stands_once_in_a_part():
    names = [f"{PROJECT}{'a' * 250}/*", f"{PROJECT}{'b' * 250}/*", f"{PROJECT}c/*", f"{PROJECT}d/*"]
    found = split(document(allow("rekognition:DeleteProject", names, Sid="Some")), 700, "identity")
    assert found
    named = [[(each.get("Sid"), each["Resource"]) for each in part] for part in parts_of(found)]
    assert named == [[("Some", names[:1]), (None, names[2:])], [("Some", names[1:2])]]


@pytest.mark.parametrize(
    "one",
    [
        statement("Deny", NotAction=NAMES, Resource="*"),
        statement("Deny", Action="s3:*", NotResource=NAMES),
        allow("s3:*", NAMES, Future=1),
        allow("s3:*", NAMES[0] * 30),
    ],
)
def test_what_cannot_be_cut_is_not(one):
    assert split(document(one, allow("s3:*")), 1_000, "identity") is None


@pytest.mark.parametrize(("kind", "there_is"), [("scp", True), ("rcp", True), ("project", True), ("boundary", False), ("session", False), ("trust", False)])  # fmt: skip
def test_only_where_several_policies_add_up(kind, there_is):
    principal = {"Principal": "*"} if kind in ("rcp", "project", "trust") else {}
    given = document(*(deny("rekognition:CopyProjectVersion", name, **principal) for name in NAMES))
    assert (split(given, 2_000, kind) is not None) is there_is


def test_what_fits_is_not_split():
    given = document(allow("s3:*"), allow("rekognition:*"))
    assert split(given, minified_size(given), "identity") is None
    assert split(document(), 10, "identity") is None
    assert split(document(*(allow("s3:GetObject", name) for name in NAMES)), 150, "identity") is None  # too many


@given(documents(), st.integers(80, 600), st.lists(settled_requests, min_size=10, max_size=10))
@settings(max_examples=100)
def test_together_the_parts_mean_the_same(plain, quota, asked):
    given = policy(plain)
    found = split(given, quota, "identity")
    if found is None:
        return
    assert len(found.parts) > 1
    assert all(minified_size(part) <= quota for part in found.parts)
    together = with_statements(given, [each for part in found.parts for each in part.statements])
    assert same_meaning(given, together, literal=True).agrees
    for request in asked:
        split_up = decide(request, Layers(identity=found.parts)).decision
        assert split_up is decide(request, Layers(identity=(given,))).decision
