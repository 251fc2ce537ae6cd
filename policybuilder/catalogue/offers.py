"""Which condition keys a rule can offer for its actions.

Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS services" (keys of an action's
requests and of its resource types; global keys may be used with every action) and IAM User Guide, "AWS global condition
context keys".
"""

from collections.abc import Iterable
from dataclasses import dataclass

from policybuilder.catalogue.load import catalogue
from policybuilder.catalogue.schema import Action, ConditionKey

_USE = ("often", "sometimes", "rarely")


@dataclass(frozen=True, slots=True)
class KeyOffer:
    """A key that requests for at least one of the actions may carry. `missing_for` are the actions that never send it."""

    key: ConditionKey
    missing_for: tuple[str, ...] = ()


def condition_keys_for(action_ids: Iterable[str]) -> tuple[KeyOffer, ...]:
    """The keys for a rule with these actions (ids or patterns such as `rekognition:Detect*`), most useful first.

    What names no known action is passed over. Keys of the request's or the resource's tags and keys of a service come
    only with actions that have them; without any action there are the global keys.
    """
    known = catalogue()
    actions = tuple({action.id: action for text in action_ids for action in known.expand(text)}.values())
    provided = {action.id: _own_keys(action) for action in actions}
    first = {key: place for place, key in enumerate(known.keys_first)}
    offers: list[KeyOffer] = []
    for key in known.condition_keys.values():
        if key.scope == "global":
            missing: tuple[str, ...] = ()
        else:
            missing = tuple(name for name, keys in provided.items() if key.key not in keys)
        if key.use in _USE and (key.scope == "global" or len(missing) < len(actions)):
            offers.append(KeyOffer(key, missing))
    return tuple(sorted(offers, key=lambda offer: (first.get(offer.key.key, len(first)), *_rank(offer.key))))


def _own_keys(action: Action) -> frozenset[str]:
    """The keys of the action's requests and of the resources that it is checked on."""
    on_resources = (key for item in action.resources for key in item.condition_keys)
    return frozenset((*action.condition_keys, *on_resources))


def _rank(key: ConditionKey) -> tuple[int, str]:
    return _USE.index(key.use), key.key.lower()
