"""The lines that differ between two texts."""

from dataclasses import dataclass
from difflib import unified_diff


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of a difference: `+`, `-` or a space, and the text."""

    sign: str
    text: str

    @property
    def kind(self) -> str:
        """The class of the line."""
        return {"+": "diff-in", "-": "diff-out"}.get(self.sign, "diff-same")

    @property
    def word(self) -> str:
        """What the sign means, for who does not see it."""
        return {"+": "added", "-": "removed"}.get(self.sign, "")


def difference_of(before: str, after: str) -> tuple[DiffLine, ...]:
    """The lines that change, with two around them."""
    lines = list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2))[2:]
    return tuple(DiffLine(" ", "…") if line.startswith("@@") else DiffLine(line[0], line[1:]) for line in lines)
