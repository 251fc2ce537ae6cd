"""`manage.py draft FILE`: the draft that a policy document becomes, for scripts. No database, secret key or server.

The document may stand in an answer of the AWS CLI, a template of CloudFormation or Terraform's JSON; of several in one
text `--all` prints each.
"""

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
    draft_from_document,
    draft_from_policy,
    draft_json,
    draft_plain,
)
from policybuilder.authoring.guiding import guided_draft
from policybuilder.authoring.wrapped import unwrap
from policybuilder.authoring.wrapped_parts import WrappedDocument
from policybuilder.iam import Parsed, Severity, parse, render_json
from policybuilder.web.management.documents import policy_lines
from policybuilder.web.management.terminal import UNUSABLE, UnusableInputError, exit_status, read_bytes
from policybuilder.wording import finding_sentence, problem_sentence
from policybuilder.wording.importing import obstacle_sentence

GOOD = 0
DEFAULT_KIND = "identity"
MOST_PLACES = 10


class Command(BaseCommand):
    """Reads a policy, writes its draft: guided rules where they say the same, exact ones otherwise."""

    help = (
        "Print the draft that a policy document becomes; manage.py compose turns it back. The document may stand in an "
        "answer of the AWS CLI, a template or Terraform's JSON. Exit status: 0 good, 2 unusable input."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One file, the kind of policy, and lines instead of one document."""
        parser.add_argument("file", help="a policy document, or - for standard input")
        parser.add_argument(
            "--kind", choices=POLICY_KINDS, help="the kind of policy (default: as the text tells, else identity)"
        )
        parser.add_argument(
            "--all",
            action="store_true",
            help='every document of the text, one JSON object a line: {"place", "name", "kind", "draft" or "error"}',
        )
        parser.add_argument("--lines", action="store_true", help='JSON lines in and out: {"id", "policy", "kind"?}')

    def handle(self, *args: object, **options: object) -> None:  # noqa: ARG002 - Django's signature
        """Print and leave with the exit status."""
        file, kind = str(options["file"]), str(options["kind"] or "")
        sys.exit(exit_status(lambda: self._run(file, kind, options), self.stderr.write))

    def _run(self, file: str, kind: str, options: Mapping[str, object]) -> int:
        content = read_bytes(file)
        if options["lines"]:
            return self._lines(content, kind or DEFAULT_KIND)
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UnusableInputError(f"{file}: not UTF-8 text (byte {error.start})") from None
        if options["all"]:
            return self._all(text, kind)
        self.stdout.write(draft_json(_only(text, kind, file), indent=2))
        return GOOD

    def _all(self, text: str, kind: str) -> int:
        """Every document of a text; an error in place of the draft of one that cannot be used."""
        status = GOOD
        found = unwrap(text)
        for document in found.documents:
            own = kind or document.kind or DEFAULT_KIND
            try:
                answer: dict[str, object] = {"draft": draft_plain(_drafted(document, kind, ""))}
            except UnusableInputError as error:
                answer, status = {"error": str(error)}, UNUSABLE
            self.stdout.write(json.dumps({"place": document.place, "name": document.name, "kind": own, **answer}))
        if found.left_out:
            raise UnusableInputError(
                f"{found.left_out} more documents are left out: at most {len(found.documents)} are read"
            )
        return status

    def _lines(self, content: bytes, kind: str) -> int:
        """Every line a policy of its own; an error in place of one that cannot be used."""
        status = GOOD
        for number, line in enumerate(policy_lines(content), start=1):
            if line is None:
                continue
            place = {"line": number} if line.identifier is None else {"id": line.identifier}
            answer = {"error": line.error} if line.error else line_answer(line.value, kind)
            status = UNUSABLE if "error" in answer else status
            self.stdout.write(json.dumps({**place, **answer}))
        return status


def line_answer(value: Mapping[str, object], kind: str) -> dict[str, object]:
    """The draft of a line's policy, or why there is none."""
    policy, own = value.get("policy"), value.get("kind", kind)
    if own not in POLICY_KINDS:
        return {"error": f"kind {own} is none of {', '.join(POLICY_KINDS)}"}
    bare = isinstance(policy, dict) and "Statement" in policy
    draft = draft_from_document(policy, Settings.model_validate({"kind": own})) if bare else None
    if draft is not None:
        return {"draft": draft_plain(guided_draft(draft))}
    text = policy if isinstance(policy, str) else render_json(policy)
    try:
        return {"draft": draft_plain(drafted(text, str(own), "") if bare else _only(text, own_kind(value, own), ""))}
    except UnusableInputError as error:
        return {"error": str(error)}


def own_kind(value: Mapping[str, object], kind: object) -> str:
    """The kind that a line names itself; "" leaves it to what the policy is wrapped in, unless the command says one."""
    return str(kind) if "kind" in value or kind != DEFAULT_KIND else ""


def _only(text: str, kind: str, file: str) -> Draft:
    """The draft of the one document in a text.

    Raises:
        UnusableInputError: for what no draft can hold, and for several documents, whose places are named.
    """
    head = f"{file}: " if file else ""
    found = unwrap(text)
    if len(found.documents) > 1:
        places = [each.place or "the text" for each in found.documents]
        more = f" and {len(places) - MOST_PLACES + found.left_out} more" if len(places) > MOST_PLACES else ""
        raise UnusableInputError(
            f"{head}{len(places) + found.left_out} documents, at {', '.join(places[:MOST_PLACES])}{more}; --all prints each"
        )
    return _drafted(found.documents[0], kind, file)


def _drafted(document: WrappedDocument, kind: str, file: str) -> Draft:
    head = f"{file}: " if file else ""
    own = kind or document.kind or DEFAULT_KIND
    if document.obstacles:
        raise UnusableInputError(head + " ".join(map(obstacle_sentence, document.obstacles[:3])))
    if own not in POLICY_KINDS:
        place = f"{document.place}: " if document.place else ""
        raise UnusableInputError(f"{head}{place}a draft holds no policy of kind {own}; --kind says another")
    return drafted(document.text, own, file)


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
