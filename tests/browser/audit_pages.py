"""The audit's pages, for screenshots, axe and the widths (see `pages`)."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.steps import load_sample, open_rule, save, title_of

Visit = Callable[[Page], None]
NOT_PAGES = {"audit_lines", "policy_audit_lines"}


def work(page: Page) -> str:
    """Two policies, one of them changed, saved again and renamed; the path of that one."""
    page.goto("/")
    save(page, "Parts inspection")
    page.goto("/")
    path = save(page, "Cat shelf camera")
    title_of(open_rule(page, "r2")).fill("What the camera on the upper cat shelf does")
    save(page, "Cat shelf camera, second floor")
    load_sample(page)
    return path


def of_a_workspace(page: Page) -> None:
    """Some hours of one browser."""
    work(page)
    page.goto("/audit/")


def of_a_policy(page: Page) -> None:
    """What was done to one policy."""
    page.goto(f"{work(page)}audit/")


def nothing_found(page: Page) -> None:
    """A filter that leaves nothing."""
    of_a_workspace(page)
    page.get_by_label("What").select_option(label="Share link made")
    page.get_by_role("button", name="Show", exact=True).click()


def empty(page: Page) -> None:
    """Of a browser that did nothing."""
    page.goto("/audit/")


PAGES: dict[str, Visit] = {"audit": of_a_workspace, "policy_audit": of_a_policy}
STATES: dict[str, Visit] = {"audit-empty": empty, "audit-nothing-found": nothing_found}
