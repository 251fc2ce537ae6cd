"""How commands for scripts end where their output takes nothing: one line, status 2, no traceback. One way for all."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

DRAFT = '{"schema_version": 1, "settings": {}, "rules": []}'
POLICY = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}'
SCENARIO = '{"id": "s", "request": {"action": "s3:GetObject", "resource": "*"}, "policies": {"identity": []}}'
COMMANDS = {
    "compare": (POLICY, "FILE FILE"),
    "compose": (DRAFT, "FILE"),
    "draft": (POLICY, "FILE"),
    "export": (POLICY, "FILE --to terraform"),
    "minimise": (POLICY, "FILE"),
    "reach": (POLICY, "FILE"),
    "simulate": (SCENARIO, "FILE"),
    "validate": (POLICY, "FILE"),
}


@pytest.fixture(params=COMMANDS)
def line(request, tmp_path):
    """A command on a good file, as a shell's line."""
    text, arguments = COMMANDS[request.param]
    file = tmp_path / "input.json"
    file.write_text(text)
    return f'"{sys.executable}" manage.py {request.param} {arguments.replace("FILE", str(file))}'


def run(line):
    return subprocess.run(
        ["/bin/sh", "-c", line], cwd=ROOT, env={"PATH": ""}, capture_output=True, text=True, check=False
    )


def test_a_closed_output_is_one_line(line):
    done = run(f"{line} >&-")
    assert (done.returncode, done.stderr) == (2, "The answers cannot be written: standard output is closed.\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full")
def test_a_full_disk_is_one_line(line):
    done = run(f"{line} 2>&1 >/dev/full")
    assert done.returncode == 2
    assert done.stdout.endswith("The answers cannot be written: No space left on device.\n")
    assert "Traceback" not in done.stdout
