"""Bad input: said at its field once that is left, never lost, and the last good policy stays in sight, marked."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.harness import allow_422, check_axe, open_context, served_site
from tests.browser.steps import add_condition, open_rule, shown_text, shows, title_of

STALE = "This is the last good state."


def account(page):
    if not page.get_by_label("Account", exact=True).first.is_visible():
        page.get_by_text("Change", exact=True).click()
    return page.get_by_label("Account", exact=True).first


def regions(page):
    account(page)
    return page.get_by_label("Regions")


def cidr(page):
    add_condition(page, "Only from these IP addresses")
    return page.get_by_role("group", name="Condition 1").get_by_role("textbox", name="Values")


def region_condition(page):
    add_condition(page, "Only in these Regions")
    return page.get_by_role("group", name="Condition 1").get_by_role("textbox", name="Values")


def date(page):
    add_condition(page, "Only until, or from, a date")
    return page.get_by_role("group", name="Condition 1").get_by_role("textbox", name="Values")


def project(page):
    return page.get_by_role("group", name="Resource 1").get_by_label("Project", exact=True)


CASES = [
    pytest.param(account, "11112222333", "111122223333", "12 digits", id="account of 11 digits"),
    pytest.param(regions, "us-east-1 mars-1", "us-east-1", "mars-1 is not a Region", id="Region"),
    pytest.param(cidr, "10.0.0.0/33", "10.0.0.0/8", "an address or a network", id="CIDR"),
    pytest.param(region_condition, "US East", "eu-west-1", "US East", id="Region of a condition"),
    pytest.param(date, "tomorrow", "2030-01-01T00:00:00Z", "a date such as", id="date"),
    pytest.param(project, "not a name!", "a-name", "1 to 255", id="project"),
]


@pytest.mark.parametrize(("field", "wrong", "right", "words"), CASES)
def test_it_is_said_at_the_field_once_that_is_left(page, field, wrong, right, words):
    page.goto("/?open=r2")
    for address in ("/", "/preview/"):
        allow_422(page, address)
    control = field(page)
    control.fill("")
    control.press_sequentially(wrong, delay=5)
    message = page.locator(f"#{control.get_attribute('id')}_errors")
    expect(page.get_by_text(STALE)).to_be_visible()
    expect(message).to_be_hidden()
    expect(control).not_to_have_attribute("aria-invalid", "true")
    control.press("Tab")
    expect(message).to_be_visible()
    expect(message).to_contain_text(words)
    expect(control).to_have_attribute("aria-invalid", "true")
    expect(control).to_have_accessible_description(re.compile(re.escape(words)))
    shows(page, "UseMyModel")
    check_axe(page)
    control.fill(right)
    expect(message).to_be_hidden()
    expect(control).not_to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text(STALE)).to_have_count(0)


def test_the_message_goes_while_the_field_is_being_mended(page):
    page.goto("/?open=r2")
    allow_422(page, "/preview/")
    control = account(page)
    control.fill("1111")
    control.press("Tab")
    expect(page.locator("#id_settings-account_errors")).to_be_visible()
    control.press("End")
    page.keyboard.type("22223333", delay=40)
    expect(page.locator("#id_settings-account_errors")).to_be_hidden()
    shows(page, "111122223333")
    expect(control).to_be_focused()


def test_the_way_to_the_field_is_a_link(page):
    page.goto("/?open=r2")
    allow_422(page, "/preview/")
    project(page).fill("not a name!")
    page.locator("#stale").get_by_role("link").click()
    expect(project(page)).to_be_focused()


def test_a_closed_card_says_what_is_wrong_inside(page):
    page.goto("/?open=r2")
    allow_422(page, "/preview/")
    before = shown_text(page)
    project(page).fill("not a name!")
    expect(page.get_by_text(STALE)).to_be_visible()
    page.get_by_role("button", name="Done").click()
    expect(title_of(page)).to_have_count(0)
    card = page.locator("#rule-r2")
    expect(card.locator(".note-problem")).to_contain_text("1 to 255 of these characters")
    assert shown_text(page) == before
    page.locator("#stale").get_by_role("link").click()
    expect(card).to_be_in_viewport()
    open_rule(page, "r2")
    expect(project(page)).to_have_attribute("aria-invalid", "true")
    check_axe(page)


def test_a_reload_and_a_restart_of_the_server_keep_what_was_typed(browser, tmp_path):
    with served_site(tmp_path) as site:
        context = open_context(browser, site)
        page = context.new_page()
        page.goto("/?open=r2")
        allow_422(page, "/preview/")
        before = shown_text(page)
        project(page).fill("not a name!")
        expect(page.get_by_text(STALE)).to_be_visible()
        page.reload()
        it_stands_as_typed(page, before)
        kept = context.storage_state()
        context.close()
    with served_site(tmp_path) as site:
        context = open_context(browser, site, storage_state=kept)
        page = context.new_page()
        page.goto("/?open=r2")
        it_stands_as_typed(page, before)
        allow_422(page, "/preview/")
        project(page).fill("MyProject")
        expect(page.get_by_text(STALE)).to_have_count(0)
        assert shown_text(page) == before
        context.close()


def it_stands_as_typed(page, before):
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(project(page)).to_have_value("not a name!")
    expect(project(page)).to_have_attribute("aria-invalid", "true")
    assert page.title().startswith("Error: ")
    assert shown_text(page) == before


def test_saving_says_what_still_wants_mending(page):
    page.goto("/?open=r2")
    allow_422(page, "/preview/")
    page.get_by_role("textbox", name="Name of the policy").fill("Half done")
    project(page).fill("not a name!")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved with the last good policy")).to_be_visible()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_role("link", name=re.compile("1 to 255")).first.click()
    expect(page.locator("#rule-r2")).to_be_in_viewport()


def test_the_message_does_not_push_a_button_from_under_the_mouse(page):
    page.goto("/?open=r2")
    allow_422(page, "/preview/")
    control = cidr(page)
    control.fill("10.0.0.0/33")
    expect(page.get_by_text(STALE)).to_be_visible()
    page.locator("summary", has_text="Add a condition").click()
    expect(page.get_by_role("button", name="Only in these Regions")).to_be_visible()
    expect(page.locator(f"#{control.get_attribute('id')}_errors")).to_be_visible()
