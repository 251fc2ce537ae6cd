"""Works at the same time, each in a thread with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.core.management import call_command
from django.db import connection, connections


def in_threads(*works):
    """What each work gives, or the exception that it raises; all begin at the same moment."""
    barrier = Barrier(len(works))

    def one(work):
        try:
            connection.ensure_connection()
            barrier.wait()
            return work()
        except Exception as error:  # noqa: BLE001 - a test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def database_in_a_file(folder, monkeypatch):
    """Threads that begin from here on open a SQLite file, as it is served; the test's own connection stays in memory.

    PostgreSQL's test database is served as it is.
    """
    if connection.vendor != "sqlite":
        return
    monkeypatch.setitem(connections.settings["default"], "NAME", str(folder / "at_once.sqlite3"))
    [done] = in_threads(lambda: call_command("migrate", verbosity=0))
    assert done is None
