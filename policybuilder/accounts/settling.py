"""Keeping sessions to what is their users'."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase

from policybuilder.accounts.roles import Standing, standing_of
from policybuilder.accounts.services import workspace_enter, workspace_of, workspace_of_user


def session_settle(session: SessionBase, user_id: int | None) -> Standing | None:
    """Where the session's user stands: `user_id` is who Django says is signed in, None for nobody.

    A session whose user is gone or signed out everywhere is emptied; a signed-in one stands for a workspace that its
    user may use: the one it was in, else the user's own.
    """
    if user_id is None:
        if SESSION_KEY in session:
            session.flush()
        return None
    known = workspace_of(session)
    standing = None if known is None else standing_of(user_id, known)
    if standing is None:
        home = workspace_of_user(user_id)
        workspace_enter(session, home)
        standing = standing_of(user_id, home)
    return standing
