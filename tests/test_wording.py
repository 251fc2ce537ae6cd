"""Every id has a sentence, every sentence an id, and nothing in a sentence stays empty."""

import re
from enum import Enum
from pathlib import Path
from string import Formatter

import pytest

from policybuilder.authoring import (
    DraftCode,
    NoteCode,
    NoteSeverity,
    PhraseId,
    WayOutId,
    compose,
    summarise,
)
from policybuilder.authoring.scenarios import Scenario, read_scenario
from policybuilder.authoring.scenarios_fields import ScenarioCode
from policybuilder.iam import (
    OPERATORS,
    ActionReason,
    ConditionEntry,
    ConditionReason,
    Decision,
    ExemptReason,
    PrincipalReason,
    ResourceReason,
    Severity,
    StatementReason,
    Values,
    parse,
)
from policybuilder.wording import (
    TABLES,
    assumptions,
    condition_words,
    decision_name,
    drafts,
    engine,
    finding_sentence,
    layer_name,
    listed,
    note_sentence,
    notes,
    problem_sentence,
    scenario_sentence,
    scenarios,
    sentence,
    summaries,
    summary_parts,
    summary_text,
    way_out_label,
)
from policybuilder.wording.words import untitled_rule
from tests.authoring.build import CATS_V1, accepted, allow, draft, exact, refused
from tests.authoring.test_cases import CASES, read

ENGINE = Path(__file__).parent.parent / "policybuilder" / "iam"
REASONS: tuple[type[Enum], ...] = (PrincipalReason, StatementReason, ActionReason, ResourceReason, ConditionReason)
COUNTED = {"is", "s", "it"}
FAULTS = {
    "": "empty",
    "x": "unknown_word",
    "{": "unexpected_end",
    "{} 1": "text_after_end",
    "[,": "expected_value",
    "{1": "expected_key",
    '{"a" 1': "expected_colon",
    "[1 2": "expected_comma",
    "[1,]": "trailing_comma",
    "[1}": "wrong_bracket",
    '"a': "unterminated_string",
    '"a\n"': "line_break_in_string",
    '"\x00"': "control_character",
    '"\\x"': "bad_escape",
    "01": "bad_number",
    "'a'": "single_quote",
    "“a”": "curly_quote",
    "// a": "comment",
    "§": "unexpected_character",
    "[" * 200: "too_deep",
    " " * 1_000_001: "too_long",
}


def placeholders(template):
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def composed_cases():
    return [compose(accepted(read(path)["draft"])) for path in CASES]


@pytest.mark.parametrize(
    ("table", "ids"),
    [
        (notes.NOTE_SENTENCES, NoteCode),
        (notes.SEVERITY_NAMES, NoteSeverity),
        (notes.WAY_OUT_LABELS, WayOutId),
        (drafts.DRAFT_SENTENCES, DraftCode),
        (engine.DECISION_NAMES, Decision),
        (engine.DECISION_SENTENCES, Decision),
        (engine.SEVERITY_NAMES, Severity),
        (engine.EXEMPT_SENTENCES, ExemptReason),
        (scenarios.SCENARIO_SENTENCES, ScenarioCode),
        (summaries.PHRASES, PhraseId),
        (summaries.OPERATOR_WORDS, OPERATORS),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_id_has_a_sentence_and_no_sentence_is_left_over(table, ids):
    assert set(table) == set(ids)


def test_every_reason_has_a_sentence_and_none_is_left_over():
    assert set(engine.REASON_SENTENCES) == {reason for reasons in REASONS for reason in reasons}


def test_every_finding_of_the_parser_has_a_sentence_and_none_is_left_over():
    source = "".join((ENGINE / name).read_text("utf-8") for name in ("parse.py", "statements.py"))
    assert set(engine.FINDING_SENTENCES) == set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', source))


@pytest.mark.parametrize(("text", "fault"), FAULTS.items(), ids=FAULTS.values())
def test_every_fault_of_syntax_has_its_sentence(text, fault):
    finding = parse(text).findings[0]
    assert finding.params["reason"] == fault
    said = finding_sentence(finding)
    assert said.startswith("This is not JSON. ")
    assert len(said) > len("This is not JSON. ")


def test_no_fault_sentence_is_left_over():
    assert set(engine.FAULT_SENTENCES) == set(FAULTS.values())


def test_every_assumption_has_a_sentence():
    assert set(assumptions.ASSUMPTION_SENTENCES) == {f"10.{number}" for number in range(1, 31)}
    source = "".join(path.read_text("utf-8") for path in ENGINE.glob("*.py"))
    assert set(re.findall(r'"(10\.\d+)"', source)) <= set(assumptions.ASSUMPTION_SENTENCES)


def test_sentences_are_whole_and_plain():
    for area, table in TABLES.items():
        for key, text in table.items():
            if area != "way_out" and not text.endswith("{fault}"):
                assert text.endswith((".", "{found}")), f"{area} {key}"
            assert "\N{EM DASH}" not in text, f"{area} {key}"
            assert "  " not in text, f"{area} {key}"
            assert text[0].isupper() or text[0] == "{", f"{area} {key}"


def test_the_cases_show_every_note_and_way_out():
    composed = composed_cases()
    many = {"Effect": "Allow", "Action": ["s3:GetObject"] * 150, "Resource": ["*"] * 150}
    composed.append(compose(draft(exact(many))))
    found = [note for each in composed for note in each.notes]
    assert {note.code for note in found} == set(NoteCode)
    assert {way.id for note in found for way in note.ways_out} == set(WayOutId)


def test_what_a_note_says_is_complete():
    for composed in composed_cases():
        for note in composed.notes:
            known = {name for name, value in note.params.items() if value} | COUNTED
            known |= {f"a_{name}" for name in ("types", "matched") if note.params.get(name)}
            assert placeholders(notes.NOTE_SENTENCES[note.code]) <= known, note
            for way in note.ways_out:
                label = way_out_label(way)
                assert "  " not in label, way
                assert not label.endswith(" "), way


def test_a_note_counts_its_operations():
    one = compose(draft(allow("DetectCustomLabels"))).notes[0]
    two = compose(draft(allow("DetectCustomLabels StartProjectVersion"))).notes[0]
    assert note_sentence(one).startswith("DetectCustomLabels works on one model version, ")
    assert note_sentence(two).startswith("DetectCustomLabels and StartProjectVersion work on one model version, ")


def test_a_problem_of_a_draft_names_what_is_wrong():
    found = refused({"schema_version": 1, "settings": {"regions": ["Frankfurt"], "kind": "x"}})
    assert [problem_sentence(problem) for problem in found] == [
        "This must be one of 'identity', 'boundary', 'session', 'scp' or 'project'.",
        "Frankfurt is not a Region. A Region looks like us-east-1.",
    ]


def test_an_unknown_id_is_shown_as_it_is():
    assert sentence("note", "no_such_note") == "no_such_note"
    assert sentence("no such area", "x") == "x"
    assert layer_name("no_such_layer") == "no_such_layer"
    assert decision_name(Decision.IMPLICIT_DENY) == "Not allowed"


def test_lists_are_joined_and_long_ones_counted():
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"], "or")] == [
        "",
        "a",
        "a and b",
        "a, b or c",
    ]
    assert listed([str(number) for number in range(20)]) == "0, 1, 2, 3, 4, 5, 6, 7 and 12 more"


@pytest.mark.parametrize(
    ("operator", "key", "values", "said"),
    [
        (
            "StringEquals",
            "aws:RequestedRegion",
            ["us-east-1", "eu-west-1"],
            "the requested Region is us-east-1 or eu-west-1",
        ),
        ("StringNotLike", "aws:PrincipalArn", ["a", "b"], "the caller's ARN is not like a and not b"),
        ("Null", "aws:RequestTag/team", ["true"], "tag team of the request is missing"),
        ("Null", "aws:ResourceTag/Team", ["false"], "tag Team of the resource is there"),
        ("BoolIfExists", "aws:MultiFactorAuthPresent", ["true"], "MFA is true where it is there"),
        ("ForAllValues:StringLike", "aws:TagKeys", ["a*"], "each of tag keys of the request is like a*"),
        ("ForAnyValue:StringEquals", "aws:TagKeys", ["a"], "one of tag keys of the request is a"),
        ("NoSuchOperator", "my:Key", ["x"], "my:Key NoSuchOperator x"),
    ],
)
def test_a_condition_in_words(operator, key, values, said):
    assert condition_words(ConditionEntry(operator, key, Values(tuple(values)))) == said


def lines(*rules, **settings):
    return [summary_text(line) for line in summarise(draft(*rules, **settings))]


HEAD = "arn:aws:rekognition:us-east-1:111122223333"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            {
                "Effect": "Allow",
                "Action": "rekognition:DetectCustomLabels",
                "Resource": f"{HEAD}:project/cats/version/v1/*",
            },
            "May use DetectCustomLabels on version v1 of project cats.",
        ),
        (
            {"Effect": "Deny", "Action": ["s3:PutObject", "rekognition:*"], "Resource": "*"},
            "May never use s3:PutObject and every Rekognition operation on every resource.",
        ),
        (
            {"Effect": "Allow", "Action": "rekognition:DescribeProjects", "Resource": "*"},
            "May use DescribeProjects.",
        ),
        (
            {"Effect": "Allow", "Action": "rekognition:DeleteProject", "Resource": f"{HEAD}:project/cats/*"},
            "May use DeleteProject on project cats.",
        ),
        (
            {"Effect": "Allow", "Action": "rekognition:TagResource", "Resource": [f"{HEAD}:project/cats/*", "arn:odd"]},
            "May use TagResource on project cats with its versions and datasets and arn:odd.",
        ),
        (
            {"Effect": "Allow", "NotAction": "iam:*", "NotResource": f"{HEAD}:collection/*"},
            "May use everything but iam:* on everything but every face collection.",
        ),
        (
            {"Effect": "Allow", "Principal": {"AWS": ["1", "2"]}, "Action": "*", "Resource": "*"},
            "1 and 2 may use every operation of every service on every resource.",
        ),
        (
            {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::cat-images/k*"},
            "Everyone may never use s3:GetObject on objects k* in bucket cat-images.",
        ),
        (
            {
                "Effect": "Deny",
                "NotPrincipal": {"AWS": "1"},
                "Action": "s3:ListBucket",
                "Resource": "arn:aws:s3:::cat-images",
            },
            "Everyone but 1 may never use s3:ListBucket on bucket cat-images.",
        ),
        (
            {"Effect": "Deny", "Action": "rekognition:CreateProject", "Resource": f"{HEAD}:project/cats/*"},
            "Is meant to deny CreateProject on project cats, but AWS never checks that there: it has no effect.",
        ),
        (
            {
                "Effect": "Allow",
                "Action": ["rekognition:DetectCustomLabels", "rekognition:DeleteProject"],
                "Resource": f"{HEAD}:project/cats/version/*",
            },
            (
                "May use DetectCustomLabels on every version of project cats. "
                "It also names DeleteProject, which AWS never checks on these resources."
            ),
        ),
        ({"Effect": "Maybe", "Action": "*", "Resource": "*"}, "This statement cannot be read, so it never applies."),
        ({"Effect": "Allow", "Action": [], "Resource": []}, "May use nothing."),
    ],
)
def test_a_statement_in_plain_english(statement, said):
    assert lines(exact(statement)) == [said]


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        ("project/*", "every project with its versions and datasets"),
        ("project/cats/1*", "project cats"),
        ("project/cats/1690000000001", "project cats, created 1690000000001"),
        ("project/*/version/*", "every version of every project"),
        ("project/cats/version/v1/169", "version v1 of project cats, created 169"),
        ("project/cats/version/v1/1?", f"{HEAD}:project/cats/version/v1/1?"),
        ("project/cats/dataset/*", "the datasets of project cats"),
        ("project/*/dataset/*", "the datasets of every project"),
        ("project/cats/dataset/train/*", "the train dataset of project cats"),
        ("project/cats/dataset/test/169", "the test dataset of project cats, created 169"),
        ("project/cats", f"{HEAD}:project/cats"),
        ("project/cats/other/x/*", f"{HEAD}:project/cats/other/x/*"),
        ("collection/faces", "face collection faces"),
        ("streamprocessor/door", "stream processor door"),
        ("streamprocessor/*", "every stream processor"),
        ("planet/x", f"{HEAD}:planet/x"),
        ("collection/a/b", f"{HEAD}:collection/a/b"),
    ],
)
def test_a_resource_in_plain_english(resource, said):
    statement = {"Effect": "Allow", "NotAction": "rekognition:X", "Resource": f"{HEAD}:{resource}"}
    assert lines(exact(statement)) == [f"May use everything but X on {said}."]


def test_regions_are_named_where_there_are_several():
    rule = allow("DetectCustomLabels", CATS_V1)
    assert lines(rule) == ["May use DetectCustomLabels on version v1 of project cats."]
    assert lines(rule, regions=["us-east-1", "eu-west-1"]) == [
        "May use DetectCustomLabels on version v1 of project cats in us-east-1 and eu-west-1."
    ]


def test_the_parts_of_a_line_are_the_line_and_say_what_they_are():
    line = summarise(compose(accepted(read(CASES[0])["draft"])))[0]
    parts = summary_parts(line)
    assert "".join(part.text for part in parts) == summary_text(line)
    for composed in composed_cases():
        for each in summarise(composed):
            for part in summary_parts(each):
                assert part.text
                assert bool(part.detail) == (part.kind is not summaries.PartKind.TEXT)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (5, "The scenario has to be an object."),
        ({}, "request is missing."),
        ({"request": {"acton": 1}}, "There is no request.acton. Is action meant?"),
        ({"request": {"action": "x:Y", "operation": "Z"}}, "A request asks either for an action on a resource or"),
        ({"request": {"action": "a:*", "resource": "*"}}, "a:* is no action"),
        ({"request": {"operation": "MakeCoffee"}}, "Amazon Rekognition has no operation MakeCoffee."),
        ({"request": {"action": "a:B", "resource": "*"}, "policies": {"identity": ["{"]}}, "policies.identity.0 cannot be read. This is not JSON."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_scenario_is_said_with_its_place(value, said):
    problem = read_scenario(value)
    assert not isinstance(problem, Scenario)
    assert scenario_sentence(problem).startswith(said)


@pytest.mark.parametrize(
    ("actions", "title"),
    [
        ([], "Rule 4"),
        (["rekognition:CreateProject"], "Rule 4: CreateProject"),
        (["rekognition:*"], "Rule 4: rekognition:*"),
        (["rekognition:Delete*"], "Rule 4: Delete*"),
        (["rekognition:CreateProject", "s3:GetObject"], "Rule 4: CreateProject and s3:GetObject"),
        (["rekognition:CreateProject", "s3:GetObject", "s3:PutObject"], "Rule 4: CreateProject and 2 more"),
    ],
)
def test_a_rule_without_a_title_is_called_by_its_number_and_what_it_is_about(actions, title):
    assert untitled_rule(4, actions) == title
