"""Two people wrote the same policy at once: the one that came later keeps what stands in the form as a policy of its own."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from policybuilder.accounts.services import WorkspaceId
from policybuilder.library.along import copy_along
from policybuilder.library.content import NAME_FIELD, draft_value
from policybuilder.library.names import COPY, free_name
from policybuilder.library.records import PolicyRecord
from policybuilder.library.rows import find_live, find_named, record_of
from policybuilder.library.services import policy_create, work_keep

UNTITLED = "an untitled policy"


@transaction.atomic
def work_keep_apart(
    *, workspace: WorkspaceId, public_id: str, form: Iterable[tuple[str, str]], draft: Mapping[str, object] | None
) -> PolicyRecord:
    """A new policy of the library from a form that another page's write was quicker than, named "Copy of ...".

    It takes the attached policies, the scenarios and the tags along; the policy itself stays as it is. `draft` None: the form
    cannot be read, it stands beside the policy's last good draft. Raises `NotFound`, and `InBin` if it is deleted.
    """
    policy = find_live(workspace, public_id, for_update=True)
    typed = list(form)
    name = free_name(COPY + (dict(typed).get(NAME_FIELD, "").strip() or policy.name or UNTITLED), ())
    named = [(field, name if field == NAME_FIELD else value) for field, value in typed]
    made = policy_create(
        workspace=workspace, name=name, draft=draft_value(policy.draft) if draft is None else draft, form=named
    )
    copy = find_named(workspace, made.public_id, for_update=True)
    copy_along(policy, copy)
    if draft is not None:
        return record_of(copy)
    return work_keep(
        workspace=workspace,
        public_id=made.public_id,
        base_state=made.state,
        tab="",
        sequence=0,
        form=named,
        draft=None,
    )
