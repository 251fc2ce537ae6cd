"""Policies attached to a policy for simulation: what else counts when somebody asks whether a call is allowed.

Every function takes the workspace first; those that change something raise `NotFound` for what is not in it.
"""

from django.db import transaction

from policybuilder.accounts.audit import Event
from policybuilder.accounts.services import WorkspaceId
from policybuilder.library.content import draft_value
from policybuilder.library.deeds import deed
from policybuilder.library.models import Attachment, SavedPolicy
from policybuilder.library.records import AttachmentRecord, TooMany
from policybuilder.library.rows import find_live, find_named

LAYERS = ("identity", "boundary", "session", "scp", "rcp", "resource")
SINGLE = ("boundary", "session")  # a caller has at most one of each
LEVELS = 12
MOST = 30


def attachment_list(*, workspace: WorkspaceId, public_id: str) -> tuple[AttachmentRecord, ...]:
    """What is attached, layer by layer, level by level, in the order of attaching; nothing to what is not there."""
    own = Attachment.objects.filter(policy__workspace_id=workspace, policy__public_id=public_id)
    found = own.filter(policy__deleted_at=None, source__deleted_at=None).select_related("source")
    return tuple(sorted(map(_record, found), key=lambda each: (LAYERS.index(each.layer), each.level, each.id)))


@transaction.atomic
def attachment_add(  # noqa: PLR0913 - what is attached, where, and as what
    *,
    workspace: WorkspaceId,
    public_id: str,
    layer: str,
    level: int = 0,
    name: str = "",
    text: str = "",
    source: str = "",
    resource: str = "",
) -> AttachmentRecord:
    """Attach a text, or a policy of the library by its id. A second boundary or session policy takes the first's place.

    `resource`: the ARN of the resource that a policy of the layer `resource` is on; "": whatever is asked about.

    Raises `TooMany`, and ValueError for a layer that does not exist.
    """
    policy = find_live(workspace, public_id, for_update=True)
    if layer not in LAYERS:
        raise ValueError(layer)
    if layer in SINGLE:
        policy.attachments.filter(layer=layer).delete()
    if policy.attachments.count() >= MOST:
        raise TooMany
    library = find_named(workspace, source) if source else None
    attachment = Attachment.objects.create(
        policy=policy,
        layer=layer,
        level=min(max(level, 0), LEVELS - 1) if layer in ("scp", "rcp") else 0,
        name=library.name if library else name,
        text="" if library else text,
        source=library,
        resource=resource if layer == "resource" else "",
    )
    deed(policy, Event.ATTACHED, together=True)
    return _record(attachment)


@transaction.atomic
def attachment_remove(*, workspace: WorkspaceId, public_id: str, attachment_id: int) -> None:
    """Detach; detaching twice is detaching once."""
    policy = find_live(workspace, public_id, for_update=True)
    if policy.attachments.filter(pk=attachment_id).delete()[0]:
        deed(policy, Event.ATTACHED, together=True)


def copy_attachments(policy: SavedPolicy, copy: SavedPolicy) -> None:
    """Attach to a policy's copy what is attached to the policy."""
    members = ("layer", "level", "name", "text", "source_id", "resource")
    Attachment.objects.bulk_create(
        Attachment(policy=copy, **values) for values in policy.attachments.order_by("pk").values(*members)
    )


def _record(found: Attachment) -> AttachmentRecord:
    source = found.source
    return AttachmentRecord(
        id=found.pk,
        layer=found.layer,
        level=found.level,
        name=source.name if source else found.name,
        text=found.text,
        source=source.public_id if source else None,
        draft=draft_value(source.draft) if source else None,
        resource=found.resource,
    )
