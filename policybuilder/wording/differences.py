"""What one policy allows and another does not, line by line: for pages as pieces of words and code, for commands as text.

A line stands for a box of the analysis: operations, resources, conditions. Nothing is left out of a line, and its order
among others is by what it may do: whole services, then permissions management, writing, tagging, reading, listing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from policybuilder.analysis import DEFAULT, Box, Difference, World
from policybuilder.catalogue import AccessLevel, catalogue
from policybuilder.catalogue.services import matching_actions
from policybuilder.wording.difference_conditions import Piece, Pieces, conditions_of, joined, words_of
from policybuilder.wording.difference_resources import resources_of, types_of
from policybuilder.wording.summaries import principal_words
from policybuilder.wording.words import action_name

GROUPS: Mapping[str, str] = {
    "cl_projects": "all project operations",
    "cl_datasets": "all dataset operations",
    "cl_train": "all training and managing of model versions",
    "cl_run": "starting and stopping models",
    "cl_share": "all copying and sharing of models",
    "tags": "all tag operations",
    "image": "all image analysis with pre-trained models",
    "faces": "all face collection operations",
    "users": "all user vector operations",
    "video": "all analysis of stored videos",
    "streaming": "all stream processor operations",
    "liveness": "all face liveness operations",
    "bulk": "all bulk image analysis operations",
}
"""The catalogue's groups by task, where all of one is meant."""
LEVELS = (
    AccessLevel.PERMISSIONS,
    AccessLevel.WRITE,
    AccessLevel.TAGGING,
    AccessLevel.READ,
    AccessLevel.LIST,
)
MOST_MISSING = 8  # operations that "every operation except" names
_WHOLE = re.compile(r"[^:]+:\*")
_OTHERS = "*:*"


@dataclass(frozen=True, slots=True)
class Line:
    """A box in words. `operations`, `resources` (with its " on ", or nothing) and `conditions` (with what stands before
    them) together are the line; `levels` are the access levels of its operations, the most dangerous first."""

    box: Box
    operations: Pieces
    resources: Pieces
    conditions: Pieces
    levels: tuple[str, ...]

    @property
    def pieces(self) -> Pieces:
        """The whole line."""
        return (*self.operations, *self.resources, *self.conditions)

    @property
    def text(self) -> str:
        """The line as plain text."""
        return words_of(self.pieces)

    @property
    def markdown(self) -> str:
        """The line as Markdown."""
        return "".join(map(marked, self.pieces))


def lines_of(difference: Difference) -> tuple[Line, ...]:
    """The lines of a difference, dangerous ones first."""
    boxes = sorted(difference.boxes, key=_danger)
    return tuple(line_of(box, difference.world) for box in boxes)


def line_of(box: Box, world: World = DEFAULT) -> Line:
    """One box in words."""
    levels = dict.fromkeys(level.value for level in LEVELS if any(level in _levels(name) for name in box.actions))
    return Line(
        box, _operations(box), resources_of(box), (*conditions_of(box.conditions, world), *_callers(box)), (*levels,)
    )


def _callers(box: Box) -> Pieces:
    if not box.callers:
        return ()
    return (Piece(", asked for example by "), *joined([(Piece(principal_words(name)),) for name in box.callers], "or"))


# -- operations ------------------------------------------------------------------------------------------------------


def _operations(box: Box) -> Pieces:
    """Whole services and groups first, what is named alone by its danger."""
    own = {name for name in box.actions if name in _rekognition()}
    others = [name for name in box.actions if name not in own]
    missing = [name for name in _rekognition() if name not in own]
    if own and len(missing) <= MOST_MISSING and len(missing) < len(own):
        said = [_all_but(missing)]
    else:
        said = [*_grouped(own, types_of(box))]
    parts = [*(_other(name) for name in others), *said]
    found = list(joined(parts))
    if box.except_actions:
        found += [Piece(" but "), *joined([_other(name) for name in box.except_actions]), Piece(",")]
    return tuple(found)


@lru_cache(maxsize=1)
def _rekognition() -> tuple[str, ...]:
    """Every action of Rekognition, dangerous ones first."""
    ids = [name for name, action in catalogue().actions.items() if action.service == "rekognition"]
    return tuple(sorted(ids, key=lambda name: (_rank(name), name)))


def _all_but(missing: Sequence[str]) -> Pieces:
    every = Piece("every Rekognition operation")
    return (every, Piece(" but "), *joined([_name(name) for name in missing])) if missing else (every,)


def _grouped(names: Iterable[str], types: Sequence[str]) -> Iterable[Pieces]:
    """Groups of which all are there in words, the others by name, dangerous ones first."""
    left = set(names)
    for words, members in _groups(types):
        if members <= left:
            left -= members
            yield (Piece(words),)
    for name in sorted(left, key=lambda name: (_rank(name), name)):
        yield _name(name)


def _groups(types: Sequence[str]) -> list[tuple[str, frozenset[str]]]:
    """The catalogue's groups; where a single type is meant, all that is done with it. Large ones first."""
    found = [
        (GROUPS[group.id], frozenset(f"rekognition:{name}" for name in group.actions))
        for group in catalogue().task_groups
        if group.id in GROUPS
    ]
    words = {"dataset": GROUPS["cl_datasets"], "projectversion": "all model version operations"}
    if len(types) == 1 and types[0] in words:
        found.append((words[types[0]], _of_type(types[0])))
    return sorted(found, key=lambda group: -len(group[1]))


@lru_cache(maxsize=8)
def _of_type(type_id: str) -> frozenset[str]:
    """The actions on resources of a type, tagging left aside."""
    tags = next((frozenset(group.actions) for group in catalogue().task_groups if group.id == "tags"), frozenset())
    actions = catalogue().actions
    return frozenset(
        name
        for name in _rekognition()
        if type_id in actions[name].resource_type_names and actions[name].name not in tags
    )


def _name(action: str) -> Pieces:
    return (Piece(action_name(action), code=True),)


def _other(pattern: str) -> Pieces:
    """An action or a pattern of another service."""
    if pattern == _OTHERS:
        return (Piece("every operation of every other service"),)
    if pattern == "rekognition:*":
        return (Piece("every Rekognition operation"),)
    if _WHOLE.fullmatch(pattern):
        return (Piece("every operation of "), Piece(pattern.partition(":")[0], code=True))
    return (Piece(pattern, code=True),)


# -- order -------------------------------------------------------------------------------------------------------------


def _danger(box: Box) -> tuple[object, ...]:
    return min(map(_rank, box.actions), default=len(LEVELS) + 1), -len(box.actions), box.actions, box.resources


@lru_cache(maxsize=2_048)
def _rank(action: str) -> int:
    if action == _OTHERS or _WHOLE.fullmatch(action):
        return 0
    levels = _levels(action)
    return next((1 + place for place, level in enumerate(LEVELS) if level in levels), len(LEVELS) + 1)


def _levels(action: str) -> frozenset[AccessLevel]:
    """The access levels of what an action or a pattern stands for."""
    found = catalogue().find_action(action)
    if found is not None:
        return frozenset((found.access_level,))
    return frozenset(each.access_level for each in matching_actions(action)) if action != _OTHERS else frozenset()


_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~!])")


def marked(piece: Piece) -> str:
    """A piece as Markdown: code between as many backticks as it needs, words with their marks taken for letters."""
    text = " ".join(piece.text.splitlines()) or piece.text.strip()
    text = text if piece.text.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in text)
    if not piece.code:
        return _MARKS.sub(r"\\\1", text)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}" if text else "``"
