"""Policy variables as they are written, slips included.

Source: IAM User Guide, "IAM policy elements: Variables and tags" and "IAM policy validation check reference". The engine
(`iam.variables`) reads what is right; here it matters where a slip stands and what it was meant to be.
"""

import re
from enum import Enum, auto
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from policybuilder.iam.variables import SPECIAL

MOST = 256  # variables of one text that are read; a policy that IAM stores has no room for more
LONGEST_KEPT = 2_000  # characters of a text whose variables are remembered
BLANK = "\x00"
_QUOTED = ", '"
_BASE = re.compile(r"[A-Za-z0-9.-]*:?[A-Za-z0-9_.-]*")
_SEGMENT = re.compile(r"/[^/:*?${},\s]*")
_FOREIGN = re.compile(r"&\{[^{}]*\}|%\{[^{}]*\}|\{\{[^{}]*\}\}|\$\([^()]*\)")


class Slip(Enum):
    """What is wrong with a variable as written."""

    NONE = auto()
    BRACE = auto()
    QUOTE = auto()
    SPACE = auto()
    EMPTY = auto()
    COMMA = auto()


class Written(NamedTuple):
    """A variable from `start` to before `end`; `mended` is what may have been meant, "" where nobody can tell."""

    start: int
    end: int
    name: str
    slip: Slip = Slip.NONE
    mended: str = ""

    @property
    def special(self) -> bool:
        """Is it `${*}`, `${?}` or `${$}`, a letter that stands for itself?"""
        return self.name in SPECIAL

    @property
    def like_a_key(self) -> bool:
        """Has the name the form of a condition key, `aws:username`? Templates' placeholders have not."""
        prefix, colon, rest = self.name.partition(":")
        return bool(colon and prefix and rest) and not rest.startswith(":")


def variables_of(text: str) -> tuple[Written, ...]:
    """The variables of a text from left to right, at most `MOST`."""
    return _variables_of(text) if len(text) > LONGEST_KEPT else _kept_variables_of(text)


def _variables_of(text: str) -> tuple[Written, ...]:
    found: list[Written] = []
    start = text.find("${")
    while start >= 0 and len(found) < MOST:
        found.append(_variable(text, start))
        start = text.find("${", found[-1].end)
    return tuple(found)


_kept_variables_of = lru_cache(maxsize=4096)(_variables_of)


def without_variables(text: str) -> str:
    """The text with a character that means nothing in the place of each one that belongs to a variable."""
    written = variables_of(text)
    if not written:
        return text
    pieces, at = [], 0
    for each in written:
        pieces += [text[at : each.start], BLANK * (each.end - each.start)]
        at = each.end
    return "".join((*pieces, text[at:]))


def placeholders_of(text: str) -> tuple[tuple[int, int], ...]:
    """Where placeholders of templates and shells stand: `{{name}}`, `&{aws:username}`, `%{name}`, `$(name)`."""
    if "{" not in text and "$(" not in text:
        return ()
    return tuple(match.span() for match in islice(_FOREIGN.finditer(without_variables(text)), MOST))


def _variable(text: str, start: int) -> Written:
    """The variable that begins with the `${` at `start`."""
    first, end, following = start + 2, text.find("}", start), text.find("${", start + 2)
    comma = text.find(_QUOTED, first, end if end >= 0 else len(text))
    if comma >= 0 and (following < 0 or comma < following):
        close = text.find("'}", comma + len(_QUOTED))
        # a quote that is closed only in a later variable is a missing quote here
        if close >= 0 and "${" not in text[comma:close]:
            return _named(start, close + 2, text[first:comma], text[comma:close] + "'")
    if end < 0 or 0 <= following < end:
        return _unclosed(text, start)
    return _closed(text, start, end)


def _unclosed(text: str, start: int) -> Written:
    base = _BASE.match(text, start + 2)
    end = base.end() if base else start + 2
    if text[start + 2 : end].lower().endswith("tag") and (segment := _SEGMENT.match(text, end)):
        end = segment.end()
    name = text[start + 2 : end]
    told = bool(name) and text[end : end + 1] != ","
    return Written(start, end, name, Slip.BRACE, f"${{{name}}}" if told else "")


def _closed(text: str, start: int, end: int) -> Written:
    """A variable with both braces and without a default in quotes."""
    inner = text[start + 2 : end]
    name, comma, default = inner.partition(",")
    if not name.strip():
        return Written(start, end + 1, "", Slip.EMPTY)
    if not comma:
        return _named(start, end + 1, inner, "")
    bare = default.strip()
    right = f"${{{name.strip()}, '{_unquoted(bare)}'}}"
    spaced = len(bare) > 1 and bare[0] == bare[-1] == "'"
    return Written(start, end + 1, name.strip(), Slip.COMMA if spaced else Slip.QUOTE, right)


def _unquoted(text: str) -> str:
    return text.strip("'\"`‘’“”")


def _named(start: int, end: int, name: str, rest: str) -> Written:
    """A variable with a name; `rest` is the comma and the default as written."""
    if not name.strip():
        return Written(start, end, "", Slip.EMPTY)
    if not any(letter.isspace() for letter in name):
        return Written(start, end, name)
    words = name.split()
    if len(words) == 2 and not rest and words[1][0] == words[1][-1] == "'" and len(words[1]) > 1:
        return Written(start, end, words[0], Slip.SPACE, f"${{{words[0]}, {words[1]}}}")
    in_tag = len(name.strip().partition("/")[2].split()) > 1  # the tag's own key may hold a space: nothing to mend
    return Written(start, end, name, Slip.SPACE, "" if in_tag else f"${{{''.join(words)}{rest}}}")
