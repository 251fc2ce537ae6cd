"""What a statement takes in, compared with another: does one cover the other, whatever the request?

True is certain; false may only mean that it could not be told. Compared are the patterns as written, not the actions
and resources that there are. Source: IAM User Guide, "IAM JSON policy elements: Action", "... Resource", "... Condition
operators", "... Principal".
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from policybuilder.iam import covers, overlaps
from policybuilder.iam.arn import arn_pattern
from policybuilder.validator.view import PrincipalView, StatementView, Test

MANY = 30  # entries of a list, up to which those that others cover are left out
LONGEST = 20_000  # stars of a pattern times letters of another that are compared
_ALL = "*"
_SAME = {"ArnEquals": "ArnLike", "ArnNotEquals": "ArnNotLike"}
_FOLDED = ("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "Bool", "Null")
_OPEN = re.compile(r"[*?]|\$\{")
_Covers = Callable[[str, str], bool]


class Listed(NamedTuple):
    """An element, or with `negated` its opposite (NotAction, NotResource), without what its other entries cover."""

    negated: bool
    entries: frozenset[str]


class Limit(NamedTuple):
    """One test, its key in small letters."""

    set_operator: str
    base: str
    if_exists: bool
    negated: bool
    key: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Extent:
    """A statement without its effect and Sid, and without the ways of writing it."""

    actions: Listed
    resources: Listed | None
    limits: frozenset[Limit]
    principals: Listed | None

    def covers(self, other: "Extent") -> bool:
        """Does this one apply to every request that the other applies to?"""
        return (
            _listed_covers(self.actions, other.actions, action_covers)
            and _listed_covers(self.resources, other.resources, arn_covers)
            and _principals_cover(self.principals, other.principals)
            and all(any(_implies(theirs, limit) for theirs in other.limits) for limit in self.limits)
        )

    def parts(self, most: int) -> tuple["Extent", ...]:
        """The statement cut into one for each action and resource; itself where it lists what it leaves out."""
        resources = self.resources
        if self.actions.negated or resources is None or resources.negated:
            return (self,)
        if len(self.actions.entries) * len(resources.entries) > most:
            return (self,)
        pairs = product(sorted(self.actions.entries), sorted(resources.entries))
        return tuple(Extent(_one(action), _one(resource), self.limits, self.principals) for action, resource in pairs)


def _one(entry: str) -> Listed:
    return Listed(negated=False, entries=frozenset([entry]))


def extent_of(view: StatementView) -> Extent | None:
    """The extent of a statement; None where it never applies or cannot be told."""
    if view.effect is None or not view.statement.readable or any(test.name is None for test in view.tests):
        return None
    actions = _listed(view, "Action", action_normal, action_covers)
    resources = _listed(view, "Resource", arn_normal, arn_covers)
    if actions is None or not actions.entries or "" in actions.entries or (resources and not resources.entries):
        return None
    limits = frozenset(limit for test in view.tests if (limit := _limit(test)))
    return Extent(actions, resources, limits, _principals(view))


# -- lists -------------------------------------------------------------------------------------------------------------


def _listed(view: StatementView, name: str, normal: Callable[[str], str], wider: _Covers) -> Listed | None:
    element = view.element(name) or view.element(f"Not{name}")
    if element is None:
        return None
    entries = frozenset(normal(text.value) for text in element.texts)
    return Listed(element.name != name, _widest(entries, wider))


def _widest(entries: frozenset[str], wider: _Covers) -> frozenset[str]:
    """The entries that no other one covers; of two that cover each other the first."""
    patterns = sorted(entry for entry in entries if "*" in entry or "?" in entry)
    if not patterns or len(entries) > MANY:
        return entries
    kept = set(entries)
    for pattern in patterns:
        if pattern in kept:
            kept -= {entry for entry in kept if entry != pattern and wider(pattern, entry)}
    return frozenset(kept)


@lru_cache(maxsize=4096)
def action_normal(text: str) -> str:
    """An Action entry in small letters; nothing for what can match no action."""
    lower = text.lower()
    if text and not text.strip(_ALL):
        return _ALL
    prefix, _, name = lower.partition(":")
    if not name or (prefix != _ALL and ("*" in prefix or "?" in prefix)):
        return ""
    return _ALL if prefix == _ALL and not name.strip(_ALL) else lower


def action_covers(wide: str, narrow: str) -> bool:
    """Does one Action entry, in its normal form, take in all that another does?"""
    return wide in (_ALL, narrow) or (narrow.startswith(start_of(wide)) and _covers(wide, narrow))


@lru_cache(maxsize=16384)
def _covers(wide: str, narrow: str) -> bool:
    """Not told of patterns with so many stars and letters that it would take long."""
    return wide.count(_ALL) * len(narrow) <= LONGEST and covers(wide, narrow)


@lru_cache(maxsize=4096)
def start_of(pattern: str) -> str:
    """The text before the first wildcard or variable."""
    return _OPEN.split(pattern, maxsplit=1)[0]


def meet(one: str, other: str) -> bool:
    """May two Resource entries have a resource in common? Variables stand for any text."""
    if _ALL in (one, other):
        return True
    first, second = start_of(one), start_of(other)
    if not first.startswith(second) and not second.startswith(first):
        return False
    return overlaps(opened(one), opened(other))


@lru_cache(maxsize=4096)
def arn_normal(text: str) -> str:
    """A Resource entry with its missing fields."""
    pattern = arn_pattern(text)
    return _ALL if pattern.everything else ":".join((*pattern.head, pattern.tail))


def arn_covers(wide: str, narrow: str) -> bool:
    """Does one Resource entry, in its normal form, take in all that another does?"""
    if wide in (_ALL, narrow):
        return True
    start = start_of(wide)
    return start != wide and narrow != _ALL and narrow.startswith(start) and _fields_cover(wide, narrow)


@lru_cache(maxsize=16384)
def _fields_cover(wide: str, narrow: str) -> bool:
    """Field by field; a pattern with variables covers only itself."""
    if "${" in wide:
        return False
    pairs = zip(wide.split(":", 5), opened(narrow).split(":", 5), strict=False)
    return all(_covers(one, other) for one, other in pairs)


@lru_cache(maxsize=4096)
def opened(pattern: str) -> str:
    """The pattern with any text for its variables."""
    begin, *others = pattern.split("${")
    return begin + "".join("*" + other.partition("}")[2] for other in others)


def _listed_covers(wide: Listed | None, narrow: Listed | None, wider: _Covers) -> bool:
    if wide is None or narrow is None:
        return wide is narrow
    if wide.negated and narrow.negated:
        return _each_covered(wide.entries, narrow.entries, wider)
    if wide.negated:
        return not any(meet(out, entry) for out, entry in product(wide.entries, narrow.entries))
    if narrow.negated:
        return _ALL in wide.entries
    return _each_covered(narrow.entries, wide.entries, wider)


def _each_covered(entries: Iterable[str], wide: frozenset[str], wider: _Covers) -> bool:
    return all(entry in wide or any(wider(each, entry) for each in wide) for entry in entries)


# -- conditions --------------------------------------------------------------------------------------------------------


def _limit(test: Test) -> Limit | None:
    name = test.name
    if name is None:
        return None
    base = _SAME.get(test.base, test.base)
    values = frozenset(value.value.lower() if base in _FOLDED else value.value for value in test.values)
    return Limit(name.set_operator or "", base, name.if_exists, name.negated, test.folded_key, values)


def _implies(given: Limit, wanted: Limit) -> bool:
    """Does the one test hold only where the other does too?"""
    if (given.set_operator, given.base, given.key) != (wanted.set_operator, wanted.base, wanted.key):
        return False
    if given.if_exists and not wanted.if_exists:
        return False
    wider: _Covers = {"StringLike": _like_covers, "StringNotLike": _like_covers}.get(given.base, arn_covers)
    if "Like" not in given.base:
        wider = str.__eq__
    if given.negated:
        return _each_covered(wanted.values, given.values, wider)
    return _each_covered(given.values, wanted.values, wider)


@lru_cache(maxsize=4096)
def _like_covers(wide: str, narrow: str) -> bool:
    return wide == narrow or ("${" not in wide and _covers(wide, opened(narrow)))


# -- principals --------------------------------------------------------------------------------------------------------


def _principals(view: StatementView) -> Listed | None:
    given = view.principal or view.not_principal
    if given is None:
        return None
    return Listed(view.principal is None, frozenset(_entries(given)))


def _entries(given: PrincipalView) -> Iterable[str]:
    """`AWS:` and the value for each; everyone as `*`, an account as the ARN of its root user."""
    if given.everyone:
        yield _ALL
    for kind, values in given.entries:
        for value in values:
            text = value.value
            if kind.value == "AWS" and text == _ALL:
                yield _ALL
            elif kind.value == "AWS" and len(text) == 12 and text.isdigit():
                yield f"AWS:arn:aws:iam::{text}:root"
            else:
                yield f"{kind.value}:{text}"


def _principals_cover(wide: Listed | None, narrow: Listed | None) -> bool:
    if wide == narrow:
        return True
    if wide is None or narrow is None or wide.negated or narrow.negated:
        return False
    everyone = _ALL in wide.entries
    return all(entry in wide.entries or (everyone and entry.startswith("AWS:")) for entry in narrow.entries)
