"""The access map as a table: column titles, and in each cell the decision and the way to its explanation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from policybuilder.authoring import AccessMap, Cell, Column, Composed, Draft, access_map
from policybuilder.authoring.askers import named_callers
from policybuilder.authoring.call_policies import CallPolicies, ready_for
from policybuilder.catalogue import catalogue
from policybuilder.iam import Decision, Request, decide
from policybuilder.wording import action_name
from policybuilder.wording.summaries import asked_by

DECISION_WORDS = {"allowed": "allowed", "explicitDeny": "denied", "implicitDeny": "not granted", "unknown": "depends"}


@dataclass(frozen=True, slots=True)
class MapColumn:
    """A resource: its short name, its ARN; `href` asks what may be done on it."""

    title: str
    arn: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class MapCell:
    """A decision, "" where the operation has nothing to do with the resource; `url` asks Simulate for the reason."""

    decision: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class MapRow:
    """An operation; `href` asks where it may be used."""

    title: str
    cells: tuple[MapCell, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class MapTable:
    """The whole table; `words` says how much of it is shown."""

    columns: tuple[MapColumn, ...]
    rows: tuple[MapRow, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Asking:
    """What the way to a cell's explanation needs: the policies, who asks in which context, where questions are asked
    (`simulate_url`, "": nowhere, so that no cell is a link)."""

    policies: CallPolicies
    asker: Request
    simulate_url: str
    query: tuple[tuple[str, str], ...] = ()


def map_table(
    draft: Draft, composed: Composed, known_arns: Sequence[str], simulate_url: str, policies: CallPolicies
) -> MapTable:
    """The table for a draft's policy, under all policies that count."""
    caller = next(iter(named_callers(composed.policy, draft.settings)), "")
    asker = Request("", "", caller or None, open_keys="*")
    found = access_map(draft, composed, known_arns, policies, asker)
    asking = Asking(policies, asker, simulate_url, (("principal", caller),) if caller else ())
    columns = tuple(MapColumn(short_name(column.resource), column.resource) for column in found.columns)
    rows = tuple(
        MapRow(
            action_name(row.operation),
            tuple(
                map_cell(row.operation, cell, column, asking)
                for cell, column in zip(row.cells, found.columns, strict=True)
            ),
        )
        for row in found.rows
    )
    return MapTable(columns, rows, _words(found) + (asked_by(caller) if caller else ""))


def short_name(arn: str) -> str:
    """An ARN by its names: `cats / v1`; an ARN of another service by what follows the fifth colon."""
    resource = arn.split(":", 5)[-1]
    words = resource.split("/")
    if words[0] != "project" or len(words) < 3:
        return resource
    if len(words) == 3:
        return f"{words[1]} (project)"
    return f"{words[1]} / {words[3]}{' dataset' if words[2] == 'dataset' else ''}"


def map_cell(operation: str, cell: Cell, column: Column, asking: Asking) -> MapCell:
    """A cell with its full name and the way to its explanation."""
    name = action_name(operation)
    where = short_name(column.resource)
    if cell.decision is None:
        return MapCell("", f"{name} has nothing to do with {where}", "")
    word = DECISION_WORDS[cell.decision.value]
    asked = cell.checks[0].resource if cell.checks else column.resource
    if name not in catalogue().operations or not asking.simulate_url:
        return MapCell(cell.decision.value, f"{operation} on {where}: {word}", "")
    # A copy is asked of two resources; a project among them is where it goes to.
    part = "destination" if name == "CopyProjectVersion" and column.type == "project" else "resource"
    query = [("operation", name), *([(part, asked)] if asked != "*" else [])]
    query += asking.query
    query += [pair for key in _left_open(cell, asking) for pair in (("key", key), ("value", ""), ("open", key))]
    return MapCell(cell.decision.value, f"{name} on {where}: {word}", f"{asking.simulate_url}?{urlencode(query)}")


def _left_open(cell: Cell, asking: Asking) -> tuple[str, ...]:
    """The keys that an undecided cell hangs on: the question leaves them open too, so that its answer is the cell's."""
    if cell.decision is not Decision.UNKNOWN:
        return ()
    asked = [replace(asking.asker, action=check.action, resource=check.resource) for check in cell.checks]
    return tuple(dict.fromkeys(key for request in asked for key in _missing(request, asking)))


def _missing(request: Request, asking: Asking) -> tuple[str, ...]:
    return decide(request, ready_for(asking.policies, request.resource)).missing_keys


def _words(found: AccessMap) -> str:
    rows, columns = len(found.rows), len(found.columns)
    text = f"{rows} operation{'' if rows == 1 else 's'} on {columns} resource{'' if columns == 1 else 's'}."
    counts = ((found.rows_left_out, "operations"), (found.columns_left_out, "resources"))
    left_out = [f"{number} {word}" for number, word in counts if number]
    return text + (f" Not shown: {' and '.join(left_out)}." if left_out else "")
