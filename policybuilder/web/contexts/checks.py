"""The pages of checks, from the list of codes, their words and their examples."""

from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.safestring import SafeString

from policybuilder.iam import Severity
from policybuilder.validator import Code, PolicyKind, Validation, codes, examples
from policybuilder.web.contexts.findings import (
    KINDS,
    FindingCard,
    FindingsView,
    anchor,
    finding_card,
    keyed,
    marks_of,
    validated,
)
from policybuilder.web.highlight import code_html, code_lines
from policybuilder.wording.finding_lines import data_date
from policybuilder.wording.finding_places import ORIGIN_SENTENCES, REFUSED, SEVERITY_NAMES
from policybuilder.wording.finding_text import KIND_NAMES
from policybuilder.wording.findings import words_of


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A line of the list."""

    code: str
    title: str
    href: str
    own: bool


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """The checks of one severity."""

    title: str
    kind: str
    rows: tuple[CheckRow, ...]


@dataclass(frozen=True, slots=True)
class ChecksPage:
    """Every check."""

    groups: tuple[CheckGroup, ...]
    total: int
    own: int


@dataclass(frozen=True, slots=True)
class CheckPage:
    """One check with its example: the document marked, the finding as it would be shown, the better document."""

    code: str
    severity: str
    kind: str
    title: str
    about: str
    facts: tuple[str, ...]
    kinds: tuple[str, ...]
    example: SafeString | str
    finding: FindingCard | None
    better: SafeString | str


@cache
def checks_page() -> ChecksPage:
    """The list of all checks."""
    rows = codes().values()
    groups = tuple(
        CheckGroup(
            title=SEVERITY_NAMES[severity],
            kind=KINDS[severity],
            rows=tuple(_row(code) for code in rows if code.severity is severity),
        )
        for severity in Severity
    )
    return ChecksPage(groups, len(rows), sum(code.origin.value == "own" for code in rows))


def _row(code: Code) -> CheckRow:
    words = words_of(code.code)
    return CheckRow(
        code=code.code,
        title=words.title if words else code.code,
        href=reverse("check", args=[code.code]),
        own=code.origin.value == "own",
    )


@cache
def check_page(name: str) -> CheckPage | None:
    """The page of a code; None for a code that does not exist."""
    code = codes().get(name)
    if code is None:
        return None
    words, example = words_of(name), examples().get(name)
    validation = validated(example.text, example.kind.value, (), example.resource_type) if example else None
    card = _card(validation, name) if validation else None
    return CheckPage(
        code=name,
        severity=SEVERITY_NAMES[code.severity],
        kind=KINDS[code.severity],
        title=words.title.rstrip(".") if words else name,
        about=words.about if words else "",
        facts=_facts(code),
        kinds=tuple(KIND_NAMES[kind] for kind in PolicyKind if kind in code.kinds),
        example=_drawn(validation, name) if validation else "",
        finding=card,
        better=code_html(code_lines(example.better), {}, prefix="B") if example and example.better else "",
    )


def _card(validation: Validation, name: str) -> FindingCard | None:
    """The example's finding as it is shown where it occurs; its fixes are seen, not taken."""
    view = FindingsView()
    return next(
        (finding_card(validation, key, each, view) for key, each in keyed(validation) if each.code == name), None
    )


def _drawn(validation: Validation, name: str) -> SafeString:
    """The example with the characters of this check marked, and of no other."""
    keys = [key for key, each in keyed(validation) if each.code == name]
    anchors = {f"#{anchor(key)}" for key in keys}
    marks = [mark for mark in marks_of(validation, FindingsView()) if mark.note.href in anchors]
    return code_html(code_lines(validation.subject.text, marks), {})


def _facts(code: Code) -> tuple[str, ...]:
    first = REFUSED if code.refused else ORIGIN_SENTENCES[code.origin]
    dated = f"It goes by AWS's tables of {data_date()}." if code.dated else ""
    return tuple(part for part in (first, f"Source: {code.source}.", dated) if part)
