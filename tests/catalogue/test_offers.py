"""The condition keys that a rule offers for its actions."""

import pytest

from policybuilder.catalogue import catalogue, condition_keys_for


def offered(*actions):
    return {offer.key.key: offer.missing_for for offer in condition_keys_for(actions)}


def test_the_useful_ones_come_first_and_each_once():
    keys = [offer.key.key for offer in condition_keys_for(["rekognition:TagResource"])]
    first = [key for key in catalogue().keys_first if key in keys]
    assert keys[: len(first)] == first
    assert keys[:2] == ["aws:RequestedRegion", "aws:SourceIp"]
    assert len(set(keys)) == len(keys)


def test_keys_tell_which_actions_never_send_them():
    found = offered("rekognition:CreateProject", "rekognition:DetectCustomLabels", "rekognition:UntagResource")
    assert found["aws:RequestedRegion"] == ()
    assert found["aws:ResourceTag/${TagKey}"] == ("rekognition:CreateProject",)
    assert found["aws:RequestTag/${TagKey}"] == ("rekognition:DetectCustomLabels", "rekognition:UntagResource")
    assert found["aws:TagKeys"] == ("rekognition:DetectCustomLabels",)


@pytest.mark.parametrize("actions", [(), ("rekognition:Nonsense",), ("nonsense", "")])
def test_without_a_known_action_there_are_the_global_keys(actions):
    found = offered(*actions)
    assert "aws:CurrentTime" in found
    assert not {"aws:ResourceTag/${TagKey}", "aws:TagKeys", "s3:prefix"} & set(found)


def test_no_action_sends_it_no_offer():
    assert "aws:RequestTag/${TagKey}" not in offered("rekognition:DetectCustomLabels")
    assert "aws:ResourceTag/${TagKey}" not in offered("rekognition:DescribeProjects")


def test_keys_that_only_services_as_callers_send_are_not_offered():
    assert not {"aws:SourceArn", "aws:SourceAccount", "aws:PrincipalServiceName", "aws:referer"} & set(
        offered("rekognition:*")
    )


def test_keys_of_a_service_come_with_its_actions():
    assert offered("s3:ListBucket", "rekognition:CreateProject")["s3:prefix"] == ("rekognition:CreateProject",)
    assert "iam:PassedToService" in offered("iam:PassRole")
    assert not any(key.startswith(("s3:", "kms:", "iam:")) for key in offered("rekognition:*"))


def test_patterns_and_any_case_are_read():
    assert offered("REKOGNITION:detectcustomlabels") == offered("rekognition:DetectCustomLabels")
    assert len(offered("rekognition:*")["aws:TagKeys"]) == 76 - 8
