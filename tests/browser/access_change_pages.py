"""The builder with a change since it was saved, for screenshots, axe and the widths (see `pages`), and its steps."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import operation, save, shows, unfold

Visit = Callable[[Page], None]


def line(page: Page) -> Locator:
    """What stands beside Save about the change."""
    return page.locator("#access-change")


def changed(page: Page, *, javascript: bool = True) -> None:
    """A saved policy with an operation more and one less."""
    page.goto("/?open=r2")
    save(page, "Shelf")
    unfold(operation(page, "DeleteProjectVersion")).check()
    unfold(operation(page, "DetectCustomLabels")).uncheck()
    if not javascript:
        page.get_by_role("button", name="Update the policy").press("Enter")
    shows(page, "DeleteProjectVersion")
    expect(line(page)).to_contain_text("It takes away")


def lines(page: Page) -> None:
    """Unfold its lines."""
    line(page).locator("summary").click()
    expect(line(page).get_by_role("link").first).to_be_visible()


def unfolded(page: Page) -> None:
    """The change with its lines."""
    changed(page)
    lines(page)


STATES: dict[str, Visit] = {"access-change": changed, "access-change-lines": unfolded}
