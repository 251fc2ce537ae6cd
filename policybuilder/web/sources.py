"""What is compared, as a word in an address: `work` is the unsaved policy, ID the working copy of a saved one, ID@3 a
revision of it, ID@newest the newest of them; "" is a pasted text."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

PASTED, WORK, NEWEST = "", "work", "newest"
NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Source:
    """A policy of the library, None for the unsaved one. `revision` is "" for a working copy, a number, or `NEWEST`."""

    public_id: str | None
    revision: str = ""

    @property
    def number(self) -> int | None:
        """The number of a revision, None for the newest and for what no revision can have."""
        return int(self.revision) if NUMBER.fullmatch(self.revision) else None


def source_of(word: str) -> Source:
    """What a word names."""
    public_id, _, revision = word.partition("@")
    return Source(None if word == WORK else public_id, revision)


def word_of(public_id: str, revision: int | str) -> str:
    """The word of a revision."""
    return f"{public_id}@{revision}"


def comparison(a: str, b: str) -> str:
    """The address where what two words name is compared."""
    return f"{reverse('compare')}?{urlencode({'a': a, 'b': b})}"
