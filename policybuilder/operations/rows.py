"""Every row of the database as plain values, and back: the same for SQLite and PostgreSQL."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Field, Model
from django.utils.duration import duration_iso_string

Tables = dict[str, type[Model]]
ROWS_AT_ONCE = 500


def applied_migrations() -> list[list[str]]:
    """The migrations that are applied, as pairs of app and name; none in a database without tables."""
    return sorted(list(key) for key in MigrationRecorder(connection).applied_migrations())


def tables(migrations: Iterable[Sequence[str]]) -> Tables:
    """The models as they are after these migrations, by the names of their tables."""
    loader = MigrationLoader(None)
    nodes = [(app, name) for app, name in migrations if (app, name) in loader.graph.nodes]
    state = loader.project_state(nodes)
    models = state.apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model for model in models if model._meta.managed and not model._meta.proxy}


@contextmanager
def snapshot() -> Iterator[None]:
    """Reads in here see the database at one moment, while others go on writing."""
    connection.ensure_connection()
    database: Any = connection
    if database.vendor != "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    mode = database.transaction_mode
    database.transaction_mode = "DEFERRED"  # a reader's: IMMEDIATE would keep writers out
    try:
        with transaction.atomic():
            yield
    finally:
        database.transaction_mode = mode


def columns(model: type[Model]) -> "list[Field[Any, Any]]":
    """The columns of a model's table."""
    return list(model._meta.concrete_fields)


def read_rows(model: type[Model]) -> Iterator[list[object]]:
    """A table's rows in the order of their keys, as values for JSON; not all at once."""
    names = [field.attname for field in columns(model)]
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        yield [plain(value) for value in row]


def plain(value: object) -> object:
    """A column's value as JSON has it; the column's `to_python` takes it back."""
    match value:
        case None | bool() | int() | float() | str() | list() | dict():
            return value
        case date() | time():  # a moment is a date, too
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
        case timedelta():
            return duration_iso_string(value)
        case bytes() | memoryview():
            return b64encode(value).decode()
    raise TypeError(f"A backup does not know how to keep a {type(value).__name__}")


def write_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert rows as `read_rows` gave them, keys included."""
    fields = {field.attname: field for field in columns(model)}
    chosen = [fields[name] for name in names]
    quote = connection.ops.quote_name
    listed = ", ".join(quote(field.column) for field in chosen)
    places = ", ".join(["%s"] * len(chosen))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({listed}) VALUES ({places})"  # noqa: S608 - names of our own tables
    values = [
        [field.get_db_prep_save(field.to_python(value), connection) for field, value in zip(chosen, row, strict=True)]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def delete_rows(models: Iterable[type[Model]]) -> None:
    """Delete every row of these tables; keys that point at one another are looked at when the transaction ends.

    Until then nobody else writes to them (SQLite's transaction sees to that by itself), and everybody reads on.
    """
    names = [connection.ops.quote_name(model._meta.db_table) for model in models]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {', '.join(names)} IN EXCLUSIVE MODE")
        for name in names:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - as above


def count_on(models: Sequence[type[Model]]) -> None:
    """Let numbering go on after the highest key that was written."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)
