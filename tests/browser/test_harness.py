"""The harness itself: it drives the browser, and its watch sees what it must."""

import pytest

from tests.browser.harness import WATCHES, allow_422, allow_status, check_axe, check_fits, versions


def seen(page):
    """The watch's complaints, taken away so that this test passes."""
    return WATCHES.pop(page.context).complaints()


def test_chromium_and_playwright_work_together(browser):
    context = browser.new_context()
    page = context.new_page()
    page.set_content("<h1>Hello</h1>")
    assert page.get_by_role("heading", name="Hello").is_visible(), f"{versions()} do not work together"
    context.close()


def test_the_watch_sees_console_errors_of_every_tab(page, site):
    page.context.new_page().evaluate("() => console.error('from a second tab')")
    assert seen(page) == ["console: from a second tab ()"]


def test_the_watch_sees_errors_in_scripts(page):
    page.goto("/static/css/base.css")
    page.evaluate("() => { setTimeout(() => { throw new Error('broken') }, 0) }")
    page.wait_for_timeout(50)
    assert any("broken" in complaint for complaint in seen(page))


def test_the_watch_sees_other_hosts(page):
    page.evaluate("() => fetch('http://192.0.2.1/').catch(() => null)")
    assert "request to another host: http://192.0.2.1/" in seen(page)


def test_only_the_named_status_of_the_named_address_is_allowed(page, site):
    answer(page, "one", 422)
    answer(page, "two", 422)
    answer(page, "three", 404)
    page.goto("/one?again=1")
    page.goto("/two")
    page.goto("/three")
    assert len(seen_without(page, ["one"])) == 2
    allow_status(page, "/three", 404)
    allow_422(page, "/two")
    assert seen(page) == []


def answer(page, path, status):
    page.route(f"**/{path}*", lambda route: route.fulfill(status=status, content_type="text/html", body="<p>no</p>"))


def seen_without(page, allowed):
    for path in allowed:
        allow_422(page, f"/{path}")
    return [line for line in WATCHES[page.context].complaints() if line.startswith("console")]


def test_axe_finds_what_is_wrong(page):
    page.set_content("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='><p>No alternative text</p>")
    with pytest.raises(AssertionError, match="image-alt"):
        check_axe(page)


def test_what_sticks_out_is_named(phone):
    phone.set_content("<meta name=viewport content='width=device-width'><p id=wide style='width: 900px'>wide</p>")
    with pytest.raises(AssertionError, match='id="wide"'):
        check_fits(phone)


def test_every_kind_of_page_is_what_it_says(phone, dark_page, plain_page, calm_page):
    def media(page, query):
        return page.evaluate("(query) => matchMedia(query).matches", query)

    assert phone.viewport_size["width"] == 390
    assert media(dark_page, "(prefers-color-scheme: dark)")
    assert not media(phone, "(prefers-color-scheme: dark)")
    assert media(calm_page, "(prefers-reduced-motion: reduce)")
    plain_page.set_content("<p>Before</p><script>document.querySelector('p').textContent = 'After'</script>")
    assert plain_page.get_by_text("Before").is_visible()
