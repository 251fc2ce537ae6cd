"""The table of all services: facts of AWS's pages, no loose ends, quick look-ups in any case."""

import re

import pytest

from policybuilder.catalogue import AccessLevel, catalogue
from policybuilder.catalogue.services import (
    action,
    find_action,
    matching_actions,
    service,
    service_prefixes,
    services,
    services_date,
    table,
)

EVERY = matching_actions("*")


def uses(text: str) -> tuple[str, ...]:
    found = find_action(text)
    assert found is not None
    return tuple(use.type + "*" * use.required for use in found.resources)


def test_it_holds_every_service_of_a_dated_reference():
    assert services_date() == "2026-09-26"
    assert len(service_prefixes()) == len(services()) == 456
    assert len(EVERY) == 22_091
    assert {"s3", "kms", "iam", "logs", "cloudwatch", "rekognition", "sts", "lookoutvision"} <= service_prefixes()


@pytest.mark.parametrize(
    ("text", "level", "types"),
    [
        ("s3:GetObject", AccessLevel.READ, ("accesspointobject", "object")),
        ("s3:ListBucket", AccessLevel.LIST, ("accesspoint", "bucket")),
        ("s3:ListAllMyBuckets", AccessLevel.LIST, ()),
        ("iam:PassRole", AccessLevel.WRITE, ("role*",)),
        ("kms:Decrypt", AccessLevel.WRITE, ("key*",)),
        ("logs:PutLogEvents", AccessLevel.WRITE, ("log-stream*",)),
        ("lambda:InvokeFunction", AccessLevel.WRITE, ("function*",)),
        ("ec2:DescribeInstances", AccessLevel.LIST, ()),
        ("s3:PutBucketPolicy", AccessLevel.PERMISSIONS, ("bucket*",)),
        (
            "rekognition:TagResource",
            AccessLevel.TAGGING,
            ("collection", "dataset", "project", "projectversion", "streamprocessor"),
        ),
        ("rekognition:CreateProject", AccessLevel.WRITE, ()),
        ("rekognition:CreateProjectVersion", AccessLevel.WRITE, ("project*",)),
    ],
)
def test_actions_as_the_reference_has_them(text, level, types):
    found = find_action(text)
    assert found is not None
    assert found.id == text
    assert found.access_level is level
    assert uses(text) == types
    assert found.takes_no_resource == (not types)


def test_condition_keys_as_the_reference_has_them():
    passing = find_action("iam:PassRole")
    assert passing is not None
    assert passing.condition_keys == ("iam:AssociatedResourceArn", "iam:PassedToService")
    running = find_action("ec2:RunInstances")
    assert running is not None
    (image,) = [use for use in running.resources if use.type == "image"]
    assert image.required
    assert "ec2:Owner" in image.condition_keys
    assert "aws:ResourceTag/${TagKey}" in service("s3").resource_types["bucket"].condition_keys  # type: ignore[union-attr]  # s3 is there


def test_further_actions_that_callers_need():
    found = find_action("aiops:DeleteInvestigationGroup")
    assert found is not None
    assert found.needs == ("sso:DeleteApplication",)
    assert sum(bool(each.needs) for each in EVERY) > 1_500


def test_names_are_found_in_any_case():
    assert action("S3", "GETOBJECT") == find_action("s3:getobject") == find_action("s3:GetObject")
    assert service("Rekognition") is service("rekognition")
    assert [each.id for each in matching_actions("KMS:decrypt")] == ["kms:Decrypt"]


@pytest.mark.parametrize(
    "text", ["", ":", "s3", "s3:", "nope:GetObject", "s3:GetObjekt", "s3:Get*", "*", "s3:GetObject ", "ſ3:x"]
)
def test_what_is_unknown_is_none(text):
    assert find_action(text) is None


@pytest.mark.parametrize(
    "pattern",
    ["", ":", "s3:", "nope:*", "s3:Nope*", "s*:GetObject", "rekognition:Train*", "rekognition:DetectCustomLabels?"],
)
def test_patterns_that_mean_nothing(pattern):
    assert matching_actions(pattern) == ()


def test_patterns_mean_what_decisions_read():
    assert {each.id for each in matching_actions("s3:*MultipartUpload")} == {"s3:AbortMultipartUpload"}
    assert {each.id for each in matching_actions("rekognition:detectcustom*")} == {"rekognition:DetectCustomLabels"}
    assert matching_actions("*") == matching_actions("*:*") == matching_actions("**")
    assert matching_actions("s3:GetObject" + "*" * 500) == matching_actions("s3:GetObject*")
    tagging = matching_actions("*:TagResource")
    assert len({each.service for each in tagging}) == len(tagging) > 250
    assert matching_actions("rekognition:*") == tuple(service("rekognition").actions.values())  # type: ignore[union-attr]  # it is there


def test_rekognition_and_its_companions_are_as_in_the_catalogue():
    known = catalogue()
    for each in known.actions.values():
        found = find_action(each.id)
        assert found is not None, each.id
        if each.service == "rekognition":
            assert sorted(each.resource_type_names) == sorted(use.type for use in found.resources)
            assert each.condition_keys == found.condition_keys
            assert each.access_level is found.access_level
    for kind in known.resource_types.values():
        (same,) = [
            each
            for each in service(kind.service).resource_types.values()  # type: ignore[union-attr]  # each has its service
            if each.id == kind.id.rpartition(":")[2]
        ]
        assert same.arn_templates == (kind.arn_template,)
        assert same.has_region == (kind.has_region or ":us-west-2:" in kind.arn_template)
        assert same.has_account == kind.has_account


def test_no_loose_ends():
    ids = {each.id for each in EVERY}
    for each in services():
        assert each.name
        assert each.prefix == each.prefix.lower()
        for found in each.actions.values():
            assert found.service == each.prefix
            assert isinstance(found.access_level, AccessLevel)
            assert {use.type for use in found.resources} <= each.resource_types.keys()
            assert set(found.needs) <= ids, found.id
            listed = {*found.condition_keys, *(key for use in found.resources for key in use.condition_keys)}
            assert {key.lower() for key in listed} <= each.condition_keys.keys()
        for kind in each.resource_types.values():
            assert {key.lower() for key in kind.condition_keys} <= each.condition_keys.keys()


def test_every_template_is_an_arn():
    templates = [text for each in services() for kind in each.resource_types.values() for text in kind.arn_templates]
    assert len(templates) > 2_300
    for template in templates:
        assert template.startswith("arn:${Partition}:")
        assert template.count(":") >= 5
        assert re.sub(r"\$\{\w+\}", "", template).count("$") == 0


def test_services_that_resource_control_policies_reach():
    reached = {each.prefix for each in services() if each.rcp}
    assert {"s3", "sts", "kms", "sqs", "secretsmanager"} <= reached
    assert "rekognition" not in reached


def test_the_file_has_no_member_that_nothing_reads():
    assert table().keys() == {"meta", "anywhere", "rcp", "services"}
    for row in table()["services"].values():
        assert row.keys() == {"name", "keys", "actions", "types"}
        for group in (group for groups in row["actions"].values() for group in groups):
            assert group.keys() <= {"on", "keys", "type_keys", "needs", "names"}
        assert all({"id", "arn"} <= each.keys() <= {"id", "arn", "keys"} for each in row["types"])
