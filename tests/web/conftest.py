"""Two people with a browser each, and the static files where the site looks for them."""

import pytest
from django.core.management import call_command

from tests.web.visitor import Visitor


@pytest.fixture(scope="session")
def collected(tmp_path_factory):
    """The static files, collected once."""
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture(autouse=True)
def static_files(settings, collected):
    settings.STATIC_ROOT = collected


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """What makes guessing slow makes tests slow too."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ana(db):
    """Somebody whose browser runs no script."""
    return Visitor()


@pytest.fixture
def ben(db):
    """Somebody with another browser, in which scripts run."""
    return Visitor(htmx=True, tab="ben1")
