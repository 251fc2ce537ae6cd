"""Policy text as lines: every character once, every line numbered, notes under exactly their characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.authoring import compose, first_visit
from policybuilder.web.highlight import Mark, Note, Piece, code_html, code_lines
from tests.authoring import drafts as strategies
from tests.web.dom import read

RULES = {0: "r1", 1: "r2"}
texts = st.text(st.characters(codec="utf-8"), max_size=60) | st.text('{}[]",:\\ \n\r\tabAction', max_size=60)


def text_of(line):
    return "".join(piece.text for piece in line.pieces)


def mark_on(start, end, name):
    return Mark(start, end, Note(f"#{name}", "is-error", name))


def first_line_end(text, mark):
    stop = text.find("\n", mark.start, mark.end)
    return mark.end if stop < 0 else stop


def page_of(text, rules=RULES, **more):
    return read(f"<ol>{code_html(code_lines(text, more.pop('marks', ())), rules, **more)}</ol>")


@given(texts)
def test_the_lines_together_are_the_text(text):
    lines = code_lines(text)
    assert "\n".join(map(text_of, lines)) == text
    assert [line.number for line in lines] == list(range(1, text.count("\n") + 2))


@given(strategies.drafts(strategies.guided(), strategies.exact))
def test_the_markup_shows_the_text_and_nothing_else(draft):
    text = compose(draft).text
    page = page_of(text)
    items = page.all("li")
    assert "\n".join(item.one("code").text for item in items) == text
    assert [item.id for item in items] == [f"L{number}" for number in range(1, len(items) + 1)]
    assert [item.one(class_="code-number").words for item in items] == [str(n + 1) for n in range(len(items))]


@given(texts)
def test_any_text_is_escaped(text):
    page = page_of(text)
    shown = "\n".join(item.one("code").text for item in page.all("li"))
    assert shown == text.replace("\r\n", "\n").replace("\r", "\n") or shown == text


@pytest.mark.parametrize(
    "evil", ["</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"'><b>", "&lt;"]
)
def test_markup_in_a_policy_stays_text(evil):
    draft = first_visit()
    exact = draft.rules[-1].model_copy(update={"statement": {"Sid": evil, evil: evil, "Action": [evil]}})
    composed = compose(draft.with_rules([exact]))
    page = page_of(composed.text, {0: evil}, marks=[mark_on(5, 9, evil)], marked={0: evil})
    assert {each.tag for each in page.elements()} <= {"ol", "li", "a", "span", "code"}
    assert evil not in str(code_html(code_lines(composed.text), {0: evil}, marked={0: evil})) or evil == "&lt;"


def test_every_statements_first_line_leads_to_its_rule():
    composed = compose(first_visit())
    rules = {each.statement: each.rule for each in composed.provenance}
    page = page_of(composed.text, rules)
    links = page.all("a", class_="code-number")
    assert [link.get("href") for link in links] == [f"#rule-{rule}" for rule in rules.values()]
    for link in links:
        assert link.parent is not None
        assert link.parent.one("code").text == "    {"
        assert link.get("aria-label") == f"Line {link.words}: go to its rule"


def test_the_lines_of_a_statement_and_only_those_belong_to_it():
    composed = compose(first_visit())
    rules = {each.statement: each.rule for each in composed.provenance}
    page = page_of(composed.text, rules, marked={1: "is-marked"})
    lines = composed.text.split("\n")
    begin = [number for number, line in enumerate(lines, 1) if line == "    {"][1]
    end = next(number for number, line in enumerate(lines, 1) if number > begin and line.startswith("    }"))
    marked = [int(item.id[1:]) for item in page.all("li", class_="is-marked")]
    assert marked == list(range(begin, end + 1))
    assert {item.get("data-rule") for item in page.all("li", class_="is-marked")} == {rules[1]}
    assert not page.by_id("L1").get("data-rule")


def test_a_statement_without_a_list_around_it_is_tied_to_its_rule():
    text = '{\n  "Statement": {\n    "Effect": "Deny",\n    "Action": "s3:*"\n  },\n  "Version": "2012-10-17"\n}'
    page = page_of(text, marked={0: "is-marked"})
    assert [item.id for item in page.all("li", class_="is-marked")] == ["L3", "L4"]
    assert page.one("a", class_="code-number").get("href") == "#rule-r1"
    assert page.one(class_="tok-action").text == '"s3:*"'


@given(texts, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=5))
def test_marks_are_under_their_characters_and_change_no_other(text, places):
    marks = [
        mark_on(min(start, len(text)), min(start + length, len(text)), str(n))
        for n, (start, length) in enumerate(places)
    ]
    lines = code_lines(text, marks)
    assert "\n".join(map(text_of, lines)) == text
    flat = [
        (letter, piece.note) for line in lines for piece in [*line.pieces, Piece("", "\n")] for letter in piece.text
    ]
    for at, (letter, note) in enumerate(flat[: len(text)]):
        meant = [mark for mark in marks if mark.start <= at < max(first_line_end(text, mark), mark.start + 1)]
        assert (note is not None) == (bool(meant) and letter != "\n")
        assert note is None or note in {mark.note for mark in meant}


def test_of_marks_that_meet_the_shortest_shows_and_each_is_a_link():
    text = '{"Action": "s3:GetObjekt"}'
    page = page_of(text, marks=[mark_on(11, 25, "whole"), mark_on(15, 24, "name")])
    assert [(each.get("href"), each.text) for each in page.all("a", class_="has-note")] == [
        ("#whole", '"s3:'),
        ("#name", "GetObjekt"),
        ("#whole", '"'),
    ]
    assert page.all("a", class_="has-note")[1].get("aria-label") == "GetObjekt: name"


def test_deep_and_broken_texts_are_shown_too():
    for text in ("[" * 3000, "{" * 3000, '{"a": ', "\u2028", '"' * 999, "", "\n", "\r\n\r"):
        assert "\n".join(map(text_of, code_lines(text))) == text


def test_a_big_policy_is_shown_whole():
    statement = '{\n "Effect": "Allow", "Action": ["rekognition:*"], "Resource": "*"\n}'
    text = '{"Statement": [' + ",\n".join([statement] * 2000) + "]}"
    assert len(page_of(text).all("li")) == text.count("\n") + 1
