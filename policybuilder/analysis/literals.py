"""One condition entry as a literal on its key: in which states of the key it holds, and, as its complement, in which not.

Rules: IAM User Guide, "IAM JSON policy elements: Condition operators", "Single-valued vs. multivalued context keys" and
"Conditions with multiple context keys or values", where these are silent as `iam.conditions` decides (assumptions 10.6
to 10.9, 10.18, 10.21).
"""

from dataclasses import dataclass, field

from policybuilder.analysis.members import EVERYTHING, NOTHING, Members, Texts, members_of
from policybuilder.analysis.patterns import exact
from policybuilder.iam import ConditionEntry, ContextValue, OperatorName, Request
from policybuilder.iam.conditions import Condition, prepare_condition
from policybuilder.iam.listed import Listed
from policybuilder.iam.operators import Operator
from policybuilder.iam.request import Context
from policybuilder.iam.variables import Dialect, resolve


@dataclass(frozen=True, slots=True)
class KeyLiteral:
    """In which states of a key (lower case) something holds.

    `absent`: without the key. `single`: the texts for which it holds as the one value. For a set of several values it
    holds if all (`every`) or any of them are in `several`; a set of empty texts alone is `blank`. Where it came from,
    `entry` and whether it is its complement, is for readers: literals that hold in the same states are equal.
    """

    key: str
    absent: bool
    single: Members
    every: bool
    several: Members
    blank: bool
    entry: ConditionEntry | None = field(default=None, compare=False)
    complemented: bool = field(default=False, compare=False)

    def holds(self, value: ContextValue | None) -> bool:
        """Does it hold for a state: None for absent, a text, or a set of texts?"""
        if not value and not isinstance(value, str):
            return self.absent
        if isinstance(value, str):
            return self.single.holds(value)
        if not any(value):
            return self.blank
        return (all if self.every else any)(self.several.holds(text) for text in value)

    def complement(self) -> "KeyLiteral":
        """The literal that holds in all other states."""
        return KeyLiteral(
            self.key,
            not self.absent,
            self.single.complement(),
            not self.every,
            self.several.complement(),
            not self.blank,
            self.entry,
            not self.complemented,
        )


@dataclass(frozen=True, slots=True)
class Opaque:
    """An entry that is no literal on one key: its values hang on other keys (`variables`), or it is not understood."""

    entry: ConditionEntry
    variables: tuple[str, ...] = ()


_NO_CONTEXT = Context(Request("", "*"))


def literal_of(entry: ConditionEntry, dialect: Dialect) -> KeyLiteral | Opaque:
    """The literal of an entry in a document whose Version makes of `${...}` what `dialect` says."""
    condition = prepare_condition(entry, dialect)
    named = condition.operator
    if named is None:
        return _constant(entry, holds=False)
    if named.row is None:
        return _null(named, entry)
    if condition.variables or _has_zone(named.row, entry):
        return Opaque(entry, condition.variables)
    return _of_values(named, named.row, condition)


def _has_zone(row: Operator, entry: ConditionEntry) -> bool:
    """Is there an address with a zone, `fe80::1%1`? It is ordered as no other address, and AWS sends none."""
    return row.family.name == "ip" and any("%" in text for text in entry.values.items)


def _of_values(named: OperatorName, row: Operator, condition: Condition) -> KeyLiteral:
    key = condition.entry.key.lower()
    every = named.set_operator == "ForAllValues"
    absent = named.if_exists or (every if named.set_operator else named.negated)
    if not condition.values:
        single = EVERYTHING if named.negated and not named.set_operator and not named.if_exists else NOTHING
        return KeyLiteral(key, absent, single, every, NOTHING, every, condition.entry)
    # what still is a variable then names no key and never has a value
    listed = condition.listed or Listed(row, [resolve(v, _NO_CONTEXT, wild=row.family.wild) for v in condition.values])
    found = members_of(row, listed)
    if not named.set_operator:  # never holds for several values (assumption 10.8)
        return KeyLiteral(key, absent, found, False, NOTHING, False, condition.entry)
    return KeyLiteral(key, absent, found, every, found, every or found.holds(""), condition.entry)


def _null(named: OperatorName, entry: ConditionEntry) -> KeyLiteral:
    """`Null`; with a set operator it is always true or always false, as AWS's own checks say."""
    if named.set_operator:
        return _constant(entry, holds=named.set_operator == "ForAllValues")
    wanted = {value.lower() for value in entry.values.items} & {"true", "false"}
    if len(wanted) != 1:
        return _constant(entry, holds=bool(wanted))
    absent = _absence(entry.key, entry)
    return absent if wanted == {"true"} else absent.complement()


def _absence(key: str, entry: ConditionEntry | None) -> KeyLiteral:
    return KeyLiteral(key.lower(), True, NOTHING, False, NOTHING, True, entry)


def _constant(entry: ConditionEntry, *, holds: bool) -> KeyLiteral:
    never = KeyLiteral(entry.key.lower(), False, NOTHING, False, NOTHING, False, entry)
    always = KeyLiteral(entry.key.lower(), True, EVERYTHING, True, EVERYTHING, True, entry)
    return always if holds else never


# -- literals that no entry says ---------------------------------------------------------------------------------------


def absent(key: str) -> KeyLiteral:
    """The key is absent, as `"Null": {key: "true"}` says it."""
    return _absence(key, None)


def strictly_absent(key: str) -> KeyLiteral:
    """The key is absent, and no set of empty texts either."""
    return KeyLiteral(key.lower(), True, NOTHING, False, NOTHING, False)


def one_value(key: str) -> KeyLiteral:
    """The key has a single value, which a policy variable then stands for."""
    return KeyLiteral(key.lower(), False, EVERYTHING, False, NOTHING, False)


def pinned(key: str, value: str | None) -> KeyLiteral:
    """The key has this one value; None: it has no single value, so that a policy variable has none."""
    if value is None:
        return one_value(key).complement()
    return KeyLiteral(key.lower(), False, Texts((exact(value),)), False, NOTHING, False)


ATOM = "ATOM:"
"""Begins the keys of atoms. Keys of policies are lower case, so that none is an atom's."""


def is_atom(key: str) -> bool:
    """Is it the key of an atom rather than of a request?"""
    return key.startswith(ATOM)


def atom(text: str) -> KeyLiteral:
    """A statement that may be true or false whatever the request says: a key of its own, absent or there."""
    return KeyLiteral(ATOM + text, False, EVERYTHING, False, NOTHING, False)
