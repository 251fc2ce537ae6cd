"""All facts in one immutable value, with the look-ups that other rooms ask for."""

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from policybuilder.catalogue.schema import (
    Action,
    ConditionKey,
    FieldRule,
    FrozenMap,
    Meta,
    Operation,
    Partition,
    ResourceType,
    RiskFlag,
    TaskGroup,
)
from policybuilder.iam.entries import action_entry

SERVICE = "rekognition"


class Catalogue(BaseModel):
    """All facts. Ids and keys are in AWS's case; the `find_` methods take any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    meta: Meta
    actions: FrozenMap[Action]
    resource_types: FrozenMap[ResourceType]
    operations: FrozenMap[Operation]
    task_groups: tuple[TaskGroup, ...]
    condition_keys: FrozenMap[ConditionKey]
    keys_first: tuple[str, ...]
    companions_offered: tuple[str, ...]
    field_rules: FrozenMap[FieldRule]
    risk_flags: FrozenMap[RiskFlag]
    regions: tuple[str, ...]
    custom_labels_regions: tuple[str, ...]
    partitions: tuple[Partition, ...]

    @cached_property
    def _actions_by_lower(self) -> Mapping[str, Action]:
        return MappingProxyType({action.id.lower(): action for action in self.actions.values()})

    @cached_property
    def _keys_by_lower(self) -> Mapping[str, ConditionKey]:
        return MappingProxyType({key.key.partition("${")[0].lower(): key for key in self.condition_keys.values()})

    def by_operation_name(self, name: str) -> Action | None:
        """Rekognition's action of the API operation `name` (`CopyProjectVersion`, any case); None if there is none."""
        action = self.find_action(f"{SERVICE}:{name}")
        return action if action is not None and action.operation else None

    def find_action(self, text: str) -> Action | None:
        """The action of an id in any case, `Rekognition:detectcustomlabels`; None if there is none."""
        return self._actions_by_lower.get(text.lower())

    def expand(self, pattern: str) -> tuple[Action, ...]:
        """The actions that an Action entry means, as decisions read it: `rekognition:Detect*`; case does not count.

        Source: IAM User Guide, "IAM JSON policy elements: Action".
        """
        if "*" not in pattern and "?" not in pattern:
            found = self.find_action(pattern)
            return (found,) if found else ()
        entry = action_entry(pattern)
        by_lower = self._actions_by_lower.items()
        return tuple(action for name, action in by_lower if entry.matches(action.service, name.partition(":")[2]))

    def find_key(self, text: str) -> ConditionKey | None:
        """The condition key of a text in any case, also one with a name of one's own: `aws:resourcetag/env`."""
        lower = text.lower()
        found = self._keys_by_lower.get(lower)
        if found is not None:
            return found
        # a name of one's own stands behind the first slash or the second colon, and may hold both itself
        for cut in (lower.find("/") + 1, lower.find(":", lower.find(":") + 1) + 1):
            open_ended = self._keys_by_lower.get(lower[:cut]) if 0 < cut < len(lower) else None
            if open_ended is not None and "${" in open_ended.key:
                return open_ended
        return None
