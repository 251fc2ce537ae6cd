"""Draft to policy: the one way. The same draft gives the same bytes.

A guided rule becomes as many statements as AWS checks its operations on different resources; an exact rule comes out
as it was written. Every statement knows its rule, and notes say what was widened, what was left out and why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from policybuilder.authoring.also import also_notes
from policybuilder.authoring.draft import KINDS_WITH_PRINCIPALS, Draft, ExactRule, GuidedRule, Settings, statement_of
from policybuilder.authoring.fields import has_wildcard
from policybuilder.authoring.guided import Planned, RulePlan
from policybuilder.authoring.keys import one_or_list, written_conditions
from policybuilder.authoring.notes import Note, NoteCode, NoteSeverity, Provenance
from policybuilder.authoring.pairs import pair_notes
from policybuilder.authoring.sids import SidBook, sid_from_title, suffix_for
from policybuilder.catalogue import catalogue
from policybuilder.iam import (
    JsonArray,
    JsonObject,
    JsonString,
    JsonValue,
    Member,
    Node,
    Policy,
    Statement,
    policy_of,
    render,
    render_node,
    statement_from,
)

BLANKS = " \t\r\n\ufeff"


@dataclass(frozen=True, slots=True)
class Composed:
    """A draft's policy: as a value, as the text that one pastes into the AWS console, and what there is to say."""

    policy: Policy
    text: str
    provenance: tuple[Provenance, ...]
    notes: tuple[Note, ...]

    @property
    def problems(self) -> tuple[Note, ...]:
        """The notes that say that an intent could not be written."""
        return tuple(note for note in self.notes if note.severity is NoteSeverity.PROBLEM)


def compose(draft: Draft) -> Composed:
    """The policy of a draft. Total: whatever the rules say, a policy comes back, and notes for what is not in it."""
    plans = {
        rule.id: RulePlan(rule, draft.settings, catalogue()) for rule in draft.rules if isinstance(rule, GuidedRule)
    }
    taken = (rule.statement.get("Sid") for rule in draft.rules if isinstance(rule, ExactRule))
    sids = SidBook(sid for sid in taken if isinstance(sid, str))
    statements: list[Statement] = []
    provenance: list[Provenance] = []
    notes = [*_settings_notes(draft.settings, plans.values()), *_project_notes(draft.settings, plans)]
    exact: list[tuple[ExactRule, int]] = []
    for rule in draft.rules:
        first = len(statements)
        if isinstance(rule, ExactRule):
            statements.append(statement_of(rule))
            exact.append((rule, first))
        else:
            plan = plans[rule.id]
            statements.extend(statement_from(plain) for plain in plain_statements(plan, sids))
            indexes: dict[object, int] = {
                planned.patterns: first + number for number, planned in enumerate(plan.statements)
            }
            notes.extend(plan.notes.notes(indexes))
        provenance.extend(Provenance(index, rule.id) for index in range(first, len(statements)))
    policy = policy_of(draft.settings.document, statements, single_statement=draft.settings.single_statement)
    notes.extend(
        pair_notes((statements[index], (rule.id, index, policy.statement_path(index))) for rule, index in exact)
    )
    notes.extend(also_notes(draft, statements, provenance))
    order = {rule.id: number for number, rule in enumerate(draft.rules)}
    notes.sort(key=lambda note: order.get(note.rule or "", -1))
    return Composed(policy, _text(policy, draft, provenance), tuple(provenance), tuple(notes))


def plain_statements(plan: RulePlan, sids: SidBook) -> Sequence[dict[str, JsonValue]]:
    """The statements of a guided rule as JSON, named after its title, the second and further ones by their resources."""
    base = sid_from_title(plan.rule.title)
    written: list[dict[str, JsonValue]] = []
    for number, planned in enumerate(plan.statements):
        name = base or plan.rule.effect + planned.actions[0].partition(":")[2]
        wanted = name if number == 0 or not base else name + suffix_for(planned.types)
        written.append(_plain(plan, planned, sids.take(wanted)))
    return written


def _plain(plan: RulePlan, planned: Planned, sid: str) -> dict[str, JsonValue]:
    plain: dict[str, JsonValue] = {"Sid": sid, "Effect": plan.rule.effect}
    if plan.settings.kind in KINDS_WITH_PRINCIPALS:
        plain["Principal"] = _principal(plan.rule)
    plain["Action"] = one_or_list(planned.actions)
    plain["Resource"] = one_or_list(planned.patterns)
    if plan.rule.conditions:
        plain["Condition"] = written_conditions(plan.rule.conditions)
    return plain


def _principal(rule: GuidedRule) -> JsonValue:
    if any(entry.type == "*" for entry in rule.principals):
        return "*"
    values: dict[str, list[str]] = {}
    for entry in rule.principals:
        if entry.values:
            values.setdefault(entry.type, []).extend(entry.values)
    return {name: one_or_list(tuple(dict.fromkeys(items))) for name, items in values.items()}


def _settings_notes(settings: Settings, plans: Iterable[RulePlan]) -> tuple[Note, ...]:
    """An open account or Region list means any: said once, where a written ARN is open for that reason."""
    patterns = [text for plan in plans for planned in plan.statements for text in planned.patterns if text != "*"]
    places = [text.split(":", 5) for text in patterns if text.count(":") >= 5]
    notes: list[Note] = []
    if not settings.account.strip("*") and any(parts[4] == "*" for parts in places):
        notes.append(Note(NoteCode.ANY_ACCOUNT, NoteSeverity.INFO))
    if not settings.regions and any(parts[3] == "*" for parts in places):
        notes.append(Note(NoteCode.ANY_REGION, NoteSeverity.INFO))
    return tuple(notes)


def _project_notes(settings: Settings, plans: Mapping[str, RulePlan]) -> Iterable[Note]:
    """A project policy is put on one project (Custom Labels guide, "Attaching a project policy"): versions of others in
    it do nothing there."""
    if settings.kind != "project":
        return
    named = {rule: _projects(plan) for rule, plan in plans.items()}
    every = tuple(dict.fromkeys(name for names in named.values() for name in names))
    if len(every) > 1:
        for rule, names in named.items():
            if names:
                yield Note(NoteCode.PROJECT_POLICY_SEVERAL, NoteSeverity.WARNING, {"projects": every}, rule)


def _projects(plan: RulePlan) -> tuple[str, ...]:
    """The projects that the written patterns name in full."""
    steps = [text.rpartition(":")[2].split("/") for planned in plan.statements for text in planned.patterns]
    names = (words[1] for words in steps if words[0] == "project" and len(words) > 1)
    return tuple(dict.fromkeys(name for name in names if not has_wildcard(name)))


def _text(policy: Policy, draft: Draft, provenance: Sequence[Provenance]) -> str:
    """The canonical text, with the source characters of exact rules where they are kept."""
    canonical = render(policy)
    kept = {rule.id: rule.text for rule in draft.rules if isinstance(rule, ExactRule) and rule.text is not None}
    if not kept:
        return canonical
    mark = "@"
    while mark in canonical or any(mark in text for text in kept.values()):
        mark += "@"
    holes = {f"{mark}{each.statement}{mark}": kept[each.rule] for each in provenance if each.rule in kept}
    sources: list[Node] = [
        JsonString(f"{mark}{each.statement}{mark}") if each.rule in kept else policy.statements[each.statement].source
        for each in provenance
    ]
    text = render_node(_with_statements(policy, sources))
    for hole, written in holes.items():
        text = text.replace(f'"{hole}"', written.strip(BLANKS), 1)
    return text


def _with_statements(policy: Policy, sources: Sequence[Node]) -> JsonObject:
    body: Node = sources[0] if policy.single_statement else JsonArray(tuple(sources))
    members = (
        Member(member.key, body if member.key.value == "Statement" else member.value)
        for member in policy.source.members
    )
    return JsonObject(tuple(members))
