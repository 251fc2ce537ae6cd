"""Laws of findings: every text gets an answer, every finding has a place and words, every fix mends."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.authoring import compose
from policybuilder.iam import Severity, node_at
from policybuilder.validator import EditOp, Fix, PolicyKind, Validation, codes, fixed_text, validate
from policybuilder.wording.findings import fix_title, said
from policybuilder.wording.sarif import sarif
from tests.authoring.drafts import drafts, exact, guided
from tests.strategies import documents, json_values

pytestmark = pytest.mark.law

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


def only_takes_out(fix: Fix) -> bool:
    return all(edit.op is EditOp.REMOVE for edit in fix.edits)


# Of odder documents a fix makes parts readable that nobody could judge before, which may be wrong in a way of their own.
@given(documents(), kinds)
def test_a_fix_takes_its_finding_away_and_adds_no_error(plain: object, kind: PolicyKind) -> None:
    before = validate(json.dumps(plain, indent=2), kind)
    for finding in before.findings:
        same = sum(each.code == finding.code for each in before.findings)
        for fix in finding.fixes:
            after = validate(fixed_text(before.subject.text, fix), kind)
            left = sum(each.code == finding.code for each in after.findings)
            # what said the same as another part may have been told as its repetition; alone, it is told for itself
            fewer = only_takes_out(fix) and len(after.findings) < len(before.findings)
            assert left < same or fewer, (finding.code, fix)
            assert not errors(after) - errors(before), (finding.code, fix)
