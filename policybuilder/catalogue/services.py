"""Every AWS service: its actions, resource types and condition keys, from the packaged table `data/services.json`.

The table is decoded once and a service's records are made when they are first asked for. Names are in AWS's case; every
look-up takes any case, as IAM does for prefixes, actions and condition keys. Nothing raises for unknown input.
Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS services". What a policy for
Custom Labels is about is told more closely by `catalogue()`; this is for knowing the others well enough.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from operator import itemgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from policybuilder.catalogue.load import DATA
from policybuilder.catalogue.schema import AccessLevel, KeyType
from policybuilder.iam.entries import action_entry

Row = Mapping[str, Any]
_OWN = "="  # an action's keys on a type are all that the type has
_ARRAY = "ArrayOf"
_LONGEST = 256  # characters of an Action entry that is remembered; no name of an action is nearly that long


class TypeUse(NamedTuple):
    """A resource type that an action takes, its id in lower case; `condition_keys` are those that the reference lists for the pair."""

    type: str
    required: bool
    condition_keys: tuple[str, ...]


class ActionFacts:
    """What the actions of one row of the table have in common, read from the row when it is first asked for."""

    def __init__(self, service: "Service", level: str, row: Row) -> None:
        self._service = service
        self._level = level
        self._row = row

    @cached_property
    def access_level(self) -> AccessLevel:
        """Read, Write, List, Tagging or Permissions management."""
        return AccessLevel(self._level)

    @cached_property
    def resources(self) -> tuple[TypeUse, ...]:
        """The resource types that they take."""
        keys = self._row.get("type_keys", {})
        return tuple(self._use(mark, keys.get(mark.rstrip("*"), "")) for mark in _words(self._row.get("on", "")))

    def _use(self, mark: str, keys: str) -> TypeUse:
        name = mark.rstrip("*").lower()
        own = self._service.resource_types[name].condition_keys if keys == _OWN else _words(keys)
        return TypeUse(name, mark.endswith("*"), own)

    @cached_property
    def condition_keys(self) -> tuple[str, ...]:
        """The keys of their requests."""
        return _words(self._row.get("keys", ""))

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """The ids of further actions that callers need."""
        return _words(self._row.get("needs", ""))


class ServiceAction(NamedTuple):
    """One action. `condition_keys` are those of the request; keys of a resource stand with `resources`."""

    service: str
    name: str
    facts: ActionFacts

    @property
    def id(self) -> str:
        """`s3:GetObject`."""
        return f"{self.service}:{self.name}"

    @property
    def access_level(self) -> AccessLevel:
        """Read, Write, List, Tagging or Permissions management."""
        return self.facts.access_level

    @property
    def resources(self) -> tuple[TypeUse, ...]:
        """The resource types that it takes."""
        return self.facts.resources

    @property
    def condition_keys(self) -> tuple[str, ...]:
        """The keys of its request, `aws:TagKeys`."""
        return self.facts.condition_keys

    @property
    def needs(self) -> tuple[str, ...]:
        """The ids of further actions that its callers need, at times or always."""
        return self.facts.needs

    @property
    def takes_no_resource(self) -> bool:
        """Whether only `"Resource": "*"` covers it."""
        return not self.facts.resources


@dataclass(frozen=True, slots=True)
class ServiceResourceType:
    """A kind of resource of a service; its ARNs have the form of one of `arn_templates`."""

    service: str
    id: str
    arn_templates: tuple[str, ...]
    condition_keys: tuple[str, ...]

    @property
    def has_region(self) -> bool:
        """Whether its ARNs name a Region (in one of their forms)."""
        return any(template.split(":")[3] for template in self.arn_templates)

    @property
    def has_account(self) -> bool:
        """Whether its ARNs name an account (in one of their forms)."""
        return any(template.split(":")[4] for template in self.arn_templates)


@dataclass(frozen=True)
class Service:
    """One service; its parts are made when they are first read. `rcp`: resource control policies reach it."""

    prefix: str
    name: str
    rcp: bool
    row: Row

    def __hash__(self) -> int:
        return hash(self.prefix)

    @cached_property
    def actions(self) -> Mapping[str, ServiceAction]:
        """Its actions by their names in lower case, sorted."""
        found: list[tuple[str, ServiceAction]] = []
        for level, rows in self.row["actions"].items():
            for row in rows:
                facts = ActionFacts(self, level, row)
                names = row["names"].split(",")
                found += [(name.lower(), ServiceAction(self.prefix, name, facts)) for name in names]
        return MappingProxyType(dict(sorted(found, key=itemgetter(0))))

    @cached_property
    def resource_types(self) -> Mapping[str, ServiceResourceType]:
        """Its resource types by their ids in lower case."""
        return MappingProxyType({row["id"].lower(): self._type(row) for row in self.row["types"]})

    def _type(self, row: Row) -> ServiceResourceType:
        written = [row["arn"]] if isinstance(row["arn"], str) else row["arn"]
        usual = f"arn:${{Partition}}:{self.prefix}:${{Region}}:${{Account}}:"
        templates = tuple(text if text.startswith("arn:") else usual + text for text in written)
        return ServiceResourceType(self.prefix, row["id"], templates, _words(row.get("keys", "")))

    @cached_property
    def condition_keys(self) -> Mapping[str, "ListedKey"]:
        """The keys on its page by their names in lower case, global ones and keys with `${...}` among them."""
        return MappingProxyType({each.key.lower(): each for each in listed_keys(self.row["keys"])})

    @cached_property
    def keys_of_requests(self) -> frozenset[str]:
        """The keys that an action of it lists, for itself or on a type that it takes, as AWS writes them."""
        actions = self.actions.values()
        on_types = {key for action in actions for use in action.resources for key in use.condition_keys}
        return frozenset(on_types.union(*(action.condition_keys for action in actions)))

    @cached_property
    def keys_in_use(self) -> frozenset[str]:
        """The keys, in lower case, that an action or a resource type of it lists."""
        on_types = {key for each in self.resource_types.values() for key in each.condition_keys}
        return frozenset(map(str.lower, on_types | self.keys_of_requests))


@dataclass(frozen=True, slots=True)
class ListedKey:
    """A condition key as a service's page lists it."""

    key: str
    type: KeyType
    multivalued: bool


def listed_keys(by_type: Mapping[str, str]) -> Iterable[ListedKey]:
    """The keys of a member `keys` of the table."""
    for kind, names in by_type.items():
        plain: Any = kind.removeprefix(_ARRAY)
        yield from (ListedKey(key, plain, kind.startswith(_ARRAY)) for key in names.split(","))


@lru_cache(maxsize=16384)
def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


@cache
def table() -> Row:
    """The decoded file."""
    decoded: Row = json.loads((DATA / "services.json").read_text("utf-8"))
    return decoded


@cache
def _services() -> Mapping[str, Service]:
    reached = frozenset(_words(table()["rcp"]))
    rows = table()["services"].items()
    return MappingProxyType({prefix: Service(prefix, row["name"], prefix in reached, row) for prefix, row in rows})


def services_date() -> str:
    """The date of the table, `2026-09-26`."""
    return str(table()["meta"]["date"])


def service_prefixes() -> frozenset[str]:
    """The prefixes of all services."""
    return frozenset(_services())


def service(prefix: str) -> Service | None:
    """The service of a prefix in any case; None if there is none."""
    return _services().get(prefix.lower())


def services() -> tuple[Service, ...]:
    """All services, by prefix."""
    return tuple(_services().values())


def action(prefix: str, name: str) -> ServiceAction | None:
    """The action of a service, both in any case; None if there is none."""
    found = service(prefix)
    return found.actions.get(name.lower()) if found else None


def find_action(text: str) -> ServiceAction | None:
    """The action of an id in any case, `S3:getobject`; None if there is none."""
    prefix, _, name = text.partition(":")
    return action(prefix, name)


def matching_actions(pattern: str) -> tuple[ServiceAction, ...]:
    """The actions that an Action entry means, as decisions read it: `s3:Get*`, `*`; case does not count.

    Source: IAM User Guide, "IAM JSON policy elements: Action".
    """
    if len(pattern) > _LONGEST:
        return _matching_actions.__wrapped__(pattern)
    return _matching_anywhere(pattern) if pattern.startswith("*") else _matching_actions(pattern)


@lru_cache(maxsize=2048)
def _matching_actions(pattern: str) -> tuple[ServiceAction, ...]:
    entry = action_entry(pattern)
    if entry.name is None:
        return ()
    if entry.service is not None:
        found = service(entry.service)
        names = found.actions if found else {}
        if entry.name.exact is not None:
            return (names[entry.name.exact],) if entry.name.exact in names else ()
        return tuple(each for name, each in names.items() if entry.name.matches(name))
    everything = entry.name.open_ended and not entry.name.start
    texts, actions = _all_actions()
    return actions if everything else tuple(actions[number] for number in entry.name.among(enumerate(texts)))


_matching_anywhere = lru_cache(maxsize=32)(_matching_actions.__wrapped__)  # few: each may hold thousands of actions


@cache
def _all_actions() -> tuple[tuple[str, ...], tuple[ServiceAction, ...]]:
    """All actions with their names in lower case."""
    pairs = [pair for each in _services().values() for pair in each.actions.items()]
    return tuple(name for name, _ in pairs), tuple(each for _, each in pairs)
