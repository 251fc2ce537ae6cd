"""Policies attached to a policy for simulation."""

import pytest

from policybuilder.library.attached import LAYERS, MOST, attachment_add, attachment_list, attachment_remove
from policybuilder.library.records import NotFound, TooMany
from policybuilder.library.services import policy_create, policy_delete, policy_duplicate, policy_restore
from tests.library.pages import draft


def add(workspace, policy, layer="boundary", **more):
    more.setdefault("text", "{}") if "source" not in more else None
    return attachment_add(workspace=workspace, public_id=policy.public_id, layer=layer, **more)


def shown(workspace, policy):
    found = attachment_list(workspace=workspace, public_id=policy.public_id)
    return [(each.layer, each.level, each.name, each.text, each.source) for each in found]


def test_they_come_layer_by_layer_and_level_by_level(alice, cats):
    for layer, level in (("resource", 0), ("scp", 3), ("scp", 0), ("identity", 0), ("rcp", 1), ("session", 5)):
        add(alice, cats, layer, level=level, name=f"{layer}{level}")
    assert [(layer, level) for layer, level, *_ in shown(alice, cats)] == [
        ("identity", 0),
        ("session", 0),
        ("scp", 0),
        ("scp", 3),
        ("rcp", 1),
        ("resource", 0),
    ]


@pytest.mark.parametrize("layer", ["boundary", "session"])
def test_there_is_one_boundary_and_one_session_policy(alice, cats, layer):
    add(alice, cats, layer, text="1")
    add(alice, cats, layer, text="2")
    assert [text for *_, text, _ in shown(alice, cats)] == ["2"]


def test_a_policy_of_the_library_shows_its_name_and_its_draft_as_it_stands(alice, cats):
    dogs = policy_create(workspace=alice, name="Dogs", draft=draft("dogs"))
    add(alice, cats, source=dogs.public_id, name="not this")
    found = attachment_list(workspace=alice, public_id=cats.public_id)[0]
    assert (found.name, found.source, found.draft, found.text) == ("Dogs", dogs.public_id, draft("dogs"), "")


def test_a_deleted_source_does_not_count_until_it_is_back(alice, cats):
    dogs = policy_create(workspace=alice, name="Dogs", draft=draft("dogs"))
    add(alice, cats, source=dogs.public_id)
    policy_delete(workspace=alice, public_id=dogs.public_id)
    assert shown(alice, cats) == []
    policy_restore(workspace=alice, public_id=dogs.public_id)
    assert len(shown(alice, cats)) == 1


def test_a_duplicate_has_them_too_and_its_own(alice, cats):
    first = add(alice, cats, "scp", level=2, name="A", text="1")
    copy = policy_duplicate(workspace=alice, public_id=cats.public_id)
    attachment_remove(workspace=alice, public_id=cats.public_id, attachment_id=first.id)
    assert shown(alice, copy) == [("scp", 2, "A", "1", None)]
    assert shown(alice, cats) == []


def test_detaching_takes_from_the_policy_named_alone(alice, cats):
    dogs = policy_create(workspace=alice, name="Dogs", draft=draft("dogs"))
    attached = add(alice, cats)
    attachment_remove(workspace=alice, public_id=dogs.public_id, attachment_id=attached.id)
    assert len(shown(alice, cats)) == 1
    for _ in range(2):
        attachment_remove(workspace=alice, public_id=cats.public_id, attachment_id=attached.id)
    assert shown(alice, cats) == []


def test_there_is_a_limit(alice, cats):
    for _ in range(MOST):
        add(alice, cats, "scp")
    with pytest.raises(TooMany):
        add(alice, cats, "scp")


@pytest.mark.parametrize(("given", "kept"), [(-3, 0), (4, 4), (10**9, 11)])
def test_levels_are_brought_into_their_range(alice, cats, given, kept):
    assert add(alice, cats, "scp", level=given).level == kept


def test_a_layer_has_to_exist(alice, cats):
    with pytest.raises(ValueError, match="crown"):
        add(alice, cats, "crown")
    assert set(LAYERS) == {"identity", "boundary", "session", "scp", "rcp", "resource"}


def test_strangers_neither_see_nor_attach_nor_detach_nor_use_as_a_source(alice, bob, cats):
    attached = add(alice, cats)
    mine = policy_create(workspace=bob, name="Mine", draft=draft("mine"))
    for act in (
        lambda: add(bob, cats),
        lambda: attachment_remove(workspace=bob, public_id=cats.public_id, attachment_id=attached.id),
        lambda: add(bob, mine, source=cats.public_id),
    ):
        with pytest.raises(NotFound):
            act()
    assert len(shown(alice, cats)) == 1
    assert shown(bob, cats) == []
