"""Putting a draft that was made from a job onto the bench, with its scenarios and the policy that counts with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest

from policybuilder.accounts.services import WorkspaceId, workspace_require
from policybuilder.authoring import Draft, draft_plain
from policybuilder.authoring.examples import ExampleScenario
from policybuilder.library.attached import attachment_add, attachment_list, attachment_remove
from policybuilder.library.records import PolicyRecord, TooMany
from policybuilder.library.scenarios import NewScenario
from policybuilder.library.services import scratch_replace
from policybuilder.web.forms.builder import as_the_form_gives_it
from policybuilder.web.standing import member_of


@dataclass(frozen=True, slots=True)
class Beside:
    """A policy that counts together with the one on the bench; `said` is for who opens it."""

    layer: str
    name: str
    text: str
    said: str
    resource: str = ""


def open_on_bench(
    request: HttpRequest, draft: Draft, scenarios: Sequence[ExampleScenario], said: str, beside: Beside | None = None
) -> None:
    """Replace what stands on the bench: one Undo away it is there again. `said` is what the visitor reads."""
    workspace, member = workspace_require(request.session), member_of(request)
    plain = draft_plain(as_the_form_gives_it(draft))
    try:
        record = scratch_replace(workspace=workspace, draft=plain, scenarios=kept(scenarios), member=member)
    except TooMany:
        record = scratch_replace(workspace=workspace, draft=plain, member=member)
        messages.warning(request, "Its scenarios are left out: there are too many of your own already.")
    messages.success(request, said)
    if beside:
        _attach(request, workspace, record, beside)


def kept(scenarios: Sequence[ExampleScenario]) -> list[NewScenario]:
    """Scenarios as the library keeps them."""
    return [NewScenario(each.name, each.group, each.request, each.expect) for each in scenarios]


def _attach(request: HttpRequest, workspace: WorkspaceId, record: PolicyRecord, beside: Beside) -> None:
    """Attach the other policy in the place of an older one of its name."""
    for each in attachment_list(workspace=workspace, public_id=record.public_id):
        if each.layer == beside.layer and each.name == beside.name and each.source is None:
            attachment_remove(workspace=workspace, public_id=record.public_id, attachment_id=each.id)
    try:
        attachment_add(
            workspace=workspace,
            public_id=record.public_id,
            layer=beside.layer,
            name=beside.name,
            text=beside.text,
            resource=beside.resource,
        )
    except TooMany:
        messages.warning(request, "The other policy is not attached: there are too many attached policies already.")
    else:
        messages.success(request, beside.said)
