"""Laws of patterns ("IAM JSON policy elements: Resource", wildcards)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.iam import arn_matches, covers, glob_matches, overlaps
from tests.strategies import RESOURCES, arn_patterns, many_stars, patterns, texts

pytestmark = pytest.mark.law


def expanded(data, pattern):
    """Some text of the pattern's form."""
    return "".join(
        data.draw(texts) if letter == "*" else data.draw(st.sampled_from("abz:/")) if letter == "?" else letter
        for letter in pattern
    )


def regex_matches(pattern, text):
    body = "".join(".*" if letter == "*" else "." if letter == "?" else re.escape(letter) for letter in pattern)
    return re.fullmatch(body, text, re.DOTALL) is not None


@given(patterns, texts)
def test_matches_agrees_with_regular_expressions_on_short_texts(pattern, text):
    assert glob_matches(pattern, text) is regex_matches(pattern, text)


@given(patterns, st.data())
def test_every_expansion_of_a_pattern_matches_it(pattern, data):
    assert glob_matches(pattern, expanded(data, pattern))


@given(patterns)
def test_every_pattern_covers_and_overlaps_itself(pattern):
    assert covers(pattern, pattern)
    assert overlaps(pattern, pattern)


@given(patterns, patterns, st.data())
def test_what_the_narrow_pattern_matches_the_covering_one_matches(wide, narrow, data):
    text = expanded(data, narrow)
    if covers(wide, narrow):
        assert glob_matches(wide, text)


@given(st.text("ab*?", max_size=4), st.text("ab*?", max_size=4))
def test_covers_is_exact_on_short_patterns(wide, narrow):
    every = words(len(wide) + len(narrow))
    assert covers(wide, narrow) is all(regex_matches(wide, word) for word in every if regex_matches(narrow, word))


@given(st.text("ab*?", max_size=4), st.text("ab*?", max_size=4))
def test_overlaps_is_exact_on_short_patterns(one, other):
    every = words(len(one) + len(other))
    assert overlaps(one, other) is any(regex_matches(one, word) and regex_matches(other, word) for word in every)


def words(longest):
    """All words of two named letters and one that no pattern names, up to a length that any difference needs."""
    found = [""]
    for word in found:
        if len(word) < min(longest, 6):
            found.extend(word + letter for letter in "abz")
    return found


@given(patterns, patterns)
def test_overlaps_is_symmetric(one, other):
    assert overlaps(one, other) is overlaps(other, one)


@given(patterns, st.data())
def test_overlaps_where_a_common_text_was_built(pattern, data):
    text = expanded(data, pattern)
    other = "".join(data.draw(st.sampled_from([letter, letter, "?", "*"])) for letter in text)
    assert overlaps(pattern, other)


@given(patterns, patterns, patterns)
def test_covers_is_transitive(one, two, three):
    if covers(one, two) and covers(two, three):
        assert covers(one, three)


@given(many_stars, many_stars)
def test_hundreds_of_stars_are_answered(one, other):
    text = other.replace("*", "b") + "c"
    glob_matches(one, text)
    arn_matches(f"arn:aws:x:{one}:1:{one}", f"arn:aws:x:y:1:{text}:{text}")
    covers(one, other)
    overlaps(one, other)


@given(arn_patterns(), st.sampled_from(RESOURCES))
def test_for_arns_of_six_fields_whole_text_and_field_by_field_agree(pattern, arn):
    if pattern.count(":") == 5 and arn.count(":") == 5:
        assert arn_matches(pattern, arn) is glob_matches(pattern, arn)
