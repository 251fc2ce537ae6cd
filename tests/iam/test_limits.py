"""Which layers count for whom (SCP and RCP pages, "Policies and permissions in IAM")."""

import pytest

from policybuilder.iam import Request
from policybuilder.iam.limits import RCP_DATE, RCP_SERVICES, Exemption, ExemptReason, exemption
from tests.strategies import FEDERATED, LINKED, OTHER_ROLE, ROLE, ROOT, SERVICE, SESSION, USER, VERSION

LAYERS = ["identity", "boundary", "session", "scp", "rcp", "resource"]
LINKED_SESSION = "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForX/s1"
NOT_COVERED, LINKED_ROLE = {"rcp": ExemptReason.NOT_COVERED}, ExemptReason.SERVICE_LINKED
OBJECT = "arn:aws:s3:::cats/in/1.jpg"


def exempt(principal, action="rekognition:DetectCustomLabels", resource=VERSION, **more):
    request = Request(action, resource, principal, **more)
    return {layer: reason for layer in LAYERS if (reason := exemption(layer, request))}


@pytest.mark.parametrize("who", [USER, ROLE, SESSION, FEDERATED, None, "arn:aws:iam::111122223333:group/x"])
def test_every_layer_counts_for_most(who):
    assert exempt(who) == NOT_COVERED
    assert exempt(who, "s3:GetObject", OBJECT) == {}


def test_the_root_user_has_neither_policies_nor_boundary():
    assert exempt(ROOT) == {"identity": ExemptReason.ROOT, "boundary": ExemptReason.ROOT} | NOT_COVERED


def test_a_service_has_policies_on_the_resource_alone():
    own = dict.fromkeys(["identity", "boundary", "session", "scp"], ExemptReason.SERVICE)
    assert exempt(SERVICE) == own | NOT_COVERED
    assert exempt(SERVICE, "s3:GetObject", OBJECT) == own


@pytest.mark.parametrize("who", [LINKED, LINKED_SESSION])
def test_service_linked_roles_pass_scps_and_rcps(who):
    assert exempt(who) == {"scp": LINKED_ROLE} | NOT_COVERED
    assert exempt(who, "s3:GetObject", OBJECT) == {"scp": LINKED_ROLE, "rcp": LINKED_ROLE}


@pytest.mark.parametrize(
    "who",
    [
        "arn:aws:iam::111122223333:role/AWSServiceRoleForX",
        "arn:aws:iam::111122223333:role/x/aws-service-role/y",
        "arn:aws:iam::111122223333:user/aws-service-role/y",
        "arn:aws:sts::111122223333:federated-user/AWSServiceRoleForX",
        "arn:aws:sts::111122223333:assumed-role/MyAWSServiceRoleForX/s1",
    ],
)
def test_what_only_looks_like_a_service_linked_role(who):
    assert exempt(who) == NOT_COVERED


@pytest.mark.parametrize("caller", ["sagemaker.amazonaws.com", "anonymous"])
def test_who_has_no_account_is_not_in_the_management_account(caller):
    assert exemption("rcp", Request("s3:GetObject", "*", caller, management_account=True)) is None


def test_the_management_account_is_out_of_reach():
    reason = ExemptReason.MANAGEMENT_ACCOUNT
    assert exempt(USER, management_account=True) == {"scp": reason} | NOT_COVERED
    assert exempt(USER, "s3:GetObject", OBJECT, management_account=True) == {"scp": reason, "rcp": reason}
    assert exempt(LINKED, management_account=True) == {"scp": LINKED_ROLE} | NOT_COVERED


def test_resources_of_members_keep_their_rcps_whoever_asks():
    member = Request("s3:GetObject", OBJECT, OTHER_ROLE, "111122223333", management_account=True)
    assert exemption("rcp", member) is None
    assert exemption("rcp", Request("s3:GetObject", OBJECT, USER, "444455556666", management_account=True)) is None
    own = Request("s3:GetObject", OBJECT, OTHER_ROLE, "444455556666", management_account=True)
    assert exemption("rcp", own) is ExemptReason.MANAGEMENT_ACCOUNT


@pytest.mark.parametrize(
    ("action", "covered"),
    [
        ("s3:GetObject", True),
        ("S3:GetObject", True),
        ("textract:DetectDocumentText", True),
        ("kms:Decrypt", True),
        ("sts:AssumeRole", True),
        ("rekognition:CreateProject", False),
        ("ec2:RunInstances", False),
        ("s3", True),
        ("", False),
    ],
)
def test_services_that_rcps_reach(action, covered):
    assert ("rcp" not in exempt(USER, action)) is covered


def test_the_list_of_services_is_one_of_prefixes_with_its_date():
    assert len(RCP_SERVICES) == 62
    assert RCP_DATE == "2026-09-26"
    assert all(name == name.lower().strip() and name.replace("-", "").isalnum() for name in RCP_SERVICES)


def test_reasons_are_ids_for_sentences():
    assert [reason.value for reason in ExemptReason] == [
        "exempt_root",
        "exempt_anonymous",
        "exempt_signed_only",
        "exempt_service",
        "exempt_management_account",
        "exempt_service_linked",
        "exempt_not_covered",
    ]
    assert Exemption("rcp", ExemptReason.NOT_COVERED) == Exemption("rcp", ExemptReason.NOT_COVERED)


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("s3:GetObject", None),
        ("rekognition:CopyProjectVersion", ExemptReason.SIGNED_ONLY),
        ("REKOGNITION:x", ExemptReason.SIGNED_ONLY),
        ("", None),
    ],
)
def test_who_does_not_sign_has_policies_on_resources_alone(action, resource):
    asked = Request(action, OBJECT, "anonymous")
    assert [exemption(layer, asked) for layer in ("identity", "boundary", "session", "scp")] == [
        ExemptReason.ANONYMOUS
    ] * 4
    assert exemption("resource", asked) is resource
    covered = action.startswith("s3:")
    assert exemption("rcp", asked) is (None if covered else ExemptReason.NOT_COVERED)
    assert exemption("resource", Request(action, OBJECT, USER)) is None
