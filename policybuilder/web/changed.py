"""What a policy allows beyond an earlier one, and what no longer, within a time: the working copy against what was saved,
a revision against the one before, what stands in a form against what somebody else wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from json import dumps, loads
from logging import getLogger

from policybuilder.analysis import DEFAULT, DisagreementError
from policybuilder.authoring import Draft, compose, draft_from_plain
from policybuilder.iam import Policy, minify
from policybuilder.web.comparing import compared
from policybuilder.web.kept import Kept
from policybuilder.web.workbench import Bench
from policybuilder.wording.comparisons import Compared

PREVIEW_SECONDS, ASKED_SECONDS = 0.06, 1.0
MOST_AT_ONCE = 20_000  # characters of both policies that a preview compares: to read longer ones alone takes its time
KEPT = 128
_LOG = getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """`found`: B is the later policy, A the earlier; None where it was not tried, or they are of different kinds."""

    found: Compared | None = None
    same_kind: bool = True

    @property
    def whole(self) -> bool:
        """Whether both questions have their answer, and all of the difference is told."""
        return self.found is not None and _whole(self.found)


@dataclass(frozen=True, slots=True)
class Stored:
    """The policy of a stored draft, its text without white space, its kind."""

    policy: Policy
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Known:
    found: Compared
    seconds: float


def access_change(bench: Bench, seconds: float = PREVIEW_SECONDS) -> Change | None:
    """The difference between what was saved and what is on the bench; None where nothing was saved or nothing differs."""
    record = bench.record
    if record is None or not record.name or record.saved_draft is None:
        return None
    return draft_change(record.saved_draft, bench.composed.policy, bench.draft.settings.kind, seconds)


def draft_change(before: Mapping[str, object], after: Policy, kind: str, seconds: float) -> Change | None:
    """The difference between a stored draft (A) and a policy of a kind (B), within a time: of none only what is known.

    None where nothing differs, or the draft is of a form that this version cannot read.
    """
    saved = stored_policy(before)
    if saved is None:
        return None
    text = minify(after)
    if kind != saved.kind:
        return Change(same_kind=False)
    return None if text == saved.text else Change(_compared(saved, after, text, seconds))


def _compared(saved: Stored, work: Policy, text: str, seconds: float) -> Compared | None:
    """The answer that is known, or a new one; None where there is no time or the policies are too long for a preview."""
    key = saved.text, text, saved.kind
    known = _ANSWERS.get(key)
    if known is not None and (_whole(known.found) or known.seconds >= seconds):
        return known.found
    if seconds <= 0 or (seconds < ASKED_SECONDS and len(text) + len(saved.text) > MOST_AT_ONCE):
        return None
    try:
        found = compared(saved.policy, work, saved.kind, DEFAULT, seconds)
    except DisagreementError:
        _LOG.exception("The analysis and the decision disagree")  # a fault of ours, and no reason to stop the builder
        return None
    _ANSWERS.put(key, _Known(found, seconds))
    return found


def _whole(found: Compared) -> bool:
    return found.answer.relation != "unknown" and found.gained.complete and found.lost.complete


def stored_policy(draft: Mapping[str, object]) -> Stored | None:
    """The policy of a stored draft; None where it is of a form that this version cannot read."""
    return _stored(dumps(draft, separators=(",", ":")))


@lru_cache(maxsize=KEPT)
def _stored(draft: str) -> Stored | None:
    read = draft_from_plain(loads(draft))
    if not isinstance(read, Draft):
        return None
    policy = compose(read).policy
    return Stored(policy, minify(policy), read.settings.kind)


_ANSWERS: Kept[tuple[str, str, str], _Known] = Kept(KEPT)
