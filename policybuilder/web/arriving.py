"""Signing somebody in, with the work that was done in this browser before."""

from django.contrib import messages
from django.contrib.auth import login, logout
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils.http import url_has_allowed_host_and_scheme

from policybuilder.accounts.actors import Actor, acting
from policybuilder.accounts.people import Person
from policybuilder.accounts.services import (
    is_browsers,
    workspace_claim,
    workspace_drop,
    workspace_enter,
    workspace_of,
)
from policybuilder.authoring import draft_plain, first_visit
from policybuilder.inventory.services import inventory_move
from policybuilder.library.moving import policies_move
from policybuilder.wording.accounts import brought_lines

NEXT = "next"


@transaction.atomic
def arrive(request: HttpRequest, user: Person, said: str) -> None:
    """Sign the user in, under a new session key. This browser's work goes along: as the user's workspace where there is
    none yet, else into it, under names of its own. `said` begins the message that tells."""
    brought = workspace_of(request.session)
    login(request, user)
    home = workspace_claim(user.pk, brought)
    workspace_enter(request.session, home)
    lines: tuple[str, ...] = ()
    if brought is not None and brought != home and is_browsers(brought):
        with acting(Actor(user.pk, user.get_username())):
            moved = policies_move(source=brought, target=home, example=draft_plain(first_visit()))
            resources = inventory_move(source=brought, target=home)
        workspace_drop(brought)
        lines = brought_lines(moved.policies, moved.renamed, moved.scratch, resources)
    messages.success(request, "\n".join((said, *lines)))


def leave(request: HttpRequest) -> None:
    """Sign out: the session is emptied, and pages that are still open cannot be posted from any more."""
    logout(request)
    rotate_token(request)


def person_of(request: HttpRequest) -> Person:
    """Who is signed in; raises `PermissionDenied` where nobody is."""
    if isinstance(request.user, Person):
        return request.user
    raise PermissionDenied


def next_of(request: HttpRequest) -> str:
    """Where to go on after signing in: an address of this site that was asked for, or ""."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    good = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if good else ""


def keep_next(request: HttpRequest) -> None:
    """Keep where to go on after signing in for who comes back by a mail's link, in this browser."""
    if wanted := next_of(request):
        request.session[NEXT] = wanted


def kept_next(request: HttpRequest) -> str:
    """What `keep_next` kept, once; "" for nothing."""
    return str(request.session.pop(NEXT, ""))
