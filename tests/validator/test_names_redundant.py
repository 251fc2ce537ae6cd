"""Entries that another of their list covers."""

from typing import Any

import pytest

from policybuilder.iam import parse, render_json
from policybuilder.validator import PolicyKind, subject_of
from policybuilder.validator.names import redundant
from policybuilder.validator.names.redundant import redundant_findings

HOME = "arn:aws:rekognition:us-east-1:111122223333:project/"


def pairs(element: str, entries: list[str]) -> list[tuple[str, Any, Any]]:
    """Code, entry and what covers it, for each finding."""
    statement = {"Effect": "Deny", element: entries}
    text = render_json({"Statement": statement})
    found = redundant_findings(subject_of(parse(text), PolicyKind.IDENTITY))
    return [(each.code, each.params["entry"], each.params["by"]) for each in found]


@pytest.mark.parametrize("element", ["Action", "NotAction"])
def test_actions(element: str) -> None:
    entries = ["s3:GetObject", "s3:Get*", "S3:GETOBJECT", "s3:Put*"]
    assert pairs(element, entries) == [
        ("REDUNDANT_ACTION", "s3:GetObject", "s3:Get*"),
        ("REDUNDANT_ACTION", "S3:GETOBJECT", "s3:GetObject"),
    ]


@pytest.mark.parametrize("element", ["Resource", "NotResource"])
def test_resources(element: str) -> None:
    entries = [f"{HOME}cats/*", f"{HOME}cats/version/*", f"{HOME}Cats/*"]
    assert pairs(element, entries) == [("REDUNDANT_RESOURCE", entries[1], entries[0])]


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        (f"{HOME}${{*}}/*", f"{HOME}${{a}}/*"),  # a star that is a letter
        (f"{HOME}*/1", f"{HOME}${{*}}/1"),
        (f"{HOME}${{a, '*'}}/*", f"{HOME}${{a, 'b'}}/*"),
        ("arn:aws:rekognition:us-east-1", f"{HOME}cats/*"),  # an ARN that is too short says so itself
        (f"{HOME}c?ts/*", f"{HOME}ca*/*"),
    ],
)
def test_what_looks_covered_and_is_not_or_not_surely(wide: str, narrow: str) -> None:
    assert pairs("Resource", [wide, narrow]) == []


@pytest.mark.parametrize(
    ("wide", "narrow"), [("s*:GetObject", "s3:GetObject"), ("s?:Get*", "s3:GetObject"), ("kms:*", "s3:GetObject")]
)
def test_a_service_is_never_a_pattern(wide: str, narrow: str) -> None:
    assert pairs("Action", [wide, narrow]) == []


def test_the_star_covers_what_stands_before_and_after_it() -> None:
    found = pairs("Action", ["a:b", "*", "c:d*"])
    assert [(entry, by) for _, entry, by in found] == [("a:b", "*"), ("c:d*", "*")]


def test_no_more_is_compared_than_the_bound_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [f"s3:Get{number}*" for number in range(30)] + ["s3:Get*", "s3:Get77"]
    assert len(pairs("Action", entries)) == len(entries) - 1
    monkeypatch.setattr(redundant, "COMPARISONS", 20)
    assert len(pairs("Action", entries)) < 20
