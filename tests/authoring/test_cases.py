"""Drafts and the policies they give, as data: `tests/cases/drafts/*.json`.

A case has a name, a reason (`why`), the draft, the policy with its members in order, the notes as "severity code", and
`text` where source characters count.
"""

import json
from pathlib import Path

import pytest

from policybuilder.authoring import compose
from policybuilder.iam import parse, render_json
from tests.authoring.build import accepted, plain

CASES = sorted((Path(__file__).parent.parent / "cases" / "drafts").glob("*.json"))


def read(path):
    return json.loads(path.read_text("utf-8"))


def test_there_are_cases_and_each_has_its_parts():
    assert len(CASES) > 30
    for path in CASES:
        case = read(path)
        assert (
            {"name", "why", "draft", "policy", "notes"}
            <= set(case)
            <= {
                "name",
                "why",
                "draft",
                "policy",
                "notes",
                "text",
            }
        ), path.name
        assert case["name"]
        assert case["why"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_draft_gives_its_policy_and_notes(path):
    case = read(path)
    draft = accepted(case["draft"])
    assert plain(draft) == case["draft"]
    composed = compose(draft)
    assert composed.text == case.get("text", render_json(case["policy"]))
    assert [f"{note.severity} {note.code}" for note in composed.notes] == case["notes"]
    assert parse(composed.text).policy == composed.policy
    assert [each.statement for each in composed.provenance] == list(range(len(composed.policy.statements)))


def test_a_pair_is_found_at_its_place_in_the_document():
    paths = {
        "guide_as_written": [
            ("Statement", 1, "Action", 3),
            ("Statement", 2, "Action", 0),
            ("Statement", 3, "Action", 0),
        ],
        "exact_useless_resource": [("Statement", 0, "Action")],
    }
    for name, expected in paths.items():
        case = next(read(path) for path in CASES if path.stem == name)
        assert [note.path for note in compose(accepted(case["draft"])).notes] == expected
    single = {**case["draft"], "settings": {"single_statement": True}}
    assert [note.path for note in compose(accepted(single)).notes] == [("Statement", "Action")]
