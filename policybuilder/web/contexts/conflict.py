"""Somebody else wrote meanwhile: who and when, what they wrote beside what stands in this form, and the ways on."""

from dataclasses import dataclass
from datetime import datetime

from policybuilder.accounts.actors import actor
from policybuilder.accounts.events import Wanted, events
from policybuilder.authoring import compose
from policybuilder.iam import render
from policybuilder.library.records import PolicyRecord
from policybuilder.web.changed import PREVIEW_SECONDS, draft_change
from policybuilder.web.contexts.addresses import Addresses
from policybuilder.web.contexts.change import ChangeView, change_view
from policybuilder.web.contexts.text_diff import TextRow, text_rows
from policybuilder.web.workbench import Bench, kept_draft
from policybuilder.wording.revisions import writer_words

SECONDS = 0.4  # for what the two allow; typing goes on meanwhile
WRITES = frozenset({"created", "changed", "saved", "renamed", "rolled_back", "muted", "unmuted"})
LOOKED_AT = 10  # events, of which some are no writing


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else's newer state: when, by whom (in words, "" where that is not known), its number, where to see it; and
    the state that the page still stands on.

    `rows`: their text beside this one's, None where both are too long, or this form cannot be read (`unread`).
    `change`: what this one allows beyond theirs, and what it does not.
    """

    changed: datetime
    who: str
    state: int
    url: str
    base: int
    unread: bool
    rows: tuple[TextRow, ...] | None
    change: ChangeView | None

    @property
    def same(self) -> bool:
        """Whether both say the same policy."""
        return not self.unread and self.rows == () and self.change is None


def conflict_of(bench: Bench, theirs: PolicyRecord, urls: Addresses, *, base: int, quick: bool) -> Conflict:
    """The conflict of the form on the bench with their record. `quick`: the form is being typed in."""
    told = draft_change(
        theirs.draft, bench.composed.policy, bench.draft.settings.kind, PREVIEW_SECONDS if quick else SECONDS
    )
    text = render(compose(kept_draft(theirs)).policy)
    return Conflict(
        changed=theirs.changed,
        who=_who(theirs),
        state=theirs.state,
        url=urls.page,
        base=base,
        unread=bench.stale,
        rows=None if bench.stale else text_rows(text, render(bench.composed.policy)),
        change=None if bench.stale else change_view(told, urls.page, "", asked=True),
    )


def _who(theirs: PolicyRecord) -> str:
    """Who wrote last, as the audit has it; "" of a scratch document, of which it has nothing."""
    if not theirs.name:
        return ""
    found = events(theirs.workspace, Wanted(policy=theirs.public_id), limit=LOOKED_AT).found
    last = next((each for each in found if each.event in WRITES), None)
    return writer_words(last.person, last.by, me=actor().name) if last else ""
