"""Two tabs on one policy: nothing is overwritten silently and nothing is lost. Two browsers: each sees its own."""

import pytest
from playwright.sync_api import expect

from tests.browser.harness import allow_status, check_axe
from tests.browser.steps import add_rule, save, shows, shows_not, title_of

CHANGED = "This policy was changed somewhere else"


@pytest.fixture(params=["unsaved", "saved"])
def tabs(request, page):
    """Two tabs with the same rule open; the first has already changed it."""
    page.goto("/")
    path = save(page, "Together") if request.param == "saved" else "/"
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"{path}?open=r2")
        for address in (path, f"{path}preview/"):
            allow_status(tab, address, 409)
    title_of(page).fill("Typed first")
    shows(page, "TypedFirst")
    return page, other


def test_the_second_tab_is_told_and_keeps_what_it_typed(tabs):
    first, second = tabs
    title_of(second).fill("Typed second")
    expect(second.get_by_text(CHANGED)).to_be_visible()
    expect(second.get_by_role("alert")).to_be_focused()
    expect(title_of(second)).to_have_value("Typed second")
    check_axe(second)
    first.reload()
    shows(first, "TypedFirst")


def test_keep_mine_puts_mine_in_the_place(tabs):
    first, second = tabs
    title_of(second).fill("Typed second")
    second.get_by_role("button", name="Keep mine instead").click()
    expect(second.get_by_text(CHANGED)).to_have_count(0)
    shows(second, "TypedSecond")
    title_of(second).fill("Typed second and third")
    shows(second, "TypedSecondAndThird")
    first.reload()
    shows(first, "TypedSecondAndThird")
    first.get_by_role("button", name="Undo").click()
    shows_not(first, "TypedSecondAndThird")


def test_take_theirs_shows_theirs(tabs):
    _, second = tabs
    title_of(second).fill("Typed second")
    second.get_by_role("link", name="Take theirs").click()
    expect(second.get_by_text(CHANGED)).to_have_count(0)
    shows(second, "TypedFirst")
    second.goto(second.url.partition("?")[0] + "?open=r2")
    title_of(second).fill("Typed after theirs")
    shows(second, "TypedAfterTheirs")


def test_theirs_can_be_looked_at_first(tabs):
    _, second = tabs
    title_of(second).fill("Typed second")
    with second.expect_popup() as opened:
        second.get_by_role("link", name="Look at theirs in a new tab").click()
    shows(opened.value, "TypedFirst")
    expect(title_of(second)).to_have_value("Typed second")


def test_typing_goes_on_while_the_conflict_stands(tabs):
    _, second = tabs
    title_of(second).fill("Typed second")
    expect(second.get_by_text(CHANGED)).to_be_visible()
    title_of(second).press("End")
    title_of(second).press_sequentially(" and more", delay=30)
    expect(title_of(second)).to_have_value("Typed second and more")
    expect(title_of(second)).to_be_focused()
    second.get_by_role("button", name="Keep mine instead").click()
    shows(second, "TypedSecondAndMore")


def test_a_button_in_the_older_tab_is_held_up_too(tabs):
    first, second = tabs
    second.locator("#rule-buttons").get_by_role("button", name="Deny something").click()
    expect(second.get_by_text(CHANGED)).to_be_visible()
    first.reload()
    expect(first.locator("article.rule")).to_have_count(5)
    second.get_by_role("button", name="Keep mine instead").click()
    expect(second.get_by_text(CHANGED)).to_have_count(0)
    add_rule(second, "Deny")


def test_without_a_script_the_second_tab_is_told_too(plain_page):
    first = plain_page
    first.goto("/?open=r2")
    second = first.context.new_page()
    second.goto("/?open=r2")
    title_of(first).fill("Typed first")
    title_of(first).press("Enter")
    shows(first, "TypedFirst")
    allow_status(second, "/", 409)
    title_of(second).fill("Typed second")
    title_of(second).press("Enter")
    expect(second.get_by_text(CHANGED)).to_be_visible()
    expect(title_of(second)).to_have_value("Typed second")
    second.get_by_role("button", name="Keep mine instead").click()
    shows(second, "TypedSecond")


def test_another_browser_gets_404_and_sees_nothing(page, open_page):
    page.goto("/")
    path = save(page, "Mine alone")
    stranger = open_page()
    for address in (path, f"{path}simulate/", f"{path}policy.json", f"{path}pane/"):
        allow_status(stranger, address, 404)
        assert stranger.goto(address).status == 404
    stranger.goto(path)
    expect(stranger.get_by_role("heading", level=1)).to_be_visible()
    check_axe(stranger)
    stranger.goto("/policies/")
    expect(stranger.get_by_text("Nothing saved yet")).to_be_visible()
    stranger.goto("/inventory/")
    expect(stranger.get_by_text("Nothing here yet")).to_be_visible()
