"""What another kind of policy does to a draft: which parts of its rules are written no more, or again; as ids.

Nothing of the draft goes with another kind. What the kind cannot hold stays in the rules and is not written until the
kind is one that can. Sources: Custom Labels guide, "Creating a project policy document" (what a project policy must and
may hold); IAM User Guide, "AWS JSON policy elements: Principal" (the kinds that name nobody).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from policybuilder.authoring.compose import Composed, compose
from policybuilder.authoring.draft import KINDS_WITH_PRINCIPALS, Draft, ExactRule, GuidedRule, PolicyKind
from policybuilder.authoring.guided import PROJECT_POLICY_ACTION
from policybuilder.catalogue import catalogue

ONLY: Mapping[str, tuple[str, ...]] = {"project": (PROJECT_POLICY_ACTION,)}
"""The operations that a kind of policy can hold, where it cannot hold all."""


class KindChangeId(StrEnum):
    """What may change with the kind."""

    OPERATIONS_LEFT_OUT = "operations_left_out"
    OPERATIONS_BACK = "operations_back"
    PRINCIPALS_LEFT_OUT = "principals_left_out"
    PRINCIPALS_BACK = "principals_back"
    PRINCIPALS_MISSING = "principals_missing"
    PRINCIPALS_NOT_NEEDED = "principals_not_needed"
    CHECKS_LEFT_OUT = "checks_left_out"
    CHECKS_BACK = "checks_back"
    RESOURCES_LEFT_OUT = "resources_left_out"
    RESOURCES_BACK = "resources_back"
    AS_WRITTEN_WITH_PRINCIPAL = "as_written_with_principal"
    AS_WRITTEN_WITHOUT_PRINCIPAL = "as_written_without_principal"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class KindChange:
    """One thing that changes: the rules it is about, and the operations or resources."""

    id: KindChangeId
    rules: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


def as_kind(draft: Draft, kind: PolicyKind) -> Draft:
    """The same draft as another kind of policy."""
    settings = draft.settings.model_copy(update={"kind": kind})
    return draft.model_copy(update={"settings": settings})


def kind_changes(draft: Draft, before: PolicyKind, after: PolicyKind) -> tuple[KindChange, ...]:
    """What is written otherwise in a policy of one kind than of the other. Total; the draft's own kind does not matter."""
    found = [
        *_principals(draft, before, after),
        *_operations(draft, before, after),
        *_written(draft, before, after),
        *_as_written(draft, before, after),
    ]
    return tuple(found) or (KindChange(KindChangeId.NOTHING),)


def _guided(draft: Draft) -> tuple[GuidedRule, ...]:
    return tuple(rule for rule in draft.rules if isinstance(rule, GuidedRule))


def _names_somebody(rule: GuidedRule) -> bool:
    return any(entry.type == "*" or entry.values for entry in rule.principals)


def _principals(draft: Draft, before: str, after: str) -> Iterable[KindChange]:
    had, has = before in KINDS_WITH_PRINCIPALS, after in KINDS_WITH_PRINCIPALS
    if had is has:
        return
    rules = _guided(draft)
    naming = tuple(rule.id for rule in rules if _names_somebody(rule))
    silent = tuple(rule.id for rule in rules if not _names_somebody(rule))
    if naming:
        yield KindChange(KindChangeId.PRINCIPALS_BACK if has else KindChangeId.PRINCIPALS_LEFT_OUT, naming)
    if silent:
        yield KindChange(KindChangeId.PRINCIPALS_MISSING if has else KindChangeId.PRINCIPALS_NOT_NEEDED, silent)


def _operations(draft: Draft, before: str, after: str) -> Iterable[KindChange]:
    """The chosen operations that only one of the kinds can hold."""
    for kind, other, change in (
        (after, before, KindChangeId.OPERATIONS_LEFT_OUT),
        (before, after, KindChangeId.OPERATIONS_BACK),
    ):
        lost = {rule.id: _not_held(rule, kind, other) for rule in _guided(draft)}
        rules = tuple(name for name, values in lost.items() if values)
        if rules:
            values = dict.fromkeys(value for name in rules for value in lost[name])
            yield KindChange(change, rules, tuple(values))


def _not_held(rule: GuidedRule, kind: str, other: str) -> tuple[str, ...]:
    """Operations that the kind cannot hold and the other can."""
    chosen = _ids(rule)
    return tuple(name for name in chosen if not _holds(kind, name) and _holds(other, name))


def _ids(rule: GuidedRule) -> tuple[str, ...]:
    """The rule's operations as ids of the catalogue; those it does not have, as they are."""
    full = (name if ":" in name else f"rekognition:{name}" for name in rule.operations)
    return tuple(action.id if (action := catalogue().find_action(name)) else name for name in full)


def _holds(kind: str, operation: str) -> bool:
    return kind not in ONLY or operation in ONLY[kind]


def _written(draft: Draft, before: PolicyKind, after: PolicyKind) -> Iterable[KindChange]:
    """Checks beside the chosen operations, and resources, that are written in one of the kinds only; of rules that are
    written in both."""
    old, new = _by_rule(compose(as_kind(draft, before))), _by_rule(compose(as_kind(draft, after)))
    both = {rule.id: set(_ids(rule)) for rule in _guided(draft) if rule.id in old and rule.id in new}
    for first, second, checks, resources in (
        (old, new, KindChangeId.CHECKS_LEFT_OUT, KindChangeId.RESOURCES_LEFT_OUT),
        (new, old, KindChangeId.CHECKS_BACK, KindChangeId.RESOURCES_BACK),
    ):
        further = {name: first[name].keys() - second[name].keys() - chosen for name, chosen in both.items()}
        places = {
            name: {text for action in chosen & second[name].keys() for text in _gone(action, first[name], second[name])}
            for name, chosen in both.items()
        }
        for change, found in ((checks, further), (resources, places)):
            rules = tuple(name for name, values in found.items() if values)
            if rules:
                yield KindChange(change, rules, tuple(sorted({value for name in rules for value in found[name]})))


def _gone(action: str, first: Mapping[str, set[str]], second: Mapping[str, set[str]]) -> set[str]:
    return first.get(action, set()) - second.get(action, set())


def _by_rule(composed: Composed) -> dict[str, dict[str, set[str]]]:
    """For each rule the actions that are written for it, with their resources."""
    found: dict[str, dict[str, set[str]]] = {}
    for each in composed.provenance:
        statement = composed.policy.statements[each.statement]
        resources = statement.resources.items if statement.resources else ()
        for action in statement.actions.items if statement.actions else ():
            found.setdefault(each.rule, {}).setdefault(action, set()).update(resources)
    return found


def _as_written(draft: Draft, before: str, after: str) -> Iterable[KindChange]:
    """Statements as written stay as they are, and may then hold what the kind forbids, or lack what it needs."""
    if (before in KINDS_WITH_PRINCIPALS) is (after in KINDS_WITH_PRINCIPALS):
        return
    exact = [rule for rule in draft.rules if isinstance(rule, ExactRule)]
    naming = tuple(rule.id for rule in exact if {"Principal", "NotPrincipal"} & rule.statement.keys())
    silent = tuple(rule.id for rule in exact if rule.id not in naming)
    if after in KINDS_WITH_PRINCIPALS and silent:
        yield KindChange(KindChangeId.AS_WRITTEN_WITHOUT_PRINCIPAL, silent)
    if after not in KINDS_WITH_PRINCIPALS and naming:
        yield KindChange(KindChangeId.AS_WRITTEN_WITH_PRINCIPAL, naming)
