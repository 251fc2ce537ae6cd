"""Names of statements: from a rule's title, letters and digits only, each once in the policy.

Source: IAM User Guide, "IAM JSON policy elements: Sid" (letters and digits, unique within a policy).
"""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 80

_SUFFIXES = {
    "project": "Project",
    "projectversion": "Version",
    "dataset": "Dataset",
    "collection": "Collection",
    "streamprocessor": "StreamProcessor",
    "s3:bucket": "Bucket",
    "s3:object": "Objects",
    "kms:key": "Key",
    "logs:log-group": "Logs",
    "iam:role": "Role",
    "*": "Everywhere",
}


def sid_from_title(title: str) -> str:
    """`Use the cats model` gives `UseTheCatsModel`; a title without Latin letters or digits gives an empty text."""
    plain = unicodedata.normalize("NFKD", title.replace("'", "").replace("’", ""))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.findall(r"[A-Za-z0-9]+", plain)
    return "".join(word[0].upper() + word[1:] for word in words)[:LONGEST]


def suffix_for(types: Iterable[str]) -> str:
    """What tells the second statement of a rule from the first: the type of its resources."""
    names = sorted(set(types))
    return _SUFFIXES.get(names[0], "Resources") if len(names) == 1 else "Resources"


class SidBook:
    """Hands out names; a name that is taken gets the next free number."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def take(self, wanted: str) -> str:
        """The name itself, or with a number behind it."""
        name, number = wanted, 1
        while name in self._taken:
            number += 1
            name = f"{wanted}{number}"
        self._taken.add(name)
        return name
