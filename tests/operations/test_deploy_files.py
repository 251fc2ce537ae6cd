"""The files for a server name what there is: settings that are read, paths that exist, addresses that answer."""

import re

import pytest
import yaml
from django.conf import settings

from policybuilder.operations.probes import HEALTH, PATHS, READY
from policybuilder.web.management.commands.serve import KEPT_OPEN
from tests.house.documents import all_variables_read
from tests.house.source import ROOT, read

DOCKERFILE, COMPOSE, UNIT = "deploy/Dockerfile", "deploy/compose.yaml", "deploy/policybuilder.service"
NGINX, CADDY = "deploy/nginx.conf", "deploy/Caddyfile"
PYTHONS_OWN = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
SERVE = ["manage.py", "serve", "--prepare"]


def instructions(name):
    """The arguments of a Dockerfile's instructions of that name."""
    joined = read(DOCKERFILE).replace("\\\n", " ")
    return [line.removeprefix(name).split() for line in joined.splitlines() if line.startswith(f"{name} ")]


def compose():
    return yaml.safe_load(read(COMPOSE))


def variables():
    """What each file sets, by file."""
    unit = re.findall(r"^Environment=(.*)$", read(UNIT), re.MULTILINE)
    return {
        DOCKERFILE: [pair.partition("=")[0] for line in instructions("ENV") for pair in line],
        COMPOSE: list(compose()["services"]["site"]["environment"]),
        UNIT: [pair.partition("=")[0] for line in unit for pair in line.split()],
    }


def test_every_variable_that_is_set_is_read():
    for file, names in variables().items():
        assert names, file
        unknown = set(names) - all_variables_read() - PYTHONS_OWN
        assert not unknown, f"{file} sets {sorted(unknown)}, which nothing reads"


def test_the_document_names_only_settings_that_are_read():
    for block in re.findall(r"```\n(.*?)```", read("docs/deploy.md"), re.DOTALL):
        for name in re.findall(r"\b([A-Z]{2,}_[A-Z_]+)=", block):
            assert name in all_variables_read() | {"POSTGRES_PASSWORD"}, name


def test_what_the_image_copies_is_there_and_is_all_that_serving_needs():
    copied = [path.rstrip("/") for line in instructions("COPY") for path in line[:-1]]
    assert all((ROOT / path).exists() for path in copied)
    assert {"manage.py", "policybuilder", "static", "templates", "requirements.txt"} <= set(copied)
    let_in = {line.removeprefix("!") for line in read(f"{DOCKERFILE}.dockerignore").splitlines() if line[0] == "!"}
    assert let_in == set(copied)
    assert ["pip", "install", "--no-cache-dir", "-r", "requirements-postgres.txt"] in instructions("RUN")
    assert instructions("USER") == [["policybuilder"]]


def test_everything_starts_the_site_as_it_is_started():
    [command] = instructions("CMD")
    assert re.findall(r'"([^"]+)"', " ".join(command)) == ["python", *SERVE]
    [start] = re.findall(r"^ExecStart=(.*)$", read(UNIT), re.MULTILINE)
    assert start.split()[1:] == SERVE
    [folder] = re.findall(r"^WorkingDirectory=(.*)$", read(UNIT), re.MULTILINE)
    assert start.startswith(f"{folder}/.venv/bin/python ")


def test_the_compose_file_fits_the_image():
    site = compose()["services"]["site"]
    assert (ROOT / "deploy" / site["build"]["context"]).resolve() == ROOT
    assert (ROOT / site["build"]["dockerfile"]).is_file()
    [[port]] = instructions("EXPOSE")
    assert site["ports"] == [f"127.0.0.1:{port}:{port}"]
    [[kept]] = instructions("VOLUME")
    assert [volume.partition(":")[2] for volume in site["volumes"]] == [kept]
    assert f"POLICYBUILDER_VAR={kept}" in instructions("ENV")[0]
    assert set(site["depends_on"]) == {"database"}
    assert "@database:5432/" in site["environment"]["DATABASE_URL"]
    used = {volume.partition(":")[0] for service in compose()["services"].values() for volume in service["volumes"]}
    assert used == set(compose()["volumes"])


@pytest.mark.parametrize("file", [DOCKERFILE, NGINX, CADDY, UNIT, COMPOSE])
def test_everything_meets_at_one_port(file):
    assert set(re.findall(r"(?:127\.0\.0\.1:|PORT=)(\d+)", read(file))) == {"8000"}


@pytest.mark.parametrize(("file", "pattern"), [(NGINX, r"client_max_body_size (\d+)m"), (CADDY, r"max_size (\d+)MB")])
def test_the_proxy_lets_the_site_say_what_is_too_large(file, pattern):
    [limit] = re.findall(pattern, read(file))
    assert int(limit) * 1_000_000 > settings.BODY_LIMIT


def test_the_proxy_tells_what_the_site_trusts():
    for header in ("Host $http_host", "X-Forwarded-Proto $scheme", "X-Request-ID $request_id"):
        assert f"proxy_set_header {header};" in read(NGINX)
    assert "header_up X-Request-ID" in read(CADDY)


@pytest.mark.parametrize(
    ("file", "pattern"), [(NGINX, r"keepalive_timeout (\d+)s;"), (CADDY, r"\n\t+keepalive (\d+)s")]
)
def test_the_proxy_lets_go_of_an_idle_connection_before_the_site_does(file, pattern):
    [kept] = re.findall(pattern, read(file))
    assert int(kept) < KEPT_OPEN


def test_probes_that_files_and_the_document_name_are_answered():
    assert HEALTH in read(DOCKERFILE)
    assert f"health_uri {READY}" in read(CADDY)
    assert all(f"| `{path}` |" in read("docs/deploy.md") for path in PATHS)
