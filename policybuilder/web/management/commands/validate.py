"""`manage.py validate FILE...`: findings for scripts and CI. No database, secret key or server needed."""

import gc
import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.management.base import BaseCommand

from policybuilder import __version__
from policybuilder.iam import Severity
from policybuilder.validator import PolicyKind, Validation, kind_of, validate, validate_plain
from policybuilder.web.management.documents import (
    Document,
    FileMute,
    Skipped,
    address_of,
    documents_of,
    mutes_from,
    policy_lines,
)
from policybuilder.web.management.terminal import (
    UNUSABLE,
    UnusableInputError,
    exit_status,
    named_files,
    read_bytes,
    shown,
)
from policybuilder.wording.finding_lines import validation_line
from policybuilder.wording.finding_text import finding_text, total_text
from policybuilder.wording.sarif import sarif

GOOD, FOUND = 0, 1
SEVERITIES = tuple(severity.value for severity in Severity)  # most serious first
KINDS = tuple(kind.value for kind in PolicyKind)


class Command(BaseCommand):
    """Reads policy documents, writes what is wrong with them."""

    help = (
        "Check policy documents. Exit status: 0 nothing at or above --fail-on, 1 findings there, 2 unusable input; the "
        "rest is checked all the same."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, the kind of policy, what counts, and the form of the answer."""
        parser.add_argument(
            "files", nargs="+", metavar="FILE", help="documents, folders of them, or - for standard input"
        )
        parser.add_argument("--kind", choices=KINDS, help="the kind of policy; guessed when left out")
        parser.add_argument("--resource-type", metavar="TYPE", help="of a resource policy, as in AWS::S3::Bucket")
        parser.add_argument(
            "--format", choices=("text", "json", "sarif"), default="text", help="json: one object a line"
        )
        parser.add_argument(
            "--fail-on",
            choices=SEVERITIES,
            default="WARNING",
            metavar="SEVERITY",
            help=f"one of {', '.join(SEVERITIES)}",
        )
        parser.add_argument("--lines", action="store_true", help='JSON lines in and out: {"id", "policy", "kind"?}')
        parser.add_argument("--mutes", metavar="FILE", help="findings to list but not to count, one JSON object a line")

    def handle(self, *args: object, **options: object) -> None:  # noqa: ARG002 - Django's signature
        """Print and leave with the exit status."""
        # A document becomes a tree without cycles: the collector would look at millions of parts and find nothing.
        gc.set_threshold(200_000, 50, 50)
        sys.exit(exit_status(lambda: Run(self, Settings.of(options)).all(named_files(options)), self.stderr.write))


@dataclass(frozen=True, slots=True)
class Settings:
    """What was asked for on the command line."""

    kind: PolicyKind | None
    resource_type: str | None
    form: str
    fail_on: Severity
    lines: bool
    mutes: tuple[FileMute, ...]

    @classmethod
    def of(cls, options: Mapping[str, object]) -> "Settings":
        """The settings of Django's options.

        Raises:
            UnusableInputError: for a file of mutes that cannot be read, and for options that exclude each other.
        """
        kind, mutes, resource_type = options["kind"], options["mutes"], options["resource_type"]
        if options["lines"] and options["format"] == "sarif":
            raise UnusableInputError("--lines answers with JSON lines; leave --format sarif out")
        return cls(
            kind=PolicyKind(kind) if kind else None,
            resource_type=str(resource_type) if resource_type else None,
            form=str(options["format"]),
            fail_on=Severity(options["fail_on"]),
            lines=bool(options["lines"]),
            mutes=mutes_from(read_bytes(str(mutes)), str(mutes)) if mutes else (),
        )


@dataclass(slots=True)
class Run:
    """One run over files."""

    command: Command
    settings: Settings
    unusable: int = 0
    documents: int = 0
    found: dict[Severity, int] = field(default_factory=dict)
    kept: list[tuple[str, Validation]] = field(default_factory=list)

    def all(self, names: Sequence[str]) -> int:
        """Check every file; the exit status."""
        for name in names:
            try:
                self._lines(name) if self.settings.lines else self._files(name, several=len(names) > 1)
            except UnusableInputError as error:
                self._cannot_use(str(error))
        if not self.settings.lines:
            self._close()
        if self.unusable:
            return UNUSABLE
        counted = SEVERITIES[: SEVERITIES.index(self.settings.fail_on.value) + 1]
        return FOUND if any(self.found.get(Severity(name)) for name in counted) else GOOD

    def _close(self) -> None:
        """What is printed when all is known."""
        if self.settings.form == "sarif":
            self._print(json.dumps(sarif(self.kept, __version__), indent=2))
        elif self.settings.form == "text":
            self._print(total_text(self.documents, self.found))

    def _cannot_use(self, message: str) -> None:
        self.unusable += 1
        self.command.stderr.write(shown(message))

    def _files(self, name: str, *, several: bool) -> None:
        for document in documents_of(name):
            if isinstance(document, Skipped):
                self.command.stderr.write(shown(f"{document.file}: {document.reason}"))
                continue
            try:
                self._document(document.name, document, named=several or document.name != name)
            except UnusableInputError as error:
                self._cannot_use(str(error))

    def _document(self, name: str, document: Document, *, named: bool) -> None:
        settings = self.settings
        validation = validate(
            document.text(), settings.kind, resource_type=settings.resource_type, mutes=document.meant(settings.mutes)
        )
        self._take(validation)
        if settings.form == "json":
            self._print(json.dumps({"file": name, **validation_line(validation)}))
        elif settings.form == "sarif":
            self.kept.append((address_of(name), validation))
        else:
            for line in finding_text(name, validation, named=named):
                self._print(shown(line))

    def _lines(self, name: str) -> None:
        """Every line a document of its own. A line that cannot be used gives an error in its place."""
        for number, line in enumerate(policy_lines(read_bytes(name)), start=1):
            if line is None:
                continue
            answer = self._line(line.value) if line.error is None else line.error
            if isinstance(answer, str):
                self.unusable += 1
                place = {"line": number} if line.identifier is None else {"id": line.identifier}
                self._print(json.dumps({**place, "error": answer}))
            else:
                self._print(json.dumps({"id": line.identifier, **answer}))

    def _line(self, value: Mapping[str, object]) -> dict[str, object] | str:
        policy, resource_type = value.get("policy"), value.get("resource_type")
        kind = self.settings.kind
        if isinstance(value.get("kind"), str) and value["kind"] in KINDS:
            kind = PolicyKind(value["kind"])
        elif isinstance(value.get("policy_type"), str):
            kind = kind_of(str(value["policy_type"]), str(resource_type) if resource_type else None)
            if kind is None:
                return f"policy_type {value['policy_type']} is none of Access Analyzer's"
        elif "kind" in value:
            return f"kind {value['kind']} is none of {', '.join(KINDS)}"
        type_name = str(resource_type) if resource_type else self.settings.resource_type
        mutes = tuple(each.mute for each in self.settings.mutes)
        if isinstance(policy, str):
            validation = validate(policy, kind, resource_type=type_name, mutes=mutes)
        else:
            validation = validate_plain(policy, kind, resource_type=type_name, mutes=mutes)
        self._take(validation)
        return validation_line(validation)

    def _take(self, validation: Validation) -> None:
        self.documents += 1
        for finding in validation.findings:
            self.found[finding.severity] = self.found.get(finding.severity, 0) + 1

    def _print(self, line: str) -> None:
        self.command.stdout.write(line)
