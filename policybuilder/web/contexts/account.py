"""The account page; without an account what this browser has."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from policybuilder.accounts.people import Account, account_of
from policybuilder.accounts.services import workspace_of
from policybuilder.accounts.tokens import TokenRecord, token_list
from policybuilder.library.selectors import policy_count
from policybuilder.web.forms.account import AddressForm


@dataclass(frozen=True, slots=True)
class AccountPage:
    """`account` is None where nobody is signed in; `policies` counts what is saved."""

    account: Account | None
    form: AddressForm
    errors: tuple[tuple[str, str], ...]
    policies: int
    tokens: tuple[TokenRecord, ...]
    sign_up: bool


def account_page(request: HttpRequest, form: AddressForm, errors: tuple[tuple[str, str], ...]) -> AccountPage:
    """The page for whoever asks."""
    user_id = request.user.pk
    workspace = workspace_of(request.session)
    return AccountPage(
        account=account_of(user_id) if user_id else None,
        form=form,
        errors=errors,
        policies=policy_count(workspace=workspace) if workspace else 0,
        tokens=token_list(user_id=user_id) if user_id else (),
        sign_up=settings.SIGN_UP,
    )
