"""Compose's notes as the page shows them: a sentence, where it belongs, and the ways out as buttons."""

from dataclasses import dataclass

from policybuilder.authoring import Composed, Note
from policybuilder.authoring.notes import NoteCode
from policybuilder.wording import NOTE_SEVERITIES, note_sentence, way_out_label

OF_FINDINGS = frozenset(code for code in NoteCode if code.value.startswith("pair_"))


@dataclass(frozen=True, slots=True)
class WayOutButton:
    """A way out: what its button says, and the value that the form posts to take it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class NoteCard:
    """One note: its number in the composed policy (also its id on the page), words, weight, ways out."""

    number: int
    severity: str
    title: str
    sentence: str
    rule: str
    statement: int | None
    ways_out: tuple[WayOutButton, ...]

    @property
    def anchor(self) -> str:
        """The note's id on the page."""
        return f"note-{self.number}"


def notes_of(composed: Composed, *, rule: str | None = None) -> tuple[NoteCard, ...]:
    """All notes, or those of one rule. Pairs that never match are left to the findings, which know their place."""
    return tuple(
        _card(number, note)
        for number, note in enumerate(composed.notes)
        if (rule is None or note.rule == rule) and note.code not in OF_FINDINGS
    )


def _card(number: int, note: Note) -> NoteCard:
    return NoteCard(
        number=number,
        severity=note.severity.value,
        title=f"{NOTE_SEVERITIES[note.severity]}.",
        sentence=note_sentence(note),
        rule=note.rule or "",
        statement=note.statement,
        ways_out=tuple(
            WayOutButton(way_out_label(way), f"way-out:{number}:{place}:{note.code.value}")
            for place, way in enumerate(note.ways_out)
        ),
    )
