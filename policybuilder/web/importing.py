"""From a text with a policy document to a draft: what it becomes, or why it cannot be opened in the builder."""

from dataclasses import dataclass
from functools import lru_cache

from policybuilder.authoring import POLICY_KINDS, Draft, DraftProblem, Settings, compose, draft_from_policy
from policybuilder.authoring.guiding_reasons import Reading, read_draft, reading_of
from policybuilder.authoring.wrapped import LONGEST, unwrap
from policybuilder.authoring.wrapped_parts import Unwrapped, WrappedDocument
from policybuilder.iam import Finding, Parsed, Severity, parse
from policybuilder.validator import guessed_kind
from policybuilder.web.forms.builder import as_the_form_gives_it
from policybuilder.web.forms.importing import Source
from policybuilder.web.forms.state import MOST_ROWS
from policybuilder.web.shown import shown
from policybuilder.wording import finding_sentence, problem_sentence
from policybuilder.wording.importing import obstacle_sentence

# Ten times the largest quota of AWS: what is longer is no policy to work on, and every change would send it twice.
LONGEST_POLICY = 100_000
MOST_LISTED = 300


@dataclass(frozen=True, slots=True)
class Offered:
    """A document of a source, by its number among all that were found."""

    number: int
    source: Source
    document: WrappedDocument

    @property
    def bare(self) -> bool:
        """Is it the whole text of its source?"""
        return self.document.text == self.source.text


@dataclass(frozen=True, slots=True)
class Made:
    """A policy that can be opened: its draft of exact rules, what is to be said of the text."""

    exact: Draft
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why a text cannot be opened, in sentences."""

    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A policy of a kind for which the builder has no form."""

    kind: str


def offered(sources: tuple[Source, ...]) -> tuple[tuple[Offered, ...], int]:
    """The documents of all sources, and how many more there are than are listed."""
    found: list[tuple[Source, WrappedDocument]] = []
    left_out = 0
    for source in sources:
        unwrapped = _unwrapped(source.text)
        found += [(source, document) for document in unwrapped.documents]
        left_out += unwrapped.left_out
    left_out += max(0, len(found) - MOST_LISTED)
    return tuple(Offered(number, *each) for number, each in enumerate(found[:MOST_LISTED])), left_out


@lru_cache(maxsize=8)
def _unwrapped(text: str) -> Unwrapped:
    """Kept, since a page asks several times about one text."""
    return unwrap(text)


def made(document: WrappedDocument, kind: str) -> Made | Stopped | Elsewhere:
    """What a document becomes as a policy of that kind ("": as its wrapping tells, or as it looks)."""
    if document.obstacles:
        return Stopped(tuple(obstacle_sentence(each) for each in document.obstacles[:10]))
    parsed = parse(document.text, limit=LONGEST_POLICY)
    if len(document.text) > LONGEST_POLICY and (fault := parse(document.text, limit=LONGEST)).root is None:
        parsed = fault
    kind = kind or document.kind or guessed_kind(parsed.policy).value
    if parsed.policy is not None and kind not in POLICY_KINDS:
        return Elsewhere(kind)
    settings = Settings.model_validate({"kind": kind if kind in POLICY_KINDS else "identity"})
    draft = draft_from_policy(parsed, settings)
    if isinstance(draft, Draft) and len(draft.rules) <= MOST_ROWS:
        return Made(draft, parsed.findings)
    return Stopped(tuple(_faults(parsed, draft)))


def opened(exact: Draft, *, as_written: bool) -> Reading:
    """The draft that opens, in the words of the form, and what became of each statement."""
    reading = read_draft(exact, as_written=as_written)
    held = as_the_form_gives_it(reading.draft)
    if compose(held).text == compose(reading.draft).text:
        return Reading(held, reading.statements)
    return reading_of(exact, as_the_form_gives_it(exact))


def _faults(parsed: Parsed, draft: Draft | tuple[DraftProblem, ...]) -> list[str]:
    """Why a text cannot be opened."""
    if isinstance(draft, Draft):
        return [f"The policy has {len(draft.rules):,} statements. Up to {MOST_ROWS:,} can be worked on here."]
    faults = [with_place(finding) for finding in parsed.findings if finding.severity is Severity.ERROR]
    return faults or [shown(problem_sentence(problem)) for problem in draft]


def with_place(finding: Finding) -> str:
    """A finding with the line and the column where it begins."""
    sentence = shown(finding_sentence(finding))
    if finding.span is None:
        return sentence
    start = finding.span.start
    return f"Line {start.line}, column {start.column + 1}: {sentence}"
