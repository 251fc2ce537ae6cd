"""The builder's JSON side, for screenshots, axe and the widths (see `pages`), and the steps of its journeys."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.harness import allow_422

Visit = Callable[[Page], None]
TRAP = '"rekognition:CreateProject"'


def to_json(page: Page) -> Locator:
    """Go to the JSON side; the editor's content, ready to be typed in."""
    side(page, "JSON").click()
    content = page.locator(".cm-content")
    expect(content).to_be_visible()
    return content


def side(page: Page, name: str) -> Locator:
    """The button of a side, Form or JSON."""
    sides = page.get_by_role("group", name="Edit the policy as")
    return sides.get_by_role("button", name={"JSON": "JSON text"}.get(name, name), exact=True)


def text(page: Page) -> str:
    """The text that the form would post."""
    return page.locator("#id_text").input_value()


def rewrite(page: Page, words: str) -> None:
    """Put another text in the place of the whole one, as pasted, and wait until the server has read it."""
    page.locator(".cm-content").focus()
    page.keyboard.press("ControlOrMeta+a")
    with page.expect_response(lambda answer: "/preview/" in answer.url):
        page.keyboard.insert_text(words)


def json_side(page: Page) -> None:
    """The policy of the first visit as text."""
    page.goto("/")
    to_json(page)
    expect(page.locator(".findings")).to_be_visible()


def json_offers(page: Page) -> None:
    """Names offered where an action is typed."""
    json_side(page)
    allow_422(page, "/preview/")
    page.locator(".cm-line", has_text="rekognition:DetectCustomLabels").first.click()
    page.keyboard.press("End")
    page.keyboard.type(', "Det')
    expect(page.locator(".cm-tooltip-autocomplete")).to_be_visible()


def json_error(page: Page) -> None:
    """A comma too many, said in place."""
    page.goto("/")
    to_json(page)
    allow_422(page, "/preview/")
    rewrite(page, text(page).replace('"2012-10-17",', '"2012-10-17",,'))
    expect(page.locator("#text-problem")).to_be_visible()
    expect(page.locator(".cm-lintRange-error").first).to_be_visible()


def json_kept(page: Page) -> None:
    """The form, with a text kept beside it that cannot be read yet."""
    json_error(page)
    side(page, "Form").click()
    expect(page.get_by_text("The JSON text is kept.")).to_be_visible()


STATES: dict[str, Visit] = {
    "json-side": json_side,
    "json-offers": json_offers,
    "json-error": json_error,
    "json-kept": json_kept,
}
