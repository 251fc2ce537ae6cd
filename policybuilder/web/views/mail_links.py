"""What links in mails open: a new account, a confirmed address, a new password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from policybuilder.accounts.people import (
    ConfirmedAddress,
    Person,
    Taken,
    address_of,
    address_set,
    user_add,
    user_of_id,
    user_with_address,
)
from policybuilder.web.arriving import arrive, kept_next
from policybuilder.web.forms.account import AddressForm, NewPasswordForm, errors_of
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.mailing import link, reset_link, send
from policybuilder.web.standing import changes_nothing_here
from policybuilder.web.tries import client_address, too_often
from policybuilder.wording.accounts import MAIL_FAILED
from policybuilder.wording.mails import no_account_mail, reset_mail

RESET_KEY = "reset_password"
IN_SESSION = "new"


@changes_nothing_here
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def forgotten(request: HtmxRequest) -> HttpResponse:
    """Asks for an address; a post sends a mail to it, whether it has an account or not."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["address"]
        if refused := too_often(request, ("mail from", client_address(request)), ("mail to", address)):
            return refused
        user = user_with_address(address)
        mail = reset_mail(reset_link(request, user)) if user else no_account_mail(link(request, "sign_in"))
        if send(mail, address):
            return redirect("mail_sent")
        form.add_error("address", MAIL_FAILED)
    page = {"form": form, "errors": errors_of(form)}
    return render(request, "pages/forgotten.html", page, status=422 if form.errors else 200)


@login_not_required
@require_safe
def mail_sent(request: HtmxRequest) -> HttpResponse:
    """Look into your mail: the same page for every address."""
    return render(request, "pages/mail_sent.html", {"console": settings.MAIL_TO_CONSOLE})


@changes_nothing_here
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password", "again")
@never_cache
def confirm_address(request: HtmxRequest, token: str) -> HttpResponse:
    """A link to an address: for a new account a password is chosen; an account's address is confirmed by a button."""
    confirmed = address_of(token)
    if confirmed is None or (confirmed.user_id is None and not settings.SIGN_UP):
        return link_gone(request)
    if confirmed.user_id is None:
        return _new_account(request, confirmed)
    if request.user.pk != confirmed.user_id:
        return redirect(f"{reverse('sign_in')}?next={request.path}")
    if request.method != "POST":
        return render(request, "pages/confirm_address.html", {"address": confirmed.address})
    try:
        address_set(user_id=confirmed.user_id, address=confirmed.address)
    except Taken:
        return link_gone(request)
    messages.success(request, f"{confirmed.address} is the address of your account.")
    return redirect("account")


def _new_account(request: HtmxRequest, confirmed: ConfirmedAddress) -> HttpResponse:
    whose = Person(username=confirmed.address, email=confirmed.address)
    form = NewPasswordForm(request.POST or None, user=whose)
    if request.method == "POST" and form.is_valid():
        try:
            user = user_add(name=confirmed.address, address=confirmed.address, password=form.cleaned_data["password"])
        except Taken:
            return link_gone(request)
        back = kept_next(request)
        arrive(request, user, f"Your account {confirmed.address} is made. What this browser kept is in it.")
        return redirect(back or settings.LOGIN_REDIRECT_URL)
    page = {"form": form, "errors": errors_of(form), "who": confirmed.address, "title": "Choose a password"}
    return render(request, "pages/new_password.html", page, status=422 if form.errors else 200)


def link_gone(request: HtmxRequest) -> HttpResponse:
    """410: the link was used, is too old, or never was one."""
    return render(request, "pages/link_gone.html", status=410)


@changes_nothing_here
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password", "again")
@never_cache
def reset_password(request: HtmxRequest, who: str, token: str) -> HttpResponse:
    """A new password for who has the link, once. What opens it moves out of the address into the session at once."""
    user = user_of_id(_read(who))
    if token != IN_SESSION:
        if user is None or not default_token_generator.check_token(user, token):
            return link_gone(request)
        request.session[RESET_KEY] = token
        return redirect("reset_password", who=who, token=IN_SESSION)
    if user is None or not default_token_generator.check_token(user, request.session.get(RESET_KEY)):
        return link_gone(request)
    form = NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        user.set_password(form.cleaned_data["password"])
        user.save(update_fields=["password"])
        del request.session[RESET_KEY]
        messages.success(request, "The new password is set. Sign in with it.")
        return redirect("sign_in")
    page = {"form": form, "errors": errors_of(form), "who": user.get_username(), "title": "New password"}
    return render(request, "pages/new_password.html", page, status=422 if form.errors else 200)


def _read(who: str) -> str:
    try:
        return urlsafe_base64_decode(who).decode()
    except ValueError:
        return ""
