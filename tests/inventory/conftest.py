"""Two browsers that know nothing of each other."""

import pytest
from django.contrib.sessions.backends.db import SessionStore

from policybuilder.accounts.services import workspace_require


@pytest.fixture
def workspace(db):
    return workspace_require(SessionStore())


@pytest.fixture
def stranger(db):
    return workspace_require(SessionStore())
