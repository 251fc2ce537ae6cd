"""What no case can show: the forms of principals, parameters, and fixes of the checks of principals."""

from typing import Any

import pytest

from policybuilder.iam import RCP_SERVICES, Decision
from policybuilder.validator import PolicyKind, Validation, fixed_text, validate_plain
from policybuilder.validator.finding import Finding
from policybuilder.validator.principals.organizations import PRINCIPAL_KEYS, SOURCE_KEYS
from policybuilder.validator.principals.providers import GITHUB, SINGLE
from policybuilder.validator.principals.reading import is_aws_name, is_saml, kind_of_name, oidc_domain
from policybuilder.validator.principals.services import NEVER_SENT, SOURCES, WEAKER
from policybuilder.validator.proof import proof_of

COPY = "rekognition:CopyProjectVersion"
VERSIONS = "arn:aws:rekognition:us-east-1:111122223333:project/cats/version/*"
TRUST = "AWS::IAM::AssumeRolePolicyDocument"
IAM = "arn:aws:iam::444455556666:"


def validated(kind: PolicyKind, *statements: dict[str, Any], resource_type: str | None = None) -> Validation:
    return validate_plain({"Version": "2012-10-17", "Statement": list(statements)}, kind, resource_type=resource_type)


def project(principal: Any, **more: Any) -> Validation:
    statement = {"Effect": "Allow", "Principal": principal, "Action": COPY, "Resource": VERSIONS}
    return validated(PolicyKind.PROJECT, statement | more)


def trust(principal: Any, action: Any, **more: Any) -> Validation:
    statement = {"Effect": "Allow", "Principal": principal, "Action": action}
    return validated(PolicyKind.TRUST, statement | more, resource_type=TRUST)


def rcp(**more: Any) -> Validation:
    return validated(PolicyKind.RCP, {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"} | more)


def only(validation: Validation, code: str) -> Finding:
    found = [each for each in validation.findings if each.code == code]
    assert len(found) == 1, [each.code for each in validation.findings]
    return found[0]


def codes(validation: Validation) -> set[str]:
    return {each.code for each in validation.findings}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("111122223333", "AWS"),
        (f"{IAM}root", "AWS"),
        (f"{IAM}user/team/ana", "AWS"),
        ("arn:aws-us-gov:sts::444455556666:assumed-role/x/s", "AWS"),
        ("lambda.amazonaws.com", "Service"),
        ("ec2.amazonaws.com.cn", "Service"),
        (f"{IAM}saml-provider/Company", "Federated"),
        (f"{IAM}oidc-provider/accounts.google.com", "Federated"),
        ("ana", None),
        ("1111222233334", None),
        ("arn:aws:s3:::bucket", None),
        ("", None),
    ],
)
def test_the_kind_that_a_value_belongs_to(value: str, kind: str | None) -> None:
    assert kind_of_name(value) == kind


@pytest.mark.parametrize(
    ("value", "known"),
    [
        ("*", True),
        ("a" * 64, True),
        ("AROADBQP57FF2AEXAMPLE", True),
        ("arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity EH1HDMB1FH2TC", True),
        (f"{IAM}group/copiers", False),
        (f"{IAM}", False),
        ("arn:aws:iam:444455556666:root", False),
        ("arn:aws:sts::444455556666:assumed-role/x", False),
        ("4444-5555-6666", False),
    ],
)
def test_the_names_of_accounts_users_and_roles(value: str, known: bool) -> None:
    assert is_aws_name(value) is known


@pytest.mark.parametrize(
    ("value", "domain"),
    [
        ("accounts.google.com", "accounts.google.com"),
        (f"{IAM}oidc-provider/{GITHUB}", GITHUB),
        (f"{IAM}oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABC", "oidc.eks.us-east-1.amazonaws.com/id/ABC"),
        ("https://accounts.google.com", None),
        ("google", None),
        (f"{IAM}saml-provider/Company", None),
        ("", None),
    ],
)
def test_the_address_of_a_provider(value: str, domain: str | None) -> None:
    assert oidc_domain(value) == domain
    assert not (domain and is_saml(value))


def test_a_single_text_is_put_under_its_kind() -> None:
    validation = project("444455556666")
    finding = only(validation, "INVALID_PRINCIPAL_FORMAT")
    assert '"AWS": "444455556666"' in fixed_text(validation.subject.text, finding.fixes[0])


def test_an_account_loses_its_hyphens() -> None:
    validation = project({"AWS": [f"{IAM}root", "1111-2222-3333"]})
    finding = only(validation, "INVALID_PRINCIPAL_VALUE")
    assert '"111122223333"' in fixed_text(validation.subject.text, finding.fixes[0])


def test_a_pattern_of_roles_becomes_the_account_with_a_condition() -> None:
    validation = project({"AWS": f"{IAM}role/Copier-*"})
    text = fixed_text(validation.subject.text, only(validation, "UNSUPPORTED_WILDCARD_IN_PRINCIPAL").fixes[0])
    assert f'"AWS": "{IAM}root"' in text
    assert f'"aws:PrincipalArn": "{IAM}role/Copier-*"' in text


def test_a_pattern_among_others_is_not_replaced() -> None:
    validation = project({"AWS": [f"{IAM}role/Copier-*", "111122223333"]})
    assert only(validation, "UNSUPPORTED_WILDCARD_IN_PRINCIPAL").fixes == ()


def test_a_kind_that_is_there_already_is_no_new_name() -> None:
    assert only(project({"AWS": f"{IAM}root", "aws": "111122223333"}), "INVALID_PRINCIPAL_KEY").fixes == ()


def test_everyone_who_may_copy_is_shown_by_a_stranger() -> None:
    validation = project("*")
    proof = proof_of(validation.subject, only(validation, "PUBLIC_PRINCIPAL"))
    assert proof is not None
    assert proof.before is Decision.ALLOWED


@pytest.mark.parametrize("key", ["aws:PrincipalOrgID", "aws:PrincipalArn", "aws:SourceVpc", "aws:PrincipalAccount"])
def test_a_test_of_who_asks_keeps_everyone_out(key: str) -> None:
    assert "PUBLIC_PRINCIPAL" not in codes(project("*", Condition={"StringEquals": {key: "x"}}))
    assert "PUBLIC_PRINCIPAL" in codes(project("*", Condition={"StringNotEquals": {key: "x"}}))


@pytest.mark.parametrize("key", sorted(NEVER_SENT))
def test_a_key_that_services_never_send(key: str) -> None:
    validation = project({"Service": "lambda.amazonaws.com"}, Condition={"StringEquals": {key: "x"}})
    finding = only(validation, "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL")
    assert finding.params["variant"] == "refuses"
    assert not NEVER_SENT & (SOURCES | WEAKER)


@pytest.mark.parametrize("key", sorted(SOURCES))
def test_every_source_key_says_for_whom_a_service_acts(key: str) -> None:
    known = codes(project({"Service": "lambda.amazonaws.com"}, Condition={"StringEquals": {key: "x"}}))
    assert "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL" not in known


def test_the_account_of_the_resource_is_offered_as_the_source() -> None:
    validation = project({"Service": "lambda.amazonaws.com"})
    finding = only(validation, "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL")
    assert '"aws:SourceAccount": "111122223333"' in fixed_text(validation.subject.text, finding.fixes[0])


@pytest.mark.parametrize("key", sorted(SINGLE))
def test_the_audience_of_the_known_providers_is_one_value(key: str) -> None:
    domain = key.rpartition(":")[0]
    condition = {"ForAnyValue:StringEquals": {key: "x"}}
    known = codes(trust({"Federated": domain}, "sts:AssumeRoleWithWebIdentity", Condition=condition))
    assert "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE" in known


def test_another_providers_audience_is_to_be_confirmed() -> None:
    condition = {"ForAnyValue:StringEquals": {"login.example.com:aud": "x"}}
    provider = {"Federated": f"{IAM}oidc-provider/login.example.com"}
    known = codes(trust(provider, "sts:AssumeRoleWithWebIdentity", Condition=condition))
    assert "CONFIRM_AUDIENCE_CLAIM_TYPE" in known
    assert "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE" not in known


def test_a_subject_that_may_be_missing_names_no_repository() -> None:
    condition = {"StringEqualsIfExists": {f"{GITHUB}:sub": "repo:a/b:ref:refs/heads/main"}}
    provider = {"Federated": f"{IAM}oidc-provider/{GITHUB}"}
    known = codes(trust(provider, "sts:AssumeRoleWithWebIdentity", Condition=condition))
    assert "MISSING_GITHUB_REPO_CONDITION_KEY" in known


def test_roles_anywhere_may_have_its_actions_in_several_statements() -> None:
    service = {"Service": "rolesanywhere.amazonaws.com"}
    statements = [
        {"Effect": "Allow", "Principal": service, "Action": action}
        for action in ("sts:AssumeRole", ["sts:TagSession", "sts:SetSourceIdentity"])
    ]
    assert "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY" not in codes(validated(PolicyKind.TRUST, *statements))


@pytest.mark.parametrize("service", sorted(RCP_SERVICES))
def test_resource_control_policies_reach_every_listed_service(service: str) -> None:
    assert "RCP_SYNTAX_ERROR_ACTION" not in codes(rcp(Action=f"{service.upper()}:*"))


@pytest.mark.parametrize("key", PRINCIPAL_KEYS)
def test_a_deny_by_principal_leaves_services_out(key: str) -> None:
    condition = {"StringNotEqualsIfExists": {key: "x"}}
    code = "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY"
    validation = rcp(Condition=condition)
    assert code in codes(validation)
    text = fixed_text(validation.subject.text, only(validation, code).fixes[0])
    assert '"aws:PrincipalIsAWSService": "false"' in text
    for operator in ("Bool", "BoolIfExists"):
        carved = condition | {operator: {"aws:PrincipalIsAWSService": "false"}}
        assert code not in codes(rcp(Condition=carved))


@pytest.mark.parametrize("key", SOURCE_KEYS)
def test_a_deny_by_source_is_about_services_that_say_it(key: str) -> None:
    two = ("RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY", "RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK")
    condition: dict[str, dict[str, str]] = {"StringNotEquals": {key: "x"}}
    assert codes(rcp(Condition=condition)) >= set(two)
    whole = condition | {"Bool": {"aws:PrincipalIsAWSService": "true"}, "Null": {"aws:SourceArn": "false"}}
    assert not codes(rcp(Condition=whole)) & set(two)
