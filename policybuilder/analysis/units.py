"""The requests of a world in units: actions that meet the same statements, asked about one kind of resource.

The actions of Rekognition are the catalogue's, each with its resource types and keys. Of other services only the prefix
is known: a unit is a prefix then, with any name behind it, on `*` or on any text of an ARN's form.
Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon Rekognition".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from policybuilder.analysis.worlds import World
from policybuilder.catalogue import Action, ActionResource, ResourceType, catalogue
from policybuilder.iam.entries import action_entry
from policybuilder.iam.match import ActionElement

SERVICE = "rekognition"
STAR: Literal["*"] = "*"
TEXT: Literal["text"] = "text"
ResourceForm = ResourceType | Literal["*", "text"]
_PREFIX = re.compile(r"[a-z0-9-]+")
_FRESH = ("sqs", "sns", "ec2", "s3", "athena", "glue", "ecs", "lambda")


@dataclass(frozen=True, slots=True)
class Unit:
    """Requests that differ in their resource and keys alone; with a `service`, in the name of the action, too.

    `actions` are ids, the one to show first. `lacks` says which families of keys no such request carries. `others`: the
    service stands for all that no policy names.
    """

    actions: tuple[str, ...]
    form: ResourceForm
    service: str = ""
    lacks: frozenset[str] = frozenset()
    others: bool = False

    def is_lacking(self, key: str) -> bool:
        """Can no such request carry the key (lower case)?"""
        return bool(self.lacks) and (key.partition("/")[0] + "/" * ("/" in key)) in self.lacks

    @property
    def prefix(self) -> str:
        """The service's prefix."""
        return self.service or SERVICE

    @property
    def told(self) -> tuple[str, ...]:
        """The actions as they are told: all of another service as `prefix:*`, of those not named as `*:*`."""
        return self.actions or ("*:*" if self.others else f"{self.service}:*",)

    def meets(self, other: "Unit") -> bool:
        """May both hold the same request, as far as their actions tell?"""
        return bool(set(self.told) & set(other.told))

    @property
    def form_name(self) -> str:
        """The form of the resource as a text."""
        return self.form if isinstance(self.form, str) else self.form.id


TAG_FAMILIES = frozenset({"aws:requesttag/", "aws:resourcetag/", "aws:tagkeys"})


@cache
def _actions() -> tuple[Action, ...]:
    return tuple(action for action in catalogue().actions.values() if action.service == SERVICE)


@cache
def _places() -> dict[str, int]:
    return {action.id: place for place, action in enumerate(_actions())}


def place_of(action: str) -> int:
    """The place of an action of the catalogue in the bits of `named_actions`."""
    return _places()[action]


@lru_cache(maxsize=4096)
def _named_by(text: str) -> int:
    """The catalogue's actions that an entry names, as bits by their place."""
    entry = action_entry(text)
    bits = 0
    for place, action in enumerate(_actions()):
        if entry.matches(SERVICE, action.name.lower()):
            bits |= 1 << place
    return bits


def named_actions(element: ActionElement) -> int:
    """The catalogue's actions that Action names, or that NotAction leaves, as bits by their place."""
    bits = 0
    for entry in element.entries:
        bits |= _named_by(entry.text)
    return ((1 << len(_actions())) - 1) & ~bits if element.negated else bits


def units(elements: Sequence[ActionElement], world: World) -> Iterator[Unit]:
    """The units of a world for statements with these Action elements: Rekognition's first, in the catalogue's order."""
    if world.catalogue:
        yield from _known(elements, world)
    if world.other_services or not world.catalogue:
        yield from _others(elements, world)


def _known(elements: Sequence[ActionElement], world: World) -> Iterator[Unit]:
    masks = list(dict.fromkeys(map(named_actions, elements)))
    alike: dict[tuple[tuple[int, ...], frozenset[str], str], list[str]] = {}
    written = {entry.text.lower() for element in elements for entry in element.entries}
    forms: dict[str, ResourceForm] = {}
    for place, action in enumerate(_actions()):
        met = tuple(mask >> place & 1 for mask in masks)
        if not any(met):
            continue
        for form, lacks in _forms(action, world):
            name = form if isinstance(form, str) else form.id
            forms[name] = form
            alike.setdefault((met, lacks, name), []).append(action.id)
    for (_, lacks, name), ids in alike.items():
        named = sorted(ids, key=lambda each: each.lower() not in written)
        yield Unit(tuple(named), forms[name], "", lacks)


@lru_cache(maxsize=1024)
def _forms_kept(name: str, world: World) -> tuple[tuple[ResourceForm, frozenset[str]], ...]:
    action = catalogue().actions[name]
    optional = len(action.resources) == 1 and not action.resources[0].required
    found: list[tuple[ResourceForm, frozenset[str]]] = []
    if not world.arn_grammar:
        lacks = _lacking(action, action.resources, world)
        return (STAR, lacks), (TEXT, lacks)
    if action.takes_no_resource or optional:
        found.append((STAR, _lacking(action, (), world)))
    types = catalogue().resource_types
    found += [(types[resource.type], _lacking(action, (resource,), world)) for resource in action.resources]
    return tuple(found)


def _forms(action: Action, world: World) -> tuple[tuple[ResourceForm, frozenset[str]], ...]:
    """The resources that an action is asked about, each with the families of keys that its requests lack."""
    return _forms_kept(action.id, world)


def _lacking(action: Action, resources: Iterable[ActionResource], world: World) -> frozenset[str]:
    if not world.key_availability:
        return frozenset()
    keys = [*action.condition_keys, *(key for resource in resources for key in resource.condition_keys)]
    return TAG_FAMILIES - {key.lower().partition("${")[0] for key in keys}


def _others(elements: Sequence[ActionElement], world: World) -> Iterator[Unit]:
    services = {entry.service for element in elements for entry in element.entries}
    named = sorted(each for each in services if each and _PREFIX.fullmatch(each) and each != SERVICE)
    prefixes = [] if world.catalogue else [SERVICE]
    if world.other_services:
        prefixes += named
    more = world.other_services and (None in services or any(element.negated for element in elements))
    others = [next((each for each in _FRESH if each not in named), "example")] if more else []
    for prefix in (*prefixes, *others):
        yield Unit((), TEXT, prefix, others=prefix in others)
        yield Unit((), STAR, prefix, others=prefix in others)
