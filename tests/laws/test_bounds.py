"""Work grows no faster than the input, or than two inputs' product where each of one meets each of the other.

"Policy text is not trusted": neither documents nor what is said of a request may make an answer slow. What is done in
C (finding a text, bits of a number) is not counted; there the largest inputs are tried, with the suite's time-out.
"""

from functools import partial

import pytest

from policybuilder.authoring.scenarios import read_scenario
from policybuilder.authoring.scenarios_text import scenario_entries
from policybuilder.iam import (
    Decision,
    Layers,
    Request,
    Variable,
    arn_matches,
    covers,
    decide,
    glob_matches,
    lines,
    minified_size,
    overlaps,
    parse,
    render,
    table,
    template,
    tokens,
    verdict,
)
from policybuilder.iam.variables import Text
from tests.laws.steps import LINEAR, QUADRATIC, growth
from tests.strategies import PROJECT, USER, policy

pytestmark = pytest.mark.law

ALLOW = {"Effect": "Allow", "Action": "*", "Resource": "*"}
ASK = {"action": "rekognition:DescribeProjects", "resource": "*"}


def asked(context, *statements, resource=PROJECT, open_keys=frozenset()):
    """The work of one decision, policies made ready included."""
    document = policy({"Version": "2012-10-17", "Statement": list(statements)})
    request = Request("rekognition:DetectCustomLabels", resource, USER, context=context, open_keys=open_keys)
    return lambda: decide(request, Layers((document,)))


def listed(operator, values, asked_values):
    """The work of a condition with several values on both sides."""
    block = {"Condition": {operator: {"aws:TagKeys": values}}}
    return asked({"aws:TagKeys": tuple(asked_values)}, ALLOW | block)


def numbered(text, size):
    return [text.format(number) for number in range(size)]


# -- patterns ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda size: lambda: glob_matches("*a" * size + "b", "a" * 5 * size),
        lambda size: lambda: glob_matches("*a?" * size + "b", "a" * 5 * size),
        lambda size: lambda: glob_matches("*" + "a?" * size + "b*", "a" * 5 * size),
        lambda size: lambda: glob_matches("*" * size, "a" * size),
        lambda size: lambda: glob_matches("?" * size + "*", "a" * size),
        lambda size: lambda: covers("*a?a" * size + "b*", "aa*" * 3 * size),
        lambda size: lambda: covers("*" + "a?" * size + "b*", "a" * 5 * size),
        lambda size: lambda: covers("*" + "a?" * size + "b*", ("a" * 20 + "*") * size),
        lambda size: lambda: overlaps("*a?" * size + "b", "a?" * size),
        lambda size: lambda: arn_matches("arn:*:*:*:*:" + "*a?" * size, "arn:aws:x:y:z:" + "a:" * size),
        lambda size: lambda: arn_matches("arn:" + "*a?" * size + ":*:*:*:*", "arn:aws:x:y:z:" + "a:" * size),
        lambda size: lambda: arn_matches("*:" * size, ":" * size),
    ],
)
def test_patterns(make):
    assert growth(make, 100) < LINEAR


def test_patterns_of_ten_thousand_wildcards_end():
    many, letters = 20_000, "a" * 300_000
    assert not glob_matches("*" + "a?" * many + "b*", letters)
    assert not glob_matches("*a?" * many + "b", letters)
    assert not covers("*" + "a?" * many + "b*", letters)
    assert not arn_matches("arn:*:*:*:*:" + "*a?" * many + "b", "arn:aws:x:y:z:" + "a:" * 1_000)


# -- documents --------------------------------------------------------------------------------------------------------

DOCUMENTS = {
    "brackets": lambda size: "[" * size,
    "objects": lambda size: '{"a":' * size,
    "closing brackets": lambda size: "}" * size,
    "items": lambda size: "[" + "1," * size,
    "escapes": lambda size: '"' + "\\u00e9" * size,
    "lone halves of surrogate pairs": lambda size: '["' + "\ud800" * size + '", "' + "\\ud800" * size + '"]',
    "byte order marks": lambda size: "\ufeff" * size + "{}",
    "marks over letters": lambda size: '{"' + "e\u0301\u202e" * size + '": 1}',
    "letters of four bytes": lambda size: '{"' + "😀" * size + '": 1}',
    "digits": lambda size: '{"Id": ' + "9" * size + "}",
    "exponent": lambda size: '{"Id": 1e' + "9" * size + "}",
    "line breaks": lambda size: "\r\n" * size,
    "members": lambda size: "{" + ", ".join(f'"k{number}": 1' for number in range(size)) + "}",
    "doubled members": lambda size: "{" + ", ".join(['"Statement": []'] * size) + "}",
    "doubled lists": lambda size: '{"Statement": {' + ", ".join(['"Action": "a:b"'] * size) + "}}",
    "statements": lambda size: '{"Statement": [' + ", ".join(["{}"] * size) + "]}",
    "operators": lambda size: (
        '{"Statement": {"Condition": {' + ", ".join(f'"o{number}": {{"k": 1}}' for number in range(size)) + "}}}"
    ),
}


@pytest.mark.parametrize("make", DOCUMENTS.values(), ids=DOCUMENTS)
def test_documents(make):
    def read(text):
        found = parse(text)
        tokens(text)
        lines(text)
        if found.policy is not None:
            render(found.policy)
            minified_size(found.policy)

    assert growth(lambda size: partial(read, make(size)), 300) < LINEAR


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[" * 5_000, "too_deep"),
        ('{"Statement":' * 5_000, "too_deep"),
        (" " * 1_000_001, "too_long"),
        ("\0", "unexpected_character"),
        ('"\0"', "control_character"),
        ("NaN", "unknown_word"),
        ("-Infinity", "bad_number"),
        ("٣", "unknown_word"),
        ("\u202e{}", "unexpected_character"),
    ],
)
def test_a_text_that_is_refused_says_why(text, reason):
    found = parse(text)
    assert found.policy is None
    assert [finding.params["reason"] for finding in found.findings] == [reason]


@pytest.mark.parametrize("sid", ["\ud800", "\udc00\ud800", "e\u0301", "\u202etxt", "😀", "\ufeff", "\x7f\x85\u2028"])
def test_odd_letters_are_kept(sid):
    document = policy({"Statement": [ALLOW | {"Sid": sid, "Resource": f"arn:aws:s3:::{sid}"}]})
    again = parse(render(document)).policy
    assert again is not None
    assert again.statements[0].sid == sid
    assert verdict(Request("s3:GetObject", f"arn:aws:s3:::{sid}"), Layers((again,))) is Decision.ALLOWED


# -- decisions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda size: asked({}, *[ALLOW | {"Resource": text} for text in numbered("arn:aws:s3:::b{}/*", size)]),
        lambda size: asked({}, ALLOW | {"Action": numbered("rekognition:*a{}", size)}),
        lambda size: asked({}, ALLOW | {"Resource": numbered(PROJECT + "*a?{}", size)}),
        lambda size: asked({}, ALLOW | {"Resource": numbered("*a?{}", size)}, resource="arn:aws:s3:::a:b"),
        lambda size: asked({}, ALLOW | {"Resource": "arn:aws:s3:::" + "${" * size}),
        lambda size: asked({}, ALLOW | {"Resource": "arn:aws:s3:::" + "${a" * size + "}" * size}),
        lambda size: asked({}, ALLOW | {"Resource": "arn:aws:s3:::" + "${a, '" * size + "}"}),
        lambda size: asked({}, ALLOW | {"Resource": "arn:aws:s3:::" + "${a:b}" * size}, open_keys="*"),
        lambda size: asked({"a:b": "b" * 999}, ALLOW | {"Resource": "arn:aws:s3:::" + "${a:b}" * size}),
        lambda size: asked(
            dict.fromkeys(numbered("a:k{}", size), "v"),
            ALLOW | {"Condition": {"StringEquals": dict.fromkeys(numbered("a:k{}", size), "${a:k1}")}},
        ),
        lambda size: asked(
            {}, ALLOW | {"Condition": {"StringLike": dict.fromkeys(numbered("a:k{}", size), "v")}}, open_keys="*"
        ),
        lambda size: listed("ForAllValues:StringEquals", numbered("k{}", size), numbered("k{}", size)),
        lambda size: listed("ForAnyValue:StringNotEqualsIgnoreCase", numbered("k{}", size), numbered("k{}", size)),
        lambda size: listed("ForAnyValue:NumericEquals", numbered("1{}", size), numbered("2{}", size)),
        lambda size: listed("ForAnyValue:StringLike", ["*a*"], numbered("k{}", size)),
    ],
)
def test_decisions(make):
    assert growth(make, 200) < LINEAR


@pytest.mark.parametrize(
    "operator", ["ForAllValues:StringLike", "ForAllValues:ArnLike", "ForAllValues:NumericLessThan"]
)
def test_values_that_are_compared_one_by_one(operator):
    def make(size):
        return listed(operator, numbered("1{}", size), numbered("2{}", size))

    assert growth(make, 50) < QUADRATIC


def test_layers_and_principals():
    document = policy({"Version": "2012-10-17", "Statement": [ALLOW]})
    asker = Request("rekognition:DetectCustomLabels", PROJECT, USER)

    def levels(size):
        return lambda: decide(asker, Layers((document,), scp=((document,),) * size))

    def principals(size):
        named = ALLOW | {"Principal": {"AWS": numbered("arn:aws:iam::111122223333:user/a{}", size)}}
        grant = policy({"Version": "2012-10-17", "Statement": [named]})
        return lambda: decide(asker, Layers(resource=(grant,)))

    assert growth(levels, 100) < LINEAR
    assert growth(principals, 100) < LINEAR


@pytest.mark.parametrize(
    "entry",
    [
        {"Resource": "arn:aws:rekognition:*:*:project/${aws:ResourceAccount}/*"},
        {"Condition": {"StringLike": {"aws:ResourceAccount": "*1*"}}},
        {"Resource": "arn:aws:r*:*:*:project/p?*/*"},
    ],
)
def test_tables(entry):
    document = policy({"Version": "2012-10-17", "Statement": [ALLOW | entry]})
    asker = Request("", "", USER)

    def make(size):
        places = [f"arn:aws:rekognition:us-east-1:{number:012}:project/p/1" for number in range(size)]
        return lambda: table(asker, ["rekognition:DetectCustomLabels"], places, Layers((document,)))

    assert growth(make, 100) < LINEAR


LARGE = 1_000_000


@pytest.mark.parametrize(
    ("operator", "value", "policy_value", "decision"),
    [
        ("NumericLessThan", "9" * LARGE, "9" * LARGE, Decision.IMPLICIT_DENY),
        ("NumericLessThan", "." + "9" * LARGE, "9" * LARGE, Decision.ALLOWED),
        ("NumericEquals", "1", "1." + "0" * LARGE, Decision.ALLOWED),
        ("NumericEquals", "NaN", "NaN", Decision.IMPLICIT_DENY),
        ("NumericLessThan", "Infinity", "1e9999", Decision.IMPLICIT_DENY),
        ("NumericNotEquals", "1e9999", "1", Decision.IMPLICIT_DENY),
        ("DateLessThan", "9" * LARGE, "2026", Decision.IMPLICIT_DENY),
        ("DateLessThan", "2026-01-01T00:00:00." + "0" * LARGE + "Z", "2027", Decision.ALLOWED),
        ("DateLessThan", "2026-01-01T" + "00:" * LARGE, "2027", Decision.IMPLICIT_DENY),
        ("DateLessThan", "-" * LARGE, "2027", Decision.IMPLICIT_DENY),
        ("IpAddress", "1.2.3.4/" + "9" * LARGE, "0.0.0.0/0", Decision.IMPLICIT_DENY),
        ("IpAddress", "1.2.3.4", "0.0.0.0/" + "0" * 4_000, Decision.ALLOWED),
        ("IpAddress", "1:" * LARGE, "::/0", Decision.IMPLICIT_DENY),
        ("IpAddress", "0" * LARGE + ".1.1.1", "::/0", Decision.IMPLICIT_DENY),
        ("BinaryEquals", "A" * 4 * LARGE, "A" * LARGE, Decision.IMPLICIT_DENY),
        ("ArnLike", "arn:aws:x:y:z:" + "a:" * LARGE, "arn:*:*:*:*:*a*", Decision.ALLOWED),
        ("ArnLike", "arn:aws:x:y:z:a", "*:" * 100_000, Decision.IMPLICIT_DENY),
        ("StringLike", "a" * 5 * LARGE, "*a*b*" * 1_000, Decision.IMPLICIT_DENY),
        ("StringEqualsIgnoreCase", "İ" * LARGE, "i\u0307" * LARGE, Decision.ALLOWED),
        ("Bool", "true" * LARGE, "true", Decision.IMPLICIT_DENY),
    ],
)
def test_values_of_megabytes(operator, value, policy_value, decision):
    work = asked({"a:b": value}, ALLOW | {"Condition": {operator: {"a:b": policy_value}}})
    assert work().decision is decision


def test_a_variable_never_multiplies_megabytes():
    work = asked({"a:b": "b" * LARGE}, ALLOW | {"Condition": {"StringNotEquals": {"aws:username": "${a:b}" * 100_000}}})
    assert work().decision is Decision.ALLOWED


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("${" * 1_000, (Variable(None),)),
        ("${a" * 1_000 + "}" * 1_000, (Variable(None), Text("}" * 999))),
        ("${a, '" * 1_000, (Variable(None),)),
    ],
)
def test_variables_nested_or_without_an_end_have_no_value(text, pieces):
    assert template(text, enabled=True) == pieces
    assert asked({}, ALLOW | {"Resource": f"arn:aws:s3:::{text}"})().decision is Decision.IMPLICIT_DENY


# -- scenarios --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda size: b"[" * size,
        lambda size: b'{"a":' * size,
        lambda size: b"{\n" * size,
        lambda size: b"[" + b",\n" * size + b"]",
        lambda size: (b"{\n}" + b" " * 300) * size,
        lambda size: b"{" + b",".join(b'"k%d":1' % number for number in range(size)) + b',"k%d":1}' % (size - 1),
    ],
)
def test_files_of_scenarios(make):
    assert growth(lambda size: partial(entries, make(size)), 300) < LINEAR


def entries(data):
    return list(scenario_entries(data))


def test_a_member_doubled_among_a_hundred_thousand_is_named():
    members = b",".join(b'"k%d":1' % number for number in range(100_000))
    (found,) = entries(b"{" + members + b',"k99999":1}')
    assert found.problem is not None
    assert found.problem.params == {"value": "k99999"}


@pytest.mark.parametrize(
    "make",
    [
        lambda size: {"request": ASK, **dict.fromkeys(numbered("polcy{}", size))},
        lambda size: {"request": ASK | {"context": dict.fromkeys(numbered("a:{}", size), "v")}},
        lambda size: {"request": ASK | {"open_keys": numbered("a:{}", size)}},
        lambda size: {"request": ASK, "policies": {"identity": [{"Statement": [ALLOW] * size}]}},
    ],
)
def test_scenarios(make):
    assert growth(lambda size: partial(read_scenario, make(size)), 300) < LINEAR


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"request": ASK | {"a" * LARGE: 1}}, "unknown_member"),
        ({"request": ASK | {"resource": "a" * LARGE}}, "not_an_arn"),
        ({"request": ASK | {"context": {"a:b": float("nan")}}}, "not_a_context_value"),
        ({"request": ASK | {"context": {"a:b": float("-inf")}}}, "not_a_context_value"),
        ({"request": ASK, "policies": {"identity": ["[" * 200_000]}}, "unreadable_document"),
        ({"request": ASK, "policies": {"identity": [" " * LARGE + "{}"]}}, "unreadable_document"),
    ],
)
def test_a_scenario_that_is_refused_says_why(value, code):
    assert str(getattr(read_scenario(value), "code", None)) == code


def test_numbers_of_a_scenario_are_written_as_policies_write_them():
    context = {"a:b": 1e-7, "a:c": 1e22, "a:d": 1.5, "a:e": 10**400}
    found = read_scenario({"request": ASK | {"context": context}})
    question = getattr(found, "question", None)
    assert question is not None
    assert question.context == {"a:b": "0.0000001", "a:c": "1" + "0" * 22, "a:d": "1.5", "a:e": "1" + "0" * 400}
