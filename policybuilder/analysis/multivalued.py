"""A set of values for a multivalued key, found without looking at all sets.

"All values are in m" bounds every value, "some value is in a" asks for one: so a set exists exactly if each asked value
exists on its own within all bounds, and the set of these will do. Source: IAM User Guide, "Single-valued vs. multivalued
context keys".
"""

from collections.abc import Sequence

from policybuilder.analysis.forms import KeyForm
from policybuilder.analysis.globs import Budget
from policybuilder.analysis.literals import KeyLiteral
from policybuilder.analysis.members import Members, Texts
from policybuilder.analysis.patterns import exact
from policybuilder.analysis.single import Undecided, find_value

_NOT_EMPTY = Texts((exact(""),), outside=True)


def several_values(
    key: str, form: KeyForm, literals: Sequence[KeyLiteral], budget: Budget
) -> tuple[str, ...] | Undecided | None:
    """A set of values, not all of them empty texts, for which all literals hold; None if there is none.

    A set of empty texts alone comes last, and only where the form has it.
    """
    if form.blank and all(each.blank for each in literals):
        found = _not_blank(key, form, literals, budget)
        return found if isinstance(found, tuple) else ("",)
    return _not_blank(key, form, literals, budget)


def _not_blank(
    key: str, form: KeyForm, literals: Sequence[KeyLiteral], budget: Budget
) -> tuple[str, ...] | Undecided | None:
    bounds = [each.several for each in literals if each.every]
    asked = dict.fromkeys(each.several for each in literals if not each.every)
    chosen: dict[str, None] = {}
    undecided: Undecided | None = None
    for each in asked:
        if any(each.holds(text) for text in chosen):
            continue
        found = _value(key, form, [*bounds, each], budget)
        if found is None:
            return None
        if isinstance(found, Undecided):
            undecided = found
        else:
            chosen[found] = None
    if undecided is None and not any(chosen):
        found = find_value(key, form.domain, [*bounds, _NOT_EMPTY], budget)
        if found is None or isinstance(found, Undecided):
            return found
        chosen[found] = None
    return undecided or tuple(chosen)


def _value(key: str, form: KeyForm, sets: Sequence[Members], budget: Budget) -> str | Undecided | None:
    """A value, an empty one only if there is no other."""
    found = find_value(key, form.domain, [*sets, _NOT_EMPTY], budget)
    return find_value(key, form.domain, sets, budget) if found is None else found
