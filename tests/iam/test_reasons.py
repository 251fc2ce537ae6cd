"""The ids of reasons, which scripts read in the answers of `manage.py simulate`."""

import pytest

from policybuilder.iam import reasons

KINDS = {
    "statement": reasons.StatementReason,
    "action": reasons.ActionReason,
    "resource": reasons.ResourceReason,
    "condition": reasons.ConditionReason,
    "principal": reasons.PrincipalReason,
}


@pytest.mark.parametrize("kind", KINDS)
def test_an_id_is_its_kind_and_its_name(kind):
    assert {reason.value for reason in KINDS[kind]} == {f"{kind}_{reason.name.lower()}" for reason in KINDS[kind]}


@pytest.mark.parametrize(
    ("grounds", "one_suffices", "rests_on"),
    [
        ([], True, ()),
        ([], False, ()),
        ([("10.1",), ()], True, ()),
        ([("10.1",), ()], False, ("10.1",)),
        ([("10.2", "10.1"), ("10.1", "10.3")], False, ("10.2", "10.1", "10.3")),
        ([("10.2", "10.1"), ("10.3",)], True, ("10.3",)),
    ],
)
def test_what_a_conclusion_rests_on(grounds, one_suffices, rests_on):
    assert reasons.resting_on(grounds, one_suffices=one_suffices) == rests_on
