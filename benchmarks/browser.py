"""The full round trip in Chromium: from the request sent to the swap settled, ten rules on the bench."""

import tempfile
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page, sync_playwright

from benchmarks.site import fields_of, ten_rules_as_fields
from benchmarks.timing import Entry
from tests.browser.harness import launch, open_context, served_site

# One entry per answer: [request, settled and painted]. The debounce before the request is not part of it.
LISTEN = """() => {
  window.trips = [];
  let start = 0;
  document.addEventListener("htmx:before:request", () => { start = performance.now(); });
  document.addEventListener("htmx:finally:request", () => { // after the swaps of all parts
    const settled = performance.now();
    requestAnimationFrame(() => setTimeout(() => window.trips.push([settled - start, performance.now() - start]), 0));
  });
}"""
ROUNDS = 60


def entries() -> list[Entry]:
    """Typed characters, each with its preview, measured by the page's own clock."""
    trips = round_trips(ROUNDS)
    return [
        Entry(
            "ten rules: request sent to swap settled",
            lambda _n: [settled / 1000 for settled, _ in trips],
            aim="p95 under 100 ms",
        ),
        Entry("ten rules: request sent to painted", lambda _n: [painted / 1000 for _, painted in trips]),
    ]


def round_trips(rounds: int) -> list[tuple[float, float]]:
    """Milliseconds of each trip."""
    import django

    django.setup()
    seed = ten_rules_as_fields()
    with tempfile.TemporaryDirectory() as folder, served_site(Path(folder)) as site, sync_playwright() as driver:
        browser = launch(driver)
        page = open_context(browser, site).new_page()
        put_ten_rules(page, seed)
        page.goto("/?open=r1")
        page.evaluate(LISTEN)
        found = typed(page, rounds)
        browser.close()
        return found


def put_ten_rules(page: Page, seed: list[tuple[str, str]]) -> None:
    """Post the form as the page would, with the page's own token."""
    token = next(value for name, value in fields_of(page.request.get("/").text()) if name == "csrfmiddlewaretoken")
    answer = page.request.post(
        "/preview/",
        data=urlencode([*seed, ("csrfmiddlewaretoken", token)]),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.ok, answer.status


def typed(page: Page, rounds: int) -> list[tuple[float, float]]:
    """Type a character, wait for its preview, again and again; the first few do not count."""
    field = page.locator("[name='rules-1-title']")
    field.focus()
    for number in range(rounds + 5):
        page.keyboard.type("abcdefghij"[number % 10])
        page.wait_for_function("(number) => window.trips.length > number", arg=number)
    return [(settled, painted) for settled, painted in page.evaluate("() => window.trips")[5:]]
