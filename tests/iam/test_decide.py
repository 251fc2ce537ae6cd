"""The decision over the layers ("Policy evaluation logic"). Worked examples are in tests/cases/decisions."""

import pytest

from policybuilder.iam import Decision, Layers, LayerVerdict, Request, decide, prepare, verdict
from tests.strategies import REGION, ROLE, SESSION, USER, VERSION, policy

DETECT = Request("rekognition:DetectCustomLabels", VERSION, USER)


def allow(action="*", resource="*", **condition):
    return {"Effect": "Allow", "Action": action, "Resource": resource} | ({"Condition": condition} if condition else {})


def deny(action="*", resource="*", **condition):
    return allow(action, resource, **condition) | {"Effect": "Deny"}


def document(*statements):
    return policy({"Version": "2012-10-17", "Statement": list(statements)})


def test_what_each_layer_says():
    layers = Layers(
        (document(allow()),),
        document(deny(), allow()),
        document(),
        (
            (document(allow(Bool={"aws:SecureTransport": "true"})),),
            (document(deny(Bool={"aws:SecureTransport": "true"})),),
        ),
    )
    assert decide(DETECT, layers).layers == (
        LayerVerdict("identity", None, Decision.ALLOWED),
        LayerVerdict("boundary", None, Decision.EXPLICIT_DENY),
        LayerVerdict("session", None, Decision.IMPLICIT_DENY),
        LayerVerdict("scp", 0, Decision.UNKNOWN),
        LayerVerdict("scp", 1, Decision.UNKNOWN),
    )


def test_policies_made_ready_serve_many_questions():
    layers = Layers((document(allow("rekognition:*")),))
    ready = prepare(layers)
    for action in ("rekognition:DetectCustomLabels", "s3:GetObject"):
        request = Request(action, VERSION, USER)
        assert decide(request, ready) == decide(request, layers)
        assert verdict(request, ready) is verdict(request, layers)


def test_what_belongs_to_no_account_is_not_across_accounts():
    layers = Layers(resource=(document(allow() | {"Principal": "*"}),))
    for context in ({}, {"aws:PrincipalAccount": "111122223333"}):
        assert (
            decide(Request("rekognition:DescribeProjects", "*", context=context), layers).decision is Decision.ALLOWED
        )


def test_a_caller_of_whom_no_account_is_said_is_across_accounts():
    layers = Layers(resource=(document(allow() | {"Principal": "*"}),))
    two = Request(DETECT.action, VERSION, context={"aws:PrincipalAccount": ("111122223333", "444455556666")})
    assert decide(two, layers).decision is Decision.IMPLICIT_DENY
    assert decide(Request(DETECT.action, VERSION), layers).decision is Decision.UNKNOWN


def test_an_rcp_that_would_deny_is_told_whichever_level_it_stands_on():
    """ "Resource control policies (RCPs)": the list of services is a list of a day (10.19)."""
    levels = ((document(allow() | {"Principal": "*"}),), (document(deny() | {"Principal": "*"}),))
    for rcp in (levels, levels[::-1]):
        assert decide(DETECT, Layers((document(allow()),), rcp=rcp)).assumptions == ("10.19",)


def test_without_any_layer_nothing_is_granted():
    assert decide(DETECT, Layers()).decision is Decision.IMPLICIT_DENY
    assert decide(DETECT, Layers()).traces == ()


@pytest.mark.parametrize(
    ("identity", "boundary", "missing"),
    [
        ([allow(Bool={"x:a": "true"})], [allow(Bool={"x:b": "true"})], ("x:a", "x:b")),
        ([allow(), allow(Bool={"x:a": "true"})], [allow(Bool={"x:b": "true"})], ("x:b",)),
        ([allow(Bool={"x:a": "true"})], [], ()),
        ([allow(), deny(Bool={"x:a": "true"})], [allow(Bool={"x:b": "true"})], ("x:a", "x:b")),
        ([deny(Bool={"x:a": "true"})], [allow(Bool={"x:b": "true"})], ("x:a",)),
        ([deny(), deny(Bool={"x:a": "true"})], [], ()),
        ([allow(Bool={"x:a": "true", "x:b": "true"})], [allow()], ("x:a", "x:b")),
        ([allow("s3:*", Bool={"x:a": "true"}), allow(Bool={"x:b": "true"})], [allow()], ("x:b",)),
    ],
)
def test_missing_keys_are_those_that_decide(identity, boundary, missing):
    request = Request(DETECT.action, VERSION, USER, open_keys="*")
    answer = decide(request, Layers((document(*identity),), document(*boundary)))
    assert answer.missing_keys == missing
    assert (answer.decision is Decision.UNKNOWN) is bool(missing)


ODD = {"StringNotEquals": {"x:many": "a"}}  # a multivalued key without a set operator: 10.8, never holds


@pytest.mark.parametrize(
    ("statements", "assumptions"),
    [
        ([allow(**ODD)], ("10.8",)),
        ([allow(), allow(**ODD)], ()),
        ([allow(), deny(**ODD)], ("10.8",)),
        ([deny(), deny(**ODD)], ()),
        ([deny(), allow(**ODD)], ()),
        ([allow("s3:*", **ODD)], ()),
        ([allow("*:*")], ("10.22",)),
        ([allow(), allow("*:*")], ("10.22",)),
        ([allow("*:*", **ODD)], ("10.8", "10.22")),
        ([deny("*:*", **ODD)], ("10.8", "10.22")),
        ([allow("*:*", Bool={"x:a": "true"})], ("10.22",)),
        ([allow(), allow("*:*", Bool={"x:a": "true"})], ()),
        ([allow(), deny("*:*", Bool={"x:a": "true"})], ("10.22",)),
        ([allow("*", [f"{REGION}:pro*/*", f"{REGION}:project/*"])], ()),
    ],
)
def test_assumptions_are_those_the_answer_hangs_on(statements, assumptions):
    request = Request(DETECT.action, VERSION, USER, context={"x:many": ("a", "b")}, open_keys=frozenset({"x:a"}))
    assert decide(request, Layers((document(*statements),))).assumptions == assumptions


ASKED_OF = {"x:a": allow(Bool={"x:a": "true"}), "doubted": allow("*:*", Bool={"x:b": "true"})}


@pytest.mark.parametrize(
    ("identity", "boundary"),
    [
        ([ASKED_OF["doubted"], ASKED_OF["x:a"]], [allow()]),  # only if the doubted one applies it is decided
        ([ASKED_OF["doubted"]], [ASKED_OF["x:a"]]),  # only if it does not
    ],
)
def test_an_assumption_may_turn_what_is_not_known_in_one_direction_alone(identity, boundary):
    request = Request(DETECT.action, VERSION, USER, open_keys="*")
    answer = decide(request, Layers((document(*identity),), document(*boundary)))
    assert (answer.decision, answer.assumptions) == (Decision.UNKNOWN, ("10.22",))


def test_a_doubted_deny_of_somebody_who_may_be_the_caller():
    denied = Layers((document(allow()),), resource=(document(deny("*:*") | {"Principal": {"AWS": ROLE}}),))
    asker = Request(DETECT.action, VERSION, context={"aws:PrincipalAccount": "111122223333"}, open_keys="*")
    answer = decide(asker, denied)
    assert (answer.decision, answer.assumptions) == (Decision.UNKNOWN, ("10.22",))


def test_a_name_that_may_be_the_callers_does_not_decide():
    by_account = {"Principal": {"AWS": ["111122223333", SESSION]}}
    grants = document(allow() | {"Principal": "*"}, allow() | by_account)
    answer = decide(Request(DETECT.action, VERSION, ROLE), Layers(resource=(grants,)))
    assert (answer.decision, [ref.statement for ref in answer.determining]) == (Decision.ALLOWED, [0])


@pytest.mark.parametrize(
    ("statement", "assumptions"),
    [
        (allow(), ()),
        (allow("*", [VERSION]), ("10.3",)),
        (allow("*", [VERSION, "*"]), ()),
        (deny("*", [VERSION]), ()),
        (deny(), ()),
    ],
)
def test_an_allow_of_an_scp_that_names_resources_is_doubted(statement, assumptions):
    """ "SCP syntax": Allow takes `*` alone as its Resource; what another does is not said (10.3)."""
    found = decide(DETECT, Layers((document(allow()),), scp=((document(statement),),)))
    assert found.assumptions == assumptions


def test_the_request_is_completed_first():
    layers = Layers((document(allow(StringEquals={"aws:RequestedRegion": "us-east-1"})),))
    assert decide(DETECT, layers).decision is Decision.ALLOWED


@pytest.mark.parametrize("action", ["", "*", "rekognition", "a:b:c", "\ud800", "ré:é"])
@pytest.mark.parametrize("resource", ["", "arn", "arn:aws:rekognition", ":::::", "\x00", "arn:aws:a:b:c:d:e:f", "${x}"])
def test_odd_questions_are_answered(action, resource):
    layers = Layers((document(allow("*:*", ["arn:aws:x", "${x}", ":::::*"]), allow()),))
    assert decide(Request(action, resource, "arn:aws:iam:::"), layers).decision is Decision.ALLOWED


@pytest.mark.parametrize(
    ("listed", "blocked"),
    [(["*"], ("boundary",)), ([USER], ("boundary", "resource")), ([ROLE], ("boundary", "resource"))],
)
def test_a_boundary_that_alone_makes_not_principal_deny_alone_blocks(listed, blocked):
    """ "AWS JSON policy elements: NotPrincipal": with a boundary the Deny always applies."""
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    deny = {"Effect": "Deny", "Action": "*", "Resource": "*", "NotPrincipal": {"AWS": listed}}
    layers = Layers(
        (policy({"Version": "2012-10-17", "Statement": everything}),),
        policy({"Version": "2012-10-17", "Statement": []}),
        resource=(policy({"Version": "2012-10-17", "Statement": deny}),),
    )
    answer = decide(Request("rekognition:DetectCustomLabels", VERSION, USER), layers)
    assert (answer.decision, answer.blocked_by) == (Decision.EXPLICIT_DENY, blocked)


@pytest.mark.parametrize("order", [1, -1])
def test_what_an_anonymous_caller_may_reach_is_told_for_each_action(order):
    """Kept answers are the caller's, and what is beyond an anonymous one hangs on the action."""
    everyone = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
    layers = Layers(resource=(policy({"Version": "2012-10-17", "Statement": [everyone]}),))
    ready = prepare(layers)
    asked = [
        Request("s3:GetObject", "arn:aws:s3:::b/k", "anonymous", resource_account="111122223333"),
        Request("rekognition:DetectLabels", "*", "anonymous", resource_account="111122223333"),
        Request("rekognition:DetectCustomLabels", VERSION, "anonymous"),
    ][::order]
    alone = [decide(request, layers) for request in asked]
    assert [decide(request, ready) for request in asked] == alone
    assert [decide(request, ready).decision for request in reversed(asked)] == [
        each.decision for each in reversed(alone)
    ]
    assert len({each.decision for each in alone}) == 2
