"""ARNs and their patterns ("Amazon Resource Names (ARNs)", "IAM JSON policy elements: Resource")."""

import pytest

from policybuilder.iam import Arn, Part, arn_matches, split_arn
from policybuilder.iam.arn import ArnText, arn_pattern, field_globs, fields_match
from tests.strategies import DATASET, PROJECT, REGION, VERSION

LOG = "arn:aws:logs:us-east-1:111122223333:log-group:app:log-stream:s"


@pytest.mark.parametrize(
    ("text", "arn"),
    [
        (PROJECT, Arn("aws", "rekognition", "us-east-1", "111122223333", "project/cats/1690000000000")),
        (LOG, Arn("aws", "logs", "us-east-1", "111122223333", "log-group:app:log-stream:s")),
        ("arn:aws:s3:::cats", Arn("aws", "s3", "", "", "cats")),
        ("arn:aws:s3", None),
        ("aws:aws:s3:::cats", None),
        ("", None),
        ("*", None),
    ],
)
def test_split(text, arn):
    assert split_arn(text) == arn


@pytest.mark.parametrize(
    ("pattern", "arn", "matches"),
    [
        ("*", VERSION, True),
        ("**", VERSION, True),
        ("*", "no arn", True),
        ("arn:aws:l*s:us-east-1:1:a", "arn:aws:l:s:us-east-1:1:a", False),
        ("arn:aws:l*:us-east-1:1:a", "arn:aws:l:s:us-east-1:1:a", True),
        ("*", "*", True),
        ("?", "*", False),
        ("arn:*", "*", False),
        (f"{REGION}:*", "*", False),
        (f"{REGION}:project/cats/*", PROJECT, True),
        (f"{REGION}:project/cats/*", VERSION, True),
        (f"{REGION}:project/cats/*", DATASET, True),
        (f"{REGION}:project/cats/version/*", PROJECT, False),
        (f"{REGION}:project/cats/version/v?/*", VERSION, True),
        (f"{REGION}:project/cats/version/v?/*", VERSION.replace("/v1/", "/v10/"), False),
        (PROJECT, VERSION, False),
        ("arn:aws:rekognition:*:111122223333:project/cats/*", VERSION, True),
        ("arn:aws:rekognition", VERSION, True),
        ("arn:aws:rekognition:us-east-1", VERSION, True),
        ("arn:aws:s3", VERSION, False),
        ("arn", VERSION, True),
        ("", VERSION, False),
        ("arn:aws:rekognition:*:project/cats/*", VERSION, False),
        (f"{REGION}:project/cats:*", VERSION, False),
        ("arn:aws:logs:us*:log-group:app:log-stream:s", LOG, True),
        ("arn:aws:logs:us*3:log-group:app:log-stream:s", LOG, False),
        ("arn:aws:logs:us-east-1?111122223333:log-group:app:log-stream:s", LOG, False),
        ("arn:aws:logs:us-east-1**:1*:log-group:app**:log-stream:s**", LOG, True),
        ("arn:aws:logs:us-????-1:1*:log-group:*:log-stream:?", LOG, True),
        ("arn:aws:logs:us-east-1?111122223333:x:log-group:*", LOG, False),
        ("arn:aws:logs:us**:*:log-group:**:s", LOG, True),
        ("arn:aws:logs:*:*:log-group:app", LOG, False),
        ("*:*", LOG, True),
        ("*:*", "no arn", False),
        ("arn:aws:logs:us-east-1:111122223333:LOG-group:*", LOG, False),
    ],
)
def test_matches(pattern, arn, matches):
    assert arn_matches(pattern, arn) is matches


@pytest.mark.parametrize(
    ("text", "written", "complete"),
    [("*", 1, True), ("arn:aws:s3", 3, False), ("arn:aws:s3:::", 6, True), (LOG, 6, True), ("", 1, False)],
)
def test_completion(text, written, complete):
    pattern = arn_pattern(text)
    assert (pattern.written, pattern.complete) == (written, complete)
    assert len(pattern.head) == 5


@pytest.mark.parametrize(("group", "fits"), [("*", True), ("app", False)])
def test_a_star_that_a_variable_put_in_is_a_letter_in_arns_with_more_colons_too(group, fits):
    head, tail = ("arn", "aws", "logs", "*", "1"), (Part("log-group:", wild=True), Part("*", wild=False))
    assert fields_match(head, tail, f"arn:aws:logs:x:1:log-group:{group}") is fits


def test_fields_of_condition_patterns():
    """For ArnLike a wildcard stays in its field; values of variables may hold the colons."""
    globs = field_globs([Part("arn:aws:iam::*:role/", wild=True), Part("a:*", wild=False)])
    assert globs is not None
    assert len(globs) == 6
    assert globs[5].matches("role/a:*")
    assert not globs[5].matches("role/a:b")
    assert field_globs([Part("arn:aws:iam::*", wild=True)]) is None
    whole = field_globs([Part(LOG, wild=False), Part("*", wild=True)])
    assert whole is not None
    assert whole[5].matches("log-group:app:log-stream:s1")


@pytest.mark.parametrize(
    ("pattern", "field"),
    [
        ("x:aws:rekognition:us-east-1:111122223333:project/cats/*", "prefix"),
        ("arn:aws-cn:rekognition:us-east-1:111122223333:project/cats/*", "partition"),
        ("arn:aws:s3:us-east-1:111122223333:project/cats/*", "service"),
        ("arn:aws:rekognition:eu-west-1:111122223333:project/cats/*", "region"),
        ("arn:aws:rekognition:us-east-1:444455556666:project/cats/*", "account"),
        (f"{REGION}:project/dogs/*", "resource"),
        ("arn:aws:rek?gnition:us-east-?:1*:project/dogs/*", "resource"),
        ("arn:aws:rekognition:us-west-?:1*:project/dogs/*", "region"),
    ],
)
def test_the_first_field_that_differs(pattern, field):
    assert ArnText(PROJECT).first_different_field(":".join(arn_pattern(pattern).head)) == field
