"""JSON text cut into its smallest parts, with the place of each (RFC 8259, sections 2 to 7).

Written by hand because the standard reader forgets places, order and doubled members. It looks at no character more
than a few times and holds no recursion, so its time is linear in the text, whatever the text is.
"""

from typing import NamedTuple

from policybuilder.iam.findings import Position, Span

SPACE = " \t\n\r\ufeff"  # a byte order mark is taken for white space: editors add it, nobody typed it
PUNCTUATION = "{}[]:,"
WORDS = ("true", "false", "null")
DIGITS = "0123456789"
ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
FAULT_LENGTHS = {"bad_escape": 2, "control_character": 1}  # these point inside their string
HEX = "0123456789abcdefABCDEF"
CURLY_QUOTES = "“”„‟‘’‚«»"


class Lexeme(NamedTuple):
    """One part of the text; `kind` is string, number, keyword, punctuation or space; `end` is exclusive."""

    kind: str
    start: int
    end: int
    line: int
    column: int

    def span(self) -> Span:
        """The place of a part that holds no line break (all but space)."""
        start = Position(self.line, self.column, self.start)
        return Span(start, Position(self.line, self.column + self.end - self.start, self.end))


class Fault(NamedTuple):
    """Where and why reading stopped: `reason` is one of a closed list of ids, `found` the text that was met there."""

    reason: str
    found: str
    span: Span


class Scan(NamedTuple):
    """The parts up to the end or to the first fault."""

    lexemes: list[Lexeme]
    fault: Fault | None


def scan(text: str) -> Scan:
    """Cut a text into parts; stops at the first character that cannot begin or continue one. Never raises."""
    lexemes: list[Lexeme] = []
    offset, line, line_start = 0, 1, 0
    while offset < len(text):
        kind, end, reason = _part(text, offset)
        column = offset - line_start
        if reason:
            skipped = end - offset - FAULT_LENGTHS.get(reason, end - offset)
            offset, column = offset + skipped, column + skipped
            return Scan(lexemes, fault_at(reason, text, Position(line, column, offset), end))
        lexemes.append(Lexeme(kind, offset, end, line, column))
        if kind == "space":
            breaks, line_start = _line_breaks(text, offset, end, line_start)
            line += breaks
        offset = end
    return Scan(lexemes, None)


def fault_at(reason: str, text: str, start: Position, end: int) -> Fault:
    """A fault whose span begins at `start` and stops before offset `end`, on the same line."""
    length = end - start.offset
    span = Span(start, Position(start.line, start.column + length, end))
    return Fault(reason, text[start.offset : start.offset + min(length, 40)], span)


def _part(text: str, offset: int) -> tuple[str, int, str]:
    """Kind, end and reason of a fault ("" if none) of the part that begins at an offset."""
    first = text[offset]
    if first in SPACE:
        return "space", _run(text, offset, SPACE), ""
    if first in PUNCTUATION:
        return "punctuation", offset + 1, ""
    if first == '"':
        end, reason = _string_end(text, offset)
        return "string", end, reason
    if first == "-" or first in DIGITS:
        end, reason = _number_end(text, offset)
        return "number", end, reason
    return _word(text, offset)


def _run(text: str, offset: int, letters: str) -> int:
    while offset < len(text) and text[offset] in letters:
        offset += 1
    return offset


def _line_breaks(text: str, start: int, end: int, line_start: int) -> tuple[int, int]:
    """How many lines end in text[start:end], and where the last line begins. CR LF is one break."""
    if "\r" not in text[start:end]:
        return text.count("\n", start, end), text.rfind("\n", start, end) + 1 or line_start
    breaks = 0
    for at in range(start, end):
        if text[at] == "\n" or (text[at] == "\r" and text[at + 1 : at + 2] != "\n"):
            breaks += 1
            line_start = at + 1
    return breaks, line_start


def _string_end(text: str, start: int) -> tuple[int, str]:
    quote = text.find('"', start + 1)
    body = text[start + 1 : max(quote, 0)]
    if body.isprintable() and "\\" not in body and quote > 0:
        return quote + 1, ""  # what most strings are: no escapes, no control characters
    at = start + 1
    while at < len(text):
        letter = text[at]
        if letter == '"':
            return at + 1, ""
        if letter == "\\" and at + 1 < len(text):
            length = _escape_length(text, at)
            if not length:
                return at + 2, "bad_escape"
            at += length
        elif letter < " ":
            return (at, "line_break_in_string") if letter in "\r\n" else (at + 1, "control_character")
        else:
            at += 1
    return len(text), "unterminated_string"


def _escape_length(text: str, at: int) -> int:
    """Characters of the escape that begins with the backslash at `at`; 0 if it is none."""
    letter = text[at + 1 : at + 2]
    if letter == "u":
        digits = text[at + 2 : at + 6]
        return 6 if len(digits) == 4 and all(digit in HEX for digit in digits) else 0
    return 2 if letter in ESCAPES else 0


def _number_end(text: str, start: int) -> tuple[int, str]:
    """The grammar of RFC 8259 section 6: no leading zero, digits on both sides of the point."""
    whole = start + (text[start] == "-")
    end = _run(text, whole, DIGITS)
    good = end == whole + 1 or (end > whole and text[whole] != "0")
    if text[end : end + 1] == ".":
        fraction = end + 1
        end = _run(text, fraction, DIGITS)
        good = good and end > fraction
    if text[end : end + 1] in ("e", "E"):
        sign = end + 1
        power = sign + (text[sign : sign + 1] in ("+", "-"))
        end = _run(text, power, DIGITS)
        good = good and end > power
    if end < len(text) and (text[end].isalnum() or text[end] in "._"):
        good = False
    return max(end, start + 1), "" if good else "bad_number"


def _word(text: str, start: int) -> tuple[str, int, str]:
    end = start
    while end < len(text) and (text[end].isalnum() or text[end] in "_$"):
        end += 1
    if text[start:end] in WORDS:
        return "keyword", end, ""
    if end > start:
        return "keyword", end, "unknown_word"
    return "", start + 1, _odd_character(text, start)


def _odd_character(text: str, at: int) -> str:
    if text[at] == "'":
        return "single_quote"
    if text[at] in CURLY_QUOTES:
        return "curly_quote"
    if text[at] == "#" or text[at : at + 2] in ("//", "/*"):
        return "comment"
    return "unexpected_character"


def decode_string(text: str, start: int, end: int) -> str:
    """The value of the string whose quotes stand at `start` and `end - 1`; the scan has found it well formed.

    Two halves of a surrogate pair become one character, however they were written; a lone half stays.
    """
    body = text[start + 1 : end - 1]
    if "\\" not in body:
        return joined_surrogates(body)
    parts: list[str] = []
    at = 0
    while (escape := body.find("\\", at)) >= 0:
        parts.append(body[at:escape])
        if body[escape + 1] == "u":
            parts.append(chr(int(body[escape + 2 : escape + 6], 16)))
            at = escape + 6
        else:
            parts.append(ESCAPES[body[escape + 1]])
            at = escape + 2
    parts.append(body[at:])
    return joined_surrogates("".join(parts))


def joined_surrogates(value: str) -> str:
    """The same text with every surrogate pair as one character; lone halves are kept."""
    if has_surrogates(value):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return value


def has_surrogates(value: str) -> bool:
    """Does the text hold half of a surrogate pair, which no encoding can write?"""
    return not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value)
