"""Two tabs, or two people, on one policy: nobody overwrites the other silently, nothing typed is lost."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from policybuilder.library.models import SavedPolicy
from tests.web.test_accounts import sign_up


def titled(visitor, title, scripts=True):
    """Type a title into the second rule of the example and let it be kept."""
    visitor.fill("rules-1-title", title)
    return visitor.preview() if scripts else visitor.press("")


@pytest.fixture
def first(ben):
    """Ben's first tab, with the second rule of the example open."""
    ben.open("/").press("rule-open:r2")
    return ben


@pytest.fixture
def second(first):
    return first.another_tab(htmx=True, tab="ben2")


@pytest.fixture
def bare(first):
    """A tab in which no script runs."""
    return first.another_tab()


def alert(visitor):
    return visitor.page.one(role="alert")


def keep_mine_of(visitor):
    [value] = [each.get("value") for each in alert(visitor).all("button") if each.get("value").startswith("keep-mine:")]
    return value


def kept_sids(visitor):
    return visitor.another_tab().sids


def test_the_second_to_write_is_told_and_nothing_is_overwritten(first, second):
    titled(first, "From the first")
    titled(second, "From the second")
    assert second.status == 409
    assert second.answer.headers["HX-Retarget"] == "#build"
    assert second.answer.headers["HX-Reswap"] == "outerHTML"
    assert "was changed somewhere else" in alert(second).words
    assert "Not kept" in second.part("kept").words
    assert second.value("rules-1-title") == "From the second", "what was typed still stands there"
    assert "FromTheSecond" in second.sids
    assert "FromTheFirst" in kept_sids(first)


@pytest.mark.parametrize(("days", "words"), [(0, r" \d\d:\d\d"), (3, r" \d+ [A-Z][a-z]{2} 20\d\d, \d\d:\d\d")])
def test_when_is_told_with_the_day_where_that_is_not_today(first, second, days, words):
    titled(first, "From the first")
    SavedPolicy.objects.update(changed=timezone.now() - timedelta(days=days))
    assert re.fullmatch(f"Kept as you type, last change{words}", first.open("/").part("kept").words)
    titled(second, "From the second")
    assert re.search(f"somewhere else at{words}", alert(second).words)


def test_without_scripts_the_page_says_the_same(first, bare):
    titled(first, "From the first")
    titled(bare, "From the second", scripts=False)
    assert bare.status == 409
    assert "was changed somewhere else" in alert(bare).words
    assert bare.value("rules-1-title") == "From the second"
    assert "FromTheFirst" in kept_sids(first)


@pytest.mark.parametrize("scripts", [True, False])
def test_typing_on_after_a_conflict_overwrites_nothing(first, second, bare, scripts):
    other = second if scripts else bare
    titled(first, "From the first")
    titled(other, "From the second", scripts)
    for title in ("From the second tab", "From the second tab still"):
        titled(other, title, scripts)
        assert other.status == 409
        assert other.value("rules-1-title") == title
        assert "FromTheFirst" in kept_sids(first)


def test_a_form_that_shows_the_conflict_is_not_replaced_under_the_typist(first, second):
    titled(first, "From the first")
    titled(second, "From the second")
    titled(second, "From the second tab")
    assert second.status == 409
    assert "HX-Retarget" not in second.answer.headers
    assert not second.has("builder")
    assert "FromTheSecondTab" in second.sids
    titled(first, "Newer still")
    titled(second, "From the second again")
    assert second.answer.headers["HX-Retarget"] == "#build", "another change is said anew"


@pytest.mark.parametrize("scripts", [True, False])
def test_keep_mine_overwrites_knowingly_and_the_other_is_one_undo_away(first, second, bare, scripts):
    other = second if scripts else bare
    titled(first, "From the first")
    titled(other, "From the second", scripts)
    keep_mine = keep_mine_of(other)
    other.press(keep_mine)
    assert other.status == 200
    assert not other.page.all(role="alert")
    assert "FromTheSecond" in kept_sids(first)
    titled(other, "And further", scripts)
    assert other.status == 200
    other.press("undo").press("undo")
    assert "FromTheFirst" in other.sids


def test_keep_mine_replaces_only_the_state_that_was_shown(first, second):
    titled(first, "From the first")
    titled(second, "From the second")
    keep_mine = keep_mine_of(second)
    titled(first, "Newer still")
    second.press(keep_mine)
    assert second.status == 409
    assert "NewerStill" in kept_sids(first)


def test_theirs_is_a_link_away(first, second):
    titled(first, "From the first")
    titled(second, "From the second")
    links = {each.get("href") for each in alert(second).all("a")}
    assert links == {"/"}
    second.open("/")
    assert second.value("rules-1-title") == "From the first"
    titled(second, "From the second")
    assert second.status == 200


@pytest.mark.parametrize("do", ["rule-remove:r1", "undo", "redo", "save", "rule-open:r3", "level-toggle:r2:Read"])
def test_no_button_of_an_old_page_changes_anything(first, second, do):
    titled(first, "From the first")
    second.fill("rules-1-title", "From the second").fill("name", "Mine").press(do, on_page=False)
    assert second.status == 409
    assert second.value("rules-1-title") == "From the second"
    assert kept_sids(first) == first.sids
    assert second.another_tab("/policies/").words.count("0 saved policies") == 1


def test_looking_at_a_pane_does_not_make_an_old_page_new(first, second):
    titled(first, "From the first")
    second.open("/pane/", part=True, pane="summary")
    titled(second, "From the second")
    assert second.status == 409
    assert "FromTheFirst" in kept_sids(first)


def test_another_tab_may_look_around_without_a_conflict(first, second):
    second.press("rule-open:r3").press("rule-open:r3")
    titled(first, "From the first")
    assert first.status == 200


def test_looking_around_without_scripts_writes_no_line_ends_anew(first, bare):
    first.press("condition-add:r2:aws:RequestedRegion").fill("rules-1-conditions-0-values", "us-east-1\nMars")
    first.preview()
    state = first.value("base")
    bare.open("/").press("rule-open:r3").press("rule-open:r2")
    assert bare.value("base") == state
    titled(first, "From the first")
    assert first.status == 200 or first.has("stale")
    assert "From the first" in first.another_tab().value("rules-1-title")


def test_a_new_document_makes_pages_of_the_old_one_old(first, second):
    first.send("/new/", do="empty")
    titled(second, "From the second")
    assert second.status == 409
    assert first.another_tab().policy["Statement"] == []


def test_a_lost_answer_of_the_same_tab_is_no_conflict(first):
    base = first.value("base")
    titled(first, "Cat")
    assert first.value("base") != base
    first.fill("base", base)
    titled(first, "Cats")
    assert first.status == 200
    assert "Cats" in kept_sids(first)


def test_the_same_request_twice_is_one_change(first):
    titled(first, "Cats")
    state = first.value("base")
    first.repeat()
    assert first.status == 200
    assert first.value("base") == state


def test_a_request_that_was_overtaken_changes_nothing(first):
    first.fill("rules-1-title", "Ca")
    late = first._stamped()
    titled(first, "Cats")
    first._post("/preview/", late)
    assert first.status == 200
    assert "Cats" in kept_sids(first)


def test_first_visits_in_two_tabs_are_no_exception(ana):
    one, two = ana.another_tab(tab="a1", htmx=True), ana.another_tab(tab="a2", htmx=True)
    one.press("rule-remove:r1")
    two.press("rule-remove:r2")
    assert two.status == 409
    assert ana.another_tab().cards == ["r2", "r3", "r4", "r5"]


def test_the_unsaved_policy_moves_away_by_saving_and_a_page_of_it_starts_another(first, second):
    first.fill("name", "Cats").press("save")
    saved = first.sids
    titled(second, "From the second")
    assert second.status == 200
    assert "FromTheSecond" in kept_sids(first)
    assert first.another_tab(first.landed).sids == saved


def test_a_page_of_unsaved_work_is_old_once_that_work_was_saved(first, second):
    titled(second, "From the second")
    first.open("/").fill("name", "Cats").press("save")
    titled(second, "From the second tab")
    assert second.status == 409
    assert second.value("rules-1-title") == "From the second tab"
    assert "FromTheSecond" in first.another_tab(first.landed).sids


@pytest.mark.parametrize("scripts", [True, False])
def test_both_are_shown_by_text_and_by_access_and_the_comparison_follows_what_is_typed(first, second, bare, scripts):
    other = second if scripts else bare
    first.press("rule-remove:r5")
    titled(other, "From the second", scripts)
    shown = other.part("conflict-difference").words
    assert "Theirs and yours" in shown
    assert "added: " in shown
    assert "FromTheSecond" in shown
    titled(other, "Another title", scripts)
    assert "AnotherTitle" in other.part("conflict-difference").words


@pytest.mark.parametrize(
    ("button", "allows"), [("rule-remove:r1", "Only yours allows"), ("rule-add:Allow", "Both allow the same: proved.")]
)
def test_what_only_one_of_them_allows_is_told(first, second, button, allows):
    first.press(button)
    titled(second, "From the second")
    assert allows in second.part("conflict-difference").words


def test_who_is_stopped_by_a_name_alone_is_told_what_kind_of_difference_it_is(first, second):
    first.fill("name", "Cats").preview()
    second.fill("name", "Dogs").preview()
    assert second.status == 409
    assert (
        "Both are the same policy. What differs stands beside it: the name" in second.part("conflict-difference").words
    )


def test_a_form_that_cannot_be_read_is_not_compared(first, second):
    titled(first, "From the first")
    second.fill("settings-account", "12")
    second.preview()
    assert second.status == 409
    assert "cannot be read yet" in second.part("conflict-difference").words


@pytest.mark.parametrize("scripts", [True, False])
def test_what_was_typed_is_kept_as_a_policy_of_its_own(first, second, bare, scripts):
    other = second if scripts else bare
    titled(first, "From the first")
    titled(other, "From the second", scripts)
    other.fill("note", "for the audit").press("keep-apart")
    assert other.value("note") == "for the audit"
    assert other.landed.startswith("/policies/")
    assert "is a policy of its own now: Copy of an untitled policy." in other.words
    assert "FromTheSecond" in other.sids
    assert "FromTheFirst" in kept_sids(first)
    titled(other, "And further", scripts)
    assert other.status == 200


def test_who_wrote_the_other_one_is_named(first):
    first.fill("name", "Cats").press("save")
    address = first.landed
    sign_up(first)
    mine, theirs = first.another_tab(address), first.another_tab(address)
    mine.press("rule-open:r2").fill("rules-1-title", "Mine").press("")
    theirs.press("rule-open:r3")
    assert "by yourself, in another tab or browser" in alert(theirs).words
