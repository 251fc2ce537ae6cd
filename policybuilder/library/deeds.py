"""What the audit hears of policies. A scratch document is nobody else's business: nothing is noted of one."""

from policybuilder.accounts.audit import Event, note
from policybuilder.accounts.services import WorkspaceId
from policybuilder.library.content import Content, draft_value
from policybuilder.library.models import SavedPolicy

MUTES = "mutes"
REASON_LENGTH = 200
MOST_MUTES = 1000


def deed(policy: SavedPolicy, event: Event, *, together: bool = False, **details: str) -> None:
    """Note what is done to a policy of the library, in the transaction of it; details that are "" are none."""
    if policy.name:
        note(
            event,
            workspace=WorkspaceId(policy.workspace_id),
            policy=policy.public_id,
            subject=policy.name,
            details={name: text for name, text in details.items() if text},
            together=together,
        )


def saved_deed(policy: SavedPolicy, *, before: str, revision: bool, note: str) -> None:
    """Note a Save: `before` is the name until now ("" of a scratch document), `revision` says whether one was added."""
    if not before:
        deed(policy, Event.CREATED, note=note)
        return
    if before != policy.name:
        deed(policy, Event.RENAMED, old=before)
    if revision:
        deed(policy, Event.SAVED, revision=str(policy.last_revision), note=note)


def changed_deed(policy: SavedPolicy, old: Content, new: Content) -> None:
    """Note a change of the working copy: of what it says, of which findings are muted, or of both."""
    if not policy.name or new.same_policy(old):
        return
    if f'"{MUTES}"' in old.draft or f'"{MUTES}"' in new.draft:
        before, after = draft_value(old.draft), draft_value(new.draft)
        muted, mutes = _mutes(before.pop(MUTES, ())), _mutes(after.pop(MUTES, ()))
        for code in sorted({place[0] for place, _ in muted.items() - mutes.items()}):
            deed(policy, Event.UNMUTED, finding=code)
        for code, reason in sorted({place[0]: why for place, why in mutes.items() - muted.items()}.items()):
            deed(policy, Event.MUTED, finding=code, reason=reason)
        if muted != mutes and before == after:
            return
    deed(policy, Event.CHANGED, together=True)


def _mutes(stored: object) -> dict[tuple[str, ...], str]:
    """The reasons of muted findings: by code, statement and value."""
    found = [each for each in stored if isinstance(each, dict)] if isinstance(stored, list) else []
    return {
        tuple(str(each.get(name) or "") for name in ("code", "statement", "value")): str(each.get("reason", ""))[
            :REASON_LENGTH
        ]
        for each in found[:MOST_MUTES]
    }
