"""Accounts: made, changed, signed out everywhere, deleted. Users are handed out as Django's own objects, to sign in with."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F

from policybuilder.accounts.models import User
from policybuilder.accounts.teams import teams_leave

Person = User
"""Who can be signed in, as Django knows them: what other floors call the model, which stays here."""
# What a user name may be: an address is told from one by its `@`.
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
ID = re.compile(r"[0-9]{1,18}")
LINK_SALT = "policybuilder.accounts.address"
LINK_AGE = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Account:
    """An account as its page shows it; `address` is "" where none was confirmed."""

    name: str
    address: str
    joined: datetime
    staff: bool


@dataclass(frozen=True, slots=True)
class ConfirmedAddress:
    """An address whose owner followed a link: to a new account, or to be written into the account `user_id`."""

    address: str
    user_id: int | None


class Taken(ValueError):  # noqa: N818 - named after what happened
    """The user name or the address belongs to another account."""


def user_add(*, name: str, password: str, address: str = "") -> User:
    """A new account; name and address in lower case. Raises `Taken`."""
    return _add(User.objects.model(username=name.lower(), email=address.lower()), password)


def administrator_add(*, name: str, password: str, address: str = "") -> User:
    """A new account that may do everything in Django's admin. Raises `Taken`."""
    made = User.objects.model(username=name.lower(), email=address.lower(), is_staff=True, is_superuser=True)
    return _add(made, password)


def _add(user: User, password: str) -> User:
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise Taken from None
    return user


def account_of(user_id: int) -> Account:
    """The account of a user who is there."""
    user = User.objects.get(pk=user_id)
    return Account(user.username, user.email, user.date_joined, user.is_staff)


def address_known(address: str) -> bool:
    """Whether an account has that address."""
    return User.objects.filter(email=address.lower()).exists()


def user_with_address(address: str) -> User | None:
    """Who has that address and may sign in."""
    return User.objects.filter(email=address.lower(), is_active=True).first()


def user_of_id(user_id: str) -> User | None:
    """Who has that number, as a link carries it, and may sign in."""
    return User.objects.filter(pk=int(user_id), is_active=True).first() if ID.fullmatch(user_id) else None


def address_link(address: str, user_id: int | None = None) -> str:
    """What a mail's link carries: signed, good for a day; who has it reads that address's mail."""
    return signing.dumps([address.lower(), user_id], salt=LINK_SALT)


def address_of(link: str) -> ConfirmedAddress | None:
    """What a link confirms; None for one that is not ours, too old, or of an address that has an account by now."""
    try:
        address, user_id = signing.loads(link, salt=LINK_SALT, max_age=LINK_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return None if address_known(address) else ConfirmedAddress(address, user_id)


def address_set(*, user_id: int, address: str) -> None:
    """Write a confirmed address into an account; one that is named by its address gets the new name. Raises `Taken`."""
    user = User.objects.get(pk=user_id)
    user.email = address.lower()
    if "@" in user.username:
        user.username = user.email
    try:
        with transaction.atomic():
            user.save(update_fields=["email", "username"])
    except IntegrityError:
        raise Taken from None


def sign_out_everywhere(user_id: int) -> None:
    """End every session of the user. Tokens stay: they are revoked one by one."""
    User.objects.filter(pk=user_id).update(generation=F("generation") + 1)


@transaction.atomic
def user_delete(user_id: int) -> None:
    """Delete the account, its workspace with everything in it, its tokens, and the teams that nobody else is in.

    Raises `teams.LastOwner` where a team would have members and no owner: nothing is deleted then.
    """
    teams_leave(user_id)
    User.objects.filter(pk=user_id).delete()
