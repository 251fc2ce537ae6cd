"""What a note offers is an edit of the draft that answers the note."""

import pytest

from policybuilder.authoring import (
    WayOut,
    WayOutId,
    apply_way_out,
    compose,
    draft_from_json,
    draft_json,
    guide_policies,
)
from policybuilder.authoring.importing import draft_from_policy
from policybuilder.iam import parse
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


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("deny_everywhere", {"Resource": ["*"]}),
        (
            "deny_by_tag",
            {"Resource": ["*"], "Condition": {"StringNotEquals": {"aws:RequestTag/approved": "true"}}},
        ),
    ],
)
def test_the_ways_out_of_a_deny_as_written_keep_its_other_members(name, changes):
    after = taken(draft(exact(EXACT_DENY)), name)
    assert written(after)["Statement"] == [{**EXACT_DENY, **changes}]
    assert codes(after, "warning") == []


def test_removing_the_only_pair_removes_the_rule():
    assert taken(draft(exact(EXACT_DENY)), "remove").policy.statements == ()


def test_deny_by_tag_keeps_the_conditions_that_are_there():
    block = {"StringNotEquals": {"aws:RequestedRegion": "us-east-1"}, "Bool": {"aws:SecureTransport": "true"}}
    after = taken(draft(exact({**EXACT_DENY, "Condition": block})), "deny_by_tag", key="team", value="cats")
    assert statements(after)[0]["Condition"] == {
        "StringNotEquals": {"aws:RequestedRegion": "us-east-1", "aws:RequestTag/team": "cats"},
        "Bool": {"aws:SecureTransport": "true"},
    }


def guide():
    return draft_from_policy(parse(guide_policies()[0].text))


def test_the_guides_pairs_are_answered_one_after_the_other():
    start = guide()
    for name in ("use_parent", "move_to_star", "deny_everywhere"):
        rule, way = way_out(compose(start), name)
        start = apply_way_out(start, rule, way)
    after = compose(start)
    assert [note for note in after.notes if note.code.startswith("pair_")] == []
    assert [(each["Effect"], each["Action"], each["Resource"]) for each in statements(after)] == [
        ("Allow", "rekognition:DescribeProjects", "*"),
        (
            "Allow",
            ["rekognition:StopProjectVersion", "rekognition:StartProjectVersion", "rekognition:DetectCustomLabels"],
            "arn:aws:rekognition:*:*:project/MyProject/version/MyVersion/*",
        ),
        ("Allow", "rekognition:CreateProjectVersion", "arn:aws:rekognition:*:*:project/MyProject/*"),
        (
            "Allow",
            ["rekognition:DescribeProjectVersions", "rekognition:CreateProjectVersion"],
            "arn:aws:rekognition:*:*:project/MyProject/*",
        ),
        ("Allow", "rekognition:CreateProject", "*"),
        ("Deny", ["rekognition:CreateProject"], ["*"]),
    ]
    sids = [statement.sid for statement in after.policy.statements]
    assert len(set(sids)) == len(sids)


def test_dropping_the_guides_pairs_leaves_what_works():
    start = guide()
    for name in ("drop_pair", "drop_pair", "remove"):
        rule, way = way_out(compose(start), name)
        start = apply_way_out(start, rule, way)
    after = compose(start)
    assert codes(after) == []
    assert len(after.policy.statements) == 3


def test_statements_that_are_not_touched_keep_their_source_text():
    start = guide()
    rule, way = way_out(compose(start), "move_to_star")
    edited = apply_way_out(start, rule, way)
    assert ["text" in each for each in plain(edited)["rules"]] == [True, True, False, False, True]


@pytest.mark.parametrize(
    ("action", "resource", "name", "expected"),
    [
        ("rekognition:DetectCustomLabels", f"{HEAD}/cats/1*", "use_children", f"{HEAD}/cats/version/*"),
        ("rekognition:DescribeDataset", f"{HEAD}/cats/1*", "use_children", f"{HEAD}/cats/dataset/*"),
        ("rekognition:DeleteProject", f"{HEAD}/cats", "complete_arn", f"{HEAD}/cats/*"),
        ("rekognition:DeleteProject", f"{HEAD}/cats/dataset/train/*", "use_parent", f"{HEAD}/cats/*"),
    ],
)
def test_a_resource_that_never_fits_is_replaced_by_one_that_does(action, resource, name, expected):
    after = taken(draft(exact({"Effect": "Allow", "Action": action, "Resource": resource})), name)
    assert statements(after) == [{"Effect": "Allow", "Action": action, "Resource": expected}]
    assert codes(after, "warning") == []


def test_a_pair_beside_living_ones_is_moved_without_touching_them():
    before = {
        "Effect": "Allow",
        "Action": ["rekognition:DetectCustomLabels", "rekognition:DeleteProject"],
        "Resource": [f"{HEAD}/cats/version/v1/*", f"{HEAD}/dogs/1*"],
    }
    start = draft(exact(before))
    notes = compose(start).notes
    assert {note.severity.value for note in notes} == {"info"}
    after = taken(start, "use_children")
    assert statements(after)[0] == before
    assert statements(after)[1]["Resource"] == [f"{HEAD}/dogs/version/*"]


def test_a_single_action_that_lives_elsewhere_keeps_where_it_lives():
    written_pair = [f"{HEAD}/cats/version/*", f"{HEAD}/dogs/1*"]
    start = draft(exact({"Effect": "Allow", "Action": "rekognition:DetectCustomLabels", "Resource": written_pair}))
    moved = taken(start, "use_children")
    assert [each["Resource"] for each in statements(moved)] == [[written_pair[0]], [f"{HEAD}/dogs/version/*"]]
    dropped = taken(start, "drop_pair")
    assert [each["Resource"] for each in statements(dropped)] == [[written_pair[0]]]


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
