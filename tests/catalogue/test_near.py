"""What a misspelt word may have meant."""

import pytest

from policybuilder.catalogue.near import near, near_action, near_key, near_service


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("rekogniton", "rekognition"),
        ("Rekognition", "rekognition"),
        ("cloud-watch", "cloudwatch"),
        ("s4", None),
        ("", None),
    ],
)
def test_services(word, meant):
    assert near_service(word) == meant


@pytest.mark.parametrize(
    ("service", "word", "meant"),
    [
        ("rekognition", "StopProjectVersions", "StopProjectVersion"),
        ("rekognition", "DescribeProject", "DescribeProjects"),
        ("Rekognition", "detectcustomlabel", "DetectCustomLabels"),
        ("rekognition", "DeleteProjects", "DeleteProject"),
        ("rekognition", "RemoveProject", None),
        ("rekognition", "Bake", None),
        ("s3", "ListObjectsV2", "ListBucket"),
        ("s3", "headobject", "GetObject"),
        ("s3", "GetObjects", "GetObject"),
        ("kms", "GenerateDatakey", "GenerateDataKey"),
        ("nope", "GetObject", None),
    ],
)
def test_actions(service, word, meant):
    assert near_action(service, word) == meant


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("aws:SourceIP4", "aws:SourceIp"),
        ("aws:RessourceTag/stage", "aws:ResourceTag/${TagKey}"),
        ("aws:PrincipleTag/team", "aws:PrincipalTag/${TagKey}"),
        ("kms:EncryptionContex:app", "kms:EncryptionContext:${EncryptionContextKey}"),
        ("s3:prefx", "s3:prefix"),
        ("apigateway:Reqest/ApiKeyRequired", "apigateway:Request/ApiKeyRequired"),
        ("iam:PassedToServices", "iam:PassedToService"),
        ("rekognition:ProjectName", None),
        ("aws:Weather", None),
        ("nope:key", None),
        ("nothing", None),
    ],
)
def test_keys(name, meant):
    assert near_key(name) == meant


def test_the_first_of_several_that_are_as_like():
    assert near("aac", ["aab", "aaa", "zzz"], like=0.6) == "aaa"
    assert near("aac", ["aab", "AAC"], like=0.6) == "AAC"


def test_words_that_are_too_long_or_too_different():
    assert near("x" * 200, ["x" * 200]) is None
    assert near_service("x" * 200) is near_action("s3", "GetObject" * 20) is near_key("aws:" + "x" * 300) is None
    assert near("abc", []) is None
    assert near("abc", ["xyz"]) is None
