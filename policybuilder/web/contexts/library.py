"""The library page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page

from policybuilder.export import FORMS
from policybuilder.library.records import PolicyRow
from policybuilder.wording.exports import FORM_NAMES


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """Saved policies, newest change first; `renaming` is the id of the row that shows its name as a field."""

    shown: "Page[PolicyRow]"
    search: str
    renaming: str
    bin: tuple[PolicyRow, ...]

    @property
    def forms(self) -> tuple[tuple[str, str], ...]:
        """The forms that a zip of several policies can hold them in."""
        return tuple((form.value, FORM_NAMES[form]) for form in FORMS)

    @property
    def query(self) -> str:
        """The search as the pages of its list carry it on."""
        return urlencode({"search": self.search}) if self.search else ""
