"""Fixtures of the browser tests; `harness.py` says how to write a journey.

`page`          a desk at 1440 px, light
`phone`         390 px
`dark_page`     dark colour scheme
`plain_page`    JavaScript off
`calm_page`     reduced motion
`open_page`     any mixture, as often as needed: `open_page(phone=True, dark=True)`; every call is another browser
                with a workspace of its own. A second tab of the same browser is `page.context.new_page()`.
`site`          the served site: `site.url`
`browser`       the Chromium
"""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect, sync_playwright

from tests.browser.harness import PATIENCE, WATCHES, launch, open_context, served_site

HERE = Path(__file__).parent
OPENED = pytest.StashKey[list[BrowserContext]]()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Everything in this folder is a browser test."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem):
    """A journey that went well still fails on what the watch saw; a failed one says it beside its own failure."""
    try:
        result = yield
    except BaseException as failure:
        for complaint in complaints(pyfuncitem):
            failure.add_note(complaint)
        raise
    found = complaints(pyfuncitem)
    assert not found, "\n".join(found)
    return result


def complaints(item):
    """What the watches of this test's contexts saw."""
    contexts = item.stash.get(OPENED, [])
    return [complaint for context in contexts if context in WATCHES for complaint in WATCHES[context].complaints()]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The site in a process of its own, with its own database and collected static files."""
    with served_site(tmp_path_factory.mktemp("site")) as served:
        yield served


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all browser tests."""
    with sync_playwright() as driver:
        expect.set_options(timeout=PATIENCE)
        chromium = launch(driver)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(request, browser, site):
    """Open a page in a new, watched browser profile: `open_page(phone=…, dark=…, javascript=…, calm=…)`."""
    contexts = request.node.stash.setdefault(OPENED, [])

    def open_one(**choices):
        context = open_context(browser, site, **choices)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page):
    """A desk: 1440 px, light, JavaScript on."""
    return open_page()


@pytest.fixture
def phone(open_page):
    """390 px wide."""
    return open_page(phone=True, has_touch=True)


@pytest.fixture
def dark_page(open_page):
    """The dark colour scheme."""
    return open_page(dark=True)


@pytest.fixture
def plain_page(open_page):
    """JavaScript off."""
    return open_page(javascript=False)


@pytest.fixture
def calm_page(open_page):
    """Reduced motion."""
    return open_page(calm=True)
