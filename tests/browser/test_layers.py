"""Asking under a boundary and SCPs, and allowing exactly what was asked: with the mouse, and without a script."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser.pages import ALLOWS_ALL, ALLOWS_FILES, MODEL, TARGET, as_boundary
from tests.browser.steps import answer, attach, policy, shows, shows_not

NEWER = MODEL.replace("MyVersion/1690556751958", "Draft-7/1700000000000")


def ask(page, resource):
    page.get_by_label("Operation").select_option("StartProjectVersion")
    page.get_by_label("On", exact=True).fill(resource)
    page.get_by_role("button", name="Decide").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_boundary_blocks_until_it_is_detached(open_page, javascript):
    page = open_page(javascript=javascript)
    page.goto("/simulate/")
    ask(page, MODEL)
    expect(answer(page)).to_have_text("allowed")
    attach(page, "Permissions boundary", "ml-boundary", ALLOWS_FILES)
    expect(answer(page)).to_have_text("not granted")
    expect(page.locator("#answer")).to_contain_text("The permissions boundary does not allow StartProjectVersion")
    attach(page, "Service control policy (SCP)", "Full access", ALLOWS_ALL)
    expect(page.get_by_role("row", name="Service control policy, root")).to_contain_text("allows")
    page.get_by_role("button", name="Detach ml-boundary").click()
    expect(answer(page)).to_have_text("allowed")
    expect(page.get_by_label("On", exact=True)).to_have_value(MODEL)


def test_what_is_asked_is_allowed_by_one_button_and_taken_back_by_undo(page):
    page.goto("/simulate/")
    ask(page, MODEL)
    page.get_by_label("On", exact=True).fill(NEWER)
    expect(answer(page)).to_have_text("not granted")
    page.get_by_role("button", name="Allow exactly this", exact=True).click()
    expect(page.get_by_text("Added a rule")).to_be_visible()
    shows(page, "StartProjectVersionOnMyProjectDraft7")
    assert policy(page)["Statement"][-1]["Resource"] == NEWER
    page.get_by_role("button", name="Undo").click()
    shows_not(page, "Draft7")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_near_statement_takes_what_it_lacks(open_page, javascript):
    page = open_page(javascript=javascript)
    page.goto("/simulate/?" + urlencode({"operation": "DeleteProjectVersion", "resource": MODEL}))
    expect(answer(page)).to_have_text("not granted")
    expect(page.get_by_text("Adds DeleteProjectVersion to the rule “Use my model”")).to_be_visible()
    page.get_by_role("button", name="Allow exactly this by way of UseMyModel").click()
    expect(page.get_by_text("The policy allows exactly what you asked about now")).to_be_visible()
    assert "rekognition:DeleteProjectVersion" in policy(page)["Statement"][1]["Action"]
    page.get_by_role("button", name="Undo").click()
    shows_not(page, "rekognition:DeleteProjectVersion")
    page.goto("/simulate/?" + urlencode({"operation": "DeleteProjectVersion", "resource": MODEL}))
    expect(answer(page)).to_have_text("not granted")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_boundary_on_the_bench_is_asked_as_one(open_page, javascript):
    page = open_page(javascript=javascript)
    as_boundary(page)
    page.goto("/simulate/?" + urlencode({"operation": "StartProjectVersion", "resource": MODEL}))
    expect(answer(page)).to_have_text("allowed")
    expect(page.locator("#answer")).to_contain_text("A permissions boundary grants nothing")
    attach(page, "Identity policy of the caller", "Files", ALLOWS_FILES)
    expect(answer(page)).to_have_text("not granted")
    expect(page.get_by_role("row", name="Permissions boundary")).to_contain_text("allows")


@pytest.mark.parametrize("javascript", [True, False])
def test_callers_are_picked_by_kind(open_page, javascript):
    page = open_page(javascript=javascript)
    page.goto("/simulate/")
    ask(page, MODEL)
    expect(answer(page)).to_have_text("allowed")
    page.get_by_text("Pick a kind of caller").click()
    page.get_by_role("button", name="somebody who does not sign").click()
    expect(page.get_by_label("Caller", exact=True)).to_have_value("anonymous")
    expect(answer(page)).to_have_text("not granted")
    expect(page.locator("#answer")).to_contain_text("signed requests only")


def test_an_answer_leads_to_what_it_assumes(page):
    page.goto("/simulate/?" + urlencode({"operation": "CopyProjectVersion", "resource": MODEL, "destination": TARGET}))
    page.get_by_role("link", name="Why").first.click()
    expect(page).to_have_url(re.compile(r"/reference/assumptions/#10\.14$"))
    expect(page.get_by_role("row", name="10.14")).to_be_in_viewport()


def test_on_a_phone_the_answer_is_one_touch_away(open_page):
    page = open_page()
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/simulate/")
    ask(page, MODEL)
    bar = page.locator("#answer-bar")
    expect(bar).to_contain_text("allowed")
    page.get_by_label("On", exact=True).fill(NEWER)
    expect(bar).to_contain_text("not granted")
    bar.get_by_role("link", name="See the answer").click()
    expect(page.locator("#answer .decision-large")).to_be_in_viewport()
