"""Who may be asking of a policy that names callers, and the copy that a project policy is about."""

import pytest

from policybuilder.authoring import compose
from policybuilder.authoring.askers import named_callers, usual_copy
from tests.authoring.build import CATS_V1, allow, deny, draft

A, B = "111122223333", "444455556666"
PLACE = f"arn:aws:rekognition:us-east-1:{A}:project"


def asked(*rules, **settings):
    drafted = draft(*rules, **{"kind": "project", **settings})
    policy = compose(drafted).policy
    return named_callers(policy, drafted.settings), usual_copy(policy, drafted.settings)


def copy(*entries, effect=allow, target=CATS_V1):
    return effect("CopyProjectVersion", target, title="Copy", principals=list(entries))


@pytest.mark.parametrize(
    ("entry", "callers"),
    [
        ({"type": "AWS", "values": [f"arn:aws:iam::{B}:root"]}, (f"arn:aws:iam::{B}:role/Copier",)),
        ({"type": "AWS", "values": [B]}, (f"arn:aws:iam::{B}:role/Copier",)),
        ({"type": "AWS", "values": ["*"]}, (f"arn:aws:iam::{B}:role/Copier",)),
        ({"type": "*", "values": []}, (f"arn:aws:iam::{B}:role/Copier",)),
        (
            {"type": "AWS", "values": [f"arn:aws:iam::{A}:role/x/Y", f"arn:aws:iam::{A}:user/ana"]},
            (f"arn:aws:iam::{A}:role/x/Y", f"arn:aws:iam::{A}:user/ana"),
        ),
        ({"type": "AWS", "values": [f"arn:aws:sts::{B}:assumed-role/Y/s"]}, (f"arn:aws:sts::{B}:assumed-role/Y/s",)),
        ({"type": "Service", "values": ["sagemaker.amazonaws.com"]}, ("sagemaker.amazonaws.com",)),
        ({"type": "Federated", "values": ["accounts.google.com"]}, ()),
        ({"type": "AWS", "values": ["AROAEXAMPLEEXAMPLE123"]}, ()),
    ],
)
def test_a_caller_stands_for_each_name(entry, callers):
    assert asked(copy(entry))[0] == callers


def test_who_is_allowed_comes_before_who_is_denied():
    denied = {"type": "AWS", "values": [f"arn:aws:iam::{B}:role/Stranger"]}
    allowed = {"type": "AWS", "values": [f"arn:aws:iam::{B}:role/Friend"]}
    assert asked(copy(denied, effect=deny), copy(allowed))[0] == (*allowed["values"], *denied["values"])


def test_a_kind_that_names_nobody_has_no_callers_and_no_usual_question():
    rule = copy({"type": "AWS", "values": [B]})
    assert asked(rule, kind="identity") == ((), {})


def test_the_usual_copy_goes_from_a_version_of_the_policy_to_the_callers_account():
    _, copied = asked(copy({"type": "AWS", "values": [f"arn:aws:iam::{A}:role/Y"]}))
    assert copied["operation"] == "CopyProjectVersion"
    assert copied["principal"] == f"arn:aws:iam::{A}:role/Y"
    assert copied["resource"].startswith(f"{PLACE}/cats/version/v1/")
    assert copied["destination"].startswith(f"{PLACE}/cats/")
    _, other = asked(copy({"type": "Service", "values": ["sagemaker.amazonaws.com"]}))
    assert f":{B}:project/cats/" in other["destination"]


def test_a_policy_without_a_statement_asks_about_the_operation_alone():
    assert asked()[1] == {"operation": "CopyProjectVersion", "principal": "", "resource": "", "destination": ""}
