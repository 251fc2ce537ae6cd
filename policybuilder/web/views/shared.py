"""What a share link opens, for everybody who has it: a policy to read, to download and to copy.

A link that opens nothing is answered in one way, whatever became of it; too many of those from one client wait.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from policybuilder.accounts.services import WorkspaceId, workspace_of_user, workspace_require
from policybuilder.authoring import Draft, compose, draft_from_plain
from policybuilder.export import Form
from policybuilder.library.records import NotFound
from policybuilder.library.services import policies_import
from policybuilder.library.sharing import SharedPolicy, shared_get
from policybuilder.web.contexts.sharing import SharedPage
from policybuilder.web.contexts.shown_policy import shown_policy, shown_view
from policybuilder.web.exports import NamedPolicy
from policybuilder.web.fragments import HtmxRequest, page_or_part
from policybuilder.web.standing import changes_nothing_here
from policybuilder.web.tries import client_address, too_often
from policybuilder.web.views.take import file_of
from policybuilder.wording.sharing import copied


@login_not_required
@require_safe
def shared(request: HtmxRequest, token: str) -> HttpResponse:
    """The policy, in tabs as a revision is shown."""
    found = _find(token)
    if found is None:
        return _gone(request)
    policy, draft = found
    view = shown_view(reverse("shared", args=[token]), request.GET)
    context = {"page": SharedPage(token, policy), "shown": shown_policy(policy.name, draft, view)}
    return page_or_part(request, "shared", "_shown_policy", context)


@login_not_required
@require_safe
def shared_file(request: HtmxRequest, token: str, form: Form) -> HttpResponse:
    """The policy as a file, as `policy_file` gives it."""
    found = _find(token)
    if found is None:
        return _gone(request)
    policy, draft = found
    return file_of(request, NamedPolicy(policy.name, draft, compose(draft)), form)


@changes_nothing_here
@require_http_methods(["GET", "HEAD", "POST"])
def shared_copy(request: HtmxRequest, token: str) -> HttpResponse:
    """Asks whether to copy; a post makes a policy of it in the visitor's own workspace, whichever they work in now."""
    found = _find(token)
    if found is None:
        return _gone(request)
    policy, _ = found
    if request.method != "POST":
        return render(request, "pages/shared_copy.html", {"token": token, "policy": policy, "section": "library"})
    [made] = policies_import(workspace=_own(request), policies=[(policy.name, policy.draft)])
    messages.success(request, copied(made.name))
    return redirect("policy", made.public_id)


def _own(request: HtmxRequest) -> WorkspaceId:
    user_id = request.user.pk
    return workspace_of_user(user_id) if user_id else workspace_require(request.session)


def _find(token: str) -> tuple[SharedPolicy, Draft] | None:
    try:
        found = shared_get(token=token, now=timezone.now())
    except NotFound:
        return None
    draft = draft_from_plain(found.draft)
    return (found, draft) if isinstance(draft, Draft) else None


def _gone(request: HtmxRequest) -> HttpResponse:
    wait = too_often(request, ("link from", client_address(request)))
    return wait or render(request, "pages/shared_gone.html", status=404)
