"""A statement that others cover, in the browser: from the finding to what covers it, to the policy without it."""

import json

from playwright.sync_api import expect

from tests.browser.harness import check_axe, check_fits
from tests.browser.steps import open_tab, policy

ARN = "arn:aws:rekognition:us-east-1:111122223333:project/"
COVERED = "Other statements together say it already"
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "Run",
            "Effect": "Allow",
            "Action": ["rekognition:StartProjectVersion", "rekognition:StopProjectVersion"],
            "Resource": f"{ARN}cats/version/*",
        },
        {"Sid": "Start", "Effect": "Allow", "Action": "rekognition:Start*", "Resource": f"{ARN}*"},
        {"Sid": "Stop", "Effect": "Allow", "Action": "rekognition:Stop*", "Resource": f"{ARN}*"},
    ],
}


def test_a_covered_statement_is_removed_by_its_finding_and_comes_back(page):
    page.goto("/new/")
    page.get_by_label("Policy document").fill(json.dumps(POLICY, indent=2))
    page.get_by_role("button", name="Open it").click()
    expect(page.locator("#code .has-note").first).to_be_visible()
    open_tab(page, "Findings").get_by_role("link", name=COVERED).click()
    card = page.locator(".finding.is-open")
    expect(card).to_contain_text("statement Run is about is settled by statements Start and Stop together")
    related = card.locator(".finding-related a")
    expect(related).to_have_count(2)
    for number, name in enumerate(("Start", "Stop")):
        expect(related.nth(number)).to_contain_text(name)
        target = page.locator(related.nth(number).get_attribute("href"))
        expect(target).to_have_count(1)
        expect(target).to_contain_text(name)
    check_axe(page)
    card.get_by_role("button", name="Remove statement Run").click()
    expect(page.locator(".findings").get_by_role("link", name=COVERED)).to_have_count(0)
    open_tab(page, "JSON")
    assert [each["Sid"] for each in policy(page)["Statement"]] == ["Start", "Stop"]
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#code")).to_contain_text("cats/version")


def test_on_the_validate_page_covering_statements_are_links_to_their_lines(page):
    page.goto("/validate/")
    page.get_by_label("Policy document").fill(json.dumps(POLICY, indent=2))
    page.get_by_role("button", name="Validate it").click()
    card = page.locator(".finding", has_text=COVERED)
    related = card.locator(".finding-related a")
    expect(related).to_have_count(2)
    related.first.click()
    expect(page.locator(related.first.get_attribute("href"))).to_be_in_viewport()
    check_axe(page)
    check_fits(page)
    card.get_by_role("button", name="Remove statement Run").click()
    expect(page.locator(".finding", has_text=COVERED)).to_have_count(0)
    expect(page.locator("#code")).not_to_contain_text('"Run"')
