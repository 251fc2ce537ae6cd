"""The operation picker: groups of operations as the page shows them. Built once; only what is chosen differs."""

from dataclasses import dataclass
from functools import cache

from policybuilder.catalogue import Action, catalogue, condition_keys_for
from policybuilder.wording import type_name
from policybuilder.wording.pages import key_title


@dataclass(frozen=True, slots=True)
class OperationRow:
    """One operation that can be ticked."""

    id: str
    name: str
    description: str
    level: str
    asks: str
    consequences: tuple[str, ...]
    search: str


@dataclass(frozen=True, slots=True)
class OperationGroup:
    """Operations of one task."""

    id: str
    title: str
    area: str
    rows: tuple[OperationRow, ...]

    def chosen(self, names: frozenset[str]) -> int:
        """How many of the group's operations are among the names."""
        return sum(row.id in names for row in self.rows)


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group as one card shows it: how many of it are chosen, whether it is unfolded."""

    group: OperationGroup
    chosen: int
    open: bool

    @property
    def all_chosen(self) -> bool:
        """Whether nothing of it is left to choose."""
        return self.chosen == len(self.group.rows)

    @property
    def names(self) -> str:
        """What the group holds, for who has not unfolded it."""
        return ", ".join(row.name for row in self.group.rows)


# What most people come for stands first, and is unfolded while nothing is chosen.
USUAL = ("cl_infer", "cl_run")
ORDER = (*USUAL, "cl_train", "cl_datasets", "cl_projects", "cl_share")


@cache
def operation_groups() -> tuple[OperationGroup, ...]:
    """Every group: Custom Labels first, the usual tasks before the rare ones, then the rest of Rekognition."""
    groups = [
        OperationGroup(group.id, group.title, group.area, tuple(_row(name, group.title) for name in group.actions))
        for group in catalogue().task_groups
    ]
    return tuple(sorted(groups, key=lambda group: ORDER.index(group.id) if group.id in ORDER else len(ORDER)))


def shown_groups(chosen: frozenset[str], *, custom_labels: bool) -> tuple[ShownGroup, ...]:
    """The groups of Custom Labels, or those of the rest of Rekognition, as a card with these operations shows them."""
    groups = [group for group in operation_groups() if (group.area != "other") is custom_labels]
    return tuple(
        ShownGroup(group, count, open=bool(count) or (not chosen and group.id in USUAL))
        for group in groups
        for count in [group.chosen(chosen)]
    )


def _row(name: str, task: str) -> OperationRow:
    return operation_row(catalogue().actions[name if ":" in name else f"rekognition:{name}"], task)


def operation_row(action: Action, task: str = "") -> OperationRow:
    """An action of the catalogue as a row of the picker; the words of its task find it too."""
    types = [type_name(item.type) for item in action.resources]
    asks = "asked of " + " or ".join(types) if types else "cannot be limited to a resource"
    consequences = consequences_of(action)
    words = [action.name, action.description, action.access_level.value, *types, *consequences, task]
    return OperationRow(
        id=action.id,
        name=action.name,
        description=action.description,
        level=action.access_level.value,
        asks=asks,
        consequences=consequences,
        search=" ".join(words).lower(),
    )


def consequences_of(action: Action) -> tuple[str, ...]:
    """What allowing the action brings with it, in words."""
    flags = catalogue().risk_flags
    return tuple(_short(flags[name].consequence) for name in action.risk_flags if name in flags)


def _short(sentence: str) -> str:
    """A sentence as a mark beside a name."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")


@dataclass(frozen=True, slots=True)
class OfferedKey:
    """A condition key that the "Add a condition" menu offers: in words, and whether every chosen action sends it."""

    key: str
    title: str
    note: str

    @property
    def typed(self) -> str:
        """The key as the field is completed with; a tag key is still to be typed after the slash."""
        return self.key.replace("${TagKey}", "")


def offered_keys(chosen: frozenset[str]) -> tuple[OfferedKey, ...]:
    """The keys that the chosen operations' actions support, the useful ones first."""
    return tuple(
        OfferedKey(
            key=offer.key.key,
            title=key_title(offer.key.key),
            note="" if not offer.missing_for else "not sent with " + ", ".join(offer.missing_for),
        )
        for offer in condition_keys_for(sorted(chosen))
    )
