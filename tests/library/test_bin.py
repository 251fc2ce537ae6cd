"""The bin keeps a policy for thirty days; then it is gone with all that belongs to it."""

import pytest
from django.core.management import CommandError, call_command

from policybuilder.library import bins
from policybuilder.library.attached import attachment_add, attachment_list
from policybuilder.library.models import SavedPolicy, WorkStep
from policybuilder.library.records import NotFound
from policybuilder.library.selectors import bin_list, policy_list
from policybuilder.library.services import policy_create, policy_delete, policy_restore
from tests.library.pages import draft

DAY = 24 * 60 * 60


@pytest.fixture
def gone(alice):
    return binned(alice, "Gone")


def binned(workspace, name):
    made = policy_create(workspace=workspace, name=name, draft=draft("x"))
    return policy_delete(workspace=workspace, public_id=made.public_id)


def said(capsys, *words):
    call_command("empty_bin", *words)
    return capsys.readouterr().out.strip()


def test_it_stays_for_thirty_days_and_not_longer(alice, gone, cats, clock, capsys):
    clock.wait(30 * DAY - 120)
    assert said(capsys) == "0 policies are gone for good."
    assert [row.name for row in bin_list(workspace=alice)] == ["Gone"]
    clock.wait(121)
    assert said(capsys) == "1 policy is gone for good."
    with pytest.raises(NotFound):
        policy_restore(workspace=alice, public_id=gone.public_id)
    assert [row.name for row in policy_list(workspace=alice)] == ["Cats"]
    assert set(WorkStep.objects.values_list("policy__name", flat=True)) == {"Cats"}


def test_what_was_deleted_at_that_very_moment_stays(alice, gone, clock):
    assert bins.bin_empty(before=clock.now) == 0
    clock.wait(1)
    assert bins.bin_empty(before=clock.now) == 1


def test_what_was_taken_out_or_never_deleted_stays(alice, bob, gone, clock, capsys):
    policy_restore(workspace=alice, public_id=gone.public_id)
    clock.wait(100 * DAY)
    binned(bob, "Just now")
    assert said(capsys) == "0 policies are gone for good."
    assert SavedPolicy.objects.count() == 2


def test_every_workspace_is_emptied_a_few_policies_at_a_time(alice, bob, clock, capsys, monkeypatch):
    monkeypatch.setattr(bins, "AT_ONCE", 2)
    for number in range(3):
        binned(alice, f"a{number}")
        binned(bob, f"b{number}")
    clock.wait(2 * DAY)
    assert said(capsys, "--days", "1") == "6 policies are gone for good."
    assert not SavedPolicy.objects.exists()


def test_what_it_was_attached_to_stays(alice, cats, clock, capsys):
    limit = policy_create(workspace=alice, name="Limit", draft=draft("x"))
    attachment_add(workspace=alice, public_id=cats.public_id, layer="boundary", source=limit.public_id)
    policy_delete(workspace=alice, public_id=limit.public_id)
    assert attachment_list(workspace=alice, public_id=cats.public_id) == ()
    clock.wait(31 * DAY)
    assert said(capsys) == "1 policy is gone for good."
    assert [row.name for row in policy_list(workspace=alice)] == ["Cats"]


@pytest.mark.parametrize("number", ["-1", "x", "99999"])
def test_a_number_of_days_is_asked_for(db, number):
    with pytest.raises(CommandError, match="is no number of days"):
        call_command("empty_bin", f"--days={number}")
