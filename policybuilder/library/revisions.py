"""Revisions: a policy as it was saved, for good. They are only added, and numbered from 1 without gaps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from policybuilder.accounts.actors import actor
from policybuilder.accounts.services import WorkspaceId
from policybuilder.library.content import draft_value, same_draft
from policybuilder.library.models import NOTE_LENGTH, Revision, SavedPolicy
from policybuilder.library.records import NotFound
from policybuilder.library.rows import find_named
from policybuilder.wording.words import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRow:
    """A revision as lists show it. `name` is the policy's as it was then, `author` "" for a browser without an account."""

    number: int
    name: str
    kind: str
    note: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRecord(RevisionRow):
    """A revision with its draft."""

    draft: dict[str, object]


def note_text(text: str) -> str:
    """A note without what cannot be seen, in one line, made to fit."""
    return one_line(text)[:NOTE_LENGTH]


def revision_add(policy: SavedPolicy, *, now: datetime, note: str = "") -> bool:
    """Keep the policy's last good draft as its next revision, if it differs from the one before or has a note of its own.

    Sets `last_revision`, `saved_draft` and `saved_at`; the caller saves the policy. Returns whether one was added.
    """
    note = note_text(note)
    added = policy.last_revision == 0 or bool(note) or not same_draft(policy.draft, policy.saved_draft)
    if added:
        policy.last_revision += 1
        who = actor()
        Revision.objects.create(
            policy=policy,
            number=policy.last_revision,
            name=policy.name,
            kind=policy.kind,
            draft=policy.draft,
            note=note,
            author_id=who.user_id,
            author_name=who.name,
            at=now,
        )
    policy.saved_draft, policy.saved_at = policy.draft, now
    return added


def revision_list(
    *, workspace: WorkspaceId, public_id: str, newest: int | None = None, also: Iterable[int] = ()
) -> tuple[RevisionRow, ...]:
    """The revisions of a policy of the library, the newest first: all of them, or so many of the newest and the numbers
    `also`. Raises `NotFound`, and `InBin` if it is deleted."""
    policy = find_named(workspace, public_id)
    found = policy.revisions.defer("draft").order_by("-number")
    if newest is not None:
        found = found.filter(Q(number__gt=policy.last_revision - newest) | Q(number__in=set(also)))
    return tuple(RevisionRow(**_facts(each)) for each in found)


def revision_range(*, workspace: WorkspaceId, public_id: str, first: int, last: int) -> tuple[RevisionRecord, ...]:
    """The revisions from one number to another with their drafts, the newest first. Raises as `revision_list` does."""
    policy = find_named(workspace, public_id)
    return tuple(map(_record, policy.revisions.filter(number__gte=first, number__lte=last).order_by("-number")))


def revision_get(*, workspace: WorkspaceId, public_id: str, number: int | None = None) -> RevisionRecord:
    """One revision, None: the newest. Raises `NotFound` for a policy or a revision that is not there."""
    policy = find_named(workspace, public_id)
    found = policy.revisions.filter(number=policy.last_revision if number is None else number).first()
    if found is None:
        raise NotFound
    return _record(found)


def _record(revision: Revision) -> RevisionRecord:
    return RevisionRecord(**_facts(revision), draft=draft_value(revision.draft))


def _facts(revision: Revision) -> dict[str, Any]:
    return {
        "number": revision.number,
        "name": revision.name,
        "kind": revision.kind,
        "note": revision.note,
        "author": revision.author_name,
        "at": revision.at,
    }
