"""The reference page."""

from dataclasses import dataclass

from policybuilder.catalogue import Action, Catalogue
from policybuilder.web.contexts.picker import consequences_of
from policybuilder.wording import type_name
from policybuilder.wording.assumptions import ASSUMPTIONS


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """One action: what it takes, which request keys it sends, what its operation also needs."""

    name: str
    description: str
    level: str
    resources: tuple[str, ...]
    keys: tuple[str, ...]
    also: tuple[str, ...]
    consequences: tuple[str, ...]
    doc: str
    search: str


@dataclass(frozen=True, slots=True)
class ReferenceGroup:
    """The actions of one task."""

    id: str
    title: str
    rows: tuple[ReferenceRow, ...]


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """All groups that have a row left after the search."""

    groups: tuple[ReferenceGroup, ...]
    search: str
    total: int
    shown: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssumptionRow:
    """One assumption: what AWS's text leaves open, what is assumed, where to look, whether answers name it."""

    id: str
    open: str
    assumed: str
    pages: tuple[str, ...]
    in_answers: bool


@dataclass(frozen=True, slots=True)
class AssumptionsPage:
    """Every assumption."""

    rows: tuple[AssumptionRow, ...]


def assumptions_page() -> AssumptionsPage:
    """The page, in the order of the ids."""
    rows = ((name, each) for name, each in ASSUMPTIONS.items())
    return AssumptionsPage(
        tuple(AssumptionRow(name, each.open, each.assumed, each.pages, each.in_answers) for name, each in rows)
    )


def reference_page(known: Catalogue, search: str) -> ReferencePage:
    """The page, filtered by every word of the search."""
    words = search.lower().split()
    groups = []
    for group in known.task_groups:
        rows = tuple(_row(known.actions[name if ":" in name else f"rekognition:{name}"]) for name in group.actions)
        left = tuple(row for row in rows if all(word in row.search for word in words))
        if left:
            groups.append(ReferenceGroup(group.id, group.title, left))
    total = sum(len(group.actions) for group in known.task_groups)
    shown = sum(len(group.rows) for group in groups)
    return ReferencePage(tuple(groups), search, total, shown, tuple(source.title for source in known.meta.sources))


def _row(action: Action) -> ReferenceRow:
    resources = tuple(type_name(item.type) + ("" if item.required else " (optional)") for item in action.resources)
    also = tuple(
        item.action.partition(":")[2] if item.action.startswith("rekognition:") else item.action
        for item in action.also_needed
    )
    consequences = consequences_of(action)
    words = [action.name, action.description, action.access_level.value, *resources, *consequences, *also]
    return ReferenceRow(
        name=action.name,
        description=action.description,
        level=action.access_level.value,
        resources=resources,
        keys=tuple(action.condition_keys),
        also=also,
        consequences=consequences,
        doc=action.doc or "",
        search=" ".join(words).lower(),
    )
