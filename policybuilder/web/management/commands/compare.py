"""`manage.py compare A B`: what one policy allows and another does not, for scripts and CI. No database, secret key or
server needed."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.management.base import BaseCommand

from policybuilder.analysis import DisagreementError, Unknown, Witness, World
from policybuilder.web.comparing import Readable, common_kind, compared, read_policy
from policybuilder.web.management.asking import KINDS, add_asking, budget_of, world_of
from policybuilder.web.management.documents import Document, policy_lines
from policybuilder.web.management.terminal import (
    UNUSABLE,
    UnusableInputError,
    exit_status,
    named_files,
    read_bytes,
    shown,
)
from policybuilder.wording.comparison_lines import comparison_line, comparison_markdown, comparison_text
from policybuilder.wording.comparisons import Compared

GOOD, FOUND = 0, 1
SIDES = ("gained", "lost", "any")


class Command(BaseCommand):
    """Reads two policies, writes what each allows and the other does not."""

    help = (
        "Compare what two policies allow; B is the new one. Exit status: 0 nothing that --fail-on names, 1 something, or "
        "it is not decided, 2 unusable input."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The two documents, what counts, and the form of the answer."""
        parser.add_argument("files", nargs="+", metavar="FILE", help="A and B, or - for standard input")
        parser.add_argument("--kind", choices=KINDS, help="the kind of both policies; guessed when left out")
        parser.add_argument("--fail-on", choices=SIDES, default="gained", help="what is a failure (default: gained)")
        parser.add_argument("--unknown-passes", action="store_true", help="what is not decided is no failure")
        parser.add_argument("--format", choices=("text", "json", "markdown"), default="text")
        add_asking(parser, "comparison")
        parser.add_argument("--lines", action="store_true", help='JSON lines in and out: {"id", "kind"?, "a", "b"}')

    def handle(self, *args: object, **options: object) -> None:  # noqa: ARG002 - Django's signature
        """Print and leave with the exit status."""
        names = named_files(options)

        def run() -> int:
            one = Run(self, Settings.of(options))
            return one.lines(names) if options["lines"] else one.two(names)

        sys.exit(exit_status(run, self.stderr.write))


@dataclass(frozen=True, slots=True)
class Settings:
    """What was asked for on the command line."""

    kind: str
    fail_on: str
    unknown_passes: bool
    form: str
    world: World
    budget: float

    @classmethod
    def of(cls, options: Mapping[str, object]) -> "Settings":
        """The settings of Django's options.

        Raises:
            UnusableInputError: for options that exclude each other.
        """
        if options["lines"] and options["format"] == "markdown":
            raise UnusableInputError("--lines answers with JSON lines; leave --format markdown out")
        return cls(
            kind=str(options["kind"] or ""),
            fail_on=str(options["fail_on"]),
            unknown_passes=bool(options["unknown_passes"]),
            form=str(options["format"]),
            world=world_of(options),
            budget=budget_of(options),
        )

    def fails(self, found: Compared) -> bool:
        """Is there more access on a side that counts, or is that not decided?"""
        sides = {"gained": found.answer.b_not_a, "lost": found.answer.a_not_b}
        counted = [answer for name, answer in sides.items() if self.fail_on in (name, "any")]
        unknown = any(isinstance(answer, Unknown) for answer in counted) and not self.unknown_passes
        return unknown or any(isinstance(answer, Witness) for answer in counted)


@dataclass(slots=True)
class Run:
    """One run."""

    command: Command
    settings: Settings

    def two(self, names: Sequence[str]) -> int:
        """Compare two documents; the exit status. Raises UnusableInputError."""
        if len(names) != 2:
            raise UnusableInputError("give two policies, A and B, or --lines")
        if names == ["-", "-"]:
            raise UnusableInputError("standard input holds one policy: name a file for the other")
        a, b = (self._read(name) for name in names)
        kind = self.settings.kind or common_kind(a, b)
        if not kind:
            raise UnusableInputError(
                f"{names[0]} looks like a policy of the kind {a.kind}, {names[1]} of the kind {b.kind}: say --kind"
            )
        found = self._compared(a, b, kind)
        if self.settings.form == "json":
            world = dict(found.answer.world.told())
            self._print(
                json.dumps({"a": names[0], "b": names[1], "kind": kind, **comparison_line(found), "world": world})
            )
        else:
            told = comparison_text if self.settings.form == "text" else comparison_markdown
            for line in told(found, *names):
                self._print(shown(line))
        return FOUND if self.settings.fails(found) else GOOD

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

    def _compared(self, a: Readable, b: Readable, kind: str) -> Compared:
        try:
            return compared(a.policy, b.policy, kind, self.settings.world, self.settings.budget)
        except DisagreementError as error:
            raise UnusableInputError(f"a fault of this program, please report it: {error}") from None

    def lines(self, names: Sequence[str]) -> int:
        """Compare the two policies of every line. A line that cannot be used gives an error in its place."""
        status = GOOD
        for name in names:
            for number, line in enumerate(policy_lines(read_bytes(name), ("a", "b")), start=1):
                if line is None:
                    continue
                place = {"line": number} if line.identifier is None else {"id": line.identifier}
                found = self._line(line.value) if line.error is None else line.error
                if isinstance(found, str):
                    status = UNUSABLE
                    self._print(json.dumps({**place, "error": found}))
                else:
                    status = max(status, FOUND if self.settings.fails(found) else GOOD)
                    self._print(json.dumps({"id": line.identifier, **comparison_line(found)}))
        return status

    def _line(self, value: Mapping[str, object]) -> Compared | str:
        """The answer to a line, or why it cannot be used."""
        try:
            a, b = (_of_member(value, member) for member in ("a", "b"))
            kind = value.get("kind") or self.settings.kind or common_kind(a, b)
            if not kind:
                return f"a looks like a policy of the kind {a.kind}, b of the kind {b.kind}: name the kind"
            if kind not in KINDS:
                return f"kind {kind} is none of {', '.join(KINDS)}"
            return self._compared(a, b, str(kind))
        except UnusableInputError as error:
            return str(error)

    def _print(self, line: str) -> None:
        self.command.stdout.write(line)


def _of_member(value: Mapping[str, object], member: str) -> Readable:
    """The policy of a line's member: an object or a text, in any wrapping that import reads. Raises UnusableInputError."""
    if member not in value:
        raise UnusableInputError(f"the member {member} is missing")
    given = value[member]
    found = read_policy(given if isinstance(given, str) else json.dumps(given))
    if isinstance(found, tuple):
        raise UnusableInputError(f"{member}: {found[0]}")
    return found
