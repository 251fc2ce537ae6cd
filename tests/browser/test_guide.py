"""The two policies of the AWS guide: pasted as they are, with each pair that can never match; and built by hand."""

import json
import re

from playwright.sync_api import expect

from policybuilder.authoring import guide_policies
from tests.browser.harness import allow_422, check_axe
from tests.browser.steps import (
    add_rule,
    answer,
    open_tab,
    policy,
    shown_text,
    shows,
    start_empty,
    tick,
    title_of,
)

FIRST, SECOND = (each.text for each in guide_policies())
MODEL = "arn:aws:rekognition:eu-west-1:444455556666:project/MyProject/version/MyVersion/1700000000000"
PROJECT = "arn:aws:rekognition:eu-west-1:444455556666:project/MyProject/1700000000000"


def paste(page, text, *, exactly=False):
    page.goto("/new/")
    page.get_by_label("Policy document").fill(text)
    page.get_by_label("Keep every statement exactly as written").set_checked(exactly)
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_text(re.compile(r"^\s*Read \d statement"))).to_be_visible()


def test_pasted_to_be_kept_it_is_kept_to_the_character(page):
    for text in (FIRST, SECOND, FIRST.replace("  ", "\t"), json.dumps(json.loads(SECOND))):
        paste(page, text, exactly=True)
        assert json.loads(shown_text(page)) == json.loads(text)
    for text in (FIRST, SECOND):
        paste(page, text, exactly=True)
        assert shown_text(page) == text


def test_pasted_it_says_the_same_and_says_what_is_spelled_otherwise(page):
    paste(page, FIRST)
    assert shown_text(page) == FIRST
    expect(page.get_by_text("Statement 1 (AllResources): a rule, to the character.")).to_be_visible()
    paste(page, SECOND)
    expect(page.get_by_text("a list of one value written as that value and a Sid added")).to_be_visible()
    (wanted,), (statement,) = json.loads(SECOND)["Statement"], policy(page)["Statement"]
    assert statement == {**wanted, "Action": wanted["Action"][0], "Sid": "AllowDetectCustomLabels"}


def test_each_of_the_three_pairs_is_pointed_out(page):
    paste(page, FIRST)
    marked = page.locator("#code .has-note:not(.is-suggestion)")
    expect(marked).to_have_count(3)
    assert marked.all_text_contents() == [
        '"rekognition:CreateProjectVersion"',
        '"rekognition:CreateProject"',
        '"arn:aws:rekognition:*:*:project/SampleProject/*"',
    ]
    assert [line_of(page, number) for number in range(3)] == [17, 25, 38]
    notes = page.locator("article.rule .note-warning")
    expect(notes).to_have_count(3)
    expect(notes.nth(0)).to_contain_text("CreateProjectVersion: it acts on a project")
    expect(notes.nth(1)).to_contain_text("CreateProject is never allowed")
    expect(notes.nth(2)).to_contain_text("This Deny never takes effect")
    for number, title in enumerate(("The action and the resource never meet", "The action takes no ARN", "This Deny")):
        marked.nth(number).focus()
        page.keyboard.press("Enter")
        expect(page.locator(".finding.is-open .finding-title")).to_contain_text(title)
        open_tab(page, "JSON")
    check_axe(page)
    found = open_tab(page, "Findings")
    expect(found.locator(".finding:is(.finding-security, .finding-warning)")).to_have_count(3)
    check_axe(page)


def line_of(page, number):
    """The line that the marked characters stand on, counted in the text itself."""
    item = page.locator("#code .code-line").filter(has=page.locator(".has-note:not(.is-suggestion)")).nth(number)
    return int(item.locator(".code-number").inner_text())


def test_simulate_shows_why_each_pair_can_never_match(page):
    paste(page, FIRST)
    ask(page, "CreateProject")
    expect(answer(page)).to_have_text("not granted")
    for sid in ("SpecificProject", "ExplicitDenyCreateProject"):
        expect(row(page, sid)).to_contain_text("needs *")
        expect(why(page, sid)).to_contain_text('AWS checks this action on "*" only')
    ask(page, "CreateProjectVersion", PROJECT)
    expect(answer(page)).to_have_text("allowed")
    expect(row(page, "SpecificProject")).to_contain_text("decides")
    expect(row(page, "SpecificProjectVersion")).not_to_contain_text("decides")
    ask(page, "DetectCustomLabels", MODEL)
    expect(answer(page)).to_have_text("allowed")
    expect(row(page, "SpecificProjectVersion")).to_contain_text("decides")
    check_axe(page)


def ask(page, operation, resource=""):
    page.goto("/simulate/")
    page.get_by_label("Operation").select_option(operation)
    if resource:
        page.get_by_label("On", exact=True).fill(resource)


def row(page, sid):
    """The row of a statement in the answer; the near ones stand above all of them, too."""
    rows = page.locator("#answer tbody tr").filter(has=page.locator("th", has_text=re.compile(rf"^\s*{sid}\b")))
    return rows.first


def why(page, sid):
    """The sentences below it."""
    return row(page, sid).locator("xpath=following-sibling::tr[1]")


def test_every_way_out_leads_to_a_policy_without_traps(page):
    paste(page, FIRST)
    for name in (
        "Take CreateProjectVersion out",
        "Move CreateProject to a statement of its own on *",
        "Deny CreateProject unless the request has aws:RequestTag/approved = true",
    ):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
    expect(page.locator("#code .has-note:not(.is-suggestion)")).to_have_count(0)
    ask(page, "CreateProject")
    expect(answer(page)).to_have_text("denied")
    page.get_by_label("Tags in the call").fill("approved=true")
    expect(answer(page)).to_have_text("not granted")  # setting a tag is checked as TagResource, which nothing allows


def test_built_by_hand_as_far_as_it_can_work(page):
    start_empty(page)
    allow_422(page, "/")
    add_rule(page, "Allow")
    title_of(page).fill("All resources")
    tick(page, "DescribeProjects")
    shows(page, "AllResources")
    add_rule(page, "Allow")
    title_of(page).fill("Specific project version")
    tick(page, "StopProjectVersion", "StartProjectVersion", "DetectCustomLabels")
    name_the_model(page, "MyProject", "MyVersion")
    shows(page, "project/MyProject/version/MyVersion/*")
    add_rule(page, "Allow")
    title_of(page).fill("Specific project")
    tick(page, "DescribeProjectVersions", "CreateProjectVersion")
    page.get_by_label("Resource", exact=True).select_option("project")
    page.get_by_label("Project", exact=True).fill("MyProject")
    shows(page, '"SpecificProject"')
    shows(page, "rekognition:CreateProjectVersion")
    built, wanted = policy(page)["Statement"], json.loads(FIRST)["Statement"]
    assert [each["Sid"] for each in built] == [each["Sid"] for each in wanted[:3]]
    assert [each["Resource"] for each in built] == [each["Resource"] for each in wanted[:3]]
    assert set(built[1]["Action"]) == set(wanted[1]["Action"]) - {"rekognition:CreateProjectVersion"}
    assert set(built[2]["Action"]) == set(wanted[2]["Action"]) - {"rekognition:CreateProject"}


def name_the_model(page, project, version):
    page.get_by_label("Project", exact=True).fill(project)
    page.get_by_role("radio", name="This name").check()
    page.get_by_label("Model version", exact=True).fill(version)


def test_creating_and_denying_a_project_by_name_is_explained_on_the_spot(page):
    start_empty(page)
    add_rule(page, "Allow")
    tick(page, "CreateProject")
    page.get_by_label("Resource", exact=True).select_option("project")
    page.get_by_label("Project", exact=True).fill("MyProject")
    card = page.locator("article.rule").last
    expect(card.locator(".note-warning")).to_contain_text('checked on "*" only')
    add_rule(page, "Deny")
    tick(page, "CreateProject")
    page.get_by_label("Resource", exact=True).select_option("project")
    page.get_by_label("Project", exact=True).fill("SampleProject")
    card = page.locator("article.rule").last
    expect(card.locator(".note-problem, .note-warning")).to_contain_text("CreateProject")
    assert not [each for each in policy(page)["Statement"] if each["Effect"] == "Deny"]
    card.get_by_role("button", name="Deny CreateProject everywhere").click()
    expect(page.locator("#code")).to_contain_text('"Deny"')
