"""Allow exactly this: edits of the draft after which a call is allowed, and nothing else that was not.

`allow_exactly` adds rules. `way_through` goes by way of the rule that a near statement comes from: it adds the one thing
that the rule lacks where that opens nothing else, else a rule beside it under the same conditions. Every edit is tried
before it is offered: the caller's `allows` decides the changed draft.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from pydantic import ValidationError

from policybuilder.authoring.allow_exact_rules import beside_statement, wider_statement
from policybuilder.authoring.allow_values import values_given
from policybuilder.authoring.compose import Composed, compose
from policybuilder.authoring.conditions import Condition
from policybuilder.authoring.draft import (
    KINDS_WITH_PRINCIPALS,
    Draft,
    ExactRule,
    GuidedRule,
    PrincipalEntry,
    Settings,
)
from policybuilder.authoring.explain import Near
from policybuilder.authoring.targets import AllTarget, ArnTarget, Target, target_from
from policybuilder.catalogue import arn_fields, catalogue, looks_like
from policybuilder.iam import Effect, Policy, Principal, Statement, covers, split_arn

_TITLE_LENGTH = 80
_NAMES = ("project", "version", "dataset", "collection", "streamprocessor", "bucket", "name")
_PLACE = ("region", "account", "timestamp")

Pair = tuple[str, str]
"""An authorization check: an action, and an ARN or `*`."""


class WayKind(Enum):
    """What an edit by way of a rule does."""

    ADD_ACTION = "way_add_action"
    ADD_RESOURCE = "way_add_resource"
    ADD_CALLER = "way_add_caller"
    ADD_VALUE = "way_add_value"
    BESIDE = "way_beside"


@dataclass(frozen=True, slots=True)
class Way:
    """An edit that was tried: the draft after it, the rule that it changed or added, and what to say of it."""

    kind: WayKind
    draft: Draft
    rule: str
    params: Mapping[str, str] = field(default_factory=dict)


def allow_exactly(draft: Draft, asked: Iterable[Pair], caller: str | None = None) -> Draft:
    """The draft with rules that allow exactly these pairs of action and resource.

    Actions on the same resources share a rule; what comes with another rule (a copy's CreateProjectVersion) needs none.
    A rule's target pins what the ARN pins, its creation time included. `caller` is whom a policy on a resource lets in.
    """
    by_action: dict[str, list[str]] = {}
    for action, resource in asked:
        by_action.setdefault(action, []).append(resource)
    by_resources: dict[tuple[str, ...], list[str]] = {}
    for action, several in by_action.items():
        by_resources.setdefault(tuple(dict.fromkeys(several)), []).append(action)
    changed = draft
    for resources, actions in by_resources.items():
        given = compose(changed).policy if changed is not draft else None
        wanted = [name for name in actions if given is None or not _gives(given, name, resources)]
        if wanted:
            changed = changed.with_rules([*changed.rules, _rule(changed, wanted, resources, caller)])
    return changed


def _gives(policy: Policy, action: str, resources: Iterable[str]) -> bool:
    """Whether statements without conditions name the action on all of the resources."""
    free = [one for one in policy.statements if one.effect is Effect.ALLOW and not one.conditions]
    pairs = [pair for one in free for pair in _pairs(one)]
    return all(any(action == name and covers(pattern, each) for name, pattern in pairs) for each in resources)


def _rule(
    draft: Draft,
    actions: Sequence[str],
    resources: Sequence[str],
    caller: str | None,
    conditions: Sequence[Condition] = (),
) -> GuidedRule:
    return GuidedRule(
        type="guided",
        id=draft.free_rule_id(),
        title=_title(actions, resources[0]),
        effect="Allow",
        operations=tuple(dict.fromkeys(actions)),
        targets=tuple(dict.fromkeys(target_of(resource, draft.settings) for resource in resources)),
        conditions=tuple(conditions),
        principals=(named(caller),) if caller and draft.settings.kind in KINDS_WITH_PRINCIPALS else (),
    )


def named(caller: str) -> PrincipalEntry:
    """A caller as a policy names him."""
    return PrincipalEntry(type="AWS" if split_arn(caller) else "Service", values=(caller,))


def _title(actions: Sequence[str], resource: str) -> str:
    words = " and ".join(action.partition(":")[2] or action for action in actions[:2])
    kind = looks_like(resource, catalogue())
    names = [text for name, text in arn_fields(resource, kind).items() if name in _NAMES] if kind else []
    return f"{words} on {' '.join(names)}"[:_TITLE_LENGTH] if names else words[:_TITLE_LENGTH]


def target_of(resource: str, settings: Settings) -> Target:
    """The target that is exactly one resource; a literal ARN where no type of the catalogue has such ARNs.

    Account and Region are left out where they are those of the draft's settings.
    """
    if not resource.strip("*"):
        return AllTarget(type="all")
    kind = looks_like(resource, catalogue())
    if kind is not None and kind.service == "rekognition":
        names = {field.name for field in kind.fields} | set(_PLACE)
        usual = {("account", settings.account), ("region", "".join(settings.regions))}
        found = arn_fields(resource, kind).items()
        fields = {name: text for name, text in found if name in names and text and (name, text) not in usual}
        return target_from(kind.id, **fields)
    return ArnTarget(type="arn", arn=resource)


# -- nothing but what was asked ----------------------------------------------------------------------------------------


def opens_only(before: Policy, after: Policy, asked: Sequence[Pair]) -> bool:
    """Whether every pair of action and pattern that `after` allows and `before` does not is one of those asked about.

    A pattern that names the resource and leaves its creation time open counts as that resource.
    """
    old = [one for one in before.statements if one.effect is Effect.ALLOW]
    return all(
        any(action.lower() == name.lower() and _names(pattern, name, resource) for name, resource in asked)
        for one in after.statements
        if one.effect is Effect.ALLOW and one not in old
        for action, pattern in _pairs(one)
        if not any(_has(each, one, action, pattern) for each in old)
    )


def keeps_all(before: Policy, after: Policy) -> bool:
    """Whether whatever `before` allows `after` allows too: an edit that adds may not take away.

    A rule about a project is about its versions only while it names none, so that naming one would.
    """
    new = [one for one in after.statements if one.effect is Effect.ALLOW]
    return all(
        any(_widens(each, one) and _has(each, each, action, pattern) for each in new)
        for one in before.statements
        if one.effect is Effect.ALLOW and one not in new
        for action, pattern in _pairs(one)
    )


def _widens(new: Statement, old: Statement) -> bool:
    """Whether a statement is for the same callers under the same conditions as another, or for more."""
    rows = list(zip(old.conditions, new.conditions, strict=False))
    same_rows = len(old.conditions) == len(new.conditions) and all(
        (one.operator, one.key) == (other.operator, other.key) and set(one.values.items) <= set(other.values.items)
        for one, other in rows
    )
    return same_rows and _named_by(old.principal) <= _named_by(new.principal)


def _named_by(principal: Principal | None) -> set[tuple[str, str]]:
    if principal is None:
        return set()
    named = {(kind, text) for kind, values in principal.entries for text in values.items}
    return named | ({("*", "*")} if principal.everyone else set())


def _pairs(one: Statement) -> Iterator[Pair]:
    for action in one.actions.items if one.actions else ("*",):
        for pattern in one.resources.items if one.resources else ("*",):
            yield action, pattern


def _names(pattern: str, action: str, resource: str) -> bool:
    """Whether a pattern takes in one resource by its name: exactly, or whatever its creation time.

    `project/NAME/*` also takes in what lies in the project (IAM User Guide, "IAM JSON policy elements: Resource").
    """
    if pattern == resource or pattern == _shortened(resource):
        return True
    known = catalogue()
    kind, found = looks_like(resource, known), known.find_action(action)
    if kind is None or found is None or all(one.name != "timestamp" for one in kind.fields):
        return False
    name = resource.rpartition("/")[0]
    inside = any(known.resource_types[item.type].parent == kind.id for item in found.resources)
    return pattern in ((f"{name}/1*",) if inside else (f"{name}/1*", f"{name}/*"))


def _shortened(pattern: str) -> str:
    """A pattern with its last open fields as one: a star crosses every slash."""
    while pattern.endswith("/*/*"):
        pattern = pattern.removesuffix("/*")
    return pattern


def _has(old: Statement, new: Statement, action: str, pattern: str) -> bool:
    """Whether a statement gave the pair before, to the same callers and under the same conditions."""
    if old.conditions != new.conditions or old.principal != new.principal or old.actions is None:
        return False
    return any(covers(text.lower(), action.lower()) for text in old.actions.items) and any(
        covers(text, pattern) for text in (old.resources.items if old.resources else ())
    )


# -- by way of the rule that came near ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be allowed: a check that a near statement failed, every check of its call, and who asks."""

    pair: Pair
    checks: Sequence[Pair]
    caller: str | None


def way_through(
    draft: Draft, composed: Composed, near: Near, wanted: Wanted, allows: Callable[[Composed], bool]
) -> Way | None:
    """The smallest edit by way of a near statement's rule that opens what is wanted and nothing else, or None.

    `near` is a statement of the draft's own policy; `allows` decides whether the check is allowed under a changed one.
    """
    rule_id = next((each.rule for each in composed.provenance if each.statement == near.trace.statement), None)
    rule = draft.rule(rule_id) if rule_id is not None else None
    if rule is None:
        return None
    for way in _candidates(draft, rule, near, wanted):
        changed = compose(way.draft)
        no_worse = len(changed.problems) <= len(composed.problems)
        only = opens_only(composed.policy, changed.policy, wanted.checks) and keeps_all(composed.policy, changed.policy)
        if no_worse and only and allows(changed):
            return way
    return None


_KINDS = {
    "action": WayKind.ADD_ACTION,
    "resource": WayKind.ADD_RESOURCE,
    "principal": WayKind.ADD_CALLER,
    "condition": WayKind.ADD_VALUE,
}


def _candidates(draft: Draft, rule: GuidedRule | ExactRule, near: Near, wanted: Wanted) -> Iterator[Way]:
    values = values_given(near.trace.conditions)
    if values is None or ("principal" in near.lacks and not wanted.caller):
        return
    action, resource = wanted.pair
    params = {"action": action, "resource": resource, "rule": rule.title, "caller": wanted.caller or ""}
    params |= {"key": next(iter(values), ""), "value": next(iter(values.values()), "")}
    params |= {"conditions": "some"} if near.trace.conditions else {}
    if len(set(near.lacks)) == 1:
        wider = _wider(draft, rule, near, wanted)
        if wider is not None:
            rules = [wider if each.id == rule.id else each for each in draft.rules]
            yield Way(_KINDS[near.lacks[0]], draft.with_rules(rules), rule.id, params)
    own = _beside(draft, rule, values, wanted)
    if own is not None:
        place = next(number for number, each in enumerate(draft.rules) if each.id == rule.id) + 1
        rules = [*draft.rules[:place], own, *draft.rules[place:]]
        yield Way(WayKind.BESIDE, draft.with_rules(rules), own.id, params)


def _wider(draft: Draft, rule: GuidedRule | ExactRule, near: Near, wanted: Wanted) -> GuidedRule | ExactRule | None:
    """The rule with the one thing that it lacks."""
    action, resource = wanted.pair
    caller = wanted.caller if "principal" in near.lacks else None
    values = values_given(near.trace.conditions) or {}
    lacked = (action if "action" in near.lacks else None, resource if "resource" in near.lacks else None, caller)
    if isinstance(rule, ExactRule):
        statement = wider_statement(rule.statement, *lacked, values)
        kept = {"reason": rule.reason} if rule.reason else {}
        return ExactRule(type="exact", id=rule.id, title=rule.title, statement=statement, **kept) if statement else None
    conditions = _with_values(rule.conditions, values)
    if conditions is None:
        return None
    more: dict[str, object] = {"conditions": conditions} if values else {}
    if "action" in near.lacks:
        more["operations"] = (*rule.operations, action)
    if "resource" in near.lacks:
        more["targets"] = (*rule.targets, target_of(resource, draft.settings))
    if caller:
        more["principals"] = (*rule.principals, named(caller))
    return _copied(rule, **more)


def _beside(
    draft: Draft, rule: GuidedRule | ExactRule, values: Mapping[str, str], wanted: Wanted
) -> GuidedRule | ExactRule | None:
    """A rule of its own for exactly what is wanted, under the conditions of the near one."""
    action, resource = wanted.pair
    if isinstance(rule, ExactRule):
        statement = beside_statement(draft, rule.statement, wanted.pair, wanted.caller, values)
        if statement is None:
            return None
        title = _title([action], resource)
        return ExactRule(type="exact", id=draft.free_rule_id(), title=title, statement=statement)
    conditions = _with_values(rule.conditions, values, alone=True)
    return None if conditions is None else _rule(draft, [action], [resource], wanted.caller, conditions)


def _with_values(
    rows: Sequence[Condition], values: Mapping[str, str], *, alone: bool = False
) -> tuple[Condition, ...] | None:
    """The rows with the request's values for keys that fail; `alone`: these in place of the others. None if one does not
    fit."""
    changed = []
    for row in rows:
        value = values.get(row.key.lower())
        if value is None:
            changed.append(row)
            continue
        kept = () if alone else row.values
        try:
            changed.append(Condition.model_validate(row.model_dump(exclude_unset=True) | {"values": (*kept, value)}))
        except ValidationError:
            return None
    return tuple(changed)


def _copied(rule: GuidedRule, **members: object) -> GuidedRule:
    plain = {name: getattr(rule, name) for name in rule.model_fields_set} | members
    return GuidedRule.model_validate(plain)
