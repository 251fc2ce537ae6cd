"""Doors: the whole site behind a sign-in, Django's admin, accounts made by who runs the site, and whose address counts."""

import io
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.urls import get_resolver

from policybuilder.web.middleware import CONTENT_SECURITY_POLICY
from policybuilder.web.tries import client_address
from tests.web.test_accounts import SECRET, keep, names, sign_in, sign_up

OPEN = {
    "sign_in",
    "sign_up",
    "sign_out",
    "forgotten",
    "mail_sent",
    "confirm_address",
    "reset_password",
    "shared",
    "shared_file",
}


def pages():
    """Every address of ours by name, with something in its places."""
    filled = {"policy_id": "x" * 16, "form": "policy.tf", "number": "1", "team_id": uuid4()}
    found = {}
    for name in get_resolver("policybuilder.web.urls").reverse_dict:
        if isinstance(name, str):
            pattern, fields = get_resolver("policybuilder.web.urls").reverse_dict.getlist(name)[0][0][0]
            found[name] = "/" + pattern % (dict.fromkeys(fields, "x") | filled)
    return found


def test_the_whole_site_can_ask_for_a_sign_in(ana, settings):
    settings.SIGN_IN_REQUIRED = True
    addresses = pages()
    assert set(addresses) > OPEN
    for name, address in addresses.items():
        for ask in (ana.client.get, ana.client.post, ana.client.put):
            answer = ask(address)
            leads_to_sign_in = answer.headers.get("Location", "").startswith("/account/sign-in/?next=/")
            assert leads_to_sign_in is (name not in OPEN), (name, answer)
    assert ana.client.get("/health/").status_code == 200
    assert ana.client.get("/policies/policies.json", headers={"Authorization": "Bearer x"}).status_code == 401
    part = ana.client.post("/preview/", {"name": "x"}, headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Redirect"]) == (401, "/account/sign-in/")
    sign_up(ana, next="/simulate/")
    assert ana.landed == "/simulate/"
    assert ana.open("/").status == 200


def command(*args, password=SECRET):
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        call_command("create_user", *args, "--password-stdin", stdout=said)
    return said.getvalue()


def test_who_runs_the_site_makes_accounts_where_sign_up_is_closed(ana, settings):
    settings.SIGN_UP = False
    assert command("Ana", "--email", "ana@example.org") == "ana can sign in.\n"
    sign_in(ana)
    assert "You are signed in as ana" in ana.words
    assert ana.client.get("/admin/login/?next=/admin/").status_code == 403


@pytest.mark.parametrize(
    ("args", "password", "said"),
    [
        (["a b"], SECRET, "A user name has"),
        (["a@b"], SECRET, "valid email"),
        (["ben"], "12345", "too short"),
        (["ANA"], SECRET, "There is an account"),
        (["ben", "--email", "ANA@example.org"], SECRET, "There is an account"),
    ],
)
def test_what_cannot_be_an_account(db, args, password, said):
    command("ana", "--email", "ana@example.org")
    with pytest.raises(CommandError, match=said):
        command(*args, password=password)
    assert get_user_model().objects.count() == 1


def test_administrators_come_in_through_the_sites_own_sign_in(ana, ben, settings):
    command("root", "--administrator")
    asked = ana.client.get("/admin/accounts/user/")
    assert asked.headers["Location"].startswith("/admin/login/?next=")
    sent_on = ana.client.get(asked.headers["Location"])
    assert sent_on.headers["Location"] == "/account/sign-in/?next=/admin/accounts/user/"
    sign_in(ana, "root", next="/admin/accounts/user/")
    assert ana.landed == "/admin/accounts/user/"
    assert ana.answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    user = get_user_model().objects.get()
    for path in ("", "accounts/", f"accounts/user/{user.pk}/change/", "accounts/user/add/", "accounts/token/"):
        assert ana.client.get(f"/admin/{path}").status_code == 200, path
    for path in ("library/savedpolicy/", "inventory/"):
        assert ana.client.get(f"/admin/{path}").status_code == 404, path
    keep(ana, "Shelf camera")
    asked = ana.client.get(f"/admin/accounts/user/{user.pk}/delete/").content.decode()
    assert "root, with everything in the account" in asked
    assert "Shelf camera" not in asked
    assert ana.client.get("/admin/accounts/token/add/").status_code == 403
    assert ana.client.get("/admin/password_change/").headers["Location"] == "/account/password/"
    assert ana.client.post("/admin/logout/").headers["Location"] == "/account/sign-in/"
    assert names(ana) == []


@pytest.mark.parametrize(
    ("behind", "forwarded", "counted"),
    [
        (False, "192.0.2.7", "198.51.100.1"),
        (True, "192.0.2.7", "192.0.2.7"),
        (True, "203.0.113.9, 192.0.2.7", "192.0.2.7"),
        (True, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (True, "::ffff:192.0.2.7", "192.0.2.7"),
        (True, "nonsense", "nonsense"),
    ],
)
def test_whose_tries_are_counted(settings, behind, forwarded, counted):
    settings.BEHIND_PROXY = behind
    request = RequestFactory().get("/", REMOTE_ADDR="198.51.100.1", headers={"X-Forwarded-For": forwarded})
    assert client_address(request) == counted
