"""Exports as coloured lines: every character once, escaped, the parts of each language in their classes."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.export import FORMS, Exported, Form, export
from policybuilder.iam import parse
from policybuilder.web.highlight import code_html
from policybuilder.web.highlight_code import LANGUAGES, LONGEST, code_tokens, export_lines
from tests.web.dom import read

SIGNS = "\"'`#/*\\\n\r\t -:={}[]$!%aA1_.é"
texts = st.text(st.characters(codec="utf-8"), max_size=80) | st.text(SIGNS, max_size=120)
POLICY = """{"Version": "2012-10-17", "Statement": [{"Sid": "It's", "Effect": "Allow",
"Action": "rekognition:DetectCustomLabels", "Resource": "*",
"Condition": {"StringEquals": {"aws:PrincipalTag/a": "<b>${aws:username}</b> & 'x' # no"}}}]}"""


def made(form):
    policy = parse(POLICY).policy
    assert policy is not None
    found = export(policy, form)
    assert isinstance(found, Exported)
    return found.text


@given(texts, st.sampled_from(Form))
def test_the_tokens_together_are_the_text(text, form):
    assert "".join(written for _, written in code_tokens(text, form)) == text
    lines = export_lines(text, form)
    assert "\n".join("".join(piece.text for piece in line.pieces) for line in lines) == text


@pytest.mark.parametrize("form", LANGUAGES)
def test_an_export_comes_out_letter_for_letter_and_escaped(form):
    text = made(form)
    page = read(f"<ol>{code_html(export_lines(text, form), {}, prefix='E')}</ol>")
    assert "\n".join(line.text for line in page.all("code")) == text
    assert not page.all("b")


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        (Form.TERRAFORM, {("key", "version"), ("string", '"2012-10-17"'), ("keyword", "data")}),
        (Form.TERRAFORM_JSONENCODE, {("key", "Effect"), ("keyword", "jsonencode"), ("string", '"Allow"')}),
        (Form.CLOUDFORMATION, {("key", "Resources"), ("string", "Allow"), ("string", '"2012-10-17"')}),
        (Form.CDK_TYPESCRIPT, {("keyword", "import"), ("key", "Effect"), ("string", '"Allow"')}),
        (Form.CDK_PYTHON, {("keyword", "class"), ("key", '"Effect"'), ("key", "managed_policy_name")}),
        (Form.BOTO3, {("keyword", "import"), ("key", '"Effect"'), ("string", '"Allow"')}),
        (Form.CLI, {("keyword", "aws"), ("key", "--policy-name")}),
    ],
)
def test_each_language_has_its_parts(form, wanted):
    found = set(code_tokens(made(form), form))
    assert wanted <= found
    if form is not Form.CLI:
        assert ("action", '"rekognition:DetectCustomLabels"') in found


def test_a_comment_sign_within_a_string_is_none():
    for form in LANGUAGES:
        assert not [written for kind, written in code_tokens(made(form), form) if kind == "comment" and "no" in written]


def test_comments_and_numbers():
    for form, text in (
        (Form.TERRAFORM, "# one\nsize = 12\n"),
        (Form.CLOUDFORMATION, "# one\nsize: 12\n"),
        (Form.CDK_TYPESCRIPT, "// one\nsize(12)\n"),
        (Form.BOTO3, "# one\nsize(12)\n"),
        (Form.CLI, "# one\nsleep 12\n"),
    ):
        kinds = dict(code_tokens(text, form))
        assert kinds["number"] == "12"
        assert kinds["comment"].endswith("one")


@pytest.mark.parametrize("form", LANGUAGES)
@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "'",
        "`",
        "/*",
        '"""',
        "a ",
        "a:",
        " ",
        "\\",
        "#",
        "- ",
        "a",
        '"a" ',
        "/* ",
        "`\\",
        '"\\',
        "'\\",
        '"""a',
        "a:a",
    ],
)
def test_no_text_takes_long(form, piece):
    text = piece * (20_000 // len(piece))
    began = process_time()
    list(code_tokens(text, form))
    assert process_time() - began < 2


def test_what_is_too_long_is_shown_without_colour():
    text = "a = 1\n" * (LONGEST // 6 + 1)
    assert list(code_tokens(text, Form.TERRAFORM)) == [("text", text)]


def test_every_form_that_is_no_json_has_a_language():
    assert set(FORMS) - set(LANGUAGES) == {Form.JSON, Form.JSON_LINE, Form.CLOUDFORMATION_JSON}
