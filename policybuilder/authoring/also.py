"""Checks that AWS makes only with some calls of an operation: offered, and urged where the policy makes them certain.

Source: Service Authorization Reference, Amazon Rekognition, operations table (TagResource with tags, ListDatasetEntries
where a dataset is copied, iam:PassRole where a role is handed over).
"""

from collections.abc import Iterable, Mapping, Sequence

from policybuilder.authoring.draft import Draft, GuidedRule
from policybuilder.authoring.keys import REQUEST_TAG, TAG_KEYS, demands_request_tag
from policybuilder.authoring.notes import Note, NoteCode, NoteSeverity, Provenance, RuleNotes, WayOutId
from policybuilder.catalogue import catalogue
from policybuilder.iam import ConditionEntry, Effect, Statement, glob_matches

_CODES: Mapping[str, NoteCode] = {
    "tags": NoteCode.ALSO_WITH_TAGS,
    "dataset_copy": NoteCode.ALSO_WITH_COPY,
    "role": NoteCode.ALSO_WITH_ROLE,
}


def also_notes(draft: Draft, statements: Sequence[Statement], provenance: Iterable[Provenance]) -> tuple[Note, ...]:
    """For each guided Allow what its operations may need besides, as far as no statement allows it."""
    if draft.settings.kind == "project":
        return ()
    indexes: dict[str, list[int]] = {}
    for each in provenance:
        indexes.setdefault(each.rule, []).append(each.statement)
    found: list[Note] = []
    for rule in draft.rules:
        if isinstance(rule, GuidedRule) and rule.effect == "Allow":
            found.extend(_rule_notes(rule, indexes.get(rule.id, ()), statements))
    return tuple(found)


def _rule_notes(rule: GuidedRule, own: Sequence[int], statements: Sequence[Statement]) -> tuple[Note, ...]:
    notes = RuleNotes(rule.id)
    for name in _written_operations(rule, [statements[index] for index in own]):
        for also in catalogue().actions[name].also_needed:
            code = _CODES.get(also.when)
            if code is None or _allowed(also.action, statements):
                continue
            severity = NoteSeverity.INFO
            if code is NoteCode.ALSO_WITH_TAGS and _tags_are_certain(rule, name, statements):
                code, severity = NoteCode.ALSO_WITH_TAGS_CERTAIN, NoteSeverity.WARNING
            notes.add_operation(code, severity, name, {"action": also.action}, ways_out=(WayOutId.ADD_ACTION,))
    return notes.notes({})


def _written_operations(rule: GuidedRule, own: Sequence[Statement]) -> tuple[str, ...]:
    """The rule's operations as far as its statements hold them; not what was added for another operation."""
    written = {name for statement in own if statement.actions for name in statement.actions.items}
    found = [catalogue().find_action(name if ":" in name else f"rekognition:{name}") for name in rule.operations]
    return tuple(dict.fromkeys(action.id for action in found if action and action.id in written))


def _names(statement: Statement, action: str) -> bool:
    patterns = statement.actions.items if statement.actions else ()
    return any(glob_matches(pattern.lower(), action.lower()) for pattern in patterns)


def _allowed(action: str, statements: Sequence[Statement]) -> bool:
    return any(statement.effect is Effect.ALLOW and _names(statement, action) for statement in statements)


def _tags_are_certain(rule: GuidedRule, action: str, statements: Sequence[Statement]) -> bool:
    """Whether only calls with tags can succeed: the rule asks for a request tag, or a Deny hits calls without one."""
    if any(demands_request_tag(condition) for condition in rule.conditions):
        return True
    return any(
        statement.effect is Effect.DENY
        and _names(statement, action)
        and len(statement.conditions) == 1
        and _hits_without_tag(statement.conditions[0])
        for statement in statements
    )


def _hits_without_tag(entry: ConditionEntry) -> bool:
    key, operator = entry.key.lower(), entry.operator.lower()
    if not key.startswith(REQUEST_TAG) and key != TAG_KEYS:
        return False
    if operator == "null":
        return entry.values.items == ("true",)
    return operator.startswith("stringnot")
