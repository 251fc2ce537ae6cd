"""A text as JSON documents and the plain text around them.

People paste several answers in a row, with prompts between them, or the beginning of an answer whose end their
terminal dropped: of a document that breaks off the whole objects inside are still read.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

START = re.compile(r'\{(?=\s*")|^[ \t\ufeff]*(\[)(?=\s*["{\[])', re.MULTILINE)
NEXT = re.compile(r"[\s,]*([\[{])")
MOST_FALSE_STARTS = 20  # each may cost a reading of the whole text


@dataclass(frozen=True, slots=True)
class Plain:
    """Text that is no JSON."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A JSON value and the text that it was read from."""

    start: int
    end: int
    value: object


@dataclass(frozen=True, slots=True)
class Broken:
    """A place where JSON seems to begin that cannot be read."""

    start: int


def documents(text: str) -> Iterator[Plain | Document | Broken]:
    """The parts of the text in their order; of broken places the first only."""
    taken = position = false_starts = 0
    while (start := _next_start(text, position, after=taken)) is not None and false_starts < MOST_FALSE_STARTS:
        document = _document(text, start)
        if document is None:
            if false_starts == 0:
                yield Broken(start)
            false_starts += 1
            position = start + 1
        else:
            yield Plain(taken, text[taken:start])
            yield document
            taken = position = document.end
    yield Plain(taken, text[taken:])


def _next_start(text: str, position: int, *, after: int) -> int | None:
    """Where the next document may begin: right behind the last one, else at a brace with a name or a line's bracket."""
    follows = NEXT.match(text, after) if 0 < after == position else None
    if follows is not None:
        return follows.start(1)
    found = START.search(text, position)
    if found is None:
        return None
    return found.start() if found[1] is None else found.start(1)


def _document(text: str, start: int) -> Document | None:
    try:
        value, end = DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    return Document(start, end, value)


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice: one of them would be lost")
    return members


DECODER = json.JSONDecoder(object_pairs_hook=_members)
