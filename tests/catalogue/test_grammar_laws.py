"""Laws of patterns and ARN grammars, against plain enumeration and against ARNs written from the grammar."""

import re
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policybuilder.catalogue import (
    ArnField,
    Coverage,
    ResourceType,
    catalogue,
    coverage,
    looks_like,
    takes_all,
    witness,
)
from policybuilder.catalogue.grammar import can_name, names_plainly
from policybuilder.iam.arn import arn_matches

pytestmark = pytest.mark.law

OWN = [kind for kind in catalogue().resource_types.values() if kind.service == "rekognition"]


def small(template: str, *fields: ArnField) -> ResourceType:
    return ResourceType(id="small", service="t", title="Small", arn_template=template, fields=fields, head=())


def a_field(name: str, characters: str, most: int | None, least: int = 1) -> ArnField:
    return ArnField(
        name=name, placeholder=name, min=least, max=most, characters=characters, example=characters[:1] or "x"
    )


def texts(letters: str, least: int, most: int) -> list[str]:
    return ["".join(each) for count in range(least, most + 1) for each in product(letters, repeat=count)]


# two short languages, written out in full: one with the exact rule for five colons, one with colons inside a field
FLAT = small("arn:aws:t:::x/${A}/${B}", a_field("A", "ab", 2), a_field("B", "01", 3, least=2))
FLAT_TEXTS = [f"arn:aws:t:::x/{a}/{b}" for a in texts("ab", 1, 2) for b in texts("01", 2, 3)]
COLONS = small("arn:aws:t:${R}::${A}", a_field("R", "ab", 1), a_field("A", "a:", 4))
COLON_TEXTS = [f"arn:aws:t:{r}::{a}" for r in "ab" for a in texts("a:", 1, 4)]
CHOICES = small(
    "arn:aws:t:::x/${A}/${B}",
    ArnField(name="A", placeholder="A", values=("on", "off"), example="on"),
    a_field("B", "01", 2),
)
CHOICE_TEXTS = [f"arn:aws:t:::x/{a}/{b}" for a in ("on", "off") for b in texts("01", 1, 2)]
LANGUAGES = [(FLAT, FLAT_TEXTS), (COLONS, COLON_TEXTS), (CHOICES, CHOICE_TEXTS)]

pieces = st.sampled_from(["*", "?", "a", "b", "0", "1", "/", "x/", ":", "on", "f", "**", "?*"])
heads = st.sampled_from(
    [
        *("arn:aws:t:::", "arn:aws:t:*::", "arn:*::", "arn:aws:*:", "arn:a*:t:?::", "*:", "*", "arn:aws:t::*:", ""),
        # of two stars in a row the last may run past the colon; a star inside a field, and a `?`, may not
        *("arn:**:", "arn:aws:t:**:", "arn:aws:t:*a::", "arn:aws:t:*?::", "arn:aws:t:?::", "arn:aws:t:b*a:"),
    ]
)
patterns = st.builds(lambda head, tail: head + "".join(tail), heads, st.lists(pieces, max_size=8))


@pytest.mark.parametrize(("kind", "language"), LANGUAGES, ids=["flat", "colons", "choices"])
@given(patterns)
@example("*:::?")
@example("arn:aws:t:*a::a")
@example("arn:aws:t:**:a")
@example("arn:aws:t:b?::a")
@example("arn:aws:t:a::a*a")
@example("arn:aws:t:a::a?a")
def test_coverage_and_witness_agree_with_enumeration(kind, language, pattern):
    matched = [text for text in language if arn_matches(pattern, text)]
    found = coverage(pattern, kind)
    assert (found is Coverage.NONE) == (not matched)
    assert found is not Coverage.ALL or len(matched) == len(language)
    assert takes_all(pattern, kind) == (found is Coverage.ALL)
    assert witness(pattern, kind) in (matched or [None])


# a field over the whole alphabet, of which three letters are enough to find what a pattern leaves out: z is in no pattern
WIDE = small("arn:aws:t:::x/${A}/${B}", a_field("A", "a-z", None), a_field("B", "a-z", None))
WIDE_TEXTS = [f"arn:aws:t:::x/{a}/{b}" for a in texts("abz", 1, 3) for b in texts("abz", 1, 3)]


@given(patterns)
def test_all_is_said_wherever_it_is_so(pattern):
    assert (coverage(pattern, WIDE) is Coverage.ALL) == all(arn_matches(pattern, text) for text in WIDE_TEXTS)


@st.composite
def an_arn(draw) -> tuple[ResourceType, str]:
    kind = draw(st.sampled_from(OWN))
    text = kind.arn_template
    for each in (*kind.head, *kind.fields):
        usual = [each.example, *each.values, "version", "dataset", "train", "test", "v1", "1", "a.b_c-d", "x" * 255]
        value = draw(
            st.sampled_from([one for one in usual if fits(each, one)]) | st.from_regex(pattern_of(each), fullmatch=True)
        )
        text = text.replace("${" + each.placeholder + "}", value)
    return kind, text


def pattern_of(each: ArnField) -> str:
    if each.values:
        return "|".join(each.values)
    return f"[{each.characters}]{{{each.min},{min(each.max or 20, 20)}}}"


def fits(each: ArnField, text: str) -> bool:
    return re.fullmatch(each.regex, text) is not None


@st.composite
def a_pattern_near(draw, text: str) -> str:
    """Some stretches of the text replaced by wildcards, so that it often still matches."""
    for _ in range(draw(st.integers(0, 4))):
        begin = draw(st.integers(0, len(text)))
        end = draw(st.integers(begin, min(len(text), begin + 12)))
        text = text[:begin] + draw(st.sampled_from(["*", "?", "??", "*?", "a", "/"])) + text[end:]
    return text


@given(an_arn(), st.data())
def test_what_matches_one_arn_of_a_type_covers_some_of_it(case, data):
    kind, arn = case
    pattern = data.draw(a_pattern_near(arn))
    found = coverage(pattern, kind)
    if arn_matches(pattern, arn):
        assert found is not Coverage.NONE
    else:
        assert found is not Coverage.ALL


@given(an_arn(), st.data())
def test_a_witness_matches_and_is_of_its_type(case, data):
    _, arn = case
    pattern = data.draw(a_pattern_near(arn))
    for kind in OWN:
        found = witness(pattern, kind, prefer={"region": "eu-west-1", "project": "cats"})
        assert (found is None) == (coverage(pattern, kind) is Coverage.NONE)
        if found is not None:
            assert arn_matches(pattern, found)
            assert looks_like(found, catalogue()) is kind


@given(an_arn())
def test_an_arn_has_one_type(case):
    kind, arn = case
    assert looks_like(arn, catalogue()) is kind
    assert [other for other in OWN if coverage(arn, other) is not Coverage.NONE] == [kind]


@given(st.text(max_size=60) | st.text(alphabet="*?:/${}a1", max_size=60))
def test_any_text_is_answered(text):
    for kind in OWN:
        assert takes_all(text, kind) == (coverage(text, kind) is Coverage.ALL)
        witness(text, kind)
    looks_like(text, catalogue())


@given(st.lists(st.sampled_from(["*", "?", "a", "b", "/", ":", "x/", "arn:aws:t:::"]), max_size=10).map("".join))
@example("arn:aws:t:::*a/b*")
def test_a_field_of_any_text_is_one_without_a_bound(pattern):
    bounded = small("arn:aws:t:::${A}/b${B}", a_field("A", "", 200), a_field("B", "", 200, least=0))
    unbounded = small("arn:aws:t:::${A}/b${B}", a_field("A", "", None), a_field("B", "", None, least=0))
    assert (coverage(pattern, bounded) is Coverage.NONE) == (coverage(pattern, unbounded) is Coverage.NONE)
    assert can_name(pattern, unbounded) == (coverage(pattern, unbounded) is not Coverage.NONE)


OPENED = (
    *OWN,
    FLAT,
    COLONS,
    CHOICES,
    *(catalogue().resource_types[name] for name in ("s3:object", "s3:bucket", "kms:key", "iam:role")),
)


@st.composite
def a_pattern_in_parts(draw, text: str) -> str:
    """Whole parts of an ARN replaced, separators changed, the end cut off."""
    parts = re.split("([:/])", text)
    for _ in range(draw(st.integers(0, 4))):
        parts[draw(st.integers(0, len(parts) - 1))] = draw(
            st.sampled_from(["*", "?", "a", "", "/", ":", "*a", "train"])
        )
    ending: str = draw(st.sampled_from(["", "", "*", "/*", ":*"]))
    return "".join(parts[: draw(st.integers(8, len(parts)))]) + ending


@given(st.data(), an_arn())
@example(None, (OWN[0], "arn:aws:rekognition:us-east-1:111122223333:project:cats:1"))
@example(None, (OWN[0], "arn:aws:s3:::project/*"))
@example(None, (OWN[0], "arn:aws:s3:::ab/${aws:username}"))
@example(None, (OWN[0], "arn:aws:iam::111122223333:role/${"))
def test_what_names_plainly_is_named(data, case):
    """A yes without a walk is one of the walk too, and of the ARNs written out."""
    pattern = data.draw(a_pattern_in_parts(case[1])) if data else case[1]
    for kind in OPENED:
        assert can_name(pattern, kind) or not names_plainly(pattern, kind)
    for kind, language in LANGUAGES:
        assert any(arn_matches(pattern, text) for text in language) or not names_plainly(pattern, kind)


@given(an_arn(), st.data())
def test_whole_parts_are_told_without_a_walk(case, data):
    """What drafts write: names in full and whole stars."""
    kind, arn = case
    steps = arn.split("/")
    starred = [step if number == 0 or data.draw(st.booleans()) else "*" for number, step in enumerate(steps)]
    assert names_plainly("/".join(starred), kind)
    assert names_plainly("/".join([steps[0], "*"]), kind)
