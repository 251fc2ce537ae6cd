"""Characters that no policy document may hold.

Source: IAM User Guide, "IAM and AWS STS quotas": tab, line feed, carriage return, U+0020 to U+00FF.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from policybuilder.iam import JsonArray, JsonObject, JsonString, Node, Path
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, Fix, Place, fix
from policybuilder.validator.grammar.changes import Change, Lines, edits
from policybuilder.validator.view import Subject

CODE = "INVALID_CHARACTER"
ODD = re.compile(r"[^\t\n\r\x20-\xff]")
BYTE_ORDER_MARK = "\ufeff"
MOST = 200  # strings with such characters that are told apart
SAME_LOOK: Mapping[str, str] = {
    **dict.fromkeys("“”„‟″", "'"),
    **dict.fromkeys("‘’‚‛′", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
    **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\u2028\u2029\ufeff", ""),
    **dict(zip("АВЕКМНОРСТХасеорхуіј", "ABEKMHOPCTXaceopxyij", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True)),
    "∗": "*",
    "⁄": "/",
    "∕": "/",
}
"""What letters of other alphabets and typographers' signs were probably meant to be."""


def odd_characters(subject: Subject) -> Iterator[Finding]:
    """One finding for each string that holds such characters, and one for byte order marks."""
    text = subject.text
    if not ODD.search(text):
        return
    lines = Lines(text)
    marks = [each.start() for each in re.finditer(BYTE_ORDER_MARK, text)] if BYTE_ORDER_MARK in text else []
    inside: list[int] = []  # where strings begin and end, in turn
    for number, (path, node) in enumerate(_strings(subject.root) if subject.root else ()):
        if number >= MOST or node.span is None:
            break
        start, end = node.span.start.offset, node.span.end.offset
        if not ODD.search(text, start, end):  # written as an escape, which is plain characters
            continue
        inside += (start, end)
        yield _in_string(text, path, (start, end), lines)
    if loose := [mark for mark in marks if bisect_right(inside, mark) % 2 == 0]:
        place = Place((), lines.span(loose[0], loose[0] + 1))
        mend = fix("invalid_character.mark", *edits(Change(mark, mark + 1, "") for mark in loose))
        yield found(CODE, place, params={"variant": "mark", "found": ("U+FEFF",)}, fixes=[mend])


def _strings(root: Node) -> Iterator[tuple[Path, JsonString]]:
    """Names and values that hold such characters, as they stand or as escapes."""
    waiting: list[tuple[Path, Node]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        match node:
            case JsonObject(members=members):
                for member in reversed(members):
                    waiting.append(((*path, member.key.value), member.value))
                    waiting.append(((*path, member.key.value), member.key))
            case JsonArray(items=items):
                waiting.extend(((*path, number), item) for number, item in reversed(list(enumerate(items))))
            case JsonString(value=value) if not value.isascii() and ODD.search(value):
                yield path, node
            case _:
                pass


def _in_string(text: str, path: Path, ends: tuple[int, int], lines: Lines) -> Finding:
    """The finding of one string, at its first odd character."""
    places = [each.start() for each in ODD.finditer(text, *ends)]
    letters = list(dict.fromkeys(text[at] for at in places))
    named = [f"{letter} ({_name(letter)})" if letter.isprintable() else _name(letter) for letter in letters]
    meant = {letter: _meant(letter) for letter in letters}
    fixes: list[Fix] = []
    if all(each is not None for each in meant.values()):
        changes = [Change(at, at + 1, meant[text[at]] or "") for at in places]
        shown = [f"{letter} by {meant[letter]}" for letter in letters if meant[letter]]
        fixes.append(
            fix("invalid_character.replace" if shown else "invalid_character.remove", *edits(changes), pairs=shown)
        )
    return found(
        CODE,
        Place(path, lines.span(places[0], places[0] + 1)),
        params={"found": tuple(named), "value": text[slice(*ends)]},
        related=[Place(path, lines.span(at, at + 1)) for at in places[1:20]],
        fixes=fixes,
    )


def _name(letter: str) -> str:
    """How Unicode numbers it."""
    return f"U+{ord(letter):04X}"


def _meant(letter: str) -> str | None:
    """What can stand in the place of a character; None if nothing certain can."""
    if letter in SAME_LOOK:
        return SAME_LOOK[letter]
    plain = unicodedata.normalize("NFKC", letter)
    good = plain != letter and not ODD.search(plain) and '"' not in plain and "\\" not in plain
    return plain if good else None
