"""Which workspace a session stands for.

Everything that is kept belongs to a workspace and is found through its id; who stands behind an id (a browser now, a
signed-in user or a team later) is known here alone.
"""

from typing import NewType
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from policybuilder.accounts.models import Workspace

WorkspaceId = NewType("WorkspaceId", UUID)

KEY = "workspace"
RENEWED = "workspace_renewed"
# A session's cookie lives for a fixed time from the last change of the session: without a change now and then, a
# browser that is used every day would lose its work when that time is over.
RENEW_AFTER = 30 * 24 * 60 * 60


def workspace_of(session: SessionBase) -> WorkspaceId | None:
    """The session's workspace; None while nothing was written in it. Reads the session only."""
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
