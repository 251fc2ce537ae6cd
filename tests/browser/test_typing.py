"""Typing fast while previews come back: nothing is lost, the caret and the focus stay, the form in use stays itself."""

import re
from itertools import cycle
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.harness import allow_422
from tests.browser.steps import add_condition, operation, shows, title_of, unfold

FORTY = "Quick-brown_fox.jumps.over-the_lazy-dogs"
PAUSES = (9, 35, 60, 15, 170, 90, 5, 130)  # milliseconds: both shorter and longer than the wait before a preview


def title(page):
    return title_of(page)


def project(page):
    return page.get_by_role("group", name="Resource 1").get_by_label("Project", exact=True)


def version(page):
    return page.get_by_role("group", name="Resource 1").get_by_label("Model version", exact=True)


def condition_value(page):
    add_condition(page, "Only for callers of this organization")
    return page.get_by_role("group", name="Condition 1").get_by_role("textbox", name="Values")


def policy_name(page):
    return page.get_by_role("textbox", name="Name of the policy")


@pytest.mark.parametrize("field", [title, project, version, condition_value, policy_name])
def test_no_character_is_lost(page, field):
    page.goto("/?open=r2")
    allow_422(page, "/")
    allow_422(page, "/preview/")
    answers = []
    page.on("response", lambda response: answers.append(response) if "/preview/" in response.url else None)
    control = field(page)
    control.fill("ab")
    watch_the_form(page, control)
    page.keyboard.press("ArrowLeft")
    for letter, pause in zip(FORTY, cycle(PAUSES), strict=False):
        page.keyboard.type(letter, delay=pause)
    assert control.input_value() == f"a{FORTY}b"
    expect(control).to_be_focused()
    assert control.evaluate("(control) => control.selectionStart") == 1 + len(FORTY)
    assert len(answers) > 3, "No preview came back while typing: this test shows nothing"
    assert page.evaluate("() => window.replaced") == [], "A part of the form in use was put in anew"


def watch_the_form(page, control):
    """Notes every control that leaves the form while it is used."""
    control.evaluate(
        """(control) => {
          window.replaced = [];
          const watch = new MutationObserver((changes) => {
            for (const change of changes)
              for (const node of change.removedNodes)
                if (node.nodeType === 1 && node.matches("input:not([type=hidden]), .field, .target, .condition, .rule"))
                  window.replaced.push(node.outerHTML.slice(0, 100));
          });
          watch.observe(document.getElementById("builder"), { childList: true, subtree: true });
        }"""
    )


def test_what_was_typed_last_is_what_is_kept(page):
    page.goto("/?open=r2")
    title_of(page).fill("")
    title_of(page).press_sequentially("Look at the shelf", delay=20)
    shows(page, "LookAtTheShelf")
    page.reload()
    shows(page, "LookAtTheShelf")
    expect(title_of(page)).to_have_value("Look at the shelf")


def test_a_tick_right_after_typing_loses_neither(page):
    page.goto("/?open=r2")
    title_of(page).fill("Both at once")
    unfold(operation(page, "DeleteProject")).check()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="Both at once")).to_be_visible()
    shows(page, "rekognition:DeleteProject")


@pytest.mark.parametrize("field", [title, project, policy_name])
def test_enter_in_a_field_does_no_harm(page, field):
    page.goto("/?open=r2")
    control = field(page)
    control.fill("Harmless")
    control.press("Enter")
    expect(control).to_be_focused()
    expect(control).to_have_value("Harmless")
    expect(page.locator("article.rule")).to_have_count(5)
    expect(page.get_by_text("last change")).to_be_visible()
    assert page.url.endswith("/?open=r2")


def pass_time(page, milliseconds):
    """A slow server, or the time in which nothing may happen: there is nothing to see that could be waited for."""
    page.evaluate("(time) => new Promise((done) => setTimeout(done, time))", milliseconds)


def test_a_slow_preview_does_not_take_the_place_of_a_button(page):
    page.goto("/?open=r2")
    page.route("**/preview/", lambda route: (pass_time(page, 300), route.continue_()))
    title_of(page).press("End")
    title_of(page).press_sequentially(" quickly", delay=5)
    page.locator("#rule-buttons").get_by_role("button", name="Allow something").click()
    expect(page.locator("article.rule")).to_have_count(6)
    expect(page.get_by_role("heading", name="Use my model quickly")).to_be_visible()
    pass_time(page, 600)  # what a late preview would need to do its harm
    expect(page.locator("article.rule")).to_have_count(6)
    shows(page, "UseMyModelQuickly")


def test_a_name_typed_right_before_saving_is_no_conflict_while_the_page_leaves(page):
    """The wait before a preview ends while the browser is still on its way to the saved policy."""
    sent = []
    page.on("request", lambda request: sent.append(f"{request.method} {urlsplit(request.url).path}"))
    page.goto("/")
    # Time passes in another page: this one answers nothing while the browser is held on its way.
    beside = page.context.new_page()
    page.route(re.compile(r"/policies/\w+/$"), lambda route: (pass_time(beside, 600), route.continue_()))
    page.evaluate("""() => document.addEventListener("htmx:finally:request", () => {
      document.getElementsByName("name")[0].dispatchEvent(new InputEvent("input", { bubbles: true }));
    }, { once: true })""")
    page.get_by_role("textbox", name="Name of the policy").fill("Quick")
    page.get_by_role("button", name="Save", exact=True).click(no_wait_after=True)
    expect(page.get_by_text("Saved as Quick, revision")).to_be_visible()
    assert "POST /preview/" not in sent[sent.index("POST /") :]
