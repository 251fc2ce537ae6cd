"""A backup holds everything as it was at one moment, and goes into either database, all or nothing."""

import gzip
import io
import json
import os
import re
import sqlite3
import subprocess
import sys

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from policybuilder.accounts.actors import Actor, acting
from policybuilder.accounts.invitations import invitation_make
from policybuilder.accounts.limits import attempt
from policybuilder.accounts.roles import Role
from policybuilder.accounts.services import workspace_require
from policybuilder.accounts.teams import team_make
from policybuilder.accounts.tokens import token_make
from policybuilder.inventory.services import sample_load
from policybuilder.library.attached import attachment_add
from policybuilder.library.models import SavedPolicy, WorkStep
from policybuilder.library.records import PolicyRecord
from policybuilder.library.scenarios import NewScenario, scenarios_add
from policybuilder.library.services import policy_create, policy_delete, policy_save, scratch_get_or_create
from policybuilder.library.sharing import share_make
from policybuilder.library.tags import tags_set
from policybuilder.operations.probes import newest_migrations
from policybuilder.operations.rows import snapshot
from tests.at_once import database_in_a_file, in_threads
from tests.house.source import ROOT
from tests.library.pages import Page, draft

User = get_user_model()
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


@pytest.fixture
def work(settings):
    """Two people's work, with what is hard to keep: order, history, times to the microsecond, any characters."""
    settings.RATE_LIMITS = True
    session = SessionStore()
    alice = workspace_require(session)
    session.save()
    User.objects.create_user("alice", "alice@example.org", "a long secret")
    cats = policy_create(workspace=alice, name="Cats & “Ünïcode” \U0001f408", draft=draft("a\u2028b", "\\u0000", "'"))
    page = Page(cats)
    for number in range(3):
        page.keep(f"t{number}", label=f"l{number}")
    page.undo()
    policy_delete(workspace=alice, public_id=policy_create(workspace=alice, name="Gone", draft=draft("x")).public_id)
    attachment_add(workspace=alice, public_id=cats.public_id, layer="scp", name="n", text='{"Statement":[]}')
    scratch_get_or_create(workspace=workspace_require(SessionStore()), draft=draft("start"))
    sample_load(workspace=alice)
    shared_work(cats)
    return cats


def shared_work(policy):
    """What hangs on a policy and on an account besides: rows of every other table."""
    scenarios_add(
        workspace=policy.workspace, public_id=policy.public_id, scenarios=[NewScenario("q", "", {}, "allowed")]
    )
    tags_set(workspace=policy.workspace, public_id=policy.public_id, texts=["Ünïcode", "prod"])
    owner = User.objects.get()
    with acting(Actor(owner.pk, "alice")):
        policy_save(workspace=policy.workspace, public_id=policy.public_id, name="Cats", note="Seen \U0001f408")
        share_make(workspace=policy.workspace, public_id=policy.public_id, expires=timezone.now())
        team = team_make(user_id=owner.pk, name="Shelves")
        invitation_make(user_id=owner.pk, team=team, role=Role.EDITOR)
    scratch_get_or_create(workspace=team, draft=draft("hers"), member=owner.pk)
    token_make(user_id=owner.pk, workspace=team, name="CI", writes=False)
    attempt("token from", "192.0.2.1")


def lines_of(file):
    """A backup without its first line, which has the time."""
    return gzip.decompress(file.read_bytes()).decode().splitlines()[1:]


def backup(file):
    call_command("backup", str(file), stderr=io.StringIO())
    return lines_of(file)


def restore(file, **how):
    call_command("restore", str(file), stderr=io.StringIO(), **how)


def test_everything_comes_back_and_work_goes_on(tmp_path, work):
    before = backup(tmp_path / "one.gz")
    found = SavedPolicy.objects.get(public_id=work.public_id)
    counts = json.loads(before[-1])["end"]
    ours = [apps.get_app_config(name) for name in ("accounts", "inventory", "library", "sessions")]
    assert not [model for app in ours for model in app.get_models() if not counts[model._meta.db_table]]
    call_command("flush", interactive=False, verbosity=0)
    restore(tmp_path / "one.gz")
    assert backup(tmp_path / "two.gz") == before
    again = SavedPolicy.objects.get(public_id=work.public_id)
    assert (again.draft, again.form, again.changed) == (found.draft, found.form, found.changed)
    policy_create(workspace=work.workspace, name="Next", draft=draft("y"))  # numbering goes on after what was restored
    assert SavedPolicy.objects.latest("pk").name == "Next"


def test_a_database_with_rows_is_replaced_only_on_demand(tmp_path, work):
    before = backup(tmp_path / "one.gz")
    later = policy_create(workspace=work.workspace, name="Later", draft=draft("z"))
    with pytest.raises(CommandError, match=r"not empty \(.*library_savedpolicy.*--replace"):
        restore(tmp_path / "one.gz")
    assert SavedPolicy.objects.filter(public_id=later.public_id).exists()
    restore(tmp_path / "one.gz", replace=True)
    assert backup(tmp_path / "two.gz") == before


def changed(file, change):
    """The backup with other lines."""
    lines = gzip.decompress(file.read_bytes()).decode().splitlines(keepends=True)
    file.write_bytes(gzip.compress("".join(change(lines)).encode()))


def another_workspace(line):
    """Rows that begin with a UUID are workspaces: other rows name them."""
    return f'["00000000{line[10:]}' if re.match(r'\["[0-9a-f]{8}-', line) else line


DAMAGE = {
    "cut": lambda file: file.write_bytes(file.read_bytes()[:-40]),
    "one byte": lambda file: file.write_bytes(file.read_bytes()[:-6] + b"\0" + file.read_bytes()[-5:]),
    "without its end": lambda file: changed(file, lambda lines: lines[:-1]),
    "a row short": lambda file: changed(file, lambda lines: [*lines[:-2], lines[-1]]),
    "something after it": lambda file: changed(file, lambda lines: [*lines, "[]\n"]),
    "an unknown column": lambda file: changed(
        file, lambda lines: [line.replace('"public_id"', '"x"') for line in lines]
    ),
    "a value of another type": lambda file: changed(
        file, lambda lines: [line.replace('"l0"', '{"a":1}').replace("2026-", "20x6-") for line in lines]
    ),
    "a key that leads nowhere": lambda file: changed(file, lambda lines: [another_workspace(line) for line in lines]),
    "not JSON": lambda file: file.write_bytes(gzip.compress(b"<html>")),
    "not gzip": lambda file: file.write_bytes(b"<html>"),
    "empty": lambda file: file.write_bytes(b""),
    "another format": lambda file: file.write_bytes(gzip.compress(b'{"format":"x"}')),
    "a later format": lambda file: changed(
        file, lambda lines: [lines[0].replace('"version":1', '"version":2'), *lines[1:]]
    ),
    "of a newer site": lambda file: changed(
        file, lambda lines: [lines[0].replace("0001_initial", "9999_later"), *lines[1:]]
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_damaged_changes_nothing(tmp_path, work, damage):
    file = tmp_path / "one.gz"
    before = backup(file)
    DAMAGE[damage](file)
    with pytest.raises(CommandError) as told:
        restore(file, replace=True)
    assert "\n" not in str(told.value)
    assert backup(tmp_path / "two.gz") == before


def test_tables_of_another_time_are_refused(tmp_path, work):
    backup(tmp_path / "one.gz")
    with transaction.atomic():
        MigrationRecorder.Migration.objects.filter(app="library").latest("name").delete()
        with pytest.raises(CommandError, match="into a new one without tables"):
            restore(tmp_path / "one.gz", replace=True)
        transaction.set_rollback(True)


def test_a_backup_is_for_its_owner_and_never_overwrites(tmp_path, db):
    file = tmp_path / "one.gz"
    backup(file)
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="exists"):
        backup(file)
    with pytest.raises(CommandError, match="cannot be written"):
        backup(tmp_path / "no" / "one.gz")
    with pytest.raises(CommandError, match="cannot be read"):
        restore(tmp_path / "no.gz")
    assert [each.name for each in tmp_path.iterdir() if each.suffix in (".gz", ".part")] == ["one.gz"]


def test_writers_go_on_and_the_backup_does_not_see_them(tmp_path, monkeypatch):
    database_in_a_file(tmp_path, monkeypatch)

    def read_while_somebody_writes():
        alice = workspace_require(SessionStore())
        made: PolicyRecord
        with snapshot():
            assert SavedPolicy.objects.count() == 0
            [made] = in_threads(lambda: policy_create(workspace=alice, name="Cats", draft=draft("x")))
            assert isinstance(made, PolicyRecord), made
            seen = SavedPolicy.objects.count(), WorkStep.objects.count()
        return seen, SavedPolicy.objects.count(), WorkStep.objects.count()

    assert in_threads(read_while_somebody_writes) == [((0, 0), 1, 1)]


def manage(*words, **environment):
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**kept, "POLICYBUILDER_MODE": "test", **environment},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_it_goes_into_a_new_sqlite_and_back(tmp_path, work):
    """From whichever database the tests run on: with PostgreSQL this is the way from one to the other."""
    before = backup(tmp_path / "one.gz")
    manage("restore", str(tmp_path / "one.gz"), SQLITE_FILE=str(tmp_path / "new.sqlite3"))
    manage("backup", str(tmp_path / "two.gz"), SQLITE_FILE=str(tmp_path / "new.sqlite3"))
    assert lines_of(tmp_path / "two.gz") == before
    call_command("flush", interactive=False, verbosity=0)
    restore(tmp_path / "two.gz")
    assert backup(tmp_path / "three.gz") == before
    assert connection.vendor in {"sqlite", "postgresql"}


def test_a_backup_of_older_tables_goes_into_a_new_database(tmp_path):
    """The way over an update that went wrong: an older backup, a new database, today's tables."""
    old, new = tmp_path / "old.sqlite3", tmp_path / "new.sqlite3"
    manage("migrate", "library", "0001", "-v0", SQLITE_FILE=str(old))
    manage("backup", str(tmp_path / "old.gz"), SQLITE_FILE=str(old))
    manage("restore", str(tmp_path / "old.gz"), SQLITE_FILE=str(new))
    applied = sqlite3.connect(new).execute("SELECT app, name FROM django_migrations").fetchall()
    assert newest_migrations() <= set(applied)
