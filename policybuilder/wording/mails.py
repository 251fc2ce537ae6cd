"""What the site writes in mails: a subject and a text. Nothing in them opens anything but the link."""

from typing import NamedTuple

SITE = "Policy Builder"


class Mail(NamedTuple):
    """A mail without its addresses."""

    subject: str
    text: str


def new_account_mail(link: str) -> Mail:
    """To an address that has no account: choose a password and begin."""
    return _mail(
        f"Your {SITE} account",
        "This address was given to make an account. To choose a password and begin, open:",
        link,
        "The link holds for one day. If you did not ask for an account, leave it: none is made without you.",
    )


def have_account_mail(link: str) -> Mail:
    """To an address that has an account when somebody signs up with it."""
    return _mail(
        f"You have a {SITE} account",
        "This address was given to make an account, but there is one already. Sign in with it, or choose a new password:",
        link,
        "The link holds for four hours. If it was not you who asked, leave it: nothing has changed.",
    )


def reset_mail(link: str) -> Mail:
    """To an address with an account whose password is forgotten."""
    return _mail(
        f"A new password for {SITE}",
        "To choose a new password, open:",
        link,
        "The link holds for four hours and works once. If it was not you who asked, leave it: nothing has changed.",
    )


def no_account_mail(link: str) -> Mail:
    """To an address without an account for which a new password is asked: nobody is left waiting, or told apart."""
    return _mail(
        f"No {SITE} account with this address",
        "A new password was asked for, but no account here has this address. Perhaps it has another one, or a user name:",
        link,
        "If it was not you who asked, leave it: nothing has changed.",
    )


def change_address_mail(link: str, name: str) -> Mail:
    """To the address that an account is to have."""
    return _mail(
        f"Confirm your address for {SITE}",
        f"This address was written into the account {name}. To confirm it, sign in and open:",
        link,
        "The link holds for one day. If you have no such account, leave it: nothing changes.",
    )


def address_taken_mail(link: str) -> Mail:
    """To an address that another account is to have, but has one."""
    return _mail(
        f"Your address at {SITE}",
        "Somebody wrote this address into another account. It stays with yours:",
        link,
        "If it was you, sign in there and change its address first.",
    )


def _mail(subject: str, before: str, link: str, after: str) -> Mail:
    return Mail(subject, f"{before}\n\n{link}\n\n{after}\n")
