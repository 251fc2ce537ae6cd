"""Journeys of teams: made, joined by a link, read, and worked in."""

from playwright.sync_api import expect

from tests.browser.harness import allow_status, check_axe
from tests.browser.steps import open_rule, save, title_of
from tests.browser.team_pages import another, enter, invite, make_team, member


def test_a_viewer_joins_by_a_link_reads_and_becomes_an_editor(open_page):
    owner, reader = open_page(), open_page(phone=True)
    member(owner, "olga")
    team = make_team(owner)
    owner.goto("/")
    policy = save(owner, "Cat shelf camera")
    owner.goto(team)
    another(owner, invite(owner, "Viewer"), "vera", into=reader)
    reader.get_by_role("link", name="Cat shelf camera", exact=True).click()
    expect(reader.get_by_text("You are a viewer in Vision platform.")).to_be_visible()
    expect(reader.get_by_role("textbox", name="Name of the policy")).to_be_disabled()
    expect(reader.get_by_role("button", name="Save", exact=True)).to_be_hidden()
    reader.get_by_role("link", name="Show Use my model").click()
    expect(reader.get_by_role("textbox", name="Title of the rule")).to_be_disabled()
    check_axe(reader)
    reader.get_by_role("button", name="Copy to my own library").click()
    expect(reader.get_by_text("Copied into your own library as Cat shelf camera.")).to_be_visible()
    expect(reader.get_by_role("button", name="Save", exact=True)).to_be_visible()
    owner.goto(team)
    role = owner.get_by_role("combobox", name="Role of vera")
    role.select_option("editor")
    owner.get_by_role("row").filter(has=role).get_by_role("button", name="Change").click()
    expect(owner.get_by_text("is an editor now.")).to_be_visible()
    reader.goto(policy)
    card = open_rule(reader, "r2")
    with reader.expect_response("**/preview/"):
        title_of(card).fill("By the new editor")
    save(reader, "Cat shelf camera")
    owner.goto(policy)
    expect(owner.get_by_role("heading", name="By the new editor")).to_be_visible()


def test_who_becomes_a_viewer_while_typing_is_told_and_keeps_what_was_typed(open_page):
    owner, typist = open_page(), open_page()
    member(owner, "olga")
    team = make_team(owner)
    another(owner, invite(owner, "Editor"), "ed", into=typist)
    typist.goto("/")
    card = open_rule(typist, "r2")
    owner.goto(team)
    role = owner.get_by_role("combobox", name="Role of ed")
    role.select_option("viewer")
    owner.get_by_role("row").filter(has=role).get_by_role("button", name="Change").click()
    expect(owner.get_by_text("is a viewer now.")).to_be_visible()
    allow_status(typist, "/preview/", 403)
    title_of(card).fill("Typed too late")
    expect(typist.get_by_text("You may read in Vision platform, not change anything.")).to_be_visible()
    expect(title_of(card)).to_have_value("Typed too late")
    enter(typist, "Own workspace")
    expect(typist.get_by_role("button", name="Save", exact=True)).to_be_visible()


def test_teams_work_without_a_script(plain_page):
    member(plain_page)
    make_team(plain_page)
    plain_page.goto("/")
    enter(plain_page, "Own workspace")
    expect(plain_page.locator(".workspace-menu > summary")).to_contain_text("Own workspace")
