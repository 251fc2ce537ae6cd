"""Policy variables put in, and the values that are tried ("IAM policy elements: Variables and tags")."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.analysis.compare import compare
from policybuilder.analysis.forms import KeyForms
from policybuilder.analysis.tries import MOST_VALUES, substitutions
from policybuilder.analysis.variables import Substitution, escaped, put_in, substituted, variable_keys
from policybuilder.analysis.worlds import World
from policybuilder.iam import Layers, Policy, Request, decide, policy_from, render
from policybuilder.iam.request import DerivedContext
from policybuilder.iam.variables import Dialect, resolve, template
from tests.strategies import REGION, documents, settled_requests
from tests.strategies import policy as policy_of

WORLD = KeyForms(World())
PIECES = ["${aws:username}", "${AWS:UserName}", "${x:a}", "${x:a, 'd*'}", "${x:a, ''}", "${*}", "${?}", "${$}", "${}"]
PIECES += ["${", "$", "*", "?", "/", "a", "{aws:username}", "${x:a", "${x:a,'d'}", "${many, 'm'}"]
VALUES = ["", "a", "a*", "${x:a}", "$", "{aws:username}", "a/b", "?", "x" * 2048, "x" * 2049]


def allowing(*resources: str, version: str = "2012-10-17", **more: object) -> Policy:
    statement = {"Effect": "Allow", "Action": "rekognition:*", "Resource": list(resources), **more}
    return policy_of({"Version": version, "Statement": [statement]})


@pytest.mark.law
@given(text=st.lists(st.sampled_from(PIECES), max_size=6).map("".join), value=st.sampled_from([None, *VALUES]))
def test_a_text_with_values_put_in_means_what_it_meant(text, value):
    """Law: for a request that has the values, a text and the text with them put in are resolved to the same."""
    pins = {"aws:username": value, "x:a": "A?" if value is None else None, "many": None}
    given_values = {key: each for key, each in pins.items() if each is not None} | {"many": ("a", "b")}
    context = DerivedContext(Request("a:b", "*", "arn:aws:iam::1:role/a", context=given_values))
    before = resolve(template(text, enabled=True), context, wild=True)
    after = resolve(template(put_in(text, pins), enabled=True), context, wild=True)
    assert bool(before.valueless) == bool(after.valueless)
    assert _letters(before.parts) == _letters(after.parts) or before.valueless


def _letters(parts):
    return [(letter, part.wild and letter in "*?") for part in parts for letter in part.text]


@pytest.mark.law
@given(document=documents(), request=settled_requests)
def test_a_policy_with_values_put_in_decides_as_the_policy(document, request):
    """Law: for a request with the pinned values both decide the same, and no variable is left."""
    policy = policy_of(document)
    keys = variable_keys([policy])
    context = DerivedContext(request)
    found = {key: context.look_up(key).value for key in keys}
    plain = substituted(policy, {key: value if isinstance(value, str) else None for key, value in found.items()})
    assert variable_keys([plain]) == ()
    assert decide(request, Layers(identity=(plain,))).decision is decide(request, Layers(identity=(policy,))).decision


def test_only_variables_change():
    policy = allowing(
        f"{REGION}:project/${{aws:username}}/*",
        "arn:aws:rekognition:${aws:RequestedRegion}:1:project/${aws:username}/*",
        "*",
        Condition={
            "StringEquals": {"aws:PrincipalTag/a": ["${aws:username}", "x"]},
            "Bool": {"aws:SecureTransport": "${aws:username}"},
            "NumericLessThan": {"aws:MultiFactorAuthAge": 5},
        },
    )
    changed = substituted(policy, {"aws:username": "a*b"})
    statement = changed.statements[0]
    assert statement.resources is not None
    assert statement.resources.items == (
        f"{REGION}:project/a${{*}}b/*",
        "arn:aws:rekognition:${aws:RequestedRegion}:1:project/${aws:username}/*",  # matches nothing (10.27)
        "*",
    )
    assert [entry.values.items for entry in statement.conditions] == [("a${*}b", "x"), ("${aws:username}",), ("5",)]
    assert '"2012-10-17"' in render(changed)
    assert policy_from({"Version": "2012-10-17", "Id": "x", "Statement": {"Effect": "Allow"}}) is not None


def test_a_policy_without_variables_stays_the_same_object():
    plain = allowing(f"{REGION}:project/${{*}}/*")
    assert substituted(plain, {"aws:username": "a"}) is plain
    older = allowing(f"{REGION}:project/${{aws:username}}/*", version="2008-10-17")
    assert variable_keys([older]) == ()
    assert substituted(older, {"aws:username": "a"}) is older


@pytest.mark.parametrize(
    ("text", "pins", "written"),
    [
        ("a${aws:username}b", {"aws:username": "x"}, "axb"),
        ("${aws:username}", {"aws:username": None}, "${}"),
        ("${aws:username, 'd'}", {"aws:username": None}, "d"),
        ("${aws:username, '*'}", {"aws:username": None}, "${*}"),
        ("${AWS:Username, 'd'}", {}, "${aws:username, 'd'}"),
        ("${oops x}", {}, "${}"),
        ("${?}$", {}, "${?}$"),
        ("$${aws:username}", {"aws:username": "{x"}, "${$}{x"),
        ("${aws:username}", {"aws:username": "x" * 2049}, "${}"),
        ("${aws:username, 'd'}", {"aws:username": "x" * 2049}, "${}"),
    ],
)
def test_texts(text, pins, written):
    assert put_in(text, pins) == written


def test_an_escaped_value_stands_for_itself():
    value = "a*?${aws:username}$"
    pieces = template(escaped(value), enabled=True)
    resolved = resolve(pieces, DerivedContext(Request("a:b", "*")), wild=True)
    assert resolved.text == value
    assert _letters(resolved.parts) == [(letter, False) for letter in value]
    assert Dialect(variables=True).variables


# -- values to try -----------------------------------------------------------------------------------------------------


def tried(*policies: Policy, key: str = "aws:username") -> list[str | None]:
    return list(dict.fromkeys(found.pins[key] for found in substitutions(policies, WORLD)))


def test_words_of_both_documents_are_tried_a_fresh_value_first_then_none():
    mine = allowing(f"{REGION}:project/${{aws:username}}/*")
    found = tried(mine, allowing(f"{REGION}:project/secret/version/v*/*"))
    assert found[:2] == ["alice", None]
    assert {"secret", "version", "v"} <= set(found)
    assert "secret/version/v" in " ".join(filter(None, found))


def test_what_stands_beside_a_variable_is_taken_off_the_words():
    mine = allowing(f"{REGION}:project/team-${{aws:username}}-x/*")
    assert "red" in tried(mine, allowing(f"{REGION}:project/team-red-x/*"))


def test_values_that_conditions_ask_of_the_key_are_tried():
    mine = allowing(f"{REGION}:project/${{aws:username}}/*")
    asked = {"StringLike": {"aws:username": "z-*-9"}, "StringNotEquals": {"aws:username": ["z--9", "z-a-9"]}}
    found = tried(
        mine, allowing("*", Condition=asked), allowing("*", Condition={"StringEquals": {"aws:username": "q*"}})
    )
    assert "q*" in found
    assert any(value and value.startswith("z-") and value.endswith("-9") and value != "z--9" for value in found)


def test_a_variable_that_has_nothing_to_do_with_a_difference_does_not_hide_it():
    """Of another service's action, or pinned to a value that a condition writes out."""
    mine = policy_of(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "rekognition:*", "Resource": "*"},
                {"Effect": "Deny", "Action": "rekognition:De*", "Resource": f"{REGION}:project/${{aws:username}}/*"},
            ],
        }
    )
    named = {"StringEquals": {"aws:username": "a*"}}
    other = policy_of(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": named}],
        }
    )
    found = compare(mine, other)
    assert found.relation == "incomparable"
    assert found.witness_b is not None
    assert found.witness_b.context["aws:username"] == "a*"


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("project/${aws:username}/version/*", "project/${aws:username}/*", "b_more"),
        ("project/${aws:username}/*", "project/${AWS:UserName}/*", "equal"),
        ("project/${aws:username, 'a'}/*", "project/${aws:username}/*", "a_more"),
        ("project/${aws:username}/*", "project/${aws:PrincipalTag/team}/*", "incomparable"),
        ("project/${aws:username}/*", "project/team-${aws:username}/*", "incomparable"),
        ("project/team-${aws:username}/*", "project/team-*/*", "b_more"),
        ("project/${aws:username}/*", "project/secret/*", "incomparable"),
        ("project/a${*}b/*", "project/a*b/*", "b_more"),
        ("project/${aws:SecureTransport}/*", "project/true/*", "incomparable"),
    ],
)
def test_policies_with_variables_are_compared(one, other, relation):
    found = compare(allowing(f"{REGION}:{one}"), allowing(f"{REGION}:{other}"))
    assert found.relation == relation


def test_a_key_that_is_always_there_is_not_tried_absent_and_keeps_its_type():
    tls = allowing(f"{REGION}:project/${{aws:SecureTransport}}/*")
    assert set(tried(tls, key="aws:securetransport")) == {"false", "true"}
    region = allowing(f"{REGION}:project/${{aws:RequestedRegion}}/*")
    assert None not in tried(region, key="aws:requestedregion")
    keys = allowing(f"{REGION}:project/${{aws:TagKeys, 'd'}}/*")
    assert tried(keys, key="aws:tagkeys") == [None]


def test_two_keys_are_tried_with_different_and_with_equal_values():
    both = allowing(f"{REGION}:project/${{aws:username}}/*", f"{REGION}:project/${{aws:PrincipalTag/team}}/*")
    found = list(substitutions([both], WORLD))
    first, second = zip(*(each.pins.values() for each in found), strict=True)
    assert any(one == other and one is not None for one, other in zip(first, second, strict=True))
    assert first[0] != second[0]
    assert len(found) == len({tuple(each.pins.values()) for each in found})


def test_without_variables_there_is_one_way():
    assert list(substitutions([allowing("*")], WORLD)) == [Substitution({})]
    assert Substitution({}).literals == ()


def test_values_and_ways_are_bounded():
    many = allowing(
        *(f"{REGION}:project/p{number}/*" for number in range(300)), f"{REGION}:project/${{aws:username}}/*"
    )
    found = list(substitutions([many], WORLD))
    assert len(found) == MOST_VALUES
    assert len(list(substitutions([many], WORLD, 7))) == 7


def test_a_way_pins_its_keys():
    one = next(substitutions([allowing(f"{REGION}:project/${{aws:username}}/*")], WORLD))
    assert [literal.key for literal in one.literals] == ["aws:username"]
    assert one.literals[0].holds("alice")
    assert not one.literals[0].holds(None)
    assert variable_keys([one.policy(allowing(f"{REGION}:project/${{aws:username}}/*"))]) == ()
