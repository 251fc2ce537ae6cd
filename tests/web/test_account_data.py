"""What becomes of an account's data, and how often something may be tried."""

import io
import json
import zipfile

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from policybuilder.authoring import draft_plain, first_visit
from tests.web.test_accounts import SECRET, keep, names, sign_in, sign_up, someone_signed_in

# -- one's data --------------------------------------------------------------------------------------------------------


def test_everything_is_taken_away_as_a_zip(ana):
    public_id = keep(ana, "Cats")
    ana.send("/inventory/", do="sample")
    ana.send("/new/", do="example")
    sign_up(ana)
    answer = ana.client.get("/account/data.zip")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert json.loads(files["policies/cats/about.json"])["id"] == public_id
    assert json.loads(files["policies/cats/policy.json"])["Version"] == "2012-10-17"
    assert json.loads(files["policies/cats/draft.json"]) == draft_plain(first_visit())
    assert "unsaved/draft.json" in files
    assert len(json.loads(files["inventory.json"])) == 4
    assert json.loads(files["account.json"])["name"] == "ana"
    assert not any("md5$" in text for text in files.values())


def test_a_browser_without_an_account_takes_its_data_away_too(ana):
    keep(ana, "Cats")
    answer = ana.client.get("/account/data.zip")
    names = zipfile.ZipFile(io.BytesIO(answer.getvalue())).namelist()
    assert "policies/cats/policy.json" in names
    assert "account.json" not in names


def test_an_account_is_deleted_with_its_password_only_and_with_everything_in_it(ana, ben):
    keep(ana, "Cats")
    sign_up(ana)
    ana.send("/account/delete/", password="wrong")
    assert ana.status == 422
    ana.send("/account/delete/", password=SECRET)
    assert "The account is deleted" in ana.words
    assert get_user_model().objects.count() == 0
    assert names(ana) == []
    sign_in(ben)
    assert ben.status == 422


# -- limits ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def limited(settings):
    settings.RATE_LIMITS = True


def test_guessing_a_password_ends_soon_from_wherever_it_is_tried(ana, limited):
    someone_signed_in()
    for number in range(10):
        ana.client.defaults["REMOTE_ADDR"] = f"192.0.2.{number}"
        sign_in(ana, password="wrong")
        assert ana.status == 422
    ana.client.defaults["REMOTE_ADDR"] = "192.0.2.99"
    sign_in(ana, "ANA")
    assert ana.status == 429
    assert 0 < int(ana.answer.headers["Retry-After"]) <= 15 * 60
    assert "That was tried too often" in ana.words


def test_names_are_not_tried_one_after_another_from_one_address(ana, ben, limited):
    for number in range(30):
        sign_in(ana, f"name{number}", "wrong")
        assert ana.status == 422
    sign_in(ana, "another", "wrong")
    assert ana.status == 429
    ben.client.defaults["REMOTE_ADDR"] = "192.0.2.1"
    sign_in(ben, "another", "wrong")
    assert ben.status == 422


def test_who_signs_in_is_not_counted(ana, limited):
    someone_signed_in()
    for _ in range(12):
        ana.client.logout()
        sign_in(ana)
        assert ana.status == 200


def test_mails_to_one_address_are_few(ana, limited):
    for _ in range(3):
        ana.send("/account/password/forgotten/", address="ana@example.org")
        assert ana.status == 200
    ana.send("/account/password/forgotten/", address="ana@example.org")
    assert ana.status == 429
    assert len(mail.outbox) == 3
