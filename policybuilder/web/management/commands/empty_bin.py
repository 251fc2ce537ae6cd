"""`manage.py empty_bin`: policies that were deleted long ago, gone for good."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from policybuilder.accounts.actors import Actor, acting
from policybuilder.library.bins import bin_empty

DAYS = 30


def days(text: str) -> int:
    """A number of days, 0 for whatever is in a bin now."""
    if not text.isdecimal() or int(text) > 36_500:
        raise ArgumentTypeError(f"{text!r} is no number of days from 0 to 36500")
    return int(text)


class Command(BaseCommand):
    """Delete for good what has been in a bin for longer than a number of days."""

    help = f"Delete for good what was deleted more than {DAYS} days ago, in every workspace."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """After how many days."""
        parser.add_argument("--days", type=days, default=DAYS, help=f"how long the bin keeps a policy (default {DAYS})")

    def handle(self, *_args: str, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Empty, and say how much that was."""
        with acting(Actor(by="manage.py empty_bin")):
            count = bin_empty(before=timezone.now() - timedelta(days=options["days"]))
        self.stdout.write(f"{count} {'policy is' if count == 1 else 'policies are'} gone for good.")
