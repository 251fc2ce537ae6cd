"""From a job to a policy that is proven: choose a recipe, answer, look at the builder and at the scenarios."""

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
    key.fill("1234abcd-12ab-34cd-56ef-1234567890ab")
    allow_422(page, "/new/inference-app/")
    page.get_by_role("button", name="Open in the builder").click()
    expect(page.locator("#id_bucket_errors")).to_contain_text("letters, digits")
    expect(page.get_by_label("Project", exact=True)).to_have_value("parts")
    expect(page.get_by_label("Region lock")).to_be_checked()
    check_axe(page)
    page.get_by_label("Bucket with the images").fill("parts-images")
    page.get_by_role("button", name="Open in the builder").click()
    expect(page.get_by_text("“Application that uses a model” is filled in.")).to_be_visible()
    names = [each["Sid"] for each in policy(page)["Statement"]]
    assert names == ["UseTheModel", "ReadTheImages", "DecryptTheImages", "OnlyTheseRegions"]
    page.goto("/scenarios/")
    expect(page.get_by_role("link", name="It can use the model")).to_be_visible()
    expect(page.get_by_role("link", name="Nothing can be listed in another Region")).to_be_visible()


def test_without_a_script_it_is_a_plain_form(plain_page):
    page = plain_page
    page.goto("/new/model-operator/")
    allow_422(page, "/new/model-operator/")
    page.get_by_role("button", name="Open in the builder").click()
    expect(page.locator("#id_account_errors")).to_contain_text("needed")
    answer_all(page)
    page.get_by_role("button", name="Open in the builder").click()
    assert [each["Sid"] for each in policy(page)["Statement"]] == ["RunTheModels", "SeeHowTheyAre", "FindTheProjects"]


def answer_all(page):
    for label, text in ANSWERS.items():
        page.get_by_label(label, exact=True).fill(text)
