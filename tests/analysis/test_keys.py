"""Literals of condition entries and the states that satisfy several at once, held against the decision itself.

What counts is `iam.conditions` ("Condition operators", "Single-valued vs. multivalued context keys"): a state found must
satisfy every entry there, and where none is found none of the thousands tried may.
"""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policybuilder.analysis.forms import Domain, KeyForm
from policybuilder.analysis.keys import NONE, Found, Undecided, pinned
from policybuilder.iam import OPERATORS
from tests.analysis.states import (
    ADDRESSES,
    ANY,
    FAMILIES,
    FORMS,
    PREFIXES,
    SETS,
    decided,
    entry,
    family_of,
    literal_for,
    solved,
    states,
    words,
)

TRIED = {
    "String": [*words("aAbkK*?", 3), "${", "$b", "\u212a", "ab*c", "zzzz"],
    "Numeric": [f"{whole}{part}" for whole in (-2, -1, 0, 3, 4, 5, 6, 99) for part in ("", ".0", ".25", ".5", ".75")]
    + ["", "x", "99999999999999999999998", "99999999999999999999999", "100000000000000000000000", "1e3"],
    "Date": [
        *("2026-07-01", "2026-06-30T23:59:59Z", "2026-07-01T00:00:01Z", "2026-07-01T00:00:00.25Z", "2026", "2025"),
        *("1782864000", "1782863999", "1782864001", "2026-01-01T00:00:00.5Z", "0001-01-01T00:00:00+23:59", "0001"),
        *("9999-12-31T23:59:59Z", "9999-12-31T23:59:59.5Z", "9999-12-31T23:59:59-23:59", "9999999999999999999", "soon"),
        *("9999999999999999998", "253402300800", "0", "", "2026-07-01T00:00:00.500000000000001Z"),
    ],
    "IpAddress": [
        *(f"203.0.{third}.{last}" for third in (112, 113, 114) for last in (0, 1, 3, 4, 7, 8, 127, 128, 255)),
        *("2001:db8::", "2001:db8::7", "2001:db7:ffff::", "2001:db9::", "::", "0.0.0.1", "255.255.255.255", "here", ""),
        *ADDRESSES,
    ],
    "Bool": ["true", "false", "True", "FALSE", "yes", "", "no"],
    "Binary": ["YQ==", "YWI=", "YWJj", "", "?", "YQ=", "Zg=="],
    "Arn": [
        *(
            "arn:aws:iam::1:role/a",
            "arn:aws:iam::2:role/b",
            "a:b:c:d:e:f",
            "a:b:c:d:e:f:g",
            "a:b:c:d:e:",
            ":::::a",
            "::::: ",
        ),
        *("arn", "", "a:b:c:d:e", "arn:aws:iam::1:user/a", "arn:aws:iam:x:1:role/a", "*:::::a", "b:c:d:e:f:a", "::::"),
        *("b:1:2:3:4:5:a", "arn:aws:iam::1:x:role/a", "arn:aws:iam:x::1:role/a"),
    ],
}
ROWS = [name for name in OPERATORS if not name.startswith("Not")] + ["NotIpAddress"]


@st.composite
def entries(draw, families=tuple(FAMILIES)):
    """An entry of one of the families under any operator, or Null, with some values."""
    names = [name for name in ROWS if family_of(name) in families]
    name = draw(st.sampled_from([*names, "Null"] if draw(st.integers(0, 3)) == 0 else names))
    if name == "Null":
        return entry(draw(st.sampled_from(PREFIXES)) + name, *draw(st.sampled_from([["true"], ["false"], ["x"], []])))
    values = draw(
        st.lists(st.sampled_from(FAMILIES[family_of(name)]), min_size=draw(st.sampled_from([0, 1, 1])), max_size=3)
    )
    operator = draw(st.sampled_from(PREFIXES)) + name + draw(st.sampled_from(["", "", "IfExists"]))
    return entry(operator, *values)


def check(chosen, form, texts):
    """The answer for entries (or, with True, for their complements) against the decision in many states."""
    literals = [literal_for(one, inverted=inverted) for one, inverted in chosen]
    answer = solved(literals, form)
    if isinstance(answer, Found):
        assert answer.value is not None or form.absent
        assert all(decided(one, answer.value) is not inverted for one, inverted in chosen), (answer, chosen)
    elif answer is NONE:
        held = [state for state in states(form, texts) if all(decided(one, state) is not no for one, no in chosen)]
        assert not held, (held[:3], chosen)
    return answer


@pytest.mark.law
@pytest.mark.parametrize("family", FAMILIES)
@given(data=st.data())
def test_one_family_is_decided_exactly(family, data):
    """Law: with one type of operators there is always an answer, and it agrees with the decision everywhere."""
    chosen = data.draw(st.lists(st.tuples(entries([family]), st.booleans()), min_size=1, max_size=4))
    form = data.draw(st.sampled_from(FORMS))
    texts = TRIED[family] if not form.multiple else data.draw(st.lists(st.sampled_from(TRIED[family]), max_size=25))
    assert not isinstance(check(chosen, form, texts), Undecided)


@pytest.mark.law
@given(chosen=st.lists(st.tuples(entries(), st.booleans()), min_size=2, max_size=4), form=st.sampled_from(FORMS[:2]))
def test_several_families_on_one_key_are_never_decided_wrongly(chosen, form):
    check(chosen, form, [text for texts in TRIED.values() for text in texts if len(text) != 3])


@pytest.mark.law
@given(chosen=st.lists(st.tuples(entries(["Numeric", "Date"]), st.booleans()), min_size=2, max_size=4))
def test_numbers_and_dates_on_one_key_are_decided_exactly(chosen):
    assert not isinstance(check(chosen, KeyForm(), TRIED["Numeric"] + TRIED["Date"]), Undecided)


@pytest.mark.law
@given(one=entries(), state=st.sampled_from([None, *(text for texts in TRIED.values() for text in texts)]))
def test_a_literal_holds_where_its_entry_does_and_its_complement_elsewhere(one, state):
    found = literal_for(one)
    for each in (state, (state,), (state, "b"), ("", state)) if state is not None else (None,):
        assert found.holds(each) is decided(one, each)
        assert found.complement().holds(each) is not decided(one, each)
    assert found.complement().complement() == found


DOMAINS = {
    Domain.BOOLEAN: ("Bool", ["true", "false"]),
    Domain.NUMBER: ("Numeric", [text for text in TRIED["Numeric"] if text not in ("", "x", "1e3")]),
    Domain.INSTANT: ("Date", [text for text in TRIED["Date"] if text not in ("", "soon")]),
    Domain.ADDRESS: (
        "IpAddress",
        [text for text in TRIED["IpAddress"] if "/" not in text and text not in ("", "here")],
    ),
    Domain.ARN: ("Arn", [text for text in TRIED["Arn"] if text.count(":") >= 5 and text.startswith("arn:")]),
    Domain.EPOCH: ("Date", ["1782864000", "1782863999", "1782864001", "0", "9999999999999999999", "253402300800"]),
}


@pytest.mark.law
@pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: domain.value)
@given(data=st.data())
def test_a_key_of_a_known_type_is_decided_exactly(domain, data):
    """Law: such a key carries only texts of its type, and the answer is one of these."""
    family, texts = DOMAINS[domain]
    families = [family, "Numeric"] if domain is Domain.EPOCH else [family]
    chosen = data.draw(st.lists(st.tuples(entries(families), st.booleans()), min_size=1, max_size=4))
    answer = check(chosen, KeyForm(domain), texts)
    assert not isinstance(answer, Undecided)
    if isinstance(answer, Found) and isinstance(answer.value, str):
        assert solved([pinned("x:key", answer.value)], KeyForm(domain)) == answer


@given(st.data())
def test_a_wider_form_never_has_fewer_answers(data):
    """Law 13 of the study for one key: what a smaller world has, a wider one has, too."""
    chosen = data.draw(st.lists(st.tuples(entries(), st.booleans()), min_size=1, max_size=3))
    literals = [literal_for(one, inverted=inverted) for one, inverted in chosen]
    assume(solved(literals, ANY) is NONE)
    for form in (KeyForm(), SETS, *(KeyForm(domain) for domain in Domain)):
        assert not isinstance(solved(literals, form), Found)
