"""Reading the library, always within one workspace."""

import uuid

from policybuilder.library.models import SavedPolicy
from policybuilder.library.records import NotFound, PolicyRecord


def record_of(policy: SavedPolicy) -> PolicyRecord:
    """A row as the record that leaves the library."""
    return PolicyRecord(
        workspace=policy.workspace_id,
        public_id=policy.public_id,
        name=policy.name,
        kind=str(policy.draft.get("settings", {}).get("kind", "identity")),
        draft=policy.draft,
        form=None if policy.form is None else [(str(name), str(value)) for name, value in policy.form],
        state=policy.state,
        tab=policy.tab,
        sequence=policy.sequence,
        created=policy.created,
        changed=policy.changed,
        saved_at=policy.saved_at,
        saved_draft=policy.saved_draft,
        deleted_at=policy.deleted_at,
        can_undo=policy.step > policy.first_step,
        can_redo=policy.step < policy.last_step,
    )


def policy_get(*, workspace: uuid.UUID, public_id: str) -> PolicyRecord:
    """The policy of that id. Raises NotFound where it is not in this workspace, is deleted, or has no name yet."""
    found = (
        SavedPolicy.objects.filter(workspace=workspace, public_id=public_id, deleted_at=None).exclude(name="").first()
    )
    if found is None:
        raise NotFound(public_id)
    return record_of(found)


def scratch_get(*, workspace: uuid.UUID) -> PolicyRecord | None:
    """The workspace's unsaved document, or None."""
    found = SavedPolicy.objects.filter(workspace=workspace, name="", deleted_at=None).first()
    return record_of(found) if found else None


def policy_list(*, workspace: uuid.UUID, search: str = "") -> tuple[PolicyRecord, ...]:
    """Saved policies, newest change first; `search` is looked for in names without regard to case. One query."""
    found = SavedPolicy.objects.filter(workspace=workspace, deleted_at=None).exclude(name="")
    if search:
        found = found.filter(name__icontains=search)
    return tuple(record_of(policy) for policy in found.order_by("-changed", "-id"))


def bin_list(*, workspace: uuid.UUID) -> tuple[PolicyRecord, ...]:
    """Deleted policies, last deleted first."""
    found = SavedPolicy.objects.filter(workspace=workspace).exclude(deleted_at=None)
    return tuple(record_of(policy) for policy in found.order_by("-deleted_at", "-id"))
