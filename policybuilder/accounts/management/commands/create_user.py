"""`manage.py create_user NAME`: an account made by who runs the site."""

import getpass
import sys
from argparse import ArgumentParser

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from policybuilder.accounts.people import NAME, Person, Taken, administrator_add, user_add


class Command(BaseCommand):
    """Asks for the password, or reads it from standard input with `--password-stdin`."""

    help = "Make an account, for a person or for an administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The name, and what else is known."""
        parser.add_argument("name", help="a user name, or an e-mail address")
        parser.add_argument("--email", default="", help="the address for a forgotten password")
        parser.add_argument("--administrator", action="store_true", help="may use Django's admin, for everything in it")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, *args: object, **options: object) -> None:  # noqa: ARG002 - Django's signature
        """Make the account. Raises `CommandError` for a name, an address or a password that cannot be."""
        name, address = str(options["name"]).lower(), str(options["email"]).lower()
        if "@" in name:
            address = name
        elif not NAME.fullmatch(name):
            raise CommandError("A user name has 2 to 60 letters a to z, digits, dots, hyphens and underscores.")
        password = sys.stdin.readline().rstrip("\r\n") if options["password_stdin"] else _asked()
        try:
            if address:
                validate_email(address)
            validate_password(password, Person(username=name, email=address))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        add = administrator_add if options["administrator"] else user_add
        try:
            add(name=name, password=password, address=address)
        except Taken:
            raise CommandError("There is an account with this name or this address.") from None
        self.stdout.write(f"{name} can sign in.")


def _asked() -> str:
    password = getpass.getpass("Password: ")
    if getpass.getpass("The same password again: ") != password:
        raise CommandError("The two passwords are not the same.")
    return password
