"""The whole job with the mouse: from an empty policy to one that is checked, taken and kept."""

import json
import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.harness import allow_422, check_axe, check_fits, clipboard_text
from tests.browser.steps import (
    TABS,
    add_condition,
    add_rule,
    answer,
    load_sample,
    open_tab,
    pick,
    policy,
    save,
    shown_text,
    shows,
    start_empty,
    tick,
    title_of,
)

PLACE = "arn:aws:rekognition:us-east-1:111122223333:project"


def build(page):
    """Two rules: use two versions of a model under conditions; never delete one."""
    load_sample(page)
    start_empty(page)
    add_rule(page, "Allow")
    title_of(page).fill("Use the parts model")
    tick(page, "DetectCustomLabels", "StartProjectVersion")
    pick(page, "This name v3 of parts")
    shows(page, f"{PLACE}/parts/version/v3/*")
    pick(page, "Exactly this v2 of parts")
    shows(page, f"{PLACE}/parts/version/v2/17")
    add_condition(page, "Only in these Regions", "us-east-1")
    shows(page, "aws:RequestedRegion")
    add_condition(page, "Only with multi-factor authentication")
    shows(page, "aws:MultiFactorAuthPresent")
    add_rule(page, "Deny")
    title_of(page).fill("Keep the models")
    tick(page, "DeleteProjectVersion")
    pick(page, "All versions of parts")
    shows(page, "KeepTheModels")


def test_from_an_empty_policy_to_one_in_hand(page):
    build(page)
    the_policy_is_what_was_chosen(policy(page))
    every_view_says_the_same(page)
    a_cell_of_the_map_is_explained(page)
    other_questions_are_answered(page)
    page.get_by_role("link", name="Back to the policy").click()
    what_is_taken_is_the_same_to_the_byte(page)


def the_policy_is_what_was_chosen(shown):
    allow, deny = shown["Statement"]
    name, exact = allow["Resource"]
    assert name == f"{PLACE}/parts/version/v3/*"
    assert re.fullmatch(re.escape(f"{PLACE}/parts/version/v2/") + r"\d{13}", exact)
    assert set(allow["Action"]) == {"rekognition:DetectCustomLabels", "rekognition:StartProjectVersion"}
    assert (allow["Sid"], allow["Effect"]) == ("UseThePartsModel", "Allow")
    assert allow["Condition"] == {
        "StringEquals": {"aws:RequestedRegion": "us-east-1"},
        "Bool": {"aws:MultiFactorAuthPresent": "true"},
    }
    assert deny == {
        "Sid": "KeepTheModels",
        "Effect": "Deny",
        "Action": "rekognition:DeleteProjectVersion",
        "Resource": f"{PLACE}/parts/version/*",
    }


def every_view_says_the_same(page):
    for tab in TABS:
        open_tab(page, tab)
        check_axe(page)
        check_fits(page)
    sentences = open_tab(page, "Summary")
    expect(sentences).to_contain_text(re.compile(r"May use (Start|Detect).* on version v3 of project parts"))
    expect(sentences).to_contain_text("May never use DeleteProjectVersion")
    table = open_tab(page, "Access map")
    expect(table.get_by_role("link", name="DeleteProjectVersion on parts / v3: denied")).to_be_visible()
    expect(table.get_by_role("link", name="DetectCustomLabels on parts / v1: not granted")).to_be_visible()


def a_cell_of_the_map_is_explained(page):
    page.get_by_role("link", name="DetectCustomLabels on parts / v3: depends").click()
    expect(answer(page)).to_have_text("depends")
    page.go_back()
    open_tab(page, "Access map").get_by_role("link", name="DeleteProjectVersion on parts / v3: denied").click()
    expect(answer(page)).to_have_text("denied")
    expect(page.locator("#answer .is-determining-deny", has_text="KeepTheModels")).to_have_count(1)
    expect(page.locator("#answer .is-determining-deny", has_text="UseThePartsModel")).to_have_count(0)
    decides = page.get_by_role("row").filter(has=page.get_by_text("decides", exact=True))
    expect(decides).to_contain_text("KeepTheModels")
    check_axe(page)


def other_questions_are_answered(page):
    page.get_by_label("Operation").select_option("DetectCustomLabels")
    page.get_by_label("On", exact=True).fill(f"{PLACE}/parts/version/v3/1740478500000")
    expect(answer(page)).to_have_text("not granted")
    page.get_by_role("group", name="Context key 2").get_by_label("Value").select_option("true")
    expect(answer(page)).to_have_text("allowed")
    expect(page.locator("#answer .is-determining-allow", has_text="UseThePartsModel")).to_have_count(1)
    page.get_by_label("On", exact=True).fill(f"{PLACE}/parts/version/v1/1739268900000")
    expect(answer(page)).to_have_text("not granted")
    page.reload()
    expect(answer(page)).to_have_text("not granted")
    check_axe(page)


def what_is_taken_is_the_same_to_the_byte(page):
    open_tab(page, "JSON")
    shown = shown_text(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy for AWS").click()
    expect(page.get_by_role("status")).to_have_text("Copied to the clipboard.")
    assert clipboard_text(page) == shown
    save(page, "Parts camera")
    body = open_tab(page, "Take it")
    assert downloaded(page, body.get_by_role("link", name="parts-camera.json")) == ("parts-camera.json", shown.encode())
    body.get_by_role("link", name="JSON in one line").click()
    expect(body.get_by_role("link", name="parts-camera.min.json")).to_be_visible()
    body.get_by_role("button", name="Copy", exact=True).click()
    expect(body.get_by_role("button", name="Copied")).to_be_visible()
    assert clipboard_text(page) == json.dumps(json.loads(shown), separators=(",", ":"))
    page.goto("/policies/")
    link = page.get_by_role("link", name="Download Parts camera")
    assert downloaded(page, link) == ("parts-camera.json", shown.encode())


def downloaded(page, link):
    with page.expect_download() as download:
        link.click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_the_library_renames_copies_deletes_and_brings_back(page):
    page.goto("/")
    save(page, "First")
    page.goto("/policies/")
    page.get_by_role("link", name="Rename First").click()
    expect(page.get_by_role("textbox", name="New name")).to_be_focused()
    page.get_by_role("textbox", name="New name").fill("Second")
    page.get_by_role("button", name="Rename", exact=True).click()
    page.get_by_role("button", name="Duplicate Second").click()
    copy = page.get_by_role("link", name="Copy of Second", exact=True)
    expect(copy).to_be_visible()
    page.get_by_role("button", name="Delete Second", exact=True).click()
    gone = page.get_by_role("table").get_by_role("link", name="Second", exact=True)
    expect(gone).to_have_count(0)
    check_axe(page)
    page.get_by_role("button", name="Undo the deletion of Second").first.click()
    expect(gone).to_be_visible()
    page.get_by_label("Find in names and tags").fill("copy")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(gone).to_have_count(0)
    copy.click()
    expect(page.get_by_role("textbox", name="Name of the policy")).to_have_value("Copy of Second")
    shows(page, "UseMyModel")


def test_a_name_is_asked_for_before_saving(page):
    page.goto("/")
    allow_422(page, "/")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_role("link", name=re.compile("Give the policy a name")).click()
    expect(page.get_by_role("textbox", name="Name of the policy")).to_be_focused()
    save(page, "Now with a name")


def test_a_pressed_button_stays_under_the_mouse(page):
    page.goto("/?open=r2")
    button = page.get_by_role("button", name="Write", exact=True)
    page.mouse.wheel(0, 300)
    expect(button).to_be_in_viewport()
    before = button.bounding_box()
    button.click()
    expect(page.locator("#rules-1-chosen")).not_to_have_text("3 chosen")
    after = button.bounding_box()
    assert abs(after["y"] - before["y"]) < 2
