"""The question and what follows from it ("AWS global condition context keys", "Variables and tags")."""

import pytest

from policybuilder.iam import ALWAYS_SENT, Caller, Request, caller_of, derive_context
from policybuilder.iam.request import MULTIVALUED, Context, DerivedContext, Lookup, is_service_linked
from tests.strategies import PROJECT, ROLE, SESSION, USER

A = "111122223333"


@pytest.mark.parametrize(
    ("principal", "caller"),
    [
        (None, Caller(None)),
        ("", Caller(None)),
        ("ana", Caller(None)),
        (USER, Caller("User", USER, A, "ana")),
        (ROLE, Caller("AssumedRole", ROLE, A)),
        (
            "arn:aws:iam::111122223333:role/path/Trainer",
            Caller("AssumedRole", "arn:aws:iam::111122223333:role/path/Trainer", A),
        ),
        (SESSION, Caller("AssumedRole", ROLE, A)),
        ("arn:aws-cn:sts::1:assumed-role/R/s/x", Caller("AssumedRole", "arn:aws-cn:iam::1:role/R", "1")),
        (f"arn:aws:iam::{A}:root", Caller("Account", f"arn:aws:iam::{A}:root", A)),
        (f"arn:aws:sts::{A}:federated-user/ana", Caller("FederatedUser", f"arn:aws:sts::{A}:federated-user/ana", A)),
        ("rekognition.amazonaws.com", Caller(None, service=True)),
        ("rekognition.amazonaws.com.cn", Caller(None, service=True)),
        (f"arn:aws:iam::{A}:group/all", Caller(None, None, A)),
        ("arn:aws:s3:::cats", Caller(None, None, None)),
    ],
)
def test_callers(principal, caller):
    assert caller_of(principal) == caller


def derived(**request):
    return derive_context(Request(**{"action": "a:b", "resource": PROJECT, "principal": USER} | request))


def test_what_follows_from_a_user():
    found = derived()
    assert dict(found.context) == {
        "aws:PrincipalArn": USER,
        "aws:PrincipalAccount": A,
        "aws:PrincipalType": "User",
        "aws:username": "ana",
        "aws:RequestedRegion": "us-east-1",
        "aws:ResourceAccount": A,
        "aws:PrincipalIsAWSService": "false",
        "aws:ViaAWSService": "false",
    }
    assert found.open_keys == {
        "aws:CurrentTime",
        "aws:EpochTime",
        "aws:SecureTransport",
        "aws:UserAgent",
        "aws:userid",
    }


def test_what_follows_from_a_session():
    found = derived(principal=SESSION)
    assert (found.context["aws:PrincipalArn"], found.context["aws:PrincipalType"]) == (ROLE, "AssumedRole")
    assert "aws:username" not in {*found.context, *found.open_keys}


@pytest.mark.parametrize("principal", [None, "who knows", f"arn:aws:iam::{A}:group/all"])
def test_without_a_known_caller_its_keys_are_open(principal):
    found = derived(principal=principal)
    assert {"aws:PrincipalArn", "aws:PrincipalType", "aws:username"} <= set(found.open_keys)
    assert ("aws:ViaAWSService" in found.open_keys) is (principal != f"arn:aws:iam::{A}:group/all")


def test_a_service():
    found = derived(principal="rekognition.amazonaws.com")
    assert found.context["aws:PrincipalIsAWSService"] == "true"
    assert {"aws:PrincipalArn", "aws:ViaAWSService"} <= set(found.open_keys)
    assert "aws:username" not in {*found.context, *found.open_keys}


@pytest.mark.parametrize(
    "resource", ["*", "arn:aws:s3:::cats", "arn:aws:rekognition:*:1:project/x", "arn:aws:x:us-?:1:y"]
)
def test_the_region_is_open_where_the_resource_has_none(resource):
    found = derived(resource=resource)
    assert "aws:RequestedRegion" in found.open_keys
    assert "aws:RequestedRegion" not in found.context


@pytest.mark.parametrize(
    ("request_members", "account"),
    [
        ({"resource_account": "444455556666"}, "444455556666"),
        ({}, A),
        ({"resource": "arn:aws:s3:::cats"}, A),
        ({"resource": "arn:aws:x:y:999:z"}, "999"),
        ({"resource": "*", "principal": None}, None),
    ],
)
def test_the_account_of_the_resource(request_members, account):
    found = derived(**request_members)
    assert found.context.get("aws:ResourceAccount") == account
    assert ("aws:ResourceAccount" in found.open_keys) is (account is None)


def test_given_keys_are_kept_whatever_their_case():
    found = derived(context={"AWS:requestedregion": "eu-west-1", "AWS:SECURETRANSPORT": "true"})
    assert found.context["AWS:requestedregion"] == "eu-west-1"
    assert "aws:RequestedRegion" not in {*found.context, *found.open_keys}
    assert "aws:SecureTransport" not in found.open_keys


def test_an_open_key_is_not_derived():
    found = derived(open_keys=frozenset({"AWS:RequestedRegion"}))
    assert "aws:RequestedRegion" not in found.context
    assert "AWS:RequestedRegion" in found.open_keys


def test_everything_open():
    found = derived(open_keys="*")
    assert found.open_keys == "*"
    assert found.context["aws:username"] == "ana"


@pytest.mark.parametrize(
    ("time", "seconds"),
    [("2026-07-01T00:00:00Z", "1782864000"), ("1782864000", "1782864000"), ("soon", None), (("2026",), None)],
)
def test_seconds_follow_from_the_time(time, seconds):
    found = derived(context={"aws:currenttime": time})
    assert found.context.get("aws:EpochTime") == seconds
    assert ("aws:EpochTime" in found.open_keys) is (seconds is None)


def test_one_value_of_a_multivalued_key_is_a_set_of_one():
    assert derived(context={"AWS:TagKeys": "env"}).context["AWS:TagKeys"] == ("env",)


MULTIVALUED_KEYS = (
    *("aws:CalledVia", "aws:PrincipalOrgPaths", "aws:PrincipalServiceNamesList", "aws:ResourceOrgPaths"),
    *("aws:SourceOrgPaths", "aws:TagKeys", "aws:VpceOrgPaths"),
)


@pytest.mark.parametrize("key", MULTIVALUED_KEYS)
def test_the_multivalued_global_keys(key):
    """ "AWS global condition context keys": the keys whose value type is multivalued."""
    assert derived(context={key: "x"}).context[key] == ("x",)
    assert len(MULTIVALUED) == len(MULTIVALUED_KEYS)


@pytest.mark.parametrize(
    ("principal", "linked"),
    [
        (None, False),
        (f"arn:aws:iam::{A}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX", True),
        (f"arn:aws:sts::{A}:assumed-role/AWSServiceRoleForX/s", True),
        (f"arn:aws:sts::{A}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX", False),
        (f"arn:aws:iam::{A}:assumed-role/AWSServiceRoleForX/s", False),
        (f"arn:aws:iam::{A}:role/AWSServiceRoleForX", False),
        (f"arn:aws:sts::{A}:assumed-role/aws-service-role/s", False),
    ],
)
def test_service_linked_roles(principal, linked):
    """ "Create a service-linked role": by the path of the role, or the name in its session."""
    assert is_service_linked(principal) is linked


@pytest.mark.parametrize("principal", [None, "who knows", USER, SESSION, f"arn:aws:iam::{A}:root", "x.amazonaws.com"])
@pytest.mark.parametrize("open_keys", [frozenset(), frozenset({"aws:PrincipalArn"}), "*"])
def test_what_is_derived_when_it_is_looked_up_is_what_would_have_been_derived_before(principal, open_keys):
    request = Request("a:b", PROJECT, principal, context={"aws:CurrentTime": "2026-07-01"}, open_keys=open_keys)
    late, early = DerivedContext(request), Context(derive_context(request))
    for key in (*ALWAYS_SENT, "aws:username", "AWS:UserName", "aws:tagkeys", "x:y"):
        assert late.look_up(key) == early.look_up(key)


def test_deriving_twice_changes_nothing():
    once = derived(context={"aws:CurrentTime": "2026-07-01"}, open_keys=frozenset({"aws:PrincipalTag/x"}))
    assert derive_context(once) == once


def test_look_ups():
    context = Context(
        Request(
            "a:b",
            "*",
            context={"aws:Username": "ana", "aws:TagKeys": (), "x:many": ("a",), "x:empty": ""},
            open_keys=frozenset({"aws:SourceIp", "aws:UserAgent"}),
        )
    )
    assert context.look_up("AWS:USERNAME") == Lookup("aws:Username", "ana")
    assert context.look_up("aws:tagkeys") == Lookup("aws:TagKeys", None)
    assert context.look_up("X:MANY") == Lookup("x:many", ("a",))
    assert context.look_up("x:empty") == Lookup("x:empty", "")
    assert context.look_up("aws:sourceip") == Lookup("aws:SourceIp", None, is_open=True)
    assert context.look_up("aws:useragent") == Lookup("aws:UserAgent", None, is_open=True, sure=True)
    assert context.look_up("x:other") == Lookup("x:other", None)


def test_an_open_key_is_not_known_though_given():
    context = Context(Request("a:b", "*", context={"x:a": "1"}, open_keys=frozenset({"X:A"})))
    assert context.look_up("x:a") == Lookup("X:A", None, is_open=True)


def test_look_ups_with_everything_open():
    context = Context(Request("a:b", "*", context={"x:a": "1"}, open_keys="*"))
    assert context.look_up("x:A") == Lookup("x:a", "1")
    assert context.look_up("x:B") == Lookup("x:B", None, is_open=True)
    assert context.look_up("aws:securetransport") == Lookup("aws:SecureTransport", None, is_open=True, sure=True)


def test_keys_that_are_always_sent_are_single_valued_names():
    assert len({key.lower() for key in ALWAYS_SENT}) == len(ALWAYS_SENT)


def test_who_does_not_sign():
    """Sources: "AWS global condition context keys", and "IAM policy elements: Variables and tags"."""
    asked = Request("s3:GetObject", "arn:aws:s3:::b/k", "anonymous")
    derived = derive_context(asked)
    assert caller_of("anonymous") == Caller("Anonymous")
    assert derived.context["aws:PrincipalType"] == "Anonymous"
    assert derived.context["aws:PrincipalAccount"] == derived.context["aws:userid"] == "anonymous"
    assert derived.context["aws:PrincipalIsAWSService"] == derived.context["aws:ViaAWSService"] == "false"
    for context in (Context(derived), DerivedContext(asked)):
        for key in ("aws:PrincipalArn", "aws:username"):
            assert (context.look_up(key).value, context.look_up(key).is_open) == (None, False)
        assert context.look_up("aws:UserAgent").is_open
