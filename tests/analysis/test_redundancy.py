"""What a policy could do without, each proved; and that it may all go at once."""

from json import loads
from random import Random

import pytest

from policybuilder.analysis.globs import Budget
from policybuilder.analysis.redundancy import _without_condition, redundant
from policybuilder.analysis.sheet import list_node, lists_of, put, with_statements
from policybuilder.analysis.worlds import DEFAULT, REKOGNITION
from policybuilder.iam import Effect, JsonString, render, statement_from
from tests.analysis.random_pairs import document, project_document
from tests.analysis.trials import tried
from tests.strategies import REGION
from tests.strategies import policy as policy_of


def statement(effect, action, resource="*", *, sid=None, **more):
    return {"Effect": effect, "Action": action, "Resource": resource, **more} | ({"Sid": sid} if sid else {})


def told(*statements, kind="identity", version="2012-10-17", world=DEFAULT):
    policy = policy_of({"Version": version, "Statement": list(statements)})
    found = redundant(policy, kind, world)
    assert found.undecided == ()
    return [
        (one.why, one.statement, one.by, *(("/".join(one.path), one.text) if one.path else ())) for one in found.found
    ]


MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
A, B = f"{REGION}:project/a/*", f"{REGION}:project/b/*"


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        ([statement("Allow", "rekognition:*"), statement("Allow", "rekognition:DetectLabels")], [("covered", 1, (0,))]),
        ([statement("Allow", "rekognition:DetectLabels"), statement("Allow", "rekognition:*")], [("covered", 0, (1,))]),
        ([statement("Allow", "rekognition:*")] * 2, [("covered", 1, (0,))]),
        (
            [
                statement("Allow", "rekognition:DeleteProject", A),
                statement("Allow", "rekognition:DeleteProject", B),
                statement("Allow", "rekognition:DetectLabels"),
                statement("Allow", "rekognition:DeleteProject", [A, B], Condition=MFA),
            ],
            [("covered", 3, (0, 1))],
        ),
        (
            [statement("Allow", "rekognition:DeleteProject", A), statement("Deny", "rekognition:Delete*")],
            [("fully_denied", 0, (1,))],
        ),
        (
            [
                statement("Allow", "rekognition:DeleteProject", A),
                statement("Deny", "rekognition:Delete*", Condition=MFA),
                statement("Deny", "rekognition:*", Condition={"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}),
                statement("Allow", "rekognition:DetectLabels"),
            ],
            [("fully_denied", 0, (1, 2)), ("covered", 1, (1, 2), "Condition/Bool/aws:MultiFactorAuthPresent", "")],
        ),
        (
            [statement("Allow", "rekognition:DeleteProject", A), statement("Deny", "rekognition:DeleteProject", B)],
            [("never_bites", 1, ())],
        ),
        ([statement("Deny", "rekognition:DeleteProject", B)], []),
        (
            [statement("Deny", "rekognition:DeleteProject", A), statement("Deny", "rekognition:Delete*")],
            [("covered", 0, (1,))],
        ),
        ([statement("Allow", "rekognition:CreateProject", A)], [("never_applies", 0, ())]),
        ([statement("Deny", "rekognition:CreateProject", A)], [("never_applies", 0, ())]),
        ([statement("Allow", "rekognition:NoSuchAction")], [("never_applies", 0, ())]),
        (
            [statement("Allow", "rekognition:DetectLabels", Condition={"Null": {"aws:SecureTransport": "true"}})],
            [("never_applies", 0, ())],
        ),
        ([statement("Allow", "s3:GetObject", "arn:aws:s3:::b/*")], []),
    ],
)
def test_statements(statements, found):
    assert told(*statements) == found


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (
            [statement("Allow", ["rekognition:Describe*", "rekognition:describeprojects"])],
            [("covered", 0, (0,), "Action", "rekognition:describeprojects")],
        ),
        (
            [statement("Allow", ["rekognition:DeleteProject", "rekognition:CreateProject"], A)],
            [("never_applies", 0, (), "Action", "rekognition:CreateProject")],
        ),
        (
            [statement("Allow", "rekognition:DeleteProject", [f"{REGION}:project/*", A])],
            [("covered", 0, (0,), "Resource", A)],
        ),
        (
            [
                statement("Allow", ["rekognition:DeleteProject", "rekognition:UpdateStreamProcessor"]),
                statement("Allow", ["rekognition:Update*", "rekognition:DetectLabels"]),
            ],
            [("covered", 0, (1,), "Action", "rekognition:UpdateStreamProcessor")],
        ),
        (
            [
                statement("Allow", ["rekognition:DeleteProject", "rekognition:DetectLabels"]),
                statement("Deny", ["rekognition:DeleteProject", "rekognition:StopProjectVersion"], A),
                statement("Deny", ["rekognition:DeleteP*", "rekognition:DeleteF*"]),
            ],
            [
                ("never_bites", 1, ()),
                ("covered", 0, (2,), "Action", "rekognition:DeleteProject"),
                ("covered", 1, (2,), "Action", "rekognition:DeleteProject"),
            ],
        ),
        (
            [{"Effect": "Allow", "NotAction": ["iam:*", "iam:PassRole"], "Resource": "*"}],
            [("covered", 0, (0,), "NotAction", "iam:PassRole")],
        ),
        (
            [{"Effect": "Deny", "Action": "rekognition:DeleteProject", "NotResource": [A, B, f"{REGION}:project/*"]}],
            [("covered", 0, (0,), "NotResource", A), ("covered", 0, (0,), "NotResource", B)],
        ),
        ([{"Effect": "Allow", "NotAction": ["iam:*", "s3:*"], "Resource": "*"}], []),
        ([statement("Allow", ["rekognition:DetectLabels", "rekognition:DetectFaces"])], []),
    ],
)
def test_entries(statements, found):
    assert told(*statements) == found


IPS = ["203.0.113.0/24", "203.0.113.7/32"]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (
            {"Null": {"aws:username": "false"}, "StringEquals": {"aws:username": "a"}},
            [("covered", 0, (0,), "Condition/Null/aws:username", "")],
        ),
        (
            {"Null": {"aws:SecureTransport": "false"}},
            [("always_holds", 0, (), "Condition/Null/aws:SecureTransport", "")],
        ),
        ({"IpAddress": {"aws:SourceIp": IPS}}, [("covered", 0, (0,), "Condition/IpAddress/aws:SourceIp", IPS[1])]),
        (
            {"NotIpAddress": {"aws:SourceIp": IPS}},
            [("covered", 0, (0,), "Condition/NotIpAddress/aws:SourceIp", IPS[1])],
        ),
        (
            {"StringLike": {"aws:username": "a*"}, "StringNotEquals": {"aws:username": ["b", "ab"]}},
            [("covered", 0, (0,), "Condition/StringNotEquals/aws:username", "b")],
        ),
        ({"StringEquals": {"aws:username": ["a", "b"]}}, []),
        ({"Bool": {"aws:SecureTransport": "true"}, "StringEquals": {"aws:username": "a"}}, []),
        (
            {
                "NumericLessThan": {"aws:MultiFactorAuthAge": "5"},
                "NumericLessThanEquals": {"aws:MultiFactorAuthAge": "5"},
            },
            [("covered", 0, (0,), "Condition/NumericLessThanEquals/aws:MultiFactorAuthAge", "")],
        ),
    ],
)
def test_conditions(condition, found):
    assert told(statement("Allow", "rekognition:DetectLabels", Condition=condition)) == found


def test_a_condition_that_another_statement_makes_needless():
    mfa = statement("Allow", "rekognition:DetectLabels", Condition=MFA)
    without = {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
    assert told(mfa, statement("Allow", "rekognition:DetectLabels", Condition=without)) == [
        ("covered", 0, (0, 1), "Condition/Bool/aws:MultiFactorAuthPresent", ""),
        ("covered", 1, (1, 0), "Condition/BoolIfExists/aws:MultiFactorAuthPresent", ""),
    ]


@pytest.mark.parametrize(
    ("statements", "lasting"),
    [
        ([statement("Allow", ["rekognition:Describe*", "rekognition:DescribeProjects"])], True),
        ([statement("Allow", ["rekognition:DescribeProj*", "rekognition:DescribePr*ect*"])], False),
        (
            [
                statement(
                    "Allow", ["rekognition:DetectCustom*", "rekognition:DetectCustomL*", "rekognition:DetectCust*"]
                )
            ],
            True,
        ),
        ([statement("Allow", ["rekognition:DetectCustomLabels", "rekognition:DetectCus*"])], True),
        ([statement("Allow", ["rekognition:CopyProjectVersion", "rekognition:Copy*"])], True),
        ([statement("Allow", "rekognition:CreateProject", A)], False),
        ([statement("Allow", "rekognition:CopyProjectVersion"), statement("Allow", "rekognition:Copy*")], True),
        ([statement("Allow", "rekognition:Copy*"), statement("Allow", "rekognition:CopyP*")], True),
        ([statement("Allow", "rekognition:DetectCustomLabels"), statement("Allow", "rekognition:DetectC*n*")], False),
        ([statement("Allow", "rekognition:DetectLabels", Condition={"Null": {"aws:TagKeys": "true"}})], False),
        ([statement("Allow", "rekognition:DetectLabels", Condition={"Null": {"aws:userid": "false"}})], True),
    ],
)
def test_what_holds_today_is_told_from_what_lasts(statements, lasting):
    """An action or key that AWS adds may make an entry mean something."""
    policy = policy_of({"Version": "2012-10-17", "Statement": statements})
    assert {one.lasting for one in redundant(policy).found} == {lasting}


def test_of_equal_entries_the_first_stays():
    found = told(statement("Allow", ["rekognition:DetectLabels", "rekognition:DETECTLABELS"]))
    assert found == [("covered", 0, (0,), "Action", "rekognition:DETECTLABELS")]


def test_a_policy_on_a_resource_is_asked_for_callers_of_both_sides():
    """In the resource's own account the Allow of one more statement counts, too."""
    everyone = {"AWS": ["arn:aws:iam::444455556666:role/x", "arn:aws:iam::111122223333:role/y"]}
    wide = statement("Allow", "rekognition:CopyProjectVersion", Principal=everyone)
    narrow = statement("Allow", "rekognition:CopyProjectVersion", Principal={"AWS": "arn:aws:iam::111122223333:role/y"})
    assert told(wide, narrow, kind="resource") == [("covered", 1, (0,))]
    assert told(narrow, wide, kind="resource") == [("covered", 0, (1,))]
    other = statement("Allow", "rekognition:CopyProjectVersion", Principal={"AWS": "arn:aws:iam::111122223333:role/z"})
    assert told(wide, other, kind="resource") == []


def test_what_is_unreadable_is_left_alone():
    assert told(
        {"Effect": "Allow", "Action": "rekognition:*"}, {"Effect": "Maybe", "Action": "*", "Resource": "*"}
    ) == [("never_applies", 0, ())]


def test_a_spent_budget_finds_nothing_and_says_so():
    allows = [statement("Allow", "rekognition:*", f"{REGION}:project/{name}*/*") for name in ("a", "ab", "abc")]
    policy = policy_of({"Version": "2012-10-17", "Statement": allows})
    assert len(redundant(policy, world=REKOGNITION).found) == 2
    found = redundant(policy, world=REKOGNITION, budget=Budget(0))
    assert found.found == ()
    assert found.undecided == (0, 1, 2)


@pytest.mark.law
@pytest.mark.parametrize("seed", range(24))
def test_all_that_is_told_may_go_at_once(seed):
    """Law: without everything superfluous (but a Deny that bites elsewhere) a policy allows the same and denies the same,
    by the comparison and by the evaluator for requests about its edges."""
    draw = Random(seed)  # noqa: S311 - a seed makes the run the same each time
    kind = "identity" if seed % 4 else "project"
    policy = policy_of(document(draw) if kind == "identity" else project_document(draw))
    found = redundant(policy, kind, budget=Budget(300_000))
    gone = {one.statement for one in found.found if not one.path and one.why != "never_bites"}
    statements = [_left(each, number, found) for number, each in enumerate(policy.statements) if number not in gone]
    left = with_statements(policy, statements)
    for one, other in ((policy, left), (_denials(policy), _denials(left))):
        trial = tried(kind, loads(render(one)), loads(render(other)), seed=seed, requests=60)
        assert trial.fault is None
        assert trial.relation in ("equal", "unknown")


def _denials(policy):
    """What a policy denies, as what another allows."""
    denies = [each for each in policy.statements if each.effect is Effect.DENY]
    allow = JsonString("Allow")
    return with_statements(policy, [statement_from(put(each.source, ("Effect",), allow)) for each in denies])


def _left(one, number, found):
    """A statement without what could go."""
    for each in found.found:
        if each.statement == number and each.path and each.entry is None:
            one = statement_from(_without_condition(one.source, each.path))
    for listed in lists_of(one):
        dropped = {each.entry for each in found.found if each.statement == number and each.path == listed.path}
        kept = [text for place, text in enumerate(listed.items) if place not in dropped]
        if dropped - {None}:
            one = statement_from(put(one.source, listed.path, list_node(kept)))
    return one
