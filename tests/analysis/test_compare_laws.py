"""Laws of comparing, over random documents: nasty constants, all operators, both versions, variables among them."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policybuilder.analysis import Budget, Nothing, Unknown, Witness, World, compare, difference
from policybuilder.iam import Decision, Layers, decide
from tests.strategies import REGION, ROLE, SESSION, USER, documents, policy, requests, settled

MIRRORED = {"a_more": "b_more", "b_more": "a_more", "equal": "equal", "incomparable": "incomparable"}
WIDEST = World(catalogue=False, arn_grammar=False, key_availability=False, always_present=False, typed_keys=False)
ALLOW_ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
NOTHING = {"Version": "2012-10-17", "Statement": []}


def small() -> Budget:
    return Budget(60_000, each=4_000)


def compared(one, other, **more):
    return compare(policy(one), policy(other), budget=small(), **more)


def statements_of(document):
    return [*document["Statement"]]


def with_statements(document, statements):
    return {**document, "Statement": statements}


@pytest.mark.law
@given(one=documents(), other=documents())
def test_it_does_not_matter_which_comes_first(one, other):
    """Law: the other way round everything is the other way round; a document is equal to itself."""
    there, back = compared(one, other), compared(other, one)
    assert MIRRORED.get(there.relation, "unknown") == back.relation
    assert (there.witness_a is None) is (back.witness_b is None)
    assert compared(one, one).relation == "equal"


@pytest.mark.law
@given(several=st.lists(documents(), min_size=3, max_size=3))
def test_more_than_more_is_more(several):
    """Law: if the first allows no more than the second, and that no more than the third, the first neither."""
    first, second, third = map(policy, several)
    steps = [difference(first, second, budget=small()), difference(second, third, budget=small())]
    assume(all(isinstance(step, Nothing) for step in steps))
    assert not isinstance(difference(first, third, budget=small()), Witness)


@pytest.mark.law
@given(one=documents(), other=documents())
def test_a_witness_is_allowed_by_one_and_not_by_the_other(one, other):
    """Law: the decision confirms a witness, and nothing of it is left open."""
    found = compared(one, other)
    for witness, yes, no in ((found.witness_a, one, other), (found.witness_b, other, one)):
        if witness is not None:
            assert decide(witness, Layers(identity=(policy(yes),))).decision is Decision.ALLOWED
            refused = decide(witness, Layers(identity=(policy(no),))).decision
            assert refused in (Decision.IMPLICIT_DENY, Decision.EXPLICIT_DENY)
    assert found.relation == "unknown" or found.reason is None


@pytest.mark.law
@given(one=documents(), more=documents(), asked=st.lists(requests().map(settled), min_size=30, max_size=30))
def test_no_request_contradicts_a_proof(one, more, asked):
    """Law: where there is "no such request" in the widest world, no request at all is one."""
    other = with_statements(one, statements_of(one)[1:] + statements_of(more)[:1])
    for first, second in ((one, other), (other, one)):
        if isinstance(difference(policy(first), policy(second), world=WIDEST, budget=small()), Nothing):
            for request in asked:
                plain = replace(request, principal=None, resource_account=None, management_account=False)
                assert not (_allows(first, plain) and not _allows(second, plain)), plain


def _allows(document, request):
    return decide(request, Layers(identity=(policy(document),))).decision is Decision.ALLOWED


@pytest.mark.law
@given(document=documents(), seed=st.integers(0, 10_000))
def test_order_and_repetition_mean_nothing(document, seed):
    """Law: shuffled statements and lists, other capitals of actions, an entry twice: equal, with the same witnesses."""
    random = Random(seed)  # noqa: S311 - only to have many cases
    shuffled = [_shuffled(statement, random) for statement in statements_of(document)]
    random.shuffle(shuffled)
    made = with_statements(document, shuffled + shuffled[:1])
    assert compared(document, made).relation == "equal"
    against = {"Version": "2012-10-17", "Statement": [{**ALLOW_ALL, "Action": "rekognition:De*"}]}
    before, after = compared(document, against), compared(made, against)
    assert before.relation == after.relation
    assert (before.witness_a, before.witness_b) == (after.witness_a, after.witness_b)


def _shuffled(statement, random):
    made = dict(statement)
    for name in ("Action", "NotAction", "Resource", "NotResource"):
        if isinstance(made.get(name), list):
            made[name] = random.sample(made[name], len(made[name])) + made[name][:1]
    if "Action" in made:
        made["Action"] = [text.upper() for text in _list(made["Action"])]
    return made


def _list(value):
    return value if isinstance(value, list) else [value]


@pytest.mark.law
@given(document=documents(), more=documents())
def test_an_allow_adds_and_a_deny_takes_away(document, more):
    """Law: more Allows never give less, more Denies never more, and another layer never more."""
    allows = [each for each in statements_of(more) if each["Effect"] == "Allow"]
    denies = [each for each in statements_of(more) if each["Effect"] == "Deny"]
    wider = {**document, "Statement": statements_of(document) + allows}
    narrower = {**document, "Statement": statements_of(document) + denies}
    assert not isinstance(difference(policy(document), policy(wider), budget=small()), Witness)
    assert not isinstance(difference(policy(narrower), policy(document), budget=small()), Witness)
    bounded = Layers(identity=(policy(document),), boundary=policy(more))
    levelled = Layers(identity=(policy(document),), scp=((policy(more),),))
    for layers in (bounded, levelled):
        assert not isinstance(difference(layers, policy(document), budget=small()), Witness)
        assert not isinstance(difference(layers, Layers(identity=(policy(more),)), budget=small()), Witness) or (
            layers is levelled  # SCPs read short ARNs otherwise
        )


@pytest.mark.law
@given(document=documents(effects=("Allow",)))
def test_allowed_and_denied_is_nothing(document):
    """Law: what is allowed and denied in the same words is not allowed; and NotResource is everything but that."""
    statements = statements_of(document)
    both = with_statements(document, statements + [{**each, "Effect": "Deny"} for each in statements])
    assert not isinstance(difference(policy(both), policy(NOTHING), budget=small()), Witness)
    assert compared(both, NOTHING).relation in ("equal", "unknown")
    for each in statements[:1]:
        if "NotResource" in each:
            listed = {name: value for name, value in each.items() if name != "NotResource"} | {"Resource": "*"}
            denied = {"Effect": "Deny", "Action": "*", "Resource": each["NotResource"]}
            assert compared(
                with_statements(document, [each]), with_statements(document, [listed, denied])
            ).relation in ("equal", "unknown")


@pytest.mark.law
@given(document=documents())
def test_a_list_is_as_many_statements(document):
    """Law: a list of actions or resources split up is equal; of NotAction or NotResource in an Allow it is no less."""
    for name in ("Action", "Resource", "NotAction", "NotResource"):
        for place, each in enumerate(statements_of(document)):
            if name not in each:
                continue
            parts = [{**each, name: [text]} for text in _list(each[name])]
            split = with_statements(
                document, statements_of(document)[:place] + parts + statements_of(document)[place + 1 :]
            )
            relation = compared(document, split).relation
            if not name.startswith("Not"):
                assert relation in ("equal", "unknown")
            elif each["Effect"] == "Allow":
                assert relation in ("equal", "b_more", "unknown")
            else:
                assert relation in ("equal", "a_more", "unknown")


@pytest.mark.law
@given(one=documents(), other=documents(), steps=st.integers(0, 400))
def test_a_small_budget_never_changes_an_answer(one, other, steps):
    """Law: with less to spend an answer may become unknown, but no other one."""
    whole = compared(one, other)
    cut = compare(policy(one), policy(other), budget=Budget(steps, each=50))
    for answer, full in ((cut.a_not_b, whole.a_not_b), (cut.b_not_a, whole.b_not_a)):
        assert isinstance(answer, Unknown) or isinstance(full, Unknown) or type(answer) is type(full)


@pytest.mark.law
@given(one=documents(), other=documents())
def test_a_smaller_world_never_finds_more(one, other):
    """Law: what cannot be in a wide world cannot be in a part of it."""
    rekognition = World(other_services=False)
    loose = replace(rekognition, always_present=False, key_availability=False)
    for first, second in ((one, other), (other, one)):
        wide = difference(policy(first), policy(second), world=World(), budget=small())
        if isinstance(wide, Nothing):
            assert not isinstance(difference(policy(first), policy(second), world=rekognition, budget=small()), Witness)
        wide = difference(policy(first), policy(second), world=loose, budget=small())
        if isinstance(wide, Nothing):
            assert not isinstance(difference(policy(first), policy(second), world=rekognition, budget=small()), Witness)


CONDITIONS = [
    ("StringEquals", "aws:RequestedRegion", "us-east-1"),
    ("StringLike", "aws:PrincipalTag/team", "c*"),
    ("Bool", "aws:MultiFactorAuthPresent", "true"),
    ("NumericLessThan", "aws:MultiFactorAuthAge", "3600"),
    ("IpAddress", "aws:SourceIp", "203.0.113.0/24"),
    ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/Train*"),
]


@pytest.mark.parametrize(("operator", "key", "value"), CONDITIONS)
def test_forms_of_an_operator(operator: str, key: str, value: str) -> None:
    """Law: an operator implies its IfExists; and with Null false both are one."""

    def under(**conditions):
        return {"Version": "2012-10-17", "Statement": [{**ALLOW_ALL, "Condition": conditions}]}

    plain, loose = under(**{operator: {key: value}}), under(**{f"{operator}IfExists": {key: value}})
    assert not isinstance(difference(policy(plain), policy(loose)), Witness)
    there = under(**{f"{operator}IfExists": {key: value}, "Null": {key: "false"}})
    assert compared(plain, there).relation == "equal"


@settings(max_examples=30)
@given(document=documents())
def test_callers_are_as_good_as_any(document):
    """Law: a witness of a policy against none is one for whoever asks from the resource's account."""
    found = compared(document, NOTHING)
    if found.witness_a is not None and found.witness_a.principal is not None:
        for principal in (USER, ROLE, SESSION):
            asked = replace(found.witness_a, principal=principal, resource_account="111122223333")
            assert _allows(document, asked)
    assert REGION.startswith("arn:")
