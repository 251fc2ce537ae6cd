"""What the text editor offers at each place of a policy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.authoring.completing import Surroundings, completions
from policybuilder.catalogue import catalogue
from policybuilder.catalogue.services import service

HERE = Surroundings(region="us-east-1", account="111122223333")


def offered(*place: str, name: bool = False, around: Surroundings = HERE) -> list[str]:
    return [each.text for each in completions(place, around, name=name)]


def test_the_grammar_is_offered_in_the_order_in_which_it_is_written():
    assert offered(name=True) == ["Version", "Id", "Statement"]
    assert offered("Statement", name=True)[:5] == ["Sid", "Effect", "Action", "Resource", "Condition"]
    assert offered("Version") == ["2012-10-17", "2008-10-17"]
    assert offered("Statement", "Effect") == ["Allow", "Deny"]
    assert offered("Statement", "Principal", name=True)[0] == "AWS"


def test_actions_of_custom_labels_come_first_then_the_rest_of_rekognition_and_the_other_services():
    texts = offered("Statement", "Action")
    only = {action.id for action in catalogue().actions.values() if action.custom_labels == "only"}
    assert set(texts[: len(only)]) == only
    assert texts.index("rekognition:DetectCustomLabels") < texts.index("rekognition:DetectFaces") < texts.index("s3:")
    assert "s3:GetObject" not in texts


def test_another_service_comes_by_its_prefix():
    found = service("s3")
    assert found is not None
    texts = offered("Statement", "NotAction", around=Surroundings(service="S3"))
    assert set(texts) == {each.id for each in found.actions.values()}
    assert texts[0] in catalogue().companions_offered
    assert offered("Statement", "Action", around=Surroundings(service="nothing")) == []


def test_resources_have_the_form_that_the_actions_take_in_the_drafts_own_place():
    around = Surroundings(("rekognition:DetectCustomLabels",), region="us-east-1", account="111122223333")
    assert offered("Statement", "Resource", around=around)[0] == (
        "arn:aws:rekognition:us-east-1:111122223333:project/*/version/*/*"
    )
    assert offered("Statement", "Resource", around=Surroundings(("s3:GetBucketTagging",)))[0] == "arn:aws:s3:::*"
    queue = Surroundings(("sqs:SendMessage",), region="eu-west-1")
    assert offered("Statement", "Resource", around=queue)[0] == "arn:aws:sqs:eu-west-1:*:*"


def test_an_action_without_a_resource_type_wants_a_star():
    around = Surroundings(("rekognition:DescribeProjects", "rekognition:DetectLabels"))
    assert offered("Statement", "Resource", around=around)[0] == "*"
    assert offered("Statement", "Resource")[-1] == "*"


def test_operators_of_every_day_come_first():
    texts = offered("Statement", "Condition", name=True)
    assert texts[0] == "StringEquals"
    assert texts.index("Bool") < texts.index("NumericEquals") < texts.index("StringEqualsIfExists")
    assert {"Null", "ForAllValues:StringLike", "ArnLikeIfExists"} <= set(texts)


def test_keys_are_those_that_the_actions_carry():
    around = Surroundings(("rekognition:CreateProject",))
    texts = offered("Statement", "Condition", "StringEquals", name=True, around=around)
    assert "aws:RequestTag/" in texts
    assert "aws:RequestedRegion" in texts
    assert "s3:prefix" not in texts
    listing = Surroundings(("s3:ListBucket",))
    assert "s3:prefix" in offered("Statement", "Condition", "StringLike", name=True, around=listing)


def test_values_are_offered_where_they_are_few():
    assert offered("Statement", "Condition", "Bool", "aws:SecureTransport") == ["true", "false"]
    assert offered("Statement", "Condition", "Null", "aws:TagKeys") == ["true", "false"]
    assert "eu-central-1" in offered("Statement", "Condition", "StringEquals", "aws:RequestedRegion")
    assert offered("Statement", "Condition", "StringEquals", "aws:username") == []


@pytest.mark.law
@given(
    st.lists(
        st.sampled_from(["Statement", "Action", "Resource", "Condition", "Bool", "aws:x", ""]) | st.text(), max_size=5
    ),
    st.lists(st.sampled_from(["*", "s3:*", "rekognition:*", "iam:Pass*", "::"]) | st.text(), max_size=3),
    st.booleans(),
    st.text(),
)
def test_whatever_the_place_something_or_nothing_is_offered_once(place, actions, name, text):
    around = Surroundings(tuple(actions), text, text, text, text)
    texts = [each.text for each in completions(place, around, name=name)]
    assert len(texts) == len(set(texts))
