"""Tags: which words are tags, what carries them along, and that the audit hears of them."""

import pytest

from policybuilder.accounts.models import AuditEvent
from policybuilder.library.everything import everything
from policybuilder.library.moving import policies_move
from policybuilder.library.records import InvalidTag, NotFound
from policybuilder.library.selectors import policy_get, policy_list
from policybuilder.library.services import policy_create, policy_delete, policy_duplicate
from policybuilder.library.tags import TagCount, tag_counts, tags_add, tags_get, tags_set
from policybuilder.wording.tags import TAG_PROBLEMS, tag_problem
from tests.library.pages import draft


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        ([], ()),
        (["", "  "], ()),
        ([" prod ", "team\n a"], ("prod", "team a")),
        (["Prod", "prod", "PROD"], ("Prod",)),
        (["Straße", "STRASSE"], ("Straße",)),
        (["cafe\u0301", "café"], ("café",)),
        (["İstanbul", "ıssız"], ("İstanbul", "ıssız")),
        (["x" * 40], ("x" * 40,)),
        (["100%", "a_b", "<b>", "猫"], ("100%", "<b>", "a_b", "猫")),
        ([str(n) for n in range(20)], tuple(sorted(str(n) for n in range(20)))),
    ],
)
def test_what_is_a_tag(alice, cats, texts, kept):
    assert sorted(tags_set(workspace=alice, public_id=cats.public_id, texts=texts)) == sorted(kept)
    assert policy_list(workspace=alice)[0].tags == tags_get(workspace=alice, public_id=cats.public_id)


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["x" * 41], "tag_too_long"),
        (["a\x00b"], "tag_unreadable"),
        (["a\ud800"], "tag_unreadable"),
        (["\u200b"], "tag_unreadable"),
        (["a,b"], "tag_with_comma"),
        ([str(n) for n in range(21)], "too_many_tags"),
    ],
)
def test_what_is_none(alice, cats, texts, code):
    tags_set(workspace=alice, public_id=cats.public_id, texts=["stays"])
    with pytest.raises(InvalidTag) as invalid:
        tags_set(workspace=alice, public_id=cats.public_id, texts=texts)
    assert invalid.value.code == code
    assert "{" not in tag_problem(code, invalid.value.params)
    assert tags_get(workspace=alice, public_id=cats.public_id) == ("stays",)


def test_each_problem_has_its_sentence():
    assert set(TAG_PROBLEMS) == {"tag_too_long", "tag_unreadable", "tag_with_comma", "too_many_tags"}


def test_tags_take_the_place_of_those_before_and_are_no_change_of_the_policy(alice, cats):
    for texts in (["a", "b"], ["B", "c"]):
        tags_set(workspace=alice, public_id=cats.public_id, texts=texts)
    assert tags_get(workspace=alice, public_id=cats.public_id) == ("B", "c")
    assert policy_get(workspace=alice, public_id=cats.public_id) == cats


def test_the_audit_hears_of_a_change_and_of_nothing_else(alice, cats):
    for texts in (["b", "A"], ["A", "b"], ["A"]):
        tags_set(workspace=alice, public_id=cats.public_id, texts=texts)
    events = AuditEvent.objects.filter(event="tagged").order_by("pk").values_list("policy", "subject", "details")
    assert list(events) == [
        (cats.public_id, "Cats", '{"tags": "A, b"}'),
        (cats.public_id, "Cats", '{"tags": "A"}'),
    ]


def test_copies_moves_and_the_zip_carry_them(alice, bob, cats):
    tags_set(workspace=alice, public_id=cats.public_id, texts=["prod", "Team A"])
    copy = policy_duplicate(workspace=alice, public_id=cats.public_id)
    assert tags_get(workspace=alice, public_id=copy.public_id) == ("prod", "Team A")
    policies_move(source=alice, target=bob, example=draft("start"))
    assert {row.tags for row in policy_list(workspace=bob)} == {("prod", "Team A")}
    assert {kept.tags for kept in everything(workspace=bob)} == {("prod", "Team A")}


def test_tags_are_counted_without_the_bin(alice, bob, cats):
    dogs = policy_create(workspace=alice, name="Dogs", draft=draft())
    other = policy_create(workspace=bob, name="Bob's", draft=draft())
    tags_set(workspace=alice, public_id=cats.public_id, texts=["Prod", "a"])
    tags_set(workspace=alice, public_id=dogs.public_id, texts=["prod"])
    tags_set(workspace=bob, public_id=other.public_id, texts=["prod"])
    assert tag_counts(workspace=alice) == (TagCount("prod", "Prod", 2), TagCount("a", "a", 1))
    assert len(tag_counts(workspace=alice, most=1)) == 1
    policy_delete(workspace=alice, public_id=cats.public_id)
    assert tag_counts(workspace=alice) == (TagCount("prod", "prod", 1),)


def test_several_get_a_tag_or_none_of_them(alice, bob, cats):
    dogs = policy_create(workspace=alice, name="Dogs", draft=draft())
    ids = [cats.public_id, dogs.public_id]
    assert tags_add(workspace=alice, public_ids=[*ids, "x" * 16], texts=["New", "new"]) == 2
    assert tags_add(workspace=bob, public_ids=ids, texts=["Bob was here"]) == 0
    tags_set(workspace=alice, public_id=dogs.public_id, texts=[str(n) for n in range(20)])
    with pytest.raises(InvalidTag):
        tags_add(workspace=alice, public_ids=ids, texts=["one more"])
    assert tags_get(workspace=alice, public_id=cats.public_id) == ("New",)


def test_a_policy_that_is_not_there_has_no_tags(alice, bob, cats, scratch):
    for workspace, public_id in ((bob, cats.public_id), (alice, scratch.public_id), (alice, "x")):
        with pytest.raises(NotFound):
            tags_set(workspace=workspace, public_id=public_id, texts=["a"])
        assert tags_get(workspace=workspace, public_id=public_id) == ()
