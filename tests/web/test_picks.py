"""A pick from the inventory: the ARN becomes a row, and its account and Region stand where they belong."""

import pytest

from policybuilder.web.forms.picks import picked
from policybuilder.web.forms.state import FormState, RuleState

HOME = "arn:aws-us-gov:rekognition:us-gov-west-1:111122223333"
PROJECT = f"{HOME}:project/cats/1690000000000"


def test_the_first_pick_fills_account_region_and_partition():
    form = FormState(settings={"account": [""], "regions": [""], "partition": ["aws"]})
    row = picked(form, "project", PROJECT)
    assert row == {"type": ["project"], "project": ["cats"], "which": ["name"]}
    assert form.settings == {"account": ["111122223333"], "regions": ["us-gov-west-1"], "partition": ["aws-us-gov"]}


def test_a_later_pick_changes_no_other_row():
    """An account left open for rows that stand there already stays open for them."""
    form = FormState(settings={"account": [""], "regions": [""]}, rules=[RuleState(targets=[{"project": ["dogs"]}])])
    row = picked(form, "project", PROJECT)
    assert row is not None
    assert (row["account"], row["region"]) == (["111122223333"], ["us-gov-west-1"])
    assert form.settings == {"account": [""], "regions": [""]}


def test_several_regions_are_not_taken_for_one():
    form = FormState(settings={"account": ["111122223333"], "regions": ["us-gov-west-1, us-east-1"]})
    row = picked(form, "project", PROJECT)
    assert row is not None
    assert row["region"] == ["us-gov-west-1"]


@pytest.mark.parametrize(
    ("how", "text"),
    [
        ("project", "cats"),
        ("project", "arn:aws:s3:::cats"),
        ("project", f"{HOME}:project/cats/version/v1/1"),
        ("version", PROJECT),
        ("bogus", PROJECT),
        ("exact", ""),
    ],
)
def test_anything_else_is_no_pick(how, text):
    assert picked(FormState(), how, text) is None
