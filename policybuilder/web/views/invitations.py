"""The link into a team: who invites to what, and the button that accepts."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from policybuilder.accounts.invitations import Invited, invitation_accept, invitation_of
from policybuilder.accounts.services import workspace_enter
from policybuilder.accounts.teams import TooManyTeams
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.standing import changes_nothing_here
from policybuilder.web.tries import client_address, too_often
from policybuilder.wording.teams import ROLE_WORDS, TOO_MANY_TEAMS, joined_sentence, role_phrase

GONE = "pages/invitation_gone.html"


@changes_nothing_here
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HtmxRequest, token: str) -> HttpResponse:
    """What the link invites to; a post by who is signed in accepts. One page for a link that opens nothing, whatever it
    is or was; who tries many of them has to wait."""
    invited = invitation_of(token)
    if invited is None:
        return _gone(request)
    if request.method != "POST":
        return _page(request, invited)
    user_id = request.user.pk
    if user_id is None:
        return redirect(f"{reverse('sign_in')}?next={request.path}")
    try:
        joined = invitation_accept(user_id=user_id, text=token)
    except TooManyTeams:
        return _page(request, invited, problem=TOO_MANY_TEAMS)
    if joined is None:
        return _gone(request)
    workspace_enter(request.session, joined.team)
    messages.success(request, joined_sentence(joined.name, joined.role, joined.before or ""))
    return redirect("library")


def _gone(request: HtmxRequest) -> HttpResponse:
    wait = too_often(request, ("invitation from", client_address(request)))
    return wait or render(request, GONE, status=410)


def _page(request: HtmxRequest, invited: Invited, *, problem: str = "") -> HttpResponse:
    page = {
        "invited": invited,
        "as_role": role_phrase(invited.role),
        "may": ROLE_WORDS[invited.role],
        "problem": problem,
        "sign_up": settings.SIGN_UP,
        "next": request.path,
    }
    return render(request, "pages/invitation.html", page, status=422 if problem else 200)
