"""Names of condition keys: their form, whether anybody defines them, and keys that stand twice.

Sources: IAM User Guide, "AWS global condition context keys"; Service Authorization Reference; Amazon SNS Developer
Guide, "Example cases for Amazon SNS access control" (aws:SourceOwner).
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from policybuilder.catalogue.near import near_service
from policybuilder.catalogue.service_keys import KeyOwner, key_names, without_its_name
from policybuilder.iam import Path
from policybuilder.validator.base import found
from policybuilder.validator.conditions.absence import needs_key
from policybuilder.validator.conditions.changes import key_renamed, offered
from policybuilder.validator.conditions.keys import facts_of, meant, meant_globally, owner_of, prefix_of
from policybuilder.validator.finding import Finding, Fix, fix, removed
from policybuilder.validator.view import StatementView, Subject, Test

_NAMED_AFTER_AWS = re.compile(r"aws[^A-Za-z0-9]+(.+)", re.IGNORECASE | re.DOTALL)
UNSUPPORTED: Mapping[str, tuple[str, ...]] = {"aws:arn": ("aws:PrincipalArn", "aws:SourceArn")}
UNLISTED = ("aws:principalid", "aws:principalorgmasteraccountid", "aws:type")
"""Keys that AWS's policy simulator fills in (IAM User Guide, "IAM policy testing with the IAM policy simulator") and its
list of global keys does not have."""
TAG_KEYS = ("aws:principaltag", "aws:requesttag", "aws:resourcetag")
MOST_GUESSES = 50  # different names of a document for which the nearest that exists is looked for
DEPRECATED: Mapping[str, str] = {"aws:sourceowner": "aws:SourceAccount"}


def check_key_names(subject: Subject) -> Iterator[Finding]:
    """What is wrong with the name of a key; one finding for a key at most."""
    guessed: set[str] = set()
    for view in subject.statements:
        for test in view.tests:
            finding = _named(view, test, guess=len(guessed) < MOST_GUESSES or test.key.value in guessed)
            if finding is not None:
                guessed.add(test.key.value)
                yield finding


def _named(view: StatementView, test: Test, *, guess: bool) -> Finding | None:
    written = test.key.value
    lower = written.lower()
    if not _well_formed(written):
        return _unknown("INVALID_CONDITION_KEY_FORMAT", view, test, _formed(written) if guess else None)
    if lower in UNSUPPORTED:
        return _known_but("UNSUPPORTED_GLOBAL_CONDITION_KEY", view, test, UNSUPPORTED[lower])
    if lower in DEPRECATED:
        return _known_but("DEPRECATED_GLOBAL_CONDITION_KEY", view, test, (DEPRECATED[lower],))
    if facts_of(written) is not None:
        return _wild_tag(view, test)
    unfinished = without_its_name(written)
    form = unfinished.key.partition("${")[0] if unfinished else ""
    if "tag" in form.lower():
        return found("MISSING_TAG_KEY_IN_CONDITION", test.key.place, params={"key": written, "form": form})
    return _undefined(view, test, guess=guess) if lower not in UNLISTED else None


def _wild_tag(view: StatementView, test: Test) -> Finding | None:
    """Wildcards are read in values only; in the name of a tag they are letters, and AWS's tags have no such letters."""
    prefix, _, name = test.key.value.partition("/")
    if prefix.lower() not in TAG_KEYS or not ("*" in name or "?" in name):
        return None
    start = min(at for at in (name.find("*"), name.find("?")) if at >= 0) + len(prefix) + 1
    return found(
        "WILDCARD_IN_TAG_KEY",
        test.key.part(start, start + 1),
        params={
            "key": test.key.value,
            "variant": "" if test.name is None or needs_key(test) else "always",
            "effect": "Deny" if view.denies else "Allow",
        },
    )


def _undefined(view: StatementView, test: Test, *, guess: bool) -> Finding | None:
    written = test.key.value
    owner = owner_of(written)
    if owner is KeyOwner.FEDERATED:
        return None
    if owner is KeyOwner.UNKNOWN:
        return _no_such_service(view, test, guess=guess)
    code = "INVALID_GLOBAL_CONDITION_KEY" if owner is KeyOwner.GLOBAL else "INVALID_SERVICE_CONDITION_KEY"
    return _unknown(code, view, test, meant(written) if guess else None, none=not key_names(prefix_of(written)))


def _well_formed(written: str) -> bool:
    prefix, colon, name = written.partition(":")
    return bool(prefix and colon and name.strip(":/")) and not any(letter.isspace() for letter in prefix)


@lru_cache(maxsize=1024)
def _formed(written: str) -> str | None:
    """The key that a text without the form of one is probably meant to be."""
    if facts_of(written.strip()):
        return written.strip()
    named = _NAMED_AFTER_AWS.fullmatch(written)
    bare = "".join((named.group(1) if named else written).split()).strip(":")
    return meant_globally(bare) if bare else None


def _unknown(code: str, view: StatementView, test: Test, near: str | None, *, none: bool = False) -> Finding:
    return found(
        code,
        test.key.place,
        params={
            "key": test.key.value,
            "service": prefix_of(test.key.value).lower(),
            "suggestion": near or "",
            "variant": _variant(test, near, none=none),
            "effect": "Deny" if view.denies else "Allow",
        },
        fixes=_renaming(view, test, near),
    )


def _variant(test: Test, near: str | None, *, none: bool = False) -> str:
    """What is known of the name (`none`: its service has no keys), and whether the test holds without the key."""
    known = "near" if near else "none" if none else "unknown"
    return known if test.name is None or needs_key(test) else f"{known}_always"


def _no_such_service(view: StatementView, test: Test, *, guess: bool) -> Finding:
    prefix = prefix_of(test.key.value)
    near = near_service(prefix) if guess else None
    name = test.key.value[len(prefix) :]
    better = f"{near}{name}" if near and facts_of(f"{near}{name}") else None
    return found(
        "INVALID_SERVICE",
        test.key.part(0, len(prefix)),
        params={
            "key": test.key.value,
            "service": prefix,
            "suggestion": better or near or "",
            "variant": f"key_{_variant(test, better or near)}",
            "effect": "Deny" if view.denies else "Allow",
        },
        fixes=_renaming(view, test, better),
    )


def _known_but(code: str, view: StatementView, test: Test, instead: tuple[str, ...]) -> Finding:
    fixes = [each for key in instead for each in _renaming(view, test, key)]
    return found(code, test.key.place, params={"key": test.key.value, "instead": instead}, fixes=fixes)


def _renaming(view: StatementView, test: Test, key: str | None) -> tuple[Fix, ...]:
    return offered(fix("key_renamed", *key_renamed(view, test, key), key=key)) if key else ()


def check_doubled_keys(subject: Subject) -> Iterator[Finding]:
    """DUPLICATE_KEYS_WITH_DIFFERENT_CASE: keys that differ in capitals only are one key, and AWS takes one of them."""
    for view in subject.statements:
        first: dict[tuple[Path, str], Test] = {}
        for test in view.tests:
            earlier = first.setdefault((test.operator.path, test.folded_key), test)
            if earlier.key.value != test.key.value:
                yield _doubled(earlier, test)


def _doubled(earlier: Test, test: Test) -> Finding:
    same = {each.value for each in earlier.values} == {each.value for each in test.values}
    keep_first = fix("key_kept", removed(test.place.path), key=earlier.key.value)
    keep_second = fix("key_kept", removed(earlier.place.path), key=test.key.value)
    return found(
        "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
        test.key.place,
        params={"key": test.key.value, "other": earlier.key.value, "operator": test.operator.value},
        related=(earlier.key.place,),
        fixes=(keep_first,) if same else (keep_first, keep_second),
    )
