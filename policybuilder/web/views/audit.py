"""The audit of a workspace or of one policy: a page, and the same as lines of JSON (docs/audit.md)."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date, parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from policybuilder.accounts.events import Wanted, events_all
from policybuilder.accounts.services import WorkspaceId, workspace_of
from policybuilder.library.audited import audited
from policybuilder.library.records import NotFound, PolicyRow
from policybuilder.web.access import refused
from policybuilder.web.contexts.audit import audit_form, audit_line, audit_page
from policybuilder.web.exports import file_stem
from policybuilder.web.fragments import HtmxRequest

NO_MOMENT = "“since” is a day or a moment, as 2026-11-28 or 2026-11-28T16:30:00Z."


@require_safe
@never_cache
def audit(request: HtmxRequest, policy_id: str | None = None) -> HttpResponse:
    """What was done, the newest first; who may see the workspace may see it."""
    policy = _policy(request, policy_id)
    page = audit_page(workspace_of(request.session), policy, audit_form(request.GET.dict()))
    return render(request, "pages/audit.html", {"page": page, "section": "library"})


@require_safe
@never_cache
def audit_lines(request: HtmxRequest, policy_id: str | None = None) -> HttpResponseBase:
    """All of it, the oldest first, one JSON object a line; `since` leaves out what ended before."""
    policy = _policy(request, policy_id)
    asked = request.GET.get("since", "")
    since = _moment(asked)
    if asked and since is None:
        return refused(NO_MOMENT, 400)
    workspace = workspace_of(request.session) if request.method == "GET" else None
    response = StreamingHttpResponse(_lines(workspace, policy, since), content_type="application/jsonl; charset=utf-8")
    name = f"{file_stem(policy.name)}-audit.jsonl" if policy else "audit.jsonl"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _policy(request: HtmxRequest, policy_id: str | None) -> PolicyRow | None:
    """The policy of the address, in the bin too; None for the whole workspace. Raises Http404."""
    if policy_id is None:
        return None
    workspace = workspace_of(request.session)
    try:
        if workspace is not None:
            return audited(workspace=workspace, public_id=policy_id)
    except NotFound:
        pass
    raise Http404


def _lines(workspace: WorkspaceId | None, policy: PolicyRow | None, since: datetime | None) -> Iterator[str]:
    if workspace is None:
        return
    wanted = Wanted(policy=policy.public_id if policy else "")
    yield from map(audit_line, events_all(workspace, wanted, since=since))


def _moment(text: str) -> datetime | None:
    """A moment, or the beginning of a day; UTC where it does not say. None for what is neither."""
    try:
        moment = parse_datetime(text)
        if moment is None:
            day = parse_date(text)
            return datetime.combine(day, time(), UTC) if day else None
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
