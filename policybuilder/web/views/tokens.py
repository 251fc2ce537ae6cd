"""Tokens for scripts: made, shown once, revoked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from policybuilder.accounts.roles import places_of
from policybuilder.accounts.services import workspace_require
from policybuilder.accounts.tokens import TooManyTokens, token_list, token_make, token_revoke
from policybuilder.web.arriving import person_of
from policybuilder.web.forms.account import TokenForm, errors_of
from policybuilder.web.forms.state import key_of
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.standing import changes_nothing_here

TOO_MANY = "There are as many tokens as one account may have: revoke one first."


@changes_nothing_here
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def tokens(request: HtmxRequest) -> HttpResponse:
    """The list; a post makes a token, which its answer shows once, or revokes one."""
    if request.method != "POST":
        return _page(request, _form(request))
    do, _, which = request.POST.get("do", "").partition(":")
    if do == "revoke":
        return _revoke(request, which)
    return _make(request)


def _make(request: HtmxRequest) -> HttpResponse:
    form = _form(request, request.POST)
    if not form.is_valid():
        return _page(request, form)
    given = form.cleaned_data
    try:
        made, text = token_make(
            user_id=person_of(request).pk,
            workspace=given["place"],
            name=given["name"],
            writes=given["scope"] == "write",
            days=int(given["days"]) if given["days"] else None,
        )
    except TooManyTokens:
        form.add_error("name", TOO_MANY)
        return _page(request, form)
    return _page(request, _form(request), new=text, name=made.name)


def _form(request: HtmxRequest, data: QueryDict | None = None) -> TokenForm:
    places = places_of(person_of(request).pk)
    return TokenForm(data, places=places, here=workspace_require(request.session))


def _revoke(request: HtmxRequest, which: str) -> HttpResponse:
    name = token_revoke(user_id=person_of(request).pk, token_id=key_of(which))
    if name is None:
        raise Http404
    messages.success(request, f"{name} is revoked.")
    return redirect("tokens")


def _page(request: HtmxRequest, form: TokenForm, *, new: str = "", name: str = "") -> HttpResponse:
    page = {
        "form": form,
        "errors": errors_of(form),
        "tokens": token_list(user_id=person_of(request).pk),
        "new": new,
        "new_name": name,
        "home": request.build_absolute_uri("/"),
        "section": "account",
    }
    return render(request, "pages/tokens.html", page, status=422 if form.errors else 200)
