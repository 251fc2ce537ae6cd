"""Rows of the database as the values that leave the library, and how a row is found."""

import re
from typing import Any

from policybuilder.accounts.services import WorkspaceId
from policybuilder.library.content import draft_value, form_pairs
from policybuilder.library.models import PUBLIC_ID_LENGTH, SavedPolicy
from policybuilder.library.records import InBin, ListedPolicy, NotFound, PolicyRecord, PolicyRow

PUBLIC_ID = re.compile(rf"[A-Za-z0-9]{{{PUBLIC_ID_LENGTH}}}")


def row_of(policy: SavedPolicy) -> PolicyRow:
    """A policy for a list; reads none of the long columns."""
    return PolicyRow(**_short(policy))


def listed_of(policy: SavedPolicy) -> ListedPolicy:
    """The same with its tags, for the library's own list."""
    return ListedPolicy(**_short(policy), tags=tags_of(policy))


def tags_of(policy: SavedPolicy) -> tuple[str, ...]:
    """The texts of a policy's tags by their keys; asks nothing where `tags` were fetched with it."""
    return tuple(each.text for each in sorted(policy.tags.all(), key=lambda each: each.key))


def _short(policy: SavedPolicy) -> dict[str, Any]:
    return {
        "workspace": WorkspaceId(policy.workspace_id),
        "public_id": policy.public_id,
        "name": policy.name,
        "kind": policy.kind,
        "state": policy.state,
        "unsaved": policy.unsaved,
        "created": policy.created,
        "changed": policy.changed,
        "saved_at": policy.saved_at,
        "deleted_at": policy.deleted_at,
        "revision": policy.last_revision,
    }


def record_of(policy: SavedPolicy) -> PolicyRecord:
    """A policy with its working copy."""
    return PolicyRecord(
        **_short(policy),
        draft=draft_value(policy.draft),
        form=form_pairs(policy.form),
        readable=policy.readable,
        tab=policy.tab,
        sequence=policy.sequence,
        saved_draft=draft_value(policy.saved_draft) if policy.saved_draft else None,
        can_undo=policy.cursor > policy.first_step,
        can_redo=policy.cursor < policy.last_step,
    )


def names_taken(workspace: WorkspaceId) -> set[str]:
    """The names of the policies in the library, and "" where there is a scratch document."""
    return set(SavedPolicy.objects.filter(workspace_id=workspace, deleted_at=None).values_list("name", flat=True))


def find(workspace: WorkspaceId, public_id: str, *, for_update: bool = False) -> SavedPolicy:
    """The workspace's policy of that id, deleted or not; raises `NotFound`."""
    if not PUBLIC_ID.fullmatch(public_id):
        raise NotFound
    # Its key stays as it is: rows that point at it (an attachment elsewhere) need not wait.
    policies = SavedPolicy.objects.select_for_update(no_key=True) if for_update else SavedPolicy.objects.all()
    policy = policies.filter(workspace_id=workspace, public_id=public_id).first()
    if policy is None:
        raise NotFound
    return policy


def find_live(workspace: WorkspaceId, public_id: str, *, for_update: bool = False) -> SavedPolicy:
    """The same, but raises `InBin` for a deleted one."""
    policy = find(workspace, public_id, for_update=for_update)
    if policy.deleted_at is not None:
        raise InBin(record_of(policy))
    return policy


def find_named(workspace: WorkspaceId, public_id: str, *, for_update: bool = False) -> SavedPolicy:
    """A policy of the library: `find_live` without the scratch document."""
    policy = find_live(workspace, public_id, for_update=for_update)
    if not policy.name:
        raise NotFound
    return policy
