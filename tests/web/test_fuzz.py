"""Whatever is posted: an answer below 500, in bounded time, and the page is there afterwards."""

import time
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from policybuilder.authoring import first_visit
from policybuilder.catalogue import catalogue
from policybuilder.web.forms import edits, state
from policybuilder.web.forms.builder import BuilderForm, form_state
from policybuilder.web.forms.choices import FIELDS_OF, WHO
from tests.web.dom import read
from tests.web.visitor import URLENCODED

SLOW = 60  # seconds, on a busy machine; ordinary input takes a tenth of one

ODD = [
    "", " ", "\x00", "\ud7ff\ue000", "\U0010ffff", "\u202e\u2028", "9" * 400, "-1", "0", "1", "²", "٣", "<script>", "'\"",
    "{}", "[]", "[[[[", '{"Effect": "Deny"}', '{"a": NaN}', '{"a": 1e999}', '"\\ud800"', "null", "true", "on", "a\r\nb",
    "*", "?", "arn:aws:s3:::x", "us-east-1", "111122223333", "r1", "r2", "guided", "exact", "Allow", "all", "name",
]  # fmt: skip
WORDS = [
    *FIELDS_OF, "which", "exact", "json", "map", "take", "findings", "summary", "identity", "scp", "project", "aws-us-gov",
    *dict(WHO), "StringEquals", "Null", "ForAnyValue", "aws:TagKeys", "rekognition:CreateProject", "iam:PassRole", "nope:Nope",
]  # fmt: skip
odd_texts = st.sampled_from(ODD) | st.text(st.characters(codec="utf-8"), max_size=12)
words = st.sampled_from(WORDS)
rows = st.integers(0, 2).map(str)
fields = st.one_of(
    st.sampled_from(["do", "open", "pane", "name", "base", "tab", "sequence", "changed", "conflict", "side", "text"]),
    st.sampled_from(state.SETTINGS).map(lambda name: f"settings-{name}"),
    st.builds("rules-{}-{}".format, rows, st.sampled_from(state.RULE_FIELDS)),
    st.builds("rules-{}-targets-{}-{}".format, rows, rows, st.sampled_from(state.TARGET_FIELDS)),
    st.builds("rules-{}-principals-{}-{}".format, rows, rows, st.sampled_from(state.PRINCIPAL_FIELDS)),
    st.builds("rules-{}-conditions-{}-{}".format, rows, rows, st.sampled_from(state.CONDITION_FIELDS)),
    st.builds("rules-{}-{}-TOTAL_FORMS".format, rows, st.sampled_from(["principals", "targets", "conditions"])),
    st.just("rules-TOTAL_FORMS"),
    odd_texts,
)
orders = st.builds(
    ":".join,
    st.tuples(st.sampled_from([*edits.EDITS, "save", "undo", "redo", "way-out", "keep-mine", "side", "fix"])).flatmap(
        lambda first: st.lists(st.sampled_from(["r1", "r2", "0", "1"]) | odd_texts | words, max_size=4).map(
            lambda rest: [*first, *rest]
        )
    ),
)
example = state.pairs(form_state(first_visit(), open_rule="r2"))


@st.composite
def posted(draw):
    """The example's form with some fields changed, doubled, missing or made up; sometimes nothing of it."""
    pairs = list(example) if draw(st.booleans()) else [("rules-TOTAL_FORMS", draw(rows))]
    if draw(st.booleans()):
        place = draw(st.integers(0, len(pairs) - 1))
        del pairs[place : place + draw(st.integers(1, 5))]
    for name, value in draw(st.lists(st.tuples(fields, odd_texts | words), max_size=8)):
        pairs = [pair for pair in pairs if pair[0] != name or draw(st.booleans())]
        pairs.append((name, value))
    return pairs


def checked(answer, *, whole):
    assert answer.status_code < 500, answer.content[:300]
    if answer.status_code in (200, 409, 422) and answer.headers["Content-Type"].startswith("text/html"):
        text = answer.content.decode()
        read(text)
        assert text.lstrip().startswith("<!DOCTYPE html>") == whole
    return answer


class FuzzedBuilder(TestCase):
    """One browser per example; each example rolls back what it wrote."""

    @given(posted(), st.booleans())
    def test_any_form_is_previewed_or_refused(self, pairs, scripts):
        browser = Client()
        headers = {"HX-Request": "true"} if scripts else {}
        answer = browser.post("/preview/", urlencode(pairs), content_type=URLENCODED, headers=headers)
        checked(answer, whole=not scripts)
        for path in ("/", "/pane/?pane=map", "/pane/?pane=summary", "/simulate/"):
            assert checked(browser.get(path), whole=True).status_code in (200, 400)

    @given(posted(), orders | odd_texts, st.booleans())
    def test_any_button_is_obeyed_or_ignored(self, pairs, do, scripts):
        browser = Client()
        headers = {"HX-Request": "true"} if scripts else {}
        sent = urlencode([*pairs, ("do", do)])
        for _ in range(2):
            answer = browser.post("/", sent, content_type=URLENCODED, headers=headers)
            if answer.status_code == 200 and "HX-Redirect" in answer.headers:
                continue
            checked(answer, whole=answer.status_code == 400 or (not scripts))
        checked(browser.get("/"), whole=True)

    @given(
        st.dictionaries(fields | st.sampled_from(["text", "rename", "search", "page"]), odd_texts, max_size=5), orders
    )
    def test_any_post_to_the_other_pages(self, given_fields, do):
        browser = Client()
        for path in ("/new/", "/inventory/", "/policies/"):
            for order in (do, "paste", "read", "sample", "forget", "guide:0", "guide:7", "rename:x", "delete:\x00"):
                answer = browser.post(path, {"do": order, **{k: v for k, v in given_fields.items() if k != "do"}})
                assert answer.status_code in (200, 302, 404, 422), (path, order)
        for path in ("/", "/inventory/", "/policies/", "/new/"):
            checked(browser.get(path), whole=True)

    @given(
        st.dictionaries(
            st.sampled_from(["operation", "resource", "destination", "tags", "principal", "key", "value", "open"]),
            st.lists(
                odd_texts | st.sampled_from([*catalogue().operations, "aws:TagKeys", "a=b", "aws:CurrentTime"]),
                max_size=3,
            ),
        ),
        st.booleans(),
    )
    def test_any_question_is_answered_or_explained(self, question, scripts):
        headers = {"HX-Request": "true"} if scripts else {}
        answer = Client().get("/simulate/", question, headers=headers)
        assert checked(answer, whole=not scripts).status_code in (200, 422)

    @given(st.sampled_from(["/", "/pane/", "/policies/", "/reference/", "/new/", "/inventory/"]), st.data())
    def test_any_address_is_answered(self, path, data):
        names = st.sampled_from(["open", "pane", "search", "page", "rename", "do"])
        query = data.draw(st.dictionaries(names, odd_texts, max_size=3))
        assert checked(Client().get(path, query), whole=True).status_code == 200


@given(posted(), orders | odd_texts)
def test_an_edit_gives_a_form_that_stays_the_same_when_it_is_read_again(pairs, do):
    raw = state.read(state.query(pairs))
    edits.apply(raw, do)
    once = state.pairs(state.read(state.query(state.pairs(raw))))
    assert state.pairs(state.read(state.query(once))) == once


@given(posted())
def test_a_form_gives_a_draft_or_says_what_is_wrong(pairs):
    form = BuilderForm(state.query(pairs))
    assert (form.draft is None) == bool(form.errors())


def rule(row, targets=1, operations=("rekognition:DetectCustomLabels",)):
    yield f"rules-{row}-id", f"r{row}"
    for name in operations:
        yield f"rules-{row}-operations", name
    yield f"rules-{row}-targets-TOTAL_FORMS", str(targets)
    for number in range(targets):
        yield f"rules-{row}-targets-{number}-project", f"p{number}"
        yield f"rules-{row}-targets-{number}-which", "all"


def many_rules(count, targets=1):
    yield "rules-TOTAL_FORMS", str(count)
    for row in range(count):
        yield from rule(row, targets)


def empty_rows(count):
    yield "rules-TOTAL_FORMS", str(count)
    for row in range(count):
        yield f"rules-{row}-targets-TOTAL_FORMS", str(count)
        yield f"rules-{row}-conditions-TOTAL_FORMS", str(count)


many_operations = [f"rekognition:A{number}" for number in range(15_000)]
LARGE = {
    "200 rules": (200, many_rules(200)),
    "one rule of 300 resources": (200, [("rules-TOTAL_FORMS", "1"), ("open", "r0"), *rule(0, 300)]),
    "a thousand rules of a thousand rows each": (400, empty_rows(1000)),
    "as many rows as a number can say": (400, [("rules-TOTAL_FORMS", "999999999")]),
    "15,000 operations": (200, [("rules-TOTAL_FORMS", "1"), *rule(0, 1, many_operations)]),
    "an order of a hundred thousand": (
        200,
        [("rules-TOTAL_FORMS", "1"), ("rules-0-order", "a " * 100_000), *rule(0, 1, many_operations[:5000])],
    ),
    "a hundred thousand Regions": (422, [*many_rules(1), ("settings-regions", "us-east-1 " * 100_000)]),
    "a hundred thousand values": (
        422,
        [*many_rules(1), ("rules-0-conditions-TOTAL_FORMS", "1"), ("rules-0-conditions-0-values", "x\n" * 100_000)],
    ),
    "brackets to the bottom": (422, [*many_rules(1), ("settings-document", "[" * 200_000)]),
    "a long name": (200, [*many_rules(1), ("name", "x" * 500_000)]),
    "19,000 fields of nothing": (200, [(f"rules-0-{number}", "x") for number in range(19_000)]),
    "too many fields": (400, [(f"x{number}", "x") for number in range(20_001)]),
}


@pytest.mark.parametrize("name", LARGE)
def test_large_forms_are_answered_in_bounded_time(client, db, name):
    status, pairs = LARGE[name]
    sent = urlencode([("tab", "t"), ("sequence", "1"), *pairs])
    start = time.monotonic()
    answer = client.post("/preview/", sent, content_type=URLENCODED, headers={"HX-Request": "true"})
    assert answer.status_code == status
    assert client.get("/").status_code == 200
    assert time.monotonic() - start < SLOW
