"""What became of each statement that was read: a guided rule and how it is spelled, or why it stays as written."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from policybuilder.authoring.compose import compose
from policybuilder.authoring.draft import (
    KINDS_WITH_PRINCIPALS,
    Draft,
    ExactRule,
    GuidedRule,
    Settings,
    draft_from_plain,
    statement_node,
)
from policybuilder.authoring.guiding import MEMBERS, guided_draft, rule_conditions, rule_draft
from policybuilder.authoring.notes import NoteCode, NoteSeverity
from policybuilder.authoring.sids import sid_from_title
from policybuilder.authoring.wrapped import without_shared_indent
from policybuilder.iam import (
    JsonObject,
    JsonValue,
    Node,
    Statement,
    node_from,
    operator_named,
    render_node,
    statement_from,
    to_plain,
)
from policybuilder.iam.syntax import objects


class ExactReason(Enum):
    """Why a statement stays as written."""

    ASKED = "asked"
    DOUBLED_MEMBER = "doubled_member"
    EXCLUDES = "excludes"  # NotAction, NotResource, NotPrincipal
    UNKNOWN_MEMBER = "unknown_member"
    NO_EFFECT = "no_effect"
    MISSING = "missing"
    WRONG_TYPE = "wrong_type"
    ACTION_WILDCARD = "action_wildcard"
    ACTION_FORM = "action_form"
    UNKNOWN_ACTION = "unknown_action"
    UNKNOWN_OPERATOR = "unknown_operator"
    CONDITION_VALUES = "condition_values"
    CONDITION = "condition"
    PRINCIPAL = "principal"
    NO_PRINCIPAL = "no_principal"
    SID = "sid"
    DOUBLED_SID = "doubled_sid"
    RESOURCE = "resource"
    NEVER_MATCHES = "never_matches"
    NEEDS_MORE = "needs_more"
    SEVERAL_STATEMENTS = "several_statements"
    OTHER_RESOURCES = "other_resources"
    OTHERWISE = "otherwise"


class Spelling(Enum):
    """How the statement of a guided rule differs from the one that was read; it says the same."""

    SID = "sid"
    ONE_OR_LIST = "one_or_list"
    ORDER = "order"
    REPEATED = "repeated"
    CASE = "case"
    MEMBERS = "members"
    LAYOUT = "layout"


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """One statement: its number from 1, its Sid, its rule; a reason (with what it is about) or the spellings."""

    number: int
    sid: str
    rule: str
    guided: bool
    reason: ExactReason | None = None
    value: str = ""
    spellings: tuple[Spelling, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A draft, and what became of each statement that it was read from."""

    draft: Draft
    statements: tuple[ReadStatement, ...]


def read_draft(exact: Draft, *, as_written: bool = False) -> Reading:
    """The draft of exact rules with guided ones where they say the same, unless it is to stay `as_written`."""
    return reading_of(exact, exact if as_written else guided_draft(exact), as_written=as_written)


def reading_of(exact: Draft, draft: Draft, *, as_written: bool = False) -> Reading:
    """What became of the statements of exact rules in a draft that has a rule of the same id for each."""
    composed = compose(draft)
    written = {each.rule: each.statement for each in composed.provenance}
    statements = composed.policy.statements
    sids = Counter(str(rule.statement.get("Sid")) for rule in exact.rules if isinstance(rule, ExactRule))
    said = []
    for number, (old, new) in enumerate(zip(exact.rules, draft.rules, strict=True), 1):
        if not isinstance(old, ExactRule):
            continue
        source = _source(old)
        sid = old.statement.get("Sid")
        base = ReadStatement(number, sid if isinstance(sid, str) else "", old.id, isinstance(new, GuidedRule))
        if isinstance(new, GuidedRule):
            spelled = tuple(_spellings(old, source, statements[written[new.id]].source))
            said.append(_with(base, spellings=spelled))
        else:
            reason, value = (ExactReason.ASKED, "") if as_written else why_exact(old, draft.settings)
            if reason is ExactReason.OTHERWISE and sids[base.sid] > 1:
                reason, value = ExactReason.DOUBLED_SID, base.sid
            said.append(_with(base, reason=reason, value=value))
    return Reading(draft, tuple(said))


def _with(
    base: ReadStatement,
    *,
    reason: ExactReason | None = None,
    value: str = "",
    spellings: tuple[Spelling, ...] = (),
) -> ReadStatement:
    return ReadStatement(base.number, base.sid, base.rule, base.guided, reason, value[:100], spellings)


def _source(rule: ExactRule) -> JsonObject:
    node = statement_node(rule.text) if rule.text is not None else node_from(rule.statement)
    return node if isinstance(node, JsonObject) else JsonObject()


def why_exact(rule: ExactRule, settings: Settings) -> tuple[ExactReason, str]:
    """The first reason why no guided rule says what the statement says, and what it is about."""
    source = _source(rule)
    statement = statement_from(source)
    for reason in (_of_members(source), _of_elements(statement, source), _of_principals(statement, settings)):
        if reason is not None:
            return reason
    if statement.sid is not None and sid_from_title(statement.sid) != statement.sid:
        return ExactReason.SID, statement.sid
    return _of_pairs(rule, settings) or _of_rule(rule, statement, settings)


Why = tuple[ExactReason, str]


def _of_members(source: JsonObject) -> Why | None:
    for _, node in objects(source):
        names = [member.key.value for member in node.members]
        doubled = [name for number, name in enumerate(names) if name in names[:number]]
        if doubled:
            return ExactReason.DOUBLED_MEMBER, doubled[0]
    for member in source.members:
        name = member.key.value
        if name in {"NotAction", "NotResource", "NotPrincipal"}:
            return ExactReason.EXCLUDES, name
        if name not in MEMBERS:
            return ExactReason.UNKNOWN_MEMBER, name
    return None


def _of_elements(statement: Statement, source: JsonObject) -> Why | None:
    missing = [name for name in ("Action", "Resource") if source.get(name) is None]
    if statement.effect is None:
        return ExactReason.NO_EFFECT, ""
    if missing:
        return ExactReason.MISSING, missing[0]
    if not statement.readable or statement.actions is None or statement.resources is None:
        return ExactReason.WRONG_TYPE, ""
    if not statement.actions.items or not statement.resources.items:
        return ExactReason.MISSING, "Resource" if statement.actions.items else "Action"
    return _of_actions(statement.actions.items) or _of_condition(source.get("Condition"))


def _of_actions(actions: tuple[str, ...]) -> Why | None:
    for action in actions:
        if "*" in action or "?" in action:
            return ExactReason.ACTION_WILDCARD, action
        if ":" not in action:
            return ExactReason.ACTION_FORM, action
    return None


def _of_condition(block: Node | None) -> Why | None:
    if rule_conditions(block) is not None:
        return None
    names = [member.key.value for member in block.members] if isinstance(block, JsonObject) else []
    unknown = [name for name in names if operator_named(name) is None]
    return (ExactReason.UNKNOWN_OPERATOR, unknown[0]) if unknown else (ExactReason.CONDITION_VALUES, "")


def _of_principals(statement: Statement, settings: Settings) -> Why | None:
    named = settings.kind in KINDS_WITH_PRINCIPALS
    if statement.principal is not None and not named:
        return ExactReason.PRINCIPAL, settings.kind
    if statement.principal is None and named:
        return ExactReason.NO_PRINCIPAL, settings.kind
    return None


def _of_pairs(rule: ExactRule, settings: Settings) -> Why | None:
    """What never matches in the statement as it stands."""
    for note in compose(Draft(schema_version=1, settings=settings, rules=(rule,))).notes:
        action = note.params.get("action", "")
        if note.code is NoteCode.PAIR_UNKNOWN_ACTION:
            return ExactReason.UNKNOWN_ACTION, str(action)
        if note.code.startswith("pair_") and note.severity is NoteSeverity.WARNING:
            return ExactReason.NEVER_MATCHES, str(action)
    return None


_OF_FIELDS = {
    "operations": ExactReason.ACTION_FORM,
    "conditions": ExactReason.CONDITION,
    "principals": ExactReason.PRINCIPAL,
    "targets": ExactReason.RESOURCE,
}


def _of_rule(rule: ExactRule, statement: Statement, settings: Settings) -> Why:
    """What the guided rule of the same words would write instead, or why there is none."""
    plain = rule_draft(rule, settings, statement)
    draft = draft_from_plain(plain)
    if not isinstance(draft, Draft):
        problem = draft[0]
        part = str(problem.path[2]) if len(problem.path) > 2 else ""
        value = _named(problem.path[3:4], statement, part) or problem.params.get("value", "")
        return _OF_FIELDS.get(part, ExactReason.OTHERWISE), value
    composed = compose(draft)
    if any(note.code is NoteCode.UNKNOWN_OPERATION for note in composed.notes):
        operations = next(note for note in composed.notes if note.code is NoteCode.UNKNOWN_OPERATION).params
        return ExactReason.UNKNOWN_ACTION, _first(operations.get("operations", ""))
    return _compared(statement, composed.policy.statements)


def _first(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else next(iter(value), "")


def _named(place: tuple[str | int, ...], statement: Statement, part: str) -> str:
    """The action or resource that a problem is about."""
    values = {"operations": statement.actions, "targets": statement.resources}.get(part)
    number = place[0] if place else None
    items = values.items if values else ()
    return items[number] if isinstance(number, int) and number < len(items) else ""


def _compared(statement: Statement, composed: tuple[Statement, ...]) -> Why:
    """How the statements of the rule differ from the one that was read."""
    wanted = {action.lower() for action in statement.actions.items} if statement.actions else set()
    written = [action for each in composed for action in (each.actions.items if each.actions else ())]
    more = [action for action in written if action.lower() not in wanted]
    if more:
        return ExactReason.NEEDS_MORE, more[0]
    if len(composed) > 1:
        return ExactReason.SEVERAL_STATEMENTS, ""
    asked = set(statement.resources.items) if statement.resources else set()
    if composed and composed[0].resources and set(composed[0].resources.items) != asked:
        return ExactReason.OTHER_RESOURCES, next(iter(sorted(set(composed[0].resources.items) - asked)), "")
    return ExactReason.OTHERWISE, ""


# -- spellings ---------------------------------------------------------------------------------------------------------


def _spellings(rule: ExactRule, old: JsonObject, new: JsonObject) -> Iterator[Spelling]:
    """What is written in another way; nothing where every character is the same."""
    found = list(dict.fromkeys(_differences(to_plain(old), to_plain(new))))
    if [each.key.value for each in old.members] != [each.key.value for each in new.members] and not found:
        found.append(Spelling.MEMBERS)
    yield from found
    text = rule.text if rule.text is not None else render_node(old)
    if not found and without_shared_indent(text).strip() != render_node(new):
        yield Spelling.MEMBERS if _orders(old) != _orders(new) else Spelling.LAYOUT


def _differences(old: JsonValue, new: JsonValue) -> Iterator[Spelling]:
    if isinstance(old, dict) and isinstance(new, dict):
        folded = {name.lower(): value for name, value in new.items()}
        for name, value in old.items():
            if name not in new:
                yield Spelling.CASE
            yield from _differences(value, folded.get(name.lower()))
        if "Sid" in new and "Sid" not in old:
            yield Spelling.SID
    elif old != new:
        yield from _of_lists(old, new)


def _of_lists(old: JsonValue, new: JsonValue) -> Iterator[Spelling]:
    """How two lists differ, or a list and a value alone."""
    if isinstance(old, list) != isinstance(new, list):
        yield Spelling.ONE_OR_LIST
    before, after = _texts(old), _texts(new)
    once = list(dict.fromkeys(before))
    if len(once) < len(before):
        yield Spelling.REPEATED
    if once != after:
        yield Spelling.ORDER if sorted(once) == sorted(after) else Spelling.CASE


def _texts(value: JsonValue) -> list[str]:
    return [str(each) for each in (value if isinstance(value, list) else [value])]


def _orders(node: Node) -> list[list[str]]:
    """The names of every object's members, in their order."""
    return [[member.key.value for member in each.members] for _, each in objects(node)]
