"""What reads the library. Every function starts from the workspace."""

from policybuilder.accounts.services import WorkspaceId
from policybuilder.library.models import SavedPolicy
from policybuilder.library.records import PolicyRecord, PolicyRow, StepRecord
from policybuilder.library.rows import find_live, find_named, record_of, row_of

LONG_COLUMNS = ("draft", "form", "saved_draft")


def policy_get(*, workspace: WorkspaceId, public_id: str) -> PolicyRecord:
    """The library's policy of that id; raises `NotFound`, and `InBin` if it is deleted."""
    return record_of(find_named(workspace, public_id))


def scratch_get(*, workspace: WorkspaceId, member: int | None = None) -> PolicyRecord | None:
    """The scratch document of a workspace or, in a team's, of a member; None before anything was kept in it."""
    policy = SavedPolicy.objects.filter(workspace_id=workspace, scratch_of=member, name="").first()
    return None if policy is None else record_of(policy)


def policy_list(*, workspace: WorkspaceId, search: str = "") -> tuple[PolicyRow, ...]:
    """The library, newest change first; with a search the policies whose name has these characters, in any case."""
    policies = SavedPolicy.objects.filter(workspace_id=workspace, deleted_at=None).exclude(name="")
    wanted = search.strip().casefold()
    rows = map(row_of, policies.defer(*LONG_COLUMNS).order_by("-changed", "-pk"))
    # Not by the database: SQLite knows upper and lower case of ASCII letters only.
    return tuple(row for row in rows if wanted in row.name.casefold())


def bin_list(*, workspace: WorkspaceId) -> tuple[PolicyRow, ...]:
    """Deleted policies, the newest deletion first."""
    policies = SavedPolicy.objects.filter(workspace_id=workspace, deleted_at__isnull=False)
    return tuple(map(row_of, policies.defer(*LONG_COLUMNS).order_by("-deleted_at", "-pk")))


def step_list(*, workspace: WorkspaceId, public_id: str) -> tuple[StepRecord, ...]:
    """The steps that undo and redo can reach, oldest first."""
    policy = find_live(workspace, public_id)
    return tuple(
        StepRecord(number=number, label=label, at=at, current=number == policy.cursor)
        for number, label, at in policy.steps.order_by("number").values_list("number", "label", "at")
    )
