"""The share links of a policy: listed, made, revoked."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from policybuilder.library.records import NotFound, PolicyRecord, TooMany
from policybuilder.library.revisions import revision_list
from policybuilder.library.sharing import share_list, share_make, share_revoke
from policybuilder.web.contexts.sharing import SharesPage, share_row
from policybuilder.web.forms.account import errors_of
from policybuilder.web.forms.sharing import ShareForm
from policybuilder.web.forms.state import key_of
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.standing import reads_only
from policybuilder.web.workbench import find_saved
from policybuilder.wording import sharing as words

MOST_CHOICES = 500  # of the revisions that a link can show


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def shares(request: HtmxRequest, policy_id: str) -> HttpResponse:
    """The list; a post makes a link or revokes one. `revision` of the address is the revision that is offered first."""
    record = find_saved(request, policy_id)
    try:
        return _answer(request, record)
    except NotFound:
        raise Http404 from None


def _answer(request: HtmxRequest, record: PolicyRecord) -> HttpResponse:
    revisions = revision_list(workspace=record.workspace, public_id=record.public_id, newest=MOST_CHOICES)
    if request.method != "POST":
        return _page(request, record, ShareForm(revisions=revisions, chosen=request.GET.get("revision", "")))
    do, _, which = request.POST.get("do", "").partition(":")
    if do == "revoke":
        return _revoke(request, record, which)
    form = ShareForm(request.POST, revisions=revisions)
    return _make(request, record, form) if form.is_valid() else _page(request, record, form)


def _make(request: HtmxRequest, record: PolicyRecord, form: ShareForm) -> HttpResponse:
    expires = form.expires(timezone.now())
    try:
        share_make(workspace=record.workspace, public_id=record.public_id, revision=form.revision, expires=expires)
    except TooMany:
        form.add_error("shows", words.TOO_MANY)
        return _page(request, record, form)
    messages.success(request, words.MADE)
    return redirect("policy_shares", record.public_id)


def _revoke(request: HtmxRequest, record: PolicyRecord, which: str) -> HttpResponse:
    share_revoke(workspace=record.workspace, public_id=record.public_id, share_id=key_of(which))
    messages.success(request, words.REVOKED)
    return redirect("policy_shares", record.public_id)


def _page(request: HtmxRequest, record: PolicyRecord, form: ShareForm) -> HttpResponse:
    links = share_list(workspace=record.workspace, public_id=record.public_id)
    page = SharesPage(
        policy=record,
        rows=tuple(share_row(request, link, record.revision) for link in links),
        form=form,
        errors=errors_of(form),
        may_share=not reads_only(request),
    )
    context = {"page": page, "section": "library"}
    return render(request, "pages/shares.html", context, status=422 if form.errors else 200)
