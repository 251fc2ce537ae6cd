"""Templates and stacks: cfn-lint finds no error in them, each kind has its resource type, functions are no text."""

import json
import warnings

import pytest
from cfnlint.api import lint
from cfnlint.config import ManualArgs

from policybuilder.export import Exported, Form, Kind, Placement, Reason, Refused, export
from tests.export import policies
from tests.export.policies import text_of
from tests.export.stubs import run_cdk

TYPES = {
    (Kind.IDENTITY, False): "AWS::IAM::ManagedPolicy",
    (Kind.IDENTITY, True): "AWS::IAM::RolePolicy",
    (Kind.BOUNDARY, False): "AWS::IAM::ManagedPolicy",
    (Kind.SCP, False): "AWS::Organizations::Policy",
    (Kind.RCP, False): "AWS::Organizations::Policy",
    (Kind.TRUST, False): "AWS::IAM::Role",
}
STATEMENT = {
    "Sid": "Use",
    "Effect": "Allow",
    "Action": ["rekognition:DetectCustomLabels", "s3:GetObject"],
    "Resource": "arn:aws:rekognition:us-east-1:111122223333:project/${aws:PrincipalTag/team}/version/*/*",
    "Condition": {"StringLike": {"aws:PrincipalTag/o'clock": ['"q"', "no", "é 😀"]}},
}
TRUST = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}


def policy_for(kind):
    statement = TRUST if kind is Kind.TRUST else STATEMENT
    return policies.read({"Version": "2012-10-17", "Statement": [statement]})


@pytest.mark.parametrize("form", [Form.CLOUDFORMATION, Form.CLOUDFORMATION_JSON])
@pytest.mark.parametrize(("kind", "inline"), list(TYPES))
def test_cfn_lint_has_no_complaint(form, kind, inline):
    text = text_of(policy_for(kind), form, Placement(kind, "Cat shelf camera", inline))
    assert TYPES[kind, inline] in text
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # cfn-lint's own
        found = lint(text, config=ManualArgs(regions=["us-east-1"]))
    assert not found, [(match.rule.id, match.message) for match in found]


def test_cfn_lint_would_complain():
    text = text_of(policy_for(Kind.IDENTITY), Form.CLOUDFORMATION).replace("ManagedPolicyName", "PolicyName")
    assert lint(text, config=ManualArgs(regions=["us-east-1"]))


@pytest.mark.parametrize(("kind", "inline"), list(TYPES))
def test_the_cdk_makes_the_same_resource(kind, inline):
    placement = Placement(kind, "Cat shelf camera", inline)
    (resource,) = json.loads(text_of(policy_for(kind), Form.CLOUDFORMATION_JSON, placement))["Resources"].values()
    name, properties = run_cdk(text_of(policy_for(kind), Form.CDK_PYTHON, placement))
    assert name == f"Cfn{resource['Type'].split('::')[2]}"
    assert {key.replace("_", "") for key in properties} == {key.lower() for key in resource["Properties"]}


@pytest.mark.parametrize("kind", [Kind.PROJECT, Kind.SESSION, Kind.RESOURCE])
@pytest.mark.parametrize("form", [Form.CLOUDFORMATION, Form.CLOUDFORMATION_JSON, Form.CDK_PYTHON, Form.CDK_TYPESCRIPT])
def test_kinds_without_a_resource_type_are_refused(kind, form):
    made = export(policy_for(kind), form, Placement(kind))
    assert isinstance(made, Refused)
    assert [each.reason for each in made.obstacles] == [Reason.NO_PLACE]


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        ({"Resource": {"Ref": "Bucket"}}, Reason.FUNCTION),
        ({"Resource": {"Fn::Sub": "x"}}, Reason.FUNCTION),
        ({"Resource": "{{resolve:ssm:x}}"}, Reason.DYNAMIC_REFERENCE),
        ({"Resource": None}, Reason.NULL),
        ({"Resource": 0.5}, Reason.NUMBER),
        ({"Resource": "\udc00"}, Reason.HALF_CHARACTER),
    ],
)
def test_what_a_template_would_change_is_refused(member, reason):
    policy = policies.read({"Version": "2012-10-17", "Statement": [STATEMENT | member]})
    for form in (Form.CLOUDFORMATION, Form.CLOUDFORMATION_JSON, Form.CDK_PYTHON, Form.CDK_TYPESCRIPT):
        made = export(policy, form)
        assert isinstance(made, Refused)
        assert reason in {each.reason for each in made.obstacles}


@pytest.mark.parametrize(
    ("member", "reason", "forms"),
    [
        ({"Sid": "${Token[TOKEN.1]}"}, Reason.CDK_REFERENCE, [Form.CDK_PYTHON, Form.CDK_TYPESCRIPT]),
        ({"__proto__": {"x": 1}}, Reason.PROTOTYPE, [Form.CDK_TYPESCRIPT]),
    ],
)
def test_what_the_cdk_would_change_is_refused(member, reason, forms):
    policy = policies.read({"Version": "2012-10-17", "Statement": [STATEMENT | member]})
    for form in (Form.CLOUDFORMATION, Form.CDK_PYTHON, Form.CDK_TYPESCRIPT):
        made = export(policy, form)
        reasons = set() if isinstance(made, Exported) else {each.reason for each in made.obstacles}
        assert (reason in reasons) == (form in forms)
