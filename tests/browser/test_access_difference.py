"""Beside Save: a change in the builder with what it allows and takes away, live; its lines lead to Simulate."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.access_change_pages import changed, line, lines
from tests.browser.harness import check_axe
from tests.browser.steps import operation, save, title_of, unfold


def test_nothing_is_said_before_the_first_save_nor_without_a_difference(page):
    page.goto("/?open=r2")
    unfold(operation(page, "DeleteProjectVersion")).check()
    expect(page.locator("#code")).to_contain_text("DeleteProjectVersion")
    expect(line(page)).to_be_hidden()
    save(page, "Shelf")
    expect(line(page)).to_be_hidden()


def test_each_change_is_told_and_taken_back(page):
    page.goto("/?open=r2")
    save(page, "Shelf")
    unfold(operation(page, "DeleteProjectVersion")).check()
    expect(line(page)).to_contain_text("This change allows DeleteProjectVersion")
    operation(page, "DetectCustomLabels").uncheck()
    expect(line(page)).to_contain_text("It takes away DetectCustomLabels")
    expect(page.locator("#status")).to_contain_text("Against what was saved: 1 new, 1 gone.")
    operation(page, "DeleteProjectVersion").uncheck()
    expect(line(page)).to_contain_text("This change takes away DetectCustomLabels")
    operation(page, "DetectCustomLabels").check()
    expect(line(page)).to_be_hidden()


def test_another_name_for_a_rule_keeps_access_as_it_is(page):
    page.goto("/?open=r2")
    save(page, "Shelf")
    title_of(page).fill("Another name")
    expect(line(page)).to_contain_text("This change keeps access as it is: proved.")
    check_axe(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_line_opens_its_example_in_simulate(open_page, javascript):
    page = open_page(javascript=javascript)
    changed(page, javascript=javascript)
    lines(page)
    expect(page.get_by_role("heading", name="New", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Gone", exact=True)).to_be_visible()
    if javascript:
        check_axe(page)
    page.get_by_role("link", name=re.compile(r"Example in Simulate\s*:\s*DeleteProjectVersion")).click()
    expect(page.locator("#answer .decision-large")).to_contain_text("allowed")


def test_the_lines_stay_open_while_it_changes(page):
    changed(page)
    lines(page)
    unfold(operation(page, "TagResource")).check()
    expect(line(page)).to_contain_text("TagResource")
    expect(page.get_by_role("heading", name="Gone", exact=True)).to_be_visible()


def test_saving_makes_it_what_was_saved(page):
    changed(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved as Shelf, revision")).to_be_visible()
    expect(line(page)).to_be_hidden()
