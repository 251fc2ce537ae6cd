"""The list of policies for scripts, in steps (docs/scripts.md)."""

from collections.abc import Sequence

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from policybuilder.accounts.services import WorkspaceId, workspace_of
from policybuilder.library.records import ListedPolicy, NotFound, PolicyRow
from policybuilder.library.selectors import Wanted, policy_count, policy_list
from policybuilder.web.access import refused
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.listing import query_of, wanted_of

MOST, USUAL = 500, 100
NO_STEP = f"limit is a whole number from 1 to {MOST}."


@require_safe
def policies_json(request: HtmxRequest) -> HttpResponse:
    """The saved policies as the library page lists them; `limit` at a time, `after` the one of that id. `next` is the
    address of what follows, or null."""
    data = request.GET
    wanted, size, after = wanted_of(data), step_of(data.get("limit", "")), data.get("after", "")
    if size is None:
        return refused(NO_STEP, 400)
    workspace = workspace_of(request.session)
    try:
        found, total = _found(workspace, wanted, size, after) if workspace else ((), 0)
    except NotFound:
        return refused("after names no policy of this library.", 400)
    listed = found[:size]
    following = query_of(wanted, limit=str(size), after=listed[-1].public_id) if len(found) > size else ""
    answer = {
        "policies": [about(each, each.tags) for each in listed],
        "total": total,
        "next": f"{reverse('policies_json')}?{following}" if following else None,
    }
    return JsonResponse(answer, json_dumps_params={"indent": 2})


def about(row: PolicyRow, tags: Sequence[str]) -> dict[str, object]:
    """A policy's entry in the list."""
    return {
        "id": row.public_id,
        "name": row.name,
        "kind": row.kind,
        "tags": list(tags),
        "state": row.state,
        "unsaved": row.unsaved,
        "revision": row.revision,
        "created": row.created,
        "changed": row.changed,
        "saved": row.saved_at,
        "url": reverse("policy_json", args=[row.public_id]),
    }


def step_of(text: str) -> int | None:
    """How many a script asks for at a time; None where that is no number of them."""
    if not text:
        return USUAL
    if not (text.isascii() and text.isdecimal() and len(text) < 7):
        return None
    return min(int(text), MOST) or None


def _found(workspace: WorkspaceId, wanted: Wanted, size: int, after: str) -> tuple[tuple[ListedPolicy, ...], int]:
    found = policy_list(workspace=workspace, wanted=wanted, after=after, count=size + 1)
    return found, policy_count(workspace=workspace, wanted=wanted)
