"""`manage.py compose`: the policy of a draft file, notes beside it, exit status for scripts."""

import io
import json

import pytest
from django.core.management import call_command

from policybuilder.authoring import compose, draft_json, first_visit
from tests.authoring.build import CATS, CATS_V1, allow, deny, draft


def run(capsys, *arguments):
    """(exit status, standard output, standard error) of a run."""
    with pytest.raises(SystemExit) as left:
        call_command("compose", *arguments)
    out, err = capsys.readouterr()
    return left.value.code, out, err


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "draft.json"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def test_it_prints_exactly_the_composed_text(capsys, file):
    code, out, err = run(capsys, file(draft_json(first_visit())))
    assert code == 0
    assert out == compose(first_visit()).text + "\n"
    assert len(err.splitlines()) == len(compose(first_visit()).notes)


def test_it_reads_standard_input(capsys, monkeypatch):
    given = io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + draft_json(first_visit()).encode()))
    monkeypatch.setattr("sys.stdin", given)
    assert run(capsys, "-")[1] == compose(first_visit()).text + "\n"


def test_json_holds_policy_provenance_and_notes(capsys, file):
    given = draft(allow("StartProjectVersion CreateProject", CATS_V1, title="Katzen für Ünal"))
    code, out, err = run(capsys, file(draft_json(given)), "--format", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert len(out.splitlines()) == 1
    composed = compose(given)
    assert found["policy"] == json.loads(composed.text)
    assert found["provenance"] == [{"statement": 0, "rule": "r1"}, {"statement": 1, "rule": "r1"}]
    assert [note["code"] for note in found["notes"]] == [note.code.value for note in composed.notes]
    assert all(note["text"] for note in found["notes"])


def test_an_intent_that_cannot_be_written_is_status_1(capsys, file):
    code, out, err = run(capsys, file(draft_json(draft(deny("CreateProject", CATS)))))
    assert code == 1
    assert json.loads(out)["Statement"] == []
    assert err.startswith("problem: rule r1: ")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "JSON"),
        ("{", "JSON"),
        ("[]", "object"),
        ('{"schema_version": 2, "settings": {}}', "schema_version"),
        ('{"schema_version": 1, "settings": {"account": "12"}, "rules": []}', "settings/account"),
        ('{"schema_version": 1, "settings": {}, "rules": [{"type": "guided"}]}', "rules/0/"),
        (b"\xff\xfe", "not UTF-8"),
        ("[" * 100_000, "nested"),
    ],
)
def test_what_is_no_draft_is_status_2_and_one_line(capsys, file, content, words):
    code, out, err = run(capsys, file(content))
    assert (code, out) == (2, "")
    assert words in err
    assert len(err.splitlines()) == 1


def test_a_file_that_is_not_there_is_status_2(capsys, tmp_path):
    for path in (tmp_path / "no.json", tmp_path):
        code, out, err = run(capsys, str(path))
        assert (code, out) == (2, "")
        assert err.startswith(f"{path}: ")
