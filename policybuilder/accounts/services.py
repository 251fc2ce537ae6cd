"""Which workspace a session stands for.

Everything that is kept belongs to a workspace and is found through its id; who stands behind an id (a browser, a
signed-in user, a team) is known to this floor alone. A session of a signed-in user holds the id of a workspace that is
open to them: `settling.session_settle` sees to it at every request, before anything is looked up.
"""

from typing import NewType
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone

from policybuilder.accounts.models import User, Workspace

WorkspaceId = NewType("WorkspaceId", UUID)

KEY = "workspace"
FOR_NOW = "_policybuilder_workspace"  # an attribute of the session: what is kept stays as it is
RENEWED = "workspace_renewed"
# A session's cookie lives for a fixed time from the last change of the session: without a change now and then, a
# browser that is used every day would lose its work when that time is over.
RENEW_AFTER = 30 * 24 * 60 * 60


def workspace_of(session: SessionBase) -> WorkspaceId | None:
    """The session's workspace, or the one it stands for during this request; None while nothing was written in it. Reads
    the session only."""
    stood_for: WorkspaceId | None = getattr(session, FOR_NOW, None)
    if stood_for is not None:
        return stood_for
    try:
        return WorkspaceId(UUID(session.get(KEY)))
    except (AttributeError, TypeError, ValueError):
        return None


def workspace_require(session: SessionBase) -> WorkspaceId:
    """The session's workspace, made if there is none yet: for whoever is about to write."""
    now = int(timezone.now().timestamp())
    known = workspace_of(session)
    if known is None or not Workspace.objects.filter(pk=known).exists():
        known = WorkspaceId(Workspace.objects.create().pk)
        session[KEY], session[RENEWED] = str(known), now
    elif now - session.get(RENEWED, 0) > RENEW_AFTER:
        session[RENEWED] = now
    return known


def workspace_visit(session: SessionBase, workspace: WorkspaceId) -> None:
    """Let the session stand for that workspace as long as this request is answered: nothing is kept of it."""
    setattr(session, FOR_NOW, workspace)


def workspace_enter(session: SessionBase, workspace: WorkspaceId) -> None:
    """Let the session stand for that workspace from now on."""
    setattr(session, FOR_NOW, None)
    session[KEY], session[RENEWED] = str(workspace), int(timezone.now().timestamp())


@transaction.atomic
def workspace_of_user(user_id: int) -> WorkspaceId:
    """The user's own workspace, made if there is none yet."""
    User.objects.select_for_update().get(pk=user_id)  # one request at a time gives a user a workspace
    return WorkspaceId(Workspace.objects.get_or_create(owner_id=user_id)[0].pk)


@transaction.atomic
def workspace_claim(user_id: int, brought: WorkspaceId | None) -> WorkspaceId:
    """The user's own workspace. Who has none yet gets the one brought along, if it is a browser's: with all its work."""
    User.objects.select_for_update().get(pk=user_id)
    if brought is not None and not Workspace.objects.filter(owner_id=user_id).exists():
        Workspace.objects.filter(pk=brought, owner=None, team="").update(owner_id=user_id)
    return workspace_of_user(user_id)


def is_browsers(workspace: WorkspaceId) -> bool:
    """Whether the workspace is a browser's: nobody's who signs in, and no team's."""
    return Workspace.objects.filter(pk=workspace, owner=None, team="").exists()


def workspace_drop(workspace: WorkspaceId) -> None:
    """Forget a browser's workspace and whatever is left in it."""
    Workspace.objects.filter(pk=workspace, owner=None, team="").delete()
