"""`manage.py serve`: the site behind gunicorn, on this machine unless HOST says otherwise."""

import os
import signal
import socket
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from types import FrameType
from typing import Any, NoReturn, Protocol
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

from policybuilder.operations.turns import one_at_a_time

LOOPBACK = ("127.", "::1")
# Seconds for which an idle connection stays open: longer than a proxy keeps it (60 in deploy/), or it would now and then
# send a request into one that we are closing, and answer 502 for what nobody can know was done.
KEPT_OPEN = 75
# Bytes of a request's first line, the most that gunicorn takes: a note of 500 characters is up to 6,000 in an address.
LONGEST_LINE = 8190


class Server(Protocol):
    """What we use of gunicorn's arbiter."""

    pid: int


class UnusableAddressError(Exception):
    """HOST and PORT cannot be listened on; the message is for the person who started us."""


def listen(host: str, port_text: str) -> socket.socket:
    """A listening socket on the address; port 0 takes any free one.

    Raises:
        UnusableAddressError: with one sentence that says what to change.
    """
    if not port_text.isdecimal() or len(port_text) > 5 or int(port_text) > 65_535:
        raise UnusableAddressError(f"PORT must be a number from 0 to 65535, not {port_text!r}.")
    port = int(port_text)
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address[:2], family=family, backlog=2048)
    except PermissionError:
        raise UnusableAddressError(
            f"Port {port} needs more rights than this user has: choose one above 1023."
        ) from None
    except OSError as error:
        raise UnusableAddressError(reason_in_words(error, host, port)) from None


def reason_in_words(error: OSError, host: str, port: int) -> str:
    """Why listening failed and what to change."""
    if isinstance(error, socket.gaierror):
        return f"HOST {host!r} is not an address of this machine: try HOST=127.0.0.1."
    if "already in use" in str(error):
        return f"Port {port} on {host} is taken: stop what runs there, or choose another with PORT={port + 1} make run."
    return f"Cannot listen on {host}, port {port}: {error.strerror}."


def address_of(listener: socket.socket) -> str:
    """The address a browser opens."""
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - shown as loopback, not bound
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def stop_with_the_terminal(server: Server) -> None:
    """A closed terminal stops the server; gunicorn's own answer to SIGHUP is to reload and stay."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    if server.pid == os.getpid():
        signal.signal(signal.SIGHUP, stop)


class Gunicorn(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Our WSGI application in gunicorn, configured here and by nothing else."""

    def __init__(self, options: dict[str, Any], load: Callable[[], WSGIApplication]) -> None:
        self._options = options
        self._load = load
        super().__init__()

    def load_config(self) -> None:
        """Called by gunicorn: take our options."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        """Called by gunicorn: the WSGI application."""
        return self._load()


class Command(BaseCommand):
    """Serve the site with gunicorn on HOST (default 127.0.0.1) and PORT (default 8000)."""

    help = "Serve the site with gunicorn on HOST (default 127.0.0.1) and PORT (default 8000; 0 takes a free one)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's own options."""
        parser.add_argument(
            "--prepare", action="store_true", help="first migrate the database and collect static files"
        )
        parser.add_argument("--workers", type=int, default=2, help="server processes (default 2)")
        parser.add_argument("--threads", type=int, default=4, help="threads in each process (default 4)")

    def handle(self, *_args: str, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Listen first, so that a taken port is known before anything is changed; then prepare and serve."""
        host = os.environ.get("HOST") or "127.0.0.1"
        try:
            listener = listen(host, os.environ.get("PORT") or "8000")
        except UnusableAddressError as problem:
            self.refuse(str(problem))
        if not host.startswith((*LOOPBACK, "localhost")):
            self.stderr.write(
                f"Listening on {host}: other machines can reach this site. ALLOWED_HOSTS names the hosts it answers to."
            )
        if options["prepare"]:
            prepare()
        try:
            application = get_internal_wsgi_application()
        except ImproperlyConfigured as problem:
            self.refuse(str(problem))
        self.serve(listener, application, options)

    def refuse(self, reason: str) -> NoReturn:
        """One line and exit status 1."""
        self.stderr.write(reason)
        sys.exit(1)

    def serve(self, listener: socket.socket, application: WSGIApplication, options: dict[str, Any]) -> None:
        """Run until a signal stops it. The application is loaded once, before the processes are forked."""
        line = f"Policy Builder is at {address_of(listener)} (Ctrl-C stops it)"

        def ready(server: Server) -> None:
            stop_with_the_terminal(server)
            self.stdout.write(line)
            self.stdout.flush()

        connections.close_all()
        chosen = {
            "bind": f"fd://{listener.detach()}",
            "workers": options["workers"],
            "threads": options["threads"],
            "worker_class": "gthread",
            "graceful_timeout": 5,
            "keepalive": KEPT_OPEN,
            "limit_request_line": LONGEST_LINE,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": ready,
        }
        if settings.LOG_FORMAT == "json":
            chosen["logconfig_dict"] = settings.LOGGING  # the server's own lines as ours
        Gunicorn(chosen, lambda: application).run()


def prepare() -> None:
    """The database at its newest state and the static files with their hashed names, both quietly."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with one_at_a_time():
        call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
