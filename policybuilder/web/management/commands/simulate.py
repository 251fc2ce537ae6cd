"""`manage.py simulate FILE...`: scenarios answered, for scripts and CI. No database, secret key or server needed."""

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.management.base import BaseCommand

from policybuilder.authoring.scenarios import POLICY_LAYERS, read_scenario
from policybuilder.authoring.scenarios_fields import ScenarioProblem
from policybuilder.authoring.scenarios_results import ScenarioResult, answer, result_line
from policybuilder.authoring.scenarios_text import Entry, scenario_entries
from policybuilder.iam import parse, to_plain
from policybuilder.web.management.terminal import (
    UNUSABLE,
    UnusableInputError,
    exit_status,
    named_files,
    read_bytes,
    shown,
)
from policybuilder.wording import finding_sentence, reason_sentence, scenario_sentence
from policybuilder.wording.scenario_lines import asked_words, why_words

GOOD, NOT_AS_EXPECTED = 0, 1
SEVERAL = frozenset({"identity", "resource"})
PROGRESS_EVERY = 0.5
ERASE = "\r\x1b[K"


@dataclass(slots=True)
class Counts:
    """How many scenarios came out how."""

    as_expected: int = 0
    unexpected: int = 0
    without: int = 0
    unusable: int = 0
    files: int = 0

    @property
    def all(self) -> int:
        """Every scenario there was."""
        return self.as_expected + self.unexpected + self.without + self.unusable

    @property
    def status(self) -> int:
        """The exit status."""
        if self.unusable or self.files:
            return UNUSABLE
        return NOT_AS_EXPECTED if self.unexpected else GOOD

    def take(self, result: ScenarioResult) -> None:
        """Count a result."""
        if result.as_expected is None:
            self.without += 1
        elif result.as_expected:
            self.as_expected += 1
        else:
            self.unexpected += 1

    def sentence(self) -> str:
        """The last line of the text."""
        parts = [(self.as_expected, "as expected"), (self.unexpected, "not as expected")]
        parts += [(self.without, "without expectation"), (self.unusable, "unusable")]
        said = ", ".join(f"{number:,} {words}" for number, words in parts if number)
        return f"{self.all:,} scenario{'s' if self.all != 1 else ''}: {said}" if said else "No scenario was answered."


@dataclass(slots=True)
class Progress:
    """A counter on the terminal, at most twice a second; silent where standard error is none."""

    shown: bool = False
    due: float = field(default_factory=lambda: time.monotonic() + PROGRESS_EVERY)
    wanted: bool = field(default_factory=lambda: sys.stderr is not None and sys.stderr.isatty())

    def clear(self) -> None:
        """Take the counter away, so that a line can be printed."""
        if self.shown:
            self._write(ERASE)
            self.shown = False

    def tell(self, number: int) -> None:
        """Show the counter if it is time."""
        if self.wanted and time.monotonic() >= self.due:
            self._write(f"{ERASE}{number:,} scenarios answered")
            self.shown = True
            self.due = time.monotonic() + PROGRESS_EVERY

    def _write(self, text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:  # the terminal was closed
            self.wanted = False


class Command(BaseCommand):
    """Reads scenarios, writes their answers."""

    help = (
        "Answer the scenarios of files, one JSON object per line. Exit status: 0 good, 1 a decision is not the expected "
        "one, 2 unusable input; the rest is answered all the same."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, the documents put in place of layers, and the form of the answer."""
        parser.add_argument("files", nargs="+", metavar="FILE", help="scenarios, or - for standard input")
        parser.add_argument(
            "--policy",
            action="append",
            default=[],
            metavar="LAYER=FILE",
            help=f"put a document in place of a layer of every scenario; layers: {', '.join(POLICY_LAYERS)}",
        )
        parser.add_argument("--explain", action="store_true", help="add what became of every statement")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="json: one object per line")

    def handle(self, *args: object, **options: object) -> None:  # noqa: ARG002 - Django's signature
        """Print and leave with the exit status."""
        given = options["policy"]

        def run() -> int:
            replaced = replacements([str(text) for text in given] if isinstance(given, list) else [])
            one = Run(self, replaced, as_json=options["format"] == "json", explain=bool(options["explain"]))
            return one.files(named_files(options))

        sys.exit(exit_status(run, self.stderr.write))


@dataclass(slots=True)
class Run:
    """One run over files."""

    command: Command
    replaced: Mapping[str, object]
    as_json: bool
    explain: bool
    counts: Counts = field(default_factory=Counts)
    progress: Progress = field(default_factory=Progress)

    def files(self, names: Sequence[str]) -> int:
        """Answer every file; the exit status."""
        for name in names:
            try:
                entries = scenario_entries(read_bytes(name))
            except UnusableInputError as error:
                self._cannot_use(str(error))
                continue
            before = self.counts.all
            for entry in entries:
                self._entry(entry, name if len(names) > 1 else None)
            if self.counts.all == before:
                self._cannot_use(f"{name}: there is no scenario in it")
        self.progress.clear()
        if not self.as_json:
            self._print(self.counts.sentence())
        return self.counts.status

    def _cannot_use(self, message: str) -> None:
        self.counts.files += 1
        self.progress.clear()
        self.command.stderr.write(shown(message))

    def _entry(self, entry: Entry, file: str | None) -> None:
        found = entry.problem or read_scenario(entry.value, self.replaced)
        if isinstance(found, ScenarioProblem):
            self.counts.unusable += 1
            self._error(entry, scenario_sentence(found), file)
        else:
            result = answer(found)
            self.counts.take(result)
            for line in self._lines(result):
                self._print(line)
        self.progress.tell(self.counts.all)

    def _error(self, entry: Entry, message: str, file: str | None) -> None:
        """The line in place of an unusable scenario: named by its id if that can be read, else by its line."""
        name = id_of(entry.value)
        place: dict[str, object] = {"line": entry.line} if name is None else {"id": name}
        if self.as_json:
            where: dict[str, object] = {"file": file} if file is not None else {}
            self._print(json.dumps({**where, **place, "error": message}))
        else:
            words = f"line {entry.line}" if name is None else str(name)
            self._print(f"UNUSABLE         {f'{file}: ' if file else ''}{words}: {message}")

    def _lines(self, result: ScenarioResult) -> Iterator[str]:
        if self.as_json:
            yield json.dumps(result_line(result, explain=self.explain, say=reason_sentence))
            return
        yield text_line(result)
        if self.explain:
            yield from trace_lines(result)

    def _print(self, line: str) -> None:
        self.progress.clear()
        self.command.stdout.write(line if self.as_json else shown(line))


def text_line(result: ScenarioResult) -> str:
    """A result in one line: how it came out, id, decision, what was asked, why."""
    mark = {True: "ok", False: "NOT AS EXPECTED", None: "-"}[result.as_expected]
    decision = result.decision.value
    if result.as_expected is False and result.scenario.expect is not None:
        decision += f", expected {result.scenario.expect.value}"
    name = "" if result.scenario.id is None else f"{result.scenario.id}  "
    return f"{mark:<16} {name}{decision}  {asked_words(result)}: {why_words(result)}"


def trace_lines(result: ScenarioResult) -> Iterator[str]:
    """What became of every statement, indented."""
    evaluations = [("", result.evaluation)] if result.evaluation else []
    evaluations += [(f"{item.check.action} on {item.check.resource}", item.evaluation) for item in result.checks]
    for title, evaluation in evaluations:
        if title:
            yield f"    {title}: {evaluation.decision.value}"
        for trace in evaluation.traces:
            level = "" if trace.level is None else f" level {trace.level}"
            effect = trace.effect.value if trace.effect else "unreadable"
            head = f"      {trace.layer}{level} policy {trace.policy} statement {trace.statement} {effect}"
            reasons = " ".join(reason_sentence(element) for element in trace.elements)
            yield f"{head}: applies {trace.applies.name.lower()}. {reasons}"


def id_of(value: object) -> str | int | None:
    """The id of a scenario that cannot be used otherwise."""
    name = value.get("id") if isinstance(value, dict) else None
    return name if isinstance(name, str | int) and not isinstance(name, bool) else None


def replacements(given: Sequence[str]) -> dict[str, object]:
    """The members of `policies` that stand in place of every scenario's own.

    Raises:
        UnusableInputError: for a layer that does not exist or is named twice, or a document that cannot be read.
    """
    found: dict[str, object] = {}
    for text in given:
        layer, equals, file = text.partition("=")
        if layer not in POLICY_LAYERS or not equals or not file:
            raise UnusableInputError(f"--policy {text}: write LAYER=FILE, with one of {', '.join(POLICY_LAYERS)}")
        if layer in found and layer not in SEVERAL:
            raise UnusableInputError(f"--policy {text}: {layer} is given twice")
        document = read_document(file)
        if layer in SEVERAL:
            already = found.get(layer, [])
            found[layer] = [*already, document] if isinstance(already, list) else [document]
        else:
            found[layer] = [[document]] if layer in {"scp", "rcp"} else document
    return found


def read_document(file: str) -> object:
    """A policy document as plain JSON.

    Raises:
        UnusableInputError: for what is no policy document.
    """
    try:
        parsed = parse(read_bytes(file).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnusableInputError(f"{file}: not UTF-8 text (byte {error.start})") from None
    if parsed.findings or parsed.root is None:
        finding = parsed.findings[0]
        line = f"line {finding.span.start.line}: " if finding.span else ""
        raise UnusableInputError(f"{file}: {line}{finding_sentence(finding)}")
    return to_plain(parsed.root)
