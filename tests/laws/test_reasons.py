"""Laws of the reasons: what an answer names is what made it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from policybuilder.iam import Decision, Effect, Truth, caller_of, decide
from policybuilder.iam.request import resource_account
from tests.strategies import FEDERATED, ROOT, layers_of, plain_layers, policy, requests, settled_requests

pytestmark = pytest.mark.law

layers = plain_layers().map(layers_of)


def keeping(found, keep):
    """The layers with only the statements for which `keep(layer, level, policy, statement)` holds."""

    def kept(policy, *place):
        chosen = tuple(one for index, one in enumerate(policy.statements) if keep(*place, index))
        return replace(policy, statements=chosen)

    return replace(
        found,
        identity=tuple(kept(policy, "identity", None, index) for index, policy in enumerate(found.identity)),
        boundary=found.boundary and kept(found.boundary, "boundary", None, 0),
        session=found.session and kept(found.session, "session", None, 0),
        scp=tuple(
            tuple(kept(policy, "scp", level, index) for index, policy in enumerate(policies))
            for level, policies in enumerate(found.scp)
        ),
        rcp=tuple(
            tuple(kept(policy, "rcp", level, index) for index, policy in enumerate(policies))
            for level, policies in enumerate(found.rcp)
        ),
        resource=tuple(kept(policy, "resource", None, index) for index, policy in enumerate(found.resource)),
    )


@given(settled_requests, layers)
def test_determining_statements_are_the_applicable_ones_of_the_deciding_effect(request, found):
    answer = decide(request, found)
    effect = {Decision.ALLOWED: Effect.ALLOW, Decision.EXPLICIT_DENY: Effect.DENY}.get(answer.decision)
    expected = [trace.ref for trace in answer.traces if trace.effect is effect and trace.applies is Truth.YES]
    if effect is Effect.DENY or not found.resource:
        assert list(answer.determining) == [
            ref for ref in expected if ref.layer != "rcp" or answer.decision is Decision.EXPLICIT_DENY
        ]
    else:  # which Allows had to allow depends on whom the resource's policy names: the second opinion tells
        assert set(answer.determining) <= set(expected)


@given(settled_requests, layers)
def test_removing_every_other_statement_changes_nothing(request, found):
    answer = decide(request, found)
    named = {(ref.layer, ref.level, ref.policy, ref.statement) for ref in answer.determining}
    assert decide(request, keeping(found, lambda *place: place in named)).decision is answer.decision


EVERYTHING = policy({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
TO_ALL = policy(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}],
    }
)


def crosses(request):
    """Whether caller and resource belong to two accounts, so that identity and resource must both allow."""
    said = {name.lower(): value for name, value in request.context.items()}
    arn = said.get("aws:principalarn")  # of a caller who is not named otherwise
    account = caller_of(request.principal).account or caller_of(arn if isinstance(arn, str) else None).account
    return account is not None and resource_account(request) != account


def freed(request, found, names):
    """The layers without those named: taken away, or across accounts (where both sides must allow) made to allow."""
    unset: dict[str, Any] = {"boundary": None, "session": None, "scp": (), "rcp": (), "identity": (), "resource": ()}
    if crosses(request):
        unset |= {"identity": (EVERYTHING,), "resource": (TO_ALL,)}
    if request.principal in (FEDERATED, ROOT):
        unset |= {"session": EVERYTHING}  # without a session policy he has nothing (10.17); he may be a root session
    return replace(found, **{name: unset[name] for name in names})


@given(requests(with_open_keys=True), layers)
def test_removing_the_layers_that_block_allows(request, found):
    answer = decide(request, found)
    if answer.blocked_by:
        assert decide(request, freed(request, found, answer.blocked_by)).decision is Decision.ALLOWED


@given(requests(with_open_keys=True), layers)
def test_no_layer_is_said_to_block_that_need_not_go(request, found):
    answer = decide(request, found)
    for name in answer.blocked_by:
        fewer = [other for other in answer.blocked_by if other != name]
        assert decide(request, freed(request, found, fewer)).decision is not Decision.ALLOWED


@given(settled_requests, layers)
def test_what_removing_limits_would_allow_is_blocked_by_some_layer(request, found):
    answer = decide(request, found)
    limits = ["boundary", "scp", "rcp", *(["session"] if found.session else [])]
    alone = decide(request, freed(request, found, limits))
    if alone.decision is Decision.ALLOWED and answer.decision is not Decision.ALLOWED:
        assert answer.blocked_by


@given(requests(with_open_keys=True), layers)
def test_every_layer_says_what_it_says_alone(request, found):
    answer = decide(request, found)
    for one in answer.layers:
        traces = [trace for trace in answer.traces if (trace.layer, trace.level) == (one.layer, one.level)]
        denies = {trace.applies for trace in traces if trace.effect is Effect.DENY}
        allows = {trace.applies for trace in traces if trace.effect is Effect.ALLOW}
        if Truth.YES in denies:
            assert one.decision is Decision.EXPLICIT_DENY
        elif Truth.UNKNOWN in denies or (Truth.UNKNOWN in allows and Truth.YES not in allows):
            assert one.decision is Decision.UNKNOWN
        else:
            assert one.decision is (Decision.ALLOWED if Truth.YES in allows else Decision.IMPLICIT_DENY)


@given(requests(with_open_keys=True), layers)
def test_every_element_carries_its_reason(request, found):
    for trace in decide(request, found).traces:
        for element in trace.elements:
            assert element.reason.value
            assert bool(element.missing) is (element.truth is Truth.UNKNOWN)
