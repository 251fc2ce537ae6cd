"""Policies as text, and text as parts to colour."""

import json
import re

import pytest

from policybuilder.iam import (
    JsonString,
    Line,
    Position,
    lines,
    minified_size,
    minify,
    node_from,
    parse,
    parts,
    policy_from,
    render,
    render_json,
    render_node,
    tokens,
)
from tests.strategies import policy

TEXT = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["a:b", "c:d"],
      "Condition": {"Bool": {"k": true}}
    }
  ]
}"""


def test_layout():
    assert render(
        policy({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["a"], "X": [{}, []]}]})
    ) == (
        "{\n"
        '  "Version": "2012-10-17",\n'
        '  "Statement": [\n'
        "    {\n"
        '      "Effect": "Allow",\n'
        '      "Action": [\n'
        '        "a"\n'
        "      ],\n"
        '      "X": [\n'
        "        {},\n"
        "        []\n"
        "      ]\n"
        "    }\n"
        "  ]\n"
        "}"
    )


@pytest.mark.parametrize("value", [{"a": [1, 2.5, None, True, False, 'é\n"\\']}, [], {}, "x", 7, [[], {}]])
def test_the_layout_is_that_of_two_spaces(value):
    assert render_json(value) == json.dumps(value, indent=2, ensure_ascii=False)


def test_what_json_cannot_hold():
    assert render_json(object()) == "null"


def test_lone_halves_of_surrogate_pairs_are_escaped():
    text = render_node(JsonString("a\ud83db"))
    assert text == '"a\\ud83db"'
    text.encode()
    assert render_node(JsonString("😀é")) == '"😀é"'


def test_as_written():
    text = '{"Statement": [{"Effect": "Allow", "Action": "a", "Action": ["b"], "N": 1.50, "Effect": "Deny"}], "Z": -0}'
    found = parse(text).policy
    assert found is not None
    assert minify(found) == text.replace(": ", ":").replace(", ", ",")
    assert "1.50" in render(found)


def test_size_counts_no_white_space_but_that_in_strings():
    """Quotas do not count white space ("IAM and AWS STS quotas"); spaces inside strings count here (10.4)."""
    found = policy({"Statement": [], "Id": "a b"})
    assert minified_size(found) == len('{"Statement":[],"Id":"a b"}')


def test_tokens_and_their_paths():
    shown = [(token.kind, token.text, token.path) for token in tokens(TEXT) if token.kind != "space"]
    assert shown[:5] == [
        ("punctuation", "{", ()),
        ("key", '"Version"', ("Version",)),
        ("punctuation", ":", ("Version",)),
        ("string", '"2012-10-17"', ("Version",)),
        ("punctuation", ",", ()),
    ]
    assert ("punctuation", "[", ("Statement", 0, "Action")) in shown
    assert ("string", '"c:d"', ("Statement", 0, "Action", 1)) in shown
    assert ("keyword", "true", ("Statement", 0, "Condition", "Bool", "k")) in shown
    assert ("punctuation", "]", ("Statement",)) in shown
    assert shown[-1] == ("punctuation", "}", ())


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ('{"a": nul, 1}', ("text", "nul, 1}", ("a",))),
        ('{"a": "x\n}', ("text", '"x\n}', ("a",))),
        ('["\\q"', ("text", '"\\q"', ())),
        ("}]", ("punctuation", "]", ())),
        ("1,2", ("number", "2", ())),
        ('"a" "b"', ("string", '"b"', ())),
    ],
)
def test_half_written_text_has_tokens_too(text, last):
    found = tokens(text)
    assert (found[-1].kind, found[-1].text, found[-1].path) == last
    assert "".join(token.text for token in found) == text


@pytest.mark.parametrize("text", ["[" * 10_000, '{"a":' * 10_000])
def test_what_is_nested_too_deep_is_plain_text(text):
    found = tokens(text)
    assert found[-1].kind == "text"
    assert len(found) < 1_000
    assert "".join(token.text for token in found) == text


def test_a_key_is_decoded_in_paths():
    assert tokens('{"\\u0041": 1}')[1].path == ("A",)


def test_places_of_tokens():
    found = [token for token in tokens('[1,\r\n  "é"]') if token.kind == "string"]
    start = found[0].span.start
    assert (start.line, start.column, start.offset) == (2, 2, 7)


def test_lines_belong_to_elements():
    assert [line.path for line in lines(TEXT)] == [
        (),
        ("Version",),
        ("Statement",),
        ("Statement", 0),
        ("Statement", 0, "Effect"),
        ("Statement", 0, "Action"),
        ("Statement", 0, "Condition"),
        ("Statement", 0),
        ("Statement",),
        (),
    ]
    assert lines(TEXT)[1] == Line(2, '  "Version": "2012-10-17",', ("Version",))


def test_empty_lines_belong_to_what_stands_before():
    assert [line.path for line in lines('{"a": [\n1,\n\n2]}')] == [(), ("a", 0), ("a", 0), ("a", 1)]
    assert lines("") == (Line(1, "", ()),)


def test_a_node_renders_as_its_policy():
    document: dict[str, object] = {"Statement": []}
    node, found = node_from(document), policy_from(document)
    assert node is not None
    assert found is not None
    assert render_node(node) == render(found)


@pytest.mark.parametrize("number", [0xD800, 0xDBFF, 0xDC00, 0xDFFF])
def test_halves_of_surrogate_pairs_are_written_as_escapes(number):
    assert render_json(chr(number)) == f'"\\u{number:04x}"'
    assert render_json("é" + chr(number)).isascii()
    assert render_json("é\ud7ff\ue000") == '"é\ud7ff\ue000"'


ODD_TEXTS = [
    *(
        "",
        '"a"',
        '{"a": [1, {"b": "c"}],\r\n "d": null}',
        '["a", nul',
        '{"a" "b"',
        "}]",
        '{"a": 1, , "b"',
        "[",
        "{1: 2}",
    ),
    *("\ufeff{\r\r\n}", "[1,\n\n  nul\r\nx\ry", "[" * 100 + "]" * 100, "[" * 101 + "]", "[\n" * 120, "\n\n'\n"),
]


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_parts_are_tokens_without_places(text):
    found = tuple(parts(text))
    assert found == tuple((token.kind, token.text, token.path) for token in tokens(text))
    assert "".join(written for _, written, _ in found) == text


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_every_token_stands_where_it_says(text):
    def place(offset):
        before = re.split("\r\n|\r|\n", text[:offset])
        return Position(len(before), len(before[-1]), offset)

    offset = 0
    for token in tokens(text):
        end = offset + len(token.text)
        assert (token.span.start, token.span.end) == (place(offset), place(end))
        offset = end
    assert offset == len(text)


@pytest.mark.parametrize(
    ("text", "rest"),
    [("[" * 100 + "]" * 100, ""), ("[" * 101, ""), ("[" * 101 + "]", "]"), ("[nul", "nul"), ("[1]'", "'")],
)
def test_what_is_no_json_or_too_deep_is_one_rest(text, rest):
    assert "".join(token.text for token in tokens(text) if token.kind == "text") == rest


def test_where_a_key_should_stand():
    found = [(token.kind, token.text, token.path) for token in tokens('{1: {"a"')]
    assert found == [
        ("punctuation", "{", ()),
        ("number", "1", ()),
        ("punctuation", ":", ()),
        ("space", " ", ()),
        ("punctuation", "{", ()),
        ("key", '"a"', ("", "a")),
    ]
    assert [token.path for token in tokens('{"a":1,[2') if token.kind == "number"] == [("a",), ("", 0)]
    assert [token.path for token in tokens("{[2") if token.kind == "number"] == [("", 0)]
    assert tokens('{"a": {"b": 1, ')[-1].path == ("a",)
    assert [token.kind for token in tokens('[{} "x"')] == ["punctuation"] * 3 + ["space", "string"]


def test_every_kind_of_line_break_ends_a_line():
    assert [line.text for line in lines("[1,\r2,\r\n3,\n4]")] == ["[1,", "2,", "3,", "4]"]
    assert [line.path for line in lines("[1,\r2,\r\n3,\n4]")] == [(), (1,), (2,), (3,)]


def test_without_spaces_nothing_but_spaces_is_lost():
    source = '{"Id":"a b","Statement":[{"Action":["a","b",[]],"x":{}},{"y":[1,true,false,null]}]}'
    assert minify(policy(json.loads(source))) == source
