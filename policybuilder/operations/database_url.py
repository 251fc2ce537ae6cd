"""Where the database is: SQLite in a file, or PostgreSQL by `DATABASE_URL`."""

from importlib.util import find_spec
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SCHEMES = ("postgresql", "postgres")
# What an address may say about the connection, by libpq's names ("Parameter Key Words" in PostgreSQL's manual).
OPTIONS = frozenset(
    {
        "application_name",
        "channel_binding",
        "connect_timeout",
        "gssencmode",
        "keepalives",
        "keepalives_count",
        "keepalives_idle",
        "keepalives_interval",
        "options",
        "passfile",
        "service",
        "sslcert",
        "sslcrl",
        "sslkey",
        "sslmode",
        "sslrootcert",
        "target_session_attrs",
        "tcp_user_timeout",
    }
)
CONNECT_TIMEOUT = 10  # seconds; libpq alone would wait for as long as the network does


def database(url: str, sqlite_file: str) -> dict[str, Any]:
    """Django's `DATABASES["default"]`: PostgreSQL where a URL is given, else SQLite in the file.

    Raises:
        ImproperlyConfigured: the URL cannot be used, or psycopg is not installed; never repeats the URL, which may
            hold a password.
    """
    return postgresql(url) if url else sqlite(sqlite_file)


def sqlite(file: str) -> dict[str, Any]:
    """SQLite in a file: readers never wait, a writer takes its turn at once and waits for it for ten seconds."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
        "CONN_MAX_AGE": 60,
    }


def postgresql(url: str) -> dict[str, Any]:
    """PostgreSQL by `postgresql://user:password@host:port/name?option=value`.

    A Unix socket is named by its folder: `postgresql:///name?host=/run/postgresql`, or in the place of the host with
    its slashes as `%2F`. Raises as `database` does.
    """
    parts, port = _split(url)
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in SCHEMES or not name:
        raise ImproperlyConfigured(
            "DATABASE_URL must look like postgresql://user:password@host:5432/name"
            " or postgresql:///name?host=/run/postgresql"
        )
    host, options = _options(parts)
    if find_spec("psycopg") is None:
        raise ImproperlyConfigured(
            "DATABASE_URL names PostgreSQL, which needs psycopg: pip install -r requirements-postgres.txt"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "OPTIONS": {"connect_timeout": CONNECT_TIMEOUT, **options},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,  # a server that was restarted costs one question, not one failed request
    }


def _split(url: str) -> tuple[SplitResult, str]:
    try:
        parts = urlsplit(url)
        return parts, str(parts.port or "")
    except ValueError:
        raise ImproperlyConfigured("DATABASE_URL cannot be read: is the port a number?") from None


def _options(parts: SplitResult) -> tuple[str, dict[str, Any]]:
    """The host and the options of the connection."""
    try:
        options: dict[str, Any] = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    except ValueError:
        raise ImproperlyConfigured("DATABASE_URL: write options as ?name=value&name=value") from None
    host = options.pop("host", "") or _host(parts)
    if unknown := sorted(set(options) - OPTIONS):
        raise ImproperlyConfigured(
            f"DATABASE_URL: {', '.join(unknown)} is no option of a connection that is known here"
        )
    return host, options


def _host(parts: SplitResult) -> str:
    """The host as written: `hostname` would lower the letters of a socket's folder."""
    written = parts.netloc.rpartition("@")[2]
    if written.startswith("["):
        return written[1:].partition("]")[0]
    return unquote(written.partition(":")[0])
