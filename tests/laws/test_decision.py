"""Laws of the decision ("Policy evaluation logic"): each test is a law, and its name says it."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policybuilder.iam import Decision, Effect, Layers, Policy, Truth, decide, verdict
from tests.strategies import FEDERATED, ROOT, documents, layers_of, plain_layers, policy, requests, settled_requests

pytestmark = pytest.mark.law

ALLOWED, EXPLICIT, IMPLICIT = Decision.ALLOWED, Decision.EXPLICIT_DENY, Decision.IMPLICIT_DENY
layers = plain_layers().map(layers_of)


def only(policy: Policy | None, effect: Effect) -> Policy | None:
    if policy is None:
        return None
    return replace(policy, statements=tuple(found for found in policy.statements if found.effect is effect))


def mapped(found: Layers, change) -> Layers:
    return Layers(
        tuple(change(policy) for policy in found.identity),
        found.boundary and change(found.boundary),
        found.session and change(found.session),
        tuple(tuple(change(policy) for policy in level) for level in found.scp),
        tuple(tuple(change(policy) for policy in level) for level in found.rcp),
        tuple(change(policy) for policy in found.resource),
    )


def is_root(request):
    """The root user has full access without a policy ("IAM root user")."""
    return request.principal == ROOT


def plain(decision: Decision) -> int:
    """How much a decision gives: more is more."""
    return [EXPLICIT, IMPLICIT, ALLOWED].index(decision)


@given(settled_requests, layers)
def test_silence_denies(request, found):
    answer = decide(request, found)
    granting = ("identity", "resource")
    allows = [t for t in answer.traces if t.layer in granting and t.effect is Effect.ALLOW and t.applies is Truth.YES]
    assert allows or answer.decision is not ALLOWED or is_root(request)


@given(settled_requests, layers)
def test_without_any_allow_nothing_is_allowed(request, found):
    assume(not is_root(request))
    assert decide(request, mapped(found, lambda policy: only(policy, Effect.DENY))).decision is not ALLOWED


@given(settled_requests, layers)
def test_an_applicable_deny_in_any_layer_denies_explicitly(request, found):
    answer = decide(request, found)
    denies = [trace for trace in answer.traces if trace.effect is Effect.DENY and trace.applies is Truth.YES]
    assert bool(denies) is (answer.decision is EXPLICIT)


@given(settled_requests, layers)
def test_order_does_not_matter(request, found):
    def turned(policy):
        return replace(policy, statements=tuple(turned_statement(one) for one in reversed(policy.statements)))

    def turned_statement(one):
        def back(values):
            return values and replace(values, items=tuple(reversed(values.items)))

        conditions = tuple(replace(entry, values=back(entry.values)) for entry in reversed(one.conditions))
        return replace(
            one,
            actions=back(one.actions),
            not_actions=back(one.not_actions),
            resources=back(one.resources),
            not_resources=back(one.not_resources),
            conditions=conditions,
        )

    other = mapped(found, turned)
    other = replace(other, identity=tuple(reversed(other.identity)), scp=tuple(reversed(other.scp)))
    other = replace(other, resource=tuple(reversed(other.resource)), rcp=tuple(reversed(other.rcp)))
    assert decide(request, other).decision is decide(request, found).decision


@given(settled_requests, layers)
def test_duplicates_do_not_matter(request, found):
    doubled = mapped(found, lambda policy: replace(policy, statements=policy.statements * 2))
    doubled = replace(doubled, identity=doubled.identity * 2, scp=doubled.scp * 2)
    doubled = replace(doubled, resource=doubled.resource * 2, rcp=doubled.rcp * 2)
    assert decide(request, doubled).decision is decide(request, found).decision


@given(
    settled_requests, layers, documents(effects=("Allow",)), st.sampled_from(["identity", "boundary", "session", "scp"])
)
def test_adding_an_allow_never_takes_away(request, found, document, layer):
    more = with_policy(found, layer, policy(document))
    assume(more is not None)
    assert more is not None
    assert plain(decide(request, more).decision) >= plain(decide(request, found).decision)


@given(
    settled_requests, layers, documents(effects=("Deny",)), st.sampled_from(["identity", "boundary", "session", "scp"])
)
def test_adding_a_deny_never_gives(request, found, document, layer):
    more = with_policy(found, layer, policy(document))
    assume(more is not None)
    assert more is not None
    assert plain(decide(request, more).decision) <= plain(decide(request, found).decision)


def with_policy(found: Layers, layer: str, added: Policy) -> Layers | None:
    """The layers with a policy's statements added to a layer that is there."""
    if layer == "identity":
        return replace(found, identity=(*found.identity, added))
    if layer == "scp":
        return replace(found, scp=tuple((*level, added) for level in found.scp)) if found.scp else None
    there = getattr(found, layer)
    if there is None or there.version != added.version:
        return None
    return replace(found, **{layer: replace(there, statements=there.statements + added.statements)})


@given(settled_requests, layers, documents())
def test_adding_a_layer_that_limits_never_gives(request, found, document):
    limit = policy(document)
    # a session policy gives to a federated user (10.17) and to a root session of AssumeRoot: without one they have nothing
    assume(request.principal != FEDERATED)
    assume(str(request.context.get("aws:AssumedRoot")).lower() != "true")
    before = plain(decide(request, replace(found, boundary=None, session=None)).decision)
    assert plain(decide(request, replace(found, boundary=limit, session=None)).decision) <= before
    assert plain(decide(request, replace(found, boundary=None, session=limit)).decision) <= before
    assert plain(decide(request, replace(found, scp=(*found.scp, (limit,)))).decision) <= plain(
        decide(request, found).decision
    )


@given(requests(with_open_keys=True), layers)
def test_verdict_is_decide_without_reasons(request, found):
    assert verdict(request, found) is decide(request, found).decision


@given(requests(with_open_keys=True), layers)
def test_the_same_question_gets_the_same_answer(request, found):
    assert decide(request, found) == decide(request, found)
