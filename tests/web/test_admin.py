"""Django's admin: staff looks at who did what and revokes what opens something; nobody's policy is shown, nothing is edited."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from policybuilder.accounts.invitations import invitation_make
from policybuilder.accounts.models import AuditEvent, Invitation, Membership
from policybuilder.accounts.people import administrator_add, user_add
from policybuilder.accounts.roles import Role
from policybuilder.accounts.teams import team_make
from policybuilder.accounts.tokens import token_make
from policybuilder.library.models import Revision, ShareLink
from policybuilder.library.services import policy_create, policy_save
from policybuilder.library.sharing import share_make
from tests.library.pages import draft

READ_ONLY = {"accounts/auditevent": AuditEvent, "accounts/membership": Membership, "library/revision": Revision}
REVOKED = {"accounts/invitation": (Invitation, "uninvited"), "library/sharelink": (ShareLink, "unshared")}


@pytest.fixture
def staff(db):
    """Somebody who may do everything in the admin, beside a team with a shared policy."""
    client = Client()
    client.force_login(administrator_add(name="root", password="a shelf full of cats"))
    owner = user_add(name="ana", password="a shelf full of cats")
    team = team_make(user_id=owner.pk, name="Shelves")
    made = policy_create(workspace=team, name="Whiskers", draft=draft("secret title"))
    policy_save(workspace=team, public_id=made.public_id, name="Whiskers", note="secret note")
    share_make(workspace=team, public_id=made.public_id, expires=timezone.now())
    invitation_make(user_id=owner.pk, team=team, role=Role.EDITOR)
    token_make(user_id=owner.pk, workspace=team, name="CI", writes=True)
    return client


def first_of(model):
    return model._default_manager.order_by("pk").first().pk


def assert_tells_nothing(answer):
    assert answer.status_code == 200
    page = answer.content.decode()
    opens = {*ShareLink.objects.values_list("token", flat=True), *Invitation.objects.values_list("digest", flat=True)}
    assert not [word for word in ("Whiskers", "secret", *opens) if word in page]


@pytest.mark.parametrize("path", [*READ_ONLY, *REVOKED])
def test_rows_are_shown_without_policies_and_without_what_opens_something(staff, path):
    model = READ_ONLY.get(path) or REVOKED[path][0]
    row = f"/admin/{path}/{first_of(model)}/change/"
    for address in (f"/admin/{path}/", f"/admin/{path}/?q=ana", row, "/admin/"):
        assert_tells_nothing(staff.get(address))
    assert staff.get(f"/admin/{path}/add/").status_code == 403
    assert staff.post(row, {"event": "x", "number": 5, "role": "owner"}).status_code == 403


@pytest.mark.parametrize("path", READ_ONLY)
def test_what_is_kept_for_good_is_not_deleted(staff, path):
    model = READ_ONLY[path]
    before = list(model._default_manager.order_by("pk").values())
    key = first_of(model)
    assert staff.post(f"/admin/{path}/{key}/delete/", {"post": "yes"}).status_code == 403
    staff.post(f"/admin/{path}/", {"action": "delete_selected", "_selected_action": [key], "post": "yes"})
    assert list(model._default_manager.order_by("pk").values()) == before


@pytest.mark.parametrize("path", REVOKED)
@pytest.mark.parametrize("how", ["one", "several"])
def test_what_opens_something_is_revoked_and_the_audit_says_by_whom(staff, path, how):
    model, event = REVOKED[path]
    key = first_of(model)
    several = {"action": "delete_selected", "_selected_action": [key]} if how == "several" else {}
    address = f"/admin/{path}/" if several else f"/admin/{path}/{key}/delete/"
    assert_tells_nothing(staff.post(address, several) if several else staff.get(address))
    assert staff.post(address, {**several, "post": "yes"}).status_code == 302
    assert not model._default_manager.exists()
    told = AuditEvent.objects.get(event=event)
    assert (told.person, told.person_name) == (get_user_model().objects.get(username="root"), "root")
