"""Teams: the list, a team's page, deleting one, and going from one workspace to another."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from policybuilder.accounts.invitations import (
    TooManyInvitations,
    invitation_list,
    invitation_make,
    invitation_revoke,
)
from policybuilder.accounts.roles import Role, may_use
from policybuilder.accounts.services import WorkspaceId, workspace_enter
from policybuilder.accounts.teams import (
    InvalidTeamName,
    LastOwner,
    NoTeam,
    NotOwner,
    TeamRow,
    TooManyTeams,
    leave,
    member_list,
    member_remove,
    owners_of,
    role_change,
    team_delete,
    team_get,
    team_make,
    team_rename,
    teams_of,
)
from policybuilder.web.arriving import next_of, person_of
from policybuilder.web.forms.account import errors_of
from policybuilder.web.forms.state import key_of
from policybuilder.web.forms.teams import InviteForm, TeamDeleteForm, TeamForm, TeamRenameForm
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.mailing import link
from policybuilder.web.standing import changes_nothing_here
from policybuilder.wording.teams import (
    LAST_OWNER,
    TEAM_NAME_SHAPE,
    TOO_MANY_INVITATIONS,
    TOO_MANY_TEAMS,
    role_phrase,
)


@changes_nothing_here
@login_required
@require_POST
def switch_workspace(request: HtmxRequest) -> HttpResponse:
    """Let the session stand for another of the user's workspaces (`to`), and go on to `next`."""
    try:
        there = WorkspaceId(UUID(request.POST.get("to", "")))
    except ValueError:
        raise Http404 from None
    if not may_use(person_of(request).pk, there):
        raise Http404
    workspace_enter(request.session, there)
    return redirect(next_of(request) or "library")


@changes_nothing_here
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def teams(request: HtmxRequest) -> HttpResponse:
    """The user's teams; a post makes one and goes to its page."""
    form = TeamForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = team_make(user_id=person_of(request).pk, name=form.cleaned_data["name"])
        except InvalidTeamName:
            form.add_error("name", TEAM_NAME_SHAPE)
        except TooManyTeams:
            form.add_error("name", TOO_MANY_TEAMS)
        else:
            workspace_enter(request.session, made)
            messages.success(request, "The team is made, and you are in it. Invite the others by a link.")
            return redirect("team", made)
    page = {"form": form, "errors": errors_of(form), "teams": teams_of(person_of(request).pk)}
    return render(request, "pages/teams.html", page, status=422 if form.errors else 200)


@changes_nothing_here
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def team(request: HtmxRequest, team_id: UUID) -> HttpResponse:
    """Who is in the team, and to owners the links that are out; `remove` in the address asks whether that member is to go.
    A post renames, invites, gives a role, takes somebody out,
    or leaves. 404 for who is no member, 403 for what only owners may do."""
    user_id = person_of(request).pk
    try:
        found = team_get(user_id=user_id, team=team_id)
        return _page(request, found) if request.method != "POST" else _act(request, found, user_id)
    except NoTeam:
        raise Http404 from None
    except NotOwner:
        return owners_only(request, WorkspaceId(team_id))
    except LastOwner:
        messages.error(request, LAST_OWNER)
        return redirect("team", team_id)


@changes_nothing_here
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def delete(request: HtmxRequest, team_id: UUID) -> HttpResponse:
    """Asks for the team's name; a post deletes the team with everything in it."""
    user_id = person_of(request).pk
    try:
        found = team_get(user_id=user_id, team=team_id)
        if not found.role.governs:
            return owners_only(request, found.id)
        form = TeamDeleteForm(request.POST if request.method == "POST" else None, team=found.name)
        if request.method == "POST" and form.is_valid():
            name = team_delete(user_id=user_id, team=team_id)
            messages.success(request, f"{name} is deleted, with everything in it.")
            return redirect("teams")
    except NoTeam:
        raise Http404 from None
    page = {"form": form, "errors": errors_of(form), "team": found}
    return render(request, "pages/team_delete.html", page, status=422 if form.errors else 200)


def owners_only(request: HtmxRequest, team_id: WorkspaceId) -> HttpResponse:
    """403: what only an owner may do."""
    return render(request, "403_owners.html", {"owners": owners_of(team_id), "team": team_id}, status=403)


def _act(request: HtmxRequest, found: TeamRow, user_id: int) -> HttpResponse:
    do, _, which = request.POST.get("do", "").partition(":")
    number = key_of(which)
    match do:
        case "rename":
            return _rename(request, found, user_id)
        case "invite":
            return _invite(request, found, user_id)
        case "revoke" if invitation_revoke(user_id=user_id, team=found.id, invitation_id=number):
            messages.success(request, "The link is taken back: it opens nothing any more.")
        case "role" if request.POST.get(f"role-{number}") in tuple(Role):
            role = Role(request.POST[f"role-{number}"])
            name = role_change(user_id=user_id, team=found.id, member_id=number, role=role)
            messages.success(request, f"{name} is {role_phrase(role)} now.")
        case "remove":
            name = member_remove(user_id=user_id, team=found.id, member_id=number)
            messages.success(request, f"{name} is not in the team any more.")
        case "leave":
            leave(user_id=user_id, team=found.id)
            messages.success(request, f"You are not in {found.name} any more.")
            return redirect("teams")
    return redirect("team", found.id)


def _rename(request: HtmxRequest, found: TeamRow, user_id: int) -> HttpResponse:
    form = TeamRenameForm(request.POST)
    if form.is_valid():
        try:
            team_rename(user_id=user_id, team=found.id, name=form.cleaned_data["name"])
        except InvalidTeamName:
            form.add_error("name", TEAM_NAME_SHAPE)
        else:
            return redirect("team", found.id)
    elif not found.role.governs:
        raise NotOwner
    return _page(request, found, rename=form)


def _invite(request: HtmxRequest, found: TeamRow, user_id: int) -> HttpResponse:
    form = InviteForm(request.POST)
    if not found.role.governs:
        raise NotOwner
    if not form.is_valid():
        return _page(request, found, invite=form)
    role = Role(form.cleaned_data["role"])
    try:
        text = invitation_make(user_id=user_id, team=found.id, role=role)
    except TooManyInvitations:
        form.add_error("role", TOO_MANY_INVITATIONS)
        return _page(request, found, invite=form)
    return _page(request, found, made=link(request, "invitation", text), made_role=role)


def _page(
    request: HtmxRequest,
    found: TeamRow,
    *,
    rename: TeamForm | None = None,
    invite: InviteForm | None = None,
    made: str = "",
    made_role: Role | None = None,
) -> HttpResponse:
    user_id = person_of(request).pk
    forms = [form for form in (rename, invite) if form is not None]
    page = {
        "team": found,
        "you": user_id,
        "members": member_list(user_id=user_id, team=found.id),
        "invitations": invitation_list(user_id=user_id, team=found.id) if found.role.governs else (),
        "roles": tuple(role.value for role in Role),
        "rename": rename or TeamRenameForm(initial={"name": found.name}, auto_id="id_team_%s"),
        "invite": invite or InviteForm(),
        "errors": errors_of(*forms),
        "your_role": role_phrase(found.role),
        "removing": key_of(request.GET.get("remove", "")),
        "made": made,
        "made_role": role_phrase(made_role) if made_role else "",
    }
    return render(request, "pages/team.html", page, status=422 if page["errors"] else 200)
