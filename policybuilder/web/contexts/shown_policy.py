"""A policy that is only looked at: a revision, or what a share link opens.

`shown_policy(NAME, DRAFT, view)` makes what `partials/_shown_policy.html` shows with `shown=`: tabs with the JSON, the
summary, the findings, the access map and the forms to take it away in. Nothing of it is a button that changes anything,
and nothing leads into a workspace: `known_arns` are the caller's to give or keep.

The page that holds the partial stands at `view.page` (it ends with a slash), reads the query with `shown_view`, and
answers htmx with the partial alone (`fragments.page_or_part`). The files stand below it, at PAGE<form:form>, and are
answered with `views.take.file_of`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.safestring import SafeString

from policybuilder.authoring import Composed, Draft, compose
from policybuilder.iam import Severity
from policybuilder.validator import Mute, Validation
from policybuilder.web.attachments import arrange
from policybuilder.web.contexts.access_map import MapTable, map_table
from policybuilder.web.contexts.findings import (
    FindingsPane,
    FindingsView,
    findings_pane,
    loud_count,
    marks_of,
    validated,
)
from policybuilder.web.contexts.result import PANES, Size, SummarySentence, policy_lead, policy_size, policy_summary
from policybuilder.web.contexts.take import TakePane, TakeView, take_pane
from policybuilder.web.exports import Chosen, NamedPolicy, chosen_of
from policybuilder.web.highlight import code_html, code_lines

MOST_DRAWN = 200_000  # characters of a text that is drawn line by line


@dataclass(frozen=True, slots=True)
class ShownView:
    """How it is looked at: the page's address, the open tab, the form that was chosen, the finding that is open, the
    severity that is shown alone."""

    page: str
    pane: str = "json"
    chosen: Chosen = field(default_factory=Chosen)
    finding: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab as a link; `count` of what wants a look, `deny` where that is an error."""

    id: str
    title: str
    href: str
    current: bool
    count: int = 0
    deny: bool = False


@dataclass(frozen=True, slots=True)
class ShownPolicy:
    """The policy with one tab's content; what belongs to other tabs is empty."""

    name: str
    kind: str
    tabs: tuple[Tab, ...]
    pane: str
    title: str
    text: str
    size: Size
    code: SafeString | str
    lead: str
    summary: tuple[SummarySentence, ...]
    findings: FindingsPane | None
    map: MapTable | None
    take: TakePane | None

    @property
    def too_long(self) -> bool:
        """Whether the text is too long to be drawn line by line: it is copied or downloaded."""
        return self.pane == "json" and not self.code


def shown_view(page: str, query: QueryDict) -> ShownView:
    """What an address asks for: `pane`, `as` and `inline` of the tab to take it away, `finding` and `severity`."""
    return ShownView(
        page=page,
        pane=query.get("pane", ""),
        chosen=chosen_of(query.get("as", ""), query.get("inline", "")),
        finding=query.get("finding", ""),
        severity=query.get("severity", ""),
    )


def shown_policy(
    name: str, draft: Draft, view: ShownView, known_arns: Sequence[str] = (), *, revision: int = 0
) -> ShownPolicy:
    """The policy of a draft, for itself: what is attached to it elsewhere does not count here. `revision` names its files."""
    titles = {id_: title for id_, title in PANES if id_ != "reach"}
    pane = view.pane if view.pane in titles else "json"
    composed = compose(draft)
    validation = _validation(draft, composed)
    looked = FindingsView(page=view.page, part=view.page, opened=view.finding, severity=view.severity)
    return ShownPolicy(
        name=name,
        kind=draft.settings.kind,
        tabs=tuple(_tab(id_, title, view.page, pane, validation) for id_, title in titles.items()),
        pane=pane,
        title=titles[pane],
        text=composed.text,
        size=policy_size(draft.settings.kind, composed),
        code=_code(composed.text, validation, replace(looked, part="")) if pane == "json" else "",
        lead=policy_lead(draft, composed) if pane == "summary" else "",
        summary=policy_summary(draft, composed) if pane == "summary" else (),
        findings=findings_pane(validation, looked) if pane == "findings" else None,
        map=_map(draft, composed, known_arns) if pane == "map" else None,
        take=take_pane(NamedPolicy(name, draft, composed, revision), TakeView(view.chosen, view.page, view.page))
        if pane == "take"
        else None,
    )


def _tab(id_: str, title: str, page: str, pane: str, validation: Validation) -> Tab:
    counted = id_ == "findings"
    return Tab(
        id=id_,
        title=title,
        href=f"{page}?pane={id_}",
        current=id_ == pane,
        count=loud_count(validation) if counted else 0,
        deny=counted and any(each.severity is Severity.ERROR for each in validation.findings),
    )


def _validation(draft: Draft, composed: Composed) -> Validation:
    mutes = tuple(Mute(each.code, each.reason, each.statement, each.value) for each in draft.mutes)
    return validated(composed.text, draft.settings.kind, mutes)


def _code(text: str, validation: Validation, view: FindingsView) -> SafeString | str:
    return code_html(code_lines(text, marks_of(validation, view)), {}) if len(text) <= MOST_DRAWN else ""


def _map(draft: Draft, composed: Composed, known_arns: Sequence[str]) -> MapTable:
    return map_table(draft, composed, known_arns, "", arrange(composed, draft, ()).policies({}))
