"""Does one entry of a list take in all that another does? True is certain; false may only mean that it was not told.

Compared are the texts as written. Sources: IAM User Guide, "IAM JSON policy elements: Action", "... Resource",
"... Condition operators" (StringLike).
"""

from functools import lru_cache

from policybuilder.iam import Statement, covers
from policybuilder.iam.arn import arn_pattern

LONGEST = 20_000  # stars of a pattern times letters of another that are compared


def action_covers(wide: str, narrow: str) -> bool:
    """Action entries: case does not count; wildcards stand behind the service's prefix, and alone they are everything."""
    one, other = wide.lower(), narrow.lower()
    if one == other or (one and not one.strip("*")):
        return True
    service, colon, name = one.partition(":")
    theirs = other.partition(":")
    return bool(colon and service == theirs[0] and "*" not in service) and _covers(name, theirs[2])


def arn_covers(wide: str, narrow: str) -> bool:
    """Resource entries, field by field. One with variables or with missing fields covers nothing but itself."""
    if wide == narrow or arn_pattern(wide).everything:
        return True
    if "${" in wide or wide.count(":") < 5 or narrow.count(":") < 5:
        return False
    opened = _opened(narrow)
    if opened is None:
        return False
    pairs = zip(wide.split(":", 5), opened.split(":", 5), strict=False)
    return all(_covers(one, other) for one, other in pairs)


def like_covers(wide: str, narrow: str) -> bool:
    """Values of StringLike; one with variables covers nothing but itself."""
    if wide == narrow:
        return True
    opened = _opened(narrow)
    return opened is not None and "${" not in wide and _covers(wide, opened)


def same_text(wide: str, narrow: str) -> bool:
    """Values that are compared letter by letter."""
    return wide == narrow


def statement_covers(wide: Statement, narrow: Statement) -> bool:
    """Does a statement that lists what it means apply to every request that another of the same effect applies to?"""
    if wide.effect is not narrow.effect or not wide.readable or not narrow.readable:
        return False
    if (wide.principal, wide.not_principal) != (narrow.principal, narrow.not_principal):
        return False
    if not set(wide.conditions) <= set(narrow.conditions):
        return False
    if wide.actions is None or narrow.actions is None or wide.resources is None or narrow.resources is None:
        return False
    lists = ((wide.actions, narrow.actions, action_covers), (wide.resources, narrow.resources, arn_covers))
    return all(
        bool(mine.items) and all(any(wider(each, item) for each in mine.items) for item in theirs.items)
        for mine, theirs, wider in lists
    )


@lru_cache(maxsize=16384)
def _covers(wide: str, narrow: str) -> bool:
    """Not told of patterns with so many stars and letters that it would take long."""
    return wide == narrow or (wide.count("*") * len(narrow) <= LONGEST and covers(wide, narrow))


def _opened(pattern: str) -> str | None:
    """The pattern with any text for its variables; None where a default value may hold what ends a variable."""
    if "${" not in pattern:
        return pattern
    begin, *others = pattern.split("${")
    if "'" in pattern or any("}" not in other for other in others):
        return None
    return begin + "".join("*" + other.partition("}")[2] for other in others)
