"""The revisions of a policy: the list, one of them, its files, and taking one back into the working copy."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from policybuilder.authoring import compose
from policybuilder.export import Form
from policybuilder.inventory.selectors import known_arns
from policybuilder.library.records import Conflict, NotFound, PolicyRecord
from policybuilder.library.restoring import revision_restore
from policybuilder.library.revisions import RevisionRecord, RevisionRow, revision_get, revision_list, revision_range
from policybuilder.web.access import refused
from policybuilder.web.contexts.revisions import revision_address, revision_page, revisions_page
from policybuilder.web.contexts.shown_policy import ShownPolicy, shown_policy, shown_view
from policybuilder.web.exports import NamedPolicy
from policybuilder.web.forms.state import whole_number
from policybuilder.web.fragments import HtmxRequest, page_or_part, wants_fragment
from policybuilder.web.views.listed import NO_STEP, step_of
from policybuilder.web.views.take import file_of
from policybuilder.web.workbench import find_saved, kept_draft, number_of
from policybuilder.wording.revisions import restored_sentence

ON_A_PAGE = 20
MOST_OFFERED = 200  # for a comparison, of the newest
SECTION = "library"


@require_safe
def revisions(request: HtmxRequest, policy_id: str) -> HttpResponse:
    """The list, the newest first."""
    record = find_saved(request, policy_id)
    shown = Paginator(range(record.revision, 0, -1), ON_A_PAGE).get_page(request.GET.get("page"))
    numbers = shown.object_list
    first, last = (min(numbers) - 1, max(numbers)) if numbers else (0, 0)
    found = revision_range(workspace=record.workspace, public_id=policy_id, first=first, last=last)
    offered = revision_list(workspace=record.workspace, public_id=policy_id, newest=MOST_OFFERED)
    page = revisions_page(record, shown, found, offered)
    return render(request, "pages/revisions.html", {"page": page, "section": SECTION})


@require_http_methods(["GET", "HEAD", "POST"])
def revision(request: HtmxRequest, policy_id: str, number: int) -> HttpResponse:
    """One revision as it was saved; a post takes it back into the working copy, from the state (`base`) that was shown.

    409 with the revision and the way to take it back all the same where the working copy has changed since.
    """
    record = find_saved(request, policy_id)
    found = _revision(record, number)
    if request.method == "POST":
        return _restore(request, record, found)
    shown = _shown(request, record, found)
    part = wants_fragment(request)  # a tab, which tells nothing of the revision before
    page = None if part else revision_page(record, found, _before(record, number), shown)
    context = {"page": page, "shown": shown, "section": SECTION}
    return page_or_part(request, "revision", "_shown_policy", context)


@require_safe
def revision_file(request: HtmxRequest, policy_id: str, number: int, form: Form) -> HttpResponse:
    """A revision as a file, as `take.policy_file`."""
    found = _revision(find_saved(request, policy_id), number)
    draft = kept_draft(found)
    return file_of(request, NamedPolicy(found.name, draft, compose(draft), number), form)


@require_safe
def revisions_json(request: HtmxRequest, policy_id: str) -> JsonResponse:
    """The revisions for scripts, the newest first, `limit` at a time, those `before` a number (docs/scripts.md). `next`
    is the address of what follows, or null."""
    record = find_saved(request, policy_id)
    size, before = step_of(request.GET.get("limit", "")), request.GET.get("before", "")
    if size is None:
        return refused(NO_STEP, 400)
    end = whole_number(before) if before else record.revision + 1
    if end is None:
        return refused("before is the number of a revision.", 400)
    last = min(end - 1, record.revision)
    first = max(last - size + 1, 1)  # they are numbered without gaps
    numbers = range(first, last + 1)
    rows = revision_list(workspace=record.workspace, public_id=policy_id, newest=0, also=numbers)
    page, following = reverse("revisions_json", args=[policy_id]), urlencode({"limit": size, "before": first})
    answer = {
        "revisions": [_about(policy_id, each) for each in rows],
        "total": record.revision,
        "next": f"{page}?{following}" if first > 1 and rows else None,
    }
    return JsonResponse(answer, json_dumps_params={"indent": 2})


def _restore(request: HtmxRequest, record: PolicyRecord, found: RevisionRecord) -> HttpResponse:
    try:
        kept = revision_restore(
            workspace=record.workspace,
            public_id=record.public_id,
            number=found.number,
            base_state=number_of(request.POST, "base"),
        )
    except Conflict as conflict:
        shown, before = _shown(request, record, found), _before(record, found.number)
        page = revision_page(conflict.record, found, before, shown, overtaken=True)
        return render(request, "pages/revision.html", {"page": page, "shown": shown, "section": SECTION}, status=409)
    messages.success(request, restored_sentence(found.number, changed=kept.state != record.state))
    return redirect("policy", record.public_id)


def _shown(request: HtmxRequest, record: PolicyRecord, found: RevisionRecord) -> ShownPolicy:
    view = shown_view(revision_address(record.public_id, found.number), request.GET)
    known = known_arns(workspace=record.workspace)
    return shown_policy(found.name, kept_draft(found), view, known, revision=found.number)


def _revision(record: PolicyRecord, number: int) -> RevisionRecord:
    try:
        return revision_get(workspace=record.workspace, public_id=record.public_id, number=number)
    except NotFound:
        raise Http404 from None


def _before(record: PolicyRecord, number: int) -> RevisionRecord | None:
    return _revision(record, number - 1) if number > 1 else None


def _about(policy_id: str, row: RevisionRow) -> dict[str, object]:
    return {
        "number": row.number,
        "name": row.name,
        "kind": row.kind,
        "note": row.note,
        "author": row.author,
        "saved": row.at,
        "url": f"{reverse('policy_json', args=[policy_id])}?revision={row.number}",
    }
