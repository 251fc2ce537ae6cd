"""A journey of a share link: made, opened by somebody else, downloaded, copied, revoked, gone."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.harness import allow_status, check_axe
from tests.browser.share_pages import make_link, to_links


def test_a_link_is_made_opened_copied_and_revoked(open_page):
    page, reader = open_page(), open_page(phone=True)
    to_links(page)
    expect(page.get_by_label("The last day")).to_be_hidden()
    page.get_by_label("It opens", exact=True).select_option("day")
    expect(page.get_by_label("The last day")).to_be_visible()
    address = make_link(page)
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#status")).not_to_be_empty()
    check_axe(page)
    reader.goto(address)
    expect(reader.get_by_role("heading", name="Cat shelf camera")).to_be_visible()
    reader.get_by_role("link", name="Summary").click()
    expect(reader.get_by_text("May use DescribeProjects")).to_be_visible()
    expect(reader).to_have_url(f"{address}?pane=summary")
    reader.get_by_role("link", name="Access map").click()
    expect(reader.get_by_role("columnheader", name="MyProject / MyVersion")).to_be_visible()
    check_axe(reader)
    with reader.expect_download() as started:
        reader.get_by_role("link", name="Download").click()
    assert started.value.suggested_filename == "cat-shelf-camera.json"
    assert "rekognition:DetectCustomLabels" in Path(started.value.path()).read_text()
    reader.get_by_role("link", name="Copy to my library").click()
    reader.get_by_role("button", name="Copy it").click()
    expect(reader.get_by_text("is in your own library")).to_be_visible()
    expect(reader.get_by_role("textbox", name="Name of the policy")).to_have_value("Cat shelf camera")
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("The link is revoked")).to_be_visible()
    allow_status(reader, address, 404)
    reader.goto(address)
    expect(reader.get_by_role("heading", name="This link opens nothing")).to_be_visible()
    reader.goto("/policies/")
    expect(reader.get_by_role("link", name="Cat shelf camera", exact=True)).to_be_visible()


def test_a_reader_without_a_script_takes_the_policy_as_terraform(open_page):
    page, reader = open_page(), open_page(javascript=False)
    to_links(page)
    reader.goto(make_link(page))
    reader.get_by_role("link", name="Take it").click()
    reader.get_by_role("link", name="Terraform", exact=True).click()
    with reader.expect_download() as started:
        reader.get_by_role("link", name="cat-shelf-camera.tf").click()
    assert "aws_iam_policy" in Path(started.value.path()).read_text()
