"""Which workspace a session stands for.

Everything that is kept belongs to a workspace and is found through its id; who stands behind an id (a browser now, a
signed-in user or a team later) is known here alone.
"""

from datetime import datetime, timedelta
from typing import NewType
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from policybuilder.accounts.models import Workspace

WorkspaceId = NewType("WorkspaceId", UUID)

KEY = "workspace"
RENEWED = "workspace_renewed"
# A session's cookie lives for a fixed time from the last change of the session: without a change now and then, a
# browser that is used every day would lose its work when that time is over.
RENEW_AFTER = timedelta(days=30)


def workspace_of(session: SessionBase) -> WorkspaceId | None:
    """The session's workspace; None while nothing was written in it. Reads the session only."""
    try:
        return WorkspaceId(UUID(session.get(KEY)))
    except (AttributeError, TypeError, ValueError):
        return None


def workspace_require(session: SessionBase) -> WorkspaceId:
    """The session's workspace, made if there is none yet: for whoever is about to write."""
    known = workspace_of(session)
    if known is None or not Workspace.objects.filter(pk=known).exists():
        known = WorkspaceId(Workspace.objects.create().pk)
        session[KEY] = str(known)
        session[RENEWED] = timezone.now().isoformat()
    elif timezone.now() - _renewed(session) > RENEW_AFTER:
        session[RENEWED] = timezone.now().isoformat()
    return known


def _renewed(session: SessionBase) -> datetime:
    return parse_datetime(session.get(RENEWED, "")) or timezone.now() - 2 * RENEW_AFTER
