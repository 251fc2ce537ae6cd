"""What one policy allows and another does not, in words: nothing is lost, and an absent key is told where it counts."""

import re

import pytest

from policybuilder.analysis import DEFAULT, Box, Phrase, World, gained, reach
from policybuilder.catalogue import catalogue
from policybuilder.iam import OPERATORS, ConditionEntry, Request, Values, policy_from
from policybuilder.iam.conditions import evaluate_condition, prepare_condition
from policybuilder.iam.request import DerivedContext
from policybuilder.iam.truth import Truth
from policybuilder.iam.variables import Dialect
from policybuilder.wording.difference_conditions import conditions_of, words_of
from policybuilder.wording.differences import GROUPS, line_of, lines_of

PROJECT = "arn:aws:rekognition:*:*:project/"
HERE = "arn:aws:rekognition:us-east-1:111122223333:project/"


def allow(actions, resources="*", **more):
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


def policy(*statements):
    return policy_from({"Version": "2012-10-17", "Statement": list(statements)})


def said(new, old=()):
    """The lines of what the new statements allow and the old ones do not."""
    return [line.text for line in lines_of(gained(policy(*new), policy(*old)))]


def condition(operator, key, *values, holds=True, world=DEFAULT):
    return words_of(conditions_of((Phrase(ConditionEntry(operator, key, Values(values)), holds),), world))


@pytest.mark.parametrize(
    ("operator", "key", "values", "holds", "words"),
    [
        ("Null", "aws:MultiFactorAuthPresent", ["true"], True, ", when aws:MultiFactorAuthPresent is absent"),
        ("Null", "aws:PrincipalTag/team", ["true"], False, ", when aws:PrincipalTag/team is there"),
        ("Bool", "aws:MultiFactorAuthPresent", ["true"], False, ", when aws:MultiFactorAuthPresent is absent or false"),
        ("BoolIfExists", "aws:MultiFactorAuthPresent", ["true"], False, ", when aws:MultiFactorAuthPresent is false"),
        ("Bool", "aws:SecureTransport", ["true"], False, ", when aws:SecureTransport is false"),
        ("DateLessThan", "aws:CurrentTime", ["2026-07-01T00:00:00Z"], True, ", before 1 July 2026"),
        ("DateLessThan", "aws:CurrentTime", ["2026-07-01"], False, ", from 1 July 2026 on"),
        ("DateGreaterThan", "aws:CurrentTime", ["2026-07-01T02:30:00+02:00"], True, ", after 1 July 2026, 00:30 UTC"),
        ("DateLessThanEquals", "aws:CurrentTime", ["2026-07-01"], True, ", until 1 July 2026, 00:00 UTC"),
        ("DateLessThan", "aws:CurrentTime", ["soon"], True, ", when aws:CurrentTime is before soon"),
        ("IpAddress", "aws:SourceIp", ["203.0.113.0/24"], True, ", from 203.0.113.0/24"),
        ("NotIpAddress", "aws:SourceIp", ["203.0.113.0/24"], False, ", from 203.0.113.0/24"),
        ("IpAddressIfExists", "aws:SourceIp", ["203.0.113.0/24"], False, ", outside 203.0.113.0/24"),
        ("IpAddress", "aws:SourceIp", ["1.2.3.4"], False, ", outside 1.2.3.4 or without aws:SourceIp"),
        ("StringEquals", "aws:RequestedRegion", ["a", "b"], True, ", when aws:RequestedRegion is a or b"),
        ("StringNotEquals", "aws:RequestedRegion", ["a", "b"], True, ", when aws:RequestedRegion is neither a nor b"),
        ("StringNotLike", "k:x", ["a*"], True, ", when k:x is absent or not like a*"),
        (
            "NumericLessThan",
            "aws:MultiFactorAuthAge",
            ["5"],
            False,
            ", when aws:MultiFactorAuthAge is absent or at least 5",
        ),
        (
            "ForAllValues:StringEquals",
            "aws:TagKeys",
            ["a"],
            True,
            ", when every value of aws:TagKeys is a, or it is absent",
        ),
        ("ForAllValues:StringEquals", "aws:TagKeys", ["a"], False, ", when a value of aws:TagKeys is not a"),
        ("ForAnyValue:StringLike", "aws:TagKeys", ["a*"], False, ", when no value of aws:TagKeys is like a*"),
        (
            "ForAnyValue:StringNotEquals",
            "aws:TagKeys",
            ["a", "b"],
            True,
            ", when a value of aws:TagKeys is neither a nor b",
        ),
        ("StringMatches", "k:x", ["a"], True, ", when StringMatches k:x: a holds"),
    ],
)
def test_conditions_are_phrases(operator, key, values, holds, words):
    assert condition(operator, key, *values, holds=holds) == words


@pytest.mark.parametrize(
    ("phrases", "words"),
    [
        (
            [("StringNotEquals", "k:x", ["prod", "test"], True), ("StringLike", "k:x", ["p*", "t*"], True)],
            ", when k:x is like p* or t*, but neither prod nor test",
        ),
        (
            [("StringNotEquals", "k:x", ["a"], True), ("StringNotEquals", "K:X", ["b"], True)],
            ", when k:x is absent or not a and not b",
        ),
        (
            [("StringNotEquals", "k:x", ["a"], True), ("Null", "k:x", ["false"], True)],
            ", when k:x is not a",
        ),
        (
            [
                ("NotIpAddress", "aws:SourceIp", ["203.0.113.7"], True),
                ("IpAddress", "aws:SourceIp", ["203.0.113.0/24"], True),
            ],
            ", from 203.0.113.0/24, outside 203.0.113.7",
        ),
        (
            [
                ("ForAllValues:StringLike", "aws:TagKeys", ["e*"], True),
                ("ForAnyValue:StringEquals", "aws:TagKeys", ["env"], False),
            ],
            ", when every value of aws:TagKeys is like e*, or it is absent and no value of aws:TagKeys is env",
        ),
        (
            [
                ("ForAllValues:StringLike", "aws:TagKeys", ["e*"], True),
                ("ForAnyValue:StringEquals", "aws:TagKeys", ["env"], True),
            ],
            ", when every value of aws:TagKeys is like e* and a value of aws:TagKeys is env",
        ),
        (
            [
                ("DateLessThan", "aws:CurrentTime", ["2026-07-01"], False),
                ("Bool", "aws:SecureTransport", ["true"], True),
            ],
            ", from 1 July 2026 on, when aws:SecureTransport is true",
        ),
        (
            [("NumericLessThan", "k:x", ["10"], False), ("NumericLessThan", "k:x", ["20"], True)],
            ", when k:x is less than 20 and at least 10",
        ),
        (
            [
                ("DateLessThan", "aws:CurrentTime", ["2026-07-01"], True),
                ("DateLessThan", "aws:CurrentTime", ["2026-06-01"], False),
            ],
            ", from 1 June 2026 on, before 1 July 2026",
        ),
        (
            [("StringEquals", "k:x", ["a*"], False), ("StringLike", "k:x", ["a*"], True)],
            ", when k:x is like a*, but not exactly a*",
        ),
    ],
)
def test_what_is_said_of_one_key_is_said_together(phrases, words):
    told = [Phrase(ConditionEntry(name, key, Values(tuple(values))), holds) for name, key, values, holds in phrases]
    assert words_of(conditions_of(told, DEFAULT)) == words


@pytest.mark.parametrize("holds", [True, False])
@pytest.mark.parametrize("prefix", ["", "ForAllValues:", "ForAnyValue:"])
@pytest.mark.parametrize("suffix", ["", "IfExists"])
def test_an_absent_key_is_told_where_the_decision_lets_it_through(prefix, suffix, holds):
    """Held against the decision itself, operator by operator. A key of ours is never known to be always there."""
    context = DerivedContext(Request("s3:GetObject", "*"))
    for name in OPERATORS:
        entry = ConditionEntry(f"{prefix}{name}{suffix}", "mine:key", Values(("10",)))
        truth = evaluate_condition(prepare_condition(entry, Dialect(variables=True)), context).truth
        words = words_of(conditions_of((Phrase(entry, holds),), DEFAULT))
        told = "absent" in words or ("no value of" in words and "there" not in words)
        assert told is ((truth is Truth.YES) is holds), words


def test_a_key_that_is_always_sent_is_absent_only_in_a_world_that_says_so():
    assert "absent" not in condition("StringNotEquals", "aws:RequestedRegion", "a")
    assert "absent" in condition("StringNotEquals", "aws:RequestedRegion", "a", world=World(always_present=False))


def test_resources_are_told_by_what_the_actions_take():
    assert said([allow("rekognition:DeleteProject", f"{PROJECT}cats/*")]) == ["DeleteProject on project cats"]
    assert said([allow("rekognition:DetectCustomLabels", f"{HERE}cats/*")]) == [
        "DetectCustomLabels on every version of project cats in us-east-1 of account 111122223333"
    ]
    assert said([allow("rekognition:DeleteDataset", f"{PROJECT}*")]) == [
        "DeleteDataset on the datasets of every project"
    ]
    assert said([allow("rekognition:DescribeProjects")]) == ["DescribeProjects"]
    assert said([allow("rekognition:DeleteProject")]) == ["DeleteProject on every project"]
    assert said([allow("s3:GetObject", "arn:aws:s3:::cats/*")]) == ["s3:GetObject on every object in bucket cats"]
    assert said([allow("s3:GetObject", "arn:aws:s3:::cats*")]) == ["s3:GetObject on arn:aws:s3:::cats*"]


def test_exceptions_say_what_narrows_them():
    new = [allow("rekognition:DeleteProject")]
    assert said(new, [allow("rekognition:DeleteProject", f"{HERE}cats/*")]) == [
        "DeleteProject on every project, except project cats in us-east-1 of account 111122223333"
    ]
    here = [allow("rekognition:DeleteProject", f"{HERE}*")]
    assert said(here, [allow("rekognition:DeleteProject", f"{HERE}cats/*")]) == [
        "DeleteProject on every project in us-east-1 of account 111122223333, except project cats"
    ]
    assert said(new, [allow("rekognition:DeleteProject", f"{PROJECT}*/*")]) == [
        "DeleteProject on every project, except every project in partition aws"
    ]
    version = f"{PROJECT}cats/version/v1/*"
    elsewhere = [
        f"arn:aws:rekognition:us-*:*:{version.split(':', 5)[5]}",
        f"{HERE}cats/version/v1/*".replace("us-", "eu-"),
    ]
    assert said(
        [allow("rekognition:DetectCustomLabels", version)], [allow("rekognition:DetectCustomLabels", elsewhere)]
    ) == ["DetectCustomLabels on version v1 of project cats, except in eu-east-1 of account 111122223333 and in us-*"]


def test_groups_and_whole_services_are_named():
    assert said([allow("*")]) == [
        "every operation of every other service on every resource",
        "every Rekognition operation on every resource",
    ]
    assert said([allow("s3:*", "arn:aws:s3:::cats/*")]) == ["every operation of s3 on every object in bucket cats"]
    assert said([allow("s3:*")], [allow("s3:Get*")]) == ["every operation of s3 but s3:Get*, on every resource"]
    datasets = [f"rekognition:{name}" for name in group("cl_datasets").actions]
    assert "all dataset operations on every resource" in said([allow([*datasets])])[0]
    one = said([allow([*datasets[:-1]])])[0]
    assert "all" not in one
    only = [name for name in datasets if name != "rekognition:CreateDataset"]
    assert said([allow(only, f"{PROJECT}cats/dataset/*")]) == ["all dataset operations on the datasets of project cats"]


def group(name):
    return next(group for group in catalogue().task_groups if group.id == name)


def test_every_group_of_several_operations_has_words():
    assert set(GROUPS) == {group.id for group in catalogue().task_groups if len(group.actions) > 1}


def test_dangerous_lines_come_first():
    new = [
        allow("rekognition:ListStreamProcessors"),
        allow("rekognition:DetectLabels", Condition={"Bool": {"aws:SecureTransport": "true"}}),
        allow("rekognition:TagResource", f"{PROJECT}cats/*"),
        allow("rekognition:DeleteProject", f"{PROJECT}cats/*"),
        allow("s3:PutBucketPolicy", "arn:aws:s3:::cats"),
        allow("sqs:*"),
    ]
    found = lines_of(gained(policy(*new), policy()))
    starts = [line.operations[0].text for line in found]
    assert starts == [
        "every operation of ",
        "s3:PutBucketPolicy",
        "DeleteProject",
        "TagResource",
        "DetectLabels",
        "ListStreamProcessors",
    ]
    assert [line.levels[:1] for line in found[1:]] == [
        *(("Permissions management",), ("Write",), ("Tagging",), ("Read",), ("List",)),
    ]


def test_no_operation_is_lost_in_words():
    """Every operation of a box is named, by itself or by a group or "every ... but"."""
    known = {f"rekognition:{name}": name for name in (action.name for action in catalogue().actions.values())}
    words = {text: set(group(name).actions) for name, text in GROUPS.items()}
    for box in reach(policy(allow("rekognition:*", f"{PROJECT}cats/*"), allow("rekognition:*Face*"))).boxes:
        line = line_of(box)
        named = {piece.text for piece in line.operations if piece.code}
        for piece in line.operations:
            named |= words.get(piece.text, set())
        assert {known[name] for name in box.actions} == named


def test_callers_are_told():
    box = Box(("rekognition:DetectLabels",), ("*",), callers=("arn:aws:iam::444455556666:root",))
    assert line_of(box).text == "DetectLabels, asked for example by account 444455556666"


def test_markdown_keeps_code_and_escapes_words():
    line = lines_of(gained(policy(allow("s3:Get*", "arn:aws:s3:::cats/a`b_*")), policy()))[0]
    assert line.markdown == "`s3:Get*` on objects ``a`b_*`` in bucket `cats`"
    assert re.sub(r"[`\\]", "", line.markdown) == re.sub("`", "", line.text)
    odd = line_of(Box(("s3:GetObject",), ("x\ny",)))
    assert "\n" not in odd.markdown
