"""`manage.py draft FILE`: the draft that a policy document becomes, for scripts. No database, secret key or server."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping

from django.core.management.base import BaseCommand

from policybuilder.authoring import (
    POLICY_KINDS,
    Draft,
    DraftProblem,
    Settings,
    draft_from_policy,
    draft_json,
    draft_plain,
)
from policybuilder.authoring.guiding import guided_draft
from policybuilder.iam import Parsed, Severity, parse, render_json
from policybuilder.web.management.documents import policy_lines
from policybuilder.web.management.terminal import UnusableInputError, read_bytes, shown
from policybuilder.wording import finding_sentence, problem_sentence

GOOD, UNUSABLE = 0, 2


class Command(BaseCommand):
    """Reads a policy, writes its draft: guided rules where they say the same, exact ones otherwise."""

    help = (
        "Print the draft that a policy document becomes; manage.py compose turns it back. Exit status: 0 good, 2 unusable "
        "input."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One file, the kind of policy, and lines instead of one document."""
        parser.add_argument("file", help="a policy document, or - for standard input")
        parser.add_argument(
            "--kind", choices=POLICY_KINDS, default="identity", help="the kind of policy (default: identity)"
        )
        parser.add_argument("--lines", action="store_true", help='JSON lines in and out: {"id", "policy", "kind"?}')

    def handle(self, *args: object, **options: object) -> None:  # noqa: ARG002 - Django's signature
        """Print and leave with the exit status."""
        file, kind = str(options["file"]), str(options["kind"])
        try:
            content = read_bytes(file)
            if options["lines"]:
                sys.exit(self._lines(content, kind))
            text = content.decode("utf-8-sig")
            self.stdout.write(draft_json(drafted(text, kind, file), indent=2))
        except UnusableInputError as error:
            self.stderr.write(shown(str(error)))
            sys.exit(UNUSABLE)
        except UnicodeDecodeError as error:
            self.stderr.write(shown(f"{file}: not UTF-8 text (byte {error.start})"))
            sys.exit(UNUSABLE)
        sys.exit(GOOD)

    def _lines(self, content: bytes, kind: str) -> int:
        """Every line a policy of its own; an error in place of one that cannot be used."""
        status = GOOD
        for number, line in enumerate(policy_lines(content), start=1):
            if line is None:
                continue
            place = {"line": number} if line.identifier is None else {"id": line.identifier}
            answer = {"error": line.error} if line.error else _line(line.value, kind)
            status = UNUSABLE if "error" in answer else status
            self.stdout.write(json.dumps({**place, **answer}))
        return status


def _line(value: Mapping[str, object], kind: str) -> dict[str, object]:
    policy, own = value.get("policy"), value.get("kind", kind)
    if own not in POLICY_KINDS:
        return {"error": f"kind {own} is none of {', '.join(POLICY_KINDS)}"}
    try:
        return {"draft": draft_plain(drafted(policy if isinstance(policy, str) else render_json(policy), str(own), ""))}
    except UnusableInputError as error:
        return {"error": str(error)}


def drafted(text: str, kind: str, file: str) -> Draft:
    """The draft of a policy's text.

    Raises:
        UnusableInputError: for what no draft can hold; the message begins with the file's name, if there is one.
    """
    parsed = parse(text)
    draft = draft_from_policy(parsed, Settings.model_validate({"kind": kind}))
    if isinstance(draft, Draft):
        return guided_draft(draft)
    head = f"{file}: " if file else ""
    raise UnusableInputError(head + "; ".join(_why(parsed, draft)[:3]))


def _why(parsed: Parsed, problems: tuple[DraftProblem, ...]) -> list[str]:
    faults = [
        f"line {each.span.start.line}: {finding_sentence(each)}" if each.span else finding_sentence(each)
        for each in parsed.findings
        if each.severity is Severity.ERROR
    ]
    return (faults if parsed.policy is None else []) or [problem_sentence(problem) for problem in problems]
