"""What a misspelt word may have meant: the likest of some candidates, the same for the same input every time."""

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

from policybuilder.catalogue.service_keys import key_names
from policybuilder.catalogue.services import Service, service, service_prefixes

LIKE_ENOUGH = 0.75
LIKE_VERB = 0.7
_VERB = re.compile(r"[A-Z]?[a-z]+")
API_NAMES: Mapping[str, Mapping[str, str]] = {
    "s3": {
        "completemultipartupload": "PutObject",
        "copyobject": "PutObject",
        "createmultipartupload": "PutObject",
        "deletebucketencryption": "PutEncryptionConfiguration",
        "deletebucketlifecycle": "PutLifecycleConfiguration",
        "deleteobjects": "DeleteObject",
        "getbucketencryption": "GetEncryptionConfiguration",
        "getbucketlifecycleconfiguration": "GetLifecycleConfiguration",
        "headbucket": "ListBucket",
        "headobject": "GetObject",
        "listbuckets": "ListAllMyBuckets",
        "listmultipartuploads": "ListBucketMultipartUploads",
        "listobjects": "ListBucket",
        "listobjectsv2": "ListBucket",
        "listobjectversions": "ListBucketVersions",
        "listparts": "ListMultipartUploadParts",
        "putbucketencryption": "PutEncryptionConfiguration",
        "putbucketlifecycleconfiguration": "PutLifecycleConfiguration",
        "uploadpart": "PutObject",
        "uploadpartcopy": "PutObject",
    }
}
"""Operations whose action has another name. Source: Amazon S3 User Guide, "Required permissions for Amazon S3 API
operations"."""
LONGEST = 128  # characters; nothing that AWS names is longer, and comparing takes time with the square


def near(word: str, candidates: Iterable[str], like: float = LIKE_ENOUGH) -> str | None:
    """The candidate most like the word, case aside; None if none is like enough. The first in the alphabet of several."""
    lower = word.lower()
    if not lower or len(lower) > LONGEST:
        return None
    compared = SequenceMatcher(None, b=lower, autojunk=False)
    best, best_ratio = None, like
    for candidate in sorted(candidates):
        compared.set_seq1(candidate.lower())
        if compared.real_quick_ratio() < best_ratio or compared.quick_ratio() < best_ratio:
            continue
        ratio = compared.ratio()
        if ratio > best_ratio or (ratio >= best_ratio and best is None):
            best, best_ratio = candidate, ratio
    return best


def near_service(prefix: str) -> str | None:
    """The service prefix that a misspelt one may mean: `rekogniton`."""
    return _near_service(prefix) if len(prefix) <= LONGEST else None


def near_action(prefix: str, name: str) -> str | None:
    """The name of an action of the service (any case) that a misspelt one may mean; None for an unknown service."""
    found = service(prefix)
    return _near_action(found, name) if found is not None and len(name) <= LONGEST else None


def near_key(name: str) -> str | None:
    """The condition key with the same prefix, global or a service's, that a misspelt one may mean.

    A key with an open part is compared without it: `aws:RessourceTag/stage` means `aws:ResourceTag/${TagKey}`.
    """
    return _near_key(name) if len(name) <= 2 * LONGEST else None


@lru_cache(maxsize=1024)
def _near_service(prefix: str) -> str | None:
    return near(prefix, service_prefixes())


@lru_cache(maxsize=1024)
def _near_action(found: Service, name: str) -> str | None:
    operation = API_NAMES.get(found.prefix, {}).get(name.lower())
    return operation or near(name, (each.name for each in found.actions.values() if _same_verb(name, each.name)))


def _same_verb(word: str, name: str) -> bool:
    """Whether two names begin alike enough to be one verb: Remove is not Create, however like the rest is."""
    verb = _VERB.match(name)
    start = word[: verb.end() if verb else 0].lower()
    return verb is None or SequenceMatcher(None, start, verb[0].lower(), autojunk=False).ratio() >= LIKE_VERB


@lru_cache(maxsize=1024)
def _near_key(name: str) -> str | None:
    prefix, _, rest = name.partition(":")
    word, slash, _ = rest.partition("/")
    by_start: dict[str, str] = {}
    for key in key_names(prefix):
        by_start.setdefault(key.partition(":")[2].partition("${")[0].removesuffix("/"), key)
    found = near(word, by_start)
    if found is None and slash:
        found = near(rest, by_start)
    return by_start[found] if found is not None else None
