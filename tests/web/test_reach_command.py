"""`manage.py reach`: everything that policies allow, as text, JSON and Markdown."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PROJECT = "arn:aws:rekognition:us-east-1:111122223333:project/"
ALLOW = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": ["rekognition:DeleteProject", "s3:GetObject"], "Resource": "*"},
        {"Effect": "Deny", "Action": "rekognition:DeleteProject", "Resource": f"{PROJECT}cats/*"},
    ],
}
SHARED = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
        "Action": "rekognition:CopyProjectVersion",
        "Resource": f"{PROJECT}cats/version/*",
    },
}


def run(*arguments, text=""):
    """The command as a script runs it, without settings of a server."""
    environment = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    command = [sys.executable, "manage.py", "reach", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, input=text, capture_output=True, text=True, check=False)


@pytest.fixture
def file(tmp_path):
    def write(document, name="policy.json"):
        path = tmp_path / name
        path.write_text(document if isinstance(document, str) else json.dumps(document))
        return path

    return write


def test_text_by_task(file):
    found = run(file(ALLOW))
    assert found.returncode == 0, found.stderr
    lines = found.stdout.splitlines()
    assert lines[0] == "Everything this policy allows:"
    assert "Manage projects" in lines
    assert any(line.startswith("  - DeleteProject on") and "except" in line for line in lines), found.stdout
    assert any("Simple Storage Service" in line or "S3" in line for line in lines)
    assert lines[-1].startswith("Taken for granted")


def test_json_has_boxes_with_witnesses(file):
    found = run(file(ALLOW), "--format", "json", "--world", "rekognition")
    line = json.loads(found.stdout)
    assert (found.returncode, line["kind"], line["complete"]) == (0, "identity", True)
    (box,) = line["allows"]
    assert box["actions"] == ["rekognition:DeleteProject"]
    assert box["except_resources"] == [f"{PROJECT}cats/*"]
    assert box["witness"]["action"] == "rekognition:DeleteProject"
    assert line["world"]["other_services"] == "off"


def test_markdown(file):
    found = run(file(ALLOW), "--format", "markdown")
    assert "### Manage projects" in found.stdout
    assert "- `DeleteProject`" in found.stdout


def test_a_project_policy_says_who_else(file):
    found = run(file(SHARED))
    assert "It is not public." in found.stdout
    assert "Account 444455556666: whoever that account lets" in found.stdout
    line = json.loads(run(file(SHARED), "--format", "json").stdout)
    assert line["public"] == "no"
    assert [each["account"] for each in line["accounts"]] == ["444455556666"]
    own = json.loads(run(file(SHARED), "--format", "json", "--account", "444455556666").stdout)
    assert own["accounts"] == []


def test_a_limit_is_called_one(file):
    found = run(file(ALLOW), "--kind", "boundary")
    assert "A limit, not a grant" in found.stdout
    assert found.stdout.startswith("Everything this policy leaves allowed:")


def test_several_files_and_standard_input(file):
    found = run(file(ALLOW, "one.json"), "-", "--format", "json", text=json.dumps(SHARED))
    assert [json.loads(line)["kind"] for line in found.stdout.splitlines()] == ["identity", "project"]


def test_nothing_allowed(file):
    found = run(file({"Version": "2012-10-17", "Statement": []}))
    assert found.returncode == 0
    assert "This policy allows nothing." in found.stdout


def test_out_of_time_it_says_so_and_fails(file):
    conditions = {"StringLike": {f"aws:PrincipalTag/t{number}": f"*a*{number}*b*" for number in range(12)}}
    many = [
        {"Effect": effect, "Action": "rekognition:*", "Resource": f"{PROJECT}*{number}*x*", "Condition": conditions}
        for number in range(40)
        for effect in ("Allow", "Deny")
    ]
    found = run(file({"Version": "2012-10-17", "Statement": many}), "--budget", "0.001")
    assert found.returncode == 1
    assert "This is not all of it" in found.stdout


@pytest.mark.parametrize("text", ["no json", "[]", ""])
def test_unusable_input_is_one_line_and_the_rest_is_answered(file, text):
    found = run(file(text, "bad.json"), file(ALLOW, "good.json"), "--format", "json")
    assert found.returncode == 2
    assert len(found.stderr.splitlines()) == 1
    assert "Traceback" not in found.stderr
    assert json.loads(found.stdout)["file"].endswith("good.json")


def test_a_file_that_is_not_there():
    found = run("/nowhere/policy.json")
    assert found.returncode == 2
    assert "Traceback" not in found.stderr
