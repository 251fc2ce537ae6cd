"""The layers that a question is asked under: the policy on the bench, whatever is attached to it, and what is assumed.

The policy on the bench counts as its kind. A boundary, a session policy, an SCP and a project policy do not answer for
the caller's own policies: while none is attached these are taken to allow everything, and that is shown. Sources: IAM
User Guide, "Policies and permissions in AWS Identity and Access Management" (what each kind grants or limits); AWS
Organizations User Guide, "Service control policies (SCPs)" (FullAWSAccess is attached everywhere until it is taken away).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

from policybuilder.authoring import Composed, Draft, compose, draft_from_plain
from policybuilder.authoring.call_policies import CallPolicies
from policybuilder.iam import Effect, Layers, Policy, parse
from policybuilder.library.attached import SINGLE
from policybuilder.library.records import AttachmentRecord

OWN_LEVEL = 99  # of an SCP on the bench: below every level that something is attached to
ANYTHING = "*"  # where a policy on a resource is that names none
_LAYER_OF_KIND = {"boundary": "boundary", "session": "session", "scp": "scp", "project": "resource"}
_ASSUMED = (
    '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Sid": "%s",\n      "Effect": "Allow",\n'
    '      "Action": "*",\n      "Resource": "*"\n    }\n  ]\n}'
)


class Origin(Enum):
    """Where a policy of the question comes from."""

    BENCH = "bench"
    ATTACHED = "attached"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment with its policy and text."""

    record: AttachmentRecord
    policy: Policy
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A policy of the question and where it counts; `level` of SCPs and RCPs, from the root down.

    `resource` is what a policy on a resource is on; "" for whatever is asked about.
    """

    origin: Origin
    layer: str
    policy: Policy
    text: str
    name: str = ""
    level: int = 0
    resource: str = ""


def layer_of(kind: str) -> str:
    """The layer that a kind of policy counts in."""
    return _LAYER_OF_KIND.get(kind, "identity")


class Arrangement:
    """Every policy of the question in its place.

    `idle` are attached policies that do not count, since the policy on the bench takes their place. `layers` are all of
    them as if every policy on a resource were on whatever is asked about.
    """

    def __init__(self, composed: Composed, kind: str, others: Sequence[Attached]) -> None:
        self.kind = kind
        self._others = others
        layer = layer_of(kind)
        level = OWN_LEVEL if layer == "scp" else 0
        self.bench = Placed(Origin.BENCH, layer, composed.policy, composed.text, level=level)
        found = [_placed(each) for each in others]
        self.idle = tuple(each for each in found if each.layer == layer and layer in SINGLE)
        counting = [self.bench, *(each for each in found if each not in self.idle)]
        self.assumed = tuple(_assumed(self.bench, counting))
        self.placed = (*counting, *self.assumed)
        self.layers = self._layers()
        self._policies: dict[str | None, CallPolicies] = {}

    def with_bench(self, composed: Composed) -> "Arrangement":
        """The same with another policy on the bench."""
        return Arrangement(composed, self.kind, self._others)

    def _layers(self) -> Layers:
        return Layers(
            identity=self._of("identity"),
            boundary=next(iter(self._of("boundary")), None),
            session=next(iter(self._of("session")), None),
            scp=tuple(self._of("scp", level) for level in self.levels("scp")),
            rcp=tuple(self._of("rcp", level) for level in self.levels("rcp")),
            resource=self._of("resource"),
        )

    def _of(self, layer: str, level: int = 0) -> tuple[Policy, ...]:
        return tuple(each.policy for each in self.at(layer, level))

    def at(self, layer: str, level: int = 0) -> tuple[Placed, ...]:
        """What counts in a layer, for SCPs and RCPs at one of its levels."""
        return tuple(each for each in self.placed if (each.layer, each.level) == (layer, level))

    def levels(self, layer: str) -> tuple[int, ...]:
        """The levels of SCPs or RCPs that something is attached to, from the root down."""
        return tuple(sorted({each.level for each in self.placed if each.layer == layer}))

    def places(self, request: Mapping[str, object]) -> dict[str, tuple[Placed, ...]] | None:
        """The policies on resources by what they are on; None where all are on whatever is asked about.

        A copy is about two projects: project policies that name no resource are the source's ("Copying a model").
        """
        found, source = self.at("resource"), source_of(request)
        if not found or (source is None and not any(each.resource for each in found)):
            return None
        default = source or ANYTHING
        places = dict.fromkeys(each.resource or default for each in found)
        return {place: tuple(each for each in found if (each.resource or default) == place) for place in places}

    def policies(self, request: Mapping[str, object]) -> CallPolicies:
        """The policies of a call; the same object for calls that they are the same for."""
        source = source_of(request)
        found = self._policies.get(source)
        if found is None:
            found = self._policies[source] = self._placed_policies(self.places(request))
        return found

    def _placed_policies(self, places: Mapping[str, Sequence[Placed]] | None) -> CallPolicies:
        if places is None:
            return CallPolicies(self.layers)
        by_place = {place: tuple(each.policy for each in found) for place, found in places.items()}
        return CallPolicies(replace(self.layers, resource=()), resource=by_place)

    def whose(self, policy: Policy) -> Placed | None:
        """Where a policy of the layers comes from."""
        return next((each for each in self.placed if each.policy is policy), None)


def arrange(composed: Composed, draft: Draft, others: Sequence[Attached]) -> Arrangement:
    """The policy on the bench as its kind, with what is attached."""
    return Arrangement(composed, draft.settings.kind, others)


def _placed(each: Attached) -> Placed:
    record = each.record
    return Placed(
        Origin.ATTACHED, record.layer, each.policy, each.text, record.name, level=record.level, resource=record.resource
    )


def _assumed(bench: Placed, counting: Sequence[Placed]) -> Iterator[Placed]:
    """What stands in for policies that nobody attached: the caller's own, and AWS's beside an SCP that only denies."""
    if bench.layer != "identity" and all(each.layer != "identity" for each in counting):
        text, policy = _allowing_everything("CallersOwnPolicies")
        yield Placed(Origin.ASSUMED, "identity", policy, text, "The caller's own policies")
    if bench.layer == "scp" and all(statement.effect is not Effect.ALLOW for statement in bench.policy.statements):
        text, policy = _allowing_everything("FullAWSAccess")
        yield Placed(Origin.ASSUMED, "scp", policy, text, "FullAWSAccess", level=OWN_LEVEL)


@cache
def _allowing_everything(sid: str) -> tuple[str, Policy]:
    text = _ASSUMED % sid
    policy = parse(text).policy
    if policy is None:  # cannot be: the document is ours
        raise ValueError(sid)
    return text, policy


def attached(records: Sequence[AttachmentRecord]) -> tuple[Attached, ...]:
    """Every attachment that can be read."""
    found = ((record, *_policy(record)) for record in records)
    return tuple(Attached(record, policy, text) for record, policy, text in found if policy is not None)


def _policy(record: AttachmentRecord) -> tuple[Policy | None, str]:
    if record.draft is None:
        return parse(record.text).policy, record.text
    draft = draft_from_plain(record.draft)
    if not isinstance(draft, Draft):
        return None, ""
    composed = compose(draft)
    return composed.policy, composed.text


def source_of(request: Mapping[str, object]) -> str | None:
    """The ARN of what a copy copies."""
    resources = request.get("resources")
    found = resources.get("source_version") if isinstance(resources, dict) else None
    return found if isinstance(found, str) and found else None
