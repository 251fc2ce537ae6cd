"""A journey of revisions: saved twice, listed, compared, looked at, taken back and undone."""

from playwright.sync_api import expect

from tests.browser.harness import check_axe
from tests.browser.revision_pages import revisions
from tests.browser.steps import shows, shows_not


def test_a_revision_is_compared_taken_back_and_undone(page):
    revisions(page)
    expect(page.get_by_text("agreed with the team on Thursday")).to_be_visible()
    check_axe(page)
    page.get_by_role("link", name="Compare revision 2 with the one before").click()
    expect(page.get_by_role("heading", name="A allows more than B")).to_be_visible()
    expect(page.get_by_role("region", name="Lines that differ")).to_contain_text("CreateProjects")
    page.get_by_text("Example", exact=False).first.click()
    page.get_by_role("link", name="Ask B in Simulate").click()
    expect(page.get_by_role("heading", name="Simulate")).to_be_visible()
    page.go_back()
    page.go_back()
    page.get_by_role("link", name="Revision 1", exact=True).click()
    page.get_by_role("link", name="Summary").click()
    expect(page.get_by_role("region", name="Summary")).to_contain_text("May use CreateProject")
    expect(page).to_have_url(f"{page.url.partition('?')[0]}?pane=summary")
    page.get_by_role("button", name="Restore this revision 1").click()
    expect(page.get_by_text("Revision 1 was put into the working copy.")).to_be_visible()
    shows(page, "CreateProjects")
    page.get_by_role("button", name="Undo").click()
    shows_not(page, "CreateProjects")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Nothing changed since revision 2.")).to_be_visible()
    note = page.get_by_role("textbox", name="Note for the revision")
    note.fill("Checked")
    note.press("Enter")  # with a script it saves
    expect(page.get_by_text("Saved as Shelf, revision 3.")).to_be_visible()
