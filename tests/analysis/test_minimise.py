"""A policy made smaller: never longer, the same meaning, the same every time, and nothing touched that is not understood."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policybuilder.analysis.finite import same_meaning
from policybuilder.analysis.minimise import ALWAYS, STEPS, Options, minimise, step
from policybuilder.analysis.proof import Verdict
from policybuilder.analysis.shrink_actions import HARMLESS
from policybuilder.catalogue import AccessLevel
from policybuilder.iam import Layers, decide, minified_size, minify, parse, render
from tests.analysis.build import PROJECT, allow, deny, document, statement
from tests.strategies import documents, policy, resource_documents, settled_requests

CATS, DOGS = f"{PROJECT}cats/*", f"{PROJECT}dogs/*"
EVERY_LEVEL = frozenset(AccessLevel)
EVERYTHING = Options(steps=STEPS, levels=EVERY_LEVEL, in_deny=True)


def statements(policy):
    return json.loads(minify(policy))["Statement"]


def shrunk(name, *given, **options):
    found, _ = step(document(*given), name, Options(steps=(name,), **options))
    return statements(found.after) if found else list(given)


# -- each way ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("element", "before", "after"),
    [
        ("Action", ["rekognition:Detect*", "REKOGNITION:DetectLabels"], ["rekognition:Detect*"]),
        ("Action", ["s3:GetObject", "S3:getobject", "s3:PutObject"], ["s3:GetObject", "s3:PutObject"]),
        ("Action", ["s3:*", "s3express:CreateSession"], None),
        ("Action", ["rekognition:*", "*"], ["*"]),
        ("Action", ["*:GetObject", "s3:GetObject"], None),
        ("NotAction", ["rekognition:*", "rekognition:DeleteProject"], ["rekognition:*"]),
        ("Resource", [CATS, DOGS, f"{PROJECT}*"], [f"{PROJECT}*"]),
        ("Resource", [CATS, f"{PROJECT}cats/version/v1/*"], [CATS]),
        ("Resource", [CATS, f"{PROJECT}Cats/*"], None),
        ("Resource", ["arn:aws:rekognition:*:111122223333:project/a/1", "arn:aws:rekognition:us-east-1:*:project/a/1"], None),
        ("Resource", ["arn:aws:rekognition:us-*", CATS], None),
        ("Resource", [CATS, "arn:aws:rekognition"], None),
        ("Resource", [f"{PROJECT}*", f"{PROJECT}${{aws:username}}/*"], [f"{PROJECT}*"]),
        ("Resource", [f"{PROJECT}${{aws:username}}/*", f"{PROJECT}${{aws:username}}/1"], None),
        ("Resource", [f"{PROJECT}*x", f"{PROJECT}${{aws:username, 'a}}b'}}x"], None),
        ("NotResource", ["*", CATS], ["*"]),
    ],
)  # fmt: skip
def test_an_entry_that_another_covers_goes(element, before, after):
    rest = {"Action": "rekognition:*", "Resource": "*"}
    rest = {name: value for name, value in rest.items() if name != element.removeprefix("Not")}
    assert shrunk("covered", statement("Allow", **rest, **{element: before}))[0][element] == (after or before)


def test_values_of_conditions_are_compared_as_their_operator_does():
    block = {
        "StringLike": {"aws:PrincipalTag/a": ["a*", "ab", "${aws:username}"]},
        "StringNotLike": {"aws:PrincipalTag/b": ["*", "${aws:username}"]},
        "StringEquals": {"aws:PrincipalTag/c": ["a*", "ab", "ab"]},
    }
    found = shrunk("covered", allow("rekognition:*", "*", block))[0]["Condition"]
    assert found["StringLike"]["aws:PrincipalTag/a"] == ["a*", "${aws:username}"]
    assert found["StringNotLike"]["aws:PrincipalTag/b"] == ["*"]
    assert found["StringEquals"]["aws:PrincipalTag/c"] == ["a*", "ab"]


def test_statements_that_differ_in_one_list_become_one():
    mfa = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    first, second = (
        allow("rekognition:DescribeProjects", [CATS, DOGS], Sid="A"),
        allow("rekognition:DeleteProject", [DOGS, CATS], Sid="B"),
    )
    assert shrunk("merged", first, deny("s3:*"), second) == [
        allow(["rekognition:DescribeProjects", "rekognition:DeleteProject"], [CATS, DOGS], Sid="A"),
        deny("s3:*"),
    ]
    assert shrunk("merged", allow("rekognition:DeleteProject", CATS), allow("Rekognition:DeleteProject", DOGS)) == [
        allow("rekognition:DeleteProject", [CATS, DOGS])
    ]
    for apart in (
        [allow("rekognition:DeleteProject", CATS), allow("rekognition:TagResource", DOGS)],
        [allow("rekognition:DeleteProject", CATS), deny("rekognition:DeleteProject", DOGS)],
        [allow("rekognition:DeleteProject", CATS), allow("rekognition:DeleteProject", DOGS, mfa)],
        [statement("Deny", NotAction="s3:*", Resource=each) for each in (CATS, DOGS)],
        [statement("Deny", Action="s3:*", NotResource=each) for each in (CATS, DOGS)],
        [allow("s3:GetObject", "*", Principal={"AWS": each}) for each in ("111122223333", "444455556666")],
        [allow("rekognition:DeleteProject", CATS), allow("rekognition:TagResource", CATS, Future=1)],
    ):
        assert shrunk("merged", *apart) == apart


def test_a_statement_that_another_covers_goes():
    wide = allow(["rekognition:Describe*", "s3:*"], "*")
    narrow = allow("rekognition:DescribeProjects", CATS, {"Bool": {"aws:SecureTransport": "true"}})
    assert shrunk("implied", narrow, wide) == [wide]
    assert shrunk("implied", wide, wide) == [wide]
    assert shrunk("implied", narrow) == [narrow]
    guard = deny("rekognition:DeleteProject", CATS)  # which takes back what other policies allow
    assert shrunk("implied", guard, wide) == [guard, wide]


def test_with_a_proof_a_statement_goes_that_several_others_imply_together():
    def prover(one, other, kind, today):
        return Verdict.EQUAL if same_meaning(one, other, kind).agrees else Verdict.DIFFERENT

    lines = [
        allow("rekognition:DetectLabels"),
        allow("rekognition:DetectFaces"),
        allow(["rekognition:DetectFaces", "rekognition:DetectLabels"]),
    ]
    assert shrunk("implied", *lines, prover=prover) == lines[:2]
    assert shrunk("implied", *lines[1:], prover=prover) == [lines[2]]
    found, _ = step(document(*lines), "implied", Options(prover=prover))
    assert found
    assert found.proof.proved


def test_what_a_proof_denies_is_not_done():
    twice = document(allow(["s3:GetObject", "s3:GetObject"], CATS), allow("s3:PutObject", CATS))
    refused = minimise(twice, Options(prover=lambda *_: Verdict.DIFFERENT))
    assert minify(refused.policy) == minify(twice)
    assert {each.id for each in refused.rejected} == {"covered", "merged"}
    unsure = minimise(twice, Options(prover=lambda *_: Verdict.UNKNOWN))
    assert unsure.saved > 0
    assert all(not each.proof.proved and each.proof.cells > 0 for each in unsure.steps)


def test_lists_of_one_and_sids_go():
    given = allow(["s3:GetObject"], [CATS], {"StringEquals": {"aws:PrincipalTag/a": ["b"]}}, Sid="Read")
    bare = allow("s3:GetObject", CATS, {"StringEquals": {"aws:PrincipalTag/a": "b"}})
    assert shrunk("scalars", given) == [{"Sid": "Read", **bare}]
    assert shrunk("sids", {"Sid": "Read", **bare}) == [bare]
    found, _ = step(policy({"Id": "mine", "Version": "2012-10-17", "Statement": [given]}), "sids", Options())
    assert found
    assert "Id" not in json.loads(minify(found.after))


# -- wildcards and dead entries ----------------------------------------------------------------------------------------

FACES = ["rekognition:DescribeProjects", "rekognition:DescribeProjectVersions"]


def test_a_wildcard_names_the_listed_actions_and_no_other_of_today():
    found, _ = step(document(allow([*FACES, "s3:GetObject"])), "wildcards", Options(steps=STEPS, levels=HARMLESS))
    assert found
    change = found.changes[0]
    assert change.params["pattern"] == "rekognition:DescribeProject*"
    assert set(change.params["actions"]) == set(FACES)
    assert statements(found.after) == [allow(["rekognition:DescribeProject*", "s3:GetObject"])]
    # DescribeDataset, DescribeCollection and DescribeStreamProcessor are not listed
    assert shrunk("wildcards", allow(FACES[:1]), levels=HARMLESS) == [allow(FACES[:1])]


def test_wildcards_are_for_the_levels_asked_for_and_not_where_they_leave_out():
    writing = [f"rekognition:{verb}ProjectVersion" for verb in ("Create", "Copy", "Delete", "Start", "Stop")]
    assert shrunk("wildcards", allow(writing), levels=HARMLESS) == [allow(writing)]
    assert shrunk("wildcards", allow(writing), levels=EVERY_LEVEL) == [allow(["rekognition:*ProjectVersion"])]
    assert shrunk("wildcards", deny(writing), levels=EVERY_LEVEL) == [deny(writing)]
    assert shrunk("wildcards", deny(writing), levels=EVERY_LEVEL, in_deny=True) == [
        deny(["rekognition:*ProjectVersion"])
    ]
    without = statement("Deny", NotAction=writing, Resource="*")
    assert shrunk("wildcards", without, levels=EVERY_LEVEL, in_deny=True) == [without]
    assert "wildcards" not in ALWAYS
    assert "dead" not in ALWAYS


def test_entries_that_can_match_nothing_today_go_if_asked_for():
    assert shrunk(
        "dead", allow(["rekognition:DeleteProject", "rekognition:NoSuchThing"], [CATS, "arn:aws:s3:::b"])
    ) == [allow(["rekognition:DeleteProject"], [CATS])]
    only_star = allow("rekognition:CreateProject", CATS)
    assert shrunk("dead", only_star, allow("s3:*")) == [allow("s3:*")]
    assert shrunk("dead", only_star) == [only_star]
    unknown = allow(["madeup:Do", "rekognition:NoSuchThing"], CATS)
    assert shrunk("dead", unknown) == [unknown]


# -- the whole ---------------------------------------------------------------------------------------------------------


def test_it_stops_as_soon_as_the_quota_is_met():
    given = document(allow(["s3:GetObject", "s3:GetObject"], CATS, Sid="One"), allow("s3:PutObject", CATS, Sid="Two"))
    size = minified_size(given)
    assert minimise(given, Options(quota=size)).steps == ()
    assert [each.id for each in minimise(given, Options(quota=size - 1)).steps] == ["covered"]
    assert [each.id for each in minimise(given, Options(quota=10)).steps] == ["covered", "merged", "sids"]


def test_a_statement_that_is_not_understood_stays_to_the_letter():
    odd = '{"Effect":"Allow","Action":["s3:GetObject","s3:GetObject"],"Resource":["*"],"Resource":["*"],"Sid":"A"}'
    newer = '{"Effect":"Allow","Action":["s3:Get*","s3:GetObject"],"Resource":["*"],"Later":1,"Sid":"B"}'
    plain = '{"Sid":"C","Effect":"Allow","Action":["s3:Get*","s3:GetObject"],"Resource":["*"]}'
    parsed = parse(f'{{"Version":"2012-10-17","Statement":[{odd},{newer},{plain}]}}').policy
    assert parsed
    shorter = '{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}'
    assert (
        minify(minimise(parsed, EVERYTHING).policy)
        == f'{{"Version":"2012-10-17","Statement":[{odd},{newer},{shorter}]}}'
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"Version":"2012-10-17","Later":1,"Statement":[{"Sid":"A","Effect":"Allow","Action":["*","*"],"Resource":"*"}]}',
        '{"Statement":[{"Sid":"A","Effect":"Allow","Action":["*","*"],"Resource":"*"}],"Statement":[]}',
        '{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":["*","*"],"Resource":"*"},7]}',
        '{"Version":"2012-10-17"}',
        "{}",
    ],
)
def test_a_policy_with_members_of_its_own_stays_to_the_letter(text):
    parsed = parse(text).policy
    assert parsed
    assert minimise(parsed, EVERYTHING).policy is parsed


def test_one_statement_stays_an_object():
    one = policy({"Version": "2012-10-17", "Statement": allow(["s3:GetObject", "s3:GetObject"])})
    assert isinstance(json.loads(minify(minimise(one, EVERYTHING).policy))["Statement"], dict)


@st.composite
def repetitive(draw, plain):
    """Documents with much to leave out: statements again, lists with entries again, Sids."""
    found = draw(plain)
    body = [dict(each) for each in found["Statement"]]
    body += [dict(each) for each in draw(st.lists(st.sampled_from(body), max_size=3))] if body else []
    for number, each in enumerate(body):
        if draw(st.booleans()):
            each["Sid"] = f"S{number}"
        for name in ("Action", "Resource", "NotAction", "NotResource"):
            if name in each and draw(st.integers(0, 2)) == 0:
                listed = each[name] if isinstance(each[name], list) else [each[name]]
                each[name] = [*listed, *draw(st.lists(st.sampled_from([*listed, "*", "rekognition:*"]), max_size=2))]
    return found | {"Statement": draw(st.permutations(body))}


def holds(plain, kind, asked, layers):
    before = policy(plain)
    found = minimise(before, Options(kind=kind))
    assert minified_size(found.policy) <= minified_size(before)
    assert found.saved == sum(each.saved for each in found.steps)
    assert found.rejected == ()
    assert same_meaning(before, found.policy, kind, literal=True).agrees
    for request in asked:
        assert decide(request, layers(found.policy)).decision is decide(request, layers(before)).decision
    assert minimise(found.policy, Options(kind=kind)).steps == ()
    assert render(minimise(policy(plain), Options(kind=kind)).policy) == render(found.policy)


@given(repetitive(documents()), st.lists(settled_requests, min_size=20, max_size=20))
@settings(max_examples=60)
def test_smaller_means_the_same(plain, asked):
    holds(plain, "identity", asked, lambda policy: Layers(identity=(policy,)))


@given(repetitive(resource_documents()), st.lists(settled_requests, min_size=20, max_size=20))
@settings(max_examples=15)
def test_smaller_means_the_same_on_resources(plain, asked):
    holds(plain, "project", asked, lambda policy: Layers(resource=(policy,)))


@given(repetitive(documents()))
@settings(max_examples=40)
def test_all_that_may_be_asked_for_agrees_with_today(plain):
    before = policy(plain)
    found = minimise(before, EVERYTHING)
    assert minified_size(found.policy) <= minified_size(before)
    assert same_meaning(before, found.policy).agrees
    assert minimise(found.policy, EVERYTHING).steps == ()
