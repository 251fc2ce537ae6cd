"""What is written down of each deed, and how it is read: the newest first, page by page, or all of it."""

import json
import re
from datetime import timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from policybuilder.accounts.actors import Actor, acting
from policybuilder.accounts.audit import TOGETHER, Event, note
from policybuilder.accounts.events import EventRecord, Wanted, events, events_all, people
from policybuilder.accounts.models import AuditEvent
from policybuilder.accounts.people import user_add
from policybuilder.inventory.services import inventory_forget, sample_load
from policybuilder.library.attached import attachment_add, attachment_remove
from policybuilder.library.moving import policies_move
from policybuilder.library.records import Conflict
from policybuilder.library.restoring import revision_restore
from policybuilder.library.scenarios import NewScenario, scenario_remove, scenarios_add
from policybuilder.library.services import (
    policies_import,
    policy_create,
    policy_delete,
    policy_duplicate,
    policy_rename,
    policy_restore,
    policy_save,
    scratch_replace,
    work_undo,
)
from policybuilder.wording.audit import OF_POLICIES, OF_WORKSPACES, deed_words, who_words
from tests.house.source import ROOT
from tests.library.pages import Page, draft

SCENARIO = NewScenario("May it", "", {"operation": "DetectCustomLabels"}, "allowed")
MUTE = {"code": "PASS_ROLE_WITH_STAR_IN_RESOURCE", "reason": "Known."}


def heard(workspace, **wanted):
    """The events, the oldest first: kind, name, details and how often."""
    return [(each.event, each.subject, each.details, each.times) for each in events_all(workspace, Wanted(**wanted))]


def muting(page, *mutes):
    page.keep("start", draft={**draft("start"), **({"mutes": list(mutes)} if mutes else {})})


DEEDS = {
    "save": (
        lambda w, p: policy_save(workspace=w, public_id=p, name="Cats", note="why"),
        "saved",
        {"revision": "2", "note": "why"},
    ),
    "save the same": (lambda w, p: policy_save(workspace=w, public_id=p, name="Cats"), None, {}),
    "save under another name": (
        lambda w, p: policy_save(workspace=w, public_id=p, name="Dogs"),
        "renamed",
        {"old": "Cats"},
    ),
    "rename": (lambda w, p: policy_rename(workspace=w, public_id=p, name="Dogs"), "renamed", {"old": "Cats"}),
    "rename to the same": (lambda w, p: policy_rename(workspace=w, public_id=p, name="Cats"), None, {}),
    "duplicate": (lambda w, p: policy_duplicate(workspace=w, public_id=p), "duplicated", {"source": "Cats"}),
    "delete": (lambda w, p: policy_delete(workspace=w, public_id=p), "deleted", {}),
    "restore what is there": (lambda w, p: policy_restore(workspace=w, public_id=p), None, {}),
    "add a scenario": (lambda w, p: scenarios_add(workspace=w, public_id=p, scenarios=[SCENARIO]), "scenarios", {}),
    "add none": (lambda w, p: scenarios_add(workspace=w, public_id=p, scenarios=[]), None, {}),
    "remove what is gone": (lambda w, p: scenario_remove(workspace=w, public_id=p, scenario_id=1), None, {}),
    "attach": (lambda w, p: attachment_add(workspace=w, public_id=p, layer="scp", name="n", text="{}"), "attached", {}),
    "detach what is gone": (lambda w, p: attachment_remove(workspace=w, public_id=p, attachment_id=1), None, {}),
    "create": (lambda w, p: policy_create(workspace=w, name="Dogs", draft=draft("x")), "created", {}),
    "import": (lambda w, p: policies_import(workspace=w, policies=[("Cats", draft("x"))]), "created", {}),
    "read an inventory": (lambda w, p: sample_load(workspace=w), "inventory", {}),
    "forget nothing": (lambda w, p: inventory_forget(workspace=w), None, {}),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_each_deed_is_written_down_once_and_nothing_is_where_nothing_was_done(alice, cats, deed):
    act, event, details = DEEDS[deed]
    act(alice, cats.public_id)
    found = heard(alice)[1:]  # after the making of cats
    assert [(kind, said, times) for kind, _, said, times in found] == ([(event, details, 1)] if event else [])


def test_who_has_no_account_any_more_is_not_counted_as_a_browser_without_one(alice, cats):
    page = Page(cats)
    for name in ("ann", "ben", ""):
        with acting(Actor(None, name)):
            page.keep(f"by {name}")
            page.keep(f"again by {name}")
    assert [(each.person, each.times) for each in events(alice, limit=3).found] == [("", 2), ("ben", 2), ("ann", 2)]


def test_typing_for_an_hour_is_a_few_lines_and_whoever_else_types_has_their_own(alice, cats, clock):
    page = Page(cats)
    ana = user_add(name="ana", password="a long secret")
    for number in range(120):
        clock.wait(30)
        page.keep(f"t{number}")
    assert [times for kind, _, _, times in heard(alice, event="changed")] == [60, 60]
    with acting(Actor(ana.pk, "ana")):
        page.keep("hers")
        page.undo()
    with acting(Actor(ana.pk, "ana", "CI")):
        page.redo()
    found = events(alice, limit=3).found
    assert [(each.person, each.by, each.times) for each in found] == [("ana", "CI", 1), ("ana", "", 2), ("", "", 60)]
    assert found[2].at - found[2].since < TOGETHER
    policy_save(workspace=alice, public_id=cats.public_id, name="Cats")
    page.keep("after the save")
    assert [kind for kind, *_ in heard(alice)[-2:]] == ["saved", "changed"]


def test_taking_a_revision_back_is_one_deed_and_undo_a_change(alice, cats):
    page = Page(cats)
    page.keep("other")
    policy_save(workspace=alice, public_id=cats.public_id, name="Cats")
    revision_restore(workspace=alice, public_id=cats.public_id, number=1)
    revision_restore(workspace=alice, public_id=cats.public_id, number=1)
    work_undo(workspace=alice, public_id=cats.public_id)
    told = [(kind, said) for kind, _, said, _ in heard(alice)]
    assert told[-3:] == [("saved", {"revision": "2"}), ("rolled_back", {"revision": "1"}), ("changed", {})]


def test_looking_and_conflicts_are_no_changes(alice, cats):
    page, late = Page(cats), Page(cats)
    page.keep("start")
    page.keep("start", open="r1")
    assert heard(alice) == [("created", "Cats", {}, 1)]
    page.keep("mine")
    with pytest.raises(Conflict):
        late.keep("theirs")
    assert heard(alice)[1:] == [("changed", "Cats", {}, 1)]


def test_muting_says_what_and_why(alice, cats):
    page = Page(cats)
    muting(page, MUTE)
    muting(page)
    page.undo()
    page.keep("other", draft={**draft("other"), "mutes": [MUTE, {**MUTE, "statement": "S"}]})
    told = {"finding": MUTE["code"], "reason": "Known."}
    assert [(kind, details) for kind, _, details, _ in heard(alice)[1:]] == [
        ("muted", told),
        ("unmuted", {"finding": MUTE["code"]}),
        ("muted", told),
        ("muted", told),
        ("changed", {}),
    ]


def test_a_scratch_document_is_nobodys_business_until_it_is_a_policy(alice, scratch):
    Page(scratch).keep("typed")
    scratch_replace(workspace=alice, draft=draft("another"), scenarios=[SCENARIO])
    scenarios_add(workspace=alice, public_id=scratch.public_id, scenarios=[SCENARIO])
    attachment_add(workspace=alice, public_id=scratch.public_id, layer="scp", name="n", text="{}")
    assert heard(alice) == []
    policy_save(workspace=alice, public_id=scratch.public_id, name="Cats", note="the first")
    assert heard(alice) == [("created", "Cats", {"note": "the first"}, 1)]


def test_typing_costs_one_statement_more(alice, cats, scratch):
    counted = []
    for page in (Page(scratch), Page(cats)):
        page.keep("one")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page.keep("two")
        counted.append(len(queries))
    assert counted[1] == counted[0] + 1


def test_what_a_browser_did_goes_along_with_its_work(alice, bob, cats, clock):
    policy_create(workspace=bob, name="Cats", draft=draft("b"))
    bin_it = policy_create(workspace=bob, name="Gone", draft=draft("c"))
    policy_delete(workspace=bob, public_id=bin_it.public_id)
    clock.wait(1)
    with acting(Actor(None, "alice")):
        policies_move(source=bob, target=alice, example=draft("x"))
    assert heard(bob) == []
    assert [(kind, name) for kind, name, *_ in heard(alice)] == [
        ("created", "Cats"),
        ("created", "Cats"),
        ("created", "Gone"),
        ("deleted", "Gone"),
        ("arrived", "Cats 2"),
        ("arrived", "Gone"),
    ]


def test_the_command_that_empties_the_bin_says_so(alice, cats, clock):
    for change in (policy_delete, policy_delete, policy_restore, policy_restore, policy_delete):
        clock.wait(1)
        change(workspace=alice, public_id=cats.public_id)
    clock.wait(1)
    call_command("empty_bin", "--days", "0", stdout=StringIO())
    assert [kind for kind, *_ in heard(alice)] == ["created", "deleted", "restored", "deleted", "emptied"]
    assert events(alice).found[0].by == "manage.py empty_bin"


# -- reading -----------------------------------------------------------------------------------------------------------


def test_pages_go_back_to_the_first_event_without_losing_or_repeating_one(alice, clock):
    for number in range(23):
        note(Event.TAGGED, workspace=alice, subject=str(number))
        clock.wait(number % 3)  # some at the same moment
    seen: list[EventRecord] = []
    before, counts = None, set()
    while True:
        with CaptureQueriesContext(connection) as queries:
            page = events(alice, before=before, limit=5)
        counts.add(len(queries))
        seen += page.found
        before = page.older
        if before is None:
            break
    assert [each.subject for each in seen] == [str(number) for number in reversed(range(23))]
    assert counts == {1}
    assert list(events_all(alice)) == seen[::-1]


def test_all_of_it_is_read_bit_by_bit(alice, clock, monkeypatch):
    monkeypatch.setattr("policybuilder.accounts.events.AT_ONCE", 4)
    for number in range(11):
        note(Event.TAGGED, workspace=alice, subject=str(number))
        clock.wait(number % 2)
    found = list(events_all(alice))
    assert [each.subject for each in found] == [str(number) for number in range(11)]
    assert all(one.at <= next_one.at for one, next_one in pairwise(found))
    assert [each.subject for each in events_all(alice, since=clock.now - timedelta(seconds=1))] == ["8", "9", "10"]


def test_events_are_found_by_person_kind_name_and_policy(alice, bob, cats):
    dogs = policy_create(workspace=alice, name="Dogs 100%", draft=draft("x"))
    with acting(Actor(None, "ana")):
        policy_rename(workspace=alice, public_id=dogs.public_id, name="Wolves")
    policy_create(workspace=bob, name="Cats", draft=draft("x"))
    for wanted, names in (
        ({"person": "ana"}, ["Wolves"]),
        ({"person": ""}, ["Cats", "Dogs 100%"]),
        ({"event": "created"}, ["Cats", "Dogs 100%"]),
        ({"event": "created", "person": "ana"}, []),
        ({"subject": "CAT"}, ["Cats"]),
        ({"subject": "%"}, ["Dogs 100%"]),
        ({"policy": dogs.public_id}, ["Dogs 100%", "Wolves"]),
    ):
        assert [name for _, name, *_ in heard(alice, **wanted)] == names, wanted
    assert people(alice) == ("", "ana")
    assert people(alice, policy=cats.public_id) == ("",)


@pytest.mark.parametrize("details", ["", "null", "[1]", '{"old": 1, "revision": {}}', "{"])
def test_what_a_newer_version_wrote_is_read_and_said(alice, details):
    AuditEvent.objects.create(workspace_id=alice, event="teleported", details=details)
    [found] = events(alice).found
    assert found.details == {}
    assert "teleported" in deed_words(found.event, found.subject, found.details)


# -- words -------------------------------------------------------------------------------------------------------------

TOLD = {
    "revision": "3",
    "note": "Why.",
    "old": "Old",
    "source": "Src",
    "tags": "a",
    "finding": MUTE["code"],
    "role": "owner",
}


@pytest.mark.parametrize("event", Event)
def test_every_event_has_a_sentence_and_a_name(event):
    for details in ({}, TOLD, {**TOLD, "who": "ben", "reason": "Known", "expires": "2026-12-01T00:00:00+00:00"}):
        said = deed_words(event, "Cats", details)
        assert re.fullmatch(r"[A-Z].*[^. ]\.", said)
        assert not re.search("does not know|None|  ", said)
        assert deed_words(event, "Cats", details, 1200).endswith(", 1,200 times.")
    assert (event in OF_POLICIES) != (event in OF_WORKSPACES)
    assert set(OF_POLICIES) | set(OF_WORKSPACES) == set(Event)


def test_the_docs_name_every_event():
    told = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`.*?) \|", told, re.MULTILINE)))) - {"event"} == set(
        Event
    )


SAID = {
    ("saved", "3"): "Saved revision 3: Why.",
    ("shared", "3"): "Made a share link to revision 3 that opens until 2026-12-01 00:00 UTC.",
    ("shared", ""): "Made a share link to always the newest revision that opens until 2026-12-01 00:00 UTC.",
    ("role_changed", ""): "Made ben an owner.",
    ("muted", ""): "Muted “Any role can be handed over”: Known.",
}


@pytest.mark.parametrize(("event", "revision"), SAID)
def test_details_are_in_the_sentence(event, revision):
    details = {**TOLD, "revision": revision, "who": "ben", "reason": "Known.", "expires": "2026-12-01T01:00:00+01:00"}
    assert deed_words(event, "Cats", details) == SAID[event, revision]


@pytest.mark.parametrize(
    ("person", "by", "said"),
    [
        ("", "", "this browser"),
        ("ana", "", "ana"),
        ("ana", "CI", "ana with token CI"),
        ("", "manage.py empty_bin", "manage.py empty_bin"),
    ],
)
def test_who_it_was(person, by, said):
    assert who_words(person, by) == said


def test_nothing_of_a_policy_is_in_it(alice, cats):
    Page(cats).keep("a secret title")
    policy_save(workspace=alice, public_id=cats.public_id, name="Cats")
    kept = json.dumps(list(AuditEvent.objects.values("subject", "details", "event")))
    assert not re.search("secret|zebra", kept)
