"""What never matches, all of it turned into what was meant, and nothing else changed."""

import json

import pytest

from policybuilder.authoring import guide_policies
from policybuilder.catalogue import catalogue
from policybuilder.iam import Decision, Layers, decide, derive_context, parse
from policybuilder.iam.request import Request
from policybuilder.validator import mute_of, validate
from policybuilder.validator.mending import NEVER_MATCHING, mended, never_matching

FIRST, SECOND = (each.text for each in guide_policies())
ANA = "arn:aws:iam::111122223333:role/Ana"
HEAD = "arn:aws:rekognition:us-east-1:111122223333:project"
PROJECT = f"{HEAD}/MyProject/1690000000000"
VERSION = f"{HEAD}/MyProject/version/MyVersion/1690000000001"


def decided(text: str, action: str, resource: str) -> Decision:
    policy = parse(text).policy
    assert policy is not None
    request = derive_context(Request(action=f"rekognition:{action}", resource=resource, principal=ANA))
    return decide(request, Layers(identity=(policy,))).decision


def dead(text: str) -> list[str]:
    return [each.code for each in validate(text).findings if each.code in NEVER_MATCHING]


def test_the_guides_first_policy_says_what_was_meant() -> None:
    assert len(dead(FIRST)) == len(list(never_matching(validate(FIRST)))) == 3
    after = mended(validate(FIRST))
    assert dead(after) == []
    assert decided(FIRST, "CreateProject", "*") is Decision.IMPLICIT_DENY
    assert decided(after, "CreateProject", "*") is Decision.EXPLICIT_DENY
    assert decided(after, "CreateProjectVersion", PROJECT) is Decision.ALLOWED
    assert decided(after, "DetectCustomLabels", VERSION) is Decision.ALLOWED
    without_deny = json.loads(after)
    without_deny["Statement"] = [each for each in without_deny["Statement"] if each["Effect"] == "Allow"]
    assert decided(json.dumps(without_deny), "CreateProject", "*") is Decision.ALLOWED


def test_nothing_else_is_decided_in_another_way() -> None:
    after = mended(validate(FIRST))
    for action in catalogue().actions.values():
        if action.service == "rekognition" and action.id != "rekognition:CreateProject":
            for resource in ("*", PROJECT, VERSION, f"{HEAD}/Other/1690000000002"):
                name = action.id.partition(":")[2]
                assert decided(FIRST, name, resource) is decided(after, name, resource), (name, resource)


@pytest.mark.parametrize("text", [SECOND, "{", "", '{"Statement": []}'])
def test_what_has_nothing_to_mend_stays(text: str) -> None:
    assert mended(validate(text)) == text


def test_a_deny_is_not_made_to_deny_everything_where_a_narrower_one_may_be_meant() -> None:
    statement = {"Effect": "Deny", "Action": "rekognition:DeleteProject", "Resource": "arn:aws:s3:::bucket"}
    text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    assert dead(text) == ["DENY_NEVER_APPLIES"]
    assert mended(validate(text)) == text


def test_mutes_stay_muted() -> None:
    validation = validate(FIRST)
    finding = next(each for each in validation.findings if each.code == "DENY_NEVER_APPLIES")
    mute = mute_of(finding, validation.subject.root, "as the guide has it")
    after = mended(validate(FIRST, mutes=(mute,)))
    assert dead(after) == ["DENY_NEVER_APPLIES"]


def test_many_are_mended_in_a_bounded_time() -> None:
    statements = [
        {"Effect": "Allow", "Action": "rekognition:CreateProject", "Resource": f"{HEAD}/p{n}/*"} for n in range(60)
    ]
    text = json.dumps({"Version": "2012-10-17", "Statement": statements})
    left = len(dead(mended(validate(text))))
    assert left < len(dead(text))
