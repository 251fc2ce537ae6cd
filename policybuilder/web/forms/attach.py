"""Attaching another policy to the question: which layer it is, and the policy itself, from the library or pasted."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from policybuilder.iam import Severity, parse, split_arn
from policybuilder.library.records import PolicyRow
from policybuilder.library.selectors import CHOICES
from policybuilder.web.forms.start import TextForm
from policybuilder.wording import finding_sentence

LONGEST = 131_072  # what AWS's own simulator takes of one document ("SimulateCustomPolicy")
LAYER_CHOICES = (
    ("boundary", "Permissions boundary"),
    ("scp", "Service control policy (SCP)"),
    ("session", "Session policy"),
    ("resource", "Project policy, or another policy on the resource"),
    ("identity", "Identity policy of the caller"),
    ("rcp", "Resource control policy (RCP)"),
)
NEWEST = f"The {CHOICES} changed last; another one can be pasted."
LEVEL_CHOICES = (("0", "the root"), *((str(level), f"level {level} below") for level in range(1, 6)))


class AttachForm(TextForm):
    """A layer, for SCPs and RCPs its level, and a policy: one of the library, or a document as text."""

    layer = forms.ChoiceField(label="It counts as", choices=LAYER_CHOICES)
    level = forms.TypedChoiceField(label="Attached to", choices=LEVEL_CHOICES, coerce=int, required=False, initial="0")
    name = forms.CharField(label="Name", max_length=120, required=False)
    source = forms.ChoiceField(label="From the library", required=False)
    about = forms.CharField(
        label="The resource it is on", max_length=2048, required=False, help_text="Its ARN. Empty: what is asked about."
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        policies: Sequence[PolicyRow] = (),
    ) -> None:
        super().__init__(data, files)
        source = self.fields["source"]
        if isinstance(source, forms.ChoiceField):
            source.choices = [("", "A document, pasted below"), *((row.public_id, row.name) for row in policies)]
            if len(policies) >= CHOICES:
                source.help_text = NEWEST
        self.fields["text"].label = "Or the document"
        self.fields["text"].widget.attrs["rows"] = "6"

    def clean(self) -> dict[str, Any]:
        """The layer and one policy that can be read. Faults are said at the field, with their places."""
        fields = dict(self.cleaned_data)
        fields["about"] = (fields.get("about") or "").strip()
        if fields["about"] and split_arn(fields["about"]) is None:
            self.add_error("about", "This is not an ARN.")
        if not fields.get("source"):
            text = super().clean()["text"]
            fields["text"] = text
            parsed = parse(text, limit=LONGEST)
            for finding in parsed.findings:
                if finding.severity is Severity.ERROR:
                    start = finding.span.start if finding.span else None
                    place = f"Line {start.line}, column {start.column + 1}: " if start else ""
                    self.add_error("text", place + finding_sentence(finding))
        return fields
