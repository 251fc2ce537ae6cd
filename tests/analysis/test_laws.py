"""Laws of comparing over random pairs of every kind, and over stacks: most are changed copies of one another.

`test_compare_laws.py` has the laws over single documents. A seed gives a pair, so that a failure can be run again:
`random_pair(Draw(seed))`.
"""

from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policybuilder.analysis.compare import compare
from policybuilder.analysis.globs import Budget
from policybuilder.analysis.worlds import REKOGNITION, World
from tests.analysis.random_pairs import random_pair
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


def some_pair(draw):
    """A kind with two documents; stacks are made ready."""
    kind, one, other = random_pair(draw)
    ready = layers_of if kind == "stack" else policy
    return kind, ready(one), ready(other)


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


@example(Draw(49736810), 10, 1)
@given(seeds, st.sampled_from([0, 1, 10, 100, 1_000, 10_000]), st.sampled_from([1, 10, 100, 50_000]))
def test_a_smaller_budget_turns_an_answer_into_unknown_and_never_into_another(draw, steps, each):
    kind, one, other = some_pair(draw)
    full = compare(one, other, kind=kind)
    short = compare(one, other, kind=kind, budget=Budget(steps, each=each))
    assert short.relation in (full.relation, "unknown") or full.relation == "unknown"
    assert short.witness_a is None or full.witness_a is not None or full.unknown
    assert short.witness_b is None or full.witness_b is not None or full.unknown
