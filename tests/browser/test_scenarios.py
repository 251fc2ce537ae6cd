"""A question kept, broken by a change of the policy and seen at once; the access page filtered while one types."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import MODEL
from tests.browser.steps import answer, load_sample, open_rule, operation, start_empty


def keep(page, name):
    page.goto(f"/simulate/?operation=StartProjectVersion&resource={MODEL}")
    page.locator("#keep-question > summary").click()
    page.get_by_label("Name", exact=True).last.fill(name)
    page.get_by_label("Group").fill("Mine")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text(f"Kept as the scenario “{name}”.")).to_be_visible()


def test_a_kept_question_fails_as_soon_as_the_policy_no_longer_says_so(page):
    page.goto("/")
    keep(page, "It may start")
    page.goto("/")
    expect(page.get_by_role("link", name="7 scenarios pass")).to_be_visible()
    operation(open_rule(page, "r2"), "StartProjectVersion").uncheck()
    failing = page.get_by_role("link", name="2 of 7 scenarios fail")
    expect(failing).to_be_visible()
    failing.click()
    row = page.get_by_role("row", name="It may start").last
    expect(row).to_contain_text("fails")
    row.get_by_role("link", name="It may start").click()
    expect(answer(page)).to_have_text("not granted")


@pytest.mark.parametrize("javascript", [True, False])
def test_it_is_kept_and_removed_with_and_without_a_script(open_page, javascript):
    page = open_page(javascript=javascript)
    start_empty(page)
    keep(page, "Nothing is allowed")
    page.get_by_role("link", name="1 scenario passes").click()
    page.get_by_role("button", name="Remove Nothing is allowed").click()
    expect(page.get_by_text("is taken away")).to_be_visible()
    expect(page.get_by_text("No scenarios yet")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_access_page_is_filtered_and_its_cells_explain_themselves(open_page, javascript):
    page = open_page(javascript=javascript)
    load_sample(page)
    page.goto("/access/")
    expect(page.get_by_role("link", name="DetectCustomLabels on MyProject / MyVersion: allowed")).to_be_visible()
    page.get_by_label("Operation", exact=True).select_option("DetectCustomLabels")
    page.get_by_label("Decision").select_option("allowed")
    if not javascript:
        page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="On which resources may whoever")).to_be_visible()
    cells = page.locator("#access tbody tr")
    expect(cells).to_have_count(1)
    cells.get_by_role("link").click()
    expect(answer(page)).to_have_text("allowed")
