"""What scripts do with tokens: fetch, compare, upload; and what they are refused."""

import json
import re

import pytest
from django.test import Client

from policybuilder.accounts.models import Token
from policybuilder.accounts.services import workspace_of
from policybuilder.authoring import draft_plain, first_visit
from policybuilder.authoring.draft import MutedFinding
from policybuilder.library.selectors import policy_get
from policybuilder.library.services import policy_create
from policybuilder.web.workbench import kept_draft
from tests.web.test_accounts import keep, sign_up, workspace_of_browser
from tests.web.visitor import Visitor

DOCUMENT = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "Look", "Effect": "Allow", "Action": "rekognition:DescribeProjects", "Resource": "*"}],
}


class Script:
    """A program with a token, which checks that no cookie is left with it."""

    def __init__(self, token):
        self.client = Client(enforce_csrf_checks=True)
        self.headers = {"Authorization": f"Bearer {token}"}

    def get(self, path, **headers):
        return self._checked(self.client.get(path, headers={**self.headers, **headers}))

    def put(self, path, body, **headers):
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return self._checked(
            self.client.put(path, text, content_type="application/json", headers={**self.headers, **headers})
        )

    def _checked(self, answer):
        assert not answer.cookies, "a script gets no cookie"
        return answer


def made_token(visitor, scope="write", **fields):
    visitor.send("/account/tokens/", do="make", name="CI", scope=scope, days="90", **fields)
    return visitor.part("token").text


@pytest.fixture
def cats(ana):
    public_id = keep(ana, "Cats")
    sign_up(ana)
    return public_id


def test_a_script_fetches_what_its_owner_sees(ana, cats):
    script = Script(made_token(ana, "read"))
    listed = script.get("/policies/policies.json").json()["policies"]
    assert [(each["id"], each["name"], each["kind"], each["unsaved"]) for each in listed] == [
        (cats, "Cats", "identity", False)
    ]
    fetched = script.get(listed[0]["url"])
    assert fetched.json() == json.loads(ana.client.get(f"/policies/{cats}/policy.json").content)
    assert 'resource "aws_iam_policy"' in script.get(f"/policies/{cats}/policy.tf").content.decode()
    assert script.get(f"/policies/{cats}/scenarios.jsonl").status_code == 200
    assert script.get(f"/policies/policies.zip?id={cats}").headers["Content-Type"] == "application/zip"
    assert script.get("/policies/policies.json?search=dogs").json() == {"policies": [], "total": 0, "next": None}


def test_a_script_uploads_and_the_owner_sees_it_saved(ana, cats):
    script = Script(made_token(ana))
    before = script.get(f"/policies/{cats}/policy.json")
    answer = script.put(f"/policies/{cats}/policy.json", DOCUMENT, **{"If-Match": before.headers["ETag"]})
    assert (answer.status_code, answer.json()["unsaved"]) == (200, False)
    assert script.get(f"/policies/{cats}/policy.json").json() == DOCUMENT
    ana.open(f"/policies/{cats}/")
    assert ana.policy == DOCUMENT
    stale = script.put(f"/policies/{cats}/policy.json", DOCUMENT, **{"If-Match": before.headers["ETag"]})
    assert stale.status_code == 412
    ana.press("undo")
    assert ana.policy != DOCUMENT, "what stood there is one undo away"


@pytest.mark.parametrize("body", [b"\xff", b"", b"{", b"[]", b'{"Version": "2012-10-17"}'])
def test_what_is_no_policy_is_refused_with_reasons_and_changes_nothing(ana, cats, body):
    script = Script(made_token(ana))
    before = script.get(f"/policies/{cats}/policy.json").content
    answer = script.put(f"/policies/{cats}/policy.json", body)
    assert answer.status_code == 422
    assert answer.json()["reasons"]
    assert script.get(f"/policies/{cats}/policy.json").content == before


def test_a_token_that_may_only_read_does_not_write(ana, cats):
    answer = Script(made_token(ana, "read")).put(f"/policies/{cats}/policy.json", DOCUMENT)
    assert (answer.status_code, list(answer.json())) == (403, ["error"])


def test_a_browser_does_not_upload_with_its_cookies(ana, cats):
    for browser in (ana.client, Client(enforce_csrf_checks=True)):
        browser.cookies = ana.client.cookies
        answer = browser.put(f"/policies/{cats}/policy.json", json.dumps(DOCUMENT), content_type="application/json")
        assert answer.status_code == 403


def test_another_users_policy_is_not_there(ana, cats):
    ben = Visitor()
    sign_up(ben, "ben")
    script = Script(made_token(ben))
    for answer in (
        script.get(f"/policies/{cats}/policy.json"),
        script.put(f"/policies/{cats}/policy.json", DOCUMENT),
        script.get(f"/policies/policies.zip?id={cats}"),
    ):
        assert (answer.status_code, answer.json()) == (404, {"error": "Not Found"})


@pytest.mark.parametrize(
    "path",
    ["/", "/account/", "/account/tokens/", "/account/data.zip", "/policies/", "/inventory/", "/policy.json", "/admin/"],
)
def test_a_token_opens_no_page(ana, cats, path):
    script = Script(made_token(ana))
    for answer in (script.get(path), script._checked(script.client.post(path, headers=script.headers))):
        assert answer.status_code == 403
        assert answer.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("token", ["", "pb_", "pb_nothing", "nothing", "pb_é"])
def test_what_is_no_token_of_ours(ana, cats, token):
    answer = Script(token).get(f"/policies/{cats}/policy.json")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_empty_token_is_refused_as_the_server_hands_it_on(client, db):
    """gunicorn strips a header's end: a script whose variable is unset is told so, and sees no empty library."""
    assert client.get("/policies/policies.json", headers={"Authorization": "Bearer"}).status_code == 401


def test_what_is_too_large_is_refused_in_json(ana, cats, settings):
    answer = Script(made_token(ana)).put(f"/policies/{cats}/policy.json", "x" * (settings.BODY_LIMIT + 1))
    assert answer.status_code == 413
    assert "2,000,000 bytes" in answer.json()["error"]


def test_cookies_do_not_help_a_wrong_token(ana, cats):
    answer = ana.client.get(f"/policies/{cats}/policy.json", headers={"Authorization": "Bearer pb_nothing"})
    assert answer.status_code == 401


def test_too_many_wrong_tokens_have_to_wait_and_right_ones_do_not(ana, cats, settings):
    settings.RATE_LIMITS = True
    right = Script(made_token(ana, "read"))
    answers = [Script("pb_wrong").get("/policies/policies.json") for _ in range(61)]
    assert {answer.status_code for answer in answers[:60]} == {401}
    assert answers[60].status_code == 429
    assert int(answers[60].headers["Retry-After"]) > 0
    assert right.get("/policies/policies.json").status_code == 200


def test_a_token_is_shown_once_and_kept_as_a_hash(ana, cats):
    token = made_token(ana)
    assert re.fullmatch(r"pb_[\w-]{43}", token)
    ana.open("/account/tokens/")
    assert token not in ana.page.text
    assert token[:8] in ana.words
    kept = Token.objects.values().get()
    assert token not in str(kept)
    assert len(kept["digest"]) == 64


def test_use_is_noted_and_a_revoked_or_expired_token_opens_nothing(ana, cats):
    script = Script(made_token(ana))
    assert "never" in ana.open("/account/tokens/").words
    assert script.get("/policies/policies.json").status_code == 200
    token = Token.objects.get()
    assert token.last_used is not None
    Token.objects.update(expires=token.created)
    assert script.get("/policies/policies.json").status_code == 401
    assert "expired" in ana.open("/account/tokens/").words
    Token.objects.update(expires=None)
    assert script.get("/policies/policies.json").status_code == 200
    ana.send("/account/tokens/", do=f"revoke:{token.pk}")
    assert "CI is revoked" in ana.words
    assert script.get("/policies/policies.json").status_code == 401


def test_nobody_revokes_another_users_token(ana, cats):
    script = Script(made_token(ana))
    ben = Visitor()
    sign_up(ben, "ben")
    assert ben.send("/account/tokens/", do=f"revoke:{Token.objects.get().pk}").status == 404
    assert script.get("/policies/policies.json").status_code == 200


def test_a_token_of_somebody_who_may_not_sign_in_opens_nothing(ana, cats):
    script = Script(made_token(ana))
    Token.objects.get().user.__class__.objects.update(is_active=False)
    assert script.get("/policies/policies.json").status_code == 401


def test_a_script_reads_revisions_and_adds_one_with_a_note(ana, cats):
    script = Script(made_token(ana))
    path = f"/policies/{cats}/policy.json"
    before = script.get(path).json()
    uploaded = script.put(f"{path}?note=from%20CI", DOCUMENT)
    assert (uploaded.status_code, uploaded.json()["revision"]) == (200, 2)
    assert script.put(path, DOCUMENT).json()["revision"] == 2, "the same again is no revision"
    listed = script.get(f"/policies/{cats}/revisions.json").json()["revisions"]
    assert [(each["number"], each["note"], each["author"]) for each in listed] == [(2, "from CI", "ana"), (1, "", "")]
    assert [script.get(each["url"]).json() for each in listed] == [DOCUMENT, before]
    assert script.get(f"{path}?revision=newest").json() == DOCUMENT
    for none in ("3", "0", "-1", "", "x", "9" * 30):
        assert script.get(f"{path}?revision={none}").status_code == 404, none


def test_an_upload_leaves_the_reasons_of_what_it_does_not_change(ana):
    draft = first_visit()
    rules = [rule.model_copy(update={"reason": f"Why {rule.id}"}) for rule in draft.rules]
    muted = draft.with_rules(rules).model_copy(update={"mutes": (MutedFinding(code="X", reason="Known"),)})
    before = policy_create(workspace=workspace_of_browser(ana), name="Cats", draft=draft_plain(muted))
    sign_up(ana)
    script, path = Script(made_token(ana)), f"/policies/{before.public_id}/policy.json"
    document = script.get(path).json()
    document["Statement"][1]["Action"].remove("rekognition:StopProjectVersion")
    assert script.put(path, document).status_code == 200
    assert script.get(path).json() == document
    workspace = workspace_of(ana.client.session)
    assert workspace is not None
    kept = kept_draft(policy_get(workspace=workspace, public_id=before.public_id))
    assert [rule.reason for rule in kept.rules] == [f"Why {rule.id}" for rule in draft.rules]
    assert kept.mutes == muted.mutes
