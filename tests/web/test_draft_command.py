"""`manage.py draft` and `compose --lines`: policies to drafts and back."""

import json

import pytest
from django.core.management import call_command

from policybuilder.authoring import compose, first_visit, guide_policies

GUIDE = guide_policies()[0].text


def run(capsys, command, *arguments):
    """(exit status, standard output, standard error) of a run."""
    with pytest.raises(SystemExit) as left:
        call_command(command, *arguments)
    out, err = capsys.readouterr()
    return left.value.code, out, err


@pytest.fixture
def file(tmp_path):
    def write(text, name="in.json"):
        path = tmp_path / name
        path.write_text(text)
        return str(path)

    return write


def test_a_policy_becomes_a_draft_and_comes_back(capsys, file):
    text = compose(first_visit()).text
    code, out, err = run(capsys, "draft", file(text))
    assert (code, err) == (0, "")
    assert [rule["type"] for rule in json.loads(out)["rules"]] == ["guided"] * 4 + ["exact"]
    assert run(capsys, "compose", file(out))[1] == text + "\n"


def test_lines_in_lines_out(capsys, file):
    rows = [
        {"id": "a", "policy": json.loads(GUIDE)},
        {"id": 2, "policy": GUIDE, "kind": "scp"},
        {"policy": "{"},
        {"id": "k", "policy": {}, "kind": "x"},
        {"id": "n"},
    ]
    code, out, _ = run(capsys, "draft", "--lines", file("\n".join(map(json.dumps, rows)) + "\n\n"))
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 2
    assert [each.get("id", each.get("line")) for each in found] == ["a", 2, 3, "k", "n"]
    assert ["error" in each for each in found] == [False, False, True, True, True]
    assert found[1]["draft"]["settings"]["kind"] == "scp"
    lines = "\n".join(json.dumps({"id": each["id"], "draft": each["draft"]}) for each in found[:2])
    code, out, _ = run(capsys, "compose", "--lines", file(lines + '\n{"id": "bad", "draft": 1}\n{'))
    back = [json.loads(line) for line in out.splitlines()]
    assert code == 2
    assert [each["policy"] for each in back[:2]] == [json.loads(GUIDE)] * 2
    assert all("error" in each for each in back[2:])


@pytest.mark.parametrize("content", ["", "{", "[]", '{"Statement": 1}', '{"Id": 1, "Id": 2}', "\x00"])
def test_what_no_draft_can_hold_is_one_clear_line(capsys, file, content):
    code, out, err = run(capsys, "draft", file(content))
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1


def test_unusable_files(capsys, tmp_path):
    path = tmp_path / "x.json"
    path.write_bytes(b"\xff")
    assert run(capsys, "draft", str(path))[0] == 2
    assert run(capsys, "draft", str(tmp_path / "nothing.json"))[0] == 2
