"""`manage.py export FILE... --to FORM`: policies as code, for scripts and CI. No database, secret key or server needed."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

from django.core.management.base import BaseCommand

from policybuilder.authoring import Draft, compose, draft_from_plain
from policybuilder.export import Exported, Form, Kind, Placement, Refused, export
from policybuilder.iam import Policy, parse, policy_from
from policybuilder.web.management.documents import Document, policy_lines
from policybuilder.web.management.terminal import (
    UNUSABLE,
    UnusableInputError,
    exit_status,
    named_files,
    read_bytes,
    shown,
)
from policybuilder.wording import finding_sentence, note_sentence, problem_sentence
from policybuilder.wording.exports import export_note_sentence, obstacle_sentence

GOOD, REFUSED = 0, 1
FORMS = tuple(form.value for form in Form)
KINDS = tuple(kind.value for kind in Kind)


class Command(BaseCommand):
    """Reads policy documents, writes them in the form asked for."""

    help = (
        "Print policies in another form. Exit status: 0 good, 1 the form cannot hold a policy (the reasons are on standard "
        "error), 2 unusable input; the rest is written all the same."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, the form, and what becomes of the policy."""
        parser.add_argument("files", nargs="+", metavar="FILE", help="policy documents, or - for standard input")
        parser.add_argument("--to", required=True, choices=FORMS, metavar="FORM", help=f"one of {', '.join(FORMS)}")
        parser.add_argument("--kind", choices=KINDS, default="identity", help="the kind of policy (default: identity)")
        parser.add_argument("--name", help="what the policy is called; the file's name when left out")
        parser.add_argument("--inline", action="store_true", help="write an identity policy into a role")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="json: one object a document")
        parser.add_argument(
            "--lines", action="store_true", help='JSON lines in and out: {"id", "policy" or "draft", "kind"?, "name"?}'
        )

    def handle(self, *args: object, **options: object) -> None:  # noqa: ARG002 - Django's signature
        """Print and leave with the exit status."""
        if isinstance(sys.stdout, TextIOWrapper):  # what is written are files, and files are UTF-8
            sys.stdout.reconfigure(encoding="utf-8")
        run = Run(self, Settings.of(options))
        sys.exit(exit_status(lambda: run.all(named_files(options)), self.stderr.write))


@dataclass(frozen=True, slots=True)
class Settings:
    """What was asked for on the command line."""

    form: Form
    kind: Kind
    name: str | None
    inline: bool
    json: bool
    lines: bool

    @classmethod
    def of(cls, options: Mapping[str, object]) -> "Settings":
        """The settings of Django's options."""
        name = options["name"]
        return cls(
            form=Form(options["to"]),
            kind=Kind(options["kind"]),
            name=None if name is None else str(name),
            inline=bool(options["inline"]),
            json=options["format"] == "json",
            lines=bool(options["lines"]),
        )


@dataclass(slots=True)
class Run:
    """One run over files."""

    command: Command
    settings: Settings
    refused: int = 0
    unusable: int = 0

    def all(self, names: Sequence[str]) -> int:
        """Write every file in the form; the exit status."""
        for name in names:
            try:
                self._lines(name) if self.settings.lines else self._file(name)
            except UnusableInputError as error:
                self.unusable += 1
                self.command.stderr.write(shown(str(error)))
        return UNUSABLE if self.unusable else REFUSED if self.refused else GOOD

    def _file(self, name: str) -> None:
        policy = read_policy(Document(name, read_bytes(name)).text().removeprefix("\ufeff"), name)
        stem = "" if name == "-" else Path(name).stem
        made = self._made(policy, self.settings.kind, stem)
        if self.settings.json:
            self._print(json.dumps({"file": name, **answer(made)}))
        elif isinstance(made, Exported):
            self.command.stdout.write(made.text, ending="" if made.text.endswith("\n") else "\n")
            for note in made.notes:
                self.command.stderr.write(shown(f"{name}: {export_note_sentence(note)}"))
        else:
            for obstacle in made.obstacles:
                self.command.stderr.write(shown(f"{name}: {obstacle_sentence(obstacle)}"))

    def _lines(self, name: str) -> None:
        """Every line a document of its own. A line that cannot be used gives an error in its place."""
        for number, line in enumerate(policy_lines(read_bytes(name), ("policy", "draft")), start=1):
            if line is None:
                continue
            place = {"line": number} if line.identifier is None else {"id": line.identifier}
            try:
                if line.error is not None:
                    raise UnusableInputError(line.error)  # noqa: TRY301 - answered in one place
                self._print(json.dumps({"id": line.identifier, **answer(self._line(line.value))}))
            except UnusableInputError as error:
                self.unusable += 1
                self._print(json.dumps({**place, "error": str(error)}))

    def _line(self, value: Mapping[str, object]) -> Exported | Refused:
        name = value.get("name", value.get("id"))
        kind = self.settings.kind
        if "policy" in value:
            policy = policy_of_line(value["policy"])
        else:
            draft = draft_of_line(value["draft"])
            kind = Kind(draft.settings.kind)
            policy = composed_policy(draft)
        if "kind" in value:
            if value["kind"] not in KINDS:
                raise UnusableInputError(f"kind {value['kind']} is none of {', '.join(KINDS)}")
            kind = Kind(value["kind"])
        return self._made(policy, kind, str(name) if isinstance(name, str | int) else "")

    def _made(self, policy: Policy, kind: Kind, name: str) -> Exported | Refused:
        settings = self.settings
        chosen = name if settings.name is None else settings.name
        made = export(policy, settings.form, Placement(kind, chosen, settings.inline))
        self.refused += isinstance(made, Refused)
        return made

    def _print(self, line: str) -> None:
        self.command.stdout.write(line)


def read_policy(text: str, name: str = "") -> Policy:
    """The policy of a text.

    Raises:
        UnusableInputError: for what is not JSON, or no object.
    """
    parsed = parse(text)
    if parsed.policy is not None:
        return parsed.policy
    finding = parsed.findings[0]
    start = finding.span.start if finding.span else None
    place = f"{name}:{start.line}:{start.column + 1}: " if name and start else ""
    raise UnusableInputError(place + finding_sentence(finding))


def policy_of_line(plain: object) -> Policy:
    """The policy of a line: an object, or its text where doubled members matter.

    Raises:
        UnusableInputError: for anything else.
    """
    if isinstance(plain, str):
        return read_policy(plain)
    policy = policy_from(plain)
    if policy is None:
        raise UnusableInputError("policy is not an object")
    return policy


def draft_of_line(plain: object) -> Draft:
    """The draft of a line.

    Raises:
        UnusableInputError: for what is no draft.
    """
    found = draft_from_plain(plain)
    if isinstance(found, Draft):
        return found
    raise UnusableInputError("draft: " + "; ".join(problem_sentence(problem) for problem in found[:3]))


def composed_policy(draft: Draft) -> Policy:
    """The policy of a draft.

    Raises:
        UnusableInputError: where an intent could not be written.
    """
    composed = compose(draft)
    if composed.problems:
        raise UnusableInputError("; ".join(note_sentence(note) for note in composed.problems[:3]))
    return composed.policy


def answer(made: Exported | Refused) -> dict[str, object]:
    """An export as JSON: its text with notes, or the error with the reasons by id and place."""
    if isinstance(made, Exported):
        return {"text": made.text, "notes": [export_note_sentence(note) for note in made.notes]}
    return {
        "error": " ".join(obstacle_sentence(obstacle) for obstacle in made.obstacles[:3]),
        "reasons": [
            {"reason": each.reason.value, "path": list(each.path), "value": each.value} for each in made.obstacles
        ],
    }
