"""What somebody may do in a workspace: the one rule, which sessions, tokens and services ask."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import OuterRef, Q, Subquery

from policybuilder.accounts.models import Membership, Workspace
from policybuilder.accounts.services import WorkspaceId


class Role(StrEnum):
    """A role in a team's workspace; of a workspace of one's own one is the owner."""

    VIEWER = "viewer"
    EDITOR = "editor"
    OWNER = "owner"

    @property
    def writes(self) -> bool:
        """Whether the role may change policies, inventory and scenarios."""
        return self is not Role.VIEWER

    @property
    def governs(self) -> bool:
        """Whether the role may change who is in the team, and the team itself."""
        return self is Role.OWNER

    @property
    def rank(self) -> int:
        """The more a role may do, the higher."""
        return tuple(Role).index(self)


@dataclass(frozen=True, slots=True)
class Standing:
    """A user in a workspace: `team` is the team's name, "" in a workspace of one's own."""

    user_id: int
    workspace: WorkspaceId
    team: str
    role: Role

    @property
    def member(self) -> int | None:
        """Whose scratch document is meant: in a team each member has one, a workspace of one's own has only one."""
        return self.user_id if self.team else None


def standing_of(user_id: int, workspace: WorkspaceId) -> Standing | None:
    """Where the user stands there; None where the workspace is none of theirs: for them it does not exist."""
    roles = Membership.objects.filter(workspace=OuterRef("pk"), user_id=user_id).values("role")[:1]
    found = Workspace.objects.filter(pk=workspace).annotate(mine=Subquery(roles))
    row = found.values_list("owner_id", "team", "mine").first()
    if row is None:
        return None
    owner_id, team, role = row
    if owner_id == user_id:
        return Standing(user_id, workspace, "", Role.OWNER)
    return Standing(user_id, workspace, team, Role(role)) if team and role else None


def may_use(user_id: int, workspace: WorkspaceId) -> bool:
    """Whether the workspace is open to the user."""
    return standing_of(user_id, workspace) is not None


@dataclass(frozen=True, slots=True)
class Place:
    """A workspace that is open to a user: a team's by its name, one's own as ""; `writes`: whether it may be changed."""

    id: WorkspaceId
    team: str
    writes: bool


def places_of(user_id: int) -> tuple[Place, ...]:
    """Every workspace that is open to the user: one's own, where there is one already, then the teams' by name."""
    roles = Membership.objects.filter(workspace=OuterRef("pk"), user_id=user_id).values("role")[:1]
    mine = Q(owner_id=user_id) | Q(pk__in=Membership.objects.filter(user_id=user_id).values("workspace"))
    found = Workspace.objects.filter(mine).annotate(mine=Subquery(roles)).values_list("pk", "team", "mine")
    places = [Place(WorkspaceId(pk), team, not team or Role(role).writes) for pk, team, role in found]
    return tuple(sorted(places, key=lambda place: (place.team.casefold(), place.team, place.id)))
