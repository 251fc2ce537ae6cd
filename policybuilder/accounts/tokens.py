"""Tokens for scripts: `pb_` and 256 bits by chance, shown once, kept as a hash (nothing to guess needs no slow one)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import Q
from django.utils import timezone

from policybuilder.accounts.models import Token
from policybuilder.accounts.roles import Standing, places_of, standing_of
from policybuilder.accounts.services import WorkspaceId

PREFIX = "pb_"
SHOWN = 8
MOST_TOKENS = 50
# Written down at most this often, so that a busy script does not write at every request.
USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """A token as its page shows it: for the team `team`, "" for one's own workspace. `lost`: its user is in that team no
    more, and it opens nothing."""

    id: int
    name: str
    start: str
    writes: bool
    created: datetime
    expires: datetime | None
    last_used: datetime | None
    expired: bool
    team: str
    lost: bool


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who sent a token and where they stand, whether it may write there, and the token's name."""

    standing: Standing
    writes: bool
    name: str

    @property
    def user_id(self) -> int:
        """Whose token it is."""
        return self.standing.user_id

    @property
    def workspace(self) -> WorkspaceId:
        """What it opens."""
        return self.standing.workspace


class TooManyTokens(ValueError):  # noqa: N818 - named after what happened
    """As many tokens are there as one may have."""


def token_make(
    *, user_id: int, workspace: WorkspaceId, name: str, writes: bool, days: int | None = None
) -> tuple[TokenRecord, str]:
    """A new token and its text, which cannot be had again. `days`: how long it holds, None for ever. Raises `TooManyTokens`."""
    if Token.objects.filter(user_id=user_id).count() >= MOST_TOKENS:
        raise TooManyTokens
    text = PREFIX + secrets.token_urlsafe(32)
    now = timezone.now()
    token = Token.objects.create(
        user_id=user_id,
        workspace_id=workspace,
        name=name,
        start=text[:SHOWN],
        digest=_digest(text),
        writes=writes,
        created=now,
        expires=None if days is None else now + timedelta(days=days),
    )
    return _record(token), text


def token_list(*, user_id: int) -> tuple[TokenRecord, ...]:
    """The user's tokens, the newest first."""
    places = {place.id for place in places_of(user_id)}
    found = Token.objects.filter(user_id=user_id).select_related("workspace").order_by("-created", "-pk")
    return tuple(_record(token, lost=token.workspace_id not in places) for token in found)


def token_revoke(*, user_id: int, token_id: int) -> str | None:
    """Take a token away for good; its name, None where the user has no such token."""
    found = Token.objects.filter(user_id=user_id, pk=token_id).first()
    if found is None:
        return None
    found.delete()
    return found.name


def bearer_of(text: str) -> Bearer | None:
    """Who sent this token; None for what is no token, revoked, expired, or of a user who lost the workspace."""
    if not text.startswith(PREFIX):
        return None
    now = timezone.now()
    good = Token.objects.filter(Q(expires=None) | Q(expires__gt=now), user__is_active=True)
    token = good.filter(digest=_digest(text)).first()
    standing = None if token is None else standing_of(token.user_id, WorkspaceId(token.workspace_id))
    if token is None or standing is None:
        return None
    if token.last_used is None or now - token.last_used > USE_NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used=now)
    return Bearer(standing, token.writes and standing.role.writes, token.name)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _record(token: Token, *, lost: bool = False) -> TokenRecord:
    return TokenRecord(
        id=token.pk,
        name=token.name,
        start=token.start,
        writes=token.writes,
        created=token.created,
        expires=token.expires,
        last_used=token.last_used,
        expired=token.expires is not None and token.expires <= timezone.now(),
        team=token.workspace.team,
        lost=lost,
    )
