"""What a policy allows as commands print it: plain JSON, text for a terminal, Markdown."""

import json
from collections.abc import Iterable, Iterator

from policybuilder.analysis import Difference
from policybuilder.analysis.exposure import Exposure
from policybuilder.authoring.requests import plain_request
from policybuilder.wording.comparison_lines import box_item
from policybuilder.wording.comparisons import world_sentences
from policybuilder.wording.difference_conditions import Piece
from policybuilder.wording.differences import Line, marked
from policybuilder.wording.kinds import LEADS
from policybuilder.wording.reaches import (
    SUBTRACTED,
    guests_of,
    nothing_sentence,
    public_sentence,
    reach_title,
    tasks_of,
    unfinished_sentence,
)


def reach_line(found: Difference, let_in: Exposure | None) -> dict[str, object]:
    """Everything as plain JSON: `allows` as boxes, `complete`, and `reason` where it is not all; of a policy on a
    resource also `public` and `accounts` (null for any account)."""
    line: dict[str, object] = {"allows": [box_item(box) for box in found.boxes], "complete": found.complete}
    if found.reason:
        line["reason"] = found.reason
    if let_in is not None:
        line["public"] = let_in.public
        line["accounts"] = [
            {"account": each.account or None, "whole": each.whole, "allows": [box_item(box) for box in each.boxes]}
            for each in let_in.grantees
        ]
    return {**line, "world": dict(found.world.told())}


def reach_text(found: Difference, let_in: Exposure | None, kind: str) -> Iterator[str]:
    """The lines for a terminal."""
    yield reach_title(kind) + ("." if not found.boxes else ":")
    if kind in LEADS:
        yield LEADS[kind]
    if let_in is not None:
        yield public_sentence(let_in)
    for title, lines in _groups(found, let_in):
        yield ""
        yield title
        for line in lines:
            yield f"  - {line.text}"
            if line.box.witness:
                yield f"      for example {json.dumps(plain_request(line.box.witness))}"
    yield ""
    yield from _closing(found, kind)


def reach_markdown(found: Difference, let_in: Exposure | None, kind: str) -> Iterator[str]:
    """The lines as Markdown."""
    yield f"**{reach_title(kind)}**"
    yield ""
    for sentence in (LEADS.get(kind, ""), public_sentence(let_in) if let_in is not None else ""):
        if sentence:
            yield sentence
            yield ""
    for title, lines in _groups(found, let_in):
        yield f"### {marked(Piece(title))}"
        yield ""
        for line in lines:
            yield f"- {line.markdown}"
        yield ""
    yield from _closing(found, kind)


def _groups(found: Difference, let_in: Exposure | None) -> Iterable[tuple[str, tuple[Line, ...]]]:
    if let_in is not None:
        return [(guest.who, guest.lines) for guest in guests_of(let_in)]
    return [(task.title, task.lines) for task in tasks_of(found)]


def _closing(found: Difference, kind: str) -> Iterator[str]:
    if found.complete and not found.boxes:
        yield nothing_sentence(kind)
    elif not found.complete:
        yield unfinished_sentence(found)
    else:
        yield SUBTRACTED
    yield f"Taken for granted of requests: {' '.join(world_sentences(found.world))}"
