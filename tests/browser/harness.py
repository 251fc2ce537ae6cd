"""What journeys in the browser stand on: a served site, Debian's Chromium, and a watch that misses nothing.

Write a journey like this; the fixtures are in `conftest.py`, the marker `browser` is set by the folder:

    from playwright.sync_api import expect
    from tests.browser.harness import allow_422, check_axe

    def test_a_bad_name_is_explained(page):
        page.goto("/inventory/")                       # addresses are relative to the served site
        allow_422(page, "/inventory/")                 # this journey sends bad input on purpose
        page.get_by_label("Names or ARNs").fill("not a name")
        page.get_by_role("button", name="Add").click()
        expect(page.get_by_role("alert")).to_be_visible()
        check_axe(page)

Find things by label and role, and wait with `expect` for what a user would see; never sleep. A journey fails by
itself on any console error (violations of the Content-Security-Policy are among them), any error in a script and any
request to another host, in every tab of every context that it opened.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from weakref import WeakKeyDictionary

import playwright
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    Request,
    ViewportSize,
    WebError,
)

ROOT = Path(__file__).resolve().parents[2]
# Debian's without windows needs a third less time than the one with them.
DEBIANS = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
CHROMIUM = os.environ.get("CHROMIUM") or next((path for path in DEBIANS if Path(path).exists()), DEBIANS[0])
FLAGS = [
    "--no-sandbox",  # root in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
AXE = ROOT / "tests" / "vendor" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 30_000  # milliseconds that a page has to show what is expected, on a machine that is busy with other things
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}
NOT_INHERITED = {"HOST", "SECRET_KEY", "SQLITE_FILE", "STATIC_ROOT", "ALLOWED_HOSTS", "DATABASE_URL"}


@dataclass(frozen=True)
class Site:
    """The served site: its address (with the slash at the end) and what its process wrote."""

    url: str
    log: Path

    def log_from(self, position: int) -> str:
        """What the server wrote after that many characters."""
        return self.log.read_text()[position:]


def site_environment(folder: Path) -> dict[str, str]:
    """Everything in the folder and on a free port; the database too, unless `tools/postgres` made one for tests."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    if "TESTS_DATABASE_URL" in os.environ:
        kept["DATABASE_URL"] = os.environ["TESTS_DATABASE_URL"]
    return {**kept, "POLICYBUILDER_MODE": "test", "POLICYBUILDER_VAR": str(folder / "var"), "PORT": "0"}


@contextmanager
def served_site(folder: Path) -> Iterator[Site]:
    """The site as `make run` serves it (in test mode, so with the page of patterns), on a free port, with database, key and collected static files in `folder`."""
    log = folder / "server.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--prepare"],
            cwd=ROOT,
            env=site_environment(folder),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        assert process.stdout is not None
        try:
            address = re.search(r"http://\S+/", process.stdout.readline())
            assert address, f"The site did not start:\n{log.read_text()}"
            yield Site(url=address[0], log=log)
        finally:
            process.terminate()
            process.communicate(timeout=30)


def launch(driver: Playwright) -> Browser:
    """Debian's Chromium under Playwright. If the two do not get on, the error says which versions they are."""
    if not Path(CHROMIUM).exists():
        raise AssertionError(f"No Chromium at {CHROMIUM}: `tools/chromium` installs Debian's, CHROMIUM names another.")
    try:
        return driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    except Error as error:
        raise AssertionError(
            f"{versions()} do not work together: pin another Playwright.\n{str(error).splitlines()[0]}"
        ) from None


@cache
def versions() -> str:
    """The versions of Playwright (with the Chromium it is made for) and of the Chromium that is used."""
    made_for = json.loads((Path(playwright.__file__).parent / "driver/package/browsers.json").read_text())
    wanted = next(entry["browserVersion"] for entry in made_for["browsers"] if entry["name"] == "chromium")
    ours = subprocess.run([CHROMIUM, "--version"], capture_output=True, text=True, check=False).stdout.partition("\n")[
        0
    ]
    return f"Playwright {version('playwright')} (made for Chromium {wanted}) and {ours or CHROMIUM}"


@dataclass
class Watch:
    """Collects what must not happen in a context; `complaints` is empty when all went well."""

    site: Site
    context: BrowserContext
    allowed: set[tuple[str, int]] = field(default_factory=set)
    _console: list[tuple[str, str]] = field(default_factory=list)
    _other: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._log_start = len(self.site.log.read_text())
        self.context.on("console", self._on_console)
        self.context.on("weberror", self._on_web_error)
        self.context.on("request", self._on_request)
        WATCHES[self.context] = self

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "assert"}:
            self._console.append((message.text, message.location.get("url", "")))

    def _on_web_error(self, error: WebError) -> None:
        self._other.append(f"error in a script: {error.error}")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.netloc != urlsplit(self.site.url).netloc:
            self._other.append(f"request to another host: {request.url}")

    def _is_allowed(self, text: str, url: str) -> bool:
        status = re.match(r"Failed to load resource: the server responded with a status of (\d+)", text)
        return status is not None and (url.partition("?")[0], int(status[1])) in self.allowed

    def complaints(self) -> list[str]:
        """What went wrong so far, with what the server wrote meanwhile."""
        for page in self.context.pages:
            page.title()  # a round trip: what the browser said before it has arrived after it
        said = [f"console: {text} ({url})" for text, url in self._console if not self._is_allowed(text, url)]
        log = self.site.log_from(self._log_start) if said else ""
        return [*said, *self._other, *([f"the server wrote:\n{log}"] if log else [])]


WATCHES: WeakKeyDictionary[BrowserContext, Watch] = WeakKeyDictionary()


def open_context(browser: Browser, site: Site, **choices: Any) -> BrowserContext:
    """A watched browser profile of its own: own cookies, so a workspace of its own.

    Args:
        choices: `phone=True` (390 px wide), `dark=True`, `javascript=False`, `calm=True` (reduced motion), and
            anything that Playwright's `new_context` takes.
    """
    context = browser.new_context(
        base_url=site.url,
        viewport=PHONE if choices.pop("phone", False) else DESK,
        color_scheme="dark" if choices.pop("dark", False) else "light",
        java_script_enabled=choices.pop("javascript", True),
        reduced_motion="reduce" if choices.pop("calm", False) else "no-preference",
        **choices,
    )
    context.set_default_timeout(PATIENCE)
    Watch(site, context)
    return context


def allow_status(page: Page, url: str, status: int) -> None:
    """From now on this address (relative to the site, query left out) may answer with this status in this context.

    Chromium logs every 4xx answer as a console error; a journey allows exactly the ones that it means to provoke.
    """
    watch = WATCHES[page.context]
    watch.allowed.add((urljoin(watch.site.url, url).partition("?")[0], status))


def allow_422(page: Page, url: str) -> None:
    """This journey sends bad input to this address on purpose (see `allow_status`)."""
    allow_status(page, url, 422)


@cache
def _axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


RUN_AXE = """async (tags) => {
  const quiet = Promise.all(document.getAnimations().map((motion) => motion.finished.catch(() => null)));
  await Promise.race([quiet, new Promise((done) => setTimeout(done, 1000))]);
  const { violations } = await axe.run(document, { runOnly: { type: "tag", values: tags } });
  return violations.map(({ id, help, nodes }) => [id, help, nodes.map((node) => [node.html, node.failureSummary])]);
}"""


UNSTICK = "(position) => document.querySelectorAll('.bottom-bar, .result-foot').forEach((bar) => { bar.style.position = position; })"


def check_axe(page: Page) -> None:
    """No violation of WCAG 2.2 A and AA or of axe's best practices on the page as it stands now.

    Needs JavaScript in the page's context. `evaluate` is not subject to the page's Content-Security-Policy.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe_source())
    page.evaluate(UNSTICK, "static")  # bars at the window's edge cover what one can scroll free
    violations = page.evaluate(RUN_AXE, AXE_TAGS)
    page.evaluate(UNSTICK, "")
    lines = [f"axe on {page.url}:"]
    for rule, help_text, nodes in violations:
        lines.append(f"- {rule}: {help_text}")
        lines += [f"    {html}\n      {' '.join(summary.split())}" for html, summary in nodes[:5]]
    assert not violations, "\n".join(lines)


def check_fits(page: Page) -> None:
    """The page does not scroll sideways, and ends at its foot: nothing sticks out of it."""
    wide = page.evaluate(
        """() => document.scrollingElement.scrollWidth <= window.innerWidth ? [] :
        [...document.querySelectorAll("body *")]
          .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
          .slice(0, 5).map((element) => element.outerHTML.slice(0, 160))"""
    )
    assert not wide, f"{page.url} is wider than {page.viewport_size}:\n" + "\n".join(wide)
    below = page.evaluate(
        """() => {
          const foot = document.querySelector("body > footer")?.getBoundingClientRect().bottom;
          return foot === undefined ? 0 : document.scrollingElement.scrollHeight - scrollY - foot;
        }"""
    )
    assert below <= 1, f"{page.url} goes on for {below} pixels below its foot"


def clipboard_text(page: Page) -> str:
    """What a paste would give after the page's own Copy button was used."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return str(page.evaluate("() => navigator.clipboard.readText()"))
