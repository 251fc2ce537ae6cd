"""`manage.py simulate`: scenarios answered line by line, exit status for scripts."""

import errno
import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from policybuilder.web.management.commands.simulate import ERASE, Progress

ROOT = Path(__file__).parent.parent.parent
FILES = ROOT / "tests" / "cases" / "scenarios"
ALLOW = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
ASK = {"request": {"action": "rekognition:DescribeProjects", "resource": "*"}}


def run(capsys, *arguments):
    """(exit status, standard output, standard error) of a run."""
    with pytest.raises(SystemExit) as left:
        call_command("simulate", *arguments)
    out, err = capsys.readouterr()
    return left.value.code, out, err


@pytest.fixture
def file(tmp_path):
    def write(content, name="scenarios.jsonl"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return str(path)

    return write


@pytest.mark.parametrize("name", ["layers", "project_policies", "calls", "context"])
def test_the_files_of_the_repository_are_as_expected(capsys, name):
    code, out, err = run(capsys, str(FILES / f"{name}.jsonl"))
    assert (code, err) == (0, "")
    assert all(line.startswith("ok ") for line in out.splitlines()[:-1])
    assert out.splitlines()[-1].endswith("as expected")


def test_unusable_lines_are_named_in_their_place_and_the_rest_is_answered(capsys):
    code, out, _ = run(capsys, str(FILES / "unusable.jsonl"), "--format", "json")
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 2
    assert ["error" in line for line in found] == [True] * 10 + [False]
    assert [found[0]["line"], found[1]["id"], found[-1]["decision"]] == [1, "no-request", "implicitDeny"]


def test_an_unexpected_decision_is_status_1(capsys, file):
    code, out, _ = run(capsys, file({**ASK, "id": "s", "expect": "allowed"}))
    assert code == 1
    assert out.startswith("NOT AS EXPECTED  s  implicitDeny, expected allowed")


def test_a_policy_stands_in_place_of_a_layer(capsys, file):
    scenarios, policy = file({**ASK, "expect": "allowed"}), file(ALLOW, "policy.json")
    assert run(capsys, scenarios, "--policy", f"identity={policy}")[0] == 0
    assert run(capsys, scenarios, "--policy", f"identity={policy}", "--policy", f"boundary={policy}")[0] == 0
    assert run(capsys, scenarios, "--policy", f"scp={policy}")[0] == 1


@pytest.mark.parametrize("given", ["identity", "identity=", "nothing=x", "identity=no.json"])
def test_an_unusable_policy_is_status_2_and_one_line(capsys, file, given):
    code, out, err = run(capsys, file(ASK), "--policy", given)
    assert (code, out, len(err.splitlines())) == (2, "", 1)


def test_explain_adds_every_statement_with_its_sentence(capsys, file):
    given = file({**ASK, "policies": {"identity": [ALLOW]}})
    trace = json.loads(run(capsys, given, "--explain", "--format", "json")[1])["trace"]
    assert trace[0]["action"]["reason"] == "action_listed"
    assert trace[0]["action"]["text"] == "The action is listed, by *."
    assert "The action is listed" in run(capsys, given, "--explain")[1]


def test_standard_input_with_byte_order_mark_and_windows_lines(capsys, monkeypatch):
    data = b"\xef\xbb\xbf" + json.dumps(ASK).encode() + b"\r\n\r\n" + json.dumps(ASK).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert run(capsys, "-")[1].splitlines()[-1] == "2 scenarios: 2 without expectation"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"[]", b"\xff\xfe", b"["])
def test_a_file_without_scenarios_is_status_2(capsys, file, content):
    assert run(capsys, file(content))[0] == 2


def test_a_missing_file_is_status_2_and_the_others_are_answered(capsys, file):
    code, out, err = run(capsys, "no.jsonl", file(ASK))
    assert (code, err) == (2, "no.jsonl: No such file or directory\n")
    assert out.startswith("-  ")


def test_an_odd_id_stays_on_its_line(capsys, file):
    out = run(capsys, file({**ASK, "id": "a\n\x1b[2J\ud800"}))[1]
    assert len(out.splitlines()) == 2
    assert "\x1b" not in out


@pytest.fixture
def terminal():
    """A pseudo-terminal: our end, and the other as standard error."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as stream:
        yield ours, stream
    os.close(ours)


def test_a_terminal_shows_how_far_it_is_and_is_left_clean(file, monkeypatch, terminal):
    ours, stream = terminal
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr(f"{Progress.__module__}.PROGRESS_EVERY", 0)
    with pytest.raises(SystemExit):
        call_command("simulate", file(b"\n".join([json.dumps(ASK).encode()] * 3)))
    shown = os.read(ours, 4096).decode()
    assert "3 scenarios answered" in shown
    assert shown.endswith(ERASE)


def test_a_terminal_that_is_closed_meanwhile_stops_nothing(capsys, file, monkeypatch):
    class Gone:
        def isatty(self):
            return True

        def write(self, text):
            raise OSError(errno.EIO, "Input/output error")

    given = file(b"\n".join([json.dumps(ASK).encode()] * 3))
    monkeypatch.setattr("sys.stderr", Gone())
    monkeypatch.setattr(f"{Progress.__module__}.PROGRESS_EVERY", 0)
    with pytest.raises(SystemExit) as left:
        call_command("simulate", given)
    assert (left.value.code, capsys.readouterr().out.splitlines()[-1]) == (0, "3 scenarios: 3 without expectation")


@pytest.mark.parametrize("arguments", [[], ["--format", "json"], ["--explain"]])
def test_a_reader_that_has_seen_enough_is_left_in_peace(file, arguments):
    command = [sys.executable, "manage.py", "simulate", file(b"\n".join([json.dumps(ASK).encode()] * 3)), *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, env={"PATH": ""}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        running.stdout.close()
        assert (running.wait(), running.stderr.read() if running.stderr else None) == (2, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full")
def test_a_full_disk_is_one_line(file):
    command = [sys.executable, "manage.py", "simulate", file(ASK)]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            command, cwd=ROOT, env={"PATH": ""}, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (2, "The answers cannot be written: No space left on device.\n")


@pytest.mark.parametrize("closed", ["<&-", "2>&-"])
def test_a_closed_stream_is_no_traceback(file, closed):
    line = f'"{sys.executable}" manage.py simulate {"-" if closed == "<&-" else file(ASK)} {closed}'
    done = subprocess.run(["/bin/sh", "-c", line], cwd=ROOT, env={"PATH": ""}, capture_output=True, check=False)
    assert (done.returncode, len(done.stderr.splitlines())) == ((2, 1) if closed == "<&-" else (0, 0))


def test_no_database_secret_key_or_server_is_needed(file):
    command = [sys.executable, "manage.py", "simulate", file(ASK)]
    done = subprocess.run(command, cwd=ROOT, env={"PATH": ""}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
