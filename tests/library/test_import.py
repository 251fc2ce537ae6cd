"""Several policies saved at once: all or none, under names that are valid and differ."""

import pytest

from policybuilder.authoring import draft_plain, first_visit
from policybuilder.library.models import NAME_LENGTH
from policybuilder.library.names import IMPORTED, free_name, policy_name
from policybuilder.library.selectors import policy_list
from policybuilder.library.services import policies_import, policy_delete

DRAFT = draft_plain(first_visit())


@pytest.mark.parametrize(
    ("text", "taken", "name"),
    [
        ("share", (), "share"),
        ("  a \t b\n", (), "a b"),
        ("a\x00b\u2028c", (), "a b c"),
        ("", (), IMPORTED),
        ("\u200b", (), IMPORTED),
        ("share", ("share",), "share 2"),
        ("share", ("share", "share 2"), "share 3"),
        ("x" * 500, (), "x" * NAME_LENGTH),
        ("x" * 500, ("x" * NAME_LENGTH,), "x" * (NAME_LENGTH - 2) + " 2"),
    ],
)
def test_a_free_name_is_valid_and_as_near_as_can_be(text, taken, name):
    assert free_name(text, taken) == name == policy_name(name)


def names(workspace):
    return sorted(row.name for row in policy_list(workspace=workspace))


def test_each_gets_a_name_of_its_own_beside_those_that_are_there(alice, bob, cats):
    made = policies_import(workspace=alice, policies=[("Cats", DRAFT), ("", DRAFT), ("Cats", DRAFT)])
    assert [each.name for each in made] == ["Cats 2", IMPORTED, "Cats 3"]
    assert names(alice) == ["Cats", "Cats 2", "Cats 3", IMPORTED]
    assert [each.draft for each in made] == [DRAFT] * 3
    assert policies_import(workspace=bob, policies=[("Cats", DRAFT)])[0].name == "Cats"


def test_the_name_of_a_deleted_policy_is_free(alice, cats):
    policy_delete(workspace=alice, public_id=cats.public_id)
    assert policies_import(workspace=alice, policies=[("Cats", DRAFT)])[0].name == "Cats"


def test_all_are_saved_or_none(alice):
    with pytest.raises(TypeError):
        policies_import(workspace=alice, policies=[("One", DRAFT), ("Two", {"rules": {1, 2}})])
    assert names(alice) == []
