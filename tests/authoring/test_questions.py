"""Service Authorization Reference, operations: a call is allowed when every authorization check of it is."""

import pytest

from policybuilder.authoring.questions import Question, ask, together
from policybuilder.iam import Decision, Layers, policy_from

R = "arn:aws:rekognition:us-east-1:111122223333"
PROJECT = f"{R}:project/cats/1690000000000"
OTHER = f"{R}:project/prod/1700000000000"
VERSION = f"{R}:project/cats/version/v1/1690000000001"


def layers(*statements):
    policy = policy_from({"Version": "2012-10-17", "Statement": list(statements)})
    assert policy is not None
    return Layers(identity=(policy,))


def allow(actions, resources, **more):
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


def test_one_check_decides_a_simple_call():
    answer = ask(Question("StartProjectVersion", [VERSION]), layers(allow("rekognition:Start*", VERSION)))
    assert answer.decision is Decision.ALLOWED
    assert [item.check.action for item in answer.checks] == ["rekognition:StartProjectVersion"]


def test_a_copy_needs_source_and_destination():
    call = Question("CopyProjectVersion", {"source_version": VERSION, "destination_project": OTHER})
    source_only = ask(call, layers(allow("rekognition:CopyProjectVersion", VERSION)))
    assert source_only.decision is Decision.IMPLICIT_DENY
    both = allow(["rekognition:CopyProjectVersion", "rekognition:CreateProjectVersion"], [VERSION, OTHER])
    assert ask(call, layers(both)).decision is Decision.ALLOWED


def test_tags_are_checked_and_reach_the_context():
    call = Question("CreateProject", tags={"team": "vision"})
    create = allow("rekognition:CreateProject", "*", Condition={"StringEquals": {"aws:RequestTag/team": "vision"}})
    assert ask(call, layers(create)).decision is Decision.IMPLICIT_DENY
    tag = allow("rekognition:TagResource", f"{R}:project/*")
    assert [item.check.action for item in ask(call, layers(create, tag)).checks] == [
        "rekognition:CreateProject",
        "rekognition:TagResource",
    ]
    assert ask(Question("CreateProject"), layers(create)).decision is Decision.IMPLICIT_DENY


@pytest.mark.parametrize(
    ("resource", "decision"),
    [
        ("*", Decision.ALLOWED),
        ("arn:aws:rekognition:*:*:project/cats/*", Decision.ALLOWED),
        (f"{R}:project/cats/version/v1/*", Decision.UNKNOWN),
        (f"{R}:project/dogs/*", Decision.IMPLICIT_DENY),
    ],
)
def test_a_resource_still_to_be_made_is_definite_only_if_every_possible_arn_is(resource, decision):
    """Assumption 10.14: tags are checked on the new version's ARN, whose name and time are open here."""
    train = allow("rekognition:CreateProjectVersion", PROJECT)
    answer = ask(
        Question("CreateProjectVersion", [PROJECT], tags={"team": "vision"}),
        layers(train, allow("rekognition:TagResource", resource)),
    )
    assert answer.decision is decision
    if decision is Decision.UNKNOWN:
        assert "10.14" in answer.checks[-1].evaluation.assumptions


def test_what_cannot_be_asked_is_not_decided():
    answer = ask(Question("StartProjectVersion", [PROJECT]), layers(allow("*", "*")))
    assert answer.decision is Decision.UNKNOWN
    assert answer.checks == ()
    assert answer.problems[0].code == "wrong_resource"


def test_open_keys_are_named():
    guarded = allow("rekognition:*", "*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})
    open_call = Question("DescribeProjects", open_keys=frozenset({"aws:MultiFactorAuthPresent"}))
    answer = ask(open_call, layers(guarded))
    assert answer.decision is Decision.UNKNOWN
    assert answer.checks[0].evaluation.missing_keys == ("aws:MultiFactorAuthPresent",)
    assert ask(Question("DescribeProjects"), layers(guarded)).decision is Decision.IMPLICIT_DENY


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([], Decision.ALLOWED),
        ([Decision.ALLOWED, Decision.ALLOWED], Decision.ALLOWED),
        ([Decision.ALLOWED, Decision.UNKNOWN], Decision.UNKNOWN),
        ([Decision.UNKNOWN, Decision.IMPLICIT_DENY], Decision.IMPLICIT_DENY),
        ([Decision.IMPLICIT_DENY, Decision.EXPLICIT_DENY], Decision.EXPLICIT_DENY),
    ],
)
def test_together(decisions, expected):
    assert together(decisions) is expected


def test_a_new_resource_hangs_only_on_statements_that_turn_the_decision():
    """Broad and narrow Allows together take every ARN; the narrow one decides nothing and is not named."""
    broad, narrow = allow("rekognition:*", "*"), allow("rekognition:TagResource", f"{R}:project/cats/version/v1/*")
    answer = ask(Question("CreateProjectVersion", [PROJECT], tags={"a": "b"}), layers(narrow, broad))
    assert answer.decision is Decision.ALLOWED
    assert [ref.statement for ref in answer.checks[-1].evaluation.determining] == [1]


def test_a_new_resource_is_the_callers():
    """No made-up account or Region answers for what is not known."""
    caller = "arn:aws:iam::444455556666:user/ben"
    call = Question("CreateProject", tags={"a": "b"}, principal=caller)
    answer = ask(call, layers(allow("rekognition:*", "*")))
    assert answer.decision is Decision.ALLOWED
    assert answer.checks[-1].check.resource == "arn:aws:rekognition:*:444455556666:project/*/*"
    here = {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    limited = ask(call, layers(allow("rekognition:*", "*", Condition=here)))
    assert limited.checks[-1].evaluation.missing_keys == ("aws:RequestedRegion",)
