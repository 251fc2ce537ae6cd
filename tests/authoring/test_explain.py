"""What would turn an answer: nearest statements, single changes, and the rule that allows exactly what was asked."""

import pytest
from hypothesis import given

from policybuilder.authoring.explain import ChangeKind, changes, nearest
from policybuilder.authoring.explain import _changed as changed
from policybuilder.authoring.explain import _with_key as with_key
from policybuilder.iam import Decision, Layers, Request, decide
from tests.strategies import SESSION, USER, VERSION, layers_of, plain_layers, policy, requests

DETECT = "rekognition:DetectCustomLabels"
START = "rekognition:StartProjectVersion"
PLACE = "arn:aws:rekognition:us-east-1:111122223333"
OTHER = f"{PLACE}:project/cats/version/v2/1690000000009"


def document(*statements):
    return policy({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action="*", resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action="*", resource="*", **more):
    return allow(action, resource, **more) | {"Effect": "Deny"}


def asked(layers, action=DETECT, resource=VERSION, **more):
    request = Request(action, resource, more.pop("principal", USER), **more)
    return request, layers, decide(request, layers)


def kinds(found):
    return [(change.kind, change.layer, change.level) for change in found]


def test_the_nearest_statement_comes_first_with_what_it_lacks():
    layers = Layers(
        identity=(
            document(
                allow("s3:GetObject", "arn:aws:s3:::x/*"),
                allow(START, VERSION),
                allow(DETECT, f"{PLACE}:project/cats/version/v1/*"),
                allow(DETECT, "*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
                allow(START, f"{PLACE}:project/dogs/*"),
            ),
        )
    )
    found = nearest(asked(layers, resource=OTHER)[2])
    assert [(near.trace.statement, near.lacks) for near in found] == [(3, ("condition",)), (2, ("resource",))]
    assert nearest(asked(layers, resource=OTHER)[2], most=1) == found[:1]


def test_of_statements_that_fail_alike_those_that_name_the_resource_come_first():
    layers = Layers(
        identity=(
            document(allow(START), allow(START, f"{PLACE}:project/cats/*"), allow(START, VERSION), allow(START, OTHER)),
        )
    )
    assert [near.trace.statement for near in nearest(asked(layers)[2], most=9)] == [2, 1, 0]


def test_a_statement_that_lacks_action_and_more_is_not_near():
    layers = Layers(identity=(document(allow(START, f"{PLACE}:project/dogs/*")),))
    assert nearest(asked(layers)[2]) == ()


def test_silence_is_turned_by_one_more_allow():
    found = changes(*asked(Layers(identity=(document(),))))
    assert kinds(found) == [(ChangeKind.ALLOW, "identity", None)]
    assert found[0].params == {"action": DETECT, "resource": VERSION}


@pytest.mark.parametrize("layer", ["boundary", "session"])
def test_a_limit_that_says_nothing_is_turned_there(layer):
    layers = Layers(identity=(document(allow()),), **{layer: document(allow("s3:*"))})
    assert kinds(changes(*asked(layers, principal=SESSION))) == [(ChangeKind.ALLOW, layer, None)]


def test_the_level_of_scps_that_refuses_is_named():
    layers = Layers(identity=(document(allow()),), scp=((document(allow()),), (document(allow("s3:*")),)))
    assert kinds(changes(*asked(layers))) == [(ChangeKind.ALLOW, "scp", 1)]


def test_two_layers_that_refuse_are_not_turned_by_one_change():
    layers = Layers(identity=(document(allow()),), boundary=document(), scp=((document(),),))
    assert changes(*asked(layers)) == ()


def test_one_deny_can_be_lifted_two_cannot():
    one = Layers(identity=(document(allow(), deny(DETECT) | {"Sid": "No"}),))
    found = changes(*asked(one))
    assert kinds(found) == [(ChangeKind.LIFT_DENY, "identity", None)]
    assert found[0].params == {"statement": "No"}
    assert found[0].ref is not None
    assert found[0].ref.statement == 1
    two = Layers(identity=(document(allow(), deny(DETECT), deny()),))
    assert changes(*asked(two)) == ()


def test_lifting_a_deny_where_nothing_allows_is_not_offered():
    assert changes(*asked(Layers(identity=(document(deny()),)))) == ()


def test_a_key_that_the_nearest_allow_wants_is_offered_with_its_value():
    condition = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    layers = Layers(identity=(document(allow(DETECT, "*", Condition=condition)),))
    found = changes(*asked(layers))
    assert found[0].kind is ChangeKind.GIVE_KEY
    assert found[0].params == {"key": "aws:MultiFactorAuthPresent", "value": "true"}


@pytest.mark.parametrize("operator", ["StringLike", "StringNotEquals", "IpAddress", "ForAnyValue:StringLike"])
def test_a_value_is_only_offered_where_the_condition_names_it(operator):
    layers = Layers(identity=(document(allow(DETECT, "*", Condition={operator: {"aws:SourceIp": "203.0.113.7"}})),))
    found = changes(*asked(layers, context={"aws:SourceIp": "203.0.113.7" if "Not" in operator else "198.51.100.1"}))
    assert ChangeKind.GIVE_KEY not in [change.kind for change in found]


def test_across_accounts_the_side_that_lacks_is_named():
    layers = Layers(identity=(document(allow()),))
    found = changes(*asked(layers, principal="arn:aws:iam::444455556666:role/Copier"))
    assert kinds(found) == [(ChangeKind.ALLOW, "resource", None)]


def test_nothing_is_offered_for_what_is_allowed_or_depends():
    assert changes(*asked(Layers(identity=(document(allow()),)))) == ()
    condition = {"StringEquals": {"aws:UserAgent": "x"}}
    assert changes(*asked(Layers(identity=(document(allow(Condition=condition)),)))) == ()


@pytest.mark.law
@given(requests(with_open_keys=True), plain_layers().map(layers_of))
def test_every_change_that_is_offered_allows(request, found):
    for change in changes(request, found, decide(request, found)):
        if change.kind is ChangeKind.GIVE_KEY:
            assert decide(with_key(request, change), found).decision is Decision.ALLOWED
        else:
            assert decide(request, changed(found, change, request)).decision is Decision.ALLOWED


def test_where_a_layer_blocks_its_statements_are_the_nearest():
    layers = Layers(identity=(document(allow(), allow(START)),), boundary=document(allow(DETECT, OTHER)))
    found = nearest(asked(layers)[2])
    assert [(near.trace.layer, near.lacks) for near in found] == [("boundary", ("resource",))]
