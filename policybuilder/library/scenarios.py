"""Scenarios of a policy: questions with their expected decisions, kept beside it.

Every function takes the workspace first; those that change something raise `NotFound` for what is not in it.
"""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import transaction

from policybuilder.accounts.audit import Event
from policybuilder.accounts.services import WorkspaceId
from policybuilder.library.deeds import deed
from policybuilder.library.models import NAME_LENGTH, SavedPolicy, Scenario
from policybuilder.library.records import ScenarioRecord, TooMany
from policybuilder.library.rows import find_live

MOST = 500


class NewScenario(NamedTuple):
    """What is to be kept: names are cut to their length."""

    name: str
    group: str
    request: Mapping[str, object]
    expect: str


def scenario_list(*, workspace: WorkspaceId, public_id: str) -> tuple[ScenarioRecord, ...]:
    """A policy's scenarios, group by group in the order of their first one, each group in the order of keeping."""
    own = Scenario.objects.filter(policy__workspace_id=workspace, policy__public_id=public_id, policy__deleted_at=None)
    found = [_record(each) for each in own.order_by("pk")]
    groups = list(dict.fromkeys(each.group for each in found))
    return tuple(sorted(found, key=lambda each: (groups.index(each.group), each.id)))


@transaction.atomic
def scenarios_add(
    *, workspace: WorkspaceId, public_id: str, scenarios: Iterable[NewScenario], example: bool = False
) -> int:
    """Keep scenarios; how many were kept. All or, with `TooMany`, none."""
    policy = find_live(workspace, public_id, for_update=True)
    made = [
        Scenario(
            policy=policy,
            name=_short(each.name),
            group=_short(each.group),
            request=json.dumps(each.request, separators=(",", ":")),
            expect=each.expect,
            example=example,
        )
        for each in scenarios
    ]
    if policy.scenarios.count() + len(made) > MOST:
        raise TooMany
    Scenario.objects.bulk_create(made)
    if made and not example:
        deed(policy, Event.SCENARIOS, together=True)
    return len(made)


@transaction.atomic
def scenario_remove(*, workspace: WorkspaceId, public_id: str, scenario_id: int) -> ScenarioRecord | None:
    """Take a scenario away; what it was, None if it was gone already."""
    policy = find_live(workspace, public_id, for_update=True)
    found = policy.scenarios.filter(pk=scenario_id).first()
    if found is None:
        return None
    record = _record(found)
    found.delete()
    deed(policy, Event.SCENARIOS, together=True)
    return record


def copy_scenarios(policy: SavedPolicy, copy: SavedPolicy) -> None:
    """Give a policy's copy the scenarios that the policy has."""
    members = ("name", "group", "request", "expect")
    Scenario.objects.bulk_create(
        Scenario(policy=copy, **values) for values in policy.scenarios.order_by("pk").values(*members)
    )


def _record(found: Scenario) -> ScenarioRecord:
    return ScenarioRecord(
        id=found.pk, name=found.name, group=found.group, request=json.loads(found.request), expect=found.expect
    )


def _short(name: str) -> str:
    """A name as its column takes it; PostgreSQL has no place for null characters."""
    return name.replace("\x00", " ").strip()[:NAME_LENGTH]
