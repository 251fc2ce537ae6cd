"""One statement against one request: the reason of every element ("IAM JSON policy elements reference")."""

import pytest

from policybuilder.iam import (
    ActionReason,
    Decision,
    Layers,
    Request,
    ResourceReason,
    StatementReason,
    Truth,
    decide,
    verdict,
)
from tests.strategies import PROJECT, REGION, ROLE, SESSION, USER, VERSION, policy

ALLOW = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def trace(
    statement,
    *,
    resource=VERSION,
    action="rekognition:DetectCustomLabels",
    principal=USER,
    open_keys=frozenset(),
):
    document = policy({"Version": "2012-10-17", "Statement": statement})
    request = Request(action, resource, principal, open_keys=open_keys)
    return decide(request, Layers((document,))).traces[0]


@pytest.mark.parametrize(
    ("members", "truth", "reason", "matched"),
    [
        ({"Action": ["s3:*", "rekognition:Detect*"]}, Truth.YES, ActionReason.LISTED, "rekognition:Detect*"),
        ({"Action": "rekognition:Delete*"}, Truth.NO, ActionReason.NOT_LISTED, None),
        ({"Action": "*:Delete*"}, Truth.NO, ActionReason.NOT_LISTED, None),
        ({"Action": ["s3:*", "oops"]}, Truth.NO, ActionReason.OTHER_SERVICE, None),
        ({"Action": []}, Truth.NO, ActionReason.OTHER_SERVICE, None),
        ({"NotAction": "rekognition:*"}, Truth.NO, ActionReason.EXCLUDED, "rekognition:*"),
        ({"NotAction": "s3:*"}, Truth.YES, ActionReason.NOT_EXCLUDED, None),
        ({"NotAction": []}, Truth.YES, ActionReason.NOT_EXCLUDED, None),
        ({"Action": ["*:*", "rekognition:*"]}, Truth.YES, ActionReason.LISTED, "rekognition:*"),
    ],
)
def test_actions(members, truth, reason, matched):
    found = trace({"Effect": "Allow", "Resource": "*"} | members).action
    assert (found.truth, found.reason, found.matched) == (truth, reason, matched)
    assert found.params == ({"entry": matched} if matched else {})
    assert found.assumptions == ()


CATS = f"{REGION}:project/cats/*"


@pytest.mark.parametrize(
    ("members", "truth", "reason", "matched"),
    [
        ({"Resource": [PROJECT, CATS]}, Truth.YES, ResourceReason.LISTED, CATS),
        ({"Resource": PROJECT}, Truth.NO, ResourceReason.OTHER_RESOURCE, None),
        ({"Resource": "arn:aws-cn:rekognition:us-east-1:1:x"}, Truth.NO, ResourceReason.OTHER_PARTITION, None),
        ({"Resource": "arn:aws:s3:::cats"}, Truth.NO, ResourceReason.OTHER_SERVICE, None),
        ({"Resource": "arn:aws:rekognition:eu-west-1:1:x"}, Truth.NO, ResourceReason.OTHER_REGION, None),
        ({"Resource": "arn:aws:rekognition:us-east-1:1:x"}, Truth.NO, ResourceReason.OTHER_ACCOUNT, None),
        ({"Resource": CATS.replace("us-east-1", "US-EAST-1")}, Truth.NO, ResourceReason.OTHER_CASE, None),
        ({"Resource": "arn:aws:s3:US-EAST-1:1:x"}, Truth.NO, ResourceReason.OTHER_SERVICE, None),
        ({"Resource": "cats"}, Truth.NO, ResourceReason.NOT_AN_ARN, None),
        ({"Resource": []}, Truth.NO, ResourceReason.NO_ENTRIES, None),
        ({}, Truth.NO, ResourceReason.NO_ELEMENT, None),
        (
            {"Resource": f"{REGION}:project/${{aws:PrincipalTag/x}}/*"},
            Truth.NO,
            ResourceReason.VARIABLE_WITHOUT_VALUE,
            None,
        ),
        ({"Resource": "arn:aws:s3:::${aws:PrincipalTag/x}"}, Truth.NO, ResourceReason.OTHER_SERVICE, None),
        ({"Resource": "arn:aws:${aws:PrincipalTag/x}"}, Truth.NO, ResourceReason.VARIABLE_MISPLACED, None),
        ({"NotResource": CATS}, Truth.NO, ResourceReason.EXCLUDED, CATS),
        ({"NotResource": PROJECT}, Truth.YES, ResourceReason.NOT_EXCLUDED, None),
        ({"NotResource": []}, Truth.YES, ResourceReason.NOT_EXCLUDED, None),
        (
            {"Resource": ["arn:aws:s3:::x", "arn:aws:rekognition:eu-west-1:1:x", "x"]},
            Truth.NO,
            ResourceReason.OTHER_REGION,
            None,
        ),
    ],
)
def test_resources(members, truth, reason, matched):
    found = trace({"Effect": "Allow", "Action": "*"} | members).resource
    assert (found.truth, found.reason, found.matched) == (truth, reason, matched)
    assert matched is None or found.params == {"entry": matched}


def test_capitals_in_the_arn_asked_about_are_told_too():
    found = trace(ALLOW | {"Resource": CATS}, resource=PROJECT.replace("us-east-1", "US-EAST-1")).resource
    assert found.reason is ResourceReason.OTHER_CASE


def test_the_nearest_entry_is_named():
    found = trace({"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:s3:::x", PROJECT, "x"]}).resource
    assert found.params == {"entry": PROJECT}
    entry = f"{REGION}:project/${{aws:PrincipalTag/x}}/*"
    found = trace({"Effect": "Allow", "Action": "*", "Resource": [PROJECT, entry]}).resource
    assert found.params == {"entry": entry, "variable": "aws:PrincipalTag/x"}


def test_actions_without_a_resource_need_a_star():
    """Service Authorization Reference: such an action is covered by `"*"` alone."""
    found = trace({"Effect": "Allow", "Action": "*", "Resource": [CATS, "?"]}, resource="*").resource
    assert (found.truth, found.reason) == (Truth.NO, ResourceReason.NEEDS_STAR)
    found = trace({"Effect": "Allow", "Action": "*", "NotResource": CATS}, resource="*").resource
    assert (found.truth, found.reason) == (Truth.YES, ResourceReason.NOT_EXCLUDED)


def test_the_name_of_an_action_begins_after_the_first_colon():
    assert trace(ALLOW | {"Action": "s3:a:*"}, action="s3:a:b").action.truth is Truth.YES


def test_under_an_older_version_nothing_is_a_variable():
    """ "IAM policy elements: Variables and tags"."""
    document = policy({"Version": "2008-10-17", "Statement": ALLOW | {"Resource": "arn:aws:${x}:a:1:b"}})
    found = decide(Request("s3:GetObject", VERSION, USER), Layers((document,))).traces[0].resource
    assert found.reason is ResourceReason.OTHER_SERVICE


def test_an_entry_that_matches_no_arn_does_not_hide_that_the_action_takes_none():
    found = trace(ALLOW | {"Resource": "arn:aws:${aws:username}:a:1:b"}, resource="*").resource
    assert found.reason is ResourceReason.NEEDS_STAR


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"Resource": CATS.replace("cats", "${x}")}, ResourceReason.VARIABLE_NOT_KNOWN),
        ({"NotResource": CATS.replace("cats", "${x}")}, ResourceReason.VARIABLE_NOT_KNOWN),
    ],
)
def test_open_variables(members, reason):
    found = trace({"Effect": "Allow", "Action": "*"} | members, open_keys=frozenset({"X"})).resource
    assert (found.truth, found.reason, found.missing) == (Truth.UNKNOWN, reason, ("X",))


def test_short_arns_by_kind_of_policy():
    """GRM completes them in identity policies; session policies refuse them; elsewhere nothing is said (10.24)."""
    statement = {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:rekognition"}
    assert trace(statement).resource.truth is Truth.YES
    document = policy({"Version": "2012-10-17", "Statement": statement})
    request = Request("rekognition:DetectCustomLabels", VERSION, SESSION)
    answer = decide(request, Layers((document,), document, document, ((document,),)))
    reasons = {found.layer: found.resource.reason for found in answer.traces}
    assert reasons == {
        "identity": ResourceReason.LISTED,
        "boundary": ResourceReason.LISTED,
        "session": ResourceReason.INCOMPLETE_ARN,
        "scp": ResourceReason.INCOMPLETE_ARN,
    }


def test_wildcards_in_the_type_word():
    """ARN page: no wildcard in the resource type; read as one, with assumption 10.23, where there is such a word."""
    assert trace(ALLOW | {"Resource": f"{REGION}:pro*/cats/*"}).resource.assumptions == ("10.23",)
    assert trace(ALLOW | {"Resource": f"{REGION}:project*"}).resource.assumptions == ("10.23",)
    log = f"{REGION.replace('rekognition', 'logs')}:log-group:app"
    assert trace(ALLOW | {"Resource": log.replace("group", "*")}, resource=log).resource.assumptions == ("10.23",)
    assert trace(ALLOW | {"Resource": log.replace("app", "*")}, resource=log).resource.assumptions == ()
    assert trace(ALLOW | {"Resource": f"{REGION}:*"}).resource.assumptions == ()
    mine = f"{REGION}:pro*${{aws:username}}/*"
    assert trace(ALLOW | {"Resource": mine}, resource=f"{REGION}:project-ana/x").resource.assumptions == ("10.23",)
    assert trace(ALLOW | {"Resource": mine[:-2]}, resource=f"{REGION}:project-ana").resource.assumptions == ()
    mine = f"{REGION}:${{aws:username}}*/x"
    assert trace(ALLOW | {"Resource": mine}, resource=f"{REGION}:ana/x").resource.assumptions == ()
    assert trace(ALLOW | {"Resource": "arn:aws:s3:::ca*/x"}, resource="arn:aws:s3:::cats/x").resource.assumptions == ()
    assert (
        trace(ALLOW | {"Resource": "arn:aws:sqs:a:1:ca*"}, resource="arn:aws:sqs:a:1:cats").resource.assumptions == ()
    )


def test_an_unreadable_statement_never_applies():
    found = trace(ALLOW | {"Effect": "allow"})
    assert (found.applies, found.effect, found.action.reason) == (Truth.NO, None, StatementReason.UNREADABLE)
    assert (found.action.truth, found.resource.truth) == (Truth.NO, Truth.NO)
    found = trace(ALLOW | {"Condition": []})
    assert (found.applies, found.resource.reason, found.conditions) == (Truth.NO, StatementReason.UNREADABLE, ())


def test_every_element_is_told_even_if_one_fails():
    found = trace(
        {
            "Effect": "Allow",
            "Action": "s3:*",
            "Resource": PROJECT,
            "Condition": {"ArnLike": {"aws:PrincipalArn": ROLE}},
        },
        principal=SESSION,
    )
    assert [element.truth for element in found.elements] == [Truth.NO, Truth.NO, Truth.YES]
    assert found.applies is Truth.NO
    assert found.missing == ()


def test_where_a_statement_stands():
    one = policy({"Statement": [ALLOW, ALLOW | {"Sid": "Two"}]})
    answer = decide(Request("a:b", "*"), Layers((one,), scp=((), (one,))))
    assert [(ref.layer, ref.policy, ref.level, ref.statement, ref.sid) for ref in (t.ref for t in answer.traces)] == [
        ("identity", 0, None, 0, None),
        ("identity", 0, None, 1, "Two"),
        ("scp", 0, 1, 0, None),
        ("scp", 0, 1, 1, "Two"),
    ]


def test_a_principal_that_is_not_known_says_what_it_hangs_on():
    def principal(*named):
        grant = policy({"Version": "2012-10-17", "Statement": ALLOW | {"Principal": {"AWS": list(named)}}})
        found = decide(Request("s3:GetObject", VERSION, open_keys="*"), Layers(resource=(grant,))).traces[-1].principal
        assert found is not None
        return found.truth, found.matched, found.missing

    assert principal(ROLE) == (Truth.UNKNOWN, ROLE, ("aws:PrincipalArn",))
    assert principal(ROLE, "*") == (Truth.YES, "*", ())


def test_what_surely_fails_outweighs_what_is_not_known():
    tests = {"StringEquals": {"x:open": "v", "x:absent": "v"}}
    document = policy({"Version": "2012-10-17", "Statement": ALLOW | {"Condition": tests}})
    request = Request("s3:GetObject", VERSION, USER, open_keys=frozenset({"x:open"}))
    assert verdict(request, Layers((document,))) is Decision.IMPLICIT_DENY
