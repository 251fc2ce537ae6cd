"""`manage.py minimise`: smaller policies for scripts, what was done beside them, exit status."""

import io
import json

import pytest
from django.core.management import call_command

PROJECT = "arn:aws:rekognition:us-east-1:111122223333:project/"
READ = ["rekognition:DescribeProjects", "rekognition:DescribeProjectVersions"]


def allow(actions, resources="*", **more):
    return {**more, "Effect": "Allow", "Action": actions, "Resource": resources}


def text_of(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, indent=4)


TWICE = text_of(allow(["s3:GetObject", "s3:GetObject"], Sid="A"), allow(READ, Sid="B"))


def run(capsys, *arguments):
    """(exit status, standard output, standard error) of a run."""
    with pytest.raises(SystemExit) as left:
        call_command("minimise", *arguments)
    out, err = capsys.readouterr()
    return left.value.code, out, err


@pytest.fixture
def file(tmp_path):
    def write(content, name="policy.json"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def test_what_fits_comes_out_to_the_letter(capsys, file):
    code, out, err = run(capsys, file(TWICE))
    assert (code, out) == (0, TWICE + "\n")
    assert err.endswith("of 6,144 characters without white space\n")


def test_it_goes_as_far_as_the_quota_asks(capsys, file):
    size = len(json.dumps(json.loads(TWICE), separators=(",", ":")))
    code, out, err = run(capsys, file(TWICE), "--quota", str(size - 1))
    assert code == 0
    assert json.loads(out)["Statement"][0] == {
        "Sid": "A",
        "Effect": "Allow",
        "Action": ["s3:GetObject"],
        "Resource": "*",
    }
    assert "covered: 15 characters less. Proved equal" in err
    assert "Statement A, Action: s3:GetObject is covered by s3:GetObject." in err
    code, out, err = run(capsys, file(TWICE), "--quota", "0")
    assert code == 0
    assert "Sid" not in out
    code, out, err = run(capsys, file(TWICE), "--quota", "0", "--keep-sids")
    assert [each["Sid"] for each in json.loads(out)["Statement"]] == ["A"]
    code, out, err = run(capsys, file(TWICE), "--quota", "20")
    assert code == 1
    assert "of 20 characters" in err


def test_wildcards_and_dead_entries_only_if_asked_for(capsys, file):
    given = text_of(allow([*READ, "rekognition:NoSuchThing"]))
    assert "*" not in json.loads(run(capsys, file(given), "--quota", "0")[1])["Statement"][0]["Action"][0]
    _code, out, err = run(capsys, file(given), "--quota", "0", "--wildcards", "read,list", "--dead")
    assert json.loads(out)["Statement"][0]["Action"] == "rekognition:DescribeProject*"
    assert "DescribeProject* stands for rekognition:DescribeProject" in err
    denied = text_of({"Effect": "Deny", "Action": READ, "Resource": "*"})
    assert "Project*" not in run(capsys, file(denied), "--quota", "0", "--wildcards", "read,list")[1]
    assert "Project*" in run(capsys, file(denied), "--quota", "0", "--wildcards", "read,list", "--in-deny")[1]


def test_json_tells_every_step_with_its_proof(capsys, file):
    name = file(TWICE)
    code, out, err = run(capsys, name, "--quota", "0", "--format", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert len(out.splitlines()) == 1
    assert (found["file"], found["kind"], found["quota"], found["fits"]) == (name, "identity", 0, True)
    assert found["before"] - found["after"] == sum(step["saved"] for step in found["steps"])
    assert found["after"] == len(found["text"])
    assert [step["id"] for step in found["steps"]] == ["covered", "merged", "sids"]
    assert all(step["proof"] == {"proved": True, "requests": 0, "left_out": []} for step in found["steps"])
    assert all(change["text"] for step in found["steps"] for change in step["changes"])
    assert "parts" not in found


def test_it_splits_what_does_not_fit(capsys, file):
    given = text_of(
        *(allow(f"s3:Made{number}", f"arn:aws:s3:::bucket-{number}", Sid=f"S{number}") for number in range(9))
    )
    code, out, err = run(capsys, file(given), "--quota", "400", "--keep-sids", "--split", "--format", "json")
    parts = json.loads(out)["parts"]
    assert code == 0
    assert [each["Sid"] for part in parts for each in part["Statement"]] == [f"S{number}" for number in range(9)]
    code, out, err = run(capsys, file(given), "--quota", "400", "--keep-sids", "--split")
    assert len(out.strip().split("\n\n")) == len(parts)
    assert f"split: {len(parts)} policies" in err
    assert run(capsys, file(given), "--quota", "400", "--keep-sids")[0] == 1
    assert run(capsys, file(given), "--quota", "400", "--split", "--kind", "boundary", "--keep-sids")[0] == 1


def test_kinds_that_count_white_space_get_one_line(capsys, file):
    loose = text_of(allow("s3:GetObject")).replace("    ", " " * 800)
    code, out, _err = run(capsys, file(loose), "--kind", "session")
    assert code == 0
    assert len(out.splitlines()) == 1


def test_it_reads_standard_input_and_several_files(capsys, file, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + TWICE.encode())))
    code, out, _err = run(capsys, "-", file(TWICE), "--format", "json")
    assert code == 0
    assert [json.loads(line)["file"][-1] for line in out.splitlines()] == ["-", "n"]


@pytest.mark.parametrize("content", [b"\xff", b"{", b"[]", b"7", b""])
def test_unusable_input_is_one_line_and_status_2(capsys, file, content):
    code, out, err = run(capsys, file(content), file(TWICE, "good.json"))
    assert code == 2
    assert json.loads(out)
    assert err.splitlines()[0].startswith(file(content))


@pytest.mark.parametrize("wrong", [["--quota", "-1"], ["--quota", "x"], ["--wildcards", "all"], ["--kind", "x"]])
def test_wrong_options_are_refused(file, wrong):
    from django.core.management.base import CommandError

    with pytest.raises(CommandError):
        call_command("minimise", file(TWICE), *wrong)
