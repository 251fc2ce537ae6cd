"""A revision taken back into the working copy."""

from django.db import transaction

from policybuilder.accounts.services import WorkspaceId
from policybuilder.library.content import draft_text, same_draft
from policybuilder.library.records import PolicyRecord
from policybuilder.library.revisions import revision_get
from policybuilder.library.rows import find_named, record_of
from policybuilder.library.services import work_keep


@transaction.atomic
def revision_restore(
    *,
    workspace: WorkspaceId,
    public_id: str,
    number: int,
    base_state: int | None = None,
    tab: str = "",
    sequence: int = 0,
) -> PolicyRecord:
    """Put a revision into the working copy, as one step to undo; it is a new revision only when that is saved.

    What says the same already stays as it is. `base_state` None: in the place of whatever stands now. Raises `NotFound`
    for a policy or a revision that is not there, and `Conflict` as `work_keep` does.
    """
    policy = find_named(workspace, public_id, for_update=True)
    revision = revision_get(workspace=workspace, public_id=public_id, number=number)
    before = record_of(policy)
    if before.readable and same_draft(policy.draft, draft_text(revision.draft)):
        return before
    return work_keep(
        workspace=workspace,
        public_id=public_id,
        base_state=before.state if base_state is None else base_state,
        tab=tab,
        sequence=sequence,
        form=None,
        draft=revision.draft,
        label=f"restored:{number}",
        restores=number,
    )
