"""What another kind of policy does to a draft."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.authoring import POLICY_KINDS, compose
from policybuilder.authoring.kind_changes import as_kind, kind_changes
from tests.authoring.build import CATS_V1, DOGS, allow, draft, exact
from tests.authoring.drafts import drafts, guided, of_kinds
from tests.authoring.drafts import exact as exact_rules

TO_B = [{"type": "AWS", "values": ["arn:aws:iam::444455556666:root"]}]
RUN = allow("StartProjectVersion DetectCustomLabels", CATS_V1, title="Run it")
COPY = allow("CopyProjectVersion", CATS_V1, DOGS, title="Copy it")
GIVEN = {**COPY, "principals": TO_B}
PLACE = "arn:aws:rekognition:us-east-1:111122223333:project"


def said(drafted, before, after):
    return {change.id.value: (change.rules, change.values) for change in kind_changes(drafted, before, after)}


def test_a_project_policy_holds_one_operation_and_wants_to_know_who():
    assert said(draft(RUN, GIVEN), "identity", "project") == {
        "principals_missing": (("r1",), ()),
        "principals_back": (("r2",), ()),
        "operations_left_out": (("r1",), ("rekognition:StartProjectVersion", "rekognition:DetectCustomLabels")),
        "checks_left_out": (("r2",), ("rekognition:CreateProjectVersion",)),
        "resources_left_out": (("r2",), (f"{PLACE}/dogs/1*",)),
    }


def test_the_way_back_says_the_same_turned_round():
    assert said(draft(RUN, GIVEN), "project", "identity") == {
        "principals_not_needed": (("r1",), ()),
        "principals_left_out": (("r2",), ()),
        "operations_back": (("r1",), ("rekognition:StartProjectVersion", "rekognition:DetectCustomLabels")),
        "checks_back": (("r2",), ("rekognition:CreateProjectVersion",)),
        "resources_back": (("r2",), (f"{PLACE}/dogs/1*",)),
    }


def test_an_operation_without_its_service_is_the_same_one():
    short, full = (draft({**RUN, "operations": [name]}) for name in ("DetectCustomLabels", "s3:GetObject"))
    assert said(short, "identity", "project")["operations_left_out"] == (("r1",), ("rekognition:DetectCustomLabels",))
    assert said(full, "identity", "project")["operations_left_out"] == (("r1",), ("s3:GetObject",))
    assert "operations_left_out" not in said(
        draft({**COPY, "operations": ["CopyProjectVersion"]}), "identity", "project"
    )


def test_statements_as_written_keep_their_principal_or_stay_without():
    statement = {"Effect": "Allow", "Action": "rekognition:CopyProjectVersion", "Resource": "*"}
    drafted = draft(
        exact(statement), exact({**statement, "Principal": "*"}), exact({**statement, "NotPrincipal": {"AWS": "*"}})
    )
    assert said(drafted, "identity", "project") == {"as_written_without_principal": (("r1",), ())}
    assert said(drafted, "project", "scp") == {"as_written_with_principal": (("r2", "r3"), ())}


@pytest.mark.parametrize(("before", "after"), [("identity", "boundary"), ("scp", "session"), ("session", "identity")])
def test_between_kinds_that_name_nobody_every_rule_stays_as_it_is(before, after):
    assert said(draft(RUN, GIVEN), before, after) == {"nothing": ((), ())}


@given(of_kinds(drafts(guided(), exact_rules)), st.sampled_from(POLICY_KINDS), st.sampled_from(POLICY_KINDS))
def test_what_is_said_to_change_is_what_composing_changes(drafted, before, after):
    """Nothing is said exactly where both kinds give the same statements but for the principals."""
    changes = kind_changes(drafted, before, after)
    old, new = (compose(as_kind(drafted, kind)) for kind in (before, after))
    if [change.id.value for change in changes] == ["nothing"]:
        assert old.text == new.text
    back = kind_changes(drafted, after, before)
    assert len(changes) == len(back) or {"as_written_with_principal", "as_written_without_principal"} & {
        change.id.value for change in (*changes, *back)
    }


@given(of_kinds(drafts(guided(), exact_rules)), st.sampled_from(POLICY_KINDS))
def test_another_kind_and_back_is_the_same_draft(drafted, other):
    assert as_kind(as_kind(drafted, other), drafted.settings.kind) == drafted
