"""The findings of a policy as pages show them: cards with words, fixes and their differences, counts, filters."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse

from policybuilder.iam import JsonObject, JsonString, Path, Severity, node_at
from policybuilder.validator import Finding, Fix, Mute, PolicyKind, Validation, codes, fixed_text, proof_of, validate
from policybuilder.validator.finding import Place
from policybuilder.validator.mending import mended
from policybuilder.validator.settle import statement_of
from policybuilder.web.contexts.diffs import DiffLine, difference_of
from policybuilder.web.contexts.fixing import TOGETHER, Together, together
from policybuilder.web.highlight import Mark, Note
from policybuilder.web.shown import shown
from policybuilder.wording.finding_lines import data_date
from policybuilder.wording.finding_places import (
    DECISION_WORDS,
    ORIGIN_SENTENCES,
    REFUSED,
    SEVERITY_NAMES,
    SEVERITY_PLURALS,
    place_words,
)
from policybuilder.wording.findings import fix_title, said

KINDS: Mapping[Severity, str] = {
    Severity.ERROR: "error",
    Severity.SECURITY_WARNING: "security",
    Severity.WARNING: "warning",
    Severity.SUGGESTION: "suggestion",
}
ICONS: Mapping[Severity, str] = {
    Severity.ERROR: "octagon-alert",
    Severity.SECURITY_WARNING: "key-round",
    Severity.WARNING: "triangle-alert",
    Severity.SUGGESTION: "lightbulb",
}
LOUD = frozenset({Severity.ERROR, Severity.SECURITY_WARNING, Severity.WARNING})
MOST_RELATED = 10
MOST_SHOWN = 100  # cards on a page; the counts are of all


@dataclass(frozen=True, slots=True)
class FixButton:
    """A fix: its label, the value that the form posts to take it, and the difference that it makes."""

    label: str
    value: str
    lines: tuple[DiffLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A request that shows what is meant, with the decision now and after the fix ("" without one)."""

    action: str
    resource: str
    now: str
    now_word: str
    after: str
    after_word: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Some characters of a text that can be typed in: their line, and their offsets as a browser counts them."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a finding is about: in words, with the address of its rule or line, or the spot in the text."""

    words: str
    href: str = ""
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class FindingCard:
    """One finding. Of a card that is not open, differences and proof are left out. `spot`: where to go in the text."""

    key: str
    code: str
    kind: str
    icon: str
    severity: str
    title: str
    what: str
    why: str
    do: str
    place: str
    statement: int | None
    rule: str
    open: bool
    href: str
    part: str
    fixes: tuple[FixButton, ...]
    proof: ProofLine | None
    facts: tuple[str, ...]
    related: tuple[Related, ...]
    reference: str
    spot: Spot | None = None
    muted: str = ""

    @property
    def anchor(self) -> str:
        """The card's id on the page."""
        return anchor(self.key)

    @property
    def loud(self) -> bool:
        """Does it want a look?"""
        return self.kind != "suggestion"


def anchor(key: str) -> str:
    """The id of a finding's card on the page."""
    return f"finding-{key.replace('/', '-')}"


@dataclass(frozen=True, slots=True)
class Filter:
    """A severity with its count, as a link that shows it alone."""

    title: str
    count: int
    kind: str
    href: str
    part: str
    current: bool


@dataclass(frozen=True, slots=True)
class FindingsView:
    """How findings are looked at. `page` and `part` are the addresses of the page and of its fragment for htmx.

    Without a page every card is open, and what leads to one is a link within the page. `owners` are the rules of
    statements, `guided` those rules whose fix turns them into JSON. `can_mute`: mutes are kept here. `in_text`: the text
    can be typed in beside them.
    """

    page: str = ""
    part: str = ""
    opened: str = ""
    severity: str = ""
    owners: Mapping[int, str] | None = None
    guided: frozenset[str] = frozenset()
    can_mute: bool = False
    in_text: bool = False

    def opens(self, key: str) -> bool:
        """Is everything about this finding shown?"""
        return not self.page or key == self.opened

    def address(self, base: str, **changes: str) -> str:
        """An address with the view in it, changed; "" where there is none."""
        shown = {"pane": "findings", "severity": self.severity, "finding": self.opened, **changes}
        return f"{base}?{urlencode({name: value for name, value in shown.items() if value})}" if base else ""


@dataclass(frozen=True, slots=True)
class FindingsPane:
    """The list: what is shown, what is left out, what is muted, the filters."""

    cards: tuple[FindingCard, ...]
    muted: tuple[FindingCard, ...]
    filters: tuple[Filter, ...]
    total: int
    left_out: int
    kind_words: str
    can_mute: bool
    together: Together | None = None


@lru_cache(maxsize=32)
def validated(
    text: str, kind: str, mutes: tuple[Mute, ...] = (), resource_type: str | None = None, inline: str = ""
) -> Validation:
    """The findings of a text; kept, since pages ask again for a policy that did not change. "" guesses the kind."""
    known = PolicyKind(kind) if kind else None
    return validate(text, known, resource_type=resource_type, inline=inline, mutes=mutes)


def keyed(validation: Validation) -> Iterator[tuple[str, Finding]]:
    """The findings with keys that stay while lines move: the code and the number among those of its code."""
    counts: Counter[str] = Counter()
    for finding in validation.findings:
        counts[finding.code] += 1
        yield f"{finding.code}/{counts[finding.code]}", finding


def finding_of(validation: Validation, key: str) -> Finding | None:
    """The finding of a key, if it is still there."""
    return dict(keyed(validation)).get(key)


def fixed(validation: Validation, place: Sequence[str]) -> str | None:
    """The text after the fix that `fix:KEY:NUMBER` or `fix:never-matching` names; None for what is not offered."""
    if list(place) == [TOGETHER]:
        return mended(validation) if together(validation) else None
    finding = finding_of(validation, place[0]) if len(place) == 2 else None
    number = int(place[1]) if finding is not None and place[1].isascii() and place[1].isdecimal() else -1
    if finding is None or not 0 <= number < len(finding.fixes):
        return None
    return fixed_text(validation.subject.text, finding.fixes[number])


def findings_pane(validation: Validation, view: FindingsView) -> FindingsPane:
    """The list of a policy's findings."""
    found = list(keyed(validation))
    shown = [(key, each) for key, each in found if view.severity in {"", each.severity.value}]
    return FindingsPane(
        cards=tuple(finding_card(validation, key, each, view) for key, each in shown[:MOST_SHOWN]),
        muted=tuple(_muted_cards(validation, view)),
        filters=_filters([each for _, each in found], view) if view.page else (),
        total=len(found),
        left_out=max(0, len(shown) - MOST_SHOWN),
        kind_words=validation.kind.value,
        can_mute=view.can_mute,
        together=None if view.severity else together(validation),
    )


def finding_card(validation: Validation, key: str, finding: Finding, view: FindingsView) -> FindingCard:
    """One finding as a card; the open one with everything."""
    words, code = said(finding), codes()[finding.code]
    is_open = view.opens(key)
    statement = _statement_number(finding)
    rule = (view.owners or {}).get(statement, "") if statement is not None else ""
    chosen = "" if is_open else key
    return FindingCard(
        key=key,
        code=finding.code,
        kind=KINDS[finding.severity],
        icon=ICONS[finding.severity],
        severity=SEVERITY_NAMES[finding.severity],
        title=shown(words.title),
        what=shown(words.what),
        why=shown(words.why),
        do=shown(words.do),
        place=shown(place_words(finding.path, finding.start.line, _sid_at(validation, finding.path))),
        statement=statement,
        rule=rule,
        open=is_open,
        href=view.address(view.page, finding=chosen) or f"#{anchor(key)}",
        part=view.address(view.part, finding=chosen),
        fixes=tuple(_fix_button(validation, key, number, finding, view) for number in range(len(finding.fixes))),
        proof=_proof(validation, finding) if is_open else None,
        facts=tuple(_facts(code.refused, code.dated, code.source, ORIGIN_SENTENCES[code.origin])) if is_open else (),
        related=tuple(dict.fromkeys(_related(validation, finding, view))) if is_open else (),
        reference=reverse("check", args=[finding.code]),
        spot=spot_of(validation.subject.text, finding.place) if view.in_text else None,
    )


def spot_of(text: str, place: Place) -> Spot:
    """Where a place is in the text: its characters on the first of its lines, at least one."""
    span = place.span
    start = span.start.offset if span else 0
    line_end = text.find("\n", start)
    stop = span.end.offset if span else 0
    end = max(min(stop, line_end) if line_end >= 0 else stop, start)
    return Spot(span.start.line if span else 1, browser_length(text[:start]), browser_length(text[:end]))


def browser_length(text: str) -> int:
    """The length in UTF-16 code units: what lies beyond the first plane counts twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _related(validation: Validation, finding: Finding, view: FindingsView) -> Iterator[Related]:
    """The other places that the finding is about: in the builder by their rules, beside a text by their lines."""
    for place in finding.related[:MOST_RELATED]:
        line = place.span.start.line if place.span else 1
        rule = (view.owners or {}).get(_statement_at(place.path), "")
        words = shown(place_words(place.path, line, _sid_at(validation, place.path)))
        if view.in_text:
            yield Related(words, spot=spot_of(validation.subject.text, place))
        else:
            yield Related(words, f"#rule-{rule}" if rule else "" if view.page else f"#L{line}")


def marks_of(validation: Validation, view: FindingsView) -> tuple[Mark, ...]:
    """The characters of every finding, each a link to it."""
    marks = []
    for key, finding in keyed(validation):
        span = finding.place.span
        if span and finding.path:
            note = Note(
                href=view.address(view.page, finding=key, severity="") or f"#{anchor(key)}",
                kind=f"is-{KINDS[finding.severity]}",
                words=shown(f"{SEVERITY_NAMES[finding.severity]}. {said(finding).title}"),
                part=view.address(view.part, finding=key, severity=""),
            )
            marks.append(Mark(span.start.offset, span.end.offset, note))
    return tuple(marks)


def rule_findings(validation: Validation, view: FindingsView) -> tuple[FindingCard, ...]:
    """The findings that stand beside their rules: all but suggestions, as closed cards."""
    closed = replace(view, opened="", severity="")
    loud = [(key, finding) for key, finding in keyed(validation) if finding.severity in LOUD]
    return tuple(finding_card(validation, key, finding, closed) for key, finding in loud[:MOST_SHOWN])


def loud_count(validation: Validation) -> int:
    """How many findings want a look: all but suggestions."""
    return sum(finding.severity in LOUD for finding in validation.findings)


def _statement_number(finding: Finding) -> int | None:
    number = _statement_at(finding.path)
    return None if number < 0 else number


def _statement_at(path: Path) -> int:
    """The number of the statement that a path leads into; -1 for what is in none."""
    path = statement_of(path)
    if path[:1] != ("Statement",):
        return -1
    return path[1] if len(path) > 1 and isinstance(path[1], int) else 0


def _sid_at(validation: Validation, path: Path) -> str:
    """The Sid of the statement that a path leads into."""
    root = validation.subject.root
    node = node_at(root, statement_of(path)) if root else None
    sid = node.get("Sid") if isinstance(node, JsonObject) else None
    return sid.value if isinstance(sid, JsonString) else ""


def _fix_button(validation: Validation, key: str, number: int, finding: Finding, view: FindingsView) -> FixButton:
    fix = finding.fixes[number]
    touched = {path[1] for edit in fix.edits if len(path := edit.path) > 1 and isinstance(path[1], int)}
    rules = {(view.owners or {}).get(statement, "") for statement in touched}
    label = shown(fix_title(fix)) + (", as JSON" if rules & view.guided else "")
    lines = difference(validation.subject.text, fix) if view.opens(key) else ()
    return FixButton(label, f"fix:{key}:{number}", lines)


def difference(text: str, fix: Fix) -> tuple[DiffLine, ...]:
    """The lines that a fix changes, with two around them."""
    return difference_of(text, fixed_text(text, fix))


def _proof(validation: Validation, finding: Finding) -> ProofLine | None:
    proof = proof_of(validation.subject, finding)
    if proof is None:
        return None
    after = proof.after
    return ProofLine(
        action=proof.sample.action,
        resource=proof.sample.resource,
        now=proof.before.value,
        now_word=DECISION_WORDS[proof.before],
        after=after.value if after else "",
        after_word=DECISION_WORDS[after] if after else "",
    )


def _facts(refused: bool, dated: bool, source: str, origin: str) -> Iterator[str]:  # noqa: FBT001 - facts of a code
    yield REFUSED if refused else origin
    yield f"Source: {source}" + (f", AWS's tables of {data_date()}." if dated else ".")


def _muted_cards(validation: Validation, view: FindingsView) -> Iterator[FindingCard]:
    for number, (finding, mute) in enumerate(validation.muted[:MOST_SHOWN]):
        card = finding_card(validation, f"muted/{number}", finding, view)
        yield replace(card, muted=mute.reason)


def _filters(findings: Sequence[Finding], view: FindingsView) -> tuple[Filter, ...]:
    counts = Counter(finding.severity for finding in findings)
    rows = [("", "All", len(findings), "")]
    rows += [(each.value, SEVERITY_PLURALS[each], counts[each], KINDS[each]) for each in Severity if counts[each]]
    return tuple(
        Filter(
            title=title,
            count=count,
            kind=kind,
            href=view.address(view.page, severity=value, finding=""),
            part=view.address(view.part, severity=value, finding=""),
            current=value == view.severity,
        )
        for value, title, count, kind in rows
    )
