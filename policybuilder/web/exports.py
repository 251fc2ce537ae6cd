"""A draft's policy in the forms it can be taken away in, as files with names."""

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import slugify

from policybuilder.authoring import Composed, Draft
from policybuilder.export import FORMS, Exported, Form, Kind, Placement, Refused, export
from policybuilder.wording.exports import FORM_NAMES, obstacle_sentence

FILES = {f"policy{entry.ending}": form for form, entry in FORMS.items()}
CONTENT_TYPES = {".json": "application/json", ".yaml": "application/yaml"}
EARLIEST = (1980, 1, 1, 0, 0, 0)  # as far back as zip goes: the same policies give the same bytes


class FormConverter:
    """A form in an address, as its file's name: `policy.tf`."""

    regex = "|".join(re.escape(name) for name in FILES)

    def to_python(self, value: str) -> Form:
        """The form of a file's name."""
        return FILES[value]

    def to_url(self, value: Form) -> str:
        """The file's name of a form."""
        return f"policy{FORMS[value].ending}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The form that was chosen, and whether an identity policy is written into a role."""

    form: Form = Form.JSON
    inline: bool = False


@dataclass(frozen=True, slots=True)
class NamedPolicy:
    """A policy with the name it was saved under; `revision` is its number where it is one, for the names of its files."""

    name: str
    draft: Draft
    composed: Composed
    revision: int = 0


def chosen_of(form: str, inline: str) -> Chosen:
    """What an address asks for; JSON for what is no form."""
    return Chosen(next((each for each in Form if each.value == form), Form.JSON), inline == "1")


def exported(policy: NamedPolicy, chosen: Chosen) -> Exported | Refused:
    """The policy in a form. JSON is the exact text of the JSON tab, as written where it was pasted."""
    if chosen.form is Form.JSON:
        return Exported(policy.composed.text)
    kind = Kind(policy.draft.settings.kind)
    return export(policy.composed.policy, chosen.form, Placement(kind, policy.name, chosen.inline))


def file_name(policy: NamedPolicy, form: Form) -> str:
    """A file name for a policy, with the form's ending; two revisions have two names."""
    which = f"-revision-{policy.revision}" if policy.revision else ""
    return f"{file_stem(policy.name)}{which}{FORMS[form].ending}"


def file_stem(name: str) -> str:
    """A policy's name as the names of its files begin: lower case letters, digits and hyphens."""
    return slugify(name)[:120] or "policy"


def content_type(form: Form) -> str:
    """What a browser is told about a file; programs are plain text to it."""
    ending = FORMS[form].ending
    known = next((found for end, found in CONTENT_TYPES.items() if ending.endswith(end)), None)
    return known or "text/plain; charset=utf-8"


def refusal(refused: Refused, form: Form) -> str:
    """Why there is no file, as text."""
    reasons = "".join(f"- {obstacle_sentence(obstacle)}\n" for obstacle in refused.obstacles)
    return f"{FORM_NAMES[form]} cannot hold this policy:\n{reasons}"


def zipped(policies: Iterable[NamedPolicy], form: Form) -> bytes:
    """A zip of policies in one form; for one that the form cannot hold a text with the reasons."""
    found = io.BytesIO()
    names: set[str] = set()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for policy in policies:
            made = exported(policy, Chosen(form))
            ending = FORMS[form].ending if isinstance(made, Exported) else "-refused.txt"
            text = made.text if isinstance(made, Exported) else refusal(made, form)
            entry = zipfile.ZipInfo(_free(file_stem(policy.name), ending, names), EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode())
    return found.getvalue()


def _free(stem: str, ending: str, names: set[str]) -> str:
    """A name that no file of the zip has: a second `cats` is `cats-2`."""
    number, name = 1, f"{stem}{ending}"
    while name in names:
        number += 1
        name = f"{stem}-{number}{ending}"
    names.add(name)
    return name
