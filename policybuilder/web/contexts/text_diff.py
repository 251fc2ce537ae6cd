"""Two texts side by side, line by line, with the words marked that differ within a changed line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

AROUND = 3  # lines that stay, before and after what changes
MOST_LINES = 6_000
MOST_WORDS = 400  # of a line that is compared word by word
WORD = re.compile(r"\w+|\s+|.", re.DOTALL)
ALIKE = 0.35  # of two lines, below which marks within them help nobody


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line; `marked` where the other line has something else."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class TextSide:
    """One side of a row: its runs; `changed` where the line is not on the other side. `there` is False for no line."""

    runs: tuple[Run, ...] = ()
    changed: bool = False
    there: bool = True

    @property
    def text(self) -> str:
        """The whole line."""
        return "".join(run.text for run in self.runs)


NO_LINE = TextSide(there=False)


@dataclass(frozen=True, slots=True)
class TextRow:
    """Two lines beside each other; `gap`: lines that are the same are left out here."""

    before: TextSide = NO_LINE
    after: TextSide = NO_LINE
    gap: bool = False

    @property
    def same(self) -> bool:
        """Whether both sides say the same."""
        return not self.gap and not self.before.changed and not self.after.changed


def text_rows(before: str, after: str) -> tuple[TextRow, ...] | None:
    """The lines that change, side by side, with some around them; () where none do, None where the texts are too long to
    draw."""
    old, new = before.splitlines(), after.splitlines()
    if len(old) + len(new) > MOST_LINES:
        return None
    groups = list(SequenceMatcher(a=old, b=new, autojunk=False).get_grouped_opcodes(AROUND))
    return tuple(_rows(groups, old, new))


Change = tuple[str, int, int, int, int]


def _rows(groups: Sequence[Sequence[Change]], old: Sequence[str], new: Sequence[str]) -> Iterator[TextRow]:
    shown = 0
    for group in groups:
        if group[0][1] > shown:
            yield TextRow(gap=True)
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                yield from (TextRow(_side(text), _side(text)) for text in old[old_from:old_to])
            else:
                yield from _changed(old[old_from:old_to], new[new_from:new_to])
        shown = group[-1][2]
    if groups and shown < len(old):
        yield TextRow(gap=True)


def _side(text: str) -> TextSide:
    return TextSide((Run(text),))


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[TextRow]:
    """Lines that take the place of others, the n-th of each beside each other."""
    for one, other in zip_longest(old, new):
        if one is None or other is None:
            yield TextRow(_new(one), _new(other))
        else:
            left, right = _marked(one, other)
            yield TextRow(TextSide(left, changed=True), TextSide(right, changed=True))


def _new(text: str | None) -> TextSide:
    return NO_LINE if text is None else TextSide((Run(text),), changed=True)


def _marked(old: str, new: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    before, after = WORD.findall(old), WORD.findall(new)
    if len(before) > MOST_WORDS or len(after) > MOST_WORDS:
        return (Run(old),), (Run(new),)
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return (Run(old),), (Run(new),)
    left: list[Run] = []
    right: list[Run] = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        for runs, words in ((left, before[old_from:old_to]), (right, after[new_from:new_to])):
            if words:
                runs.append(Run("".join(words), tag != "equal"))
    return tuple(left), tuple(right)
