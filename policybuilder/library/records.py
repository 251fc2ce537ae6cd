"""What the library gives to views: frozen records, and the exceptions of its services."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

KIND_WORDS = {
    "identity": "Identity policy",
    "boundary": "Permissions boundary",
    "session": "Session policy",
    "scp": "Service control policy",
    "project": "Project policy",
}


@dataclass(frozen=True, slots=True)
class PolicyRecord:
    """A saved policy, or a workspace's unsaved document (`name` is empty then)."""

    workspace: uuid.UUID
    public_id: str
    name: str
    kind: str
    draft: dict[str, Any]
    form: list[tuple[str, str]] | None
    state: int
    tab: str
    sequence: int
    created: datetime
    changed: datetime
    saved_at: datetime | None
    saved_draft: dict[str, Any] | None
    deleted_at: datetime | None
    can_undo: bool
    can_redo: bool

    @property
    def kind_words(self) -> str:
        """The kind of policy in words."""
        return KIND_WORDS.get(self.kind, "Policy")


class NotFound(Exception):  # noqa: N818 - reads as what it says
    """No such policy in this workspace."""


class InvalidName(Exception):  # noqa: N818 - reads as what it says
    """A name has 1 to 120 characters."""


class Conflict(Exception):  # noqa: N818 - reads as what it says
    """Another tab or person changed the policy meanwhile; `record` is its newer state. Nothing was overwritten."""

    def __init__(self, record: PolicyRecord) -> None:
        super().__init__(record.public_id)
        self.record = record
