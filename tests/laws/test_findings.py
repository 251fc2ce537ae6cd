"""Laws of findings: every text gets an answer, every finding has a place and words, every fix mends."""

import json
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policybuilder.authoring import compose
from policybuilder.iam import Path, Severity, node_at
from policybuilder.validator import EditOp, Fix, PolicyKind, Validation, codes, fixed_text, validate
from policybuilder.wording.findings import fix_title, said
from policybuilder.wording.sarif import sarif
from tests.authoring.drafts import drafts, exact, guided
from tests.strategies import documents, json_values

pytestmark = pytest.mark.law

PROJECT = "arn:aws:rekognition:us-east-1:111122223333:project/"
LOOKING = {"Effect": "Allow", "Action": "rekognition:DescribeProjectVersions", "Resource": f"{PROJECT}cats/*"}
EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}
NO_LOOKING = {**LOOKING, "Effect": "Deny", "Resource": f"{PROJECT}dogs/*"}
NO_LOOKING_AT_SOME = {**NO_LOOKING, "Resource": f"{PROJECT}dogs/1*"}
ALL_BUT_ALL = {"Effect": "Allow", "NotAction": ["*:*", "x"], "Resource": ["**", f"{PROJECT}cats/*"]}
TWO_IN_ONE = {
    **NO_LOOKING,
    "Resource": [f"{PROJECT}dogs/1*", f"{PROJECT}birds/*"],
    "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}},
}
TWICE_WRONG = {**LOOKING, "Resource": "arn:aws:rekogni:*tion:us-east-1:111122223333:project/cats/1690000000000"}

kinds = st.sampled_from(list(PolicyKind))
PIECES = [
    *(
        '{"Version": "2012-10-17", ',
        '"Statement": [',
        '{"Effect": "Allow", ',
        '"Action": ',
        '"rekognition:Detect*"',
        "}",
        "]",
    ),
    *(
        '"Resource": "arn:aws:s3:::${aws:username"',
        '"Condition": {"StringLike": {"aws:x": ["*"]}}',
        ",",
        ":",
        "'",
        "“",
        "//",
    ),
    *("\ufeff", "null", "1e999", '"Principal": {"AWS": "*"}', "True", "\n", "\ud800", '"\\ud83d"', "[]", "{}"),
]
texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=40)
plain_documents = st.one_of(
    documents(),
    json_values,
    st.fixed_dictionaries(
        {
            "Version": json_values,
            "Statement": st.lists(
                st.dictionaries(
                    st.sampled_from(
                        [
                            "Sid",
                            "Effect",
                            "Action",
                            "NotAction",
                            "Resource",
                            "NotResource",
                            "Condition",
                            "Principal",
                            "Other",
                        ]
                    ),
                    json_values,
                    max_size=5,
                ),
                max_size=3,
            ),
        }
    ),
)


def errors(validation: Validation) -> set[str]:
    return {each.code for each in validation.findings if each.severity is Severity.ERROR}


def holds(validation: Validation) -> None:
    """What is true of every answer."""
    subject = validation.subject
    for finding in validation.findings:
        code = codes()[finding.code]
        assert validation.kind in code.kinds
        assert said(finding).message
        for place in (finding.place, *finding.related):
            if place.span is not None:
                assert 0 <= place.span.start.offset <= place.span.end.offset <= len(subject.text)
            if subject.root is not None and place.path:
                assert node_at(subject.root, place.path) is not None, (finding.code, place)
        for fix in finding.fixes:
            assert fix_title(fix) != fix.id, fix.id
            fixed_text(subject.text, fix)
    json.dumps(sarif([("a.json", validation)], "1"))


@given(texts, kinds)
def test_every_text_has_an_answer(text: str, kind: PolicyKind) -> None:
    holds(validate(text, kind))
    assert validate(text).findings == validate(text).findings


@given(plain_documents, kinds)
def test_every_document_has_an_answer_with_places_and_words(plain: object, kind: PolicyKind) -> None:
    holds(validate(json.dumps(plain, indent=2), kind))


@given(drafts(guided(), exact))
def test_composed_policies_of_guided_rules_have_no_error(draft) -> None:
    rules = [rule for rule in draft.rules if rule.type == "guided"]
    policy = compose(draft.with_rules(rules))
    found = validate(policy.text, PolicyKind(draft.settings.kind))
    # a condition that some operation's requests never carry is written as asked, and compose says what follows
    told = (
        {"UNSUPPORTED_ACTION_FOR_CONDITION_KEY"} if any("condition_" in note.code for note in policy.notes) else set()
    )
    told |= set() if policy.policy.statements else {"MISSING_STATEMENT"}
    assert not errors(found) - told, policy.text


REPEATS = {"REDUNDANT_STATEMENT", "SHADOWED_STATEMENT"}


@st.composite
def repeating(draw: st.DrawFn) -> object:
    """A document some of whose statements stand there twice."""
    plain = draw(documents())
    statements = plain.get("Statement") if isinstance(plain, dict) else None
    if not isinstance(statements, list) or not statements:
        return plain
    return {**plain, "Statement": [*statements, *draw(st.lists(st.sampled_from(statements), min_size=1, max_size=2))]}


def changed_statement(fix: Fix) -> int | None:
    """The number of the one statement that a fix changes or takes out, if it changes nothing else."""
    places = {edit.path[:2] for edit in fix.edits}
    match tuple(places):
        case [("Statement", int() as number)]:
            return number
    return None


def takes_out(fix: Fix) -> bool:
    """Whether a fix takes a whole statement out."""
    return [(edit.op, len(edit.path)) for edit in fix.edits] == [(EditOp.REMOVE, 2)]


def moved(path: Path, taken: int) -> Path:
    """Where a part stands once a statement before or after it is out."""
    match path:
        case ("Statement", int() as number, *rest) if number > taken:
            return "Statement", number - 1, *rest
    return path


def told_only_now(before: Validation, after: Validation, code: str, number: int, *, out: bool) -> Counter[Path]:
    """How often a code is told only now of each statement but the one that was changed or is out."""
    own: Path = ("Statement", number)
    paths = [each.path for each in before.findings if each.code == code and each.path[:2] != own]
    stayed = Counter(moved(path, number) if out else path for path in paths)
    told = Counter(each.path for each in after.findings if each.code == code and (out or each.path[:2] != own))
    return Counter(path[:2] for path in (told - stayed).elements())


def repetitions(before: Validation, number: int, *, out: bool) -> set[Path]:
    """The statements, as they stand after, that were told to repeat one: instead of what they are for themselves. Once
    what they repeat is out or says something else, that is told; nothing else may be told of another statement."""
    told = [each for each in before.findings if each.code in REPEATS]
    found = [each.path[:2] for each in told if any(place.path[:2] == ("Statement", number) for place in each.related)]
    return {moved(path, number) if out else path for path in found}


# Of odder documents a fix makes parts readable that nobody could judge before, which may be wrong in a way of their own.
@given(documents() | repeating(), kinds)
@example({"Statement": [NO_LOOKING, NO_LOOKING, LOOKING]}, PolicyKind.IDENTITY)
@example({"Statement": [NO_LOOKING_AT_SOME, NO_LOOKING, LOOKING]}, PolicyKind.IDENTITY)
@example({"Statement": [NO_LOOKING, {**NO_LOOKING, "Resource": f"{PROJECT}birds/*"}, LOOKING]}, PolicyKind.IDENTITY)
@example({"Statement": [ALL_BUT_ALL, EVERYTHING, ALL_BUT_ALL]}, PolicyKind.IDENTITY)
@example({"Statement": [TWO_IN_ONE, NO_LOOKING, EVERYTHING, TWO_IN_ONE]}, PolicyKind.IDENTITY)
@example({"Statement": [TWICE_WRONG, EVERYTHING]}, PolicyKind.IDENTITY)
def test_a_fix_takes_its_finding_away_and_adds_no_error(plain: object, kind: PolicyKind) -> None:
    before = validate(json.dumps(plain, indent=2), kind)
    for finding in before.findings:
        same = sum(each.code == finding.code for each in before.findings)
        for fix in finding.fixes:
            after = validate(fixed_text(before.subject.text, fix), kind)
            left = sum(each.code == finding.code for each in after.findings)
            if (number := changed_statement(fix)) is not None:
                out = takes_out(fix)
                now = told_only_now(before, after, finding.code, number, out=out)
                repeated = repetitions(before, number, out=out)
                left -= sum(count for path, count in now.items() if path in repeated)
                assert not out or (finding.path[:2] == ("Statement", number) and now.keys() <= repeated), fix
            assert left < same, (finding.code, fix)
            assert not errors(after) - errors(before), (finding.code, fix)
