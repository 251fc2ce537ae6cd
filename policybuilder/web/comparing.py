"""Two policies compared within a time: the answer, and the difference as boxes. The page and the command share it."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from time import thread_time

from policybuilder.analysis import (
    Budget,
    Difference,
    Nothing,
    Unknown,
    Witness,
    World,
    compare,
    gained,
)
from policybuilder.authoring.wrapped import LONGEST, unwrap
from policybuilder.authoring.wrapped_parts import WrappedDocument
from policybuilder.iam import Policy, Severity, parse
from policybuilder.validator import guessed_kind
from policybuilder.web.shown import shown
from policybuilder.wording import finding_sentence
from policybuilder.wording.comparisons import Compared
from policybuilder.wording.importing import obstacle_sentence

STEPS = 1_000_000  # of a search, for each second
MOST_OF_ONE = 200_000  # for one text: what is kept of it grows with them
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Readable:
    """A policy to compare: its kind is told by what it comes from, else `guessed`. `faults`: how many of its parts AWS
    would refuse."""

    policy: Policy
    kind: str
    guessed: bool
    faults: int = 0


def read_policy(text: str) -> Readable | tuple[str, ...]:
    """The one policy of a text, in any wrapping that import reads; sentences where there is none or are several."""
    unwrapped = unwrap(text)
    documents = unwrapped.documents
    if len(documents) > 1:
        places = ", ".join(each.place or each.name for each in documents[:SHOWN])
        count = len(documents) + unwrapped.left_out
        return (
            f"There are {count:,} policy documents in it: give one alone. They are at {shown(places)}{_more(count)}.",
        )
    return _policy_of(documents[0])


def _more(count: int) -> str:
    return " and more places" if count > SHOWN else ""


def _policy_of(document: WrappedDocument) -> Readable | tuple[str, ...]:
    if document.obstacles:
        return tuple(obstacle_sentence(each) for each in document.obstacles[:SHOWN])
    parsed = parse(document.text, limit=LONGEST)
    errors = [finding for finding in parsed.findings if finding.severity is Severity.ERROR]
    if parsed.policy is None:
        return tuple(shown(finding_sentence(each)) for each in errors[:1]) or ("This is no JSON object.",)
    kind = document.kind or guessed_kind(parsed.policy).value
    return Readable(parsed.policy, kind, guessed=not document.kind, faults=len(errors))


def common_kind(a: Readable, b: Readable) -> str:
    """The kind that both are, "" where they look different; a kind that is told counts for a guess."""
    kinds = {each.kind for each in (a, b) if not each.guessed} or {a.kind, b.kind}
    return kinds.pop() if len(kinds) == 1 else ""


@dataclass(frozen=True, slots=True)
class Until:
    """Says whether the time of the thread that asks is over."""

    end: float

    def __call__(self) -> bool:
        """Is it?"""
        return thread_time() > self.end

    def halfway(self) -> "Until":
        """The same of half of what is left of it."""
        return until(max(self.end - thread_time(), 0) / 2)


def until(seconds: float) -> Until:
    """Says whether the thread that asks has worked so many seconds; what else keeps the machine busy changes no answer."""
    return Until(thread_time() + seconds)


def compared(a: Policy, b: Policy, kind: str, world: World, seconds: float) -> Compared:
    """Compare within a time; over it the answer is that it is not decided. Of two questions the first takes half of the
    time that is left at most, so that there is an answer to the second where there can be one.

    Raises:
        DisagreementError: as `compare` does; an error of the analysis.
    """
    expired = until(seconds)
    answer = compare(a, b, kind, world, budget_within(seconds, expired, expired.halfway()))

    def told(new: Policy, old: Policy, found: Nothing | Witness | Unknown, expired: Until) -> Difference:
        if isinstance(found, Nothing):
            return Difference((), complete=True, world=answer.world)
        if expired():
            return Difference((), complete=False, world=answer.world, reason="budget")
        return gained(new, old, kind, world, budget_within(seconds, expired))

    first = expired if isinstance(answer.a_not_b, Nothing) else expired.halfway()
    return Compared(answer, told(b, a, answer.b_not_a, first), told(a, b, answer.a_not_b, expired))


def budget_within(seconds: float, expired: Callable[[], bool], halfway: Callable[[], bool] | None = None) -> Budget:
    """The work that a question may take in a time: `expired` says when that is over, `halfway` when half of it is."""
    scale = max(1, ceil(min(seconds, 3_600)))
    return Budget(STEPS * scale, each=min(50_000 * scale, MOST_OF_ONE), expired=expired, halfway=halfway)
