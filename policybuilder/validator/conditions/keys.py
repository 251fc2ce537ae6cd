"""Condition keys as the checks need them: what a written key is, and which was meant by one that nobody defines.

Sources: IAM User Guide, "AWS global condition context keys"; Service Authorization Reference, condition keys of every
service. Names of keys are compared without case, the user's own part of a tag key too (IAM User Guide, "IAM JSON policy
elements: Condition").
"""

from collections.abc import Mapping
from functools import lru_cache

from policybuilder.catalogue.near import near_key
from policybuilder.catalogue.service_keys import KeyFacts, KeyOwner, Support, condition_key, key_owner, key_support
from policybuilder.catalogue.services import find_action

GLOBAL = "aws"
AUDIENCE = (":aud", ":azp", ":oaud")  # endings of claims that a check of trust policies speaks about
LONGEST = 512  # characters; no key is longer, tags' names included
USUAL_SLIPS: Mapping[str, str] = {
    "sourceaddress": "aws:SourceIp",
    "sourceipaddress": "aws:SourceIp",
    "ipaddress": "aws:SourceIp",
    "ip": "aws:SourceIp",
    "region": "aws:RequestedRegion",
    "mfa": "aws:MultiFactorAuthPresent",
    "multifactorauth": "aws:MultiFactorAuthPresent",
    "user": "aws:username",
    "ssl": "aws:SecureTransport",
    "https": "aws:SecureTransport",
    "organizationid": "aws:PrincipalOrgID",
    "orgid": "aws:PrincipalOrgID",
    "account": "aws:PrincipalAccount",
    "accountid": "aws:PrincipalAccount",
    "time": "aws:CurrentTime",
}
"""Names that people give to global keys, in small letters."""


def facts_of(written: str) -> KeyFacts | None:
    """What a written key is; None for one that no list has, and for a text longer than any key is."""
    return _facts(written) if len(written) <= LONGEST else None


@lru_cache(maxsize=32768)
def _facts(written: str) -> KeyFacts | None:
    return condition_key(written)


@lru_cache(maxsize=8192)
def owner_of(written: str) -> KeyOwner:
    """Whose key it is, as its prefix says."""
    return key_owner(written)


def prefix_of(written: str) -> str:
    """What stands before the first colon."""
    return written.partition(":")[0]


def is_single(facts: KeyFacts) -> bool:
    """Has the key one value at most, for sure? How many values a provider's claim has, its tokens say."""
    return not facts.multivalued and owner_of(facts.key) is not KeyOwner.FEDERATED


def is_open(service: str) -> bool:
    """Does the service of an entry of Action have a wildcard, so that it stands for many services?"""
    return "*" in service or "?" in service


@lru_cache(maxsize=8192)
def never_carries(entry: str, key: str) -> bool:
    """Is an entry of Action one action that is known, and whose requests never have the key? With wildcards: no."""
    action = find_action(entry)
    return action is not None and key_support(action, key) is Support.NO


@lru_cache(maxsize=2048)
def meant(written: str) -> str | None:
    """A key that exists and that was probably meant; the user's own part of it stays."""
    if len(written) > LONGEST:
        return None
    trimmed = "".join(written.split())
    prefix, _, name = trimmed.partition(":")
    if trimmed != written and facts_of(trimmed):
        return trimmed
    if prefix.lower() == GLOBAL or owner_of(trimmed) is KeyOwner.SERVICE:
        own = _filled(near_key(trimmed), trimmed) if prefix.lower() != GLOBAL else None
        return own or meant_globally(name)
    return meant_globally(name or trimmed)


@lru_cache(maxsize=2048)
def meant_globally(name: str) -> str | None:
    """The global key of that name without a prefix, or nearly that name: `aws:SourceIp` of `SourceIp`."""
    usual = USUAL_SLIPS.get(name.lower())
    if usual is not None:
        return usual
    written = f"{GLOBAL}:{name}"
    found = facts_of(written)
    return _filled(found.key if found else near_key(written), written)


def _filled(key: str | None, written: str) -> str | None:
    """The key with the user's own part of the text in it; None where only one of the two has such a part."""
    _, slash, own = written.partition("/")
    if key is None:
        return None
    head, opened, _ = key.partition("${")
    if bool(opened) != bool(slash and own) or (opened and not head.endswith("/")):
        return None
    return head + own if opened else key
