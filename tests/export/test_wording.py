"""Every id has its sentence, and nothing in one stays empty."""

import pytest

from policybuilder.export import FORMS, ExportNote, Form, Kind, NoteId, Obstacle, Reason
from policybuilder.wording import exports


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence(reason):
    value = "project" if reason is Reason.NO_PLACE else "VALUE"
    words = exports.obstacle_sentence(Obstacle(reason, ("Statement", 1, "Action", 0), value))
    assert words.startswith("Statement 2, Action 1: ")
    assert "{}" not in words
    assert "  " not in words
    assert ("VALUE" in words) == ("{value}" in exports.REASON_SENTENCES[reason])


def test_kinds_without_a_place_are_told_what_helps():
    for kind in exports.INSTEAD:
        words = exports.obstacle_sentence(Obstacle(Reason.NO_PLACE, (), kind.value))
        assert exports.KIND_NAMES[kind] in words
        assert exports.INSTEAD[kind] in words


def test_every_note_form_and_kind_has_words():
    assert set(exports.NOTE_SENTENCES) == set(NoteId)
    assert set(exports.FORM_NAMES) == set(exports.FORM_SENTENCES) == set(FORMS) == set(Form)
    assert set(exports.KIND_NAMES) == set(Kind)
    assert set(exports.REASON_SENTENCES) == set(Reason)
    words = exports.export_note_sentence(ExportNote(NoteId.FILL_IN, ("ROLE_NAME",)))
    assert words == "Put your own value in the place of ROLE_NAME."


def test_files_have_names_of_their_own():
    assert len({entry.ending for entry in FORMS.values()}) == len(FORMS)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov", "aws-iso"])
def test_the_console_has_a_page_for_policies_that_stand_alone(kind, partition):
    page = exports.console_page(kind, partition)
    if kind in {Kind.SESSION, Kind.PROJECT, Kind.TRUST, Kind.RESOURCE}:
        assert page is None
        return
    assert page is not None
    assert page.steps
    host = {"aws": "console.aws.amazon.com", "aws-cn": "console.amazonaws.cn"}.get(partition)
    if partition == "aws-iso":
        assert page.address == ""
    elif host:
        assert page.address.startswith(f"https://{host}/")
