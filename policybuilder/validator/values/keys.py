"""What a name in `${...}` is: a condition key that can be a policy variable, or why it is none."""

from enum import Enum
from functools import lru_cache

from policybuilder.catalogue.near import near_key as near_known_key
from policybuilder.catalogue.service_keys import KeyFacts, KeyOwner, condition_key, key_owner, without_its_name


class Standing(Enum):
    """Whether a name is that of a condition key that can be a policy variable."""

    KEY = "key"
    MANY_VALUES = "multivalued"
    NO_TAG = "tag"
    UNKNOWN_HERE = "service"
    UNKNOWN = ""


@lru_cache(maxsize=2048)
def facts_of(key: str) -> KeyFacts | None:
    """The facts about a condition key in any case; None if there is no such key."""
    return condition_key(key)


@lru_cache(maxsize=2048)
def standing(name: str) -> Standing:
    """What a name is, case aside. Source: "IAM policy elements: Variables and tags" (single-valued keys only)."""
    if without_its_name(name) is not None:
        return Standing.NO_TAG
    known = facts_of(name)
    if known is not None:
        return Standing.MANY_VALUES if known.multivalued else Standing.KEY
    match key_owner(name):
        case KeyOwner.FEDERATED:
            return Standing.KEY
        case KeyOwner.SERVICE:
            return Standing.UNKNOWN_HERE
        case _:
            return Standing.UNKNOWN


@lru_cache(maxsize=512)
def near_variable(name: str) -> str:
    """The single-valued key that a misspelt name may mean, with the name's own tag key; "" if there is none."""
    near = near_known_key(name)
    if near is None:
        return ""
    start, opened, _ = near.partition("${")
    if not opened:
        facts = facts_of(near)
        return near if facts is not None and not facts.multivalued else ""
    _, slash, tag = name.partition("/")
    return start + tag if slash and tag and start.endswith("/") else ""
