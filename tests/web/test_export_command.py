"""`manage.py export`: a policy in another form, refusals with their reasons, JSON lines; exit status."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from policybuilder.authoring import draft_plain, first_visit
from policybuilder.export import Form
from tests.export.hcl_reading import document, read
from tests.export.stubs import options_of, run_shell

ROOT = Path(__file__).parent.parent.parent
GOOD: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "See", "Effect": "Allow", "Action": "rekognition:DescribeProjects", "Resource": "*"}],
}
ODD = {"Version": "2012-10-17", "Statement": [GOOD["Statement"][0] | {"Future": 1}]}


def run(capsys, *arguments):
    """(exit status, standard output, standard error) of a run."""
    with pytest.raises(SystemExit) as left:
        call_command("export", *arguments)
    out, err = capsys.readouterr()
    return left.value.code, out, err


@pytest.fixture
def file(tmp_path):
    def write(content, name="policy.json"):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def given(monkeypatch):
    """Text on standard input."""

    def write(text):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    return write


@pytest.mark.parametrize("form", [form.value for form in Form])
def test_every_form_is_printed(capsys, file, form):
    code, out, _ = run(capsys, file(GOOD, "cat-shelf.json"), "--to", form)
    assert code == 0
    assert "rekognition:DescribeProjects" in out
    assert out.endswith("\n")
    assert form.startswith("json") or "cat" in out.lower()


def test_the_file_gives_the_name_unless_one_is_named(capsys, file):
    assert 'data "aws_iam_policy_document" "see"' in run(capsys, file(GOOD, "see.json"), "--to", "terraform")[1]
    named = run(capsys, file(GOOD, "see.json"), "--to", "terraform", "--name", "Cat shelf")[1]
    assert 'data "aws_iam_policy_document" "cat_shelf"' in named


def test_what_is_printed_is_the_policy(capsys, given):
    given(json.dumps(GOOD))
    code, out, err = run(capsys, "-", "--to", "terraform")
    assert code == 0
    assert document(read(out).of("data")[0]) == GOOD
    assert err == "-: The policy allows nothing until it is attached to a role, user or group.\n"


def test_kind_and_inline_choose_the_call(capsys, file):
    scp = run(capsys, file(GOOD), "--to", "cli", "--kind", "scp")[1]
    assert run_shell(scp)[:2] == ["organizations", "create-policy"]
    inline = run(capsys, file(GOOD), "--to", "cli", "--inline")[1]
    assert json.loads(options_of(run_shell(inline))["--policy-document"]) == GOOD
    assert run_shell(inline)[1] == "put-role-policy"


def test_a_form_that_cannot_hold_the_policy_says_why(capsys, file):
    name = file(ODD)
    code, out, err = run(capsys, name, "--to", "terraform")
    assert (code, out) == (1, "")
    assert err == (
        f"{name}: Statement 1, Future: The data source has no place for Future. Terraform with jsonencode keeps it.\n"
    )
    assert run(capsys, name, "--to", "terraform-jsonencode")[0] == 0


def test_json_says_the_reasons_by_id(capsys, file):
    name = file(ODD)
    code, out, _ = run(capsys, name, "--to", "terraform", "--format", "json")
    answer = json.loads(out)
    assert code == 1
    assert answer["file"] == name
    assert answer["reasons"] == [{"reason": "unknown_member", "path": ["Statement", 0, "Future"], "value": "Future"}]
    assert "Future" in answer["error"]


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"Statement": [}'])
def test_what_is_no_policy_is_unusable(capsys, file, text):
    name = file(text)
    code, out, err = run(capsys, name, "--to", "json")
    assert (code, out) == (2, "")
    assert err.startswith(f"{name}:")
    assert err.count("\n") == 1


def test_files_that_cannot_be_read_do_not_keep_others_from_being_written(capsys, file):
    code, out, err = run(capsys, "nowhere.json", file(GOOD), "--to", "json-line")
    assert code == 2
    assert json.loads(out) == GOOD
    assert err.startswith("nowhere.json: ")


def test_a_byte_order_mark_is_no_part_of_the_policy(capsys, file):
    assert run(capsys, file("\ufeff" + json.dumps(GOOD)), "--to", "json")[0] == 0


def test_lines_are_answered_one_by_one(capsys, given):
    lines = [
        {"id": "a", "policy": GOOD},
        {"id": "b", "policy": json.dumps(ODD), "kind": "boundary"},
        {"id": 3, "draft": draft_plain(first_visit()), "name": "Cats"},
        {"id": "d", "policy": 5},
        {"id": "e", "policy": GOOD, "kind": "wish"},
        {"id": "f", "draft": {}},
        {"id": "g"},
        [],
    ]
    given("\n".join(json.dumps(line) for line in lines) + "\n\nnot json\n")
    code, out, err = run(capsys, "-", "--to", "terraform", "--lines")
    answers = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (2, "")
    assert [answer.get("id") for answer in answers] == ["a", "b", 3, "d", "e", "f", "g", None, None]
    assert 'resource "aws_iam_policy" "a"' in answers[0]["text"]
    assert answers[0]["notes"]
    assert answers[1]["reasons"][0]["reason"] == "unknown_member"
    assert 'resource "aws_iam_policy" "cats"' in answers[2]["text"]
    assert all(answer["error"] for answer in [answers[1], *answers[3:]])
    assert [answer["line"] for answer in answers[7:]] == [8, 10]


def test_lines_without_a_fault_give_a_good_status(capsys, given):
    given(json.dumps({"policy": GOOD}))
    code, out, _ = run(capsys, "-", "--to", "boto3", "--lines", "--kind", "trust", "--name", "Trainer")
    assert code == 0
    assert 'RoleName="Trainer"' in json.loads(out)["text"]


def test_a_refused_line_gives_the_status_of_a_refusal(capsys, given):
    given(json.dumps({"policy": ODD}))
    assert run(capsys, "-", "--to", "terraform", "--lines")[0] == 1


def test_it_needs_no_database_and_writes_utf8_whatever_the_terminal(tmp_path):
    policy = GOOD | {"Id": "Katze ü 😀"}
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "export", "-", "--to", "cloudformation"],
        input=json.dumps(policy).encode(),
        capture_output=True,
        check=True,
        env={"PYTHONIOENCODING": "ascii", "PATH": "", "SQLITE_FILE": str(tmp_path / "none" / "db")},
    )
    assert 'Id: "Katze ü 😀"' in done.stdout.decode("utf-8")
