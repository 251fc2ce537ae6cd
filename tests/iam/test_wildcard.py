"""Patterns ("IAM JSON policy elements: Resource", wildcards): `*` any run, `?` one letter, nothing else means anything."""

import pytest

from policybuilder.iam import Part, covers, glob, glob_matches, glob_of, overlaps


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("", "", True),
        ("", "a", False),
        ("a", "a", True),
        ("a", "A", False),
        ("*", "", True),
        ("*", "a/b:c", True),
        ("?", "", False),
        ("?", "a", True),
        ("?", "ab", False),
        ("a?c", "abc", True),
        ("a?c", "abd", False),
        ("?b?d", "abcd", True),
        ("?b?d", "abcdd", False),
        ("?a*b", "xab", True),
        ("a?c*d", "abcd", True),
        ("a*c", "ac", True),
        ("a*c", "abbc", True),
        ("a*c", "acb", False),
        ("ab*bc", "abc", False),
        ("*a*a*", "a", False),
        ("*a*a*", "xaya", True),
        ("*a?b*", "aaab", True),
        ("*a?b*c", "axbaybc", True),
        ("*a?b*c", "aab", False),
        ("*?a??b*", "a1a1b", False),
        ("*?a??b*", "xxa12b", True),
        ("*a?b*b", "xa1b", False),
        ("xx*a?b*b", "xxxa1b", False),
        ("a**b", "ax", False),
        ("a*?a*b", "aaxb", False),
        ("*?a*?a*", "xaya", True),
        ("*a?b*a?b*", "a1b2b", False),
        ("*a?b*a?b*", "a1ba2b", True),
        ("x*a*y", "xay", True),
        ("xa*a*ay", "xaay", False),
        ("x*?a?*y", "xay", False),
        ("x*?a?*y", "x1a2y", True),
        ("*??*", "a", False),
        ("*??*", "ab", True),
        ("a?*?", "ab", False),
        ("a?*?", "abc", True),
        ("[ab]", "a", False),
        ("[ab]", "[ab]", True),
        ("{a,b}", "a", False),
        ("\\*", "*", False),
        ("\\*", "\\x", True),
        ("a.c", "abc", False),
        ("*x?y*", "xy x", False),
        ("*\n*", "a\nb", True),
        ("?", "😀", True),
    ],
)
def test_matches(pattern, text, matches):
    assert glob_matches(pattern, text) is matches
    assert glob(pattern).among([(7, text), (8, "\0")]) == [7] * matches + [8] * glob_matches(pattern, "\0")


def test_parts_that_are_not_wild_stand_for_themselves():
    found = glob_of([Part("a*", wild=True), Part("*?", wild=False), Part("?", wild=True)])
    assert found.matches("axx*?b")
    assert not found.matches("axxb")


@pytest.mark.parametrize(("pattern", "exact"), [("abc", "abc"), ("", ""), ("a*", None), ("a?c", None), ("?", None)])
def test_the_one_text_of_a_pattern_without_wildcards(pattern, exact):
    assert glob(pattern).exact == exact
    assert glob_of([Part("a", wild=True), Part("*", wild=False)]).exact == "a*"


@pytest.mark.parametrize(
    ("wide", "narrow", "covered"),
    [
        ("*", "a*b?", True),
        ("a*", "*", False),
        ("a*", "ab*", True),
        ("a*b", "ab", True),
        ("?*", "*?", True),
        ("*?", "?*", True),
        ("?*", "*", False),
        ("?*", "*a", True),
        ("??*", "*a", False),
        ("*a*", "*b*", False),
        ("a?c", "abc", True),
        ("abc", "a?c", False),
        ("?", "*", False),
        ("a", "a", True),
        ("a", "b", False),
        ("*ab*", "*a*b*", False),
        ("*a*b*", "*ab*", True),
        ("x*?y", "x?*y", True),
        ("b*a", "a", False),
        ("*aa", "a", False),
        ("*a*b*c", "*a*c", False),
        ("*a*", "a", True),
        ("*a*", "*a", True),
        ("*?a*", "*a", False),
        ("*?a*", "?a", True),
        ("*?a*", "*?a", True),
        ("*??a*b", "?*?ab", True),
        ("*??a*b", "?*ab", False),
        ("*a?b*", "*a*b*", False),
        ("*a?b*", "*a*a?b", True),
        ("*a?b*", "*axb*", True),
        ("*a?b*", "**a?b", True),
        ("*a?b*a?b*", "axbayb", True),
        ("*a?b*a?b*", "axbyb", False),
        ("*a?", "ab", True),
        ("*a?", "*a*", False),
        ("*a?", "*a*?", False),
        ("x??*a", "x?*?a", True),
        ("x??*a", "x?*a", False),
        ("??", "a?", True),
        ("??", "a*", False),
        ("a*a", "a", False),
        ("ab*?bc", "ab*bc", False),
        ("*a*?", "*a*b", True),
        ("*a*?", "*a*", False),
        ("*a*??", "?a?", False),
        ("?a*", "?a", True),
        ("", "", True),
        ("", "*", False),
        ("*~a*", "*a*", False),
        ("*a~*", "*a*", False),
        ("**", "", True),
        ("a**", "a", True),
        ("ab*", "a", False),
        ("a?b*", "a", False),
    ],
)
def test_covers(wide, narrow, covered):
    assert covers(wide, narrow) is covered


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ("a*", "*b", True),
        ("a*", "b*", False),
        ("a?", "?b", True),
        ("a", "ab", False),
        ("", "*", True),
        ("", "?", False),
        ("*a*", "*b*", True),
        ("a*c", "ab", False),
        ("**", "?", True),
        ("abc", "a*d", False),
        ("a**b", "ab", True),
        ("a**b", "axc", False),
        ("*?", "", False),
        ("?*?", "a", False),
        ("?*?", "?*?", True),
        ("~", "a", False),
        ("a~", "a?", True),
    ],
)
def test_overlaps(one, other, common):
    assert overlaps(one, other) is overlaps(other, one) is common


def test_hundreds_of_stars_end():
    """A translation to regular expressions takes longer than anyone waits for the first of these."""
    assert not glob_matches("*a" * 400 + "b", "a" * 5_000)
    assert not glob_matches("*a?" * 300 + "b", "a" * 5_000)
    assert glob_matches("*" * 5_000, "a" * 5_000)
    assert not covers("*a" * 400 + "b", "*a" * 400)
    assert not overlaps("*a" * 400 + "b", "*a" * 400)
    assert overlaps("*a" * 400, "a*" * 400)
