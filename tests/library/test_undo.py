"""Undo and redo of the working copy, which survive reload and restart."""

from datetime import timedelta

import pytest

from policybuilder.library import steps
from policybuilder.library.records import Conflict
from policybuilder.library.selectors import policy_get, step_list
from policybuilder.library.services import policy_rename, policy_save, work_keep, work_undo
from tests.library.pages import Page, draft, form, titles, typed


def test_steps_are_taken_back_and_taken_again(cats):
    page = Page(cats)
    for text in ("a", "b", "c"):
        page.keep(text)
    assert [titles(page.undo()) for _ in range(3)] == [["b"], ["a"], ["start"]]
    assert [titles(page.redo()) for _ in range(3)] == [["a"], ["b"], ["c"]]


def test_the_record_says_what_is_possible(cats):
    page = Page(cats)

    def possible(record):
        return (record.can_undo, record.can_redo)

    assert possible(cats) == (False, False)
    assert possible(page.keep("a")) == (True, False)
    assert possible(page.undo()) == (False, True)
    assert possible(page.redo()) == (True, False)


def test_beyond_the_ends_nothing_happens(cats):
    page = Page(cats)
    kept = page.keep("a")
    assert page.redo() == kept
    undone = page.undo()
    assert page.undo() == undone


def test_a_new_page_goes_on_where_the_old_one_was(alice, cats):
    page = Page(cats)
    page.keep("a")
    page.keep("b")
    page.undo()
    reloaded = Page(policy_get(workspace=alice, public_id=cats.public_id))
    assert titles(reloaded.redo()) == ["b"]
    assert [titles(reloaded.undo()) for _ in range(2)] == [["a"], ["start"]]


def test_a_change_after_an_undo_starts_another_way(cats):
    page = Page(cats)
    page.keep("a")
    page.keep("b")
    page.undo()
    assert not page.keep("c").can_redo
    assert titles(page.undo()) == ["a"]
    assert titles(page.redo()) == ["c"]


def test_undo_counts_as_a_change(alice, cats):
    page, other = Page(cats), Page(cats)
    other.heard(page.keep("a"))
    undone = page.undo()
    assert (undone.state, undone.tab, undone.sequence) == (2, page.tab, 2)
    with pytest.raises(Conflict):
        other.keep("b")


def test_undo_on_an_older_state_conflicts(cats):
    page, other = Page(cats), Page(cats)
    page.keep("a")
    for walk in (other.undo, other.redo):
        with pytest.raises(Conflict):
            walk()


def test_undo_without_a_state_takes_whatever_stands(alice, cats):
    Page(cats).keep("a")
    assert titles(work_undo(workspace=alice, public_id=cats.public_id)) == ["start"]


def test_a_write_that_undo_overtook_is_left_aside(cats):
    page = Page(cats)
    page.keep("a")
    late = page.stamp() | {"form": form("ab"), "draft": draft("ab")}
    undone = page.undo()
    assert work_keep(**late) == undone
    assert titles(page.redo()) == ["a"]


def test_an_undo_that_a_later_write_overtook_is_left_aside(cats):
    page = Page(cats)
    page.keep("a")
    late = page.stamp()
    kept = page.keep("ab")
    assert work_undo(**late) == kept


def test_what_could_not_be_read_comes_back_too(cats):
    page = Page(cats)
    page.keep("good")
    page.keep("bad", readable=False)
    page.keep("better")
    undone = page.undo()
    assert (titles(undone), typed(undone), undone.readable) == (["good"], ["bad"], False)
    undone = page.undo()
    assert (titles(undone), typed(undone), undone.readable) == (["good"], ["good"], True)


def test_typing_on_in_one_field_is_one_step(cats, clock):
    page = Page(cats)
    for text in ("a", "ab", "abc"):
        page.keep(text, label="rules-0-title")
        clock.wait(1.9)
    assert titles(page.undo()) == ["start"]
    assert titles(page.redo()) == ["abc"]


@pytest.mark.parametrize("between", ["a pause", "another field", "another page", "no label", "a save"])
def test_what_begins_another_step(alice, cats, clock, between):
    page = Page(cats)
    page.keep("a", label="rules-0-title" if between != "no label" else "")
    clock.wait(2 if between == "a pause" else 0.1)
    if between == "a save":
        policy_save(workspace=alice, public_id=cats.public_id, name="Cats")
        page.heard(policy_get(workspace=alice, public_id=cats.public_id))
    if between == "another page":
        page = Page(policy_get(workspace=alice, public_id=cats.public_id))
    label = {"another field": "rules-0-effect", "no label": ""}.get(between, "rules-0-title")
    page.keep("ab", label=label)
    assert titles(page.undo()) == ["a"]


def test_typing_after_an_undo_does_not_change_the_step_that_was_gone_back_to(cats, clock):
    page = Page(cats)
    page.keep("a", label="rules-0-title")
    page.keep("b", label="rules-0-effect")
    page.undo()
    page.keep("ac", label="rules-0-title")
    assert titles(page.undo()) == ["a"]


def test_other_words_for_the_same_policy_are_no_step_but_stay(cats):
    page = Page(cats)
    page.keep("a")
    page.keep("a", name="Cats of mine")
    page.keep("b", name="Cats of mine")
    undone = page.undo()
    assert undone.form is not None
    assert (titles(undone), dict(undone.form)["name"]) == (["a"], "Cats of mine")
    assert titles(page.undo()) == ["start"]


def test_a_text_that_was_kept_beside_the_form_and_is_dropped_comes_back(cats):
    page = Page(cats)
    for rest in ([("text", "{,")], [("text", "{,"), ("open", "r1")], []):
        form_now = [*form("a"), *rest]
        page.heard(work_keep(**page.stamp(), form=form_now, draft=draft("a"), label=""))
    undone = page.undo()
    assert titles(undone) == ["a"]
    assert ("text", "{,") in (undone.form or ())


def test_the_side_that_is_looked_at_first_belongs_to_the_first_step(cats):
    page = Page(cats)
    there = [*form("start", name=cats.name), ("side", "json"), ("text", "{}")]
    page.heard(work_keep(**page.stamp(), form=there, draft=draft("start"), label=""))
    page.keep("a")
    assert page.undo().form == tuple(there)


def test_names_are_not_undone(alice, cats):
    page = Page(cats)
    page.keep("a", name="Cats")
    page.keep("b", name="Cats")
    page.heard(policy_rename(workspace=alice, public_id=cats.public_id, name="Dogs"))
    undone = page.undo()
    assert undone.form is not None
    assert (undone.name, dict(undone.form)["name"], titles(undone)) == ("Dogs", "Dogs", ["a"])


def test_the_scratch_document_keeps_a_typed_name_through_undo_and_redo(scratch):
    page = Page(scratch)
    page.keep("a", name="")
    page.keep("b", name="Mine")
    undone = page.undo()
    assert undone.form is not None
    assert dict(undone.form)["name"] == "Mine"
    page.undo()
    redone = page.redo()
    redone = page.redo()
    assert redone.form is not None
    assert dict(redone.form)["name"] == "Mine"


def test_undo_back_to_what_was_saved_leaves_nothing_unsaved(alice, cats):
    page = Page(cats)
    assert page.keep("a").unsaved
    assert not page.undo().unsaved
    assert page.redo().unsaved


def test_so_many_steps_are_kept(alice, cats, monkeypatch):
    monkeypatch.setattr(steps, "MOST_STEPS", 5)
    page = Page(cats)
    for n in range(12):
        page.keep(f"t{n}")
    assert [step.number for step in step_list(workspace=alice, public_id=cats.public_id)] == [9, 10, 11, 12, 13]
    record = page.keep("last")
    while record.can_undo:
        record = page.undo()
    assert titles(record) == ["t8"]
    assert titles(page.redo()) == ["t9"]


def test_large_steps_are_fewer(alice, cats, monkeypatch):
    monkeypatch.setattr(steps, "MOST_CHARACTERS", 10_000)
    monkeypatch.setattr(steps, "FEWEST_STEPS", 3)
    page = Page(cats)
    for n in range(8):
        page.keep(f"{n}" * 4_000)
    assert len(step_list(workspace=alice, public_id=cats.public_id)) == 3
    assert titles(page.undo()) == ["6" * 4_000]


def test_the_list_of_steps_says_what_changed_when(alice, cats, clock):
    page = Page(cats)
    times = [cats.created]
    for label in ("rules-0-title", "rule-remove\u0000\n" + "x" * 100):
        times.append(clock.wait(5))
        page.keep(label, label=label)
    page.undo()
    found = step_list(workspace=alice, public_id=cats.public_id)
    assert [step.label for step in found] == ["", "rules-0-title", "rule-remove" + "x" * 69]
    assert [step.at for step in found][1:] == times[1:]
    assert [step.current for step in found] == [False, True, False]
    assert found[2].at - found[1].at == timedelta(seconds=5)
