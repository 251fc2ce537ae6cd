"""The audit: what was done to a workspace and its policies, by whom and when. It is only added to.

What is written down is what people ask afterwards: never the text of a policy, nor a token or a link.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import F
from django.utils import timezone

from policybuilder.accounts.actors import actor
from policybuilder.accounts.models import AuditEvent
from policybuilder.accounts.services import WorkspaceId

# Changes of one policy by one person, one soon after another, are one event that is counted on.
TOGETHER = timedelta(minutes=30)


class Event(StrEnum):
    """What can be done; `wording.audit` has the sentence of each."""

    CREATED = "created"
    CHANGED = "changed"
    SAVED = "saved"  # details: revision, note
    RENAMED = "renamed"  # details: old
    DUPLICATED = "duplicated"  # details: source
    DELETED = "deleted"
    RESTORED = "restored"  # out of the bin
    ROLLED_BACK = "rolled_back"  # details: revision; the working copy is that revision again
    TAGGED = "tagged"  # details: tags
    MUTED = "muted"  # details: finding
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


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecord:
    """An event as its page and its lines show it. `times` above 1: so many changes from `since` to `at`."""

    event: Event
    policy: str
    subject: str
    person: str
    by: str
    details: dict[str, str]
    since: datetime
    at: datetime
    times: int


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

    `together`: where the last event of this policy is the same, by the same person and not long ago, it counts on.
    """
    who, now = actor(), timezone.now()
    if together and _counted_on(event, workspace, policy, now):
        return
    AuditEvent.objects.create(
        workspace_id=workspace,
        policy=policy,
        subject=subject,
        person_id=who.user_id,
        person_name=who.name,
        by=who.by,
        event=event,
        details=json.dumps(dict(details or {})),
        since=now,
        at=now,
    )


def _counted_on(event: Event, workspace: WorkspaceId, policy: str, now: datetime) -> bool:
    who = actor()
    last = AuditEvent.objects.filter(workspace_id=workspace, policy=policy).order_by("-at", "-pk").first()
    if last is None or (last.event, last.person_id, last.by) != (event, who.user_id, who.by):
        return False
    if now - last.at > TOGETHER:
        return False
    AuditEvent.objects.filter(pk=last.pk).update(at=now, times=F("times") + 1)
    return True
