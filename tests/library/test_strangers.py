"""Bob, who knows every id of Alice, gets nothing and changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from policybuilder.library.records import NotFound
from policybuilder.library.selectors import bin_list, policy_get, policy_list, scratch_get, step_list
from policybuilder.library.services import (
    policy_create,
    policy_delete,
    policy_duplicate,
    policy_rename,
    policy_restore,
    policy_save,
    scratch_get_or_create,
    scratch_replace,
    work_keep,
    work_redo,
    work_undo,
)
from tests.library.pages import Page, draft, form

WRITE: dict[str, Any] = {"base_state": 1, "tab": "bob", "sequence": 1}
ACTS: dict[str, Callable[..., object]] = {
    "policy_get": policy_get,
    "step_list": step_list,
    "work_keep": lambda **where: work_keep(**where, **WRITE, form=form("bob"), draft=draft("bob"), replaces=1),
    "work_undo": lambda **where: work_undo(**where, **WRITE),
    "work_undo as it stands": work_undo,
    "work_redo": lambda **where: work_redo(**where, **WRITE),
    "policy_save": lambda **where: policy_save(**where, name="Bob's"),
    "policy_rename": lambda **where: policy_rename(**where, name="Bob's"),
    "policy_duplicate": policy_duplicate,
    "policy_delete": policy_delete,
    "policy_restore": policy_restore,
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("which", ["cats", "scratch", "deleted"])
def test_a_strangers_policy_is_not_found(alice, bob, cats, scratch, act, which):
    Page(cats).keep("a")
    deleted = policy_create(workspace=alice, name="Deleted", draft=draft("gone"))
    policy_delete(workspace=alice, public_id=deleted.public_id)
    before = everything(alice)
    public_id = {"cats": cats, "scratch": scratch, "deleted": deleted}[which].public_id
    with pytest.raises(NotFound) as refused:
        ACTS[act](workspace=bob, public_id=public_id)
    assert type(refused.value) is NotFound  # and does not carry a record
    assert everything(alice) == before


def test_lists_are_ones_own(alice, bob, cats, scratch):
    policy_delete(workspace=alice, public_id=cats.public_id)
    assert policy_list(workspace=bob) == bin_list(workspace=bob) == ()
    assert scratch_get(workspace=bob) is None


def test_scratch_documents_do_not_meet(alice, bob, scratch):
    own = scratch_get_or_create(workspace=bob, draft=draft("bob"))
    scratch_replace(workspace=bob, draft=draft("bob again"))
    assert own.public_id != scratch.public_id
    assert scratch_get(workspace=alice) == scratch


def everything(workspace):
    rows = policy_list(workspace=workspace)
    records = [policy_get(workspace=workspace, public_id=row.public_id) for row in rows]
    return (records, scratch_get(workspace=workspace), bin_list(workspace=workspace))
