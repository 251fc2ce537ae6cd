"""Laws of keys whose value is not known: what is not said may be anything, and nothing is guessed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.iam import ALWAYS_SENT, Decision, decide, derive_context
from tests.strategies import KEYS, context_values, layers_of, plain_layers, requests, settled_requests

pytestmark = pytest.mark.law

layers = plain_layers().map(layers_of)
SURE = {key.lower() for key in ALWAYS_SENT}
POOLS = {key.lower(): key for key in KEYS}


def values_for(key):
    if key.lower() in POOLS:
        return context_values(POOLS[key.lower()])
    return st.sampled_from(["true", "cats", "us-east-1", "ana"])


def learn(request, key, value):
    """The same request with a key's value learned; None is learning that it is absent."""
    derived = derive_context(request)
    if derived.open_keys == "*":
        named = {entry.lower() for entry in [*KEYS, *ALWAYS_SENT, "aws:username", "aws:PrincipalTag/x", "aws:tagkeys"]}
        named -= {entry.lower() for entry in derived.context}
        derived = replace(derived, open_keys=frozenset(named))
    left = frozenset(entry for entry in derived.open_keys if entry.lower() != key.lower())
    context = {entry: old for entry, old in derived.context.items() if entry.lower() != key.lower()}
    return replace(derived, context=context if value is None else {**context, key: value}, open_keys=left)


def learned_value(data, key):
    values = values_for(key)
    return data.draw(values if key.lower() in SURE else st.none() | values, label=key)


@given(requests(with_open_keys=True), layers, st.data())
def test_learning_a_key_never_turns_one_definite_decision_into_another(request, found, data):
    before = decide(request, found).decision
    derived = derive_context(request)
    names = [*KEYS, "aws:username"] if derived.open_keys == "*" else sorted(derived.open_keys)
    known = {key.lower() for key in derived.context}
    for key in names:
        if key.lower() in known:
            continue
        request = learn(request, key, learned_value(data, key))
        after = decide(request, found).decision
        assert before in (Decision.UNKNOWN, after)
        before = after


@given(requests(with_open_keys=True), layers)
def test_missing_keys_are_named_exactly_when_the_answer_is_unknown(request, found):
    answer = decide(request, found)
    assert bool(answer.missing_keys) is (answer.decision is Decision.UNKNOWN)


@given(requests(with_open_keys=True), layers, st.data())
def test_learning_all_missing_keys_settles_the_answer(request, found, data):
    answer = decide(request, found)
    for _ in range(len(KEYS) + len(ALWAYS_SENT) + 4):
        if answer.decision is not Decision.UNKNOWN:
            break
        for key in answer.missing_keys:
            request = learn(request, key, learned_value(data, key))
        answer = decide(request, found)
    assert answer.decision is not Decision.UNKNOWN


@given(requests(with_open_keys=True), layers, st.data())
def test_learning_any_other_key_settles_nothing(request, found, data):
    answer = decide(request, found)
    if answer.decision is not Decision.UNKNOWN:
        return
    missing = {key.lower() for key in answer.missing_keys}
    missing |= {"aws:principalarn"} if "aws:principalaccount" in missing else set()  # the account follows from the ARN
    derived = derive_context(request)
    names = list(KEYS) if derived.open_keys == "*" else sorted(derived.open_keys)
    for key in names:
        if key.lower() in missing or key.lower() in {known.lower() for known in derived.context}:
            continue
        request = learn(request, key, learned_value(data, key))
    assert decide(request, found).decision is Decision.UNKNOWN


@given(settled_requests, layers)
def test_without_open_keys_every_answer_is_definite(request, found):
    assert decide(request, found).decision is not Decision.UNKNOWN
