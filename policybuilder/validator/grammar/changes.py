"""Changes of a text at its offsets, made one after the other, told in the offsets of the first text."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from policybuilder.iam import Position, Span
from policybuilder.validator.finding import Edit, EditOp


class Change(NamedTuple):
    """Characters from `start` to before `end` give way to `text`."""

    start: int
    end: int
    text: str

    @property
    def gain(self) -> int:
        """How many characters longer the text becomes."""
        return len(self.text) - (self.end - self.start)


def changed(text: str, changes: Iterable[Change]) -> str:
    """The text after changes that do not touch each other."""
    parts: list[str] = []
    at = 0
    for change in sorted(changes):
        parts += (text[at : change.start], change.text)
        at = change.end
    return "".join((*parts, text[at:]))


def edits(changes: Iterable[Change]) -> tuple[Edit, ...]:
    """The same as edits of a fix."""
    return tuple(Edit(EditOp.TEXT, value=each.text, start=each.start, end=each.end) for each in changes)


class Changes:
    """All changes so far, in the offsets of the text before the first of them."""

    def __init__(self) -> None:
        self.made: list[Change] = []
        self.gain = 0
        self.reach = -1  # the offset, in the text as it is now, where the last change ends

    def original(self, offset: int) -> int:
        """The offset in the first text of an offset in the text as it is now."""
        if offset >= self.reach:
            return offset - self.gain
        shift = 0
        for change in self.made:
            begin = change.start + shift
            if offset < begin:
                break
            if offset < begin + len(change.text):
                return change.start
            shift += change.gain
        return offset - shift

    def add(self, changes: Sequence[Change]) -> tuple[Change, ...] | None:
        """Take in changes of the text as it is now; back come they in first offsets, None if they touch earlier ones."""
        placed = [self._placed(self.made, change) for change in changes]
        alone = tuple(each for each in placed if each is not None)
        if len(alone) < len(changes):
            for change in sorted(changes, reverse=True):
                self._merge(change)
        else:
            self.made = sorted((*self.made, *alone))
        self.gain = sum(change.gain for change in self.made)
        self.reach = self.made[-1].end + self.gain if self.made else -1
        return alone if len(alone) == len(changes) else None

    def _placed(self, made: Sequence[Change], change: Change) -> Change | None:
        """A change in the first offsets; None if it touches what was put in or taken out before."""
        if made is self.made and change.start > self.reach:
            return Change(change.start - self.gain, change.end - self.gain, change.text)
        shift = 0
        for earlier in made:
            begin = earlier.start + shift
            if change.end < begin:
                break
            if change.start <= begin + len(earlier.text):
                return None
            shift += earlier.gain
        return Change(change.start - shift, change.end - shift, change.text)

    def _merge(self, change: Change) -> None:
        """Make one change of this one and all that it touches."""
        kept: list[Change] = []
        start, end, text = change
        before, after = "", ""
        shift = 0
        first, last = None, None
        for earlier in self.made:
            begin = earlier.start + shift
            stop = begin + len(earlier.text)
            if begin <= end and start <= stop:
                if first is None:
                    first = min(start - shift, earlier.start)
                    before = earlier.text[: max(0, start - begin)]
                after = earlier.text[max(0, min(len(earlier.text), end - begin)) :]
                last = max(earlier.end, end - shift - earlier.gain)
            else:
                kept.append(earlier)
            shift += earlier.gain
        if first is None or last is None:
            placed = self._placed(kept, change)
            kept += [placed] if placed else []
        else:
            kept.append(Change(first, last, before + text + after))
        self.made = sorted(kept)


class Lines:
    """Offsets of a text as lines and columns."""

    def __init__(self, text: str) -> None:
        self.starts = [0]
        for at, letter in enumerate(text):
            if letter == "\n" or (letter == "\r" and text[at + 1 : at + 2] != "\n"):
                self.starts.append(at + 1)

    def position(self, offset: int) -> Position:
        """Where an offset is."""
        line = bisect_right(self.starts, offset)
        return Position(line, offset - self.starts[line - 1], offset)

    def span(self, start: int, end: int) -> Span:
        """The stretch between two offsets."""
        return Span(self.position(start), self.position(end))
