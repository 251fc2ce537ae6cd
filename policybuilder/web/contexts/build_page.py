"""The builder's page: head, settings, cards, result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms as forms_module
from django.forms.utils import ErrorList

from policybuilder.authoring import GuidedRule
from policybuilder.authoring.call_policies import CallPolicies
from policybuilder.inventory.records import KnownProject
from policybuilder.library.records import PolicyRecord
from policybuilder.validator import Mute, Validation
from policybuilder.web.changed import ASKED_SECONDS, PREVIEW_SECONDS, access_change
from policybuilder.web.contexts.addresses import Addresses, addresses
from policybuilder.web.contexts.builder import RuleCard, rule_cards
from policybuilder.web.contexts.change import ChangeView, change_view
from policybuilder.web.contexts.conflict import Conflict
from policybuilder.web.contexts.findings import FindingCard, FindingsView, rule_findings, validated
from policybuilder.web.contexts.kind_panel import KindPart, kind_part
from policybuilder.web.contexts.reach import reach_pane
from policybuilder.web.contexts.result import ResultPane, ResultView, result_pane
from policybuilder.web.contexts.scenarios import Tally
from policybuilder.web.contexts.size import SizeOffers, size_offers
from policybuilder.web.contexts.take import TakeView
from policybuilder.web.contexts.text_side import TEXT_ID, Sides, TextProblem, TextSide, sides_of
from policybuilder.web.exports import chosen_of
from policybuilder.web.forms.builder import BuilderForm, SettingsForm
from policybuilder.web.forms.choices import KINDS
from policybuilder.web.forms.state import FormState
from policybuilder.web.forms.text_side import on_text_side
from policybuilder.web.sizing import place_of
from policybuilder.web.templatetags.policy import clock
from policybuilder.web.workbench import Bench


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a field's messages, and the messages (Django renders them, escaped)."""

    id: str
    errors: ErrorList


@dataclass(frozen=True, slots=True)
class BuildPage:
    """Everything that the builder's page and its fragments show. `note` is what is to be said of the next revision;
    `reader`: they may only read."""

    urls: Addresses
    name: str
    name_error: str
    record: PolicyRecord | None
    open: str
    focus: str
    settings_form: SettingsForm
    kind: KindPart
    cards: tuple[RuleCard, ...]
    result: ResultPane
    projects: tuple[KnownProject, ...]
    conflict: Conflict | None
    errors: tuple[tuple[str, str], ...]
    show_summary: bool
    tally: Tally
    mutes: tuple[str, ...]
    view: Mapping[str, str]
    offers: SizeOffers | None
    sides: Sides
    change: ChangeView | None
    reader: bool = False
    note: str = ""

    @property
    def base(self) -> int:
        """The state that the page stands on."""
        return self.conflict.base if self.conflict else self.record.state if self.record else 0

    @property
    def text_side(self) -> TextSide | None:
        """The left side where the policy is text."""
        return self.sides.text

    @property
    def title(self) -> str:
        """The page's title."""
        return f"{'Error: ' if self.show_summary and self.errors else ''}{self.name or 'Untitled policy'}"

    @property
    def saved(self) -> bool:
        """Whether the document has a place in the library."""
        return bool(self.record and self.record.saved_at)

    @property
    def revision_words(self) -> str:
        """The newest revision, "" before the first."""
        return f"Revision {self.record.revision}" if self.record and self.record.revision else ""

    @property
    def kind_words(self) -> str:
        """The kind of policy in words."""
        return dict(KINDS).get(str(self.settings_form["kind"].value() or "identity"), "Policy")

    @property
    def kept_words(self) -> str:
        """When the work was last kept."""
        if self.conflict:
            return "Not kept: changed somewhere else"
        if self.record is None:
            return "An example" if self.reader else "An example to change"
        at = clock(self.record.changed)
        return f"Last change {at}" if self.reader else f"Kept as you type, last change {at}"

    @property
    def summary_errors(self) -> tuple[tuple[str, str], ...]:
        """Errors for the summary at the top: only after a button was pressed, never while typing."""
        return self.errors if self.show_summary else ()

    @property
    def stale_words(self) -> str:
        """Why the policy does not follow the form now."""
        return self.errors[0][1] if self.errors else "The form holds something that cannot be read."

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The message places of the fields that can be typed in now, for the out-of-band parts of a preview."""
        if self.text_side:
            return ()
        forms: list[forms_module.Form] = [self.settings_form]
        if card := self.open_card:
            forms += [row.form for row in card.principals]
            forms += [*[row.form for row in card.targets], *[row.form for row in card.conditions]]
        slots = [Slot(f"{form[name].auto_id}_errors", form[name].errors) for form in forms for name in _visible(form)]
        if card:
            slots += [
                Slot(f"{card.form[name].auto_id}_errors", card.form[name].errors)
                for name in ("title", "reason", "operations")
            ]
        return tuple(slots)

    @property
    def open_card(self) -> RuleCard | None:
        """The card whose rows can be typed in."""
        return next((card for card in self.cards if card.open), None)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self.record and self.record.can_undo)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to take again."""
        return bool(self.record and self.record.can_redo)


def _place_of(field: str, form: FormState) -> str:
    """Where a link to a field leads: the field, or its card where that is closed or is meant as a whole."""
    match field.removeprefix("id_").split("-"):
        case ["rules", row, *_, name]:
            rule = form.rules[int(row)].id
            return f"rule-{rule}" if rule != form.open or name == "__all__" else field
    return field


def _visible(form: forms_module.Form) -> list[str]:
    return [field.name for field in form.visible_fields()]


def build_page(  # noqa: PLR0913 - the page's few switches, each named
    bench: Bench,
    policy_id: str | None,
    projects: Sequence[KnownProject],
    *,
    policies: CallPolicies,
    tally: Tally,
    focus: str = "",
    conflict: Conflict | None = None,
    name_error: str = "",
    refused: str = "",
    show_summary: bool = False,
    change_asked: bool = False,
) -> BuildPage:
    """The page for the bench; `projects` is the inventory. `change_asked`: what the change allows is worth a second."""
    form, record, urls, arns = bench.form, bench.record, addresses(policy_id), _arns(projects)
    validation, view = bench_validation(bench), findings_view(bench, urls)
    sides = sides_of(form, validation, arns, urls.pane)
    return BuildPage(
        urls=urls,
        name=form.state.name,
        name_error=name_error,
        record=record,
        open=form.state.open,
        focus=focus,
        settings_form=form.settings,
        kind=kind_part(form, bench.draft),
        cards=_cards(bench, projects, rule_findings(validation, view)),
        result=result_pane(bench.draft, bench.composed, arns, _result_view(bench, urls, policies, validation, view)),
        projects=tuple(projects),
        conflict=conflict,
        errors=_errors(form, name_error, refused, sides.problem),
        show_summary=show_summary,
        tally=tally,
        mutes=tuple(form.state.mutes),
        view=form.state.view,
        offers=size_offers(bench, urls.page, urls.pane) if form.state.view.get("size") and not bench.stale else None,
        sides=sides,
        change=_change(bench, urls, asked=change_asked),
    )


def _change(bench: Bench, urls: Addresses, *, asked: bool) -> ChangeView | None:
    """What changed in access since the policy was saved."""
    found = access_change(bench, ASKED_SECONDS if asked else PREVIEW_SECONDS)
    return change_view(found, urls.page, urls.simulate, asked=asked)


def _arns(projects: Sequence[KnownProject]) -> list[str]:
    return [arn for project in projects for arn in project.arns]


def _cards(bench: Bench, projects: Sequence[KnownProject], findings: Sequence[FindingCard]) -> tuple[RuleCard, ...]:
    """The rules as cards; none where the policy is edited as text."""
    form = bench.form
    return () if on_text_side(form.state) else rule_cards(form, bench.draft, bench.composed, projects, findings)


def _errors(
    form: BuilderForm, name_error: str, refused: str, problem: TextProblem | None
) -> tuple[tuple[str, str], ...]:
    """(id, message) of everything that wants mending, in the order of the page."""
    own = [("id_name", name_error), ("sides", refused), (TEXT_ID, problem.summary if problem else "")]
    fields = [(_place_of(field, form.state), message) for field, message in form.errors()]
    return tuple(each for each in (*own, *fields) if each[1])


def _result_view(
    bench: Bench, urls: Addresses, policies: CallPolicies, validation: Validation, view: FindingsView
) -> ResultView:
    """How the right side is looked at."""
    state = bench.form.state
    return ResultView(
        pane=state.pane,
        open_rule=state.open,
        stale=bench.stale,
        simulate_url=urls.simulate,
        take=TakeView(chosen_of(state.view.get("as", ""), state.view.get("inline", "")), urls.page, urls.pane),
        name=state.name,
        policies=policies,
        validation=validation,
        findings=view,
        in_text=on_text_side(state),
        place=place_of(bench.draft.settings.kind, state.view),
        reach=lambda: reach_pane(bench, urls.page, urls.pane, urls.simulate),
    )


def bench_validation(bench: Bench) -> Validation:
    """The findings of the policy on the bench, or of a text that is typed, without those that are muted in its draft."""
    mutes = tuple(Mute(each.code, each.reason, each.statement, each.value) for each in bench.draft.mutes)
    form = bench.form.state
    kind = bench.draft.settings.kind
    text = form.text if on_text_side(form) else bench.composed.text
    return validated(text, kind, mutes, inline=place_of(kind, form.view))


def findings_view(bench: Bench, urls: Addresses) -> FindingsView:
    """How the findings of the policy on the bench are looked at."""
    shown = bench.form.state.view
    return FindingsView(
        page=urls.page,
        part=urls.pane,
        opened=shown.get("finding", ""),
        severity=shown.get("severity", ""),
        owners={each.statement: each.rule for each in bench.composed.provenance},
        guided=frozenset(
            rule.id for rule in bench.draft.rules if isinstance(rule, GuidedRule) and not on_text_side(bench.form.state)
        ),
        can_mute=True,
        in_text=on_text_side(bench.form.state),
    )
