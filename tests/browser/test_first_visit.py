"""The first visit: a working example that shows its trap, with ways out that work and can be taken back."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.steps import open_rule, policy, save, shown_text, shows, shows_not, title_of

TRAP = "The guide's Deny, as written"
EVERYWHERE = "Deny CreateProject everywhere"
BY_TAG = "Deny CreateProject unless the request has aws:RequestTag/approved = true"
OUT = "Remove the statement: it protects nothing"


def trap(page):
    return page.locator("article.rule").filter(has=page.get_by_role("heading", name=TRAP))


def denials(page):
    return [statement for statement in policy(page)["Statement"] if statement["Effect"] == "Deny"]


def test_the_trap_is_shown_and_said(page):
    page.goto("/")
    expect(trap(page).locator(".note-warning")).to_contain_text("This Deny never takes effect")
    expect(trap(page).locator(".sentence")).to_contain_text("it has no effect")
    marked = page.locator("#code .has-note:not(.is-suggestion)")
    expect(marked).to_have_count(1)
    assert marked.text_content() == '"arn:aws:rekognition:*:*:project/SampleProject/*"'
    assert len(denials(page)) == 1
    marked.click()
    opened = page.locator(".finding.is-open")
    expect(opened.get_by_role("link", name="This Deny never takes effect")).to_be_focused()
    expect(opened.locator(".finding-proof")).to_contain_text("denied")
    expect(page.locator(".finding-security")).to_have_count(1)


@pytest.mark.parametrize(
    ("way", "written"),
    [
        (EVERYWHERE, [{"Resource": ["*"]}]),
        (BY_TAG, [{"Resource": ["*"], "Condition": {"StringNotEquals": {"aws:RequestTag/approved": "true"}}}]),
        (OUT, []),
    ],
)
def test_each_way_out_works_and_can_be_taken_back(page, way, written):
    page.goto("/")
    before = shown_text(page)
    trap(page).get_by_role("button", name=way).click()
    expect(page.get_by_role("button", name=way)).to_have_count(0)
    now = [{name: found[name] for name in ("Resource", "Condition") if name in found} for found in denials(page)]
    assert now == written
    after = shown_text(page)
    page.get_by_role("button", name="Undo").click()
    expect(trap(page).get_by_role("button", name=way)).to_be_visible()
    assert shown_text(page) == before
    page.get_by_role("button", name="Redo").click()
    expect(page.get_by_role("button", name=way)).to_have_count(0)
    assert shown_text(page) == after


def test_undo_and_redo_outlive_a_reload(page):
    page.goto("/")
    before = json.loads(shown_text(page))
    trap(page).get_by_role("button", name=EVERYWHERE).click()
    expect(trap(page).locator(".note-warning")).to_have_count(0)
    open_rule(page, "r2")
    title_of(page).fill("Look at cats")
    shows(page, "LookAtCats")
    page.reload()
    shows(page, "LookAtCats")
    page.get_by_role("button", name="Undo").click()
    shows_not(page, "LookAtCats")
    page.reload()
    shows_not(page, "LookAtCats")
    page.get_by_role("button", name="Redo").click()
    shows(page, "LookAtCats")
    page.get_by_role("button", name="Undo").click()
    shows_not(page, "LookAtCats")
    page.get_by_role("button", name="Undo").click()
    expect(trap(page).get_by_role("button", name=OUT)).to_be_visible()
    assert json.loads(shown_text(page)) == before


def test_a_saved_policy_has_its_own_undo(page):
    page.goto("/")
    save(page, "Kept")
    open_rule(page, "r2")
    title_of(page).fill("Changed after saving")
    shows(page, "ChangedAfterSaving")
    page.reload()
    page.get_by_role("button", name="Undo").click()
    shows_not(page, "ChangedAfterSaving")
    shows(page, "UseMyModel")


def test_starting_anew_is_one_undo_away_too(page):
    page.goto("/")
    trap(page).get_by_role("button", name=EVERYWHERE).click()
    expect(trap(page).locator(".note-warning")).to_have_count(0)
    page.get_by_role("link", name="Paste JSON or start anew").click()
    page.get_by_role("button", name="Start empty").click()
    expect(page.get_by_text("No rules yet")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    shows(page, "UseMyModel")
