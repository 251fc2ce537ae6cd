"""The audit: what was done to a workspace and its policies, by whom and when. It is only added to.

What is written down is what people ask afterwards: never the text of a policy, nor a token or a link. Pages and lines
read it through `accounts.events`.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import F
from django.utils import timezone

from policybuilder.accounts.actors import actor
from policybuilder.accounts.models import SUBJECT_LENGTH, AuditEvent
from policybuilder.accounts.services import WorkspaceId

# Changes of one policy by one person within so long are one event that is counted on.
TOGETHER = timedelta(minutes=30)
AT_ONCE = 500


class Event(StrEnum):
    """What can be done; `wording.audit` has the sentence of each."""

    CREATED = "created"  # details: note, where a scratch document was saved with one
    CHANGED = "changed"
    SAVED = "saved"  # details: revision, note
    RENAMED = "renamed"  # details: old
    DUPLICATED = "duplicated"  # details: source
    DELETED = "deleted"
    RESTORED = "restored"  # out of the bin
    EMPTIED = "emptied"  # out of the bin for good
    ROLLED_BACK = "rolled_back"  # details: revision; the working copy is that revision again
    TAGGED = "tagged"  # details: tags
    MUTED = "muted"  # details: finding, reason
    UNMUTED = "unmuted"  # details: finding
    SHARED = "shared"  # details: revision, expires
    UNSHARED = "unshared"
    ARRIVED = "arrived"  # came with a browser's work, or out of another workspace
    TEAM_MADE = "team_made"
    TEAM_RENAMED = "team_renamed"  # details: old
    INVITED = "invited"  # details: role
    UNINVITED = "uninvited"  # details: role
    JOINED = "joined"  # details: role
    ROLE_CHANGED = "role_changed"  # details: who, role
    REMOVED = "removed"  # details: who
    LEFT = "left"
    INVENTORY = "inventory"
    SCENARIOS = "scenarios"
    ATTACHED = "attached"


def note(
    event: Event,
    *,
    workspace: WorkspaceId,
    policy: str = "",
    subject: str = "",
    details: Mapping[str, str] | None = None,
    together: bool = False,
) -> None:
    """Write down what the actor did, in the transaction of the deed. `policy` is a public id, `subject` a name.

    `together`: where the last event of this policy is the same, by the same person and began not long ago, it counts on.
    """
    now = timezone.now()
    if together and _counted_on(event, workspace, policy, now):
        return
    _row(event, workspace, policy, subject, details, now).save(force_insert=True)


def note_all(event: Event, *, workspace: WorkspaceId, policies: Iterable[tuple[str, str]]) -> None:
    """The same deed, done to many policies at once: their public ids and names."""
    now = timezone.now()
    rows = [_row(event, workspace, policy, name, None, now) for policy, name in policies]
    AuditEvent.objects.bulk_create(rows, batch_size=AT_ONCE)


def events_move(*, source: WorkspaceId, target: WorkspaceId) -> None:
    """What was done to a browser's work goes along with the work."""
    AuditEvent.objects.filter(workspace_id=source).update(workspace_id=target)


def _row(
    event: Event, workspace: WorkspaceId, policy: str, subject: str, details: Mapping[str, str] | None, now: datetime
) -> AuditEvent:
    who = actor()
    return AuditEvent(
        workspace_id=workspace,
        policy=policy,
        subject=subject[:SUBJECT_LENGTH],
        person_id=who.user_id,
        person_name=who.name,
        by=who.by,
        event=event,
        details=json.dumps(dict(details or {})),
        since=now,
        at=now,
    )


def _counted_on(event: Event, workspace: WorkspaceId, policy: str, now: datetime) -> bool:
    """One statement, for it is asked at every pause of who types."""
    who = actor()
    last = AuditEvent.objects.filter(workspace_id=workspace, policy=policy).order_by("-at", "-pk").values("pk")[:1]
    same = AuditEvent.objects.filter(event=event, person_id=who.user_id, person_name=who.name, by=who.by)
    return bool(same.filter(pk=last, since__gt=now - TOGETHER).update(at=now, times=F("times") + 1))
