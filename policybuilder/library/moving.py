"""Moving what one workspace holds into another: a browser's work into its user's library."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from policybuilder.accounts.audit import Event, events_move, note_all
from policybuilder.accounts.services import WorkspaceId
from policybuilder.library.content import content_of, draft_text
from policybuilder.library.deeds import deed
from policybuilder.library.models import SavedPolicy
from policybuilder.library.names import free_name
from policybuilder.library.revisions import revision_add
from policybuilder.library.rows import names_taken

UNSAVED = "Unsaved policy"


@dataclass(frozen=True, slots=True)
class Moved:
    """What came along: how many saved policies, who of them has another name now (old, new), and the name under which
    the scratch document is kept ("" where it is the scratch document there too, or nothing had been done in it)."""

    policies: int
    renamed: tuple[tuple[str, str], ...]
    scratch: str


@transaction.atomic
def policies_move(*, source: WorkspaceId, target: WorkspaceId, example: Mapping[str, object]) -> Moved:
    """Move every policy of a workspace, those in the bin too, with scenarios, attached policies, history and audit.

    A name that the target has already gets a number. A scratch document stays one where the target has none, or one in
    which nothing was done; else it becomes a policy of the library. `example` is the draft that a scratch document begins
    with: one that still holds it was not worked on.
    """
    events_move(source=source, target=target)
    scratch = _move_scratch(source, target, draft_text(example))
    taken = names_taken(target)
    brought = SavedPolicy.objects.select_for_update().filter(workspace_id=source).exclude(name="").order_by("pk")
    policies, renamed, arrived = 0, [], []
    for policy in brought:
        old = policy.name
        if policy.deleted_at is None:
            policies += 1
            if old in taken:
                _rename(policy, free_name(old, taken))
                renamed.append((old, policy.name))
            taken.add(policy.name)
        policy.workspace_id = target
        policy.save()
        arrived.append((policy.public_id, policy.name))
    note_all(Event.ARRIVED, workspace=target, policies=arrived)
    return Moved(policies, tuple(renamed), scratch)


def _move_scratch(source: WorkspaceId, target: WorkspaceId, example: str) -> str:
    found = {
        policy.workspace_id: policy
        for policy in SavedPolicy.objects.select_for_update().filter(workspace_id__in=(source, target), name="")
    }
    brought, there = found.get(source), found.get(target)
    if brought is None:
        return ""
    if there is not None:
        if _untouched(brought, example):
            brought.delete()
            return ""
        if not _untouched(there, example):
            return _save_scratch(brought, target)
        there.delete()
    brought.workspace_id = target
    brought.save()
    return ""


def _save_scratch(policy: SavedPolicy, target: WorkspaceId) -> str:
    """Keep what stands on the bench as a policy of the library, as Save would."""
    _rename(policy, free_name(content_of(policy).typed_name or UNSAVED, names_taken(target)))
    policy.workspace_id = target
    policy.changed = timezone.now()
    revision_add(policy, now=policy.changed)
    policy.unsaved = not policy.readable
    policy.save()
    deed(policy, Event.ARRIVED)
    return policy.name


def _untouched(policy: SavedPolicy, example: str) -> bool:
    """Whether it is the example as it comes: nothing changed (another document may begin in state 0 too), kept or
    attached."""
    return (policy.state, policy.draft) == (0, example) and not (
        policy.scenarios.filter(example=False).exists() or policy.attachments.exists()
    )


def _rename(policy: SavedPolicy, name: str) -> None:
    policy.state += 1
    policy.name = name
    policy.form = content_of(policy).named(name).form
