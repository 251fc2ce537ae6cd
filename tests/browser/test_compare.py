"""Two policies compared: pasted and saved, each line's example asked in Simulate, without a script, on paper, on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser import compare_pages
from tests.browser.harness import check_axe
from tests.browser.import_pages import paste
from tests.browser.steps import save


def verdict(page):
    return page.get_by_role("heading", level=2).first


def lines(page, name):
    return compare_pages.section(page, name).locator(".difference-words")


@pytest.mark.parametrize("javascript", [True, False])
def test_pasted_policies_line_by_line_and_into_simulate(open_page, javascript):
    page = open_page(javascript=javascript)
    compare_pages.fill(page, compare_pages.BEFORE, compare_pages.AFTER)
    expect(verdict(page)).to_have_text("Neither contains the other: each allows something that the other does not.")
    expect(lines(page, "New").nth(1)).to_have_text(
        "all dataset operations on project cats with its versions and datasets"
    )
    expect(lines(page, "Gone").nth(1)).to_have_text("s3:GetObject on every object in bucket cat-images")
    expect(page.get_by_label("A as text")).to_have_value(compare_pages.BEFORE)
    if javascript:
        expect(verdict(page)).to_be_focused()
        check_axe(page)
    start = compare_pages.section(page, "New").get_by_role("listitem").filter(has_text="StartProjectVersion on")
    start.locator("summary").click()
    expect(start.get_by_text("by statement Run")).to_be_visible()
    start.get_by_role("button", name="Ask B in Simulate").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Simulate")
    expect(page.locator("#answer .decision-large")).to_have_text("allowed")
    expect(page.get_by_text("one Undo away")).to_be_visible()


def test_saved_policies_are_compared_by_a_link(open_page):
    page = open_page()
    for name, text in (("Before", compare_pages.BEFORE), ("After", compare_pages.AFTER)):
        paste(page, text)
        save(page, name)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Compare").click()
    page.get_by_label("A, the one before").select_option("Before")
    page.get_by_label("B, the one after").select_option("After")
    page.get_by_label("Rekognition only").check()
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(verdict(page)).to_contain_text("Neither contains the other")
    expect(page.get_by_text("iam:PassRole on")).to_have_count(0)
    address = page.url
    assert "a=" in address
    assert "rekognition=on" in address
    page.goto(address)
    gone = compare_pages.section(page, "Gone").get_by_role("listitem").first
    gone.locator("summary").click()
    gone.get_by_role("link", name="Ask A in Simulate").click()
    expect(page.locator("#answer .decision-large")).to_have_text("allowed")
    page.go_back()
    gone.locator("summary").click()
    gone.get_by_role("link", name="Ask B in Simulate").click()
    expect(page.locator("#answer .decision-large")).to_have_text("not granted")


def test_what_takes_too_long_is_not_called_equal(open_page):
    page = open_page()
    compare_pages.not_decided(page)
    expect(page.get_by_text("Without a difference: DescribeProjectVersions and DescribeProjects.")).to_be_visible()
    expect(page.get_by_role("button", name="Go on for up to 10 seconds")).to_be_visible()
    expect(page.get_by_label("A as text")).not_to_have_value("")


def test_a_fault_keeps_both_texts(open_page):
    page = open_page(javascript=False)
    compare_pages.wrong(page)
    expect(page.locator(".error-summary a")).to_have_count(2)
    page.locator(".error-summary a").last.click()
    expect(page.get_by_label("B as text")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("A as text")).to_have_value(compare_pages.BEFORE[:-3])


def test_paper_shows_examples_and_no_form(open_page):
    page = open_page()
    compare_pages.compared(page)
    page.emulate_media(media="print")
    expect(page.locator("#compare-form")).to_be_hidden()
    expect(verdict(page)).to_be_visible()
    expect(page.locator(".difference-example dl").nth(1)).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


def test_a_phone_shows_it_without_scrolling_sideways(open_page):
    page = open_page(phone=True)
    compare_pages.compared(page)
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1]
