"""What one browser made does not exist for another: 404 for every address and verb, and nothing changes."""

import pytest

from tests.web.visitor import Visitor


@pytest.fixture
def address(ben):
    """A policy that Ben saved."""
    ben.open("/").fill("name", "Cats").press("save")
    return ben.landed


@pytest.fixture(params=["fresh", "with work of their own"])
def stranger(request, db):
    visitor = Visitor()
    visitor.open("/")
    if request.param != "fresh":
        visitor.fill("name", "Dogs").press("save")
    return visitor


def test_a_stranger_finds_nothing_at_any_address(stranger, ben, address):
    for part in ("", "simulate/", "pane/", "policy.json", "preview/"):
        for verb in ("GET", "HEAD", "POST"):
            answer = stranger.client.generic(verb, address + part)
            refused = {405} if (verb == "POST") == (part in ("simulate/", "pane/", "policy.json")) else set()
            assert answer.status_code in {404} | refused, f"{verb} {part}"
            assert b"Cats" not in answer.content
    ben.open(address)
    assert ben.value("name") == "Cats"


@pytest.mark.parametrize(
    "do", ["", "save", "undo", "redo", "rule-add:Allow", "rule-remove:r1", "keep-mine:1", "way-out:1:0:star_only"]
)
def test_no_button_works_for_a_stranger(stranger, ben, address, do):
    before = ben.open(address).policy_text
    stranger.action = address
    stranger.pairs = list(ben.pairs)
    stranger.press(do, on_page=False)
    assert stranger.status == 404
    assert "There is nothing here" in stranger.words
    assert ben.open(address).policy_text == before


@pytest.mark.parametrize("do", ["rename", "duplicate", "delete", "restore"])
def test_the_library_of_a_stranger_cannot_touch_it(stranger, ben, address, do):
    name = address.split("/")[2]
    stranger.send("/policies/", do=f"{do}:{name}", name="Mine now")
    assert stranger.status == 404
    assert "Cats" in ben.open("/policies/").words
    assert "Cats" not in stranger.open("/policies/").words


def test_the_unsaved_work_and_the_inventory_are_each_ones_own(ana, ben):
    ben.open("/").press("rule-remove:r1")
    ben.send("/inventory/", do="sample")
    assert ana.open("/").cards == ["r1", "r2", "r3", "r4", "r5"]
    assert "Nothing here yet" in ana.open("/inventory/").words
    ana.send("/inventory/", do="forget")
    assert "Nothing here yet" not in ben.open("/inventory/").words


@pytest.mark.parametrize("name", ["x" * 16, "nonsense", "..", "%00", "A" * 5000, "é" * 16, "0" * 16])
def test_made_up_addresses_are_not_found(stranger, name):
    for path in (f"/policies/{name}/", f"/policies/{name}/simulate/", f"/policies/{name}/policy.json"):
        assert stranger.client.get(path).status_code == 404


def test_a_deleted_policy_is_not_found_until_it_is_back(ben, address):
    name = address.split("/")[2]
    ben.send("/policies/", do=f"delete:{name}")
    assert ben.open(address).status == 404
    assert ben.client.post(f"{address}preview/", {"name": "x"}).status_code == 404
    ben.send("/policies/", do=f"restore:{name}")
    assert ben.open(address).status == 200
