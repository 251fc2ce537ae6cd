"""Work that one machine does at a time, where several share a database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

KEY = 0x706F6C  # any number that nothing else in this database locks


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait until no other machine on this PostgreSQL is in here. SQLite is one machine's: its own locks are enough."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [KEY])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [KEY])
