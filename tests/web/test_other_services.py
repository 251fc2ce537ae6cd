"""Statements for other services are guided rules: each kind of resource has its own fields, and operations that fit it."""

import json

import pytest

from policybuilder.authoring import compose
from policybuilder.web.contexts.builder import rule_cards
from policybuilder.web.forms.builder import BuilderForm, form_state
from policybuilder.web.forms.state import pairs, query
from tests.authoring.build import accepted
from tests.web.visitor import working_on

PLACE = {"account": "111122223333", "regions": ["us-east-1"]}
# The type, its fields as typed, an operation of the picker, and what comes of it.
TYPES = [
    ("s3:bucket", {"bucket": "cat-images"}, "s3:ListBucket", "arn:aws:s3:::cat-images"),
    ("s3:object", {"bucket": "cat-images", "key": "in/*"}, "s3:GetObject", "arn:aws:s3:::cat-images/in/*"),
    ("kms:key", {"key_id": "1234abcd-12ab"}, "kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab"),
    (
        "logs:log-group",
        {"name": "/aws/lambda/read-cats"},
        "logs:PutLogEvents",
        "arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/read-cats:log-stream:*",
    ),
    ("iam:role", {"name": "VideoReporter"}, "iam:PassRole", "arn:aws:iam::111122223333:role/VideoReporter"),
    ("all", {}, "cloudwatch:GetMetricData", "*"),
    ("all", {}, "s3:ListAllMyBuckets", "*"),
]
EMPTY = {"schema_version": 1, "settings": PLACE, "rules": []}


@pytest.mark.parametrize(("kind", "fields", "operation", "written"), TYPES, ids=lambda value: str(value)[:30])
def test_a_rule_is_added_edited_and_its_resource_removed(ana, kind, fields, operation, written):
    working_on(ana, accepted(EMPTY))
    ana.press("rule-add:Allow")
    ana.fill("rules-0-targets-0-type", kind)
    ana.tick("rules-0-operations", operation)
    for name, text in fields.items():
        ana.fill(f"rules-0-targets-0-{name}", text)
    ana.preview()
    [statement] = ana.policy["Statement"]
    assert (statement["Action"], statement["Resource"]) == (operation, written)
    if fields:
        last = [*fields][-1]
        ana.fill(f"rules-0-targets-0-{last}", "another").preview()
        assert "another" in ana.policy["Statement"][0]["Resource"]
    ana.press("target-add:r1").press("target-remove:r1:0")
    assert kind == "all" or written not in ana.policy_text


@pytest.mark.parametrize(("kind", "fields", "operation", "written"), TYPES, ids=lambda value: str(value)[:30])
def test_operations_that_fit_the_resource_come_first_and_in_sight(kind, fields, operation, written):
    rule = {"type": "guided", "id": "r1", "effect": "Allow", "operations": [], "targets": [{"type": kind, **fields}]}
    draft = accepted(EMPTY | {"rules": [rule]})
    form = BuilderForm(query(pairs(form_state(draft, open_rule="r1"))))
    [card] = rule_cards(form, draft, compose(draft), ())
    assert operation in {row.id for row in card.others}
    assert card.others_open is (kind != "all")
    if kind != "all":
        assert card.others[0].id.partition(":")[0] == kind.partition(":")[0]
    assert written


def test_passing_a_role_is_a_rule_with_its_condition(ana):
    working_on(ana, accepted(EMPTY))
    ana.press("rule-add:Allow").fill("rules-0-targets-0-type", "iam:role").fill(
        "rules-0-targets-0-name", "VideoReporter"
    )
    ana.tick("rules-0-operations", "iam:PassRole").preview()
    ana.press("rule-open:r1").press("rule-open:r1")
    ana.press("condition-add:r1:iam:PassedToService")
    ana.fill("rules-0-conditions-0-values", "rekognition.amazonaws.com").preview()
    assert json.loads(ana.policy_text)["Statement"][0]["Condition"] == {
        "StringEquals": {"iam:PassedToService": "rekognition.amazonaws.com"}
    }
