"""The main job with JavaScript off: every button posts the form, every tab and answer is a page."""

import json
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.harness import allow_422, check_fits
from tests.browser.steps import (
    answer,
    load_sample,
    open_tab,
    operation,
    policy,
    save,
    shown_text,
    shows,
    title_of,
    unfold,
)

PLACE = "arn:aws:rekognition:us-east-1:111122223333:project"


def test_from_an_empty_policy_to_one_in_hand(plain_page):
    page = plain_page
    load_sample(page)
    page.goto("/new/")
    page.get_by_role("button", name="Start empty").click()
    build(page)
    allow, deny = policy(page)["Statement"]
    assert allow["Resource"] == f"{PLACE}/parts/version/v3/*"
    assert allow["Condition"] == {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    assert (deny["Sid"], deny["Effect"]) == ("KeepThem", "Deny")
    look_at_every_tab(page)
    ask(page)
    take(page)


def build(page):
    page.get_by_role("button", name="Allow something").first.click()
    title_of(page).fill("Use it")
    unfold(operation(page, "DetectCustomLabels")).check()
    page.locator("summary", has_text="Pick from the inventory").click()
    page.locator(".picker").get_by_role("button", name="This name v3 of parts", exact=True).click()
    shows(page, f"{PLACE}/parts/version/v3/*")
    expect(title_of(page)).to_have_value("Use it")
    page.locator("summary", has_text="Add a condition").click()
    page.locator(".menu-items").get_by_role("button", name="Only in these Regions").click()
    page.get_by_role("group", name="Condition 1").get_by_role("textbox", name="Values").fill("us-east-1")
    page.locator("#rule-buttons").get_by_role("button", name="Deny something").click()
    expect(page.locator("article.rule")).to_have_count(2)
    title_of(page).fill("Keep them")
    unfold(operation(page, "DeleteProjectVersion")).check()
    title_of(page).press("Enter")
    shows(page, "KeepThem")


def look_at_every_tab(page):
    for name, words in (
        ("Summary", "May never use DeleteProjectVersion"),
        ("Findings", "No findings"),
        ("Access map", "denied"),
        ("Take it", "policy.json"),
        ("JSON", "KeepThem"),
    ):
        expect(open_tab(page, name)).to_contain_text(words)
        check_fits(page)


def ask(page):
    open_tab(page, "Access map").get_by_role("link", name="DeleteProjectVersion on parts / v3: denied").click()
    expect(answer(page)).to_contain_text("denied")
    page.get_by_label("Operation").select_option("DetectCustomLabels")
    page.get_by_role("button", name="Decide").click()
    expect(answer(page)).to_contain_text("allowed")
    page.get_by_role("link", name="Back to the policy").click()


def take(page):
    open_tab(page, "JSON")
    shown = shown_text(page)
    save(page, "Without a script")
    with page.expect_download() as download:
        open_tab(page, "Take it").get_by_role("link", name="without-a-script.json").click()
    assert Path(download.value.path()).read_text() == shown
    page.goto("/policies/")
    page.get_by_role("button", name="Delete Without a script").click()
    page.get_by_role("button", name="Undo the deletion of Without a script").first.click()
    page.get_by_role("link", name="Without a script", exact=True).click()
    assert json.loads(shown_text(page)) == json.loads(shown)


def test_rules_are_moved_copied_removed_and_brought_back(plain_page):
    page = plain_page
    page.goto("/")
    press_in_menu(page, "Use my model", "Move up")
    expect(page.locator("article.rule").first).to_contain_text("DetectCustomLabels")
    press_in_menu(page, "Use my model", "Duplicate")
    expect(page.locator("article.rule")).to_have_count(6)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("article.rule")).to_have_count(5)
    press_in_menu(page, "See the projects", "Remove")
    expect(page.locator("article.rule")).to_have_count(4)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("article.rule")).to_have_count(5)
    page.get_by_role("button", name="Redo").click()
    expect(page.locator("article.rule")).to_have_count(4)


def press_in_menu(page, rule, what):
    card = page.locator("article.rule").filter(has=page.get_by_role("heading", name=rule))
    card.locator("details.menu > summary").click()
    card.get_by_role("button", name=what).click()


def test_a_wrong_value_is_said_and_mended(plain_page):
    page = plain_page
    page.goto("/")
    page.get_by_text("Change", exact=True).click()
    page.get_by_label("Account", exact=True).fill("11112222333")
    allow_422(page, "/")
    page.get_by_label("Account", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    account = page.get_by_label("Account", exact=True)
    expect(account).to_have_attribute("aria-invalid", "true")
    expect(account).to_have_value("11112222333")
    expect(page.get_by_text("This is the last good state.")).to_be_visible()
    account.fill("444455556666")
    account.press("Enter")
    shows(page, "444455556666")
    expect(page.get_by_role("heading", name="There is a problem")).to_have_count(0)


def test_nothing_that_needs_a_script_is_offered(plain_page):
    plain_page.goto("/?open=r2")
    expect(plain_page.get_by_role("button", name="Copy for AWS")).to_be_hidden()
    expect(plain_page.get_by_label("Find an operation")).to_be_hidden()
    plain_page.get_by_role("button", name="None of these : Start and stop models").click()
    expect(operation(plain_page, "StartProjectVersion")).not_to_be_checked()
    expect(operation(plain_page, "DetectCustomLabels")).to_be_checked()
