"""What reads the audit. Every function starts from the workspace; nothing here says who may see it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from policybuilder.accounts.audit import AT_ONCE
from policybuilder.accounts.models import AuditEvent
from policybuilder.accounts.services import WorkspaceId

MOST = 50
MOST_PEOPLE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecord:
    """An event as its page and its lines show it. `times` above 1: so many changes from `since` to `at`.

    `event` is an id of `audit.Event`, or another one where a newer version of the site wrote it.
    """

    event: str
    policy: str
    subject: str
    person: str
    by: str
    details: dict[str, str]
    since: datetime
    at: datetime
    times: int


class Cursor(NamedTuple):
    """Where a page of events ends: the older ones come after it."""

    at: datetime
    key: int


@dataclass(frozen=True, slots=True)
class Events:
    """Some events, the newest first, and where to go on (None: these are the oldest)."""

    found: tuple[EventRecord, ...]
    older: Cursor | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which events: of a policy (its public id), of a person (the name as it was; "" is a browser without an account),
    of one kind, of things with these characters in their name. None and "" where all are wanted."""

    policy: str = ""
    person: str | None = None
    event: str = ""
    subject: str = ""


EVERYTHING = Wanted()


def events(
    workspace: WorkspaceId, wanted: Wanted = EVERYTHING, *, before: Cursor | None = None, limit: int = MOST
) -> Events:
    """A page of events, the newest first. One query, however far back it goes."""
    found = _wanted(workspace, wanted)
    if before is not None:
        found = found.filter(Q(at__lt=before.at) | Q(at=before.at, pk__lt=before.key), at__lte=before.at)
    rows = list(found.order_by("-at", "-pk")[: limit + 1])
    shown = rows[:limit]
    return Events(tuple(map(_record, shown)), Cursor(shown[-1].at, shown[-1].pk) if len(rows) > limit else None)


def events_all(
    workspace: WorkspaceId, wanted: Wanted = EVERYTHING, *, since: datetime | None = None
) -> Iterator[EventRecord]:
    """All events, the oldest first, or those that ended at or after a moment.

    They are read bit by bit and nothing is held open in between: whoever reads them may be slow.
    """
    found = _wanted(workspace, wanted)
    if since is not None:
        found = found.filter(at__gte=since)
    after = Q()
    while rows := list(found.filter(after).order_by("at", "pk")[:AT_ONCE]):
        yield from map(_record, rows)
        last = rows[-1]
        after = Q(at__gte=last.at) & (Q(at__gt=last.at) | Q(pk__gt=last.pk))


def people(workspace: WorkspaceId, *, policy: str = "") -> tuple[str, ...]:
    """Who did something, by name; "" is a browser without an account."""
    names = _wanted(workspace, Wanted(policy=policy)).order_by("person_name").values_list("person_name", flat=True)
    return tuple(names.distinct()[:MOST_PEOPLE])


def last_name(workspace: WorkspaceId, policy: str) -> str | None:
    """The name of a policy when something was done to it last; None for one that nothing is known of."""
    found = _wanted(workspace, Wanted(policy=policy)).order_by("-at", "-pk")
    return found.values_list("subject", flat=True).first() if policy else None


def _wanted(workspace: WorkspaceId, wanted: Wanted) -> QuerySet[AuditEvent]:
    found = AuditEvent.objects.filter(workspace_id=workspace)
    if wanted.policy:
        found = found.filter(policy=wanted.policy)
    if wanted.person is not None:
        found = found.filter(person_name=wanted.person)
    if wanted.event:
        found = found.filter(event=wanted.event)
    if wanted.subject:
        found = found.filter(subject__icontains=wanted.subject)
    return found


def _record(row: AuditEvent) -> EventRecord:
    return EventRecord(
        event=row.event,
        policy=row.policy,
        subject=row.subject,
        person=row.person_name,
        by=row.by,
        details=_details(row.details),
        since=row.since,
        at=row.at,
        times=row.times,
    )


def _details(text: str) -> dict[str, str]:
    """The details as they were written; whatever is no text by its name is left out."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}
