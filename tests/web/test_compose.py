"""`manage.py compose` as a process: a policy on standard output, notes on standard error, an exit status."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.authoring.build import CATS, CATS_V1, allow, deny, draft, plain
from tests.authoring.test_draft import EXAMPLE

ROOT = Path(__file__).resolve().parents[2]


def process(*arguments, stdin=b""):
    """The command as a process without a secret key, a database or a mode: none is needed."""
    command = [sys.executable, "manage.py", "compose", *arguments]
    bare = {"PATH": os.environ["PATH"]}
    found = subprocess.run(command, cwd=ROOT, env=bare, input=stdin, capture_output=True, check=False)
    return found.returncode, found.stdout.decode(), found.stderr.decode()


def run(*arguments):
    """The command in this process, which is quicker."""
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("compose", *arguments, stdout=out, stderr=err)
    return left.value.code, out.getvalue(), err.getvalue()


@pytest.fixture
def file(tmp_path):
    def write(value):
        path = tmp_path / "draft.json"
        path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
        return str(path)

    return write


def test_the_example_of_the_design_gives_its_policy_and_its_note(file):
    status, out, err = process(file(EXAMPLE))
    assert status == 0
    policy = json.loads(out)
    assert [each.get("Sid") for each in policy["Statement"]] == [
        "UseTheCatsModel",
        "UseTheCatsModelProject",
        "ReadTheImages",
        None,
    ]
    assert policy["Statement"][3] == EXAMPLE["rules"][2]["statement"]
    assert err == (
        "info: rule r1: DescribeProjectVersions is checked on the project that holds the target, so the statement "
        "names arn:aws:rekognition:us-east-1:111122223333:project/cats/*. It shows everything in there, not only the "
        "target.\n"
    )


def test_a_draft_may_come_from_standard_input_with_any_characters():
    value = plain(draft(allow("DetectCustomLabels", CATS_V1, title="Modèle 猫"), document={"Id": "猫"}))
    text = "\ufeff" + json.dumps(value, ensure_ascii=False)
    status, out, _ = process("-", stdin=text.encode())
    assert status == 0
    assert json.loads(out)["Id"] == "猫"


def test_json_is_one_object_with_policy_provenance_and_notes(file):
    status, out, err = run(file(EXAMPLE), "--format", "json")
    assert (status, err) == (0, "")
    found = json.loads(out)
    assert len(out.splitlines()) == 1
    assert set(found) == {"policy", "provenance", "notes"}
    assert found["provenance"] == [
        {"statement": number, "rule": f"r{rule}"} for number, rule in enumerate((1, 1, 2, 3))
    ]
    note = found["notes"][0]
    assert (note["code"], note["severity"], note["rule"], note["statement"]) == ("parent_read", "info", "r1", 1)
    assert note["params"]["operations"] == ["rekognition:DescribeProjectVersions"]
    assert note["text"].startswith("DescribeProjectVersions is checked on the project")


def test_an_intent_that_cannot_be_written_is_status_one(file):
    status, out, err = run(file(plain(draft(deny("CreateProject", CATS), allow("DeleteProject", CATS)))))
    assert status == 1
    assert [each["Action"] for each in json.loads(out)["Statement"]] == ["rekognition:DeleteProject"]
    assert err.startswith("problem: rule r1: By the AWS reference CreateProject is checked on")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (b"{", "not JSON"),
        (b"\xff\xfe", "not UTF-8 text"),
        ({"schema_version": 1}, "settings: This member is missing."),
        ({**EXAMPLE, "schema_version": 9}, "schema_version: Drafts of version 9 are not known here"),
        ({**EXAMPLE, "rules": [{**EXAMPLE["rules"][1], "colour": 1}]}, "rules/0/colour: A draft has no such member"),
    ],
)
def test_unusable_input_is_status_two_and_one_clear_line(file, value, said):
    status, out, err = run(file(value))
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert said in err
    assert "Traceback" not in err


def test_a_file_that_is_not_there_is_status_two():
    status, out, err = run("no-such-file.json")
    assert (status, out, err) == (2, "", "no-such-file.json: No such file or directory\n")


def test_a_folder_and_a_missing_argument_are_status_two(tmp_path):
    assert run(str(tmp_path))[0] == 2
    status, _, err = process()
    assert status == 2
    assert "Traceback" not in err
