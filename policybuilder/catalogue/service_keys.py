"""Condition keys of every service: what type they have, who owns them, which actions carry them.

Sources: IAM User Guide, "AWS global condition context keys" (`global_keys.json`); Service Authorization Reference, each
service's tables (`services.json`). The tables name per action the keys of a request and of a resource; global keys other
than the three about tags are in no table, since any request may carry them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from types import MappingProxyType

from policybuilder.catalogue.load import catalogue
from policybuilder.catalogue.schema import AccessLevel, ConditionKey, KeyType
from policybuilder.catalogue.services import (
    ListedKey,
    ServiceAction,
    listed_keys,
    service,
    service_prefixes,
    services,
    table,
)

_OPEN = re.compile(r"\$\{\w+\}")
_LONGEST = 512  # characters of a key that is looked up; a tag key has 128 at most
TAG_KEYS = frozenset({"aws:requesttag/${tagkey}", "aws:resourcetag/${tagkey}", "aws:tagkeys"})
"""Global keys that only some actions carry, as the tables tell, in lower case."""
REQUEST_TAGS = frozenset({"aws:RequestTag/${TagKey}", "aws:TagKeys"})


class KeyOwner(Enum):
    """Whose key it is, as its prefix says."""

    GLOBAL = "global"  # `aws:`
    SERVICE = "service"
    FEDERATED = "federated"  # an identity provider's: `saml:sub`, `token.actions.githubusercontent.com:aud`
    UNKNOWN = "unknown"


class Support(Enum):
    """Whether requests for an action carry a key."""

    LISTED = "listed"  # by the tables, for the action or a resource type that it takes
    COMMON = "common"  # any request may: global keys, and those of credentials such as `lambda:SourceFunctionArn`
    UNCERTAIN = "uncertain"  # a key of the action's service that no table mentions
    NO = "no"
    UNKNOWN_KEY = "unknown_key"


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """A condition key as AWS writes it, `${...}` for what the user names. `also_types`: further types AWS gives it.

    `always`: every request carries it; `sensitive`: AWS wants no wildcard in its values; `common`: any request may
    carry it. The first two are known for global keys only.
    """

    key: str
    type: KeyType
    multivalued: bool
    also_types: tuple[KeyType, ...] = ()
    always: bool = False
    sensitive: bool = False
    common: bool = False

    @property
    def types(self) -> tuple[KeyType, ...]:
        """Every type that it may be compared as."""
        return (self.type, *self.also_types)

    @property
    def open_ended(self) -> bool:
        """Whether a part of its name is the user's: a tag key, an encryption context's key."""
        return "${" in self.key


def condition_key(name: str) -> KeyFacts | None:
    """The key of a name in any case, its open part filled in: `aws:resourcetag/stage`; None if there is none."""
    return _condition_key(name.lower()) if len(name) <= _LONGEST else None


@lru_cache(maxsize=4096)
def _condition_key(lower: str) -> KeyFacts | None:
    found = _plain_keys().get(lower)
    return found or next((facts for form, facts in _open_keys() if form.fullmatch(lower)), None)


def without_its_name(name: str) -> KeyFacts | None:
    """The open-ended key whose open part is missing: `aws:ResourceTag` or `aws:ResourceTag/`; None for any other text."""
    return _unfinished().get(name.lower())


def key_owner(name: str) -> KeyOwner:
    """Whose key a text in any case is, whether or not such a key exists."""
    facts = condition_key(name)
    prefix, colon, rest = name.lower().partition(":")
    if prefix == "aws" and colon:
        return KeyOwner.GLOBAL
    if facts is None and not (colon and rest):
        return KeyOwner.UNKNOWN
    if prefix in _service_key_prefixes():
        return KeyOwner.SERVICE
    # a provider's domain may be any: the key is then known by the dot in it
    return KeyOwner.FEDERATED if facts is not None or "." in prefix else KeyOwner.UNKNOWN


@lru_cache(maxsize=4096)
def keys_of(action: ServiceAction) -> frozenset[str]:
    """The keys that the tables list for the action's request or for a resource it takes, as AWS writes them.

    Some types list the keys of tags in a request, which only say that a request for a type of the kind may carry them;
    they count for actions about tags, and where no action of the service lists them itself.
    """
    owner = service(action.service)
    found = {*action.condition_keys, *(key for use in action.resources for key in use.condition_keys)}
    if owner is not None:
        on_types = {key for use in action.resources for key in owner.resource_types[use.type].condition_keys}
        precise = action.access_level is not AccessLevel.TAGGING
        found |= {key for key in on_types if not (precise and key in REQUEST_TAGS & owner.keys_of_requests)}
    return frozenset(found)


def key_support(action: ServiceAction, name: str) -> Support:
    """Whether requests for the action carry the key of a text in any case, `aws:ResourceTag/stage`."""
    facts = condition_key(name)
    if facts is None:
        return Support.UNKNOWN_KEY
    lower = facts.key.lower()
    if lower in map(str.lower, keys_of(action)):
        return Support.LISTED
    if facts.common and lower not in TAG_KEYS:
        return Support.COMMON
    owner = service(action.service)
    unmentioned = owner is not None and lower in owner.condition_keys and lower not in owner.keys_in_use
    return Support.UNCERTAIN if unmentioned and lower not in TAG_KEYS else Support.NO


def key_names(prefix: str) -> tuple[str, ...]:
    """The keys that begin with a prefix (`s3`, `aws`, any case), as AWS writes them, sorted: what a typo may have meant."""
    start = prefix.lower() + ":"
    return tuple(sorted(facts.key for lower, facts in _all_keys().items() if lower.startswith(start)))


# -- the index ---------------------------------------------------------------------------------------------------------


@cache
def _all_keys() -> Mapping[str, KeyFacts]:
    """Every key by its name in lower case. The hand-kept ones count most, then a service's own page."""
    found: dict[str, KeyFacts] = {}
    for each in services():
        for lower, listed in each.condition_keys.items():
            if lower.startswith(each.prefix + ":") or lower not in found:
                found[lower] = _facts(listed)
    for listed in listed_keys(table()["anywhere"]):
        found[listed.key.lower()] = _facts(listed, common=True)
    for key in catalogue().condition_keys.values():
        if key.scope == "global" or key.key.lower() in TAG_KEYS:
            found[key.key.lower()] = _global_facts(key)
    return MappingProxyType(found)


def _facts(listed: ListedKey, *, common: bool = False) -> KeyFacts:
    return KeyFacts(listed.key, listed.type, listed.multivalued, common=common)


def _global_facts(key: ConditionKey) -> KeyFacts:
    return KeyFacts(key.key, key.type, key.multivalued, key.also_types, key.always, key.sensitive, common=True)


@cache
def _plain_keys() -> Mapping[str, KeyFacts]:
    return MappingProxyType({lower: facts for lower, facts in _all_keys().items() if not facts.open_ended})


@cache
def _open_keys() -> tuple[tuple[re.Pattern[str], KeyFacts], ...]:
    """The forms of the keys with an open part; the longest fixed text first."""
    found = [facts for facts in _all_keys().values() if facts.open_ended]
    found.sort(key=lambda facts: (-len(_OPEN.sub("", facts.key)), facts.key))
    return tuple((_form(facts.key.lower()), facts) for facts in found)


def _form(lower: str) -> re.Pattern[str]:
    return re.compile(".+".join(map(re.escape, _OPEN.split(lower))), re.DOTALL)


@cache
def _unfinished() -> Mapping[str, KeyFacts]:
    return MappingProxyType(dict(_without_names()))


def _without_names() -> Iterator[tuple[str, KeyFacts]]:
    for lower, facts in _all_keys().items():
        start, opened, rest = lower.partition("${")
        if opened and rest.endswith("}") and start[-1:] in {"/", ":"}:
            yield start, facts
            if ":" in start[:-1]:
                yield start[:-1], facts


@cache
def _service_key_prefixes() -> frozenset[str]:
    """Prefixes of keys that are no identity provider's: those of services, and a few that only keys have."""
    listed = {key.partition(":")[0] for key in _all_keys()}
    federated = {
        prefix for prefix in listed if "." in prefix or prefix == "saml" or prefix.startswith("cognito-identity-")
    }
    return (frozenset(listed) | service_prefixes()) - federated
