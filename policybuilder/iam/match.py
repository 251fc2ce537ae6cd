"""One statement against one request: whether it applies, and for every element why.

Source: AWS's page "IAM JSON policy elements reference": a statement applies if its Action or NotAction, its Resource or
NotResource and every entry of its Condition do; in resource-based policies and RCPs its Principal or NotPrincipal, too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from policybuilder.iam.conditions import Condition, ConditionTrace, evaluate_condition, prepare_condition
from policybuilder.iam.document import Effect, Statement
from policybuilder.iam.entries import (
    NEARNESS,
    ActionEntry,
    EntryMatch,
    IncompleteArn,
    ResourceEntry,
    action_entry,
    resource_entry,
)
from policybuilder.iam.principals import Grant, Party, PrincipalMatch, match_principal, party_of
from policybuilder.iam.reasons import ActionReason, Reason, ResourceReason, StatementReason, resting_on
from policybuilder.iam.request import Context, Request
from policybuilder.iam.truth import Truth, all_of, any_of, negate, truth
from policybuilder.iam.variables import Dialect


class Question(NamedTuple):
    """A request made ready: the action in lower case and in two halves, the resource, the context.

    `party` is the caller as policies may name him, `bounded` whether he has a permissions boundary.
    """

    service: str
    action: str
    resource: str
    context: Context
    party: Party
    bounded: bool


def question_of(request: Request, *, bounded: bool = False) -> Question:
    """Make a derived request ready."""
    service, _, action = request.action.lower().partition(":")
    context = Context(request)
    return Question(service, action, request.resource, context, party_of(request.principal, context), bounded)


# The layers whose statements have a Principal.
WITH_PRINCIPAL = frozenset({"resource", "rcp"})


@dataclass(frozen=True, slots=True)
class StatementRef:
    """Where a statement stands: the layer, for SCPs the level, the policy and the statement, all counted from 0."""

    layer: str
    policy: int
    level: int | None
    statement: int
    sid: str | None


@dataclass(frozen=True, slots=True)
class ElementTrace:
    """What became of Action or Resource. `matched` is the entry that decided, where one did.

    `missing` are the open keys it hangs on, `assumptions` the ids it rests on.
    """

    truth: Truth
    reason: Reason
    params: Mapping[str, str] = field(default_factory=dict)
    matched: str | None = None
    missing: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementTrace:
    """What became of one statement. `principal` is None in policies that have no such element.

    `names` says by which of the caller's names a resource-based policy's statement means him, and how sure that is;
    `naming_keys` are the open keys that would tell.
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


@dataclass(frozen=True, slots=True)
class PreparedStatement:
    """A statement made ready for many questions; entries and conditions stay values one can look at.

    `resources` is None where the statement has neither Resource nor NotResource. `with_principal`: its kind of policy
    names who is meant. `grounds` is what its kind of policy
    makes doubtful: that an Allow in an SCP may name resources other than `*` (assumption 10.3).
    """

    ref: StatementRef
    statement: Statement
    actions: tuple[ActionEntry, ...]
    not_action: bool
    resources: tuple[ResourceEntry, ...] | None
    not_resource: bool
    conditions: tuple[Condition, ...]
    grounds: tuple[str, ...] = ()
    with_principal: bool = False


def prepare_statement(
    statement: Statement, ref: StatementRef, dialect: Dialect, incomplete: IncompleteArn
) -> PreparedStatement:
    """Make a statement ready. `incomplete` says how its kind of policy reads short ARNs."""
    actions = statement.actions or statement.not_actions
    resources = statement.resources or statement.not_resources
    return PreparedStatement(
        ref,
        statement,
        tuple(map(action_entry, actions.items)) if actions else (),
        statement.not_actions is not None,
        tuple(resource_entry(item, dialect, incomplete) for item in resources.items) if resources else None,
        statement.not_resources is not None,
        tuple(prepare_condition(entry, dialect) for entry in statement.conditions),
        ("10.3",) * (ref.layer == "scp" and statement.effect is Effect.ALLOW and not _is_star(statement)),
        ref.layer in WITH_PRINCIPAL,
    )


def _is_star(statement: Statement) -> bool:
    return statement.resources is not None and "*" in statement.resources.items


def applies(prepared: PreparedStatement, question: Question) -> Truth:
    """Does a statement apply, whoever asks? The answer of `match_statement` without its reasons and its Principal."""
    if not prepared.statement.readable or _action_truth(prepared, question) is Truth.NO:
        return Truth.NO
    return all_of(_rest(prepared, question))


def named(prepared: PreparedStatement, question: Question) -> PrincipalMatch:
    """Does the statement's Principal name the caller?"""
    return match_principal(prepared.statement, question.party, bounded=question.bounded)


def _rest(prepared: PreparedStatement, question: Question) -> Iterator[Truth]:
    yield match_resource(prepared, question).truth
    for condition in prepared.conditions:
        yield evaluate_condition(condition, question.context).truth


def match_statement(prepared: PreparedStatement, question: Question) -> StatementTrace:
    """Does a statement apply, and why?"""
    statement, ref = prepared.statement, prepared.ref
    place = (ref.layer, ref.policy, ref.level, ref.statement, ref.sid)
    if not statement.readable:
        unread = ElementTrace(Truth.NO, StatementReason.UNREADABLE)
        return StatementTrace(*place, statement.effect, Truth.NO, unread, unread, None, ())
    action = match_action(prepared, question)
    resource = match_resource(prepared, question)
    conditions = tuple(evaluate_condition(condition, question.context) for condition in prepared.conditions)
    together = all_of((action.truth, resource.truth, *(condition.truth for condition in conditions)))
    if not prepared.with_principal:
        return StatementTrace(*place, statement.effect, together, action, resource, None, conditions)
    match = named(prepared, question)
    missing = match.missing if match.truth is Truth.UNKNOWN else ()
    principal = ElementTrace(match.truth, match.reason, match.params, match.params.get("entry"), missing)
    applied = all_of((match.truth, together))
    found = (match.grants, match.missing)
    return StatementTrace(*place, statement.effect, applied, action, resource, principal, conditions, *found)


def _action_truth(prepared: PreparedStatement, question: Question) -> Truth:
    listed = any(entry.matches(question.service, question.action) for entry in prepared.actions)
    return truth(listed is not prepared.not_action)


def match_action(prepared: PreparedStatement, question: Question) -> ElementTrace:
    """Does Action name the action, or NotAction not name it?"""
    listed = [entry for entry in prepared.actions if entry.matches(question.service, question.action)]
    holds = truth(bool(listed) is not prepared.not_action)
    if listed:
        entry = min(listed, key=lambda found: len(found.assumptions))
        reason = ActionReason.EXCLUDED if prepared.not_action else ActionReason.LISTED
        return ElementTrace(holds, reason, {"entry": entry.text}, entry.text, (), entry.assumptions)
    if prepared.not_action:
        return ElementTrace(holds, ActionReason.NOT_EXCLUDED)
    services = {entry.service for entry in prepared.actions}
    same = question.service in services or None in services
    return ElementTrace(holds, ActionReason.NOT_LISTED if same else ActionReason.OTHER_SERVICE)


def match_resource(prepared: PreparedStatement, question: Question) -> ElementTrace:
    """Does Resource cover the resource, or NotResource not cover it? Without either nothing is covered."""
    if prepared.resources is None:
        return ElementTrace(Truth.NO, ResourceReason.NO_ELEMENT)
    matches = [(entry, entry.match(question.resource, question.context)) for entry in prepared.resources]
    covered = any_of(match.truth for _, match in matches)
    deciding = [(entry, match) for entry, match in matches if match.truth is covered]
    holds = negate(covered) if prepared.not_resource else covered
    grounds = resting_on([match.assumptions for _, match in deciding], one_suffices=covered is Truth.YES)
    grounds += prepared.grounds if holds is not Truth.NO else ()
    if covered is Truth.NO:
        return _not_covered(prepared, deciding, holds, grounds)
    entry, match = deciding[0]
    reason = ResourceReason.EXCLUDED if covered is Truth.YES and prepared.not_resource else match.reason
    missing = tuple(dict.fromkeys(name for _, found in deciding for name in found.missing))
    return ElementTrace(holds, reason, {"entry": entry.text}, entry.text, missing, grounds)


def _not_covered(
    prepared: PreparedStatement,
    matches: Sequence[tuple[ResourceEntry, EntryMatch]],
    holds: Truth,
    grounds: tuple[str, ...],
) -> ElementTrace:
    """No entry covers the resource: the reason of the one that came nearest."""
    if prepared.not_resource:
        return ElementTrace(holds, ResourceReason.NOT_EXCLUDED, assumptions=grounds)
    if not matches:
        return ElementTrace(holds, ResourceReason.NO_ENTRIES)
    entry, nearest = max(matches, key=lambda found: NEARNESS.index(found[1].reason))
    params = {"entry": entry.text, **({"variable": nearest.variable} if nearest.variable else {})}
    return ElementTrace(holds, nearest.reason, params, assumptions=grounds)
