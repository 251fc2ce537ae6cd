"""A browser's workspace: made when something is written, found again, never somebody else's."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from policybuilder.accounts.models import Workspace
from policybuilder.accounts.services import workspace_of, workspace_require

pytestmark = pytest.mark.django_db


def reopened(session):
    session.save()
    return SessionStore(session.session_key)


def test_looking_makes_nothing():
    session = SessionStore()
    assert workspace_of(session) is None
    assert not session.modified
    assert Workspace.objects.count() == 0


def test_writing_makes_one_and_finds_it_again():
    session = SessionStore()
    made = workspace_require(session)
    again = reopened(session)
    assert workspace_of(again) == made
    assert workspace_require(again) == made
    assert not again.modified
    assert Workspace.objects.get().pk == made


def test_two_browsers_have_two():
    assert workspace_require(SessionStore()) != workspace_require(SessionStore())


def test_a_workspace_that_is_gone_is_made_anew():
    session = SessionStore()
    gone = workspace_require(session)
    Workspace.objects.all().delete()
    assert workspace_require(session) != gone
    assert workspace_of(session) == Workspace.objects.get().pk


@pytest.mark.parametrize("text", ["", "nonsense", 5, None, [], "1" * 31])
def test_a_session_that_says_nonsense_has_none(text):
    session = SessionStore()
    session["workspace"] = text
    assert workspace_of(session) is None
    assert workspace_require(session) == Workspace.objects.get().pk


def test_a_session_in_use_does_not_run_out(monkeypatch):
    session = SessionStore()
    made = workspace_require(session)
    start = timezone.now()
    for days, renewed in [(29, False), (31, True), (40, False), (62, True)]:
        session = reopened(session)
        now = start + timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        assert workspace_require(session) == made
        assert session.modified is renewed
