"""Share links as their makers and their readers meet them: the page of links, what a link opens, and how it ends."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from policybuilder.accounts.limits import LIMITS
from policybuilder.accounts.models import Membership, User, Workspace
from policybuilder.library.models import Revision, SavedPolicy, ShareLink
from policybuilder.web.middleware import CONTENT_SECURITY_POLICY
from tests.web.test_accounts import keep, names, sign_in, sign_up
from tests.web.visitor import Visitor


@pytest.fixture
def cats(ana):
    return keep(ana, "Cats")


def share(visitor, policy_id, **fields):
    """Make a link as the page's form does; the path of its address."""
    before = set(ShareLink.objects.values_list("token", flat=True))
    visitor.send(f"/policies/{policy_id}/shares/", do="make", **{"shows": "", "holds": "", "day": "", **fields})
    assert visitor.status == 200, visitor.words[:400]
    [token] = set(ShareLink.objects.values_list("token", flat=True)) - before
    return f"/shared/{token}/"


def link_of(path):
    return ShareLink.objects.get(token=path.split("/")[2])


# -- the page of links ------------------------------------------------------------------------------------------------


def test_a_link_is_made_listed_with_its_whole_address_and_revoked(ana, cats):
    path = share(ana, cats)
    assert "The link is made." in ana.words
    address = ana.page.one("pre")
    assert address.text == f"http://testserver{path}"
    assert ana.page.one("button", **{"data-copy": address.id})
    assert "Always the newest, now revision 1" in ana.words
    assert "It opens until it is revoked." in ana.words
    ana.send(f"/policies/{cats}/shares/", do=f"revoke:{link_of(path).pk}")
    assert "The link is revoked" in ana.words
    assert ana.page.all("pre") == []
    assert not ShareLink.objects.exists()


@pytest.mark.parametrize("days", ["1", "7", "30", "90"])
def test_it_holds_for_some_days(ana, cats, days):
    made = link_of(share(ana, cats, holds=days))
    assert made.expires is not None
    assert abs(made.expires - made.created - timedelta(days=int(days))) < timedelta(minutes=1)
    assert "It opens until" in ana.words


def test_it_holds_until_the_end_of_a_day_of_ones_own(ana, cats, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    day = timezone.localdate() + timedelta(days=3)
    made = link_of(share(ana, cats, holds="day", day=day.isoformat()))
    assert made.expires is not None
    assert timezone.localtime(made.expires).isoformat() == f"{day + timedelta(days=1)}T00:00:00+09:00"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"holds": "day"}, "Say the last day"),
        ({"holds": "day", "day": "2020-01-01"}, "This day is over"),
        ({"holds": "day", "day": "9999-12-31"}, "ten years at most"),
        ({"holds": "day", "day": "soon"}, "Enter a valid date"),
        ({"holds": "7", "day": "2999-01-01"}, "for this day to count"),
        ({"holds": "8"}, "Select a valid choice"),
        ({"shows": "2"}, "Select a valid choice"),
        ({"shows": "x"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_makes_no_link(ana, cats, fields, said):
    ana.send(f"/policies/{cats}/shares/", do="make", **{"shows": "", "holds": "", "day": "", **fields})
    assert ana.status == 422
    assert said in ana.words
    assert not ShareLink.objects.exists()


def test_fifty_links_are_as_many_as_there_may_be(ana, cats, monkeypatch):
    monkeypatch.setattr("policybuilder.library.sharing.MOST_LINKS", 1)
    share(ana, cats)
    ana.send(f"/policies/{cats}/shares/", do="make", shows="", holds="", day="")
    assert ana.status == 422
    assert "revoke one first" in ana.words


def test_a_revision_is_offered_first_where_the_way_leads_from_it(ana, cats):
    ana.open(f"/policies/{cats}/shares/", revision="1")
    assert [each.get("value") for each in ana.page.all("option", where=lambda each: "selected" in each)] == ["1", "30"]
    assert ana.open(f"/policies/{cats}/shares/", revision="7; --").status == 200


@pytest.mark.parametrize("do", ["revoke:", "revoke:x", "revoke:0", "revoke:99999999999999999999", "revoke:１"])
def test_a_link_that_is_none_is_not_revoked(ana, cats, do):
    share(ana, cats)
    assert ana.send(f"/policies/{cats}/shares/", do=do).status == 404
    assert ShareLink.objects.exists()


def test_who_may_only_read_sees_that_there_are_links_and_not_where_they_lead(ana, cats):
    path = share(ana, cats)
    sign_up(ana)
    team = Workspace.objects.create(team="Vision")
    SavedPolicy.objects.filter(public_id=cats).update(workspace=team)
    Membership.objects.create(workspace=team, user=User.objects.get(username="ana"), role="viewer")
    shares = ana.open(f"/policies/{cats}/shares/")
    assert shares.status == 200
    assert "Always the newest, now revision 1" in ana.words
    assert path.split("/")[2] not in ana.answer.content.decode()
    assert "Make the link" not in ana.words
    for do in ("make", f"revoke:{link_of(path).pk}"):
        assert ana.send(f"/policies/{cats}/shares/", do=do, shows="", holds="", day="").status == 403
    assert ShareLink.objects.count() == 1
    ana.send(f"{path}copy/")
    assert "Cats is in your own library" in ana.words
    assert SavedPolicy.objects.get(public_id=ana.landed.split("/")[2]).workspace.owner


# -- what a link opens ------------------------------------------------------------------------------------------------


@pytest.fixture
def reader(db):
    """Somebody else, who has nothing but the link."""
    return Visitor()


@pytest.mark.parametrize("signed_in", [False, True])
def test_whoever_has_the_link_reads_and_downloads(ana, cats, reader, settings, signed_in):
    path = share(ana, cats)
    settings.SIGN_IN_REQUIRED = not signed_in
    if signed_in:
        sign_up(reader, "ben")
    document = json.loads(ana.client.get(f"/policies/{cats}/policy.json").content) if signed_in else None
    reader.open(path)
    assert reader.status == 200
    assert reader.page.one("h1").words == "Cats"
    assert "Identity policy" in reader.words
    assert signed_in or not reader.client.cookies, "nothing is kept of who reads"
    assert "Revision 1, saved" in reader.words
    assert "DetectCustomLabels" in reader.words
    for pane, holds in {
        "summary": "May use DescribeProjects",
        "findings": "DENY_NEVER_APPLIES",
        "map": "By this policy alone",
        "take": "Terraform",
    }.items():
        assert holds in reader.open(path, pane=pane).part("shown-policy").words, pane
    assert json.loads(json.loads(reader.page.one(id="policy-text").text))["Statement"]
    part = Visitor().open(path, part=True, pane="summary")
    assert (part.status, part.page.all("h1")) == (200, [])
    for name, kind in {"policy.json": "application/json", "policy.tf": "text/plain", "policy.py": "text/plain"}.items():
        answer = reader.client.get(f"{path}{name}")
        assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (200, kind), name
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="cats.')
    assert document in (None, json.loads(reader.client.get(f"{path}policy.json").content))


def test_nothing_of_whose_it_is_and_of_what_else_is_there(ana, cats, reader):
    other = keep(ana, "Parts of the north wing")
    ana.send("/inventory/", do="sample")
    sign_up(ana, "ana-of-the-north")
    Revision.objects.filter(policy__public_id=cats).update(note="only for us", author_name="ana-of-the-north")
    path = share(ana, cats)
    for pane in ("json", "summary", "findings", "map", "take"):
        text = reader.open(path, pane=pane).page.text
        for secret in (cats, other, "north", "only for us", "parts", "/policies/x"):
            assert secret not in text.replace("/policies/", "")
    assert cats not in reader.answer.content.decode()
    ana.open(path)
    assert cats not in ana.answer.content.decode(), "the owner sees what a reader sees"


def test_it_is_the_revision_that_was_saved(ana, cats, reader):
    newest, first = share(ana, cats), share(ana, cats, shows="1")
    ana.open(f"/policies/{cats}/").type(name="Cats and dogs")
    ana.press("save")
    ana.open(f"/policies/{cats}/", open="r1").type(rules_0_title="Typed only")
    ana.preview()
    assert "TypedOnly" not in reader.open(newest).page.text
    ana.press("save")
    assert "TypedOnly" in reader.open(newest).page.text
    assert "follows the policy" in reader.words
    assert "TypedOnly" not in reader.open(first).page.text
    assert "stays with this revision" in reader.words


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_copy_is_the_readers_own(ana, cats, reader, signed_in):
    path = share(ana, cats)
    if signed_in:
        sign_up(reader, "ben")
        keep(reader, "Cats")
    reader.open(f"{path}copy/")
    assert "Copy Cats" in reader.words
    assert names(reader) == (["Cats"] if signed_in else [])
    reader.send(f"{path}copy/")
    copy = "Cats 2" if signed_in else "Cats"
    assert f"{copy} is in your own library" in reader.words
    assert set(names(reader)) == {copy, "Cats"}
    assert names(ana) == ["Cats"]
    made = SavedPolicy.objects.get(public_id=reader.landed.split("/")[2])
    kept = SavedPolicy.objects.get(public_id=cats)
    assert (made.draft, made.last_revision) == (kept.draft, 1)
    assert not made.scenarios.exists()
    ana.send(f"/policies/{cats}/shares/", do=f"revoke:{link_of(path).pk}")
    assert set(names(reader)) == {copy, "Cats"}


def test_where_the_site_asks_for_it_copying_leads_through_signing_in_and_back(ana, cats, reader, settings):
    path = share(ana, cats)
    sign_up(Visitor(), "ben")
    settings.SIGN_IN_REQUIRED = True
    asked = reader.client.get(f"{path}copy/")
    assert asked.headers["Location"] == f"/account/sign-in/?next={path}copy/"
    sign_in(reader, "ben", next=f"{path}copy/")
    assert reader.landed == f"{path}copy/"
    assert "Copy Cats" in reader.words


def test_only_reading_is_answered(ana, cats):
    path = share(ana, cats)
    for address in (path, f"{path}policy.json"):
        for verb in ("post", "put", "patch", "delete"):
            assert getattr(Client(), verb)(address).status_code == 405
    for verb in ("put", "patch", "delete"):
        assert getattr(Client(), verb)(f"{path}copy/").status_code == 405
    assert Client(enforce_csrf_checks=True).post(f"{path}copy/").status_code == 403


# -- how it ends ------------------------------------------------------------------------------------------------------


def expire(link):
    ShareLink.objects.filter(pk=link.pk).update(expires=timezone.now())


GONE = {
    "never there": lambda ana, cats, link: link.delete(),
    "revoked": lambda ana, cats, link: ana.send(f"/policies/{cats}/shares/", do=f"revoke:{link.pk}"),
    "expired": lambda ana, cats, link: expire(link),
    "in the bin": lambda ana, cats, link: ana.send("/policies/", do=f"delete:{cats}"),
    "revision gone": lambda ana, cats, link: Revision.objects.all().delete(),
    "unreadable": lambda ana, cats, link: Revision.objects.update(draft="{}"),
}


@pytest.mark.parametrize("how", GONE)
def test_each_way_to_be_gone_is_answered_alike(ana, cats, how):
    path = share(ana, cats)
    GONE[how](ana, cats, link_of(path))
    expected = Client().get(f"/shared/{'x' * 43}/")
    assert expected.status_code == 404
    assert "This link opens nothing" in expected.content.decode()
    for address in (path, f"{path}policy.json", f"{path}policy.tf?inline=1", f"{path}copy/", "/shared/x/"):
        for answer in (Client().get(address), Client().post(address) if address.endswith("copy/") else expected):
            assert (answer.status_code, answer.content) == (404, expected.content)
            assert secrecy(answer) | {"Referrer-Policy": "no-referrer"} == secrecy(expected)


# -- who else learns of it --------------------------------------------------------------------------------------------


def secrecy(answer):
    named = ("X-Robots-Tag", "Cache-Control", "Referrer-Policy", "Content-Security-Policy")
    return {name: answer.headers[name] for name in named}


def test_every_answer_keeps_its_address_from_others(ana, cats, settings):
    path = share(ana, cats)
    wanted = {
        "X-Robots-Tag": "noindex, nofollow",
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    }
    for address in (path, path[:-1], f"{path}policy.json", f"{path}nothing/", "/shared/x/"):
        for answer in (Client().get(address), Client().head(address), Client().put(address)):
            assert secrecy(answer) == wanted, address
    # A form posts with `Origin: null` from a page that says nothing, and would be refused.
    assert secrecy(Client().get(f"{path}copy/")) == wanted | {"Referrer-Policy": "same-origin"}
    assert "X-Robots-Tag" not in Client().get("/").headers
    sign_up(ana)
    ana.send("/teams/", do="make", name="Vision")
    assert ana.open("/reference/").page.all("form", method="post"), "the menu of workspaces"
    for address in (path, f"{path[:-5]}xxxx/"):
        page = ana.open(address).page
        assert page.one("meta", name="robots").get("content") == "noindex, nofollow"
        assert page.all("form") == [], "no form could be posted from here"


def test_whoever_guesses_waits_and_readers_do_not(ana, cats, settings):
    path = share(ana, cats)
    settings.RATE_LIMITS = True
    most = LIMITS["link from"].most
    answers = [Client().get(f"/shared/{number:043}/") for number in range(most + 1)]
    assert [answer.status_code for answer in answers[-2:]] == [404, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert answers[-1].headers["Referrer-Policy"] == "no-referrer"
    assert Client().get(path).status_code == 200
    assert Client().get(f"/shared/{'x' * 43}/policy.json").status_code == 429


def test_the_token_stands_in_the_address_alone(ana, cats, reader):
    """Whatever the page leads to elsewhere does not carry it."""
    path = share(ana, cats)
    token = path.split("/")[2]
    page = reader.open(path, pane="take").page
    with_token = [each for each in page.elements() if any(token in value for value in each.attrs.values())]
    leading = [each.get("href") or each.get("hx-get") for each in with_token]
    assert leading
    assert all(re.match(rf"/shared/{token}/", each) for each in leading)
    assert token not in page.text
    assert token not in reader.open(f"/shared/{token[::-1]}/").page.text
