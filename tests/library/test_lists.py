"""Lists of many policies: what a search finds, every order, steps without gaps, and a number of queries that stays."""

import pytest
from django.db import connection

from policybuilder.library.models import SavedPolicy
from policybuilder.library.records import ListedPolicy, NotFound
from policybuilder.library.selectors import (
    ALL,
    CHOICES,
    Sort,
    Wanted,
    bin_count,
    bin_list,
    policy_choices,
    policy_count,
    policy_list,
)
from policybuilder.library.services import policy_create, policy_delete
from policybuilder.library.tags import tags_set
from tests.library.many import many_policies
from tests.library.pages import draft

NAMES = {
    "ÄPFEL 100%": ["fruit", "to do"],
    "Straße nach Süden": ["prod"],
    "a_b": ["PROD", "fruit"],
    "İzmir ıssız": [],
    "back\\slash 'quoted'": ["50%_off"],
}


@pytest.fixture
def named(alice, clock):
    """A policy for each of NAMES, made and changed in this order."""
    made = {}
    for name, tags in NAMES.items():
        clock.wait(1)
        made[name] = policy_create(workspace=alice, name=name, draft=draft()).public_id
        tags_set(workspace=alice, public_id=made[name], texts=tags)
    return made


def found(workspace, wanted):
    rows = policy_list(workspace=workspace, wanted=wanted)
    assert len(rows) == policy_count(workspace=workspace, wanted=wanted)
    return [row.name for row in rows]


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("äpfel", ["ÄPFEL 100%"]),
        ("  FRUIT  äpf ", ["ÄPFEL 100%"]),
        ("fruit", ["a_b", "ÄPFEL 100%"]),
        ("fruit prod", ["a_b"]),
        ("do to", ["ÄPFEL 100%"]),
        ("strasse", ["Straße nach Süden"]),
        ("STRASSE", ["Straße nach Süden"]),
        ("süden straße", ["Straße nach Süden"]),
        ("a_b", ["a_b"]),
        ("_", ["back\\slash 'quoted'", "a_b"]),
        ("%", ["back\\slash 'quoted'", "ÄPFEL 100%"]),
        ("%%", []),
        ("\\", ["back\\slash 'quoted'"]),
        ("'", ["back\\slash 'quoted'"]),
        ("İZM ıss", ["İzmir ıssız"]),
        ("ISSIZ", []),  # a dotless ı is no i, whatever its capital
        ("\x00", []),
        ("a\x00b", []),
        ("x" * 5000, []),
        (" ".join(map(str, range(3000))), []),
    ],
)
def test_what_a_search_finds(alice, named, search, names):
    assert found(alice, Wanted(search=search)) == names


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(tags=("prod",)), ["a_b", "Straße nach Süden"]),
        (Wanted(tags=("PROD", "Fruit")), ["a_b"]),
        (Wanted(tags=("pro",)), []),
        (Wanted(tags=("50%_OFF",)), ["back\\slash 'quoted'"]),
        (Wanted(tags=("\x00",), kind="\x00"), []),
        (Wanted(tags=tuple(map(str, range(500)))), []),
        (Wanted(tags=("prod",), search="stra"), ["Straße nach Süden"]),
        (Wanted(kind="scp"), []),
        (Wanted(unsaved=True), []),
    ],
)
def test_what_filters_leave(alice, named, wanted, names):
    assert found(alice, wanted) == names


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", Sort)
def test_every_order_goes_both_ways_and_in_steps_without_gaps(alice, sort, descending):
    many_policies(alice, 12)
    SavedPolicy.objects.filter(sort_name__contains="1").update(sort_name="equal", kind="scp")
    wanted = Wanted(sort=sort, descending=descending)
    whole = policy_list(workspace=alice, wanted=wanted)
    keys = {
        Sort.CHANGED: lambda row: row.changed,
        Sort.CREATED: lambda row: row.created,
        Sort.KIND: lambda row: row.kind,
        Sort.NAME: lambda row: "equal" if "1" in row.name else row.name.casefold(),
    }
    assert [keys[sort](row) for row in whole] == sorted(map(keys[sort], whole), reverse=descending)
    steps: list[ListedPolicy] = []
    after = ""
    while some := policy_list(workspace=alice, wanted=wanted, after=after, count=5):
        steps += some
        after = some[-1].public_id
    assert tuple(steps) == whole
    assert policy_list(workspace=alice, wanted=wanted, start=4, count=3) == whole[4:7]


def test_a_list_goes_on_behind_a_policy_that_was_deleted_meanwhile(alice, bob):
    ids = many_policies(alice, 4)
    wanted = Wanted(sort=Sort.CREATED, descending=False)
    policy_delete(workspace=alice, public_id=ids[1])
    assert [row.public_id for row in policy_list(workspace=alice, wanted=wanted, after=ids[1])] == ids[2:]
    for workspace, after in ((bob, ids[0]), (alice, "nonsense")):
        with pytest.raises(NotFound):
            policy_list(workspace=workspace, after=after)


def test_a_field_offers_the_newest_and_what_it_shows(alice, bob):
    ids = many_policies(alice, CHOICES + 5)
    offered = [row.public_id for row in policy_choices(workspace=alice, also=[ids[3], ids[-1], "work", ""])]
    assert offered == [*reversed(ids[5:]), ids[3]]
    assert policy_choices(workspace=bob, also=ids[:1]) == ()


@pytest.mark.parametrize("many", [3, 300])
def test_lists_take_few_queries_and_no_long_columns(alice, many, django_assert_num_queries):
    many_policies(alice, many)
    many_policies(alice, many, deleted=True)
    for read, rows, queries in (
        (lambda: policy_list(workspace=alice, wanted=Wanted(search="p a")), many, 2),
        (lambda: policy_choices(workspace=alice), min(many, CHOICES), 1),
        (lambda: bin_list(workspace=alice), many, 1),
    ):
        with django_assert_num_queries(queries) as captured:
            assert len(read()) == rows
        assert not any('"draft"' in query["sql"] for query in captured.captured_queries)
    with django_assert_num_queries(2):
        assert policy_count(workspace=alice) == bin_count(workspace=alice) == many


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL chooses by what it counted")
def test_the_usual_list_walks_its_index(alice, django_assert_num_queries):
    many_policies(alice, 3)
    with django_assert_num_queries(3) as captured:
        policy_list(workspace=alice, wanted=ALL, count=50)
        policy_count(workspace=alice)
    page, _, count = (query["sql"] for query in captured.captured_queries)
    with connection.cursor() as cursor:
        for sql, index in ((page, "newest_change_first"), (count, "by_name")):
            plan = cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
            assert f"INDEX {index} (workspace_id=? AND deleted_at=?)" in str(plan)
