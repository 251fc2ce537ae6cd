"""The Compare page: the verdict, what is new and what is gone line by line, the texts against each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from json import dumps

from policybuilder.analysis import Difference, Unknown, layers_of
from policybuilder.authoring import POLICY_KINDS
from policybuilder.authoring.requests import plain_request
from policybuilder.catalogue import catalogue
from policybuilder.iam import Policy, Request, decide, render
from policybuilder.validator import PolicyKind
from policybuilder.web.contexts.text_diff import TextRow, text_rows
from policybuilder.web.forms.compare import CompareForm
from policybuilder.web.forms.simulate import query_of
from policybuilder.wording import decision_name
from policybuilder.wording.comparisons import (
    Compared,
    incomplete_sentence,
    not_asked_sentence,
    undecided_sentences,
    verdict,
    world_sentences,
)
from policybuilder.wording.differences import Line, lines_of
from policybuilder.wording.finding_text import KIND_NAMES
from policybuilder.wording.words import listed

ICONS: Mapping[str, str] = {
    "equal": "check",
    "a_more": "minus",
    "b_more": "plus",
    "incomparable": "chevrons-up-down",
    "unknown": "circle-help",
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two policies: its letter, name, and where Simulate asks it ("": it is pasted)."""

    letter: str
    name: str
    policy: Policy
    simulate: str = ""
    faults: int = 0


@dataclass(frozen=True, slots=True)
class Ask:
    """The way to Simulate for one side: an address, or what a button posts."""

    letter: str
    url: str
    value: str


@dataclass(frozen=True, slots=True)
class Decided:
    """How one side decides the example."""

    letter: str
    decision: str
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Example:
    """A request that one allows and the other does not: in lines, as plain JSON, decided by each, with ways to ask it, or
    why there is none."""

    lines: tuple[tuple[str, str], ...]
    plain: str
    decided: tuple[Decided, ...]
    asks: tuple[Ask, ...]
    not_asked: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a difference, None where there is only an example of it."""

    line: Line | None
    example: Example | None


@dataclass(frozen=True, slots=True)
class Section:
    """What is new or what is gone."""

    id: str
    title: str
    hint: str
    sign: str
    entries: tuple[Entry, ...]
    none: str
    more: str


@dataclass(frozen=True, slots=True)
class Result:
    """The answer."""

    a: Side
    b: Side
    relation: str
    icon: str
    verdict: str
    undecided: tuple[str, ...]
    read_as: str
    sections: tuple[Section, ...]
    world: tuple[str, ...]
    can_go_on: bool
    seconds: str
    text: tuple[TextRow, ...] | None
    same_text: bool

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both policies."""
        return self.a, self.b


@dataclass(frozen=True, slots=True)
class ComparePage:
    """The form, what is wrong with it, and the answer where there is one."""

    form: CompareForm
    result: Result | None = None

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """(field id, message) for the error summary."""
        found = self.form.errors.items()
        return tuple((f"id_{name}", str(message)) for name, messages in found for message in messages)


def result_of(a: Side, b: Side, kind: str, found: Compared, seconds: float, *, can_go_on: bool) -> Result:
    """The answer in words. `seconds` is the time that it was given."""
    answer = found.answer
    texts = render(a.policy), render(b.policy)
    return Result(
        a=a,
        b=b,
        relation=answer.relation,
        icon=ICONS[answer.relation],
        verdict=verdict(answer),
        undecided=undecided_sentences(answer),
        read_as=KIND_NAMES[PolicyKind(kind)],
        sections=tuple(_sections(a, b, kind, found)),
        world=world_sentences(answer.world),
        can_go_on=can_go_on and answer.reason in {"budget", "too_hard"},
        seconds=f"{seconds:g} second{'' if seconds == 1 else 's'}",
        text=text_rows(*texts),
        same_text=texts[0] == texts[1],
    )


def _sections(a: Side, b: Side, kind: str, found: Compared) -> Iterator[Section]:
    asked = _Asked((a, b), kind)
    answer = found.answer
    for name, title, sign, has, lacks, side, question, request in (
        ("new", "New", "+", b, a, found.gained, answer.b_not_a, answer.witness_b),
        ("gone", "Gone", "−", a, b, found.lost, answer.a_not_b, answer.witness_a),
    ):
        yield Section(
            id=name,
            title=title,
            hint=f"{has.letter} allows, {lacks.letter} does not",
            sign=sign,
            entries=tuple(_entries(side, request, asked)),
            none="Not decided." if isinstance(question, Unknown) else "Nothing: proved.",
            more=incomplete_sentence(side) if side.boxes else "",
        )


def _entries(side: Difference, request: Request | None, asked: "_Asked") -> Iterator[Entry]:
    for line in lines_of(side):
        yield Entry(line, asked.example(line.box.witness))
    if not side.boxes and request is not None:
        yield Entry(None, asked.example(request))


class _Asked:
    """Requests asked of both sides."""

    def __init__(self, sides: tuple[Side, Side], kind: str) -> None:
        self._sides = sides
        self._kind = kind

    def example(self, request: Request | None) -> Example | None:
        """A request as an example; None for none."""
        if request is None:
            return None
        plain = plain_request(request)
        query = question_query(request)
        return Example(
            lines=tuple(_lines(request)),
            plain=dumps(plain, indent=2, ensure_ascii=False),
            decided=tuple(self._decided(side, request) for side in self._sides),
            asks=tuple(self._asks(query)) if query else (),
            not_asked="" if query else not_asked_sentence(request.action),
        )

    def _decided(self, side: Side, request: Request) -> Decided:
        found = decide(request, layers_of(side.policy, self._kind))
        names = [_statement(side.policy, ref.statement) for ref in found.determining if self._counts(ref.layer)]
        return Decided(
            letter=side.letter,
            decision=found.decision.value,
            words=decision_name(found.decision),
            why=f"by statement{'' if len(names) == 1 else 's'} {listed(names)}" if names else "no statement allows it",
        )

    def _counts(self, layer: object) -> bool:
        """Is a layer the policy itself? The others were made to allow everything."""
        name = str(getattr(layer, "value", layer))
        return name == (self._kind if self._kind in {"identity", "boundary", "session", "scp", "rcp"} else "resource")

    def _asks(self, query: str) -> Iterator[Ask]:
        for side in self._sides:
            if side.simulate:
                yield Ask(side.letter, f"{side.simulate}?{query}", "")
            elif self._kind in POLICY_KINDS:
                yield Ask(side.letter, "", f"ask:{side.letter.lower()}:{query}")


def _statement(policy: Policy, index: int) -> str:
    sid = policy.statements[index].sid if index < len(policy.statements) else None
    return sid or str(index + 1)


def _lines(request: Request) -> Iterator[tuple[str, str]]:
    yield "Action", request.action
    yield "Resource", request.resource
    if request.principal:
        yield "Caller", request.principal
    for key, value in request.context.items():
        yield key, ", ".join(value) if isinstance(value, tuple) else str(value)


def question_query(request: Request) -> str:
    """The query with which the Simulate page asks a request; "" where it cannot: of other services, or of a call that
    is more than this one check."""
    known = catalogue()
    action = known.find_action(request.action)
    operation = known.operations.get(action.name) if action and action.service == "rekognition" else None
    if action is None or operation is None:
        return ""
    always = [check for check in operation.checks if check.when == "always"]
    if [check.action for check in always] != [action.id]:
        return ""
    plain = plain_request(request)
    resources = [] if request.resource == "*" else [request.resource]
    asked = {name: value for name, value in plain.items() if name not in {"action", "resource"}}
    return query_of({**asked, "operation": operation.name, "resources": resources}) or ""
