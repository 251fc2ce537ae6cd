"""Several requests at once, each in a thread with a connection of its own, on a database in a file as it is served."""

from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore

from policybuilder.accounts.services import workspace_require
from policybuilder.inventory.readers import read
from policybuilder.inventory.selectors import known_arns
from policybuilder.inventory.services import inventory_read, sample_load, sample_text
from policybuilder.library.models import SavedPolicy, WorkStep
from policybuilder.library.records import Conflict
from policybuilder.library.revisions import revision_list
from policybuilder.library.selectors import policy_get, policy_list, scratch_get, step_list
from policybuilder.library.services import policy_create, policy_save, scratch_get_or_create
from tests.at_once import database_in_a_file, in_threads
from tests.library.pages import Page, draft, titles

MANY = 8

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def served(tmp_path, monkeypatch):
    database_in_a_file(tmp_path, monkeypatch)


@pytest.fixture
def alice(served):
    [workspace] = in_threads(lambda: workspace_require(SessionStore()))
    return workspace


@pytest.fixture
def cats(alice):
    [record] = in_threads(lambda: policy_create(workspace=alice, name="Cats", draft=draft("start")))
    return record


def test_of_many_pages_one_wins_and_the_others_hear_of_it(alice, cats):
    pages = [Page(cats) for _ in range(MANY)]
    answers = in_threads(*(lambda n=n, page=page: page.keep(f"t{n}") for n, page in enumerate(pages)))
    won = [answer for answer in answers if not isinstance(answer, Exception)]
    assert len(won) == 1
    assert {type(answer) for answer in answers if isinstance(answer, Exception)} == {Conflict}
    assert all(answer.record == won[0] for answer in answers if isinstance(answer, Conflict))
    [kept] = in_threads(lambda: policy_get(workspace=alice, public_id=cats.public_id))
    assert kept == won[0]


def test_of_one_pages_writes_the_newest_stays(alice, cats):
    page = Page(cats)
    writes = [page.stamp() for _ in range(MANY)]

    def write(stamp):
        late = Page(cats, tab=page.tab)
        late.sequence = stamp["sequence"] - 1
        return late.keep(f"t{stamp['sequence']}")

    answers = in_threads(*(lambda stamp=stamp: write(stamp) for stamp in writes))
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    kept, steps = in_threads(
        lambda: policy_get(workspace=alice, public_id=cats.public_id),
        lambda: step_list(workspace=alice, public_id=cats.public_id),
    )
    assert (titles(kept), kept.sequence) == ([f"t{MANY}"], MANY)
    assert [step.number for step in steps] == list(range(1, kept.state + 2))


def test_a_workspace_gets_one_scratch_document(alice):
    answers = in_threads(*[lambda: scratch_get_or_create(workspace=alice, draft=draft("a"))] * MANY)
    assert len({answer.public_id for answer in answers}) == 1
    [steps] = in_threads(WorkStep.objects.count)
    assert steps == 1


def test_saving_at_once_gives_one_document_one_place(alice):
    [scratch] = in_threads(lambda: scratch_get_or_create(workspace=alice, draft=draft("a")))
    save: dict[str, Any] = {"workspace": alice, "public_id": scratch.public_id, "base_state": scratch.state}
    answers = in_threads(*(lambda n=n: policy_save(**save, name=f"n{n}") for n in range(MANY)))
    assert sum(not isinstance(answer, Exception) for answer in answers) == 1
    listed, left, all_rows = in_threads(
        lambda: policy_list(workspace=alice), lambda: scratch_get(workspace=alice), SavedPolicy.objects.count
    )
    assert (len(listed), left, all_rows) == (1, None, 1)


def test_revisions_saved_at_once_are_numbered_without_gaps(alice, cats):
    save: dict[str, Any] = {"workspace": alice, "public_id": cats.public_id, "name": "Cats"}
    answers = in_threads(*(lambda n=n: policy_save(**save, note=f"n{n}") for n in range(MANY)))
    assert sorted(answer.revision for answer in answers) == list(range(2, MANY + 2))
    [found] = in_threads(lambda: revision_list(workspace=alice, public_id=cats.public_id))
    assert [each.number for each in found] == list(range(MANY + 1, 0, -1))
    assert {each.note for each in found} == {"", *(f"n{n}" for n in range(MANY))}


def test_undo_and_typing_at_once_lose_no_count(alice, cats):
    page = Page(cats)
    in_threads(lambda: [page.keep(f"t{n}") for n in range(5)])
    others = [Page(cats) for _ in range(MANY)]
    for other in others:
        other.base = page.base
    works = [
        other.undo if n % 2 else (lambda n=n, other=other: other.keep(f"typed {n}")) for n, other in enumerate(others)
    ]
    answers = in_threads(*works)
    assert sum(not isinstance(answer, Exception) for answer in answers) == 1
    [kept] = in_threads(lambda: policy_get(workspace=alice, public_id=cats.public_id))
    assert kept.state == page.base + 1


def test_one_listing_read_many_times_at_once_is_kept_once(alice):
    answers = in_threads(*[lambda: sample_load(workspace=alice)] * 4, lambda: inventory_read(workspace=alice, text=""))
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    [arns] = in_threads(lambda: known_arns(workspace=alice))
    assert sorted(arns) == sorted(item.name.arn for item in read(sample_text()).items)
