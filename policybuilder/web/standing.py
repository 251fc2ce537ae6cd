"""Where a request stands: the workspace it is about and what its user may do there.

A signed-in session has a current workspace. An address with a policy's id stands for that policy's workspace, and a form
that names the workspace it was shown in (the field `workspace`) for that one, if the user may use it: so links between
colleagues work, and a page that was left open on another workspace does not write into this one.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

from policybuilder.accounts.roles import Standing, standing_of
from policybuilder.accounts.services import WorkspaceId, workspace_enter, workspace_visit
from policybuilder.accounts.teams import owners_of
from policybuilder.library.whereabouts import home_of
from policybuilder.web.sources import source_of

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FIELD = "workspace"
_STANDING, _VISITS = "policybuilder.standing", "policybuilder.visits"
_OPEN, _STARTS = "changes_nothing_here", "starts_something"


class ReadOnly(PermissionDenied):
    """Somebody who may only read asked for a change."""


def changes_nothing_here(view: View) -> View:
    """Mark a view that changes nothing in the workspace, or asks `require_writes` where it does: who may only read there
    posts to it too."""
    setattr(view, _OPEN, True)
    return view


def starts_something(view: View) -> View:
    """Mark a view that is there to make something: who may only read is shown how to do it in a workspace of their own."""
    setattr(view, _STARTS, True)
    return view


def stand(request: HttpRequest, standing: Standing | None) -> None:
    """Note where a request stands; None for a browser without an account."""
    request.META[_STANDING] = standing


def standing(request: HttpRequest) -> Standing | None:
    """Where a request stands; None for a browser without an account."""
    found = request.META.get(_STANDING)
    return found if isinstance(found, Standing) else None


def member_of(request: HttpRequest) -> int | None:
    """Whose scratch document the request is about: a member's in a team, else None, the workspace's only one."""
    here = standing(request)
    return here.member if here else None


def reads_only(request: HttpRequest) -> bool:
    """Whether the user may look only, where the request stands."""
    here = standing(request)
    return here is not None and not here.role.writes


def require_writes(request: HttpRequest) -> None:
    """Raise `ReadOnly` where the user may look only: for views that change something now and then."""
    if reads_only(request):
        raise ReadOnly


def find_place(request: HttpRequest, values: Mapping[str, object]) -> None:
    """Let a signed-in user's request stand where its address or its form belongs. Raises Http404 where that is not
    open to them."""
    here = standing(request)
    if here is None:
        return
    policy_id = values.get("policy_id")
    if isinstance(policy_id, str):
        home = home_of(policy_id)
        there = here if home == here.workspace else standing_of(here.user_id, home) if home else None
        if there is None:
            raise Http404
    elif request.method in SAFE:
        there = _compared(request, here)
    else:
        there = _named_in_form(request, here)
    if there is not here:
        stand(request, there)
        workspace_visit(request.session, there.workspace)
        request.META[_VISITS] = True


def stay(request: HttpRequest, response: HttpResponseBase) -> None:
    """After a whole page of another workspace the session is in that one."""
    here = standing(request)
    if here is None or not request.META.get(_VISITS) or "HX-Request" in request.headers:
        return
    page = response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")
    if (request.method == "GET" and page) or (request.method == "POST" and (page or response.status_code == 302)):
        workspace_enter(request.session, here.workspace)


def shut_out(request: HttpRequest, view: Callable[..., HttpResponseBase]) -> HttpResponse | None:
    """The answer to who may only read, where a view changes something or makes something; else None."""
    if not reads_only(request) or _is_admins(request):
        return None
    if request.method not in SAFE:
        return None if getattr(view, _OPEN, False) else read_only(request)
    if request.method != "OPTIONS" and getattr(view, _STARTS, False):
        return render(request, "pages/start_elsewhere.html", {"section": "build", "owners": owners(request)})
    return None


def read_only(request: HttpRequest) -> HttpResponse:
    """403 for who may only read: why, and what can be done. htmx shows it above what stands on the page."""
    if "HX-Request" in request.headers:
        response = render(request, "components/read_only.html", {"owners": owners(request)}, status=403)
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#refused", "innerHTML"
        return response
    return render(request, "403_read_only.html", {"owners": owners(request)}, status=403)


def read_only_json() -> JsonResponse:
    """The same for a script."""
    return JsonResponse({"error": "The token's owner may only read in this team."}, status=403)


def owners(request: HttpRequest) -> tuple[str, ...]:
    """Who could let the user change things here."""
    here = standing(request)
    return owners_of(here.workspace) if here and here.team else ()


def _is_admins(request: HttpRequest) -> bool:
    """Whether it is a page of Django's admin: it is about no workspace."""
    match = request.resolver_match
    return match is not None and "admin" in match.app_names


def _compared(request: HttpRequest, here: Standing) -> Standing:
    """Where the policies are that an address compares, if the user may look there: such a link is sent to colleagues."""
    match = request.resolver_match
    if match is None or match.view_name != "compare":
        return here
    sources = (source_of(request.GET.get(side, "")).public_id for side in ("a", "b"))
    home = next((home for source in sources if source and (home := home_of(source))), here.workspace)
    return here if home == here.workspace else standing_of(here.user_id, home) or here


def _named_in_form(request: HttpRequest, here: Standing) -> Standing:
    """Where the page stood that a form was posted from; where the session is, if the form does not say. Raises Http404."""
    if request.method != "POST" or FIELD not in request.POST:
        return here
    try:
        named = WorkspaceId(UUID(request.POST[FIELD]))
    except ValueError:
        return here
    there = here if named == here.workspace else standing_of(here.user_id, named)
    if there is None:  # not a member any more: what was meant for the team goes nowhere else
        raise Http404
    return there
