"""Policy variables ("IAM policy elements: Variables and tags")."""

import pytest

from policybuilder.iam import Part, Request, Variable, template
from policybuilder.iam.request import Context
from policybuilder.iam.variables import LONGEST_VALUE, Dialect, Text, resolve

CONTEXT = Context(
    Request(
        "a:b",
        "*",
        context={
            "aws:username": "ana",
            "aws:PrincipalTag/team": "c*t",
            "aws:PrincipalTag/no": "",
            "aws:TagKeys": ("a", "b"),
        },
        open_keys=frozenset({"aws:SourceVpc"}),
    )
)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", ()),
        ("plain", (Text("plain"),)),
        ("$ { }", (Text("$ { }"),)),
        ("a${k}b", (Text("a"), Variable("k"), Text("b"))),
        ("${k}${l}", (Variable("k"), Variable("l"))),
        ("${*}${?}${$}", (Text("*", special=True), Text("?", special=True), Text("$", special=True))),
        ("${k, 'd'}x", (Variable("k", "d"), Text("x"))),
        ("${k, ''}", (Variable("k", ""),)),
        ("${k, 'a}b'}x", (Variable("k", "a}b"), Text("x"))),
        ("${aws:PrincipalTag/a-b.c/d}", (Variable("aws:PrincipalTag/a-b.c/d"),)),
        ("${}", (Variable(None),)),
        ("${ k}", (Variable(None),)),
        ("${k,'d'}", (Variable(None),)),
        ("${k, d}", (Variable(None),)),
        ("${k, 'd}", (Variable(None),)),
        ("${k, 'd", (Variable(None),)),
        ("x${k", (Text("x"), Variable(None))),
        ("${a${b}", (Variable(None),)),
        ("${a}, 'b'}", (Variable("a"), Text(", 'b'}"))),
        ("${*, 'd'}", (Variable("*", "d"),)),
        ("${k, 'a, 'b'}", (Variable("k", "a, 'b"),)),
        ("${k, 'd'}x'}", (Variable("k", "d"), Text("x'}"))),
        ("${k, '}", (Variable(None),)),
        ("${k~}", (Variable("k~"),)),
    ],
)
def test_taking_apart(text, pieces):
    assert template(text, enabled=True) == pieces
    assert template(text, enabled=False) == (Text(text),)


@pytest.mark.parametrize(
    ("text", "parts", "assumptions"),
    [
        ("x*", (Part("x*", wild=True),), ()),
        ("${*}", (Part("*", wild=False),), ()),
        ("${aws:username}*", (Part("ana", wild=False), Part("*", wild=True)), ()),
        ("${AWS:UserName}", (Part("ana", wild=False),), ()),
        ("${aws:PrincipalTag/team}", (Part("c*t", wild=False),), ("10.11",)),
        ("${aws:PrincipalTag/no}", (Part("", wild=False),), ("10.11",)),
        ("${aws:PrincipalTag/no, 'd'}", (Part("", wild=False),), ("10.11",)),
        ("${aws:SourceVpce, 'd'}", (Part("d", wild=False),), ()),
        ("${aws:SourceVpce, 'd?'}", (Part("d?", wild=False),), ("10.11",)),
        ("${aws:TagKeys, 'd'}", (Part("d", wild=False),), ()),
    ],
)
def test_values(text, parts, assumptions):
    found = resolve(template(text, enabled=True), CONTEXT, wild=True)
    assert (found.parts, found.assumptions) == (parts, assumptions)
    assert found.missing == found.valueless == ()


@pytest.mark.parametrize(
    ("text", "missing", "valueless"),
    [
        ("a${aws:sourcevpc}", ("aws:SourceVpc",), ()),
        ("a${aws:sourcevpc, 'd'}", ("aws:SourceVpc",), ()),
        ("a${aws:SourceVpce}", (), ("aws:SourceVpce",)),
        ("a${aws:TagKeys}", (), ("aws:TagKeys",)),
        ("a${oops", (), ("",)),
    ],
)
def test_without_a_known_value(text, missing, valueless):
    found = resolve(template(text, enabled=True), CONTEXT, wild=False)
    assert (found.missing, found.valueless) == (missing, valueless)
    assert found.parts == (Part("a", wild=False), Part("*", wild=True))


def test_written_stars_are_plain_where_the_operator_takes_none():
    assert resolve(template("a*", enabled=True), CONTEXT, wild=False).parts == (Part("a*", wild=False),)


def test_a_document_without_version_rests_on_an_assumption():
    assert Dialect(variables=False, defaulted=True).assumptions("a${b}") == ("10.1",)
    assert Dialect(variables=False, defaulted=True).assumptions("ab") == ()
    assert Dialect(variables=True).assumptions("a${b}") == ()


@pytest.mark.parametrize(("length", "put_in"), [(LONGEST_VALUE, True), (LONGEST_VALUE + 1, False)])
def test_values_longer_than_any_of_aws_are_not_put_in(length, put_in):
    context = Context(Request("a:b", "*", context={"k": "v" * length}))
    assert bool(resolve(template("${k}", enabled=True), context, wild=True).valueless) is not put_in
