"""What each button of the builder does to the document, and that a stale or made-up one does nothing."""

import pytest

from policybuilder.catalogue import catalogue
from tests.authoring.build import CATS_V1, allow, draft
from tests.web.visitor import working_on

HOME = "arn:aws:rekognition:us-east-1:111122223333"
HERE = "arn:aws:rekognition:us-east-1:111122223333:project"
VERSION = f"{HERE}/cats/version/v1/1690000000001"
ROWS = [
    (f"project:{HERE}/cats/1690000000000", {"type": "project", "project": "cats"}, "cats/*"),
    (f"versions:{HERE}/cats/*", {"type": "projectversion", "project": "cats", "which": "all"}, "cats/version/*"),
    (f"version:{VERSION}", {"type": "projectversion", "version": "v1", "which": "name"}, "cats/version/v1/*"),
    (f"exact:{VERSION}", {"which": "exact", "timestamp": "1690000000001"}, "cats/version/v1/1690000000001"),
    (
        f"dataset:{HERE}/cats/dataset/train/1690000000002",
        {"type": "dataset", "dataset": "train"},
        "cats/dataset/train/*",
    ),
]


@pytest.fixture(params=["htmx", "plain"])
def visitor(request, ana, ben):
    """Ana presses buttons without scripts, Ben with them."""
    chosen = ben if request.param == "htmx" else ana
    chosen.open("/")
    return chosen


def test_a_rule_is_added_open_and_with_the_project_last_worked_with(visitor):
    visitor.press("rule-add:Deny")
    assert visitor.cards == ["r1", "r2", "r3", "r4", "r5", "r6"]
    assert visitor.value("open") == "r6"
    assert visitor.value("rules-5-effect") == "Deny"
    assert visitor.value("rules-5-targets-0-project") == "MyProject"
    assert visitor.part("rule-r6").get("data-autofocus") == "" if visitor.htmx else visitor.landed == "/#rule-r6"
    visitor.press("rule-add:Allow")
    assert visitor.value("rules-6-effect") == "Allow"


def test_a_rule_opens_and_closes(visitor):
    visitor.press("rule-open:r2")
    assert visitor.has("id_rules-1-title")
    assert visitor.value("open") == "r2"
    visitor.press("rule-open:r3")
    assert not visitor.has("id_rules-1-title"), "one card is open at a time"
    visitor.press("rule-open:r3")
    assert visitor.value("open") == ""


def test_looking_is_no_step_to_undo(visitor):
    visitor.press("rule-open:r2").press("rule-open:r2").press("rule-open:r5")
    assert "disabled" in visitor.page.one("button", name="do", value="undo")
    assert "guide's Deny, as written" in visitor.value("rules-4-title")
    assert "ExplicitDenyCreateProject" in visitor.part("rule-r5").one("pre").text


def test_a_rule_is_duplicated_behind_itself(visitor):
    visitor.press("rule-duplicate:r2")
    assert visitor.cards == ["r1", "r2", "r6", "r3", "r4", "r5"]
    assert visitor.value("open") == "r6"
    assert visitor.sids[1:3] == ["UseMyModel", "UseMyModel2"]
    visitor.press("rule-duplicate:r5")
    assert visitor.cards[-1] == "r7"
    assert visitor.policy["Statement"][-1] == visitor.policy["Statement"][-2]


def test_rules_move_up_and_down_and_stop_at_the_ends(visitor):
    visitor.press("rule-down:r1")
    assert visitor.cards == ["r2", "r1", "r3", "r4", "r5"]
    assert visitor.sids[:2] == ["UseMyModel", "SeeTheProjects"]
    visitor.press("rule-up:r1")
    assert visitor.cards == ["r1", "r2", "r3", "r4", "r5"]
    assert not visitor.page.all("button", value="rule-up:r1")
    assert not visitor.page.all("button", value="rule-down:r5")
    visitor.press("rule-up:r1", on_page=False).press("rule-down:r5", on_page=False)
    assert visitor.cards == ["r1", "r2", "r3", "r4", "r5"]


def test_a_rule_is_removed_and_the_next_takes_its_place(visitor):
    visitor.press("rule-remove:r2")
    assert visitor.cards == ["r1", "r3", "r4", "r5"]
    assert visitor.part("rule-r3").get("data-autofocus") == "" if visitor.htmx else visitor.landed == "/#rule-r3"
    for rule in ("r5", "r1", "r3", "r4"):
        visitor.press(f"rule-remove:{rule}")
    assert visitor.policy == {"Version": "2012-10-17", "Statement": []}
    assert "No rules yet" in visitor.words
    visitor.press("rule-add:Allow")
    assert visitor.cards == ["r1"]


@pytest.mark.parametrize(("pick", "fields", "arn"), ROWS, ids=[pick.partition(":")[0] for pick, _, _ in ROWS])
def test_a_resource_is_picked_from_the_inventory(visitor, pick, fields, arn):
    visitor.press("rule-open:r2")
    visitor.press(f"target-add:r2:{pick}", on_page=False)
    for name, value in fields.items():
        assert visitor.value(f"rules-1-targets-1-{name}") == value
    assert visitor.part("rules-1-targets-1-arn").one("div").words == f"{HERE}/{arn}"
    if visitor.htmx:
        assert visitor.part("rules-1-targets-1").get("data-autofocus") == ""
    else:
        assert visitor.landed == "/#rules-1-targets-1"


def test_a_pick_from_elsewhere_carries_its_account_and_region(visitor):
    there = "arn:aws:rekognition:eu-west-1:444455556666:project/dogs"
    visitor.press("rule-open:r2").press(f"target-add:r2:project:{there}/1690000000000", on_page=False)
    assert visitor.part("rules-1-targets-1-arn").one("div").words == f"{there}/*"
    assert visitor.value("settings-account") == "111122223333"


def test_the_first_pick_of_a_new_policy_fills_its_account_and_region(visitor):
    visitor.send("/new/", do="empty")
    visitor.press("rule-add:Allow").press(f"target-add:r1:exact:{VERSION}", on_page=False)
    assert visitor.value("settings-account") == "111122223333"
    assert visitor.value("settings-regions") == "us-east-1"
    assert visitor.part("rules-0-targets-0-arn").one("div").words == VERSION


def test_a_pick_takes_the_place_of_an_empty_row(visitor):
    visitor.press("rule-open:r2").fill("rules-1-targets-0-project", "").fill("rules-1-targets-0-version", "")
    visitor.press(f"target-add:r2:versions:{HOME}:project/cats/1690000000000", on_page=False)
    assert visitor.value("rules-1-targets-TOTAL_FORMS") == "1"
    assert visitor.value("rules-1-targets-0-project") == "cats"


def test_a_pick_from_elsewhere_names_its_place(visitor):
    visitor.press("rule-open:r2")
    elsewhere = "arn:aws:rekognition:eu-west-1:444455556666:project/dogs/version/v7/1690000000009"
    visitor.press(f"target-add:r2:exact:{elsewhere}", on_page=False)
    assert visitor.value("rules-1-targets-1-account") == "444455556666"
    assert visitor.value("rules-1-targets-1-region") == "eu-west-1"
    assert visitor.part("rules-1-targets-1-arn").one("div").words == elsewhere
    assert visitor.value("settings-account") == "111122223333"


def test_resources_are_added_and_removed(visitor):
    visitor.press("rule-open:r2").press("target-add:r2")
    assert visitor.value("rules-1-targets-1-project") == "MyProject"
    visitor.press("target-remove:r2:0")
    assert visitor.value("rules-1-targets-TOTAL_FORMS") == "1"
    assert visitor.value("rules-1-targets-0-which") == "all"
    visitor.press("target-remove:r2:0")
    assert visitor.value("rules-1-targets-TOTAL_FORMS") == "0"
    assert "No resource yet" in visitor.part("rule-r2").words


CONDITIONS = [
    ("aws:RequestedRegion", "StringEquals", "", "us-east-1"),
    ("aws:SourceIp", "IpAddress", "", "203.0.113.0/24"),
    ("aws:CurrentTime", "DateLessThan", "", "2027-01-01T00:00:00Z"),
    ("aws:SecureTransport", "Bool", "", "true"),
    ("aws:PrincipalArn", "ArnLike", "", "arn:aws:iam::111122223333:role/Trainer"),
    ("aws:MultiFactorAuthAge", "NumericLessThan", "", "3600"),
]


@pytest.mark.parametrize(("key", "operator", "set_operator", "value"), CONDITIONS, ids=[row[0] for row in CONDITIONS])
def test_a_condition_comes_with_the_operator_of_its_key(visitor, key, operator, set_operator, value):
    visitor.press("rule-open:r2").press(f"condition-add:r2:{key}")
    assert visitor.value("rules-1-conditions-0-key") == key
    assert visitor.value("rules-1-conditions-0-operator") == operator
    assert visitor.value("rules-1-conditions-0-set_operator") == set_operator
    visitor.fill("rules-1-conditions-0-values", value).press("")
    assert visitor.policy["Statement"][1]["Condition"] == {operator: {key: value}}


def test_tag_conditions_wait_for_the_tag_key(visitor):
    visitor.press("rule-open:r2").press("condition-add:r2:aws:ResourceTag/${TagKey}")
    assert visitor.value("rules-1-conditions-0-key") == "aws:ResourceTag/"
    visitor.press("rule-open:r2").press("rule-open:r3").press("condition-add:r3:aws:TagKeys")
    assert visitor.value("rules-2-conditions-0-set_operator") == "ForAllValues"


def test_a_condition_is_removed(visitor):
    visitor.press("rule-open:r2").press("condition-add:r2:aws:RequestedRegion").press("condition-add:r2:aws:SourceIp")
    visitor.press("condition-remove:r2:0")
    assert visitor.value("rules-1-conditions-TOTAL_FORMS") == "1"
    assert visitor.value("rules-1-conditions-0-key") == "aws:SourceIp"
    visitor.press("condition-remove:r2:0")
    assert "Condition" not in visitor.policy["Statement"][1]


def test_a_group_is_taken_whole_and_put_back_whole(visitor):
    group = next(each for each in catalogue().task_groups if "DetectCustomLabels" in str(each.actions))
    names = {f"rekognition:{name.removeprefix('rekognition:')}" for name in group.actions}
    visitor.press("rule-open:r3").press(f"group-toggle:r3:{group.id}", on_page=False)
    assert names <= set(visitor.values("rules-2-operations"))
    visitor.press(f"group-toggle:r3:{group.id}", on_page=False)
    assert visitor.values("rules-2-operations") == [
        "rekognition:CreateProjectVersion",
        "rekognition:DescribeProjectVersions",
    ] or not names & set(visitor.values("rules-2-operations"))


@pytest.mark.parametrize("level", ["Read", "Write", "Tagging"])
def test_a_level_is_taken_whole_and_put_back_whole(visitor, level):
    names = {
        action.id
        for action in catalogue().actions.values()
        if action.custom_labels != "no" and action.access_level.value == level
    }
    visitor.press("rule-open:r1").press(f"level-toggle:r1:{level}")
    assert set(visitor.values("rules-0-operations")) == names | {"rekognition:DescribeProjects"}
    assert visitor.part("rules-0-chosen").words == f"{len(names | {'rekognition:DescribeProjects'})} chosen"
    visitor.press(f"level-toggle:r1:{level}")
    assert set(visitor.values("rules-0-operations")) == {"rekognition:DescribeProjects"} - names


def test_operations_keep_their_order_as_they_are_ticked(visitor):
    visitor.press("rule-open:r1")
    visitor.tick("rules-0-operations", "rekognition:StopProjectVersion").press("")
    visitor.tick("rules-0-operations", "rekognition:CreateProject").press("")
    visitor.untick("rules-0-operations", "rekognition:DescribeProjects").press("")
    assert visitor.value("rules-0-order") == "rekognition:StopProjectVersion rekognition:CreateProject"


def test_operations_that_no_box_stands_for_stay(visitor):
    given = draft(allow("DetectCustomLabels s3:getobject rekognition:NotYetKnown", CATS_V1))
    working_on(visitor, given)
    before = visitor.policy_text
    visitor.press("rule-open:r1").press("")
    assert visitor.policy_text == before
    assert set(visitor.values("rules-0-operations")) == {
        "rekognition:DetectCustomLabels",
        "s3:GetObject",
        "rekognition:NotYetKnown",
    }


def test_undo_and_redo_walk_through_the_work(visitor):
    texts = [visitor.policy_text]
    for do in ("rule-remove:r1", "rule-down:r2", "rule-duplicate:r5"):
        visitor.press(do)
        texts.append(visitor.policy_text)
    for text in reversed(texts[:-1]):
        visitor.press("undo")
        assert visitor.policy_text == text
    assert "disabled" in visitor.page.one("button", name="do", value="undo")
    for text in texts[1:]:
        visitor.press("redo")
        assert visitor.policy_text == text
    assert "disabled" in visitor.page.one("button", name="do", value="redo")
    assert visitor.another_tab().policy_text == texts[-1]


def test_undo_takes_back_what_was_typed_last_even_before_it_was_kept(visitor):
    visitor.press("rule-remove:r1").press("rule-open:r2")
    without_r1 = visitor.policy_text
    visitor.fill("rules-0-title", "Just typed").press("undo")
    assert visitor.policy_text == without_r1
    visitor.press("redo")
    assert "JustTyped" in visitor.sids


def test_what_is_typed_in_one_field_without_a_pause_is_one_step(ben):
    ben.open("/").press("rule-open:r2")
    before = ben.policy_text
    for title in ("T", "Ta", "Tag", "Tag the", "Tag the shelf"):
        ben.fill("rules-1-title", title).preview("rules-1-title")
    ben.fill("settings-account", "444455556666").preview("settings-account")
    ben.press("undo")
    assert "TagTheShelf" in ben.sids
    ben.press("undo")
    assert ben.policy_text == before


STALE = [
    "", "nonsense", "rule-open", "rule-open:", "rule-open:r99", "rule-duplicate:r99", "rule-remove:r99",
    "rule-up:r99", "rule-down:", "target-add:r99", "target-add:r2:bogus", f"target-add:r2:version:{HERE}/cats/*", "target-add:r2:exact:arn:::", f"target-add:r2:version:{HOME}:project/cats/1",
    "target-remove:r2:7", "target-remove:r2:-1", "target-remove:r2", "target-remove:r99:0", "condition-add:r2",
    "condition-add:r2:x:made-up", "condition-add:r99:aws:SourceIp", "condition-remove:r2:0", "condition-remove:r2:x",
    "group-toggle:r2:made-up", "group-toggle:r2", "level-toggle:r2:Admin", "level-toggle:r2:", "way-out", "way-out:0",
    "way-out:0:0:made-up", "way-out:99:0:star_only", "way-out:x:y:z", "way-out:0:0:0:0", "keep-mine", "keep-mine:",
    "keep-mine:²", "keep-mine:٣", "redo", "undo", "save:now", "undo:twice",
    *(f"{name}:{'9' * 5000}" for name in ("keep-mine", "target-remove:r2", "condition-remove:r2", "way-out:0")),
    "way-out:" + "9" * 5000 + ":0:star_only", "rule-open:<script>", "rule-open:r2\x00", "\x00", "rule-down:r5:r4",
]  # fmt: skip


def test_a_stale_or_made_up_button_changes_nothing(visitor):
    visitor.press("rule-open:r2")
    before = visitor.client.get("/policy.json").content
    for do in STALE:
        visitor.press(do, on_page=False)
        assert visitor.status == 200, do[:60]
        assert visitor.client.get("/policy.json").content == before, do[:60]
