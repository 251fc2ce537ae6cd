"""The builder's right side: the policy as text, in words, as an access map, ready to take."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from policybuilder.authoring import Composed, Draft, summarise
from policybuilder.authoring.call_policies import CallPolicies
from policybuilder.iam import Effect, Severity, minified_size
from policybuilder.validator import Validation
from policybuilder.validator.grammar.sizes import INLINE
from policybuilder.web.contexts.access_map import MapTable, map_table
from policybuilder.web.contexts.findings import FindingsPane, FindingsView, findings_pane, loud_count, marks_of
from policybuilder.web.contexts.notes import NoteCard, notes_of
from policybuilder.web.contexts.reach import ReachPane
from policybuilder.web.contexts.take import TakePane, TakeView, take_pane
from policybuilder.web.exports import NamedPolicy
from policybuilder.web.highlight import code_html, code_lines
from policybuilder.wording import Part, summary_parts
from policybuilder.wording.kinds import lead_sentence
from policybuilder.wording.sizes import PLACES

PANES = (
    ("json", "JSON"),
    ("summary", "Summary"),
    ("findings", "Findings"),
    ("map", "Access map"),
    ("reach", "Reach"),
    ("take", "Take it"),
)
# "IAM and AWS STS quotas" and "Quotas for AWS Organizations": characters a policy of the kind may have.
QUOTAS = {"identity": 6144, "boundary": 6144, "session": 2048, "scp": 10240, "project": 2000}
# Kinds whose quota counts white space too.
COUNTS_SPACE = frozenset({"session", "scp", "project"})


@dataclass(frozen=True, slots=True)
class Size:
    """Characters used, as the kind of policy counts them, against its quota."""

    used: int
    quota: int
    place: str = ""

    @property
    def over(self) -> bool:
        """Whether AWS would refuse the policy for its length."""
        return self.used > self.quota

    @property
    def short(self) -> str:
        """`844 of 6,144`."""
        return f"{self.used:,} of {self.quota:,}"

    @property
    def words(self) -> str:
        """`844 of 6,144 characters`."""
        return f"{self.used:,} of {self.quota:,} characters"


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """One statement in words; `rule` is the rule it comes from, `reason` why that rule is there."""

    effect: str
    parts: tuple[Part, ...]
    rule: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ResultView:
    """How the pane is looked at: the open tab, the open rule, whether it is older than the form, the policies that count;
    `reach` works its tab out.

    `in_text`: the policy is typed as text beside it. `place`: the identity that it is to stand inline in.
    """

    pane: str
    open_rule: str
    stale: bool
    simulate_url: str
    take: TakeView
    name: str
    policies: CallPolicies
    validation: Validation
    findings: FindingsView
    in_text: bool = False
    place: str = ""
    reach: Callable[[], ReachPane] | None = None


@dataclass(frozen=True, slots=True)
class ResultPane:
    """The pane with one tab's content; what belongs to other tabs is empty."""

    pane: str
    panes: tuple[tuple[str, str], ...]
    stale: bool
    text: str
    statements: int
    size: Size
    code: SafeString | str
    lead: str
    summary: tuple[SummarySentence, ...]
    map: MapTable | None
    reach: ReachPane | None
    take: TakePane | None
    notes: tuple[NoteCard, ...]
    findings: FindingsPane | None
    loud: int
    errors: int
    in_text: bool

    @property
    def outdated(self) -> bool:
        """Whether the open tab shows the last good policy: findings are of the text as it is typed."""
        return self.stale and not (self.in_text and self.pane == "findings")

    @property
    def pane_title(self) -> str:
        """What the open tab shows."""
        return dict(PANES)[self.pane]

    @property
    def warnings(self) -> int:
        """Findings and notes that want a look."""
        return self.loud + sum(note.severity != "info" for note in self.notes)

    @property
    def wanting(self) -> str:
        """What wants a look, counted by how serious it is: "1 error, 2 warnings"; "" where nothing does."""
        counts = {"error": self.errors, "warning": self.warnings - self.errors}
        return ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for word, n in counts.items() if n)

    @property
    def status(self) -> str:
        """One sentence for the live region."""
        if self.stale and self.in_text:
            return "The policy is the last good one: the text cannot be read yet."
        if self.stale:
            return "The policy is the last good one: a field wants mending."
        statements = f"{self.statements} statement{'' if self.statements == 1 else 's'}"
        return f"Policy updated. {', '.join(filter(None, (statements, self.size.words, self.wanting)))}."


def result_pane(
    draft: Draft,
    composed: Composed,
    known_arns: Sequence[str],
    view: ResultView,
) -> ResultPane:
    """The result pane for a draft; only the content of the tab that is open is made."""
    panes = PANES[1:] if view.in_text else PANES  # the text itself stands beside it
    pane = view.pane if view.pane in dict(panes) else "findings" if view.in_text else "json"
    notes = notes_of(composed)
    return ResultPane(
        pane=pane,
        panes=panes,
        stale=view.stale,
        text=composed.text,
        statements=len(composed.policy.statements),
        size=policy_size(draft.settings.kind, composed, view.place),
        code=_code(composed, view) if pane == "json" else "",
        lead=policy_lead(draft, composed) if pane == "summary" else "",
        summary=policy_summary(draft, composed) if pane == "summary" else (),
        map=map_table(draft, composed, known_arns, view.simulate_url, view.policies) if pane == "map" else None,
        reach=view.reach() if pane == "reach" and view.reach else None,
        take=take_pane(NamedPolicy(view.name, draft, composed), view.take) if pane == "take" else None,
        notes=notes,
        findings=findings_pane(view.validation, view.findings) if pane == "findings" else None,
        loud=loud_count(view.validation),
        errors=sum(finding.severity is Severity.ERROR for finding in view.validation.findings),
        in_text=view.in_text,
    )


def policy_lead(draft: Draft, composed: Composed) -> str:
    """What stands before the sentences, where there are any."""
    statements = composed.policy.statements
    allows = any(statement.effect is Effect.ALLOW for statement in statements)
    return lead_sentence(draft.settings.kind, allows=allows) if statements else ""


def policy_summary(draft: Draft, composed: Composed) -> tuple[SummarySentence, ...]:
    """The policy in sentences, one for each statement."""
    reasons = {rule.id: rule.reason for rule in draft.rules}
    return tuple(
        SummarySentence(
            line.effect.value if line.effect else "",
            summary_parts(line, draft.settings.kind),
            line.rule or "",
            reasons.get(line.rule or "", ""),
        )
        for line in summarise(composed)
    )


def policy_size(kind: str, composed: Composed, place: str = "") -> Size:
    """The size as the kind counts it: identity policies without white space, the others every character.

    `place`: the identity that an identity policy stands inline in (`user`, `group`, `role`).
    """
    used = len(composed.text) if kind in COUNTS_SPACE else minified_size(composed.policy)
    return Size(used, INLINE.get(place, QUOTAS.get(kind, QUOTAS["identity"])), PLACES[place] if place else "")


def _code(composed: Composed, view: ResultView) -> SafeString:
    rules = {item.statement: item.rule for item in composed.provenance}
    marked = {number: "is-marked" for number, rule in rules.items() if rule == view.open_rule}
    return code_html(code_lines(composed.text, marks_of(view.validation, view.findings)), rules, marked=marked)
