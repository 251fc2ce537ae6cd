"""The library: the saved policies of the workspace, searched, sorted, tagged, and what is done to one or to several."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from policybuilder.accounts.services import WorkspaceId, workspace_of
from policybuilder.library.records import InvalidName, InvalidTag, NotFound
from policybuilder.library.selectors import policy_get
from policybuilder.library.services import policy_delete, policy_duplicate, policy_rename, policy_restore
from policybuilder.library.several import policies_delete, policies_restore
from policybuilder.library.tags import SEPARATOR, tags_add, tags_set
from policybuilder.web.contexts.library import Edited, Place, library_page
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.listing import wanted_of
from policybuilder.web.standing import changes_nothing_here, require_writes
from policybuilder.wording.tags import tag_problem

MOST_TICKED = 200
ALL_TICKED, BIN_TICKED = "all", "bin"  # every row that the page shows of the list, or of the bin
EDITS = {"rename": "name", "retag": "tags"}  # the address's word for a field of a row
BAD_NAME = "A name has 1 to 120 characters. The old name stays."
NONE_TICKED = "Tick the policies that are meant, in the first column of the list."
NO_TAG = "Type the tag that the ticked policies get."
TWO_TICKED = "Tick the two policies that are to be compared."
BRING_BACK = "Undo stands below, under “Deleted”."  # out of sight below a long list


@changes_nothing_here  # a zip and a comparison are for readers too
@require_http_methods(["GET", "HEAD", "POST"])
def library(request: HtmxRequest) -> HttpResponse:
    """The list. A post does something with one policy (`do=rename:ID`) or with those that are ticked (`do=delete-ticked`),
    and leads back to the same place of the list."""
    data = request.GET
    place = Place(wanted_of(data), data.get("page", ""), data.get("bin", ""))
    if request.method == "POST":
        return _act(request, place)
    edited = next((Edited(field, data[name]) for name, field in EDITS.items() if data.get(name)), None)
    return _page(request, place, edited)


def _page(
    request: HtmxRequest, place: Place, edited: Edited | None = None, ticked: list[str] | None = None
) -> HttpResponse:
    boxes = [] if ticked is None else ticked
    page = library_page(workspace_of(request.session), place, edited, None if ALL_TICKED in boxes else boxes)
    shown = {"page": page, "bin_ticked": BIN_TICKED in boxes}
    return render(request, "pages/library.html", shown, status=422 if edited and edited.error else 200)


def _act(request: HtmxRequest, place: Place) -> HttpResponse:
    workspace = workspace_of(request.session)
    do, _, policy_id = request.POST.get("do", "").partition(":")
    if workspace is None:
        raise Http404
    try:
        if do.endswith("-ticked"):
            return _do_ticked(request, workspace, place, do)
        require_writes(request)
        return _do(request, workspace, place, do, policy_id)
    except NotFound:
        raise Http404 from None


def _do(request: HtmxRequest, workspace: WorkspaceId, place: Place, do: str, policy_id: str) -> HttpResponse:
    """What is done to one policy."""
    anchor = ""
    match do:
        case "rename" | "tags":
            edited = _edit(request, workspace, do, policy_id)
            if edited:
                return _page(request, place, edited)
            anchor = f"#policy-{policy_id}"
        case "duplicate":
            copy = policy_duplicate(workspace=workspace, public_id=policy_id)
            messages.success(request, f"Made {copy.name}.")
        case "delete":
            record = policy_delete(workspace=workspace, public_id=policy_id)
            messages.success(request, f"{record.name} is deleted. {BRING_BACK}")
        case "restore":
            record = policy_restore(workspace=workspace, public_id=policy_id)
            messages.success(request, f"{record.name} is back.")
    return redirect(place.address(anchor))


def _edit(request: HtmxRequest, workspace: WorkspaceId, do: str, policy_id: str) -> Edited | None:
    """Change the name or the tags; None, or what was typed and what is wrong with it."""
    name, tags = request.POST.get("name", ""), request.POST.get("tags", "")
    try:
        if do == "rename":
            policy_rename(workspace=workspace, public_id=policy_id, name=name)
        else:
            tags_set(workspace=workspace, public_id=policy_id, texts=tags.split(SEPARATOR))
    except InvalidName:
        edited = Edited("name", policy_id, name, BAD_NAME)
    except InvalidTag as invalid:
        edited = Edited("tags", policy_id, tags, tag_problem(invalid.code, invalid.params))
    else:
        return None
    policy_get(workspace=workspace, public_id=policy_id)  # what is not there is not explained
    return edited


def _do_ticked(request: HtmxRequest, workspace: WorkspaceId, place: Place, do: str) -> HttpResponse:
    """What is done to the policies that are ticked."""
    ticked = list(dict.fromkeys(request.POST.getlist("id")))[:MOST_TICKED]
    back = redirect(place.address())
    if do in {"all-ticked", "bin-ticked"}:
        return _page(request, place, ticked=[ALL_TICKED if do == "all-ticked" else BIN_TICKED])
    if not ticked or (do == "compare-ticked" and len(ticked) != 2):
        messages.error(request, NONE_TICKED if not ticked else TWO_TICKED)
        return _page(request, place, ticked=ticked) if ticked else back
    match do:
        case "zip-ticked":
            chosen = [*(("id", each) for each in ticked), ("as", request.POST.get("as", ""))]
            return redirect(f"{reverse('policies_zip')}?{urlencode(chosen)}")
        case "compare-ticked":
            return redirect(f"{reverse('compare')}?{urlencode({'a': ticked[1], 'b': ticked[0]})}")
        case _:
            require_writes(request)
            return _change_ticked(request, workspace, place, do, ticked) or back


def _change_ticked(
    request: HtmxRequest, workspace: WorkspaceId, place: Place, do: str, ticked: list[str]
) -> HttpResponse | None:
    count, what = 0, ""
    match do:
        case "delete-ticked":
            count, what = len(policies_delete(workspace=workspace, public_ids=ticked)), "deleted"
        case "restore-ticked":
            count, what = len(policies_restore(workspace=workspace, public_ids=ticked)), "back"
        case "tag-ticked":
            text = request.POST.get("tags", "")
            if not text.strip(f" {SEPARATOR}"):
                return _page(request, place, Edited("ticked", text=text, error=NO_TAG), ticked)
            try:
                count = tags_add(workspace=workspace, public_ids=ticked, texts=text.split(SEPARATOR))
            except InvalidTag as invalid:
                edited = Edited("ticked", text=text, error=tag_problem(invalid.code, invalid.params))
                return _page(request, place, edited, ticked)
            what = "tagged"
        case _:
            return None
    if not count:
        raise Http404
    further = f" {BRING_BACK}" if do == "delete-ticked" else ""
    messages.success(request, f"{count} {'policy is' if count == 1 else 'policies are'} {what}.{further}")
    return None
