"""Teams: who may do what, an owner at all times, links that open once, and accounts that go."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from policybuilder.accounts import invitations
from policybuilder.accounts.actors import Actor, acting
from policybuilder.accounts.audit import Event
from policybuilder.accounts.invitations import (
    HOLDS,
    invitation_accept,
    invitation_list,
    invitation_make,
    invitation_of,
    invitation_revoke,
)
from policybuilder.accounts.models import AuditEvent, Invitation, Membership, User, Workspace
from policybuilder.accounts.people import user_delete
from policybuilder.accounts.roles import Role, may_use, places_of, standing_of
from policybuilder.accounts.services import WorkspaceId, is_browsers, workspace_claim, workspace_drop, workspace_of_user
from policybuilder.accounts.teams import (
    MOST_TEAMS,
    InvalidTeamName,
    LastOwner,
    NoTeam,
    NotOwner,
    TooManyTeams,
    leave,
    member_list,
    member_remove,
    owners_of,
    role_change,
    team_delete,
    team_get,
    team_make,
    team_rename,
    teams_in_need,
    teams_of,
)
from policybuilder.accounts.tokens import bearer_of, token_list, token_make
from tests.at_once import database_in_a_file, in_threads

pytestmark = pytest.mark.django_db

WHO = ("owner", "editor", "viewer", "stranger")


class People:
    """A team with one of each role, and somebody who is not in it."""

    def __init__(self):
        self.of = {who: User.objects.create(username=who).pk for who in WHO}
        self.team = team_make(user_id=self.of["owner"], name="Vision")
        for who in ("editor", "viewer"):
            Membership.objects.create(workspace_id=self.team, user_id=self.of[who], role=Role(who))

    def __getattr__(self, who):
        return self.of[who]

    def by(self, who):
        return {"user_id": self.of[who], "team": self.team}

    def roles(self):
        return {member.name: member.role for member in member_list(**self.by("owner"))}


@pytest.fixture
def people():
    return People()


def opened(text):
    """Who sent the token, which has to be good."""
    bearer = bearer_of(text)
    assert bearer is not None
    return bearer


def joined_by(user_id, text):
    """What became of following a link, which has to be good."""
    joined = invitation_accept(user_id=user_id, text=text)
    assert joined is not None
    return joined


def role_of(user_id, workspace):
    """The user's role there; None where the workspace is none of theirs."""
    standing = standing_of(user_id, workspace)
    return standing and standing.role


def events():
    return list(AuditEvent.objects.order_by("pk").values_list("event", "subject", "person_name"))


# -- the rule ----------------------------------------------------------------------------------------------------------


def test_who_may_use_what(people):
    assert [role_of(people.of[who], people.team) for who in WHO] == [Role.OWNER, Role.EDITOR, Role.VIEWER, None]
    own = workspace_of_user(people.viewer)
    assert role_of(people.viewer, own) is Role.OWNER
    assert not may_use(people.owner, own), "a team opens nothing of its members' own"
    assert [(place.team, place.writes) for place in places_of(people.viewer)] == [("", True), ("Vision", False)]


def test_a_browsers_workspace_is_nobodys_and_a_teams_is_no_browsers(people):
    browsers = WorkspaceId(Workspace.objects.create().pk)
    assert role_of(people.owner, browsers) is None
    assert is_browsers(browsers)
    assert not is_browsers(people.team)
    assert workspace_claim(people.stranger, people.team) != people.team, "signing in takes no team along"
    workspace_drop(people.team)
    assert Workspace.objects.filter(pk=people.team).exists()


@pytest.mark.parametrize(("who", "refusal"), [("editor", NotOwner), ("viewer", NotOwner), ("stranger", NoTeam)])
def test_only_owners_govern(people, who, refusal):
    link = invitation_make(**people.by("owner"), role=Role.VIEWER)
    number = Invitation.objects.get().pk
    deeds = [
        lambda: team_rename(**people.by(who), name="Mine"),
        lambda: team_delete(**people.by(who)),
        lambda: role_change(**people.by(who), member_id=people.of[who], role=Role.OWNER),
        lambda: member_remove(**people.by(who), member_id=people.owner),
        lambda: invitation_make(**people.by(who), role=Role.OWNER),
        lambda: invitation_list(**people.by(who)),
        lambda: invitation_revoke(**people.by(who), invitation_id=number),
    ]
    for deed in deeds:
        with pytest.raises(refusal):
            deed()
    assert people.roles() == {"owner": "owner", "editor": "editor", "viewer": "viewer"}
    assert invitation_of(link) is not None


def test_who_is_no_member_sees_nothing_of_a_team(people):
    own = workspace_of_user(people.owner)
    for team in (people.team, uuid4(), own):
        for deed in (team_get, member_list, leave):
            with pytest.raises(NoTeam):
                deed(user_id=people.stranger, team=team)
    with pytest.raises(NoTeam):
        team_delete(user_id=people.owner, team=own)


# -- names -------------------------------------------------------------------------------------------------------------


def test_names_are_one_line_that_can_be_read(people):
    assert team_rename(**people.by("owner"), name="  Shelf \n\u200b cameras ") == "Shelf cameras"
    for name in ("", " \n", "\u200b", "x" * 81, "\u3164 \u2800", "own  Workspace", "Ｙour own library"):
        with pytest.raises(InvalidTeamName):
            team_make(user_id=people.owner, name=name)
        with pytest.raises(InvalidTeamName):
            team_rename(**people.by("owner"), name=name)
    assert [(row.name, row.role, row.members) for row in teams_of(people.viewer)] == [("Shelf cameras", "viewer", 3)]


def test_there_is_an_end_to_teams(people):
    made = [Workspace.objects.create(team=str(number)) for number in range(MOST_TEAMS)]
    Membership.objects.bulk_create(Membership(workspace=team, user_id=people.stranger, role="viewer") for team in made)
    with pytest.raises(TooManyTeams):
        team_make(user_id=people.stranger, name="One more")
    with pytest.raises(TooManyTeams):
        invitation_accept(user_id=people.stranger, text=invitation_make(**people.by("owner"), role=Role.VIEWER))
    assert Invitation.objects.count() == 1, "the link is not used up"


# -- an owner at all times ---------------------------------------------------------------------------------------------


def test_a_team_keeps_an_owner(people):
    for deed in (
        lambda: leave(**people.by("owner")),
        lambda: role_change(**people.by("owner"), member_id=people.owner, role=Role.EDITOR),
        lambda: member_remove(**people.by("owner"), member_id=people.owner),
        lambda: user_delete(people.owner),
    ):
        with pytest.raises(LastOwner):
            deed()
    assert owners_of(people.team) == ("owner",)
    role_change(**people.by("owner"), member_id=people.editor, role=Role.OWNER)
    assert leave(**people.by("owner")) == "Vision"
    assert owners_of(people.team) == ("editor",)


def test_an_owner_who_is_locked_out_counts_for_nothing(people):
    role_change(**people.by("owner"), member_id=people.editor, role=Role.OWNER)
    back = invitation_make(**people.by("editor"), role=Role.OWNER)
    User.objects.filter(pk=people.editor).update(is_active=False)
    assert invitation_of(back) is None
    assert invitation_accept(user_id=people.stranger, text=back) is None
    assert invitation_list(**people.by("owner")) == ()
    assert [row.name for row in teams_in_need(people.owner)] == ["Vision"]
    for deed in (lambda: leave(**people.by("owner")), lambda: user_delete(people.owner)):
        with pytest.raises(LastOwner):
            deed()
    member_remove(**people.by("owner"), member_id=people.editor)


def test_who_leaves_or_is_taken_out_has_neither_tokens_nor_links_left(people):
    role_change(**people.by("owner"), member_id=people.editor, role=Role.OWNER)
    token = token_make(user_id=people.editor, workspace=people.team, name="CI", writes=True)[1]
    back = invitation_make(**people.by("editor"), role=Role.OWNER)
    member_remove(**people.by("owner"), member_id=people.editor)
    assert bearer_of(token) is None
    assert token_list(user_id=people.editor)[0].lost
    assert invitation_of(back) is None


def test_a_token_of_who_was_taken_out_stays_ended_when_they_come_back(people):
    elsewhere = token_make(
        user_id=people.editor, workspace=team_make(user_id=people.editor, name="Else"), name="CI", writes=True
    )[1]
    colleagues = token_make(user_id=people.viewer, workspace=people.team, name="CI", writes=False)[1]
    token = token_make(user_id=people.editor, workspace=people.team, name="CI", writes=True, days=7)[1]
    member_remove(**people.by("owner"), member_id=people.editor)
    back = invitation_make(**people.by("owner"), role=Role.EDITOR)
    assert invitation_accept(user_id=people.editor, text=back)
    assert bearer_of(token) is None
    assert [row.expired for row in token_list(user_id=people.editor)] == [True, False]
    assert opened(elsewhere)
    assert opened(colleagues)


def test_a_token_writes_as_long_as_its_user_may(people):
    token = token_make(user_id=people.editor, workspace=people.team, name="CI", writes=True)[1]
    assert opened(token).writes
    role_change(**people.by("owner"), member_id=people.editor, role=Role.VIEWER)
    assert not opened(token).writes


# -- accounts that go --------------------------------------------------------------------------------------------------


def test_an_account_that_goes_leaves_no_team_without_an_owner(people):
    alone = team_make(user_id=people.owner, name="Alone")
    assert [row.name for row in teams_in_need(people.owner)] == ["Vision"]
    with pytest.raises(LastOwner):
        user_delete(people.owner)
    assert User.objects.filter(pk=people.owner).exists()
    assert Workspace.objects.filter(pk=alone).exists(), "all or nothing"
    role_change(**people.by("owner"), member_id=people.viewer, role=Role.OWNER)
    assert teams_in_need(people.owner) == ()
    user_delete(people.owner)
    assert not Workspace.objects.filter(pk=alone).exists()
    assert {member.name for member in member_list(**people.by("viewer"))} == {"editor", "viewer"}


# -- invitations -------------------------------------------------------------------------------------------------------


def test_a_link_opens_once_and_is_kept_as_a_hash(people):
    text = invitation_make(**people.by("owner"), role=Role.EDITOR)
    kept = Invitation.objects.get()
    assert text.startswith(kept.start)
    assert text not in (kept.digest, kept.start)
    invited = invitation_of(text)
    assert invited is not None
    assert (invited.team, invited.role, invited.made_by) == ("Vision", "editor", "owner")
    joined = joined_by(people.stranger, text)
    assert (joined.name, joined.role, joined.before) == ("Vision", "editor", None)
    another = User.objects.create(username="another").pk
    assert invitation_accept(user_id=another, text=text) is None
    assert role_of(another, people.team) is None


def test_links_that_open_nothing_are_all_alike(people, monkeypatch):
    old, taken_back = (invitation_make(**people.by("owner"), role=Role.VIEWER) for _ in range(2))
    Invitation.objects.filter(start=old[:6]).update(expires=timezone.now() - timedelta(seconds=1))
    [record] = invitation_list(**people.by("owner"))
    assert record.expires - timezone.now() <= HOLDS
    assert invitation_revoke(**people.by("owner"), invitation_id=record.id)
    assert not invitation_revoke(**people.by("owner"), invitation_id=record.id)
    for text in (old, taken_back, "x" * 43, "", "\x00", taken_back + "x", taken_back[:-1]):
        assert invitation_of(text) is None
        assert invitation_accept(user_id=people.stranger, text=text) is None


@pytest.mark.parametrize(
    ("before", "invited", "after", "left"),
    [("viewer", Role.EDITOR, "editor", 0), ("editor", Role.VIEWER, "editor", 1), ("owner", Role.OWNER, "owner", 1)],
)
def test_a_member_keeps_the_higher_role(people, before, invited, after, left):
    text = invitation_make(**people.by("owner"), role=invited)
    joined = joined_by(people.of[before], text)
    assert (joined.role, joined.before) == (after, before)
    assert people.roles()[before] == after
    assert Invitation.objects.count() == left


def test_another_teams_link_is_not_taken_back_here(people):
    other = team_make(user_id=people.stranger, name="Other")
    invitation_make(user_id=people.stranger, team=other, role=Role.VIEWER)
    assert not invitation_revoke(**people.by("owner"), invitation_id=Invitation.objects.get().pk)
    assert Invitation.objects.count() == 1


# -- at the same moment ------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_once_do_not_leave_a_team_behind(tmp_path, monkeypatch):
    database_in_a_file(tmp_path, monkeypatch)

    def begin():
        first, second = (User.objects.create(username=name).pk for name in ("first", "second"))
        team = team_make(user_id=first, name="Vision")
        text = invitation_make(user_id=first, team=team, role=Role.OWNER)
        joined_by(second, text)
        once = invitation_make(user_id=first, team=team, role=Role.VIEWER)
        others = [User.objects.create(username=name).pk for name in ("third", "fourth")]
        return team, (first, second), once, others

    [(team, owners, once, others)] = in_threads(begin)
    joined = in_threads(*(lambda who=who: invitation_accept(user_id=who, text=once) for who in others))
    assert sorted(each is None for each in joined) == [False, True], "a link is for one"
    gone = in_threads(*(lambda who=who: leave(user_id=who, team=team) for who in owners))
    assert [type(each) for each in gone if isinstance(each, Exception)] == [LastOwner]
    assert [len(names) for names in in_threads(lambda: owners_of(team))] == [1]


def test_who_is_no_owner_any_more_has_no_links_left(people):
    role_change(**people.by("owner"), member_id=people.editor, role=Role.OWNER)
    theirs = invitation_make(**people.by("editor"), role=Role.OWNER)
    others = invitation_make(**people.by("owner"), role=Role.VIEWER)
    role_change(**people.by("owner"), member_id=people.editor, role=Role.EDITOR)
    assert invitation_of(theirs) is None
    assert invitation_of(others)


def test_a_link_that_somebody_used_while_another_waited_is_used(people, monkeypatch):
    text = invitation_make(**people.by("owner"), role=Role.EDITOR)
    read_before = Invitation.objects.get()
    assert invitation_accept(user_id=people.viewer, text=text)
    monkeypatch.setattr(invitations, "_good", lambda _: read_before)
    assert invitation_accept(user_id=people.stranger, text=text) is None
    assert standing_of(people.stranger, people.team) is None


def test_a_token_of_who_may_not_sign_in_is_none(people):
    token = token_make(user_id=people.editor, workspace=people.team, name="CI", writes=True)[1]
    assert bearer_of(token)
    User.objects.filter(pk=people.editor).update(is_active=False)
    assert bearer_of(token) is None


# -- the audit ---------------------------------------------------------------------------------------------------------


def test_every_deed_is_written_down_with_who_did_it(people):
    AuditEvent.objects.all().delete()
    with acting(Actor(people.owner, "owner")):
        team_rename(**people.by("owner"), name="Cameras")
        team_rename(**people.by("owner"), name="Cameras")
        text = invitation_make(**people.by("owner"), role=Role.EDITOR)
        invitation_make(**people.by("owner"), role=Role.VIEWER)
        invitation_revoke(**people.by("owner"), invitation_id=Invitation.objects.get(role="viewer").pk)
        role_change(**people.by("owner"), member_id=people.viewer, role=Role.EDITOR)
        role_change(**people.by("owner"), member_id=people.viewer, role=Role.EDITOR)
        member_remove(**people.by("owner"), member_id=people.viewer)
    with acting(Actor(people.stranger, "stranger")):
        invitation_accept(user_id=people.stranger, text=text)
        leave(**people.by("stranger"))
    assert events() == [
        (Event.TEAM_RENAMED, "Cameras", "owner"),
        (Event.INVITED, "Cameras", "owner"),
        (Event.INVITED, "Cameras", "owner"),
        (Event.UNINVITED, "Cameras", "owner"),
        (Event.ROLE_CHANGED, "viewer", "owner"),
        (Event.REMOVED, "viewer", "owner"),
        (Event.JOINED, "Cameras", "stranger"),
        (Event.LEFT, "stranger", "stranger"),
    ]
    assert not AuditEvent.objects.filter(details__contains=text).exists()
