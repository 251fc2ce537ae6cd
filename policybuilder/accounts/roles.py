"""What somebody may do in a workspace: the one rule, which sessions, tokens and services ask."""

from enum import StrEnum

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


def role_of(user_id: int, workspace: WorkspaceId) -> Role | None:
    """The user's role there; None where the workspace is none of theirs: for them it does not exist."""
    if Workspace.objects.filter(pk=workspace, owner_id=user_id).exists():
        return Role.OWNER
    role = Membership.objects.filter(workspace_id=workspace, user_id=user_id).values_list("role", flat=True).first()
    return Role(role) if role else None
