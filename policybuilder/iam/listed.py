"""The values that a policy lists under a key, held against a value of the request under a base operator.

Rules: AWS's pages "IAM JSON policy elements: Condition operators" and "Conditions with multiple context keys or values":
the values are alternatives; a negated operator holds if none of them matches.
"""

import operator
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from policybuilder.iam.operators import Operator, could_match
from policybuilder.iam.reasons import ConditionReason, resting_on
from policybuilder.iam.truth import Truth, truth
from policybuilder.iam.variables import Resolved

NO, UNKNOWN = Truth.NO, Truth.UNKNOWN


class Answer(NamedTuple):
    """Whether a condition holds, and why. `missing` are the open keys, `assumptions` the ids it rests on."""

    truth: Truth
    reason: ConditionReason
    params: Mapping[str, str] = {}
    missing: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()


class PolicyValue(NamedTuple):
    """A value of the policy with variables put in; `wanted` is what its type reads there, None if nothing.

    `wanted` says something only of a value that is `known`.
    """

    resolved: Resolved
    wanted: Any

    @property
    def known(self) -> bool:
        """Has every variable a known value?"""
        return not self.resolved.missing and not self.resolved.valueless

    @property
    def oddity(self) -> ConditionReason | None:
        """Why it matches nothing, or nothing for sure, whatever the request says."""
        if self.resolved.valueless:
            return ConditionReason.VARIABLE_WITHOUT_VALUE
        if self.resolved.missing:
            return ConditionReason.VARIABLE_NOT_KNOWN
        return ConditionReason.POLICY_VALUE_MALFORMED if self.wanted is None else None


class Listed:
    """The list made ready, so that equal values are found at once, however many there are."""

    __slots__ = ("_equal", "_grounds", "_malformed", "_none", "_open", "_readable", "row", "values")

    def __init__(self, row: Operator, resolved: Iterable[Resolved]) -> None:
        self.row = row
        self.values: Sequence[PolicyValue] = [PolicyValue(one, row.family.read_policy(one)) for one in resolved]
        odd = [(value, value.oddity) for value in self.values]
        self._readable = [value for value, oddity in odd if oddity is None]
        self._open = [value for value, oddity in odd if oddity is ConditionReason.VARIABLE_NOT_KNOWN]
        self._malformed = any(oddity is ConditionReason.POLICY_VALUE_MALFORMED for _, oddity in odd)
        self._grounds = resting_on([value.resolved.assumptions for value in self.values], one_suffices=False)
        self._equal: dict[object, list[PolicyValue]] | None = None
        if row.compare is operator.eq:
            self._equal = {}
            for value in self._readable:
                self._equal.setdefault(value.wanted, []).append(value)
        self._none = self._nothing_matches()

    def answer(self, text: str) -> Answer:
        """Does a value of the request satisfy the operator? It must match one policy value, if negated none."""
        read = self.row.family.read(text)
        if read is None:
            return Answer(NO, ConditionReason.VALUE_MALFORMED, {"value": text}, assumptions=self._unread)
        if deciding := self._matching(read):
            grounds = resting_on([value.resolved.assumptions for value in deciding], one_suffices=True)
            holds = not self.row.negated
            return Answer(truth(holds), fits(holds), {"matched": deciding[0].resolved.text}, assumptions=grounds)
        if self._malformed and self.row.negated:
            return Answer(NO, ConditionReason.POLICY_VALUE_MALFORMED, assumptions=self._unread)
        possible = [value for value in self._open if self._may_match(value, text)]
        if possible:
            missing = tuple(name for value in possible for name in value.resolved.missing)
            return Answer(UNKNOWN, ConditionReason.VARIABLE_NOT_KNOWN, {}, missing, self._grounds)
        return self._none

    def _matching(self, read: object) -> Sequence[PolicyValue]:
        if self._equal is not None:
            return self._equal.get(read, ())
        compare = self.row.compare
        return [value for value in self._readable if compare(read, value.wanted)]

    def _may_match(self, value: PolicyValue, text: str) -> bool:
        """An ARN pattern may turn out to be malformed, which a negated operator takes for "does not hold"."""
        return could_match(self.row.family, value.resolved, text) or (
            self.row.negated and self.row.family.name == "arn"
        )

    def _nothing_matches(self) -> Answer:
        """The answer where no value is known to match, and none may."""
        negated = self.row.negated
        for value in self.values:
            if oddity := value.oddity:
                return Answer(truth(negated), oddity, _params(value.resolved), assumptions=self._grounds)
        return Answer(truth(negated), fits(negated), assumptions=self._grounds)

    @property
    def _unread(self) -> tuple[str, ...]:
        """AWS does not say what a negated operator makes of a value it cannot read: here it does not hold."""
        return ("10.6",) if self.row.negated else ()

    def for_any_text(self) -> Answer:
        """The answer for a value that may be any text."""
        unknown = Answer(UNKNOWN, ConditionReason.KEY_NOT_KNOWN)
        negated = self.row.negated
        if any(self._matches_all(value) for value in self.values):
            return unknown._replace(truth=truth(not negated))
        if negated and self._malformed:
            return unknown._replace(truth=NO, assumptions=self._unread)
        if self._readable or any(value.resolved.missing for value in self.values):
            return unknown
        # nothing can match; a negated operator then holds, but for values that are not of its type
        typed = negated and self.row.family.name != "string"
        return unknown if typed else unknown._replace(truth=truth(negated))

    def _matches_all(self, value: PolicyValue) -> bool:
        """Is it a pattern of stars alone under a Like operator?"""
        stars = value.known and all(part.wild for part in value.resolved.parts) and set(value.resolved.text) == {"*"}
        return stars and self.row.family.name == "string"


def fits(holds: bool) -> ConditionReason:  # noqa: FBT001 - a conversion has one argument
    """The reason of an answer that needs no other."""
    return ConditionReason.MATCHED if holds else ConditionReason.NOT_MATCHED


def _params(value: Resolved) -> dict[str, str]:
    return {"variable": value.valueless[0]} if value.valueless else {"value": value.text}
