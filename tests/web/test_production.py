"""Production mode, in processes of their own: refuses to serve half configured, is strict when it serves."""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEPT = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV")}
SERVED = {"ALLOWED_HOSTS": "policies.example.org", "SECRET_KEY": secrets.token_urlsafe(48)}
DRAFT = {"schema_version": 1, "settings": {}, "rules": []}

# What a browser gets from the production site's own WSGI application, as JSON.
VISIT = """
import json, sys
from policybuilder.wsgi import application
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
client, found = Client(), {}
def keep(name, answer):
    found[name] = {"status": answer.status_code, "headers": dict(answer.headers)}
    answer.close()
at = {"headers": {"Host": "policies.example.org"}}
keep("plain", client.get("/reference/?search=x", **at))
keep("page", client.get("/", secure=True, **at))
home = client.get("/", secure=True, **at).content.decode()
style = home.split('rel="stylesheet" href="')[1].split('"')[0]
found["style"] = style
keep("file", client.get(style, secure=True, **at))
keep("missing file", client.get("/static/no.css", secure=True, **at))
keep("post", client.post("/new/", {"do": "empty"}, secure=True, **at))
keep("stranger", client.get("/", secure=True, headers={"Host": "evil.example"}))
keep("stranger by http", client.get("/", headers={"Host": "evil.example"}))
keep("missing", client.get("/nothing/", secure=True, **at))
keep("patterns", client.get("/patterns/", secure=True, **at))
found["cookies"] = {name: dict(morsel) for name, morsel in client.cookies.items()}
checked = Client(enforce_csrf_checks=True)
keep("no token", checked.post("/new/", {"do": "empty"}, secure=True, **at))
json.dump(found, sys.stdout)
"""


def run(*command, text=None, **environment):
    return subprocess.run(
        [sys.executable, *command],
        check=False,
        cwd=ROOT,
        env={**KEPT, "PYTHONWARNINGS": "default", **environment},
        input=text,
        capture_output=True,
        text=True,
        timeout=100,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """What the production site answers."""
    folder = tmp_path_factory.mktemp("production")
    done = run("-c", VISIT, POLICYBUILDER_MODE="production", POLICYBUILDER_VAR=str(folder), **SERVED)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_the_deployment_check_has_nothing_to_say():
    done = run("manage.py", "check", "--deploy", "--fail-level", "INFO", POLICYBUILDER_MODE="production", **SERVED)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("missing", ["ALLOWED_HOSTS", "SECRET_KEY"])
def test_it_does_not_open_without_its_hosts_or_its_key(missing):
    served = {name: value for name, value in SERVED.items() if name != missing}
    for mode in ({"POLICYBUILDER_MODE": "production"}, {}):
        done = run("-c", "import policybuilder.wsgi", **served, **mode)
        assert done.returncode == 1
        assert f"ImproperlyConfigured: Set {missing}" in done.stderr
    done = run("manage.py", "check", "--deploy", POLICYBUILDER_MODE="production", **served)
    assert done.returncode == 1


def test_a_policy_is_composed_without_key_hosts_or_database(tmp_path):
    done = run("manage.py", "compose", "-", text=json.dumps(DRAFT), POLICYBUILDER_VAR=str(tmp_path / "var"))
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"Version": "2012-10-17", "Statement": []}
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("POLICYBUILDER_MODE", "debug"), ("SECURE_HSTS_SECONDS", "soon"), ("SECURE_SSL_REDIRECT", "maybe")],
)
def test_a_setting_that_cannot_be_read_stops_the_start_with_its_name(name, value):
    done = run("-c", "import policybuilder.wsgi", **SERVED, **{"POLICYBUILDER_MODE": "production", name: value})
    assert done.returncode == 1
    assert f"ImproperlyConfigured: {name} must be" in done.stderr


def test_plain_http_is_sent_to_https_with_all_headers(site):
    assert site["plain"]["status"] == 301
    assert site["plain"]["headers"]["Location"] == "https://policies.example.org/reference/?search=x"


def test_every_answer_is_strict(site):
    for name, answer in site.items():
        if "headers" not in answer:
            continue
        headers = answer["headers"]
        assert headers["Content-Security-Policy"].startswith("default-src 'none'"), name
        assert headers["X-Content-Type-Options"] == "nosniff", name
        assert headers["X-Frame-Options"] == "DENY", name
        assert headers["Referrer-Policy"] == "same-origin", name
        if name not in ("plain", "stranger by http", "stranger"):
            assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload", name


def test_the_answers_are_what_they_should_be(site):
    expected = {
        "page": 200, "file": 200, "missing file": 404, "post": 302, "stranger": 400, "stranger by http": 400,
        "missing": 404, "patterns": 404, "no token": 403,
    }  # fmt: skip
    assert {name: site[name]["status"] for name in expected} == expected


def test_cookies_travel_by_https_only(site):
    assert set(site["cookies"]) >= {"sessionid", "csrftoken"}
    for cookie in site["cookies"].values():
        assert cookie["secure"] is True
        assert cookie["httponly"] is True
        assert cookie["samesite"] == "Lax"


def test_files_have_hashed_names_and_are_kept_for_good(site):
    assert site["style"].startswith("/static/css/tokens.")
    assert "immutable" in site["file"]["headers"]["Cache-Control"]
