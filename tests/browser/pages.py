"""Every page of the site, by the name of its address, and how a visitor gets there.

Screenshots, axe and the widths are taken of what is listed here; `test_pages.py` fails when an address is missing.
"""

from collections.abc import Callable

from playwright.sync_api import Page

Visit = Callable[[Page], None]

# Addresses that answer with a part of a page, a file or a redirect.
NOT_PAGES = {
    "build_preview",
    "build_pane",
    "build_json",
    "policy_preview",
    "policy_pane",
    "policy_json",
}


def at(path: str) -> Visit:
    """Open an address."""

    def visit(page: Page) -> None:
        page.goto(path)

    return visit


def saved_policy(page: Page) -> None:
    """Save the example of the first visit; the page of the saved policy opens."""
    page.goto("/")
    page.get_by_label("Name of the policy").fill("Use the cats model")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/policies/*/**")


def simulated_policy(page: Page) -> None:
    """Ask about a saved policy."""
    saved_policy(page)
    page.goto(page.url.partition("?")[0] + "simulate/")


VISITS: dict[str, Visit] = {
    "build": at("/"),
    "simulate": at("/simulate/"),
    "start": at("/new/"),
    "inventory": at("/inventory/"),
    "reference": at("/reference/"),
    "library": at("/policies/"),
    "policy": saved_policy,
    "policy_simulate": simulated_policy,
    "patterns": at("/patterns/"),
}
