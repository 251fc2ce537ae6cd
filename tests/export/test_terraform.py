"""The data source holds what it has places for, and refuses everything else with the reason."""

import pytest
from hypothesis import given

from policybuilder.export import Exported, Form, Kind, NoteId, Placement, Reason, Refused, export
from tests.export import policies
from tests.export.hcl_reading import document, read
from tests.export.meaning import meaning
from tests.export.policies import every_policy, text_of


def from_data_source(text):
    (block,) = read(text).of("data", "aws_iam_policy_document")
    return policies.read(document(block))


def made_of(statement, **members):
    document = {"Version": "2012-10-17", **members, "Statement": [statement]}
    return export(policies.read(document), Form.TERRAFORM)


def test_every_policy_of_the_repository_comes_back_or_is_refused():
    held = 0
    for policy in every_policy():
        text = text_of(policy, Form.TERRAFORM)
        if text is not None:
            assert meaning(from_data_source(text)) == meaning(policy), text
            held += 1
    assert held > 0.85 * len(every_policy())


@pytest.mark.law
@given(policy=policies.policies(), placement=policies.placements)
def test_policies_full_of_other_languages_signs_come_back(policy, placement):
    text = text_of(policy, Form.TERRAFORM, placement)
    if text is not None:
        assert meaning(from_data_source(text)) == meaning(policy)


@pytest.mark.law
@given(policy=policies.plain_policies())
def test_text_full_of_signs_comes_back_from_every_place(policy):
    text = text_of(policy, Form.TERRAFORM)
    assert meaning(from_data_source(text)) == meaning(policy)


@pytest.mark.law
@given(policy=policies.objects)
def test_objects_that_are_no_policies_are_refused(policy):
    made = export(policy, Form.TERRAFORM)
    assert isinstance(made, Refused) or meaning(from_data_source(made.text)) == meaning(policy)


ALLOW = {"Effect": "Allow", "Action": "a:b", "Resource": "*"}
REFUSED = [
    (Reason.UNKNOWN_MEMBER, ("Statement", 0, "Future"), ALLOW | {"Future": 1}),
    (Reason.WRONG_TYPE, ("Statement", 0, "Action", 1), ALLOW | {"Action": ["a:b", 5]}),
    (Reason.WRONG_TYPE, ("Statement", 0, "Resource"), ALLOW | {"Resource": True}),
    (Reason.WRONG_TYPE, ("Statement", 0, "Condition"), ALLOW | {"Condition": "x"}),
    (Reason.WRONG_TYPE, ("Statement", 0, "Condition", "Bool"), ALLOW | {"Condition": {"Bool": []}}),
    (Reason.WRONG_TYPE, ("Statement", 0, "Condition", "Bool", "k"), ALLOW | {"Condition": {"Bool": {"k": None}}}),
    (Reason.WRONG_TYPE, ("Statement", 0, "Principal"), ALLOW | {"Principal": "me"}),
    (Reason.WRONG_TYPE, ("Statement", 0), "x"),
    (Reason.EMPTY, ("Statement", 0, "Action"), ALLOW | {"Action": []}),
    (Reason.EMPTY, ("Statement", 0, "Sid"), ALLOW | {"Sid": ""}),
    (Reason.EMPTY, ("Statement", 0, "Principal"), ALLOW | {"Principal": {}}),
    (Reason.EMPTY, ("Statement", 0, "Condition", "Bool"), ALLOW | {"Condition": {"Bool": {}}}),
    (Reason.EMPTY, ("Statement", 0, "Condition", "Bool", "k"), ALLOW | {"Condition": {"Bool": {"k": []}}}),
    (Reason.MISSING, ("Statement", 0), {"Action": "a:b", "Resource": "*"}),
    (Reason.VALUE, ("Statement", 0, "Effect"), ALLOW | {"Effect": "allow"}),
    (Reason.VALUE, ("Statement", 0, "Principal", "*"), ALLOW | {"Principal": {"*": "*"}}),
    (Reason.LITERAL_VARIABLE, ("Statement", 0, "Resource"), ALLOW | {"Resource": "arn:&{x}"}),
    (Reason.NOT_NORMALIZED, ("Statement", 0, "Resource"), ALLOW | {"Resource": "e\u0301"}),
    (Reason.HALF_CHARACTER, ("Statement", 0, "Resource"), ALLOW | {"Resource": "\ud83d"}),
]


@pytest.mark.parametrize(("reason", "path", "statement"), REFUSED)
def test_what_the_data_source_cannot_hold_is_refused_in_place(reason, path, statement):
    made = made_of(statement)
    assert isinstance(made, Refused)
    assert [(each.reason, each.path) for each in made.obstacles] == [(reason, path)]


def test_every_obstacle_is_named_at_once():
    made = made_of({"Effect": "Maybe", "Action": [], "Future": 1}, Id="", Other=1)
    assert isinstance(made, Refused)
    assert {each.reason for each in made.obstacles} == {Reason.VALUE, Reason.EMPTY, Reason.UNKNOWN_MEMBER}
    assert len(made.obstacles) == 5


def test_a_second_statement_of_a_sid_is_refused():
    document = {"Version": "2012-10-17", "Statement": [ALLOW | {"Sid": "A"}, ALLOW | {"Sid": "A"}]}
    made = export(policies.read(document), Form.TERRAFORM)
    assert isinstance(made, Refused)
    assert [each.reason for each in made.obstacles] == [Reason.DOUBLED_SID]


@pytest.mark.parametrize("document", [{}, {"Statement": []}, {"Version": "2020-01-01", "Statement": [ALLOW]}])
def test_a_document_without_statements_or_of_another_version_is_refused(document):
    assert isinstance(export(policies.read(document), Form.TERRAFORM), Refused)


def test_variables_are_written_the_providers_way():
    text = made_of(ALLOW | {"Resource": "arn:aws:s3:::b/${aws:username}", "Sid": "${x}"}).text
    assert 'resources = ["arn:aws:s3:::b/&{aws:username}"]' in text
    assert 'sid       = "$${x}"' in text


def test_without_a_version_the_old_one_is_written_and_variables_are_plain_text():
    made = export(policies.read({"Statement": ALLOW | {"Resource": "${aws:username}"}}), Form.TERRAFORM)
    assert isinstance(made, Exported)
    assert 'version = "2008-10-17"' in made.text
    assert '["$${aws:username}"]' in made.text
    assert NoteId.VERSION_WRITTEN in {note.id for note in made.notes}


def test_jsonencode_doubles_the_signs_of_templates():
    policy = policies.read('{"a": "${x}", "b": "%{x}", "c": "$${x}", "d": "${", "e": "100%"}')
    text = text_of(policy, Form.TERRAFORM_JSONENCODE)
    for line in ('"$${x}"', '"%%{x}"', '"\\u0024$${x}"', '"\\u0024{"', '"100\\u0025"'):
        assert line in text


RESOURCES = {
    Kind.IDENTITY: ("aws_iam_policy", {"name", "policy"}),
    Kind.BOUNDARY: ("aws_iam_policy", {"name", "policy"}),
    Kind.SCP: ("aws_organizations_policy", {"name", "type", "content"}),
    Kind.RCP: ("aws_organizations_policy", {"name", "type", "content"}),
    Kind.TRUST: ("aws_iam_role", {"name", "assume_role_policy"}),
}


@pytest.mark.parametrize("form", [Form.TERRAFORM, Form.TERRAFORM_JSONENCODE])
@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_has_the_resource_that_fits(form, kind):
    made = export(policies.read({"Version": "2012-10-17", "Statement": [ALLOW]}), form, Placement(kind, "Cat shelf"))
    assert isinstance(made, Exported)
    resources = [(labels, set(block)) for name, labels, block in read(made.text).blocks if name == "resource"]
    if kind in RESOURCES:
        name, attributes = RESOURCES[kind]
        assert resources == [([name, "cat_shelf"], attributes)]
    else:
        assert resources == []
        assert made.notes[0].id is NoteId.NO_RESOURCE


@pytest.mark.parametrize("form", [Form.TERRAFORM, Form.TERRAFORM_JSONENCODE])
def test_an_inline_policy_takes_its_role_as_a_variable(form):
    policy = policies.read({"Version": "2012-10-17", "Statement": [ALLOW]})
    found = read(text_of(policy, form, Placement(name="Cat shelf", inline=True)))
    (resource,) = found.of("resource", "aws_iam_role_policy", "cat_shelf")
    assert resource["role"] == "var.role_name"
    assert found.of("variable", "role_name")
    assert resource["name"] == "Cat-shelf"


def test_organizations_get_the_text_without_white_space():
    policy = policies.read({"Version": "2012-10-17", "Statement": [ALLOW]})
    (resource,) = read(text_of(policy, Form.TERRAFORM, Placement(Kind.SCP, "x"))).of("resource")
    assert resource["content"] == "data.aws_iam_policy_document.x.minified_json"
    assert resource["type"] == "SERVICE_CONTROL_POLICY"


def test_the_layout_is_that_of_terraform_fmt():
    document = {
        "Version": "2012-10-17",
        "Statement": {
            "Sid": "Use",
            "Effect": "Allow",
            "Action": ["a:b", "c:d"],
            "Resource": "*",
            "Condition": {"Bool": {"aws:SecureTransport": True}},
        },
    }
    assert text_of(policies.read(document), Form.TERRAFORM, Placement(name="Cats")) == LAYOUT


LAYOUT = """\
data "aws_iam_policy_document" "cats" {
  version = "2012-10-17"

  statement {
    sid    = "Use"
    effect = "Allow"
    actions = [
      "a:b",
      "c:d",
    ]
    resources = ["*"]

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["true"]
    }
  }
}

resource "aws_iam_policy" "cats" {
  name   = "Cats"
  policy = data.aws_iam_policy_document.cats.json
}
"""
