"""`DATABASE_URL` as people write it, and what is said of one that cannot be used."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from policybuilder.operations import database_url
from policybuilder.operations.database_url import CONNECT_TIMEOUT, database
from tests.house.source import ROOT

FILE = "/somewhere/policies.sqlite3"


@pytest.fixture(autouse=True)
def psycopg_is_there(monkeypatch):
    monkeypatch.setattr(database_url, "find_spec", lambda name: name)


def place(url):
    """Host, port, name, user, password."""
    found = database(url, FILE)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    return tuple(found[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD"))


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("postgresql://db.example.org/policies", ("db.example.org", "", "policies", "", "")),
        ("postgres://app:pw@db.example.org:6432/policies", ("db.example.org", "6432", "policies", "app", "pw")),
        ("postgresql://a%40b:p%2Fw%3A%25@db/policies", ("db", "", "policies", "a@b", "p/w:%")),
        ("postgresql://[::1]:5433/policies", ("::1", "5433", "policies", "", "")),
        ("postgresql:///policies?host=/run/postgresql", ("/run/postgresql", "", "policies", "", "")),
        ("postgresql://app@%2Fvar%2FRun:5433/policies", ("/var/Run", "5433", "policies", "app", "")),
        ("postgresql:///policies", ("", "", "policies", "", "")),
        ("postgresql://db/two%20words", ("db", "", "two words", "", "")),
    ],
)
def test_addresses(url, wanted):
    assert place(url) == wanted


def test_options_go_to_the_connection_and_waiting_ends():
    assert database("postgresql://db/p", FILE)["OPTIONS"] == {"connect_timeout": CONNECT_TIMEOUT}
    options = database("postgresql://db/p?sslmode=verify-full&connect_timeout=3&options=-c%20a%3Db", FILE)["OPTIONS"]
    assert options == {"sslmode": "verify-full", "connect_timeout": "3", "options": "-c a=b"}


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://app:hidden@db/policies", "must look like postgresql://"),
        ("postgresql://app:hidden@db", "must look like postgresql://"),
        ("app:hidden@db/policies", "must look like postgresql://"),
        ("postgresql://app:hidden@db:port/policies", "is the port a number?"),
        ("postgresql://app:hidden@db/policies?sslmode", "write options as"),
        ("postgresql://app:hidden@db/policies?sslmood=require", "sslmood is no option"),
        ("postgresql://app:hidden@[::1/policies", "cannot be read"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_its_password(url, said):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as told:
        database(url, FILE)
    assert said in str(told.value)
    assert "hidden" not in str(told.value)
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__ or told.value.__context__ is None


def test_without_psycopg_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr(database_url, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"needs psycopg: pip install -r requirements-postgres\.txt"):
        database("postgresql://db/policies", FILE)


def test_sqlite_needs_nothing_and_writers_take_turns():
    found = database("", FILE)
    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", FILE)
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert found["OPTIONS"]["timeout"] == 10
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]


def test_the_site_reads_it():
    """The setting is really read: a bad one stops any command, in one line of its own."""
    answer = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**os.environ, "POLICYBUILDER_MODE": "local", "DATABASE_URL": "oracle://db/policies"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode != 0
    assert "DATABASE_URL must look like postgresql://" in answer.stderr.splitlines()[-1]
