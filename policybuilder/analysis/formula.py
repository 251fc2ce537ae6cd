"""A stack of policies as a formula over its rules: by which ways it allows, and what denies.

Source: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access" and "Cross-account
policy evaluation logic", as `iam.combine` has them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from policybuilder.analysis.callers import Asker
from policybuilder.analysis.rules import Reader, Rule
from policybuilder.iam import Grant, Layers, Policy, Request
from policybuilder.iam.limits import exemption
from policybuilder.iam.match import WITH_PRINCIPAL
from policybuilder.iam.prepared import Prepared, prepare
from policybuilder.iam.principals import match_principal, party_of
from policybuilder.iam.request import Context
from policybuilder.iam.truth import Truth

Group = str
DIRECT = frozenset({Grant.NAMED, Grant.SESSION, Grant.SINGLED_OUT, Grant.EVERYONE})


@dataclass(frozen=True, slots=True)
class Stack:
    """Layers made ready: the rules of every layer, or level of one, by its name."""

    layers: Layers
    prepared: Prepared
    rules: Mapping[Group, tuple[Rule, ...]]
    with_principal: bool

    @property
    def all_rules(self) -> Iterator[Rule]:
        """The rules of all layers."""
        return (rule for rules in self.rules.values() for rule in rules)


def stack_of(layers: Layers, reader: Reader) -> Stack:
    """Read the rules of layers."""
    prepared = prepare(layers)
    rules = {}
    for layer in prepared.layers:
        name = layer.layer if layer.level is None else f"{layer.layer} {layer.level}"
        rules[name] = reader.rules(layer, _policies(layers, layer.layer, layer.level))
    return Stack(layers, prepared, rules, any(name.partition(" ")[0] in WITH_PRINCIPAL for name in rules))


def _policies(layers: Layers, layer: str, level: int | None) -> tuple[Policy, ...]:
    if level is not None:
        levels: tuple[tuple[Policy, ...], ...] = getattr(layers, layer)
        return levels[level]
    found: tuple[Policy, ...] | Policy = getattr(layers, layer)
    return (found,) if isinstance(found, Policy) else found


def policies_in(layers: Layers) -> tuple[Policy, ...]:
    """All policies of some layers."""
    several = (layers.identity, *layers.scp, *layers.rcp, layers.resource)
    single = (layers.boundary, layers.session)
    return (*(one for one in single if one is not None), *(one for each in several for one in each))


@dataclass(frozen=True, slots=True)
class Formula:
    """What a stack says to one caller about one service.

    It allows if no rule of `denies` applies and, for one of `ways`, a rule of each of its groups does.
    """

    groups: Mapping[Group, tuple[Rule, ...]]
    denies: tuple[Rule, ...]
    ways: tuple[tuple[Group, ...], ...]

    @property
    def signature(self) -> tuple[object, ...]:
        """What is equal for callers to whom a stack says the same."""
        groups = tuple((name, tuple(map(id, rules))) for name, rules in self.groups.items())
        return groups, tuple(map(id, self.denies)), self.ways

    def refusals(self) -> list[tuple[Group, ...]]:
        """The sets of groups of which no rule may apply for nothing to be allowed: each takes one of every way."""
        found: list[frozenset[Group]] = []
        for choice in product(*self.ways):
            chosen = frozenset(choice)
            if not any(other <= chosen for other in found):
                found = [other for other in found if not chosen <= other] + [chosen]
        return [tuple(sorted(groups)) for groups in found]


def formula_of(stack: Stack, asker: Asker, prefix: str) -> Formula:
    """The formula of a stack for a caller who asks for an action of a service."""
    if asker.principal is None and not stack.with_principal:
        groups = {name: tuple(rule for rule in rules if rule.allows) for name, rules in stack.rules.items()}
        return Formula(groups, _denies(stack.rules.values()), (tuple(groups),))
    return _Asked(stack, asker, prefix).formula()


def _denies(several: Iterable[Sequence[Rule]]) -> tuple[Rule, ...]:
    return tuple(rule for rules in several for rule in rules if not rule.allows)


class _Asked:
    """A stack asked by a caller of whom it is known who he is."""

    def __init__(self, stack: Stack, asker: Asker, prefix: str) -> None:
        request = Request(f"{prefix}:x", "*", asker.principal)
        counting = {name for name in stack.prepared.names if exemption(name, request) is None}
        self.rules = {name: rules for name, rules in stack.rules.items() if name.partition(" ")[0] in counting}
        self.stack = stack
        self.asker = asker
        self.bounded = stack.prepared.has("boundary") and "boundary" in counting
        self.party = party_of(asker.principal, Context(request))

    def formula(self) -> Formula:
        groups: dict[Group, list[Rule]] = {name: [] for name in self.rules if not self._has_principal(name)}
        groups |= {"direct": [], "entity": [], "account": []}
        denies: list[Rule] = []
        for name, rules in self.rules.items():
            for rule in rules:
                if not self._has_principal(name):
                    (groups[name] if rule.allows else denies).append(rule)
                    continue
                match = match_principal(rule.statement, self.party, bounded=self.bounded)
                if match.truth is Truth.NO:
                    continue
                if not rule.allows:
                    denies.append(rule)
                elif name == "resource":
                    for group in dict.fromkeys(map(_group_of, dict(match.grants))):
                        groups[group].append(rule)
        ways = tuple(self._ways(groups))
        return Formula({name: tuple(rules) for name, rules in groups.items()}, tuple(denies), ways)

    def _has_principal(self, name: Group) -> bool:
        return name.partition(" ")[0] in WITH_PRINCIPAL

    def _ways(self, groups: Mapping[Group, object]) -> Iterator[tuple[Group, ...]]:
        """The ways of `iam.combine.Sides`: what is granted within one account, and across two."""
        scp = tuple(name for name in groups if name.partition(" ")[0] == "scp")
        limits = tuple(name for name in ("boundary", "session") if name in groups)
        unscoped = self.asker.kind == "FederatedUser" and not self.stack.prepared.has("session")
        own = self.asker.kind not in ("Service", "Anonymous") and not unscoped
        identity = () if self.asker.kind == "Account" else ("identity",)
        if self.asker.across:
            if own:
                yield from ((*scp, *identity, *limits, grant) for grant in ("direct", "entity", "account"))
            return
        if own:
            yield (*scp, *identity, *limits)
        yield (*scp, "direct")
        if not unscoped:
            yield (*scp, "entity", *limits)


def _group_of(grant: Grant) -> Group:
    return "direct" if grant in DIRECT else grant.value
