"""The ARNs of every service's resource types: which of them a pattern matches, and what an ARN must have.

Where `catalogue()` knows the exact form (Rekognition, S3 buckets and objects, KMS keys, log groups, roles), that form
counts. Elsewhere only the template is known, and it is read generously: the text of a variable part may hold slashes
and colons, Region and account may be empty. So NONE is never said of a pattern that could match a real ARN of the type;
SOME may be said of one that matches none. Source: Service Authorization Reference, resource types of each service.
"""

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from policybuilder.catalogue.grammar import Coverage, can_name, coverage, narrowed
from policybuilder.catalogue.load import catalogue
from policybuilder.catalogue.places import LONGEST
from policybuilder.catalogue.schema import ArnField, ResourceType
from policybuilder.catalogue.services import ServiceAction, ServiceResourceType, service, service_prefixes, services
from policybuilder.iam.arn import arn_pattern, has_wildcard

_OPEN = re.compile(r"\$?\{[^{}]*\}|\*")
_HEAD = tuple(
    ArnField(name=name.lower(), placeholder=name, min=least, characters="a-z0-9-", example=example)
    for name, least, example in (
        ("Partition", 1, "aws"),
        ("Service", 1, "ec2"),
        ("Region", 0, "us-east-1"),
        ("Account", 0, "111122223333"),
    )
)


class Part(Enum):
    """Whether the ARNs of some resource types have a Region, or an account."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    NEVER = "never"


class ArnShape(NamedTuple):
    """What a service's ARNs look like. `types`: those that the resource part of a pattern can name, all of them if none.

    `named` tells whether it can name any; `region` and `account` are about `types`. A service without a resource type
    has no types, and both are SOMETIMES. `exact`: the form of all these types is known exactly. Where it is not, an
    account that the template has may be left out after all: resources of AWS's own, such as public documents of Systems
    Manager, have none.
    """

    named: bool
    types: tuple[ServiceResourceType, ...]
    region: Part
    account: Part
    exact: bool


def arn_services() -> frozenset[str]:
    """What may stand in the third field of an ARN: the prefixes of services and the names that templates have."""
    return service_prefixes() | _by_arn_service().keys()


def types_of_arn_service(name: str) -> tuple[ServiceResourceType, ...]:
    """The resource types whose ARNs have this third field, in lower case as AWS writes it; none for an unknown one."""
    return _by_arn_service().get(name, ())


def type_coverage(pattern: str, kind: ServiceResourceType, partition: str = "") -> Coverage:
    """Which ARNs of a type a Resource entry of an identity policy matches: all of them, some, or none.

    `partition` narrows the question to the ARNs of one partition (`aws`). An incomplete ARN is completed with `*`; a
    policy variable in the resource part is an unknown text.
    """
    return (_remembered if len(pattern) <= LONGEST else _type_coverage)(pattern, kind, partition)


def _type_coverage(pattern: str, kind: ServiceResourceType, partition: str) -> Coverage:
    if not can_reach(pattern, kind):
        return Coverage.NONE
    found = {coverage(pattern, narrowed(form, {"partition": partition}) if partition else form) for form in forms(kind)}
    return found.pop() if len(found) == 1 else Coverage.SOME


_remembered = lru_cache(maxsize=16384)(_type_coverage)


def can_reach(pattern: str, kind: ServiceResourceType) -> bool:
    """Whether a Resource entry matches any ARN of a type; the same as a coverage other than NONE, in less time."""
    return (_remembered_reach if len(pattern) <= LONGEST else _can_reach)(pattern, kind)


def _can_reach(pattern: str, kind: ServiceResourceType) -> bool:
    written = arn_pattern(pattern)
    name = written.head[2]
    fixed = not (written.everything or has_wildcard(name))
    if fixed and not any(third == name or _OPEN.fullmatch(third) for third in _third_fields(kind)):
        return False  # most pairs differ in the service
    return any(can_name(pattern, form) for form in forms(kind))


_remembered_reach = lru_cache(maxsize=16384)(_can_reach)


def action_coverage(pattern: str, action: ServiceAction, partition: str = "") -> Mapping[str, Coverage]:
    """The coverage of each resource type that an action takes, by its id in lower case; none for one without types."""
    found = service(action.service)
    types = found.resource_types if found else {}
    return {use.type: type_coverage(pattern, types[use.type], partition) for use in action.resources}


def pair_can_meet(action: ServiceAction, pattern: str) -> bool:
    """Whether a statement with this action and this Resource entry can apply to any request for the action.

    An action without a resource type is only covered by `*` (Service Authorization Reference, "Actions, resources, and
    condition keys": a row without a resource type needs `"Resource": "*"`).
    """
    if arn_pattern(pattern).everything:
        return True
    found = service(action.service)
    return found is not None and any(can_reach(pattern, found.resource_types[use.type]) for use in action.resources)


def arn_shape(pattern: str) -> ArnShape | None:
    """What the ARNs of a Resource entry's service look like, Region and account as written in the entry aside.

    None where the service is unknown, not fixed, or in capitals, where the entry is no ARN, and where a policy variable
    stands before the resource part.
    """
    return (_remembered_shape if len(pattern) <= LONGEST else _arn_shape)(pattern)


def _arn_shape(pattern: str) -> ArnShape | None:
    parts = arn_pattern(pattern)
    name = parts.head[2]
    if parts.head[0] != "arn" or name not in arn_services() or any("${" in field for field in parts.head):
        return None
    types = types_of_arn_service(name)
    fitting = tuple(kind for kind in types if _resource_part_fits(parts.tail, kind))
    # other services list a few types too: they count where no type of the service itself fits
    named = tuple(kind for kind in fitting if kind.service == name) or fitting
    shown = named or types
    exact = bool(shown) and all((kind.service, kind.id.lower()) in _exact() for kind in shown)
    return ArnShape(bool(named), shown, _part(shown, 3), _part(shown, 4), exact)


_remembered_shape = lru_cache(maxsize=1024)(_arn_shape)


# -- forms -------------------------------------------------------------------------------------------------------------


def forms(kind: ServiceResourceType) -> tuple[ResourceType, ...]:
    """The type's ARNs as grammars: the exact one where the catalogue has it, else one per template."""
    exact = _exact().get((kind.service, kind.id.lower()))
    return (exact,) if exact else tuple(_form(kind.service, kind.id, template) for template in kind.arn_templates)


@cache
def _exact() -> Mapping[tuple[str, str], ResourceType]:
    kinds = catalogue().resource_types.values()
    return {(kind.service, kind.id.rpartition(":")[2].lower()): kind for kind in kinds}


@lru_cache(maxsize=4096)
def _form(prefix: str, type_id: str, template: str) -> ResourceType:
    """The grammar of a template alone: every open part any text, in the head such as Regions and accounts have."""
    _, *head, tail = template.split(":", 5)
    opened = [field for text, field in zip(head, _HEAD, strict=True) if _OPEN.fullmatch(text)]
    written = [
        "${" + field.placeholder + "}" if field in opened else text for text, field in zip(head, _HEAD, strict=True)
    ]
    fields: list[ArnField] = []

    def named(match: re.Match[str]) -> str:
        name = f"Part{len(fields) + 1}"
        fields.append(ArnField(name=name.lower(), placeholder=name, min=int(match[0] != "*"), example="example"))
        return "${" + name + "}"

    # resources of any service have the form that their own service gives them
    body = _OPEN.sub(named, "*" if _OPEN.fullmatch(head[1]) else tail)
    return ResourceType(
        id=f"{prefix}:{type_id}",
        service=prefix,
        title=type_id,
        arn_template=":".join(["arn", *written, body]),
        fields=tuple(fields),
        head=tuple(opened),
    )


def _third_fields(kind: ServiceResourceType) -> tuple[str, ...]:
    return tuple(template.split(":", 3)[2] for template in kind.arn_templates)


@cache
def _by_arn_service() -> Mapping[str, tuple[ServiceResourceType, ...]]:
    """The types by the third field of their ARNs, the service's own before those that others list too.

    A type whose template leaves the field open counts for its own service.
    """
    found: dict[str, list[ServiceResourceType]] = {}
    for kind in (kind for each in services() for kind in each.resource_types.values()):
        for name in sorted({_OPEN.sub(kind.service, third) for third in _third_fields(kind)}):
            found.setdefault(name, []).append(kind)
    return MappingProxyType(
        {name: tuple(sorted(kinds, key=lambda kind: kind.service != name)) for name, kinds in sorted(found.items())}
    )


def _resource_part_fits(tail: str, kind: ServiceResourceType) -> bool:
    """Whether a pattern for the resource part alone can name a resource of the type."""
    return any(can_name(f"arn:p:s:r:a:{tail}", _resource_part(form)) for form in forms(kind))


@lru_cache(maxsize=4096)
def _resource_part(form: ResourceType) -> ResourceType:
    tail = form.arn_template.split(":", 5)[5]
    return form.model_copy(update={"arn_template": f"arn:p:s:r:a:{tail}", "id": f"{form.id} resource part"})


def _part(types: Iterable[ServiceResourceType], index: int) -> Part:
    written = {bool(template.split(":")[index]) for kind in types for template in kind.arn_templates}
    if len(written) != 1:
        return Part.SOMETIMES
    return Part.ALWAYS if written.pop() else Part.NEVER
