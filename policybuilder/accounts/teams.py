"""Teams: workspaces of several users, with roles. A team has an owner at all times.

Every function takes who acts first and asks `roles` for what they may do: `NoTeam` is raised where they are no member
(for them it does not exist), `NotOwner` where only an owner may do it. Two owners who act at once take turns: whoever
changes members has the team's row to themselves.
"""

from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from policybuilder.accounts.audit import Event, note
from policybuilder.accounts.models import TEAM_NAME_LENGTH, Invitation, Membership, Token, User, Workspace
from policybuilder.accounts.roles import Role, standing_of
from policybuilder.accounts.services import WorkspaceId
from policybuilder.wording.teams import OWN_NAMES
from policybuilder.wording.words import one_line

MOST_TEAMS = 50
# Letters and signs without a shape: Hangul's fillers and the empty pattern of Braille.
BLANK = frozenset(" \u115f\u1160\u2800\u3164\uffa0")


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team as lists show it to one of its members, with that member's role."""

    id: WorkspaceId
    name: str
    role: Role
    members: int


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """A team that the user is in, the user's role there and since when they are in it."""

    team: WorkspaceId
    name: str
    role: Role
    since: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a team."""

    user_id: int
    name: str
    role: Role
    joined: datetime


class NoTeam(Exception):  # noqa: N818 - named after what happened
    """The user is in no such team."""


class NotOwner(Exception):  # noqa: N818 - named after what happened
    """Only an owner of the team may do that."""


class LastOwner(ValueError):  # noqa: N818 - named after what happened
    """The team would be left without an owner; nothing was changed."""


class TooManyTeams(ValueError):  # noqa: N818 - named after what happened
    """The user is in as many teams as one may be."""


class InvalidTeamName(ValueError):  # noqa: N818 - named after what happened
    """A team's name has 1 to 80 characters that can be read, and tells it from a workspace of one's own."""


# -- the team ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def team_make(*, user_id: int, name: str) -> WorkspaceId:
    """A new team, whose owner is who makes it. Raises `InvalidTeamName`, `TooManyTeams`."""
    name = team_name(name)
    room_for_another(user_id)
    made = Workspace.objects.create(team=name)
    Membership.objects.create(workspace=made, user_id=user_id, role=Role.OWNER)
    note(Event.TEAM_MADE, workspace=WorkspaceId(made.pk), subject=name)
    return WorkspaceId(made.pk)


def teams_of(user_id: int) -> tuple[TeamRow, ...]:
    """The user's teams, by name."""
    mine = Membership.objects.filter(user_id=user_id).select_related("workspace")
    counted = mine.annotate(members=Count("workspace__memberships"))
    rows = [
        TeamRow(WorkspaceId(each.workspace_id), each.workspace.team, Role(each.role), each.members) for each in counted
    ]
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.name, row.id)))


def memberships_of(user_id: int) -> tuple[MembershipRow, ...]:
    """The user's memberships, the oldest first."""
    found = Membership.objects.filter(user_id=user_id).select_related("workspace").order_by("joined", "pk")
    return tuple(
        MembershipRow(WorkspaceId(each.workspace_id), each.workspace.team, Role(each.role), each.joined)
        for each in found
    )


def team_get(*, user_id: int, team: UUID) -> TeamRow:
    """A team of the user. Raises `NoTeam`."""
    standing = standing_of(user_id, WorkspaceId(team))
    if standing is None or not standing.team:
        raise NoTeam
    members = Membership.objects.filter(workspace_id=team).count()
    return TeamRow(standing.workspace, standing.team, standing.role, members)


@transaction.atomic
def team_rename(*, user_id: int, team: UUID, name: str) -> str:
    """Give the team another name; the name as it is kept. Raises `InvalidTeamName`."""
    name = team_name(name)
    found = govern(user_id, team)
    if name != found.team:
        old, found.team = found.team, name
        found.save(update_fields=["team"])
        note(Event.TEAM_RENAMED, workspace=WorkspaceId(found.pk), subject=name, details={"old": old})
    return name


@transaction.atomic
def team_delete(*, user_id: int, team: UUID) -> str:
    """Delete the team with everything in it, for good: policies, inventory, scenarios, links and audit. Its name."""
    found = govern(user_id, team)
    found.delete()
    return found.team


# -- who is in it -----------------------------------------------------------------------------------------------------


def member_list(*, user_id: int, team: UUID) -> tuple[Member, ...]:
    """The members, the owners first, then by name. Raises `NoTeam`."""
    team_get(user_id=user_id, team=team)
    found = Membership.objects.filter(workspace_id=team).select_related("user")
    members = [Member(each.user_id, each.user.get_username(), Role(each.role), each.joined) for each in found]
    return tuple(sorted(members, key=lambda member: (-member.role.rank, member.name)))


def owners_of(team: WorkspaceId) -> tuple[str, ...]:
    """The names of a team's owners, for its members to turn to."""
    return tuple(_owners(team).order_by("user__username").values_list("user__username", flat=True))


@transaction.atomic
def role_change(*, user_id: int, team: UUID, member_id: int, role: Role) -> str:
    """Give a member another role; the member's name. Raises `LastOwner`, and `NoTeam` for who is no member."""
    govern(user_id, team)
    member = _member(team, member_id)
    name = member.user.get_username()
    if role == member.role:
        return name
    if not role.governs:
        _another_owner(team, member)
        _invitations_end(team, member_id)
    member.role = role
    member.save(update_fields=["role"])
    details = {"who": name, "role": role.value}
    note(Event.ROLE_CHANGED, workspace=WorkspaceId(team), subject=name, details=details)
    return name


@transaction.atomic
def member_remove(*, user_id: int, team: UUID, member_id: int) -> str:
    """Take a member out of the team; the member's name. Raises `LastOwner`, and `NoTeam` for who is no member."""
    govern(user_id, team)
    name = _take_out(team, member_id)
    note(Event.REMOVED, workspace=WorkspaceId(team), subject=name, details={"who": name})
    return name


@transaction.atomic
def leave(*, user_id: int, team: UUID) -> str:
    """Leave the team; its name. Raises `LastOwner`, `NoTeam`."""
    found = _locked(team)
    name = _take_out(team, user_id)
    note(Event.LEFT, workspace=WorkspaceId(team), subject=name)
    return found.team


# -- accounts that go -------------------------------------------------------------------------------------------------


def teams_in_need(user_id: int) -> tuple[TeamRow, ...]:
    """The teams that would have members and no owner without the user."""
    return tuple(
        row for row in teams_of(user_id) if row.role.governs and row.members > 1 and not _others_own(row, user_id)
    )


@transaction.atomic
def teams_leave(user_id: int) -> None:
    """Take the user out of every team, before the account goes; a team without another member goes too.

    Raises `LastOwner` where one would have members and no owner.
    """
    mine = Membership.objects.filter(user_id=user_id).values("workspace")
    for team in Workspace.objects.select_for_update().filter(pk__in=mine).order_by("pk"):
        if team.memberships.exclude(user_id=user_id).exists():
            name = _take_out(team.pk, user_id)
            note(Event.LEFT, workspace=WorkspaceId(team.pk), subject=name)
        else:
            team.delete()


def _others_own(row: TeamRow, user_id: int) -> bool:
    return _owners(row.id).exclude(user_id=user_id).exists()


# -- what the others of this floor use --------------------------------------------------------------------------------


def team_name(text: str) -> str:
    """A name without what cannot be seen, in one line. Raises `InvalidTeamName`, also for what pages call a workspace of
    one's own: who writes into a team's has to see that."""
    name = one_line(text)
    if not 1 <= len(name) <= TEAM_NAME_LENGTH or set(name) <= BLANK:
        raise InvalidTeamName
    if normalize("NFKC", name).casefold() in OWN_NAMES:
        raise InvalidTeamName
    return name


def room_for_another(user_id: int) -> None:
    """Raises `TooManyTeams` where the user is in as many as one may be."""
    User.objects.select_for_update().get(pk=user_id)  # one request of a user at a time
    if Membership.objects.filter(user_id=user_id).count() >= MOST_TEAMS:
        raise TooManyTeams


def govern(user_id: int, team: UUID) -> Workspace:
    """The team's row, kept from others until the transaction ends, for one of its owners. Raises `NoTeam`, `NotOwner`."""
    found = _locked(team)
    role = found.memberships.filter(user_id=user_id).values_list("role", flat=True).first()
    if role is None:
        raise NoTeam
    if not Role(role).governs:
        raise NotOwner
    return found


def _locked(team: UUID) -> Workspace:
    found = Workspace.objects.select_for_update().filter(~Q(team=""), pk=team).first()
    if found is None:
        raise NoTeam
    return found


def _member(team: UUID, member_id: int) -> Membership:
    found = Membership.objects.filter(workspace_id=team, user_id=member_id).select_related("user").first()
    if found is None:
        raise NoTeam
    return found


def _take_out(team: UUID, member_id: int) -> str:
    member = _member(team, member_id)
    _another_owner(team, member)
    _invitations_end(team, member_id)
    _tokens_end(team, member_id)
    member.delete()
    return member.user.get_username()


def _another_owner(team: UUID, member: Membership) -> None:
    """Raises `LastOwner` where nobody else owns the team who can act for it."""
    if Role(member.role).governs and not _owners(team).exclude(pk=member.pk).exists():
        raise LastOwner


def _owners(team: UUID) -> QuerySet[Membership]:
    """The owners who may sign in: who is locked out cannot do what only an owner may."""
    return Membership.objects.filter(workspace_id=team, role=Role.OWNER, user__is_active=True)


def _invitations_end(team: UUID, member_id: int) -> None:
    """Who may not invite any more has no links left either: not even one to come back by."""
    Invitation.objects.filter(workspace_id=team, made_by_id=member_id).delete()


def _tokens_end(team: UUID, member_id: int) -> None:
    """Who comes back one day makes new ones: scripts of old do not come back unseen. The rows stay, to be seen."""
    now = timezone.now()
    good = Q(expires=None) | Q(expires__gt=now)
    Token.objects.filter(good, workspace_id=team, user_id=member_id).update(expires=now)
