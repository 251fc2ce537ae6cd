"""The site does not answer, a proxy answers in its place, or something is refused: the page stays, and says so."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.harness import allow_status, check_axe
from tests.browser.steps import load_sample, shows, title_of

BAD_GATEWAY = (
    "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"
)


def answers_badly(page, path, status=502):
    """From now on a proxy answers that path in the site's place."""
    allow_status(page, path, status)
    page.route(
        lambda url: urlsplit(url).path == path,
        lambda route: route.fulfill(status=status, content_type="text/html", body=BAD_GATEWAY),
    )


def note(page):
    return page.locator("#unanswered")


@pytest.mark.parametrize("looks", [{}, {"phone": True, "dark": True}], ids=["desk", "phone"])
def test_what_is_typed_while_the_site_is_away_is_said_to_be_unkept_and_kept_later(open_page, looks):
    page = open_page(**looks)
    page.goto("/?open=r2")
    answers_badly(page, "/preview/")
    title_of(page).fill("Shelf watch")
    expect(note(page)).to_contain_text("not kept")
    expect(page.locator("#kept")).to_be_hidden()
    shows(page, "UseMyModel")  # the policy stands as it was, not the proxy's page
    check_axe(page)
    page.unroute_all()
    shows(page, "ShelfWatch")  # by itself
    expect(note(page)).to_be_empty()
    page.reload()
    expect(title_of(page)).to_have_value("Shelf watch")


def test_a_button_that_was_not_answered_leaves_the_form_and_is_pressed_again(page):
    page.goto("/?open=r2")
    title_of(page).fill("Shelf watch")
    shows(page, "ShelfWatch")
    answers_badly(page, "/", 503)
    add = page.locator("#rule-buttons").get_by_role("button", name="Allow something")
    add.click()
    expect(note(page)).to_contain_text("The button was not answered")
    expect(title_of(page)).to_have_value("Shelf watch")
    page.unroute_all()
    title_of(page).fill("Shelf camera")
    shows(page, "ShelfCamera")
    expect(note(page)).to_contain_text("press it again")
    add.click()
    expect(note(page)).to_be_empty()
    expect(title_of(page)).not_to_have_value("Shelf camera")


def test_a_question_that_is_not_answered_stands(page):
    load_sample(page)
    page.goto("/simulate/")
    answers_badly(page, "/simulate/")
    page.get_by_role("button", name="Decide").click()
    expect(note(page)).to_contain_text("The site does not answer")
    expect(page.get_by_role("heading", name="Ask a question")).to_be_visible()


def test_what_is_too_large_is_said_above_the_form_and_mended_there(page):
    """The answer is the site's own, to what is too large in truth."""
    page.goto("/?open=r2")
    large = {"now": True}

    def send(route):
        more = "&more=" + "x" * 2_000_000 if large["now"] else ""
        route.continue_(post_data=route.request.post_data + more)

    allow_status(page, "/preview/", 413)
    page.route("**/preview/", send)
    title_of(page).fill("Shelf watch")
    expect(page.locator("#refused")).to_contain_text("That is too large to send")
    shows(page, "UseMyModel")
    large["now"] = False
    title_of(page).fill("Shelf camera")
    shows(page, "ShelfCamera")
    expect(page.locator("#refused")).to_be_empty()
