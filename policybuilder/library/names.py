"""Texts from outside that are stored in short columns: names, and the marks that browsers send along."""

import re
import unicodedata
from collections.abc import Collection

from policybuilder.library.models import LABEL_LENGTH, NAME_LENGTH, TAB_LENGTH
from policybuilder.library.records import InvalidName
from policybuilder.wording.words import one_line

COPY = "Copy of "
IMPORTED = "Imported policy"
TAB = re.compile(rf"[A-Za-z0-9_-]{{1,{TAB_LENGTH}}}")
LARGEST_NUMBER = 2**53 - 1  # the largest whole number that a browser's script counts to exactly


def policy_name(text: str) -> str:
    """The name without white space around it and with single spaces inside; raises `InvalidName`.

    Two policies may have the same name. What cannot be seen (control characters, halves of surrogate pairs, names of
    nothing but marks without a shape) is no name.
    """
    name = " ".join(text.split())
    if not name:
        raise InvalidName("name_missing")
    if len(name) > NAME_LENGTH:
        raise InvalidName("name_too_long", {"longest": str(NAME_LENGTH), "length": str(len(name))})
    if unreadable(name):
        raise InvalidName("name_unreadable")
    return name


def unreadable(text: str) -> bool:
    """Whether a text holds what cannot be seen, or nothing that can."""
    categories = {unicodedata.category(letter) for letter in text}
    return bool(categories & {"Cc", "Cs"}) or all(category[0] in "CZ" for category in categories)


def free_name(text: str, taken: Collection[str]) -> str:
    """A valid name as near to the text as can be, that is none of those taken."""
    base = one_line(text)[:NAME_LENGTH].rstrip()
    try:
        base = policy_name(base)
    except InvalidName:
        base = IMPORTED
    name, number = base, 2
    while name in taken:
        ending = f" {number}"
        name, number = base[: NAME_LENGTH - len(ending)].rstrip() + ending, number + 1
    return name


def copy_name(name: str) -> str:
    """The name of a duplicate, no longer than a name may be."""
    return f"{COPY}{name}"[:NAME_LENGTH].rstrip()


def tab_mark(text: str) -> str:
    """The mark by which a page is told from another; "" (none) for what no page sends."""
    return text if TAB.fullmatch(text) else ""


def step_label(text: str) -> str:
    """The label of a step, made to fit."""
    return "".join(letter for letter in text if letter.isprintable())[:LABEL_LENGTH]


def whole_number(number: int) -> int:
    """A browser's number, brought into the range that the column holds."""
    return min(max(number, 0), LARGEST_NUMBER)
