"""What is compared: two policies, each saved, a revision, on the bench or pasted; the kind; which requests count."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from policybuilder.library.records import PolicyRow
from policybuilder.library.revisions import RevisionRow
from policybuilder.library.selectors import CHOICES
from policybuilder.web.comparing import Readable, read_policy
from policybuilder.web.forms.validate import KINDS
from policybuilder.web.sources import NEWEST, PASTED, WORK, Source, source_of, word_of

LAST_CHANGED = f"The {CHOICES} changed last. For others tick two in the library, and press Compare the two there."
SIDES = ("a", "b")
TITLES = {"a": "A", "b": "B"}

NOTHING: Mapping[str, Sequence[RevisionRow]] = {}


def revision_title(row: RevisionRow) -> str:
    """A revision as a choice: its number and the beginning of its note."""
    return f"Revision {row.number}{f': {row.note[:60]}' if row.note else ''}"


def _revisions_of(policy: PolicyRow, rows: Sequence[RevisionRow]) -> tuple[str, list[tuple[str, str]]]:
    """The revisions of a policy as choices, the newest by either of its names."""
    newest = (word_of(policy.public_id, NEWEST), f"Newest revision, now {policy.revision}")
    others = ((word_of(policy.public_id, row.number), revision_title(row)) for row in rows)
    return f"Revisions of {policy.name}", [newest, *others]


def _text(label: str) -> forms.CharField:
    area = forms.Textarea({"rows": "8", "spellcheck": "false", "autocomplete": "off", "class": "input-code"})
    return forms.CharField(label=label, required=False, strip=False, widget=area)


class CompareForm(forms.Form):
    """Two sides. A side is a word of `sources` (a saved policy's id for its working copy, ID@NUMBER or ID@newest for a
    revision, the unsaved working copy) or a pasted text.

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
        revisions: Mapping[str, Sequence[RevisionRow]] = NOTHING,
        initial: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.read: dict[str, Readable] = {}
        saved = [(policy.public_id, policy.name) for policy in policies]
        groups: list[tuple[str, Any]] = [(PASTED, "The text below"), (WORK, "The working copy")]
        groups += [
            _revisions_of(policy, revisions[policy.public_id]) for policy in policies if policy.public_id in revisions
        ]
        if saved:
            groups.append(("Saved policies", saved))
        for side in SIDES:
            field = self.fields[side]
            if isinstance(field, forms.ChoiceField):
                field.choices = groups
                field.help_text = LAST_CHANGED if len(saved) >= CHOICES else ""
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

    def source(self, side: str) -> Source:
        """What a side names; asked of a valid form, and of a side that is not pasted."""
        return source_of(self.cleaned_data[side])

    @property
    def linkable(self) -> bool:
        """Is all of it kept here, so that an address can name it? Asked of a valid form."""
        return all(self.cleaned_data[side] != PASTED for side in SIDES)
