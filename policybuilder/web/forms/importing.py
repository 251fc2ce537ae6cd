"""What is given to open: text typed or pasted, files, both; what kind it is, and whether rules may be made of it."""

import base64
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from policybuilder.web.forms.validate import KINDS

MOST_FILES = 50


@dataclass(frozen=True, slots=True)
class Source:
    """A text, and the name of the file that it came in ("" for the field)."""

    name: str
    text: str


class SeveralFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True

    def value_from_datadict(
        self,
        data: Mapping[str, Any],  # noqa: ARG002 - Django's signature
        files: MultiValueDict[str, UploadedFile],
        name: str,
    ) -> list[UploadedFile]:
        """Every file of that name."""
        return files.getlist(name)


class FilesField(forms.FileField):
    """Files of text. Cleaned to sources; raises a validation error for what is not UTF-8 text or too large."""

    widget = SeveralFiles

    def clean(self, data: Iterable[UploadedFile] | None, initial: object = None) -> list[Source]:  # noqa: ARG002 - Django's signature
        """The files' texts, byte order marks removed."""
        uploads = list(data or [])
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(f"Choose at most {MOST_FILES} files.")
        if sum(upload.size or 0 for upload in uploads) > settings.BODY_LIMIT:
            raise forms.ValidationError(f"The files are larger than {settings.BODY_LIMIT:,} bytes.")
        return [_read(upload) for upload in uploads]


def _read(upload: UploadedFile) -> Source:
    try:
        return Source(str(upload.name)[:200], upload.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise forms.ValidationError(f"{upload.name} is not UTF-8 text.") from None


class ImportForm(forms.Form):
    """Text, files, or both; the cleaned `sources` are what was given, the field's first."""

    text = forms.CharField(
        label="Policy document",
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": "12", "spellcheck": "false", "autocomplete": "off", "class": "input-code"}),
    )
    file = FilesField(
        label="Or choose files",
        required=False,
        help_text="Several are taken too. Where scripts run, a file can be dropped anywhere on this page.",
    )
    kind = forms.ChoiceField(
        choices=[("", "As the text tells"), *KINDS[1:]],
        required=False,
        label="Kind of policy",
        help_text="An answer of the AWS CLI or a template tells it; a bare document is guessed.",
    )
    exact = forms.BooleanField(
        required=False,
        label="Keep every statement exactly as written",
        help_text="Otherwise a statement becomes a rule of the form where the rule says the same.",
    )

    def clean(self) -> dict[str, Any]:
        """Something has to be given."""
        fields = super().clean() or {}
        # A field's line ends are the browser's (CR LF by the HTML standard), a file's are its own.
        text = str(fields.get("text") or "").replace("\r\n", "\n").removeprefix("\ufeff")
        sources = [Source("", text)] if text.strip() else []
        sources += [each for each in fields.get("file") or [] if each.text.strip()]
        if not sources and not self.errors:
            raise forms.ValidationError("Paste some text, or choose a file.")
        return {**fields, "text": text, "sources": tuple(sources)}


# -- texts that a page carries on to the next one ---------------------------------------------------------------------


def carried(sources: tuple[Source, ...]) -> str:
    """Sources as one short word for a hidden field, to the character."""
    plain = json.dumps([[each.name, each.text] for each in sources])
    return base64.b64encode(zlib.compress(plain.encode())).decode()


def carried_back(word: str) -> tuple[Source, ...]:
    """The sources again; none for what is no such word or unfolds to more than may be sent."""
    longest = 8 * settings.BODY_LIMIT
    try:
        packed = base64.b64decode(word, validate=True)
        plain = json.loads(zlib.decompressobj().decompress(packed, longest))
    except (ValueError, zlib.error, RecursionError):
        return ()
    pairs = plain if isinstance(plain, list) else []
    whole = all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(each, str) for each in pair) for pair in pairs
    )
    sources = tuple(Source(name, text) for name, text in pairs) if whole else ()
    fits = len(sources) <= MOST_FILES + 1 and sum(len(each.text) for each in sources) <= settings.BODY_LIMIT
    return sources if fits and all(_is_text(each.name + each.text) for each in sources) else ()


def _is_text(text: str) -> bool:
    """Could it have been sent? Halves of characters could not."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
