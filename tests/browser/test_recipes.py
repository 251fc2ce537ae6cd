"""From jobs to a policy that is proven: choose recipes, answer, look at what they make, at the builder, at the scenarios."""

import re

from playwright.sync_api import expect

from tests.browser.harness import allow_422, check_axe
from tests.browser.steps import load_sample, policy

ANSWERS = {"Account": "111122223333", "Regions": "us-east-1", "Project": "parts"}


def test_from_a_job_to_a_proven_policy(page):
    load_sample(page)
    page.goto("/new/")
    page.get_by_role("link", name="Application that uses a model").click()
    prefix = page.get_by_label("Folder of the images (optional)")
    key = page.get_by_label("KMS key", exact=True)
    expect(prefix).to_be_visible()
    expect(key).to_be_hidden()
    page.get_by_label("The bucket is encrypted").check()
    expect(key).to_be_visible()
    page.get_by_label("Region lock").check()
    answer_all(page)
    page.get_by_label("Bucket with the images").fill("parts images")
    expect(page.locator("#id_bucket_errors")).to_contain_text("letters, digits")
    key.fill("1234abcd-12ab-34cd-56ef-1234567890ab")
    allow_422(page, "/new/inference-app/")
    page.get_by_role("button", name="Open in the builder").click()
    expect(page.locator("#id_bucket_errors")).to_contain_text("letters, digits")
    expect(page.get_by_label("Project", exact=True)).to_have_value("parts")
    expect(page.get_by_label("Region lock")).to_be_checked()
    check_axe(page)
    told = page.get_by_role("alert").get_by_role("link", name=re.compile("letters, digits"))
    expect(told).not_to_contain_class("is-mended")
    page.get_by_label("Bucket with the images").fill("parts-images")
    expect(told).to_contain_class("is-mended")
    page.get_by_role("button", name="Open in the builder").click()
    expect(page.get_by_text("“Application that uses a model” and “Region lock” are filled in.")).to_be_visible()
    names = [each["Sid"] for each in policy(page)["Statement"]]
    assert names == ["UseTheModel", "ReadTheImages", "DecryptTheImages", "OnlyTheseRegions"]
    expect(page.locator("#rule-r1")).to_contain_text("Why: This is the one call that asks a model.")
    page.goto("/scenarios/")
    expect(page.get_by_role("link", name="It can use the model")).to_be_visible()
    expect(page.get_by_role("link", name="Nothing can be listed in another Region")).to_be_visible()


def test_jobs_and_rules_together_while_they_are_chosen(page):
    page.goto("/new/data-scientist/")
    made = page.locator("#recipe-made")
    expect(made).to_contain_text("With examples where an answer is still missing: Account, Regions, Project")
    answer_all(page)
    expect(made).to_contain_text("project/parts/*")
    expect(page.get_by_label("Project", exact=True)).to_be_focused()
    expect(made).to_contain_text("still missing: Bucket with the images, Bucket for the results.")
    page.get_by_text("Another job", exact=True).click()
    page.get_by_label("Operator who starts and stops models").check()
    expect(made).to_contain_text("RunTheModels")
    expect(made).to_contain_text("By itself “Data scientist who trains models” would not allow StartProjectVersion")
    expect(page.get_by_label("Project", exact=True)).to_have_count(1)
    expect(page.get_by_label("Project", exact=True)).to_have_value("parts")
    page.get_by_label("Deletion only with MFA").press("Space")
    expect(made).to_contain_text("DeletionNeedsMFA")
    expect(page.get_by_label("Deletion only with MFA")).to_be_focused()
    page.get_by_label("No deletion").check()
    expect(made).to_contain_text("“No deletion” denies it in any case, so that the condition is idle.")
    page.get_by_label("No deletion").uncheck()
    expect(made.get_by_text("so that the condition is idle")).to_have_count(0)
    check_axe(page)
    page.reload()
    expect(page.get_by_label("Deletion only with MFA")).to_be_checked()
    expect(page.get_by_label("Project", exact=True)).to_have_value("parts")
    page.get_by_role("link", name="See it proven").click()
    expect(page.get_by_role("heading", name="Operator who starts and stops models")).to_be_visible()
    expect(page.get_by_text("fails", exact=True)).to_have_count(0)
    check_axe(page)
    page.get_by_role("link", name="Back to the recipe").click()
    expect(page.get_by_label("Operator who starts and stops models")).to_be_checked()


def test_a_reason_is_edited_in_the_builder(page):
    page.goto("/new/stopper/?account=111122223333&regions=us-east-1")
    page.get_by_role("button", name="Open in the builder").click()
    rule = page.locator("#rule-r3")
    rule.get_by_role("button", name="Edit").click()
    reason = rule.get_by_label("Reason, for people")
    expect(reason).to_have_value("It acts on model versions: those of every project here.")
    with page.expect_response(lambda answer: answer.url.endswith("/preview/")):
        reason.fill("The night shift asked for it.")
    rule.get_by_role("button", name="Done").click()
    expect(rule).to_contain_text("Why: The night shift asked for it.")
    assert "night shift" not in str(policy(page))
    page.get_by_role("link", name="Summary").click()
    expect(page.locator("#result")).to_contain_text("The night shift asked for it.")


def test_without_a_script_it_is_a_plain_form(plain_page):
    page = plain_page
    page.goto("/new/model-operator/")
    allow_422(page, "/new/model-operator/")
    page.get_by_role("button", name="Open in the builder").click()
    expect(page.locator("#id_account_errors")).to_contain_text("needed")
    answer_all(page)
    page.get_by_label("Region lock").check()
    page.get_by_role("button", name="Show the policy").last.click()
    expect(page.locator("#recipe-made")).to_contain_text("OnlyTheseRegions")
    expect(page.get_by_label("Project", exact=True)).to_have_value("parts")
    page.get_by_role("button", name="Open in the builder").click()
    names = [each["Sid"] for each in policy(page)["Statement"]]
    assert names == ["RunTheModels", "SeeHowTheyAre", "FindTheProjects", "OnlyTheseRegions"]


def answer_all(page):
    for label, text in ANSWERS.items():
        page.get_by_label(label, exact=True).fill(text)
