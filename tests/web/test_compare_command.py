"""`manage.py compare`: the difference of two policies for scripts, its forms, exit status."""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command

from policybuilder.analysis import DEFAULT
from policybuilder.authoring.scenarios import Scenario, read_scenario
from policybuilder.iam import Request, decide, policy_from
from policybuilder.iam.request import Layers
from policybuilder.web.comparing import compared

PROJECT = "arn:aws:rekognition:*:*:project/cats/*"
READ = {"Effect": "Allow", "Action": "rekognition:DescribeProjectVersions", "Resource": PROJECT}
DELETE = {"Effect": "Allow", "Action": "rekognition:DeleteProject", "Resource": PROJECT}
LATE = {**DELETE, "Condition": {"DateLessThan": {"aws:CurrentTime": "2026-07-01T00:00:00Z"}}}


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def read(*statements):
    policy = policy_from(document(*statements))
    assert policy is not None
    return policy


SMALL, LARGE = document(READ), document(READ, DELETE)
HARD = {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": [f"arn:aws:s3:::*{'?' * n}a*b{'?' * n}*" for n in range(9, 14)],
}
HARDER = {**HARD, "Resource": [text.replace("a*b", "b*a") for text in HARD["Resource"]]}


@pytest.fixture
def run(capsys, monkeypatch):
    """(exit status, standard output, standard error) of a run."""

    def runs(*arguments, stdin=""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        with pytest.raises(SystemExit) as left:
            call_command("compare", *arguments)
        return left.value.code, *capsys.readouterr()

    return runs


@pytest.fixture
def file(tmp_path):
    def write(content, name):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return str(path)

    return write


@pytest.fixture
def two(file):
    return file(SMALL, "small.json"), file(LARGE, "large.json")


@pytest.mark.parametrize(
    ("turned", "fail_on", "status"),
    [
        (False, "gained", 1),
        (False, "lost", 0),
        (False, "any", 1),
        (True, "gained", 0),
        (True, "lost", 1),
        (True, "any", 1),
    ],
)
def test_what_fails_is_chosen(run, two, turned, fail_on, status):
    names = two[::-1] if turned else two
    assert run(*names, "--fail-on", fail_on)[0] == status
    assert run(names[0], names[0], "--fail-on", fail_on)[0] == 0


def test_text_says_the_verdict_the_lines_and_an_example(run, two):
    code, out, err = run(*two)
    small, large = two
    assert (code, err) == (1, "")
    lines = out.splitlines()
    assert lines[0] == f"{large} allows more than {small}: all that {small} allows, {large} allows too."
    assert "  + DeleteProject on project cats" in lines
    assert not any(line.startswith("  -") for line in lines)
    example = next(line for line in lines if "for example" in line).partition("example ")[2]
    assert json.loads(example)["action"] == "rekognition:DeleteProject"
    assert lines[-1].startswith("Taken for granted of requests: ")
    assert "They allow the same: proved." in run(small, small)[1]


def test_markdown_is_a_comment(run, two):
    out = run(*two, "--format", "markdown")[1]
    assert out.startswith("### Access\n\n**`")
    assert "- `DeleteProject` on project `cats`" in out
    assert "#### New" in out
    assert "#### Gone" not in out


def test_json_has_both_sides_with_the_world(run, two):
    code, out, _ = run(*two, "--format", "json", "--world", "rekognition")
    found = json.loads(out)
    assert code == 1
    assert (found["a"], found["b"], found["kind"], found["relation"]) == (*two, "identity", "b_more")
    assert found["gained"][0] == {
        "actions": ["rekognition:DeleteProject"],
        "resources": [PROJECT],
        "conditions": [],
        "witness": found["witness_gained"],
    }
    assert (found["lost"], found["witness_lost"]) == ([], None)
    assert found["world"]["other_services"] == "off"


def test_the_world_can_leave_other_services_aside(run, file):
    a, b = file(SMALL, "a.json"), file(document(READ, {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}), "b.json")
    assert run(a, b)[0] == 1
    assert run(a, b, "--world", "rekognition")[0] == 0


def test_lines_in_and_out(run):
    given = [
        {"id": "one", "kind": "identity", "a": SMALL, "b": document(READ, LATE)},
        {"id": 2, "a": json.dumps(LARGE), "b": {"PolicyVersion": {"Document": SMALL}}},
        {"a": SMALL, "b": SMALL},
    ]
    code, out, _ = run("--lines", "-", stdin="\n\n".join(map(json.dumps, given)))
    one, two, three = map(json.loads, out.splitlines())
    assert code == 1
    assert list(one) == ["id", "relation", "gained", "lost", "witness_gained", "witness_lost"]
    assert (one["id"], one["relation"]) == ("one", "b_more")
    assert set(one["gained"][0]) == {"actions", "resources", "conditions", "witness"}
    assert one["gained"][0]["conditions"] == [
        {"operator": "DateLessThan", "key": "aws:CurrentTime", "values": ["2026-07-01T00:00:00Z"], "holds": True}
    ]
    assert (two["id"], two["relation"], two["gained"]) == (2, "a_more", [])
    assert two["lost"][0]["actions"] == ["rekognition:DeleteProject"]
    assert three == {
        "id": None,
        "relation": "equal",
        "gained": [],
        "lost": [],
        "witness_gained": None,
        "witness_lost": None,
    }


def test_a_witness_is_a_request_that_simulate_reads_and_the_two_decide_differently(run):
    line = {"id": 1, "a": SMALL, "b": document(READ, LATE, {"Effect": "Allow", "Action": "iam:*", "Resource": "*"})}
    found = json.loads(run("--lines", "-", stdin=json.dumps(line))[1])
    witnesses = [found["witness_gained"], *(item["witness"] for item in found["gained"])]
    assert len(witnesses) > 2
    for witness in witnesses:
        scenario = read_scenario({"request": witness})
        assert isinstance(scenario, Scenario)
        assert isinstance(scenario.question, Request)
        decisions = [
            decide(scenario.question, Layers(identity=(read(*line[side]["Statement"]),))).decision for side in "ab"
        ]
        assert [decision.value for decision in decisions] == ["implicitDeny", "allowed"]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ('{"id": 7}', "a or b is missing"),
        ('{"a": {"Statement": []}}', "member b is missing"),
        ('{"a": {"Statement": []}, "b": 7}', "b: "),
        ('{"a": {"Statement": []}, "b": "{"}', "b: "),
        ('{"kind": "bucket", "a": {"Statement": []}, "b": {"Statement": []}}', "kind bucket is none of"),
        ('{"kind": ["scp"], "a": {"Statement": []}, "b": {"Statement": []}}', "is none of"),
    ],
)
def test_a_bad_line_gets_an_error_in_its_place(run, line, error):
    good = json.dumps({"id": "good", "a": SMALL, "b": SMALL})
    code, out, err = run("--lines", "-", stdin=f"{line}\n{good}\n")
    first, second = map(json.loads, out.splitlines())
    assert (code, err) == (2, "")
    assert error in first["error"]
    assert {"line", "id"} & set(first)
    assert second["relation"] == "equal"


@pytest.mark.parametrize("content", [b"\xff", b"{", b"[]", b"7", b"", b'{"Statement": [}'])
def test_unusable_input_is_one_line_and_status_2(run, file, two, content):
    bad = file(content, "bad.json")
    code, out, err = run(two[0], bad)
    assert (code, out) == (2, "")
    assert err.startswith(bad)
    assert len(err.splitlines()) == 1


def test_a_text_with_several_documents_is_refused_with_their_places(run, file, two):
    code, _, err = run(file({"Policies": [{"PolicyDocument": SMALL}, {"PolicyDocument": LARGE}]}, "all.json"), two[0])
    assert code == 2
    assert "2 policy documents" in err
    assert "Policies[1].PolicyDocument" in err


@pytest.mark.parametrize("names", [["small.json"], ["small.json"] * 3, ["-", "-"], ["no-such-file.json", "small.json"]])
def test_wrong_names_are_refused(run, two, names):
    given = [two[0] if name == "small.json" else name for name in names]
    code, out, err = run(*given)
    assert (code, out, len(err.splitlines())) == (2, "", 1)


@pytest.mark.parametrize(
    "wrong",
    [["--budget", "0"], ["--budget", "x"], ["--budget", "nan"], ["--kind", "x"], ["--world", "x"], ["--fail-on", "x"]],
)
def test_wrong_options_are_refused(two, wrong):
    with pytest.raises(CommandError):
        call_command("compare", *two, *wrong)


def test_markdown_lines_are_refused(run):
    code, _, err = run("--lines", "-", "--format", "markdown")
    assert code == 2
    assert "markdown" in err


def test_it_reads_standard_input_and_wrapped_documents(run, two):
    wrapped = json.dumps({"PolicyVersion": {"Document": LARGE, "VersionId": "v2"}})
    assert run("-", two[1], stdin="\ufeff" + wrapped)[0] == 0
    assert run(two[0], "-", stdin=wrapped)[0] == 1


def test_the_kind_counts_and_must_be_one(run, file):
    statement = {**READ, "Action": "rekognition:CopyProjectVersion", "Principal": {"AWS": "444455556666"}}
    a, b = file(document(statement), "a.json"), file(SMALL, "b.json")
    code, _, err = run(a, b)
    assert code == 2
    assert "say --kind" in err
    code, out, _ = run(a, a, "--format", "json")
    assert code == 0
    assert json.loads(out)["kind"] == "project"
    assert json.loads(out)["world"]["relation"] == "other_account"


def test_what_aws_would_refuse_is_said(run, file, two):
    code, _, err = run(two[0], file(document(READ, {**DELETE, "Effect": "Maybe"}), "odd.json"))
    assert code == 0
    assert "AWS would refuse" in err


def test_what_is_not_decided_fails_unless_told_otherwise(run, file):
    names = file(document(HARD), "a.json"), file(document(HARDER), "b.json")
    code, out, _ = run(*names, "--budget", "0.05", "--format", "json")
    found = json.loads(out)
    assert (code, found["relation"]) == (1, "unknown")
    assert found["reason"] in {"budget", "too_hard"}
    assert run(*names, "--budget", "0.05", "--unknown-passes")[0] == 0
    assert run(*names, "--budget", "0.05")[1].startswith("Not decided: ")


def test_a_deadline_is_kept():
    """No time at all: nothing is decided, and nothing is called equal."""
    found = compared(read(HARD), read(HARDER), "identity", world=DEFAULT, seconds=1e-9)
    assert found.answer.relation == "unknown"
    assert not found.gained.complete
