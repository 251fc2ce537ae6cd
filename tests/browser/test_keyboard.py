"""The main job with the keyboard only. After every key the focus is somewhere, in sight, and has a ring (see `keys`)."""

from playwright.sync_api import expect

from tests.browser.harness import allow_422, check_axe, clipboard_text
from tests.browser.keys import look, press, tab_to
from tests.browser.steps import answer, load_sample, operation, policy, shown_text, shows, title_of

PLACE = "arn:aws:rekognition:us-east-1:111122223333:project"


def test_from_an_empty_policy_to_one_in_hand(page):
    allow_422(page, "/preview/")
    load_sample(page)
    start_with_nothing(page)
    allow_two_operations(page)
    on_a_version_of_the_inventory(page)
    only_with_mfa(page)
    deny_deleting(page)
    expect(page.locator("#code")).to_contain_text("KeepThem")
    allow, deny = policy(page)["Statement"]
    assert allow["Resource"] == f"{PLACE}/parts/version/v3/*"
    assert allow["Condition"] == {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    assert (deny["Effect"], deny["Action"]) == ("Deny", "rekognition:DeleteProjectVersion")
    look_at_every_tab(page)
    ask_for_a_cell(page)
    take_it(page)


def start_with_nothing(page):
    page.goto("/new/")
    assert press(page, "Tab")["name"] == "Skip to the content"
    press(page, "Enter")
    tab_to(page, "^Start empty$")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No rules yet")).to_be_visible()


def allow_two_operations(page):
    tab_to(page, "^Allow something$")
    page.keyboard.press("Enter")
    expect(page.locator("#rule-r1")).to_be_focused()
    assert press(page, "Tab")["name"] == "Allow"
    assert press(page, "ArrowRight")["name"] == "Deny"
    assert press(page, "ArrowLeft")["name"] == "Allow"
    tab_to(page, "^Title of the rule$")
    page.keyboard.type("Use it")
    assert press(page, "Enter")["name"] == "Title of the rule"
    tab_to(page, "^Find an operation$")
    page.keyboard.type("inference read")
    expect(operation(page, "DetectCustomLabels")).to_be_visible()
    expect(operation(page, "StartProjectVersion")).to_be_hidden()
    assert press(page, "Enter")["name"] == "Find an operation"
    press(page, "Escape")
    expect(operation(page, "StartProjectVersion")).to_be_visible()
    tab_to(page, "^DetectCustomLabels")
    press(page, "Space")
    tab_to(page, "^StartProjectVersion")
    press(page, "Space")


def on_a_version_of_the_inventory(page):
    tab_to(page, "^Pick from the inventory")
    press(page, "Enter")
    tab_to(page, "^This name v3 of parts")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Resource 1")).to_be_focused()
    look(page)
    shows(page, f"{PLACE}/parts/version/v3/*")


def only_with_mfa(page):
    tab_to(page, "^Add a condition$")
    press(page, "Enter")
    expect(page.get_by_role("button", name="Only with multi-factor")).to_be_visible()
    assert press(page, "Escape")["name"] == "Add a condition"
    expect(page.get_by_role("button", name="Only with multi-factor")).to_be_hidden()
    press(page, "Enter")
    tab_to(page, "^Only with multi-factor")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Condition 1")).to_be_focused()
    look(page)
    shows(page, "aws:MultiFactorAuthPresent")


def deny_deleting(page):
    tab_to(page, "^Deny something$")
    page.keyboard.press("Enter")
    expect(page.locator("#rule-r2")).to_be_focused()
    look(page)
    tab_to(page, "^Title of the rule$")
    page.keyboard.type("Keep them")
    tab_to(page, "^Train and manage model versions")
    press(page, "Enter")
    tab_to(page, "^DeleteProjectVersion")
    press(page, "Space")


def look_at_every_tab(page):
    for name, words in (
        ("Summary", "May use"),
        ("Findings", "No findings"),
        ("Access map", "What this policy decides"),
    ):
        tab_to(page, f"^{name}")
        page.keyboard.press("Enter")
        expect(page.locator(".result-body")).to_contain_text(words)
        assert look(page)["name"].startswith(name)


def ask_for_a_cell(page):
    tab_to(page, "^DeleteProjectVersion on parts / v3: denied$")
    page.keyboard.press("Enter")
    expect(answer(page)).to_have_text("denied")
    tab_to(page, "^Operation$")
    page.keyboard.type("DetectC")
    tab_to(page, "^On$")
    page.keyboard.press("Control+a")
    page.keyboard.type(f"{PLACE}/parts/version/v3/1740478500000")
    expect(answer(page)).to_have_text("not granted")
    tab_to(page, "^Value$")
    page.keyboard.type("true")
    expect(answer(page)).to_have_text("allowed")
    assert look(page)["name"] == "Value"
    check_axe(page)
    tab_to(page, "^Back to the policy$", back=True)
    page.keyboard.press("Enter")
    expect(page.locator("#code, .result-body").first).to_be_visible()


def take_it(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab_to(page, "^JSON$")
    page.keyboard.press("Enter")
    expect(page.locator("#code")).to_be_visible()
    shown = shown_text(page)
    tab_to(page, "^Copy for AWS$")
    press(page, "Enter")
    expect(page.get_by_role("status")).to_have_text("Copied to the clipboard.")
    assert clipboard_text(page) == shown
    tab_to(page, "^Name of the policy$", back=True)
    page.keyboard.type("By hand")
    press(page, "Enter")
    tab_to(page, "^Save$")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved as By hand, revision")).to_be_visible()


def test_what_a_button_did_has_the_focus(page):
    page.goto("/?open=r2")
    menu = "^More for Use my model$"
    tab_to(page, menu)
    press(page, "Enter")
    assert press(page, "Tab")["name"] == "Move up"
    assert press(page, "Escape")["name"] == "More for Use my model"
    press(page, "Enter", "Tab")
    page.keyboard.press("Enter")
    expect(page.locator("article.rule").first).to_contain_text("DetectCustomLabels")
    expect(page.locator("#rule-r2")).to_be_focused()
    look(page)
    tab_to(page, menu)
    press(page, "Enter")
    tab_to(page, "^Remove$")
    page.keyboard.press("Enter")
    expect(page.locator("#rule-r2")).to_have_count(0)
    expect(page.locator("#rule-r1")).to_be_focused()
    look(page)
    tab_to(page, "^Undo$", back=True)
    page.keyboard.press("Enter")
    expect(page.locator("#rule-r2")).to_be_visible()
    assert look(page)["name"] == "Undo"


def test_rows_come_and_go_without_losing_the_place(page):
    page.goto("/?open=r2")
    allow_422(page, "/")
    tab_to(page, "^Add another$")
    page.keyboard.press("Enter")
    second = page.get_by_role("group", name="Resource 2")
    expect(second).to_be_focused()
    look(page)
    tab_to(page, "^Remove resource 2$")
    page.keyboard.press("Enter")
    expect(second).to_have_count(0)
    expect(page.get_by_role("group", name="Resource 1")).to_be_focused()
    look(page)
    tab_to(page, "^Read$", back=True)
    page.keyboard.press("Enter")
    expect(page.locator("#rules-1-chosen")).not_to_have_text("3 chosen")
    assert look(page)["name"] == "Read"
    tab_to(page, "^All of these ?: Copy and share")
    press(page, "Enter")
    assert look(page)["name"].startswith("None of these")


def test_a_title_is_typed_and_the_card_closed_and_opened(page):
    page.goto("/")
    tab_to(page, "^Edit Use my model$")
    page.keyboard.press("Enter")
    expect(title_of(page)).to_be_visible()
    expect(page.locator("#rule-r2")).to_be_focused()
    look(page)
    tab_to(page, "^Done")
    page.keyboard.press("Enter")
    expect(title_of(page)).to_have_count(0)
    expect(page.locator("#rule-r2")).to_be_focused()
    look(page)


def test_the_focus_is_never_under_the_bar_of_a_phone(phone):
    phone.goto("/?open=r2")
    for _ in range(70):
        press(phone, "Tab")
    for _ in range(40):
        press(phone, "Shift+Tab")
