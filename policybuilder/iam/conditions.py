"""A Condition block, entry by entry; every entry must hold.

Rules: AWS's pages "IAM JSON policy elements: Condition operators", "Single-valued vs. multivalued context keys" and
"Conditions with multiple context keys or values".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from policybuilder.iam.document import ConditionEntry
from policybuilder.iam.kept import Kept
from policybuilder.iam.listed import Answer, Listed, fits
from policybuilder.iam.operators import Operator, OperatorName, differs_in_case, operator_named
from policybuilder.iam.reasons import ConditionReason, resting_on
from policybuilder.iam.request import MULTIVALUED, Context, ContextValue, Lookup
from policybuilder.iam.truth import Truth, all_of, any_of, negate, truth
from policybuilder.iam.variables import Dialect, Template, fixed_text, resolve, template, variables_in

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


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """An entry made ready: its operator looked up, its values taken apart.

    `listed` are its values if no variable changes them, else `variables` are the keys of those that do. The answer
    follows from what is known of the entry's key and of these, so that it need not be worked out again where that is
    the same.
    """

    entry: ConditionEntry
    operator: OperatorName | None
    values: tuple[Template, ...]
    assumptions: tuple[str, ...]
    listed: Listed | None
    variables: tuple[str, ...]
    answers: Kept[object, ConditionTrace] = field(init=False, repr=False, default_factory=lambda: Kept(KEPT_ANSWERS))

    def listed_for(self, row: Operator, context: Context) -> Listed:
        """The values for one request."""
        return self.listed or Listed(row, [resolve(value, context, wild=row.family.wild) for value in self.values])


KEPT_ANSWERS = 64


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
    keys = dict.fromkeys(key for value in values for key in variables_in(value))
    return Condition(entry, named, values, tuple(assumptions), _fixed(row, values), tuple(keys))


def _fixed(row: Operator | None, values: Sequence[Template]) -> Listed | None:
    if row is None:
        return None
    texts = [fixed_text(value, wild=row.family.wild) for value in values]
    fixed = [text for text in texts if text is not None]
    return Listed(row, fixed) if len(fixed) == len(texts) else None


def evaluate_condition(condition: Condition, context: Context) -> ConditionTrace:
    """Does one entry hold? An operator that does not exist never does."""
    found = context.look_up(condition.entry.key)
    known = (found, *[context.look_up(key) for key in condition.variables]) if condition.variables else found
    return condition.answers.get(known) or condition.answers.keep(known, _evaluated(condition, found, context))


def _evaluated(condition: Condition, found: Lookup, context: Context) -> ConditionTrace:
    named = condition.operator
    if named is None:
        answer = Answer(NO, ConditionReason.OPERATOR_NOT_KNOWN)
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


def _null(named: OperatorName, condition: Condition, found: Lookup) -> Answer:
    """`Null: true` holds if the key is absent. With a set operator AWS's checks call it always true or always false."""
    if named.set_operator:
        always = named.set_operator == "ForAllValues"
        return Answer(truth(always), fits(always))
    wanted = {value.lower() for value in condition.entry.values.items} & {"true", "false"}
    if not wanted:
        return _without_values(named, condition) or Answer(NO, ConditionReason.POLICY_VALUE_MALFORMED)
    absent, assumptions = _is_absent(found)
    holds = YES if len(wanted) == 2 else absent if wanted == {"true"} else negate(absent)
    if found.is_open and not found.sure:
        return Answer(holds, ConditionReason.KEY_NOT_KNOWN, missing=(found.name,))
    if absent is YES:
        reason = ConditionReason.KEY_ABSENT_HOLDS if holds is YES else ConditionReason.KEY_ABSENT
    else:
        reason = fits(holds is YES)
    return Answer(holds, reason, assumptions=assumptions)


def _is_absent(found: Lookup) -> tuple[Truth, tuple[str, ...]]:
    """Is a key absent? Empty text counts as absent only for multivalued keys (assumption 10.18)."""
    if found.is_open:
        return (NO if found.sure else UNKNOWN), ()
    if found.value is None:
        return YES, ()
    empty = not any(found.value)
    return truth(empty and isinstance(found.value, tuple)), ("10.18",) if empty else ()


def _without_values(named: OperatorName, condition: Condition) -> Answer | None:
    """The answer where the policy lists no value and the key is there; AWS's text is unclear (assumption 10.9)."""
    if condition.values:
        return None
    if named.set_operator or named.if_exists:
        return Answer(NO, ConditionReason.NO_VALUES)
    return Answer(truth(named.negated), ConditionReason.NO_VALUES, assumptions=("10.9",))


def _absent(named: OperatorName, condition: Condition) -> Answer:
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
    return Answer(truth(holds), reason, assumptions=assumptions)


def _open(named: OperatorName, row: Operator, condition: Condition, found: Lookup, context: Context) -> Answer:
    """The key's value is not known: an answer only if every value, and absence where it can be, gives the same."""
    listed = condition.listed_for(row, context)
    outcomes = [_any_value(named, condition, listed, found)]
    if not found.sure:
        outcomes.append(_absent(named, condition))
    truths = {outcome.truth for outcome in outcomes}
    missing = (found.name, *(name for value in listed.values for name in value.resolved.missing))
    return Answer(
        truths.pop() if len(truths) == 1 else UNKNOWN,
        ConditionReason.KEY_NOT_KNOWN,
        missing=missing,
        assumptions=resting_on([outcome.assumptions for outcome in outcomes], one_suffices=False),
    )


def _any_value(named: OperatorName, condition: Condition, listed: Listed, found: Lookup) -> Answer:
    """The answer if it is the same for every value the key may have, else UNKNOWN."""
    if named.set_operator is None and condition.entry.key.lower() in MULTIVALUED:
        return Answer(NO, ConditionReason.NEEDS_SET_OPERATOR, assumptions=("10.8",))
    answer = _without_values(named, condition) or listed.for_any_text()
    # a plain operator fails if the key turns out to have several values, so only a sure key makes it hold for all
    certain = answer.truth is NO or named.set_operator is not None or found.sure
    return answer if certain else answer._replace(truth=UNKNOWN)


def _present(named: OperatorName, row: Operator, condition: Condition, value: ContextValue, context: Context) -> Answer:
    """The key is in the request."""
    if isinstance(value, tuple):
        if named.set_operator is None:
            return Answer(NO, ConditionReason.NEEDS_SET_OPERATOR, assumptions=("10.8",))
        if named.set_operator == "ForAllValues" and not any(value):
            return Answer(YES, ConditionReason.KEY_ABSENT_HOLDS)
    if empty := _without_values(named, condition):
        return empty
    listed = condition.listed_for(row, context)
    if isinstance(value, str):
        return listed.answer(value)
    answers = [listed.answer(text) for text in value]
    every = named.set_operator == "ForAllValues"
    holds = (all_of if every else any_of)(answer.truth for answer in answers)
    deciding = [answer for answer in answers if answer.truth is holds]
    return deciding[0]._replace(
        missing=tuple(dict.fromkeys(name for answer in deciding for name in answer.missing)),
        assumptions=resting_on([answer.assumptions for answer in deciding], one_suffices=holds is not truth(every)),
    )
