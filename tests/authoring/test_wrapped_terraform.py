"""Documents in Terraform's JSON: configurations, plans, states, the data source. What Terraform computes is said."""

import json

import pytest

from policybuilder.authoring.wrapped import unwrap
from policybuilder.authoring.wrapped_parts import Unplain, WrappedDocument
from tests.authoring.test_wrapped import ASSUME, LINE, PLAIN, found


def test_configurations_of_terraform() -> None:
    escaped = LINE.replace("s3:Get*", "s3:$${x}%%{y}")
    given = {
        "resource": {
            "aws_iam_policy": {
                "use": {"name": "use-model", "policy": LINE},
                "encoded": {"policy": f"${{jsonencode({LINE})}}"},
                "escaped": {"policy": escaped},
            },
            "aws_iam_role": {"r": {"name": "R", "assume_role_policy": json.dumps(ASSUME)}},
        },
        "locals": {"text": LINE},
    }
    documents = unwrap(json.dumps(given)).documents
    assert [(each.place, each.name, each.kind, each.obstacles) for each in documents] == [
        ("locals.text", "", "", ()),
        ("resource.aws_iam_policy.use.policy", "use-model", "identity", ()),
        ("resource.aws_iam_policy.encoded.policy", "encoded", "identity", ()),
        ("resource.aws_iam_policy.escaped.policy", "escaped", "identity", ()),
        ("resource.aws_iam_role.r.assume_role_policy", "R", "trust", ()),
    ]
    assert [json.loads(each.text) for each in documents[:3]] == [PLAIN] * 3
    assert json.loads(documents[3].text)["Statement"][0]["Action"] == "s3:${x}%{y}"


@pytest.mark.parametrize(
    "policy",
    [
        LINE.replace("s3:Get*", "${var.action}"),
        LINE.replace("s3:Get*", "%{if x}"),
        LINE.replace("s3:Get*", "$$${x}"),
        '${jsonencode({ Version = "2012-10-17", Statement = [] })}',
        '${jsonencode({"Statement": [{"Resource": "${aws_s3_bucket.b.arn}"}]})}',
    ],
)
def test_what_terraform_computes_is_said_with_its_place(policy: str) -> None:
    (only,) = unwrap(json.dumps({"resource": {"aws_iam_policy": {"p": {"policy": policy}}}})).documents
    assert [(each.reason, each.place) for each in only.obstacles] == [
        (Unplain.EXPRESSION, "resource.aws_iam_policy.p.policy")
    ]


@pytest.mark.parametrize(
    ("outer", "place"),
    [
        (lambda each: {"format_version": "1.2", "planned_values": {"root_module": {"resources": [each]}}, "resource_changes": [{"change": {"after": each["values"]}}]}, "planned_values.root_module.resources[0].values.policy"),
        (lambda each: {"values": {"root_module": {"child_modules": [{"resources": [each]}]}}}, "values.root_module.child_modules[0].resources[0].values.policy"),
        (lambda each: {"version": 4, "resources": [{"type": each["type"], "name": "use", "instances": [{"attributes": each["values"]}]}]}, "resources[0].instances[0].attributes.policy"),
    ],
    ids=["plan", "state", "file"],
)  # fmt: skip
def test_plans_and_states_of_terraform(outer, place: str) -> None:
    each = {"type": "aws_iam_policy", "name": "use", "values": {"name": "use-model", "policy": LINE}}
    assert found(outer(each)) == [(place, "use-model", "identity")]


def data(**body: object) -> WrappedDocument:
    (only,) = unwrap(json.dumps({"data": {"aws_iam_policy_document": {"use": body}}})).documents
    return only


def test_the_data_source_becomes_its_document() -> None:
    only = data(
        statement=[
            {"sid": "A", "actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::b/&{aws:username}", "*"]},
            {
                "effect": "Deny",
                "not_actions": ["iam:*", "sts:*"],
                "not_resources": ["x"],
                "not_principals": [{"type": "AWS", "identifiers": ["1", "2"]}],
                "condition": {"test": "Bool", "variable": "aws:SecureTransport", "values": [False]},
            },
            {"actions": ["a:B"], "principals": {"type": "*", "identifiers": ["*"]}},
        ]
    )
    assert (only.place, only.name, only.obstacles) == ("data.aws_iam_policy_document.use", "use", ())
    assert json.loads(only.text) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "A",
                "Effect": "Allow",
                "Action": "s3:GetObject",
                "Resource": ["arn:aws:s3:::b/${aws:username}", "*"],
            },
            {
                "Effect": "Deny",
                "NotPrincipal": {"AWS": ["1", "2"]},
                "NotAction": ["iam:*", "sts:*"],
                "NotResource": "x",
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
            {"Effect": "Allow", "Principal": "*", "Action": "a:B"},
        ],
    }


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"source_policy_documents": ["x"]}, ".source_policy_documents"),
        ({"statement": [{"actions": ["${var.a}"]}]}, ".statement[0].actions"),
        ({"statement": [{"actions": [{"a": 1}]}]}, ".statement[0].actions"),
        ({"statement": {"dynamic": []}}, ".statement[0].dynamic"),
        ({"statement": "${x}"}, ".statement"),
        ({"statement": [{"condition": [{"test": "Bool", "variable": "a", "values": ["x"]}] * 2}]}, ".statement[0].condition.variable"),
        ({"statement": {"principals": [{"type": "*", "identifiers": ["*"]}, {"type": "AWS", "identifiers": ["1"]}]}}, ".statement[0].principals"),
    ],
)  # fmt: skip
def test_arguments_of_the_data_source_that_are_not_plain(body: dict[str, object], place: str) -> None:
    assert f"data.aws_iam_policy_document.use{place}" in [each.place for each in data(**body).obstacles]
