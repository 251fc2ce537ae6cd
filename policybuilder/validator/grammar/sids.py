"""The names of statements.

Sources: IAM User Guide, "IAM JSON policy elements: Sid", "Access Analyzer policy check reference".
"""

import re
import unicodedata
from collections.abc import Collection, Iterator

from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, Fix, Place, fix, removed, replaced
from policybuilder.validator.kinds import ATTACHED_TO_CALLERS, PolicyKind
from policybuilder.validator.view import Subject, Text

ODD = re.compile(r"[^A-Za-z0-9]+")
STRICT = ATTACHED_TO_CALLERS | {PolicyKind.TRUST}
"""Kinds whose Sids IAM checks: letters and digits only, each but once."""


def sids(subject: Subject) -> Iterator[Finding]:
    """EMPTY_SID_VALUE, UNSUPPORTED_SID, UNIQUE_SIDS_REQUIRED and UNIQUE_SIDS_RECOMMENDED."""
    texts = [view.sid for view in subject.statements if view.sid is not None]
    taken = {text.value for text in texts}
    first: dict[str, Place] = {}
    again: dict[str, int] = {}
    for text in texts:
        if not text.value:
            yield found("EMPTY_SID_VALUE", text.place, fixes=[fix("sid.remove", removed(text.path))])
            continue
        if subject.kind in STRICT and ODD.search(text.value):
            yield _odd(text, taken)
        if text.value in first:
            again[text.value] = number = again.get(text.value, 1) + 1
            yield _repeated(subject, text, first[text.value], _free(text.value, taken, number))
        else:
            first[text.value] = text.place


def _odd(text: Text, taken: Collection[str]) -> Finding:
    """The first stretch of characters that a Sid cannot hold; the whole Sid where there are several."""
    runs = list(ODD.finditer(text.value))
    place = text.part(runs[0].start(), runs[0].end()) if len(runs) == 1 else text.place
    letters = dict.fromkeys(letter for run in runs for letter in run.group())
    shown = tuple("space" if letter == " " else letter for letter in letters)
    fixes: list[Fix] = []
    if plain := _plain(text.value):
        name = plain if plain not in taken else _free(plain, taken, 2)
        fixes.append(fix("sid.rename", replaced(text.path, name), name=name))
    fixes.append(fix("sid.remove", removed(text.path)))
    return found("UNSUPPORTED_SID", place, params={"value": text.value, "found": shown}, fixes=fixes)


def _plain(value: str) -> str:
    """The letters and digits of a name; each word after the first begins with a capital."""
    letters = unicodedata.normalize("NFKD", value.replace("ß", "ss"))
    words = [word for word in ODD.split("".join(each for each in letters if not unicodedata.combining(each))) if word]
    return "".join(word if number == 0 else word[0].upper() + word[1:] for number, word in enumerate(words))


def _free(name: str, taken: Collection[str], number: int) -> str:
    """The name with a number that no statement has."""
    while f"{name}{number}" in taken:
        number += 1
    return f"{name}{number}"


def _repeated(subject: Subject, text: Text, first: Place, name: str) -> Finding:
    code = "UNIQUE_SIDS_REQUIRED" if subject.kind in STRICT else "UNIQUE_SIDS_RECOMMENDED"
    return found(
        code,
        text.place,
        params={"value": text.value},
        related=[first],
        fixes=[
            fix("sid.rename", replaced(text.path, name), name=name),
            fix("sid.remove", removed(text.path)),
        ],
    )
