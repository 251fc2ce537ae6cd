"""The pages of revisions: the list with what each changed, and one of them with all that can be seen of a policy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import SequenceMatcher
from time import monotonic

from django.core.paginator import Page
from django.urls import reverse

from policybuilder.iam import render
from policybuilder.library.records import PolicyRecord
from policybuilder.library.revisions import RevisionRecord, RevisionRow
from policybuilder.web.changed import Change, draft_change, stored_policy
from policybuilder.web.contexts.change import ChangeSide, change_view
from policybuilder.web.contexts.shown_policy import ShownPolicy
from policybuilder.web.forms.compare import revision_title
from policybuilder.web.sources import NEWEST, comparison, word_of
from policybuilder.wording.audit import who_words
from policybuilder.wording.revisions import (
    FIRST,
    OTHER_KIND,
    SAME_ACCESS,
    SAME_POLICY,
    UNDECIDED,
    lines_sentence,
)

# For what all revisions of a page changed, and for each; what it does not suffice for is compared on the page for that.
SECONDS, EACH = 0.6, 0.3
MOST_LINES = 1_500  # of two texts whose lines are counted


@dataclass(frozen=True, slots=True)
class Changed:
    """What a revision changed: of access line by line as far as it is decided, else in a sentence; of the text."""

    words: str = ""
    sides: tuple[ChangeSide, ...] = ()
    lines: str = ""


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """A revision in the list. `with_before` is "" for the first one; `with_work` is "", and `other` False,
    where the working copy is that revision."""

    number: int
    note: str
    who: str
    at: datetime
    href: str
    changed: Changed
    with_before: str
    with_work: str
    newest: bool

    @property
    def other(self) -> bool:
        """Whether the working copy is another policy than it."""
        return bool(self.with_work)


@dataclass(frozen=True, slots=True)
class Choice:
    """A revision, or the working copy, as something to compare."""

    value: str
    words: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class RevisionsPage:
    """The list. `shown` is the page of numbers; `before` and `after` are offered for a comparison."""

    record: PolicyRecord
    lines: tuple[RevisionLine, ...]
    shown: Page[int]
    before: tuple[Choice, ...]
    after: tuple[Choice, ...]
    with_work: str

    @property
    def comparable(self) -> bool:
        """Whether there are two that may differ: revisions, or the only one and the working copy."""
        return len(self.before) > 1 or bool(self.with_work)

    @property
    def state(self) -> str:
        """How many there are."""
        return f"{self.record.revision} revision{'' if self.record.revision == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class RevisionPage:
    """One revision. `overtaken`: it was not taken back, since the working copy has changed meanwhile."""

    record: PolicyRecord
    line: RevisionLine
    name: str
    shown: ShownPolicy
    earlier: str
    later: str
    overtaken: bool = False


def revisions_page(
    record: PolicyRecord, shown: Page[int], found: Sequence[RevisionRecord], all_of: Sequence[RevisionRow]
) -> RevisionsPage:
    """The list for the policy; `found` are the revisions of the page and the one before the last of them, the newest
    first; `all_of` are those that are offered for a comparison."""
    until = monotonic() + SECONDS
    numbers = set(shown.object_list)
    befores: list[RevisionRecord | None] = [*found[1:], None]
    pairs = zip(found, befores, strict=True) if found else ()
    lines = tuple(_line(record, each, before, until) for each, before in pairs if each.number in numbers)
    revisions = tuple(Choice(word_of(record.public_id, each.number), revision_title(each)) for each in all_of)
    after = (Choice(record.public_id, "Working copy"), *revisions)
    return RevisionsPage(
        record=record,
        lines=lines,
        shown=shown,
        # The working copy with what was saved last, or that with what was saved before.
        before=_choose(revisions, 0 if record.unsaved else 1),
        after=_choose(after, 0 if record.unsaved else 1),
        with_work=_with_work(record, NEWEST),
    )


def revision_page(
    record: PolicyRecord,
    revision: RevisionRecord,
    before: RevisionRecord | None,
    shown: ShownPolicy,
    *,
    overtaken: bool = False,
) -> RevisionPage:
    """The page of one revision; `before` is the one before it, None for the first."""
    number = revision.number
    return RevisionPage(
        record=record,
        line=_line(record, revision, before, monotonic() + SECONDS),
        name=revision.name,
        shown=shown,
        earlier=revision_address(record.public_id, number - 1) if number > 1 else "",
        later=revision_address(record.public_id, number + 1) if number < record.revision else "",
        overtaken=overtaken,
    )


def revision_address(public_id: str, number: int) -> str:
    """Where a revision is shown."""
    return reverse("policy_revision", args=[public_id, number])


def _with_work(record: PolicyRecord, number: int | str) -> str:
    """Where a revision is compared with the working copy; "" where that is the newest revision and so is this."""
    if not record.unsaved and number in {NEWEST, record.revision}:
        return ""
    return comparison(word_of(record.public_id, number), record.public_id)


def _choose(choices: Sequence[Choice], number: int) -> tuple[Choice, ...]:
    return tuple(replace(each, chosen=place == number) for place, each in enumerate(choices))


def _line(record: PolicyRecord, revision: RevisionRecord, before: RevisionRecord | None, until: float) -> RevisionLine:
    number, public_id = revision.number, record.public_id
    return RevisionLine(
        number=number,
        note=revision.note,
        who=who_words(revision.author, ""),
        at=revision.at,
        href=revision_address(public_id, number),
        changed=_changed(before, revision, until) if before else Changed(FIRST),
        with_before=comparison(word_of(public_id, before.number), word_of(public_id, number)) if before else "",
        with_work=_with_work(record, number),
        newest=number == record.revision,
    )


def _changed(before: RevisionRecord, after: RevisionRecord, until: float) -> Changed:
    left = min(EACH, until - monotonic())
    if left <= 0:
        return Changed(UNDECIDED)
    old, new = stored_policy(before.draft), stored_policy(after.draft)
    if old is None or new is None:
        return Changed()
    lines = lines_sentence(*_counted(render(old.policy), render(new.policy)))
    return _told(draft_change(before.draft, new.policy, new.kind, left), lines)


def _told(change: Change | None, lines: str) -> Changed:
    if change is None:
        return Changed(SAME_ACCESS if lines else SAME_POLICY, lines=lines)
    view = change_view(change, "", "", asked=True)
    if view is None or view.other_kind:
        return Changed(OTHER_KIND, lines=lines)
    if view.same:
        return Changed(SAME_ACCESS, lines=lines)
    return Changed("" if view.told else UNDECIDED, view.told, lines)


def _counted(before: str, after: str) -> tuple[int, int]:
    """How many lines are new, and how many gone; none are counted of long texts."""
    old, new = before.splitlines(), after.splitlines()
    if len(old) + len(new) > MOST_LINES:
        return 0, 0
    changes = list(_sizes(old, new))
    return sum(gained for gained, _ in changes), sum(lost for _, lost in changes)


def _sizes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield new_to - new_from, old_to - old_from
