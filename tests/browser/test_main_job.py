"""The whole job, from an empty page to a policy in hand: with the mouse, with the keyboard only, without JavaScript."""

import json
import re
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Page, expect

from tests.browser.harness import allow_422, allow_status, check_axe

VERSION = "arn:aws:rekognition:us-east-1:111122223333:project/MyProject/version/MyVersion/1690556751958"


def load_sample(page: Page) -> None:
    page.goto("/inventory/")
    page.get_by_role("button", name="Load the sample inventory").click()
    expect(page.get_by_role("heading", name="MyProject", exact=True)).to_be_visible()


def start_empty(page: Page) -> None:
    page.goto("/new/")
    page.get_by_role("button", name="Start empty").click()
    expect(page.get_by_text("No rules yet")).to_be_visible()


def policy_in(page: Page) -> dict[str, Any]:
    """The policy as the JSON tab shows it, line by line."""
    shown: dict[str, Any] = json.loads("\n".join(page.locator("#code .code-line > code").all_inner_texts()))
    return shown


def wait_for_code(page: Page, text: str) -> None:
    expect(page.locator("#code")).to_contain_text(text)


def use_the_model(page: Page) -> None:
    """An Allow rule for one model, picked from the inventory, in one Region."""
    page.get_by_role("button", name="Allow something").first.click()
    page.get_by_role("textbox", name="Title of the rule").fill("Use the model")
    for name in ("DetectCustomLabels", "StartProjectVersion", "StopProjectVersion"):
        page.get_by_role("checkbox", name=re.compile(rf"^{name} ")).check()
    pick_my_version(page)
    page.get_by_text("Add a condition", exact=True).click()
    page.get_by_role("button", name="Only in these Regions").click()
    page.get_by_role("textbox", name="Values", exact=True).fill("us-east-1")
    wait_for_code(page, "aws:RequestedRegion")


def pick_my_version(page: Page) -> None:
    page.get_by_text("Pick from the inventory").click()
    mine = page.locator(".picker-project", has=page.get_by_text("MyProject", exact=True))
    mine.get_by_role("button", name=re.compile(r"This name.*MyVersion")).click()
    wait_for_code(page, "us-east-1:111122223333:project/MyProject/version/MyVersion/*")


def keep_models(page: Page) -> None:
    """A Deny rule beside it."""
    page.get_by_role("button", name="Deny something").click()
    expect(page.locator("article.rule")).to_have_count(2)
    page.get_by_role("textbox", name="Title of the rule").fill("Keep models")
    page.get_by_role("checkbox", name=re.compile(r"^DeleteProjectVersion ")).check()
    wait_for_code(page, "KeepModels")


def ask_from_the_map(page: Page) -> None:
    page.get_by_role("link", name="Summary").click()
    expect(page.locator(".result-body")).to_contain_text("May use")
    page.get_by_role("link", name="Access map").click()
    page.get_by_role("link", name="DeleteProjectVersion on MyProject / MyVersion: denied").click()
    expect(page.locator("#answer .decision-large")).to_contain_text("denied")
    expect(page.locator("#answer .is-determining-deny").first).to_be_visible()
    check_axe(page)
    page.get_by_role("link", name="Back to the policy").click()


def test_with_the_mouse(page):
    load_sample(page)
    start_empty(page)
    for address in ("/", "/preview/"):
        allow_422(page, address)  # operations before their resource, a condition before its value
    use_the_model(page)
    keep_models(page)
    policy = policy_in(page)
    assert [statement["Effect"] for statement in policy["Statement"]] == ["Allow", "Deny"]
    assert policy["Statement"][0]["Condition"] == {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    ask_from_the_map(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy for AWS").first.click()
    expect(page.get_by_role("status")).to_contain_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert json.loads(copied) == policy
    page.get_by_label("Name of the policy").fill("Cat shelf camera")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved as Cat shelf camera.")).to_be_visible()
    page.get_by_role("link", name=re.compile("Take it")).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="cat-shelf-camera.json").click()
    assert download.value.suggested_filename == "cat-shelf-camera.json"
    assert download.value.path().read_text() == copied


def test_the_library_keeps_renames_and_brings_back(page):
    page.goto("/")
    page.get_by_label("Name of the policy").fill("First")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved as First.")).to_be_visible()
    page.goto("/policies/")
    page.get_by_role("link", name="Rename First").click()
    page.get_by_label("New name").fill("Second")
    page.get_by_role("button", name="Rename", exact=True).click()
    page.get_by_role("button", name="Duplicate Second").click()
    expect(page.get_by_role("link", name="Copy of Second", exact=True)).to_be_visible()
    page.get_by_role("button", name="Delete Second").click()
    expect(page.get_by_role("link", name="Second", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Undo the deletion of Second").click()
    expect(page.get_by_role("link", name="Second", exact=True)).to_be_visible()
    check_axe(page)


def focus_by_tab(page: Page, name: re.Pattern[str], most: int = 150) -> None:
    """Press Tab until an element of that name has the focus; fail when the focus is lost or the page is through."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const e = document.activeElement; if (e === document.body) return '';"
            " const box = e.getBoundingClientRect();"
            " const label = e.labels?.[0]?.innerText ?? e.getAttribute('aria-label') ?? e.innerText ?? '';"
            " return `${label} ${e.value ?? ''} ${box.width > 0}`; }"
        )
        if name.search(focused):
            return
    raise AssertionError(f"Tab never came to {name.pattern}")


def test_with_the_keyboard_only(page):
    start_empty(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    focus_by_tab(page, re.compile("Allow something"))
    page.keyboard.press("Enter")
    expect(page.locator("article.rule")).to_be_focused()
    focus_by_tab(page, re.compile("Title of the rule"))
    page.keyboard.type("Use one model")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Title of the rule")).to_be_focused()
    allow_422(page, "/preview/")
    focus_by_tab(page, re.compile("DetectCustomLabels"))
    page.keyboard.press("Space")
    focus_by_tab(page, re.compile("^Project "))
    page.keyboard.type("cats")
    wait_for_code(page, "project/cats/version/*")
    focus_by_tab(page, re.compile("More for|See the policy|Copy for AWS|Add a condition"))
    expect(page.locator("#code")).to_contain_text("UseOneModel")
    focus_by_tab(page, re.compile("Add a condition|Copy for AWS"))


def test_without_javascript(plain_page):
    page = plain_page
    load_sample(page)
    start_empty(page)
    page.get_by_role("button", name="Allow something").first.click()
    page.get_by_role("textbox", name="Title of the rule").fill("Use the model")
    page.get_by_role("checkbox", name=re.compile(r"^DetectCustomLabels ")).check()
    pick_my_version(page)
    wait_for_code(page, "UseTheModel")
    page.goto(f"/simulate/?operation=DetectCustomLabels&resource={quote(VERSION)}")
    expect(page.locator("#answer .decision-large")).to_contain_text("allowed")
    page.goto("/")
    page.get_by_label("Name of the policy").fill("Plain")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved as Plain.")).to_be_visible()


def test_typing_fast_loses_nothing(page):
    page.goto("/?open=r2")
    title = page.get_by_role("textbox", name="Title of the rule")
    title.fill("")
    words = "Quick hands on this keyboard type 40 keys"
    for number, letter in enumerate(words):
        title.press_sequentially(letter, delay=(7, 31, 90)[number % 3])
    expect(title).to_have_value(words)
    expect(title).to_be_focused()
    wait_for_code(page, "QuickHandsOnThisKeyboardType40Keys")


def test_bad_input_keeps_the_last_good_policy_and_what_was_typed(page):
    allow_422(page, "/preview/")
    page.goto("/?open=r2")
    page.get_by_text("Change", exact=True).click()
    account = page.get_by_label("Account", exact=True).first
    account.fill("12345")
    expect(page.get_by_text("This is the last good state.")).to_be_visible()
    wait_for_code(page, "111122223333")
    expect(account).to_have_attribute("aria-invalid", "true")
    allow_422(page, "/")
    page.reload()
    expect(page.get_by_label("Account", exact=True).first).to_have_value("12345")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Account", exact=True).first.fill("444455556666")
    wait_for_code(page, "444455556666")
    expect(page.get_by_text("This is the last good state.")).to_have_count(0)


def test_the_trap_is_shown_and_each_way_out_can_be_undone(page):
    page.goto("/")
    trap = page.locator("article.rule", has=page.get_by_role("heading", name="The guide's Deny, as written"))
    expect(trap).to_contain_text("never")
    for name in ("Deny CreateProject everywhere", "Deny CreateProject unless the request carries a tag"):
        trap.get_by_role("button", name=name).click()
        expect(page.get_by_role("button", name=name)).to_have_count(0)
        page.get_by_role("button", name="Undo").click()
        expect(trap.get_by_role("button", name=name)).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Redo").click()
    expect(page.get_by_role("button", name="Deny CreateProject unless the request carries a tag")).to_have_count(0)


def test_the_guides_policy_shows_every_pair_that_can_never_match(page):
    page.goto("/new/")
    page.get_by_role("button", name=re.compile("^Open Manage, run")).click()
    expect(page.locator("#code .has-note")).to_have_count(3)
    marked = page.locator("#code .has-note").all_inner_texts()
    assert marked == [
        '"rekognition:CreateProjectVersion"',
        '"rekognition:CreateProject"',
        '"rekognition:CreateProject"',
    ]


def test_a_line_leads_to_its_rule_and_a_rule_marks_its_lines(page):
    page.goto("/")
    number = page.locator("#code a.code-number").nth(1)
    number.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#rule-r2")).to_be_focused()
    expect(page.locator('.code-line.is-linked[data-rule="r2"]').first).to_be_visible()


def test_two_tabs_never_overwrite_each_other(page):
    page.goto("/?open=r2")
    other = page.context.new_page()
    other.goto("/?open=r2")
    page.get_by_role("textbox", name="Title of the rule").fill("Mine")
    wait_for_code(page, '"Mine"')
    allow_status(other, "/preview/", 409)
    other.get_by_role("textbox", name="Title of the rule").fill("Theirs")
    expect(other.get_by_text("This policy was changed somewhere else")).to_be_visible()
    expect(other.get_by_role("textbox", name="Title of the rule")).to_have_value("Theirs")
    other.get_by_role("button", name="Keep mine instead").click()
    wait_for_code(other, '"Theirs"')
