"""What changes the library. Every function takes the workspace first and finds policies in it alone.

A write of the working copy names the state it is based on, the page it comes from (`tab`, made anew at every page load)
and that page's own count (`sequence`). It is accepted if nothing changed since, or if that same page was the last
writer (its answer may have been lost); a write that the same page overtook is left aside; every other one raises
`Conflict` and changes nothing. Raises `NotFound` for what is not in the workspace, `InBin` for what is deleted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from policybuilder.accounts.audit import Event
from policybuilder.accounts.services import WorkspaceId
from policybuilder.library.along import copy_along
from policybuilder.library.content import Content, content_of, draft_kind, draft_text, form_text
from policybuilder.library.deeds import changed_deed, deed, saved_deed
from policybuilder.library.models import PUBLIC_ID_LENGTH, SavedPolicy
from policybuilder.library.names import copy_name, free_name, policy_name, step_label, tab_mark, whole_number
from policybuilder.library.records import Conflict, NotFound, PolicyRecord
from policybuilder.library.revisions import note_text, revision_add
from policybuilder.library.rows import find, find_live, find_named, names_taken, record_of
from policybuilder.library.scenarios import NewScenario, scenarios_add
from policybuilder.library.steps import first_step, step_add, step_amend, step_content

FormPairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Turn:
    """Where a write comes from and what it knew."""

    base_state: int
    tab: str
    sequence: int

    def is_late(self, policy: SavedPolicy) -> bool:
        """Whether a later write of the same page is already there."""
        return self.tab != "" and self.tab == policy.tab and self.sequence < policy.sequence

    def is_next(self, policy: SavedPolicy) -> bool:
        """Whether nobody else wrote since."""
        return self.base_state == policy.state or (self.tab != "" and self.tab == policy.tab)


def _turn(base_state: int, tab: str, sequence: int) -> _Turn:
    return _Turn(base_state, tab_mark(tab), whole_number(sequence))


# -- the working copy -------------------------------------------------------------------------------------------------


@transaction.atomic
def scratch_get_or_create(
    *,
    workspace: WorkspaceId,
    draft: Mapping[str, object],
    scenarios: Iterable[NewScenario] = (),
    member: int | None = None,
) -> PolicyRecord:
    """The scratch document of a workspace or, in a team's, of a member; a new one, in state 0, starts with the draft and
    with its example scenarios."""
    return record_of(_scratch(workspace, member, draft, scenarios))


@transaction.atomic
def scratch_replace(
    *,
    workspace: WorkspaceId,
    draft: Mapping[str, object],
    label: str = "",
    scenarios: Sequence[NewScenario] = (),
    member: int | None = None,
) -> PolicyRecord:
    """Put another draft into the scratch document, with scenarios in the place of the example's.

    What stood there is one undo away, and pages open on it conflict. Raises `TooMany` scenarios.
    """
    policy = _scratch(workspace, member, draft)
    content = Content(draft_text(draft), "", readable=True)
    another = not content.same_words(content_of(policy))
    if another:
        _write(policy, content, _Turn(policy.state, "", 0), step_label(label))
    if another or scenarios:
        policy.scenarios.filter(example=True).delete()
        scenarios_add(workspace=workspace, public_id=policy.public_id, scenarios=scenarios, example=True)
    return record_of(policy)


@transaction.atomic
def work_keep(  # noqa: PLR0913 - what a page posts, each part named
    *,
    workspace: WorkspaceId,
    public_id: str,
    base_state: int,
    tab: str,
    sequence: int,
    form: FormPairs | None,
    draft: Mapping[str, object] | None,
    label: str = "",
    replaces: int | None = None,
    restores: int | None = None,
) -> PolicyRecord:
    """Keep the form as typed and the draft it gives.

    `draft` None: the form cannot be read, the last good draft stays. `form` None: it is to be written from the draft.
    `label` says what changed: a row of changes with one label makes one step to undo. `replaces` is the number of a
    newer state that is overwritten knowingly, `restores` that of the revision that the draft is. The same words again
    are no change; nor is looking elsewhere, which is kept for the next page but never stands against another's write.
    """
    policy = find_live(workspace, public_id, for_update=True)
    turn = _turn(base_state, tab, sequence)
    old = content_of(policy)
    new = Content(
        old.draft if draft is None else draft_text(draft),
        "" if form is None else form_text(form),
        readable=draft is not None or form is None,
    )
    if turn.is_late(policy):
        return record_of(policy)
    if _same(policy, old, new):
        if turn.is_next(policy):
            _look(policy, new, turn)
        return record_of(policy)
    if not turn.is_next(policy) and replaces != policy.state:
        raise Conflict(record_of(policy))
    _write(policy, new, turn, step_label(label), restores=restores)
    return record_of(policy)


def work_undo(
    *, workspace: WorkspaceId, public_id: str, base_state: int | None = None, tab: str = "", sequence: int = 0
) -> PolicyRecord:
    """Take the last step back; without one the record as it is. `base_state` None: whatever stands now."""
    return _walk(workspace, public_id, base_state, _turn(base_state or 0, tab, sequence), by=-1)


def work_redo(
    *, workspace: WorkspaceId, public_id: str, base_state: int | None = None, tab: str = "", sequence: int = 0
) -> PolicyRecord:
    """Take the step again that was undone last; without one the record as it is. `base_state` as for `work_undo`."""
    return _walk(workspace, public_id, base_state, _turn(base_state or 0, tab, sequence), by=1)


@transaction.atomic
def _walk(workspace: WorkspaceId, public_id: str, base_state: int | None, turn: _Turn, *, by: int) -> PolicyRecord:
    policy = find_live(workspace, public_id, for_update=True)
    if turn.is_late(policy):
        return record_of(policy)
    if base_state is not None and not turn.is_next(policy):
        raise Conflict(record_of(policy))
    number = policy.cursor + by
    if not policy.first_step <= number <= policy.last_step:
        return record_of(policy)
    typed = content_of(policy).typed_name
    name = policy.name if typed is None else typed
    content = step_content(policy, number)
    policy.cursor = number
    # Names are not undone: the policy's name is the library's, and the one that is typed stays as typed.
    _store(policy, content.named(name) if name else content, turn)
    return record_of(policy)


def _same(policy: SavedPolicy, old: Content, new: Content) -> bool:
    if old.form:
        return new.same_words(old)
    return new.same_policy(old) and new.typed_name in {None, policy.name}


def _look(policy: SavedPolicy, content: Content, turn: _Turn) -> None:
    """Keep where the reader looks and who wrote last; the state stays, and a first form is that of the current step."""
    if not policy.form:
        step_amend(policy, content)
    policy.form, policy.tab, policy.sequence = content.form, turn.tab, turn.sequence
    policy.save(update_fields=["form", "tab", "sequence"])


def _write(policy: SavedPolicy, content: Content, turn: _Turn, label: str, *, restores: int | None = None) -> None:
    old = content_of(policy)
    dropped = old.set_aside and not content.set_aside  # gone from the form for good: a step that can be taken back
    if content.same_policy(old) and not dropped:
        step_amend(policy, content)
    else:
        step_add(policy, content, label=label, tab=turn.tab, now=timezone.now())
    _store(policy, content, turn, restores=restores)


def _store(policy: SavedPolicy, content: Content, turn: _Turn, *, restores: int | None = None) -> None:
    if restores is None:
        changed_deed(policy, content_of(policy), content)
    else:
        deed(policy, Event.ROLLED_BACK, revision=str(restores))  # one deed, not a change as well
    policy.draft, policy.form, policy.readable = content.draft, content.form, content.readable
    policy.kind = draft_kind(content.draft)
    policy.tab, policy.sequence = turn.tab, turn.sequence
    _change(policy)


def _change(policy: SavedPolicy) -> None:
    """Count a change and save everything."""
    policy.state += 1
    policy.changed = timezone.now()
    policy.unsaved = not policy.readable or policy.draft != policy.saved_draft
    policy.save()


def _scratch(
    workspace: WorkspaceId, member: int | None, draft: Mapping[str, object], scenarios: Iterable[NewScenario] = ()
) -> SavedPolicy:
    text = draft_text(draft)
    policy, made = SavedPolicy.objects.select_for_update().get_or_create(
        workspace_id=workspace,
        scratch_of_id=member,
        name="",
        defaults={"public_id": _public_id(), "draft": text, "kind": draft_kind(text)},
    )
    if made:
        first_step(policy, content_of(policy), policy.created)
        scenarios_add(workspace=workspace, public_id=policy.public_id, scenarios=scenarios, example=True)
    return policy


# -- the library ------------------------------------------------------------------------------------------------------


@transaction.atomic
def policy_create(
    *, workspace: WorkspaceId, name: str, draft: Mapping[str, object], form: FormPairs | None = None
) -> PolicyRecord:
    """A new policy in the library, saved as it is. Raises `InvalidName`."""
    content = Content(draft_text(draft), "" if form is None else form_text(form), readable=True)
    policy = _create(workspace, policy_name(name), content)
    deed(policy, Event.CREATED)
    return record_of(policy)


@transaction.atomic
def policies_import(
    *, workspace: WorkspaceId, policies: Iterable[tuple[str, Mapping[str, object]]]
) -> tuple[PolicyRecord, ...]:
    """New policies in the library, of names and drafts: all or none. A name is made valid and different from the others."""
    taken = names_taken(workspace)
    made = []
    for text, draft in policies:
        name = free_name(text, taken)
        taken.add(name)
        made.append(policy_create(workspace=workspace, name=name, draft=draft))
    return tuple(made)


@transaction.atomic
def policy_save(
    *, workspace: WorkspaceId, public_id: str, name: str, base_state: int | None = None, tab: str = "", note: str = ""
) -> PolicyRecord:
    """Save the last good draft under the name, as a new revision where it differs from the one before or `note` says
    something of it; the scratch document moves into the library by that.

    Raises `InvalidName`, and `Conflict` if somebody else wrote since `base_state` (None: save what stands now).
    """
    name = policy_name(name)
    policy = find_live(workspace, public_id, for_update=True)
    if base_state is not None and not _turn(base_state, tab, policy.sequence).is_next(policy):
        raise Conflict(record_of(policy))
    policy.changed = timezone.now()
    policy.unsaved = not policy.readable
    before = policy.name
    _rename(policy, name)
    revision = revision_add(policy, now=policy.changed, note=note)
    policy.save()
    saved_deed(policy, before=before, revision=revision, note=note_text(note))
    return record_of(policy)


@transaction.atomic
def policy_rename(*, workspace: WorkspaceId, public_id: str, name: str) -> PolicyRecord:
    """Give a policy of the library another name. Raises `InvalidName`."""
    name = policy_name(name)
    policy = find_named(workspace, public_id, for_update=True)
    if name != policy.name:
        policy.changed = timezone.now()
        before = policy.name
        _rename(policy, name)
        deed(policy, Event.RENAMED, old=before)
    return record_of(policy)


@transaction.atomic
def policy_duplicate(*, workspace: WorkspaceId, public_id: str) -> PolicyRecord:
    """A copy of the working copy, named "Copy of ..."; it has a history of its own."""
    policy = find_named(workspace, public_id, for_update=True)
    content = content_of(policy)
    name = copy_name(policy.name)
    # A form that gives the draft is written anew from it; one that cannot be read is all there is of what was typed.
    kept = Content(content.draft, "", readable=True) if content.readable else content.named(name)
    copy = _create(workspace, name, kept)
    copy_along(policy, copy)
    deed(copy, Event.DUPLICATED, source=policy.name)
    return record_of(copy)


@transaction.atomic
def policy_delete(*, workspace: WorkspaceId, public_id: str) -> PolicyRecord:
    """Move a policy to the bin; `policy_restore` takes it back. Deleting twice is deleting once."""
    policy = find(workspace, public_id, for_update=True)
    if policy.deleted_at is None:
        policy = find_named(workspace, public_id, for_update=True)
        policy.deleted_at = timezone.now()
        policy.save(update_fields=["deleted_at"])
        deed(policy, Event.DELETED)
    return record_of(policy)


@transaction.atomic
def policy_restore(*, workspace: WorkspaceId, public_id: str) -> PolicyRecord:
    """Take a policy out of the bin, as it was. Restoring twice is restoring once."""
    policy = find(workspace, public_id, for_update=True)
    if not policy.name:  # a scratch document is nobody else's business
        raise NotFound
    if policy.deleted_at is not None:
        policy.deleted_at = None
        policy.save(update_fields=["deleted_at"])
        deed(policy, Event.RESTORED)
    return record_of(policy)


def _rename(policy: SavedPolicy, name: str) -> None:
    if name != policy.name:
        policy.state += 1
    policy.name, policy.scratch_of_id = name, None
    policy.form = content_of(policy).named(name).form
    policy.save()


def _create(workspace: WorkspaceId, name: str, content: Content) -> SavedPolicy:
    now = timezone.now()
    policy = SavedPolicy.objects.create(
        public_id=_public_id(),
        workspace_id=workspace,
        name=name,
        kind=draft_kind(content.draft),
        draft=content.draft,
        form=content.form,
        readable=content.readable,
        unsaved=not content.readable,
        created=now,
        changed=now,
    )
    first_step(policy, content, now)
    revision_add(policy, now=now)
    policy.save(update_fields=["last_revision", "saved_draft", "saved_at"])
    return policy


def _public_id() -> str:
    """Letters and digits by chance: 95 bits, not to be guessed."""
    return get_random_string(PUBLIC_ID_LENGTH)
