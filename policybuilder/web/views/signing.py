"""Signing in, up and out."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from policybuilder.accounts.limits import take_back
from policybuilder.accounts.people import Taken, address_link, user_add, user_with_address
from policybuilder.web.arriving import arrive, keep_next, leave, next_of
from policybuilder.web.forms.account import AddressForm, SignInForm, SignUpForm, errors_of
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.mailing import link, reset_link, send
from policybuilder.web.standing import changes_nothing_here
from policybuilder.web.tries import client_address, too_often
from policybuilder.wording.accounts import MAIL_FAILED, NAME_TAKEN, SIGN_IN_WRONG
from policybuilder.wording.mails import have_account_mail, new_account_mail


@changes_nothing_here
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HtmxRequest) -> HttpResponse:
    """The form; a post signs in and goes on to `next`. A wrong name and a wrong password are one answer."""
    if request.user.is_authenticated:
        return redirect(next_of(request) or "account")
    form = SignInForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _sign_in_page(request, form)
    name = form.cleaned_data["name"].strip().lower()
    tries = (("sign-in from", client_address(request)), ("sign-in as", name))
    if refused := too_often(request, *tries):
        return refused
    user = authenticate(request, username=name, password=form.cleaned_data["password"])
    if user is None:
        form.add_error("name", SIGN_IN_WRONG)
        return _sign_in_page(request, form)
    for kind, who in tries:
        take_back(kind, who)
    arrive(request, user, f"You are signed in as {user.get_username()}.")
    return redirect(next_of(request) or settings.LOGIN_REDIRECT_URL)


def _sign_in_page(request: HtmxRequest, form: SignInForm) -> HttpResponse:
    page = {"form": form, "errors": errors_of(form), "next": next_of(request), "open": settings.SIGN_UP}
    return render(request, "pages/sign_in.html", page, status=422 if form.errors else 200)


@changes_nothing_here
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password", "again")
@never_cache
def sign_up(request: HtmxRequest) -> HttpResponse:
    """Two forms: a user name with a password, or an address to which a link is sent. 404 where sign-up is closed."""
    if not settings.SIGN_UP:
        raise Http404
    if request.user.is_authenticated:
        return redirect("account")
    if request.method != "POST":
        return _sign_up_page(request, SignUpForm(), AddressForm())
    if request.POST.get("do") == "address":
        return _by_address(request)
    return _by_name(request)


def _by_name(request: HtmxRequest) -> HttpResponse:
    form = SignUpForm(request.POST)
    if not form.is_valid():
        return _sign_up_page(request, form, AddressForm())
    if refused := too_often(request, ("sign-up from", client_address(request))):
        return refused
    try:
        user = user_add(name=form.cleaned_data["name"], password=form.cleaned_data["password"])
    except Taken:
        form.add_error("name", NAME_TAKEN)
        return _sign_up_page(request, form, AddressForm())
    arrive(request, user, f"Your account {user.get_username()} is made. What this browser kept is in it.")
    return redirect(next_of(request) or settings.LOGIN_REDIRECT_URL)


def _by_address(request: HtmxRequest) -> HttpResponse:
    """One answer, whether the address has an account or not: a mail says which."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _sign_up_page(request, SignUpForm(), form)
    address = form.cleaned_data["address"]
    if refused := too_often(request, ("mail from", client_address(request)), ("mail to", address)):
        return refused
    user = user_with_address(address)
    mail = (
        new_account_mail(link(request, "confirm_address", address_link(address)))
        if user is None
        else have_account_mail(reset_link(request, user))
    )
    if not send(mail, address):
        form.add_error("address", MAIL_FAILED)
        return _sign_up_page(request, SignUpForm(), form)
    keep_next(request)
    return redirect("mail_sent")


def _sign_up_page(request: HtmxRequest, form: SignUpForm, by_address: AddressForm) -> HttpResponse:
    page = {"form": form, "by_address": by_address, "errors": errors_of(form, by_address), "next": next_of(request)}
    return render(request, "pages/sign_up.html", page, status=422 if page["errors"] else 200)


@changes_nothing_here
@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave: the session is emptied, the account's work stays in the account."""
    leave(request)
    messages.success(request, "You are signed out. What you saved is in your account.")
    return redirect("sign_in")
