"""All that a workspace keeps of policies, for who takes it away: the bin and the scratch document too."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from policybuilder.accounts.services import WorkspaceId
from policybuilder.library.content import draft_value
from policybuilder.library.models import Attachment, Revision, SavedPolicy, Scenario, ShareLink
from policybuilder.library.records import PolicyRecord
from policybuilder.library.rows import record_of, tags_of


@dataclass(frozen=True, slots=True)
class KeptPolicy:
    """A policy with what hangs on it, as plain values that can be written as JSON."""

    record: PolicyRecord
    scenarios: tuple[dict[str, object], ...]
    attached: tuple[dict[str, object], ...]
    tags: tuple[str, ...]
    revisions: tuple[dict[str, object], ...]
    share_links: tuple[dict[str, object], ...]


def everything(*, workspace: WorkspaceId, member: int | None = None) -> Iterator[KeptPolicy]:
    """Every policy of the workspace, in the order of making; read bit by bit, with a few queries for each bit. In a
    team's, of the scratch documents only that of `member`."""
    seen = ~Q(name="") | Q(scratch_of=member)
    policies = SavedPolicy.objects.filter(seen, workspace_id=workspace).order_by("pk")
    along = policies.prefetch_related("scenarios", "attachments__source", "tags", "share_links")
    revisions = _Revisions(workspace)
    for policy in along.iterator(chunk_size=100):
        yield KeptPolicy(
            record_of(policy),
            tuple(_scenario(each) for each in sorted(policy.scenarios.all(), key=lambda each: each.pk)),
            tuple(_attached(each) for each in sorted(policy.attachments.all(), key=lambda each: each.pk)),
            tags_of(policy),
            tuple(map(_revision, revisions.of(policy))),
            tuple(_share_link(each) for each in sorted(policy.share_links.all(), key=lambda each: each.pk)),
        )


class _Revisions:
    """Every revision of a workspace, read beside its policies in the order of these: one policy's at a time in memory."""

    def __init__(self, workspace: WorkspaceId) -> None:
        found = Revision.objects.filter(policy__workspace_id=workspace).order_by("policy", "number")
        self._groups = groupby(found.iterator(chunk_size=100), key=lambda each: each.policy_id)
        self._next = next(self._groups, None)

    def of(self, policy: SavedPolicy) -> Iterator[Revision]:
        """Those of a policy; it comes after the policies that were asked about before."""
        while self._next is not None and self._next[0] < policy.pk:
            self._next = next(self._groups, None)
        if self._next is not None and self._next[0] == policy.pk:
            yield from self._next[1]


def _revision(found: Revision) -> dict[str, object]:
    return {
        "number": found.number,
        "name": found.name,
        "note": found.note,
        "author": found.author_name or None,
        "saved": found.at,
        "draft": draft_value(found.draft),
    }


def _share_link(found: ShareLink) -> dict[str, object]:
    """Without what opens it: whoever gets hold of the copy is not to see what the policy becomes."""
    return {
        "revision": found.revision or "newest",
        "made_by": found.made_by_name or None,
        "created": found.created,
        "expires": found.expires,
    }


def _scenario(found: Scenario) -> dict[str, object]:
    return {
        "id": found.name,
        "group": found.group,
        "request": json.loads(found.request),
        "expect": found.expect,
    }


def _attached(found: Attachment) -> dict[str, object]:
    about: dict[str, object] = {"layer": found.layer, "level": found.level, "name": found.name}
    if found.resource:
        about["resource"] = found.resource
    if found.source is None:
        return {**about, "text": found.text}
    return {**about, "policy": found.source.public_id, "draft": draft_value(found.source.draft)}
