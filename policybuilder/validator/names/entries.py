"""What entries of Action and Resource mean together: which pairs of them can ever meet.

Exact for Rekognition and the resources around Custom Labels, generous elsewhere: a pair is dead only where no ARN that
the action is checked on can be of the pattern's form. Source: Service Authorization Reference, "Actions, resources, and
condition keys for AWS services".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from policybuilder.catalogue.service_arns import pair_can_meet
from policybuilder.catalogue.services import ServiceAction, matching_actions, service
from policybuilder.validator.names.actions import means_actions
from policybuilder.validator.names.arns import checked
from policybuilder.validator.view import StatementView, Text

TypeName = tuple[str, str]
"""A service and the id of one of its resource types, in lower case."""
PROJECT, VERSION, DATASET = (("rekognition", kind) for kind in ("project", "projectversion", "dataset"))
COPY = "rekognition:CopyProjectVersion"
OPEN_BUCKETS = "arn:aws:s3:::*"


class ActionEntry(NamedTuple):
    """An entry of Action. `types` are those its actions take, `thirds` what stands in the third field of their ARNs.

    `foreign` are the actions that take a type whose ARNs are of another service. `exact`: the one action meant, if the
    entry has no wildcard.
    """

    text: str
    everything: bool
    actions: tuple[ServiceAction, ...]
    types: frozenset[TypeName]
    thirds: frozenset[str]
    foreign: tuple[ServiceAction, ...]

    @property
    def without_types(self) -> bool:
        """Whether all its actions are checked on `*` alone."""
        return not self.everything and not self.types

    @property
    def exact(self) -> ServiceAction | None:
        """The action of an entry without wildcards."""
        return self.actions[0] if len(self.actions) == 1 and "*" not in self.text and "?" not in self.text else None


@lru_cache(maxsize=4096)
def action_entry(text: str) -> ActionEntry | None:
    """What an entry of Action means; None for one that means nothing."""
    if not means_actions(text):
        return None
    if not text.strip("*"):
        return ActionEntry(text, True, (), frozenset(), frozenset(), ())
    actions = matching_actions(text)
    types = frozenset((each.service, use.type) for each in actions for use in each.resources)
    thirds = {name: _thirds(name) for name in types}
    foreign = tuple(
        each for each in actions if any(thirds[(each.service, use.type)] != {each.service} for use in each.resources)
    )
    return ActionEntry(text, False, actions, types, frozenset().union(*thirds.values()), foreign)


@lru_cache(maxsize=4096)
def _thirds(name: TypeName) -> frozenset[str]:
    """The third fields of a type's ARNs; `*` for one that is open."""
    found = service(name[0])
    kind = found.resource_types.get(name[1]) if found else None
    texts = {template.split(":", 3)[2] for template in kind.arn_templates} if kind else set()
    return frozenset("*" if "{" in text else text for text in texts)


class ResourceEntry(NamedTuple):
    """An entry of Resource. `everything`: the plain `*`; `bad`: its own problem is told, so no pair with it is judged.

    `faulty` if there is anything to tell. `names` are the types whose ARNs it can match, `third` the service in it.
    """

    text: str
    everything: bool
    bad: bool
    faulty: bool
    third: str
    names: frozenset[TypeName]


@lru_cache(maxsize=4096)
def resource_entry(text: str) -> ResourceEntry:
    """What an entry of Resource means."""
    if text and not text.strip("*"):
        return ResourceEntry(text, True, False, False, "", frozenset())
    seen = checked(text, likely=False)
    types = seen.shape.types if seen.shape and seen.shape.named else ()
    names = frozenset((kind.service, kind.id.lower()) for kind in types)
    return ResourceEntry(text, False, not seen.judged, bool(seen.problems), seen.service, names)


def meets(entry: ActionEntry, resource: ResourceEntry) -> bool:
    """Whether any action of the one can be checked on anything that the other matches."""
    if entry.everything or resource.everything or entry.types & resource.names:
        return True
    if resource.third == "s3" and resource.text == OPEN_BUCKETS and entry.without_types:
        # AWS's own examples write this for calls that list buckets (assumption 10.13)
        return any(each.service == "s3" for each in entry.actions)
    if resource.third not in entry.thirds and "*" not in entry.thirds:
        return False
    return any(pair_can_meet(each, resource.text) for each in entry.foreign)


@dataclass(frozen=True)
class Pairs:
    """A statement with Action and Resource: its good entries with their places."""

    view: StatementView
    actions: tuple[tuple[Text, ActionEntry], ...]
    resources: tuple[tuple[Text, ResourceEntry], ...]
    all_actions_good: bool
    project_policy: bool = False

    @cached_property
    def anything(self) -> bool:
        """Whether the plain `*` is among the resources."""
        return any(each.everything for _, each in self.resources)

    @cached_property
    def names(self) -> frozenset[TypeName]:
        """The types that any of the resources can match."""
        return frozenset().union(*(each.names for _, each in self.resources if not each.bad))

    @cached_property
    def bad_services(self) -> frozenset[str]:
        """The services of entries whose own problem is told; an empty one for an entry that names none."""
        return frozenset(each.third for _, each in self.resources if each.bad)

    @cached_property
    def others(self) -> tuple[ResourceEntry, ...]:
        """The good resource entries, each once."""
        return tuple(dict.fromkeys(each for _, each in self.resources if not each.bad))

    def lives(self, entry: ActionEntry) -> bool:
        """Whether the statement can apply to a request for any of the entry's actions."""
        if self.anything or entry.everything or self.types_of(entry) & self.names:
            return True
        if self.project_policy and all(each.id != COPY for each in entry.actions):
            return True  # no business of a project policy, which is told elsewhere
        likely = (each for each in self.others if self._worth_a_look(entry, each))
        return any(meets(entry, each) for each in likely)

    def types_of(self, entry: ActionEntry) -> frozenset[TypeName]:
        """The types that the entry's actions are asked about; a project policy says which versions may be copied.

        Source: Amazon Rekognition Custom Labels Developer Guide, "Creating a project policy document".
        """
        return entry.types - {PROJECT} if self.project_policy and VERSION in entry.types else entry.types

    def _worth_a_look(self, entry: ActionEntry, resource: ResourceEntry) -> bool:
        foreign = bool(entry.foreign) and (resource.third in entry.thirds or "*" in entry.thirds)
        return foreign or (entry.without_types and resource.third == "s3")

    def excused(self, entry: ActionEntry) -> bool:
        """Whether a problem of a resource, told already, may be why the action has none."""
        services = {each.service for each in entry.actions} | entry.thirds
        return not self.others or any(not third or third.lower() in services for third in self.bad_services)

    @cached_property
    def dead(self) -> tuple[tuple[Text, ActionEntry], ...]:
        """The action entries that can meet none of the resources."""
        return tuple((text, each) for text, each in self.actions if not self.lives(each) and not self.excused(each))

    @cached_property
    def used(self) -> frozenset[TypeName]:
        """The types that the actions take."""
        return frozenset().union(*(each.types for _, each in self.actions))

    def is_used(self, resource: ResourceEntry) -> bool:
        """Whether any of the actions can be checked on what the entry matches."""
        if resource.everything or any(each.everything for _, each in self.actions) or resource.names & self.used:
            return True
        return any(self._worth_a_look(each, resource) and meets(each, resource) for _, each in self.actions)


def type_labels(names: Iterable[TypeName]) -> tuple[str, ...]:
    """Types as sentences name them: Rekognition's by their id alone, others with their service."""
    return tuple(kind if prefix == "rekognition" else f"{prefix}:{kind}" for prefix, kind in sorted(names))


def labels_of(entries: Sequence[ResourceEntry]) -> tuple[str, ...]:
    """The types that resource entries can name."""
    return type_labels({name for each in entries for name in each.names})
