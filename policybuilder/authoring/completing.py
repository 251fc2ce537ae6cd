"""What can stand at a place of a policy's text: names for the editor to offer, the likeliest first.

A place is the names of the members around it (lists left out), and whether a member's name is typed there or a value:
`("Statement", "Condition", "StringLike")` and a name is a condition key. Names come from the catalogue; nothing raises.
Source: IAM User Guide, "Grammar of the IAM JSON policy language"; Service Authorization Reference.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from policybuilder.catalogue import catalogue, condition_keys_for
from policybuilder.catalogue.regions import partitions
from policybuilder.catalogue.service_keys import condition_key, key_names, keys_of
from policybuilder.catalogue.services import ServiceAction, matching_actions, service, services
from policybuilder.iam.operators import IF_EXISTS, OPERATORS, SET_OPERATORS

MOST_ACTIONS = 40  # actions of a statement that keys and resources are looked up for
MOST_MATCHES = 400  # actions that its patterns stand for
OWN = "rekognition"
_OPEN = re.compile(r"\$\{([^{}]*)\}")
_MEMBERS = {
    (): ("Version", "Id", "Statement"),
    ("Statement",): (
        *("Sid", "Effect", "Action", "Resource", "Condition"),
        *("NotAction", "NotResource", "Principal", "NotPrincipal"),
    ),
    ("Statement", "Principal"): ("AWS", "Service", "Federated", "CanonicalUser"),
    ("Statement", "NotPrincipal"): ("AWS", "Service", "Federated", "CanonicalUser"),
}
_VALUES = {("Version",): ("2012-10-17", "2008-10-17"), ("Statement", "Effect"): ("Allow", "Deny")}
_SELDOM = ("Binary", "Date", "Numeric")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known around the place: the statement's Action entries, where the draft's resources are, the service
    whose actions are typed ("" before its colon)."""

    actions: tuple[str, ...] = ()
    service: str = ""
    partition: str = "aws"
    region: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """A text to put there, a word or two on it, and how likely it is: higher numbers come first."""

    text: str
    detail: str = ""
    rank: int = 0


def completions(place: Sequence[str], around: Surroundings, *, name: bool) -> tuple[Completion, ...]:
    """What may stand at a place, the likeliest first; nothing where anything may."""
    offered = (_names if name else _values_at)(tuple(place), around)
    found: dict[str, Completion] = {}
    for each in offered:
        found.setdefault(each.text, each)
    return tuple(sorted(found.values(), key=lambda each: -each.rank))


def _names(place: tuple[str, ...], around: Surroundings) -> Iterable[Completion]:
    match place:
        case ("Statement", "Condition"):
            return _operators()
        case ("Statement", "Condition", _):
            return _keys(around.actions)
    return _ranked(_MEMBERS.get(place, ()))


def _values_at(place: tuple[str, ...], around: Surroundings) -> Iterable[Completion]:
    match place:
        case ("Statement", "Action" | "NotAction"):
            return _actions(around.service)
        case ("Statement", "Resource" | "NotResource"):
            return _resources(around)
        case ("Statement", "Condition", operator, key):
            return _values(operator, key, around.partition)
    return _ranked(_VALUES.get(place, ()))


def _ranked(texts: Iterable[str]) -> Iterator[Completion]:
    """Texts in the order in which they are usually written."""
    yield from (Completion(text, rank=-number) for number, text in enumerate(texts))


def _actions(prefix: str) -> Iterator[Completion]:
    """The actions of a service; before its name, Rekognition's own and the names of all services."""
    if prefix and prefix.lower() != OWN:
        found = service(prefix)
        offered = set(catalogue().companions_offered)
        for each in found.actions.values() if found else ():
            yield Completion(each.id, each.access_level.value, int(each.id in offered))
        return
    ranks = {"only": 3, "shared": 2, "no": 1}
    for action in catalogue().actions.values():
        if action.service == OWN:
            yield Completion(action.id, action.access_level.value, ranks[action.custom_labels])
    if not prefix:
        yield from (Completion(f"{each.prefix}:", each.name) for each in services() if each.prefix != OWN)


def _resources(around: Surroundings) -> Iterator[Completion]:
    """The ARN forms of the resource types that the statement's actions take, and `*` for those that take none."""
    matched = _matched(around.actions)
    yield Completion("*", rank=2 if any(action.takes_no_resource for action in matched) else -1)
    own = catalogue().resource_types
    if not matched:
        yield from (_form(kind.arn_template, kind.title, around) for kind in own.values() if kind.service == OWN)
    for action in matched:
        known = catalogue().find_action(action.id)
        if known:
            kinds = [own[use.type] for use in known.resources]
            yield from (_form(kind.arn_template, kind.title, around) for kind in kinds)
        elif found := service(action.service):
            listed = [found.resource_types[use.type] for use in action.resources]
            yield from (_form(template, kind.id, around) for kind in listed for template in kind.arn_templates)


def _matched(entries: Iterable[str]) -> tuple[ServiceAction, ...]:
    named = [each for entry in tuple(entries)[:MOST_ACTIONS] if entry != "*" for each in matching_actions(entry)]
    return tuple({each.id: each for each in named}.values())[:MOST_MATCHES]


def _form(template: str, title: str, around: Surroundings) -> Completion:
    """An ARN template with what the draft says filled in, and `*` for every name."""
    filled = {"Partition": around.partition, "Region": around.region, "Account": around.account}
    return Completion(_OPEN.sub(lambda match: filled.get(match[1]) or "*", template), title, 1)


def _operators() -> Iterator[Completion]:
    """Every operator, the everyday ones first; the forms with a set operator and with IfExists behind."""
    names = [*OPERATORS, "Null"]
    for number, operator in enumerate(names):
        rank = -number - (100 if operator.startswith(_SELDOM) else 0)
        yield Completion(operator, rank=rank)
        if operator != "Null":
            yield Completion(operator + IF_EXISTS, rank=rank - 1000)
            yield from (Completion(f"{each}:{operator}", rank=rank - 2000) for each in SET_OPERATORS)


def _keys(actions: Sequence[str]) -> Iterator[Completion]:
    """The keys that requests for the statement's actions may carry, most useful first."""
    matched = _matched(actions)
    offers = condition_keys_for(each.id for each in matched)
    for number, offer in enumerate(offers):
        missing = 500 if offer.missing_for else 0
        yield Completion(_OPEN.sub("", offer.key.key), offer.key.title or offer.key.type, -number - missing)
    offered = {offer.key.key for offer in offers}
    others = {key for each in matched if each.service != OWN for key in keys_of(each)} - offered
    if any(entry.strip() == "*" for entry in actions):
        others |= set(key_names(OWN))
    for key in sorted(others):
        facts = condition_key(key)
        yield Completion(_OPEN.sub("", key), facts.type if facts else "", -1000)


def _values(operator: str, key: str, partition: str) -> Iterator[Completion]:
    facts = condition_key(key)
    if operator == "Null" or (facts is not None and "Bool" in facts.types):
        yield from _ranked(("true", "false"))
    elif key.lower() == "aws:requestedregion":
        found = partitions().get(partition)
        yield from (Completion(region) for region in sorted(found.regions if found else ()))
