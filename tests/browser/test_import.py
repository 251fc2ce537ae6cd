"""Opening policies in the browser: from answers, files, a drop; mended in place; several saved at once."""

import json

from playwright.sync_api import expect

from tests.browser.harness import allow_422, check_axe, check_fits
from tests.browser.import_pages import (
    ACCOUNT,
    BROKEN,
    DENY,
    GUIDE,
    SECOND,
    TEMPLATE,
    VERSION,
    computed,
    elsewhere,
    mending,
    paste,
    several,
    together,
)
from tests.browser.steps import policy, shown_text, shows

DROP = """(text) => {
  const data = new DataTransfer();
  data.items.add(new File([text], "dropped.json", { type: "application/json" }));
  for (const kind of ["dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""


def test_an_answer_of_the_cli_becomes_rules_and_each_statement_is_accounted_for(page):
    paste(page, VERSION)
    expect(page.get_by_text("Read 1 statement as a rule that says the same.")).to_be_visible()
    expect(page.get_by_text("Found at PolicyVersion.Document")).to_be_visible()
    expect(page.get_by_text("a Sid added")).to_be_visible()
    check_axe(page)
    (statement,) = policy(page)["Statement"]
    assert [statement["Action"]] == json.loads(SECOND)["Statement"][0]["Action"]
    page.goto("/new/")
    page.get_by_label("Policy document").fill(VERSION)
    page.get_by_label("Keep every statement exactly as written").check()
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_text("since you asked for it")).to_be_visible()
    assert policy(page) == json.loads(SECOND)


def test_several_documents_are_saved_to_the_library_and_one_is_opened(page):
    several(page)
    rows = page.locator("#documents tbody tr")
    expect(rows).to_have_count(4)
    check_axe(page)
    rows.nth(1).get_by_label("Name of the policy").fill("Train the cats")
    page.get_by_role("button", name="Save the ticked ones").click()
    expect(page.get_by_text("Saved 2 policies.")).to_be_visible()
    for name in ("Train the cats", "use-one-model"):
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    page.get_by_role("link", name="Train the cats", exact=True).click()
    assert len(policy(page)["Statement"]) == 4
    several(page)
    rows.nth(2).get_by_role("button", name="Open").click()
    expect(page.get_by_text("Read 1 statement as a rule that says the same.")).to_be_visible()


def test_files_are_chosen_or_dropped_anywhere(page):
    page.goto("/new/")
    page.get_by_label("Or choose files").set_input_files(
        [
            {"name": "guide.json", "mimeType": "application/json", "buffer": GUIDE.encode()},
            {"name": "deny.json", "mimeType": "application/json", "buffer": json.dumps(DENY).encode()},
        ]
    )
    page.get_by_role("button", name="Open it").click()
    expect(page.locator("#documents")).to_contain_text("guide.json")
    page.get_by_role("button", name="Open the document at The whole text of deny.json").click()
    shows(page, '"No"')
    assert policy(page) == DENY
    page.goto("/new/")
    page.evaluate(DROP, GUIDE)
    expect(page.get_by_text("Read 4 statements")).to_be_visible()
    assert shown_text(page) == GUIDE


def test_what_is_typed_stays_when_a_file_is_dropped_beside_it(page):
    page.goto("/new/")
    page.get_by_label("Policy document").fill(json.dumps(DENY))
    page.evaluate(DROP, GUIDE)
    expect(page.locator("#documents tbody tr")).to_have_count(2)
    expect(page.locator("#documents")).to_contain_text("dropped.json")
    check_fits(page)


def test_broken_json_is_mended_where_it_stands_and_then_opens(page):
    mending(page)
    check_axe(page)
    area = page.get_by_label("Policy document")
    expect(area).to_have_value(BROKEN)
    page.get_by_role("button", name="Remove the comma").click()
    page.get_by_role("button", name="Write straight quotes").click()
    expect(page.get_by_text("Nothing keeps it from being opened any more.")).to_be_visible()
    expect(area).to_have_value(GUIDE)
    page.get_by_role("button", name="Undo the last change").click()
    expect(page.get_by_role("button", name="Write straight quotes")).to_be_visible()
    page.get_by_role("button", name="Write straight quotes").click()
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_text("Read 4 statements")).to_be_visible()
    assert shown_text(page) == GUIDE


def test_a_document_with_faults_in_a_sound_wrapping_is_taken_out_and_mended(page):
    allow_422(page, "/new/")
    paste(page, json.dumps({"PolicyDocument": BROKEN}))
    expect(page.get_by_text("This is the document at PolicyDocument alone.")).to_be_visible()
    page.get_by_role("button", name="Mend all 2 slips").click()
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_text("Read 4 statements")).to_be_visible()


def test_what_a_template_computes_is_written_in_by_hand(page):
    computed(page)
    check_axe(page)
    area = page.get_by_label("Policy document")
    plain = json.loads(area.input_value())
    plain["Statement"][0]["Resource"] = "arn:aws:s3:::cats/*"
    area.fill(json.dumps(plain))
    page.get_by_role("button", name="Open it").click()
    shows(page, "arn:aws:s3:::cats/*")
    assert "Fn::Sub" in TEMPLATE


def test_a_trust_policy_is_checked_instead(page):
    elsewhere(page)
    expect(page.get_by_role("heading", name="Validate", exact=True)).to_be_visible()
    expect(page.get_by_label("Kind of policy")).to_have_value("trust")
    check_axe(page)


def test_one_button_turns_the_guides_policy_into_what_was_meant(page):
    together(page)
    check_axe(page)
    page.get_by_role("button", name="Turn them into what was meant").click()
    expect(page.get_by_text("places can never match")).to_have_count(0)
    expect(page.locator("article.rule").get_by_text("as written", exact=True)).to_have_count(0)
    page.goto("/?pane=json")
    statements = {each["Sid"]: each for each in policy(page)["Statement"]}
    assert statements["ExplicitDenyCreateProject"] == {
        "Sid": "ExplicitDenyCreateProject",
        "Effect": "Deny",
        "Action": "rekognition:CreateProject",
        "Resource": "*",
    }
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator("#code")).to_contain_text("project/SampleProject")
    assert shown_text(page) == GUIDE


def test_without_a_script_it_is_the_same_way(plain_page):
    page = plain_page
    allow_422(page, "/new/")
    paste(page, BROKEN)
    page.get_by_role("button", name="Mend all 2 slips").click()
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_text("Read 4 statements")).to_be_visible()
    assert shown_text(page) == GUIDE
    paste(page, ACCOUNT)
    page.get_by_role("button", name="Save the ticked ones").click()
    expect(page.get_by_text("Saved 2 policies.")).to_be_visible()
    paste(page, GUIDE)
    page.goto("/?pane=findings")
    page.get_by_role("button", name="Turn them into what was meant").click()
    page.goto("/?pane=findings")
    expect(page.get_by_text("places can never match")).to_have_count(0)
