"""What the library hands out: frozen values, and what may go wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from policybuilder.accounts.services import WorkspaceId

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRow:
    """A policy as lists show it. `unsaved`: the working copy differs from what was saved last; `revision` is the number
    of the newest revision, 0 before the first."""

    workspace: WorkspaceId
    public_id: str
    name: str
    kind: str
    state: int
    unsaved: bool
    created: datetime
    changed: datetime
    saved_at: datetime | None
    deleted_at: datetime | None
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPolicy(PolicyRow):
    """A policy of the library as its list shows it, with its tags."""

    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRecord(PolicyRow):
    """A policy with its working copy.

    `draft` is the last good draft, `form` what stands in the form as typed (None: to be written from the draft);
    `readable` says that the form gave the draft, else the draft is older. `tab` and `sequence` are those of the last
    writer. `saved_draft` is what was saved last, None before the first time.
    """

    draft: dict[str, object]
    form: Pairs | None
    readable: bool
    tab: str
    sequence: int
    saved_draft: dict[str, object] | None
    can_undo: bool
    can_redo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRecord:
    """One step of the work: what changed, when, and whether the working copy stands there."""

    number: int
    label: str
    at: datetime
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRecord:
    """A policy attached to another for simulation: its text, or (`source`) the draft of a library's policy as it stands.

    `resource` is what a policy on a resource is on; "" for whatever is asked about.
    """

    id: int
    layer: str
    level: int
    name: str
    text: str
    source: str | None
    draft: dict[str, object] | None
    resource: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioRecord:
    """A kept question: its request as plain JSON, and the decision expected."""

    id: int
    name: str
    group: str
    request: dict[str, object]
    expect: str


class NotFound(Exception):  # noqa: N818 - named after what happened
    """This workspace has no such policy."""


class InBin(NotFound):
    """The policy is deleted; `record` is what can be restored."""

    def __init__(self, record: PolicyRecord) -> None:
        super().__init__(record.public_id)
        self.record = record


class Conflict(Exception):  # noqa: N818 - named after what happened
    """Somebody else wrote since the state that a write is based on. Nothing was changed; `record` is what stands."""

    def __init__(self, record: PolicyRecord) -> None:
        super().__init__(record.public_id)
        self.record = record


class TooMany(ValueError):  # noqa: N818 - named after what happened
    """As many are there as may be: attached policies, or scenarios."""


class InvalidName(ValueError):  # noqa: N818 - named after what happened
    """A name that a policy cannot have: message id `name_missing`, `name_too_long` or `name_unreadable`."""

    def __init__(self, code: str, params: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})


class InvalidTag(ValueError):  # noqa: N818 - named after what happened
    """Tags that a policy cannot have: an id of `wording.tags`, and what its sentence names."""

    def __init__(self, code: str, params: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})
