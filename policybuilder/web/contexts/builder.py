"""The builder's left side: rule cards with their rows, from the form and from what compose says of the draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from policybuilder.authoring import (
    Composed,
    Draft,
    ExactRule,
    GuidedRule,
    Target,
    also_matches,
    summarise,
    target_from,
    target_pattern,
)
from policybuilder.authoring.draft import KINDS_WITH_PRINCIPALS
from policybuilder.authoring.guiding import guided_rule
from policybuilder.catalogue import catalogue
from policybuilder.iam import render_json
from policybuilder.inventory.records import KnownProject
from policybuilder.web.contexts.access_map import short_name
from policybuilder.web.contexts.findings import FindingCard
from policybuilder.web.contexts.notes import NoteCard, notes_of
from policybuilder.web.contexts.picker import OfferedKey, OperationRow, ShownGroup, operation_row, shown_groups
from policybuilder.web.contexts.picker import offered_keys as keys_offered
from policybuilder.web.contexts.rule_kinds import FewOperations, PrincipalRow, few_operations, principal_rows
from policybuilder.web.forms import state
from policybuilder.web.forms.builder import BuilderForm, RuleForm
from policybuilder.web.forms.rows import ConditionForm, TargetForm
from policybuilder.wording import Part, PartKind, summary_parts
from policybuilder.wording.pages import target_sentence
from policybuilder.wording.words import untitled_rule


@dataclass(frozen=True, slots=True)
class ArnPiece:
    """Some characters of an ARN; what the user chose stands out."""

    text: str
    strong: bool


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One row of resources: its form, the ARN patterns it gives, and what of the inventory they match besides."""

    form: TargetForm
    number: int
    shown: tuple[tuple[ArnPiece, ...], ...]
    meaning: str
    also: tuple[str, ...]
    versions: tuple[str, ...]

    @property
    def ordinal(self) -> int:
        """The row's number as people count."""
        return self.number + 1

    @property
    def placed(self) -> bool:
        """Whether the row names an account or a Region of its own."""
        return bool(self.form["account"].value() or self.form["region"].value())

    @property
    def arn_id(self) -> str:
        """Id of the line below the row, which is swapped while the row is typed in."""
        return f"{self.form.prefix}-arn"


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One row of conditions."""

    form: ConditionForm
    number: int

    @property
    def ordinal(self) -> int:
        """The row's number as people count."""
        return self.number + 1

    @property
    def special(self) -> bool:
        """Whether the row says more than key, operator and values."""
        return bool(self.form["if_exists"].value() or self.form["set_operator"].value())


@dataclass(frozen=True, slots=True)
class RuleCard:
    """One rule as a card; the pickers are there only while it is open, closed it carries its fields hidden."""

    form: RuleForm
    row: int
    id: str
    open: bool
    guided: bool
    effect: str
    title: str
    reason: str
    sid: str
    actions: tuple[str, ...]
    sentence: tuple[Part, ...]
    notes: tuple[NoteCard, ...]
    findings: tuple[FindingCard, ...]
    hidden: state.Pairs
    order: str
    chosen: frozenset[str]
    others: tuple[OperationRow, ...]
    principals: tuple[PrincipalRow, ...]
    few: FewOperations | None
    targets: tuple[TargetRow, ...]
    conditions: tuple[ConditionRow, ...]
    keys: tuple[OfferedKey, ...]
    is_first: bool
    is_last: bool
    can_guide: bool

    @property
    def groups(self) -> tuple[ShownGroup, ...]:
        """The picker's groups for Custom Labels."""
        return shown_groups(self.chosen, custom_labels=True)

    @property
    def more_groups(self) -> tuple[ShownGroup, ...]:
        """The rest of Rekognition."""
        return shown_groups(self.chosen, custom_labels=False)

    @property
    def names_somebody(self) -> bool:
        """Whether the card has a part that says who."""
        return self.form.kind in KINDS_WITH_PRINCIPALS

    @property
    def errors(self) -> list[str]:
        """What is wrong with the card as a whole; closed, also what is wrong with a field of it."""
        if self.open:
            return [str(message) for message in self.form.non_field_errors()]
        return list(dict.fromkeys(str(message) for _, message in self.form.every_error()))

    @property
    def loud_notes(self) -> tuple[NoteCard, ...]:
        """Notes that stand in sight: problems and warnings."""
        return tuple(note for note in self.notes if note.severity != "info")

    @property
    def quiet_notes(self) -> tuple[NoteCard, ...]:
        """Notes that explain, behind a disclosure."""
        return tuple(note for note in self.notes if note.severity == "info")

    @property
    def anchor(self) -> str:
        """The card's id on the page."""
        return f"rule-{self.id}"

    @property
    def shown_title(self) -> str:
        """The title, or what stands for one: the Sid of a statement as written, else a number and the operations."""
        return self.title or self.sid or untitled_rule(self.row + 1, self.order.split() or self.actions)

    @property
    def effect_label(self) -> str:
        """What the switch is about, for assistive technology."""
        return f"Effect of {self.shown_title}"

    @property
    def search_id(self) -> str:
        """Id of the search field of the operation picker."""
        return f"{self.form.prefix}-search"

    @property
    def levels(self) -> tuple[str, ...]:
        """Access levels that Custom Labels operations have."""
        return LEVELS

    @property
    def others_open(self) -> bool:
        """Whether the operations of other services stand in sight: one is chosen, or a resource of theirs is."""
        return any(row.id in self.chosen for row in self.others) or bool(_other_types(self.form))

    @property
    def more_chosen(self) -> bool:
        """Whether an operation outside Custom Labels is chosen."""
        return any(group.chosen for group in self.more_groups)

    @property
    def statement_text(self) -> str:
        """The statement of an exact rule as written."""
        rule = self.form.plain()
        statement = rule["statement"]
        return str(rule.get("text") or (statement if isinstance(statement, str) else render_json(statement)))


LEVELS = ("Read", "Write", "Tagging")
# Fields of an open card that have controls of their own; the rest of its fields travel hidden.
SHOWN = frozenset({"title", "reason", "effect", "operations", "order"})


def rule_cards(
    form: BuilderForm,
    draft: Draft,
    composed: Composed,
    projects: Sequence[KnownProject],
    findings: Sequence[FindingCard] = (),
) -> tuple[RuleCard, ...]:
    """A card for every rule of the form. `draft` is the last good one: a rule that cannot be read has no sentence."""
    said = _Said(_sentences(composed, draft.settings.kind), notes_of(composed), tuple(findings))
    return tuple(_card(form, row, draft, said, projects) for row in range(len(form.rules)))


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of all rules: sentences by rule, every note, the findings that want a look."""

    sentences: Mapping[str, tuple[Part, ...]]
    notes: tuple[NoteCard, ...]
    findings: tuple[FindingCard, ...]


def _card(form: BuilderForm, row: int, draft: Draft, said: _Said, projects: Sequence[KnownProject]) -> RuleCard:
    rule_form = form.rules[row]
    raw = form.state.rules[row]
    rule = draft.rule(raw.id)
    is_open = form.state.open == raw.id
    chosen = frozenset(raw.fields.get("operations", []))
    return RuleCard(
        form=rule_form,
        row=row,
        id=raw.id,
        open=is_open,
        guided=rule_form.guided,
        effect=_effect(rule, raw),
        title=state.first(raw.fields, "title"),
        reason=state.first(raw.fields, "reason"),
        sid=_sid(rule),
        actions=_actions(rule),
        sentence=said.sentences.get(raw.id, ()),
        notes=tuple(note for note in said.notes if note.rule == raw.id),
        findings=tuple(card for card in said.findings if card.rule == raw.id),
        hidden=_hidden(row, raw, rule_form, is_open=is_open),
        order=" ".join(raw.fields.get("operations", [])),
        chosen=chosen,
        others=_others(chosen, _other_types(rule_form)) if is_open else (),
        principals=principal_rows(rule_form) if is_open else (),
        few=few_operations(rule_form.kind, chosen) if is_open else None,
        targets=_target_rows(rule_form, draft, projects) if is_open else (),
        conditions=tuple(ConditionRow(item, n) for n, item in enumerate(rule_form.conditions)) if is_open else (),
        keys=keys_offered(chosen) if is_open else (),
        is_first=row == 0,
        is_last=row == len(form.rules) - 1,
        can_guide=is_open and isinstance(rule, ExactRule) and guided_rule(rule, draft.settings) is not None,
    )


def _sentences(composed: Composed, kind: str) -> Mapping[str, tuple[Part, ...]]:
    """What each rule's statements say, one after the other."""
    parts: dict[str, list[Part]] = {}
    for line in summarise(composed):
        parts.setdefault(line.rule or "", []).extend((*summary_parts(line, kind), Part(PartKind.TEXT, " ")))
    return {rule: tuple(found) for rule, found in parts.items()}


def _hidden(row: int, raw: state.RuleState, form: RuleForm, *, is_open: bool) -> state.Pairs:
    """The fields of the card that have no control on it now: of a closed card nearly all, of an open one a few."""
    pairs = state.rule_pairs(row, raw)
    prefix = f"rules-{row}-"
    if not is_open:
        return [(name, value) for name, value in pairs if not (form.guided and name == f"{prefix}effect")]
    if not form.guided:
        return [(name, value) for name, value in pairs if name not in {f"{prefix}title", f"{prefix}reason"}]
    own = {f"{prefix}{name}" for name in state.RULE_FIELDS if name not in SHOWN}
    known = catalogue().actions
    return [
        (name, value)
        for name, value in pairs
        if name in own
        or (name == f"{prefix}operations" and value not in known)  # no box stands for it
        or (name.startswith(f"{prefix}principals-") and form.kind not in KINDS_WITH_PRINCIPALS)
    ]


def _effect(rule: GuidedRule | ExactRule | None, raw: state.RuleState) -> str:
    if isinstance(rule, ExactRule):
        return "Deny" if rule.statement.get("Effect") == "Deny" else "Allow"
    return "Deny" if state.first(raw.fields, "effect") == "Deny" else "Allow"


def _sid(rule: GuidedRule | ExactRule | None) -> str:
    return str(rule.statement.get("Sid", "")) if isinstance(rule, ExactRule) else ""


def _actions(rule: GuidedRule | ExactRule | None) -> tuple[str, ...]:
    """The actions that a statement as written names; none where they are no texts."""
    named = rule.statement.get("Action", ()) if isinstance(rule, ExactRule) else ()
    texts = (named,) if isinstance(named, str) else named
    return tuple(text for text in texts if isinstance(text, str)) if isinstance(texts, list | tuple) else ()


def _others(chosen: frozenset[str], types: frozenset[str]) -> tuple[OperationRow, ...]:
    """Operations of other services: those a job around Custom Labels needs, and whatever else the rule names; first
    those for the services that a resource of the rule is of."""
    known = catalogue()
    offered = known.companions_offered
    services = {each.partition(":")[0] for each in types}
    named = sorted(name for name in chosen if not name.startswith("rekognition:") and name not in offered)
    found = [known.actions[name] for name in (*offered, *named) if name in known.actions]
    return tuple(
        operation_row(each) for each in sorted(found, key=lambda each: each.id.partition(":")[0] not in services)
    )


def _other_types(rule: RuleForm) -> frozenset[str]:
    """The types of other services' resources among the rule's rows."""
    types = (str(row["type"].value() or "") for row in rule.targets)
    return frozenset(each for each in types if ":" in each)


def _target_rows(rule: RuleForm, draft: Draft, projects: Sequence[KnownProject]) -> tuple[TargetRow, ...]:
    finished = {form.prefix for form in rule.finished_targets}
    return tuple(
        _target_row(form, n, _target_of(form) if form.prefix in finished else None, draft, projects)
        for n, form in enumerate(rule.targets)
    )


def _target_of(form: TargetForm) -> Target | None:
    """What the row names as it stands, which the last good draft may not have yet; None where it cannot be read."""
    if not form.is_valid():
        return None
    plain = form.plain()
    try:
        return target_from(plain.pop("type"), **plain)
    except ValidationError:
        return None


def _target_row(
    form: TargetForm, number: int, target: Target | None, draft: Draft, projects: Sequence[KnownProject]
) -> TargetRow:
    patterns = target_pattern(target, draft.settings) if target else ()
    arns = [arn for project in projects for arn in project.arns]
    project = str(form["project"].value() or "")
    return TargetRow(
        form=form,
        number=number,
        shown=tuple(_pieces(pattern, form) for pattern in patterns),
        meaning=target_sentence(target, draft.settings.kind) if target else "",
        also=tuple(short_name(arn) for arn in also_matches(target, arns)[:12]) if target else (),
        versions=tuple(version.name for known in projects if known.name == project for version in known.versions),
    )


def _pieces(pattern: str, form: TargetForm) -> tuple[ArnPiece, ...]:
    """The pattern with the names that the user chose standing out."""
    chosen = {str(form[name].value() or "") for name in ("project", "version", "timestamp", "bucket", "key", "name")}
    parts = pattern.replace("/", "\0/\0").replace(":", "\0:\0").split("\0")
    return tuple(ArnPiece(part, part in chosen and part not in {"", "*"}) for part in parts if part)
