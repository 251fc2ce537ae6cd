"""The account page and what is done from it: password, address, signing out everywhere, taking the data, leaving."""

from tempfile import SpooledTemporaryFile

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from policybuilder.accounts.limits import take_back
from policybuilder.accounts.people import (
    account_of,
    address_known,
    address_link,
    sign_out_everywhere,
    user_delete,
)
from policybuilder.accounts.services import workspace_of
from policybuilder.accounts.teams import LastOwner, teams_in_need
from policybuilder.accounts.tokens import token_list
from policybuilder.web.archive import shelves_of, write_archive
from policybuilder.web.arriving import leave, person_of
from policybuilder.web.contexts.account import account_page
from policybuilder.web.forms.account import AddressForm, ChangePasswordForm, PasswordForm, errors_of
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.mailing import link, send
from policybuilder.web.standing import changes_nothing_here
from policybuilder.web.tries import client_address, too_often
from policybuilder.wording.accounts import MAIL_FAILED
from policybuilder.wording.mails import address_taken_mail, change_address_mail
from policybuilder.wording.teams import in_need_sentence

SPOOLED = 5_000_000


@changes_nothing_here
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def account(request: HtmxRequest) -> HttpResponse:
    """The account, or what a browser without one has; a post sends a link to an address that the account is to have."""
    if request.method == "POST":
        return _address(request)
    return _page(request, AddressForm())


def _page(request: HtmxRequest, form: AddressForm) -> HttpResponse:
    page = account_page(request, form, errors_of(form))
    return render(request, "pages/account.html", {"page": page}, status=422 if page.errors else 200)


@login_required
def _address(request: HtmxRequest) -> HttpResponse:
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    address, who = form.cleaned_data["address"], account_of(person_of(request).pk)
    if refused := too_often(request, ("mail from", client_address(request)), ("mail to", address)):
        return refused
    if address_known(address):
        mail = address_taken_mail(link(request, "sign_in"))
    else:
        confirming = link(request, "confirm_address", address_link(address, person_of(request).pk))
        mail = change_address_mail(confirming, who.name)
    if not send(mail, address):
        form.add_error("address", MAIL_FAILED)
        return _page(request, form)
    return redirect("mail_sent")


@changes_nothing_here
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("old", "password", "again")
@never_cache
def password(request: HtmxRequest) -> HttpResponse:
    """Another password: this browser stays signed in, the others are signed out."""
    form = ChangePasswordForm(request.POST or None, user=person_of(request))
    if request.method == "POST":
        if refused := _guessing(request):
            return refused
        if form.is_valid():
            user = person_of(request)
            user.set_password(form.cleaned_data["password"])
            user.save(update_fields=["password"])
            update_session_auth_hash(request, user)
            _known(request)
            messages.success(request, "The password is changed. Every other browser is signed out.")
            return redirect("account")
    page = {"form": form, "errors": errors_of(form)}
    return render(request, "pages/password.html", page, status=422 if form.errors else 200)


@changes_nothing_here
@require_POST
@login_required
def everywhere(request: HtmxRequest) -> HttpResponse:
    """Sign out here and in every other browser."""
    sign_out_everywhere(person_of(request).pk)
    leave(request)
    messages.success(request, "You are signed out everywhere. Tokens still work: they are revoked in the account.")
    return redirect("sign_in")


@require_safe
@never_cache
def data_zip(request: HtmxRequest) -> FileResponse:
    """Everything that is kept of who asks and of their teams, as a zip."""
    user_id = request.user.pk
    known = account_of(user_id) if user_id else None
    tokens = token_list(user_id=user_id) if user_id else ()
    shelves = shelves_of(user_id, workspace_of(request.session))
    file = SpooledTemporaryFile(max_size=SPOOLED)  # noqa: SIM115 - the response closes it
    write_archive(file, shelves, known, tokens)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="policy-builder-data.zip", content_type="application/zip")


@changes_nothing_here
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@never_cache
def delete(request: HtmxRequest) -> HttpResponse:
    """Asks for the password; a post deletes the account with everything in it."""
    form, needed = PasswordForm(request.POST or None, user=person_of(request)), teams_in_need(person_of(request).pk)
    if request.method == "POST" and not needed:
        if refused := _guessing(request):
            return refused
        if form.is_valid():
            _known(request)
            user_id = person_of(request).pk
            try:
                user_delete(user_id)
            except LastOwner:  # since the form was asked for: the page says which team
                return redirect("account_delete")
            leave(request)
            messages.success(request, "The account is deleted, with everything in it.")
            return redirect("build")
    page = {
        "form": form,
        "errors": errors_of(form),
        "account": account_of(person_of(request).pk),
        "teams": needed,
        "needed": in_need_sentence([row.name for row in needed]),
    }
    stays = form.errors or (needed and request.method == "POST")
    return render(request, "pages/account_delete.html", page, status=422 if stays else 200)


def _guessing(request: HtmxRequest) -> HttpResponse | None:
    """Who sits at somebody's open browser does not guess the password here either."""
    return too_often(request, ("sign-in as", person_of(request).get_username()))


def _known(request: HtmxRequest) -> None:
    take_back("sign-in as", person_of(request).get_username())
