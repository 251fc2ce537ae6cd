"""The answer's reasons: what decided, what blocked, what it hangs on."""

from itertools import permutations
from typing import Any

import pytest

from policybuilder.iam import Decision, LayerVerdict, Request, Truth, decide
from policybuilder.iam.outcome import Result, Setting, blocked_by, outcome_of, sides_of
from policybuilder.iam.principals import Grant
from tests.case_files import layers_of_case
from tests.strategies import FEDERATED, OTHER_ROLE, ROLE, ROOT, SERVICE, SESSION, USER, VERSION

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
PLAIN, ACROSS = Setting(), Setting(same_account=NO)


def result(layer, allow=NO, deny=NO, level=None, **grants):
    return Result(layer, level, deny, allow, tuple((grant, grants.get(grant.name, NO)) for grant in Grant))


def blocked(*results, setting=PLAIN):
    return blocked_by(sides_of(results, setting), results, setting)


@pytest.mark.parametrize(
    ("allow", "deny", "verdict", "refuses"),
    [
        (YES, NO, Decision.ALLOWED, False),
        (NO, NO, Decision.IMPLICIT_DENY, True),
        (UNKNOWN, NO, Decision.UNKNOWN, True),
        (YES, YES, Decision.EXPLICIT_DENY, True),
        (YES, UNKNOWN, Decision.UNKNOWN, True),
    ],
)
def test_a_layers_own_word(allow, deny, verdict, refuses):
    found = result("scp", allow, deny, 1)
    assert found.verdict == LayerVerdict("scp", 1, verdict)
    assert found.refuses is refuses


def test_rcps_always_allow_as_well():
    assert not result("rcp", NO).refuses
    assert result("rcp", NO, YES).refuses
    assert result("rcp", YES, UNKNOWN).refuses


def test_the_layers_side_by_side():
    levels = [result("scp", YES, level=0), result("scp", UNKNOWN, level=1), result("rcp", NO, UNKNOWN)]
    found = sides_of([result("identity", YES), result("boundary", NO), *levels], Setting(None, NO, True, True))
    assert (found.deny, found.identity, found.boundary, found.session, found.scp) == (UNKNOWN, YES, NO, YES, UNKNOWN)
    assert (found.same_account, found.unscoped, found.service) == (NO, True, True)
    assert sides_of([result("identity", NO)], Setting(YES)).identity is YES
    assert sides_of([result("identity", YES)], Setting(NO)).identity is NO
    assert sides_of([], PLAIN) == sides_of([], Setting(None, YES, False, False))


@pytest.mark.parametrize("grant", list(Grant))
def test_grants_side_by_side(grant):
    found = sides_of([result("resource", YES, **{grant.name: YES})], PLAIN)
    assert getattr(found, grant.value) is YES
    assert sides_of([result("resource", YES)], PLAIN).resource is NO


I_YES, I_NO, B_NO, S_NO = result("identity", YES), result("identity"), result("boundary"), result("session")
SCP_NO, RCP_DENY, R_DENY = result("scp", level=0), result("rcp", NO, YES), result("resource", NO, YES)
I_DENY, B_DENY = result("identity", YES, YES), result("boundary", YES, YES)


@pytest.mark.parametrize(
    ("results", "setting", "expected"),
    [
        ([I_YES], PLAIN, ()),
        ([I_NO], PLAIN, ()),
        ([I_YES, B_NO], PLAIN, ("boundary",)),
        ([I_NO, B_NO], PLAIN, ()),
        ([I_DENY], PLAIN, ()),
        ([I_YES, B_DENY], PLAIN, ("boundary",)),
        ([I_DENY, B_DENY], PLAIN, ()),
        ([I_YES, B_NO, S_NO, SCP_NO, RCP_DENY, R_DENY], PLAIN, ("boundary", "session", "scp", "rcp", "resource")),
        ([I_YES, SCP_NO, result("scp", YES, level=1)], PLAIN, ("scp",)),
        ([I_YES, result("rcp", NO)], PLAIN, ()),
        ([I_YES, result("rcp", NO), B_NO], PLAIN, ("boundary",)),
        ([I_DENY, result("resource", YES, NAMED=YES)], PLAIN, ("identity",)),
        ([I_NO, B_NO, result("resource", YES, ENTITY=YES)], PLAIN, ("boundary",)),
        ([I_NO, B_NO, result("resource", YES, NAMED=YES), SCP_NO], PLAIN, ("scp",)),
        ([I_YES, B_NO, result("resource", UNKNOWN, UNKNOWN)], PLAIN, ()),
        ([result("boundary", UNKNOWN), I_NO], PLAIN, ()),
        ([SCP_NO], Setting(YES), ("scp",)),
        ([SCP_NO], Setting(NO, service=True), ()),
        ([R_DENY], Setting(YES), ("resource",)),
        ([I_YES, SCP_NO], Setting(unscoped=True), ()),
        ([I_NO, B_NO, S_NO, result("resource", YES, ENTITY=YES)], PLAIN, ("boundary", "session")),
        ([I_YES], ACROSS, ("resource",)),
        ([I_NO], ACROSS, ("identity", "resource")),
        ([I_NO, B_NO], ACROSS, ("identity", "boundary", "resource")),
        ([I_NO, result("resource", YES, ACCOUNT=YES)], ACROSS, ("identity",)),
        ([I_YES, result("resource", YES)], ACROSS, ("resource",)),
        ([I_YES, R_DENY], ACROSS, ("resource",)),
        ([I_DENY, result("resource", YES, ACCOUNT=YES)], ACROSS, ("identity",)),
        ([I_DENY, R_DENY], ACROSS, ("identity", "resource")),
        ([I_YES, B_DENY, result("resource", YES, NAMED=YES)], ACROSS, ("boundary",)),
        ([I_YES, result("resource", YES, YES, NAMED=YES)], ACROSS, ("resource",)),
        ([SCP_NO], Setting(YES, NO), ("scp", "resource")),
        ([I_YES, SCP_NO], Setting(same_account=NO, unscoped=True), ()),
        ([I_NO], Setting(same_account=UNKNOWN), ()),
        ([I_YES, B_NO, result("resource", YES, ACCOUNT=YES)], Setting(same_account=UNKNOWN), ("boundary",)),
    ],
)
def test_the_layers_that_block(results, setting, expected):
    for order in permutations(results) if len(results) < 4 else [results, results[::-1]]:
        assert blocked(*order, setting=setting) == expected


def test_what_is_not_known_is_blocked_by_nothing():
    assert blocked(I_YES, result("boundary", UNKNOWN)) == ()
    assert blocked(I_YES, result("boundary", YES, UNKNOWN)) == ()


def test_what_follows_from_the_truths_alone():
    found = outcome_of([I_YES, result("scp", YES, level=0), result("resource", YES, ENTITY=YES)], PLAIN)
    assert found.decision is Decision.ALLOWED
    assert found.needed == {"identity", "boundary", "session", "scp", "resource"}
    assert found.counted == {Grant.ENTITY}
    assert found.readings == set()
    assert found.verdicts[1] == LayerVerdict("scp", 0, Decision.ALLOWED)
    assert found.blocked_by == ()
    refused = outcome_of([I_NO, result("resource", YES, ACCOUNT=YES)], PLAIN)
    assert (refused.needed, refused.counted, refused.readings) == (frozenset(), frozenset(), frozenset({"10.20"}))
    assert outcome_of([I_YES, B_NO], PLAIN).blocked_by == ("boundary",)


# -- with statements --------------------------------------------------------------------------------------------------

ALLOW = {"Effect": "Allow", "Action": "*", "Resource": "*"}
DENY = ALLOW | {"Effect": "Deny"}
ODD = {"Condition": {"StringNotEquals": {"x:many": "a"}}}  # a multivalued key without a set operator: 10.8, no match
ALSO_ODD = {"Action": "*:*"}  # 10.22, a match
OPEN = {"Condition": {"Bool": {"x:open": "true"}}}
ALSO_OPEN = {"Condition": {"Bool": {"x:also": "true"}}}


def to(*names, **more):
    return ALLOW | {"Principal": {"AWS": list(names)}} | more


def asked(principal=USER, **layers):
    """One document per layer; `layers` holds its statements."""
    plain: dict[str, Any] = {"identity": []}
    for name, statements in layers.items():
        document = {"Statement": statements}
        plain[name] = document if name in ("boundary", "session") else [document]
        plain[name] = [plain[name]] if name in ("scp", "rcp") else plain[name]
    context = {"x:many": ("a", "b")}
    request = Request(
        "rekognition:CopyProjectVersion", VERSION, principal, None, context, frozenset({"x:open", "x:also"})
    )
    return decide(request, layers_of_case(plain))


def where(answer):
    return [(ref.layer, ref.statement) for ref in answer.determining]


@pytest.mark.parametrize(
    ("principal", "layers", "expected"),
    [
        (USER, {"identity": [ALLOW, OPEN | ALLOW, ALLOW]}, [("identity", 0), ("identity", 2)]),
        (USER, {"identity": [ALLOW, DENY], "boundary": [DENY, ALLOW]}, [("identity", 1), ("boundary", 0)]),
        (USER, {"identity": [ALLOW, DENY | OPEN, DENY]}, [("identity", 2)]),
        (USER, {"identity": [ALLOW], "boundary": []}, []),
        (USER, {"identity": [ALLOW], "boundary": [ALLOW | OPEN]}, []),
        (USER, {"identity": [ALLOW], "scp": [ALLOW]}, [("identity", 0), ("scp", 0)]),
        (USER, {"identity": [ALLOW], "resource": [to(ROOT), to(USER)]}, [("identity", 0), ("resource", 1)]),
        (USER, {"identity": [], "resource": [to(ROOT), to(USER), to("*")]}, [("resource", 1), ("resource", 2)]),
        (SESSION, {"resource": [to(ROLE)], "boundary": [ALLOW]}, [("boundary", 0), ("resource", 0)]),
        (SESSION, {"resource": [to(ROLE), to(SESSION)], "boundary": []}, [("resource", 1)]),
        (ROLE, {"resource": [to(SESSION), to(ROLE)]}, [("resource", 1)]),
        (ROLE, {"resource": [to(SESSION, ROLE)]}, [("resource", 0)]),
        (USER, {"identity": [ALLOW], "resource": [to(OTHER_ROLE)]}, [("identity", 0)]),
        (ROOT, {"identity": [ALLOW], "resource": [to(ROOT)]}, [("resource", 0)]),
        (ROOT, {}, []),
    ],
)
def test_the_statements_that_decided(principal, layers, expected):
    assert where(asked(principal, **layers)) == expected


def test_across_accounts_every_allow_on_both_sides_decided():
    layers = {"identity": [ALLOW], "boundary": [ALLOW], "scp": [ALLOW]}
    answer = asked(OTHER_ROLE, **layers, resource=[to("444455556666"), to(OTHER_ROLE), to(USER)])
    sides = [("identity", 0), ("boundary", 0), ("scp", 0), ("resource", 0), ("resource", 1)]
    assert where(answer) == sides


def test_without_the_boundary_an_exemption_counts_again():
    exempting = DENY | {"NotPrincipal": {"AWS": [USER, ROOT]}}
    assert asked(identity=[ALLOW], boundary=[], resource=[exempting]).blocked_by == ("boundary",)


def test_a_deny_of_the_identity_policy_blocks_beside_one_of_the_boundary():
    assert asked(identity=[DENY], boundary=[DENY], resource=[to(USER)]).blocked_by == ("identity", "boundary")


@pytest.mark.parametrize(
    ("principal", "layers", "missing"),
    [
        (USER, {"identity": [ALLOW | OPEN]}, ("x:open",)),
        (USER, {"identity": [ALLOW | OPEN], "boundary": []}, ()),
        (USER, {"identity": [ALLOW, DENY | OPEN]}, ("x:open",)),
        (USER, {"resource": [to(USER, **OPEN)]}, ("x:open",)),
        (USER, {"resource": [to(USER, ROOT, **OPEN)]}, ("x:open",)),
        (USER, {"resource": [to(OTHER_ROLE, **OPEN)]}, ()),
        (ROLE, {"resource": [to(SESSION)]}, ("aws:userid",)),
        (ROLE, {"resource": [to(SESSION, **OPEN)]}, ("aws:userid", "x:open")),
        (ROLE, {"resource": [to(SESSION, Resource="arn:aws:s3:::*"), to(SESSION)]}, ("aws:userid",)),
        (ROLE, {"resource": [to(SESSION, **ODD)]}, ()),
        (ROLE, {"resource": [to(SESSION, ROLE, **OPEN)]}, ("aws:userid", "x:open")),
        (ROLE, {"resource": [to(SESSION, ROLE)], "boundary": []}, ("aws:userid",)),
        (ROLE, {"identity": [ALLOW], "resource": [to(SESSION, Effect="Deny")]}, ("aws:userid",)),
        (ROLE, {"identity": [ALLOW], "resource": [to(SESSION, ROLE, Effect="Deny")]}, ()),
        (None, {"identity": [ALLOW], "resource": [to(OTHER_ROLE)]}, ("aws:PrincipalAccount", "aws:PrincipalArn")),
        (ROLE, {"resource": [to(ROLE, **OPEN), to(SESSION, **ODD)]}, ("x:open",)),
        (USER, {"identity": [ALLOW, ALLOW | ALSO_OPEN, DENY | OPEN]}, ("x:open",)),
        (USER, {"identity": [ALLOW | ALSO_OPEN, DENY | OPEN]}, ("x:also", "x:open")),
        (None, {"identity": [ALLOW | OPEN]}, ("x:open",)),
        (USER, {"identity": [ALLOW | OPEN], "boundary": [DENY | OPEN]}, ("x:open",)),
    ],
)
def test_the_keys_that_would_tell(principal, layers, missing):
    answer = asked(principal, **layers)
    assert answer.missing_keys == missing
    assert (answer.decision is Decision.UNKNOWN) is bool(missing)


@pytest.mark.parametrize(
    ("principal", "layers", "assumptions"),
    [
        (USER, {"identity": [ALLOW]}, ()),
        (USER, {"identity": [ALLOW | ODD]}, ("10.8",)),
        (USER, {"identity": [ALLOW | ODD, ALLOW | ALSO_ODD, DENY | ODD]}, ("10.8", "10.22")),
        (USER, {"identity": [ALLOW | ODD, ALLOW]}, ()),
        (USER, {"identity": [ALLOW], "boundary": [ALLOW | ODD]}, ("10.8",)),
        (USER, {"identity": [], "boundary": [ALLOW | ODD]}, ()),
        (USER, {"resource": [to(USER, **ODD)]}, ("10.8",)),
        (USER, {"resource": [to(OTHER_ROLE, **ODD)]}, ()),
        (USER, {"resource": [to(ROOT, **ODD)]}, ()),
        (USER, {"identity": [ALLOW], "resource": [to(ROOT, **ALSO_ODD)]}, ()),
        (USER, {"identity": [ALLOW], "resource": [to(USER, **ALSO_ODD)]}, ("10.22",)),
        (USER, {"identity": [ALLOW], "resource": [to("*", **ODD) | {"Effect": "Deny"}]}, ("10.8",)),
        (USER, {"resource": [to(USER, **ALSO_ODD, **OPEN)]}, ("10.22",)),
        (USER, {"resource": [to(USER), to(USER, **ALSO_ODD, **OPEN)]}, ()),
        (SESSION, {"resource": [to(ROLE, **ALSO_ODD), to(SESSION)]}, ("10.22",)),
        (SESSION, {"resource": [to(ROLE, **ALSO_ODD), to(SESSION)], "session": []}, ("10.12",)),
        (SESSION, {"resource": [to("*", **ALSO_ODD)], "boundary": []}, ("10.22", "10.28")),
        (ROLE, {"resource": [to(SESSION, **ODD)]}, ("10.8",)),
        (FEDERATED, {"identity": [ALLOW]}, ("10.17",)),
        (FEDERATED, {"identity": [ALLOW | ODD]}, ()),
        (SERVICE, {"resource": [ALLOW | {"Principal": {"Service": SERVICE}} | ALSO_ODD]}, ("10.20", "10.22")),
        (OTHER_ROLE, {"identity": [ALLOW], "resource": [to(OTHER_ROLE, **ODD)]}, ("10.8",)),
        (OTHER_ROLE, {"identity": [], "resource": [to(OTHER_ROLE, **ODD)]}, ()),
        (USER, {"identity": [ALLOW], "rcp": [DENY | {"Principal": "*"}]}, ("10.19",)),
    ],
)
def test_what_the_answer_hangs_on(principal, layers, assumptions):
    assert asked(principal, **layers).assumptions == assumptions
