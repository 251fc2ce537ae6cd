"""Finding one's way in a library: tags, filters and orders stay while policies are renamed, and without a script."""

import pytest
from playwright.sync_api import expect

from tests.browser.harness import check_axe, check_fits
from tests.browser.library_pages import NAMES, filtered_by, row, saved, tag
from tests.browser.steps import save


@pytest.mark.parametrize("javascript", [True, False])
def test_tagged_policies_are_found_sorted_and_renamed_in_one_place(open_page, javascript):
    page = open_page(javascript=javascript)
    saved(page)
    cats, parts, experiment = NAMES
    tag(page, cats, "production, team vision")
    tag(page, parts, "Production")
    page.get_by_role("navigation", name="Tags").get_by_role("link", name="production 2").click()
    expect(page.locator("#library-count")).to_have_text("2 of 3 saved policies")
    page.get_by_role("link", name="Name", exact=True).click()
    expect(page.locator("tbody th > a")).to_have_text([cats, parts])
    row(page, cats).get_by_role("link", name="Rename").click()
    page.get_by_role("textbox", name="New name").fill("Shelf camera")
    page.get_by_role("button", name="Rename", exact=True).click()
    expect(page.locator("tbody th > a")).to_have_text([parts, "Shelf camera"])
    expect(filtered_by(page)).to_have_count(1)
    expect(page.get_by_role("columnheader", name="Name")).to_have_attribute("aria-sort", "ascending")
    if javascript:
        check_axe(page)
        check_fits(page)
    filtered_by(page).click()
    expect(page.locator("tbody th > a")).to_have_text([experiment, parts, "Shelf camera"])
    row(page, experiment).get_by_role("checkbox").check()
    row(page, parts).get_by_role("checkbox").check()
    page.get_by_role("button", name="Delete the ticked").click()
    expect(page.get_by_text("2 policies are deleted.")).to_be_visible()
    bin_ = page.get_by_role("region", name="Deleted")
    bin_.get_by_role("checkbox", name=parts).check()
    bin_.get_by_role("button", name="Bring the ticked back").click()
    expect(page.locator("tbody th > a")).to_have_text([parts, "Shelf camera"])


def test_what_the_server_ticked_is_counted(page):
    for name in ("Cats", "Parts"):
        page.goto("/")
        save(page, name)
    page.goto("/policies/")
    page.get_by_role("checkbox", name="Tick Cats").check()
    page.get_by_role("button", name="Compare the two").click()
    expect(page.get_by_text("Tick the two policies")).to_be_visible()
    expect(page.locator("[data-group-count]")).to_have_text("1")
    page.get_by_role("checkbox", name="Tick Parts").check()
    expect(page.get_by_role("button", name="Tick none")).to_be_visible()
    page.get_by_role("button", name="Compare the two").click()
    expect(page.get_by_role("heading", name="Compare", level=1)).to_be_visible()
