"""A rule and its lines of the policy belong together, with the mouse and by keyboard."""

import re

from playwright.sync_api import expect

from tests.browser.keys import tab_to
from tests.browser.steps import open_rule, open_tab, shows, title_of


def linked(page):
    """The rules whose lines are marked as those of the card with the focus."""
    return {line.get_attribute("data-rule") for line in page.locator(".code-line.is-linked").all()}


def test_the_focus_in_a_card_marks_its_lines_and_no_others(page):
    page.goto("/")
    page.get_by_role("button", name="Edit Train in my project").focus()
    expect(page.locator(".code-line.is-linked").first).to_be_visible()
    assert linked(page) == {"r3"}
    text = "\n".join(page.locator(".code-line.is-linked > code").all_text_contents())
    assert "TrainInMyProject" in text
    assert text.strip().startswith("{")
    assert text.strip().rstrip(",").endswith("}")
    page.get_by_role("button", name="Edit See the projects").focus()
    expect(page.locator(".code-line.is-linked", has_text="SeeTheProjects")).to_have_count(1)
    assert linked(page) == {"r1"}
    page.get_by_role("textbox", name="Name of the policy").focus()
    expect(page.locator(".code-line.is-linked")).to_have_count(0)


def test_the_marks_stay_while_the_rule_is_typed_in(page):
    page.goto("/")
    open_rule(page, "r2")
    title_of(page).fill("Another title")
    shows(page, "AnotherTitle")
    expect(page.locator(".code-line.is-linked", has_text="AnotherTitle")).to_have_count(1)
    assert linked(page) == {"r2"}


def test_the_lines_of_the_card_in_hand_come_into_sight(page):
    page.goto("/")
    last = page.locator(".code-line", has_text="ExplicitDenyCreateProject")
    expect(last).not_to_be_in_viewport()
    page.get_by_role("button", name="Show The guide's Deny, as written").focus()
    expect(last).to_be_in_viewport()


def test_a_click_on_a_line_leads_to_its_rule(page):
    page.goto("/")
    page.locator(".code-line", has_text="TrainInMyProject").click()
    expect(page.locator("#rule-r3")).to_be_focused()
    expect(page.locator("#rule-r3")).to_be_in_viewport()
    assert linked(page) == {"r3"}


def test_a_line_leads_to_its_rule_by_keyboard(page):
    page.goto("/")
    tab_to(page, "^Line 10: go to its rule$")
    page.keyboard.press("Enter")
    expect(page.locator("#rule-r2")).to_be_focused()
    assert linked(page) == {"r2"}
    page.keyboard.press("Tab")
    expect(page.locator("#rule-r2").get_by_role("radio", name="Allow")).to_be_focused()


def test_hovering_hints_at_the_other_side(page):
    page.goto("/")
    page.locator(".code-line", has_text="TrainInMyProject").hover()
    expect(page.locator("#rule-r3")).to_have_class(re.compile("is-hinted"))
    page.locator("#rule-r1 .sentence").hover()
    expect(page.locator("#rule-r3")).not_to_have_class(re.compile("is-hinted"))
    expect(page.locator(".code-line.is-hinted", has_text="SeeTheProjects")).to_have_count(1)


def test_selecting_characters_of_the_policy_moves_nothing(page):
    page.goto("/")
    line = page.locator(".code-line > code", has_text="TrainInMyProject")
    box = line.bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 8, steps=5)
    page.mouse.up()
    assert page.evaluate("() => getSelection().toString()")
    expect(page.locator("#rule-r3")).not_to_be_focused()


def test_marked_characters_lead_to_their_finding_and_other_tabs_keep_the_focus(page):
    page.goto("/")
    pair = page.locator("#code .has-note:not(.is-suggestion)")
    pair.focus()
    page.keyboard.press("Enter")
    opened = page.locator(".finding.is-open .finding-title")
    expect(opened).to_be_focused()
    expect(opened).to_be_in_viewport()
    open_tab(page, "Summary")
    expect(page.get_by_role("link", name="Summary")).to_be_focused()


def test_without_a_script_a_line_is_a_link_to_its_rule(plain_page):
    plain_page.goto("/")
    plain_page.get_by_role("link", name="Line 10: go to its rule").click()
    assert plain_page.url.endswith("#rule-r2")
    expect(plain_page.locator("#rule-r2")).to_be_in_viewport()
