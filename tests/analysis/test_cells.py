"""Cells of typed values: every text that can be read is told apart by the sets as one of the texts made for them is.

Rules of reading: `iam.operators`, `iam.instants` ("IAM JSON policy elements: Condition operators").
"""

from decimal import Decimal
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.analysis.cells import UNREAD, instant_text, plain_number, texts_of
from policybuilder.analysis.forms import Domain
from policybuilder.analysis.members import Beyond, Blocks, Equal, Members, Theory, block_of
from policybuilder.iam import instant
from policybuilder.iam.operators import ADDRESS, NUMERIC

NUMBERS = st.sampled_from(
    ["-1", "0", "4", "4.5", "5", "5.25", "1000", "1234", "2026", "9999", "10000", "99999999999999999999"]
)
numbers = st.builds(
    lambda sign, zeros, whole, part: sign + zeros + whole + part,
    st.sampled_from(["", "", "+", "-"]),
    st.sampled_from(["", "", "0", "00"]),
    NUMBERS.map(lambda text: text.lstrip("-")) | st.integers(0, 10**20).map(str),
    st.sampled_from(["", "", ".", ".5", ".25", ".000001", ".0"]),
)
days = st.sampled_from(
    ["2026-07-01", "2026-06-30", "2026", "0001-01-01", "9999-12-31", "1970-01-01", "2026-07", "0001"]
)
clocks = st.sampled_from(
    ["T00:00Z", "T00:00:00Z", "T23:59:59.999999999999999Z", "T00:00:00.000000000000001Z", "T12:30:00Z"]
)
zones = st.sampled_from(["T00:00:00+23:59", "T23:59:59.9-23:59", "T02:00:00+02:00"])
dates = st.builds(str.__add__, days, clocks | zones | st.just("")) | st.integers(0, 10**19).map(str)
hosts = st.sampled_from(["203.0.113.0", "203.0.113.127", "203.0.113.128", "203.0.114.0", "0.0.0.1", "255.255.255.255"])
hosts |= st.sampled_from(
    ["2001:db8::", "2001:db8::7", "2001:db7:ffff::", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"]
)
hosts |= st.ip_addresses().map(str)
networks = st.builds(
    lambda host, length: str(ip_network(f"{host}/{length if ':' in host else min(length, 32)}", strict=False)),
    hosts,
    st.sampled_from([0, 8, 24, 25, 31, 32, 33, 64, 127, 128]),
)
READABLE = {Theory.NUMBER: numbers, Theory.INSTANT: dates, Theory.BLOCK: networks}


@st.composite
def sets(draw, theories):
    """A set that a policy's values of one of the theories make."""
    theory = draw(st.sampled_from(theories))
    texts = draw(st.lists(READABLE[theory], min_size=1, max_size=3))
    read = [found for text in texts if (found := theory.family.read(text)) is not None]
    made: Members
    if theory is Theory.BLOCK:
        made = Blocks(frozenset(map(block_of, read)))
    elif draw(st.booleans()) or not read:
        made = Equal(theory, frozenset(read))
    else:
        made = Beyond(theory, read[0], draw(st.booleans()), draw(st.booleans()))
    return made.complement() if draw(st.booleans()) else made


def agrees(domain, typed, text):
    """Is the text told apart by the sets as one of those made is?"""
    made, complete = texts_of(domain, typed)
    assert complete
    return tuple(each.holds(text) for each in typed) in {tuple(each.holds(one) for each in typed) for one in made}


@pytest.mark.law
@pytest.mark.parametrize(
    "theories",
    [[each] for each in READABLE] + [[Theory.NUMBER, Theory.INSTANT], [*READABLE]],
    ids=lambda several: "-".join(each.name.lower() for each in several),
)
@given(data=st.data())
def test_every_text_has_its_like_among_the_cells(theories, data):
    typed = data.draw(st.lists(sets(theories), min_size=1, max_size=4))
    text = data.draw(st.one_of(*READABLE.values(), st.just("here"), st.text("0159-+.T:Z/", max_size=12)))
    assert agrees(Domain.TEXT, typed, text), (typed, text)


IN_DOMAIN = {
    Domain.NUMBER: (numbers, lambda text: NUMERIC.read(text) is not None),
    Domain.INSTANT: (dates, lambda text: instant(text) is not None),
    Domain.ADDRESS: (hosts, lambda text: "/" not in text and ADDRESS.read(text) is not None),
    Domain.EPOCH: (st.integers(0, 10**19 - 1).map(str), lambda text: len(text) != 4),
    Domain.BOOLEAN: (st.sampled_from(["true", "false"]), bool),
}


@pytest.mark.law
@pytest.mark.parametrize("domain", IN_DOMAIN, ids=lambda domain: domain.value)
@given(data=st.data())
def test_every_text_of_a_type_has_its_like_among_the_cells(domain, data):
    """Also where the key is compared as another type."""
    texts, belongs = IN_DOMAIN[domain]
    typed = data.draw(st.lists(sets([*READABLE]), min_size=1, max_size=4))
    text = data.draw(texts)
    if belongs(text):
        assert agrees(domain, typed, text), (typed, text)


@pytest.mark.law
@pytest.mark.parametrize("domain", IN_DOMAIN, ids=lambda domain: domain.value)
@given(data=st.data())
def test_the_texts_made_for_a_type_are_of_it(domain, data):
    typed = data.draw(st.lists(sets([*READABLE]), max_size=3))
    made, _ = texts_of(domain, typed)
    assert made
    assert all(IN_DOMAIN[domain][1](text) for text in made)


@given(st.decimals(-62135683140, 253402387139, places=15) | st.integers(0, 10**19 - 1).map(Decimal))
def test_an_instant_is_written_as_it_is_read(point):
    text = instant_text(point)
    assert text is not None
    assert instant(text) == point


@pytest.mark.parametrize(
    ("point", "text"),
    [
        ("1782864000", "2026-07-01T00:00:00Z"),
        ("1782864000.5", "2026-07-01T00:00:00.5Z"),
        ("-62135596801", "0001-01-01T23:58:59+23:59"),
        ("253402300800", "9999-12-31T00:01:00-23:59"),
        ("253402387200", "253402387200"),
        ("253402387200.5", None),
        ("-62135683201", None),
        ("10000000000000000000", None),
    ],
)
def test_instants(point, text):
    assert instant_text(Decimal(point)) == text
    assert text is None or instant(text) == Decimal(point)


def test_numbers_are_written_plainly():
    texts = ("5.00", "1E+3", "-0.50", "100", "-0", "0.00")
    assert [plain_number(Decimal(text)) for text in texts] == ["5", "1000", "-0.5", "100", "0", "0"]


def test_what_cannot_be_read_is_read_by_none():
    assert all(theory.family.read(UNREAD) is None for theory in Theory)
    assert UNREAD in texts_of(Domain.TEXT, [])[0]


def test_bytes_beside_other_types_are_not_known_in_full():
    """A number may be the text of some bytes, too."""
    bytes_alone = Equal(Theory.BYTES, frozenset({b"a"}))
    assert texts_of(Domain.TEXT, [bytes_alone])[1]
    assert not texts_of(Domain.TEXT, [bytes_alone, Beyond(Theory.NUMBER, Decimal(5), above=True, including=True)])[1]
    assert not texts_of(Domain.NUMBER, [bytes_alone])[1]


def test_a_block_lies_inside_one_block_not_in_two_halves():
    halves = Blocks(frozenset(block_of(ip_network(text)) for text in ("203.0.113.0/25", "203.0.113.128/25")))
    assert halves.holds("203.0.113.128")
    assert halves.holds("203.0.113.0/26")
    assert not halves.holds("203.0.113.0/24")
    assert not halves.holds("::ffff:203.0.113.1")
    assert halves.complement().holds("here")


def test_thousands_of_blocks_are_no_wait():
    blocks = Blocks(frozenset((4, 24, number) for number in range(5_000)))
    made, complete = texts_of(Domain.ADDRESS, [blocks])
    assert complete
    assert sum(map(blocks.holds, made)) > 5_000
