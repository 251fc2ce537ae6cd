"""What mends a policy's grammar: each fix by the text that comes of it, and what it leaves alone."""

import json
import time
from typing import Any

import pytest

from policybuilder.validator import Finding, PolicyKind, codes, fixed_text, validate, validate_plain
from policybuilder.validator.grammar import CHECKS
from policybuilder.validator.grammar.places import MOST_MENDED, near
from policybuilder.wording.findings import FIXES, WORDS, fix_title, said
from policybuilder.wording.findings.grammar import WORDS as OWN_WORDS
from tests.validator.grammar_fixes import ELEMENT, FIXED, LIST, S, policy


def text_of(document):
    return document if isinstance(document, str) else json.dumps(document, indent=2)


def findings(document, code, kind=PolicyKind.IDENTITY):
    return [each for each in validate(text_of(document), kind).findings if each.code == code]


def finding(document, code, kind=PolicyKind.IDENTITY) -> Finding:
    found: Finding
    (found,) = findings(document, code, kind)
    return found


def mended(document, code, kind=PolicyKind.IDENTITY):
    """The documents that the fixes of the only finding of a code give, by the fixes' titles."""
    text = text_of(document)
    found = finding(document, code, kind)
    return {fix_title(fix): json.loads(fixed_text(text, fix)) for fix in found.fixes}


def statement(document, code, kind=PolicyKind.IDENTITY):
    """The same for the first statement."""
    return {title: each["Statement"][0] for title, each in mended(document, code, kind).items()}


def operators(condition, code="EMPTY_ARRAY_CONDITION"):
    return statement(policy({**S, "Condition": condition}, LIST), code)


@pytest.mark.parametrize("name", FIXED)
def test_what_each_fix_makes_of_it(name):
    document, code, wanted = FIXED[name]
    assert mended(document, code) == wanted


@pytest.mark.parametrize(
    ("condition", "code", "wanted"),
    [
        ({"StringEquals": {"a:b": []}}, "", {"Remove the statement, which never applies": LIST}),
        ({"StringNotEquals": {"a:b": []}}, "", {"Remove the test of a:b, which always holds": S}),
        (
            {"StringNotEquals": {"a:b": [], "a:c": "x"}},
            "",
            {"Remove the test of a:b, which always holds": {**S, "Condition": {"StringNotEquals": {"a:c": "x"}}}},
        ),
        (
            {"StringNotEquals": {"a:b": []}, "Bool": {"a:c": "true"}},
            "",
            {"Remove the test of a:b, which always holds": {**S, "Condition": {"Bool": {"a:c": "true"}}}},
        ),
        (
            {"ForAllValues:StringLike": {"a:b": []}},
            "_FORALLVALUES",
            {'Write the test of a:b as Null "true"': {**S, "Condition": {"Null": {"a:b": "true"}}}},
        ),
        (
            {"StringLikeIfExists": {"a:b": []}, "Null": {"a:c": "false"}},
            "_IFEXISTS",
            {'Write the test of a:b as Null "true"': {**S, "Condition": {"Null": {"a:c": "false", "a:b": "true"}}}},
        ),
        (
            {"StringLikeIfExists": {"a:b": [], "a:c": "x"}},
            "_IFEXISTS",
            {
                'Write the test of a:b as Null "true"': {
                    **S,
                    "Condition": {"StringLikeIfExists": {"a:c": "x"}, "Null": {"a:b": "true"}},
                }
            },
        ),
        ({"StringLikeIfExists": {"a:b": []}, "Null": {"a:b": "false"}}, "_IFEXISTS", {}),
        ({"StringLikeIfExists": {"a:b": []}, "Null": "false"}, "_IFEXISTS", {}),
        ({"ForAnyValue:StringLike": {"a:b": []}}, "_FORANYVALUE", {"Remove the statement, which never applies": LIST}),
        (
            {"ForAnyValue:StringLikeIfExists": {"a:b": []}},
            "_FORANYVALUE",
            {'Write the test of a:b as Null "true"': {**S, "Condition": {"Null": {"a:b": "true"}}}},
        ),
    ],
)
def test_what_a_test_without_values_comes_to(condition, code, wanted):
    assert operators(condition, f"EMPTY_ARRAY_CONDITION{code}") == wanted


@pytest.mark.parametrize(
    ("bad", "titles", "good"),
    [
        (
            '{"Effect": "Deny", "Effect": "Allow"}',
            ["Keep Deny", "Keep Allow"],
            ['{"Effect": "Deny"}', '{"Effect": "Allow"}'],
        ),
        ('{"Sid": "a", "Sid": "a"}', ["Remove the second Sid, which says the same"], ['{"Sid": "a"}']),
        (
            '{"Action": "a:b", "Effect": "Deny", "Action": ["c:d"]}',
            ["Join both Action into one"],
            ['{"Action": ["a:b", "c:d"], "Effect": "Deny"}'],
        ),
        ('{"Action": [], "Action": ["c:d"]}', ["Join both Action into one"], ['{"Action": ["c:d"]}']),
        (
            '{"Condition": {"Bool": {"a:b": "true"}, "Bool": {"a:c": "true"}}}',
            ["Join both Bool into one"],
            ['{"Condition": {"Bool": {"a:b": "true", "a:c": "true"}}}'],
        ),
        ('{"Condition": {"Bool": {"a:b": "true"}, "Bool": {"a:b": "false"}}}', [], []),
        (
            '{"Condition": {"Bool": {"a:b": "true", "a:b": "false"}}}',
            ["Keep true", "Keep false"],
            ['{"Condition": {"Bool": {"a:b": "true"}}}', '{"Condition": {"Bool": {"a:b": "false"}}}'],
        ),
        ('{"Effect": 1, "Effect": "Allow"}', [], []),
    ],
)
def test_what_becomes_of_a_member_that_stands_twice(bad, titles, good):
    before = f'{{"Version": "2012-10-17", "Statement": [{bad}]}}'
    fixes = finding(before, "DUPLICATE_KEY").fixes
    assert [fix_title(fix) for fix in fixes] == titles
    assert [fixed_text(before, fix) for fix in fixes] == [
        f'{{"Version": "2012-10-17", "Statement": [{each}]}}' for each in good
    ]


def test_two_statement_elements_become_one():
    text = '{"Statement": [{"Effect": "Allow"}], "Version": "2012-10-17", "Statement": {"Effect": "Deny"}}'
    (fix,) = finding(text, "DUPLICATE_KEY").fixes
    assert fixed_text(text, fix) == '{"Statement": [{"Effect": "Allow"}, {"Effect": "Deny"}], "Version": "2012-10-17"}'


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('{\n  "Statement": []\n}', '{\n  "Version": "2012-10-17",\n  "Statement": []\n}'),
        ('{"Statement": []}', '{"Version": "2012-10-17", "Statement": []}'),
    ],
)
def test_version_comes_first_and_is_laid_out_like_what_follows(text, wanted):
    (fix,) = finding(text, "MISSING_VERSION").fixes
    assert fixed_text(text, fix) == wanted


@pytest.mark.parametrize(
    ("value", "title", "wanted"),
    [
        ("us\u2013east\u20131", "Replace \u2013 by -", "us-east-1"),
        ("\u201ccats\u201d", "Replace “ by ' and ” by '", "'cats'"),
        ("ca\u200bts\u2060", "Remove the invisible characters", "cats"),
        ("\uff23ats", "Replace Ｃ by C", "Cats"),
        ("\u0421ats", "Replace С by C", "Cats"),
    ],
)
def test_characters_that_only_look_right_are_replaced(value, title, wanted):
    document = policy({**S, "Condition": {"StringEquals": {"aws:ResourceTag/a": value}}})
    text = json.dumps(document, ensure_ascii=False)
    (fix,) = finding(text, "INVALID_CHARACTER").fixes
    assert fix_title(fix) == title
    assert fixed_text(text, fix) == text.replace(value, wanted)


def test_what_has_no_plain_form_is_left_to_the_user():
    text = json.dumps(policy({**S, "Resource": "*\u732b\U0001f408"}), ensure_ascii=False)
    found = finding(text, "INVALID_CHARACTER")
    assert found.fixes == ()
    assert found.params["found"] == ("\u732b (U+732B)", "\U0001f408 (U+1F408)")


def test_an_escape_is_made_of_plain_characters():
    text = '{"Version": "2012-10-17", "Statement": [], "Id": "\\u732b", "x": "\u732b"}'
    assert finding(text, "INVALID_CHARACTER").path == ("x",)


def test_byte_order_marks_outside_of_texts_are_one_finding():
    text = "\ufeff" + json.dumps(policy(S)) + "\ufeff"
    found = finding(text, "INVALID_CHARACTER")
    assert fixed_text(text, found.fixes[0]) == text[1:-1]


@pytest.mark.parametrize("kind", [PolicyKind.SCP, PolicyKind.RCP, PolicyKind.PROJECT])
def test_white_space_that_is_too_much_is_removed(kind):
    text = json.dumps(policy({"Effect": "Deny", "Action": "a:b", "Resource": "*"}))
    padded = text + " " * 20_000
    (found,) = [each for each in validate(padded, kind).findings if each.code.startswith("POLICY_SIZE")]
    (fix,) = found.fixes
    assert json.loads(fixed_text(padded, fix)) == json.loads(text)
    assert " " not in fixed_text(padded, fix)


@pytest.mark.parametrize(
    ("kind", "limit", "resource_type"),
    [
        (PolicyKind.IDENTITY, 6_144, None),
        (PolicyKind.BOUNDARY, 6_144, None),
        (PolicyKind.SESSION, 2_048, None),
        (PolicyKind.TRUST, 2_048, None),
        (PolicyKind.PROJECT, 2_000, None),
        (PolicyKind.SCP, 10_240, None),
        (PolicyKind.RCP, 5_120, None),
        (PolicyKind.RESOURCE, 20_480, "AWS::DynamoDB::Table"),
        (PolicyKind.RESOURCE, 1_000_000, "AWS::KMS::Key"),
    ],
)
def test_the_last_character_that_a_kind_may_have(kind, limit, resource_type):
    def sizes(length):
        text = '{"Version":"2012-10-17","Statement":[{"Sid":""}]}'
        text = text.replace('""', '"' + "x" * (min(length, 30_000) - len(text)) + '"')
        found = validate(text, kind, resource_type=resource_type).findings
        return [each for each in found if each.code.startswith("POLICY_SIZE")]

    assert sizes(limit) == []
    if limit < 30_000:
        (found,) = sizes(limit + 1)
        assert (found.params["limit"], found.params["size"]) == (f"{limit:,}", f"{limit + 1:,}")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Ressource", "Resource"),
        ("resource", "Resource"),
        (" Action ", "Action"),
        ("Actions", "Action"),
        ("Efect", "Effect"),
        ("Comment", ""),
        ("Name", ""),
        ("", ""),
        ("x" * 10_000, ""),
    ],
)
def test_the_near_name(name, wanted):
    assert near(name, ("Sid", "Effect", "Action", "NotAction", "Resource", "Condition")) == wanted


def test_every_code_and_variant_has_words_of_its_own():
    assert set(OWN_WORDS) <= set(WORDS)
    for name, words in OWN_WORDS.items():
        assert name.partition(".")[0] in codes()
        assert words.title.endswith(".")
        for text in (words.about, words.what, words.why, words.do):
            assert text[0].isupper() or text[0] == "{"
            assert text.endswith((".", '".'))


def test_every_fix_that_the_documents_above_bring_has_a_title():
    for document, code, _ in FIXED.values():
        for found in findings(document, code):
            assert said(found).what
            assert all(fix.id in FIXES for fix in found.fixes)


@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_what_it_means_differs_for_allow_and_deny(effect):
    document = policy({**S, "Effect": effect, "Condition": {"StringEquals": {"aws:ResourceTag/a": []}}})
    assert ("denies nothing" in said(finding(document, "EMPTY_ARRAY_CONDITION")).why) is (effect == "Deny")


ODD: list[Any] = [None, True, 0, -1.5, "", "x", "\ud800", [], [[]], [None], {}, {"": ""}, {"a": {"b": {"c": []}}}]


@pytest.mark.parametrize("value", ODD, ids=repr)
@pytest.mark.parametrize(
    "name", ["Version", "Id", "Statement", "Sid", "Effect", "Action", "Resource", "Condition", "Principal"]
)
def test_whatever_an_element_holds_there_is_an_answer(name, value):
    for kind in PolicyKind:
        for document in ({**policy(S), name: value}, policy({**S, name: value}), policy(value, S)):
            text = json.dumps(document)
            for found in validate_plain(document, kind).findings:
                assert said(found).title
                for fix in found.fixes:
                    fixed_text(text, fix)


def test_many_faults_take_time_in_proportion():
    statements = [{"sid": "x", "Effect": "allow", "Action": [], "Condition": {"StringEquals": {"a:b": []}}}] * 4_000
    subject = validate(json.dumps(policy(*statements))).subject
    begun = time.perf_counter()
    found = [each for check in CHECKS for each in check(subject)]
    assert len(found) == 5 * 4_000 + 1  # and the size
    assert sum(1 for each in found if each.code == ELEMENT and each.fixes) == MOST_MENDED
    assert time.perf_counter() - begun < 20
