"""A backup: lines of JSON, gzipped. The first says what it is, the last how many rows there were, between them stands
every table: a line with its name and columns, then a line for each row.

It holds the sessions too, by which browsers find their work: keep it as you keep the secret key.
"""

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from policybuilder import __version__
from policybuilder.operations.rows import (
    ROWS_AT_ONCE,
    Tables,
    applied_migrations,
    columns,
    count_on,
    delete_rows,
    read_rows,
    snapshot,
    tables,
    write_rows,
)

FORMAT, VERSION = "policybuilder backup", 1
# Django fills these itself when it makes the tables; a backup's take their place.
MADE_BY_MIGRATE = frozenset({"django_content_type", "auth_permission"})

Counts = dict[str, int]
Line = dict[str, Any] | list[Any]


class UnusableBackupError(Exception):
    """The backup, or the database it is meant for, cannot be used; the message is one line for the person who called."""


# -- writing ----------------------------------------------------------------------------------------------------------


def write_backup(file: IO[bytes]) -> Counts:
    """Write every row of the database as it is at one moment; others go on writing. Returns rows by table."""
    with gzip.open(file, "wt", encoding="ascii", compresslevel=6) as lines, snapshot():
        migrations = applied_migrations()
        _put(
            lines,
            {
                "format": FORMAT,
                "version": VERSION,
                "site": __version__,
                "made": timezone.now().isoformat(timespec="seconds"),
                "migrations": migrations,
            },
        )
        counts: Counts = {}
        for name, model in tables(migrations).items():
            _put(lines, {"table": name, "columns": [field.attname for field in columns(model)]})
            counts[name] = 0
            for row in read_rows(model):
                _put(lines, row)
                counts[name] += 1
        _put(lines, {"end": counts})
    return counts


def _put(lines: IO[str], line: Line) -> None:
    lines.write(json.dumps(line, separators=(",", ":")) + "\n")


# -- reading ----------------------------------------------------------------------------------------------------------


def read_lines(file: IO[bytes]) -> Iterator[Line]:
    """A backup's lines.

    Raises:
        UnusableBackupError: what is read is no backup, or is damaged.
    """
    try:
        with gzip.open(file, "rt", encoding="ascii") as lines:
            for line in lines:
                yield json.loads(line)
    except (OSError, EOFError, zlib.error, ValueError):
        raise UnusableBackupError(
            "The file is no backup of this site, or it is damaged. Nothing was changed."
        ) from None


def read_header(lines: Iterator[Line]) -> dict[str, Any]:
    """The first line. Raises `UnusableBackupError` for anything but a header that is understood."""
    header = next(lines, None)
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise UnusableBackupError("The file is no backup of this site.")
    if header["version"] != VERSION:
        raise UnusableBackupError(
            f"The backup is written in version {header['version']} of the format: this reads {VERSION}."
        )
    return header


def restore_backup(file: IO[bytes], *, replace: bool = False) -> Counts:
    """Put a backup's rows into the database: all or none. Returns rows by table.

    Into a database without tables, which gets those of the backup's time and is then brought up to date; into one
    without rows; or, with `replace`, in the place of every row there is.

    Raises:
        UnusableBackupError: nothing was changed, but tables may have been made where there were none.
    """
    lines = read_lines(file)
    header = read_header(lines)
    fresh = _prepare(header["migrations"])
    models = tables(header["migrations"])
    if not (fresh or replace) and (full := _full(models)):
        raise UnusableBackupError(
            f"The database is not empty ({', '.join(full)}): --replace puts the backup in the place of all."
        )
    try:
        with transaction.atomic():
            delete_rows(models.values())
            counts = _write(lines, models)
            count_on(list(models.values()))
            connection.check_constraints()
    except DatabaseError as error:
        raise UnusableBackupError(f"The database does not take the backup ({type(error).__name__}).") from error
    call_command("migrate", interactive=False, verbosity=0)
    return counts


def _prepare(migrations: Sequence[Sequence[str]]) -> bool:
    """Make sure that the tables are those of the backup; whether they were made for it."""
    executor = MigrationExecutor(connection)
    wanted = {(app, name) for app, name in migrations}
    if unknown := sorted(wanted - executor.loader.graph.nodes.keys()):
        raise UnusableBackupError(
            f"The backup is of a newer version than this one: it knows {'.'.join(unknown[0])}. Update first."
        )
    applied = set(executor.loader.applied_migrations)
    if not applied:
        executor.migrate(list(dict(sorted(wanted)).items()))  # the newest of every app
        return True
    if applied != wanted:
        raise UnusableBackupError(
            "The backup's tables are not those of this database. Update the database (manage.py migrate),"
            " or restore into a new one without tables, which is then brought up to date."
        )
    return False


def _full(models: Tables) -> list[str]:
    """The tables with rows that nothing but people made."""
    return [name for name, model in models.items() if name not in MADE_BY_MIGRATE and model._base_manager.exists()]


def _write(lines: Iterator[Line], models: Tables) -> Counts:
    """Insert what follows the header, table by table; a backup without its last line is none."""
    counts: Counts = {}
    name = ""
    names: list[str] = []
    rows: list[list[Any]] = []
    for line in lines:
        if isinstance(line, list):
            rows.append(line)
            if len(rows) < ROWS_AT_ONCE:
                continue
        if rows:
            _insert(models, name, names, rows)
            counts[name] += len(rows)
            rows = []
        if isinstance(line, list):
            continue
        if "end" in line:
            if line["end"] != counts or next(lines, None) is not None:
                break
            return counts
        name, names = line["table"], line["columns"]
        counts[name] = 0
    raise UnusableBackupError("The backup is not complete. Nothing was changed.")


def _insert(models: Tables, name: str, names: list[str], rows: list[list[Any]]) -> None:
    try:
        write_rows(models[name], names, rows)
    except (DatabaseError, ValidationError, LookupError, TypeError, ValueError) as error:
        raise UnusableBackupError(
            f"A row of {name} cannot be kept by this database ({type(error).__name__}). Nothing was changed."
        ) from error
