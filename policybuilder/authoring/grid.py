"""Operations on resources, decided as a whole table.

A cell is a call: each of its authorization checks that concerns the resource is decided, and all have to be allowed. An
operation on a model version is asked of its project where AWS checks it there. Source: Service Authorization Reference,
resource types and operations of Amazon Rekognition.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policybuilder.authoring.call_policies import CallPolicies, ready_for
from policybuilder.catalogue import Action, catalogue
from policybuilder.iam import Decision, Layers, Prepared, Request
from policybuilder.iam.matrix import table

STAR = "*"
MADE_UP_TIME = "1700000000000"  # of a project that is known from what lies in it


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


def grid(
    operations: Sequence[Action], columns: Sequence[Column], policies: Layers | Prepared | CallPolicies, asker: Request
) -> tuple[Row, ...]:
    """Decide every operation on every resource; `asker` says who asks in which context."""
    asked = [[tuple(_checks(action, column)) for column in columns] for action in operations]
    pairs = dict.fromkeys(pair for row in asked for checks in row for pair in checks)
    actions = list(dict.fromkeys(action for action, _ in pairs))
    resources = list(dict.fromkeys(resource for _, resource in pairs))
    answers: dict[tuple[str, str], Decision] = {}
    for ready, alike in _by_policies(policies, resources):
        decided = table(asker, actions, alike, ready)
        at_action = {action: number for number, action in enumerate(actions)}
        at_resource = {resource: number for number, resource in enumerate(alike)}
        answers |= {
            (action, resource): decided.decision(at_action[action], at_resource[resource])
            for action, resource in pairs
            if resource in at_resource
        }
    return tuple(
        Row(action.id, tuple(_cell(checks, answers) for checks in row), not action.resources)
        for action, row in zip(operations, asked, strict=True)
    )


def _by_policies(
    policies: Layers | Prepared | CallPolicies, resources: Sequence[str]
) -> Iterator[tuple[Layers | Prepared, list[str]]]:
    """The resources by the policies that count for them."""
    found: dict[int, tuple[Layers | Prepared, list[str]]] = {}
    for resource in resources:
        ready = ready_for(policies, resource)
        found.setdefault(id(ready), (ready, []))[1].append(resource)
    yield from found.values()


def _checks(action: Action, column: Column) -> Iterator[tuple[str, str]]:
    """The checks that concern this resource, or its project where the operation is checked on that."""
    if not action.resources:
        yield action.id, STAR
        return
    resource, kind = column.resource, column.type
    types = {item.type for item in action.resources}
    if kind not in types:
        parent = catalogue().resource_types[kind].parent
        if parent is None or parent not in types:
            return
        resource, kind = project_of(resource), parent
    yield action.id, resource
    for also in action.also_needed:
        if also.when == "always" and kind in catalogue().actions[also.action].resource_type_names:
            yield also.action, resource


def project_of(arn: str) -> str:
    """A made-up ARN of the project that a version or dataset lies in: its creation time is not in the other's ARN."""
    head, _, rest = arn.partition(":project/")
    return f"{head}:project/{rest.split('/')[0]}/{MADE_UP_TIME}"


_ORDER = (Decision.EXPLICIT_DENY, Decision.IMPLICIT_DENY, Decision.UNKNOWN, Decision.ALLOWED)


def _cell(checks: Sequence[tuple[str, str]], answers: dict[tuple[str, str], Decision]) -> Cell:
    """All checks have to be allowed; the cell shows the worst of them."""
    decided = tuple(CheckedCell(action, resource, answers[action, resource]) for action, resource in checks)
    return Cell(min((each.decision for each in decided), key=_ORDER.index, default=None), decided)
