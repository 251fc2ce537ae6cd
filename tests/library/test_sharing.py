"""Share links: what a token opens, each way in which it opens nothing any more, and what is written down of it."""

import json
import re
from datetime import timedelta

import pytest

from policybuilder.accounts.actors import Actor, acting
from policybuilder.accounts.audit import Event
from policybuilder.accounts.models import AuditEvent, User
from policybuilder.library import sharing
from policybuilder.library.models import Revision, ShareLink
from policybuilder.library.moving import policies_move
from policybuilder.library.records import NotFound, TooMany
from policybuilder.library.services import policy_delete, policy_duplicate, policy_restore, policy_save, work_keep
from policybuilder.library.sharing import share_list, share_make, share_revoke, shared_get
from tests.library.pages import draft, form

DAY = timedelta(days=1)


def share(record, **what):
    return share_make(workspace=record.workspace, public_id=record.public_id, **what)


@pytest.fixture
def shown(clock):
    """(revision, titles) of what a link shows now; None where it shows nothing."""

    def look(link):
        try:
            found = shared_get(token=link.token, now=clock.now)
        except NotFound:
            return None
        rules = found.draft["rules"]
        assert isinstance(rules, list)
        return found.revision, [rule["title"] for rule in rules]

    return look


def test_a_link_shows_the_newest_revision_or_a_chosen_one_and_never_the_working_copy(cats, shown):
    newest, first = share(cats), share(cats, revision=1)
    record = policy_save(workspace=cats.workspace, public_id=cats.public_id, name="Cats and dogs", note="A better name")
    work_keep(
        workspace=cats.workspace, public_id=cats.public_id, base_state=record.state, tab="", sequence=0,
        form=form("typed only"), draft=draft("typed only"),
    )  # fmt: skip
    assert (shown(newest), shown(first)) == ((2, ["start"]), (1, ["start"]))
    policy_save(workspace=cats.workspace, public_id=cats.public_id, name="Cats and dogs")
    assert (shown(newest), shown(first)) == ((3, ["typed only"]), (1, ["start"]))


def test_it_shows_what_was_saved_and_nothing_of_whose_it_is(cats, clock):
    link = share(cats, revision=1, expires=clock.now + DAY)
    found = shared_get(token=link.token, now=clock.now)
    assert (found.name, found.kind, found.draft) == ("Cats", "identity", draft("start"))
    assert (found.saved_at, found.newest, found.expires) == (cats.saved_at, False, clock.now + DAY)
    assert shared_get(token=share(cats).token, now=clock.now).newest
    policy_save(workspace=cats.workspace, public_id=cats.public_id, name="Dogs", note="renamed")
    assert shared_get(token=link.token, now=clock.now).name == "Cats", "as it was called then"


def test_a_token_is_256_bits_by_chance_and_kept_as_it_is(cats, monkeypatch):
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", share(cats).token)
    ShareLink.objects.all().delete()
    made = {32: "A_-9" * 10 + "xyz"}  # by as many bytes of chance
    monkeypatch.setattr("secrets.token_urlsafe", made.get)
    link = share(cats)
    assert link.token == made[32]
    assert ShareLink.objects.get().token == link.token
    assert share_list(workspace=cats.workspace, public_id=cats.public_id) == (link,)


def test_no_two_links_have_the_same_token(cats):
    assert len({share(cats).token for _ in range(sharing.MOST_LINKS)}) == sharing.MOST_LINKS
    with pytest.raises(TooMany):
        share(cats)


GONE = {
    "revoked": lambda cats, link: share_revoke(workspace=cats.workspace, public_id=cats.public_id, share_id=link.id),
    "in the bin": lambda cats, link: policy_delete(workspace=cats.workspace, public_id=cats.public_id),
    "revision gone": lambda cats, link: Revision.objects.filter(number=1).delete(),
}


@pytest.mark.parametrize("how", GONE)
@pytest.mark.parametrize("revision", [None, 1])
def test_each_way_to_be_gone(cats, shown, how, revision):
    link, other = share(cats, revision=revision), share(cats)
    assert shown(link) is not None
    GONE[how](cats, link)
    assert shown(link) is None
    assert (shown(other) is not None) is (how == "revoked")


def test_it_expires_to_the_second(cats, shown, clock):
    link, ever = share(cats, expires=clock.now + DAY), share(cats)
    clock.wait(DAY.total_seconds() - 1)
    assert shown(link) is not None
    clock.wait(1)
    assert shown(link) is None
    listed = share_list(workspace=cats.workspace, public_id=cats.public_id)
    assert [(each.id, each.expired) for each in listed] == [(ever.id, False), (link.id, True)]
    clock.wait(100 * DAY.total_seconds())
    assert shown(ever) is not None


@pytest.mark.parametrize("token", ["", "x", "x" * 42, "x" * 44, "x" * 43, "x" * 42 + "\0", "é" * 43, "x" * 42 + "\n"])
def test_what_is_no_token(cats, clock, token, django_assert_num_queries):
    share(cats)
    with django_assert_num_queries(token == "x" * 43), pytest.raises(NotFound):
        shared_get(token=token, now=clock.now)


def test_out_of_the_bin_it_is_there_again(cats, shown):
    link = share(cats)
    policy_delete(workspace=cats.workspace, public_id=cats.public_id)
    policy_restore(workspace=cats.workspace, public_id=cats.public_id)
    assert shown(link) == (1, ["start"])


def test_links_go_with_their_policy_and_a_copy_has_none(alice, bob, cats, shown):
    link = share(cats)
    copy = policy_duplicate(workspace=alice, public_id=cats.public_id)
    assert share_list(workspace=alice, public_id=copy.public_id) == ()
    policies_move(source=alice, target=bob, example=draft())
    assert shown(link) == (1, ["start"])
    assert [each.id for each in share_list(workspace=bob, public_id=cats.public_id)] == [link.id]


def test_what_is_not_there_cannot_be_shared(alice, bob, cats, scratch):
    link = share(cats)
    tries = [
        lambda: share(cats, revision=2),
        lambda: share(cats, revision=0),
        lambda: share(scratch),
        lambda: share_make(workspace=bob, public_id=cats.public_id),
        lambda: share_list(workspace=bob, public_id=cats.public_id),
        lambda: share_revoke(workspace=bob, public_id=cats.public_id, share_id=link.id),
        lambda: share_revoke(workspace=alice, public_id=cats.public_id, share_id=link.id + 1),
        lambda: share_revoke(workspace=alice, public_id=policy_duplicate(workspace=alice, public_id=cats.public_id).public_id, share_id=link.id),
    ]  # fmt: skip
    for each in tries:
        with pytest.raises(NotFound):
            each()
    assert [each.id for each in share_list(workspace=alice, public_id=cats.public_id)] == [link.id]


def test_who_made_and_revoked_it_is_written_down_without_the_token(cats, clock):
    ana = User.objects.create(username="ana")
    with acting(Actor(ana.pk, "ana")):
        link = share(cats, revision=1, expires=clock.now + DAY)
        share_revoke(workspace=cats.workspace, public_id=cats.public_id, share_id=link.id)
    share(cats)
    assert link.made_by == "ana"
    events = AuditEvent.objects.filter(event__in=[Event.SHARED, Event.UNSHARED]).order_by("pk")
    kept = [(each.event, each.policy, each.subject, each.person_name, json.loads(each.details)) for each in events]
    details = {"revision": "1", "expires": (clock.now + DAY).isoformat()}
    assert kept == [
        ("shared", cats.public_id, "Cats", "ana", details),
        ("unshared", cats.public_id, "Cats", "ana", details),
        ("shared", cats.public_id, "Cats", "", {}),  # always the newest, until it is revoked
    ]
    assert link.token not in str(list(AuditEvent.objects.values()))
