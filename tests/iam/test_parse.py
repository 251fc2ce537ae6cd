"""Text to policy ("Grammar of the IAM JSON policy language"): what is read, and the findings about what is not."""

import json

import pytest

from policybuilder.iam import (
    ConditionEntry,
    Effect,
    JsonObject,
    Position,
    Principal,
    Severity,
    Span,
    Statement,
    Values,
    node_from,
    parse,
    policy_from,
    policy_of,
    render,
    statement_from,
)

FULL = """{
  "Version": "2012-10-17",
  "Id": "one",
  "Statement": [{
    "Sid": "A", "Effect": "Deny",
    "Principal": {"AWS": ["a", "b"], "Service": "s"},
    "Action": "x:y", "NotResource": ["*"],
    "Condition": {"NumericLessThan": {"k": 3600, "l": [true, "2"]}, "Null": {"m": false}}
  }]
}"""


def findings(text):
    return [(finding.code, finding.path, dict(finding.params)) for finding in parse(text).findings]


def policy(text):
    found = parse(text).policy
    assert found is not None
    return found


def statement(**members):
    (found,) = policy(
        json.dumps({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"} | members})
    ).statements
    return found


def test_everything_is_read():
    parsed = parse(FULL)
    assert parsed.findings == ()
    found = policy(FULL)
    assert (found.version, found.id, found.single_statement, found.variables_enabled) == (
        "2012-10-17",
        "one",
        False,
        True,
    )
    (one,) = found.statements
    assert one == Statement(
        effect=Effect.DENY,
        sid="A",
        actions=Values(("x:y",), is_list=False),
        not_resources=Values(("*",)),
        conditions=(
            ConditionEntry("NumericLessThan", "k", Values(("3600",), is_list=False)),
            ConditionEntry("NumericLessThan", "l", Values(("true", "2"))),
            ConditionEntry("Null", "m", Values(("false",), is_list=False)),
        ),
        principal=Principal(entries=(("AWS", Values(("a", "b"))), ("Service", Values(("s",), is_list=False)))),
        source=one.source,
    )


def test_a_single_statement_is_an_object():
    found = policy('{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}')
    assert found.single_statement
    assert found.statement_path(0) == ("Statement",)
    assert not found.variables_enabled
    assert found.version is None
    assert policy(FULL).statement_path(0) == ("Statement", 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", [("DATA_TYPE_MISMATCH", (), {"expected": "object", "found": "array"})]),
        ("{}", [("MISSING_STATEMENT", (), {})]),
        (
            '{"Statement": "x"}',
            [("DATA_TYPE_MISMATCH", ("Statement",), {"expected": "object or array", "found": "string"})],
        ),
        (
            '{"Statement": ["x"]}',
            [("DATA_TYPE_MISMATCH", ("Statement", 0), {"expected": "object", "found": "string"})],
        ),
        (
            '{"Version": 2012, "Id": null, "Statement": []}',
            [
                ("DATA_TYPE_MISMATCH", ("Version",), {"expected": "string", "found": "number"}),
                ("DATA_TYPE_MISMATCH", ("Id",), {"expected": "string", "found": "null"}),
            ],
        ),
        (
            '{"version": "2012-10-17", "Statement": []}',
            [("INVALID_POLICY_ELEMENT", ("version",), {"element": "version"})],
        ),
        (
            '{"Statement": [], "Statement": []}',
            [("DUPLICATE_KEY", ("Statement",), {"key": "Statement"})],
        ),
    ],
)
def test_findings_about_the_document(text, expected):
    assert findings(text) == expected


@pytest.mark.parametrize(
    ("members", "code", "steps", "params"),
    [
        ({"Effect": "allow"}, "INVALID_EFFECT", ("Effect",), {"value": "allow"}),
        ({"Effect": 1}, "DATA_TYPE_MISMATCH", ("Effect",), {"expected": "string", "found": "number"}),
        ({"Effect": True}, "DATA_TYPE_MISMATCH", ("Effect",), {"expected": "string", "found": "boolean"}),
        ({"Action": {}}, "DATA_TYPE_MISMATCH", ("Action",), {"expected": "string or array", "found": "object"}),
        ({"Action": ["a", 1]}, "DATA_TYPE_MISMATCH", ("Action", 1), {"expected": "string", "found": "number"}),
        ({"Resource": None}, "DATA_TYPE_MISMATCH", ("Resource",), {"expected": "string or array", "found": "null"}),
        ({"NotAction": "a"}, "UNSUPPORTED_ELEMENT_COMBINATION", (), {"first": "Action", "second": "NotAction"}),
        ({"NotResource": "a"}, "UNSUPPORTED_ELEMENT_COMBINATION", (), {"first": "Resource", "second": "NotResource"}),
        (
            {"Principal": "*", "NotPrincipal": "*"},
            "UNSUPPORTED_ELEMENT_COMBINATION",
            (),
            {"first": "Principal", "second": "NotPrincipal"},
        ),
        ({"Condition": []}, "DATA_TYPE_MISMATCH", ("Condition",), {"expected": "object", "found": "array"}),
        (
            {"Condition": {"Bool": "x"}},
            "DATA_TYPE_MISMATCH",
            ("Condition", "Bool"),
            {"expected": "object", "found": "string"},
        ),
        (
            {"Condition": {"Bool": {"k": None}}},
            "DATA_TYPE_MISMATCH",
            ("Condition", "Bool", "k"),
            {"expected": "string, number or boolean or array", "found": "null"},
        ),
        (
            {"Condition": {"Bool": {"k": ["a", []]}}},
            "DATA_TYPE_MISMATCH",
            ("Condition", "Bool", "k", 1),
            {"expected": "string, number or boolean", "found": "array"},
        ),
        ({"Principal": "me"}, "INVALID_PRINCIPAL_FORMAT", ("Principal",), {"value": "me"}),
        ({"Principal": ["*"]}, "DATA_TYPE_MISMATCH", ("Principal",), {"expected": "object", "found": "array"}),
        (
            {"NotPrincipal": {"AWS": 1}},
            "DATA_TYPE_MISMATCH",
            ("NotPrincipal", "AWS"),
            {"expected": "string or array", "found": "number"},
        ),
    ],
)
def test_what_makes_a_statement_unreadable(members, code, steps, params):
    text = json.dumps({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"} | members})
    assert findings(text) == [(code, ("Statement", *steps), params)]
    assert not policy(text).statements[0].readable
    assert parse(text).findings[0].severity is Severity.ERROR


@pytest.mark.parametrize(("missing", "code"), [("Effect", "MISSING_EFFECT"), ("Action", "MISSING_ACTION")])
def test_what_a_statement_needs(missing, code):
    members = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    del members[missing]
    assert findings(json.dumps({"Statement": [members]})) == [(code, ("Statement", 0), {})]


@pytest.mark.parametrize(
    ("members", "code", "steps"),
    [
        ({"Sid": 7}, "DATA_TYPE_MISMATCH", ("Sid",)),
        ({"Future": 1}, "INVALID_POLICY_ELEMENT", ("Future",)),
        ({"action": "a"}, "INVALID_POLICY_ELEMENT", ("action",)),
    ],
)
def test_what_is_noted_but_decides_nothing(members, code, steps):
    text = json.dumps({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"} | members})
    assert [found[:2] for found in findings(text)] == [(code, ("Statement", *steps))]
    assert policy(text).statements[0].readable


def test_every_fault_is_told_in_the_order_of_the_text():
    text = '{"Statement": [{"Effect": "X", "Zed": 1, "Effect": "Allow", "Action": 1}, 2], "Foo": 1}'
    assert [code for code, _, _ in findings(text)] == [
        "INVALID_POLICY_ELEMENT",
        "DUPLICATE_KEY",
        "DATA_TYPE_MISMATCH",
        "DATA_TYPE_MISMATCH",
        "INVALID_POLICY_ELEMENT",
    ]


def test_a_finding_marks_its_text():
    text = '{"Statement": [{"Effect": "allow", "Action": "*", "Resource": "*", "Bad": 1}]}'
    marked = [text[found.span.start.offset : found.span.end.offset] for found in parse(text).findings if found.span]
    assert marked == ['"allow"', '"Bad"']


def test_doubled_members_of_old_documents():
    found = policy(
        '{"Statement": {"Effect": "Deny", "Effect": "Allow", "Action": "a:b", "Action": ["c:d"], "Resource": "*",'
        ' "Condition": {"Bool": {"k": "true", "k": "false"}}, "Condition": {"Null": {"k": "false"}}}}'
    )
    (one,) = found.statements
    assert one.effect is Effect.ALLOW
    assert one.actions == Values(("a:b", "c:d"))
    assert [(entry.operator, entry.values.items) for entry in one.conditions] == [
        ("Bool", ("true",)),
        ("Bool", ("false",)),
        ("Null", ("false",)),
    ]


def test_principals():
    assert statement(Principal="*").principal == Principal(everyone=True)
    assert statement(NotPrincipal={"AWS": "*"}).not_principal == Principal(
        entries=(("AWS", Values(("*",), is_list=False)),)
    )
    assert statement().principal is None


def test_a_text_too_long_is_refused():
    (finding,) = parse(" " * 11, limit=10).findings
    assert finding.params == {"reason": "too_long", "found": "10"}
    assert parse('{"a": 1}  ', limit=10).root is not None


def test_a_document_of_a_megabyte():
    one = {"Effect": "Allow", "Action": ["rekognition:DetectCustomLabels"] * 20, "Resource": "*"}
    text = json.dumps({"Version": "2012-10-17", "Statement": [one] * 1_350})
    assert 950_000 < len(text) < 1_000_000
    assert len(policy(text).statements) == 1_350
    assert parse(text + " " * 50_000).policy is None


@pytest.mark.parametrize("value", [None, [], "x", 1, float("nan"), object(), {"a": object()}])
def test_what_is_no_policy(value):
    assert policy_from(value) is None


def test_a_statement_of_plain_json_or_of_a_node():
    plain = {"Effect": "Allow", "Action": "*", "Resource": "*", "Future": 1}
    one = statement_from(plain)
    node = node_from(plain)
    assert one == statement_from(node)
    assert one.source == node
    assert one.readable


@pytest.mark.parametrize("value", [None, [], "x", object()])
def test_what_is_no_statement_never_applies(value):
    one = statement_from(value)
    assert one.effect is None
    assert not one.readable
    assert one.source == JsonObject()


ALLOW = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def test_a_policy_put_together():
    made = policy_of({"Version": "2012-10-17", "Id": "x", "Odd": [1]}, [statement_from(ALLOW)])
    assert made == policy_from({"Version": "2012-10-17", "Id": "x", "Odd": [1], "Statement": [ALLOW]})
    assert render(made) == json.dumps({"Version": "2012-10-17", "Id": "x", "Odd": [1], "Statement": [ALLOW]}, indent=2)


def test_statement_keeps_its_place_and_form():
    made = policy_of({"Statement": None, "Version": "2008-10-17"}, [statement_from(ALLOW)], single_statement=True)
    assert render(made) == json.dumps({"Statement": ALLOW, "Version": "2008-10-17"}, indent=2)
    two = policy_of({}, [statement_from(ALLOW)] * 2, single_statement=True)
    assert not two.single_statement


def test_what_json_cannot_hold_is_left_out_of_a_policy():
    assert render(policy_of({"Odd": float("nan")}, [])) == '{\n  "Statement": []\n}'


def test_a_sid_of_another_type_is_told_by_its_place():
    text = '{"Statement": {"Sid": 1, "Effect": "Deny", "Action": "*", "Resource": "*"}}'
    assert findings(text) == [("DATA_TYPE_MISMATCH", ("Statement", "Sid"), {"expected": "string", "found": "number"})]


def test_a_text_that_is_too_long_is_told_at_its_beginning():
    start = Position(1, 0, 0)
    assert [finding.span for finding in parse("{}", limit=1).findings] == [Span(start, start)]
    assert parse("{}", limit=2).policy is not None


def test_a_document_without_statements_has_no_single_one():
    for plain, single in (
        ({}, False),
        ({"Statement": 1}, False),
        ({"Statement": []}, False),
        ({"Statement": {}}, True),
    ):
        found = policy_from(plain)
        assert found is not None
        assert found.single_statement is single


def test_doubled_lists_are_a_list():
    """ "Grammar of the IAM JSON policy language": what an old document may still hold."""
    found = policy('{"Statement": {"Effect": "Allow", "Action": "a:b", "Action": "a:c", "Resource": "*"}}')
    actions = found.statements[0].actions
    assert actions is not None
    assert (actions.items, actions.is_list) == (("a:b", "a:c"), True)
