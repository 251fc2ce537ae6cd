"""Every page, as it stands after opening: accessible, in its width, in both schemes, and in this list."""

import pytest
from django.urls import get_resolver
from playwright.sync_api import expect

from tests.browser.harness import check_axe, check_fits
from tests.browser.pages import NOT_PAGES, VISITS

EVERY_PAGE = pytest.mark.parametrize("visit", [pytest.param(visit, id=name) for name, visit in VISITS.items()])


def test_every_address_is_visited():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    missing = names - set(VISITS) - NOT_PAGES
    assert not missing, f"Add {sorted(missing)} to VISITS (pages) or NOT_PAGES in tests/browser/pages.py"


@EVERY_PAGE
def test_it_is_accessible_on_a_desk(page, visit):
    visit(page)
    expect(page.locator("h1")).to_have_count(1)
    check_axe(page)
    check_fits(page)


@EVERY_PAGE
def test_it_is_accessible_in_the_dark_on_a_phone(open_page, visit):
    page = open_page(phone=True, dark=True, has_touch=True)
    visit(page)
    check_axe(page)
    check_fits(page)


@EVERY_PAGE
def test_it_opens_without_javascript(plain_page, visit):
    visit(plain_page)
    expect(plain_page.locator("h1")).to_have_count(1)
    check_fits(plain_page)
