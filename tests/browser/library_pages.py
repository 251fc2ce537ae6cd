"""The library's states, for screenshots, axe and the widths (see `pages`), and the steps of its journeys."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.harness import allow_422
from tests.browser.steps import save

Visit = Callable[[Page], None]
NAMES = ("Cat shelf camera", "Parts inspection, production line 4", "An experiment")
LONG_TAG = "x" * 41
# Presses a button of the first row so many times, without looking at the answers.
AGAIN = """async ([word, times]) => {
  const button = document.querySelector(`button[value^="${word}:"]`);
  for (let time = 0; time < times; time += 1) {
    const fields = new FormData(button.form);
    fields.set("do", button.value);
    await fetch(button.form.action, { method: "POST", body: fields });
  }
}"""


def row(page: Page, name: str) -> Locator:
    """The row of a policy."""
    return page.locator("tbody tr").filter(has=page.get_by_role("link", name=name, exact=True))


def tag(page: Page, name: str, tags: str) -> None:
    """Give a policy of the list these tags, in its row."""
    row(page, name).get_by_role("link", name="Tags").click()
    field = page.get_by_role("textbox", name="Tags, with commas between them")
    expect(field).to_be_focused()
    field.fill(tags)
    page.get_by_role("button", name="Keep the tags").click()
    expect(field).to_have_count(0)


def filtered_by(page: Page) -> Locator:
    """The tags that filter now."""
    return page.get_by_role("navigation", name="Tags").locator("a[aria-current]")


def saved(page: Page) -> None:
    """Saved policies, the last of them first in the list."""
    for name in NAMES:
        page.goto("/")
        save(page, name)
    page.goto("/policies/")


def full(page: Page) -> None:
    """Three saved policies, one of them deleted."""
    saved(page)
    page.get_by_role("button", name="Delete An experiment").click()
    expect(page.get_by_role("heading", name="Deleted")).to_be_visible()


def renaming(page: Page) -> None:
    """The row that is renamed."""
    saved(page)
    row(page, NAMES[0]).get_by_role("link", name="Rename").click()


def tagged(page: Page) -> None:
    """Some policies with tags, sorted, one of the tags chosen."""
    saved(page)
    page.evaluate(AGAIN, ["duplicate", 3])
    tag(page, NAMES[0], "production, team vision, shelf camera")
    tag(page, NAMES[1], "production, team parts, reviewed 2026-11, to be looked at before the summer")
    page.get_by_role("button", name="Tick all").click()
    page.get_by_label("Tag for the ticked").fill("account 111122223333")
    page.get_by_role("button", name="Add the tag").click()
    expect(page.get_by_text("6 policies are tagged.")).to_be_visible()
    page.get_by_role("link", name="Name", exact=True).click()
    page.get_by_role("navigation", name="Tags").get_by_role("link", name="account").click()
    expect(filtered_by(page)).to_have_count(1)


def many(page: Page) -> None:
    """More policies than a page shows, and more deleted ones than the bin does; for a look, not for every run."""
    tagged(page)
    page.evaluate(AGAIN, ["duplicate", 130])
    page.goto("/policies/?sort=name&page=2")
    for _ in range(25):
        page.get_by_role("button", name="Delete", exact=False).first.click()


def wrong_tags(page: Page) -> None:
    """Tags that are none: what was typed stays, with what is wrong."""
    saved(page)
    allow_422(page, "/policies/")
    row(page, NAMES[1]).get_by_role("link", name="Tags").click()
    page.get_by_role("textbox", name="Tags, with commas between them").fill(f"production, {LONG_TAG}")
    page.get_by_role("button", name="Keep the tags").click()
    expect(page.get_by_text("A tag has at most 40 characters")).to_be_visible()


def nothing_found(page: Page) -> None:
    """A search without a find."""
    saved(page)
    page.goto("/policies/?search=dogs&kind=scp")


STATES: dict[str, Visit] = {
    "library-full": full,
    "library-renaming": renaming,
    "library-tagged": tagged,
    "library-wrong-tags": wrong_tags,
    "library-nothing-found": nothing_found,
}
