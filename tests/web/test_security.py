"""Headers on every answer, tokens on every post, nothing a user typed comes out as markup, limits on what is sent."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError
from django.test import Client

from policybuilder.web import access
from policybuilder.web.middleware import CONTENT_SECURITY_POLICY
from tests.web.broken_urls import STATUS
from tests.web.dom import read, successful
from tests.web.visitor import Visitor

PAGES = ["/", "/pane/", "/policy.json", "/simulate/", "/new/", "/inventory/", "/reference/", "/policies/", "/patterns/"]
DIRECTIVES = dict(part.strip().split(" ", 1) for part in CONTENT_SECURITY_POLICY.split(";"))


def assert_safe(answer):
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Permissions-Policy"]
    answer.getvalue()  # a file is closed where it has been read to its end


def test_the_policy_of_content_allows_nothing_inline_and_nobody_else():
    assert DIRECTIVES.pop("default-src") == "'none'"
    assert DIRECTIVES.pop("base-uri") == "'none'"
    assert DIRECTIVES.pop("frame-ancestors") == "'none'"
    assert set(DIRECTIVES.values()) == {"'self'"}
    assert {"script-src", "style-src", "img-src", "font-src", "connect-src", "form-action"} == set(DIRECTIVES)


@pytest.mark.parametrize(
    "address", [*PAGES, "/nothing/", "/policies/xxxxxxxxxxxxxxxx/", "/static/css/base.css", "/static/no"]
)
def test_every_answer_carries_the_headers(client, db, address):
    for answer in (client.get(address), client.head(address), client.put(address)):
        assert_safe(answer)


def test_redirects_refusals_and_parts_carry_them_too(client, db, settings):
    assert_safe(client.post("/new/", {"do": "empty"}))
    assert_safe(client.post("/preview/", {"name": "x"}, headers={"HX-Request": "true"}))
    assert_safe(Client(enforce_csrf_checks=True).post("/new/", {"do": "empty"}))
    assert_safe(client.get("/", headers={"Host": "evil.example"}))
    assert_safe(client.post("/preview/", {"x": "x" * settings.BODY_LIMIT}))
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://testserver/")
    assert_safe(answer)
    assert_safe(Client().get("/", headers={"Host": "evil.example"}))


@pytest.mark.urls("tests.web.broken_urls")
@pytest.mark.parametrize("name", STATUS)
def test_error_pages_are_pages_with_headers(db, name):
    answer = Client(raise_request_exception=False).get(f"/{name}")
    assert answer.status_code == STATUS[name]
    page = read(answer.content.decode())
    assert len(page.all("h1")) == 1
    assert str(STATUS[name]) in page.words
    assert page.all("a", href="/"), "the page says where to go"
    assert_safe(answer)


def database_away(monkeypatch, place, name):
    """From now on that function finds no database; the list grows by each time it is asked."""
    asked = []

    def away(*args, **kwargs):
        asked.append(args)
        raise OperationalError("connection to db.example.org as user secret failed")

    monkeypatch.setattr(place, name, away)
    return asked


@pytest.mark.parametrize("verb", ["get", "post"])
def test_a_database_that_is_away_is_asked_once_and_said(db, monkeypatch, settings, verb):
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    asked = database_away(monkeypatch, SessionStore, "load")
    answer = getattr(client, verb)("/inventory/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    page = read(answer.content.decode())
    assert "The database is not available" in page.words
    assert "secret" not in page.words
    assert len(asked) == 1
    assert_safe(answer)


def test_a_script_is_told_in_json_that_the_database_is_away(db, monkeypatch):
    asked = database_away(monkeypatch, access, "bearer_of")
    client = Client(raise_request_exception=False, headers={"Authorization": "Bearer pb_x"})
    answer = client.get("/policies/policies.json")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json() == {"error": "The database cannot be used at the moment. Try again."}
    assert len(asked) == 1


def test_a_page_that_is_not_there_and_a_verb_that_is_not_allowed(ana):
    ana.open("/nothing/")
    assert ana.status == 404
    assert "There is nothing here" in ana.words
    assert {"/", "/policies/"} <= {each.get("href") for each in ana.page.all("a")}
    assert ana.client.delete("/").status_code == 405


@pytest.mark.parametrize("address", ["/preview/", "/", "/new/", "/inventory/", "/policies/", "/policies/x/preview/"])
def test_what_is_too_large_gets_a_page_of_its_own(ana, settings, address):
    text = "x" * settings.BODY_LIMIT
    answer = ana.client.post(address, {"text": text, "do": "paste"})
    assert answer.status_code == 413
    page = read(answer.content.decode())
    assert "That is too large to send" in page.words
    assert "2,000,000 bytes" in page.words
    assert answer.wsgi_request.read() == b"", "else the answer is lost to who is still sending"
    assert ana.open("/").cards == ["r1", "r2", "r3", "r4", "r5"]


@pytest.mark.parametrize("length", ["-1", "abc", "9" * 30, "1e3"])
def test_a_length_that_is_none_is_refused_before_anything_is_read(client, db, length):
    answer = client.generic("POST", "/preview/", b"", CONTENT_LENGTH=length)
    assert answer.status_code == 413


def test_a_body_as_large_as_allowed_is_read(client, db, settings):
    body = b"name=" + b"x" * (settings.BODY_LIMIT - 5)
    answer = client.post("/preview/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 302


POSTS = [
    ("/", {"do": "rule-add:Allow"}), ("/preview/", {"name": "x"}), ("/new/", {"do": "empty"}),
    ("/inventory/", {"do": "sample"}), ("/policies/", {"do": "delete:x"}), ("/policies/x/", {"do": "save"}),
    ("/policies/x/preview/", {}),
]  # fmt: skip


@pytest.mark.parametrize(("address", "fields"), POSTS, ids=[address for address, _ in POSTS])
def test_no_post_without_its_token(db, address, fields):
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(address, fields)
    assert answer.status_code == 403
    refused = read(answer.content.decode())
    assert "The form was too old, or cookies are off" in refused.words
    assert "sign in" in [way.words for way in refused.one("main").all("a")]
    browser.get("/")
    assert browser.post(address, {**fields, "csrfmiddlewaretoken": "x" * 64}).status_code == 403
    foreign = {"HX-Request": "true", "Origin": "https://evil.example"}
    assert browser.post(address, fields, headers=foreign).status_code == 403


@pytest.mark.parametrize("address", ["/", "/new/", "/inventory/", "/policies/"])
def test_every_form_that_posts_carries_its_token(db, address):
    visitor = Visitor(client=Client(enforce_csrf_checks=True))
    visitor.open("/").fill("name", "Cats").press("save")
    visitor.open("/inventory/")
    fields = dict(successful(visitor.page.all("form", method="post")[0]))
    assert visitor.client.post("/inventory/", {**fields, "do": "sample"}).status_code == 302
    visitor.open(address)
    forms = visitor.page.all("form", method="post")
    assert forms
    for form in forms:
        assert dict(successful(form))["csrfmiddlewaretoken"]


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(ben):
    ben.open("/").press("rule-add:Allow")
    for name in ("sessionid", "csrftoken"):
        assert ben.client.cookies[name]["httponly"]
        assert ben.client.cookies[name]["samesite"] == "Lax"


EVIL = """</script><script>alert(1)</script>"><img src=x onerror=alert(1)>'{{ page.urls }}{% now %}&lt;"""
MARKUP = re.compile(r"<script>alert|<img src=x|\"><img")


def assert_escaped(answer):
    text = answer.content.decode()
    raw = MARKUP.search(text)
    assert raw is None, text[max(0, raw.start() - 80) :][:200]
    assert "Addresses(" not in text, "typed text was run as a template"
    page = read(text)
    assert not page.all("img")
    for script in page.all("script"):
        assert script.get("src") or script.get("type") == "application/json"
    for each in page.elements():
        assert not [name for name in each.attrs if name.startswith("on") or name == "style"]


def test_names_titles_and_values_never_come_out_as_markup(ana):
    ana.open("/").press("rule-open:r2").press("condition-add:r2:aws:ResourceTag/${TagKey}")
    ana.fill("name", EVIL).fill("rules-1-title", EVIL).fill("rules-1-conditions-0-key", "aws:ResourceTag/" + EVIL)
    ana.fill("rules-1-conditions-0-values", EVIL).press("")
    assert EVIL in json.dumps(ana.policy, ensure_ascii=False).replace('\\"', '"')
    for address in [
        "/",
        *(f"/pane/?pane={name}" for name in ("json", "summary", "findings", "map", "take")),
        "/simulate/",
    ]:
        assert_escaped(ana.client.get(address))
        assert_escaped(ana.client.get(address, headers={"HX-Request": "true"}))
    ana.fill("name", EVIL[:120]).press("save")
    assert_escaped(ana.answer)
    name = ana.landed.split("/")[2]
    for address in ("/policies/", f"/policies/?rename={name}", ana.landed):
        assert_escaped(ana.client.get(address))
    for do in ("duplicate", "delete"):
        assert_escaped(ana.send("/policies/", do=f"{do}:{name}").answer)


def test_unreadable_fields_come_back_as_text(ana):
    ana.open("/").press("rule-open:r2").press("condition-add:r2:aws:SourceIp")
    for name in (
        "settings-account",
        "settings-regions",
        "rules-1-targets-0-project",
        "rules-1-targets-0-arn",
        "rules-1-conditions-0-values",
    ):
        ana.fill(name, EVIL)
    ana.fill("open", EVIL).press("")
    assert ana.value("settings-account") == EVIL
    assert_escaped(ana.answer)


def test_a_pasted_policy_comes_out_as_text(ana):
    statement = {
        "Sid": EVIL,
        "Effect": EVIL,
        "Action": [EVIL, "rekognition:CreateProject"],
        "Resource": EVIL,
        EVIL: {EVIL: EVIL},
    }
    ana.send("/new/", do="paste", text=json.dumps({"Version": EVIL, "Statement": [statement], EVIL: EVIL}))
    assert_escaped(ana.answer)
    ana.open("/").press("rule-open:r1")
    assert ana.policy["Statement"][0]["Sid"] == EVIL
    for address in ["/", *(f"/pane/?pane={name}" for name in ("json", "summary", "findings", "map", "take"))]:
        assert_escaped(ana.client.get(address))
    assert_escaped(ana.client.get("/simulate/", {"operation": "CreateProject"}))
    assert_escaped(ana.send("/new/", do="paste", text="{" + EVIL).answer)
    assert_escaped(ana.send("/inventory/", do="read", text=EVIL + " arn:aws:rekognition:x:1:project/" + EVIL).answer)


def test_what_stands_in_an_address_comes_out_as_text(ana):
    for address in ("/", "/pane/", "/policies/", "/reference/", "/nothing/" + EVIL.replace("%", "")):
        for name in ("open", "pane", "search", "rename", "page"):
            assert_escaped(ana.client.get(address, {name: EVIL}))
    question = dict.fromkeys(
        ("operation", "resource", "destination", "tags", "principal", "key", "value", "open"), EVIL
    )
    assert_escaped(ana.client.get("/simulate/", question))
    assert_escaped(
        ana.client.get("/simulate/", {**question, "operation": "StartProjectVersion", "tags": "", "key": ""})
    )


def test_pages_ask_nobody_else_for_anything(ana):
    for address in PAGES:
        if address == "/policy.json":
            continue
        for each in ana.open(address).page.elements():
            for name in ("src", "href", "action", "hx-get", "hx-post"):
                assert not re.match(r"(\w+:)?//", each.get(name)), each.get(name)


def test_every_file_a_page_names_is_there(ana):
    static = Path(__file__).parents[2] / "static"
    for address in ("/", "/simulate/", "/inventory/", "/nothing/"):
        for each in ana.open(address).page.elements():
            for name in ("src", "href"):
                if each.get(name).startswith("/static/"):
                    file = each.get(name).removeprefix("/static/").partition("#")[0]
                    assert (static / file).is_file(), file
                    answer = ana.client.get(f"/static/{file}")
                    assert answer.status_code == 200
                    assert answer.getvalue(), file
