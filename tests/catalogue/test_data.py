"""The packaged facts: complete, free of loose ends, immutable, quick to load."""

import json
import re

import pytest
from pydantic import ValidationError

from policybuilder.catalogue import AccessLevel, Action, catalogue
from policybuilder.catalogue.load import DATA, assembled, in_words
from policybuilder.iam.entries import action_entry

OWN = tuple(action for action in catalogue().actions.values() if action.service == "rekognition")
TYPES = ("collection", "dataset", "project", "projectversion", "streamprocessor")
ROLES = {
    *("project", "version", "dataset", "source_project", "source_version", "source_dataset"),
    *("destination_project", "resource", "created", "role", "*"),
}


def named(name: str) -> Action:
    return catalogue().actions[f"rekognition:{name}"]


def test_the_reference_is_complete():
    kinds = [kind.id for kind in catalogue().resource_types.values() if kind.service == "rekognition"]
    assert len(OWN) == 76
    assert sorted(kinds) == list(TYPES)
    assert [sum(action.custom_labels == scope for action in OWN) for scope in ("only", "shared", "no")] == [14, 9, 53]
    assert sum(action.operation for action in OWN) == 75
    assert not named("StartFaceLivenessSession").operation
    assert sum(action.takes_no_resource for action in OWN) == 32
    assert {action.name for action in OWN if action.access_level is AccessLevel.TAGGING} == {
        "TagResource",
        "UntagResource",
    }
    assert {action.name for action in OWN if action.access_level is AccessLevel.LIST} == {"ListStreamProcessors"}


@pytest.mark.parametrize(
    ("name", "types", "keys"),
    [
        ("CreateProject", (), ("aws:RequestTag/${TagKey}", "aws:TagKeys")),
        ("DescribeProjects", (), ()),
        ("CreateProjectVersion", ("project*",), ("aws:RequestTag/${TagKey}", "aws:TagKeys")),
        ("DescribeProjectVersions", ("project*",), ()),
        ("CopyProjectVersion", ("project*", "projectversion*"), ("aws:RequestTag/${TagKey}", "aws:TagKeys")),
        ("DetectCustomLabels", ("projectversion*",), ()),
        ("DetectModerationLabels", ("projectversion",), ()),
        ("ListStreamProcessors", (), ()),
        ("UntagResource", TYPES, ("aws:TagKeys",)),
    ],
)
def test_actions_as_the_reference_has_them(name, types, keys):
    action = named(name)
    assert tuple(item.type + "*" * item.required for item in action.resources) == types
    assert action.condition_keys == keys
    assert all(item.condition_keys == ("aws:ResourceTag/${TagKey}",) for item in action.resources)


def test_every_action_has_one_task_group_and_a_description():
    listed = [f"rekognition:{name}" for group in catalogue().task_groups for name in group.actions]
    assert sorted(listed) == sorted(action.id for action in OWN)
    for group in catalogue().task_groups:
        assert {named(name).task_group for name in group.actions} == {group.id}
        scopes = {named(name).custom_labels for name in group.actions}
        assert scopes <= ({"no"} if group.area == "other" else {"only", "shared"})
    assert all(action.description.endswith(".") and action.doc for action in OWN)


def test_what_is_kept_by_hand_names_only_what_there_is():
    known = catalogue()
    raw = {path.stem: path.read_text("utf-8") for path in DATA.glob("*.json")}
    named_ids = set(re.findall(r'"id": "((?:rekognition|s3|kms|logs|iam|cloudtrail|cloudwatch):\w+)"', raw["guidance"]))
    assert {action.id for action in OWN} <= named_ids
    assert all(name in known.actions or name in known.resource_types for name in named_ids)
    assert all(name in known.actions and name in named_ids for name in known.companions_offered)
    assert all(key in known.condition_keys for key in known.keys_first)
    assert {flag for action in OWN for flag in action.risk_flags} == set(known.risk_flags)
    assert set(known.custom_labels_regions) <= set(known.regions)
    assert all(kind.parent is None or kind.parent in known.resource_types for kind in known.resource_types.values())
    used = {item.type for action in known.actions.values() for item in action.resources}
    assert used == set(known.resource_types)


def test_every_key_an_action_or_type_names_is_described():
    known = catalogue()
    for action in known.actions.values():
        keys = {*action.condition_keys, *(key for item in action.resources for key in item.condition_keys)}
        assert keys <= set(known.condition_keys), action.id
    assert all(key.title for key in known.condition_keys.values())
    shared = [key for key in known.condition_keys.values() if key.key.startswith("aws:")]
    assert all(key.present for key in shared)
    assert {key.key for key in shared if key.scope != "global"} == {
        "aws:ResourceTag/${TagKey}",
        "aws:RequestTag/${TagKey}",
        "aws:TagKeys",
    }
    assert sum(key.sensitive for key in shared) == 10
    assert {key.key for key in shared if key.multivalued} >= {"aws:TagKeys", "aws:PrincipalOrgPaths", "aws:CalledVia"}


def test_operations_check_what_exists_on_roles_that_exist():
    known = catalogue()
    assert set(known.operations) == {action.name for action in OWN}
    for name, operation in known.operations.items():
        own = named(name)
        assert operation.checks[0].action == own.id
        assert (operation.checks[0].on == "*") == own.takes_no_resource
        for check in operation.checks:
            assert check.on in ROLES
            assert known.actions[check.action].takes_no_resource == (check.on == "*")
        others = [(check.action, check.when) for check in operation.checks if check.action != own.id]
        assert others == [(also.action, also.when) for also in own.also_needed]


def test_what_makes_a_thing_that_can_carry_tags_also_asks_for_tagging():
    takes_tags = {action.name for action in OWN if "aws:RequestTag/${TagKey}" in action.condition_keys}
    makes = {name for name, operation in catalogue().operations.items() if operation.creates}
    tags = {
        name
        for name, operation in catalogue().operations.items()
        if any(check.when == "tags" and check.on == "created" for check in operation.checks)
    }
    assert makes == tags == takes_tags - {"TagResource"}


def test_copying_asks_on_source_and_destination():
    checks = catalogue().operations["CopyProjectVersion"].checks
    assert [
        (check.action.removeprefix("rekognition:"), check.on, check.when, check.assumption) for check in checks
    ] == [
        ("CopyProjectVersion", "source_version", "always", None),
        ("CopyProjectVersion", "destination_project", "always", "10.14"),
        ("CreateProjectVersion", "destination_project", "always", "10.14"),
        ("TagResource", "created", "tags", None),
    ]


def test_roles_are_passed_to_rekognition_only_for_video_and_streams():
    passing = [name for name, op in catalogue().operations.items() if any(check.on == "role" for check in op.checks)]
    assert len(passing) == 9
    assert all(named(name).custom_labels == "no" for name in passing)
    also = named("CreateStreamProcessor").also_needed[0]
    assert (also.action, also.when) == ("iam:PassRole", "role")
    assert dict(also.context) == {"iam:PassedToService": "rekognition.amazonaws.com"}


def test_look_ups_take_any_case():
    known = catalogue()
    assert known.find_action("Rekognition:detectcustomlabels") is named("DetectCustomLabels")
    assert known.find_action("rekognition:Detect*") is None
    assert known.by_operation_name("copyprojectversion") is named("CopyProjectVersion")
    assert known.by_operation_name("StartFaceLivenessSession") is None
    assert known.by_operation_name("Nonsense") is None


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        ("rekognition:*", 76),
        ("REKOGNITION:*projectversion", 5),
        ("rekognition:DetectCustomLabels", 1),
        ("rekognition:detect?aces", 1),
        ("rek*:*", 0),
        ("rekognition", 0),
        ("", 0),
        ("s3:GetObjec?", 1),
    ],
)
def test_patterns_of_actions(pattern, count):
    assert len(catalogue().expand(pattern)) == count


@pytest.mark.parametrize("pattern", ["*", "*:*", "rekognition:*Project*", "kms:De?????", "s3:getobject", "*:Get*"])
def test_patterns_of_actions_mean_what_decisions_take_them_for(pattern):
    entry = action_entry(pattern)
    found = {action.id for action in catalogue().expand(pattern)}
    matched = {
        action.id
        for action in catalogue().actions.values()
        if entry.matches(action.service.lower(), action.name.lower())
    }
    assert found == matched


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("AWS:ResourceTag/env", "aws:ResourceTag/${TagKey}"),
        ("aws:resourcetag/a/b", "aws:ResourceTag/${TagKey}"),
        ("aws:tagkeys", "aws:TagKeys"),
        ("aws:ResourceTag", None),
        ("aws:ResourceTag/", "aws:ResourceTag/${TagKey}"),
        ("kms:EncryptionContext:purpose", "kms:EncryptionContext:${EncryptionContextKey}"),
        ("s3:prefix", "s3:prefix"),
        ("s3:prefix/more", None),
        ("aws:Nonsense", None),
        ("", None),
    ],
)
def test_keys_are_found_by_any_spelling(text, key):
    found = catalogue().find_key(text)
    assert (found.key if found else None) == key


def test_names_of_fields_are_those_of_drafts():
    types = catalogue().resource_types
    assert [field.name for field in types["projectversion"].fields] == ["project", "version", "timestamp"]
    assert [field.name for field in types["dataset"].fields] == ["project", "dataset", "timestamp"]
    assert [field.name for field in types["s3:object"].fields] == ["bucket", "key"]
    assert [field.name for field in types["kms:key"].fields] == ["key_id"]
    assert [field.name for field in types["logs:log-group"].fields] == ["name"]
    assert [field.name for field in types["iam:role"].fields] == ["name"]
    assert types["dataset"].parent == types["projectversion"].parent == "project"
    assert (types["s3:bucket"].has_region, types["iam:role"].has_region, types["iam:role"].has_account) == (
        False,
        False,
        True,
    )


def write_member(thing, name):
    setattr(thing, name, "changed")


def write_entry(mapping):
    mapping["x"] = "y"


def test_nothing_can_be_changed():
    known = catalogue()
    assert catalogue() is known
    with pytest.raises(ValidationError):
        write_member(known, "regions")
    with pytest.raises(ValidationError):
        write_member(named("CreateProject"), "note")
    for mapping in (
        *(known.actions, known.resource_types, known.operations, known.condition_keys, known.field_rules),
        *(known.risk_flags, named("CreateStreamProcessor").also_needed[0].context),
        *(named("CopyProjectVersion").also_needed[0].context, known.operations["CreateProject"].checks[0].context),
    ):
        with pytest.raises(TypeError):
            write_entry(mapping)


def test_broken_data_are_refused():
    with pytest.raises(ValidationError, match="access_level"):
        assembled(_files({"rekognition": ('"level": "Write"', '"level": "Wright"')}))
    with pytest.raises(ValidationError, match="unheard"):
        assembled(_files({"operations": ('"on": "resource"', '"on": "resource", "unheard": "of"')}))


def _files(changes):
    texts = {path.stem: path.read_text("utf-8") for path in DATA.glob("*.json")}
    for name, (old, new) in changes.items():
        assert old in texts[name]
        texts[name] = texts[name].replace(old, new, 1)
    return {name: json.loads(text) for name, text in texts.items()}


def test_loading_again_gives_the_same():
    assert catalogue.__wrapped__() == catalogue()


@pytest.mark.parametrize(
    ("name", "words"),
    [("GetBucketAcl", "Get bucket acl"), ("log-group", "Log group"), ("ListKMSKeys", "List kms keys")],
)
def test_names_in_words(name, words):
    assert in_words(name) == words


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("aws:ResourceTag/Org:Team", "aws:ResourceTag/${TagKey}"),
        ("aws:requesttag/a/b:c", "aws:RequestTag/${TagKey}"),
        ("aws:TagKeys", "aws:TagKeys"),
        ("aws:Nothing/x", None),
        ("x", None),
    ],
)
def test_a_tags_key_may_hold_colons_and_slashes(text, key):
    """Source: "Tag naming limits and requirements" (letters, digits, spaces and _ . : / = + - @)."""
    found = catalogue().find_key(text)
    assert (found.key if found else None) == key
