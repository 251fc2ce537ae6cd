"""Kleene's logic, whole tables."""

import itertools

import pytest

from policybuilder.iam import Truth, all_of, any_of, negate

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (YES, YES, YES, YES),
        (YES, NO, NO, YES),
        (YES, UNKNOWN, UNKNOWN, YES),
        (NO, NO, NO, NO),
        (NO, UNKNOWN, NO, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_and_and_or(one, other, both, either):
    assert all_of([one, other]) is all_of([other, one]) is both
    assert any_of([one, other]) is any_of([other, one]) is either


def test_of_nothing():
    assert all_of([]) is YES
    assert any_of([]) is NO


def test_not():
    assert [negate(value) for value in (YES, NO, UNKNOWN)] == [NO, YES, UNKNOWN]


def test_de_morgan():
    for values in itertools.product(Truth, repeat=3):
        assert negate(all_of(values)) is any_of(negate(value) for value in values)


def test_values():
    assert [value.value for value in Truth] == ["yes", "no", "unknown"]
