"""Who of other accounts may copy, and whether a project policy is public."""

import pytest

from policybuilder.analysis.compare import layers_of
from policybuilder.analysis.exposure import ANY_ACCOUNT, cross_account, exposure, is_public
from policybuilder.analysis.globs import Budget
from policybuilder.iam import Decision, decide, policy_from

OWN = "111122223333"
VERSIONS = f"arn:aws:rekognition:us-east-1:{OWN}:project/cats/version/*"
ORG = {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}


def project(principal, condition=None, *more):
    allow = {
        "Effect": "Allow",
        "Principal": principal,
        "Action": "rekognition:CopyProjectVersion",
        "Resource": VERSIONS,
        **({"Condition": condition} if condition else {}),
    }
    found = policy_from({"Version": "2012-10-17", "Statement": [allow, *more]})
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("condition", "public"),
    [
        (None, "yes"),
        (ORG, "no"),
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}, "yes"),
        ({"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-abcdefghij"}}, "yes"),
        ({"StringLike": {"aws:PrincipalOrgID": "o-*"}}, "yes"),
        ({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-abcdefghij/*"}}, "no"),
        ({"StringEquals": {"aws:PrincipalAccount": "444455556666"}}, "no"),
        ({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::444455556666:role/*"}}, "no"),
        ({"StringEquals": {"aws:SourceVpce": "vpce-0123456789abcdef0"}}, "no"),
        ({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, "no"),
        ({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, "yes"),
        ({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, "yes"),
    ],
)
def test_everyone_is_public_unless_a_condition_pins_who_asks(condition, public):
    assert is_public(project("*", condition)) == public


def test_an_account_is_not_everyone():
    assert is_public(project({"AWS": "arn:aws:iam::444455556666:root"})) == "no"


@pytest.mark.parametrize(
    ("operator", "public"),
    [("StringNotEquals", "no"), ("StringNotEqualsIfExists", "no"), ("ForAnyValue:StringNotEquals", "yes")],
)
def test_a_deny_for_all_but_an_organization_makes_it_not_public(operator, public):
    """Where an absent key is not denied, whoever is of no organization gets in."""
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "*",
        "Resource": "*",
        "Condition": {operator: {"aws:PrincipalOrgID": "o-abcdefghij"}},
    }
    assert is_public(project("*", None, deny)) == public


def test_the_witness_is_let_in():
    policy = project("*")
    found = exposure(policy)
    assert found.witness is not None
    assert decide(found.witness, layers_of(policy, "project")).decision is Decision.ALLOWED


def test_accounts_are_told_apart():
    found = cross_account(project({"AWS": ["arn:aws:iam::444455556666:root", "arn:aws:iam::123456789012:role/Copier"]}))
    assert [(each.account, each.whole) for each in found] == [("123456789012", False), ("444455556666", True)]
    assert all(box.actions == ("rekognition:CopyProjectVersion",) for each in found for box in each.boxes)
    assert found[0].callers == ("arn:aws:sts::123456789012:assumed-role/Copier/example-session",)


def test_what_anybody_may_do_is_told_once():
    more = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
        "Action": "rekognition:CopyProjectVersion",
        "Resource": VERSIONS,
    }
    assert [each.account for each in cross_account(project("*", None, more))] == [ANY_ACCOUNT]
    pinned = cross_account(project("*", ORG, more))
    assert [each.account for each in pinned] == [ANY_ACCOUNT, "444455556666"]


def test_the_trusted_account_is_left_out():
    found = project({"AWS": ["arn:aws:iam::444455556666:root", f"arn:aws:iam::{OWN}:root"]})
    assert [each.account for each in cross_account(found, trusted=(OWN,))] == ["444455556666"]


def test_a_denied_account_is_let_in_nowhere():
    deny = {"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": "*", "Resource": "*"}
    assert cross_account(project({"AWS": "arn:aws:iam::444455556666:root"}, None, deny)) == ()


def test_out_of_steps_nothing_is_called_private():
    conditions = {"StringLike": {f"aws:PrincipalTag/t{number}": f"*a*{number}*b*" for number in range(8)}}
    found = exposure(project("*", conditions), budget=Budget(1))
    assert found.public == "unknown"
    assert not found.complete
