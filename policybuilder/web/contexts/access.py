"""The access page: everything in the inventory against every operation, filtered, in windows; and the two questions
turned round: what may be done on this resource, on which resources may this be done."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

from policybuilder.authoring import Column, Row, grid
from policybuilder.authoring.call_policies import CallPolicies
from policybuilder.catalogue import Action, catalogue, looks_like
from policybuilder.iam import Decision, Request, caller_of
from policybuilder.web.attachments import Arrangement
from policybuilder.web.contexts.access_map import Asking, MapCell, MapColumn, MapRow, map_cell, short_name
from policybuilder.web.contexts.addresses import Addresses
from policybuilder.web.contexts.picker import operation_groups
from policybuilder.web.contexts.scenarios import kind_words
from policybuilder.web.forms.access import AccessForm
from policybuilder.wording import action_name

WINDOW = 12  # columns of a table
LONG_WINDOW = 60  # rows of a list
MOST_RESOURCES = 20_000
MOST_OFFERED = 500


@dataclass(frozen=True, slots=True)
class ListLine:
    """One answer of a question turned round: an operation or a resource, and the decision."""

    title: str
    hint: str
    cell: MapCell


@dataclass(frozen=True, slots=True)
class AccessPage:
    """Everything that the page shows: a table in windows, or a list where an operation or a resource is picked."""

    urls: Addresses
    name: str
    form: AccessForm
    tasks: tuple[tuple[str, str], ...]
    operations: tuple[str, ...]
    resources: tuple[str, ...]
    question: str
    counts: tuple[tuple[str, int], ...]
    columns: tuple[MapColumn, ...]
    rows: tuple[MapRow, ...]
    lines: tuple[ListLine, ...]
    window: "Page[Any] | None"
    unknown: tuple[str, ...]
    query: str
    kind_words: str

    @property
    def empty(self) -> bool:
        """Whether there is nothing to ask about."""
        return not self.columns and not self.lines


@dataclass(frozen=True, slots=True)
class _Whole:
    """Every operation that is left by the task on every resource that is asked about."""

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    asking: Asking


def access_page(
    name: str, arrangement: Arrangement, arns: Sequence[str], form: AccessForm, urls: Addresses, number: str
) -> AccessPage:
    """The page for a filter. Resources typed come before those of the inventory."""
    everything = _resources(form, arns)
    whole = _whole(form, everything, arrangement.policies({}), urls.simulate)
    shown = _shown(whole, form, number, urls.access)
    return AccessPage(
        urls=urls,
        name=name,
        form=form,
        tasks=tuple((group.id, group.title) for group in operation_groups() if group.area != "other"),
        operations=tuple(catalogue().operations),
        resources=tuple(column.resource for column in everything[:MOST_OFFERED]),
        question=_question(form),
        counts=_counts(whole.rows),
        columns=shown.columns,
        rows=shown.rows,
        lines=shown.lines,
        window=shown.window,
        unknown=tuple(arn for arn in form.typed if looks_like(arn, catalogue()) is None),
        query=urlencode(form.pairs),
        kind_words=kind_words(arrangement),
    )


def _resources(form: AccessForm, arns: Sequence[str]) -> tuple[Column, ...]:
    """What is asked about: the ARNs typed, and where there are none or it is wanted, the inventory's."""
    typed = [(arn, kind) for arn in form.typed if (kind := looks_like(arn, catalogue()))]
    known = [(arn, kind) for arn in arns if (kind := looks_like(arn, catalogue()))]
    pairs = dict(typed) | (dict(known) if form.inventory or not typed else {})
    return tuple(Column(arn, kind.id, known=True) for arn, kind in list(pairs.items())[:MOST_RESOURCES])


def _whole(form: AccessForm, everything: tuple[Column, ...], policies: CallPolicies, address: str) -> _Whole:
    columns = _only(form.resource) if form.resource else everything
    principal = form.principal.strip() or None
    # the root user himself: a session of AssumeRoot has no access to Rekognition at all
    context = {"aws:AssumedRoot": "false"} if caller_of(principal).kind == "Account" else {}
    asker = Request("", "", principal, context=context, open_keys="*", management_account=form.management)
    rows = grid(_actions(form), columns, policies, asker)
    return _Whole(rows, columns, Asking(policies, asker, address, _asked_as(form)))


@dataclass(frozen=True, slots=True)
class _Shown:
    """What of the whole is in the window: a table, or lines."""

    window: "Page[Any] | None" = None
    columns: tuple[MapColumn, ...] = ()
    rows: tuple[MapRow, ...] = ()
    lines: tuple[ListLine, ...] = ()


def _shown(whole: _Whole, form: AccessForm, number: str, address: str) -> _Shown:
    def turned(name: str, value: str) -> str:
        return f"{address}?{urlencode([*(pair for pair in form.pairs if pair[0] != name), (name, value)])}"

    if form.resource or form.operation:
        found = _on_a_resource(whole, form.decision) if form.resource else _of_an_operation(whole, form.decision)
        window = Paginator(found, LONG_WINDOW).get_page(number)
        lines = tuple(_line(whole, row, column, turned=bool(form.resource)) for row, column in window)
        return _Shown(window, lines=lines)
    kept = [at for at in range(len(whole.columns)) if _has(whole.rows, at, form.decision)]
    if not kept:
        return _Shown()
    page = Paginator(kept, WINDOW).get_page(number)
    places = tuple(page)
    columns = [whole.columns[at].resource for at in places]
    return _Shown(
        page,
        tuple(MapColumn(short_name(arn), arn, turned("resource", arn)) for arn in columns),
        tuple(_map_row(whole, row, places, turned) for row in whole.rows if _kept(row, places, form.decision)),
    )


def _only(resource: str) -> tuple[Column, ...]:
    kind = looks_like(resource, catalogue())
    return (Column(resource, kind.id, known=True),) if kind else ()


def _actions(form: AccessForm) -> list[Action]:
    """The operations of the task; of one operation, that one; else those of Custom Labels."""
    known = catalogue()
    if form.operation:
        found = known.find_action(f"rekognition:{form.operation}")
        return [found] if found else []
    groups = [group for group in operation_groups() if (group.id == form.task if form.task else group.area != "other")]
    return [known.actions[row.id] for group in groups for row in group.rows]


def _asked_as(form: AccessForm) -> tuple[tuple[str, str], ...]:
    pairs = (("principal", form.principal.strip()), ("management", "yes" if form.management else ""))
    return tuple((name, value) for name, value in pairs if value)


def _has(rows: Iterable[Row], at: int, decision: Decision | None) -> bool:
    return decision is None or any(row.cells[at].decision is decision for row in rows)


def _kept(row: Row, shown: Sequence[int], decision: Decision | None) -> bool:
    """Whether a row has something to show in the window."""
    decisions = {row.cells[at].decision for at in shown}
    return bool(decisions - {None}) and (decision is None or decision in decisions)


def _map_row(whole: _Whole, row: Row, shown: Sequence[int], turned: Callable[[str, str], str]) -> MapRow:
    cells = tuple(map_cell(row.operation, row.cells[at], whole.columns[at], whole.asking) for at in shown)
    name = action_name(row.operation)
    return MapRow(name, cells, turned("operation", name) if name in catalogue().operations else "")


def _on_a_resource(whole: _Whole, decision: Decision | None) -> list[tuple[int, int]]:
    """Operations that have to do with the one resource, as (row, column)."""
    return [
        (number, 0)
        for number, row in enumerate(whole.rows)
        if whole.columns and row.cells[0].decision is not None and decision in (None, row.cells[0].decision)
    ]


def _of_an_operation(whole: _Whole, decision: Decision | None) -> list[tuple[int, int]]:
    """Resources that the one operation has to do with, as (row, column)."""
    cells = whole.rows[0].cells if whole.rows else ()
    return [(0, at) for at, cell in enumerate(cells) if cell.decision is not None and decision in (None, cell.decision)]


def _line(whole: _Whole, row: int, column: int, *, turned: bool) -> ListLine:
    found, where = whole.rows[row], whole.columns[column]
    cell = map_cell(found.operation, found.cells[column], where, whole.asking)
    if turned:
        return ListLine(action_name(found.operation), catalogue().actions[found.operation].description, cell)
    return ListLine(short_name(where.resource), where.resource, cell)


def _counts(rows: Iterable[Row]) -> tuple[tuple[str, int], ...]:
    """How many cells get each decision."""
    counts = dict.fromkeys(Decision, 0)
    for row in rows:
        for cell in row.cells:
            if cell.decision is not None:
                counts[cell.decision] += 1
    return tuple((decision.value, count) for decision, count in counts.items())


def _question(form: AccessForm) -> str:
    who = "this caller" if form.principal.strip() else "whoever has the policy"
    if form.resource:
        return f"What may {who} do on {short_name(form.resource)}?"
    if form.operation:
        return f"On which resources may {who} use {form.operation}?"
    return f"What may {who} do, and on what?"
