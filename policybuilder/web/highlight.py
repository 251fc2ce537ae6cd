"""Policy text as lines of marked-up tokens: highlighted on the server, tied to statements, rules and findings.

Every line has an id, every statement's first line a link to the rule it comes from; what is marked (the open rule, a
determining statement) is a class, so that nothing needs a script. The characters of a finding are a link to it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from policybuilder.iam import Path, parts

MOST_MARKS = 400


@dataclass(frozen=True, slots=True)
class Note:
    """What characters are underlined for: the address that tells more, a class, the words for it.

    `part` is the address of a fragment for htmx, if there is one.
    """

    href: str
    kind: str
    words: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The characters of a text from offset `start` to before `end`, and their note."""

    start: int
    end: int
    note: Note


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of one line: their class, and the note they are underlined for."""

    kind: str
    text: str
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A line of the policy: its number from 1, its indent in characters, the statement it belongs to (None outside)."""

    number: int
    indent: int
    pieces: tuple[Piece, ...]
    statement: int | None
    opens: bool


@dataclass(slots=True)
class _Builder:
    """Collects pieces into lines."""

    lines: list[CodeLine] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    statement: int | None = None
    opens: bool = False

    def end(self) -> None:
        text = "".join(piece.text for piece in self.pieces)
        indent = len(text) - len(text.lstrip(" "))
        self.lines.append(CodeLine(len(self.lines) + 1, indent, tuple(self.pieces), self.statement, self.opens))
        self.pieces, self.opens = [], False


def code_lines(text: str, marks: Sequence[Mark] = ()) -> tuple[CodeLine, ...]:
    """The lines of a policy's text. What is marked is underlined; of a mark over several lines its first line."""
    builder = _Builder()
    seen: set[int] = set()
    cuts = _Cuts(text, marks)
    offset = 0
    for named, written, path in parts(text):
        statement = _statement_of(path)
        kind = _kind(named, path)
        for row, part in enumerate(written.split("\n")):
            if row:
                builder.end()
                builder.statement = None
                offset += 1
            builder.pieces.extend(Piece(kind, piece, note) for piece, note in cuts.of(part, offset))
            offset += len(part)
            if statement is not None and part.strip():
                builder.statement = statement
                builder.opens = builder.opens or statement not in seen
                seen.add(statement)
    builder.end()
    return tuple(builder.lines)


class _Cuts:
    """Where marks begin and end; where several meet, the shortest shows."""

    def __init__(self, text: str, marks: Sequence[Mark]) -> None:
        self.marks = [_first_line(text, mark) for mark in marks[:MOST_MARKS]]
        self.edges = sorted({edge for mark in self.marks for edge in (mark.start, mark.end)})

    def of(self, part: str, offset: int) -> Iterator[tuple[str, Note | None]]:
        """A stretch of text that begins at an offset, in pieces of one note each; nothing for no text."""
        if not part:
            return
        if not self.edges or offset >= self.edges[-1] or offset + len(part) <= self.edges[0]:
            yield part, None
            return
        first, last = bisect_right(self.edges, offset), bisect_left(self.edges, offset + len(part))
        stops = [offset, *self.edges[first:last], offset + len(part)]
        for start, end in pairwise(stops):
            yield part[start - offset : end - offset], self._note(start)

    def _note(self, at: int) -> Note | None:
        here = [mark for mark in self.marks if mark.start <= at < mark.end]
        return min(here, key=lambda mark: mark.end - mark.start).note if here else None


def _first_line(text: str, mark: Mark) -> Mark:
    """At least one character, and no line break in it."""
    stop = text.find("\n", mark.start, mark.end)
    end = mark.end if stop < 0 else stop
    return Mark(mark.start, max(end, mark.start + 1), mark.note)


def _statement_of(path: Path) -> int | None:
    if path[:1] != ("Statement",):
        return None
    if len(path) == 1:
        return None
    return path[1] if isinstance(path[1], int) else 0  # one statement may stand without a list around it


def _kind(kind: str, path: Path) -> str:
    """The class of a token; an action's name gets one of its own."""
    return "action" if kind == "string" and _member_of(path) in {"Action", "NotAction"} else kind


def _member_of(path: Path) -> str | int:
    """The member of a statement that a path leads into, "" for what is not inside a statement."""
    if path[:1] != ("Statement",):
        return ""
    inside = path[2:] if len(path) > 1 and isinstance(path[1], int) else path[1:]
    return inside[0] if inside else ""


def code_html(
    lines: Iterable[CodeLine], rules: Mapping[int, str], *, marked: Mapping[int, str] | None = None, prefix: str = "L"
) -> SafeString:
    """The lines as list items. `rules` maps statements to rule ids, `marked` statements to the class that marks them."""
    marks = marked or {}
    drawn = []
    for line in lines:
        statement = -1 if line.statement is None else line.statement
        drawn.append(_line(line, rules.get(statement, ""), marks.get(statement, ""), prefix))
    return format_html_join("\n", "{}", ((line,) for line in drawn))


@lru_cache(maxsize=8192)
def _line(line: CodeLine, rule: str, mark: str, prefix: str) -> SafeString:
    """A line as a list item. Of a policy that is being typed nearly every line is the one that was drawn before."""
    return format_html(
        '<li id="{}{}" class="code-line {}" data-indent="{}" data-rule="{}">{}<code>{}</code></li>',
        prefix,
        line.number,
        mark,
        min(line.indent // 2, 8),
        rule,
        _number(line, rule),
        _code(line.pieces),
    )


def _number(line: CodeLine, rule: str) -> SafeString:
    if rule and line.opens:
        return format_html(
            '<a class="code-number" href="#rule-{}" aria-label="Line {}: go to its rule">{}</a>',
            rule,
            line.number,
            line.number,
        )
    return format_html('<span class="code-number">{}</span>', line.number)


def _code(pieces: tuple[Piece, ...]) -> SafeString:
    """A line's pieces in one go."""
    if any(piece.note for piece in pieces):
        return format_html_join("", "{}", ((_piece(piece),) for piece in pieces))
    return format_html_join("", '<span class="tok-{}">{}</span>', ((piece.kind, piece.text) for piece in pieces))


def _piece(piece: Piece) -> SafeString:
    note = piece.note
    if note is None:
        return format_html('<span class="tok-{}">{}</span>', piece.kind, piece.text)
    swap = format_html('hx-get="{}" hx-target="#result" hx-swap="outerMorph"', note.part) if note.part else ""
    return format_html(
        '<a class="tok-{} has-note {}" href="{}" title="{}" aria-label="{}: {}" {}>{}</a>',
        piece.kind,
        note.kind,
        note.href,
        note.words,
        piece.text,
        note.words,
        swap,
        piece.text,
    )
