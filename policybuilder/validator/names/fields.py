"""An ARN taken apart at its colons; those inside `${...}` do not count."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple


class Fields(NamedTuple):
    """The fields of an ARN as written, six at most, and where each begins."""

    texts: tuple[str, ...]
    starts: tuple[int, ...]

    def span(self, index: int) -> tuple[int, int]:
        """Where a field begins and ends."""
        return self.starts[index], self.end(index)

    def around(self, index: int) -> tuple[int, int]:
        """The same; for an empty field the colons beside it, so that there is something to show."""
        start, end = self.span(index)
        return (start, end) if start < end else (start - 1, end + 1 if index < len(self.texts) - 1 else end)

    def end(self, index: int) -> int:
        """Where a field ends."""
        return self.starts[index] + len(self.texts[index])

    def with_field(self, index: int, text: str, others: Mapping[int, str] | None = None) -> str:
        """The ARN with another text in one field, and in others."""
        new = {index: text, **(others or {})}
        return ":".join(new.get(number, written) for number, written in enumerate(self.texts))


@lru_cache(maxsize=8192)
def fields_of(text: str) -> Fields:
    """Take a text apart; the last of six fields may hold further colons."""
    texts: list[str] = []
    starts = [0]
    at = 0
    while len(starts) < 6:
        colon = _next_colon(text, at)
        if colon < 0:
            break
        texts.append(text[starts[-1] : colon])
        starts.append(colon + 1)
        at = colon + 1
    texts.append(text[starts[-1] :])
    return Fields(tuple(texts), tuple(starts))


def _next_colon(text: str, at: int) -> int:
    """The next colon that is in no `${...}`; -1 if there is none."""
    while True:
        colon, variable = text.find(":", at), text.find("${", at)
        if colon < 0 or variable < 0 or colon < variable:
            return colon
        end = text.find("}", variable)
        if end < 0:
            return colon
        at = end + 1
