"""Revisions: a policy as it was saved, for good. They are only added, and numbered from 1 without gaps."""

from datetime import datetime

from policybuilder.accounts.actors import actor
from policybuilder.library.models import NOTE_LENGTH, Revision, SavedPolicy


def note_text(text: str) -> str:
    """A note without what cannot be seen, in one line, made to fit."""
    seen = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(seen.split())[:NOTE_LENGTH]


def revision_add(policy: SavedPolicy, *, now: datetime, note: str = "") -> bool:
    """Keep the policy's last good draft as its next revision, if it differs from the one before or has a note of its own.

    Sets `last_revision`, `saved_draft` and `saved_at`; the caller saves the policy. Returns whether one was added.
    """
    note = note_text(note)
    added = policy.last_revision == 0 or policy.draft != policy.saved_draft or bool(note)
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
