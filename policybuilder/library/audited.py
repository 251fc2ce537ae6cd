"""Of the policies that an audit names, those that are still there. Every function takes the workspace first."""

from collections.abc import Iterable

from policybuilder.accounts.services import WorkspaceId
from policybuilder.library.models import SavedPolicy
from policybuilder.library.records import NotFound, PolicyRow
from policybuilder.library.rows import find, row_of


def audited(*, workspace: WorkspaceId, public_id: str) -> PolicyRow:
    """A policy of the library or of the bin. Raises `NotFound`."""
    policy = find(workspace, public_id)
    if not policy.name:
        raise NotFound
    return row_of(policy)


def still_there(*, workspace: WorkspaceId, public_ids: Iterable[str]) -> frozenset[str]:
    """Which of these are policies of the library or of the bin; one query."""
    found = SavedPolicy.objects.filter(workspace_id=workspace, public_id__in=set(public_ids)).exclude(name="")
    return frozenset(found.values_list("public_id", flat=True))
