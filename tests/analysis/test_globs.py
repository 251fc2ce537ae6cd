"""The search for texts against regular expressions over every short text, and its budget."""

import re
from itertools import product
from random import Random

import pytest

from policybuilder.analysis.globs import (
    EVERYTHING,
    EXHAUSTED,
    Budget,
    Pattern,
    class_of,
    exact,
    find_text,
    glob,
    joined,
    pattern,
    run_of,
)
from policybuilder.iam import Part

LETTERS = "ab:"
WORDS = ["".join(word) for length in range(6) for word in product(LETTERS, repeat=length)]


def regex_of(text: str, *, within_field: bool = False) -> str:
    any_letter = "[^:]" if within_field else "."
    return "".join({"*": any_letter + "*", "?": any_letter}.get(letter, re.escape(letter)) for letter in text)


def short_pattern(random: Random) -> str:
    return "".join(random.choices("ab:*?", [3, 3, 1, 3, 2], k=random.randint(0, 6)))


@pytest.mark.parametrize("within_field", [False, True])
def test_a_pattern_matches_what_its_regular_expression_matches(within_field: bool) -> None:
    random = Random(1)  # noqa: S311 - only to have many cases
    for text in [short_pattern(random) for _ in range(150)]:
        one = glob(text, within_field=within_field)
        expected = re.compile(regex_of(text, within_field=within_field))
        assert [word for word in WORDS if one.matches(word)] == [word for word in WORDS if expected.fullmatch(word)]


@pytest.mark.parametrize("seed", range(15))
def test_a_text_is_found_exactly_when_there_is_one(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - only to have many cases
    for _ in range(100):
        one_question(random)


def one_question(random: Random) -> None:
    groups = [
        [(short_pattern(random), random.random() < 0.3) for _ in range(random.choice([1, 1, 2]))]
        for _ in range(random.randint(0, 3))
    ]
    refused = [(short_pattern(random), random.random() < 0.3) for _ in range(random.randint(0, 3))]
    regexes = [[re.compile(regex_of(text, within_field=held)) for text, held in group] for group in (*groups, refused)]

    def fits(word: str) -> bool:
        held = [any(one.fullmatch(word) for one in group) for group in regexes]
        return all(held[:-1]) and not held[-1]

    found = find_text(
        [[glob(text, within_field=held) for text, held in group] for group in groups],
        [glob(text, within_field=held) for text, held in refused],
        Budget(),
    )
    shortest = next((word for word in WORDS if fits(word)), None)
    assert found is not EXHAUSTED
    assert found is None or fits(found)
    if shortest is not None:
        assert found is not None
        # the text found may use a letter that no pattern names, and be shorter for it
        assert len(found) <= len(shortest)


def test_no_letters_at_all_and_letters_beyond_those_named() -> None:
    assert find_text([], [], Budget()) == ""
    assert find_text([], [glob("")], Budget()) == "a"
    assert find_text([], [glob(""), glob("a"), glob("?")], Budget()) == "aa"
    assert find_text([], [EVERYTHING], Budget()) is None
    assert find_text([], [glob("*?"), glob("")], Budget()) is None
    assert find_text([[]], [], Budget()) is None


def test_preferred_texts_come_first() -> None:
    assert find_text([[glob("c*")]], [glob("cats")], Budget(), prefer=["dogs", "cats", "camels", "c"]) == "camels"
    assert find_text([[glob("c*")]], [], Budget(), prefer=["dogs"]) == "c"


def test_lists_of_plain_texts_are_looked_through() -> None:
    assert find_text([[exact("bb"), exact("a*")], [glob("*")]], [glob("a?")], Budget()) == "bb"
    assert find_text([[exact("bb"), exact("a*")]], [glob("?*")], Budget()) is None


def test_case_is_ignored_letter_by_letter() -> None:
    one = exact("Kä1", ignore_case=True)
    assert [text for text in ("kä1", "KÄ1", "\u212aä1", "kä2") if one.matches(text)] == ["kä1", "KÄ1", "\u212aä1"]
    plain = [exact("Kä1"), exact("kä1"), exact("KÄ1"), exact("kÄ1")]
    assert find_text([[one]], plain, Budget()) in {"\u212aä1", "\u212aÄ1"}


def test_a_protected_star_is_a_letter() -> None:
    parts = (Part("a", wild=True), Part("*", wild=False), Part("*", wild=True))
    assert pattern(parts).matches("a*bc")
    assert not pattern(parts).matches("abc")


def test_pieces_of_a_grammar() -> None:
    account, name = run_of("0-9", 12, 12), run_of("a-zA-Z0-9_.-")
    assert account.matches("111122223333")
    assert not account.matches("11112222333")
    assert name.matches("My_cats-1.0")
    assert not name.matches("")
    assert not name.matches("a/b")
    assert run_of("", 2).matches("a/b")
    assert class_of("a-c-").named == frozenset("abc-")
    assert joined(exact("x/"), account).matches("x/111122223333")
    assert find_text([[name], [glob("*?/?*")]], [], Budget()) is None


def test_equal_sets_that_are_written_otherwise_are_one_pattern() -> None:
    assert glob("a**b*?") == glob("a*b?*")
    assert hash(glob("**")) == hash(EVERYTHING)
    assert glob("***").everything


def test_a_budget_runs_out_without_an_answer() -> None:
    hard = [[glob(f"*{letter}*")] for letter in "abcdefghijklmn"]
    places: list[Pattern] = [glob("?" * 13)]
    assert find_text([*hard, places], [], Budget(each=500)) is EXHAUSTED
    assert find_text([*hard, places], [], Budget(300)) is EXHAUSTED
    assert find_text([*hard, places], [], Budget(expired=lambda: True)) is EXHAUSTED


def test_many_wanted_pieces_are_found_without_trying_all_orders() -> None:
    wanted = [[glob(f"*{letter}*")] for letter in "abcdefghijklmnopqrst"]
    found = find_text(wanted, [], Budget())
    assert isinstance(found, str)
    assert set("abcdefghijklmnopqrst") <= set(found)


def test_hundreds_of_refused_pieces_cost_little() -> None:
    budget = Budget()
    assert find_text([[glob("a*")]], [glob(f"*b{number:03}*") for number in range(600)], budget) == "a"
    refused = [glob(f"*{letter}*") for letter in "abcdefghijklmnopqrstuvwxy"]
    assert find_text([[run_of("a-z", 2)]], refused, budget) == "zz"
    assert budget.spent < 100
