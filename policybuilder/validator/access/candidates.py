"""Which statements the exact analysis is worth asking about: those that others may cover, seen from their patterns.

Whoever is left out here is surely needed, or is told by the quick comparison: a statement of which some action or
resource meets no other statement adds that. It keeps the exact questions few.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from policybuilder.validator.access.extent import Extent, Listed, meet
from policybuilder.validator.view import StatementView

MOST_STATEMENTS = 100
MOST_ENTRIES = 600  # of a document, all together; a policy of the quotas' size has fewer


@dataclass(frozen=True, slots=True)
class Piece:
    """A statement with its extent. `text`: what it says in other words than the document's, for a part of one."""

    view: StatementView
    extent: Extent
    text: str = ""

    @property
    def entries(self) -> int:
        """How many actions and resources it lists."""
        extent = self.extent
        return len(extent.actions.entries) + (len(extent.resources.entries) if extent.resources else 0)

    @property
    def weight(self) -> int:
        """How much an exact question has to do with it."""
        principals = self.extent.principals
        return self.entries + 3 * len(self.extent.limits) + 3 * (len(principals.entries) if principals else 0)


def small(pieces: Sequence[Piece]) -> bool:
    """Are there so few statements that the exact analysis is asked?"""
    return len(pieces) <= MOST_STATEMENTS and sum(piece.entries for piece in pieces) <= MOST_ENTRIES


def meeting(piece: Piece, others: Iterable[Piece]) -> list[Piece]:
    """The others that may apply to a request that the piece applies to."""
    return [other for other in others if other.view is not piece.view and _meet(piece.extent, other.extent)]


def may_be_covered(piece: Piece, others: Sequence[Piece]) -> bool:
    """May these, which all meet it, cover the piece together? False is certain but for conditions that always hold."""
    extent = piece.extent
    return (
        _each_met(extent.actions, [other.extent.actions for other in others])
        and (extent.resources is None or _each_met(extent.resources, [other.extent.resources for other in others]))
        and _conditions_may_be_met(extent, [other.extent for other in others])
    )


def may_bite_nothing(deny: Piece, allows: Sequence[Piece]) -> bool:
    """Is a Deny of actions that the policy allows, so that it may be meant for it, not seen to take something from it?

    A Deny of other actions, or of all but some, is a limit for whatever other policies allow: nothing to tell.
    """
    actions = deny.extent.actions
    if actions.negated:
        return False
    shared = [allow for allow in allows if _lists_meet(actions, allow.extent.actions)]
    return bool(shared) and not any(_surely_meet(deny.extent, allow.extent) for allow in shared)


def shares_actions(deny: Piece, allows: Iterable[Piece]) -> Iterator[Piece]:
    """The Allow statements with actions that the Deny names, too."""
    return (allow for allow in allows if _lists_meet(deny.extent.actions, allow.extent.actions))


def _meet(one: Extent, other: Extent) -> bool:
    return _lists_meet(one.actions, other.actions) and _lists_meet(one.resources, other.resources)


def _lists_meet(one: Listed | None, other: Listed | None) -> bool:
    if one is None or other is None or one.negated or other.negated:
        return True
    if not one.entries.isdisjoint(other.entries):
        return True
    return any(_entries_meet(mine, theirs) for mine in one.entries for theirs in other.entries)


def _each_met(listed: Listed, others: Iterable[Listed | None]) -> bool:
    """Does each entry meet one of the others?"""
    if listed.negated or any(other is None or other.negated for other in others):
        return True
    theirs = [entry for other in others if other for entry in other.entries]
    return all(any(_entries_meet(entry, each) for each in theirs) for entry in listed.entries)


@lru_cache(maxsize=16384)
def _entries_meet(one: str, other: str) -> bool:
    return one == other or meet(one, other)


def _conditions_may_be_met(extent: Extent, others: Sequence[Extent]) -> bool:
    """Does one other have no key that the statement lacks, or do two of them share such a key?"""
    own = {limit.key for limit in extent.limits}
    foreign = [{limit.key for limit in other.limits} - own for other in others]
    seen = set[str]()
    for keys in foreign:
        if not keys or not keys.isdisjoint(seen):
            return True
        seen |= keys
    return False


def _surely_meet(deny: Extent, allow: Extent) -> bool:
    """Does the Deny take something from the Allow for sure? Both say the same of some resource, on keys of their own."""
    if {limit.key for limit in deny.limits} & {limit.key for limit in allow.limits}:
        return False
    resources, theirs = deny.resources, allow.resources
    if resources is None or theirs is None or resources.negated or theirs.negated:
        return False
    both = ("*",)
    return any(entry in both for entry in (*resources.entries, *theirs.entries)) or not resources.entries.isdisjoint(
        theirs.entries
    )
