"""Pages of accounts, for screenshots, axe and the widths (see `pages`), and the steps of their journeys."""

import secrets
from collections.abc import Callable

from django.core.signing import TimestampSigner
from playwright.sync_api import Page, expect

from tests.browser import audit_pages, team_pages
from tests.browser.harness import allow_422, allow_status
from tests.browser.steps import save

Visit = Callable[[Page], None]
# The served site's, in test mode (settings.SECRET_KEY, accounts.people.LINK_SALT): a mail's link is made here without a
# database, so that screenshots need no Django set up.
KEY, SALT = "only for tests, never for a site that is served", "policybuilder.accounts.address"
PASSWORD = "a shelf full of cats"
NOT_PAGES = (
    {"sign_out", "sign_out_everywhere", "data_zip", "policies_json"} | audit_pages.NOT_PAGES | team_pages.NOT_PAGES
)


def fresh(name: str = "ana") -> str:
    """A name that nobody has on the served site."""
    return f"{name}-{secrets.token_hex(4)}"


def sign_up(page: Page, name: str) -> None:
    """Make an account by user name."""
    page.goto("/account/sign-up/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_text(f"Your account {name} is made.")).to_be_visible()


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Sign in from the page for it."""
    page.goto("/account/sign-in/")
    page.get_by_label("User name or e-mail address").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def make_token(page: Page, scope: str = "Read: fetch policies") -> str:
    """A token's text."""
    page.goto("/account/tokens/")
    page.get_by_label("What it is for").fill("CI of the shelf camera")
    page.get_by_label(scope).check()
    page.get_by_role("button", name="Make the token").click()
    return page.locator("#token").inner_text()


def signed_in(path: str) -> Visit:
    """A page of an account with two saved policies."""

    def visit(page: Page) -> None:
        for name in ("Cat shelf camera", "Parts inspection"):
            page.goto("/")
            save(page, name)
        sign_up(page, fresh())
        page.goto(path)

    return visit


def tokens(page: Page) -> None:
    """One token made earlier, one shown now."""
    sign_up(page, fresh())
    make_token(page)
    make_token(page, "Read and write: upload policies too")


def wrong_sign_up(page: Page) -> None:
    """Two passwords that differ, and a name that is none."""
    page.goto("/account/sign-up/")
    allow_422(page, "/account/sign-up/")
    page.get_by_label("User name").fill("a b")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill("another")
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()


def wrong_sign_in(page: Page) -> None:
    """A name that nobody has."""
    allow_422(page, "/account/sign-in/")
    sign_in(page, "nobody")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()


def new_account(page: Page) -> None:
    """Where the link in a mail leads."""
    link = TimestampSigner(key=KEY, salt=SALT, fallback_keys=[]).sign_object(["nobody@example.org", None])
    page.goto(f"/account/address/{link}/")
    expect(page.get_by_role("heading", name="Choose a password")).to_be_visible()


def gone(page: Page) -> None:
    """A link that was used."""
    allow_status(page, "/account/password/new/MQ/used/", 410)
    page.goto("/account/password/new/MQ/used/")


def at(path: str) -> Visit:
    """Open an address."""

    def visit(page: Page) -> None:
        page.goto(path)

    return visit


PAGES: dict[str, Visit] = {
    "account": signed_in("/account/"),
    "sign_in": at("/account/sign-in/"),
    "sign_up": at("/account/sign-up/"),
    "password": signed_in("/account/password/"),
    "forgotten": at("/account/password/forgotten/"),
    "reset_password": gone,
    "mail_sent": at("/account/mail-sent/"),
    "confirm_address": new_account,
    "tokens": tokens,
    "account_delete": signed_in("/account/delete/"),
    **audit_pages.PAGES,
    **team_pages.PAGES,
}
STATES: dict[str, Visit] = {
    "account-none": at("/account/"),
    "sign-up-wrong": wrong_sign_up,
    "sign-in-wrong": wrong_sign_in,
    **audit_pages.STATES,
    **team_pages.STATES,
}
