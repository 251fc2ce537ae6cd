"""Share links: a policy for whoever has the link, to read and to copy, as it was saved.

A link shows one revision, or always the newest; never the working copy. It is the token alone that opens it, 256 bits
by chance, and it does so until it is revoked, expires, or its policy goes to the bin.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from policybuilder.accounts.actors import actor
from policybuilder.accounts.audit import Event
from policybuilder.accounts.services import WorkspaceId
from policybuilder.library.content import draft_value
from policybuilder.library.deeds import deed
from policybuilder.library.models import SHARE_TOKEN_LENGTH, Revision, SavedPolicy, ShareLink
from policybuilder.library.records import NotFound, TooMany
from policybuilder.library.rows import find_named

MOST_LINKS = 50  # of one policy
TOKEN_BYTES = 32
TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{SHARE_TOKEN_LENGTH}}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRecord:
    """A link as its policy's page shows it. `revision` None: always the newest; `made_by` is "" for a browser without an
    account; `expires` None: it holds until it is revoked."""

    id: int
    token: str
    revision: int | None
    made_by: str
    created: datetime
    expires: datetime | None
    expired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPolicy:
    """What a link opens: a policy as it was saved, and nothing of whose it is."""

    name: str
    kind: str
    draft: dict[str, object]
    revision: int
    saved_at: datetime
    newest: bool
    expires: datetime | None


@transaction.atomic
def share_make(
    *, workspace: WorkspaceId, public_id: str, revision: int | None = None, expires: datetime | None = None
) -> ShareRecord:
    """A new link to a policy of the library: to that revision, or (None) always to the newest.

    Raises `NotFound` for a policy or a revision that is not there, and `TooMany` links.
    """
    policy = find_named(workspace, public_id, for_update=True)
    if revision is not None and not policy.revisions.filter(number=revision).exists():
        raise NotFound
    if policy.share_links.count() >= MOST_LINKS:
        raise TooMany
    who = actor()
    link = ShareLink.objects.create(
        policy=policy,
        token=secrets.token_urlsafe(TOKEN_BYTES),
        revision=revision,
        made_by_id=who.user_id,
        made_by_name=who.name,
        created=timezone.now(),
        expires=expires,
    )
    _note(Event.SHARED, policy, link)
    return _record(link)


def share_list(*, workspace: WorkspaceId, public_id: str) -> tuple[ShareRecord, ...]:
    """The links of a policy of the library, the newest first, with those that expired. Raises `NotFound`."""
    links = find_named(workspace, public_id).share_links.order_by("-created", "-pk")
    return tuple(map(_record, links))


@transaction.atomic
def share_revoke(*, workspace: WorkspaceId, public_id: str, share_id: int) -> ShareRecord:
    """Take a link away for good; what it was. Raises `NotFound` for a policy or a link that is not there."""
    policy = find_named(workspace, public_id, for_update=True)
    link = policy.share_links.filter(pk=share_id).first()
    if link is None:
        raise NotFound
    found = _record(link)
    link.delete()
    _note(Event.UNSHARED, policy, link)
    return found


def shared_get(*, token: str, now: datetime) -> SharedPolicy:
    """What the link of that token shows.

    Raises `NotFound` alike for a token that is none, is revoked or expired, for a policy in the bin and for a revision
    that is gone: who asks is not told which.
    """
    if not TOKEN.fullmatch(token):
        raise NotFound
    links = ShareLink.objects.filter(Q(expires=None) | Q(expires__gt=now), policy__deleted_at=None)
    link = links.filter(token=token).first()
    if link is None:
        raise NotFound
    revisions = Revision.objects.filter(policy=link.policy_id).order_by("-number")
    found = (revisions if link.revision is None else revisions.filter(number=link.revision)).first()
    if found is None:
        raise NotFound
    return SharedPolicy(
        name=found.name,
        kind=found.kind,
        draft=draft_value(found.draft),
        revision=found.number,
        saved_at=found.at,
        newest=link.revision is None,
        expires=link.expires,
    )


def _note(event: Event, policy: SavedPolicy, link: ShareLink) -> None:
    """`revision` is "" for always the newest, `expires` (ISO 8601) for never: details that the audit leaves out."""
    revision = "" if link.revision is None else str(link.revision)
    deed(policy, event, revision=revision, expires=link.expires.isoformat() if link.expires else "")


def _record(link: ShareLink) -> ShareRecord:
    return ShareRecord(
        id=link.pk,
        token=link.token,
        revision=link.revision,
        made_by=link.made_by_name,
        created=link.created,
        expires=link.expires,
        expired=link.expires is not None and link.expires <= timezone.now(),
    )
