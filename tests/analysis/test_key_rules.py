"""The rules of single condition entries, and the laws between related ones (8 to 10 of the design study).

Sources: IAM User Guide, "IAM JSON policy elements: Condition operators", "Single-valued vs. multivalued context keys".
"""

from ipaddress import IPv4Address
from itertools import product

import pytest

from policybuilder.analysis.forms import NEVER_THERE, Domain, KeyForm, KeyForms, keys_with_set_operator, known_form
from policybuilder.analysis.globs import Budget
from policybuilder.analysis.keys import NONE, Found, KeyLiteral, Opaque, Undecided, atom, literal_of, pinned, solve_key
from policybuilder.analysis.literals import absent, is_atom, one_value
from policybuilder.analysis.worlds import World
from policybuilder.iam import OPERATORS, policy_from
from tests.analysis.states import (
    ANY,
    FAMILIES,
    FORMS,
    PLAIN,
    SETS,
    VARIABLES,
    Forms,
    decided,
    entry,
    family_of,
    literal,
    solved,
    words,
)

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


@pytest.mark.parametrize(
    ("inside", "outside", "found"),
    [
        (["203.0.113.0/24"], ["203.0.113.0/25"], "203.0.113.128"),
        (["10.0.0.0/8"], ["10.0.0.0/9", "10.192.0.0/10"], "10.128.0.0"),
        (["2001:db8::/32"], ["2001:db8::/33"], "2001:db8:8000::"),
        ([], ["0.0.0.0/0", "2000::/3", "4000::/2", "8000::/1"], "::"),
        ([], ["::/0", "128.0.0.0/1", "64.0.0.0/2"], str(IPv4Address(0))),
        (["10.0.0.0/8"], ["10.0.0.0/9", "10.128.0.0/9"], None),
    ],
)
def test_what_is_left_of_a_block(inside, outside, found):
    chosen = [*([literal("IpAddress", *inside)] if inside else []), literal("NotIpAddress", *outside)]
    assert solved(chosen, KeyForm(Domain.ADDRESS, absent=False)) == (NONE if found is None else Found(found))


def test_a_year_may_be_all_that_numbers_and_dates_leave():
    """Four digits are a number and the beginning of a year, other digits seconds since 1970 (`iam.instants`)."""
    chosen = [literal("DateGreaterThan", "2026-07-01"), literal("DateLessThan", "2028-01-01")]
    assert solved([*chosen, literal("NumericLessThan", "5000")]) == Found("2027")
    assert solved([*chosen, literal("NumericLessThan", "2027")]) is NONE
    assert solved([*chosen, literal("NumericLessThan", "5000")], KeyForm(Domain.EPOCH)) is NONE
    early = [literal("DateGreaterThanEquals", "999"), literal("DateLessThan", "10001")]
    assert solved([*early, literal("NumericGreaterThan", "9999")], KeyForm(Domain.EPOCH)) == Found("10000")


def test_where_cells_begin():
    """At the first instant there is, and at the next whole second."""
    first = solved([literal("DateLessThan", "0001-01-01T00:00:00.5+23:59")])
    assert first == Found("0001-01-01T00:00:00+23:59")
    assert solved([literal("DateLessThan", "0001-01-01T00:00:00+23:59")]) is NONE
    between = [literal("DateGreaterThan", "1782864000"), literal("NumericLessThan", "1782864002")]
    assert solved(between, KeyForm(Domain.EPOCH)) == Found("1782864001")
    assert solved([*between, literal("NumericLessThan", "1782864001")], KeyForm(Domain.EPOCH)) is NONE


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


def test_a_set_of_which_one_value_is_undecided_is_undecided():
    wanted = [literal("ForAllValues:StringLike", "a", "?*x"), literal("ForAnyValue:StringEquals", "a")]
    assert solved([*wanted, literal("ForAnyValue:NumericLessThan", "5")], SETS) == Undecided("mixed_types")
    assert solved([*wanted, literal("ForAnyValue:StringEquals", "b")], SETS) is NONE


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
