"""Answers that are kept because they cannot change."""

from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(dict[K, V]):
    """A dictionary of at most `limit` entries; when it is full it forgets them all, and is as quick to ask as any."""

    __slots__ = ("limit",)

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def keep(self, key: K, value: V) -> V:
        """Keep a value, and give it back."""
        if len(self) >= self.limit:
            self.clear()
        self[key] = value
        return value
