"""Commands and scripts make calls that AWS's own model of its APIs takes, with names that it takes."""

import re

import botocore.session
import pytest
from botocore.validate import ParamValidator
from hypothesis import given

from policybuilder.export import Exported, Form, Kind, NoteId, Placement, Reason, Refused, export
from tests.export import policies
from tests.export.policies import text_of
from tests.export.stubs import options_of, run_boto3, run_shell

POLICY = policies.read({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "a:b", "Resource": "*"}]})
MODELS = botocore.session.get_session()
CALLS = {
    (Kind.IDENTITY, False): ("iam", "CreatePolicy"),
    (Kind.IDENTITY, True): ("iam", "PutRolePolicy"),
    (Kind.BOUNDARY, False): ("iam", "CreatePolicy"),
    (Kind.SESSION, False): ("sts", "AssumeRole"),
    (Kind.SCP, False): ("organizations", "CreatePolicy"),
    (Kind.RCP, False): ("organizations", "CreatePolicy"),
    (Kind.PROJECT, False): ("rekognition", "PutProjectPolicy"),
    (Kind.TRUST, False): ("iam", "CreateRole"),
}
FILLED = {
    "ROLE_NAME": "Trainer",
    "ROLE_ARN": "arn:aws:iam::111122223333:role/Trainer",
    "PROJECT_ARN": "arn:aws:rekognition:us-east-1:111122223333:project/cats/1690000000000",
}


def shape_of(service, operation):
    return MODELS.get_service_model(service).operation_model(operation).input_shape


def fits(shape, parameters):
    """Parameters by the model: known, of the type, all that are required, names of the pattern."""
    filled = {name: FILLED.get(value, value) for name, value in parameters.items()}
    report = ParamValidator().validate(filled, shape)
    assert not report.has_errors(), report.generate_report()
    for name, value in filled.items():
        pattern, longest = shape.members[name].metadata.get("pattern"), shape.members[name].metadata.get("max")
        if name.endswith("Name"):
            assert pattern is None or re.fullmatch(pattern, value), (name, value)
            assert longest is None or len(value) <= longest
        if value in shape.members[name].enum:
            assert value.endswith("_CONTROL_POLICY")


def dashed(name):
    return "-".join(re.findall("[A-Z][a-z]+", name)).lower()


@pytest.mark.parametrize(("kind", "inline"), list(CALLS))
def test_each_kind_has_its_call(kind, inline):
    service, operation = CALLS[kind, inline]
    shape = shape_of(service, operation)
    placement = Placement(kind, "Cat shelf camera", inline)
    words = run_shell(text_of(POLICY, Form.CLI, placement))
    assert words[:2] == [service, dashed(operation)]
    members = {dashed(name): name for name in shape.members}
    options = {members[name.removeprefix("--")]: value for name, value in options_of(words).items()}
    fits(shape, options)
    made, method, parameters = run_boto3(text_of(POLICY, Form.BOTO3, placement))
    assert (made, method) == (service, dashed(operation).replace("-", "_"))
    fits(shape, parameters)
    assert set(parameters) == set(options)


@pytest.mark.law
@given(name=policies.names)
def test_any_name_gives_names_that_aws_takes(name):
    for (kind, inline), (service, operation) in CALLS.items():
        _, _, parameters = run_boto3(text_of(POLICY, Form.BOTO3, Placement(kind, name, inline)))
        fits(shape_of(service, operation), parameters)


@pytest.mark.parametrize("form", [Form.CLI, Form.BOTO3, Form.CLOUDFORMATION, Form.CDK_PYTHON, Form.CDK_TYPESCRIPT])
def test_another_services_resource_policy_has_no_place_of_its_own(form):
    made = export(POLICY, form, Placement(Kind.RESOURCE))
    assert isinstance(made, Refused)
    assert [(each.reason, each.value) for each in made.obstacles] == [(Reason.NO_PLACE, "resource")]


@pytest.mark.parametrize("form", [form for form in Form if form not in {Form.JSON, Form.JSON_LINE}])
@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in {Kind.IDENTITY, Kind.RESOURCE}])
def test_only_an_identity_policy_is_written_into_a_role(form, kind):
    made = export(POLICY, form, Placement(kind, inline=True))
    assert isinstance(made, Refused)
    assert Reason.INLINE in {each.reason for each in made.obstacles}


@pytest.mark.parametrize("form", [Form.CLI, Form.BOTO3])
@pytest.mark.parametrize(("kind", "inline"), list(CALLS))
def test_what_is_to_be_filled_in_is_named(form, kind, inline):
    made = export(POLICY, form, Placement(kind, "Cats", inline))
    assert isinstance(made, Exported)
    named = [value for note in made.notes if note.id is NoteId.FILL_IN for value in note.values]
    assert named == [value for value in FILLED if re.search(rf"\b{value}\b", made.text)]
