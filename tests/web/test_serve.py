"""`manage.py serve` as a process: it says where it is, stops when told, and refuses in one line."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock
from urllib.parse import quote

import pytest

from policybuilder.web.management.commands.serve import (
    KEPT_OPEN,
    Command,
    Gunicorn,
    UnusableAddressError,
    address_of,
    listen,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def serve(tmp_path):
    """Start `serve` with a folder of its own; whatever still runs at the end is stopped."""
    started = []

    def start(**environment):
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--prepare", "--workers", "1"],
            cwd=ROOT,
            env={
                **os.environ,
                "POLICYBUILDER_MODE": "local",
                "POLICYBUILDER_VAR": str(tmp_path / "var"),
                **environment,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_it_prints_its_address_answers_and_stops_cleanly(serve, number):
    process = serve(PORT="0")
    line = process.stdout.readline()
    address = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
    assert address, line
    with socket.create_connection(("127.0.0.1", int(address[1])), timeout=10) as connection:
        note = quote(500 * "\N{CAT}").encode()  # the longest that a script may save with an upload
        connection.sendall(b"GET /static/no-such-file?note=" + note + b" HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
        assert connection.recv(12).endswith(b" 404")
    process.send_signal(number)
    rest, complaints = process.communicate(timeout=20)
    assert (process.returncode, rest) == (0, "")
    assert "Traceback" not in complaints


def refusal(process):
    out, complaint = process.communicate(timeout=20)
    assert (process.returncode, out) == (1, "")
    return complaint


def test_a_taken_port_gives_one_line_and_changes_nothing(serve, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        complaint = refusal(serve(PORT=str(port)))
    assert complaint == (
        f"Port {port} on 127.0.0.1 is taken: stop what runs there, or choose another with PORT={port + 1} make run.\n"
    )
    assert not (tmp_path / "var" / "policybuilder.sqlite3").exists()


@pytest.mark.parametrize(
    ("host", "port", "words"),
    [
        ("127.0.0.1", "http", "PORT must be a number from 0 to 65535, not 'http'."),
        ("127.0.0.1", "70000", "PORT must be a number from 0 to 65535, not '70000'."),
        ("127.0.0.1", "9" * 5000, "PORT must be a number from 0 to 65535, not '999"),
        ("192.0.2.1", "0", "Cannot listen on 192.0.2.1, port 0: "),
        ("256.0.0.1.2", "0", "HOST '256.0.0.1.2' is not an address of this machine"),
    ],
)
def test_an_unusable_address_is_told_in_a_sentence(host, port, words):
    with pytest.raises(UnusableAddressError) as caught:
        listen(host, port)
    assert str(caught.value).startswith(words)


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("::1", "[::1]"), ("::", "[::1]")])
def test_the_address_shown_is_one_that_a_browser_opens(host, shown):
    listener = Mock(getsockname=lambda: (host, 8000, 0, 0))
    assert address_of(listener) == f"http://{shown}:8000/"


def test_production_without_its_key_gives_one_line(serve):
    complaint = refusal(serve(PORT="0", POLICYBUILDER_MODE="production", SECRET_KEY="", ALLOWED_HOSTS=""))
    assert complaint.startswith("Set ALLOWED_HOSTS to the names")
    assert complaint.count("\n") == 1


def test_an_idle_connection_stays_open_longer_than_a_proxy_keeps_it(monkeypatch):
    kept = []
    monkeypatch.setattr(Gunicorn, "run", lambda self: kept.append(self.cfg.keepalive))
    listener = Mock(detach=lambda: 99, getsockname=lambda: ("127.0.0.1", 8000))
    Command().serve(listener, Mock(), {"workers": 1, "threads": 1})
    assert kept == [KEPT_OPEN]
