"""The question of the Validate page: a text, the kind of policy it is."""

from django import forms

from policybuilder.validator import PolicyKind
from policybuilder.web.forms.start import TextForm
from policybuilder.wording.finding_text import KIND_NAMES

KINDS = [
    ("", "Guess from the document"),
    *((kind.value, KIND_NAMES[kind][0].upper() + KIND_NAMES[kind][1:]) for kind in PolicyKind),
]
MOST_EARLIER = 20


class ValidateForm(TextForm):
    """Text from a field or a file, and what it is read as."""

    kind = forms.ChoiceField(choices=KINDS, required=False, label="Kind of policy")
