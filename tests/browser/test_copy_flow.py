"""Copying a model between accounts in the browser: one form, both policies, kept as a pair that decides together."""

from playwright.sync_api import expect

from tests.browser.harness import allow_422, check_axe
from tests.browser.steps import policy

ANSWERS = {
    "Account that owns the model": "444455556666",
    "Project that the model is in": "cats-lab",
    "Model version to copy": "v3",
    "Region of both": "us-east-1",
    "Account that receives the copy": "111122223333",
    "Project that receives the copy": "cats",
    "Bucket for the results": "cat-results",
    "Role that copies": "ModelCopier",
}
COPY = "Copy cats-lab v3 to cats"


def test_a_copy_from_the_question_to_the_pair_in_the_library(page):
    page.goto("/new/")
    page.get_by_role("link", name="Copy a model between accounts").click()
    made = page.locator("#copying-made")
    expect(made).to_contain_text("With examples where an answer is still missing: Account that receives the copy")
    allow_422(page, "/new/copy/")
    page.get_by_role("button", name="Save both to the library").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    check_axe(page)
    answer_all(page)
    expect(made).to_contain_text("role/ModelCopier")
    expect(made.get_by_text("With examples")).to_have_count(0)
    expect(page.locator("#id_source_version_errors")).to_be_empty()
    page.get_by_label("The copy is tagged").check()
    expect(made).to_contain_text("TagResource on cats / copy")
    expect(made.get_by_text("expected otherwise")).to_have_count(0)
    made.get_by_text("AWS CLI: put it on the project").click()
    expect(page.locator("#project-put")).to_contain_text("aws rekognition put-project-policy")
    check_axe(page)
    page.reload()
    expect(page.get_by_label("Role that copies")).to_have_value("ModelCopier")
    expect(page.get_by_label("The copy is tagged")).to_be_checked()
    page.get_by_role("button", name="Save both to the library").click()
    expect(page.get_by_text("Each counts in the other's simulation.")).to_be_visible()
    for name in ("who copies", "project policy"):
        page.goto("/policies/")
        page.get_by_role("link", name=f"{COPY}: {name}", exact=True).click()
        expect(page.get_by_text("scenarios pass")).to_be_visible()
    assert policy(page)["Statement"][0]["Principal"] == {"AWS": "arn:aws:iam::111122223333:role/ModelCopier"}


def test_either_policy_opens_in_the_builder(page):
    page.goto("/new/copy/")
    answer_all(page)
    expect(page.locator("#copying-made")).to_contain_text("role/ModelCopier")
    page.get_by_role("button", name="Open the project policy in the builder").click()
    expect(page.locator("#kind")).to_have_text("Project policy")
    expect(page.locator("#rule-r1")).to_contain_text("Why: A project policy takes this one action.")
    page.go_back()
    page.get_by_role("button", name="Open the identity policy in the builder").click()
    expect(page.locator("#kind")).to_have_text("Identity policy")
    expect(page.get_by_text("The project policy is attached")).to_be_visible()
    expect(page.get_by_text("scenarios pass")).to_be_visible()


def test_without_a_script_it_is_a_plain_form(plain_page):
    page = plain_page
    page.goto("/new/copy/")
    answer_all(page)
    page.get_by_role("button", name="Show both policies").click()
    expect(page.locator("#copying-made")).to_contain_text("With both policies, the copy is")
    expect(page.locator("#copying-made")).to_contain_text("role/ModelCopier")
    page.get_by_role("button", name="Save both to the library").click()
    expect(page.get_by_role("link", name=f"{COPY}: project policy", exact=True)).to_be_visible()


def answer_all(page):
    for label, text in ANSWERS.items():
        page.get_by_label(label, exact=True).fill(text)


def test_a_reload_right_after_an_answer_finds_it(page):
    page.goto("/new/copy/")
    page.get_by_label("Role that copies").fill("ModelCopier")
    page.get_by_label("The copy is tagged").check()
    page.reload()
    expect(page.get_by_label("Role that copies")).to_have_value("ModelCopier")
    expect(page.get_by_label("The copy is tagged")).to_be_checked()
