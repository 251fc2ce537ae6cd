"""Laws of the short way from a decoded document to its draft: it ends where the way over the document's text ends."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policybuilder.authoring import (
    POLICY_KINDS,
    Draft,
    ExactRule,
    Settings,
    draft_from_document,
    draft_from_plain,
    draft_from_policy,
    draft_json,
    draft_plain,
)
from policybuilder.authoring.draft import statement_of
from policybuilder.authoring.guiding import guided_draft
from policybuilder.iam import parse, render_json, sound_policy_from, statement_from, to_plain
from tests.authoring.drafts import json_values
from tests.every_policy import every_policy
from tests.strategies import documents, resource_documents

pytestmark = pytest.mark.law

LONG = {"Effect": "Allow", "Action": "x" * 950_000, "Resource": "*"}


def over_the_text(plain: object, settings: Settings) -> Draft | None:
    found = draft_from_policy(parse(render_json(plain)), settings)
    return found if isinstance(found, Draft) else None


def same_draft(plain: object, kind: str = "identity") -> bool:
    """Whether the short way was taken; then it has to be the same draft, to the members that were given."""
    settings = Settings.model_validate({"kind": kind})
    short, full = draft_from_document(plain, settings), over_the_text(plain, settings)
    if short is None:
        return False
    assert short == full
    assert full is not None
    assert draft_json(short) == draft_json(full)
    assert draft_from_plain(draft_plain(short)) == short
    assert draft_json(guided_draft(short)) == draft_json(guided_draft(full))
    return True


def test_every_policy_of_the_repository_becomes_the_same_draft() -> None:
    short = full = 0
    for text, kind in every_policy():
        root = parse(text).root
        plain = None if root is None else to_plain(root)
        full += over_the_text(plain, Settings()) is not None
        short += same_draft(plain, kind if kind in POLICY_KINDS else "identity")
    assert 900 < 0.9 * full < short


@given(
    documents() | resource_documents() | st.fixed_dictionaries({"Statement": json_values}),
    st.sampled_from(POLICY_KINDS),
)
def test_any_document_becomes_the_same_draft(plain: object, kind: str) -> None:
    same_draft(plain, kind)


@given(documents())
def test_what_is_kept_of_a_statement_is_what_its_text_says(plain: object) -> None:
    draft = draft_from_document(plain, Settings())
    for rule in draft.rules if draft else ():
        assert isinstance(rule, ExactRule)
        assert rule.text is not None
        assert statement_of(rule) == statement_from(parse(rule.text).root)


@given(documents() | json_values)
@example({"Statement": [], "\ud83d\ude00": 1})
@example({"Statement": [{"\ud83d\ude00": 1, "\U0001f600": 2}]})
@example({"Statement": [{"Effect": float("nan")}]})
def test_a_sound_policy_is_one_without_findings(plain: object) -> None:
    parsed = parse(render_json(plain))
    assert sound_policy_from(plain) == (None if parsed.findings else parsed.policy)


def sound(**members: object) -> dict[str, object]:
    return {"Effect": "Allow", "Action": "rekognition:*", "Resource": "*", **members}


@pytest.mark.parametrize(
    ("plain", "taken"),
    [
        ({"Version": "2012-10-17", "Statement": sound()}, True),
        ({"Statement": [sound(), sound(Sid="A")], "Version": "2012-10-17", "Id": "é"}, True),
        ({"Statement": [sound(Sid="😀")]}, True),
        ({"Statement": [sound(Condition={"Bool": {"aws:SecureTransport": [True, 1, 1.5e300]}})]}, True),
        ({"Statement": []}, True),
        ({"Statement": [sound(Sid="\ud800")]}, False),
        ({"Statement": [sound()], "Id": "\udfff"}, False),
        ({"Statement": [sound(Condition={"Bool": {"\ud83d\ude00": "a", "😀": "b"}})]}, False),
        ({"Statement": [LONG]}, False),
        ({"Statement": [sound()], "Id": "x" * 950_000}, False),
        ({"Statement": [sound()], "Zed": 1}, False),
        ({"Statement": [5]}, False),
        ({"statement": [sound()]}, False),
        ([sound()], False),
    ],
)
def test_the_short_way_is_taken_where_nothing_is_wrong(plain: object, taken: bool) -> None:
    assert same_draft(plain) is taken


def test_too_long_and_half_characters_are_no_drafts_either_way() -> None:
    for odd in (sound(Sid="\ud800"), {**LONG, "Sid": "x" * 60_000}):
        assert over_the_text({"Statement": [odd]}, Settings()) is None
        assert draft_from_document({"Statement": [odd]}, Settings()) is None


def test_what_is_kept_of_a_text_is_what_each_of_its_statements_says() -> None:
    """Odd numbers, doubled members and spacing of the repository's policies included."""
    kept = 0
    for text, _ in every_policy():
        draft = draft_from_policy(parse(text))
        for rule in draft.rules if isinstance(draft, Draft) else ():
            assert isinstance(rule, ExactRule)
            assert rule.text is not None
            assert statement_of(rule) == statement_from(parse(rule.text).root)
            kept += 1
    assert kept > 1000
