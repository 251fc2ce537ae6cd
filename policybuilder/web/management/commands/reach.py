"""`manage.py reach FILE...`: everything that policies allow, for scripts and people. No database, secret key or server
needed."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.management.base import BaseCommand

from policybuilder.analysis import DisagreementError, World
from policybuilder.web.comparing import Readable, read_policy
from policybuilder.web.management.asking import KINDS, add_asking, budget_of, world_of
from policybuilder.web.management.documents import Document
from policybuilder.web.management.terminal import (
    UNUSABLE,
    UnusableInputError,
    exit_status,
    named_files,
    read_bytes,
    shown,
)
from policybuilder.web.reaching import Reached, reach_within
from policybuilder.wording.reach_lines import reach_line, reach_markdown, reach_text

GOOD, UNFINISHED = 0, 1


class Command(BaseCommand):
    """Reads policies, writes what each allows."""

    help = (
        "Say everything that policies allow. Exit status: 0 all of it is told, 1 it is not, since time or work ran out, "
        "2 unusable input."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The documents, what they are, and the form of the answer."""
        parser.add_argument("files", nargs="+", metavar="FILE", help="policies, or - for standard input")
        parser.add_argument("--kind", choices=KINDS, help="the kind of the policies; guessed when left out")
        parser.add_argument("--account", default="", help="the account of what a project policy is attached to")
        parser.add_argument("--format", choices=("text", "json", "markdown"), default="text")
        add_asking(parser, "policy")

    def handle(self, *args: object, **options: object) -> None:  # noqa: ARG002 - Django's signature
        """Print and leave with the exit status."""
        run = Run(self, Settings.of(options))
        sys.exit(exit_status(lambda: run.files(named_files(options)), self.stderr.write))


@dataclass(frozen=True, slots=True)
class Settings:
    """What was asked for on the command line."""

    kind: str
    account: str
    form: str
    world: World
    budget: float

    @classmethod
    def of(cls, options: Mapping[str, object]) -> "Settings":
        """The settings of Django's options."""
        return cls(
            kind=str(options["kind"] or ""),
            account=str(options["account"]),
            form=str(options["format"]),
            world=world_of(options),
            budget=budget_of(options),
        )


@dataclass(slots=True)
class Run:
    """One run."""

    command: Command
    settings: Settings

    def files(self, names: list[str]) -> int:
        """Say what each policy allows; the exit status. A file that cannot be used is named on standard error."""
        status = GOOD
        for name in names:
            try:
                status = max(status, self._file(name, alone=len(names) == 1))
            except UnusableInputError as error:
                self.command.stderr.write(shown(str(error)))
                status = UNUSABLE
        return status

    def _file(self, name: str, *, alone: bool) -> int:
        read = self._read(name)
        kind = self.settings.kind or read.kind
        try:
            found = reach_within(read.policy, kind, self.settings.account, self.settings.world, self.settings.budget)
        except DisagreementError as error:
            raise UnusableInputError(f"a fault of this program, please report it: {error}") from None
        self._print(name, kind, found, alone=alone)
        return GOOD if found.complete else UNFINISHED

    def _print(self, name: str, kind: str, found: Reached, *, alone: bool) -> None:
        write = self.command.stdout.write
        if self.settings.form == "json":
            write(json.dumps({"file": name, "kind": kind, **reach_line(found.found, found.exposure)}))
            return
        told = reach_text if self.settings.form == "text" else reach_markdown
        if not alone:
            write(shown(f"{name}:" if self.settings.form == "text" else f"## {name}"))
            write("")
        for line in told(found.found, found.exposure, kind):
            write(shown(line))
        if not alone:
            write("")

    def _read(self, name: str) -> Readable:
        found = read_policy(Document(name, read_bytes(name)).text().removeprefix("\ufeff"))
        if isinstance(found, tuple):
            raise UnusableInputError(f"{name}: {found[0]}")
        if found.faults:
            count = f"{found.faults} part{'' if found.faults == 1 else 's'}"
            self.command.stderr.write(
                shown(f"{name}: AWS would refuse {count} of this policy; what cannot be read never applies")
            )
        return found
