"""What a note offers is an edit of the draft that answers the note."""

import pytest

from policybuilder.authoring import (
    WayOut,
    WayOutId,
    apply_way_out,
    compose,
    draft_from_json,
    draft_json,
)
from tests.authoring.build import (
    ALL,
    CATS,
    CATS_V1,
    DOGS,
    allow,
    codes,
    condition,
    deny,
    draft,
    exact,
    plain,
    way_out,
    written,
)

HEAD = "arn:aws:rekognition:us-east-1:111122223333:project"
DATASET = {"type": "dataset", "project": "cats", "dataset": "train"}


def taken(start, name, **params):
    """The composed policy after the first way out of that id."""
    rule, way = way_out(compose(start), name)
    edited = apply_way_out(start, rule, WayOut(way.id, {**way.params, **params}))
    assert edited != start
    assert draft_from_json(draft_json(edited)) == edited
    return compose(edited)


def statements(composed):
    return [{name: value for name, value in each.items() if name != "Sid"} for each in written(composed)["Statement"]]


def test_deny_everywhere_takes_the_operation_into_a_rule_of_its_own():
    after = taken(draft(deny("CreateProject DeleteProject", CATS)), "deny_everywhere")
    assert statements(after) == [
        {"Effect": "Deny", "Action": "rekognition:DeleteProject", "Resource": f"{HEAD}/cats/*"},
        {"Effect": "Deny", "Action": "rekognition:CreateProject", "Resource": "*"},
    ]
    assert after.problems == ()


def test_a_rule_with_nothing_else_is_changed_in_its_place():
    start = draft(deny("CreateProject", CATS, title="No cats"))
    rule, way = way_out(compose(start), "deny_everywhere")
    edited = apply_way_out(start, rule, way)
    rules = plain(edited)["rules"]
    assert [(each["id"], each["title"], each["targets"]) for each in rules] == [("r1", "No cats", [ALL])]


def test_deny_by_tag_lets_only_tagged_requests_through():
    after = taken(draft(deny("CreateProject", CATS)), "deny_by_tag", key="team", value="vision")
    assert statements(after) == [
        {
            "Effect": "Deny",
            "Action": "rekognition:CreateProject",
            "Resource": "*",
            "Condition": {"StringNotEquals": {"aws:RequestTag/team": "vision"}},
        }
    ]


def test_remove_takes_the_operation_out_and_an_empty_rule_away():
    both = taken(draft(deny("CreateProject DeleteProject", CATS)), "remove")
    assert [each["Action"] for each in statements(both)] == ["rekognition:DeleteProject"]
    only = draft(deny("CreateProject", CATS), allow("DeleteProject", CATS))
    rule, way = way_out(compose(only), "remove")
    assert [each.id for each in apply_way_out(only, rule, way).rules] == ["r2"]


def test_limit_region_adds_the_condition_for_the_star_alone():
    after = taken(draft(allow("DescribeProjects DescribeProjectVersions", CATS)), "limit_region")
    assert statements(after)[1] == {
        "Effect": "Allow",
        "Action": "rekognition:DescribeProjects",
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}},
    }
    assert "Condition" not in statements(after)[0]


def test_limit_region_with_a_pattern_uses_a_pattern_operator():
    after = taken(draft(allow("DescribeProjects", ALL), regions=["us-*"]), "limit_region")
    assert statements(after)[0]["Condition"] == {"StringLike": {"aws:RequestedRegion": "us-*"}}


def test_allow_by_tag_then_needs_tag_resource():
    after = taken(draft(allow("CreateProject", CATS)), "allow_by_tag", key="team", value="cats")
    assert statements(after)[0]["Condition"] == {"StringEquals": {"aws:RequestTag/team": "cats"}}
    assert "also_with_tags_certain" in codes(after, "warning")


@pytest.mark.parametrize(
    ("operation", "targets", "action", "resource"),
    [
        ("CreateProject", [CATS], "rekognition:TagResource", f"{HEAD}/cats/1*"),
        ("CreateProjectVersion", [CATS_V1], "rekognition:TagResource", f"{HEAD}/cats/version/*"),
        ("CopyProjectVersion", [CATS_V1, DOGS], "rekognition:TagResource", f"{HEAD}/dogs/version/*"),
        ("CreateDataset", [CATS], "rekognition:ListDatasetEntries", f"{HEAD}/cats/dataset/*"),
        ("CreateProjectVersion", [ALL], "rekognition:TagResource", f"{HEAD}/*/version/*"),
        ("CreateStreamProcessor", [{"type": "collection"}], "iam:PassRole", "arn:aws:iam::111122223333:role/*"),
    ],
)
def test_add_action_allows_what_is_also_checked(operation, targets, action, resource):
    after = taken(draft(allow(operation, *targets)), "add_action")
    added = statements(after)[-1]
    assert (added["Action"], added["Resource"]) == (action, resource)
    assert ("Condition" in added) == (action == "iam:PassRole")


def test_without_condition_splits_off_what_never_carries_the_key():
    tag = condition("StringEquals", "aws:ResourceTag/team", "cats")
    after = taken(draft(allow("DescribeProjects DescribeProjectVersions", CATS, conditions=[tag])), "without_condition")
    assert [each.get("Condition") for each in statements(after)] == [
        {"StringEquals": {"aws:ResourceTag/team": "cats"}},
        None,
    ]


def test_merge_values_puts_two_rows_into_one():
    rows = [condition("StringLike", "aws:PrincipalArn", f"arn:aws:iam::*:role/{name}") for name in "AB"]
    after = taken(draft(allow("DetectCustomLabels", CATS_V1, conditions=rows)), "merge_values")
    assert statements(after)[0]["Condition"] == {
        "StringLike": {"aws:PrincipalArn": ["arn:aws:iam::*:role/A", "arn:aws:iam::*:role/B"]}
    }


def test_add_target_takes_what_lies_beside_the_target():
    after = taken(draft(allow("DetectCustomLabels DescribeDataset", DATASET)), "add_target")
    assert statements(after)[0]["Resource"] == f"{HEAD}/cats/version/*"
    assert after.problems == ()


def test_drop_target_takes_the_unused_one():
    after = taken(draft(allow("DetectCustomLabels", CATS_V1, DATASET)), "drop_target")
    assert codes(after) == []


EXACT_DENY = {
    "Sid": "No",
    "Effect": "Deny",
    "Action": ["rekognition:CreateProject"],
    "Resource": [f"{HEAD}/cats/*"],
    "Future": 1,
}


@pytest.mark.parametrize("way", list(WayOutId))
@pytest.mark.parametrize(
    "start",
    [
        draft(allow("DetectCustomLabels", CATS_V1)),
        draft(exact(EXACT_DENY)),
        draft(exact({"Action": 1, "Resource": {}})),
    ],
    ids=["guided", "exact", "odd"],
)
def test_an_edit_that_does_not_fit_changes_nothing(way, start):
    params = {"operations": "no:Thing", "action": "no:Thing", "resource": "x", "types": "moon", "target": "9"}
    edited = apply_way_out(start, "r1", WayOut(way, params))
    assert compose(edited).text == compose(start).text
    assert apply_way_out(start, "r9", WayOut(way, params)) == start
