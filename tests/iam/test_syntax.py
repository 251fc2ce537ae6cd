"""The JSON reader (RFC 8259): what it takes, what it refuses, and where."""

import json

import pytest

from policybuilder.iam import (
    JsonArray,
    JsonBoolean,
    JsonNull,
    JsonNumber,
    JsonObject,
    JsonString,
    Position,
    node_at,
    node_from,
    parse,
    to_plain,
)
from policybuilder.iam.syntax import MAX_DEPTH, read


def root(text):
    node, fault = read(text)
    assert fault is None, fault
    assert node is not None
    return node


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ('"a"', JsonString("a")),
        ("-0.50e+2", JsonNumber("-0.50e+2")),
        ("0", JsonNumber("0")),
        ("1E5", JsonNumber("1E5")),
        ("1e-5", JsonNumber("1e-5")),
        ("true", JsonBoolean(True)),
        ("false", JsonBoolean(False)),
        ("null", JsonNull()),
        ("[]", JsonArray(())),
        ("{}", JsonObject(())),
        (' [1 ,\n"x"] ', JsonArray((JsonNumber("1"), JsonString("x")))),
        ('"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9"', JsonString('"\\/\b\f\n\r\té')),
        ('"a\\nbc"', JsonString("a\nbc")),
        ('"\\n"', JsonString("\n")),
        ('"a b"', JsonString("a b")),
        ('"\\ud83d\\ude00"', JsonString("😀")),
        ('"\ud83d\ude00"', JsonString("😀")),
        ('"\\ud83d"', JsonString("\ud83d")),
        ('"x\\ude00\\ud83d"', JsonString("x\ude00\ud83d")),
        ('"\x7f\u2028\U0010ffff"', JsonString("\x7f\u2028\U0010ffff")),
        ("\ufeff[]", JsonArray(())),
    ],
)
def test_values(text, node):
    assert root(text) == node


@pytest.mark.parametrize(
    ("text", "reason", "found", "at"),
    [
        ("", "empty", "", (1, 0, 0)),
        (" \n ", "empty", "", (1, 0, 0)),
        ("{", "unexpected_end", "", (1, 1, 1)),
        ('{"a": 1, ', "unexpected_end", "", (1, 8, 8)),
        ('{"a":\n 1,}', "trailing_comma", "}", (2, 3, 9)),
        ("[1,\r\n]", "trailing_comma", "]", (2, 0, 5)),
        ('{"a" 1}', "expected_colon", "1", (1, 5, 5)),
        ('{"a":}', "expected_value", "}", (1, 5, 5)),
        ('{"a":]', "expected_value", "]", (1, 5, 5)),
        ("[,", "expected_value", ",", (1, 1, 1)),
        ("]", "expected_value", "]", (1, 0, 0)),
        ("{1:2}", "expected_key", "1", (1, 1, 1)),
        ("{,}", "expected_key", ",", (1, 1, 1)),
        ("[1 2]", "expected_comma", "2", (1, 3, 3)),
        ('{"a":1 "b":2}', "expected_comma", '"b"', (1, 7, 7)),
        ("[1}", "wrong_bracket", "}", (1, 2, 2)),
        ('{"a":1]', "wrong_bracket", "]", (1, 6, 6)),
        ("{} {}", "text_after_end", "{", (1, 3, 3)),
        ("'a'", "single_quote", "'", (1, 0, 0)),
        ("{“a”: 1}", "curly_quote", "“", (1, 1, 1)),
        ("{ // why", "comment", "/", (1, 2, 2)),
        ("{ /* why", "comment", "/", (1, 2, 2)),
        ("# why", "comment", "#", (1, 0, 0)),
        ("/", "unexpected_character", "/", (1, 0, 0)),
        ("~", "unexpected_character", "~", (1, 0, 0)),
        ("1~", "unexpected_character", "~", (1, 1, 1)),
        ("[1:", "expected_comma", ":", (1, 2, 2)),
        ('{"a": 1{', "expected_comma", "{", (1, 7, 7)),
        ("\u00a0{}", "unexpected_character", "\u00a0", (1, 0, 0)),
        ("[True]", "unknown_word", "True", (1, 1, 1)),
        ("nul", "unknown_word", "nul", (1, 0, 0)),
        ("a$b_c", "unknown_word", "a$b_c", (1, 0, 0)),
        ("a~", "unknown_word", "a", (1, 0, 0)),
        ("NaN", "unknown_word", "NaN", (1, 0, 0)),
        ("01", "bad_number", "01", (1, 0, 0)),
        ("-", "bad_number", "-", (1, 0, 0)),
        ("1.", "bad_number", "1.", (1, 0, 0)),
        ("1e", "bad_number", "1e", (1, 0, 0)),
        ("1e+", "bad_number", "1e+", (1, 0, 0)),
        ("1e-~", "bad_number", "1e-", (1, 0, 0)),
        ("01.5", "bad_number", "01.5", (1, 0, 0)),
        ("01e5", "bad_number", "01e5", (1, 0, 0)),
        ("1.e5", "bad_number", "1.e5", (1, 0, 0)),
        ("12ab", "bad_number", "12", (1, 0, 0)),
        ("1.2.3", "bad_number", "1.2", (1, 0, 0)),
        ('"abc', "unterminated_string", '"abc', (1, 0, 0)),
        ('"abc\\', "unterminated_string", '"abc\\', (1, 0, 0)),
        ('"a\nb"', "line_break_in_string", '"a', (1, 0, 0)),
        ('"a\tb"', "control_character", "\t", (1, 2, 2)),
        ('"a\\qb"', "bad_escape", "\\q", (1, 2, 2)),
        ('"a\\q', "bad_escape", "\\q", (1, 2, 2)),
        ('"\\u12', "bad_escape", "\\u", (1, 1, 1)),
        ('"\\u12"', "bad_escape", "\\u", (1, 1, 1)),
        ('"\\u12g4"', "bad_escape", "\\u", (1, 1, 1)),
        ('"\\u00e~"', "bad_escape", "\\u", (1, 1, 1)),
    ],
)
def test_faults_carry_their_reason_and_place(text, reason, found, at):
    node, fault = read(text)
    assert node is None
    assert fault is not None
    assert (fault.reason, fault.found) == (reason, found)
    assert fault.span.start == Position(*at)


def test_a_fault_spans_what_is_wrong():
    fault = read("[1,\n True]").fault
    assert fault is not None
    assert (fault.span.start, fault.span.end) == (Position(2, 1, 5), Position(2, 5, 9))


def test_a_fault_shows_little_of_a_long_text():
    _, fault = read("x" * 1000)
    assert fault is not None
    assert fault.found == "x" * 40


def test_only_the_first_fault_is_told():
    (finding,) = parse('{"a": nul, "b": undefined').findings
    assert finding.params == {"reason": "unknown_word", "found": "nul"}


def test_places_of_nodes():
    node = root('{\r\n  "a": [1,\r    "xy"]\n}')
    xy = node_at(node, ("a", 1))
    assert xy is not None
    assert xy.span is not None
    assert (xy.span.start, xy.span.end) == (Position(3, 4, 18), Position(3, 8, 22))
    assert node.span is not None
    assert node.span.end == Position(4, 1, 25)


def test_places_do_not_count_in_comparisons():
    assert root("[1, 2]") == root("[1,2]")
    assert root("1.0") != root("1")


def test_order_and_doubled_members_are_kept():
    node = root('{"b": 1, "a": 2, "b": 3}')
    assert isinstance(node, JsonObject)
    assert [member.key.value for member in node.members] == ["b", "a", "b"]
    assert node.get("b") == JsonNumber("3")
    assert node.every("b") == (JsonNumber("1"), JsonNumber("3"))
    assert node.get("c") is None
    assert to_plain(node) == {"b": 3, "a": 2}


@pytest.mark.parametrize("path", [("a", 2), ("a", -1), ("b",), (0,), ("a", "0"), ("a", 0, 0)])
def test_no_element_at_a_wrong_path(path):
    assert node_at(root('{"a": [1, 2]}'), path) is None


def test_elements_by_their_paths():
    found = root('{"a": [1, 2]}')
    assert [node_at(found, ("a", index)) for index in (0, 1)] == [JsonNumber("1"), JsonNumber("2")]


def test_the_empty_path_is_the_root():
    node = root("[1]")
    assert node_at(node, ()) is node


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("12", 12),
        ("1.50", 1.5),
        ("1e2", 100.0),
        ("-0", 0),
        ("1e999", "1e999"),
        ("9" * 500, "9" * 500),
        ("9" * 400, int("9" * 400)),
    ],
)
def test_numbers_as_plain_values(text, plain):
    assert to_plain(root(text)) == plain


def test_plain_values_are_those_of_the_standard_reader():
    text = '{"a": [1, 2.5, true, null, "x", {"b": {}}]}'
    assert to_plain(root(text)) == json.loads(text)


@pytest.mark.parametrize(
    "value",
    [object(), float("nan"), float("inf"), {1: 2}, {"a": object()}, [object()], 10**4000, b"bytes", {"a"}],
    ids=lambda value: type(value).__name__,
)
def test_what_json_cannot_hold_is_no_node(value):
    assert node_from(value) is None


def nested(depth):
    value: object = None
    for _ in range(depth):
        value = [value]
    return value


def test_nesting_has_a_limit():
    assert node_from(nested(MAX_DEPTH)) is not None
    assert node_from(nested(MAX_DEPTH + 1)) is None
    assert node_from({"a": nested(MAX_DEPTH)}) is None
    assert node_from({"a": nested(MAX_DEPTH - 1)}) is not None
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH).root is not None
    node, fault = read("[" * (MAX_DEPTH + 1))
    assert node is None
    assert fault is not None
    assert fault.reason == "too_deep"


@pytest.mark.parametrize("text", ["[" * 10_000, '{"a":' * 10_000, "[" * 10_000 + "]" * 10_000, '"' * 9_999])
def test_deep_nesting_is_a_clear_finding(text):
    (finding,) = parse(text).findings
    assert finding.code == "JSON_SYNTAX_ERROR"
