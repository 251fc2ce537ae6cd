"""Every address, with every order that a button gives, posted by whom it does not belong to (what each verb answers to whom
is told by `test_stories`): what is not yours is not there.

The owner has a policy in the library, one on the bench, scenarios, an inventory and a token. A browser without an
account and another user post whatever may mean it; nothing of it is in any answer, and nothing of it changes.
"""

from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.urls import get_resolver

from policybuilder.accounts.models import Token
from policybuilder.accounts.services import workspace_of
from policybuilder.inventory.selectors import known_arns
from policybuilder.library.everything import everything
from policybuilder.web.contexts.recipes import jobs
from tests.web.test_accounts import keep, sign_up
from tests.web.visitor import Visitor

RECIPE = jobs()[0].id
SECRET_NAME = "Shelf camera of the north wing"


def routes():
    """Every address of the site by its name, as its pattern and what is to be filled in."""
    resolver = get_resolver("policybuilder.web.urls")
    for name in resolver.reverse_dict:
        if isinstance(name, str):
            options = resolver.reverse_dict.getlist(name)[0][0]
            yield name, *options[0]


ROUTES = {name: (pattern, fields) for name, pattern, fields in routes()}


def address(name, policy_id):
    pattern, _ = ROUTES[name]
    filled = {"policy_id": policy_id, "recipe_id": RECIPE, "code": "DENY_NEVER_APPLIES", "form": "policy.tf"}
    return "/" + pattern % {**filled, "who": "MQ", "token": "x", "number": 1, "team_id": UUID(int=1)}


def is_theirs(name):
    return "policy_id" in ROUTES[name][1]


class Owner(Visitor):
    """Somebody with a policy in the library."""

    policy_id = ""


@pytest.fixture
def owner(db):
    visitor = Owner()
    visitor.policy_id = keep(visitor, SECRET_NAME)
    visitor.send("/inventory/", do="sample")
    sign_up(visitor, "owner")
    visitor.send("/account/tokens/", do="make", name=SECRET_NAME, scope="write", days="")
    return visitor


@pytest.fixture
def strangers(db):
    """A browser without an account, and another user."""
    user = Visitor()
    sign_up(user, "ben")
    return {"a browser": Visitor(), "another user": user}


def kept(visitor):
    """All that is the visitor's."""
    workspace = workspace_of(visitor.client.session)
    assert workspace is not None
    user = get_user_model().objects.filter(username="owner").values("username", "email", "password", "generation")
    return (list(everything(workspace=workspace)), known_arns(workspace=workspace), list(Token.objects.values()), *user)


def bodies(owner):
    """What a stranger posts who knows every id."""
    token = Token.objects.get().pk
    policy_id = owner.policy_id
    orders = [
        "save", "undo", "redo", "rule-add:Allow", "forget", "make", "address", "paste", "keep",
        *(f"{do}:{policy_id}" for do in ("delete", "rename", "restore", "duplicate", "attach", "source")),
        f"revoke:{token}",
    ]  # fmt: skip
    common = {
        "name": "Taken over",
        "base": "0",
        "text": "{}",
        "source": policy_id,
        "policy": policy_id,
        "id": policy_id,
    }
    return [{**common, "do": do} for do in orders]


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_a_stranger_finds_nothing_and_changes_nothing(owner, strangers, name):
    before = kept(owner)
    for who, stranger in strangers.items():
        for body in bodies(owner):
            answer = stranger.client.post(address(name, owner.policy_id), body)
            if is_theirs(name):
                assert answer.status_code in {404, 405}, (who, body, answer.status_code)
            else:
                assert answer.status_code < 500, (who, body)
            assert SECRET_NAME.encode() not in answer.getvalue(), (who, body)
        assert kept(owner) == before, who


def test_every_address_of_a_policy_is_among_them():
    assert {"policy", "policy_json", "policy_file", "policy_preview", "policy_simulate"} <= set(
        filter(is_theirs, ROUTES)
    )
