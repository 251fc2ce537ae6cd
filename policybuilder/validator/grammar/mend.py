"""Every slip of a text that is not JSON, with what mends it: read, guess, mend, read again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from policybuilder.iam.lexer import SPACE
from policybuilder.validator.grammar.changes import Change, Changes, changed
from policybuilder.validator.grammar.repair import Repair, fault_range
from policybuilder.validator.grammar.repairs import repairs
from policybuilder.validator.grammar.skim import Stop, skim

MOST = 40  # slips of any kind; whoever has more has other troubles
MOST_OF_A_HABIT = 1_000  # slips that come from one habit
BUDGET = 600_000  # characters that are read in all, so that a long text is not read over and over
COPYING = 16  # characters that are copied in the time that one is read
EVERYWHERE = frozenset(
    {"curly_quote", "single_quote", "unquoted_name", "odd_space", "odd_punctuation", "literal", "comment", "fence"}
)
"""Slips that come from one habit and go together."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip: its name, what was met, its offsets in the first text. `changes` is None if it cannot go alone.

    `mended`: something was found that mends it.
    """

    name: str
    found: str
    start: int
    end: int
    related: tuple[int, ...]
    changes: tuple[Change, ...] | None
    mended: bool


@dataclass(frozen=True, slots=True)
class Mending:
    """The slips in the order they were met, and the changes that mend all of them; none if the text stays broken.

    A text that would not even become an object or a list was never meant as a policy: its first fault is all there is.
    """

    slips: tuple[Slip, ...]
    changes: tuple[Change, ...]


def mending(text: str) -> Mending:
    """What is wrong with a text, as far as it can be told, and how all of it could be mended."""
    changes = Changes()
    slips: list[Slip] = []
    current, stop = text, skim(text)
    spent = 0
    others = 0
    while stop is not None and others < MOST and len(slips) < MOST_OF_A_HABIT:
        best: Repair | None = None
        after: Stop | None = stop
        if spent + len(text) <= BUDGET:
            best, after, cost = _best(current, stop)
            spent += cost
        slips.append(_slip(current, stop, best, changes))
        others += slips[-1].name not in EVERYWHERE
        if best is None:
            break
        current = changed(current, best.changes)
        stop = after
    if stop is None and current.lstrip(SPACE)[:1] not in {"{", "["}:
        return Mending(tuple(replace(each, name="not_json", changes=None, mended=False) for each in slips[:1]), ())
    return Mending(_grouped(slips), tuple(changes.made) if stop is None else ())


def _best(text: str, stop: Stop) -> tuple[Repair | None, Stop | None, int]:
    """The repair after which reading comes furthest, where it stops then, and how many characters were read."""
    best: Repair | None = None
    after: Stop = stop
    furthest, cost = stop.start, 0
    for repair in repairs(text, stop):
        then = skim(changed(text, repair.changes), stop, min(change.start for change in repair.changes))
        cost += (then.cost if then else len(text) - stop.start) + len(text) // COPYING
        if then is None:
            return repair, None, cost
        if repair.bold:
            continue
        gain = sum(change.gain for change in repair.changes if change.start <= stop.start)
        reached = then.start - gain
        other = (then.reason, then.expected) != (stop.reason, stop.expected)
        if reached > furthest or (best is None and reached == stop.start and other):
            best, furthest, after = repair, reached, then
    return best, after, cost


def _slip(text: str, stop: Stop, repair: Repair | None, changes: Changes) -> Slip:
    start, end = repair.range if repair else fault_range(stop)
    found = text[slice(*((repair and repair.shown) or (start, end)))][:40]
    first, last = changes.original(start), changes.original(end)
    related = tuple(changes.original(each) for each in repair.related) if repair else ()
    alone = changes.add(repair.changes) if repair else None
    name = repair.slip if repair else stop.reason
    return Slip(name, found, first, max(first, last), related, alone, repair is not None)


def _grouped(slips: Sequence[Slip]) -> tuple[Slip, ...]:
    """Slips of one habit as one, at the first of its places."""
    grouped: dict[str, int] = {}
    kept: list[Slip] = []
    for slip in slips:
        if slip.mended and slip.name in EVERYWHERE and slip.name in grouped:
            first = kept[grouped[slip.name]]
            both = None if first.changes is None or slip.changes is None else first.changes + slip.changes
            kept[grouped[slip.name]] = replace(first, related=(*first.related, slip.start, *slip.related), changes=both)
        else:
            grouped.setdefault(slip.name, len(kept))
            kept.append(slip)
    return tuple(kept)
