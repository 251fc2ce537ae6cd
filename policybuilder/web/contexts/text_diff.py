"""Two texts against each other, line by line, with the words marked that differ within a changed line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

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
class TextLine:
    """One line: `+`, `-`, a space, or `…` for lines left out, as `components/diff.html` takes it."""

    sign: str
    runs: tuple[Run, ...] = ()

    @property
    def text(self) -> str:
        """The whole line."""
        return "".join(run.text for run in self.runs)

    @property
    def kind(self) -> str:
        """The class of the line."""
        return {"+": "diff-in", "-": "diff-out"}.get(self.sign, "diff-same")

    @property
    def word(self) -> str:
        """What the sign means, for who does not see it."""
        return {"+": "added", "-": "removed"}.get(self.sign, "")


def text_difference(before: str, after: str) -> tuple[TextLine, ...] | None:
    """The lines that change with some around them; () where none do, None where the texts are too long to draw."""
    old, new = before.splitlines(), after.splitlines()
    if len(old) + len(new) > MOST_LINES:
        return None
    groups = list(SequenceMatcher(a=old, b=new, autojunk=False).get_grouped_opcodes(AROUND))
    return tuple(_lines(groups, old, new))


Change = tuple[str, int, int, int, int]


def _lines(groups: Sequence[Sequence[Change]], old: Sequence[str], new: Sequence[str]) -> Iterator[TextLine]:
    shown = 0
    for group in groups:
        if group[0][1] > shown:
            yield TextLine("…")
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                yield from (TextLine(" ", (Run(text),)) for text in old[old_from:old_to])
            else:
                yield from _changed(old[old_from:old_to], new[new_from:new_to])
        shown = group[-1][2]
    if groups and shown < len(old):
        yield TextLine("…")


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[TextLine]:
    """Lines that take the place of others: first what goes, then what comes, the n-th of each held together."""
    pairs = [_marked(one, other) for one, other in zip(old, new, strict=False)]
    left = [pair[0] for pair in pairs] + [(Run(text),) for text in old[len(pairs) :]]
    right = [pair[1] for pair in pairs] + [(Run(text),) for text in new[len(pairs) :]]
    yield from (TextLine("-", runs) for runs in left)
    yield from (TextLine("+", runs) for runs in right)


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
