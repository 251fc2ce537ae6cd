"""The library: the saved policies of this browser's workspace."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from policybuilder.accounts.services import WorkspaceId, workspace_of
from policybuilder.library.records import InvalidName, NotFound
from policybuilder.library.selectors import bin_list, policy_list
from policybuilder.library.services import policy_delete, policy_duplicate, policy_rename, policy_restore
from policybuilder.web.contexts.library import LibraryPage
from policybuilder.web.fragments import HtmxRequest

PAGE_SIZE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def library(request: HtmxRequest) -> HttpResponse:
    """The list; a post renames, duplicates, deletes or restores one policy."""
    if request.method == "POST":
        return _act(request)
    workspace = workspace_of(request.session)
    search = request.GET.get("search", "").strip()
    found = policy_list(workspace=workspace, search=search) if workspace else ()
    shown = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    page = LibraryPage(
        shown=shown,
        search=search,
        renaming=request.GET.get("rename", ""),
        bin=bin_list(workspace=workspace) if workspace else (),
    )
    return render(request, "pages/library.html", {"page": page})


def _act(request: HtmxRequest) -> HttpResponse:
    workspace = workspace_of(request.session)
    do, _, policy_id = request.POST.get("do", "").partition(":")
    if workspace is None:
        raise Http404
    try:
        _do(request, workspace, do, policy_id)
    except NotFound:
        raise Http404 from None
    return redirect("library")


def _do(request: HtmxRequest, workspace: WorkspaceId, do: str, policy_id: str) -> None:
    match do:
        case "rename":
            try:
                policy_rename(workspace=workspace, public_id=policy_id, name=request.POST.get("name", ""))
            except InvalidName:
                messages.error(request, "A name has 1 to 120 characters. The old name stays.")
        case "duplicate":
            copy = policy_duplicate(workspace=workspace, public_id=policy_id)
            messages.success(request, f"Made {copy.name}.")
        case "delete":
            record = policy_delete(workspace=workspace, public_id=policy_id)
            messages.success(request, f"{record.name} is deleted.", extra_tags=f"restore:{record.public_id}")
        case "restore":
            record = policy_restore(workspace=workspace, public_id=policy_id)
            messages.success(request, f"{record.name} is back.")
