"""Ways out of a note: the button that the page shows makes the edit that compose offered, and nothing else."""

import json
from pathlib import Path

import pytest

from policybuilder.authoring import Draft, WayOut, WayOutId, apply_way_out, compose
from tests.authoring.build import CATS, CATS_V1, accepted, allow, deny, draft
from tests.web.visitor import working_on

CASES = sorted((Path(__file__).parent.parent / "cases" / "drafts").glob("*.json"))


def offered():
    """For each way out the first draft of the cases that offers it, with the number of the note and of the way."""
    found: dict[WayOutId, tuple[Draft, str, WayOut, str]] = {}
    for path in CASES:
        given = accepted(json.loads(path.read_text("utf-8"))["draft"])
        if given.settings.kind == "project":
            continue
        for number, note in enumerate(compose(given).notes):
            for place, way in enumerate(note.ways_out if note.rule else ()):
                value = f"way-out:{number}:{place}:{note.code.value}"
                found.setdefault(way.id, (given, str(note.rule), way, value))
    return found


OFFERED = offered()


def test_every_way_out_is_tried():
    assert set(OFFERED) == set(WayOutId)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("name", OFFERED)
def test_the_button_does_what_compose_offered(ana, ben, name, scripts):
    given, rule, way, value = OFFERED[name]
    visitor = working_on(ben if scripts else ana, given)
    assert visitor.policy_text == compose(given).text
    visitor.press(value)
    expected = apply_way_out(given, rule, way)
    assert visitor.policy_text == compose(expected).text
    assert visitor.cards == [each.id for each in expected.rules]
    if not scripts:
        assert visitor.landed == f"/#rule-{rule}"
    visitor.press("undo")
    assert visitor.policy_text == compose(given).text


def test_a_note_says_what_is_so_beside_its_rule(ana):
    working_on(ana, draft(deny("CreateProject", CATS, title="No cats")))
    note = ana.part("note-0")
    assert note.inside("article")
    assert "CreateProject" in note.words
    labels = [button.words for button in note.all("button")]
    assert len(labels) == 3
    assert any("everywhere" in label for label in labels)


def test_a_way_out_counts_what_was_typed_just_now(ben):
    working_on(ben, draft(deny("CreateProject", CATS, title="No cats")))
    button = next(each.get("value") for each in ben.part("note-0").all("button") if "everywhere" in each.words)
    ben.press("rule-open:r1").fill("rules-0-title", "Never any").press(button)
    assert ben.policy["Statement"] == [
        {"Sid": "NeverAny", "Effect": "Deny", "Action": "rekognition:CreateProject", "Resource": "*"}
    ]


def test_a_way_out_of_an_older_page_is_left_alone(ben):
    """The note under that number is another one by now, or there is none."""
    working_on(ben, draft(deny("CreateProject", CATS), allow("StartProjectVersion", CATS_V1)))
    button = ben.part("note-0").all("button")[0].get("value")
    ben.press("rule-remove:r1")
    before = ben.policy_text
    ben.press(button, on_page=False)
    assert (ben.status, ben.policy_text) == (200, before)


def test_no_way_out_is_taken_while_the_form_cannot_be_read(ben):
    working_on(ben, draft(deny("CreateProject", CATS)))
    button = ben.part("note-0").all("button")[0].get("value")
    ben.type(settings_account="12").press(button)
    assert ben.value("settings-account") == "12"
    assert ben.has("stale")
    assert ben.policy["Statement"] == []
