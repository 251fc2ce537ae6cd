"""`/health/` and `/ready/`: answered for any host, over plain http, without a session and never from a cache."""

import pytest
from django.db import OperationalError, connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from policybuilder.operations import probes
from tests.web.test_security import assert_safe


@pytest.fixture
def probe(settings):
    """A probe as a balancer sends it: to an address, by http, in production."""
    settings.ALLOWED_HOSTS = ["policies.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    return Client(headers={"Host": "10.0.0.7:8000"})


def assert_answer(answer, status, said):
    assert (answer.status_code, answer.json()) == (status, {"status": said})
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert_safe(answer)


def test_up_is_said_without_a_database(probe, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert_answer(probe.get("/health/"), 200, "ok")


def test_ready_where_every_migration_is_applied(probe, db, django_assert_num_queries):
    assert_answer(probe.get("/ready/"), 200, "ok")
    assert ("library", "0001_initial") not in probes.newest_migrations()
    with django_assert_num_queries(2):  # is there a table of migrations, and what is in it
        probe.get("/ready/")


def test_not_ready_where_a_migration_is_missing(probe, db):
    MigrationRecorder.Migration.objects.filter(app="library").latest("name").delete()
    assert_answer(probe.get("/ready/"), 503, "migrations")
    assert_answer(probe.get("/health/"), 200, "ok")


def test_not_ready_where_the_database_is_away(probe, db, monkeypatch, caplog):
    def away(self):
        raise OperationalError("connection to db.example.org as user secret failed")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", away)
    monkeypatch.setattr(connections, "close_all", lambda: None)  # the test's own stays open
    assert_answer(probe.get("/ready/"), 503, "database")
    assert "The database cannot be reached: OperationalError" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("address", probes.PATHS)
def test_other_verbs_are_refused_and_head_has_no_body(probe, db, address):
    refused = probe.post(address)
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD")
    assert_safe(refused)
    head = probe.head(address)
    assert (head.status_code, head.content) == (200, b"")
