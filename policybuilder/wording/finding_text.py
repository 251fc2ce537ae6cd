"""Findings as lines of text for a terminal: place, code, message, the line with a caret, what would mend it."""

from collections.abc import Iterator, Mapping
from textwrap import wrap

from policybuilder.iam import Severity, Span
from policybuilder.validator import Finding, PolicyKind, Validation
from policybuilder.wording.findings import fix_title, said

MOST_RELATED = 10
WIDTH = 110  # characters of a line of the document that are shown
KIND_NAMES: Mapping[PolicyKind, str] = {
    PolicyKind.IDENTITY: "identity-based policy",
    PolicyKind.BOUNDARY: "permissions boundary",
    PolicyKind.SESSION: "session policy",
    PolicyKind.SCP: "service control policy",
    PolicyKind.PROJECT: "project policy",
    PolicyKind.RCP: "resource control policy",
    PolicyKind.TRUST: "role trust policy",
    PolicyKind.RESOURCE: "resource-based policy",
}
SEVERITY_WORDS: Mapping[Severity, tuple[str, str]] = {
    Severity.ERROR: ("error", "errors"),
    Severity.SECURITY_WARNING: ("security warning", "security warnings"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.SUGGESTION: ("suggestion", "suggestions"),
}


def finding_text(file: str, validation: Validation, *, named: bool) -> Iterator[str]:
    """The lines for one document: every finding, then those that are muted. `named`: say the file even without any."""
    if validation.guessed and (named or validation.findings or validation.muted):
        yield f"{file}: read as {_article(KIND_NAMES[validation.kind])} (guessed; --kind says otherwise)"
    text = validation.subject.text.splitlines()
    for finding in validation.findings:
        yield from _one(file, text, finding)
    for finding, mute in validation.muted:
        yield f"{_place(file, finding)}: muted {finding.code}: {mute.reason}"


def _article(words: str) -> str:
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _one(file: str, lines: list[str], finding: Finding) -> Iterator[str]:
    words = said(finding)
    yield f"{_place(file, finding)}: {finding.severity.value} {finding.code}: {words.title}"
    yield from wrap(
        words.message,
        WIDTH,
        initial_indent="    ",
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    span = finding.place.span
    if span and span.start.line <= len(lines):
        yield from _caret(lines[span.start.line - 1], span)
    for place in finding.related[:MOST_RELATED]:
        if place.span:
            yield f"    see also: {file}:{place.span.start.line}:{place.span.start.column + 1}"
    for fix in finding.fixes:
        yield f"    fix: {fix_title(fix)}"


def _place(file: str, finding: Finding) -> str:
    return f"{file}:{finding.start.line}:{finding.start.column + 1}"


def _caret(line: str, span: Span) -> Iterator[str]:
    """The line with a mark under the characters that are meant; of a long line the stretch around them."""
    column = span.start.column
    width = span.end.column - column if span.end.line == span.start.line else len(line) - column
    first = max(0, column - WIDTH // 2) if len(line) > WIDTH else 0
    shown = line[first : first + WIDTH].replace("\t", " ")
    mark = max(1, min(width, len(shown) - (column - first)))
    head = f"{span.start.line:>6} | "
    yield head + shown
    yield " " * (len(head) + column - first) + "^" * mark


def total_text(documents: int, found: Mapping[Severity, int]) -> str:
    """The last line: how many documents, how many findings of each severity."""
    counts = [(found.get(severity, 0), words) for severity, words in SEVERITY_WORDS.items()]
    said_counts = ", ".join(f"{number:,} {words[number != 1]}" for number, words in counts if number)
    return f"{documents:,} document{'s' if documents != 1 else ''}: {said_counts or 'no findings'}"
