"""`manage.py compose FILE`: the policy of a draft file, for scripts and CI. No database, secret key or server needed."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping

from django.core.management.base import BaseCommand

from policybuilder.authoring import Composed, Draft, DraftProblem, Note, compose, draft_from_json, draft_from_plain
from policybuilder.iam import to_plain
from policybuilder.web.management.documents import policy_lines
from policybuilder.web.management.terminal import UNUSABLE, UnusableInputError, exit_status, read_bytes
from policybuilder.wording import note_sentence, problem_sentence

GOOD, NOT_WRITTEN = 0, 1


class Command(BaseCommand):
    """Reads a draft, writes its policy."""

    help = "Print the policy of a draft file. Exit status: 0 good, 1 an intent could not be written, 2 unusable input."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One file and the form of the answer."""
        parser.add_argument("file", help="a draft as JSON, or - for standard input")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="text: the policy alone")
        parser.add_argument("--lines", action="store_true", help='JSON lines in and out: {"id", "draft"}')

    def handle(self, *args: object, **options: object) -> None:  # noqa: ARG002 - Django's signature
        """Print and leave with the exit status."""
        sys.exit(exit_status(lambda: self._run(str(options["file"]), options), self.stderr.write))

    def _run(self, file: str, options: Mapping[str, object]) -> int:
        if options["lines"]:
            return self._lines(read_bytes(file))
        composed = compose(read_draft(file))
        if options["format"] == "json":
            self.stdout.write(json.dumps(as_json(composed), ensure_ascii=False))
        else:
            self.stdout.write(composed.text)
            for note in composed.notes:
                self.stderr.write(f"{note.severity}: {place_of(note)}{note_sentence(note)}")
        return NOT_WRITTEN if composed.problems else GOOD

    def _lines(self, content: bytes) -> int:
        """Every line a draft of its own; an error in place of one that cannot be used."""
        status = GOOD
        for number, line in enumerate(policy_lines(content, ("draft",)), start=1):
            if line is None:
                continue
            place = {"line": number} if line.identifier is None else {"id": line.identifier}
            answer = {"error": line.error} if line.error else composed_line(line.value["draft"])
            status = UNUSABLE if "error" in answer else status
            self.stdout.write(json.dumps({**place, **answer}))
        return status


def composed_line(plain: object) -> dict[str, object]:
    """The policy of a draft of one line, or why there is none."""
    found = draft_from_plain(plain)
    if isinstance(found, Draft):
        return {"policy": to_plain(compose(found).policy.source)}
    return {"error": "; ".join(described(problem) for problem in found[:3])}


def read_draft(file: str) -> Draft:
    """The draft of a file, or of standard input for `-`.

    Raises:
        UnusableInputError: for what cannot be read, or is no draft.
    """
    try:
        text = read_bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableInputError(f"{file}: not UTF-8 text (byte {error.start})") from None
    found = draft_from_json(text)
    if isinstance(found, Draft):
        return found
    raise UnusableInputError(f"{file}: " + "; ".join(described(problem) for problem in found[:3]))


def described(problem: DraftProblem) -> str:
    """A problem with its place, as in `rules/0/targets/1/project: ...`."""
    place = "/".join(str(step) for step in problem.path)
    return f"{place}: {problem_sentence(problem)}" if place else problem_sentence(problem)


def place_of(note: Note) -> str:
    """What a note is about, as the start of its line."""
    return f"rule {note.rule}: " if note.rule else ""


def as_json(composed: Composed) -> dict[str, object]:
    """The answer as one JSON object: policy, provenance, notes with their sentences."""
    return {
        "policy": to_plain(composed.policy.source),
        "provenance": [{"statement": each.statement, "rule": each.rule} for each in composed.provenance],
        "notes": [note_json(note) for note in composed.notes],
    }


def note_json(note: Note) -> dict[str, object]:
    """A note as JSON."""
    return {
        "code": note.code,
        "severity": note.severity,
        "params": dict(note.params),
        "rule": note.rule,
        "statement": note.statement,
        "path": list(note.path) if note.path is not None else None,
        "ways_out": [{"id": way.id, "params": dict(way.params)} for way in note.ways_out],
        "text": note_sentence(note),
    }
