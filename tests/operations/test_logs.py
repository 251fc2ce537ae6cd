"""One line of JSON for a request or an event, with nothing in it that a user wrote or that opens anything."""

import json
import logging

import pytest
from django.test import Client, RequestFactory
from django.urls import path, resolve

from policybuilder.operations.logs import JsonLines, event, shown_path
from tests.web.broken_urls import urlpatterns as known

MARK = "MARKER-7f3a"
POLICY = json.dumps({"Version": "2012-10-17", "Statement": {"Sid": MARK, "Effect": "Allow", "Action": "*"}})


def breaking(request, **_):
    """Fails as code does: with the value at fault in its message."""
    raise ValueError(f"cannot use {request.POST or request.GET or request.path}")


urlpatterns = [
    *known,
    path("breaking/", breaking),
    path("opened/<str:token>/", breaking),
    path("policies/<str:policy_id>/breaking/", breaking),
]


@pytest.fixture
def lines():
    """What a production site would have written, line by line."""
    written = []

    class Keep(logging.Handler):
        def emit(self, record):
            written.append(self.format(record))

    keep = Keep()
    keep.setFormatter(JsonLines())
    loggers = [logging.getLogger(name) for name in ("", "policybuilder.requests")]
    levels = [each.level for each in loggers]
    logging.getLogger().addHandler(keep)
    for each in loggers:
        each.setLevel(logging.INFO)
    yield written
    logging.getLogger().removeHandler(keep)
    for each, level in zip(loggers, levels, strict=True):
        each.setLevel(level)


def test_a_request_is_one_line(client, db, lines):
    answer = client.get(f"/reference/?search={MARK}")
    [line] = map(json.loads, lines)
    assert {name: line[name] for name in ("level", "event", "method", "path", "status")} == {
        "level": "info",
        "event": "request",
        "method": "GET",
        "path": "/reference/",
        "status": 200,
    }
    assert line["time"].endswith("+00:00")
    assert line["ms"] > 0
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert MARK not in lines[0]


@pytest.mark.parametrize(
    ("sent", "taken"), [("proxy-0123abcd", True), ("short", False), ("x" * 65, False), ('a"b\n0123456', False)]
)
def test_the_proxys_id_is_taken_where_it_is_one(client, db, lines, sent, taken):
    answer = client.get("/health/", headers={"X-Request-ID": sent})
    assert (answer.headers["X-Request-ID"] == sent) is taken
    assert lines == []  # a probe that finds all well is no event


def test_nothing_of_a_policy_is_written(client, db, lines):
    client.post("/validate/", {"text": POLICY})
    client.post("/new/", {"do": "paste", "text": POLICY})
    client.post("/preview/", {"name": MARK, "rules-0-title": MARK})
    client.get("/", headers={"Cookie": f"sessionid={MARK}", "Authorization": f"Bearer {MARK}"})
    assert len(lines) == 4
    assert MARK not in "".join(lines)


@pytest.mark.urls("tests.operations.test_logs")
@pytest.mark.parametrize("address", ["/breaking/", f"/opened/{MARK}/", f"/policies/{MARK} of mine/breaking/"])
def test_an_error_says_where_and_not_what(db, lines, address):
    client = Client(raise_request_exception=False)
    answer = client.post(address, {"text": POLICY}, query_params={"q": MARK})
    assert answer.status_code == 500
    assert answer.headers["Content-Security-Policy"]
    error, request = map(json.loads, lines)
    assert (error["level"], error["error"], request["status"]) == ("error", "ValueError", 500)
    assert error["trace"][-1].startswith("tests/operations/test_logs.py:")
    assert error["trace"][-1].endswith(" breaking")
    assert error["request_id"] == request["request_id"] == answer.headers["X-Request-ID"]
    assert MARK not in "".join(lines)


OPENS = "k" * 39 + MARK[:4]  # as long as a share link's token


@pytest.mark.parametrize(
    "address",
    [
        f"/shared/{OPENS}/",
        f"/shared/{OPENS}",
        f"/shared/{OPENS}/copy/",
        f"/shared/{OPENS}/policy.tf",
        f"/shared/{OPENS}/nothing",
        f"/invitations/{OPENS}/",
        f"/account/password/new/MQ/{OPENS}/",
        f"/account/address/{OPENS}/",
        f"/account/sign-in/?next=/shared/{OPENS}/copy/",
    ],
)
def test_what_opens_something_stands_in_no_line(db, lines, settings, address):
    settings.SIGN_IN_REQUIRED = True
    client = Client(enforce_csrf_checks=True)
    for answer in (client.get(address), client.post(address, {"text": OPENS})):
        assert answer.status_code < 500
    assert len(lines) >= 2
    assert OPENS not in "".join(lines)


def test_an_address_is_shown_as_its_pattern(settings):
    settings.ROOT_URLCONF = "tests.operations.test_logs"

    def shown(address, *, known=True):
        request = RequestFactory().get(address)
        if known:
            request.resolver_match = resolve(address)
        return shown_path(request)

    assert shown("/") == "/"
    assert shown("/policies/abcDEF0123456789/") == "/policies/abcDEF0123456789/"
    assert shown("/policies/{Sid: x}/") == "/policies/<policy_id>/"
    assert shown(f"/shared/{MARK}/") == "/shared/<token>/"
    assert shown(f"/{MARK}/", known=False) == "/…"
    assert shown(f"/static/{MARK}", known=False) == "/static/…"
    assert shown("/ready/", known=False) == "/ready/"


def test_what_others_log_says_numbers_alone(lines):
    logging.getLogger("gunicorn.error").error("Worker (pid:%s) on %s was sent SIG%s!", 12, MARK, "KILL")
    assert event(logging.LogRecord("django.x", 30, "", 0, "%s of %d", ("one", MARK), None)) == "%s of %d"
    error = KeyError(MARK)
    logging.getLogger("third.party").error("Failed", exc_info=(KeyError, error, None))
    assert [json.loads(line)["event"] for line in lines[:1]] == ["Worker (pid:12) on … was sent SIG…!"]
    assert len(lines) == 2
    assert MARK not in "".join(lines)
