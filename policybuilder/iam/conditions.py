"""A Condition block, entry by entry; every entry must hold.

Rules: AWS's pages "IAM JSON policy elements: Condition operators", "Single-valued vs. multivalued context keys" and
"Conditions with multiple context keys or values".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from policybuilder.iam.document import ConditionEntry
from policybuilder.iam.kept import Kept
from policybuilder.iam.operators import Operator, OperatorName, could_match, differs_in_case, operator_named
from policybuilder.iam.reasons import ConditionReason, resting_on
from policybuilder.iam.request import MULTIVALUED, Context, ContextValue, Lookup
from policybuilder.iam.truth import Truth, all_of, any_of, negate, truth
from policybuilder.iam.variables import Dialect, Resolved, Template, fixed_text, resolve, template, variables_in

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


class ConditionTrace(NamedTuple):
    """What became of one entry. `missing` are the open keys it hangs on, `assumptions` the ids it rests on."""

    entry: ConditionEntry
    truth: Truth
    reason: ConditionReason
    params: Mapping[str, str] = {}
    actual: ContextValue | None = None
    missing: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()


class PolicyValue(NamedTuple):
    """A value of the policy with variables put in; `wanted` is what its type reads there, None if nothing.

    It says something only where every variable has a value.
    """

    resolved: Resolved
    wanted: Any


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """An entry made ready: its operator looked up, its values taken apart.

    `fixed` are the values that no variable changes, `variables` the keys of those that do. The answer follows from what
    is known of the entry's key and of these, so that it need not be worked out again where that is the same.
    """

    entry: ConditionEntry
    operator: OperatorName | None
    values: tuple[Template, ...]
    assumptions: tuple[str, ...]
    fixed: tuple[PolicyValue | None, ...]
    variables: tuple[str, ...]
    answers: Kept[object, ConditionTrace] = field(init=False, repr=False, default_factory=lambda: Kept(KEPT_ANSWERS))

    def policy_values(self, row: Operator, context: Context) -> list[PolicyValue]:
        """The values for one request."""
        return [
            fixed or _policy_value(row, resolve(value, context, wild=row.family.wild))
            for fixed, value in zip(self.fixed, self.values, strict=True)
        ]


KEPT_ANSWERS = 64


class _Answer(NamedTuple):
    truth: Truth
    reason: ConditionReason
    params: Mapping[str, str] = {}
    missing: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()


def prepare_condition(entry: ConditionEntry, dialect: Dialect) -> Condition:
    """Make an entry ready for questions."""
    named = operator_named(entry.operator)
    with_variables = named is not None and named.row is not None and named.row.family.variables
    enabled = dialect.variables and with_variables
    values = tuple(template(value, enabled=enabled) for value in entry.values.items)
    marked = [value for value in entry.values.items if "${" in value]
    assumptions = ["10.5"] * (named is None and differs_in_case(entry.operator))
    if named and named.row and named.row.name == "Bool" and dialect.variables and marked:
        assumptions.append("10.10")
    if with_variables and marked:
        assumptions += dialect.assumptions(marked[0])
    row = named.row if named else None
    fixed = tuple(_fixed_value(row, value) if row else None for value in values)
    keys = dict.fromkeys(key for value in values for key in variables_in(value))
    return Condition(entry, named, values, tuple(assumptions), fixed, tuple(keys))


def _fixed_value(row: Operator, value: Template) -> PolicyValue | None:
    resolved = fixed_text(value, wild=row.family.wild)
    return None if resolved is None else _policy_value(row, resolved)


def _policy_value(row: Operator, resolved: Resolved) -> PolicyValue:
    return PolicyValue(resolved, row.family.read_policy(resolved))


def evaluate_condition(condition: Condition, context: Context) -> ConditionTrace:
    """Does one entry hold? An operator that does not exist never does."""
    found = context.look_up(condition.entry.key)
    known = (found, *[context.look_up(key) for key in condition.variables]) if condition.variables else found
    return condition.answers.get(known) or condition.answers.keep(known, _evaluated(condition, found, context))


def _evaluated(condition: Condition, found: Lookup, context: Context) -> ConditionTrace:
    named = condition.operator
    if named is None:
        answer = _Answer(NO, ConditionReason.OPERATOR_NOT_KNOWN)
    elif named.row is None:
        answer = _null(named, condition, found)
    elif found.is_open:
        answer = _open(named, named.row, condition, found, context)
    elif found.value is None:
        answer = _absent(named, condition)
    else:
        answer = _present(named, named.row, condition, found.value, context)
    assumptions = condition.assumptions + answer.assumptions
    return ConditionTrace(
        condition.entry,
        answer.truth,
        answer.reason,
        {"key": found.name, **answer.params},
        found.value,
        tuple(dict.fromkeys(answer.missing)) if answer.truth is UNKNOWN else (),
        tuple(dict.fromkeys(assumptions)) if assumptions else (),
    )


def _null(named: OperatorName, condition: Condition, found: Lookup) -> _Answer:
    """`Null: true` holds if the key is absent. With a set operator AWS's checks call it always true or always false."""
    if named.set_operator:
        always = named.set_operator == "ForAllValues"
        return _Answer(truth(always), _fits(always))
    wanted = {value.lower() for value in condition.entry.values.items} & {"true", "false"}
    if not wanted:
        return _without_values(named, condition) or _Answer(NO, ConditionReason.POLICY_VALUE_MALFORMED)
    absent, assumptions = _is_absent(found)
    holds = YES if len(wanted) == 2 else absent if wanted == {"true"} else negate(absent)
    if found.is_open and not found.sure:
        return _Answer(holds, ConditionReason.KEY_NOT_KNOWN, missing=(found.name,))
    if absent is YES:
        reason = ConditionReason.KEY_ABSENT_HOLDS if holds is YES else ConditionReason.KEY_ABSENT
    else:
        reason = _fits(holds is YES)
    return _Answer(holds, reason, assumptions=assumptions)


def _is_absent(found: Lookup) -> tuple[Truth, tuple[str, ...]]:
    """Is a key absent? Empty text counts as absent only for multivalued keys (assumption 10.18)."""
    if found.is_open:
        return (NO if found.sure else UNKNOWN), ()
    if found.value is None:
        return YES, ()
    empty = not any(found.value)
    return truth(empty and isinstance(found.value, tuple)), ("10.18",) if empty else ()


def _fits(holds: bool) -> ConditionReason:  # noqa: FBT001 - a conversion has one argument
    return ConditionReason.MATCHED if holds else ConditionReason.NOT_MATCHED


def _without_values(named: OperatorName, condition: Condition) -> _Answer | None:
    """The answer where the policy lists no value and the key is there; AWS's text is unclear (assumption 10.9)."""
    if condition.values:
        return None
    if named.set_operator or named.if_exists:
        return _Answer(NO, ConditionReason.NO_VALUES)
    return _Answer(truth(named.negated), ConditionReason.NO_VALUES, assumptions=("10.9",))


def _absent(named: OperatorName, condition: Condition) -> _Answer:
    """The key is not in the request: IfExists, ForAllValues and negated operators hold, all others fail."""
    assumptions: tuple[str, ...] = ()
    if named.set_operator:
        holds = named.if_exists or named.set_operator == "ForAllValues"
        if named.if_exists and named.set_operator == "ForAnyValue":
            assumptions = ("10.21",)
        elif named.negated and not named.if_exists:
            assumptions = ("10.7",)
    else:
        holds = named.if_exists or named.negated
        if named.negated and not named.if_exists and condition.entry.key.lower() in MULTIVALUED:
            assumptions = ("10.8",)
    reason = ConditionReason.KEY_ABSENT_HOLDS if holds else ConditionReason.KEY_ABSENT
    return _Answer(truth(holds), reason, assumptions=assumptions)


def _open(named: OperatorName, row: Operator, condition: Condition, found: Lookup, context: Context) -> _Answer:
    """The key's value is not known: an answer only if every value, and absence where it can be, gives the same."""
    values = condition.policy_values(row, context)
    outcomes = [_any_value(named, row, condition, values, found)]
    if not found.sure:
        outcomes.append(_absent(named, condition))
    truths = {outcome.truth for outcome in outcomes}
    missing = (found.name, *(name for value in values for name in value.resolved.missing))
    return _Answer(
        truths.pop() if len(truths) == 1 else UNKNOWN,
        ConditionReason.KEY_NOT_KNOWN,
        missing=missing,
        assumptions=resting_on([outcome.assumptions for outcome in outcomes], one_suffices=False),
    )


def _any_value(
    named: OperatorName, row: Operator, condition: Condition, values: Sequence[PolicyValue], found: Lookup
) -> _Answer:
    """The answer if it is the same for every value the key may have, else UNKNOWN."""
    if named.set_operator is None and condition.entry.key.lower() in MULTIVALUED:
        return _Answer(NO, ConditionReason.NEEDS_SET_OPERATOR, assumptions=("10.8",))
    answer = _without_values(named, condition) or _whatever(row, values)
    # a plain operator fails if the key turns out to have several values, so only a sure key makes it hold for all
    certain = answer.truth is NO or named.set_operator is not None or found.sure
    return answer if certain else answer._replace(truth=UNKNOWN)


def _whatever(row: Operator, values: Sequence[PolicyValue]) -> _Answer:
    """The answer of a base operator for a value that may be any text."""
    unknown = _Answer(UNKNOWN, ConditionReason.KEY_NOT_KNOWN)
    if any(_matches_all(row, value.resolved) for value in values):
        return unknown._replace(truth=truth(not row.negated))
    known = [value for value in values if not value.resolved.missing and not value.resolved.valueless]
    malformed = [value for value in known if value.wanted is None]
    if row.negated and malformed:
        return unknown._replace(truth=NO, assumptions=_unread(row))
    if any(value.resolved.missing for value in values) or len(known) > len(malformed):
        return unknown
    # nothing can match; a negated operator then holds, but for values that are not of its type
    typed = row.negated and row.family.name != "string"
    return unknown if typed else unknown._replace(truth=truth(row.negated))


def _matches_all(row: Operator, value: Resolved) -> bool:
    """Is it a pattern of stars alone under a Like operator?"""
    stars = set(value.text) == {"*"} and all(part.wild for part in value.parts)
    return stars and row.family.name == "string" and not value.missing and not value.valueless


def _present(
    named: OperatorName, row: Operator, condition: Condition, value: ContextValue, context: Context
) -> _Answer:
    """The key is in the request."""
    if isinstance(value, tuple):
        if named.set_operator is None:
            return _Answer(NO, ConditionReason.NEEDS_SET_OPERATOR, assumptions=("10.8",))
        if named.set_operator == "ForAllValues" and not any(value):
            return _Answer(YES, ConditionReason.KEY_ABSENT_HOLDS)
    if empty := _without_values(named, condition):
        return empty
    values = condition.policy_values(row, context)
    if isinstance(value, str):
        return _one_value(row, value, values)
    answers = [_one_value(row, text, values) for text in value]
    every = named.set_operator == "ForAllValues"
    holds = (all_of if every else any_of)(answer.truth for answer in answers)
    deciding = [answer for answer in answers if answer.truth is holds]
    return deciding[0]._replace(
        missing=tuple(name for answer in deciding for name in answer.missing),
        assumptions=resting_on([answer.assumptions for answer in deciding], one_suffices=holds is not truth(every)),
    )


class _Match(NamedTuple):
    truth: Truth
    reason: ConditionReason
    value: Resolved


def _one_value(row: Operator, text: str, values: Sequence[PolicyValue]) -> _Answer:
    """Does one value of the request satisfy a base operator? It must match one policy value, if negated none."""
    read = row.family.read(text)
    if read is None:
        return _Answer(NO, ConditionReason.VALUE_MALFORMED, {"value": text}, assumptions=_unread(row))
    matches = [_compare(row, text, read, value) for value in values]
    deciding = [match for match in matches if match.truth is YES]
    if deciding:
        grounds = resting_on([match.value.assumptions for match in deciding], one_suffices=True)
        holds = not row.negated
        return _Answer(truth(holds), _fits(holds), {"matched": deciding[0].value.text}, assumptions=grounds)
    return _no_match(row, matches)


def _no_match(row: Operator, matches: Sequence[_Match]) -> _Answer:
    """The answer where no policy value is known to match."""
    open_ones = [match for match in matches if match.truth is UNKNOWN]
    grounds = resting_on([match.value.assumptions for match in matches], one_suffices=False)
    if row.negated and any(match.reason is ConditionReason.POLICY_VALUE_MALFORMED for match in matches):
        return _Answer(NO, ConditionReason.POLICY_VALUE_MALFORMED, assumptions=_unread(row))
    if open_ones:
        missing = tuple(name for match in open_ones for name in match.value.missing)
        return _Answer(UNKNOWN, ConditionReason.VARIABLE_NOT_KNOWN, {}, missing, grounds)
    odd = [match for match in matches if match.reason is not ConditionReason.NOT_MATCHED]
    if not odd:
        return _Answer(truth(row.negated), _fits(row.negated), assumptions=grounds)
    return _Answer(truth(row.negated), odd[0].reason, _odd_params(odd[0]), assumptions=grounds)


def _odd_params(match: _Match) -> dict[str, str]:
    if match.value.valueless:
        return {"variable": match.value.valueless[0]}
    return {"value": match.value.text}


def _unread(row: Operator) -> tuple[str, ...]:
    """AWS does not say what a negated operator makes of a value it cannot read: here it does not hold."""
    return ("10.6",) if row.negated else ()


def _compare(row: Operator, text: str, read: object, policy_value: PolicyValue) -> _Match:
    """Does a value of the request match one of the policy, leaving negation aside?"""
    value, wanted = policy_value
    if value.valueless:
        return _Match(NO, ConditionReason.VARIABLE_WITHOUT_VALUE, value)
    if value.missing:
        # an ARN pattern may turn out to be malformed, which a negated operator takes for "does not hold"
        possible = could_match(row.family, value, text) or (row.negated and row.family.name == "arn")
        return _Match(UNKNOWN if possible else NO, ConditionReason.VARIABLE_NOT_KNOWN, value)
    if wanted is None:
        return _Match(NO, ConditionReason.POLICY_VALUE_MALFORMED, value)
    return _Match(truth(row.compare(read, wanted)), ConditionReason.NOT_MATCHED, value)
