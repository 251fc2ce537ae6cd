"""The audit as pages and as lines: who did what, for whoever may see the workspace and for nobody else."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from policybuilder.accounts.actors import Actor, acting
from policybuilder.accounts.models import AuditEvent
from policybuilder.library.models import SavedPolicy
from policybuilder.library.services import policy_delete
from tests.web.test_accounts import keep, sign_up, workspace_of_browser
from tests.web.test_tokens import Script, made_token


def lines_of(answer):
    assert answer.status_code == 200, answer.content
    return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


def rows(visitor, path):
    """What the page's table says, row by row."""
    visitor.open(path)
    assert visitor.status == 200
    return [[cell.words for cell in (*row.all("th"), *row.all("td"))] for row in visitor.page.all("tr")][1:]


@pytest.fixture
def work(ana):
    """Cats made by a browser, then renamed by ana, who has an account now; Dogs; the inventory."""
    cats = keep(ana, "Cats")
    sign_up(ana)
    ana.send("/policies/", do=f"rename:{cats}", name="Lions")
    with acting(Actor(name="ana")):
        keep(ana, "Dogs <b>")
    ana.send("/inventory/", do="sample")
    return cats


def test_the_page_says_who_did_what_to_which_policy(ana, work):
    told = [row[:3] for row in rows(ana, "/audit/")]
    assert told == [
        ["Changed the inventory.", "", "ana"],
        ["Made the policy.", "Dogs <b>", "ana"],
        ["Renamed it: it was Cats.", "Lions", "ana"],
        ["Made the policy.", "Cats", "this browser"],
    ]
    assert [link.get("href") for link in ana.page.all("a") if link.words == "Lions"] == [f"/policies/{work}/audit/"]


def test_the_page_says_in_which_zone_its_times_are(ana, work, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    assert "Times are in Asia/Tokyo." in ana.open("/audit/").words


def test_a_policy_has_a_page_of_its_own_in_the_bin_too(ana, work):
    assert [row[:2] for row in rows(ana, f"/policies/{work}/audit/")] == [
        ["Renamed it: it was Cats.", "ana"],
        ["Made the policy.", "this browser"],
    ]
    ana.send("/policies/", do=f"delete:{work}")
    assert rows(ana, f"/policies/{work}/audit/")[0][0] == "Deleted it, into the bin."
    assert "in the bin" in ana.words


FILTERS = {
    "?person=-": ["Made the policy."],
    "?person=ana&event=created": ["Made the policy."],
    "?search=lio": ["Renamed it: it was Cats."],
    "?event=shared": [],
    "?person=nobody%00": [],
}
AS_WITHOUT = ("?event=nothing&before=x&person=&search=+", "?before=99999999999999999-999999999999999999&search=%00")


def test_filters(ana, work):
    everything = rows(ana, "/audit/")
    for query in AS_WITHOUT:
        assert rows(ana, f"/audit/{query}") == everything
    for query, found in FILTERS.items():
        assert [row[0] for row in rows(ana, f"/audit/{query}")] == found
        assert found or "Nothing of that kind was done" in ana.words


def test_long_audits_have_pages_and_cost_the_same(ana, work):
    workspace = workspace_of_browser(ana)
    AuditEvent.objects.bulk_create(
        AuditEvent(
            workspace_id=workspace, policy=work, subject="Lions", event="saved", details=f'{{"revision": "{n}"}}'
        )
        for n in range(120)
    )
    seen, path, queries = [], "/audit/?event=saved", set()
    while path:
        with CaptureQueriesContext(connection) as asked:
            seen += [row[0] for row in rows(ana, path)]
        queries.add(len(asked))
        path = next((link.get("href") for link in ana.page.all("a", rel="next")), "")
    assert seen == [f"Saved revision {n}." for n in reversed(range(120))]
    assert len(queries) == 1
    assert [link.words for link in ana.page.all("a", href="/audit/?event=saved")] == ["Newest"]


def test_nobody_else_sees_it(ana, ben, work):
    for path in (f"/policies/{work}/audit/", f"/policies/{work}/audit.jsonl"):
        assert ben.client.get(path).status_code == 404
        sign_up(ben, "ben")
        assert ben.client.get(path).status_code == 404
    assert "Nothing was done yet" in ben.open("/audit/").words
    assert lines_of(ben.client.get("/audit.jsonl")) == []
    assert ana.client.post("/audit/").status_code == 405


def test_what_is_gone_for_good_is_still_named(ana, work):
    SavedPolicy.objects.get(public_id=work).delete()
    assert [row[1] for row in rows(ana, "/audit/?search=lions")] == ["Lions"]
    assert ana.client.get(f"/policies/{work}/audit/").status_code == 404


# -- lines -------------------------------------------------------------------------------------------------------------


def test_lines_are_for_scripts_with_a_token_and_for_browsers(ana, work):
    token = made_token(ana, "read")
    script = Script(token)
    answer = script.get("/audit.jsonl")
    assert answer.headers["Content-Type"].startswith("application/jsonl")
    lines = lines_of(answer)
    assert lines == lines_of(ana.client.get("/audit.jsonl"))
    assert [(each["event"], each["name"], each["person"]) for each in lines] == [
        ("created", "Cats", None),
        ("renamed", "Lions", "ana"),
        ("created", "Dogs <b>", "ana"),
        ("inventory", "", "ana"),
    ]
    assert lines[1] == {
        "at": lines[1]["at"],
        "since": lines[1]["since"],
        "times": 1,
        "event": "renamed",
        "policy": work,
        "name": "Lions",
        "person": "ana",
        "by": None,
        "details": {"old": "Cats"},
        "words": "ana: Renamed it: it was Cats.",
    }
    own = script.get(f"/policies/{work}/audit.jsonl")
    assert own.headers["Content-Disposition"] == 'attachment; filename="lions-audit.jsonl"'
    assert lines_of(own) == lines[:2]
    assert ana.client.get("/audit/", headers=script.headers).status_code == 403


def test_what_a_token_did_says_so(ana, work):
    token = made_token(ana, "write")
    fetched = Script(token).get(f"/policies/{work}/policy.json")
    Script(token).put(f"/policies/{work}/policy.json", fetched.content.replace(b"Allow", b"Deny"))
    lines = lines_of(Script(token).get(f"/policies/{work}/audit.jsonl"))
    assert [(each["event"], each["person"], each["by"]) for each in lines[2:]] == [
        ("changed", "ana", "CI"),
        ("saved", "ana", "CI"),
    ]
    assert token[:8] not in json.dumps(lines)


def test_since_leaves_out_what_is_known(ana, work):
    lines = lines_of(ana.client.get("/audit.jsonl"))
    assert lines_of(ana.client.get("/audit.jsonl", {"since": lines[2]["at"]})) == lines[2:]
    day = lines[0]["at"][:10]
    assert lines_of(ana.client.get("/audit.jsonl", {"since": day})) == lines
    assert lines_of(ana.client.get("/audit.jsonl", {"since": "2999-01-01T00:00:00"})) == []


MOMENTS = ("yesterday", "2026-13-01", "2026-11-28T25:00", "1", "\x00", "0001-01-01T00:00+23:59")


@pytest.mark.parametrize("since", MOMENTS)
def test_a_moment_that_is_none_is_refused(ana, db, since):
    answer = ana.client.get("/audit.jsonl", {"since": since})
    assert answer.status_code == 400
    assert "since" in answer.json()["error"]


def test_head_asks_for_nothing(ana, work):
    answer = ana.client.head("/audit.jsonl")
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"")


def test_a_policy_of_the_bin_gives_its_lines(ana, work):
    policy_delete(workspace=workspace_of_browser(ana), public_id=work)
    assert lines_of(ana.client.get(f"/policies/{work}/audit.jsonl"))[-1]["event"] == "deleted"
