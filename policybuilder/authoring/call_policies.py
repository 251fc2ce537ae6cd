"""The policies that count for a call, where each of its resources may have policies and RCPs of its own.

Sources: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access" (resource-based
policies count for the resource they are attached to, RCPs for the account that owns it); Custom Labels guide, "Copying
a model" (a model version's project policies are those of its project).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from policybuilder.catalogue import Coverage, ResourceType, arn_fields, catalogue, coverage, looks_like, narrowed
from policybuilder.iam import Layers, Policy, Prepared, arn_matches, prepare, split_arn

Levels = tuple[tuple[Policy, ...], ...]
MOST_READY = 64


@dataclass(frozen=True, slots=True, eq=False)
class CheckPolicies:
    """The policies of one authorization check.

    `unsure`: places among `layers.resource` of policies that only some ARNs of a resource still to be made would have.
    """

    layers: Layers
    prepared: Prepared
    unsure: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class CallPolicies:
    """The caller's policies, and those of the resources: for all alike (in `layers`), or each resource's own.

    `resource` maps an ARN or a pattern to the policies there; `rcp` maps an account to its levels. Where one of them is
    given it stands in place of that member of `layers`. What is made ready for a check is kept with the object.
    """

    layers: Layers
    resource: Mapping[str, tuple[Policy, ...]] | None = None
    rcp: Mapping[str, Levels] | None = None
    _ready: dict[object, CheckPolicies] = field(default_factory=dict, repr=False)

    def of(self, resource: str, account: str | None, among: ResourceType | None = None) -> CheckPolicies:
        """The policies of a check on a resource of an account; `among` as in `catalogue.Check`."""
        keys = tuple(self._keys(resource, among))
        key = (keys, account if self.rcp is not None else None)
        found = self._ready.get(key)
        if found is None:
            if len(self._ready) >= MOST_READY:
                self._ready.clear()
            found = self._ready[key] = self._made(keys, account)
        return found

    def _keys(self, resource: str, among: ResourceType | None) -> Iterator[tuple[str, bool]]:
        """The keys of `resource` that take the resource in, and whether they surely do."""
        for key in self.resource or ():
            found = _belongs(key, resource) if among is None else _belongs_new(key, among)
            if found is not Coverage.NONE:
                yield key, found is Coverage.ALL

    def _made(self, keys: Sequence[tuple[str, bool]], account: str | None) -> CheckPolicies:
        layers = self.layers
        unsure: list[int] = []
        if self.resource is not None:
            chosen = [(policy, sure) for key, sure in keys for policy in self.resource[key]]
            layers = replace(layers, resource=tuple(policy for policy, _ in chosen))
            unsure = [place for place, (_, sure) in enumerate(chosen) if not sure]
        if self.rcp is not None:
            layers = replace(layers, rcp=self.rcp.get(account or "", ()))
        return CheckPolicies(layers, prepare(layers), frozenset(unsure))


def ready_for(policies: "Layers | Prepared | CallPolicies", resource: str) -> Layers | Prepared:
    """The policies of a literal question about a resource."""
    if not isinstance(policies, CallPolicies):
        return policies
    arn = split_arn(resource)
    return policies.of(resource, arn.account if arn else None).prepared


@lru_cache(maxsize=4096)
def _belongs(key: str, resource: str) -> Coverage:
    """Whether policies at a key count for a resource: it is their resource, or lies in it (a version in a project)."""
    if arn_matches(key, resource):
        return Coverage.ALL
    known = catalogue()
    kind = looks_like(resource, known)
    if kind is None or kind.parent is None:
        return Coverage.NONE
    return _around(key, known.resource_types[kind.parent], arn_fields(resource, kind))


def _belongs_new(key: str, among: ResourceType) -> Coverage:
    found = coverage(key, among)
    if found is Coverage.ALL or among.parent is None:
        return found
    values = {field.name: field.values[0] for field in (*among.head, *among.fields) if len(field.values) == 1}
    around = _around(key, catalogue().resource_types[among.parent], values)
    return around if around is Coverage.ALL else found


def _around(key: str, parent: ResourceType, values: Mapping[str, str]) -> Coverage:
    """Whether a key is about what surrounds a resource; its creation time does not stand in the resource's ARN."""
    known = {name: value for name, value in values.items() if name != "timestamp"}
    return Coverage.NONE if coverage(key, narrowed(parent, known)) is Coverage.NONE else Coverage.ALL
