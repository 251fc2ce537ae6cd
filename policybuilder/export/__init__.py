"""Taking a policy away: the forms that people keep policies in, each exact or refused with its reasons."""

from policybuilder.export.base import (
    Exported,
    ExportNote,
    Form,
    Kind,
    NoteId,
    Obstacle,
    Placement,
    Reason,
    Refused,
)
from policybuilder.export.forms import FORMS, FormEntry, export

__all__ = [
    "FORMS",
    "ExportNote",
    "Exported",
    "Form",
    "FormEntry",
    "Kind",
    "NoteId",
    "Obstacle",
    "Placement",
    "Reason",
    "Refused",
    "export",
]
