"""Policy variables as atoms: every request has its like among what is asked about, and proofs that need the rows.

Law: for every request there are truths of the atoms with which each entry holds where the decision says so, and none of
the impossible rows does ("IAM policy elements: Variables and tags").
"""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.analysis.atoms import MOST_DEFAULTS, Abstraction, cases
from policybuilder.analysis.keys import is_atom
from policybuilder.iam import Request, Truth
from policybuilder.iam.arn import ArnText, fields_match
from policybuilder.iam.conditions import evaluate_condition, prepare_condition
from policybuilder.iam.entries import IncompleteArn, resource_entry
from policybuilder.iam.operators import ARN, IGNORE_CASE
from policybuilder.iam.request import DerivedContext
from policybuilder.iam.variables import resolve, template
from policybuilder.iam.wildcard import glob_of
from tests.analysis.states import PLAIN, VARIABLES, entry, literal
from tests.strategies import REGION

TEXTS = [
    "${x:a}",
    "${X:A}",
    "a${x:a}",
    "${x:a}*",
    "${x:a}?",
    "${x:a, 'd'}",
    "${x:b, '*'}${x:a}",
    "${}",
    "cat",
    "*",
    "a",
]
TEXTS += [
    "${x:k}",
    "${x:k, 'd'}",
    "${x:many, 'm'}",
    "${x:many}",
    "?",
    "${x:a}${*}",
    "a:b:c:d:e:${x:a}",
    "${x:a}:c:d:e:f:*",
]
TAILS = [f"project/{text}/{end}" for text in TEXTS[:11] for end in ("*", "version/*", "x?")] + ["*", "project/*"]
VALUES = ["", "a", "A", "ad", "d", "cat", "*", "a*", "?", "a:b", "a:b:c:d:e:a", "a/version", "version", "x/y"]
OPERATORS = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase", "ArnLike"]
OPERATORS += ["StringNotEqualsIgnoreCase", "ArnNotLike", "Null", "Bool"]
FORMS = [
    f"{form}{name}{end}"
    for form in ("", "", "ForAllValues:", "ForAnyValue:")
    for name in OPERATORS
    for end in ("", "IfExists")
]

entries = st.builds(
    lambda operator, values, key: entry(operator, *values, key=key),
    st.sampled_from([form for form in FORMS if not form.endswith("NullIfExists")]),
    st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3),
    st.sampled_from(["x:k", "X:K", "x:a", "x:many"]),
)
contexts = st.fixed_dictionaries(
    {},
    optional={
        **{key: st.sampled_from(VALUES) for key in ("x:a", "x:b", "x:k")},
        "x:many": st.lists(st.sampled_from(VALUES), min_size=1, max_size=2).map(tuple),
    },
)
resources = st.sampled_from(
    [f"{REGION}:project/{name}/{end}" for name in VALUES for end in ("1", "version/v/1", "xy", "version/")]
)


def truth_of(one, context, request):
    """What an atom made of a text is for a request."""
    if one.entry is not None:
        return one.entry.covers(ArnText(request.resource), context) is Truth.YES
    value = context.look_up(one.key).value
    resolved = resolve(one.pieces, context, wild=True)
    if not isinstance(value, str) or resolved.valueless:
        return False
    if one.mode == "arn":
        read, globs = ARN.read(value), ARN.read_policy(resolved)
        return bool(read and globs and all(glob.matches(part) for glob, part in zip(globs, read, strict=True)))
    if one.mode == "fold":
        return IGNORE_CASE.read(value) == IGNORE_CASE.read_policy(resolved)
    return glob_of(resolved.parts).matches(value)


def holds(literal, truths, context):
    if is_atom(literal.key):
        return literal.holds("" if truths[literal.key] else None)
    return literal.holds(context.look_up(literal.key).value)


@pytest.mark.law
@given(
    conditions=st.lists(entries, min_size=1, max_size=3),
    tails=st.lists(st.sampled_from(TAILS), max_size=3),
    context=contexts,
    resource=resources,
)
def test_every_request_has_its_like(conditions, tails, context, resource):
    check(conditions, tails, context, resource)


SOME = [None, "a", "ad", "d", "a:b:c:d:e:a", "da"]


@pytest.mark.parametrize("operator", [form for form in FORMS if "Null" not in form and "Bool" not in form])
@pytest.mark.parametrize(
    "values", [["${x:a}"], ["${x:k}d"], ["${x:a, 'd'}"], ["${x:a, 'd'}${x:a}", "a"], ["${x:k}"]], ids=str
)
def test_every_request_has_its_like_by_one_entry(operator, values):
    for mine, other in product(SOME, repeat=2):
        context = {key: value for key, value in (("x:k", mine), ("x:a", other)) if value is not None}
        check([entry(operator, *values, key="x:k")], [f"project/{values[0]}/*"], context, f"{REGION}:project/d/1")


@pytest.mark.parametrize("text", ["${x:a}", "A${x:a}", "a:b:c:d:e:${x:a}", "${x:a}:*"])
def test_one_text_under_several_operators_is_several_atoms(text):
    conditions = [entry(operator, text, key="x:k") for operator in OPERATORS[:-2]]
    for mine, other in product([*SOME, "A", "AA", "a:a", "a:b:c:d:e:A", "a:b:c:d:e:", "a:b:c:d:e"], repeat=2):
        check(conditions, [], {key: each for key, each in (("x:k", mine), ("x:a", other)) if each is not None}, "*")


@pytest.mark.parametrize("operator", [form for form in FORMS if "Values:" in form and "Null" not in form])
def test_every_request_has_its_like_by_sets_of_more_values(operator):
    conditions = [entry(operator, *values, key="x:many") for values in (["${x:a}", "d"], ["d", "${x:a}", "a"], ["a"])]
    values = ["a", "d", "x", "", "a:b:c:d:e:a"]
    for mine in (None, *product(values), *product(values, repeat=2)):
        for other in (None, "a", "x", "a:b:c:d:e:a"):
            check(
                conditions, [], {key: each for key, each in (("x:many", mine), ("x:a", other)) if each is not None}, "*"
            )


def check(conditions, tails, context, resource):
    """A request against the atoms of entries."""
    request = Request("a:b", resource, "arn:aws:iam::1:role/a", context=context)
    known = DerivedContext(request)
    made = Abstraction()
    rows = [made.of_condition(one, VARIABLES) for one in conditions]
    wanted = [resource_entry(f"{REGION}:{tail}", VARIABLES, IncompleteArn.COMPLETED) for tail in tails]
    covered = [made.of_resource(one) for one in wanted]
    decided = [evaluate_condition(prepare_condition(one, VARIABLES), known).truth is Truth.YES for one in conditions]
    matched = [one.covers(ArnText(resource), known) is Truth.YES for one in wanted]
    fixed = {one.literal.key: truth_of(one, known, request) for one in made._atoms.values()}
    every = [literal for found in rows for row in found for literal in row]
    free = sorted({literal.key for literal in every if is_atom(literal.key)} - fixed.keys())

    def agrees(truths):
        return [any(all(holds(x, truths, known) for x in row) for row in found) for found in rows] == decided and [
            any(_covers(case.entry, resource) and all(holds(x, truths, known) for x in case.literals) for case in found)
            for found in covered
        ] == matched

    def possible(truths):
        return not any(
            all(_covers(one, resource) is sign for one, sign in row.resources)
            and all(holds(literal, truths, known) for literal in row.keys)
            for row in made.impossible()
        )

    alike = [dict(zip(free, chosen, strict=True)) | fixed for chosen in product([True, False], repeat=len(free))]
    assert any(agrees(truths) and possible(truths) for truths in alike)


def _covers(one, resource):
    """Does an entry cover the resource, with `*` for what varies?"""
    parts = resolve(one.tail, DerivedContext(Request("a:b", "*", "arn:aws:iam::1:role/a")), wild=True).parts
    return fields_match(one.pattern.head, parts, resource)


# -- rows --------------------------------------------------------------------------------------------------------------


def atoms_of(*tails: str, conditions=()):
    made = Abstraction()
    for one in conditions:
        made.of_condition(one, VARIABLES)
    names = []
    for tail in tails:
        one = resource_entry(f"{REGION}:{tail}", VARIABLES, IncompleteArn.COMPLETED)
        names.append(made.of_resource(one)[0].literals[-1])
    return made, names


def implied(made, narrow, wide):
    return any(row.keys == (narrow, wide.complement()) and not row.resources for row in made.impossible())


@pytest.mark.parametrize(
    ("narrow", "wide", "seen"),
    [
        ("project/${x:a}/version/*", "project/${x:a}/*", True),
        ("project/${x:a}/version/*", "project/${x:a}*", True),
        ("project/${x:a}/*", "project/${x:a}/version/*", False),
        ("project/${x:a}/*", "project/${x:a}?*", True),
        ("project/${x:a}/1", "project/?*/${x:a}", False),
        ("project/${x:a}${x:b}/1", "project/${x:a}*", True),
        ("project/${x:a}/1", "project/${x:b}/1", False),
        ("project/team-${x:a}/*", "project/*${x:a}/*", True),
        ("project/a${x:a}", "project/?${x:a}", True),
        ("project/${x:a}${x:a}", "project/?${x:a}", False),
        ("project/${x:a}\ue000", "project/${x:a}*", False),
    ],
)
def test_a_narrower_text_matches_only_where_a_wider_one_does(narrow, wide, seen):
    """`?` takes one letter, which a value need not be; further variables may have no value."""
    made, (one, other) = atoms_of(narrow, wide)
    assert implied(made, one, other) is seen


def test_the_same_text_is_the_same_atom_however_its_key_is_written():
    _, (one, other) = atoms_of("project/${x:a}/*", "project/${X:A}/*")
    assert one == other


@pytest.mark.parametrize(
    ("narrow", "wide", "seen"),
    [
        (("StringEquals", "a${x:a}"), ("StringLike", "*${x:a}"), True),
        (("StringEquals", "${x:a}b"), ("StringEqualsIgnoreCase", "${x:a}B"), True),
        (("StringEqualsIgnoreCase", "${x:a}b"), ("StringLike", "${x:a}*"), False),
        (("ArnLike", "a:b:c:d:e:${x:a}/b"), ("ArnLike", "a:b:*:d:e:${x:a}/*"), True),
        (("ArnLike", "a:b:c:d:${x:a}:f"), ("ArnLike", "a:b:c:d:${x:a}:*"), False),
        (("ArnLike", "a:b:c:d:e:${x:a}"), ("StringLike", "a:*${x:a}"), True),
    ],
)
def test_values_of_conditions_are_compared_as_their_operators_read_them(narrow, wide, seen):
    """A value with a colon moves what stands behind it in an ARN to another field."""
    made = Abstraction()
    one, other = (made.of_condition(entry(*each), VARIABLES)[0][-1] for each in (narrow, wide))
    assert implied(made, one, other) is seen


def test_a_value_that_a_condition_writes_out_says_what_the_text_is_then():
    made, (one,) = atoms_of("project/${x:a}/*", conditions=[entry("StringEquals", "cats", key="x:a")])
    rows = [row for row in made.impossible() if row.resources]
    assert [(row.resources[0][0].plain.text, row.resources[0][1]) for row in rows] == [
        ("project/cats/*", False),
        ("project/cats/*", True),
    ]
    assert [row.keys[1] for row in rows] == [one, one.complement()]


@pytest.mark.parametrize(
    ("operator", "few", "many"),
    [("ForAllValues:StringEquals", 0, 1), ("ForAnyValue:StringLike", 0, 1), ("ForAllValues:StringNotEquals", 1, 0)],
)
def test_more_values_are_matched_more(operator, few, many):
    """Of the set's values; a negated operator holds less then."""
    made = Abstraction()
    entries = [entry(operator, *values, key="x:many") for values in (["${x:a}", "x"], ["${x:a}", "x", "y"])]
    atoms = [made.of_condition(one, VARIABLES)[-1][-1] for one in entries]
    assert implied(made, atoms[few], atoms[many])
    assert not implied(made, atoms[many], atoms[few])
    fixed = literal(operator, "x", key="x:many")
    assert implied(made, *((fixed, atoms[0]) if few == 0 else (atoms[0], fixed)))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("a", 1),
        ("${x:a}", 1),
        ("${x:a, 'd'}", 2),
        ("${x:a, 'd'}${x:a}", 1),
        ("${x:a, 'd'}${x:b, 'e'}", 4),
        ("${}", 0),
        ("".join(f"${{x:{number}, 'd'}}" for number in range(MOST_DEFAULTS + 1)), 1),
    ],
)
def test_a_default_parts_the_requests_in_two(text, number):
    assert len(cases(template(text, enabled=True))) == number


def test_a_key_compared_with_itself_has_a_value():
    made = Abstraction()
    assert made.of_condition(entry("StringEquals", "${x:key}"), VARIABLES) == made.of_condition(
        entry("StringLike", "${X:Key}"), VARIABLES
    )
    assert not made


def test_without_variables_an_entry_is_its_literal():
    made = Abstraction()
    assert len(made.of_condition(entry("StringEquals", "${x:a}"), PLAIN)) == 1
    assert not made
    assert made.impossible() == ()
