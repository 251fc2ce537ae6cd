"""Work is kept as it is typed; two pages never overwrite each other silently."""

import pytest

from policybuilder.library.records import Conflict, InBin, NotFound
from policybuilder.library.selectors import policy_get, scratch_get
from policybuilder.library.services import (
    policy_delete,
    policy_rename,
    scratch_get_or_create,
    scratch_replace,
    work_keep,
)
from tests.library.pages import Page, draft, form, titles, typed


def test_a_workspace_has_one_scratch_document(alice, scratch):
    assert scratch_get_or_create(workspace=alice, draft=draft("other")) == scratch
    assert scratch_get(workspace=alice) == scratch
    assert (scratch.name, scratch.state, titles(scratch), scratch.form) == ("", 0, ["start"], None)
    assert scratch.unsaved
    assert scratch.saved_at is None
    assert scratch.saved_draft is None


def test_before_anything_is_kept_there_is_no_scratch_document(alice):
    assert scratch_get(workspace=alice) is None


def test_what_is_typed_is_kept_word_for_word(alice, scratch):
    kept = work_keep(
        **Page(scratch).stamp(),
        form=[("name", " a "), ("x", ""), ("x", "é\u0000\ud800 中"), ("x", "")],
        draft=draft("a"),
    )
    assert kept == scratch_get(workspace=alice)
    assert kept.form == (("name", " a "), ("x", ""), ("x", "é\u0000\ud800 中"), ("x", ""))
    assert kept.state == 1


def test_members_of_a_draft_keep_their_order(alice, scratch):
    document = {"Zebra": 1, "Apple": {"z": 1, "a": [1.5, True, None, "é\u0000"]}, "Mango": 10**30}
    kept = work_keep(**Page(scratch).stamp(), form=[], draft={"settings": {"document": document}})
    assert str(kept.draft) == str({"settings": {"document": document}})


def test_a_form_that_cannot_be_read_keeps_the_last_good_draft(alice, scratch):
    page = Page(scratch)
    page.keep("good")
    kept = page.keep("bad", readable=False)
    assert (titles(kept), typed(kept), kept.readable) == (["good"], ["bad"], False)
    mended = page.keep("better")
    assert (titles(mended), typed(mended), mended.readable) == (["better"], ["better"], True)


def test_a_form_can_be_given_up_for_the_last_good_draft(cats):
    page = Page(cats)
    page.keep("good")
    page.keep("bad", readable=False)
    back = work_keep(**page.stamp(), form=None, draft=None)
    assert (titles(back), back.form, back.readable, back.state) == (["good"], None, True, 3)


def test_every_accepted_change_counts(scratch):
    page = Page(scratch)
    assert [page.keep(text).state for text in ("a", "ab", "abc")] == [1, 2, 3]


def test_the_same_words_again_are_no_change(scratch):
    page = Page(scratch)
    kept = page.keep("a")
    again = page.keep("a")
    assert (again.state, again.changed, again.can_redo) == (kept.state, kept.changed, False)
    assert again.sequence == 2


def test_a_page_with_an_older_state_conflicts_and_changes_nothing(alice, cats):
    first, second = Page(cats), Page(cats)
    mine = first.keep("first")
    with pytest.raises(Conflict) as conflict:
        second.keep("second")
    assert conflict.value.record == mine == policy_get(workspace=alice, public_id=cats.public_id)
    with pytest.raises(Conflict):
        second.keep("second again")
    assert first.keep("first goes on").state == 2


def test_a_page_that_heard_of_the_newer_state_may_write(cats):
    first, second = Page(cats), Page(cats)
    second.heard(first.keep("first"))
    assert titles(second.keep("second")) == ["second"]
    with pytest.raises(Conflict):
        first.keep("first")


def test_the_newer_state_can_be_overwritten_knowingly(cats):
    first, second = Page(cats), Page(cats)
    theirs = first.keep("first")
    with pytest.raises(Conflict):
        second.keep("second", replaces=theirs.state - 1)
    assert titles(second.keep("second", replaces=theirs.state)) == ["second"]
    assert titles(second.undo()) == ["first"]


def test_overwriting_knowingly_means_the_state_that_was_shown(cats):
    first, second = Page(cats), Page(cats)
    shown = first.keep("first")
    first.keep("first goes on")
    with pytest.raises(Conflict):
        second.keep("second", replaces=shown.state)


def test_an_answer_that_was_lost_is_no_conflict(cats):
    page = Page(cats)
    page.keep("a", lost=True)
    page.keep("ab", lost=True)
    assert titles(page.keep("abc")) == ["abc"]


def test_a_lost_answer_does_not_excuse_what_another_page_wrote(cats):
    first, second = Page(cats), Page(cats)
    second.heard(first.keep("a", lost=True))
    second.keep("b")
    with pytest.raises(Conflict):
        first.keep("ab")


def test_a_write_that_the_page_itself_overtook_is_left_aside(cats):
    page = Page(cats)
    late = page.stamp() | {"form": form("a"), "draft": draft("a")}
    kept = page.keep("ab")
    assert work_keep(**late) == kept
    assert titles(page.keep("abc")) == ["abc"]


def test_a_late_write_of_a_page_that_is_not_the_last_writer_conflicts(cats):
    first, second = Page(cats), Page(cats)
    late = first.stamp() | {"form": form("late"), "draft": draft("late")}
    second.heard(first.keep("first"))
    second.keep("second")
    with pytest.raises(Conflict):
        work_keep(**late)


def test_typing_back_to_what_is_kept_still_overtakes(cats):
    page = Page(cats)
    page.keep("a")
    late = page.stamp() | {"form": form("ab"), "draft": draft("ab")}
    page.keep("a")
    assert titles(work_keep(**late)) == ["a"]


def test_the_same_request_twice_is_one_change(cats):
    page = Page(cats)
    request = page.stamp() | {"form": form("a"), "draft": draft("a")}
    assert work_keep(**request) == work_keep(**request)


@pytest.mark.parametrize("tab", ["", "é", "with space", "x" * 41, "a\u0000"])
def test_pages_without_a_mark_are_told_apart_by_the_state_alone(cats, tab):
    first, second = Page(cats, tab=tab), Page(cats, tab=tab)
    first.keep("first")
    with pytest.raises(Conflict):
        second.keep("second")
    assert titles(first.keep("first goes on")) == ["first goes on"]


@pytest.mark.parametrize("sequence", [-5, 10**30])
def test_numbers_of_any_size_are_taken(cats, sequence):
    page = Page(cats)
    kept = work_keep(**page.stamped(sequence), form=form("a"), draft=draft("a"))
    assert titles(kept) == ["a"]


def test_looking_elsewhere_is_no_change(alice, cats):
    first, second = Page(cats), Page(cats)
    first.keep("a")
    looked = first.keep("a", open="r1", pane="map")
    assert looked.state == 1
    assert looked.form is not None
    assert ("open", "r1") in looked.form
    second.heard(looked)
    second.keep("a", open="r2")
    assert first.keep("ab").state == 2


def test_looking_at_an_older_state_changes_nothing(cats):
    first, second = Page(cats), Page(cats)
    first.keep("a")
    kept = first.keep("a", open="r1")
    assert second.keep("a", open="r2") == kept


def test_opening_the_form_of_a_new_policy_is_no_change(cats):
    page = Page(cats)
    opened = page.keep("start", name="Cats", open="r1")
    assert (opened.state, typed(opened), opened.can_undo) == (0, ["start"], False)
    assert page.keep("start", name="Cats of mine").state == 1


def test_a_typed_name_is_a_change_that_no_other_page_overwrites(cats):
    first, second = Page(cats), Page(cats)
    named = first.keep("start", name="Dogs")
    assert (named.state, named.name, named.can_undo) == (1, "Cats", False)
    with pytest.raises(Conflict):
        second.keep("second", name="Cats")


def test_a_policy_renamed_elsewhere_conflicts_and_shows_its_new_name(alice, cats):
    page = Page(cats)
    page.keep("a", name="Cats")
    renamed = policy_rename(workspace=alice, public_id=cats.public_id, name="Dogs")
    assert renamed.form is not None
    assert dict(renamed.form)["name"] == "Dogs"
    late = Page(cats)
    with pytest.raises(Conflict):
        late.keep("b", name="Cats")


def test_another_document_in_the_place_of_the_scratch_document(alice, scratch):
    page = Page(scratch)
    page.keep("mine")
    replaced = scratch_replace(workspace=alice, draft=draft("recipe", kind="scp"))
    assert (titles(replaced), replaced.form, replaced.kind, replaced.state) == (["recipe"], None, "scp", 2)
    with pytest.raises(Conflict):
        page.keep("mine goes on")
    undone = Page(replaced).undo()
    assert (titles(undone), typed(undone), undone.kind) == (["mine"], ["mine"], "identity")


def test_replacing_makes_the_scratch_document_where_there_is_none(alice):
    made = scratch_replace(workspace=alice, draft=draft("recipe"))
    assert made == scratch_get(workspace=alice)
    assert (made.state, made.can_undo) == (0, False)
    assert scratch_replace(workspace=alice, draft=draft("recipe")) == made


def test_work_on_a_deleted_policy_says_where_it_is(alice, cats):
    page = Page(cats)
    page.keep("a")
    deleted = policy_delete(workspace=alice, public_id=cats.public_id)
    for write in (lambda: page.keep("ab"), page.undo, page.redo):
        with pytest.raises(InBin) as gone:
            write()
        assert gone.value.record == deleted


@pytest.mark.parametrize("public_id", ["", "x", "ABCDEFGHIJKLMNOP", "%00", "a\u0000bcdefghijklmno", "../" * 5])
def test_an_unknown_id_is_not_found(alice, public_id):
    with pytest.raises(NotFound):
        policy_get(workspace=alice, public_id=public_id)


def test_the_scratch_document_has_no_address_of_its_own(alice, scratch):
    with pytest.raises(NotFound):
        policy_get(workspace=alice, public_id=scratch.public_id)
