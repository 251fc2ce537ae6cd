"""A policy becomes exact rules, and nothing is lost."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.authoring import (
    Draft,
    Settings,
    compose,
    draft_from_json,
    draft_from_policy,
    draft_json,
    first_visit,
    guide_policies,
)
from policybuilder.iam import parse
from tests.authoring.build import plain, written
from tests.authoring.drafts import json_texts, json_values


def imported(text: str, settings: Settings | None = None) -> Draft:
    found = draft_from_policy(parse(text), settings)
    assert isinstance(found, Draft), found
    return found


@pytest.mark.parametrize("policy", guide_policies(), ids=["first", "second"])
def test_the_guides_policies_come_back_to_the_byte(policy):
    assert compose(imported(policy.text)).text == policy.text


def test_spacing_doubled_members_and_odd_numbers_survive():
    statement = '{"Effect" :"Allow","Effect":"Deny",  "Action":"s3:*",\n"Resource":"*", "Future": 1.50e2}'
    text = f'{{"Version": "2012-10-17", "Statement": [{statement}]}}'
    draft = imported(text)
    assert plain(draft)["rules"][0]["text"] == statement
    assert statement in compose(draft).text
    assert compose(draft).policy == parse(text).policy


def test_members_of_the_document_keep_their_order_and_statement_its_place():
    text = '{"Id": "x", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}, "Odd": [1], "Version": "1"}'
    draft = imported(text)
    assert draft.settings.single_statement
    assert list(written(compose(draft))) == ["Id", "Statement", "Odd", "Version"]
    assert compose(draft).policy == parse(text).policy


def test_settings_come_from_the_caller_and_the_document_from_the_text():
    settings = Settings(kind="scp", account="111122223333", regions=("us-east-1",), document={"Version": "x"})
    draft = imported('{"Version": "2008-10-17", "Statement": []}', settings)
    assert (draft.settings.kind, draft.settings.account) == ("scp", "111122223333")
    assert draft.settings.document == {"Version": "2008-10-17"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [("policy_unreadable", ())]),
        ("[1]", [("policy_unreadable", ())]),
        ('{"Statement": "x"}', [("statement_not_object", ("Statement",))]),
        ('{"Statement": [{}, 1, []]}', [("statement_not_object", ("Statement", n)) for n in (1, 2)]),
        ('{"Version": "1", "Version": "2", "Statement": []}', [("doubled_member", ("Version",))]),
        ('{"Statement": [], "Statement": []}', [("doubled_member", ("Statement",))]),
        ('{"Odd": {"a": 1, "a": 2}, "Statement": []}', [("doubled_member", ("Odd", "a"))]),
        ('{"Statement": [{"Sid": "\\ud800"}]}', [("half_character", ())]),
    ],
)
def test_what_a_draft_cannot_hold_is_told(text, found):
    problems = draft_from_policy(parse(text))
    assert not isinstance(problems, Draft)
    assert [(problem.code, problem.path) for problem in problems] == found


def test_a_document_without_statement_becomes_one_without_rules():
    assert imported("{}").rules == ()


@given(
    st.dictionaries(json_texts.filter(lambda name: name != "Statement"), json_values, max_size=3),
    st.lists(st.dictionaries(json_texts, json_values, max_size=4), max_size=3),
    st.sampled_from((None, 1, 4)),
)
def test_any_policy_comes_back_member_for_member(members, statements, indent):
    text = json.dumps({**members, "Statement": statements}, indent=indent, ensure_ascii=False)
    draft = imported(text)
    assert draft_from_json(draft_json(draft)) == draft
    assert parse(compose(draft).text).policy == parse(text).policy


def test_the_first_visit_composes_without_a_problem_and_shows_the_trap():
    composed = compose(first_visit())
    assert composed.problems == ()
    traps = [note for note in composed.notes if note.code == "pair_star_only_deny"]
    assert [(note.rule, note.path) for note in traps] == [("r5", ("Statement", 4, "Action", 0))]
