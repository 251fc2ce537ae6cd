"""Literals of condition entries and the states that satisfy several at once, held against the decision itself.

What counts is `iam.conditions` ("Condition operators", "Single-valued vs. multivalued context keys"): a state found must
satisfy every entry there, and where none is found none of the thousands tried may.
"""

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policybuilder.analysis.forms import NEVER_THERE, Domain, KeyForm, KeyForms, keys_with_set_operator, known_form
from policybuilder.analysis.globs import Budget
from policybuilder.analysis.keys import NONE, Found, KeyLiteral, Opaque, Undecided, atom, literal_of, pinned, solve_key
from policybuilder.analysis.literals import absent, is_atom, one_value
from policybuilder.analysis.worlds import World
from policybuilder.iam import OPERATORS, policy_from
from tests.analysis.states import PLAIN, VARIABLES, Forms, decided, entry, literal, literal_for, solved, states, words

ANY, SETS = KeyForm(single=True, multiple=True, blank=True), KeyForm(single=False, multiple=True)
FORMS = [KeyForm(), KeyForm(absent=False), SETS, ANY]
PREFIXES = ("", "ForAllValues:", "ForAnyValue:")
TEXTS = ["a", "A", "ab", "a*", "*", "?", "*a", "a?", "", "k", "${*}", "a${?}", "${", "${$}b"]
NUMBERS = ["5", "5.0", "-1", "4", "4.5", "05", "many", "1e3", "99999999999999999999999"]
DATES = ["2026-07-01T00:00:00Z", "2026-07-01T02:00:00+02:00", "2026", "1782864000", "soon", "2026-07-01T00:00:00.5Z"]
DATES += ["0001-01-01", "9999-12-31T23:59:59Z", "9999999999999999999"]
ADDRESSES = ["203.0.113.0/24", "203.0.113.0/25", "203.0.113.128/25", "203.0.113.7", "2001:db8::/32", "::/0", "here"]
ADDRESSES += ["0.0.0.0/0", "203.0.113.7/30", "2001:0db8::7"]
FLAGS = ["true", "TRUE", "false", "yes"]
BINARIES = ["YQ==", "YWI=", "", "?"]
ARNS = ["arn:aws:iam::1:role/a", "arn:aws:iam::*:role/*", "*", "a:b:c:d:e:*", "?:*:*:*:*:a", "::::: ", "${*}:::::a"]
FAMILIES = {
    "String": TEXTS,
    "Numeric": NUMBERS,
    "Date": DATES,
    "IpAddress": ADDRESSES,
    "Bool": FLAGS,
    "Binary": BINARIES,
    "Arn": ARNS,
}
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


def family_of(name):
    return next(family for family in FAMILIES if family in name)


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


# -- laws 8 to 10 of the design study ----------------------------------------------------------------------------------


def implies(one, other, form=ANY):
    return solved([one, other.complement()], form) is NONE


@pytest.mark.parametrize("name", OPERATORS)
@pytest.mark.parametrize("form", FORMS, ids=str)
def test_an_operator_implies_its_if_exists(name, form):
    """Law 8: `op` implies `opIfExists`; a negated operator is the same with it; `Null: false` and `opIfExists` is `op`."""
    values = FAMILIES[family_of(name)][:2]
    plain, if_exists = literal(name, *values), literal(f"{name}IfExists", *values)
    assert implies(plain, if_exists, form)
    if OPERATORS[name].negated:
        assert implies(if_exists, plain, form)
    else:
        there = literal("Null", "false")
        assert solved([plain, there.complement()], form) is NONE or form.blank
        assert solved([if_exists, there, plain.complement()], form) is NONE
        assert solved([plain, if_exists.complement()], form) is NONE


@pytest.mark.parametrize("name", OPERATORS)
def test_all_values_and_its_complement_any_other_value_part_all_requests(name):
    """Law 9: ForAllValues of a set and ForAnyValue of its complement never hold together, and one of them always does."""
    values = FAMILIES[family_of(name)][:2]
    every, some = literal(f"ForAllValues:{name}", *values), literal(f"ForAnyValue:{name}", *values).complement()
    assert solved([every, every.complement()], ANY) is NONE
    # a ForAnyValue of the same set fails on a set exactly where ForAllValues of the rest holds
    assert some.every
    assert every.several == some.several.complement()
    if negated := {"StringEquals": "StringNotEquals", "StringLike": "StringNotLike"}.get(name):
        others = literal(f"ForAnyValue:{negated}", *values)
        assert solved([every, others], SETS) is NONE
        assert solved([every.complement(), others.complement()], SETS) is NONE


def test_halves_of_a_block_are_the_whole_for_addresses_but_not_for_a_block_as_value():
    """Law 10: an address in a block is in one of its halves; a value that is the block itself is in neither."""
    whole = literal("IpAddress", "203.0.113.0/24")
    halves = literal("IpAddress", "203.0.113.0/25", "203.0.113.128/25")
    assert implies(halves, whole, KeyForm(Domain.ADDRESS))
    assert implies(whole, halves, KeyForm(Domain.ADDRESS))
    assert solved([whole, halves.complement()]) == Found("203.0.113.0/24")
    sixth = literal("IpAddress", "2001:db8::/33", "2001:db8:8000::/33")
    assert implies(literal("IpAddress", "2001:db8::/32"), sixth, KeyForm(Domain.ADDRESS))


def test_dates_in_two_zones_and_as_seconds_are_one():
    """Law 10: the same instant in another zone, or as seconds since 1970, is the same."""
    texts = [
        "2026-07-01T00:00:00Z",
        "2026-07-01T02:00:00+02:00",
        "2026-07-01",
        "2026-06-30T23:30:00-00:30",
        "1782864000",
    ]
    for one, other in product(texts, repeat=2):
        for name in ("DateEquals", "DateNotEquals", "DateLessThan", "DateGreaterThanEquals"):
            assert implies(literal(name, one), literal(name, other), KeyForm(Domain.INSTANT))


def test_break_points_one_cell_apart_differ():
    """Law 10: `<= 4` and `< 5` differ for a decimal between them; at the end of time there is nothing between seconds."""
    assert solved([literal("NumericLessThan", "5"), literal("NumericGreaterThan", "4")]) == Found("4.5")
    assert solved([literal("NumericLessThan", "5"), literal("NumericGreaterThanEquals", "5")]) is NONE
    late = [literal("DateGreaterThan", "253402400000"), literal("DateLessThan", "253402400001")]
    assert solved(late) is NONE
    assert solved([late[0], literal("DateLessThan", "253402400002")]) == Found("253402400001")
    fine = [literal("DateGreaterThan", "2026-07-01T00:00:00.000000000000001Z")]
    assert solved([*fine, literal("DateLessThan", "2026-07-01T00:00:00.000000000000002Z")]) is NONE


# -- single rules ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "holds", "fails"),
    [
        (entry("StringNotEquals", "${"), [None, "${", "x"], []),
        (entry("StringEquals", "${oops x}"), [], ["${oops x}", None]),
        (entry("ArnNotLike", "arn:aws:iam::1:role/*"), [None, "a:b:c:d:e:f"], ["not an ARN", "arn:aws:iam::1:role/a"]),
        (entry("ArnNotLike", "here"), [None], ["a:b:c:d:e:f", "here"]),
        (entry("NumericNotEquals", "5", "x"), [None], ["5", "6", "y"]),
        (entry("NumericLessThan", "5", "x"), ["4"], ["5", "y", None]),
        (entry("Bool", "true", "maybe"), ["TRUE"], ["false", None]),
        (entry("StringEqualsIgnoreCase", "K"), ["k", "\u212a"], ["kk", ""]),
        (entry("Null", "true", "false"), [None, "", "x", ("",)], []),
        (entry("Null", "true"), [None, ("",)], ["", "x"]),
        (entry("stringequals", "a"), [], ["a", None]),
        (entry("StringNotEquals"), [None, "a", ""], [("a",)]),
        (entry("StringNotEqualsIfExists"), [None], ["a"]),
        (entry("ForAllValues:StringEquals", "a"), [None, ("a",), "a", ("",)], [("a", "b"), "b", ""]),
        (entry("ForAllValues:StringEquals"), [None, ("",)], [("a",), "a"]),
        (entry("ForAnyValue:StringEquals", "a"), [("b", "a"), "a"], [None, ("b",), ("",)]),
        (entry("ForAnyValue:StringEqualsIfExists", "a"), [None, "a"], [("",), "b"]),
        (entry("StringEquals", "a"), ["a"], [("a",), None]),
        (entry("StringNotLike", "a*"), [None, "b"], [("b",), "ab"]),
        (entry("StringLike", "${*}?"), ["*x"], ["xx", "*"]),
        (entry("IpAddress", "203.0.113.0/24"), ["203.0.113.9", "203.0.113.0/26"], ["203.0.112.0/23", "here"]),
        (entry("BinaryEquals", "YQ=="), ["YQ=="], ["YQ=", "Yg=="]),
    ],
    ids=str,
)
def test_a_literal_is_its_entry(one, holds, fails):
    found = literal_of(one, VARIABLES)
    assert isinstance(found, KeyLiteral)
    for state in (*holds, *fails):
        assert found.holds(state) is decided(one, state) is (state in holds)


def test_a_wildcard_in_a_field_of_an_arn_takes_no_colon():
    """ "IAM JSON policy elements: Condition operators", ARN condition operators; only the last field may hold one."""
    for pattern, text in (("arn:aws:iam::*:role/*", "arn:aws:iam::1:x:role/a"), ("?:*:*:*:*:a", "b:1:2:3:4:5:a")):
        assert not decided(entry("ArnLike", pattern), text)
        assert solved([literal("ArnLike", pattern), literal("StringEquals", text)]) is NONE
        assert solved([literal("ArnLike", f"{pattern}*"), literal("StringLike", "*:*:*:*:*:*:*")]) != NONE


def test_without_variables_their_text_is_plain():
    plain = literal("StringEquals", "${aws:username}", dialect=PLAIN)
    assert solved([plain]) == Found("${aws:username}")
    assert literal_of(entry("StringLike", "${aws:username}"), VARIABLES) == Opaque(
        entry("StringLike", "${aws:username}"), ("aws:username",)
    )
    assert isinstance(literal_of(entry("Bool", "${aws:username}"), VARIABLES), KeyLiteral)
    assert isinstance(literal_of(entry("IpAddress", "fe80::1%1"), VARIABLES), Opaque)


def test_keys_are_told_apart_without_case():
    assert literal("StringEquals", "a", key="AWS:UserName").key == "aws:username"
    assert literal("StringEquals", "a", key="AWS:UserName") == literal("StringEquals", "a", key="aws:username")


def test_a_key_that_is_always_there_is_never_found_absent_and_one_that_never_is_always():
    missing = literal("Null", "true")
    assert solved([missing], KeyForm(absent=False)) is NONE
    assert solved([missing], NEVER_THERE) == Found(None)
    assert solved([missing.complement()], NEVER_THERE) is NONE
    assert solved([literal("StringNotEquals", "a")], NEVER_THERE) == Found(None)


def test_several_values_are_asked_one_by_one():
    wanted = [literal("ForAnyValue:StringEquals", name) for name in ("a", "b", "c")]
    found = solved([*wanted, literal("ForAllValues:StringEquals", "a", "b", "c")], SETS)
    assert found == Found(("a", "b", "c"))
    assert solved([*wanted, literal("ForAllValues:StringEquals", "a", "b")], SETS) is NONE
    assert solved([*wanted, literal("ForAllValues:StringLike", "?")], KeyForm()) is NONE
    assert solved([literal("ForAnyValue:StringNotLike", "*a*"), literal("ForAllValues:StringLike", "*b")], SETS) != NONE


def test_a_set_of_empty_texts_is_there_only_where_the_world_has_it():
    """AWS counts it as absent (assumption 10.18), so that only the decision can tell it from absent."""
    only_blank = [literal("ForAnyValue:StringEquals", ""), literal("Null", "true")]
    assert solved(only_blank, SETS) is NONE
    assert solved(only_blank, ANY) == Found(("",))


def test_a_plain_operator_on_several_values_never_holds():
    """Assumption 10.8."""
    assert solved([literal("StringEquals", "a")], SETS) is NONE
    assert solved([literal("StringNotEquals", "a"), literal("Null", "false")], SETS) is NONE
    assert solved([literal("StringNotEquals", "a")], SETS) == Found(None)


def test_text_and_numbers_on_one_key():
    number = literal("NumericLessThan", "5")
    assert solved([number, literal("StringEquals", "4", "6")]) == Found("4")
    assert solved([number, literal("StringEquals", "6", "x")]) is NONE
    assert solved([number, literal("NumericGreaterThan", "3"), literal("StringNotEquals", "4")]) != NONE
    refused = [f"4{zeros}" for zeros in ("", ".", ".0", ".00")] + ["+4", "04", "4.5"]
    chosen = [number, literal("NumericGreaterThanEquals", "4"), literal("NumericLessThanEquals", "4")]
    found = solved([*chosen, literal("StringNotEquals", *refused)])
    assert isinstance(found, Found)
    assert found.value not in refused
    assert solved([number.complement(), literal("StringLike", "x*"), literal("Bool", "true").complement()]) != NONE
    assert solved([number, literal("StringLike", "?*x")]) == Undecided("mixed_types")
    assert solved([literal("StringEquals", "true"), literal("Bool", "false")], KeyForm(Domain.BOOLEAN)) is NONE


def test_all_texts_of_some_bytes_are_known():
    """Of the letter before the padding some bits are not looked at, so that bytes have several texts."""
    letters = words("AQRSTUVWXYZabcdefghi0", 2)
    same = [f"{word}==" for word in letters if decided(entry("BinaryEquals", "YQ=="), f"{word}==")]
    assert len(same) == 16
    chosen = literal("BinaryEquals", "YQ==")
    assert solved([chosen, literal("StringNotLike", "YQ*"), literal("StringNotEquals", *same[:-1])]) == Found(same[-1])
    assert solved([chosen, literal("StringNotEquals", *same)]) is NONE
    assert solved([literal("BinaryEquals", "YWI="), literal("StringNotLike", "YWI?", "YWJ?", "YWK?", "YWL?")]) is NONE


def test_atoms_are_true_or_false_whatever_is_asked():
    one = atom("a text")
    assert is_atom(one.key)
    assert not is_atom(literal("StringEquals", "a", key="ATOM:a text").key)
    assert isinstance(solve_key(one.key, [one], Forms(NEVER_THERE), Budget()), Found)
    assert solve_key(one.key, [one.complement()], Forms(NEVER_THERE), Budget()) == Found(None)
    assert solve_key(one.key, [one, one.complement()], Forms(), Budget()) is NONE


def test_pins():
    assert solved([pinned("x:key", "a*"), literal("StringLike", "a${*}")]) == Found("a*")
    assert solved([pinned("x:key", "a"), literal("StringEquals", "b")]) is NONE
    assert solved([pinned("x:key", None)]) == Found(None)
    assert solved([pinned("x:key", None), one_value("x:key")], ANY) is NONE
    assert solved([absent("x:key"), one_value("x:key")], ANY) is NONE


def test_a_small_budget_gives_no_other_answer():
    hard = [literal("StringLike", f"*{letter}*") for letter in "abcdefghijk"]
    hard.append(literal("StringLike", "?" * 10))
    for steps in (1, 10, 100, 1_000):
        answer = solve_key("x:key", hard, Forms(), Budget(steps))
        assert answer in (NONE, Undecided("budget"))
    assert solve_key("x:key", hard, Forms(), Budget(1)) == Undecided("budget")


@pytest.mark.parametrize(
    ("key", "literals", "state"),
    [
        ("aws:PrincipalOrgID", [("StringLike", "o-*")], "o-exampleorgid"),
        ("aws:SourceIp", [("IpAddress", "203.0.113.0/24")], "203.0.113.10"),
        ("aws:SourceIp", [("IpAddress", "10.0.0.0/8")], "10.0.0.10"),
        ("aws:CurrentTime", [("DateGreaterThan", "2026-06-01T00:00:00Z")], "2026-07-15T12:00:00Z"),
        ("aws:RequestedRegion", [("StringNotEquals", "us-east-1")], "eu-west-1"),
        ("aws:PrincipalArn", [("ArnLike", "arn:aws:iam::*:role/Train*")], "arn:aws:iam::111122223333:role/Train"),
        ("aws:PrincipalArn", [("ArnNotLike", "arn:aws:iam::*:role/*")], "arn:aws:iam::111122223333:user/alice"),
        ("aws:MultiFactorAuthPresent", [("Bool", "false")], "false"),
        ("aws:MultiFactorAuthAge", [("NumericGreaterThan", "3600")], "3601"),
        ("aws:TagKeys", [("ForAnyValue:StringNotEquals", "Project")], ("Team",)),
        ("aws:username", [("StringLike", "a*")], "alice"),
        ("aws:EpochTime", [("DateLessThan", "1800000000"), ("NumericGreaterThan", "5")], "1784116800"),
    ],
)
def test_values_look_real(key, literals, state):
    chosen = [literal(operator, value, key=key) for operator, value in literals]
    assert solve_key(key.lower(), chosen, KeyForms(World()), Budget()) == Found(state)
    assert all(decided(entry(operator, value, key=key), state) for operator, value in literals)


def test_forms_follow_the_catalogue_and_the_world():
    assert known_form("aws:SecureTransport") == KeyForm(Domain.BOOLEAN, absent=False)
    assert known_form("AWS:TagKeys") == KeyForm(single=False, multiple=True)
    assert known_form("aws:EpochTime").domain is Domain.EPOCH
    assert known_form("aws:FederatedProvider").domain is Domain.TEXT
    assert known_form("x:own") == KeyForm()
    assert known_form("x:own", with_set_operator=True) == KeyForm(multiple=True)
    wide = KeyForms(World(always_present=False, typed_keys=False), never=frozenset({"aws:resourcetag/a"}))
    assert wide.key_form("aws:securetransport") == KeyForm()
    assert wide.key_form("aws:resourcetag/a") == NEVER_THERE
    policy = policy_from(
        {
            "Version": "2012-10-17",
            "Statement": {
                "Effect": "Allow",
                "Action": "*",
                "Resource": "*",
                "Condition": {"ForAnyValue:StringEquals": {"X:Own": "a"}, "StringEquals": {"x:other": "a"}},
            },
        }
    )
    assert policy is not None
    found = keys_with_set_operator([policy])
    assert found == {"x:own"}
    assert KeyForms(with_set_operator=found).key_form("x:own").multiple


@given(st.data())
def test_a_wider_form_never_has_fewer_answers(data):
    """Law 13 of the study for one key: what a smaller world has, a wider one has, too."""
    chosen = data.draw(st.lists(st.tuples(entries(), st.booleans()), min_size=1, max_size=3))
    literals = [literal_for(one, inverted=inverted) for one, inverted in chosen]
    assume(solved(literals, ANY) is NONE)
    for form in (KeyForm(), SETS, *(KeyForm(domain) for domain in Domain)):
        assert not isinstance(solved(literals, form), Found)
