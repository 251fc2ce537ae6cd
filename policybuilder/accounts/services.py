"""Which workspace a session has; made on the first write, so that reading leaves nothing behind."""

import uuid

from django.contrib.sessions.backends.base import SessionBase

from policybuilder.accounts.models import Workspace

WorkspaceId = uuid.UUID
SESSION_KEY = "workspace"


def workspace_of(session: SessionBase) -> WorkspaceId | None:
    """The workspace of this browser, or None where it has none yet."""
    try:
        return uuid.UUID(str(session.get(SESSION_KEY, "")))
    except ValueError:
        return None


def workspace_require(session: SessionBase) -> WorkspaceId:
    """The workspace of this browser, made now where there is none."""
    known = workspace_of(session)
    if known is not None and Workspace.objects.filter(pk=known).exists():
        return known
    made = Workspace.objects.create()
    session[SESSION_KEY] = str(made.pk)
    return made.pk
