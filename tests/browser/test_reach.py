"""The Reach tab: read, followed to Simulate, live while it changes; without scripts, and on paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import reach_pages
from tests.browser.harness import check_axe
from tests.browser.steps import open_tab, operation, unfold


@pytest.mark.parametrize("javascript", [True, False])
def test_everything_is_read_by_task_and_followed_to_simulate(open_page, javascript):
    page = open_page(javascript=javascript)
    page.goto("/")
    body = open_tab(page, "Reach")
    expect(body.get_by_role("heading", name="Everything this policy allows")).to_be_visible()
    expect(body.get_by_role("heading", name=re.compile("^Start and stop models"))).to_be_visible()
    if javascript:
        check_axe(page)
    body.get_by_role("link", name=re.compile("^Example")).first.click()
    expect(page.locator("#answer .decision-large")).to_contain_text("allowed")


def test_it_follows_every_change(page):
    page.goto("/?open=r2")
    body = open_tab(page, "Reach")
    expect(body).not_to_contain_text("DeleteProjectVersion")
    unfold(operation(page, "DeleteProjectVersion")).check()
    expect(body).to_contain_text("DeleteProjectVersion")
    operation(page, "DeleteProjectVersion").uncheck()
    expect(body).not_to_contain_text("DeleteProjectVersion")


def test_a_project_policy_says_that_it_is_public(page):
    reach_pages.public(page)
    expect(page.get_by_text("It is public:")).to_be_visible()
    expect(page.get_by_role("heading", name="Anybody, of any account")).to_be_visible()
    check_axe(page)


def test_nothing_allowed_is_said(page):
    reach_pages.nothing(page)
    check_axe(page)


def test_on_paper_all_of_it_stands(page):
    reach_pages.mixed(page)
    page.emulate_media(media="print")
    last = page.locator(".reach-group").last
    expect(last).to_be_visible()
    shown = page.locator(".result-body").evaluate("(body) => body.scrollHeight <= body.clientHeight + 1")
    assert shown, "The tab is cut off on paper"
