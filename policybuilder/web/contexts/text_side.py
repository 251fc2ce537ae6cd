"""The builder's left side while the policy is edited as text: the text, what keeps it from being read, its marks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from policybuilder.authoring import Draft, DraftProblem, Settings
from policybuilder.authoring.importing import draft_from_policy
from policybuilder.iam import Path, Severity, node_at, parse
from policybuilder.validator import Finding, PolicyKind, Validation
from policybuilder.web.contexts.findings import (
    KINDS,
    FindingCard,
    FindingsView,
    Spot,
    browser_length,
    finding_card,
    keyed,
    spot_of,
    validated,
)
from policybuilder.web.forms import state
from policybuilder.web.forms.builder import BuilderForm
from policybuilder.web.forms.text_side import on_text_side
from policybuilder.wording import problem_sentence
from policybuilder.wording.finding_places import SEVERITY_NAMES
from policybuilder.wording.findings import said

Facts = dict[str, object]

TEXT_ID = "id_text"
MOST_ARNS = 300
MOST_MARKS = 200
LINES_AROUND = 2
CARRIED = ("settings-", "rules-")  # fields that stand in the form itself, and travel hidden beside the text
MARK_KINDS = {Severity.ERROR: "error", Severity.SUGGESTION: "info"}


@dataclass(frozen=True, slots=True)
class ExcerptLine:
    """A line of the text around a place: its number, and whether it is the place."""

    number: int
    text: str
    meant: bool


@dataclass(frozen=True, slots=True)
class TextProblem:
    """What keeps a text from being read: where, in words, and the finding with its fixes where it is one."""

    spot: Spot
    column: int
    title: str
    sentence: str
    excerpt: tuple[ExcerptLine, ...]
    card: FindingCard | None

    @property
    def place(self) -> str:
        """`Line 3, column 5`."""
        return f"Line {self.spot.line}, column {self.column}"

    @property
    def summary(self) -> str:
        """Place and title in one line."""
        return f"{self.place}: {self.title}"


@dataclass(frozen=True, slots=True)
class KeptText:
    """A text that cannot be read yet, and in one line what is wrong with it."""

    text: str
    problem: str


@dataclass(frozen=True, slots=True)
class TextSide:
    """The text as typed, the rest of the form that travels hidden, what keeps the text from being read.

    `checked` and `facts` are for the editor: the findings of a text of that length; where names come from.
    """

    text: str
    hidden: state.Pairs
    problem: TextProblem | None
    checked: Facts
    facts: Facts


@dataclass(frozen=True, slots=True)
class Sides:
    """The text where the policy is edited as text; beside the form the text that is kept, if there is one."""

    text: TextSide | None = None
    kept: KeptText | None = None

    @property
    def problem(self) -> TextProblem | None:
        """What keeps the text that is typed from being read."""
        return self.text.problem if self.text else None


def sides_of(form: BuilderForm, validation: Validation, known_arns: Sequence[str], pane: str) -> Sides:
    """What the sides of the builder show besides the form itself.

    `validation` is that of the policy on the bench, `known_arns` are the inventory's, `pane` is the address of the result.
    """
    if on_text_side(form.state):
        return Sides(text=_text_side(form, validation, known_arns, pane))
    return Sides(kept=_kept(form.state.text, validation.kind) if form.state.text else None)


def _text_side(form: BuilderForm, validation: Validation, known_arns: Sequence[str], pane: str) -> TextSide:
    text, base = form.state.text, form.base
    view = FindingsView(in_text=True)
    return TextSide(
        text=text,
        hidden=[pair for pair in state.pairs(form.state) if pair[0].startswith(CARRIED)],
        problem=_problem(text, base, validation, view) if base is not None and form.draft is None else None,
        checked={"length": browser_length(text), "marks": list(_marks(validation))},
        facts=_facts(base.settings if base else Settings(), known_arns, pane),
    )


def _kept(text: str, kind: PolicyKind) -> KeptText:
    problem = _problem(text, None, validated(text, kind.value), FindingsView(in_text=True))
    return KeptText(text, problem.summary)


def _facts(settings: Settings, known_arns: Sequence[str], pane: str) -> Facts:
    return {
        "completions": reverse("completions"),
        "pane": pane,
        "partition": settings.partition,
        "region": settings.regions[0] if len(settings.regions) == 1 else "",
        "account": settings.account,
        "arns": list(known_arns[:MOST_ARNS]),
        "known": "inventory",
        "services": "Other services",
    }


def _problem(text: str, base: Draft | None, validation: Validation, view: FindingsView) -> TextProblem:
    read = draft_from_policy(parse(text), base.settings if base else None)
    problem = read[0] if isinstance(read, tuple) else None
    found = _finding(validation, problem.path if problem else ())
    if found is None:
        return _unplaced(text, problem)
    key, finding = found
    words = said(finding)
    return TextProblem(
        spot=spot_of(text, finding.place),
        column=finding.start.column + 1,
        title=words.title,
        sentence=words.what,
        excerpt=_excerpt(text, finding.start.line),
        card=finding_card(validation, key, finding, view),
    )


def _finding(validation: Validation, path: Path) -> tuple[str, Finding] | None:
    """The finding that says what a draft cannot hold: the error at that place."""
    errors = [(key, each) for key, each in keyed(validation) if each.severity is Severity.ERROR]
    return next((found for found in errors if found[1].path == path), None)


def _unplaced(text: str, problem: DraftProblem | None) -> TextProblem:
    """What no check finds, with the place that the draft names, as far as it is one of the text."""
    root = parse(text).root
    node = node_at(root, problem.path) if root and problem else None
    span = node.span if node else None
    line, column = (span.start.line, span.start.column + 1) if span else (1, 1)
    sentence = problem_sentence(problem) if problem else "The builder cannot hold this text as a policy."
    return TextProblem(Spot(line, 0, 0), column, "The text cannot be read", sentence, _excerpt(text, line), None)


def _excerpt(text: str, line: int) -> tuple[ExcerptLine, ...]:
    lines = text.split("\n")
    first = max(line - 1 - LINES_AROUND, 0)
    numbered = enumerate(lines[first : line + LINES_AROUND], first + 1)
    return tuple(ExcerptLine(number, each[:200], number == line) for number, each in numbered)


def _marks(validation: Validation) -> Iterator[Facts]:
    """The findings as the editor draws them: characters, how loud, what to say, the key of the finding."""
    text = validation.subject.text
    for key, finding in list(keyed(validation))[:MOST_MARKS]:
        words, spot = said(finding), spot_of(text, finding.place)
        yield {
            "from": spot.start,
            "to": spot.end,
            "severity": MARK_KINDS.get(finding.severity, "warning"),
            "kind": KINDS[finding.severity],
            "word": SEVERITY_NAMES[finding.severity],
            "title": words.title,
            "text": words.what,
            "key": key,
        }
