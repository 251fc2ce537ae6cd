"""Laws of the reasons: what an answer names is what made it."""

from dataclasses import replace

import pytest
from hypothesis import given

from policybuilder.iam import Decision, Effect, Truth, decide
from tests.strategies import layers_of, plain_layers, requests, settled_requests

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
    )


@given(settled_requests, layers)
def test_determining_statements_are_the_applicable_ones_of_the_deciding_effect(request, found):
    answer = decide(request, found)
    effect = {Decision.ALLOWED: Effect.ALLOW, Decision.EXPLICIT_DENY: Effect.DENY}.get(answer.decision)
    expected = [trace.ref for trace in answer.traces if trace.effect is effect and trace.applies is Truth.YES]
    assert list(answer.determining) == (expected if effect else [])


@given(settled_requests, layers)
def test_removing_every_other_statement_changes_nothing(request, found):
    answer = decide(request, found)
    named = {(ref.layer, ref.level, ref.policy, ref.statement) for ref in answer.determining}
    assert decide(request, keeping(found, lambda *place: place in named)).decision is answer.decision


@given(requests(with_open_keys=True), layers)
def test_removing_the_layers_that_block_allows(request, found):
    answer = decide(request, found)
    if not answer.blocked_by:
        return
    unset = {"boundary": None, "session": None, "scp": ()}
    freed = replace(found, **{name: unset[name] for name in answer.blocked_by})
    assert decide(request, freed).decision is Decision.ALLOWED


@given(settled_requests, layers)
def test_what_removing_limits_would_allow_is_blocked_by_some_layer(request, found):
    answer = decide(request, found)
    alone = decide(request, replace(found, boundary=None, session=None, scp=()))
    blocked = alone.decision is Decision.ALLOWED and answer.decision is not Decision.ALLOWED
    assert bool(answer.blocked_by) is blocked


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
