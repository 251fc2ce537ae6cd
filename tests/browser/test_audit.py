"""The audit is found from the library, narrowed, and leads to one policy and its revisions, and back."""

from playwright.sync_api import expect

from tests.browser.audit_pages import work


def test_what_was_done_is_found_from_the_library(page):
    work(page)
    page.goto("/policies/")
    page.get_by_role("link", name="Audit", exact=True).click()
    expect(page.get_by_role("row")).to_have_count(7)
    page.get_by_label("What", exact=True).select_option(label="Renamed")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("row").last).to_contain_text("Renamed it: it was Cat shelf camera.")
    page.get_by_role("link", name="Cat shelf camera, second floor").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Audit of Cat shelf camera, second floor")
    expect(page.get_by_role("row")).to_have_count(5)
    page.get_by_role("link", name="Revisions").click()
    page.get_by_role("link", name="Audit", exact=True).click()
    expect(page.get_by_role("row").last).to_contain_text("Made the policy.")
    with page.expect_download() as lines:
        page.get_by_role("link", name="All as lines of JSON").click()
    assert lines.value.suggested_filename == "cat-shelf-camera-second-floor-audit.jsonl"
