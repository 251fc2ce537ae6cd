"""Draft to form and back: what the form carries is the whole draft, through a browser's post as well."""

import json
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.authoring import GuidedRule, compose, draft_from_policy, draft_plain, first_visit, guide_policies
from policybuilder.catalogue import catalogue
from policybuilder.iam import parse
from policybuilder.web.forms.builder import BuilderForm, form_state
from policybuilder.web.forms.choices import FIELDS_OF
from policybuilder.web.forms.state import pairs, query
from policybuilder.web.forms.text_side import to_form, to_text
from tests.authoring import drafts as strategies
from tests.authoring.build import accepted
from tests.web.visitor import _line_ends

CASES = sorted((Path(__file__).parent.parent / "cases" / "drafts").glob("*.json"))


def through_the_form(draft):
    return BuilderForm(query(pairs(form_state(draft, name="Cats", open_rule="r1"))))


def through_a_browser(draft):
    """The pairs posted as a form of a page without scripts: line ends rewritten, everything encoded."""
    posted = urlencode([(name, _line_ends(value)) for name, value in pairs(form_state(draft))])
    return BuilderForm(QueryDict(posted))


def assert_same(draft, form):
    assert form.draft is not None, form.errors()
    first, second = compose(draft), compose(form.draft)
    assert second.text == first.text
    assert second.provenance == first.provenance
    assert [(note.code, note.rule) for note in second.notes] == [(note.code, note.rule) for note in first.notes]
    assert [rule.title.strip() for rule in draft.rules] == [rule.title for rule in form.draft.rules]


@given(strategies.drafts(strategies.guided(), strategies.exact))
def test_the_form_gives_back_the_draft(draft):
    assert_same(draft, through_the_form(draft))
    assert_same(draft, through_a_browser(draft))


@given(strategies.drafts(strategies.guided(), strategies.exact))
def test_the_form_of_the_forms_draft_is_the_same_form(draft):
    """From the second time on nothing changes any more: what is stored is what would be written anew."""
    once = through_the_form(draft)
    again = BuilderForm(query(pairs(form_state(once.draft, name="Cats", open_rule="r1"))))
    assert again.draft == once.draft
    assert pairs(again.state) == pairs(once.state)


@pytest.mark.law
@given(strategies.drafts(strategies.guided(), strategies.exact))
def test_the_form_as_text_is_the_same_draft_and_the_same_form_again(draft):
    form = BuilderForm(query(pairs(through_the_form(draft).state)))
    assert form.draft is not None
    text = to_text(form.state, compose(form.draft))
    there = BuilderForm(QueryDict(urlencode([(name, _line_ends(value)) for name, value in pairs(text)])))
    assert there.draft == form.draft
    assert pairs(to_form(there.state, None, kept=False)) == pairs(form.state)


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_each_case_of_a_draft_fits_the_form(path):
    draft = accepted(json.loads(path.read_text("utf-8"))["draft"])
    targets = [target for rule in draft.rules if isinstance(rule, GuidedRule) for target in rule.targets]
    if not {target.type for target in targets} <= set(FIELDS_OF):  # a type of targets without a row
        form = through_the_form(draft)
        assert form.draft is None, "the form offers it now: let it go through"
        assert any(name.endswith(("-kind", "-type")) for name, _ in form.errors())
        return
    assert_same(draft, through_the_form(draft))
    assert_same(draft, through_a_browser(draft))


json_text = st.text(st.characters(codec="utf-8"), max_size=6)
blank = st.text(" \t\r\n", max_size=3)


@st.composite
def odd_texts(draw):
    """JSON objects with any spacing, doubled members, escapes and numbers as people write them."""
    members = []
    for name in draw(st.lists(st.sampled_from(["Sid", "Effect", "Action", "Resource", "Odd", "Odd"]), max_size=5)):
        value = draw(st.sampled_from(['"Allow"', '["a", 1.50]', "1e2", '"\\u00e9\\/"', "{}", "null", '"a\\r\\nb"']))
        members.append(f"{draw(blank)}{json.dumps(name)}{draw(blank)}:{draw(blank)}{value}{draw(blank)}")
    return "{" + ",".join(members) + "}"


@given(st.lists(odd_texts(), min_size=1, max_size=3), blank)
def test_statements_keep_their_characters(texts, space):
    policy = '{"Version": "2012-10-17", "Statement": [' + f",{space}".join(texts) + "]}"
    draft = draft_from_policy(parse(policy))
    for form in (through_the_form(draft), through_a_browser(draft)):
        assert_same(draft, form)
        assert [rule.text for rule in form.draft.rules] == texts


@given(
    st.dictionaries(json_text.filter(lambda name: name != "Statement"), strategies.json_values, max_size=3),
    st.booleans(),
)
def test_the_documents_other_members_stay(document, single):
    rule = {"type": "exact", "id": "r1", "statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}
    settings = {"document": document, "single_statement": single}
    draft = accepted({"schema_version": 1, "settings": settings, "rules": [rule]})
    assert_same(draft, through_a_browser(draft))
    assert list(through_the_form(draft).draft.settings.document) == list(document)


TARGETS = [
    {"type": "all"},
    {"type": "project"},
    {"type": "project", "project": "cats", "timestamp": "1690000000001", "region": "us-*", "account": ""},
    {"type": "projectversion"},
    {"type": "projectversion", "project": "cats", "version": "*", "timestamp": "1690000000001"},
    {"type": "dataset"},
    {"type": "dataset", "project": "c*", "dataset": "*"},
    {"type": "dataset", "project": "cats", "dataset": "test", "timestamp": "1690000000001", "account": "*"},
    {"type": "collection"},
    {"type": "streamprocessor", "streamprocessor": "door", "account": "444455556666"},
    {"type": "s3:bucket"},
    {"type": "s3:object", "bucket": "cat-images", "key": "in/ü +&=*"},
    {"type": "kms:key", "key_id": "0a1b2c3d-0000-4000-8000-000000000000", "region": "eu-west-1"},
    {"type": "logs:log-group", "name": "/aws/rekognition/*"},
    {"type": "iam:role", "name": "path/Trainer", "account": "444455556666"},
    {"type": "arn", "arn": "arn:aws:s3:::cat-images/${aws:username}/*"},
]


def test_every_type_of_target_has_a_case():
    assert {target["type"] for target in TARGETS} == set(FIELDS_OF)


@pytest.mark.parametrize("target", TARGETS, ids=repr)
def test_a_target_of_each_type_fits_its_row(target):
    operations = ["rekognition:StartProjectVersion", "s3:GetObject", "kms:Decrypt", "logs:PutLogEvents", "iam:PassRole"]
    rule = {"type": "guided", "id": "r1", "effect": "Allow", "operations": operations, "targets": [target]}
    draft = accepted({"schema_version": 1, "settings": {"account": "111122223333"}, "rules": [rule]})
    assert_same(draft, through_the_form(draft))
    assert_same(draft, through_a_browser(draft))


CONDITIONS = [
    {"operator": "Null", "key": "aws:TokenIssueTime", "values": ["true"]},
    {"operator": "StringLike", "if_exists": True, "key": "aws:PrincipalTag/team", "values": ["a b", " c ", "ü", "c"]},
    {"operator": "StringEquals", "set_operator": "ForAnyValue", "key": "aws:TagKeys", "values": ["x"]},
    {"operator": "ArnLike", "key": "aws:PrincipalArn", "values": ["arn:aws:iam::111122223333:role/*"]},
    {"operator": "NotIpAddress", "key": "aws:SourceIp", "values": ["203.0.113.0/24", "2001:db8::/32"]},
    {"operator": "DateGreaterThanEquals", "key": "aws:CurrentTime", "values": ["2027-01-01T00:00:00Z"]},
    {"operator": "NumericLessThan", "key": "aws:MultiFactorAuthAge", "values": ["3600"]},
]


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda row: row["operator"])
def test_a_condition_fits_its_row(condition):
    rule = {
        "type": "guided",
        "id": "r1",
        "effect": "Deny",
        "operations": ["StartProjectVersion"],
        "targets": [{"type": "all"}],
    }
    draft = accepted({"schema_version": 1, "settings": {}, "rules": [{**rule, "conditions": [condition]}]})
    assert_same(draft, through_the_form(draft))
    assert_same(draft, through_a_browser(draft))
    first, second = draft.rules[0], through_the_form(draft).draft.rules[0]
    assert isinstance(first, GuidedRule)
    assert isinstance(second, GuidedRule)
    assert second.conditions == first.conditions


@pytest.mark.parametrize("text", [each.text for each in guide_policies()])
def test_the_guides_policies_fit(text):
    draft = draft_from_policy(parse(text))
    assert_same(draft, through_a_browser(draft))
    assert parse(compose(through_a_browser(draft).draft).text).policy == parse(text).policy


def test_the_example_fits():
    form = through_the_form(first_visit())
    assert_same(first_visit(), form)
    assert draft_plain(form.draft)["settings"] == draft_plain(first_visit())["settings"]


def test_every_operation_of_the_catalogue_fits():
    names = [action.id for action in catalogue().actions.values()]
    rule = {"type": "guided", "id": "r1", "effect": "Allow", "operations": names, "targets": [{"type": "all"}]}
    draft = accepted({"schema_version": 1, "settings": {}, "rules": [rule]})
    assert through_the_form(draft).draft.rules[0].operations == tuple(names)
