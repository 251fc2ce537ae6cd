"""Stories of teams on their pages: making one, inviting, going from one workspace to another, reading, copying, leaving."""

import io
import re
import zipfile

import pytest
from django.test import Client

from policybuilder.accounts.models import Attempts, Membership
from policybuilder.accounts.services import workspace_of
from tests.web.test_accounts import SECRET, keep, names, sign_in, sign_up, someone_signed_in
from tests.web.test_tokens import DOCUMENT, Script
from tests.web.visitor import Visitor


def make_team(visitor, name="Vision"):
    """The address of the team's page."""
    visitor.send("/teams/", name=name)
    return visitor.landed


def invite(visitor, team, role):
    """The address of a new link."""
    visitor.send(team, do="invite", role=role)
    found = re.fullmatch(r"http://testserver(/invitations/\S+/)", visitor.part("invitation").text)
    assert found
    return found[1]


def enter(visitor, name):
    """Choose a workspace in the header's menu."""
    visitor.open("/reference/assumptions/")
    buttons = {each.words: each.get("value") for each in visitor.page.all("button", name="to")}
    visitor.send("/workspace/", to=buttons[name], next="/policies/")


def number_of(name):
    return Membership.objects.get(user__username=name).user_id


@pytest.fixture
def owner(db):
    return someone_signed_in("owner")


@pytest.fixture
def team(owner):
    return make_team(owner)


def member(owner, team, role, name=""):
    """Another browser, whose user joined by a link."""
    visitor = someone_signed_in(name or role)
    visitor.send(invite(owner, team, role))
    return visitor


def saved(visitor, name="Cats"):
    """The address of a policy saved in the workspace that the visitor is in."""
    visitor.open("/")
    visitor.type(name=name)
    visitor.press("save")
    return visitor.landed


# -- inviting ----------------------------------------------------------------------------------------------------------


def test_who_is_invited_makes_an_account_and_comes_back_to_the_link(owner, team, ana):
    link = invite(owner, team, "editor")
    ana.open(link)
    assert "invited into Vision" in ana.words
    assert "owner invites you" in ana.words
    before = ana.client.session.session_key
    sign_up(ana, next=link)
    assert ana.landed == link
    assert ana.client.session.session_key != before, "a session that was given beforehand is not the one signed in"
    ana.send(link)
    assert "You are in Vision now, as an editor" in ana.words
    assert "Library" in ana.page.one("h1").words
    assert [each.words for each in ana.open(team).page.all("th", scope="row")] == ["owner", "ana you"]


def test_a_link_of_a_browser_that_is_not_signed_in_leads_to_signing_in(owner, team, ana):
    link = invite(owner, team, "viewer")
    ana.open(link)
    assert not ana.page.all("button", type="submit", class_="button button-primary")
    assert ana.client.post(link).headers["Location"] == f"/account/sign-in/?next={link}"
    assert Membership.objects.count() == 1


def test_links_that_open_nothing_are_answered_alike_and_trying_them_ends(owner, team, settings):
    used, taken_back = invite(owner, team, "viewer"), invite(owner, team, "viewer")
    someone_signed_in("ben").send(used)
    orders = [each.get("value") for each in owner.open(team).page.all("button", name="do")]
    owner.send(team, do=next(order for order in orders if order.startswith("revoke:")))
    made_up = f"/invitations/{'x' * 43}/"
    guesser = Client(REMOTE_ADDR="192.0.2.7")
    answers = [guesser.get(path) for path in (used, taken_back, made_up, "/invitations/x/")]
    assert {answer.status_code for answer in answers} == {410}
    texts = {re.sub(rb'value="[^"]*"', b"", answer.content) for answer in answers}
    assert len(texts) == 1
    assert all(answer.headers["X-Robots-Tag"] == "noindex, nofollow" for answer in answers)
    settings.RATE_LIMITS = True
    tries = [guesser.get(made_up).status_code for _ in range(31)]
    assert tries == [410] * 30 + [429]
    assert guesser.get(invite(owner, team, "viewer")).status_code == 200, "a good link is no try"
    assert Attempts.objects.count() == 1


def test_the_link_is_shown_once_and_is_not_in_the_log_of_deeds(owner, team):
    link = invite(owner, team, "viewer")
    owner.open(team)
    assert not owner.has("invitation")
    assert link[13:-1] not in owner.client.get("/audit.jsonl").getvalue().decode()


# -- the team's page ---------------------------------------------------------------------------------------------------


def test_owners_give_roles_and_members_see_who_is_there(owner, team):
    viewer = member(owner, team, "viewer", "vera")
    assert not viewer.open(team).page.all("select")
    assert not viewer.page.all("button", value="invite")
    vera = number_of("vera")
    assert viewer.client.post(team, {"do": f"role:{vera}", f"role-{vera}": "owner"}).status_code == 403
    owner.send(team, do=f"role:{vera}", **{f"role-{vera}": "editor"})
    assert "vera is an editor now" in owner.words
    owner.send(team, do=f"role:{vera}", **{f"role-{vera}": "emperor"})
    assert "you are an editor" in viewer.open(team).words


def test_the_last_owner_stays_until_there_is_another(owner, team):
    member(owner, team, "editor", "ed")
    owner.send(team, do="leave")
    assert "A team keeps at least one owner" in owner.words
    owner.send("/account/delete/")
    assert owner.status == 422
    assert "no other owner: Vision" in owner.words
    assert owner.client.post("/account/delete/", {"password": SECRET}).status_code == 422
    owner.send(team, do=f"role:{number_of('ed')}", **{f"role-{number_of('ed')}": "owner"})
    owner.send(team, do="leave")
    assert "You are not in Vision any more" in owner.words
    assert owner.client.get(team).status_code == 404
    owner.send("/account/delete/", password=SECRET)
    assert "The account is deleted" in owner.words


def test_a_team_is_deleted_by_its_name_with_everything_in_it(owner, team):
    editor = member(owner, team, "editor")
    policy = saved(owner)
    owner.send(f"{team}delete/", name="vision")
    assert owner.status == 422
    assert "This is not the team&#x27;s name" in owner.answer.content.decode()
    owner.send(f"{team}delete/", name="Vision")
    assert "Vision is deleted" in owner.words
    assert owner.client.get(policy).status_code == 404
    assert editor.open("/policies/").status == 200, "their session is in their own workspace again"
    assert names(editor) == []


# -- one library for all -----------------------------------------------------------------------------------------------


def test_what_one_saves_all_find_and_what_is_not_saved_nobody_else_sees(owner, team):
    editor = member(owner, team, "editor")
    policy = saved(owner)
    owner.open("/").type(name="Not done yet")
    owner.preview()
    assert names(editor) == ["Cats"]
    assert editor.open("/").value("name") == ""
    taken = zipfile.ZipFile(io.BytesIO(editor.client.get("/account/data.zip").getvalue()))
    assert "Not done yet" not in "".join(taken.read(name).decode() for name in taken.namelist())
    editor.open(policy).type(rules_0_title="By the editor")
    editor.press("save")
    assert owner.open(policy).value("rules-0-title") == "By the editor"


def test_a_link_between_colleagues_opens_wherever_they_are(owner, team):
    policy = saved(owner)
    viewer = member(owner, team, "viewer")
    enter(viewer, "Own workspace")
    own = workspace_of(viewer.client.session)
    assert viewer.open(f"{policy}pane/", part=True).status == 200
    assert viewer.client.get(f"{policy}policy.json").status_code == 200
    assert workspace_of(viewer.client.session) == own, "neither a part nor a file takes anybody along"
    assert viewer.open(policy).status == 200
    assert workspace_of(viewer.client.session) != own
    assert names(viewer) == ["Cats"]
    stranger = someone_signed_in("stranger")
    assert stranger.client.get(policy).status_code == 404


def test_a_comparison_sent_to_a_colleague_stands_in_the_team(owner, team):
    cats = saved(owner)
    colleague = member(owner, team, "viewer")
    enter(colleague, "Own workspace")
    public_id = cats.split("/")[2]
    compared = colleague.open("/compare/", a=f"{public_id}@1", b=public_id)
    assert "Cats, revision 1" in compared.words
    stranger = someone_signed_in("stranger")
    assert stranger.open("/compare/", a=f"{public_id}@1", b=public_id).status == 422


def test_a_page_left_open_writes_where_it_was_shown(owner, team, ben):
    sign_in(ben, "owner")
    enter(ben, "Vision")
    ben.open("/")
    rules = len(ben.cards)
    enter(owner, "Vision")
    left_open = ben
    other = Visitor(client=ben.client)
    enter(other, "Own workspace")
    left_open.press("rule-add:Allow")
    assert len(left_open.cards) == rules + 1
    assert len(other.open("/").cards) == rules, "one's own unsaved policy stays as it was"
    enter(other, "Vision")
    assert len(other.open("/").cards) == rules + 1
    inventory = Visitor(client=ben.client)
    inventory.open("/inventory/")
    here = inventory.page.all("input", name="workspace")[0].get("value")
    enter(other, "Own workspace")
    inventory.send("/inventory/", do="sample", workspace=here)
    enter(other, "Own workspace")
    assert "Nothing here yet" in other.open("/inventory/").words


def test_who_is_to_be_taken_out_is_asked_for_once_more(owner, team):
    member(owner, team, "editor")
    order, ask = f"remove:{number_of('editor')}", f"{team}?remove={number_of('editor')}"
    assert not owner.open(team).page.all("button", value=order)
    [link] = [each for each in owner.page.all("a") if each.get("href").startswith(ask)]
    asked = owner.open(link.get("href").partition("#")[0])
    assert "Tokens and invitations for the team end with it" in asked.words
    assert len(asked.page.all("button", value=order)) == 1
    assert not owner.open(f"{team}?remove={number_of('owner')}").page.all(
        "button", value=f"remove:{number_of('owner')}"
    )


def test_who_was_taken_out_finds_nothing_at_the_next_request(owner, team):
    policy = saved(owner)
    editor = member(owner, team, "editor")
    script = Script(token_of(editor, "write"))
    editor.open("/")
    owner.send(team, do=f"remove:{number_of('editor')}")
    assert editor.press("rule-add:Allow").status == 404, "what was typed for the team goes nowhere else"
    assert editor.client.get(policy).status_code == 404
    assert names(editor) == []
    assert script.get("/policies/policies.json").status_code == 401


# -- reading only ------------------------------------------------------------------------------------------------------


@pytest.fixture
def cats(owner, team):
    return saved(owner)


@pytest.fixture
def viewer(owner, team, cats):
    return member(owner, team, "viewer")


def test_a_viewer_reads_the_builder_and_copies_into_their_own_library(viewer, cats):
    viewer.open(cats)
    form = viewer.part("builder")
    assert "method" not in form
    assert "hx-post" not in form
    assert "disabled" in viewer.part("id_name")
    assert "You are a viewer in Vision" in viewer.words
    rule = viewer.cards[0]
    opened = viewer.open(f"{cats}?open={rule}").page
    fields = [
        field
        for tag in ("input", "select", "textarea", "button")
        for field in opened.one("article", id=f"rule-{rule}").all(tag)
    ]
    assert len(fields) > 10
    assert all("disabled" in field for field in fields)
    copy = next(each for each in viewer.page.all("form") if each.get("action", "").endswith("/copy/"))
    viewer.send(copy.get("action"), to=copy.one("button", name="to").get("value"))
    assert "Copied into your own library as Cats" in viewer.words
    assert "method" in viewer.part("builder")
    assert names(viewer) == ["Cats"]
    assert viewer.open(cats).part("builder").get("method", "") == ""


READERS_ORDERS = {"zip-ticked", "compare-ticked", "all-ticked"}


def test_a_viewer_asks_and_takes_away_and_is_shown_no_button_that_is_refused(owner, viewer, cats):
    owner.send("/policies/", do=f"delete:{saved(owner, 'Dogs').split('/')[2]}")
    owner.send("/inventory/", do="sample")
    harmless = {"/workspace/", f"{cats}copy/", "/compare/", "/validate/"}
    question = "simulate/?operation=DetectCustomLabels&resource=*"
    pages = [
        f"{cats}{rest}" for rest in ("", question, "access/", "scenarios/", "shares/", "revisions/", "revisions/1/")
    ]
    for path in (*pages, "/policies/", "/inventory/", "/scenarios/", "/simulate/", "/compare/"):
        page = viewer.open(path).page
        assert viewer.status == 200, path
        for form in page.all("form", method="post"):
            orders = {each.get("value") for each in form.all("button")}
            assert form.get("action") in harmless or orders <= READERS_ORDERS, (path, form.words)
        outside = [each.get("form") for each in page.all("button", name="do") if "form" in each]
        assert not set(outside) - {"compare-form"}, path


def test_a_viewer_of_an_empty_library_is_not_told_to_build(owner, team):
    asked = owner.open("/policies/").part("main").words
    assert "Build a policy" in asked
    told = member(owner, team, "viewer").open("/policies/").part("main").words
    assert "What editors of the team save stands here." in told
    assert "Build a policy" not in told


def test_who_may_only_read_is_told_so_and_what_can_be_done(viewer, cats):
    refused = viewer.client.post(cats, {"do": "save"})
    assert refused.status_code == 403
    said = refused.content.decode()
    assert "You are a viewer in the team Vision" in said
    assert "can make you an editor: owner" in said
    part = viewer.client.post(f"{cats}preview/", {}, headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Retarget"]) == (403, "#refused")
    assert "Nothing was changed" in part.content.decode()
    start = viewer.open("/new/")
    assert "Start in your own workspace" in start.words
    own = start.page.one("input", name="to").get("value")
    viewer.send("/workspace/", to=own, next="/new/")
    assert viewer.page.all("button", value="empty")
    asked = viewer.client.post("/compare/", {"a": "", "b": "work", "a_text": "{}", "do": "ask:a:"})
    assert asked.status_code != 403


def test_a_viewers_compare_puts_nothing_into_the_team(owner, team, viewer):
    policy = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
    asked = {"a": "", "b": "", "a_text": policy, "b_text": policy, "kind": "identity"}
    assert viewer.client.post("/compare/", asked).status_code == 200
    assert viewer.client.post("/compare/", {**asked, "do": "ask:a:x"}).status_code == 403


# -- copying and tokens ------------------------------------------------------------------------------------------------


def test_a_policy_is_copied_into_a_team_with_what_hangs_on_it(owner, team):
    enter(owner, "Own workspace")
    base, cats = saved(owner, "Base"), saved(owner)
    owner.send(f"{cats}simulate/", do="attach", layer="identity", source=base.split("/")[2])
    owner.send(f"{cats}scenarios/", do="read", text=owner.client.get("/scenarios.jsonl").content.decode())
    (there,) = [each.get("value") for each in owner.open(f"{cats}copy/").page.all("input", name="to")]
    owner.send(f"{cats}copy/", to=there)
    assert "Copied into Vision as Cats" in owner.words
    copy = owner.landed
    assert copy != cats
    assert "Base" in owner.open(f"{copy}simulate/").words
    assert base not in owner.answer.content.decode(), "the other library is not seen into"
    assert names(owner) == ["Cats"]
    owner.send(f"{cats}copy/", to=there)
    assert set(names(owner)) == {"Cats", "Cats 2"}


def token_of(visitor, scope):
    place = visitor.open("/account/tokens/").page
    option = next(each for each in place.all("option") if each.words == "Vision")
    visitor.send("/account/tokens/", do="make", name="CI", scope=scope, days="90", place=option.get("value"))
    return visitor.part("token").text


def test_a_token_opens_the_workspace_that_it_was_made_for(owner, team, cats):
    enter(owner, "Own workspace")
    keep(owner, "Mine")
    token = token_of(owner, "write")
    script = Script(token)
    assert [each["name"] for each in script.get("/policies/policies.json").json()["policies"]] == ["Cats"]
    assert script.put(f"{cats}policy.json", DOCUMENT).status_code == 200
    enter(owner, "Own workspace")
    mine = f"/policies/{keep(owner, 'Mine too')}/policy.json"
    assert script.get(mine).status_code == 404, "of the same user, in another workspace"


def test_a_viewers_token_reads(owner, team, viewer, cats):
    place = next(each for each in viewer.open("/account/tokens/").page.all("option") if each.words == "Vision")
    made = {"do": "make", "name": "CI", "scope": "write", "days": "90", "place": place.get("value")}
    assert viewer.send("/account/tokens/", **made).status == 422
    assert "a token of yours reads" in viewer.words
    editor = member(owner, team, "editor")
    script = Script(token_of(editor, "write"))
    owner.send(team, do=f"role:{number_of('editor')}", **{f"role-{number_of('editor')}": "viewer"})
    refused = script.put(f"{cats}policy.json", DOCUMENT)
    assert (refused.status_code, refused.json()["error"]) == (403, "The token's owner may only read in this team.")
    assert script.get(f"{cats}policy.json").status_code == 200
