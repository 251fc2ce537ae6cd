"""`manage.py validate`: findings for a person, for scripts, for code scanning; exit status."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from policybuilder.web.management.documents import address_of

ROOT = Path(__file__).parent.parent.parent
STAR = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
GOOD = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "See", "Effect": "Allow", "Action": "rekognition:DescribeProjects", "Resource": "*"}],
}
CODE = "ALLOW_ALL_ACTIONS_ON_ALL_RESOURCES"


def run(capsys, *arguments):
    """(exit status, standard output, standard error) of a run."""
    with pytest.raises(SystemExit) as left:
        call_command("validate", *arguments)
    out, err = capsys.readouterr()
    return left.value.code, out, err


@pytest.fixture
def file(tmp_path):
    def write(content, name="policy.json"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content, indent=2).encode())
        return str(path)

    return write


def test_text_says_place_code_message_and_the_line_with_a_caret(capsys, file):
    name = file(STAR)
    code, out, err = run(capsys, name)
    assert (code, err) == (1, "")
    lines = out.splitlines()
    assert lines[0] == f"{name}: read as an identity-based policy (guessed; --kind says otherwise)"
    head = next(number for number, line in enumerate(lines) if CODE in line)
    place, _, words = lines[head].partition(f": SECURITY_WARNING {CODE}: ")
    row, column = map(int, place.removeprefix(f"{name}:").split(":"))
    assert words
    bar = next(number for number in range(head, len(lines)) if lines[number].startswith(f"{row:>6} | "))
    assert all(line.startswith("    ") and len(line) <= 114 for line in lines[head + 1 : bar])
    shown, mark = lines[bar], lines[bar + 1]
    text = Path(name).read_text().splitlines()[row - 1]
    assert shown == f"{row:>6} | {text}"
    assert mark.strip("^ ") == ""
    assert mark.index("^") == len(f"{row:>6} | ") + column - 1
    assert lines[-1] == "1 document: 2 security warnings, 1 warning"


def test_a_good_policy_is_quiet(capsys, file):
    name = file(GOOD)
    assert run(capsys, name, "--kind", "identity") == (0, "1 document: no findings\n", "")


@pytest.mark.parametrize(("level", "status"), [("ERROR", 0), ("SECURITY_WARNING", 1), ("SUGGESTION", 1)])
def test_fail_on_says_what_counts(capsys, file, level, status):
    assert run(capsys, file(STAR), "--fail-on", level)[0] == status


def test_json_is_one_object_per_document_with_the_contracts_members(capsys, file):
    one, other = file(STAR, "one.json"), file(GOOD, "other.json")
    code, out, _ = run(capsys, one, other, "--format", "json", "--kind", "identity")
    first, second = map(json.loads, out.splitlines())
    assert code == 1
    assert (second["file"], second["kind"], second["findings"]) == (other, "identity", [])
    finding = next(each for each in first["findings"] if each["code"] == CODE)
    assert finding["severity"] == "SECURITY_WARNING"
    assert finding["path"][:2] == ["Statement", 0]
    text = Path(one).read_text()
    assert finding["start"]["offset"] < finding["end"]["offset"] <= len(text)
    line = text[: finding["start"]["offset"]].count("\n") + 1
    assert finding["start"]["line"] == line
    assert {"params", "related", "message", "title", "source"} <= set(finding)


def test_lines_in_lines_out(capsys, file):
    rows = [
        {"id": "object", "policy": STAR, "policy_type": "IDENTITY_POLICY"},
        {"id": "text", "policy": json.dumps(GOOD), "kind": "identity"},
        {
            "id": "trust",
            "policy": GOOD,
            "policy_type": "RESOURCE_POLICY",
            "resource_type": "AWS::IAM::AssumeRolePolicyDocument",
        },
        {"id": "guessed", "policy": GOOD},
        {"id": "odd", "policy": 7, "kind": "identity"},
        {"id": "no-policy"},
        {"id": "kind", "policy": GOOD, "kind": "nothing"},
        "no object",
    ]
    content = "\n\n".join([*map(json.dumps, rows), "{"]).encode()
    code, out, _ = run(capsys, file(content, "lines.jsonl"), "--lines")
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 2
    assert [each.get("id") for each in found] == [
        "object",
        "text",
        "trust",
        "guessed",
        "odd",
        "no-policy",
        "kind",
        None,
        None,
    ]
    assert [each.get("kind") for each in found[:5]] == ["identity", "identity", "trust", "identity", "identity"]
    assert found[1]["findings"] == []
    assert found[3]["kind_guessed"] is True
    assert all("error" in each for each in found[5:])
    assert [each["line"] for each in found[7:]] == [15, 17]


def test_a_folder_is_searched_and_other_json_is_named(capsys, file, tmp_path):
    file(STAR, "deep/a.json")
    file({"name": "package"}, "package.json")
    code, out, err = run(capsys, str(tmp_path))
    assert code == 1
    assert f"{tmp_path}/deep/a.json:" in out
    assert "package.json: no policy document" in err
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run(capsys, str(empty))[0] == 2


def test_muted_findings_are_listed_and_do_not_count(capsys, file):
    name = file(STAR)
    plain = json.loads(run(capsys, name, "--format", "json")[1])
    mutes = "\n".join(json.dumps({"code": each["code"], "reason": "a sandbox"}) for each in plain["findings"])
    code, out, _ = run(capsys, name, "--mutes", file(mutes.encode(), "mutes.jsonl"))
    assert code == 0
    assert f"muted {CODE}: a sandbox" in out
    answer = json.loads(run(capsys, name, "--format", "json", "--mutes", str(Path(name).with_name("mutes.jsonl")))[1])
    assert answer["findings"] == []
    assert {each["reason"] for each in answer["muted"]} == {"a sandbox"}
    elsewhere = json.dumps({"code": CODE, "reason": "x", "file": "*/other.json"}).encode()
    assert CODE in run(capsys, name, "--mutes", file(elsewhere, "mutes.jsonl"))[1]
    bad = run(capsys, name, "--mutes", file(b'{"code": "X"}', "mutes.jsonl"))
    assert bad[0] == 2
    assert "line 1" in bad[2]


def test_sarif_is_what_code_scanning_takes(capsys, file):
    name = file(STAR)
    code, out, _ = run(capsys, name, "--format", "sarif")
    log = json.loads(out)
    assert code == 1
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    driver = log["runs"][0]["tool"]["driver"]
    rules = {rule["id"]: rule for rule in driver["rules"]}
    for rule in rules.values():
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
    for result in log["runs"][0]["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["level"] in {"error", "warning", "note"}
        physical = result["locations"][0]["physicalLocation"]
        assert physical["artifactLocation"]["uri"] == Path(name).as_uri()
        region = physical["region"]
        assert region["startLine"] >= 1
        assert region["startColumn"] >= 1
        assert region["charOffset"] + region["charLength"] <= len(Path(name).read_text())
        assert result["partialFingerprints"]
        for fix in result.get("fixes", []):
            deleted = fix["artifactChanges"][0]["replacements"][0]["deletedRegion"]
            assert deleted["charOffset"] + deleted["charLength"] <= len(Path(name).read_text())
    assert "security-severity" in rules[CODE]["properties"]


def test_addresses_are_relative_to_where_the_command_runs(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert address_of(str(tmp_path / "a b" / "p.json")) == "a%20b/p.json"
    assert address_of("p.json") == "p.json"
    assert address_of("/elsewhere/p.json") == "file:///elsewhere/p.json"


def test_the_other_places_of_a_finding_are_told(capsys, file):
    doubled = {"Effect": "Allow", "Action": "rekognition:DescribeProjects", "Resource": "*"}
    name = file({"Version": "2012-10-17", "Statement": [{"Sid": "A", **doubled}, {"Sid": "A", **doubled}]})
    assert f"see also: {name}:" in run(capsys, name)[1]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xef\xbb\xbf{}", b'"x"', b"[" * 10_000, b"\x00"])
def test_what_is_no_policy_has_findings_and_no_traceback(capsys, file, content):
    code, out, err = run(capsys, file(content))
    assert (code, err) == (1, "")
    assert "ERROR" in out


@pytest.mark.parametrize("arguments", [["nothing-there.json"], ["--lines", "--format", "sarif", "-"]])
def test_unusable_input_is_one_clear_line(capsys, arguments):
    code, _, err = run(capsys, *arguments)
    assert code == 2
    assert len(err.strip().splitlines()) == 1


def test_bytes_that_are_no_text(capsys, file):
    code, _, err = run(capsys, file(b"\xff\xfe{"))
    assert code == 2
    assert "not UTF-8" in err


def test_standard_input(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(STAR).encode())))
    code, out, _ = run(capsys, "-")
    assert code == 1
    assert out.startswith("-: read as")


def test_it_needs_no_database_and_no_secret_key(tmp_path):
    name = tmp_path / "policy.json"
    name.write_text(json.dumps(STAR))
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "validate", str(name)],
        env={"PATH": ""},
        capture_output=True,
        cwd=tmp_path,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize("target", ["a pipe that is closed", "a disk that is full"])
def test_an_output_that_takes_no_more_leaves_no_traceback(tmp_path, target):
    lines = tmp_path / "lines.jsonl"
    lines.write_text("\n".join(json.dumps({"id": number, "policy": STAR}) for number in range(500)))
    command = [sys.executable, str(ROOT / "manage.py"), "validate", "--lines", str(lines)]
    if target == "a pipe that is closed":
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path) as started:
            assert started.stdout is not None
            assert started.stderr is not None
            started.stdout.read(10)
            started.stdout.close()
            assert started.stderr.read() == b""
        assert started.returncode == 2
        return
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=tmp_path, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("The answers cannot be written")
    assert "Traceback" not in done.stderr
