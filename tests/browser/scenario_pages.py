"""Pages of scenarios, for screenshots, axe and the widths (see `pages`)."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.harness import allow_422
from tests.browser.steps import operation, save, start_empty

Visit = Callable[[Page], None]


def of_the_example(page: Page) -> None:
    """The scenarios of the example of the first visit."""
    page.goto("/scenarios/")


def of_a_saved_policy(page: Page) -> None:
    """The scenarios of a policy of the library."""
    page.goto("/")
    page.goto(f"{save(page, 'Cat shelf camera')}scenarios/")


def failing(page: Page) -> None:
    """The scenarios of a saved policy, one of which fails since its rule is gone."""
    page.goto("/")
    address = save(page, "Cat shelf camera")
    page.goto(f"{address}?open=r2")
    allow_422(page, f"{address}preview/")
    operation(page, "DetectCustomLabels").uncheck()
    expect(page.get_by_role("link", name="1 of 6 scenarios fails")).to_be_visible()
    page.goto(f"{address}scenarios/")
    expect(page.get_by_text("fails", exact=True)).to_be_visible()


def none(page: Page) -> None:
    """A policy of which nothing is expected."""
    start_empty(page)
    page.goto("/scenarios/")


PAGES: dict[str, Visit] = {
    "scenarios": of_the_example,
    "policy_scenarios": of_a_saved_policy,
}
STATES: dict[str, Visit] = {"scenarios-empty": none, "scenarios-failing": failing}
