"""Beside Save: what the working copy allows beyond what was saved, and what it takes away."""

from collections.abc import Iterator
from dataclasses import dataclass

from policybuilder.analysis import Difference, Unknown
from policybuilder.iam import Request
from policybuilder.web.changed import Change
from policybuilder.web.contexts.compare import question_query
from policybuilder.wording.comparisons import incomplete_sentence, undecided_sentences, verdict
from policybuilder.wording.differences import Line, lines_of

MOST_LINES = 12  # of each side; the Compare page has them all


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A line of the difference, None where only an example of it is known, and where Simulate asks its example."""

    line: Line | None
    simulate: str

    @property
    def text(self) -> str:
        """The line for who cannot see the page."""
        return self.line.text if self.line else "the example"


@dataclass(frozen=True, slots=True)
class ChangeSide:
    """What is new or what is gone."""

    id: str
    title: str
    sign: str
    lead: str
    lines: tuple[ChangeLine, ...]
    left_out: int
    undecided: bool
    incomplete: str

    @property
    def more(self) -> int:
        """How many lines stand behind the first one."""
        return len(self.lines) + self.left_out - 1


@dataclass(frozen=True, slots=True)
class ChangeView:
    """The line beside Save and what it unfolds to. `longer` is where more time is given; "" where it has been."""

    sides: tuple[ChangeSide, ...]
    same: bool
    undecided: tuple[str, ...]
    other_kind: bool
    longer: str

    @property
    def told(self) -> tuple[ChangeSide, ...]:
        """The sides with something to tell."""
        return tuple(side for side in self.sides if side.lines)

    @property
    def status(self) -> str:
        """One sentence for the live region."""
        if self.other_kind:
            return ""
        if self.same:
            return "It allows the same as what was saved."
        counts = [f"{len(side.lines) + side.left_out} {side.title.lower()}" for side in self.told]
        return f"Against what was saved: {', '.join(counts)}." if counts else "What it changes is not decided yet."


def change_view(change: Change | None, page: str, simulate: str, *, asked: bool) -> ChangeView | None:
    """The view of a change; `page` and `simulate` ("": there is none) are addresses of the policy, `asked`: it had its
    second already."""
    if change is None:
        return None
    longer = "" if change.whole or asked or not change.same_kind else f"{page}?change=longer"
    found = change.found
    if found is None:
        return ChangeView((), same=False, undecided=(), other_kind=not change.same_kind, longer=longer)
    answer = found.answer
    sides = (
        _side("new", found.gained, answer.witness_b, simulate, undecided=isinstance(answer.b_not_a, Unknown)),
        _side("gone", found.lost, answer.witness_a, simulate, undecided=isinstance(answer.a_not_b, Unknown)),
    )
    unknown = answer.relation == "unknown"
    said = (verdict(answer, "what was saved", "the working copy"), *undecided_sentences(answer)) if unknown else ()
    return ChangeView(sides, same=answer.relation == "equal", undecided=said, other_kind=False, longer=longer)


TITLES = {"new": ("New", "+", "This change allows"), "gone": ("Gone", "−", "takes away")}


def _side(name: str, told: Difference, request: Request | None, simulate: str, *, undecided: bool) -> ChangeSide:
    title, sign, lead = TITLES[name]
    lines = lines_of(told)
    shown = tuple(_lines(lines[:MOST_LINES], request, simulate))
    more = incomplete_sentence(told) if told.boxes else ""
    return ChangeSide(name, title, sign, lead, shown, max(0, len(lines) - MOST_LINES), undecided, more)


def _lines(lines: tuple[Line, ...], request: Request | None, simulate: str) -> Iterator[ChangeLine]:
    for line in lines:
        yield ChangeLine(line, _address(line.box.witness, simulate))
    if not lines and request is not None:
        yield ChangeLine(None, _address(request, simulate))


def _address(request: Request | None, simulate: str) -> str:
    query = question_query(request) if request is not None else ""
    return f"{simulate}?{query}" if query and simulate else ""
