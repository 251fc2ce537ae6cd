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


ANSWER = {"PolicyVersion": {"Document": json.loads(GUIDE), "VersionId": "v1", "IsDefaultVersion": True}}
SHARED = {"ProjectPolicies": [{"ProjectArn": "a", "PolicyName": "share", "PolicyDocument": GUIDE}]}


def test_the_document_may_stand_in_an_answer(capsys, file):
    plain = run(capsys, "draft", file(GUIDE))
    indented = GUIDE.replace("\n", "\n        ")
    wrapped = f'{{\n    "PolicyVersion": {{\n        "Document": {indented}\n    }}\n}}'
    assert run(capsys, "draft", file(wrapped)) == plain
    assert json.loads(run(capsys, "draft", file(json.dumps(SHARED)))[1])["settings"]["kind"] == "project"
    assert json.loads(run(capsys, "draft", "--kind", "scp", file(json.dumps(SHARED)))[1])["settings"]["kind"] == "scp"


def test_several_documents_are_named_and_printed_with_all(capsys, file):
    trust = {"Role": {"RoleName": "R", "AssumeRolePolicyDocument": {"Statement": []}}}
    several = file(json.dumps([ANSWER, SHARED, trust, {"PolicyDocument": "{"}]))
    code, out, err = run(capsys, "draft", several)
    assert (code, out) == (2, "")
    assert "4 documents" in err
    assert "[0].PolicyVersion.Document, [1].ProjectPolicies[0].PolicyDocument" in err
    code, out, err = run(capsys, "draft", "--all", several)
    rows = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (2, "")
    assert [(row["name"], row["kind"], "draft" in row) for row in rows] == [
        ("", "identity", True),
        ("share", "project", True),
        ("R", "trust", False),
        ("", "identity", False),
    ]
    assert run(capsys, "draft", "--all", file(GUIDE))[0] == 0


def test_many_documents_are_named_shortly(capsys, file):
    err = run(capsys, "draft", file(json.dumps([json.loads(GUIDE)] * 1200)))[2]
    assert "1200 documents" in err
    assert "and 1190 more" in err
    code, out, err = run(capsys, "draft", "--all", file(json.dumps([{"Statement": []}] * 1001)))
    assert (code, len(out.splitlines())) == (2, 1000)
    assert "1 more documents are left out" in err


def test_what_is_computed_is_said(capsys, file):
    role = {
        "Type": "AWS::IAM::ManagedPolicy",
        "Properties": {"PolicyDocument": {"Statement": [{"Resource": {"Ref": "x"}}]}},
    }
    code, _, err = run(capsys, "draft", file(json.dumps({"Resources": {"P": role}})))
    assert code == 2
    assert "Resources.P.Properties.PolicyDocument.Statement[0].Resource: CloudFormation computes this with Ref." in err


def test_lines_take_wrapped_policies_too(capsys, file):
    rows = [
        {"id": 1, "policy": ANSWER},
        {"id": 2, "policy": json.dumps(SHARED)},
        {"id": 3, "policy": SHARED, "kind": "scp"},
        {"id": 4, "policy": [ANSWER, SHARED]},
    ]
    code, out, _ = run(capsys, "draft", "--lines", file("\n".join(map(json.dumps, rows))))
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 2
    assert [each["draft"]["settings"]["kind"] for each in found[:3]] == ["identity", "project", "scp"]
    assert "2 documents" in found[3]["error"]
