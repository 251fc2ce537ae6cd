"""Guesses about quotes: missing, of another kind, inside a string, around what needs none."""

import json
import re
from collections.abc import Iterator

from policybuilder.iam.lexer import CURLY_QUOTES
from policybuilder.validator.grammar.changes import Change
from policybuilder.validator.grammar.repair import Repair, fault_range, last_part, one, without
from policybuilder.validator.grammar.skim import Stop

DOUBLE_CURLY = "“”„‟«»"
SINGLE = "'‘’‚"
LITERALS = {
    "True": "true",
    "TRUE": "true",
    "False": "false",
    "FALSE": "false",
    "None": "null",
    "NULL": "null",
    "Null": "null",
    "undefined": "null",
}
RUN = re.compile(r"(?:\$\{[^}\r\n]*\}|[^\s,\[\]{}\"'])+")
"""A value that stands without quotes: up to white space, a comma, a bracket or a quote; `${...}` belongs to it."""
NAME = re.compile(r"[^\s,\[\]{}\"']+?(?=\"?\s*:(?:\s|[\"{\[]|$))|[^\s,:\[\]{}\"']+")
NAME_IN_STRING = re.compile(r'"([^"\\:\s]+(?::[^"\\:\s]+)*)\s*:\s*[\[{]?\s*"')
NAME_AT_END = re.compile(r'"([^"\\:\s]+(?::[^"\\:\s]+)*)\s*:\s*[\[{]?\s*')
CLOSING = " \t\r\n,}]"  # what follows a value


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def quoted_name(text: str, stop: Stop) -> Iterator[Repair]:
    """A member's name without quotes, or with the closing one only."""
    start, _ = fault_range(stop)
    found = NAME.match(text, start)
    if not found:
        return
    end = found.end()
    if text[end : end + 1] == '"':
        yield Repair("missing_quote", (start, end + 1), (Change(start, start, '"'),))
    else:
        yield one("unquoted_name", start, end, _quoted(found.group()))


def quoted_value(text: str, stop: Stop) -> Iterator[Repair]:
    """A value without quotes, or with the closing one only."""
    yield from _run(text, fault_range(stop)[0], "unquoted_value")


def literal(text: str, stop: Stop) -> Iterator[Repair]:
    """A literal as Python or JavaScript writes it."""
    start, end = fault_range(stop)
    if text[start:end] in LITERALS:
        yield one("literal", start, end, LITERALS[text[start:end]])


def quoted_run_of_last(text: str, stop: Stop) -> Iterator[Repair]:
    """A value that begins like a number and goes on: `2012-10-17`."""
    last = last_part(stop)
    if last is not None and text[last.start] in "-0123456789" and last.end == fault_range(stop)[0]:
        yield from _run(text, last.start, "unquoted_value")


def bad_number(text: str, stop: Stop) -> Iterator[Repair]:
    """An account id that begins with 0, a version: text, not numbers."""
    yield from _run(text, fault_range(stop)[0], "bad_number")


def _run(text: str, start: int, slip: str) -> Iterator[Repair]:
    """The run of characters without quotes, or with the closing one only."""
    found = RUN.match(text, start)
    if not found:
        return
    end = found.end()
    if text[end : end + 1] == '"':
        yield Repair("missing_quote", (start, end + 1), (Change(start, start, '"'),))
    yield one(slip, start, end, _quoted(found.group()))


def quote_in_last_string(text: str, stop: Stop) -> Iterator[Repair]:
    """The last string ran on to the next quote: its own is missing, or is a curly one."""
    last = last_part(stop)
    if last is None or text[last.start] != '"':
        return
    written = text[last.start : last.end]
    curly = [last.start + at for at, letter in enumerate(written) if letter in DOUBLE_CURLY]
    if curly:
        changes = tuple(Change(at, at + 1, '"') for at in curly)
        yield Repair("curly_quote", (curly[0], curly[0] + 1), changes, tuple(curly[1:]))
    length = _name_length(written) if stop.expected == "colon" else _value_length(written)
    if length:
        at = last.start + length
        place = (last.end - 1, max(last.end, fault_range(stop)[1]))
        yield Repair("missing_quote", place, (Change(at, at, '"'),), shown=(last.start, at))
    if last.end == fault_range(stop)[0]:
        yield one("extra_quote", last.end - 1, last.end, "")


def _name_length(written: str) -> int:
    """The characters up to the missing quote of a name that ran on to the next one, `"Effect: "`; 0 if it did not."""
    found = NAME_IN_STRING.fullmatch(written)
    return found.end(1) if found else 0


def _value_length(written: str) -> int:
    """The same of a value, `"Allow, "`."""
    inside = written[:-1].rstrip()
    return len(inside[:-1].rstrip()) if inside.endswith(",") and "\\" not in inside else 0


def other_quotes(text: str, stop: Stop) -> Iterator[Repair]:
    """Single or curly quotes around a text on one line; a curly one may also end with a straight one."""
    start, end = fault_range(stop)
    slip = stop.reason
    closing = (SINGLE + DOUBLE_CURLY) if text[start] in CURLY_QUOTES else "'"
    at = start + 1
    while at < len(text) and text[at] not in "\r\n":
        if text[at] in closing or text[at] == '"':
            break
        at += 2 if text[at] == "\\" else 1
    if at < len(text) and text[at] == '"':
        yield one(slip, start, end, '"')
    elif at < len(text) and text[at] in closing:
        body = text[start + 1 : at].replace("\\'", "'")
        yield Repair(slip, (start, end), (Change(start, at + 1, f'"{body}"'),))
    if slip == "single_quote":
        yield from _around_double_quotes(text, start)
    yield one(slip, start, end, '"')
    yield without("extra_quote", start, end)


def _around_double_quotes(text: str, start: int) -> Iterator[Repair]:
    """`'say "yes"'`: the inner double quotes are escaped."""
    end = text.find("'", start + 1)
    body = text[start + 1 : end]
    if end > 0 and '"' in body and "\n" not in body:
        escaped = body.replace('"', '\\"')
        yield Repair("single_quote", (start, start + 1), (Change(start, end + 1, f'"{escaped}"'),))


def line_break(text: str, stop: Stop) -> Iterator[Repair]:
    """A string that runs over the end of its line: its closing quote is missing, or it was broken."""
    start, stopped = fault_range(stop)
    line = text[start:stopped]
    yield from _quote_after_string(text, stop)
    if stop.expected in {"key", "key or end"} and (name := NAME_AT_END.fullmatch(line)):
        at = start + name.end(1)
        yield Repair("missing_quote", (stopped - 1, stopped), (Change(at, at, '"'),), shown=(start, at))
    body = line.rstrip(CLOSING)
    here = start + len(body)
    if "“" in line or "”" in line:
        curly = [start + at for at, letter in enumerate(line) if letter in DOUBLE_CURLY]
        changes = tuple(Change(at, at + 1, '"') for at in curly)
        yield Repair("curly_quote", (curly[0], curly[0] + 1), changes, tuple(curly[1:]))
    if len(body) > 1:
        yield Repair("missing_quote", (stopped - 1, stopped), (Change(here, here, '"'),), shown=(start, here))
    after = stopped
    while after < len(text) and text[after] in " \t\r\n":
        after += 1
    before = stopped
    while before > start + 1 and text[before - 1] in " \t":
        before -= 1
    yield Repair("line_break", (stopped - 1, stopped), (Change(before, after, ""),))


def _quote_after_string(text: str, stop: Stop) -> Iterator[Repair]:
    """`"Allow""`: a quote right after the end of a string."""
    last, start = last_part(stop), stop.start
    if last is not None and text[last.start] == '"' and last.end == start:
        yield one("extra_quote", start, start + 1, "")


def unterminated(text: str, stop: Stop) -> Iterator[Repair]:
    """A string without an end, on the last line."""
    start, end = fault_range(stop)
    yield from _quote_after_string(text, stop)
    here = max(len(text.rstrip(CLOSING)), start + 1)
    if text[here - 1 : here] == "\\":
        here = end
    yield Repair("missing_quote", (start, here), (Change(here, here, '"'),))
    yield Repair("missing_quote", (start, end), (Change(end, end, '"'),))


def control_character(text: str, stop: Stop) -> Iterator[Repair]:
    """A tab in a string becomes an escape; other control characters mean nothing and go."""
    start, end = fault_range(stop)
    yield one("control_character", start, end, "\\t" if text[start] == "\t" else "")


def bad_escape(text: str, stop: Stop) -> Iterator[Repair]:
    """An escaped single quote needs no escape; any other backslash is meant as one."""
    start, end = fault_range(stop)
    if text[start + 1 : end] == "'":
        yield one("bad_escape", start, end, "'")
    yield Repair("bad_escape", (start, end), (Change(start, start + 1, "\\\\"),))


def escaped_quotes(text: str, start: int) -> Iterator[Repair]:
    r"""JSON copied out of a string: every quote of it is written `\"`."""
    places = [found.start() for found in re.finditer(r'\\"', text)]
    changes = tuple(Change(at, at + 1, "") for at in places)
    yield Repair("escaped_quotes", (start, start + 2), changes)
