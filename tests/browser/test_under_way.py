"""What is typed or pressed while an answer is under way: fields stay as typed, the tab stays the one asked for last."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.steps import operation, shows, shows_not, title_of, unfold


class Held:
    """Requests whose answers wait: every post or get of a path, until `open` lets them through."""

    def __init__(self, page, path, method):
        self.page, self.method, self.routes = page, method, []
        self.opened = False
        page.route(lambda url: re.fullmatch(path, urlsplit(url).path), self._take)

    def _take(self, route):
        if route.request.method == self.method and not self.opened:
            self.routes.append(route)
        else:
            route.fallback()

    def arrives(self):
        """Wait until one is there."""
        for _ in range(200):
            if self.routes:
                return
            pass_time(self.page, 20)
        raise AssertionError("Nothing was asked")

    def open(self):
        """Let all through from now on."""
        self.opened = True
        while self.routes:
            self.routes.pop(0).continue_()


def pass_time(page, milliseconds):
    page.evaluate("(time) => new Promise((done) => setTimeout(done, time))", milliseconds)


def name_of(page):
    return page.get_by_role("textbox", name="Name of the policy")


def allow_something(page):
    return page.locator("#rule-buttons").get_by_role("button", name="Allow something")


@pytest.mark.parametrize("pause", [20, 300])
def test_a_field_changed_while_a_button_is_answered_stays_as_typed(page, pause):
    """Before and after the typist's pause is over: the preview of it would otherwise be dropped."""
    page.goto("/?open=r2")
    held = Held(page, "/", "POST")
    allow_something(page).click()
    held.arrives()
    name_of(page).press_sequentially("Shelves", delay=5)
    pass_time(page, pause)
    held.open()
    expect(page.locator("article.rule")).to_have_count(6)
    expect(name_of(page)).to_have_value("Shelves")
    expect(name_of(page)).to_be_focused()
    with page.expect_response(lambda answer: "Shelves%21" in (answer.request.post_data or "")):  # kept by its preview
        page.keyboard.type("!")
    expect(name_of(page)).to_have_value("Shelves!")
    pass_time(page, 400)  # what a late preview would need
    page.reload()
    expect(name_of(page)).to_have_value("Shelves!")
    expect(page.locator("article.rule")).to_have_count(6)


def test_a_rule_typed_in_while_another_is_moved_keeps_its_words(page):
    page.goto("/?open=r2")
    held = Held(page, "/", "POST")
    page.locator("#rule-r2 details.menu > summary", has_text="More for").first.click()
    page.locator("#rule-r2").get_by_role("button", name="Move up").click()
    held.arrives()
    title_of(page).press("End")
    title_of(page).press_sequentially(" in the dark", delay=5)
    unfold(operation(page, "DeleteProject")).check()
    held.open()
    expect(page.locator("article.rule").first).to_have_attribute("id", "rule-r2")
    expect(title_of(page)).to_have_value("Use my model in the dark")
    expect(operation(page, "DeleteProject")).to_be_checked()
    shows(page, "UseMyModelInTheDark")
    shows(page, "rekognition:DeleteProject")


def test_what_is_typed_while_a_step_is_taken_back_stands_on_the_step(page):
    page.goto("/?open=r2")
    title_of(page).fill("Use the model")
    shows(page, "UseTheModel")
    unfold(operation(page, "TagResource")).check()
    shows(page, "rekognition:TagResource")
    held = Held(page, "/", "POST")
    page.get_by_role("button", name="Undo").first.click()
    held.arrives()
    title_of(page).press("End")
    title_of(page).press_sequentially(" again", delay=5)
    held.open()
    shows_not(page, "rekognition:TagResource")
    expect(title_of(page)).to_have_value("Use the model again")
    shows(page, "UseTheModelAgain")


def test_what_is_typed_in_a_rule_that_a_step_takes_away_is_kept_instead(page):
    page.goto("/")
    allow_something(page).click()
    expect(page.locator("article.rule")).to_have_count(6)
    held = Held(page, "/", "POST")
    page.get_by_role("button", name="Undo").first.click()
    held.arrives()
    title_of(page).press_sequentially("Not to be lost", delay=5)
    held.open()
    pass_time(page, 600)
    expect(title_of(page)).to_have_value("Not to be lost")
    page.reload()
    expect(title_of(page)).to_have_value("Not to be lost")
    expect(page.locator("article.rule")).to_have_count(6)


def test_what_is_typed_while_saving_is_the_saved_policy_s_working_copy(page):
    sent = []
    page.on("request", lambda request: sent.append(f"{request.method} {urlsplit(request.url).path}"))
    page.goto("/?open=r2")
    name_of(page).fill("Quick")
    held = Held(page, "/", "POST")
    page.get_by_role("button", name="Save", exact=True).click(no_wait_after=True)
    held.arrives()
    title_of(page).press("End")
    title_of(page).press_sequentially(" later", delay=5)
    held.open()
    expect(page.get_by_text("Saved as Quick, revision")).to_be_visible()
    expect(title_of(page)).to_have_value("Use my model later")
    shows(page, "UseMyModelLater")
    pass_time(page, 300)
    sent = [each for each in sent if each.startswith("POST")]
    assert sent[sent.index("POST /") + 1 :] == [f"POST {urlsplit(page.url).path}preview/"]


def test_a_button_pressed_while_another_is_answered_comes_after_it(page):
    page.goto("/")
    held = Held(page, "/", "POST")
    allow_something(page).click()
    held.arrives()
    page.locator("#rule-buttons").get_by_role("button", name="Deny something").click()
    held.open()
    expect(page.locator("article.rule")).to_have_count(7)


# -- tabs --------------------------------------------------------------------------------------------------------------


def tab(page, name):
    return page.get_by_role("navigation", name="Views of the policy").get_by_role("link", name=name)


def stands_at(page, name):
    expect(page.locator(".result-body")).to_have_accessible_name(name)


def test_a_tab_chosen_right_after_typing_stays_chosen(page):
    """The wait before the preview ends while the tab is asked for, and the preview is answered last."""
    page.goto("/?open=r2")
    seen = []

    def tell(label):
        seen.append(label)

    page.expose_function("tell", tell)
    page.evaluate("""() => document.addEventListener("htmx:after:swap", () =>
      window.tell(document.querySelector(".result-body").getAttribute("aria-label")))""")
    page.route("**/pane/*", lambda route: (pass_time(page, 200), route.continue_()))
    page.route("**/preview/", lambda route: (pass_time(page, 400), route.continue_()))
    title_of(page).press("End")
    title_of(page).press_sequentially(" now", delay=5)
    tab(page, "Summary").click()
    stands_at(page, "Summary")
    pass_time(page, 900)
    stands_at(page, "Summary")
    assert "JSON" not in seen[seen.index("Summary") :], seen
    tab(page, "JSON").click()
    shows(page, "UseMyModelNow")


def test_typing_while_a_tab_is_asked_for_shows_the_newest_in_that_tab(page):
    page.goto("/?open=r2")
    held = Held(page, "/pane/", "GET")
    tab(page, "Take it").click()
    held.arrives()
    tab(page, "Summary").click()
    title_of(page).fill("Another purpose")
    unfold(operation(page, "DeleteProject")).check()
    expect(page.locator(".result-body")).to_contain_text("DeleteProject")
    stands_at(page, "Summary")
    held.open()
    pass_time(page, 500)
    stands_at(page, "Summary")
    expect(page.locator(".result-body")).to_contain_text("DeleteProject")


def test_a_tab_chosen_while_a_button_is_answered_is_shown(page):
    page.goto("/")
    held = Held(page, "/", "POST")
    allow_something(page).click()
    held.arrives()
    tab(page, "Summary").click()
    held.open()
    expect(page.locator("article.rule")).to_have_count(6)
    stands_at(page, "Summary")
    pass_time(page, 300)
    stands_at(page, "Summary")


def test_offers_asked_for_right_after_typing_are_those_of_what_was_typed(page):
    page.goto("/?open=r2")
    title_of(page).press("End")
    title_of(page).press_sequentially(" today", delay=5)
    page.get_by_role("link", name="Make it smaller").click()
    expect(page.get_by_role("region", name="Make it smaller")).to_be_visible()
    pass_time(page, 400)
    expect(page.get_by_role("region", name="Make it smaller")).to_be_visible()
    assert "UseMyModelToday" in page.locator("#policy-text").text_content()
