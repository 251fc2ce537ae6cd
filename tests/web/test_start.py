"""Starting a document: pasted, uploaded, from the guide, from the example, from nothing; each is one undo away."""

import io
import json

import pytest

from policybuilder.authoring import compose, first_visit, guide_policies
from policybuilder.iam import Statement, parse
from tests.web.visitor import pasted

GOOD = '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}'


def said(statement: Statement) -> object:
    """Effect, actions and resources of a statement, in whatever order."""
    lists = (statement.actions, statement.resources)
    return statement.effect, *(frozenset(each.items) if each else None for each in lists)


@pytest.fixture
def working(ana):
    """Ana's browser with some unsaved work in it."""
    ana.open("/").press("rule-remove:r1")
    return ana


def test_the_page_offers_every_way(ana):
    ana.open("/new/")
    orders = [each.get("value") for each in ana.page.all("button", name="do")]
    assert orders == ["paste", "guide:0", "guide:1", "example", "empty"]
    for policy in guide_policies():
        assert policy.title in ana.words


@pytest.mark.parametrize("number", [0, 1])
def test_the_guides_policies_open_as_they_are_with_their_dead_pairs_marked(ana, number):
    text = guide_policies()[number].text
    expected = compose(pasted(text, as_written=False))
    ana.send("/new/", do=f"guide:{number}")
    assert ana.landed == "/"
    opened, written = parse(ana.policy_text).policy, parse(text).policy
    assert opened is not None
    assert written is not None
    assert [said(each) for each in opened.statements] == [said(each) for each in written.statements]
    names = [each.sid or "AllowDetectCustomLabels" for each in written.statements]
    assert [each.sid for each in opened.statements] == names
    assert ana.policy_text == expected.text
    assert (ana.policy_text == text) == (number == 0)
    loud = [each for each in ana.part("code").all("a", class_="has-note") if "is-suggestion" not in each.get("class")]
    assert len(loud) == len({note.path for note in expected.notes if note.path is not None})
    assert len(loud) == (3, 0)[number]


def test_the_first_policy_of_the_guide_has_three_pairs_that_never_match(ana):
    ana.send("/new/", do="guide:0")
    words = " ".join(each.words for each in ana.part("code").all("a", class_="has-note"))
    assert "rekognition:" in words
    assert "3 warnings" in ana.part("bottom-bar").words


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "paste", "text": GOOD},
        {"do": "guide:0"},
        {"do": "example"},
        {"do": "empty"},
    ],
    ids=lambda fields: fields["do"],
)
def test_what_stood_there_is_one_undo_away(working, fields):
    before = working.policy_text
    working.send("/new/", **fields)
    assert working.policy_text != before
    working.press("undo")
    assert working.policy_text == before
    working.press("redo")
    assert working.policy_text != before


def test_each_start_gives_its_policy(working):
    working.send("/new/", do="example")
    assert working.policy_text == compose(first_visit()).text
    assert working.part("scenarios-state").words == "6 scenarios pass"
    working.send("/new/", do="empty")
    assert working.policy == {"Version": "2012-10-17", "Statement": []}
    assert working.part("scenarios-state").words == "No scenarios"
    working.send("/new/", do="paste", text=GOOD)
    assert working.policy == json.loads(GOOD)
    assert "Read 1 statement, kept exactly as written." in working.words
    assert "Statement 1: exactly as written, since * is a pattern, and rules name each action." in working.words


@pytest.mark.parametrize("do", ["", "nonsense", "guide:2", "guide:x", "guide:", "guide:-1", "guide:0:1", "example:1"])
def test_a_made_up_choice_starts_nothing(working, do):
    before = working.policy_text
    working.send("/new/", do=do)
    assert working.open("/").policy_text == before or do == "example:1"


BROKEN = [
    ('{"Version": "2012-10-17",\n "Statement": [}', ["Line 2, column 16"]),
    ("hello", ["Line 1, column 1"]),
    ("[1, 2]", ["object"]),
    ('"text"', ["object"]),
    ('{"Version": "2012-10-17", "Statement": [5]}', []),
    ('{"Version": "2012-10-17", "Version": "x", "Statement": []}', ["Version"]),
    ('{"Statement": "x"}', []),
    ("", ["Paste some text"]),
    (" \n ", ["Paste some text"]),
    ('{"Statement": [{"Sid": "\x00"}]}', ["Null characters"]),
    ('{"Statement": [{"Sid": "\\ud800", "Effect": "Allow"}]}', []),
    ("[" * 5000, []),
    ('{"Version": "2012-10-17", "Statement": [' + ",".join(['{"Effect": "Deny"}'] * 1001) + "]}", ["1,001 statements"]),
    ('{"Statement": ["' + "x" * 100_000 + '"]}', ["100000"]),
]


@pytest.mark.parametrize(("text", "expected"), BROKEN, ids=lambda value: repr(value)[:40])
def test_what_cannot_be_opened_is_explained_and_stays(working, text, expected):
    before = working.policy_text
    working.send("/new/", do="paste", text=text)
    assert working.status == 422
    summary = working.page.one(class_="error-summary")
    assert summary.all("a")
    for word in expected:
        assert word in summary.words
        assert word in working.field_message("text") or "Paste some" in word
    assert working.part("id_text").text.removeprefix("\n") == text
    assert working.page.one("title").words.startswith("Error: ")
    assert working.open("/").policy_text == before


def test_a_document_that_says_nothing_opens_as_it_is(ana):
    for text in ("{}", '{"Version": "2012-10-17", "Statement": []}', '{"Statement": {}}'):
        ana.send("/new/", do="paste", text=text)
        assert ana.status in (200, 422)


def test_a_file_can_be_chosen_instead(ana):
    for given in (GOOD.encode(), b"\xef\xbb\xbf" + GOOD.encode()):
        ana.send("/new/", do="empty")
        ana.send("/new/", do="paste", file=io.BytesIO(given))
        assert ana.policy == json.loads(GOOD)


def test_the_field_and_the_file_are_both_offered(ana):
    ana.send("/new/", do="paste", text=GOOD, file=io.BytesIO(b"nonsense"))
    rows = [row.words for row in ana.part("documents").one("tbody").all("tr")]
    assert [("Open" in row, "Mend" in row) for row in rows] == [(True, False), (False, True)]
    ana.send("/new/", do="open:0", carried=ana.page.one("input", name="carried").get("value"))
    assert ana.policy == json.loads(GOOD)


def test_a_byte_order_mark_is_no_part_of_the_policy(ana):
    ana.send("/new/", do="paste", text="\ufeff" + GOOD)
    assert ana.policy == json.loads(GOOD)


@pytest.mark.parametrize("given", [b"\xff\xfe{\x00}\x00", b"\x89PNG\r\n\x1a\n", b""])
def test_a_file_that_is_no_text_is_explained(ana, given):
    ana.send("/new/", do="paste", file=io.BytesIO(given))
    assert ana.status == 422
    assert ana.page.one(class_="error-summary").all("a")


def test_findings_of_a_policy_that_opens_are_said(ana):
    text = '{"Version": "2012-10-17", "Statement": [{"Action": "*", "Resource": "*"}], "Surprise": 1}'
    ana.send("/new/", do="paste", text=text)
    assert ana.status == 200
    flashes = ana.page.one(class_="flashes").words
    assert "Effect" in flashes
    assert "Surprise" in flashes
    assert json.loads(ana.policy_text) == json.loads(text)
