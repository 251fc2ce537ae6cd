"""Entries that cover others: what is said to be covered is, whatever is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.analysis.covering import action_covers, arn_covers, like_covers
from policybuilder.iam import arn_matches, glob_matches
from policybuilder.iam.entries import action_entry
from tests.analysis.build import PROJECT
from tests.strategies import ACTION_ENTRIES, RESOURCE_ENTRIES, RESOURCES, patterns, texts

CATS = f"{PROJECT}cats/*"
OPEN = f"{PROJECT}${{aws:username}}/*"


@pytest.mark.parametrize(
    ("wide", "narrow", "covers"),
    [
        ("*", CATS, True),
        ("***", "arn:aws:rekognition", True),
        (CATS, CATS, True),
        (CATS, f"{PROJECT}cats/version/*", True),
        (CATS, "arn:aws:rekognition", False),
        (CATS, "arn:aws:rekognition:us-east-1", False),
        ("arn:aws:rekognition", CATS, False),
        ("arn:*:*:*:*:*", CATS, True),
        ("arn:aws:*:project/cats/*", CATS, False),
        (CATS.replace("us-east-1", "us-*"), CATS, True),
        (CATS, CATS.replace("us-east-1", "us-*"), False),
        (f"{PROJECT}*", OPEN, True),
        (OPEN, f"{PROJECT}*", False),
        (OPEN, OPEN, True),
        (f"{PROJECT}*x", f"{PROJECT}${{aws:username, 'a}}b'}}x", False),
        (f"{PROJECT}*x", f"{PROJECT}${{awsx", False),
    ],
)
def test_resource_entries(wide, narrow, covers):
    assert arn_covers(wide, narrow) is covers


@given(st.sampled_from(RESOURCE_ENTRIES), st.sampled_from(RESOURCE_ENTRIES))
def test_what_covers_matches_whatever_the_covered_matches(wide, narrow):
    if arn_covers(wide, narrow):
        assert all(arn_matches(wide, arn) for arn in RESOURCES if arn_matches(narrow, arn))


@given(st.sampled_from(ACTION_ENTRIES), st.sampled_from(ACTION_ENTRIES))
def test_actions_that_cover_name_whatever_the_covered_name(wide, narrow):
    names = [("rekognition", "detectcustomlabels"), ("rekognition", "deleteproject"), ("s3", "getobject"), ("a", "b:c")]
    if action_covers(wide, narrow):
        one, other = action_entry(wide), action_entry(narrow)
        assert all(one.matches(*name) for name in names if other.matches(*name))


@pytest.mark.parametrize(
    ("wide", "narrow", "covers"),
    [
        ("rekognition:Detect*", "Rekognition:detectLabels", True),
        ("*", "rekognition:*", True),
        ("s3:*", "s3express:CreateSession", False),
        ("s3*:Get*", "s3:GetObject", False),
        ("s3:Get?bject", "s3:GetObject", True),
        ("s3", "s3:GetObject", False),
    ],
)
def test_action_entries(wide, narrow, covers):
    assert action_covers(wide, narrow) is covers


@given(patterns, patterns, texts)
def test_values_that_cover_match_whatever_the_covered_match(wide, narrow, text):
    if like_covers(wide, narrow) and glob_matches(narrow, text):
        assert glob_matches(wide, text)
