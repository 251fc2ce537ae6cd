"""A policy over the quota made to fit: each offer looked at, taken and taken back; saved as several; with no script too."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser import size_pages
from tests.browser.harness import check_axe
from tests.browser.import_pages import paste

TITLES = (
    "Leave out entries that others cover",
    "Make one statement of those that differ in one list",
    "Leave out the Sids",
    "Write actions with wildcards: read and list actions",
)


def policy(page):
    """What the Copy button takes, whatever the pane shows."""
    return json.loads(json.loads(page.locator("#policy-text").text_content()))


def length(page):
    return len(json.dumps(policy(page), separators=(",", ":")))


@pytest.mark.parametrize("javascript", [True, False])
def test_each_offer_is_seen_taken_and_undone(open_page, javascript):
    page = open_page(javascript=javascript)
    size_pages.too_long(page)
    before = length(page)
    assert before > 6_144
    for title in TITLES:
        card = size_pages.offer(page, title)
        expect(card.get_by_text("Proved equal")).to_be_visible()
        card.get_by_text("What changes").click()
        lines = card.get_by_role("region", name=title)
        expect(lines).to_be_visible()
        expect(lines.get_by_text("removed:").first).to_be_attached()
        card.get_by_role("button", name="Take it").click()
        expect(size_pages.offer(page, title)).to_have_count(0, timeout=size_pages.PATIENCE)
        assert length(page) < before
        page.get_by_role("button", name="Undo").first.click()
        page.get_by_role("link", name="Make it fit").click()
        expect(size_pages.offer(page, title)).to_be_visible(timeout=size_pages.PATIENCE)
        assert length(page) == before


def test_taken_one_after_the_other_it_fits(page):
    size_pages.too_long(page)
    check_axe(page)
    size_pages.offer(page, TITLES[0]).get_by_role("button", name="Take it").click()
    expect(size_pages.panel(page).get_by_text("It fits")).to_be_visible(timeout=size_pages.PATIENCE)
    expect(size_pages.panel(page).get_by_text("Split it into")).to_have_count(0)
    size_pages.panel(page).get_by_role("link", name="Close").click()
    expect(page.locator("#code")).to_be_visible()
    expect(page.get_by_role("link", name="Make it smaller")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_it_is_saved_as_several_policies(open_page, javascript):
    page = open_page(javascript=javascript)
    size_pages.too_long(page)
    before = policy(page)
    panel = size_pages.panel(page)
    expect(panel.get_by_role("heading", name="Split it into 2 policies that fit")).to_be_visible()
    panel.get_by_role("button", name="Save them in the library").click()
    expect(page.get_by_role("status").get_by_text("Saved as 2 policies")).to_be_visible(timeout=size_pages.PATIENCE)
    first = page.get_by_role("link", name="Untitled policy (1 of 2)").first
    expect(first).to_be_visible()
    expect(page.get_by_role("link", name="Untitled policy (2 of 2)").first).to_be_visible()
    first.click()
    assert length(page) <= 6_144
    page.goto("/")
    assert policy(page) == before


def test_typing_closes_the_offers(page):
    paste(page, size_pages.SHORT)
    page.get_by_role("link", name="Make it smaller").click()
    expect(size_pages.panel(page)).to_be_visible(timeout=size_pages.PATIENCE)
    with page.expect_response(lambda answer: "/preview/" in answer.url):
        page.locator("#id_name").fill("Another name")
    expect(size_pages.panel(page)).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False])
def test_it_is_counted_where_it_is_to_stand(open_page, javascript):
    page = open_page(javascript=javascript)
    size_pages.too_long(page)
    places = size_pages.panel(page).get_by_role("group", name="Counted as")
    places.get_by_role("button", name="Inline in a role").click()
    expect(size_pages.panel(page).get_by_text("It fits")).to_be_visible(timeout=size_pages.PATIENCE)
    expect(page.locator("#size-meter").get_by_text("of 10,240 characters, inline in a role")).to_be_visible()
    expect(places.get_by_role("button", name="Inline in a role")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Summary").click()
    expect(page.locator("#size-meter").get_by_text("of 10,240 characters")).to_be_visible()
    if javascript:
        check_axe(page)
