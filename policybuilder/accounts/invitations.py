"""Invitations into a team: a link that holds for a week and for one person, shown once and kept as a hash."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from policybuilder.accounts.audit import Event, note
from policybuilder.accounts.models import Invitation, Membership, Workspace
from policybuilder.accounts.roles import Role
from policybuilder.accounts.services import WorkspaceId
from policybuilder.accounts.teams import NotOwner, govern, room_for_another, team_get

HOLDS = timedelta(days=7)
SHOWN = 6
MOST_INVITATIONS = 100
TEXT = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class InvitationRecord:
    """An invitation as the team's page shows it to owners; `made_by` is "" where that account is gone."""

    id: int
    role: Role
    start: str
    made_by: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class Invited:
    """What a link invites to, as who follows it reads it."""

    team: str
    role: Role
    made_by: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class Joined:
    """A team that somebody is in by a link; `before` is the role they had in it already."""

    team: WorkspaceId
    name: str
    role: Role
    before: Role | None


class TooManyInvitations(ValueError):  # noqa: N818 - named after what happened
    """As many links are out as a team may have."""


@transaction.atomic
def invitation_make(*, user_id: int, team: UUID, role: Role) -> str:
    """A new link's text, which cannot be had again. Raises `TooManyInvitations`, `NoTeam`, `NotOwner`."""
    found = govern(user_id, team)
    now = timezone.now()
    found.invitations.filter(expires__lte=now).delete()
    if found.invitations.count() >= MOST_INVITATIONS:
        raise TooManyInvitations
    text = secrets.token_urlsafe(32)
    Invitation.objects.create(
        workspace=found,
        role=role,
        start=text[:SHOWN],
        digest=_digest(text),
        made_by_id=user_id,
        created=now,
        expires=now + HOLDS,
    )
    note(Event.INVITED, workspace=WorkspaceId(found.pk), subject=found.team, details={"role": role.value})
    return text


def invitation_list(*, user_id: int, team: UUID) -> tuple[InvitationRecord, ...]:
    """The links that still hold, the newest first. Raises `NoTeam`, `NotOwner`."""
    if not team_get(user_id=user_id, team=team).role.governs:
        raise NotOwner
    found = _holding(Invitation.objects.filter(workspace_id=team)).select_related("made_by")
    return tuple(
        InvitationRecord(
            id=each.pk,
            role=Role(each.role),
            start=each.start,
            made_by=each.made_by.get_username() if each.made_by else "",
            expires=each.expires,
        )
        for each in found.order_by("-created", "-pk")
    )


@transaction.atomic
def invitation_revoke(*, user_id: int, team: UUID, invitation_id: int) -> bool:
    """Take a link back; False where it is gone already, or was used. Raises `NoTeam`, `NotOwner`."""
    found = govern(user_id, team)
    invitation = found.invitations.filter(pk=invitation_id).first()
    if invitation is None:
        return False
    invitation.delete()
    note(Event.UNINVITED, workspace=WorkspaceId(found.pk), subject=found.team, details={"role": invitation.role})
    return True


def invitation_of(text: str) -> Invited | None:
    """What a link invites to; None for one that is none, too old, taken back or used, or whose maker may not sign in any
    more: nobody is told which."""
    found = _good(text)
    if found is None:
        return None
    made_by = found.made_by.get_username() if found.made_by else ""
    return Invited(found.workspace.team, Role(found.role), made_by, found.expires)


@transaction.atomic
def invitation_accept(*, user_id: int, text: str) -> Joined | None:
    """Make the user a member, once; None for a link that `invitation_of` does not know.

    Who is a member already has the higher of both roles; a link that gives them nothing is left for somebody else.
    Raises `TooManyTeams`.
    """
    found = _good(text)
    if found is None:
        return None
    team = Workspace.objects.select_for_update().filter(pk=found.workspace_id).first()
    used = Invitation.objects.filter(pk=found.pk)
    if team is None or not used.exists():  # by somebody else, while we waited
        return None
    role, member = Role(found.role), Membership.objects.filter(workspace=team, user_id=user_id).first()
    before = Role(member.role) if member else None
    joined = Joined(
        WorkspaceId(team.pk),
        team.team,
        role if before is None else max(role, before, key=lambda each: each.rank),
        before,
    )
    if joined.role is before:
        return joined
    if member is None:
        room_for_another(user_id)
        Membership.objects.create(workspace=team, user_id=user_id, role=role)
    else:
        member.role = role
        member.save(update_fields=["role"])
    used.delete()
    note(Event.JOINED, workspace=joined.team, subject=team.team, details={"role": role.value})
    return joined


def _good(text: str) -> Invitation | None:
    if not TEXT.fullmatch(text):
        return None
    good = _holding(Invitation.objects.filter(digest=_digest(text)))
    return good.select_related("workspace", "made_by").first()


def _holding(found: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Those that still hold: who is locked out has no links left to come back by under another name."""
    return found.filter(expires__gt=timezone.now(), made_by__is_active=True)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
