"""Stories of a team: an owner, an editor and a viewer of it, a stranger who is signed in, a browser without an account, and
scripts with a token of the team, over every address and verb of the site.

What is not yours is 404, what you may only read is 403, and nothing refused changes anything. The table says what becomes
of each request; an address that is not in it fails the last test. Verbs that are not in it are refused to everybody.
"""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from policybuilder.accounts.invitations import invitation_make
from policybuilder.accounts.models import Attempts, Membership, Token
from policybuilder.accounts.roles import Role
from policybuilder.accounts.services import workspace_enter, workspace_of_user
from policybuilder.accounts.teams import team_make
from policybuilder.accounts.tokens import token_make
from policybuilder.authoring import draft_plain, first_visit
from policybuilder.export import Form
from policybuilder.inventory.services import sample_load
from policybuilder.library.services import policy_create
from policybuilder.library.sharing import share_make
from policybuilder.web.contexts.recipes import jobs
from tests.web.story_table import BODIES, QUERIES, STORIES

WHO = ("owner", "editor", "viewer", "stranger", "browser", "reads", "writes")
VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
REFUSED = {403, 404, 405, 410}
SECRET = "Shelf camera of the north wing"
READS = {"GET", "HEAD", "OPTIONS"}
OPEN_LINKS = {"shared", "shared_copy", "shared_file"}  # for everybody who has the link
DOCUMENT = '{"Version": "2012-10-17", "Statement": []}'
ASK_HEAD = {"owner", "viewer", "stranger"}  # what a page answers to HEAD is told by `test_head`
NOT_SEEN = ("stranger", "browser")


def names(resolver=None):
    """The name of every address of ours."""
    for each in (resolver or get_resolver("policybuilder.web.urls")).url_patterns:
        if isinstance(each, URLResolver):
            yield from names(each)
        elif isinstance(each, URLPattern):
            assert each.name, f"{each.pattern} has no name"
            yield each.name


NAMES = tuple(dict.fromkeys(names()))


class Team:
    """A team with a policy, an inventory, a link that shares, a link that invites, and tokens."""

    def __init__(self):
        people = get_user_model().objects
        self.people = {who: people.create_user(who, password="x") for who in ("owner", "editor", "viewer", "stranger")}
        self.id = team_make(user_id=self.people["owner"].pk, name="Vision")
        for who in ("editor", "viewer"):
            Membership.objects.create(workspace_id=self.id, user=self.people[who], role=Role(who))
        policy = policy_create(workspace=self.id, name=SECRET, draft=draft_plain(first_visit()))
        sample_load(workspace=self.id)
        self.invitation = invitation_make(user_id=self.people["owner"].pk, team=self.id, role=Role.EDITOR)
        share = share_make(workspace=self.id, public_id=policy.public_id)
        self.tokens = {who: self.token("editor", who == "writes") for who in ("reads", "writes")}
        self.owns = {who: workspace_of_user(person.pk) for who, person in self.people.items()}
        self.sessions = {who: self.signed_in(who) for who in self.people}
        self.values = {
            "policy_id": policy.public_id,
            "recipe_id": jobs()[0].id,
            "code": "DENY_NEVER_APPLIES",
            "form": Form.TERRAFORM,
            "number": 1,
            "who": "MQ",
            "team_id": self.id,
            "share": share.token,
        }

    def signed_in(self, who):
        """The cookies of a session that stands for the team; a stranger's is set right by their first request."""
        client = Client()
        client.force_login(self.people[who])
        session = client.session
        workspace_enter(session, self.id)
        session.save()
        return {name: morsel.value for name, morsel in client.cookies.items()}

    def token(self, who, writes):
        return token_make(user_id=self.people[who].pk, workspace=self.id, name=who, writes=writes)[1]

    def client(self, who):
        if who in self.tokens:
            return Client(headers={"Authorization": f"Bearer {self.tokens[who]}"})
        client = Client()
        client.cookies.load(self.sessions.get(who, {}))
        return client

    def address(self, name):
        tokens = {
            "invitation": self.invitation,
            **dict.fromkeys(("shared", "shared_copy", "shared_file"), self.values["share"]),
        }
        values = {**self.values, "token": tokens.get(name, "x")}
        wanted = next(iter(get_resolver("policybuilder.web.urls").reverse_dict.getlist(name)))[0][0][1]
        path = reverse(name, kwargs={field: values[field] for field in wanted})
        return path + QUERIES.get(name, "").format(**self.values)

    def ask(self, who, verb, name):
        """The answer to one of them, of which nothing stays."""
        client, address = self.client(who), self.address(name)
        with transaction.atomic():
            if verb == "POST":
                answer = client.post(address, self.body(who, name))
            elif verb == "PUT":
                answer = client.put(address, DOCUMENT, content_type="application/json")
            else:
                answer = client.generic(verb, address)
            answer.seen = answer.getvalue().decode(errors="replace")
            answer.kept = everything_kept() if refused(answer) and verb not in READS else None
            transaction.set_rollback(True)
        return answer

    def body(self, who, name):
        own = self.owns.get(who, "")
        about = {**self.values, "own": own, "viewer": self.people["viewer"].pk}
        return {field.format(**about): text.format(**about) for field, text in BODIES.get(name, {}).items()}


def refused(answer):
    """Whether it says no, or asks to sign in first."""
    return answer.status_code in REFUSED or answer.headers.get("Location", "").startswith(f"{reverse('sign_in')}?next=")


def everything_kept():
    """All rows of ours but those that say who looked when."""
    models = [
        model for label in ("accounts", "library", "inventory") for model in apps.get_app_config(label).get_models()
    ]
    return {
        model: list(model._default_manager.order_by("pk").values())
        for model in models
        if model not in (Attempts, Token)
    }


@pytest.fixture
def team(db):
    return Team()


@pytest.mark.parametrize("name", NAMES)
def test_everybody_gets_what_is_theirs_and_changes_what_they_may(team, name):
    before = everything_kept()
    for verb in VERBS:
        expected = STORIES.get((name, "GET" if verb == "HEAD" else verb))
        for number, who in enumerate(WHO):
            if verb == "HEAD" and who not in ASK_HEAD:
                continue
            answer = team.ask(who, verb, name)
            about = f"{who}: {verb} {name}"
            if expected is None:
                assert refused(answer), (about, answer.status_code)
            else:
                assert answer.status_code == expected[number], (about, answer.status_code)
            if who in NOT_SEEN and name not in OPEN_LINKS:
                assert SECRET not in answer.seen, about
            if answer.kept is not None:
                assert answer.kept == before, f"{about}: was refused, and changed something"


def test_every_address_has_its_story():
    told = {name for name, _ in STORIES}
    assert set(NAMES) == told
