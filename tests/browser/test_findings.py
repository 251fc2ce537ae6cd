"""Findings in the browser: from the characters to the words to the change, with the keyboard, and without scripts."""

import json

from playwright.sync_api import expect

from policybuilder.authoring import guide_policies
from tests.browser.harness import check_axe, check_fits
from tests.browser.steps import open_tab, policy, shown_text

GUIDE = guide_policies()[0].text
DEAD = "This Deny never takes effect"


def paste(page):
    page.goto("/new/")
    page.get_by_label("Policy document").fill(GUIDE)
    page.get_by_role("button", name="Open it").click()
    expect(page.locator("#code .has-note").first).to_be_visible()


def listed(page):
    """The finding in the list of its tab."""
    return page.locator(".findings").get_by_role("link", name=DEAD)


def unfold(page, title=DEAD):
    found = open_tab(page, "Findings")
    found.get_by_role("link", name=title).click()
    expect(page.locator(".finding.is-open")).to_contain_text(title)
    return page.locator(".finding.is-open")


def test_a_finding_shows_what_a_change_does_before_it_is_made(page):
    paste(page)
    before = shown_text(page)
    card = unfold(page)
    expect(card).to_contain_text("not granted")
    expect(card.locator(".diff-in").first).to_contain_text('"*"')
    check_axe(page)
    card.get_by_role("button", name="Deny CreateProject everywhere").click()
    expect(listed(page)).to_have_count(0)
    open_tab(page, "JSON")
    assert policy(page)["Statement"][3]["Resource"] == ["*"]
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#code")).to_contain_text("project/SampleProject")
    assert shown_text(page) == before


def test_filters_show_one_severity(page):
    paste(page)
    open_tab(page, "Findings")
    page.locator(".filters").get_by_role("link", name="Security").click()
    expect(page.locator(".finding")).to_have_count(1)
    page.locator(".filters").get_by_role("link", name="All").click()
    expect(page.locator(".finding-suggestion").first).to_be_visible()


def test_a_finding_is_muted_with_a_reason_while_one_goes_on_typing(page):
    paste(page)
    card = unfold(page)
    card.get_by_label("Reason for muting it").press_sequentially("As the guide has it")
    expect(page.locator(".finding.is-open").get_by_label("Reason for muting it")).to_have_value("As the guide has it")
    card.get_by_role("button", name="Mute it").click()
    expect(listed(page)).to_have_count(0)
    page.reload()
    expect(page.locator(".result-body")).to_have_accessible_name("Findings")  # kept: no answer folds it
    page.get_by_text("Muted (1)").click()
    expect(page.locator(".muted-list")).to_contain_text("As the guide has it")
    check_axe(page)
    page.get_by_role("button", name="Bring back").click()
    expect(listed(page)).to_have_count(1)


def test_any_policy_is_validated_mended_and_opened(page):
    page.goto("/validate/")
    page.get_by_label("Policy document").fill(GUIDE.replace("rekognition:Stop", "rekognitoin:Stop"))
    page.get_by_role("button", name="Validate it").click()
    expect(page.get_by_role("heading", name="Findings", exact=True)).to_be_visible()
    page.locator("#code .has-note.is-error").click()
    expect(page.locator(".finding-error")).to_be_in_viewport()
    check_axe(page)
    check_fits(page)
    page.locator(".finding-error").get_by_role("button").first.click()
    expect(page.locator(".finding-error")).to_have_count(0)
    expect(page.locator("#code")).to_contain_text("rekognition:StopProjectVersion")
    page.get_by_role("button", name="Undo the last change").click()
    expect(page.locator(".finding-error")).to_have_count(1)
    page.locator(".finding-error").get_by_role("button").first.click()
    page.get_by_role("button", name="Open it in the builder").click()
    expect(page.locator("article.rule")).to_have_count(4)
    assert policy(page) == json.loads(GUIDE)


def test_without_scripts_the_same_way(plain_page):
    paste(plain_page)
    plain_page.locator("#code .has-note.is-security").click()
    card = plain_page.locator(".finding.is-open")
    expect(card).to_contain_text(DEAD)
    card.get_by_role("button", name="Remove the statement").click()
    expect(plain_page.locator("article.rule")).to_have_count(3)
    plain_page.get_by_role("button", name="Undo").click()
    expect(plain_page.locator("article.rule")).to_have_count(4)


def test_a_check_has_a_page_that_a_finding_leads_to(page):
    paste(page)
    card = unfold(page)
    card.get_by_role("link", name="DENY_NEVER_APPLIES").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(DEAD)
    page.get_by_role("link", name="All checks").click()
    expect(page.get_by_role("link", name=DEAD)).to_be_visible()
