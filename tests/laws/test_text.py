"""Laws of reading and writing: nothing is lost, and every text gets an answer ("Grammar of the IAM JSON policy language")."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policybuilder.iam import (
    Layers,
    Request,
    decide,
    lines,
    minify,
    node_from,
    parse,
    parts,
    policy_from,
    policy_of,
    render,
    render_json,
    statement_from,
    to_plain,
    tokens,
    verdict,
)
from tests.strategies import documents, json_values, policy, requests, statements

pytestmark = pytest.mark.law

any_text = st.text(st.characters(blacklist_categories=()))
SYNTAX = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"',
    "\\",
    '"Effect"',
    '"Statement"',
    '"a"',
    "1",
    "-",
    ".5",
    "e9",
    "true",
    "nul",
]
ODD = ["\n", "\r\n", "\r", " ", "\ufeff", "\u2028", "“", "'", "//", "\\u12", '"\\ud800"', '"\\ud83d\\ude00"', "\x00"]
json_like = st.lists(st.sampled_from(SYNTAX + ODD)).map("".join)


def the(value):
    """A value that is there."""
    assert value is not None
    return value


objects = st.dictionaries(st.sampled_from(["Version", "Id", "Statement", "Future"]) | st.text(), json_values)


@given(objects | documents())
def test_parse_after_render_is_the_identity(document):
    found = policy(document)
    assert parse(render(found)).policy == found


@given(objects | documents())
def test_render_is_idempotent(document):
    text = render(policy(document))
    assert render(the(parse(text).policy)) == text


@given(objects)
def test_minified_text_says_the_same(document):
    found = policy(document)
    small = minify(found)
    assert parse(small).policy == found
    assert len(small) <= len(render(found))


@given(json_values)
def test_rendered_json_is_what_the_standard_reader_reads(value):
    def joined(plain):
        return json.loads(json.dumps(plain))

    assert json.loads(render_json(value)) == joined(value)


@given(json_values)
def test_plain_to_node_and_back_is_the_identity(value):
    assert to_plain(the(node_from(value))) == json.loads(json.dumps(value))


@given(objects, st.integers(0, 3))
def test_unknown_members_survive_in_their_place(document, place):
    members = list(document.items())
    members.insert(min(place, len(members)), ("Unheard-of", {"deep": [1, None]}))
    found = policy(dict(members))
    assert list(json.loads(render(found))) == list(json.loads(json.dumps(dict(members))))


@given(st.lists(statements(), max_size=3), st.booleans())
def test_a_policy_put_together_from_statements_is_the_policy_of_its_json(parts, single):
    made = policy_of({"Version": "2012-10-17"}, [statement_from(part) for part in parts], single_statement=single)
    body = parts[0] if single and len(parts) == 1 else parts
    assert made == policy_from({"Version": "2012-10-17", "Statement": body})


@given(any_text | json_like)
def test_any_text_is_answered(text):
    parsed = parse(text)
    assert parsed.text == text
    assert parsed.policy is not None or parsed.findings
    for finding in parsed.findings:
        assert finding.span is not None
        assert 0 <= finding.span.start.offset <= finding.span.end.offset <= len(text)


@given(any_text | json_like)
def test_the_reader_accepts_what_the_standard_reader_accepts(text):
    def refuse(name):
        raise ValueError(name)

    try:
        json.loads(text, parse_constant=refuse)
    except ValueError:
        accepted = False
    else:
        accepted = True
    assert accepted is (parse(text.replace("\ufeff", "")).root is not None) or "\ufeff" in text


@given(any_text | json_like | objects.map(lambda value: json.dumps(value, indent=1)))
def test_parts_are_the_tokens_without_their_places(text):
    assert list(parts(text)) == [(token.kind, token.text, token.path) for token in tokens(text)]


@given(json_like | any_text | objects.map(lambda value: json.dumps(value, indent=1)))
@example('{\n  "a" : [1 , 2],\r\n "b" :3 }\r[ ')
def test_tokens_together_are_the_text(text):
    found = tokens(text)
    assert "".join(token.text for token in found) == text
    at = (1, 0, 0)
    for token in found:
        start, end = token.span.start, token.span.end
        assert (start.line, start.column, start.offset) == at
        at = (end.line, end.column, end.offset)
    assert "\n".join(line.text for line in lines(text)) == text.replace("\r\n", "\n").replace("\r", "\n")


@given(json_values)
def test_any_json_value_is_read_and_decided(value):
    found = policy_from(value)
    statement_from(value)
    if found is not None:
        request = Request("rekognition:DetectCustomLabels", "*")
        layers = Layers((found,), found, found, ((found,),))
        assert decide(request, layers).decision is verdict(request, layers)


@given(any_text, any_text, st.none() | any_text, documents(), requests())
def test_any_request_is_answered(action, resource, principal, document, request):
    layers = Layers((policy(document),))
    context = {**request.context, principal or "": action, "aws:CurrentTime": resource}
    decide(Request(action, resource, principal, resource, context, frozenset({action})), layers)
