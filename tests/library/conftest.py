"""Alice's workspace and Bob's, a document in Alice's, and a clock that the test turns."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from policybuilder.accounts.services import workspace_require
from policybuilder.library.services import policy_create, scratch_get_or_create
from tests.library.pages import draft


@pytest.fixture
def alice(db):
    return workspace_require(SessionStore())


@pytest.fixture
def bob(db):
    return workspace_require(SessionStore())


@pytest.fixture
def scratch(alice):
    return scratch_get_or_create(workspace=alice, draft=draft("start"))


@pytest.fixture
def cats(alice, clock):
    """Saved a minute ago."""
    made = policy_create(workspace=alice, name="Cats", draft=draft("start"))
    clock.wait(60)
    return made


class Clock:
    def __init__(self):
        self.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def wait(self, seconds):
        self.now += timedelta(seconds=seconds)
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Turned by the test alone: nothing lies between two calls unless `wait` says so. Whatever is made is made by it."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock
