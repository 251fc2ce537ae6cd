"""Which resource plays which part in a call: `source_version`, `destination_project`, `dataset` and so on.

The parts of an operation are those its checks are about (`operations.json`). Resources come as an object by part, or as
a list of ARNs, which are told apart by their resource types. What does not fit is reported, never raised.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from policybuilder.catalogue.grammar import arn_fields, looks_like
from policybuilder.catalogue.schema import Action, Operation, ResourceType
from policybuilder.catalogue.whole import Catalogue

STAR = "*"
CREATED = "created"
ANY = "resource"
ROLE_TYPES: Mapping[str, str] = {
    "project": "project",
    "version": "projectversion",
    "dataset": "dataset",
    "source_project": "project",
    "source_version": "projectversion",
    "source_dataset": "dataset",
    "destination_project": "project",
    "role": "iam:role",
}
NAMES_NEW: Mapping[str, str] = {"project": "project", "projectversion": "version", "dataset": "dataset"}
"""The part that names a new resource, by the type that an operation creates."""
NOT_CHECKED: Mapping[str, tuple[str, ...]] = {"CopyProjectVersion": ("source_project",)}
"""Parts of a call that no check is about."""


@dataclass(frozen=True, slots=True)
class CheckProblem:
    """Why a call cannot be turned into checks: an id and what it is about.

    `unknown_operation` (operation); `unknown_role` (operation, role); `missing_resource` (operation, role, type);
    `wrong_resource` (operation, role, resource, type, found); `unreadable_resource` (operation, role, resource);
    `several_resources` (operation, role, resource). `type` is the id of a resource type, several are joined by a space.
    """

    code: str
    params: Mapping[str, str]


@dataclass(slots=True)
class Casting:
    """The resource in each part, what was left over, and what is wrong."""

    operation: str
    parts: dict[str, str] = field(default_factory=dict)
    left_over: list[str] = field(default_factory=list)
    problems: list[CheckProblem] = field(default_factory=list)

    def report(self, code: str, **params: str) -> None:
        """Add a problem of this operation."""
        self.problems.append(CheckProblem(code, {"operation": self.operation, **params}))


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a call: the types that may play it. `names` is the new resource's: a plain name will do."""

    role: str
    types: tuple[str, ...]
    names: bool = False


def cast(
    operation: Operation, action: Action, resources: Sequence[str] | Mapping[str, str], known: Catalogue
) -> Casting:
    """Give each resource its part."""
    casting = Casting(action.id)
    parts = parts_of(operation, action)
    if isinstance(resources, Mapping):
        _by_role(casting, parts, resources, known)
    else:
        _by_type(casting, parts, [text for text in dict.fromkeys(resources) if text not in {"", STAR}], known)
    return casting


def parts_of(operation: Operation, action: Action) -> tuple[Part, ...]:
    """The parts of a call, those that are checked first, what names the new resource last."""
    roles = [check.on for check in operation.checks if check.on not in {STAR, CREATED}]
    parts = [Part(role, types_of(role, action)) for role in (*roles, *NOT_CHECKED.get(operation.name, ()))]
    if operation.creates is not None and operation.creates in NAMES_NEW:
        parts.append(Part(NAMES_NEW[operation.creates], (operation.creates,), names=True))
    return tuple({part.role: part for part in parts}.values())


def types_of(role: str, action: Action) -> tuple[str, ...]:
    """The resource types that may play a part."""
    if role == ANY:
        return action.resource_type_names
    return (ROLE_TYPES.get(role, role),)


# -- an object by part -------------------------------------------------------------------------------------------------


def _by_role(casting: Casting, parts: Sequence[Part], resources: Mapping[str, str], known: Catalogue) -> None:
    by_role = {part.role: part for part in parts}
    for role, text in resources.items():
        if text in {"", STAR}:
            continue
        part = by_role.get(role) or _only_part(role, text, parts, known)
        if part is not None:
            _take(casting, part, text, known)
        elif role == ANY or role in ROLE_TYPES:
            casting.left_over.append(text)
        else:
            casting.report("unknown_role", role=role)


def _only_part(role: str, text: str, parts: Sequence[Part], known: Catalogue) -> Part | None:
    """The part that `resource` stands for where the operation calls it otherwise."""
    if role != ANY or not parts:
        return None
    kind = looks_like(text, known)
    return next((part for part in parts if kind is not None and kind.id in part.types), parts[0])


def _take(casting: Casting, part: Part, text: str, known: Catalogue) -> None:
    if part.role in casting.parts:
        casting.report("several_resources", role=part.role, resource=text)
    elif part.names and not text.startswith("arn:"):
        _take_name(casting, part, text, known)
    elif (kind := looks_like(text, known)) is None:
        casting.report("unreadable_resource", role=part.role, resource=text)
    elif kind.id not in part.types:
        casting.report("wrong_resource", role=part.role, resource=text, type=" ".join(part.types), found=kind.id)
    else:
        casting.parts[part.role] = text


def _take_name(casting: Casting, part: Part, text: str, known: Catalogue) -> None:
    """The name of a new resource; the API writes a dataset's kind in capitals, its ARN does not."""
    (field,) = (each for each in known.resource_types[part.types[0]].fields if each.name == part.role)
    name = text.lower() if field.values else text
    if re.fullmatch(field.regex, name):
        casting.parts[part.role] = name
    else:
        casting.report("unreadable_resource", role=part.role, resource=text)


# -- a list of ARNs ----------------------------------------------------------------------------------------------------


def _by_type(casting: Casting, parts: Sequence[Part], texts: Sequence[str], known: Catalogue) -> None:
    """Each ARN plays the first part of its type that is free. Unreadable ones are reported, others left over."""
    kinds = {text: looks_like(text, known) for text in texts}
    for text in _source_last(kinds):
        kind = kinds[text]
        if kind is None:
            casting.report("unreadable_resource", role=ANY, resource=text)
            continue
        fitting = [part for part in parts if kind.id in part.types]
        free = [part for part in fitting if part.role not in casting.parts]
        if free:
            casting.parts[free[0].role] = text
        elif fitting:
            casting.report("several_resources", role=fitting[0].role, resource=text)
        else:
            casting.left_over.append(text)


def _source_last(kinds: Mapping[str, ResourceType | None]) -> list[str]:
    """The ARNs in their order, but a version's own project behind other projects: a copy goes into another one."""
    homes = [_home(text, kind) for text, kind in kinds.items() if kind is not None and kind.id == "projectversion"]

    def is_source(text: str) -> bool:
        kind = kinds[text]
        return kind is not None and kind.id == "project" and _home(text, kind) in homes[:1]

    return sorted(kinds, key=is_source)


def _home(arn: str, kind: ResourceType) -> tuple[str, ...]:
    """Partition, Region, account and project of an ARN."""
    values = arn_fields(arn, kind)
    return tuple(values.get(name, "") for name in ("partition", "region", "account", "project"))
