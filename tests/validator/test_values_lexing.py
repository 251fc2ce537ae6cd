"""Policy variables as they are written: where each begins and ends, what is wrong with it, what was meant."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.iam import Variable, template
from policybuilder.validator.values.lexing import (
    MOST,
    Slip,
    placeholders_of,
    variables_of,
    without_variables,
)

LETTERS = st.sampled_from(["${", "}", "'", ", ", ",", " ", "$", "{", "*", "aws:username", "x", "/", ":"])


@pytest.mark.parametrize(
    ("text", "written", "name", "slip", "mended"),
    [
        ("a${aws:username}b", "${aws:username}", "aws:username", Slip.NONE, ""),
        ("${aws:PrincipalTag/team, 'a } b'}", "${aws:PrincipalTag/team, 'a } b'}", "aws:PrincipalTag/team", Slip.NONE, ""),
        ("${*}", "${*}", "*", Slip.NONE, ""),
        ("a/${aws:username/b", "${aws:username", "aws:username", Slip.BRACE, "${aws:username}"),
        ("${aws:PrincipalTag/team/*", "${aws:PrincipalTag/team", "aws:PrincipalTag/team", Slip.BRACE, "${aws:PrincipalTag/team}"),
        ("${aws:username, 'x", "${aws:username", "aws:username", Slip.BRACE, ""),
        ("${", "${", "", Slip.BRACE, ""),
        ("${aws:username, x}", "${aws:username, x}", "aws:username", Slip.QUOTE, "${aws:username, 'x'}"),
        ('${aws:username, "x"}', '${aws:username, "x"}', "aws:username", Slip.QUOTE, "${aws:username, 'x'}"),
        ("${aws:username, 'x}", "${aws:username, 'x}", "aws:username", Slip.QUOTE, "${aws:username, 'x'}"),
        ("${aws:username,x}", "${aws:username,x}", "aws:username", Slip.QUOTE, "${aws:username, 'x'}"),
        ("${aws:username,'x'}", "${aws:username,'x'}", "aws:username", Slip.COMMA, "${aws:username, 'x'}"),
        ("${aws:username,'}", "${aws:username,'}", "aws:username", Slip.QUOTE, "${aws:username, ''}"),
        ("${aws:username 'a', 'b'}", "${aws:username 'a', 'b'}", "aws:username 'a'", Slip.SPACE, "${aws:username'a', 'b'}"),
        ("${aws:username '}", "${aws:username '}", "aws:username '", Slip.SPACE, "${aws:username'}"),
        ("${aws:user name}", "${aws:user name}", "aws:user name", Slip.SPACE, "${aws:username}"),
        ("${ aws:username, 'x y'}", "${ aws:username, 'x y'}", " aws:username", Slip.SPACE, "${aws:username, 'x y'}"),
        ("${aws:username 'x'}", "${aws:username 'x'}", "aws:username", Slip.SPACE, "${aws:username, 'x'}"),
        ("${aws:PrincipalTag/cost center}", "${aws:PrincipalTag/cost center}", "aws:PrincipalTag/cost center", Slip.SPACE, ""),
        ("${}", "${}", "", Slip.EMPTY, ""),
        ("${ }", "${ }", "", Slip.EMPTY, ""),
        ("${, 'x'}", "${, 'x'}", "", Slip.EMPTY, ""),
    ],
)  # fmt: skip
def test_one_variable(text: str, written: str, name: str, slip: Slip, mended: str) -> None:
    (found,) = variables_of(text)
    assert (text[found.start : found.end], found.name, found.slip, found.mended) == (written, name, slip, mended)


def test_each_variable_ends_where_the_next_may_begin() -> None:
    found = variables_of("${aws:username/${aws:userid}-${aws:PrincipalTag/a, 'b}/${aws:PrincipalTag/c, 'd'}")
    assert [each.slip for each in found] == [Slip.BRACE, Slip.NONE, Slip.QUOTE, Slip.NONE]


def test_a_default_of_the_next_variable_closes_nothing() -> None:
    found = variables_of("${aws:username/${aws:PrincipalTag/a, 'b'}")
    assert [(each.slip, each.name) for each in found] == [
        (Slip.BRACE, "aws:username"),
        (Slip.NONE, "aws:PrincipalTag/a"),
    ]


def test_a_text_of_many_variables_is_read_to_a_limit() -> None:
    assert len(variables_of("${a:b}" * (MOST + 5))) == MOST


@pytest.mark.parametrize(
    ("text", "placeholders"),
    [
        ("a{{b}}c", ["{{b}}"]),
        ("&{aws:username}%{x}$(y)", ["&{aws:username}", "%{x}", "$(y)"]),
        ("$(y)", ["$(y)"]),
        ("${aws:username}", []),
        ("${{ github.actor }}", []),
        ("{a}(b)&c", []),
    ],
)
def test_placeholders_of_other_languages(text: str, placeholders: list[str]) -> None:
    assert [text[start:end] for start, end in placeholders_of(text)] == placeholders


def test_variables_are_blanked_out_at_their_length() -> None:
    assert without_variables("a*${aws:x, '*'}b${*}") == "a*" + "\x00" * 13 + "b" + "\x00" * 4
    assert without_variables("plain*") == "plain*"


@pytest.mark.law
@given(st.lists(LETTERS, max_size=14).map("".join))
def test_what_is_without_a_slip_is_what_the_engine_reads(text: str) -> None:
    """A text whose variables are all right has the engine's variables, key by key."""
    found = variables_of(text)
    assert all(text.startswith("${", each.start) and each.start < each.end <= len(text) for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    if all(each.slip is Slip.NONE for each in found):
        keys = [each.name for each in found if not each.special]
        read = [piece.key for piece in template(text, enabled=True) if isinstance(piece, Variable)]
        assert [key for key in read if key is not None] == [key for key in keys if key in read]
        assert len(read) == len(keys)
