"""The layers that a question is asked under: the policy on the bench, and whatever is attached to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from policybuilder.authoring import Draft, compose, draft_from_plain
from policybuilder.authoring.call_policies import CallPolicies
from policybuilder.iam import Layers, Policy, parse
from policybuilder.library.records import AttachmentRecord


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment with its policy and text; `place` is its number among the policies of its layer and level."""

    record: AttachmentRecord
    policy: Policy
    text: str
    place: int


def attached(records: Sequence[AttachmentRecord]) -> tuple[Attached, ...]:
    """Every attachment that can be read, with its place. The policy on the bench is the first identity policy."""
    found: list[Attached] = []
    counts: dict[tuple[str, int], int] = {("identity", 0): 1}
    for record in records:
        policy, text = _policy(record)
        if policy is None:
            continue
        key = (record.layer, record.level)
        place = counts.get(key, 0)
        counts[key] = place + 1
        found.append(Attached(record, policy, text, place))
    return tuple(found)


def _policy(record: AttachmentRecord) -> tuple[Policy | None, str]:
    if record.draft is None:
        return parse(record.text).policy, record.text
    draft = draft_from_plain(record.draft)
    if not isinstance(draft, Draft):
        return None, ""
    composed = compose(draft)
    return composed.policy, composed.text


def layers_with(policy: Policy, others: Sequence[Attached]) -> Layers:
    """The policy on the bench as identity policy, with what is attached. Levels that nothing is attached to are left out."""

    def of(layer: str) -> tuple[Policy, ...]:
        return tuple(each.policy for each in others if each.record.layer == layer)

    def levels(layer: str) -> tuple[tuple[Policy, ...], ...]:
        used = level_numbers(others, layer)
        return tuple(
            tuple(each.policy for each in others if each.record.layer == layer and each.record.level == level)
            for level in used
        )

    return Layers(
        identity=(policy, *of("identity")),
        boundary=next(iter(of("boundary")), None),
        session=next(iter(of("session")), None),
        scp=levels("scp"),
        rcp=levels("rcp"),
        resource=of("resource"),
    )


def call_policies(layers: Layers, request: Mapping[str, object]) -> CallPolicies:
    """The policies of a call. A copy is about two projects, and the attached project policies are the source's ("Copying
    a model"); those of every other call are on whatever it is about."""
    source = source_of(request)
    if source is None:
        return CallPolicies(layers)
    return CallPolicies(replace(layers, resource=()), resource={source: layers.resource})


def source_of(request: Mapping[str, object]) -> str | None:
    """The ARN of what a copy copies."""
    resources = request.get("resources")
    found = resources.get("source_version") if isinstance(resources, dict) else None
    return found if isinstance(found, str) and found else None


def level_numbers(others: Sequence[Attached], layer: str) -> tuple[int, ...]:
    """The levels of SCPs or RCPs that something is attached to, from the root down."""
    return tuple(sorted({each.record.level for each in others if each.record.layer == layer}))
