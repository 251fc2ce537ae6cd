"""One concrete request for a statement, to show what its condition lets through."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from policybuilder.catalogue import ResourceType, catalogue, witness
from policybuilder.catalogue.service_keys import Support, key_support
from policybuilder.catalogue.services import find_action, matching_actions
from policybuilder.validator.conditions.keys import is_open, prefix_of
from policybuilder.validator.finding import Sample
from policybuilder.validator.view import StatementView, Text

Context = Mapping[str, str | tuple[str, ...]]
_TRIED = 20  # resources and actions of a statement that are looked at


def sample_for(
    view: StatementView, context: Context, actions: Iterable[Text] = (), *, carrying: str = ""
) -> Sample | None:
    """A request that the statement is about, as far as action and resource go; None where none is easily named.

    `actions`: those of the statement that are meant, all if there are none given. `carrying`: a key that the action's
    requests have to be able to carry.
    """
    texts = tuple(actions) or view.texts("Action")
    resources = tuple(each.value for each in view.texts("Resource")[:_TRIED])
    for text in texts[:_TRIED]:
        for action in _named(text.value, carrying)[:_TRIED]:
            resource = _resource(action, resources)
            if resource is not None:
                return Sample(action, resource, context)
    return None


@lru_cache(maxsize=1024)
def _named(entry: str, key: str) -> tuple[str, ...]:
    """The ids of actions that an entry means and that may carry the key. For every service Rekognition stands."""
    service = prefix_of(key or "rekognition:")
    meant = f"{service}:*" if is_open(prefix_of(entry)) else entry
    actions = matching_actions(meant)
    return tuple(each.id for each in actions if not key or key_support(each, key) is not Support.NO)


@lru_cache(maxsize=1024)
def _resource(action: str, patterns: tuple[str, ...]) -> str | None:
    found = find_action(action)
    if found is None:
        return None
    if found.takes_no_resource:
        return "*" if "*" in patterns else None
    known = catalogue().find_action(action)
    types = [catalogue().resource_types.get(use.type) for use in known.resources] if known else []
    for pattern in patterns:
        for each in types:
            arn = _example(pattern, each) if each is not None else None
            if arn is not None:
                return arn
        if not types and pattern.startswith("arn:") and "${" not in pattern:
            return pattern.replace("*", "example").replace("?", "x")
    return None


def _example(pattern: str, resource_type: ResourceType) -> str | None:
    if "${" in pattern:
        return None
    return witness(pattern, resource_type)
