"""The access map: which of the rules' operations the policy lets through on which of the chosen resources.

Rows are operations, columns resources: known ones that the targets take in, else a made-up one for each target. A cell
is decided by the engine, check by check: an operation on a version is asked on its project where AWS checks it there.
What hangs on a request's context (MFA, tags, addresses) is `unknown`, with the keys it hangs on.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from policybuilder.authoring.compose import Composed
from policybuilder.authoring.draft import Draft, ExactRule, Settings
from policybuilder.authoring.pairs import expanded, matched_types
from policybuilder.authoring.reach import also_matches, arn_type, matching, target_pattern
from policybuilder.authoring.targets import AllTarget, ArnTarget, Target
from policybuilder.catalogue import Action, catalogue, witness
from policybuilder.iam import (
    Decision,
    Evaluation,
    Layers,
    Prepared,
    Request,
    Statement,
    decide,
    prepare,
    verdict,
)

ROW_LIMIT = 60
COLUMN_LIMIT = 24
STAR = "*"
OPEN: Literal["*"] = "*"
MADE_UP = {"timestamp": "1700000000000", "project": "any-project", "version": "any-version"}


@dataclass(frozen=True, slots=True)
class Column:
    """A resource: its ARN, its type, and whether it is known or made up from a pattern."""

    resource: str
    type: str
    known: bool


@dataclass(frozen=True, slots=True)
class CheckedCell:
    """One authorization check behind a cell."""

    action: str
    resource: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Cell:
    """An operation on a resource. No decision where the operation has nothing to do with such a resource."""

    decision: Decision | None
    checks: tuple[CheckedCell, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An operation and its cells, one for each column. `without_resource`: AWS checks it on `*`, so all are alike."""

    operation: str
    cells: tuple[Cell, ...]
    without_resource: bool


@dataclass(frozen=True, slots=True)
class AccessMap:
    """Rows of operations, columns of resources, and how many of each there were no room for."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    columns_left_out: int = 0
    rows_left_out: int = 0


def access_map(draft: Draft, composed: Composed, known_arns: Iterable[str] = ()) -> AccessMap:
    """Decide every operation of the rules on every resource of the rules. Pure; bounded by the two limits."""
    known = tuple(known_arns)
    actions = tuple(dict.fromkeys(_actions(draft, composed)))
    columns = tuple(dict.fromkeys(_columns(draft, composed, known)))
    ready = prepare(Layers(identity=(composed.policy,)))
    shown = columns[:COLUMN_LIMIT]
    rows = tuple(
        Row(name, tuple(_cells(catalogue().actions[name], shown, ready)), not catalogue().actions[name].resources)
        for name in actions[:ROW_LIMIT]
    )
    return AccessMap(shown, rows, len(columns) - len(shown), len(actions) - len(rows))


def explain_check(composed: Composed, action: str, resource: str) -> Evaluation:
    """Why a check of a cell is decided as it is, asked with the same open context."""
    return decide(Request(action, resource, open_keys=OPEN), Layers(identity=(composed.policy,)))


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


def _cells(action: Action, columns: Sequence[Column], ready: Prepared) -> Iterator[Cell]:
    if not action.resources:
        cell = _cell([(action.id, STAR)], ready)
        yield from (cell for _ in columns)
        return
    types = {item.type for item in action.resources}
    for column in columns:
        yield _cell(list(_checks(action, types, column)), ready)


def _checks(action: Action, types: set[str], column: Column) -> Iterator[tuple[str, str]]:
    """The checks that concern this resource, or its project where the operation is checked on that."""
    resource, kind = column.resource, column.type
    if kind not in types:
        parent = catalogue().resource_types[kind].parent
        if parent is None or parent not in types:
            return
        resource, kind = _project_of(resource), parent
    yield action.id, resource
    for also in action.also_needed:
        if also.when == "always" and kind in catalogue().actions[also.action].resource_type_names:
            yield also.action, resource


def _project_of(arn: str) -> str:
    """A made-up ARN of the project that a version or dataset lies in: its creation time is not in the other's ARN."""
    head, _, rest = arn.partition(":project/")
    return f"{head}:project/{rest.split('/')[0]}/{MADE_UP['timestamp']}"


_ORDER = (Decision.EXPLICIT_DENY, Decision.IMPLICIT_DENY, Decision.UNKNOWN, Decision.ALLOWED)


def _cell(checks: Sequence[tuple[str, str]], ready: Prepared) -> Cell:
    """All checks have to be allowed; the cell shows the worst of them."""
    decided = tuple(
        CheckedCell(action, resource, verdict(Request(action, resource, open_keys=OPEN), ready))
        for action, resource in checks
    )
    return Cell(min((each.decision for each in decided), key=_ORDER.index, default=None), decided)
