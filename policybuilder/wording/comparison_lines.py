"""A comparison as commands print it: plain JSON, text for a terminal, Markdown for a comment on a change."""

import json
from collections.abc import Iterator

from policybuilder.analysis import Box, Difference, Phrase
from policybuilder.authoring.requests import plain_request
from policybuilder.iam import Request
from policybuilder.wording.comparisons import (
    Compared,
    incomplete_sentence,
    undecided_sentences,
    verdict,
    world_sentences,
)
from policybuilder.wording.difference_conditions import Piece
from policybuilder.wording.differences import lines_of, marked

MORE = ("except_actions", "except_resources", "also_within", "types", "callers")


def comparison_line(found: Compared) -> dict[str, object]:
    """The answer as plain JSON: `relation`, `gained` and `lost` as boxes, a witness of each, `reason` where there is none.

    Gained is what B allows and A does not. `more` names the sides of which the boxes are not all.
    """
    answer = found.answer
    line: dict[str, object] = {
        "relation": answer.relation,
        "gained": [box_item(box) for box in found.gained.boxes],
        "lost": [box_item(box) for box in found.lost.boxes],
        "witness_gained": _witness(answer.witness_b),
        "witness_lost": _witness(answer.witness_a),
    }
    if answer.reason:
        line["reason"] = answer.reason
    more = [name for name, side in (("gained", found.gained), ("lost", found.lost)) if not side.complete]
    return {**line, "more": more} if more else line


def box_item(box: Box) -> dict[str, object]:
    """A box: its four members, and those that narrow it where there are any."""
    item: dict[str, object] = {
        "actions": list(box.actions),
        "resources": list(box.resources),
        "conditions": [_condition(phrase) for phrase in box.conditions],
        "witness": _witness(box.witness),
    }
    narrowed = {name: getattr(box, name) for name in MORE}
    return {**item, **{name: value for name, value in narrowed.items() if value}}


def _condition(phrase: Phrase) -> dict[str, object]:
    entry = phrase.entry
    return {"operator": entry.operator, "key": entry.key, "values": list(entry.values.items), "holds": phrase.holds}


def _witness(request: Request | None) -> dict[str, object] | None:
    return None if request is None else plain_request(request)


def comparison_text(found: Compared, a: str, b: str) -> Iterator[str]:
    """The lines for a terminal."""
    yield verdict(found.answer, a, b)
    yield from undecided_sentences(found.answer)
    for title, sign, side, witness in _sides(found, a, b):
        if side.boxes or witness:
            yield ""
            yield title
        for line in lines_of(side):
            yield f"  {sign} {line.text}"
            if line.box.witness:
                yield f"      for example {json.dumps(plain_request(line.box.witness))}"
        if witness and not side.boxes:
            yield f"  {sign} for example {json.dumps(plain_request(witness))}"
        if side.boxes and (more := incomplete_sentence(side)):
            yield f"  {more}"
    yield ""
    yield f"Taken for granted of requests: {' '.join(world_sentences(found.answer.world))}"


def comparison_markdown(found: Compared, a: str, b: str) -> Iterator[str]:
    """The lines of a comment: a heading, the verdict, a list for each side, what was taken for granted."""
    names = marked(Piece(a, code=True)), marked(Piece(b, code=True))
    yield "### Access"
    yield ""
    yield f"**{verdict(found.answer, *names)}**"
    for sentence in undecided_sentences(found.answer):
        yield ""
        yield marked(Piece(sentence))
    for title, _, side, witness in _sides(found, *names):
        if side.boxes or witness:
            yield from ("", f"#### {title}", "")
        for line in lines_of(side):
            yield f"- {line.markdown}"
            if line.box.witness:
                yield f"  - for example {_code(line.box.witness)}"
        if witness and not side.boxes:
            yield f"- for example {_code(witness)}"
        if side.boxes and (more := incomplete_sentence(side)):
            yield f"- {more}"
    yield ""
    yield f"<sub>Taken for granted of requests: {' '.join(world_sentences(found.answer.world))}</sub>"


def _code(request: Request) -> str:
    return marked(Piece(json.dumps(plain_request(request)), code=True))


def _sides(found: Compared, a: str, b: str) -> tuple[tuple[str, str, Difference, Request | None], ...]:
    return (
        (f"New: {b} allows, {a} does not", "+", found.gained, found.answer.witness_b),
        (f"Gone: {a} allows, {b} does not", "-", found.lost, found.answer.witness_a),
    )
