"""Revisions as pages: the list, one of them, its files, taking it back; not yours is 404."""

import json
from urllib.parse import urlencode

import pytest

from policybuilder.accounts.services import workspace_require
from policybuilder.library.services import policy_rename
from tests.web.steps import kept, saved_again
from tests.web.test_compare import LARGE, S3, SMALL, saved, text
from tests.web.visitor import URLENCODED


@pytest.fixture
def cats(ana):
    """Ana's Cats: revision 1 reads, revision 2 may delete as well ("for the clean-up"), revision 3 reads again."""
    [public_id] = saved(ana, ("Cats", SMALL))
    saved_again(ana, public_id, LARGE, "for the clean-up")
    saved_again(ana, public_id, SMALL)
    return f"/policies/{public_id}/"


def actions(document):
    return json.dumps(json.loads(document)["Statement"])


def test_the_list_tells_who_when_why_and_what_changed(ana, cats):
    ana.open(f"{cats}revisions/")
    newest, second, first = [each.words for each in ana.page.one("ol", class_="revisions").all("li")]
    assert "Revision 3 newest this browser, " in newest
    assert "Takes away DeleteProject" in newest
    assert "for the clean-up" in second
    assert "Allows DeleteProject" in second
    assert "lines new" in second
    assert "The first revision." in first
    assert "The working copy is the newest revision." in ana.words


def test_revisions_of_the_same_access_say_so(ana, cats):
    public_id = cats.split("/")[2]
    saved_again(ana, public_id, SMALL, "checked")
    saved_again(ana, public_id, json.dumps(json.loads(SMALL) | {"Id": "x"}))
    ana.open(f"{cats}revisions/")
    fifth, fourth = [each.words for each in ana.page.one("ol", class_="revisions").all("li")][:2]
    assert "Access stays as it is: proved. 2 lines new and 1 line gone." in fifth
    assert "The policy is the one of the revision before." in fourth


def test_long_lists_have_pages(ana, cats):
    for number in range(4, 23):
        saved_again(ana, cats.split("/")[2], SMALL, f"n{number}")
    ana.open(f"{cats}revisions/", page="2")
    shown = [each.words for each in ana.page.all("h2", class_="revision-title")]
    assert shown == ["Revision 2", "Revision 1"]
    assert "Allows DeleteProject" in ana.words


def test_one_revision_shows_all_parts_and_leads_to_what_belongs_to_it(ana, cats):
    ana.open(f"{cats}revisions/2/")
    assert "Revision 2 of Cats" in ana.page.one("h1").words
    assert ana.policy == json.loads(LARGE)
    links = {each.words: each.get("href") for each in ana.page.all("a")}
    public_id = cats.split("/")[2]
    assert links["Compare with the one before"] == f"/compare/?a={public_id}%401&b={public_id}%402"
    assert links["Compare with the working copy"] == f"/compare/?a={public_id}%402&b={public_id}"
    assert (links["Earlier"], links["Later"]) == (f"{cats}revisions/1/", f"{cats}revisions/3/")
    ana.open(f"{cats}revisions/2/", pane="summary")
    assert "DeleteProject" in ana.part("shown-policy").words
    ana.open(f"{cats}revisions/2/", part=True, pane="map")
    assert ana.has("shown-policy")
    assert not ana.has("main")


def test_a_revision_keeps_the_name_it_had(ana, cats):
    public_id = cats.split("/")[2]
    policy_rename(workspace=workspace_require(ana.client.session), public_id=public_id, name="Dogs")
    ana.open(f"{cats}revisions/1/")
    assert "Revision 1 of Cats" in ana.page.one("h1").words
    assert "The policy is called Dogs now." in ana.words
    ana.open(f"{cats}revisions/")
    assert "Revisions of Dogs" in ana.page.one("h1").words


@pytest.mark.parametrize(
    ("name", "words"),
    [("policy.json", '"rekognition:DeleteProject"'), ("policy.tf", "aws_iam_policy"), ("policy.sh", "aws iam")],
)
def test_every_form_of_a_revision_is_a_file(ana, cats, name, words):
    answer = ana.client.get(f"{cats}revisions/2/{name}")
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert 'filename="cats-revision-2.' in answer.headers["Content-Disposition"]
    shown = ana.open(f"{cats}revisions/2/", pane="take", **{"as": "terraform"}).words
    assert "cats-revision-2.tf" in shown


def test_restoring_brings_it_into_the_builder_and_undo_takes_it_back(ana, cats):
    ana.open(f"{cats}revisions/2/")
    base = ana.page.one("input", name="base").get("value")
    ana.send(f"{cats}revisions/2/", base=base)
    assert ana.landed == cats
    assert "Revision 2 was put into the working copy." in ana.words
    assert ana.policy == json.loads(LARGE)
    ana.press("undo")
    assert ana.policy == json.loads(SMALL)
    ana.open(f"{cats}revisions/")
    assert ana.page.one("span", class_="page-state").words == "3 revisions"


def test_restoring_what_stands_there_says_that_nothing_changed(ana, cats):
    ana.open(f"{cats}revisions/1/")
    ana.send(f"{cats}revisions/1/", base=ana.page.one("input", name="base").get("value"))
    assert "The working copy says what revision 1 says: nothing changed." in ana.words
    ana.open(f"{cats}revisions/3/")
    assert not ana.page.all("input", name="base"), "the newest stands in the working copy: there is nothing to restore"


def test_restoring_over_a_newer_working_copy_is_asked_again(ana, cats):
    ana.open(f"{cats}revisions/2/")
    base = ana.page.one("input", name="base").get("value")
    newer = kept(ana, cats.split("/")[2], text(S3))
    ana.send(f"{cats}revisions/2/", base=base)
    assert ana.status == 409
    assert "after this page was opened" in ana.page.one(role="alert").words
    assert ana.page.one("input", name="base").get("value") == str(newer.state)
    ana.send(f"{cats}revisions/2/", base=str(newer.state))
    assert ana.policy == json.loads(LARGE)
    ana.press("undo")
    assert ana.policy == json.loads(text(S3))


def test_a_policy_that_no_form_wrote_is_not_changed_by_being_opened_and_saved(ana, cats):
    ana.open(cats).press("save")
    assert "Nothing changed since revision 3." in ana.words
    ana.open(f"{cats}revisions/2/")
    ana.send(f"{cats}revisions/2/", base=ana.page.one("input", name="base").get("value"))
    ana.press("save")
    assert "Saved as Cats, revision 4." in ana.words


@pytest.mark.parametrize("scripts", [True, False])
def test_a_note_goes_with_save_and_stays_where_the_name_is_refused(ana, ben, scripts):
    visitor = ben if scripts else ana
    visitor.open("/").fill("name", "").fill("note", "for the audit").press("save")
    assert visitor.status == 422
    assert visitor.value("note") == "for the audit"
    visitor.fill("name", "Cats").press("save")
    assert "Saved as Cats, revision 1." in visitor.words
    assert visitor.value("note") == ""
    visitor.open(f"{visitor.landed}revisions/1/")
    assert visitor.page.one(class_="revision-note").words == "for the audit"


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("button", ["rule-remove:r1", "undo", "rule-add:Allow"])
def test_buttons_that_change_the_form_keep_the_note_that_is_being_typed(ana, ben, scripts, button):
    visitor = ben if scripts else ana
    visitor.open("/").press("rule-remove:r2").fill("note", "for the audit").press(button)
    assert visitor.value("note") == "for the audit"


def test_a_note_comes_over_a_redirect_once_and_to_no_other_policy(ana, cats):
    ana.open(cats).fill("note", "for the audit")
    ana.client.post(cats, urlencode([*ana.pairs, ("do", "undo")]), content_type=URLENCODED)
    assert ana.open("/").value("note") == ""
    assert ana.open(cats).value("note") == "for the audit"
    assert ana.open(cats).value("note") == ""


def test_the_library_says_how_many_there_are_and_leads_to_them(ana, cats):
    link = ana.open("/policies/").page.one("a", href=f"{cats}revisions/")
    assert link.words == "3 revisions of Cats"


def test_a_policy_saved_once_is_compared_with_nothing_until_it_changes(ben):
    ben.open("/").fill("name", "Cats").press("save")
    policy = ben.landed
    assert not ben.open(f"{policy}revisions/").page.all("form", action="/compare/")
    kept(ben, policy.split("/")[2], text(S3))
    form = ben.open(f"{policy}revisions/").page.one("form", action="/compare/")
    assert [each.words for each in form.all("option")] == ["Revision 1", "Working copy", "Revision 1"]


def test_the_builder_leads_to_the_revisions_and_to_the_comparison(ana, cats):
    ana.open(cats)
    assert ana.page.one("a", href=f"{cats}revisions/").words.startswith("Revision 3")
    kept(ana, cats.split("/")[2], LARGE)
    ana.open(cats)
    [link] = [each for each in ana.part("access-change").all("a") if "Compare" in each.words]
    public_id = cats.split("/")[2]
    assert link.get("href") == f"/compare/?a={public_id}%40newest&b={public_id}"
    ana.open("/")
    assert not [each for each in ana.page.all("a") if each.get("href").endswith("revisions/")]


def test_scripts_read_the_revisions_in_steps(ana, cats):
    path, seen, steps = f"{cats}revisions.json?limit=2", [], 0
    while path:
        answer = ana.client.get(path).json()
        assert answer["total"] == 3
        seen += [each["number"] for each in answer["revisions"]]
        path, steps = answer["next"], steps + 1
    assert (seen, steps) == ([3, 2, 1], 2)
    whole = ana.client.get(f"{cats}revisions.json").json()
    assert ([each["number"] for each in whole["revisions"]], whole["next"]) == ([3, 2, 1], None)


@pytest.mark.parametrize(
    ("before", "numbers"), [("0", []), ("1", []), ("3", [2, 1]), ("4", [3, 2, 1]), ("99", [3, 2, 1])]
)
def test_a_step_begins_below_a_number(ana, cats, before, numbers):
    answer = ana.client.get(f"{cats}revisions.json", {"before": before}).json()
    assert ([each["number"] for each in answer["revisions"]], answer["next"]) == (numbers, None)


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "limit=-1", "before=x", "before=-1", "before=" + "9" * 40])
def test_a_step_that_is_none_is_refused(ana, cats, query):
    answer = ana.client.get(f"{cats}revisions.json?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(query.partition("=")[0])


@pytest.mark.parametrize("path", ["revisions/", "revisions.json", "revisions/1/", "revisions/1/policy.json"])
def test_nobody_else_sees_them(ana, ben, cats, path):
    assert ana.client.get(f"{cats}{path}").status_code == 200
    ben.open("/")
    assert ben.client.get(f"{cats}{path}").status_code == 404
    assert ben.client.post(f"{cats}revisions/1/", {"base": "0"}).status_code == 404
    assert ana.client.get(f"{cats}{path.replace('/1/', '/9/')}").status_code == (404 if "1" in path else 200)


def test_other_verbs_are_refused(ana, cats):
    assert ana.client.post(f"{cats}revisions/").status_code == 405
    assert ana.client.delete(f"{cats}revisions/1/").status_code == 405
    assert ana.client.get(f"{cats}revisions/99999999999999999999/").status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "²", "9" * 20, "9" * 5_000])
def test_a_number_that_no_revision_has_is_none(ana, cats, number):
    public_id = cats.split("/")[2]
    assert ana.client.get(f"{cats}policy.json", {"revision": number}).status_code == 404
    assert ana.client.post("/compare/", {"a": f"{public_id}@{number}", "b": "work"}).status_code == 422
