"""One statement against one request: whether it applies, and for every element why.

Source: AWS's page "IAM JSON policy elements reference": a statement applies if its Action or NotAction, its Resource or
NotResource and every entry of its Condition do; in resource-based policies and RCPs its Principal or NotPrincipal, too.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import NamedTuple

from policybuilder.iam.arn import ArnText
from policybuilder.iam.conditions import KEPT_ANSWERS, Condition, ConditionTrace, evaluate_condition
from policybuilder.iam.document import Effect, Statement
from policybuilder.iam.entries import NEARNESS, ActionEntry, EntryMatch, ResourceEntry
from policybuilder.iam.kept import Kept
from policybuilder.iam.principals import Grant, Party, PrincipalMatch, match_principal, party_of
from policybuilder.iam.reasons import ActionReason, Reason, ResourceReason, StatementReason, resting_on
from policybuilder.iam.request import Context, DerivedContext, Request
from policybuilder.iam.truth import Truth, all_of, any_of, negate, truth


class Question:
    """A request made ready but for its action: the resource taken apart, the context.

    `party` is the caller as policies may name him, `bounded` whether he has a permissions boundary.
    """

    __slots__ = ("_party", "_principal", "bounded", "context", "resource")

    def __init__(self, request: Request, *, bounded: bool) -> None:
        """Make a request ready, as it is asked: what follows from it is derived when a policy looks it up."""
        self.resource = ArnText(request.resource)
        self.context: Context = DerivedContext(request)
        self.bounded = bounded
        self._principal = request.principal
        self._party: Party | None = None

    def without_boundary(self) -> "Question":
        """The same, if the caller had no boundary."""
        free = copy(self)
        free.bounded = False
        return free

    @property
    def party(self) -> Party:
        """The caller as policies may name him."""
        if self._party is None:
            self._party = party_of(self._principal, self.context)
        return self._party


# The layers whose statements have a Principal.
WITH_PRINCIPAL = frozenset({"resource", "rcp"})


class StatementRef(NamedTuple):
    """Where a statement stands: the layer, for SCPs the level, the policy and the statement, all counted from 0."""

    layer: str
    policy: int
    level: int | None
    statement: int
    sid: str | None


class ElementTrace(NamedTuple):
    """What became of Action or Resource. `matched` is the entry that decided, where one did.

    `missing` are the open keys it hangs on, `assumptions` the ids it rests on.
    """

    truth: Truth
    reason: Reason
    params: Mapping[str, str] = {}
    matched: str | None = None
    missing: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()


class StatementTrace(NamedTuple):
    """What became of one statement. `principal` is None in policies that have no such element.

    `doubts` are the assumptions that could change whether it applies. `names` says by which of the caller's names a
    resource-based policy's statement means him, and how sure that is; `naming_keys` are the open keys that would tell.
    """

    layer: str
    policy: int
    level: int | None
    statement: int
    sid: str | None
    effect: Effect | None
    applies: Truth
    action: ElementTrace
    resource: ElementTrace
    principal: ElementTrace | None
    conditions: tuple[ConditionTrace, ...]
    doubts: frozenset[str] = frozenset()
    names: tuple[tuple[Grant, Truth], ...] = ()
    naming_keys: tuple[str, ...] = ()

    @property
    def rest(self) -> Truth:
        """Whether the statement applies, whoever asks."""
        return all_of((self.action.truth, self.resource.truth, *(condition.truth for condition in self.conditions)))

    @property
    def ref(self) -> StatementRef:
        """Where the statement stands."""
        return StatementRef(self.layer, self.policy, self.level, self.statement, self.sid)

    @property
    def elements(self) -> tuple[ElementTrace | ConditionTrace, ...]:
        """Everything that had to hold."""
        return tuple(element for element in (self.action, self.resource, self.principal) if element) + self.conditions

    @property
    def missing(self) -> tuple[str, ...]:
        """The open keys the statement hangs on, if it is not known whether it applies."""
        if self.applies is not Truth.UNKNOWN:
            return ()
        return tuple(name for element in self.elements if element.truth is Truth.UNKNOWN for name in element.missing)


class ActionElement:
    """Action or NotAction made ready. There are few answers, so that each is made once."""

    __slots__ = ("_answers", "entries", "negated")

    def __init__(self, entries: tuple[ActionEntry, ...], *, negated: bool) -> None:
        self.entries = entries
        self.negated = negated
        self._answers: dict[tuple[str, ActionReason], ElementTrace] = {}

    def names(self, service: str, name: str) -> bool:
        """Is the element about the action, in lower case?"""
        return any(entry.matches(service, name) for entry in self.entries) is not self.negated

    def trace(self, service: str, name: str) -> ElementTrace:
        """Does Action name the action, or NotAction not name it?"""
        listed = [entry for entry in self.entries if entry.matches(service, name)]
        if listed:
            reason = ActionReason.EXCLUDED if self.negated else ActionReason.LISTED
            return self._answer(reason, min(listed, key=lambda found: len(found.assumptions)))
        if self.negated:
            return self._answer(ActionReason.NOT_EXCLUDED)
        services = {entry.service for entry in self.entries}
        same = service in services or None in services
        return self._answer(ActionReason.NOT_LISTED if same else ActionReason.OTHER_SERVICE)

    def _answer(self, reason: ActionReason, entry: ActionEntry | None = None) -> ElementTrace:
        key = entry.text if entry else "", reason
        found = self._answers.get(key)
        if found is None:
            holds = truth((entry is not None) is not self.negated)
            about = ({"entry": entry.text}, entry.text, (), entry.assumptions) if entry else ()
            found = self._answers[key] = ElementTrace(holds, reason, *about)
        return found


class ResourceElement:
    """Resource or NotResource made ready; `entries` is None where the statement has neither.

    `grounds` is what the kind of policy makes doubtful: that an Allow in an SCP may name resources other than `*`
    (assumption 10.3).
    """

    __slots__ = ("_answers", "entries", "grounds", "negated", "only")

    def __init__(self, entries: tuple[ResourceEntry, ...] | None, *, negated: bool, grounds: tuple[str, ...]) -> None:
        self.entries = entries
        self.negated = negated
        self.grounds = grounds
        self.only = entries[0] if entries and len(entries) == 1 else None
        self._answers: Kept[object, ElementTrace] = Kept(KEPT_ANSWERS)

    def covers(self, question: Question) -> Truth:
        """The answer of `trace` without its reasons."""
        arn, context = question.resource, question.context
        if self.only is not None and not self.negated:
            return self.only.covers(arn, context)
        if self.entries is None:
            return Truth.NO
        covered = any_of(entry.covers(arn, context) for entry in self.entries)
        return negate(covered) if self.negated else covered

    def trace(self, question: Question) -> ElementTrace:
        """Does Resource cover the resource, or NotResource not cover it? Without either nothing is covered."""
        if self.entries is None:
            return _NO_ELEMENT
        arn, context = question.resource, question.context
        if self.only is not None:
            match = self.only.match(arn, context)
            # without variables there are few answers, each of which is one object for good
            key: object = match if self.only.varies else id(match)
            return self._answers.get(key) or self._answers.keep(key, self._trace([(self.only, match)]))
        matches = tuple([entry.match(arn, context) for entry in self.entries])
        found = self._answers.get(matches)
        if found is None:
            found = self._answers.keep(matches, self._trace(list(zip(self.entries, matches, strict=True))))
        return found

    def _trace(self, matches: Sequence[tuple[ResourceEntry, EntryMatch]]) -> ElementTrace:
        covered = any_of(match.truth for _, match in matches)
        deciding = [(entry, match) for entry, match in matches if match.truth is covered]
        holds = negate(covered) if self.negated else covered
        grounds = resting_on([match.assumptions for _, match in deciding], one_suffices=covered is Truth.YES)
        grounds += self.grounds if holds is not Truth.NO else ()
        if covered is Truth.NO:
            return self._not_covered(deciding, holds, grounds)
        entry, match = deciding[0]
        reason = ResourceReason.EXCLUDED if covered is Truth.YES and self.negated else match.reason
        missing = tuple(dict.fromkeys(name for _, found in deciding for name in found.missing))
        return ElementTrace(holds, reason, {"entry": entry.text}, entry.text, missing, grounds)

    def _not_covered(
        self, matches: Sequence[tuple[ResourceEntry, EntryMatch]], holds: Truth, grounds: tuple[str, ...]
    ) -> ElementTrace:
        """No entry covers the resource: the reason of the one that came nearest."""
        if self.negated:
            return ElementTrace(holds, ResourceReason.NOT_EXCLUDED, assumptions=grounds)
        if not matches:
            return ElementTrace(holds, ResourceReason.NO_ENTRIES)
        entry, nearest = max(matches, key=lambda found: NEARNESS.index(found[1].reason))
        params = {"entry": entry.text, **({"variable": nearest.variable} if nearest.variable else {})}
        return ElementTrace(holds, nearest.reason, params, assumptions=grounds)


_NO_ELEMENT = ElementTrace(Truth.NO, ResourceReason.NO_ELEMENT)
_UNREAD = ElementTrace(Truth.NO, StatementReason.UNREADABLE)


class PreparedStatement:
    """A statement made ready for many questions; entries and conditions stay values one can look at.

    Statements share their elements where they are the same. `with_principal`: its kind of policy names who is meant.
    """

    __slots__ = ("_answers", "action", "conditions", "ref", "resource", "statement", "with_principal")

    def __init__(
        self,
        ref: StatementRef,
        statement: Statement,
        action: ActionElement,
        resource: ResourceElement,
        conditions: tuple[Condition, ...],
    ) -> None:
        self.ref = ref
        self.statement = statement
        self.action = action
        self.resource = resource
        self.conditions = conditions
        self.with_principal = ref.layer in WITH_PRINCIPAL
        self._answers: Kept[tuple[int, ...], StatementTrace] = Kept(KEPT_ANSWERS)

    def applies(self, question: Question) -> Truth:
        """Does a readable statement that names the action apply, whoever asks?"""
        answer = self.resource.covers(question)
        for condition in self.conditions:
            if answer is Truth.NO:
                return answer
            found = evaluate_condition(condition, question.context).truth
            answer = found if answer is Truth.YES or found is Truth.NO else answer
        return answer

    def named(self, question: Question) -> PrincipalMatch:
        """Does the statement's Principal name the caller?"""
        return match_principal(self.statement, question.party, bounded=question.bounded)

    def trace(
        self,
        action: ElementTrace,
        resource: ElementTrace,
        conditions: Mapping[Condition, ConditionTrace],
        question: Question,
    ) -> StatementTrace:
        """Does the statement apply, and why? From what became of its elements."""
        if self.with_principal or not self.statement.readable:
            return self._in_full(action, resource, self._tested(conditions), question)
        tested = self._tested(conditions) if self.conditions else ()
        key = id(action), id(resource), *map(id, tested)
        # the trace keeps its elements, so that their ids do not come again while it is kept
        return self._answers.get(key) or self._answers.keep(key, self._together(action, resource, tested))

    def _tested(self, conditions: Mapping[Condition, ConditionTrace]) -> tuple[ConditionTrace, ...]:
        return tuple([conditions[condition] for condition in self.conditions])

    def _together(
        self, action: ElementTrace, resource: ElementTrace, conditions: tuple[ConditionTrace, ...]
    ) -> StatementTrace:
        applied = all_of([action.truth, resource.truth, *[condition.truth for condition in conditions]])
        doubts = carried([action, resource, *conditions])
        effect = self.statement.effect
        return StatementTrace(*self.ref, effect, applied, action, resource, None, conditions, doubts)

    def _in_full(
        self,
        action: ElementTrace,
        resource: ElementTrace,
        conditions: tuple[ConditionTrace, ...],
        question: Question,
    ) -> StatementTrace:
        effect = self.statement.effect
        if not self.statement.readable:
            return StatementTrace(*self.ref, effect, Truth.NO, _UNREAD, _UNREAD, None, ())
        match = self.named(question)
        missing = match.missing if match.truth is Truth.UNKNOWN else ()
        principal = ElementTrace(
            match.truth, match.reason, match.params, match.params.get("entry"), missing, match.assumptions
        )
        elements: list[ElementTrace | ConditionTrace] = [action, resource, principal, *conditions]
        applied = all_of(element.truth for element in elements)
        found = (carried(elements), match.grants, match.missing)
        return StatementTrace(*self.ref, effect, applied, action, resource, principal, conditions, *found)


def carried(elements: Sequence[ElementTrace | ConditionTrace]) -> frozenset[str]:
    """The assumptions that could change whether a statement applies."""
    doubtful = [element for element in elements if element.assumptions]
    if not doubtful or any(element.truth is Truth.NO and not element.assumptions for element in elements):
        return _NO_DOUBTS
    return frozenset(found for element in doubtful for found in element.assumptions)


_NO_DOUBTS: frozenset[str] = frozenset()
