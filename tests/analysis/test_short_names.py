"""Patterns of names against all short names: what the engine says of two policies holds for each of them."""

import re
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.analysis.compare import compare
from tests.strategies import policy

REGION = "arn:aws:rekognition:us-east-1:111122223333"
NAMES = ["".join(letters) for length in range(1, 5) for letters in product("abz", repeat=length)]
TAG = "aws:ResourceTag/x"


def pattern(draw):
    return "".join(draw.choice("ab*?*") for _ in range(draw.randint(1, 4)))


def body(draw):
    """Statements as (does it deny, does it except, patterns)."""

    def some(denies, most):
        return denies, draw.random() < 0.2, [pattern(draw) for _ in range(draw.randint(1, most))]

    return [some(False, 3), *(some(draw.random() < 0.6, 2) for _ in range(draw.randint(0, 2)))]


def by_names(made):
    """The statements with the patterns for names of projects."""
    return document(
        {
            "Effect": effect,
            "Action": "rekognition:DeleteProject",
            ("NotResource" if excepts else "Resource"): [f"{REGION}:project/{text}/7" for text in texts],
        }
        for effect, excepts, texts in statements(made)
    )


def by_tags(made):
    """The statements with the patterns for values of a tag, which every resource asked about has."""
    there = {"Null": {TAG: "false"}}
    return document(
        {
            "Effect": effect,
            "Action": "rekognition:DeleteProject",
            "Resource": "*",
            "Condition": there | {"StringNotLike" if excepts else "StringLike": {TAG: texts}},
        }
        for effect, excepts, texts in statements(made)
    )


def statements(made):
    return [("Deny" if denies else "Allow", excepts, texts) for denies, excepts, texts in made]


def document(body):
    return policy({"Version": "2012-10-17", "Statement": list(body)})


def allowed(made, name):
    def applies(excepts, texts):
        return any(re.fullmatch(text.replace("*", ".*").replace("?", "."), name) for text in texts) is not excepts

    hit = [denies for denies, excepts, texts in made if applies(excepts, texts)]
    return False in hit and True not in hit


@pytest.mark.law
@given(st.integers(0, 2**40), st.sampled_from([by_names, by_tags]))
def test_every_short_name_agrees_with_the_answer(seed, written):
    """Law: a short name that one side allows alone is no surprise; and where there is none, a witness is longer or has
    another letter, or another Region, time or account."""
    draw = Random(seed)  # noqa: S311 - only to have many cases
    one = body(draw)
    other = body(draw) if draw.random() < 0.3 else [*one[: draw.randint(0, len(one))], *body(draw)[:1]]
    found = compare(written(one), written(other))
    assert found.relation != "unknown"
    for first, second, witness in ((one, other, found.witness_a), (other, one, found.witness_b)):
        alone = [name for name in NAMES if allowed(first, name) and not allowed(second, name)]
        assert witness is not None or not alone, alone
        if witness is not None and not alone:
            name = named(witness, written)
            assert name is None or name not in NAMES


def named(witness, written):
    """The name or value that a witness is about; None if it is a resource of another form."""
    if written is by_tags:
        return next((value for key, value in witness.context.items() if key.lower() == TAG.lower()), None)
    found = re.fullmatch(rf"{REGION}:project/([^/]+)/7", witness.resource)
    return found and found[1]
