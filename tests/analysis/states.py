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


ANY, SETS = KeyForm(single=True, multiple=True, blank=True), KeyForm(single=False, multiple=True)
FORMS = [KeyForm(), KeyForm(absent=False), SETS, ANY]
PREFIXES = ("", "ForAllValues:", "ForAnyValue:")
TEXTS = ["a", "A", "ab", "a*", "*", "?", "*a", "a?", "", "k", "${*}", "a${?}", "${", "${$}b"]
NUMBERS = ["5", "5.0", "-1", "4", "4.5", "05", "many", "1e3", "99999999999999999999999"]
DATES = ["2026-07-01T00:00:00Z", "2026-07-01T02:00:00+02:00", "2026", "1782864000", "soon", "2026-07-01T00:00:00.5Z"]
DATES += ["0001-01-01", "9999-12-31T23:59:59Z", "9999999999999999999"]
ADDRESSES = ["203.0.113.0/24", "203.0.113.0/25", "203.0.113.128/25", "203.0.113.7", "2001:db8::/32", "::/0", "here"]
ADDRESSES += ["0.0.0.0/0", "203.0.113.7/30", "2001:0db8::7"]
FLAGS = ["true", "TRUE", "false", "yes"]
BINARIES = ["YQ==", "YWI=", "", "?"]
ARNS = ["arn:aws:iam::1:role/a", "arn:aws:iam::*:role/*", "*", "a:b:c:d:e:*", "?:*:*:*:*:a", "::::: ", "${*}:::::a"]
FAMILIES = {
    "String": TEXTS,
    "Numeric": NUMBERS,
    "Date": DATES,
    "IpAddress": ADDRESSES,
    "Bool": FLAGS,
    "Binary": BINARIES,
    "Arn": ARNS,
}


def family_of(name):
    return next(family for family in FAMILIES if family in name)
