"""The hand-written pairs: the engine says of each what its author derived, and nothing tried speaks against it."""

import random
from collections import Counter

import pytest

from policybuilder.iam import decide, prepare, verdict
from tests.analysis.edges import Edges
from tests.analysis.evaluator import allows, contradiction
from tests.analysis.pair_files import RELATIONS, check, layers_alone, pairs, request_of
from tests.analysis.trials import tried
from tests.case_files import BadCaseError

PAIRS = pairs()
EACH = pytest.mark.parametrize("pair", PAIRS, ids=[pair["id"] for pair in PAIRS])
TRIED = 40
MEMBERS = ("allowed_by_a_only", "allowed_by_b_only", "tried")


def both(pair, request):
    """What `iam.decide` and the evaluator say of a request, under either policy."""
    ours = [decide(request_of(request), layers_alone(pair["kind"], pair[side])).decision.value for side in "ab"]
    theirs = [allows(pair["kind"], pair[side], request) for side in "ab"]
    return ours, theirs


@EACH
def test_two_evaluators_confirm_the_requests_of_a_pair(pair):
    for member in MEMBERS:
        for request in pair.get(member, []):
            ours, theirs = both(pair, request)
            assert "unknown" not in ours
            assert [answer == "allowed" for answer in ours] == theirs
            if member == "tried":
                assert theirs[0] == theirs[1]
            else:
                assert theirs == [member == "allowed_by_a_only", member == "allowed_by_b_only"]


@EACH
def test_random_requests_do_not_contradict_what_was_derived(pair):
    draw = random.Random(pair["id"])  # noqa: S311 - requests, not secrets
    edges = Edges(pair["kind"], pair["a"], pair["b"])
    ready = [prepare(layers_alone(pair["kind"], pair[side])) for side in "ab"]
    for _ in range(TRIED):
        request = edges.request(draw)
        theirs = [allows(pair["kind"], pair[side], request) for side in "ab"]
        assert [verdict(request_of(request), one).value == "allowed" for one in ready] == theirs, request
        assert not contradiction(pair["relation"], *theirs), request


@EACH
def test_the_engine_says_what_was_derived(pair):
    trial = tried(pair["kind"], pair["a"], pair["b"], seed=1, requests=0)
    assert trial.fault is None
    assert trial.relation == pair["relation"] or ("may_be_unknown" in pair and trial.relation == "unknown")


def test_there_are_enough_pairs_of_every_relation():
    counted = Counter(pair["relation"] for pair in PAIRS)
    assert len(PAIRS) >= 170
    assert set(counted) == set(RELATIONS)
    assert min(counted.values()) >= 15


def test_a_pair_without_a_reason_a_source_or_a_witness_does_not_load():
    good = next(pair for pair in PAIRS if pair["relation"] == "a_more")
    check(good)
    faults: list[dict[str, object]] = [
        {"why": " "},
        {"source": ""},
        {"relation": "equal"},
        {"allowed_by_a_only": []},
        {"more": 1},
    ]
    for changes in faults:
        with pytest.raises(BadCaseError):
            check(good | changes)
