"""Laws of comparing, tried on random pairs: what must hold between the answers to related questions.

`test_compare.py` has the laws about one answer and its witness. A seed gives a pair, so that a failure can be run again:
`random_pair(Draw(seed))`.
"""

from copy import deepcopy
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.analysis.compare import compare
from policybuilder.analysis.globs import Budget
from policybuilder.analysis.worlds import REKOGNITION, World
from policybuilder.iam import Layers
from tests.analysis.pair_files import EVERYTHING
from tests.analysis.random_pairs import changed, document, random_pair, statement
from tests.analysis.trials import tried
from tests.strategies import layers_of, policy

pytestmark = pytest.mark.law
numbers = st.integers(0, 2**40)


class Draw(Random):
    """A source of chance that shows its seed where a law fails."""

    def __init__(self, seed):
        super().__init__(seed)
        self.began_with = seed

    def __repr__(self):
        return f"Draw({self.began_with})"


seeds = st.builds(Draw, numbers)
TURNED = {"a_more": "b_more", "b_more": "a_more"}
NOT_MORE = ("equal", "b_more")  # A allows nothing that B does not


def some_pair(draw):
    """A kind with two documents; stacks are made ready."""
    kind, one, other = random_pair(draw)
    ready = layers_of if kind == "stack" else policy
    return kind, ready(one), ready(other)


def relation(one, other):
    return compare(policy(one), policy(other)).relation


@given(numbers)
def test_nothing_tried_contradicts_an_answer(seed):
    kind, one, other = random_pair(Draw(seed))
    trial = tried(kind, one, other, seed=seed, requests=60)
    assert trial.fault is None


@given(seeds)
def test_turning_the_question_round_turns_the_answer_round(draw):
    kind, one, other = some_pair(draw)
    answer = compare(one, other, kind=kind).relation
    assert compare(other, one, kind=kind).relation == TURNED.get(answer, answer)


@given(seeds)
def test_less_than_less_is_less(draw):
    one = document(draw)
    two = changed(one, draw)
    three = changed(two, draw)
    if relation(one, two) in NOT_MORE and relation(two, three) in NOT_MORE:
        assert relation(one, three) in (*NOT_MORE, "unknown")


@given(seeds)
def test_a_further_allow_never_gives_less_and_a_further_deny_never_more(draw):
    one, extra = document(draw), statement(draw)
    more = deepcopy(one)
    more["Statement"].append(extra)
    order = NOT_MORE if extra["Effect"] == "Allow" else ("equal", "a_more")
    assert relation(one, more) in (*order, "unknown")


LIMITED = {
    "boundary": lambda one, limit: Layers((one,), boundary=limit),
    "session": lambda one, limit: Layers((one,), session=limit),
    "scp": lambda one, limit: Layers((one,), scp=((limit,),)),
}


@given(seeds, st.sampled_from(sorted(LIMITED)))
def test_a_further_layer_never_gives_more(draw, layer):
    """Law: what limits takes away, or nothing; an Allow of everything in it takes nothing."""
    one, limit = policy(document(draw)), policy(document(draw))
    assert compare(Layers((one,)), LIMITED[layer](one, limit)).relation in ("equal", "a_more", "unknown")
    assert compare(Layers((one,)), LIMITED[layer](one, EVERYTHING)).relation in ("equal", "unknown")


@given(seeds)
def test_order_repetition_and_case_of_actions_say_nothing(draw):
    one = document(draw)
    other = deepcopy(one)
    draw.shuffle(other["Statement"])
    for each in other["Statement"]:
        for name in each.keys() - {"Effect", "Condition"}:
            entries = [
                text.swapcase() if name.endswith("Action") and draw.random() < 0.5 else text for text in each[name]
            ]
            each[name] = draw.sample(entries, len(entries)) + entries[:1]
    other["Statement"].append(other["Statement"][0])
    assert relation(one, other) in ("equal", "unknown")


@given(seeds)
def test_a_deny_of_all_that_is_allowed_leaves_nothing(draw):
    allow = statement(draw, effect="Allow")
    nothing = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}
    both = {"Version": "2012-10-17", "Statement": [allow, allow | {"Effect": "Deny"}]}
    assert relation(both, nothing) == "equal"


@given(seeds)
def test_a_list_split_into_statements_is_the_same_and_more_where_it_excepts(draw):
    one = statement(draw, effect="Allow")
    name = draw.choice([name for name in one if name not in ("Effect", "Condition")])
    parts = [one | {name: [entry]} for entry in one[name]]
    whole, split = ({"Version": "2012-10-17", "Statement": made} for made in ([one], parts))
    assert relation(whole, split) in ("equal", "unknown", *(("b_more",) if name.startswith("Not") else ()))


WIDER = (
    World(catalogue=False),
    World(arn_grammar=False),
    World(key_availability=False),
    World(always_present=False),
    World(typed_keys=False),
)


@given(seeds, st.sampled_from(WIDER))
def test_what_a_world_shows_a_wider_one_shows_too(draw, wider):
    kind, one, other = some_pair(draw)
    narrow = compare(one, other, kind=kind)
    wide = compare(one, other, kind=kind, world=wider)
    for witness, found, answer in (
        (narrow.witness_a, wide.witness_a, wide.a_not_b),
        (narrow.witness_b, wide.witness_b, wide.b_not_a),
    ):
        assert witness is None or found is not None or answer in wide.unknown


@given(seeds)
def test_rekognition_alone_shows_no_more_than_all_services(draw):
    kind, one, other = some_pair(draw)
    alone = compare(one, other, kind=kind, world=REKOGNITION)
    every = compare(one, other, kind=kind)
    assert alone.witness_a is None or every.witness_a is not None or every.unknown
    assert alone.witness_b is None or every.witness_b is not None or every.unknown
    for witness in (alone.witness_a, alone.witness_b):
        assert witness is None or witness.action.lower().startswith("rekognition:")


@given(seeds, st.sampled_from([0, 1, 10, 100, 1_000, 10_000]), st.sampled_from([1, 10, 100, 50_000]))
def test_a_smaller_budget_turns_an_answer_into_unknown_and_never_into_another(draw, steps, each):
    kind, one, other = some_pair(draw)
    full = compare(one, other, kind=kind)
    short = compare(one, other, kind=kind, budget=Budget(steps, each=each))
    assert short.relation in (full.relation, "unknown") or full.relation == "unknown"
    assert short.witness_a is None or full.witness_a is not None or full.unknown
    assert short.witness_b is None or full.witness_b is not None or full.unknown
