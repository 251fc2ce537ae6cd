"""The inventory page."""

from collections.abc import Sequence
from dataclasses import dataclass

from policybuilder.inventory.records import KnownProject
from policybuilder.web.forms.start import TextForm

COMMANDS = (
    ("command-projects", "aws rekognition describe-projects"),
    ("command-versions", "aws rekognition describe-project-versions --project-arn PROJECT_ARN"),
)


@dataclass(frozen=True, slots=True)
class InventoryPage:
    """Known projects, and the form that reads more."""

    projects: tuple[KnownProject, ...]
    form: TextForm
    commands: tuple[tuple[str, str], ...]

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """(field id, message) for the error summary."""
        return tuple(
            (f"id_{'text' if name == '__all__' else name}", str(message))
            for name, found in self.form.errors.items()
            for message in found
        )

    @property
    def versions(self) -> int:
        """How many model versions are known."""
        return sum(len(project.versions) for project in self.projects)


def inventory_page(projects: Sequence[KnownProject], form: TextForm) -> InventoryPage:
    """The page for these projects."""
    return InventoryPage(tuple(projects), form, COMMANDS)
