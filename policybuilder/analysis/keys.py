"""Condition keys: is there one state of a key (absent, one value, a set of values) in which these literals hold?

A literal holds exactly when `iam.conditions` finds its entry to hold. Source: IAM User Guide, "Single-valued vs.
multivalued context keys"; how a set is found without looking at all sets is told in `multivalued`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from policybuilder.analysis.forms import KeyForm
from policybuilder.analysis.globs import Budget
from policybuilder.analysis.literals import KeyLiteral, Opaque, absent, atom, is_atom, literal_of, one_value, pinned
from policybuilder.analysis.multivalued import several_values
from policybuilder.analysis.single import Undecided, find_value
from policybuilder.iam import ContextValue

__all__ = [
    "NONE",
    "Found",
    "KeyLiteral",
    "KeyWorld",
    "Nothing",
    "Opaque",
    "Undecided",
    "absent",
    "atom",
    "is_atom",
    "literal_of",
    "one_value",
    "pinned",
    "solve_key",
]


class KeyWorld(Protocol):
    """What a world says of condition keys: `forms.known_form` for most, `forms.NEVER_THERE` where an action lacks one."""

    def key_form(self, key: str, /) -> KeyForm:
        """The form of a key in lower case."""


@dataclass(frozen=True, slots=True)
class Found:
    """A state of the key: a text, several, or None for absent."""

    value: ContextValue | None


@dataclass(frozen=True, slots=True)
class Nothing:
    """Proved: there is no such state."""


NONE = Nothing()


def solve_key(key: str, literals: Sequence[KeyLiteral], world: KeyWorld, budget: Budget) -> Found | Nothing | Undecided:
    """A state of the key (lower case, or an atom's) in which all literals hold, the plainest first: absent, one value.

    `NONE` is a proof for all states that the world has; `Undecided` says why there is neither.
    """
    form = KeyForm() if is_atom(key) else world.key_form(key)
    if form.absent and all(each.absent for each in literals):
        return Found(None)
    one = _one_value(key, form, literals, budget) if form.single else NONE
    if isinstance(one, Found) or not form.multiple:
        return one
    several = several_values(key, form, literals, budget)
    if isinstance(several, tuple):
        return Found(several)
    return several if several is not None else one


def _one_value(key: str, form: KeyForm, literals: Sequence[KeyLiteral], budget: Budget) -> Found | Nothing | Undecided:
    found = find_value(key, form.domain, [each.single for each in literals], budget)
    if found is None:
        return NONE
    return found if isinstance(found, Undecided) else Found(found)
