"""Asking under a boundary and SCPs, and allowing exactly what was asked: with the mouse, and without a script."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import ALLOWS_ALL, ALLOWS_FILES, MODEL
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
    page.get_by_role("button", name="Allow exactly this").click()
    expect(page.get_by_text("Added a rule")).to_be_visible()
    shows(page, "StartProjectVersionOnMyProjectDraft7")
    assert policy(page)["Statement"][-1]["Resource"] == NEWER
    page.get_by_role("button", name="Undo").click()
    shows_not(page, "Draft7")
