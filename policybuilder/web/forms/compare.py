"""What is compared: two policies, each saved, on the bench or pasted; the kind; which requests count."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from policybuilder.library.records import PolicyRow
from policybuilder.library.selectors import CHOICES
from policybuilder.web.comparing import Readable, read_policy
from policybuilder.web.forms.validate import KINDS

PASTED, WORK = "", "work"
NEWEST = f"The {CHOICES} changed last. For others tick two in the library, and press Compare the two there."
SIDES = ("a", "b")
TITLES = {"a": "A", "b": "B"}


def _text(label: str) -> forms.CharField:
    area = forms.Textarea({"rows": "8", "spellcheck": "false", "autocomplete": "off", "class": "input-code"})
    return forms.CharField(label=label, required=False, strip=False, widget=area)


class CompareForm(forms.Form):
    """Two sides. A side is a word of `sources` (a saved policy's id, the working copy) or a pasted text.

    Valid where each side is given, and every text is one policy: `read` has those.
    """

    a = forms.ChoiceField(label="A, the one before", required=False)
    a_text = _text("A as text")
    b = forms.ChoiceField(label="B, the one after", required=False)
    b_text = _text("B as text")
    kind = forms.ChoiceField(choices=[("", "As the policies tell"), *KINDS[1:]], required=False, label="Compared as")
    rekognition = forms.BooleanField(
        required=False,
        label="Rekognition only",
        help_text="Leaves the actions of other services aside.",
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        policies: Sequence[PolicyRow] = (),
        initial: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.read: dict[str, Readable] = {}
        saved = [(policy.public_id, policy.name) for policy in policies]
        groups: list[tuple[str, Any]] = [(PASTED, "The text below"), (WORK, "The working copy")]
        if saved:
            groups.append(("Saved policies", saved))
        for side in SIDES:
            field = self.fields[side]
            if isinstance(field, forms.ChoiceField):
                field.choices = groups
                field.help_text = NEWEST if len(saved) >= CHOICES else ""
                field.error_messages["invalid_choice"] = "This policy is no longer in the library. Choose another one."

    def clean(self) -> dict[str, Any]:
        """Each side has to be given."""
        fields = super().clean() or {}
        for side in SIDES:
            # A field's line ends are the browser's (CR LF by the HTML standard).
            text = str(fields.get(f"{side}_text") or "").replace("\r\n", "\n").removeprefix("\ufeff")
            fields[f"{side}_text"] = text
            if side in fields and fields[side] == PASTED:
                self._read(side, text)
        return fields

    def _read(self, side: str, text: str) -> None:
        found = read_policy(text) if text.strip() else (f"Paste policy {TITLES[side]}, or choose one above.",)
        if isinstance(found, Readable):
            self.read[side] = found
            return
        for sentence in found:
            self.add_error(f"{side}_text", sentence)

    @property
    def linkable(self) -> bool:
        """Is all of it kept here, so that an address can name it? Asked of a valid form."""
        return all(self.cleaned_data[side] != PASTED for side in SIDES)
