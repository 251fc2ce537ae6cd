"""Two people with a browser each, and the static files where the site looks for them."""

import pytest
from django.core.management import call_command
from django.template import Template
from django.utils.module_loading import import_string

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


@pytest.fixture(scope="session", autouse=True)
def files_listed_once():
    """Every visitor's client starts the site anew, and so lists all static files anew: they are the same each time."""
    listed = {}
    whitenoise = import_string("whitenoise.WhiteNoise")  # it comes without types
    list_files = whitenoise.update_files_dictionary

    def list_once(self, root, prefix):
        kind, settings = type(self), (self.max_age, self.charset, self.allow_all_origins)
        if (kind, root, prefix, settings) not in listed:
            before = set(self.files)
            list_files(self, root, prefix)
            listed[kind, root, prefix, settings] = {url: self.files[url] for url in set(self.files) - before}
        self.files.update(listed[kind, root, prefix, settings])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whitenoise, "update_files_dictionary", list_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def templates_as_served(django_test_environment):
    """Django's test environment copies the context of every template for `response.context`, which nothing here
    reads (tests read the page): a page has a hundred."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))
        yield


@pytest.fixture
def ana(db):
    """Somebody whose browser runs no script."""
    return Visitor()


@pytest.fixture
def ben(db):
    """Somebody with another browser, in which scripts run."""
    return Visitor(htmx=True, tab="ben1")
