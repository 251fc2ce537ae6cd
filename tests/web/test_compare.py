"""Compare: the verdict, what is new and gone, examples that Simulate opens, faults at their fields."""

import json

import pytest
from django.urls import reverse

from policybuilder.accounts.services import workspace_require
from policybuilder.analysis import Difference, World
from policybuilder.authoring import draft_plain
from policybuilder.library.services import policies_import
from policybuilder.web import comparing
from policybuilder.web.comparing import compared
from policybuilder.web.contexts.text_diff import text_rows
from tests.strategies import policy
from tests.web.steps import kept, saved_again
from tests.web.visitor import pasted, working_on

PROJECT = "arn:aws:rekognition:*:*:project/cats/*"
READ = {"Effect": "Allow", "Action": "rekognition:DescribeProjectVersions", "Resource": PROJECT}
DELETE = {"Sid": "Bye", "Effect": "Allow", "Action": "rekognition:DeleteProject", "Resource": PROJECT}
S3 = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::cats/*"}
HARD = {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": [f"arn:aws:s3:::*{'?' * n}a*b{'?' * n}*" for n in range(9, 14)],
}
HARDER = {**HARD, "Resource": [text.replace("a*b", "b*a") for text in HARD["Resource"]]}


def text(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


SMALL, LARGE = text(READ), text(READ, DELETE)


def compare(visitor, a, b, **more):
    return visitor.send("/compare/", a_text=a, b_text=b, **{"a": "", "b": "", "do": "compare", **more})


def saved(visitor, *policies):
    """The ids of policies in the visitor's library, each a name and a text."""
    visitor.send("/new/", do="empty")
    made = [(name, draft_plain(pasted(text))) for name, text in policies]
    workspace = workspace_require(visitor.client.session)
    return [each.public_id for each in policies_import(workspace=workspace, policies=made)]


def verdict(visitor):
    return visitor.part("verdict-title").words


def lines(visitor, name):
    title = visitor.part(f"{name}-title")
    return [each.words for each in title.parent.parent.all(class_="difference-words")]


def test_the_page_is_empty_until_something_is_compared(ana):
    ana.open("/compare/")
    assert ana.status == 200
    assert not ana.has("verdict")
    assert ana.part("compare-form").get("method") == "post"


def test_pasted_texts_in_lines(ana):
    compare(ana, SMALL, LARGE)
    assert ana.status == 200
    assert verdict(ana) == "B allows more than A: all that A allows, B allows too."
    assert lines(ana, "new") == ["DeleteProject on project cats"]
    assert lines(ana, "gone") == []
    assert "Nothing: proved." in ana.part("gone-title").parent.parent.words
    assert [each.words for each in ana.page.all(class_="difference-levels")][:1] == ["Write"]
    compare(ana, LARGE, SMALL)
    assert verdict(ana).startswith("A allows more than B")
    assert lines(ana, "gone") == ["DeleteProject on project cats"]
    compare(ana, text(READ, S3), LARGE)
    assert verdict(ana) == "Neither contains the other: each allows something that the other does not."


def test_the_same_said_otherwise_is_proved(ana):
    compare(ana, text(READ), text(READ, {**READ, "Resource": "arn:aws:rekognition:*:*:project/cats/1*"}))
    assert verdict(ana) == "They allow the same: proved."
    assert "+" in [each.words for each in ana.page.all(class_="diff-sign")]


def test_what_was_typed_stays(ana):
    compare(ana, SMALL, "{", kind="scp", rekognition="on")
    assert ana.status == 422
    assert ana.part("id_a_text").text.strip() == SMALL
    assert ana.part("id_b_text").text.strip() == "{"
    assert [each.get("value") for each in ana.part("id_kind").all("option") if "selected" in each] == ["scp"]
    assert "checked" in ana.part("id_rekognition")


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"b_text": ""}, "b_text", "Paste policy B, or choose one above."),
        ({"a_text": " \n"}, "a_text", "Paste policy A, or choose one above."),
        ({"a": "no-such-policy"}, "a", "This policy is no longer in the library. Choose another one."),
        ({"b_text": "[]"}, "b_text", ""),
        ({"b_text": json.dumps([{"PolicyDocument": json.loads(SMALL)}] * 2)}, "b_text", "2 policy documents"),
        ({"b_text": text({**READ, "Principal": {"AWS": "444455556666"}})}, "kind", "Choose what both are compared as."),
        ({"kind": "bucket"}, "kind", ""),
    ],
)
def test_faults_stand_at_their_fields(ana, fields, field, message):
    compare(ana, a=SMALL, b=LARGE) if not fields else ana.send(
        "/compare/", **{"a": "", "b": "", "a_text": SMALL, "b_text": LARGE, **fields}
    )
    assert ana.status == 422
    assert ana.field_message(field)
    assert message in ana.field_message(field)
    assert not ana.has("verdict")
    assert ana.page.all(class_="error-summary")


def test_wrapped_documents_are_read(ana):
    compare(ana, json.dumps({"PolicyVersion": {"Document": json.loads(SMALL)}}), LARGE)
    assert lines(ana, "new") == ["DeleteProject on project cats"]


def test_saved_policies_have_an_address_of_their_own(ana):
    one, two = saved(ana, ("Look", SMALL), ("Clean up", LARGE))
    ana.send("/compare/", a=one, b=two, a_text="not read", b_text="", kind="", do="compare")
    assert ana.landed == f"/compare/?a={one}&b={two}"
    assert verdict(ana).startswith("B allows more than A")
    ana.open("/compare/", a=two, b=one, rekognition="on")
    assert verdict(ana).startswith("A allows more than B")
    assert "Only Rekognition counts" in ana.words
    assert "Clean up" in ana.part("verdict").words


def test_an_address_with_one_policy_waits_for_the_other(ana):
    one, two = saved(ana, ("Look", SMALL), ("Clean up", LARGE))
    for given in ({"a": one}, {"b": two}, {}):
        ana.open("/compare/", **given)
        assert ana.status == 200
        assert not ana.has("verdict")
        chosen = {
            side: [each.get("value") for each in ana.part(f"id_{side}").all("option") if "selected" in each]
            for side in "ab"
        }
        assert chosen == {"a": [given.get("a", two)], "b": [given.get("b", "work")]}


def test_another_browser_cannot_read_them(ana, ben):
    one, two = saved(ana, ("Look", SMALL), ("Clean up", LARGE))
    ben.open("/compare/", a=one, b=two)
    assert ben.status == 422
    assert "Clean up" not in ben.words


def test_the_working_copy_is_compared(ana):
    working_on(ana, pasted(LARGE))
    ana.send("/compare/", a="", a_text=SMALL, b="work", b_text="", do="compare")
    assert lines(ana, "new") == ["DeleteProject on project cats"]
    (one,) = saved(ana, ("Look", SMALL))
    working_on(ana, pasted(LARGE))
    ana.open("/compare/", a=one, b="work")
    assert lines(ana, "new") == ["DeleteProject on project cats"]


def test_a_working_copy_that_cannot_be_read_is_compared_as_it_last_was(ana):
    working_on(ana, pasted(LARGE))
    ana.press("side:json")
    ana.fill("text", "{").preview()
    ana.send("/compare/", a="", a_text=SMALL, b="work", b_text="", do="compare")
    assert lines(ana, "new") == ["DeleteProject on project cats"]
    assert "the working copy, as it last could be read" in ana.part("verdict").words


def test_an_example_opens_in_simulate_on_both_sides(ana):
    one, two = saved(ana, ("Look", SMALL), ("Clean up", LARGE))
    ana.open("/compare/", a=one, b=two)
    links = [each.get("href") for each in ana.page.all("a", class_="button") if "simulate" in each.get("href")]
    decisions = []
    for link in links:
        ana.open(link)
        decisions.append(ana.part("answer").one(class_="decision-large").words)
    assert [link.partition("/simulate/")[0] for link in links] == [f"/policies/{one}", f"/policies/{two}"]
    assert decisions == ["not granted", "allowed"]


def test_an_example_of_a_pasted_policy_opens_on_the_bench(ana):
    compare(ana, SMALL, LARGE)
    button = next(each for each in ana.page.all("button") if each.get("value").startswith("ask:b:"))
    assert button.get("form") == "compare-form"
    compare(ana, SMALL, LARGE, do=button.get("value"))
    assert ana.landed.startswith("/simulate/?operation=DeleteProject")
    assert ana.part("answer").one(class_="decision-large").words == "allowed"
    assert "one Undo away" in ana.words
    assert ana.open("/").policy == json.loads(LARGE)


def test_examples_say_who_decides_what(ana):
    compare(ana, SMALL, text(READ, DELETE, S3))
    words = [each.words for each in ana.page.all(class_="example-facts")]
    assert any("rekognition:DeleteProject" in each and "by statement Bye" in each for each in words)
    assert any("s3:GetObject" in each and "by statement 3" in each for each in words)
    assert all("A decides" in each and "no statement allows it" in each for each in words)
    why = [
        each.words
        for each in ana.page.all("p", class_="hint")
        if "Simulate asks about calls of Rekognition" in each.words
    ]
    assert why == ["Simulate asks about calls of Rekognition; what this request of s3 comes to stands here."]


@pytest.mark.parametrize("do", ["ask", "ask:", "ask:c:x", "ask:b", "ask:b:operation=%00&x", "fly"])
def test_odd_orders_do_no_harm(ana, do):
    compare(ana, SMALL, LARGE, do=do)
    assert ana.status in {200, 422}


def test_kinds_without_a_form_are_compared_all_the_same(ana):
    bucket = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::cats/*"}
    compare(ana, text({**bucket, "Principal": {"AWS": "444455556666"}}), text(bucket), kind="resource")
    assert verdict(ana).startswith("B allows more than A")
    assert "Callers are of other accounts" in ana.words
    assert not [each for each in ana.page.all("button") if each.get("value").startswith("ask:")]


def test_not_decided_is_said_and_can_go_on(ana, monkeypatch):
    given = []

    def hurried(a, b, kind, world, seconds):
        given.append(seconds)
        return compared(a, b, kind, world, 0.1 * seconds)

    monkeypatch.setattr("policybuilder.web.views.compare.compared", hurried)
    compare(ana, text(READ, HARD), text(READ, HARDER))
    assert verdict(ana).startswith("Not decided: ")
    words = ana.part("verdict").words
    assert "Without a difference: DescribeProjectVersions." in words
    assert "Not decided: s3." in words
    button = next(each for each in ana.page.all("button") if each.get("name") == "longer")
    compare(ana, text(READ, HARD), text(READ, HARDER), longer=button.get("value"))
    assert given == [1.0, 10.0]
    assert not [each for each in ana.page.all("button") if each.get("name") == "longer"]


def test_what_is_new_takes_no_more_than_its_share_from_what_is_gone(monkeypatch):
    told = []

    def tedious(new, old, kind, world, budget):
        told.append(new)
        while budget.spend(128):
            pass
        return Difference((), complete=False, world=world, reason="budget")

    monkeypatch.setattr(comparing, "STEPS", 10**12)
    monkeypatch.setattr(comparing, "gained", tedious)
    one, other = (policy(json.loads(text(each))) for each in (READ, DELETE))
    assert compared(one, other, "identity", World(), 0.3).answer.relation == "incomparable"
    assert told == [other, one]


def test_the_navigation_has_it(ana):
    ana.open(reverse("compare"))
    assert ana.page.one("a", href="/compare/").get("aria-current") == "page"


@pytest.fixture
def two(ana):
    """Ana's Cats in two revisions, of which only the second deletes; the working copy reads from S3 as well."""
    [public_id] = saved(ana, ("Cats", SMALL))
    saved_again(ana, public_id, LARGE, "for the clean-up")
    kept(ana, public_id, text(READ, DELETE, S3))
    return public_id


@pytest.mark.parametrize(
    ("a", "b", "new"), [("@1", "@2", "DeleteProject"), ("@2", "", "s3:GetObject"), ("@newest", "", "s3:GetObject")]
)
def test_revisions_are_compared_with_each_other_and_with_the_working_copy(ana, two, a, b, new):
    ana.open("/compare/", a=f"{two}{a}", b=f"{two}{b}")
    [line] = lines(ana, "new")
    assert new in line
    sides = [each.words for each in ana.part("verdict").one("dl").all("dd")]
    number = "1" if a == "@1" else "2"
    assert sides == [f"Cats, revision {number}", "Cats, revision 2" if b else "Cats, the working copy"]
    assert ana.page.all("option", value=f"{two}{a}", where=lambda option: "selected" in option)


def test_a_chosen_policy_offers_its_revisions_without_a_script(ana, two):
    ana.open("/compare/")
    offered = [option.words for option in ana.part("id_a").all("option")]
    assert not [each for each in offered if each.startswith("Revision")]
    ana.send("/compare/", a=two, b="", b_text=SMALL, do="revisions")
    offered = [option.words for option in ana.part("id_a").all("option")]
    assert [each for each in offered if "evision" in each] == [
        *("Newest revision, now 2", "Revision 2: for the clean-up", "Revision 1"),
    ]
    assert ana.part("id_b_text").text.strip() == SMALL
    assert not ana.has("verdict")


@pytest.mark.parametrize("word", ["@3", "@0", "@x", "@"])
def test_a_revision_that_is_none_is_a_fault_at_its_field(ana, two, word):
    ana.open("/compare/", a=f"{two}{word}", b=two)
    assert ana.status == 422
    assert "no longer in the library" in ana.field_message("a")


def test_an_example_of_a_revision_opens_simulate_with_that_revision(ana, two):
    ana.open("/compare/", a=f"{two}@1", b=f"{two}@2")
    asks = [each.get("value") for each in ana.page.all("button", name="do") if each.get("value").startswith("ask:b:")]
    ana.send("/compare/", a=f"{two}@1", b=f"{two}@2", do=asks[0])
    assert ana.landed.startswith("/simulate/?operation=DeleteProject")
    assert "The revision is in the builder now" in ana.words
    assert "allowed" in ana.words


def test_nobody_else_compares_a_revision(ana, ben, two):
    ben.open("/")
    assert ben.open("/compare/", a=f"{two}@1", b="work").status == 422


def rows(before, after):
    found = text_rows(before, after)
    assert found is not None
    return [("…", "") if row.gap else (told(row.before, "-"), told(row.after, "+")) for row in found]


def told(side, sign):
    return f"{sign if side.changed else ' '}{side.text}" if side.there else ""


def test_texts_are_held_together_word_by_word():
    before, after = "a\nb\nc\nd one two\ne\nf\ng\nh\ni", "a\nb\nc\nd one three\ne\nf\ng\nh\ni\nj"
    same = [(f" {letter}", f" {letter}") for letter in "abcefghi"]
    assert rows(before, after) == [*same[:3], ("-d one two", "+d one three"), *same[3:], ("", "+j")]
    found = text_rows(before, after) or ()
    assert [run.text for row in found for side in (row.before, row.after) for run in side.runs if run.marked] == [
        *("two", "three"),
    ]
    assert text_rows(before, before) == ()
    assert text_rows("x\n" * 7_000, "y") is None


def test_lines_left_out_are_marked_and_lines_that_share_nothing_have_no_marks():
    before = "\n".join(map(str, range(40)))
    found = rows(before, before.replace("20", "twenty"))
    assert [row[0][0] for row in found] == ["…", " ", " ", " ", "-", " ", " ", " ", "…"]
    assert not any(run.marked for row in text_rows("20", "twenty") or () for run in row.before.runs)
