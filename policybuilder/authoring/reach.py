"""From a target to the ARN patterns that an action's resource types take from it.

Sources: Service Authorization Reference (which resource types an action takes); IAM User Guide, "IAM JSON policy
elements: Resource" (`*` also crosses `/`); and of the design: "this project" is `project/NAME/*` where an action takes
only projects, `project/NAME/1*` in an Allow whose action also takes versions or datasets.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from policybuilder.authoring.draft import Settings
from policybuilder.authoring.keys import OWN_SERVICE
from policybuilder.authoring.targets import AllTarget, ArnTarget, ProjectTarget, Target, target_from
from policybuilder.catalogue import (
    Action,
    Catalogue,
    Coverage,
    ResourceType,
    catalogue,
    coverage,
    looks_like,
    pair_can_match,
)
from policybuilder.iam import arn_matches, glob

STAR = "*"
PLACED = frozenset({"type", "region", "account", "arn"})


class How(IntEnum):
    """How a target serves a resource type; also the order of a rule's statements."""

    DIRECT = 0
    PARENT = 1
    CHILDREN = 2
    STAR = 3
    ALSO = 4


@dataclass(frozen=True, slots=True)
class Aim:
    """One target as one resource type takes it: the fields of the type's ARN that the target fixes."""

    target: Target
    type: str  # a resource type's id; "" for a literal pattern
    how: How
    fields: Mapping[str, str]

    @property
    def stamped(self) -> bool:
        """Whether the creation time is fixed."""
        return self.fields.get("timestamp", STAR) != STAR


def fields_of(target: Target) -> dict[str, str]:
    """The ARN fields that a target names; what it leaves out is `*`."""
    return {name: str(value or STAR) for name, value in target if name not in PLACED}


def is_everything(target: Target) -> bool:
    """Whether the target stands for all there is: all, the literal `*`, or any project whatever its name."""
    if isinstance(target, ArnTarget):
        return target.arn.strip(STAR) == ""
    if isinstance(target, ProjectTarget):
        return target.project.strip(STAR) == "" and target.timestamp is None
    return isinstance(target, AllTarget)


def aims_at(target: Target, action: Action, types: Sequence[str], known: Catalogue) -> tuple[Aim, ...]:
    """What a target is for an action that takes these types: the resource itself, else its parent; nothing inside it."""
    if isinstance(target, AllTarget):
        return tuple(Aim(target, type_id, How.DIRECT, {}) for type_id in types)
    if isinstance(target, ArnTarget):
        return (Aim(target, "", How.DIRECT, {}),) if pair_can_match(action, target.arn, known) else ()
    if target.type in types:
        return (Aim(target, target.type, How.DIRECT, fields_of(target)),)
    return parent_aims(target, types, known)


def parent_aims(target: Target, types: Sequence[str], known: Catalogue) -> tuple[Aim, ...]:
    """The target's parent, where the action takes it: a version's project, an object's bucket."""
    parent = _type(target.type, known).parent if target.type in known.resource_types else None
    if parent is None or parent not in types:
        return ()
    shared = {field.name for field in _type(parent, known).fields} - {"timestamp"}
    fields = {name: value for name, value in fields_of(target).items() if name in shared}
    return (Aim(target, parent, How.PARENT, fields),)


def child_aims(target: Target, types: Sequence[str], known: Catalogue) -> tuple[Aim, ...]:
    """What lies inside the target, where the action takes that: a project's versions, a bucket's objects."""
    fields = {name: value for name, value in fields_of(target).items() if name != "timestamp"}
    children = [name for name in types if _type(name, known).parent == target.type]
    return tuple(Aim(target, name, How.CHILDREN, fields) for name in children)


def _type(type_id: str, known: Catalogue) -> ResourceType:
    return known.resource_types[type_id]


def arns(aim: Aim, settings: Settings, known: Catalogue, *, ending: str = STAR) -> tuple[str, ...]:
    """The ARN patterns of an aim, one per Region; `ending` stands where the creation time is open."""
    if isinstance(aim.target, ArnTarget):
        return (aim.target.arn,)
    kind = _type(aim.type, known)
    texts: list[str] = []
    for region in _regions(aim.target, settings) if kind.has_region else (STAR,):
        filled = kind.arn_template.replace("${Partition}", settings.partition)
        filled = filled.replace("${Region}", region).replace("${Account}", _account(aim.target, settings))
        for field in kind.fields:
            open_end = ending if field.name == "timestamp" else STAR
            value = aim.fields.get(field.name, STAR)
            filled = filled.replace("${" + field.placeholder + "}", open_end if value == STAR else value)
        texts.append(_shortened(filled) if ending == STAR and "timestamp" in _names(kind) else filled)
    return tuple(dict.fromkeys(texts))


def _names(kind: ResourceType) -> tuple[str, ...]:
    return tuple(field.name for field in kind.fields)


def _shortened(text: str) -> str:
    """`project/*/*` as people write it, `project/*`: any name and any creation time, which matches the same ARNs."""
    return text.removesuffix("/*") if text.endswith("/*/*") else text


def _regions(target: Target, settings: Settings) -> tuple[str, ...]:
    own: str | None = vars(target).get("region")
    return (own,) if own else settings.regions or (STAR,)


def _account(target: Target, settings: Settings) -> str:
    own: str | None = vars(target).get("account")
    return (settings.account if own is None else own) or STAR


def is_project(aim: Aim) -> bool:
    """Whether the aim is a Rekognition project, the only resource whose `/*` pattern runs on into others."""
    return aim.type == "project"


def covers_whole_project(aim: Aim, others: Iterable[Aim], inner: Sequence[str]) -> bool:
    """Whether the other aims take all that lies in this project and the action works on, so that `/*` adds nothing."""
    mine = aim.fields.get("project", STAR)
    place = (getattr(aim.target, "region", None), getattr(aim.target, "account", None))
    whole = {
        other.type
        for other in others
        if other.fields.get("project", STAR) == mine
        and all(value == STAR for name, value in other.fields.items() if name != "project")
        and (getattr(other.target, "region", None), getattr(other.target, "account", None)) == place
    }
    return whole.issuperset(inner)


def reaches(pattern: str, types: Iterable[str], known: Catalogue) -> tuple[str, ...]:
    """Those of the types of which the pattern matches any ARN at all; decided exactly, not by samples."""
    return tuple(name for name in types if coverage(pattern, _type(name, known)) is not Coverage.NONE)


def sibling_target(target: Target, type_id: str) -> Target | None:
    """A target of another type in the same place: the versions of a dataset's project, a bucket's objects."""
    if type_id not in _SIBLINGS or isinstance(target, AllTarget | ArnTarget):
        return None
    needed = "bucket" if type_id.startswith("s3:") else "project"
    plain: dict[str, str | None] = target.model_dump()
    if plain.get(needed) is None:
        return None
    kept = {name: value for name in (needed, "region", "account") if (value := plain.get(name)) is not None}
    return target_from(type_id, **kept)


_SIBLINGS = frozenset({"project", "projectversion", "dataset", "s3:bucket", "s3:object"})


def target_pattern(target: Target, settings: Settings) -> tuple[str, ...]:
    """The ARN patterns that a target stands for, as a form shows them beside it."""
    if isinstance(target, ArnTarget):
        return (target.arn,)
    type_id = "project" if isinstance(target, AllTarget) else target.type
    fields = {} if isinstance(target, AllTarget) else fields_of(target)
    return arns(Aim(target, type_id, How.DIRECT, fields), settings, catalogue())


def also_matches(target: Target, known_arns: Iterable[str], settings: Settings | None = None) -> tuple[str, ...]:
    """Those of the known ARNs that the target takes in, in their order, each once.

    A project's pattern runs on into its versions and datasets: only ARNs of the target's own resource type count.
    Without settings any Region and account of the partition `aws` counts, unless the target names its own.
    """
    patterns = target_pattern(target, settings or Settings())
    arns = tuple(known_arns)
    matched = {arn for pattern in patterns for arn in matching(pattern, arns)}
    found = dict.fromkeys(arn for arn in arns if arn in matched)
    if isinstance(target, AllTarget | ArnTarget):
        return tuple(found)
    return tuple(arn for arn in found if arn_type(arn) == target.type)


def matching(pattern: str, arns: Iterable[str]) -> tuple[str, ...]:
    """Those of the ARNs that a pattern matches, quick for long lists.

    Most fall out by the letters before the first wildcard. An ARN of six fields is compared as one text, which gives the
    same answer as field by field (`iam.arn.fields_match`).
    """
    fixed = re.split(r"[*?]", pattern, maxsplit=1)[0]
    whole = glob(pattern) if pattern.count(":") >= 5 else None
    return tuple(
        arn
        for arn in arns
        if arn.startswith(fixed)
        and (whole.matches(arn) if whole is not None and arn.count(":") == 5 else arn_matches(pattern, arn))
    )


_SHAPES: Mapping[tuple[str, ...], str] = {
    ("project", "", ""): "project",
    ("project", "", "version", "", ""): "projectversion",
    ("project", "", "dataset", "", ""): "dataset",
    ("collection", ""): "collection",
    ("streamprocessor", ""): "streamprocessor",
}
_FIXED = frozenset({(0, "project"), (0, "collection"), (0, "streamprocessor"), (2, "version"), (2, "dataset")})


def arn_type(arn: str) -> str | None:
    """The resource type of a concrete ARN; of Rekognition's by the shape of its last part, since lists of them are long."""
    parts = arn.split(":", 5)
    if len(parts) == 6 and parts[2] == OWN_SERVICE:
        steps = parts[5].split("/")
        return _SHAPES.get(tuple(step if (place, step) in _FIXED else "" for place, step in enumerate(steps)))
    kind = looks_like(arn, catalogue())
    return kind.id if kind else None
