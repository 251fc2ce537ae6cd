"""Everything that a policy allows, by task, for somebody who does not read JSON; and who else is let in.

Within a task and among tasks the dangerous comes first, as in `differences`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from policybuilder.analysis import Box, Difference, World
from policybuilder.analysis.exposure import ANY_ACCOUNT, Exposure, Grantee, is_pinned
from policybuilder.catalogue import catalogue
from policybuilder.catalogue.services import service
from policybuilder.wording.comparisons import REASONS
from policybuilder.wording.differences import LEVELS, MOST_MISSING, Line, line_of, lines_of
from policybuilder.wording.kinds import LIMITS
from policybuilder.wording.summaries import principal_words

TITLES = ("Everything this policy allows", "Everything this policy leaves allowed")
NOTHING = ("This policy allows nothing.", "This policy leaves nothing allowed: it has no Allow that takes effect.")
TOLD_KINDS = frozenset({"project", "resource"})
"""Kinds of which it is said who of other accounts is let in."""
WHOLE = "Rekognition as a whole"
OTHERS = "Other services as a whole"
SUBTRACTED = "What a Deny of the policy takes away is left out already."
PUBLIC = {
    "yes": "It is public: callers of any AWS account are let in, and no condition says who they are or where they come from.",
    "no": "It is not public.",
    "unknown": "Whether it is public is not decided.",
}
_SESSION = re.compile(r"arn:([^:]+):sts::([0-9]{12}):assumed-role/(.+)/(?:example-session|another-session)")
OWN = "Callers of the project's own account need no project policy, and are left out here."


@dataclass(frozen=True, slots=True)
class Task:
    """What a policy allows for one task: its title and lines."""

    title: str
    lines: tuple[Line, ...]

    @property
    def levels(self) -> tuple[str, ...]:
        """The access levels of its lines, the most dangerous first."""
        found = {level for line in self.lines for level in line.levels}
        return tuple(level.value for level in LEVELS if level.value in found)


@dataclass(frozen=True, slots=True)
class Guest:
    """Who of other accounts is let in, and what for."""

    who: str
    lines: tuple[Line, ...]


def reach_title(kind: str) -> str:
    """What stands above everything that a policy of the kind allows."""
    return TITLES[kind in LIMITS]


def nothing_sentence(kind: str) -> str:
    """What is said of a policy that allows nothing."""
    return NOTHING[kind in LIMITS]


def unfinished_sentence(found: Difference) -> str:
    """What keeps the lines from being all of it; "" where they are."""
    if found.complete:
        return ""
    return (
        f"This is not all of it: {REASONS[found.reason]}."
        if found.reason
        else "This is not all: there are too many lines."
    )


def tasks_of(found: Difference) -> tuple[Task, ...]:
    """What is allowed, by task."""
    boxes: dict[str, list[Box]] = {}
    for box in found.boxes:
        for title, part in _parts(box):
            boxes.setdefault(title, []).append(part)
    tasks = [Task(title, lines_of(replace(found, boxes=tuple(parts)))) for title, parts in boxes.items()]
    return tuple(sorted(tasks, key=_danger))


def _parts(box: Box) -> Iterator[tuple[str, Box]]:
    """A box in parts, one for each task; one that is about nearly all of Rekognition stays whole."""
    by_title: dict[str, list[str]] = {}
    own = [name for name in box.actions if name.startswith("rekognition:")]
    whole = "rekognition:*" in own or len(_rekognition()) - len(own) <= MOST_MISSING
    for name in box.actions:
        title = WHOLE if whole and name.startswith("rekognition:") else _title(name)
        by_title.setdefault(title, []).append(name)
    for title, names in by_title.items():
        yield title, box if len(by_title) == 1 else _part(box, tuple(names))


def _part(box: Box, names: tuple[str, ...]) -> Box:
    """A box for some of its actions, with its witness: of one of them on the same resource, if they take its type."""
    if box.witness is None or box.witness.action.lower() in {name.lower() for name in names}:
        return replace(box, actions=names)
    types = _types(box.witness.action)
    same = next((name for name in names if types and _types(name) == types), None)
    return replace(box, actions=names, witness=replace(box.witness, action=same) if same else None)


def _types(action: str) -> tuple[str, ...]:
    found = catalogue().find_action(action)
    return tuple(found.resource_type_names) if found is not None and found.service == "rekognition" else ()


@lru_cache(maxsize=2_048)
def _title(action: str) -> str:
    prefix = action.partition(":")[0]
    found = catalogue().find_action(action) if prefix == "rekognition" else None
    if found is not None:
        groups = {group.id: group.title for group in catalogue().task_groups}
        return groups.get(found.task_group or "", "The rest of Rekognition")
    known = service(prefix)
    return OTHERS if "*" in prefix or "?" in prefix else known.name if known else prefix


@lru_cache(maxsize=1)
def _rekognition() -> tuple[str, ...]:
    return tuple(name for name, action in catalogue().actions.items() if action.service == "rekognition")


def _danger(task: Task) -> tuple[object, ...]:
    order = [level.value for level in LEVELS]
    rank = order.index(task.levels[0]) if task.levels else -1  # of what is unknown everything is to be feared
    titles = [group.title for group in catalogue().task_groups]
    place = titles.index(task.title) if task.title in titles else len(titles)
    return task.title not in {OTHERS, WHOLE}, rank, place, task.title


# -- who else is let in ------------------------------------------------------------------------------------------------


def guests_of(found: Exposure) -> tuple[Guest, ...]:
    """Who of other accounts is let in, anybody first."""
    return tuple(Guest(_who(each), _lines(each, found.world)) for each in found.grantees)


def public_sentence(found: Exposure) -> str:
    """Whether it is public."""
    return PUBLIC[found.public]


def _lines(found: Grantee, world: World) -> tuple[Line, ...]:
    told = found.whole or len({box.callers for box in found.boxes}) == 1  # by the title already
    return tuple(line_of(replace(box, callers=() if told else box.callers), world) for box in found.boxes)


def _who(found: Grantee) -> str:
    if found.account == ANY_ACCOUNT:
        pinned = all(map(is_pinned, found.boxes))
        return "Whoever meets the conditions, of any account" if pinned else "Anybody, of any account"
    if found.whole:
        return f"Account {found.account}: whoever that account lets"
    return f"Account {found.account}: {_named(found.callers)}"


def _named(callers: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(principal_words(_role_of(caller)) for caller in callers))


def _role_of(caller: str) -> str:
    """The role of a session that only is an example for it, else the caller as he is."""
    found = _SESSION.fullmatch(caller)
    return f"arn:{found[1]}:iam::{found[2]}:role/{found[3]}" if found else caller
