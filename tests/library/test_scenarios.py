"""Scenarios kept beside a policy."""

import pytest

from policybuilder.library.records import NotFound, TooMany
from policybuilder.library.scenarios import MOST, NewScenario, scenario_list, scenario_remove, scenarios_add
from policybuilder.library.services import policy_duplicate, scratch_get_or_create, scratch_replace
from tests.library.pages import draft

REQUEST = {"operation": "CreateProject", "context": {"b": "1", "a": ["x", "é"]}}


def add(workspace, policy, *names, group="", **more):
    scenarios = [NewScenario(name, group, REQUEST, "allowed") for name in names]
    return scenarios_add(workspace=workspace, public_id=policy.public_id, scenarios=scenarios, **more)


def shown(workspace, policy):
    return [(each.group, each.name) for each in scenario_list(workspace=workspace, public_id=policy.public_id)]


def test_they_come_group_by_group_in_the_order_of_keeping(alice, cats):
    add(alice, cats, "1", "2", group="Use")
    add(alice, cats, "3", group="Train")
    add(alice, cats, "4", group="Use")
    assert shown(alice, cats) == [("Use", "1"), ("Use", "2"), ("Use", "4"), ("Train", "3")]


def test_a_request_is_kept_member_by_member(alice, cats):
    assert add(alice, cats, " a ") == 1
    found = scenario_list(workspace=alice, public_id=cats.public_id)[0]
    assert (found.name, found.expect) == ("a", "allowed")
    assert str(found.request) == str(REQUEST)


def test_removing_gives_what_it_was_and_twice_is_once(alice, cats):
    add(alice, cats, "a", "b")
    first = scenario_list(workspace=alice, public_id=cats.public_id)[0]
    assert scenario_remove(workspace=alice, public_id=cats.public_id, scenario_id=first.id) == first
    assert scenario_remove(workspace=alice, public_id=cats.public_id, scenario_id=first.id) is None
    assert shown(alice, cats) == [("", "b")]


def test_more_than_may_be_are_kept_not_at_all(alice, cats):
    add(alice, cats, *map(str, range(MOST - 1)))
    with pytest.raises(TooMany):
        add(alice, cats, "a", "b")
    assert len(shown(alice, cats)) == MOST - 1
    add(alice, cats, "a")


def test_a_duplicate_has_them_too(alice, cats):
    add(alice, cats, "a")
    copy = policy_duplicate(workspace=alice, public_id=cats.public_id)
    add(alice, cats, "b")
    assert shown(alice, copy) == [("", "a")]


def test_the_example_brings_its_own_and_takes_them_along_when_it_goes(alice):
    examples = [NewScenario("example", "", REQUEST, "allowed")]
    scratch = scratch_get_or_create(workspace=alice, draft=draft("start"), scenarios=examples)
    again = scratch_get_or_create(workspace=alice, draft=draft("start"), scenarios=examples)
    assert shown(alice, again) == [("", "example")]
    add(alice, scratch, "mine")
    scratch_replace(workspace=alice, draft=draft("other"))
    assert shown(alice, scratch) == [("", "mine")]


def test_strangers_neither_see_nor_keep_nor_remove(alice, bob, cats):
    add(alice, cats, "a")
    kept = scenario_list(workspace=alice, public_id=cats.public_id)[0]
    for act in (
        lambda: add(bob, cats, "b"),
        lambda: scenario_remove(workspace=bob, public_id=cats.public_id, scenario_id=kept.id),
    ):
        with pytest.raises(NotFound):
            act()
    assert shown(bob, cats) == []
    assert shown(alice, cats) == [("", "a")]
