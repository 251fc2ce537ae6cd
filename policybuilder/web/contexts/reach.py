"""The Reach tab: everything that the policy allows, by task, in words; of a project policy who is let in."""

from collections.abc import Iterable
from dataclasses import dataclass

from policybuilder.iam import Effect
from policybuilder.web.contexts.compare import question_query
from policybuilder.web.reaching import LONG_SECONDS, SHORT_SECONDS, Reached, reached
from policybuilder.web.workbench import Bench
from policybuilder.wording.comparisons import world_sentences
from policybuilder.wording.differences import Line
from policybuilder.wording.kinds import lead_sentence
from policybuilder.wording.reaches import (
    OWN,
    SUBTRACTED,
    guests_of,
    nothing_sentence,
    public_sentence,
    reach_title,
    tasks_of,
    unfinished_sentence,
)


@dataclass(frozen=True, slots=True)
class ReachLine:
    """A line, and where Simulate asks its example ("" where it cannot)."""

    line: Line
    simulate: str


@dataclass(frozen=True, slots=True)
class ReachGroup:
    """What is allowed for one task, or to one guest."""

    title: str
    levels: tuple[str, ...]
    lines: tuple[ReachLine, ...]


@dataclass(frozen=True, slots=True)
class ReachPane:
    """The tab. `longer` is where more time is given, "" where nothing is missing or it had that time already."""

    title: str
    lead: str
    tasks: tuple[ReachGroup, ...]
    nothing: str
    subtracted: str
    public: str
    exposed: str
    guests: tuple[ReachGroup, ...]
    own: str
    unfinished: str
    longer: str
    longer_part: str
    world: tuple[str, ...]


def reach_pane(bench: Bench, page: str, part: str, simulate: str) -> ReachPane:
    """The tab for what is on the bench; `page`, `part` and `simulate` are the addresses of the policy."""
    longer = bool(bench.form.state.view.get("longer"))
    draft, policy = bench.draft, bench.composed.policy
    kind = draft.settings.kind
    found = reached(policy, kind, draft.settings.account, LONG_SECONDS if longer else SHORT_SECONDS)
    if found is None:
        return _unknown(kind)
    allows = any(statement.effect is Effect.ALLOW for statement in policy.statements)
    denies = any(statement.effect is Effect.DENY for statement in policy.statements)
    query = "" if found.complete or longer else "?pane=reach&longer=yes"
    boxes = bool(found.found.boxes)
    return ReachPane(
        title=reach_title(kind),
        lead=lead_sentence(kind, allows=allows) if policy.statements else "",
        tasks=tuple(
            ReachGroup(task.title, task.levels, _lines(task.lines, simulate)) for task in tasks_of(found.found)
        ),
        nothing="" if boxes or not found.found.complete else nothing_sentence(kind),
        subtracted=SUBTRACTED if denies and boxes else "",
        public=found.exposure.public if found.exposure else "",
        exposed=public_sentence(found.exposure) if found.exposure else "",
        guests=_guests(found, simulate),
        own=OWN if found.exposure else "",
        unfinished=unfinished_sentence(found.found),
        longer=f"{page}{query}" if query else "",
        longer_part=f"{part}{query}" if query else "",
        world=world_sentences(found.found.world),
    )


def _unknown(kind: str) -> ReachPane:
    return ReachPane(
        title=reach_title(kind),
        lead="",
        tasks=(),
        nothing="",
        subtracted="",
        public="",
        exposed="",
        guests=(),
        own="",
        unfinished="This could not be worked out: the fault is this program's, and is written to its log.",
        longer="",
        longer_part="",
        world=(),
    )


def _guests(found: Reached, simulate: str) -> tuple[ReachGroup, ...]:
    if found.exposure is None:
        return ()
    return tuple(ReachGroup(guest.who, (), _lines(guest.lines, simulate)) for guest in guests_of(found.exposure))


def _lines(lines: Iterable[Line], simulate: str) -> tuple[ReachLine, ...]:
    return tuple(ReachLine(line, _address(line, simulate)) for line in lines)


def _address(line: Line, simulate: str) -> str:
    query = question_query(line.box.witness) if line.box.witness else ""
    return f"{simulate}?{query}" if query else ""
