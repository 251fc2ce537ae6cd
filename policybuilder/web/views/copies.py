"""Copying a policy into another workspace of its reader's."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from policybuilder.accounts.roles import Place, places_of
from policybuilder.accounts.services import workspace_enter, workspace_require
from policybuilder.library.elsewhere import policy_copy_to
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.standing import changes_nothing_here
from policybuilder.web.workbench import find_saved


@changes_nothing_here
@require_http_methods(["GET", "HEAD", "POST"])
def policy_copy(request: HtmxRequest, policy_id: str) -> HttpResponse:
    """Asks where to; a post copies into the workspace `to`, which the user may change, and opens the copy there."""
    record = find_saved(request, policy_id)
    goals = _goals(request)
    if request.method != "POST":
        # In the library where it stands already, Duplicate makes a copy: that one is offered where there is no other.
        others = [place for place in goals if place.id != record.workspace]
        page = {"policy": record, "goals": others or goals, "section": "library"}
        return render(request, "pages/policy_copy.html", page)
    try:
        wanted = UUID(request.POST.get("to", ""))
    except ValueError:
        wanted = None
    goal = next((place for place in goals if place.id == wanted), None)
    if goal is None:
        raise Http404
    copy = policy_copy_to(workspace=record.workspace, public_id=policy_id, target=goal.id)
    if request.user.pk:
        workspace_enter(request.session, goal.id)
    messages.success(request, f"Copied into {goal.team or 'your own library'} as {copy.name}.")
    return redirect("policy", copy.public_id)


def _goals(request: HtmxRequest) -> tuple[Place, ...]:
    """The workspaces that the copy can go to: those that the user may change, a browser's only one."""
    user_id = request.user.pk
    if not user_id:
        return (Place(workspace_require(request.session), "", writes=True),)
    return tuple(place for place in places_of(user_id) if place.writes)
