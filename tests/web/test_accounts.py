"""Stories of accounts: work that comes along, names that are not told, sessions that end, data that is taken away."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client

from policybuilder.accounts.services import workspace_require
from policybuilder.authoring import draft_plain, first_visit
from policybuilder.library.moving import UNSAVED
from policybuilder.library.services import policy_create
from tests.web.dom import read
from tests.web.visitor import Visitor

SECRET = "a shelf full of cats"
OTHER = "quite another secret"


def sign_up(visitor, name="ana", password=SECRET, **more):
    return visitor.send("/account/sign-up/", do="name", name=name, password=password, again=password, **more)


def sign_in(visitor, name="ana", password=SECRET, **more):
    return visitor.send("/account/sign-in/", name=name, password=password, **more)


def keep(visitor, name):
    return policy_create(workspace=workspace_of_browser(visitor), name=name, draft=draft_plain(first_visit())).public_id


def workspace_of_browser(visitor):
    """The browser's workspace, made as a first post would make it."""
    visitor.send("/inventory/", do="forget")
    return workspace_require(visitor.client.session)


def names(visitor):
    visitor.open("/policies/")
    return [cell.words for cell in visitor.page.all("th", scope="row")]


def someone_signed_in(name="ana"):
    visitor = Visitor()
    sign_up(visitor, name)
    assert f"Your account {name} is made" in visitor.words
    return visitor


def link_of(message):
    found = re.search(r"http://testserver(\S+)", message.body)
    assert found, message.body
    return found[1]


# -- work comes along --------------------------------------------------------------------------------------------------


def test_who_signs_up_takes_the_browsers_work_along_and_finds_it_elsewhere(ana, ben):
    public_id = keep(ana, "Cats")
    ana.send("/inventory/", do="sample")
    before = ana.client.session.session_key
    sign_up(ana)
    assert ana.client.session.session_key != before
    assert names(ana) == ["Cats"]
    assert "ana" in ana.part("main").words or "Signed in as ana" in ana.words
    assert ben.open(f"/policies/{public_id}/").status == 404
    sign_in(ben)
    assert names(ben) == ["Cats"]
    assert ben.open(f"/policies/{public_id}/").status == 200
    assert "4 projects" in ben.open("/inventory/").words


def test_work_of_two_browsers_comes_together_and_nothing_is_lost(ana, ben):
    keep(ana, "Cats")
    ana.send("/new/", do="empty")
    sign_up(ana)
    here = {name: keep(ben, name) for name in ("Cats", "Dogs", "Gone")}
    ben.send("/policies/", do=f"delete:{here['Gone']}")
    ben.send("/new/", do="empty")
    ben.send("/inventory/", do="sample")
    sign_in(ben)
    assert "2 saved policies of this browser came along" in ben.words
    assert "Cats is now Cats 2" in ben.words
    assert f"kept as {UNSAVED}" in ben.words
    assert set(names(ben)) == {"Cats", "Cats 2", "Dogs", UNSAVED}
    assert (
        "Gone" in ben.part("bin-title").parent.words
        if hasattr(ben.part("bin-title"), "parent")
        else "Gone" in ben.words
    )
    assert ben.open(f"/policies/{here['Cats']}/").status == 200
    assert "4 projects" in ana.open("/inventory/").words


def test_an_example_that_nobody_touched_is_no_work(ana, ben):
    someone_signed_in()
    ben.open("/")
    sign_in(ben)
    assert names(ben) == []
    assert "came along" not in ben.words


def test_who_signs_out_leaves_nothing_in_the_browser(ana):
    keep(ana, "Cats")
    sign_up(ana)
    ana.send("/account/sign-out/")
    assert names(ana) == []
    assert "This browser's workspace" in ana.words
    sign_in(ana)
    assert names(ana) == ["Cats"]


def test_pages_left_open_cannot_be_posted_from_after_signing_in_or_out(ana):
    """They stand on another workspace's work, whose states may have the same numbers."""
    browser = Client(enforce_csrf_checks=True)

    def field():
        return (
            read(browser.get("/account/password/forgotten/").content.decode())
            .all("input", name="csrfmiddlewaretoken")[0]
            .get("value")
        )

    def post(path, token, **fields):
        return browser.post(path, {**fields, "csrfmiddlewaretoken": token}).status_code

    someone_signed_in()
    before = field()
    assert post("/account/sign-in/", before, name="ana", password=SECRET) == 302
    assert post("/preview/", before, name="x") == 403
    within = field()
    assert post("/account/sign-out/", within) == 302
    assert post("/preview/", within, name="x") == 403


def test_another_users_work_does_not_come_along(ana):
    someone_signed_in("ben")
    keep(ana, "Cats")
    sign_up(ana)
    ana.client.logout()
    sign_in(ana, "ben")
    assert names(ana) == []


# -- who there is is not told ------------------------------------------------------------------------------------------


def test_a_wrong_name_and_a_wrong_password_are_one_answer(ana, ben):
    someone_signed_in()
    sign_in(ana, "ana", "wrong")
    known = (ana.status, ana.words.replace("ana", ""))
    sign_in(ana, "nobody", "wrong")
    assert (ana.status, ana.words.replace("nobody", "")) == known
    assert known[0] == 422


def test_a_known_address_and_an_unknown_one_are_one_answer_and_one_mail(ana, settings):
    get_user_model().objects.create_user("ana@example.org", "ana@example.org", SECRET)
    for path, fields in (("/account/sign-up/", {"do": "address"}), ("/account/password/forgotten/", {})):
        answers = set()
        for address in ("ana@example.org", "nobody@example.org"):
            mail.outbox.clear()
            ana.send(path, **fields, address=address)
            answers.add((ana.status, ana.landed, ana.words))
            assert [message.to for message in mail.outbox] == [[address]]
        assert len(answers) == 1


def test_a_mail_that_cannot_be_sent_is_told_to_everybody(ana, settings, caplog):
    settings.EMAIL_BACKEND = "tests.web.test_accounts.Broken"
    get_user_model().objects.create_user("ana@example.org", "ana@example.org", SECRET)
    for address in ("ana@example.org", "nobody@example.org"):
        ana.send("/account/password/forgotten/", address=address)
        assert ana.status == 422
        assert "The mail could not be sent" in ana.words
    assert "example.org" not in caplog.text


class Broken:
    """A mail server that is not there."""

    def __init__(self, **how):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError(messages[0].to)


# -- mails -------------------------------------------------------------------------------------------------------------


def test_an_account_by_address(ana, ben):
    keep(ana, "Cats")
    ana.send("/account/sign-up/", do="address", address="Ana@Example.org")
    link = link_of(mail.outbox[0])
    assert get_user_model().objects.count() == 0
    ana.open(link)
    ana.send(link, password=SECRET, again=SECRET)
    assert names(ana) == ["Cats"]
    sign_in(ben, "ANA@example.ORG")
    assert names(ben) == ["Cats"]
    assert ben.open(link).status == 410


@pytest.mark.parametrize(("wanted", "shown"), [("/inventory/", "/inventory/"), ("https://evil.example/", "/policies/")])
def test_who_signs_up_by_address_comes_to_where_they_were_going(ana, wanted, shown):
    ana.send("/account/sign-up/", do="address", address="ana@example.org", next=wanted)
    link = link_of(mail.outbox[0])
    ana.open(link)
    answer = ana.client.post(link, {"password": SECRET, "again": SECRET})
    assert answer.headers["Location"] == shown


def test_a_forgotten_password(ana, ben):
    get_user_model().objects.create_user("ana", "ana@example.org", SECRET)
    sign_in(ben)
    ana.send("/account/password/forgotten/", address="ana@example.org")
    link = link_of(mail.outbox[0])
    answer = ana.client.get(link)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/new/")
    ana.open(answer.headers["Location"])
    ana.send(answer.headers["Location"], password=OTHER, again=OTHER)
    assert "The new password is set" in ana.words
    assert "This browser's workspace" in ben.open("/account/").words, "the old sessions have ended"
    assert ana.open(link).status == 410
    sign_in(ana, password=SECRET)
    assert ana.status == 422
    sign_in(ana, password=OTHER)
    assert "You are signed in as ana" in ana.words


def test_an_address_is_written_into_the_account_when_its_owner_says_so(ana, ben):
    sign_up(ana)
    ana.send("/account/", address="ana@example.org")
    link = link_of(mail.outbox[0])
    assert ben.client.get(link).status_code == 302, "only who asked may confirm"
    ana.send(link)
    assert "ana@example.org is the address of your account" in ana.words
    sign_in(ben, "ana@example.org")
    assert "You are signed in as ana" in ben.words
    ana.send("/account/", address="ana@example.org")
    assert "/address/" not in mail.outbox[-1].body, "an address that is taken gets no link to take it again"


@pytest.mark.parametrize("link", ["/account/address/x/", "/account/password/new/MQ/x/", "/account/password/new/é/x/"])
def test_links_that_are_none(ana, link):
    assert ana.open(link).status == 410


# -- sessions ----------------------------------------------------------------------------------------------------------


def test_a_new_password_ends_the_other_sessions(ana, ben):
    sign_up(ana)
    sign_in(ben)
    ana.send("/account/password/", old=SECRET, password=OTHER, again=OTHER)
    assert "The password is changed" in ana.words
    keep(ana, "Cats")
    assert names(ana) == ["Cats"]
    assert names(ben) == [], "its session holds nothing any more"
    assert "This browser's workspace" in ben.words


def test_signing_out_everywhere(ana, ben):
    public_id = keep(ana, "Cats")
    sign_up(ana)
    sign_in(ben)
    ben.send("/account/sign-out-everywhere/")
    for visitor in (ana, ben):
        assert visitor.open(f"/policies/{public_id}/").status == 404
        assert names(visitor) == []


def test_who_is_signed_out_comes_back_to_the_address_that_was_not_there(ana, ben):
    public_id = keep(ana, "Cats")
    sign_up(ana)
    assert ben.open(f"/policies/{public_id}/revisions/", limit="5").status == 404
    (way,) = [each.get("href") for each in ben.part("main").all("a") if each.words == "sign in"]
    part = ben.client.get(f"/policies/{public_id}/pane/", headers={"HX-Request": "true"})
    assert part.status_code == 404
    assert b"?next=" not in part.content, "nobody comes back to a part of a page"
    ben.send(way, name="ana", password=SECRET, next=parse_qs(urlsplit(way).query)["next"][0])
    assert ben.landed == f"/policies/{public_id}/revisions/?limit=5"
    assert "sign in" not in ben.open("/nothing/").part("main").words


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", r"/\evil.example"]
)
def test_signing_in_leads_nowhere_else(ana, wanted):
    someone_signed_in()
    sign_in(ana, next=wanted)
    assert ana.landed == "/policies/"


def test_signing_in_goes_on_where_one_was(ana):
    someone_signed_in()
    answer = ana.client.get("/account/tokens/")
    assert answer.headers["Location"] == "/account/sign-in/?next=/account/tokens/"
    sign_in(ana, next="/account/tokens/")
    assert ana.landed == "/account/tokens/"


# -- forms -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "a"}, "A user name has 2 to 60"),
        ({"name": "ana@example.org"}, "A user name has 2 to 60"),
        ({"password": "short1", "again": "short1"}, "too short"),
        ({"password": "12345678901", "again": "12345678901"}, "entirely numeric"),
        ({"password": "anastasia1", "again": "anastasia1", "name": "anastasia"}, "too similar"),
        ({"again": "something else"}, "not the same"),
        ({"name": "BEN"}, "This user name is taken"),
    ],
)
def test_an_account_that_cannot_be_made_says_why(ana, fields, said):
    someone_signed_in("ben")
    ana.send("/account/sign-up/", **{"do": "name", "name": "ana", "password": SECRET, "again": SECRET, **fields})
    assert ana.status == 422
    assert said in ana.words
    assert "Error:" in ana.page.one("title").text


def test_sign_up_can_be_closed(ana, settings):
    settings.SIGN_UP = False
    assert ana.open("/account/sign-up/").status == 404
    sign_up(ana)
    assert ana.status == 404
    ana.open("/account/sign-in/")
    assert not ana.page.all("a", href="/account/sign-up/")
    assert get_user_model().objects.count() == 0


def test_a_session_of_an_account_that_is_gone_holds_nothing(ana, ben):
    public_id = keep(ana, "Cats")
    sign_up(ana)
    sign_in(ben)
    ana.send("/account/delete/", password=SECRET)
    assert ben.open(f"/policies/{public_id}/").status == 404
    assert "This browser's workspace" in ben.words
    assert keep(ben, "Dogs")
    assert names(ben) == ["Dogs"]


def test_of_what_two_inventories_know_the_newer_reading_stays(ana, ben):
    listing = '{"ProjectDescriptions": [{"ProjectArn": "%s", "Status": "%s"}]}'
    arn = "arn:aws:rekognition:us-east-1:111122223333:project/cats/1690474772815"
    ben.send("/inventory/", do="read", text=listing % (arn, "CREATING"))
    ana.send("/inventory/", do="read", text=listing % (arn, "CREATED"))
    sign_up(ana)
    sign_in(ben)
    ben.open("/inventory/")
    assert "1 project" in ben.words
    assert "Created" in ben.words
    assert "Creating" not in ben.words
