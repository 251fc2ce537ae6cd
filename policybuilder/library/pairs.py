"""Two policies that count together, made at once: each is attached to the other, and both keep the same scenarios.

Every function takes the workspace first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from policybuilder.accounts.services import WorkspaceId
from policybuilder.library.attached import attachment_add
from policybuilder.library.records import PolicyRecord
from policybuilder.library.scenarios import NewScenario, scenarios_add
from policybuilder.library.services import policy_create


@dataclass(frozen=True, slots=True)
class Half:
    """One of the two: its name, its draft, the layer that it counts in beside the other, what it is on there."""

    name: str
    draft: Mapping[str, object]
    layer: str
    resource: str = ""


@transaction.atomic
def pair_create(
    *, workspace: WorkspaceId, halves: tuple[Half, Half], scenarios: Sequence[NewScenario]
) -> tuple[PolicyRecord, PolicyRecord]:
    """Both policies, saved. Raises `InvalidName`, ValueError for a layer that does not exist; then neither is there."""
    first, second = (policy_create(workspace=workspace, name=half.name, draft=half.draft) for half in halves)
    for policy, other, half in ((first, second, halves[1]), (second, first, halves[0])):
        attachment_add(
            workspace=workspace,
            public_id=policy.public_id,
            layer=half.layer,
            source=other.public_id,
            resource=half.resource,
        )
        scenarios_add(workspace=workspace, public_id=policy.public_id, scenarios=scenarios)
    return first, second
