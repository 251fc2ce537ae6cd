"""The JSON side of the builder in the browser: typed in the editor, mended in place, and by plain posts without scripts."""

import json
import re

from playwright.sync_api import expect

from tests.browser.harness import allow_422, allow_status, check_axe, check_fits
from tests.browser.steps import load_sample, open_tab, save, shows, title_of
from tests.browser.text_pages import json_error, json_kept, json_side, rewrite, side, text, to_json

OFFERS = ".cm-tooltip-autocomplete"


def line(page, words):
    return page.locator(".cm-line", has_text=words).first


def at_end_of(page, words):
    """Put the cursor behind the last character of a line that holds these words."""
    line(page, words).click()
    page.keyboard.press("End")


def after_preview(page, act):
    """Do something that changes the text, and wait for the answer."""
    with page.expect_response(lambda answer: "/preview/" in answer.url):
        act()


def type_text(page, words):
    """Type letter by letter, as fast as people do; what is half typed cannot be read."""
    allow_422(page, "/preview/")
    page.keyboard.type(words, delay=60)


def test_typing_is_followed_and_comes_back_as_rules(page):
    page.goto("/")
    to_json(page)
    line(page, '"UseMyModel"').dblclick(position={"x": 120, "y": 10})
    after_preview(page, lambda: page.keyboard.insert_text("UseTheShelfModel"))
    open_tab(page, "Take it")
    expect(page.locator(".result-body")).to_contain_text("UseTheShelfModel")
    page.reload()
    expect(line(page, '"UseTheShelfModel"')).to_be_visible()
    check_axe(page)
    side(page, "Form").click()
    expect(page.locator("#rule-r2")).to_contain_text("Use the shelf model")
    expect(page.locator("#rule-r2").get_by_text("as written")).to_have_count(0)
    expect(side(page, "Form")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".cm-content")).not_to_contain_text("UseTheShelfModel")


def test_an_action_is_picked_from_what_is_offered(page):
    page.goto("/")
    to_json(page)
    at_end_of(page, '"rekognition:StopProjectVersion"')
    type_text(page, ',\n"DetectCus')
    expect(page.locator(OFFERS).get_by_role("option").first).to_have_text(re.compile("rekognition:DetectCustomLabels"))
    # the editor takes no key for the list in its first 75 ms, so that none is caught unread
    page.wait_for_function("shown => performance.now() - shown > 100", arg=page.evaluate("performance.now()"))
    after_preview(page, lambda: page.keyboard.press("Enter"))
    actions = json.loads(text(page))["Statement"][1]["Action"]
    assert actions[-2:] == ["rekognition:StopProjectVersion", "rekognition:DetectCustomLabels"]


def test_the_actions_of_another_service_follow_its_prefix(page):
    page.goto("/")
    to_json(page)
    at_end_of(page, '"rekognition:StopProjectVersion"')
    type_text(page, ', "s3')
    page.locator(OFFERS).get_by_role("option", name=re.compile(r"^s3:\s*Amazon S3$")).click()
    page.keyboard.type("GetObj")
    expect(page.locator(OFFERS).get_by_role("option").first).to_have_text(re.compile("s3:GetObject"))
    page.locator(OFFERS).get_by_role("option", name=re.compile("^s3:GetObject ?Read$")).click()
    assert '"s3:GetObject"' in text(page)


def test_keys_operators_and_resources_are_offered_where_they_belong(page):
    load_sample(page)
    page.goto("/")
    to_json(page)
    rewrite(
        page,
        '{"Version": "2012-10-17", "Statement": [{"Effect": "", "Action": "rekognition:StartProjectVersion",\n"Resource": "",\n"Condition": {"": {}}}]}',
    )
    cases = [
        ('"Effect": "', "Allow"),
        ('"Resource": "', "arn:aws:rekognition:us-east-1:111122223333:project/*/version/*/*"),
        ('"Resource": "', "project/cats"),
        ('"Condition": {"', "StringEquals"),
    ]
    for before, wanted in cases:
        offered_behind(page, before)
        expect(page.locator(OFFERS)).to_contain_text(wanted)
        page.keyboard.press("Escape")
    rewrite(page, text(page).replace('{"": {}}', '{"StringEquals": {"": ""}}'))
    offered_behind(page, '"StringEquals": {"')
    expect(page.locator(OFFERS)).to_contain_text("aws:RequestedRegion")


def test_a_name_can_be_asked_for_where_nothing_stands_yet(page):
    page.goto("/")
    to_json(page)
    allow_422(page, "/preview/")
    rewrite(page, '{"Version": "2012-10-17", "Statement": [{"Effect": , "Action": "*", "Resource": "*"}]}')
    offered_behind(page, '"Effect": ')
    page.locator(OFFERS).get_by_role("option", name="Deny").click()
    assert '"Effect": "Deny",' in text(page)
    expect(page.locator("#text-problem")).to_have_count(0)


def offered_behind(page, words):
    """Put the cursor behind these words of the text, with the keyboard, and ask for names."""
    page.locator(".cm-content").focus()
    page.keyboard.press("ControlOrMeta+Home")
    for _ in range(text(page).index(words) + len(words)):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+Space")
    expect(page.locator(OFFERS)).to_be_visible()


def test_a_slip_is_said_in_place_and_mended_by_its_button(page):
    json_error(page)
    problem = page.locator("#text-problem")
    expect(problem).to_contain_text("Line 2, column 27")
    expect(page.locator(".cm-content")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".cm-lint-marker-error")).to_be_visible()
    expect(page.locator(".findings")).to_contain_text("A comma too many")
    open_tab(page, "Summary")
    expect(page.locator("#stale")).to_contain_text("This is the last good state.")
    check_axe(page)
    problem.get_by_role("link", name="Show in the text").click()
    expect(page.locator(".cm-content")).to_be_focused()
    expect(page.locator(".cm-activeLine")).to_contain_text("2012-10-17")
    problem.get_by_role("button", name="Remove the comma").click()
    expect(problem).to_have_count(0)
    expect(page.locator(".cm-content")).to_be_focused()
    expect(page.locator(".cm-activeLine")).to_contain_text("2012-10-17")
    json.loads(text(page))
    expect(page.locator("#stale")).to_have_count(0)


def test_findings_lead_to_the_text_and_the_text_to_findings(page):
    json_side(page)
    card = page.locator(".finding", has_text="This Deny never takes effect")
    card.get_by_role("link", name="Show in the text").click()
    expect(page.locator(".cm-activeLine")).to_contain_text("project/SampleProject")
    open_tab(page, "Summary")
    page.locator(".cm-lintRange-warning").first.hover()
    tip = page.locator(".cm-tooltip-lint")
    expect(tip).to_contain_text("This Deny never takes effect")
    tip.get_by_role("button", name="See the finding").click()
    expect(page.locator(".finding.is-open")).to_contain_text("This Deny never takes effect")


def test_going_to_the_form_keeps_a_text_that_cannot_be_read(page):
    json_kept(page)
    expect(page.locator("article.rule")).to_have_count(5)
    page.reload()
    page.get_by_role("button", name="Back to the JSON text").click()
    expect(page.locator("#text-problem")).to_be_visible()
    assert '"2012-10-17",,' in text(page)
    side(page, "Form").click()
    page.get_by_role("button", name="Drop the text").click()
    expect(page.locator("#kept-text")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#kept-text")).to_be_visible()


def test_the_editor_takes_its_own_steps_back(page):
    page.goto("/")
    to_json(page)
    before = text(page)
    at_end_of(page, '"Effect": "Allow",')
    page.keyboard.type(" ")
    after_preview(page, lambda: page.keyboard.press("Enter"))
    assert text(page) != before
    after_preview(page, lambda: [page.keyboard.press("ControlOrMeta+z") for _ in range(3)])
    assert text(page) == before


def test_tab_leaves_the_text_and_search_finds_in_it(page):
    json_side(page)
    content = page.locator(".cm-content")
    content.focus()
    page.keyboard.press("ControlOrMeta+f")
    expect(page.locator(".cm-search")).to_be_visible()
    page.keyboard.type("TrainIn")
    expect(page.locator(".cm-searchMatch")).to_have_count(1)
    page.keyboard.press("Escape")
    content.focus()
    page.keyboard.press("Tab")
    expect(content).not_to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(content).to_be_focused()


def test_two_tabs_do_not_overwrite_each_other(page):
    page.goto("/")
    to_json(page)
    other = page.context.new_page()
    other.goto("/")
    expect(other.locator(".cm-content")).to_be_visible()
    rewrite(page, text(page).replace("UseMyModel", "Mine"))
    allow_status(other, "/preview/", 409)
    rewrite(other, text(other).replace("UseMyModel", "Theirs"))
    expect(other.get_by_role("alert")).to_contain_text("was changed somewhere else")
    assert "Theirs" in text(other)
    other.get_by_role("button", name="Keep mine instead").click()
    expect(other.get_by_role("alert")).to_have_count(0)
    assert "Theirs" in text(other)


def test_a_saved_policy_opens_on_its_text(page):
    page.goto("/")
    to_json(page)
    rewrite(page, re.sub(r"\n\s*", " ", text(page)))
    typed = text(page)
    address = save(page, "One line")
    page.goto(address)
    expect(page.locator(".cm-content")).to_be_visible()
    assert text(page) == typed
    assert page.request.get(f"{address}policy.json").text() == typed


def test_the_editor_comes_only_where_text_is_typed(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    shows(page, "UseMyModel")
    assert not [url for url in asked if "codemirror" in url]
    to_json(page)
    assert len([url for url in asked if "codemirror" in url]) == 1


def test_where_the_editor_does_not_come_the_text_area_does(page):
    page.route("**/vendor/codemirror*", lambda route: route.fulfill(status=404))
    page.goto("/")
    side(page, "JSON").click()
    area = page.get_by_role("textbox", name="Policy as JSON")
    allow_status(page, str(area.get_attribute("data-text-editor")), 404)
    after_preview(page, lambda: area.fill(text(page).replace("UseMyModel", "Mine")))
    open_tab(page, "Take it")
    expect(page.locator(".result-body")).to_contain_text("Mine")


def test_a_phone_and_the_dark(open_page):
    for choices in ({"phone": True}, {"phone": True, "dark": True}, {"dark": True}):
        page = open_page(**choices)
        json_error(page)
        check_fits(page)
        if "phone" not in choices:
            expect(page.locator("#text-problem")).to_be_in_viewport(ratio=1)
        check_axe(page)


def test_without_scripts_the_text_goes_by_its_button(plain_page):
    page = plain_page
    page.goto("/")
    side(page, "JSON").click()
    area = page.get_by_role("textbox", name="Policy as JSON")
    good = area.input_value()
    area.fill(good.replace('"2012-10-17",', '"2012-10-17",,'))
    page.get_by_role("button", name="Update", exact=True).click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.locator("#text-problem")).to_contain_text("Line 2, column 27")
    expect(page.locator(".text-excerpt")).to_contain_text('"2012-10-17",,')
    expect(area).to_have_value(good.replace('"2012-10-17",', '"2012-10-17",,'))
    page.locator("#text-problem").get_by_role("button", name="Remove the comma").click()
    expect(area).to_have_value(good)
    area.fill(good.replace("UseMyModel", "UseTheShelfModel"))
    page.get_by_role("button", name="Update", exact=True).click()
    side(page, "Form").click()
    expect(page.locator("#rule-r2")).to_contain_text("Use the shelf model")
    page.locator("#rule-r2").get_by_role("button", name=re.compile("Edit")).click()
    expect(title_of(page)).to_have_value("Use the shelf model")
