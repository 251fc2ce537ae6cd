"""z3 as a third opinion on the hand-written pairs. Needs the package `z3-solver`, which is no requirement."""

import pytest

from policybuilder.analysis.compare import compare
from policybuilder.analysis.worlds import REKOGNITION
from tests.analysis.pair_files import pairs
from tests.analysis.z3_formula import NotEncodedError, relation
from tests.case_files import policy_of_case

z3 = pytest.importorskip("z3", reason="z3-solver is not installed; it is optional: pip install z3-solver")
IDENTITY = [pair for pair in pairs() if pair["kind"] == "identity"]
DECIDED = ("strings-ignore-case", "numbers-gap", "arns-time-pinned", "actions-detect-star", "deny-tls-by-deny")


@pytest.mark.parametrize("pair", IDENTITY, ids=[pair["id"] for pair in IDENTITY])
def test_z3_does_not_contradict_the_engine(pair):
    try:
        theirs = relation(z3, pair["a"], pair["b"])
    except NotEncodedError as error:
        pytest.skip(f"not encoded: {error}")
    if theirs is None:
        pytest.skip("z3 gives up")
    assert compare(policy_of_case(pair["a"]), policy_of_case(pair["b"]), world=REKOGNITION).relation == theirs


def test_z3_decides_what_is_easy():
    easy = {pair["id"]: pair for pair in IDENTITY}
    for name in DECIDED:
        pair = easy[name]
        assert relation(z3, pair["a"], pair["b"]) == pair["relation"]
