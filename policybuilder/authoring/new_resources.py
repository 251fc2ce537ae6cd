"""A check on a resource still to be made: definite only if the decision is the same for every ARN that it may get.

Source: Service Authorization Reference, operations of Amazon Rekognition: tags of a call are checked by TagResource. On
which resource is not said; that it is the new one is assumption 10.14.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from policybuilder.authoring.call_policies import CheckPolicies
from policybuilder.catalogue import Check, Coverage, ResourceType, coverage, narrowed, witness
from policybuilder.iam import (
    ContextValue,
    Decision,
    Effect,
    Evaluation,
    Layers,
    Policy,
    Request,
    Statement,
    Values,
    decide,
    derive_context,
    glob_matches,
    split_arn,
)
from policybuilder.iam.request import Context
from policybuilder.iam.variables import resolve, template

NEW_RESOURCE = "10.14"
STAR = "*"
HEAD = {"partition": 1, "region": 3, "account": 4}
Place = tuple[str, int | None, int, int]
"""Layer, level, policy, statement."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A check whose new resource is put where the caller is; `asked` is a possible ARN, its Region `*` if not known."""

    check: Check
    among: ResourceType
    asked: str


def placed(check: Check, among: ResourceType, principal: str | None, known: Mapping[str, str | None]) -> Placed:
    """Put a new resource into its place: what its pattern leaves open is the caller's, or in `known`."""
    caller = split_arn(principal or "")
    values = {"partition": caller.partition, "account": caller.account} if caller else {}
    values |= {name: value for name, value in known.items() if value}
    pattern, kind, asked = _place(check.resource, among, tuple(values.items()))
    return Placed(replace(check, resource=pattern, among=kind), kind, asked)


@lru_cache(maxsize=1024)
def _place(pattern: str, among: ResourceType, known: tuple[tuple[str, str], ...]) -> tuple[str, ResourceType, str]:
    """The pattern with the known values in its open fields, the type narrowed to it, and a possible ARN."""
    values, fields, given = dict(known), pattern.split(":", 5), {}
    for field in among.head:
        place, value = HEAD.get(field.name), values.get(field.name, "")
        if place and fields[place] == STAR and re.fullmatch(field.regex, value):
            fields[place] = given[field.name] = value
    kind = narrowed(among, given)
    placed_pattern = ":".join(fields)
    asked = (witness(placed_pattern, kind) or placed_pattern).split(":", 5)
    if fields[HEAD["region"]] == STAR:
        asked[HEAD["region"]] = STAR  # a made-up Region would answer for aws:RequestedRegion
    return placed_pattern, kind, ":".join(asked)


def decide_new(request: Request, policies: CheckPolicies, among: ResourceType) -> Evaluation:
    """Decide for every ARN of `among` at once; where they differ: `unknown`, with assumption 10.14.

    Statements that take some of the ARNs are tried as taking all and none, Allows and Denies apart: a decision only
    ever rises with more Allows and falls with more Denies, so four equal answers are the answer for every ARN.
    """
    evaluation = decide(request, policies.prepared)
    undecided = frozenset(_undecided(request, policies, among))
    if not undecided:
        return evaluation
    decisions = {
        decide(request, _turned(policies.layers, undecided, taking)).decision
        for taking in ((), (Effect.ALLOW,), (Effect.DENY,), (Effect.ALLOW, Effect.DENY))
    }
    if decisions == {evaluation.decision}:
        sure = (
            ref for ref in evaluation.determining if (ref.layer, ref.level, ref.policy, ref.statement) not in undecided
        )
        return replace(evaluation, determining=tuple(sure))
    assumptions = tuple(dict.fromkeys((*evaluation.assumptions, NEW_RESOURCE)))
    return replace(evaluation, decision=Decision.UNKNOWN, determining=(), blocked_by=(), assumptions=assumptions)


def _undecided(request: Request, policies: CheckPolicies, among: ResourceType) -> Iterator[Place]:
    """The statements about the action that take some of the ARNs and not others."""
    context = Context(derive_context(request))
    for (layer, level, number), policy in _each(policies.layers):
        unsure = layer == "resource" and number in policies.unsure
        for place, statement in enumerate(policy.statements):
            if _is_about(statement, request.action) and (unsure or _takes_some(policy, statement, among, context)):
                yield layer, level, number, place


def _is_about(statement: Statement, action: str) -> bool:
    """Whether the statement may be about the action; NotAction may."""
    return statement.actions is None or any(
        glob_matches(text.lower(), action.lower()) for text in statement.actions.items
    )


def _takes_some(policy: Policy, statement: Statement, among: ResourceType, context: Context) -> bool:
    values = statement.resources or statement.not_resources
    found = {coverage(_resolved(policy, text, context), among) for text in (values.items if values else ())}
    return Coverage.ALL not in found and Coverage.SOME in found


def _resolved(policy: Policy, text: str, context: Context) -> str:
    """A pattern with the values of its variables, where they are known and plain; else as written."""
    head, tail = text.split(":", 5)[:5], text.split(":", 5)[5:]
    if not tail or "${" not in tail[0] or not policy.variables_enabled:
        return text
    found = resolve(template(tail[0], enabled=True), context, wild=True)
    if found.missing or found.valueless or found.assumptions or any(STAR in p.text for p in found.parts if not p.wild):
        return text
    return ":".join((*head, found.text))


def _each(layers: Layers) -> Iterator[tuple[tuple[str, int | None, int], Policy]]:
    yield from ((("identity", None, number), policy) for number, policy in enumerate(layers.identity))
    if layers.boundary is not None:
        yield ("boundary", None, 0), layers.boundary
    if layers.session is not None:
        yield ("session", None, 0), layers.session
    for name, levels in (("scp", layers.scp), ("rcp", layers.rcp)):
        for level, policies in enumerate(levels):
            yield from (((name, level, number), policy) for number, policy in enumerate(policies))
    yield from ((("resource", None, number), policy) for number, policy in enumerate(layers.resource))


def _turned(layers: Layers, places: frozenset[Place], taking: tuple[Effect, ...]) -> Layers:
    """The layers with the statements at these places taking every resource if their effect is so named, else gone."""

    def turned(name: str, level: int | None, number: int, policy: Policy) -> Policy:
        statements = (
            _taking_all(statement) if (name, level, number, place) in places else statement
            for place, statement in enumerate(policy.statements)
            if (name, level, number, place) not in places or statement.effect in taking
        )
        return replace(policy, statements=tuple(statements))

    return _changed(layers, turned)


def _taking_all(statement: Statement) -> Statement:
    return replace(statement, resources=Values((STAR,)), not_resources=None)


def _changed(layers: Layers, change: Callable[[str, int | None, int, Policy], Policy]) -> Layers:
    def several(name: str, policies: tuple[Policy, ...], level: int | None = None) -> tuple[Policy, ...]:
        return tuple(change(name, level, number, policy) for number, policy in enumerate(policies))

    def levels(name: str, found: tuple[tuple[Policy, ...], ...]) -> tuple[tuple[Policy, ...], ...]:
        return tuple(several(name, policies, level) for level, policies in enumerate(found))

    return Layers(
        identity=several("identity", layers.identity),
        boundary=change("boundary", None, 0, layers.boundary) if layers.boundary else None,
        session=change("session", None, 0, layers.session) if layers.session else None,
        scp=levels("scp", layers.scp),
        rcp=levels("rcp", layers.rcp),
        resource=several("resource", layers.resource),
    )


def region_given(context: Mapping[str, ContextValue], open_keys: frozenset[str] | str) -> str | None:
    """The Region that the context names, unless it is left open."""
    if open_keys != STAR and any(key.lower() == "aws:requestedregion" for key in open_keys):
        return None
    found = [value for key, value in context.items() if key.lower() == "aws:requestedregion"]
    return found[-1] if found and isinstance(found[-1], str) else None
