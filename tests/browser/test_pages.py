"""Every page in each of its states: accessible, in its width, in both schemes, without a complaint of the browser."""

import pytest
from django.urls import get_resolver
from playwright.sync_api import expect

from tests.browser.harness import check_axe, check_fits
from tests.browser.pages import EVERYTHING, LOOKS, NOT_PAGES, PAGES, look

# Both widths and both schemes once each; what is left is seen by them (axe is most of this file's time).
SEEN_BY_AXE = {"1440-light", "390-dark"}


def each(visits):
    return pytest.mark.parametrize("visit", [pytest.param(visit, id=name) for name, visit in visits.items()])


def test_every_address_is_visited():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    missing = names - set(PAGES) - NOT_PAGES
    assert not missing, f"Add {sorted(missing)} to PAGES or NOT_PAGES in tests/browser/pages.py"


@each(EVERYTHING)
def test_it_is_accessible_and_fits(page, visit):
    visit(page)
    expect(page.locator("h1")).to_have_count(1)
    for name in LOOKS:
        look(page, name)
        if name in SEEN_BY_AXE:
            check_axe(page)
        check_fits(page)
    page.set_viewport_size({"width": 320, "height": 640})
    check_fits(page)


@each(PAGES)
def test_it_opens_without_javascript(plain_page, visit):
    visit(plain_page)
    expect(plain_page.locator("h1")).to_have_count(1)
    check_fits(plain_page)


def test_nothing_moves_where_motion_is_not_wanted(calm_page):
    calm_page.goto("/?open=r2")
    moving = calm_page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((element) => {
          const style = getComputedStyle(element);
          return parseFloat(style.transitionDuration) > 0 || parseFloat(style.animationDuration) > 0;
        }).map((element) => element.outerHTML.slice(0, 100))"""
    )
    assert moving == []
