"""The Validate page: the text, its findings, the way back."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from policybuilder.iam import Severity
from policybuilder.validator import Validation
from policybuilder.web.contexts.findings import FindingsPane, FindingsView, findings_pane, marks_of
from policybuilder.web.forms.validate import ValidateForm
from policybuilder.web.highlight import code_html, code_lines
from policybuilder.wording.finding_text import KIND_NAMES, total_text

MOST_DRAWN = 200_000  # characters of a document that is drawn line by line


@dataclass(frozen=True, slots=True)
class ValidatePage:
    """What the page shows; without a checked text only the form."""

    form: ValidateForm
    errors: tuple[tuple[str, str], ...]
    earlier: tuple[str, ...]
    text: str
    code: SafeString | str
    findings: FindingsPane | None
    kind_words: str
    guessed: bool
    counts: str


def validate_page(form: ValidateForm, validation: Validation | None, earlier: tuple[str, ...]) -> ValidatePage:
    """The page for a form and, if its text was checked, the findings."""
    errors = tuple(("id_text", str(message)) for found in form.errors.values() for message in found)
    if validation is None:
        return ValidatePage(form, errors, earlier, "", "", None, "", guessed=False, counts="")
    view = FindingsView()
    text = validation.subject.text
    found: dict[Severity, int] = {}
    for finding in validation.findings:
        found[finding.severity] = found.get(finding.severity, 0) + 1
    return ValidatePage(
        form=form,
        errors=errors,
        earlier=earlier,
        text=text,
        code=code_html(code_lines(text, marks_of(validation, view)), {}) if len(text) <= MOST_DRAWN else "",
        findings=findings_pane(validation, view),
        kind_words=KIND_NAMES[validation.kind],
        guessed=validation.guessed,
        counts=total_text(1, found).partition(": ")[2],
    )
