"""The access map: which of the rules' operations the policy lets through on which of the chosen resources.

Rows are operations, columns resources: known ones that the targets take in, else a made-up one for each target. What
hangs on a request's context (MFA, tags, addresses) is `unknown`, with the keys it hangs on.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from policybuilder.authoring.call_policies import CallPolicies
from policybuilder.authoring.compose import Composed
from policybuilder.authoring.draft import Draft, ExactRule, Settings
from policybuilder.authoring.grid import MADE_UP_TIME, STAR, Column, Row, grid
from policybuilder.authoring.pairs import expanded, matched_types
from policybuilder.authoring.reach import also_matches, arn_type, matching, target_pattern
from policybuilder.authoring.targets import AllTarget, ArnTarget, Target
from policybuilder.catalogue import catalogue, witness
from policybuilder.iam import Layers, Request, Statement

ROW_LIMIT = 60
COLUMN_LIMIT = 24
OPEN: Literal["*"] = "*"
ASKER = Request("", "", open_keys=OPEN)  # nobody in particular, and nothing is known of the request
MADE_UP = {"timestamp": MADE_UP_TIME, "project": "any-project", "version": "any-version"}


@dataclass(frozen=True, slots=True)
class AccessMap:
    """Rows of operations, columns of resources, and how many of each there were no room for."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    columns_left_out: int = 0
    rows_left_out: int = 0


def access_map(
    draft: Draft,
    composed: Composed,
    known_arns: Iterable[str] = (),
    policies: CallPolicies | None = None,
    asker: Request = ASKER,
) -> AccessMap:
    """Decide every operation of the rules on every resource of the rules. Pure; bounded by the two limits.

    `policies` are those that count; without them the draft's policy alone does. `asker` says who asks.
    """
    known = tuple(known_arns)
    actions = tuple(dict.fromkeys(_actions(draft, composed)))
    columns = tuple(dict.fromkeys(_columns(draft, composed, known)))
    shown = columns[:COLUMN_LIMIT]
    operations = [catalogue().actions[name] for name in actions[:ROW_LIMIT]]
    rows = grid(operations, shown, policies or Layers(identity=(composed.policy,)), asker)
    return AccessMap(shown, rows, len(columns) - len(shown), len(actions) - len(rows))


def _actions(draft: Draft, composed: Composed) -> Iterator[str]:
    """The rules' operations in their order; of exact rules the actions named, of patterns those of Custom Labels."""
    for rule in draft.rules:
        if isinstance(rule, ExactRule):
            continue
        for operation in rule.operations:
            action = catalogue().find_action(operation if ":" in operation else f"rekognition:{operation}")
            if action is not None:
                yield action.id
    exact = {rule.id for rule in draft.rules if isinstance(rule, ExactRule)}
    for each in composed.provenance:
        actions = composed.policy.statements[each.statement].actions if each.rule in exact else None
        for text in actions.items if actions else ():
            wild = "*" in text or "?" in text
            yield from (found.id for found in expanded(text) if not wild or found.custom_labels != "no")


def _columns(draft: Draft, composed: Composed, known: Sequence[str]) -> Iterator[Column]:
    for rule in draft.rules:
        if not isinstance(rule, ExactRule):
            for target in rule.targets:
                yield from _target_columns(target, draft.settings, known)
    exact = {rule.id for rule in draft.rules if isinstance(rule, ExactRule)}
    for each in composed.provenance:
        statement = composed.policy.statements[each.statement]
        if each.rule in exact and statement.resources:
            taken = {item.type for text in _texts(statement) for found in expanded(text) for item in found.resources}
            for text in statement.resources.items:
                yield from _written_columns(text, taken, known)


def _target_columns(target: Target, settings: Settings, known: Sequence[str]) -> Iterator[Column]:
    found = () if isinstance(target, AllTarget) else also_matches(target, known, settings)
    yield from (Column(arn, name, known=True) for arn in found if (name := arn_type(arn)))
    if found:
        return
    if isinstance(target, ArnTarget):
        if target.arn.strip(STAR):
            yield from _pattern_columns(target.arn, matched_types(target.arn))
    elif not isinstance(target, AllTarget):
        yield from _pattern_columns(target_pattern(target, settings)[0], (target.type,))


def _texts(statement: Statement) -> tuple[str, ...]:
    return statement.actions.items if statement.actions else ()


def _written_columns(pattern: str, taken: set[str], known: Sequence[str]) -> Iterator[Column]:
    """For a pattern as written: known resources, else one of each type that the statement's actions take."""
    if not pattern.strip(STAR):
        return
    found = matching(pattern, known)
    yield from (Column(arn, name, known=True) for arn in found if (name := arn_type(arn)))
    if not found:
        types = sorted(matched_types(pattern), key=lambda name: (name != "project", name))
        yield from _pattern_columns(pattern, [name for name in types if name in taken] or types[:1])


def _pattern_columns(pattern: str, types: Sequence[str]) -> Iterator[Column]:
    for name in types:
        arn = witness(pattern, catalogue().resource_types[name], prefer=MADE_UP)
        if arn is not None:
            yield Column(arn, name, known=False)
