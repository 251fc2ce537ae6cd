"""A library of many policies: pages, filters, orders, tags, what is done to ticked ones; the way back is the same place."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from policybuilder.accounts.services import workspace_require
from policybuilder.library.models import SavedPolicy
from policybuilder.library.selectors import MOST_AT_ONCE, MOST_WORDS
from policybuilder.library.tags import tags_get
from policybuilder.web.views.listed import MOST, step_of
from tests.library.many import many_policies
from tests.web.test_library import names, shown
from tests.web.visitor import Visitor

LISTED = "/policies/policies.json"


@pytest.fixture
def workspace(ana):
    """Ana's, with nothing saved in it."""
    ana.send("/new/", do="empty")
    return workspace_require(ana.client.session)


def kept(workspace, public_id):
    return tags_get(workspace=workspace, public_id=public_id)


def test_a_long_library_has_pages_that_keep_the_search(ana, workspace):
    many_policies(workspace, 120, prefix="Cat ")
    ana.open("/policies/", search="cat")
    assert "1 to 50 of 120" in ana.page.one("nav", class_="pagination").words
    seen = set()
    for number in (1, 2, 3):
        seen |= set(shown(ana))
        following = ana.page.all("a", rel="next")
        assert bool(following) == (number < 3)
        if following:
            assert following[0].get("href") == f"?search=cat&page={number + 1}"
            ana.open("/policies/" + following[0].get("href"))
    assert len(seen) == 120
    assert "Page 3 of 3" in ana.open("/policies/", page="99").words
    assert "Page 1 of 3" in ana.open("/policies/", page="x").words


def test_the_number_of_queries_does_not_grow_with_the_library(ana, workspace):
    counts = []
    for count in (3, 300):
        many_policies(workspace, count)
        many_policies(workspace, count, deleted=True)
        paths = ("/policies/", "/policies/?search=p+a&tag=a&kind=scp", "/policies/?bin=1", LISTED)
        counts.append([queries_of(ana, path) for path in paths])
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 9


def queries_of(visitor, path):
    with CaptureQueriesContext(connection) as queries:
        assert visitor.open(path).status == 200
    return len(queries)


def test_the_bin_has_pages_too_and_what_is_ticked_comes_back(ana, workspace):
    ids = many_policies(workspace, 25, deleted=True)
    section = ana.open("/policies/", bin="2").page.one("section", class_="bin")
    assert "21 to 25 of 25" in section.words
    assert [each.get("href") for each in section.all("a", rel="prev")] == ["?bin=1#bin"]
    ana.send(section.one("form").get("action"), do="restore-ticked", id=ids[:3])
    assert "3 policies are back." in ana.words
    assert sorted(shown(ana)) == ["P0 a", "P1 a", "P2 a"]
    assert "21 to 22 of 22" in ana.page.one("section", class_="bin").words


def test_heads_sort_and_say_how(ana, workspace):
    many_policies(workspace, 3)
    many_policies(workspace, 2, prefix="Q")

    def heads():
        return {each.words: each for each in ana.page.one("thead").all("th", where=lambda head: head.all("a"))}

    ana.open("/policies/", search="a")
    assert {words: head.get("aria-sort") for words, head in heads().items()} == {
        "Name": "",
        "Kind": "",
        "Created": "",
        "Last change": "descending",
    }
    for expected, words in (("ascending", "Name"), ("descending", "Name")):
        ana.open("/policies/" + heads()[words].one("a").get("href"))
        assert heads()["Name"].get("aria-sort") == expected
        assert shown(ana) == sorted(["P0 a", "P1 a", "P2 a", "Q0 a", "Q1 a"], reverse=expected == "descending")
    assert ana.page.one("input", type="search").get("value") == "a"
    assert [each.words for each in ana.part("sort").all("option") if "selected" in each] == ["Name, Z to A"]


def test_a_tag_filters_and_is_taken_away_again(ana, workspace):
    many_policies(workspace, 8)
    ana.open("/policies/", sort="name", kind="scp")
    chips = {each.words.split()[0]: each.get("href") for each in ana.page.one("nav", class_="tag-filter").all("a")}
    ana.open("/policies/" + chips["b"])
    assert shown(ana) == ["P3 a", "P7 a"]
    assert "2 of 8 saved policies" in ana.part("library-count").words
    chosen = ana.page.one("nav", class_="tag-filter").all("a")[0]
    assert (chosen.get("aria-current"), chosen.get("href")) == ("true", "?kind=scp&sort=name")
    form = ana.page.one("form", role="search")
    assert [each.get("value") for each in form.all("input", type="hidden")] == ["b"], "Find keeps the tag"
    assert "Clear the filters" in form.words
    ana.open("/policies/", tag="no such tag")
    assert "No policy matches" in ana.words
    assert "0 of 8 saved policies" in ana.words


def test_filters_that_are_none_show_everything(ana, workspace):
    many_policies(workspace, 2)
    assert len(shown(ana.open("/policies/?sort=colour&tag=&kind=&page=0&bin=x&unsaved="))) == 2
    for query in ("search=%00", "tag=%00&kind=%00", "search=%FF", "rename=x&retag=x"):
        assert ana.open(f"/policies/?{query}").status == 200


def test_no_more_tags_filter_than_are_asked_of_the_list(ana, workspace):
    ana.open("/policies/", tag=[f"t{number}" for number in range(500)])
    chosen = [each for each in ana.page.one("nav", class_="tag-filter").all("a") if each.get("aria-current")]
    assert len(chosen) == MOST_WORDS
    assert all(len(each.get("href")) < 200 for each in ana.page.all("a"))


def test_tags_are_edited_in_the_row_and_one_is_back_at_the_same_place(ana, workspace):
    ids = many_policies(workspace, 60)
    ana.open("/policies/?search=p&sort=name&page=2")
    link = next(each for each in ana.page.all("a") if each.words == "Tags of P59 a").get("href")
    ana.open(link)
    field = ana.part(f"tags-{ids[59]}")
    assert field.get("value") == "a, b, c"
    assert "data-autofocus" in field
    action = ana.page.one("form", class_="library-edit").get("action")
    ana.send(action, do=f"tags:{ids[59]}", tags=" prod,, team  a , PROD")
    assert ana.landed == f"/policies/?search=p&sort=name&page=2#policy-{ids[59]}"
    assert kept(workspace, ids[59]) == ("prod", "team a")
    for do, field, text in (("rename", "name", " "), ("tags", "tags", "x" * 41)):
        ana.send(action, do=f"{do}:{ids[59]}", **{field: text})
        assert ana.status == 422
        part = ana.part(f"{do}-{ids[59]}")
        assert (part.get("value"), part.get("aria-invalid")) == (text, "true")
        assert ana.has(part.get("aria-describedby"))
        assert "Page 2 of 2" in ana.words
    for do in ("duplicate", "delete"):
        ana.send(action, do=f"{do}:{ids[59]}")
        assert ana.landed == "/policies/?search=p&sort=name&page=2"


def test_ticked_policies_are_tagged_compared_and_deleted_together(ana, workspace):
    ids = many_policies(workspace, 4)
    action = ana.open("/policies/?sort=name&tag=a").part("ticked").get("action")
    ana.send(action, do="tag-ticked", id=ids[1:3], tags="new, b")
    assert "2 policies are tagged." in ana.words
    assert ana.landed == "/policies/?tag=a&sort=name"
    assert [kept(workspace, each) for each in ids] == [(), ("a", "b", "new"), ("a", "b", "new"), ("a", "b", "c")]
    for tags, words in (("", "Type the tag"), ("x" * 41, "at most 40 characters")):
        ana.send(action, do="tag-ticked", id=ids[1:3], tags=tags)
        assert (ana.status, ana.part("ticked-tags").get("value")) == (422, tags)
        assert words in ana.part("ticked-tags-errors").words
        boxes = ana.page.one("tbody").all("input", type="checkbox")
        assert {box.get("value") for box in boxes if "checked" in box} == set(ids[1:3])
    ana.send(action, do="compare-ticked", id=[ids[1]])
    assert "Tick the two policies" in ana.words
    assert [box.get("value") for box in ana.page.one("tbody").all("input", type="checkbox") if "checked" in box] == [
        ids[1]
    ]
    ana.send(action, do="compare-ticked", id=[ids[2], ids[1]])
    assert ana.landed == f"/compare/?a={ids[1]}&b={ids[2]}"
    ana.send(action, do="delete-ticked", id=ids[1:3])
    assert "2 policies are deleted. Undo stands below, under “Deleted”." in ana.words
    assert shown(ana) == ["P3 a"]
    assert names(ana) == ["P3 a", "P0 a"]


def test_every_row_is_ticked_without_a_script(ana, workspace):
    many_policies(workspace, 3)
    action = ana.open("/policies/?tag=a").part("ticked").get("action")
    ana.send(action, do="all-ticked")
    boxes = ana.page.one("tbody").all("input", type="checkbox")
    assert [("checked" in box) for box in boxes] == [True, True]


def test_what_was_deleted_at_once_is_found_from_the_top_and_ticked_at_once(ana, workspace):
    many_policies(workspace, 3)
    assert not ana.open("/policies/").page.all("a", href="#bin")
    many_policies(workspace, 25, prefix="Q", deleted=True)
    (way,) = ana.open("/policies/").page.all("a", href="#bin")
    assert way.words == "25 deleted"
    section = ana.part("bin")
    ana.send(section.one("form").get("action"), do=section.one("button", value="bin-ticked").get("value"))
    ticked = [each.get("value") for each in ana.part("bin").all("input", type="checkbox") if "checked" in each]
    assert len(ticked) == 20
    assert not [each for each in ana.page.one("tbody").all("input", type="checkbox") if "checked" in each]


@pytest.mark.parametrize("do", ["delete-ticked", "tag-ticked", "restore-ticked", "zip-ticked", "compare-ticked"])
def test_nobody_else_touches_them_and_none_is_not_all(ana, workspace, do):
    ids = many_policies(workspace, 2)
    ben = Visitor()
    ben.send("/new/", do="empty")
    before = list(SavedPolicy.objects.order_by("pk").values())
    ben.send("/policies/", do=do, id=ids, tags="mine")
    assert ben.status == 404 or do == "compare-ticked"
    assert "P0 a" not in ben.page.text
    ana.send("/policies/", do=do)
    assert "Tick the policies that are meant" in ana.words
    assert list(SavedPolicy.objects.order_by("pk").values()) == before
    assert kept(workspace, ids[1]) == ("a",)


def test_two_of_a_thousand_can_be_compared(ana, workspace):
    ids = many_policies(workspace, 210)
    ana.open("/compare/", a=ids[0], b=ids[1])
    for side in ("a", "b"):
        field = ana.part(f"id_{side}")
        assert [each.words for each in field.all("option") if "selected" in each] == [f"P{'ab'.index(side)} a"]
        assert len(field.all("option")) == 204
        assert "200 changed last" in ana.part(f"id_{side}_helptext").words
    assert "200 changed last" in ana.open("/simulate/").part("id_source_helptext").words


def test_a_step_has_as_many_as_the_library_gives_at_once_and_knows_whether_more_follow():
    assert [step_of(text) for text in ("", "1", "500", "501", "999999")] == [100, 1, 500, 500, 500]
    assert MOST_AT_ONCE > MOST


def test_a_step_that_takes_the_last_one_leads_nowhere(ana, workspace):
    many_policies(workspace, 4)
    for limit, more in ((2, True), (3, True), (4, False), (5, False)):
        assert bool(ana.client.get(f"{LISTED}?limit={limit}").json()["next"]) is more
    second = ana.client.get(ana.client.get(f"{LISTED}?limit=2").json()["next"]).json()
    assert (len(second["policies"]), second["next"]) == (2, None)


def test_a_script_goes_through_a_long_list_in_steps(ana, workspace):
    many_policies(workspace, 25)
    path, seen, steps = f"{LISTED}?limit=10&sort=created&search=p", [], 0
    while path:
        answer = ana.client.get(path).json()
        seen += [each["name"] for each in answer["policies"]]
        path, steps = answer["next"], steps + 1
        assert answer["total"] == 25
    assert (seen, steps) == ([f"P{number} a" for number in range(25)], 3)
    found = ana.client.get(f"{LISTED}?tag=C&kind=scp&unsaved=yes").json()["policies"]
    assert [(each["name"], each["tags"]) for each in found] == [("P15 a", ["a", "b", "c"]), ("P3 a", ["a", "b", "c"])]


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "limit=-1", "limit=²", "limit=99999999", "after=nonsense"])
def test_a_step_that_cannot_be_taken_is_refused(ana, workspace, query):
    answer = ana.client.get(f"{LISTED}?{query}")
    assert (answer.status_code, list(answer.json())) == (400, ["error"])
