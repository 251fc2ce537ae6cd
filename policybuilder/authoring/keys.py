"""Which condition keys an action's requests may carry, and what a rule's conditions mean for it.

Source: Service Authorization Reference, Amazon Rekognition (condition keys per action and resource type; the service
has no keys of its own) and "Actions, resources, and condition keys for AWS services" (a key that an action does not
support is missing from its requests).
"""

from collections.abc import Iterable, Sequence
from functools import cache

from policybuilder.authoring.conditions import Condition
from policybuilder.catalogue import Action, catalogue
from policybuilder.iam import JsonValue, glob_matches, overlaps

OWN_SERVICE = "rekognition"
REQUEST_TAG = "aws:requesttag/"
TAG_KEYS = "aws:tagkeys"
RESOURCE_TAG = "aws:resourcetag/"
REQUESTED_REGION = "aws:requestedregion"


def takes_request_tags(action: Action) -> bool:
    """Whether requests for the action may carry tags that `aws:RequestTag/...` can test."""
    return _listed(REQUEST_TAG, action.condition_keys)


def may_carry(action: Action, key: str) -> bool:
    """Whether a request for the action may carry the key. Where the catalogue cannot know, the answer is yes."""
    lower = key.lower()
    if lower.startswith(RESOURCE_TAG):
        return _may_carry_resource_tag(action)
    if lower.startswith(REQUEST_TAG):
        return action.service != OWN_SERVICE or takes_request_tags(action)
    if lower == TAG_KEYS:
        return action.service != OWN_SERVICE or _listed(TAG_KEYS, action.condition_keys)
    prefix = lower.partition(":")[0]
    if prefix == OWN_SERVICE:
        return False
    return prefix == action.service or prefix not in services()


def _may_carry_resource_tag(action: Action) -> bool:
    if not action.resources:
        return False
    return action.service != OWN_SERVICE or any(_listed(RESOURCE_TAG, item.condition_keys) for item in action.resources)


def _listed(prefix: str, keys: Iterable[str]) -> bool:
    return any(key.lower().startswith(prefix) for key in keys)


@cache
def services() -> frozenset[str]:
    """The service prefixes of the catalogue's actions: keys of one of them never come with another's requests."""
    return frozenset(action.service for action in catalogue().actions.values())


def demands_request_tag(condition: Condition) -> bool:
    """Whether the condition matches only requests that carry tags."""
    lower = condition.key.lower()
    return (lower.startswith(REQUEST_TAG) or lower == TAG_KEYS) and not condition.holds_without_key


def excludes_regions(condition: Condition, patterns: Sequence[str]) -> bool:
    """Whether no request for a resource of these patterns can satisfy a condition on the requested Region."""
    if condition.key.lower() != REQUESTED_REGION or condition.if_exists or condition.set_operator:
        return False
    if condition.operator not in {"StringEquals", "StringLike"} or any("${" in value for value in condition.values):
        return False
    matches = overlaps if condition.operator == "StringLike" else glob_matches
    regions = [pattern.split(":", 4)[3] if pattern.count(":") >= 4 else "*" for pattern in patterns]
    return bool(regions) and not any(
        not region or matches(region, value) for region in regions for value in condition.values
    )


def in_regions(conditions: Sequence[Condition], patterns: Sequence[str]) -> tuple[str, ...]:
    """The patterns of which some resource lies in a Region that every condition on the requested Region lets through.

    Source: IAM User Guide, "AWS global condition context keys": aws:RequestedRegion is the Region that was called.
    """
    return tuple(text for text in patterns if not any(excludes_regions(each, (text,)) for each in conditions))


def written_conditions(conditions: Iterable[Condition]) -> dict[str, JsonValue]:
    """The Condition block: operators and keys in the order of the rows, one value as a text, several as a list."""
    block: dict[str, dict[str, JsonValue]] = {}
    for condition in conditions:
        keys = block.setdefault(condition.written_operator, {})
        if condition.key.lower() not in (key.lower() for key in keys):
            keys[condition.key] = one_or_list(condition.values)
    return dict(block)


def one_or_list(values: Sequence[str]) -> JsonValue:
    """One value as a text, several as a list."""
    return values[0] if len(values) == 1 else list(values)


def doubled_conditions(conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """Rows whose operator and key an earlier row has with other values: one block cannot hold both."""
    seen: dict[tuple[str, str], Condition] = {}
    doubled: list[Condition] = []
    for condition in conditions:
        first = seen.setdefault((condition.written_operator, condition.key.lower()), condition)
        if set(first.values) != set(condition.values):
            doubled.append(condition)
    return tuple(doubled)
