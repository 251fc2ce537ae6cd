"""Pages of revisions, for screenshots, axe and the widths (see `pages`), and the steps of their journey."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.steps import save

Visit = Callable[[Page], None]
NOT_PAGES = {"revisions_json", "policy_revision_file"}


def save_again(page: Page, number: int, note: str = "") -> None:
    """Save once more, with a note."""
    page.get_by_role("textbox", name="Note for the revision").fill(note)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(f"Saved as Shelf, revision {number}.")).to_be_visible()


def remove_rule(page: Page, title: str) -> None:
    """Take a rule out of the policy."""
    card = page.get_by_role("article", name=title)
    card.locator("summary").filter(has_text="More").click()
    card.get_by_role("button", name="Remove", exact=True).click()
    expect(card).to_have_count(0)


def two_revisions(page: Page) -> str:
    """A policy saved twice, with a rule less the second time; its path."""
    page.goto("/")
    path = save(page, "Shelf")
    remove_rule(page, "Create projects")
    save_again(page, 2, "Projects are made by the team alone; agreed with the team on Thursday")
    return path


def revisions(page: Page) -> None:
    """The list of two."""
    two_revisions(page)
    page.get_by_role("link", name="Revision 2").click()
    expect(page.get_by_role("heading", name="Revisions of Shelf")).to_be_visible()


def revision(page: Page) -> None:
    """The first of two."""
    page.goto(two_revisions(page) + "revisions/1/")


def compared(page: Page) -> None:
    """Both against each other."""
    revisions(page)
    page.get_by_role("link", name="Compare revision 2 with the one before").click()
    expect(page.get_by_role("heading", name="Gone")).to_be_visible()


PAGES: dict[str, Visit] = {"policy_revisions": revisions, "policy_revision": revision}
STATES: dict[str, Visit] = {"compare-revisions": compared}
