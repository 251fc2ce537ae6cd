"""Pages of share links, for screenshots, axe and the widths (see `pages`), and the steps of their journey."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.harness import allow_422, allow_status
from tests.browser.steps import save

Visit = Callable[[Page], None]
NOT_PAGES = {"shared_file"}
ONE_WORD = "CatShelfCamera" * 8  # a name without a place to break at
UNKNOWN = "/shared/" + "x" * 43 + "/"


def to_links(page: Page, name: str = "Cat shelf camera") -> None:
    """Save the example, and go where its links are."""
    page.goto("/")
    save(page, name)
    page.get_by_role("link", name="Share", exact=True).click()
    expect(page.get_by_role("heading", name="Share links")).to_be_visible()


def make_link(page: Page, shows: str = "", holds: str = "30") -> str:
    """Make a link on the page of links; its whole address."""
    page.get_by_label("It shows").select_option(shows)
    page.get_by_label("It opens", exact=True).select_option(holds)
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_text("The link is made.")).to_be_visible()
    return page.locator("pre").first.inner_text()


def links(page: Page) -> None:
    """A link to the newest revision and one to the first, while the working copy holds more."""
    to_links(page)
    make_link(page, shows="1", holds="")
    make_link(page)


def wrong(page: Page) -> None:
    """A day of one's own, which is missing; under the longest of names."""
    to_links(page, ONE_WORD)
    allow_422(page, page.url)
    page.get_by_label("It opens", exact=True).select_option("day")
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()


def shared(pane: str = "", part: str = "") -> Visit:
    """What a link opens, with a tab of it; or what stands below it."""

    def visit(page: Page) -> None:
        to_links(page)
        page.goto(make_link(page) + part + (f"?pane={pane}" if pane else ""))

    return visit


def gone(page: Page) -> None:
    """A link that opens nothing."""
    allow_status(page, UNKNOWN, 404)
    page.goto(UNKNOWN)


PAGES: dict[str, Visit] = {"policy_shares": links, "shared": shared(), "shared_copy": shared(part="copy/")}
STATES: dict[str, Visit] = {
    "shares-none": to_links,
    "shares-wrong": wrong,
    "shared-summary": shared("summary"),
    "shared-map": shared("map"),
    "shared-gone": gone,
}
