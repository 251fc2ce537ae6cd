"""Condition keys of all services: type, owner, and which actions carry them."""

import pytest

from policybuilder.catalogue.service_keys import (
    KeyOwner,
    Support,
    condition_key,
    key_names,
    key_owner,
    key_support,
    keys_of,
    without_its_name,
)
from policybuilder.catalogue.services import ServiceAction, find_action, services


def named(text: str) -> ServiceAction:
    found = find_action(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "key", "kind", "multivalued"),
    [
        ("aws:SourceIp", "aws:SourceIp", "IPAddress", False),
        ("AWS:TAGKEYS", "aws:TagKeys", "String", True),
        ("aws:PrincipalOrgPaths", "aws:PrincipalOrgPaths", "String", True),
        ("aws:resourcetag/Stage", "aws:ResourceTag/${TagKey}", "String", False),
        ("aws:PrincipalTag/a/b:c", "aws:PrincipalTag/${TagKey}", "String", False),
        ("s3:prefix", "s3:prefix", "String", False),
        ("s3:max-keys", "s3:max-keys", "Numeric", False),
        ("s3:RequestObjectTag/stage", "s3:RequestObjectTag/${TagKey}", "String", False),
        ("s3:ExistingObjectTag/stage", "s3:ExistingObjectTag/${TagKey}", "String", False),
        ("s3:RequestObjectTagKeys", "s3:RequestObjectTagKeys", "String", True),
        ("kms:EncryptionContext:app", "kms:EncryptionContext:${EncryptionContextKey}", "String", False),
        ("kms:EncryptionContextKeys", "kms:EncryptionContextKeys", "String", True),
        ("kms:GrantIsForAWSResource", "kms:GrantIsForAWSResource", "Bool", False),
        ("iam:PassedToService", "iam:PassedToService", "String", False),
        ("iam:AssociatedResourceArn", "iam:AssociatedResourceArn", "ARN", False),
        ("events:Metadata/a/Matcher", "events:Metadata/${MetadataKey}/Matcher", "String", False),
        ("lambda:SourceFunctionArn", "lambda:SourceFunctionArn", "ARN", False),
        ("saml:aud", "saml:aud", "String", False),
        ("elasticloadbalancing:ResourceTag/x", "elasticloadbalancing:ResourceTag/${TagKey}", "String", False),
    ],
)
def test_keys_with_their_types(name, key, kind, multivalued):
    facts = condition_key(name)
    assert facts is not None
    assert (facts.key, facts.type, facts.multivalued) == (key, kind, multivalued)
    assert facts.types[0] == kind
    assert facts.open_ended == ("${" in key)


def test_what_is_told_of_global_keys():
    account = condition_key("aws:PrincipalAccount")
    assert account is not None
    assert (account.sensitive, account.always, account.common) == (True, True, True)
    epoch = condition_key("aws:EpochTime")
    assert epoch is not None
    assert epoch.types == ("Date", "Numeric")


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("aws:SourceIq", KeyOwner.GLOBAL),
        ("aws:", KeyOwner.GLOBAL),
        ("rekognition:ProjectName", KeyOwner.SERVICE),
        ("S3:nope", KeyOwner.SERVICE),
        ("identitycenter:nope", KeyOwner.SERVICE),
        ("accounts.google.com:nope", KeyOwner.FEDERATED),
        ("oidc.eks.us-east-1.amazonaws.com/id/ABC:sub", KeyOwner.FEDERATED),
        ("saml:nope", KeyOwner.UNKNOWN),
        ("nope:key", KeyOwner.UNKNOWN),
        ("SourceIp", KeyOwner.UNKNOWN),
        ("s3", KeyOwner.UNKNOWN),
        ("", KeyOwner.UNKNOWN),
    ],
)
def test_keys_that_do_not_exist_and_whose_they_would_be(name, owner):
    assert condition_key(name) is None
    assert key_owner(name) is owner


def test_owners_of_keys_that_exist():
    assert key_owner("AWS:SourceIp") is KeyOwner.GLOBAL
    assert key_owner("s3:prefix") is KeyOwner.SERVICE
    assert key_owner("saml:aud") is KeyOwner.FEDERATED
    assert key_owner("token.actions.githubusercontent.com:actor") is KeyOwner.FEDERATED


@pytest.mark.parametrize("name", ["aws:ResourceTag", "aws:resourcetag/", "AWS:PrincipalTag", "aws:RequestTag/"])
def test_a_tag_key_that_is_missing(name):
    assert condition_key(name) is None
    facts = without_its_name(name)
    assert facts is not None
    assert facts.key.lower().startswith(name.lower())


@pytest.mark.parametrize("name", ["aws:ResourceTag/x", "aws:SourceIp", "aws", "", "s3:RequestObjectTagKeys"])
def test_no_tag_key_is_missing(name):
    assert without_its_name(name) is None


@pytest.mark.parametrize(
    ("action", "name", "support"),
    [
        ("iam:PassRole", "iam:passedtoservice", Support.LISTED),
        ("iam:PassRole", "iam:ResourceTag/team", Support.LISTED),
        ("s3:ListBucket", "s3:prefix", Support.LISTED),
        ("s3:GetObject", "s3:prefix", Support.NO),
        ("s3:GetObject", "aws:SourceIp", Support.COMMON),
        ("s3:GetObject", "lambda:SourceFunctionArn", Support.COMMON),
        ("kms:Decrypt", "kms:ViaService", Support.LISTED),
        ("kms:Decrypt", "kms:EncryptionContext:app", Support.LISTED),
        ("rekognition:DetectLabels", "aws:ResourceTag/stage", Support.NO),
        ("rekognition:DetectCustomLabels", "aws:ResourceTag/stage", Support.LISTED),
        ("rekognition:CreateProject", "aws:RequestTag/stage", Support.LISTED),
        ("rekognition:CreateProject", "aws:ResourceTag/stage", Support.NO),
        ("rekognition:DescribeProjects", "aws:TagKeys", Support.NO),
        ("rekognition:DetectCustomLabels", "s3:prefix", Support.NO),
        ("rekognition:DetectCustomLabels", "rekognition:ProjectName", Support.UNKNOWN_KEY),
        ("sagemaker:CreateModel", "sagemaker:DomainId", Support.UNCERTAIN),
        ("ec2:RunInstances", "aws:RequestTag/team", Support.LISTED),
        ("ec2:StopInstances", "aws:RequestTag/team", Support.NO),
        ("ec2:StopInstances", "aws:ResourceTag/team", Support.LISTED),
        ("aws-marketplace:UntagResource", "aws:TagKeys", Support.LISTED),
    ],
)
def test_which_actions_carry_a_key(action, name, support):
    assert key_support(named(action), name) is support


def test_every_listed_key_is_found_with_the_spelling_of_some_page():
    for each in services():
        for listed in each.condition_keys.values():
            name = listed.key.replace("${", "").replace("}", "")
            facts = condition_key(name)
            assert facts is not None, listed
            assert facts.multivalued == listed.multivalued or not listed.key.startswith(each.prefix + ":")


def test_keys_of_an_action():
    assert keys_of(named("iam:PassRole")) >= {"iam:PassedToService", "aws:ResourceTag/${TagKey}"}
    assert keys_of(named("rekognition:DescribeProjects")) == frozenset()


def test_names_of_a_prefix():
    assert "aws:SourceIp" in key_names("AWS")
    assert "s3:prefix" in key_names("s3")
    assert key_names("rekognition") == key_names("nope") == ()
