"""Changing the library: each service is one transaction within one workspace."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from policybuilder.library import steps
from policybuilder.library.models import SavedPolicy
from policybuilder.library.records import Conflict, InvalidName, NotFound, PolicyRecord
from policybuilder.library.selectors import record_of

LONGEST_NAME = 120
Draft = dict[str, Any]
Form = list[tuple[str, str]]


@transaction.atomic
def scratch_get_or_create(*, workspace: uuid.UUID, draft: Draft) -> PolicyRecord:
    """The workspace's unsaved document, made from the draft where there is none."""
    found = SavedPolicy.objects.filter(workspace=workspace, name="").first()
    return record_of(found or _create(workspace, "", draft))


@transaction.atomic
def scratch_replace(*, workspace: uuid.UUID, draft: Draft) -> PolicyRecord:
    """Another draft in the place of the unsaved document; the old one is one undo away."""
    found = SavedPolicy.objects.select_for_update().filter(workspace=workspace, name="").first()
    if found is None:
        return record_of(_create(workspace, "", draft))
    found.draft, found.form, found.tab, found.sequence = draft, None, "", 0
    return _accepted(found, "")


@transaction.atomic
def policy_create(*, workspace: uuid.UUID, name: str, draft: Draft) -> PolicyRecord:
    """A saved policy from a draft. Raises InvalidName."""
    return record_of(_create(workspace, _name(name), draft))


@transaction.atomic
def work_keep(  # noqa: PLR0913 - a write names what it is based on and who makes it
    *,
    workspace: uuid.UUID,
    public_id: str,
    base_state: int,
    tab: str,
    sequence: int,
    form: Form,
    draft: Draft | None,
    label: str = "",
    replaces: int | None = None,
) -> PolicyRecord:
    """Keep the work as typed; `draft` None (the form cannot be read) keeps the last good one.

    A write is accepted if it is based on the present state, or if the last writer was the same tab (its answer may have
    been lost on the way). A write of that tab that another of its writes overtook is ignored as late. Anything else
    raises Conflict with the newer state, unless `replaces` names that state. Raises NotFound.
    """
    policy = _get(workspace, public_id)
    same_tab = bool(tab) and policy.tab == tab
    if same_tab and sequence < policy.sequence:
        return record_of(policy)
    if policy.state not in {base_state, replaces} and not same_tab:
        raise Conflict(record_of(policy))
    policy.form, policy.tab, policy.sequence = form, tab, sequence
    if draft is not None:
        policy.draft = draft
    return _accepted(policy, label)


@transaction.atomic
def work_undo(*, workspace: uuid.UUID, public_id: str) -> PolicyRecord:
    """One step back; unchanged where there is none. Raises NotFound."""
    return _stepped(_get(workspace, public_id), -1)


@transaction.atomic
def work_redo(*, workspace: uuid.UUID, public_id: str) -> PolicyRecord:
    """One step forward again; unchanged where there is none. Raises NotFound."""
    return _stepped(_get(workspace, public_id), 1)


@transaction.atomic
def policy_save(*, workspace: uuid.UUID, public_id: str, name: str) -> PolicyRecord:
    """Save the work under a name; the unsaved document becomes a policy of the library. Raises InvalidName, NotFound."""
    policy = _get(workspace, public_id)
    policy.name = _name(name)
    policy.saved_draft, policy.saved_at = policy.draft, timezone.now()
    policy.save()
    return record_of(policy)


@transaction.atomic
def policy_rename(*, workspace: uuid.UUID, public_id: str, name: str) -> PolicyRecord:
    """Another name for a saved policy, in the form as well. Raises InvalidName, NotFound."""
    policy = _saved(workspace, public_id)
    policy.name = _name(name)
    policy.form = _renamed(policy.form, policy.name)
    policy.state += 1
    policy.changed = timezone.now()
    policy.save()
    return record_of(policy)


@transaction.atomic
def policy_duplicate(*, workspace: uuid.UUID, public_id: str) -> PolicyRecord:
    """A copy named "Copy of ...", with the work as typed. Raises NotFound."""
    policy = _saved(workspace, public_id)
    name = f"Copy of {policy.name}"[:LONGEST_NAME]
    copy = _create(workspace, name, policy.draft, form=_renamed(policy.form, name))
    return record_of(copy)


@transaction.atomic
def policy_delete(*, workspace: uuid.UUID, public_id: str) -> PolicyRecord:
    """Into the bin, from where it can come back. Raises NotFound."""
    policy = _saved(workspace, public_id)
    policy.deleted_at = timezone.now()
    policy.save(update_fields=["deleted_at"])
    return record_of(policy)


@transaction.atomic
def policy_restore(*, workspace: uuid.UUID, public_id: str) -> PolicyRecord:
    """Out of the bin. Raises NotFound."""
    policy = SavedPolicy.objects.select_for_update().filter(workspace=workspace, public_id=public_id).first()
    if policy is None or policy.deleted_at is None:
        raise NotFound(public_id)
    policy.deleted_at = None
    policy.save(update_fields=["deleted_at"])
    return record_of(policy)


def _create(workspace: uuid.UUID, name: str, draft: Draft, form: Form | None = None) -> SavedPolicy:
    now = timezone.now()
    saved = {"saved_draft": draft, "saved_at": now} if name else {}
    policy = SavedPolicy.objects.create(
        workspace_id=workspace, name=name, draft=draft, form=form, created=now, changed=now, **saved
    )
    steps.begin(policy, now)
    return policy


def _accepted(policy: SavedPolicy, label: str) -> PolicyRecord:
    """Count the change, remember it as a step, store it."""
    policy.state += 1
    policy.changed = timezone.now()
    steps.add(policy, label)
    policy.save()
    return record_of(policy)


def _stepped(policy: SavedPolicy, way: int) -> PolicyRecord:
    if steps.move(policy, way):
        policy.state += 1
        policy.changed = timezone.now()
        policy.tab, policy.sequence = "", 0
        policy.save()
    return record_of(policy)


def _get(workspace: uuid.UUID, public_id: str) -> SavedPolicy:
    found = SavedPolicy.objects.select_for_update().filter(workspace=workspace, public_id=public_id, deleted_at=None)
    policy = found.first()
    if policy is None:
        raise NotFound(public_id)
    return policy


def _saved(workspace: uuid.UUID, public_id: str) -> SavedPolicy:
    policy = _get(workspace, public_id)
    if not policy.name:
        raise NotFound(public_id)
    return policy


def _name(name: str) -> str:
    trimmed = " ".join(name.split())
    if not 1 <= len(trimmed) <= LONGEST_NAME:
        raise InvalidName
    return trimmed


def _renamed(form: Form | None, name: str) -> Form | None:
    """The form's pairs with the new name in the name field."""
    if form is None:
        return None
    return [(field, name if field == "name" else value) for field, value in form]
