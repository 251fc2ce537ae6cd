"""Pasted or uploaded text: a policy to start from, or a listing for the inventory."""

from typing import Any

from django import forms
from django.conf import settings


class TextForm(forms.Form):
    """Text from a field or a file; one of the two. The cleaned `text` is what was given, byte order mark removed."""

    text = forms.CharField(
        label="Text",
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": "12", "spellcheck": "false", "autocomplete": "off", "class": "input-code"}),
    )
    file = forms.FileField(label="Or choose a file", required=False)

    def clean_file(self) -> str:
        """The file's text. Raises a validation error for a file that is not UTF-8 text or too large."""
        upload = self.cleaned_data["file"]
        if upload is None:
            return ""
        if upload.size > settings.BODY_LIMIT:
            raise forms.ValidationError(f"The file is larger than {settings.BODY_LIMIT:,} bytes.")
        try:
            return str(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError("The file is not UTF-8 text.") from None

    def clean(self) -> dict[str, Any]:
        """Either field is enough; the field wins, since it is what the user sees."""
        fields = super().clean() or {}
        # A field's line ends are the browser's (CR LF by the HTML standard), a file's are its own.
        typed = str(fields.get("text") or "").replace("\r\n", "\n").removeprefix("\ufeff")
        text = typed or str(fields.get("file") or "")
        if not text.strip() and not self.errors:
            raise forms.ValidationError("Paste some text, or choose a file.")
        return {"text": text}
