"""What becomes of an account's data, and how often something may be tried."""

import io
import json
import zipfile

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from policybuilder.accounts.actors import Actor, acting
from policybuilder.accounts.models import AuditEvent, Membership
from policybuilder.accounts.teams import team_make
from policybuilder.authoring import draft_plain, first_visit
from policybuilder.library.models import Revision, SavedPolicy, ShareLink
from policybuilder.library.services import policy_create, policy_save, scratch_get_or_create
from policybuilder.library.sharing import share_make
from policybuilder.library.tags import tags_set
from tests.web.test_accounts import SECRET, keep, names, sign_in, sign_up, someone_signed_in

# -- one's data --------------------------------------------------------------------------------------------------------


def taken(visitor):
    """The zip's files as texts, by name."""
    answer = visitor.client.get("/account/data.zip")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_everything_is_taken_away_as_a_zip(ana):
    public_id = keep(ana, "Cats")
    ana.send("/inventory/", do="sample")
    ana.send("/new/", do="example")
    sign_up(ana)
    files = taken(ana)
    assert json.loads(files["policies/cats/about.json"])["id"] == public_id
    assert json.loads(files["policies/cats/policy.json"])["Version"] == "2012-10-17"
    assert json.loads(files["policies/cats/draft.json"]) == draft_plain(first_visit())
    assert "unsaved/draft.json" in files
    assert len(json.loads(files["inventory.json"])) == 4
    assert json.loads(files["account.json"])["name"] == "ana"
    assert json.loads(files["teams.json"]) == []
    assert not any("md5$" in text for text in files.values())


def user_of(visitor):
    return get_user_model().objects.get(pk=visitor.client.session["_auth_user_id"])


@pytest.fixture
def team(ana, ben):
    """Ana's; Ben is an editor. Each saved a policy there, shares it, and has a scratch document."""
    sign_up(ana)
    sign_up(ben, "ben")
    team = team_make(user_id=user_of(ana).pk, name="Shelves")
    Membership.objects.create(workspace_id=team, user=user_of(ben), role="editor")
    for visitor in (ana, ben):
        user = user_of(visitor)
        with acting(Actor(user.pk, user.username)):
            made = policy_create(workspace=team, name=f"Of {user.username}", draft=draft_plain(first_visit()))
            policy_save(workspace=team, public_id=made.public_id, name=made.name, note=f"{user.username} looked at it")
            scratch_get_or_create(workspace=team, draft=draft_plain(first_visit()), member=user.pk)
            tags_set(workspace=team, public_id=made.public_id, texts=["prod"])
            share_make(workspace=team, public_id=made.public_id, revision=1)
    return team


def test_the_zip_holds_revisions_tags_links_audit_and_teams(ana, ben, team):
    files = taken(ben)
    place = "teams/shelves"
    assert [json.loads(files[f"{place}/policies/of-ana/revisions/{n}.json"])["note"] for n in (1, 2)] == [
        "",
        "ana looked at it",
    ]
    kept = json.loads(files[f"{place}/policies/of-ben/revisions/2.json"])
    assert (kept["author"], kept["draft"]) == ("ben", draft_plain(first_visit()))
    assert json.loads(files[f"{place}/policies/of-ben/about.json"])["tags"] == ["prod"]
    [link] = json.loads(files[f"{place}/policies/of-ben/share-links.json"])
    assert (link["revision"], link["made_by"], link["expires"]) == (1, "ben", None)
    events = [json.loads(line) for line in files[f"{place}/audit.jsonl"].splitlines()]
    assert {each["event"] for each in events} >= {"team_made", "created", "saved", "tagged", "shared"}
    [mine] = json.loads(files["teams.json"])
    assert (mine["name"], mine["role"]) == ("Shelves", "editor")
    assert [name for name in files if "unsaved/draft" in name] == [f"{place}/unsaved/draft.json"]
    opens = {
        *ShareLink.objects.values_list("token", flat=True),
        *Membership.objects.values_list("user__password", flat=True),
    }
    assert not [name for name, text in files.items() if any(each in text for each in opens)]
    assert json.loads(taken(ana)["teams.json"])[0]["role"] == "owner"


def test_of_a_deleted_account_its_teams_keep_the_work_and_the_name(ana, ben, team):
    ben.send("/account/delete/", password=SECRET)
    assert "The account is deleted" in ben.words
    assert {each.name for each in SavedPolicy.objects.exclude(name="")} == {"Of ana", "Of ben"}
    revision = Revision.objects.get(policy__name="Of ben", number=2)
    assert (revision.author, revision.author_name) == (None, "ben")
    told = [(each.event, each.person, each.person_name) for each in AuditEvent.objects.filter(person_name="ben")]
    assert {"created", "saved", "left"} <= {event for event, *_ in told}
    assert {person for _, person, _ in told} == {None}
    assert set(ShareLink.objects.values_list("made_by__username", "made_by_name")) == {("ana", "ana"), (None, "ben")}
    assert [each.scratch_of for each in SavedPolicy.objects.filter(name="", workspace_id=team)] == [user_of(ana)]


def test_a_browser_without_an_account_takes_its_data_away_too(ana):
    keep(ana, "Cats")
    answer = ana.client.get("/account/data.zip")
    names = zipfile.ZipFile(io.BytesIO(answer.getvalue())).namelist()
    assert "policies/cats/policy.json" in names
    assert "account.json" not in names


def test_an_account_is_deleted_with_its_password_only_and_with_everything_in_it(ana, ben):
    keep(ana, "Cats")
    sign_up(ana)
    ana.send("/account/delete/", password="wrong")
    assert ana.status == 422
    ana.send("/account/delete/", password=SECRET)
    assert "The account is deleted" in ana.words
    assert get_user_model().objects.count() == 0
    assert names(ana) == []
    sign_in(ben)
    assert ben.status == 422


# -- limits ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def limited(settings):
    settings.RATE_LIMITS = True


def test_guessing_a_password_ends_soon_from_wherever_it_is_tried(ana, limited):
    someone_signed_in()
    for number in range(10):
        ana.client.defaults["REMOTE_ADDR"] = f"192.0.2.{number}"
        sign_in(ana, password="wrong")
        assert ana.status == 422
    ana.client.defaults["REMOTE_ADDR"] = "192.0.2.99"
    sign_in(ana, "ANA")
    assert ana.status == 429
    assert 0 < int(ana.answer.headers["Retry-After"]) <= 15 * 60
    assert "That was tried too often" in ana.words


def test_names_are_not_tried_one_after_another_from_one_address(ana, ben, limited):
    for number in range(30):
        sign_in(ana, f"name{number}", "wrong")
        assert ana.status == 422
    sign_in(ana, "another", "wrong")
    assert ana.status == 429
    ben.client.defaults["REMOTE_ADDR"] = "192.0.2.1"
    sign_in(ben, "another", "wrong")
    assert ben.status == 422


def test_who_signs_in_is_not_counted(ana, limited):
    someone_signed_in()
    for _ in range(12):
        ana.client.logout()
        sign_in(ana)
        assert ana.status == 200


def test_mails_to_one_address_are_few(ana, limited):
    for _ in range(3):
        ana.send("/account/password/forgotten/", address="ana@example.org")
        assert ana.status == 200
    ana.send("/account/password/forgotten/", address="ana@example.org")
    assert ana.status == 429
    assert len(mail.outbox) == 3
