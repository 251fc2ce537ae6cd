"""What visitors do again and again, in the words of the pages. A step waits until the page shows what it brings."""

import json
import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.harness import allow_422

TABS = ("JSON", "Summary", "Findings", "Access map", "Reach", "Take it")


def load_sample(page: Page) -> None:
    """The sample inventory: catalog, cats, MyProject, parts."""
    page.goto("/inventory/")
    page.get_by_role("button", name="Load the sample inventory").click()
    expect(page.get_by_role("heading", name="MyProject", exact=True)).to_be_visible()


def start_empty(page: Page) -> None:
    """A builder without rules."""
    page.goto("/new/")
    page.get_by_role("button", name="Start empty").click()
    expect(page.get_by_text("No rules yet")).to_be_visible()


def add_rule(page: Page, effect: str) -> Locator:
    """Press "Allow something" or "Deny something"; the new card, open."""
    before = page.locator("article.rule").count()
    page.locator("#rule-buttons").get_by_role("button", name=f"{effect} something").click()
    expect(page.locator("article.rule")).to_have_count(before + 1)
    return page.locator("article.rule").last


def open_rule(page: Page, rule: str) -> Locator:
    """Press Edit on the card of that id; the card, open."""
    card = page.locator(f"#rule-{rule}")
    card.locator(".rule-actions > button").click()
    expect(title_of(card)).to_be_visible()
    return card


def title_of(place: Page | Locator) -> Locator:
    """The title field of the open rule."""
    return place.get_by_role("textbox", name="Title of the rule")


def operation(place: Page | Locator, name: str) -> Locator:
    """The tick box of an operation, in sight or in a group that is folded."""
    return place.locator(f'.operation input[value="rekognition:{name}"]')


def unfold(control: Locator) -> Locator:
    """Open every group that the control is folded into."""
    for summary in control.locator("xpath=ancestor::details[not(@open)]/summary").all():
        summary.click()
    expect(control).to_be_visible()
    return control


def tick(page: Page, *names: str) -> None:
    """Tick operations of the open rule. Until the rule names a resource each preview says what is missing (422)."""
    allow_422(page, "/preview/")
    for name in names:
        unfold(operation(page, name)).check()


def pick(page: Page, how: str) -> None:
    """Take a resource from the inventory: "This name v1 of parts", "All versions of cats"."""
    rows = page.get_by_role("group", name=re.compile(r"^Resource \d"))
    page.locator("summary", has_text="Pick from the inventory").click()
    page.locator(".picker").get_by_role("button", name=how, exact=True).click()
    expect(rows.last).to_be_focused()


def add_condition(page: Page, words: str, value: str = "") -> Locator:
    """Add a condition from the menu and type its value; the new row."""
    rows = page.get_by_role("group", name=re.compile(r"^Condition \d"))
    before = rows.count()
    page.locator("summary", has_text="Add a condition").click()
    page.locator(".menu-items").get_by_role("button", name=words).click()
    expect(rows).to_have_count(before + 1)
    if value:
        rows.last.get_by_role("textbox", name="Values").fill(value)
    return rows.last


def open_tab(page: Page, name: str) -> Locator:
    """Open a tab of the result pane; its body."""
    page.get_by_role("navigation", name="Views of the policy").get_by_role("link", name=name).click()
    body = page.locator(".result-body")
    expect(body).to_have_accessible_name(name)
    return body


def shows(page: Page, text: str) -> None:
    """Wait until the JSON tab shows these characters."""
    expect(page.locator("#code")).to_contain_text(text)


def shows_not(page: Page, text: str) -> None:
    """Wait until the JSON tab no longer shows these characters."""
    expect(page.locator("#code")).not_to_contain_text(text)


def shown_text(page: Page) -> str:
    """The policy exactly as its lines stand in the JSON tab."""
    return "\n".join(page.locator("#code .code-line > code").all_text_contents())


def policy(page: Page) -> dict[str, Any]:
    """The policy of the JSON tab."""
    read: dict[str, Any] = json.loads(shown_text(page))
    return read


def save(page: Page, name: str) -> str:
    """Save under a name; the path of the saved policy."""
    page.get_by_role("textbox", name="Name of the policy").fill(name)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(f"Saved as {name}, revision")).to_be_visible()
    return "/" + page.url.split("/", 3)[3].partition("?")[0]


def attach(page: Page, layer: str, name: str, document: str, *, level: str = "") -> None:
    """Attach a document to the question; the answer comes anew."""
    if not page.locator("#attach").get_attribute("open"):
        page.locator("#attach > summary").click()
    form = page.locator("#attach-form")
    form.get_by_label("It counts as").select_option(layer)
    if level:
        form.get_by_label("Attached to").select_option(level)
    form.get_by_label("Name", exact=True).fill(name)
    form.get_by_label("Or the document").fill(document)
    form.get_by_role("button", name="Attach", exact=True).click()
    expect(page.get_by_role("button", name=f"Detach {name}")).to_be_visible()


def answer(page: Page) -> Locator:
    """The large word of Simulate's answer."""
    return page.locator("#answer .decision-large")
