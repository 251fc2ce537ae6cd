"""Kinds of policy in the builder: a project policy made from nothing, and another kind tried and given up again."""

import json

from playwright.sync_api import expect

from tests.browser.harness import allow_422, check_axe, check_fits
from tests.browser.keys import look, press, tab_to
from tests.browser.kind_pages import ELSEWHERE, choose_kind, everyone, keep_kind, project_policy
from tests.browser.steps import answer, open_tab, policy, shown_text, shows, shows_not

VERSION = "arn:aws:rekognition:us-east-1:111122223333:project/cats/version/v1/*"


def test_another_account_may_copy_a_model(page):
    project_policy(page)
    (statement,) = policy(page)["Statement"]
    assert statement == {
        "Sid": "LetTheOtherTeamCopyV1",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{ELSEWHERE}:root"},
        "Action": "rekognition:CopyProjectVersion",
        "Resource": VERSION,
    }
    check_axe(page)
    what_is_taken_is_a_call(page)
    the_copy_is_asked_about(page)


def what_is_taken_is_a_call(page):
    body = open_tab(page, "Take it")
    body.get_by_role("link", name="AWS CLI", exact=True).click()
    expect(page.locator(".result-body")).to_contain_text("aws rekognition put-project-policy")
    expect(page.locator(".result-body")).to_contain_text("PROJECT_ARN")


def the_copy_is_asked_about(page):
    open_tab(page, "Access map").get_by_role("link", name="CopyProjectVersion on cats / v1: allowed").click()
    expect(answer(page)).to_contain_text("allowed")
    expect(page.get_by_label("Caller", exact=True)).to_have_value(f"arn:aws:iam::{ELSEWHERE}:role/Copier")
    page.get_by_label("Caller", exact=True).fill("arn:aws:iam::555566667777:role/Stranger")
    page.get_by_role("button", name="Decide").click()
    expect(answer(page)).to_contain_text("not granted")
    page.get_by_role("button", name="Allow exactly this").click()
    shows(page, "arn:aws:iam::555566667777:role/Stranger")


def test_rows_of_who_come_and_go(page):
    everyone(page)
    shows(page, '"Principal": "*"')
    page.get_by_role("button", name="Remove who 1").click()
    expect(page.get_by_role("group", name="Who 1")).to_be_focused()
    row = page.get_by_role("group", name="Who 1")
    row.get_by_label("Names").fill(f"arn:aws:iam::{ELSEWHERE}:role/Copier\narn:aws:iam::{ELSEWHERE}:role/Reader")
    shows(page, f"arn:aws:iam::{ELSEWHERE}:role/Reader")
    expect(row.locator(".field-errors li")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    shows_not(page, f"arn:aws:iam::{ELSEWHERE}:role/Reader")


def test_another_kind_and_back_changes_nothing(page):
    page.goto("/")
    before = shown_text(page)
    choose_kind(page, "Project policy")
    panel = page.get_by_role("region", name="What the other kind changes")
    expect(panel).to_contain_text("4 rules name what a project policy cannot hold")
    expect(panel).to_contain_text("4 rules do not say who")
    expect(page.locator("#status")).to_contain_text("is now a project policy")
    shows_not(page, "SeeTheProjects")
    check_axe(page)
    choose_kind(page, "Permissions boundary")
    expect(panel).to_contain_text("Every rule is written as before.")
    panel.get_by_role("button", name="Back to the identity policy").click()
    expect(panel).to_have_count(0)
    shows(page, "SeeTheProjects")
    assert shown_text(page) == before
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#kind")).to_have_text("Permissions boundary")


def test_a_policy_too_long_for_the_organization_says_so(page):
    page.goto("/new/")
    statements = [
        {
            "Sid": f"S{n}",
            "Effect": "Allow",
            "Action": "rekognition:DetectCustomLabels",
            "Resource": VERSION.replace("cats", f"cats{n}"),
        }
        for n in range(60)
    ]
    page.get_by_label("Policy document").fill(json.dumps({"Version": "2012-10-17", "Statement": statements}))
    page.get_by_role("button", name="Open it").click()
    expect(page.locator("#code")).to_be_visible()
    choose_kind(page, "Service control policy")
    panel = page.locator("#kind-panel")
    expect(panel).to_contain_text("AWS takes no policy of this kind that long")
    expect(page.locator("#size-meter")).to_contain_text("of 10,240 characters")
    expect(page.locator("#size-meter")).to_have_class("size-meter is-over")
    expect(open_tab(page, "Findings")).to_contain_text("10,240")


def test_who_and_the_kind_with_the_keyboard(page):
    allow_422(page, "/preview/")
    page.goto("/new/")
    tab_to(page, "^Start empty$")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No rules yet")).to_be_visible()
    tab_to(page, "Change$")
    press(page, "Enter")
    tab_to(page, "^Kind of policy$")
    press(page, "End")
    expect(page.locator("#kind")).to_have_text("Project policy")
    assert look(page)["name"] == "Kind of policy", "the select keeps the focus while its form comes anew"
    tab_to(page, "^Allow something$")
    page.keyboard.press("Enter")
    expect(page.locator("#rule-r1")).to_be_focused()
    tab_to(page, "^Who$")
    tab_to(page, "^Names$")
    page.keyboard.type(ELSEWHERE)
    tab_to(page, "^Project$")
    page.keyboard.type("cats")
    shows(page, f"arn:aws:iam::{ELSEWHERE}:root")
    tab_to(page, "^Add somebody else$", back=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Who 2")).to_be_focused()
    look(page)
    tab_to(page, "^Remove who 2$")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Who 1")).to_be_focused()
    look(page)
    shows(page, f"arn:aws:iam::{ELSEWHERE}:root")


def test_without_a_script(plain_page):
    page = plain_page
    page.goto("/")
    page.locator("#settings > summary").click()
    page.get_by_label("Kind of policy", exact=True).select_option("Project policy")
    page.get_by_role("button", name="Take this kind and these places").click()
    panel = page.locator("#kind-panel")
    expect(panel).to_contain_text("4 rules do not say who")
    page.locator("#rule-r2 .rule-actions > button").click()
    page.get_by_role("button", name="Add somebody else").click()
    page.get_by_role("group", name="Who 1").get_by_label("Names").fill(ELSEWHERE)
    page.locator("#rule-r2").get_by_role("textbox", name="Title of the rule").press("Enter")
    expect(panel).to_contain_text("3 rules do not say who")
    check_fits(page)
    panel.get_by_role("button", name="Back to the identity policy").click()
    shows(page, "SeeTheProjects")
    expect(page.locator("#rule-r2")).to_contain_text("holds for whoever it is attached to")


def test_on_a_phone_everything_fits(phone):
    everyone(phone)
    check_fits(phone)
    check_axe(phone)
    phone.goto("/")
    phone.get_by_role("button", name="Remove who 2").click()
    expect(phone.get_by_role("group", name="Who 2")).to_have_count(0)
    choose_kind(phone, "Session policy")
    check_fits(phone)
    keep_kind(phone)
    check_axe(phone)
