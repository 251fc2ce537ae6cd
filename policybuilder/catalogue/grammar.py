"""Which ARNs a resource pattern can match: exact answers, by walking the pattern through the grammar of an ARN.

The grammar of a resource type is its template with the characters and the length of every field (for Rekognition those
of the API model's regular expressions); one path segment never reaches into the next, because those fields hold no
slash. NONE is certain, and so is ALL. Two simplifications, both on the careful side: the 2,048 characters that an ARN
may have are compared with what the pattern demands, not with what the grammar adds to it; and ALL is said only where
the pattern takes every text of the template's form, whatever the characters of its fields.
Sources: IAM User Guide, "IAM JSON policy elements: Resource"; Service Authorization Reference, resource types; Amazon
Rekognition API Reference, ProjectArn, ProjectVersionArn, DatasetArn.
"""

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from policybuilder.catalogue.places import LONGEST, Places, Step, Symbols, one, steps_of, symbols_of
from policybuilder.catalogue.schema import Action, ArnField, ResourceType
from policybuilder.catalogue.whole import SERVICE, Catalogue
from policybuilder.iam.arn import ArnPattern, arn_pattern
from policybuilder.iam.variables import Variable, template
from policybuilder.iam.wildcard import covers

STAR = "*"
_SEPARATOR = re.compile(r"[:/]")
_PLACEHOLDER = re.compile(r"\$\{(\w+)\}")


class Coverage(Enum):
    """Which ARNs of a type a pattern matches."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


def coverage(pattern: str, resource_type: ResourceType) -> Coverage:
    """Which ARNs of the type does a Resource entry of an identity policy match: all of them, some, or none?

    An incomplete ARN is completed with `*`. A policy variable in the resource part is an unknown text; elsewhere the
    entry never matches (assumption 10.27).
    """
    return (_remembered if len(pattern) <= LONGEST else _remembered_long)(pattern, resource_type)


def _coverage(pattern: str, resource_type: ResourceType) -> Coverage:
    parts = arn_pattern(pattern)
    if parts.everything:
        return Coverage.ALL
    if not can_name(pattern, resource_type):
        return Coverage.NONE
    return Coverage.ALL if _covers_all(parts, resource_type) else Coverage.SOME


def can_name(pattern: str, resource_type: ResourceType) -> bool:
    """Whether a Resource entry matches any ARN of the type; the same as a coverage other than NONE, in less time."""
    places = _places(pattern)
    return places is not None and bool(walk_back(places, items_of(resource_type))[0] & places.start)


@lru_cache(maxsize=16)
def _places(pattern: str) -> Places | None:
    return places_of(arn_pattern(pattern))


def takes_all(pattern: str, resource_type: ResourceType) -> bool:
    """Is the coverage ALL? Asked alone this is answered many times faster where it is not."""
    parts = arn_pattern(pattern)
    certain = parts.everything or _covers_all(parts, resource_type)
    return certain and coverage(pattern, resource_type) is Coverage.ALL


_remembered = lru_cache(maxsize=4096)(_coverage)
_remembered_long = lru_cache(maxsize=64)(_coverage)  # few of these: each may have the length of a whole document


def matching_types(pattern: str, catalogue: Catalogue, service: str = SERVICE) -> Mapping[str, Coverage]:
    """The coverage of each resource type of a service by its id, those with NONE too."""
    types = [kind for kind in catalogue.resource_types.values() if kind.service == service]
    return {kind.id: coverage(pattern, kind) for kind in types}


def pair_can_match(action: Action, pattern: str, catalogue: Catalogue) -> bool:
    """Whether a statement with this action and this Resource entry can apply to any request for the action.

    An action without a resource type is only covered by `*` (Service Authorization Reference, "Actions, resources, and
    condition keys": a row without a resource type needs `"Resource": "*"`).
    """
    if arn_pattern(pattern).everything:
        return True
    types = [catalogue.resource_types[name] for name in action.resource_type_names]
    return any(names_plainly(pattern, kind) for kind in types) or any(
        coverage(pattern, kind) is not Coverage.NONE for kind in types
    )


def looks_like(arn: str, catalogue: Catalogue) -> ResourceType | None:
    """The resource type whose grammar a concrete ARN has; None for what no type has, a pattern for instance.

    Where several fit, because other services' fields are open, the one with the longest fixed text is taken.
    """
    if len(arn) > LONGEST or arn.count(":") < 5:
        return None
    places = Places(map(Step, arn))
    service = arn.split(":", 3)[2]
    fitting = [
        kind
        for kind in catalogue.resource_types.values()
        if kind.arn_template.split(":", 3)[2] == service and walk_back(places, items_of(kind))[0] & places.start
    ]
    return max(fitting, key=_fixed_length, default=None)


def narrowed(kind: ResourceType, values: Mapping[str, str]) -> ResourceType:
    """The type with these values in place of the fields so named: what a name of a resource leaves open."""

    def fixed(field: ArnField) -> ArnField:
        return field.model_copy(update={"values": (values[field.name],)}) if field.name in values else field

    return kind.model_copy(update={"head": tuple(map(fixed, kind.head)), "fields": tuple(map(fixed, kind.fields))})


def arn_fields(arn: str, kind: ResourceType) -> Mapping[str, str]:
    """The values of an ARN's fields by their names; nothing where a field holds a colon or a slash."""
    names = {"${" + field.placeholder + "}": field.name for field in (*kind.head, *kind.fields)}
    written, parts = _SEPARATOR.split(kind.arn_template), _SEPARATOR.split(arn)
    pairs = zip(written, parts, strict=False) if len(written) == len(parts) else ()
    return {names[part]: text for part, text in pairs if part in names}


# -- the grammar of a resource type ------------------------------------------------------------------------------------


class Item(NamedTuple):
    """A part of an ARN: fixed `texts`, one of which stands there, or as many of the `symbols` as the field allows."""

    texts: tuple[str, ...]
    symbols: Symbols | None = None
    field: ArnField | None = None


@lru_cache(maxsize=256)
def items_of(kind: ResourceType) -> tuple[Item, ...]:
    """The template taken apart, with the format of each of its fields."""
    fields = {field.placeholder: field for field in (*kind.head, *kind.fields)}
    items: list[Item] = []
    for number, part in enumerate(_PLACEHOLDER.split(kind.arn_template)):
        if number % 2:
            field = fields[part]
            items.append(Item(field.values, None if field.values else symbols_of(field.characters), field))
        elif part:
            items.append(Item((part,)))
    return tuple(items)


def _fixed_length(kind: ResourceType) -> int:
    return sum(len(item.texts[0]) for item in items_of(kind) if item.field is None)


# -- walking a pattern through it --------------------------------------------------------------------------------------


def places_of(pattern: ArnPattern) -> Places | None:
    """The pattern's steps; None if it matches nothing: a variable out of place, or more text than an ARN may have."""
    if any("${" in field for field in pattern.head[: pattern.written]):
        return None
    if "${" not in pattern.tail and len(pattern.text) - pattern.text.count(STAR) > LONGEST:
        return None
    tail = template(pattern.tail, enabled=True)
    if any(isinstance(piece, Variable) and piece.key is None for piece in tail):
        return None
    steps = tuple(steps_of(pattern.head, tail))
    return None if sum(not step.loops for step in steps) > LONGEST else Places(steps)


def walk_back(places: Places, items: Sequence[Item]) -> list[int]:
    """For each item, the places from which it and what follows lead to the pattern's end; last, the end itself."""
    ahead = [places.end]
    for item in reversed(items):
        ahead.append(_before(places, item, ahead[-1]))
    return ahead[::-1]


def _before(places: Places, item: Item, target: int) -> int:
    if item.symbols is not None and item.field is not None:
        return _before_run(places, item.field, item.symbols, target)
    found = 0
    for text in item.texts:
        found |= _before_text(places, target, text)
    return found


def _before_text(places: Places, target: int, text: str) -> int:
    for letter in reversed(text):
        target = places.before(target, one(letter))
    return target


def _before_run(places: Places, field: ArnField, symbols: Symbols, target: int) -> int:
    """The places from which as many characters as the field allows lead to the target; stops once more add nothing."""
    for _ in range(field.min):
        target = places.before(target, symbols)
    if symbols.letters is None and field.max is None:
        return (1 << target.bit_length()) - 1  # any text leads from a place to every later one
    found = target
    for _ in range(LONGEST if field.max is None else field.max - field.min):
        wider = target | places.before(found, symbols)
        if wider == found:
            break
        found = wider
    return found


# -- names that say it themselves --------------------------------------------------------------------------------------


def names_plainly(pattern: str, kind: ResourceType) -> bool:
    """Whether a pattern surely matches an ARN of the type; asked part by part, it needs no walk. False says nothing.

    Pattern and template are cut at five colons and then at slashes. If each part alone fits what may stand at its place,
    and a `*` at the end the rest, the texts that fit make up an ARN that the pattern matches.
    """
    parts, slots = _plain_parts(pattern), _slots(kind)
    if not 6 <= len(parts) <= len(slots) or (len(parts) < len(slots) and parts[-1] != STAR):
        return False
    return all(part in (STAR, slot.text) or slot.takes(part) for part, slot in zip(parts, slots, strict=False))


@lru_cache(maxsize=16)
def _plain_parts(pattern: str) -> Sequence[str]:
    """The parts of a pattern with six fields; none if it holds a variable or may be too long."""
    if "${" in pattern or len(pattern) > LONGEST or pattern.count(":") < 5:
        return ()
    return _cut(pattern)


def _cut(text: str) -> Sequence[str]:
    *head, tail = text.split(":", 5)
    return (*head, *tail.split("/"))


class _Slot(NamedTuple):
    """What stands at a place of a template: a fixed text, or a field, for which `text` is a `*`."""

    text: str
    field: ArnField | None = None
    symbols: Symbols | None = None

    def takes(self, part: str) -> bool:
        """Whether a text without wildcards can stand here."""
        field, symbols = self.field, self.symbols
        if field is None or symbols is None:
            return field is not None and part in field.values
        fits = len(part) >= field.min and (field.max is None or len(part) <= field.max)
        return fits and symbols.letters is not None and symbols.letters.issuperset(part)


@lru_cache(maxsize=256)
def _slots(kind: ResourceType) -> tuple[_Slot, ...]:
    """The places of the template; none where a part of it is neither a text nor a field alone."""
    slots = tuple(_slot(kind, part) for part in _cut(kind.arn_template))
    return () if any("${" in slot.text for slot in slots) else slots


def _slot(kind: ResourceType, part: str) -> _Slot:
    found = {"${" + field.placeholder + "}": field for field in (*kind.head, *kind.fields)}.get(part)
    if found is None:
        return _Slot(part)
    return _Slot(STAR, found, None if found.values else symbols_of(found.characters))


# -- all of them -------------------------------------------------------------------------------------------------------


def _covers_all(pattern: ArnPattern, kind: ResourceType) -> bool:
    """Whether the pattern takes every text of the template's form: field by field, each at least as long as it must."""
    # a variable's text is not known, so a pattern with one covers no type: no template holds its dollar sign
    written = (*pattern.head, pattern.tail)
    return all(all(map(covers, written, form)) for form in _forms(kind))


@lru_cache(maxsize=256)
def _forms(kind: ResourceType) -> tuple[tuple[str, ...], ...]:
    """The template's six fields as patterns that take every ARN of the type, one row per choice of fixed values."""
    texts = [""]
    for item in items_of(kind):
        texts = [text + part for text in texts for part in _as_patterns(item)]
    return tuple(tuple(text.split(":", 5)) for text in texts)


def _as_patterns(item: Item) -> tuple[str, ...]:
    if item.symbols is None or item.field is None:
        return item.texts
    fixed = item.field.min == item.field.max
    return ("?" * item.field.min + STAR * (not fixed),)
