"""States of condition keys to try by the thousand, and what the decision itself says of an entry in each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, product

from policybuilder.analysis.forms import KeyForm
from policybuilder.analysis.globs import Budget
from policybuilder.analysis.keys import Found, KeyLiteral, Nothing, Undecided, literal_of, solve_key
from policybuilder.iam import ConditionEntry, ContextValue, Request, Truth, Values
from policybuilder.iam.conditions import evaluate_condition, prepare_condition
from policybuilder.iam.request import Context
from policybuilder.iam.variables import Dialect

VARIABLES = Dialect(variables=True)
PLAIN = Dialect(variables=False)
State = ContextValue | None


@dataclass(frozen=True)
class Forms:
    """A world that says the same of every key."""

    form: KeyForm = field(default_factory=KeyForm)

    def key_form(self, key: str, /) -> KeyForm:
        return self.form


def entry(operator: str, *values: str, key: str = "x:key") -> ConditionEntry:
    return ConditionEntry(operator, key, Values(values))


def literal(operator: str, *values: str, key: str = "x:key", dialect: Dialect = VARIABLES) -> KeyLiteral:
    return literal_for(entry(operator, *values, key=key), dialect)


def literal_for(one: ConditionEntry, dialect: Dialect = VARIABLES, *, inverted: bool = False) -> KeyLiteral:
    found = literal_of(one, dialect)
    assert isinstance(found, KeyLiteral)
    return found.complement() if inverted else found


def solved(
    literals: Sequence[KeyLiteral], form: KeyForm | None = None, key: str = "x:key"
) -> Found | Nothing | Undecided:
    return solve_key(key, literals, Forms(form or KeyForm()), Budget())


@lru_cache(maxsize=1 << 18)
def decided(one: ConditionEntry, state: State, dialect: Dialect = VARIABLES) -> bool:
    """Does the decision find the entry to hold in a state of its key?"""
    context = {} if state is None else {one.key: state}
    truth = evaluate_condition(prepare_condition(one, dialect), Context(Request("a:b", "*", context=context))).truth
    assert truth is not Truth.UNKNOWN
    return truth is Truth.YES


def states(form: KeyForm, texts: Iterable[str], most: int = 2) -> list[State]:
    """The states of a form with these texts: absent, each alone, sets of up to `most` of them."""
    texts = list(texts)
    found: list[State] = [None] if form.absent else []
    if form.single:
        found += texts
    if form.multiple:
        found += [several for size in range(1, most + 1) for several in combinations(texts, size)]
        found = [state for state in found if form.blank or not isinstance(state, tuple) or any(state)]
    return found


def words(letters: str, longest: int) -> list[str]:
    """All texts of the letters up to a length."""
    return ["".join(word) for length in range(longest + 1) for word in product(letters, repeat=length)]
