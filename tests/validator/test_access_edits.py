"""Edits of the checks of access: where a test can be added to a Condition."""

from typing import Any

import pytest

from policybuilder.iam import parse, render_json, to_plain
from policybuilder.validator import Fix, PolicyKind, fixed_text
from policybuilder.validator.access.amend import with_test
from policybuilder.validator.access.extent import extent_of
from policybuilder.validator.access.samples import some_arn
from policybuilder.validator.view import StatementView, subject_of


def view_of(**more: Any) -> StatementView:
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"} | more
    text = render_json({"Version": "2012-10-17", "Statement": [statement]})
    return subject_of(parse(text), PolicyKind.IDENTITY).statements[0]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (None, {"Bool": {"aws:a": "true"}}),
        ({}, {"Bool": {"aws:a": "true"}}),
        ({"Null": {"aws:b": "true"}}, {"Null": {"aws:b": "true"}, "Bool": {"aws:a": "true"}}),
        ({"Bool": {"aws:b": "true"}}, {"Bool": {"aws:b": "true", "aws:a": "true"}}),
    ],
)
def test_a_test_is_added_beside_those_that_are_there(condition: Any, expected: dict[str, Any]) -> None:
    view = view_of(**({} if condition is None else {"Condition": condition}))
    text = render_json({"Version": "2012-10-17", "Statement": [plain(view)]})
    fixed = parse(fixed_text(text, Fix("x", {}, with_test(view, "Bool", "aws:a", "true"))))
    assert fixed.policy is not None
    written = {
        operator: {
            each.key: each.values.items[0]
            for each in fixed.policy.statements[0].conditions
            if each.operator == operator
        }
        for operator in expected
    }
    assert written == expected


def plain(view: StatementView) -> dict[str, Any]:
    found = to_plain(view.statement.source)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("condition", [[None], "x", {"Bool": []}, {"Bool": {"AWS:A": "false"}}])
def test_nothing_is_added_where_it_has_no_place(condition: Any) -> None:
    assert with_test(view_of(Condition=condition), "Bool", "aws:a", "true") == ()


@pytest.mark.parametrize(
    ("pattern", "arn"),
    [
        ("arn:aws:iam::*:role/team-*", "arn:aws:iam::111122223333:role/team-Any"),
        ("arn:*:rekognition:*:*:project/c?t/*", "arn:aws:rekognition:us-east-1:111122223333:project/cxt/Any"),
        ("arn:aws:iam", ""),
    ],
)
def test_an_arn_in_the_place_of_a_pattern(pattern: str, arn: str) -> None:
    assert some_arn(pattern) == arn


def test_a_statement_with_many_pairs_stays_whole() -> None:
    whole = extent_of(view_of(Action=["s3:a", "s3:b"], Resource=["arn:aws:s3:::a", "arn:aws:s3:::b"]))
    assert whole is not None
    assert len(whole.parts(4)) == 4
    assert whole.parts(3) == (whole,)
