"""One deed done to several policies, all of it or nothing. What is not in the workspace any more is left out."""

from collections.abc import Callable, Iterable

from django.db import transaction

from policybuilder.accounts.services import WorkspaceId
from policybuilder.library.records import NotFound, PolicyRecord
from policybuilder.library.services import policy_delete, policy_restore


@transaction.atomic
def policies_delete(*, workspace: WorkspaceId, public_ids: Iterable[str]) -> tuple[PolicyRecord, ...]:
    """Move policies to the bin; those that are there, in the order of their ids."""
    return _each(public_ids, lambda public_id: policy_delete(workspace=workspace, public_id=public_id))


@transaction.atomic
def policies_restore(*, workspace: WorkspaceId, public_ids: Iterable[str]) -> tuple[PolicyRecord, ...]:
    """Take policies out of the bin; those that are there, in the order of their ids."""
    return _each(public_ids, lambda public_id: policy_restore(workspace=workspace, public_id=public_id))


def _each(public_ids: Iterable[str], do: Callable[[str], PolicyRecord]) -> tuple[PolicyRecord, ...]:
    done = []
    for public_id in sorted(set(public_ids)):  # in one order, so that two of these wait for each other
        try:
            done.append(do(public_id))
        except NotFound:
            continue
    return tuple(done)
