"""Save and the library: list, search, rename, duplicate, delete and back. Tags and long lists: test_library_lists.py."""

import pytest


@pytest.fixture
def saved(ana):
    """Ana's browser after she saved one policy; the address of that policy is `landed`."""
    ana.open("/").fill("name", "Cats").press("save")
    return ana


def id_of(visitor):
    return visitor.landed.split("/")[2]


def names(visitor):
    visitor.open("/policies/")
    return shown(visitor)


def shown(visitor):
    """The names in the list, as it is."""
    return [row.one("th").all("a")[0].words for row in visitor.page.all("tr") if row.inside("tbody")]


@pytest.mark.parametrize("scripts", [True, False])
def test_saving_gives_the_policy_its_name_and_its_address(ana, ben, scripts):
    visitor = ben if scripts else ana
    visitor.open("/").press("rule-remove:r1")
    text = visitor.policy_text
    visitor.fill("name", "  Use the cats model ").press("save")
    assert visitor.landed.startswith("/policies/")
    assert visitor.value("name") == "Use the cats model"
    assert "Saved as Use the cats model, revision 1." in visitor.words
    assert visitor.policy_text == text
    assert names(visitor) == ["Use the cats model"]
    visitor.open("/")
    assert "An example to change" in visitor.words, "the unsaved policy went into the library"


def test_a_name_that_is_there_already_is_said_once(ana):
    twice = "Another policy in this library has the same name."
    ana.open("/").fill("name", "Cats").press("save")
    assert twice not in ana.words
    ana.open("/").fill("name", "Cats").press("save")
    assert "Saved as Cats, revision 1." in ana.words
    assert twice in ana.words
    ana.fill("note", "checked").press("save")
    assert twice not in ana.words, "it was said"
    ana.fill("name", "Dogs").press("save")
    assert twice not in ana.words
    ana.fill("name", "Cats").press("save")
    assert twice in ana.words


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "a\x00b", "\u200b", "a\x1b[31m"])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_name_that_is_none_is_explained_and_nothing_is_lost(ana, ben, name, scripts):
    visitor = ben if scripts else ana
    visitor.open("/").press("rule-remove:r1").fill("name", name).press("save")
    assert visitor.status == 422
    assert "1 to 120 characters" in visitor.field_message("name")
    assert visitor.page.one(class_="error-summary").one("a").get("href") == "#id_name"
    assert visitor.value("name") == name
    assert visitor.cards == ["r2", "r3", "r4", "r5"]
    assert names(visitor) == []


def test_a_saved_policy_is_worked_on_and_saved_again(saved):
    address = saved.landed
    saved.press("rule-open:r2").type(rules_1_title="Tag the shelf").press("")
    assert saved.landed == address
    assert "TagTheShelf" in saved.another_tab(address).sids
    saved.fill("name", "Cats and dogs").press("save")
    assert saved.landed == address
    assert names(saved) == ["Cats and dogs"]


def test_saving_an_unreadable_form_saves_the_last_good_policy_and_says_so(saved):
    saved.type(settings_account="12").press("save")
    assert "Saved with the last good policy" in saved.words
    assert saved.value("settings-account") == "12"


def test_every_part_of_a_saved_policy_has_its_address(saved):
    address = saved.landed
    text = saved.policy_text
    assert saved.client.get(f"{address}policy.json").content.decode() == text
    assert saved.client.get(f"{address}policy.json").headers["Content-Disposition"].endswith('"cats.json"')
    assert "Cats" in saved.open(f"{address}simulate/").words
    assert saved.open(f"{address}pane/", pane="summary").part("tab-summary").get("aria-current") == "page"
    links = {each.get("href") for each in saved.part("result").all("a") if "?pane" in each.get("href")}
    assert all(link.startswith(address) for link in links)
    cells = saved.open(f"{address}pane/", pane="map").page.one("table").all("a", class_="decision")
    assert cells
    assert all(cell.get("href").startswith(f"{address}simulate/?") for cell in cells)


def test_the_library_is_empty_at_first(ana):
    ana.open("/policies/")
    assert "Nothing saved yet" in ana.words
    assert ana.page.all("a", href="/")


def test_the_newest_change_comes_first(saved):
    saved.open("/").fill("name", "Dogs").press("save")
    assert names(saved) == ["Dogs", "Cats"]
    saved.open("/policies/").page.one("a", href=saved.landed)
    first = saved.page.all("a", where=lambda each: each.words == "Cats")[0].get("href")
    saved.open(first).press("rule-remove:r1")
    assert names(saved) == ["Cats", "Dogs"]


def test_the_library_is_searched_by_name(saved):
    saved.open("/").fill("name", "Ägyptische Katzen").press("save")
    assert "Ägyptische Katzen" in saved.open("/policies/", search="ägypt").page.one("table").words
    assert "Cats" not in saved.page.one("table").words
    assert saved.page.one("input", type="search").get("value") == "ägypt"
    assert "No policy matches" in saved.open("/policies/", search="%").words
    assert "Cats" in saved.open("/policies/", search="  ").words


def test_a_policy_is_renamed_in_its_row(saved):
    name = id_of(saved)
    saved.open("/policies/", rename=name)
    field = saved.part(f"rename-{name}")
    assert field.get("value") == "Cats"
    assert "data-autofocus" in field
    saved.send("/policies/", do=f"rename:{name}", name="Dogs")
    assert names(saved) == ["Dogs"]
    assert saved.open(f"/policies/{name}/").value("name") == "Dogs"


@pytest.mark.parametrize("name", ["", " ", "x" * 121, "a\x1bb"])
def test_a_bad_new_name_is_refused_and_the_old_one_stays(saved, name):
    saved.send("/policies/", do=f"rename:{id_of(saved)}", name=name)
    assert "The old name stays" in saved.words
    assert names(saved) == ["Cats"]


def test_a_copy_is_a_policy_of_its_own(saved):
    original = saved.landed
    saved.send("/policies/", do=f"duplicate:{id_of(saved)}")
    assert names(saved) == ["Copy of Cats", "Cats"]
    copy = saved.page.all("a", where=lambda each: each.words == "Copy of Cats")[0].get("href")
    saved.open(copy).press("rule-remove:r1")
    assert saved.another_tab(original).cards == ["r1", "r2", "r3", "r4", "r5"]


def test_a_deleted_policy_is_one_undo_away(saved):
    name, text = id_of(saved), saved.policy_text
    saved.send("/policies/", do=f"delete:{name}")
    assert "Cats is deleted." in saved.words
    assert names(saved) == []
    undo = saved.page.one("section", class_="bin").one("button")
    assert "the deletion of Cats" in undo.words
    saved.send("/policies/", do=undo.get("value"))
    assert names(saved) == ["Cats"]
    assert saved.open(f"/policies/{name}/").policy_text == text
    assert "disabled" not in saved.press("rule-remove:r1").page.one("button", value="undo")


def test_pressing_twice_does_it_once(saved):
    name = id_of(saved)
    for do in ("delete", "delete", "restore", "restore"):
        saved.send("/policies/", do=f"{do}:{name}")
        assert saved.status == 200
    assert names(saved) == ["Cats"]


@pytest.mark.parametrize("do", ["", "nonsense", "rename", "nonsense:x"])
def test_a_made_up_order_changes_nothing(saved, do):
    saved.send("/policies/", do=do)
    assert saved.status in (200, 404)
    assert names(saved) == ["Cats"]
