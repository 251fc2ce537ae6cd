"""Conditions of a difference as phrases: `before 1 July 2026`, `when aws:MultiFactorAuthPresent is absent`.

A phrase says all of what a condition holds for, absent keys too. Rules: IAM User Guide, "IAM JSON policy elements:
Condition operators" and "Single-valued vs. multivalued context keys".
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from policybuilder.analysis import Phrase, World
from policybuilder.catalogue import catalogue
from policybuilder.iam import ConditionEntry
from policybuilder.iam.instants import instant
from policybuilder.iam.operators import OperatorName, operator_named


class Piece(NamedTuple):
    """A piece of a line: words, or what stands so in a policy."""

    text: str
    code: bool = False


Pieces = tuple[Piece, ...]


class Verb(NamedTuple):
    """What is said of a key with one value: what stands behind "is", and whether it may be absent, too."""

    key: str
    absent: bool
    positive: bool
    said: Pieces

    @property
    def pieces(self) -> Pieces:
        """The clause."""
        return (Piece(self.key, code=True), Piece(" is absent or " if self.absent else " is "), *self.said)


class Told(NamedTuple):
    """A condition in words; a `clause` is said behind "when", and what it says of its key with others of that key."""

    pieces: Pieces
    clause: bool = True
    verb: Verb | None = None


MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAY = 86_400
VERBS: Mapping[str, str] = {
    "StringEquals": "",
    "StringEqualsIgnoreCase": "in capital or small letters",
    "StringLike": "like",
    "NumericEquals": "",
    "NumericLessThan": "less than",
    "NumericLessThanEquals": "at most",
    "NumericGreaterThan": "more than",
    "NumericGreaterThanEquals": "at least",
    "DateEquals": "at",
    "DateLessThan": "before",
    "DateLessThanEquals": "not after",
    "DateGreaterThan": "after",
    "DateGreaterThanEquals": "not before",
    "Bool": "",
    "BinaryEquals": "",
    "IpAddress": "within",
    "ArnEquals": "like",
    "ArnLike": "like",
}
"""What stands behind "is" where an operator holds; negated ones have the verb of their positive."""
EXACT = ("StringEquals", "StringNotEquals")  # for which a star is a letter like any other
OPPOSITES: Mapping[str, str] = {
    "less than": "at least",
    "at least": "less than",
    "more than": "at most",
    "at most": "more than",
    "before": "not before",
    "not before": "before",
    "after": "not after",
    "not after": "after",
}
BOOLEANS: Mapping[str, str] = {"true": "false", "false": "true"}
MOMENTS: Mapping[str, str] = {"not before": "from {} on", "not after": "until {}", "at": "at {}"}
BEGINNINGS = ("from ", "after ")  # of a time or a network, before what ends or narrows it
NEGATIVE = ("not ", "neither ", "like neither ", "exactly neither ")
NOW, ADDRESS = "aws:currenttime", "aws:sourceip"


def conditions_of(phrases: Sequence[Phrase], world: World) -> Pieces:
    """The conditions of a box as they stand behind what it is about; () without any. What several say of one key is said
    together: it may be absent where all of them let it."""
    lacking = {phrase: _lets_lack(phrase, world) for phrase in phrases}
    parts = []
    for phrase in _sorted(phrases):
        beside = [lacking[other] for other in phrases if other is not phrase and _key(other) == _key(phrase)]
        if beside and _says_there(phrase):
            continue
        parts.append(_told(phrase, lacking[phrase] if all(each is not False for each in beside) else None))
    bare = [part.pieces for part in parts if part.verb is None and not part.clause]
    bare.sort(key=lambda pieces: not pieces[0].text.startswith(BEGINNINGS))
    found: list[Piece] = [piece for pieces in bare for piece in (Piece(", "), *pieces)]
    if clauses := [*_by_key(parts), *(part.pieces for part in parts if part.verb is None and part.clause)]:
        found += [Piece(", when "), *joined(clauses)]
    return tuple(found)


def _key(phrase: Phrase) -> str:
    return phrase.entry.key.lower()


def _sorted(phrases: Sequence[Phrase]) -> list[Phrase]:
    """What is so before what is not."""
    return sorted(phrases, key=lambda phrase: not _is_positive(phrase))


def _is_positive(phrase: Phrase) -> bool:
    named = operator_named(phrase.entry.operator)
    return named is not None and phrase.holds is not named.negated


def _says_there(phrase: Phrase) -> bool:
    """Does it say no more than that the key is there?"""
    named = operator_named(phrase.entry.operator)
    wanted = {value.lower() for value in phrase.entry.values.items}
    plain = named is not None and named.row is None and named.set_operator is None
    return plain and len(wanted) == 1 and ((wanted == {"false"}) is phrase.holds)


def _lets_lack(phrase: Phrase, world: World) -> bool | None:
    """Does it hold for requests without the key? None if there are no such requests."""
    named = operator_named(phrase.entry.operator)
    if named is None or (world.always_present and _always_sent(phrase.entry.key)):
        return None
    return not _says_there(phrase) if named.row is None else _holds_when_absent(named) is phrase.holds


def _told(phrase: Phrase, lacking: bool | None) -> Told:  # noqa: FBT001 - three answers, given on
    """A condition in words; `lacking`: may the key be absent, None where that is not to be said."""
    entry, holds = phrase
    named = operator_named(entry.operator)
    if named is None:
        return _as_written(entry, holds=holds)
    if named.row is None:
        return _of_null(entry, named, holds=holds)
    positive = holds is not named.negated
    plain = named.set_operator is None
    if _key(phrase) == NOW and plain and named.row.family.name == "date" and len(entry.values.items) == 1:
        return _of_time(entry, positive=positive)
    if _key(phrase) == ADDRESS and plain and named.row.family.name == "ip":
        return _of_address(entry, positive=positive, absent=bool(lacking))
    if plain:
        said = _verb(entry, named, positive=positive)
        verb = Verb(entry.key, bool(lacking), not said[0].text.startswith(NEGATIVE), said)
        return Told(verb.pieces, verb=verb)
    return _of_several(entry, named, holds=holds, lacking=lacking)


def _by_key(parts: Sequence[Told]) -> list[Pieces]:
    """One clause for all that is said of a key: `aws:RequestedRegion is like us-*, but not us-east-1`."""
    by_key: dict[str, list[Verb]] = {}
    for part in parts:
        if part.verb is not None:
            by_key.setdefault(part.verb.key.lower(), []).append(part.verb)
    return [_of_key(verbs) for verbs in by_key.values()]


def _of_key(verbs: Sequence[Verb]) -> Pieces:
    said = list(verbs[0].pieces)
    for before, verb in pairwise(verbs):
        said += [Piece(" and " if before.positive is verb.positive else ", but "), *verb.said]
    return tuple(said)


def joined(parts: Sequence[Pieces], joint: str = "and") -> Pieces:
    """Several with commas and a word between them."""
    found: list[Piece] = []
    for number, part in enumerate(parts):
        if number:
            found.append(Piece(f" {joint} " if number == len(parts) - 1 else ", "))
        found.extend(part)
    return tuple(found)


def _always_sent(key: str) -> bool:
    found = catalogue().find_key(key)
    return found is not None and found.always


def _holds_when_absent(named: OperatorName) -> bool:
    if named.set_operator:
        return named.if_exists or named.set_operator == "ForAllValues"
    return named.if_exists or named.negated


def _as_written(entry: ConditionEntry, *, holds: bool) -> Told:
    """An operator that does not exist."""
    written = Piece(f"{entry.operator} {entry.key}: {', '.join(entry.values.items)}", code=True)
    return Told((written, Piece(" holds" if holds else " does not hold")))


def _of_null(entry: ConditionEntry, named: OperatorName, *, holds: bool) -> Told:
    wanted = {value.lower() for value in entry.values.items}
    if named.set_operator or wanted not in ({"true"}, {"false"}):
        return _as_written(entry, holds=holds)
    absent = (wanted == {"true"}) is holds
    return Told((Piece(entry.key, code=True), Piece(" is absent" if absent else " is there")))


def _verb(entry: ConditionEntry, named: OperatorName, *, positive: bool) -> Pieces:
    """What stands behind "is": `prod`, `not prod`, `neither prod nor test`, `at least 5`."""
    operator = named.row.name if named.row else ""
    verb = VERBS[operator] if operator in VERBS else VERBS[_positive(operator)]
    items = entry.values.items
    if len(items) == 1 and operator == "Bool" and items[0].lower() in BOOLEANS:
        text = items[0].lower()
        return (Piece(text if positive else BOOLEANS[text], code=True),)
    values = _values(entry, named)
    if not positive and len(items) == 1 and verb in OPPOSITES:
        verb, positive = OPPOSITES[verb], True
    if operator in EXACT and any(set("*?") & set(text) for text in items):
        verb = "exactly"
    between = f"{verb} " if verb and verb != VERBS["StringEqualsIgnoreCase"] else ""
    end = (Piece(f", {verb}"),) if verb == VERBS["StringEqualsIgnoreCase"] else ()
    if positive:
        return (*_piece(between), *joined(values, "or"), *end)
    if len(values) == 1:
        return (Piece(f"not {between}"), *values[0], *end)
    return (Piece(f"{between}neither "), *joined(values, "nor"), *end)


def _piece(text: str) -> Pieces:
    return (Piece(text),) if text else ()


def _positive(operator: str) -> str:
    return "IpAddress" if operator == "NotIpAddress" else operator.replace("Not", "", 1)


def _values(entry: ConditionEntry, named: OperatorName) -> list[Pieces]:
    dates = named.row is not None and named.row.family.name == "date"
    return [_value(text, dates=dates) for text in entry.values.items] or [(Piece("none of no values"),)]


def _value(text: str, *, dates: bool) -> Pieces:
    moment = moment_words(text, exact=True) if dates else ""
    return (Piece(moment),) if moment else (Piece(text or '""', code=True),)


def moment_words(text: str, *, exact: bool = False) -> str:
    """A point in time in words, the time left out at midnight unless it must be `exact`; "" where it is none."""
    seconds = instant(text)
    if seconds is None or not 0 <= seconds < Decimal(253_402_300_800) or seconds % 1:  # up to the year 9999
        return ""
    then = datetime.fromtimestamp(int(seconds), UTC)
    day = f"{then.day} {MONTHS[then.month - 1]} {then.year}"
    if not exact and seconds % DAY == 0:
        return day
    return f"{day}, {then:%H:%M:%S} UTC" if then.second else f"{day}, {then:%H:%M} UTC"


def _of_time(entry: ConditionEntry, *, positive: bool) -> Told:
    """The time of the request: `before 1 July 2026`, `from 1 July 2026 on`."""
    named = operator_named(entry.operator)
    operator = named.row.name if named and named.row else ""
    verb = VERBS[operator] if operator in VERBS else VERBS[_positive(operator)]
    if not positive:
        verb = OPPOSITES.get(verb, f"not {verb}")
    text = entry.values.items[0]
    words = moment_words(text, exact=verb not in {"before", "not before"})
    if not words:
        return Told((Piece(entry.key, code=True), Piece(f" is {verb} "), Piece(text, code=True)))
    return Told((Piece(MOMENTS.get(verb, f"{verb} {{}}").format(words)),), clause=False)


def _of_address(entry: ConditionEntry, *, positive: bool, absent: bool) -> Told:
    """Where the request comes from: `from 203.0.113.0/24`, `outside 203.0.113.0/24`."""
    values: list[Pieces] = [(Piece(text, code=True),) for text in entry.values.items]
    said = (Piece("from "), *joined(values, "or")) if positive else (Piece("outside "), *joined(values))
    if absent:
        said = (*said, Piece(" or without "), Piece(entry.key, code=True))
    return Told(said, clause=False)


def _of_several(entry: ConditionEntry, named: OperatorName, *, holds: bool, lacking: bool | None) -> Told:
    """A key with several values: what is so for each, for one or for none of them; `lacking`: may it be absent, None if
    it never is."""
    key = Piece(entry.key, code=True)
    every = (named.set_operator == "ForAllValues") is holds
    alike = holds is not named.negated  # does the phrase speak of values that match rather than of others?
    start = "a value of "
    if every:
        start = "every value of " if alike else "no value of "
        alike = True
    said = (Piece(start), key, Piece(" is "), *_verb(entry, named, positive=alike))
    if start != "no value of " and lacking:
        said = (*said, Piece(", or it is absent"))
    if start == "no value of " and lacking is False:
        said = (*said, Piece(", and it is there"))
    return Told(said)


def words_of(pieces: Sequence[Piece]) -> str:
    """Pieces as plain text."""
    return "".join(piece.text for piece in pieces)


__all__ = ["Piece", "Pieces", "conditions_of", "joined", "moment_words", "words_of"]
