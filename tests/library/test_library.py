"""Saving, naming, copying, deleting, listing."""

import pytest

from policybuilder.accounts.models import Workspace
from policybuilder.library.models import SavedPolicy, WorkStep
from policybuilder.library.records import Conflict, InvalidName, NotFound
from policybuilder.library.selectors import Wanted, bin_list, policy_get, policy_list, scratch_get, step_list
from policybuilder.library.services import (
    policy_create,
    policy_delete,
    policy_duplicate,
    policy_rename,
    policy_restore,
    policy_save,
    scratch_get_or_create,
)
from tests.library.pages import Page, draft, form, titles, typed


def names(rows):
    return [row.name for row in rows]


def test_saving_gives_the_scratch_document_its_place(alice, scratch):
    page = Page(scratch)
    kept = page.keep("mine", name="Cats")
    saved = policy_save(
        workspace=alice, public_id=scratch.public_id, name=" Cats ", base_state=kept.state, tab=page.tab
    )
    assert (saved.name, saved.unsaved, saved.saved_draft, saved.public_id) == (
        "Cats",
        False,
        draft("mine"),
        scratch.public_id,
    )
    assert saved.saved_at is not None
    assert saved.state == kept.state + 1
    assert policy_get(workspace=alice, public_id=scratch.public_id) == saved
    assert scratch_get(workspace=alice) is None
    assert scratch_get_or_create(workspace=alice, draft=draft("next")).public_id != scratch.public_id
    assert names(policy_list(workspace=alice)) == ["Cats"]


def test_a_page_that_still_shows_the_scratch_document_cannot_overwrite_the_next_one(alice, scratch):
    page = Page(scratch)
    page.keep("mine")
    policy_save(workspace=alice, public_id=scratch.public_id, name="Cats")
    following = scratch_get_or_create(workspace=alice, draft=draft("next"))
    page.public_id = following.public_id
    with pytest.raises(Conflict):
        page.keep("mine goes on")


def test_unsaved_changes_are_known(alice, cats):
    page = Page(cats)
    assert not cats.unsaved
    assert page.keep("a").unsaved
    assert not policy_save(workspace=alice, public_id=cats.public_id, name="Cats").unsaved
    page.heard(policy_get(workspace=alice, public_id=cats.public_id))
    assert page.keep("a", readable=False).unsaved
    assert policy_list(workspace=alice)[0].unsaved


def test_saving_an_unreadable_form_saves_the_last_good_draft_and_says_so(alice, cats):
    page = Page(cats)
    page.keep("good")
    page.keep("bad", readable=False)
    saved = policy_save(workspace=alice, public_id=cats.public_id, name="Cats")
    assert (saved.saved_draft, saved.unsaved, typed(saved)) == (draft("good"), True, ["bad"])


def test_saving_again_without_a_new_name_does_not_disturb_other_pages(alice, cats):
    page = Page(cats)
    kept = page.keep("a")
    saved = policy_save(workspace=alice, public_id=cats.public_id, name="Cats", base_state=kept.state)
    assert saved.state == kept.state
    assert titles(page.keep("b")) == ["b"]


def test_saving_an_older_state_conflicts(alice, cats):
    page = Page(cats)
    page.keep("a")
    with pytest.raises(Conflict):
        policy_save(workspace=alice, public_id=cats.public_id, name="Dogs", base_state=cats.state, tab="another")
    assert policy_get(workspace=alice, public_id=cats.public_id).name == "Cats"
    saved = policy_save(workspace=alice, public_id=cats.public_id, name="Dogs", base_state=cats.state, tab=page.tab)
    assert saved.name == "Dogs"


def test_saving_puts_the_name_into_the_form(alice, scratch):
    page = Page(scratch)
    page.keep("a", name="  Cats  ")
    saved = policy_save(workspace=alice, public_id=scratch.public_id, name="  Cats  ")
    assert saved.form is not None
    assert dict(saved.form)["name"] == "Cats"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "name_missing"),
        (" \t\n", "name_missing"),
        ("x" * 121, "name_too_long"),
        ("a\u0000b", "name_unreadable"),
        ("a\ud800", "name_unreadable"),
        ("\u200b\u200d", "name_unreadable"),
        ("a\u0007", "name_unreadable"),
    ],
)
def test_what_is_no_name(alice, cats, text, code):
    for give in (
        lambda: policy_rename(workspace=alice, public_id=cats.public_id, name=text),
        lambda: policy_save(workspace=alice, public_id=cats.public_id, name=text),
        lambda: policy_create(workspace=alice, name=text, draft=draft()),
    ):
        with pytest.raises(InvalidName) as invalid:
            give()
        assert invalid.value.code == code
    assert names(policy_list(workspace=alice)) == ["Cats"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("x" * 120, "x" * 120),
        ("  a \n b\u2028 c ", "a b c"),
        ("猫", "猫"),
        ("👩‍💻", "👩‍💻"),
        ("<b>", "<b>"),
        ("%_", "%_"),
    ],
)
def test_what_is_a_name(alice, cats, text, name):
    assert policy_rename(workspace=alice, public_id=cats.public_id, name=text).name == name


def test_renaming_to_the_same_name_is_no_change(alice, cats):
    assert policy_rename(workspace=alice, public_id=cats.public_id, name=" Cats") == cats


def test_two_policies_may_have_one_name(alice, cats):
    policy_create(workspace=alice, name="Cats", draft=draft("other"))
    assert names(policy_list(workspace=alice)) == ["Cats", "Cats"]


def test_creating_keeps_the_kind_and_the_form(alice):
    made = policy_create(workspace=alice, name="Guard", draft=draft("a", kind="scp"), form=form("a", name="Guard"))
    assert (made.kind, typed(made), made.unsaved, made.state, made.can_undo) == ("scp", ["a"], False, 0, False)


@pytest.mark.parametrize("odd", [{}, {"settings": None}, {"settings": {"kind": 5}}, {"settings": {"kind": "x" * 50}}])
def test_any_draft_can_be_kept(alice, odd):
    assert len(policy_create(workspace=alice, name="Odd", draft=odd).kind) <= 20


def test_a_copy_goes_its_own_way(alice, cats):
    page = Page(cats)
    page.keep("a", name="Cats")
    copy = policy_duplicate(workspace=alice, public_id=cats.public_id)
    assert (copy.name, titles(copy), copy.form, copy.unsaved, copy.can_undo) == (
        "Copy of Cats",
        ["a"],
        None,
        False,
        False,
    )
    assert copy.public_id != cats.public_id
    Page(copy).keep("b")
    assert titles(policy_get(workspace=alice, public_id=cats.public_id)) == ["a"]


def test_a_copy_keeps_what_cannot_be_read(alice, cats):
    page = Page(cats)
    page.keep("bad", readable=False, name="Cats")
    copy = policy_duplicate(workspace=alice, public_id=cats.public_id)
    assert copy.form is not None
    assert (typed(copy), titles(copy), copy.readable, copy.unsaved) == (["bad"], ["start"], False, True)
    assert dict(copy.form)["name"] == "Copy of Cats"


def test_a_copys_name_is_no_longer_than_a_name(alice):
    made = policy_create(workspace=alice, name="x" * 120, draft=draft())
    assert policy_duplicate(workspace=alice, public_id=made.public_id).name == "Copy of " + "x" * 112


def test_the_scratch_document_is_not_of_the_library(alice, scratch):
    for act in (policy_duplicate, policy_delete):
        with pytest.raises(NotFound):
            act(workspace=alice, public_id=scratch.public_id)
    with pytest.raises(NotFound):
        policy_rename(workspace=alice, public_id=scratch.public_id, name="Cats")
    assert policy_list(workspace=alice) == ()


def test_deleting_can_be_undone(alice, cats, clock):
    page = Page(cats)
    kept = page.keep("a")
    when = clock.wait(60)
    deleted = policy_delete(workspace=alice, public_id=cats.public_id)
    assert deleted.deleted_at == when
    assert policy_list(workspace=alice) == ()
    assert [(row.name, row.deleted_at) for row in bin_list(workspace=alice)] == [("Cats", when)]
    with pytest.raises(NotFound):
        policy_get(workspace=alice, public_id=cats.public_id)
    assert policy_restore(workspace=alice, public_id=cats.public_id) == kept
    assert bin_list(workspace=alice) == ()
    assert titles(page.undo()) == ["start"]


def test_deleting_and_restoring_twice_is_once(alice, cats, clock):
    once = policy_delete(workspace=alice, public_id=cats.public_id)
    clock.wait(5)
    assert policy_delete(workspace=alice, public_id=cats.public_id) == once
    restored = policy_restore(workspace=alice, public_id=cats.public_id)
    assert policy_restore(workspace=alice, public_id=cats.public_id) == restored == cats


def test_a_deleted_policy_is_neither_renamed_nor_copied_nor_saved(alice, cats):
    policy_delete(workspace=alice, public_id=cats.public_id)
    for act in (
        lambda: policy_rename(workspace=alice, public_id=cats.public_id, name="Dogs"),
        lambda: policy_duplicate(workspace=alice, public_id=cats.public_id),
        lambda: policy_save(workspace=alice, public_id=cats.public_id, name="Dogs"),
        lambda: step_list(workspace=alice, public_id=cats.public_id),
    ):
        with pytest.raises(NotFound):
            act()


def test_the_newest_change_comes_first(alice, clock):
    made = {}
    for name in ("one", "two", "three"):
        clock.wait(1)
        made[name] = policy_create(workspace=alice, name=name, draft=draft())
    assert names(policy_list(workspace=alice)) == ["three", "two", "one"]
    clock.wait(1)
    Page(made["one"]).keep("a")
    assert names(policy_list(workspace=alice)) == ["one", "three", "two"]
    clock.wait(1)
    policy_rename(workspace=alice, public_id=made["two"].public_id, name="zwei")
    assert names(policy_list(workspace=alice)) == ["zwei", "one", "three"]
    for name in ("one", "three"):
        clock.wait(1)
        policy_delete(workspace=alice, public_id=made[name].public_id)
    assert names(bin_list(workspace=alice)) == ["three", "one"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("cat", ["Cats"]),
        ("  CATS ", ["Cats"]),
        ("äpfel", ["ÄPFEL 100%"]),
        ("100%", ["ÄPFEL 100%"]),
        ("%", ["ÄPFEL 100%"]),
        ("_", []),
        ("", ["ÄPFEL 100%", "Cats"]),
        ("straße", []),
    ],
)
def test_searching_by_name(alice, cats, search, found):
    policy_create(workspace=alice, name="ÄPFEL 100%", draft=draft())
    assert names(policy_list(workspace=alice, wanted=Wanted(search=search))) == found


def test_a_change_takes_few_queries_however_long_the_history(cats, django_assert_max_num_queries):
    page = Page(cats)
    for n in range(30):
        page.keep(f"t{n}", label="rules-0-title")
    with django_assert_max_num_queries(8):
        page.keep("typed on", label="rules-0-title")
    with django_assert_max_num_queries(8):
        page.keep("another field")
    with django_assert_max_num_queries(6):
        page.undo()


def test_a_workspace_takes_its_work_along_when_it_goes(alice, cats, scratch):
    Page(cats).keep("a")
    assert WorkStep.objects.count() == 3
    Workspace.objects.filter(pk=alice).delete()
    assert SavedPolicy.objects.count() == WorkStep.objects.count() == 0
