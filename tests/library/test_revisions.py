"""Revisions: numbered without gaps, never changed, read and taken back into the working copy."""

from importlib import import_module

import pytest
from django.apps import apps

from policybuilder.accounts.actors import Actor, acting
from policybuilder.library.apart import work_keep_apart
from policybuilder.library.models import Revision, SavedPolicy
from policybuilder.library.names import COPY
from policybuilder.library.records import Conflict, InBin, NotFound
from policybuilder.library.restoring import revision_restore
from policybuilder.library.revisions import revision_get, revision_list, revision_range
from policybuilder.library.scenarios import NewScenario, scenario_list, scenarios_add
from policybuilder.library.selectors import policy_get
from policybuilder.library.services import policy_delete, policy_save, work_undo
from policybuilder.library.tags import tags_get, tags_set
from tests.library.pages import Page, draft, form, titles, typed


@pytest.fixture
def three(alice, cats, clock):
    """Cats in three revisions: start, second, third; the working copy is the third."""
    for title in ("second", "third"):
        page = Page(policy_get(workspace=alice, public_id=cats.public_id))
        page.keep(title, name="Cats")
        clock.wait(60)
        with acting(Actor(None, "ann")):
            saved = policy_save(workspace=alice, public_id=cats.public_id, name="Cats", note=f"the {title}")
    return saved


def numbers(workspace, policy):
    return [each.number for each in revision_list(workspace=workspace, public_id=policy.public_id)]


def test_every_save_that_changes_something_is_a_revision_with_who_when_and_why(alice, three, clock):
    newest, second, first = revision_list(workspace=alice, public_id=three.public_id)
    assert (newest.number, newest.note, newest.author, newest.at) == (3, "the third", "ann", clock.now)
    assert (second.number, first.number, first.author, first.note) == (2, 1, "", "")
    assert three.revision == 3


@pytest.mark.parametrize(("note", "added"), [("", False), (" \x00 ", False), ("checked by legal", True)])
def test_the_same_again_is_a_revision_only_with_a_note(alice, three, note, added):
    saved = policy_save(workspace=alice, public_id=three.public_id, name="Cats", note=note)
    assert numbers(alice, three) == list(range(3 + added, 0, -1))
    assert saved.revision == 3 + added


def test_a_note_is_one_line_that_fits(alice, three):
    policy_save(workspace=alice, public_id=three.public_id, name="Cats", note="a\n\tb\x00" + "c" * 600)
    assert revision_get(workspace=alice, public_id=three.public_id).note == "a b " + "c" * 496


def test_a_range_has_drafts_the_newest_first(alice, three):
    found = revision_range(workspace=alice, public_id=three.public_id, first=2, last=9)
    assert [(each.number, each.draft) for each in found] == [(3, draft("third")), (2, draft("second"))]
    inside = revision_range(workspace=alice, public_id=three.public_id, first=2, last=2)
    assert [each.number for each in inside] == [2]


def test_a_revision_is_read_by_number_or_as_the_newest(alice, three):
    assert revision_get(workspace=alice, public_id=three.public_id, number=1).draft == draft("start")
    assert revision_get(workspace=alice, public_id=three.public_id).number == 3
    for missing in (0, 4, -1):
        with pytest.raises(NotFound):
            revision_get(workspace=alice, public_id=three.public_id, number=missing)


def test_a_revision_is_never_changed(alice, three):
    [first] = Revision.objects.filter(number=1)
    first.note = "forged"
    with pytest.raises(TypeError):
        first.save()
    Page(three).keep("fourth")
    assert revision_get(workspace=alice, public_id=three.public_id, number=1).note == ""
    assert revision_get(workspace=alice, public_id=three.public_id).draft == draft("third")


def test_restoring_is_one_step_that_can_be_undone_and_no_revision(alice, three):
    back = revision_restore(workspace=alice, public_id=three.public_id, number=1, base_state=three.state)
    assert (titles(back), back.form, back.unsaved, back.name) == (["start"], None, True, "Cats")
    assert numbers(alice, three) == [3, 2, 1]
    undone = work_undo(workspace=alice, public_id=three.public_id)
    assert (titles(undone), undone.unsaved) == (["third"], False)
    saved = policy_save(
        workspace=alice,
        public_id=three.public_id,
        name="Cats",
        base_state=revision_restore(workspace=alice, public_id=three.public_id, number=1).state,
    )
    assert saved.revision == 4
    assert revision_get(workspace=alice, public_id=three.public_id).draft == draft("start")


def test_restoring_takes_the_place_of_what_cannot_be_read_and_undo_brings_it_back(alice, three):
    Page(three).keep("half typ", readable=False)
    back = revision_restore(workspace=alice, public_id=three.public_id, number=3)
    assert (titles(back), back.readable) == (["third"], True)
    undone = work_undo(workspace=alice, public_id=three.public_id)
    assert (typed(undone), undone.readable) == (["half typ"], False)


def test_restoring_what_stands_there_already_changes_nothing(alice, three):
    assert revision_restore(workspace=alice, public_id=three.public_id, number=3) == three


def test_restoring_over_what_somebody_else_wrote_is_refused(alice, three):
    newer = Page(three).keep("newer")
    with pytest.raises(Conflict) as refused:
        revision_restore(workspace=alice, public_id=three.public_id, number=1, base_state=three.state)
    assert refused.value.record == newer
    assert policy_get(workspace=alice, public_id=three.public_id) == newer


def test_nobody_else_has_them_and_the_bin_hides_them(alice, bob, three):
    policy_id = three.public_id
    for act in (
        lambda workspace: revision_list(workspace=workspace, public_id=policy_id),
        lambda workspace: revision_range(workspace=workspace, public_id=policy_id, first=1, last=2),
        lambda workspace: revision_get(workspace=workspace, public_id=policy_id),
        lambda workspace: revision_restore(workspace=workspace, public_id=policy_id, number=1),
    ):
        with pytest.raises(NotFound):
            act(bob)
        assert act(alice)
    policy_delete(workspace=alice, public_id=policy_id)
    with pytest.raises(InBin):
        revision_list(workspace=alice, public_id=policy_id)


def test_of_many_revisions_those_are_read_that_are_asked_for(alice, three):
    asked = revision_list(workspace=alice, public_id=three.public_id, newest=1, also=[1, 9])
    assert [each.number for each in asked] == [3, 1]


def test_a_scratch_document_has_none(alice, scratch):
    with pytest.raises(NotFound):
        revision_list(workspace=alice, public_id=scratch.public_id)


@pytest.mark.parametrize("readable", [True, False])
def test_a_form_is_kept_apart_with_all_that_belongs_to_it(alice, cats, readable):
    scenarios_add(workspace=alice, public_id=cats.public_id, scenarios=[NewScenario("asks", "", {"a": 1}, "allowed")])
    tags_set(workspace=alice, public_id=cats.public_id, texts=["shelf"])
    theirs = Page(cats).keep("theirs")
    apart = work_keep_apart(
        workspace=alice,
        public_id=cats.public_id,
        form=form("mine", name="Dogs"),
        draft=draft("mine") if readable else None,
    )
    assert (apart.name, typed(apart), apart.readable) == (f"{COPY}Dogs", ["mine"], readable)
    assert titles(apart) == (["mine"] if readable else ["theirs"])
    assert ("name", apart.name) in (apart.form or ())
    assert [each.name for each in scenario_list(workspace=alice, public_id=apart.public_id)] == ["asks"]
    assert tags_get(workspace=alice, public_id=apart.public_id) == ("shelf",)
    assert policy_get(workspace=alice, public_id=cats.public_id) == theirs


def test_a_scratch_document_is_kept_apart_too(alice, scratch):
    apart = work_keep_apart(workspace=alice, public_id=scratch.public_id, form=form("mine"), draft=draft("mine"))
    assert (apart.name, titles(apart)) == ("Copy of an untitled policy", ["mine"])


def test_the_first_revision_of_an_older_database_is_of_the_kind_that_was_saved(alice, cats):
    Page(cats).keep("changed", name="Cats", draft=draft("changed", kind="scp"))
    Revision.objects.all().delete()
    SavedPolicy.objects.update(last_revision=0, sort_name="")
    import_module("policybuilder.library.migrations.0006_first_revisions").first_revisions(apps, None)
    first = revision_get(workspace=alice, public_id=cats.public_id)
    assert (first.number, first.kind, first.draft) == (1, "identity", draft("start"))
    assert policy_get(workspace=alice, public_id=cats.public_id).kind == "scp"
    assert SavedPolicy.objects.get(public_id=cats.public_id).sort_name == "cats"
