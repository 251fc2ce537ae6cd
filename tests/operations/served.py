"""The site in processes of its own that may be killed, and visitors who reach it by HTTP."""

import http.client
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.browser.harness import site_environment
from tests.house.source import ROOT
from tests.web.visitor import Visitor

TYPE = "application/x-www-form-urlencoded"


class Server:
    """The site as `make run` serves it; all its processes are one group."""

    def __init__(self, folder):
        self.log = folder / "server.log"
        with self.log.open("a") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--prepare"],
                cwd=ROOT,
                env=site_environment(folder),
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        assert self.process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", self.process.stdout.readline())
        assert found, self.log.read_text()
        self.port = int(found[1])

    def kill(self):
        """End every process at once, as a machine that loses its power does: nothing is finished, nothing is told."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()


@contextmanager
def served(folder):
    """A server; killed at the end unless the test did it."""
    server = Server(folder)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()


class Answer:
    """As Django's test client answers."""

    def __init__(self, answer):
        self.status_code = answer.status
        self.headers = dict(answer.getheaders())
        self.content = answer.read()


class HttpClient:
    """Django's test client, as far as a `Visitor` needs it, over HTTP; a connection for each request."""

    def __init__(self, port, cookies=None):
        self.port = port
        self.cookies: dict[str, str] = dict(cookies or {})

    def get(self, path, headers=None):
        return self._ask("GET", path, None, headers or {})

    def post(self, path, data, content_type=TYPE, headers=None):
        body = data if isinstance(data, str) else urlencode(data)
        return self._ask("POST", path, body, {"Content-Type": content_type, **(headers or {})})

    def _ask(self, method, path, body, headers):
        """Raises OSError or HTTPException where no whole answer came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            connection.request(method, path, body, {"Cookie": cookie, **headers} if cookie else headers)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie", []):
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
            return Answer(answer)
        finally:
            connection.close()


def visitor(port, *, tab, cookies=None, path="/"):
    """Somebody with scripts, on the builder's page, a rule of which is open."""
    found = Visitor(client=HttpClient(port, cookies), htmx=True, tab=tab)  # type: ignore[arg-type]  # as much of it as is used
    found.open(path, open="r1")
    return found
