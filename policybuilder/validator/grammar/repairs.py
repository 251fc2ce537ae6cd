"""What may have been meant where reading stopped: for each reason the changes worth a try, the likeliest first."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from policybuilder.validator.grammar import quotes
from policybuilder.validator.grammar.changes import Change
from policybuilder.validator.grammar.joined import joined
from policybuilder.validator.grammar.repair import Repair, after_parts, fault_range, last_part, one, without
from policybuilder.validator.grammar.skim import Stop

CLOSERS = {"{": "}", "[": "]"}
OPENERS = {"}": "{", "]": "["}
WIDE = {"：": ":", "，": ",", "｛": "{", "｝": "}", "［": "[", "］": "]", "（": "[", "）": "]", "(": "[", ")": "]"}
INVISIBLE = "\u200b\u200c\u200d\u2060\u00ad\u200e\u200f"
FENCE = re.compile(r"`{3,}[A-Za-z0-9]*|~{3,}[A-Za-z0-9]*")
COMMENT = re.compile(r"(?:#|//)[^\r\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)


def _trailing_comma(text: str, stop: Stop) -> Iterator[Repair]:
    comma = last_part(stop)
    if comma is not None and text[comma.start] == ",":
        yield one("trailing_comma", comma.start, comma.end, "")


def _extra_comma(text: str, stop: Stop) -> Iterator[Repair]:
    start, end = fault_range(stop)
    if text[start:end] == ",":
        yield one("extra_comma", start, end, "")
    if text[start:end] == ":":
        yield one("extra_colon", start, end, "")


def _expected_key(text: str, stop: Stop) -> Iterator[Repair]:
    yield from _extra_comma(text, stop)
    start, end = fault_range(stop)
    found = text[start:end]
    if found == "{":
        yield from _statements_without_list(text, stop)
        if stop.before and text[stop.before[-1].start] == ",":
            comma = stop.before[-1].start
            yield Repair("missing_bracket", (start, end), (Change(comma, comma, "}"),), stop.opened[-1:])
    elif found == "]" and stop.before and text[stop.before[-1].start] == ",":
        yield one("trailing_comma", stop.before[-1].start, stop.before[-1].end, "")
    elif found not in {"[", "]", "}", ":", ","}:
        yield from quotes.quoted_name(text, stop)
    if found in {"{", "[", "]", "}"}:
        yield without("extra_bracket", start, end)


def _statements_without_list(text: str, stop: Stop) -> Iterator[Repair]:
    """`"Statement": {...}, {...}`: the value before the comma and all objects that follow become a list."""
    end = _end_of_objects(text, fault_range(stop)[0])
    begin = _begin_of_value(text, stop)
    if not stop.opened or not end or begin < 0 or text[begin] != "{":
        return
    opening = Change(begin, begin, "[")
    if text[end:].lstrip().startswith("]"):
        yield Repair("missing_opening_bracket", fault_range(stop), (opening,), (begin,))
    yield Repair("list_brackets", fault_range(stop), (opening, Change(end, end, "]")), (begin,))


def _end_of_objects(text: str, offset: int) -> int:
    """Where the last of the objects that follow each other from an offset on ends; 0 if none does."""
    depth, end = 0, 0
    for part in after_parts(text, offset):
        letter = text[part.start]
        depth += (letter in "{[") - (letter in "}]")
        if depth == 0 and letter == "}":
            end = part.end
        if depth < 0 or (depth == 0 and letter not in "},"):
            break
    return end


def _begin_of_value(text: str, stop: Stop) -> int:
    """Where the value begins that stands before the last comma; -1 if none does."""
    depth = 0
    for part in reversed(stop.before[:-1]):
        letter = text[part.start]
        depth += (letter in "}]") - (letter in "{[")
        if depth == 0:
            return part.start
    return -1


def _expected_value(text: str, stop: Stop) -> Iterator[Repair]:
    yield from _extra_comma(text, stop)
    last = last_part(stop)
    if last is not None and text[last.start] == ",":
        yield one("trailing_comma", last.start, last.end, "")
    start, end = fault_range(stop)
    if text[start:end] in {"]", "}"}:
        yield without("extra_bracket", start, end)


def _expected_colon(text: str, stop: Stop) -> Iterator[Repair]:
    start, end = fault_range(stop)
    found = text[start:end]
    yield from quotes.quote_in_last_string(text, stop)
    if found[:1] not in {",", "}", "]"} and stop.before:
        here = stop.before[-1].end
        yield Repair("missing_colon", (start, end), (Change(here, here, ":"),))
    elif len(stop.before) > 1 and stop.opened and stop.before[-2].start == stop.opened[-1]:
        brace = stop.opened[-1]
        yield Repair("list_in_braces", (brace, brace + 1), (Change(brace, brace + 1, "["),))
    elif found in {",", "]"}:
        yield from _list_without_opening(text, stop)
    if found == ",":
        yield without("extra_comma", start, end)


def _list_without_opening(text: str, stop: Stop) -> Iterator[Repair]:
    """`"Action": "a", "b"]`: the list began before the value."""
    if len(stop.before) < 4:
        return
    colon, value, comma, _ = stop.before[-4:]
    if text[colon.start] == ":" and text[value.start] == '"' and text[comma.start] == ",":
        yield Repair(
            "missing_opening_bracket", fault_range(stop), (Change(value.start, value.start, "["),), (value.start,)
        )


def _expected_comma(text: str, stop: Stop) -> Iterator[Repair]:
    start, end = fault_range(stop)
    yield from quotes.quoted_run_of_last(text, stop)
    yield from quotes.quote_in_last_string(text, stop)
    if text[start:end] == ":":
        yield from _colon_in_list(text, stop)
        yield from _object_without_opening(text, stop)
        yield without("extra_colon", start, end)
        return
    here = stop.before[-1].end
    yield Repair("missing_comma", (start, end), (Change(here, here, ","),))
    if text[start:end] in {"{", "["}:
        yield without("extra_bracket", start, end)


def _object_without_opening(text: str, stop: Stop) -> Iterator[Repair]:
    """`"Condition": "StringEquals": {...}`: the object began before the second name."""
    name, before = stop.before[-1], stop.before[-2:-1]
    if text[name.start] == '"' and before and text[before[0].start] == ":":
        yield Repair(
            "missing_opening_bracket", fault_range(stop), (Change(name.start, name.start, "{"),), (name.start,)
        )


def _colon_in_list(text: str, stop: Stop) -> Iterator[Repair]:
    """A member where a list goes on: the list's end is missing, or an object's beginning, or an object was meant."""
    if len(stop.before) < 3 or not stop.opened or text[stop.opened[-1]] != "[":
        return
    bracket = stop.opened[-1]
    name, comma, item = stop.before[-1], stop.before[-2], stop.before[-3]
    shown = (name.start, name.end)
    if comma.start == bracket:
        yield Repair("object_in_brackets", (bracket, bracket + 1), (Change(bracket, bracket + 1, "{"),))
    elif text[comma.start] == ",":
        yield Repair("missing_bracket", fault_range(stop), (Change(item.end, item.end, "]"),), (bracket,), shown)
    opening = (Change(name.start, name.start, "{"),)
    yield Repair("missing_opening_bracket", fault_range(stop), opening, (name.start,), shown)


def _wrong_bracket(text: str, stop: Stop) -> Iterator[Repair]:
    start, end = fault_range(stop)
    opener = OPENERS[text[start]]
    right = CLOSERS[text[stop.opened[-1]]]
    yield one("wrong_bracket", start, end, right)
    missing = ""
    for opened in reversed(stop.opened):
        if text[opened] == opener:
            yield Repair("missing_bracket", (start, end), (Change(start, start, missing),), (stop.opened[-1],))
            break
        missing += CLOSERS[text[opened]]
    yield one("extra_bracket", start, end, "")


def _text_after_end(text: str, stop: Stop) -> Iterator[Repair]:
    start, end = fault_range(stop)
    first, last = stop.before[0], stop.before[-1]
    if text[start:end] == ":":
        if len(stop.before) == 1:
            yield Repair("missing_opening", (first.start, first.end), (Change(first.start, first.start, "{"),))
        return
    if text[start:end] == "{" and (changes := joined(text, last.end, start)):
        yield Repair("second_document", (start, end), changes)
    rest = text[start:].rstrip()
    if text[last.start] in "}]" and len(rest) > 1:
        yield Repair("extra_bracket", (last.start, last.end), (Change(last.start, last.end, ""),))
    stop_at = start + len(rest)
    if not rest.strip("}] \t\r\n"):
        yield Repair("extra_bracket", (start, stop_at), (Change(last.end, stop_at, ""),))
    else:
        yield Repair("text_after_end", (start, end), (Change(last.end, stop_at, ""),), shown=(start, stop_at))


def _unexpected_end(text: str, stop: Stop) -> Iterator[Repair]:
    closing = "".join(CLOSERS[text[opened]] for opened in reversed(stop.opened))
    last = stop.before[-1]
    comma = text[last.start] == ","
    if not closing or (stop.expected in {"value", "colon"} and not comma) or (stop.expected == "key" and not comma):
        return
    begin = last.start if comma else last.end
    yield Repair("unclosed_bracket", (last.end - 1, last.end), (Change(begin, last.end, closing),), stop.opened[::-1])


def _comment(text: str, stop: Stop) -> Iterator[Repair]:
    start, _ = fault_range(stop)
    found = COMMENT.match(text, start)
    if found:
        begin, end = start, found.end()
        while begin and text[begin - 1] in " \t":
            begin -= 1
        if text[begin - 1 : begin] in {"", "\n"} and text[end : end + 1] == "\n":
            end += 1
        yield Repair("comment", (start, found.end()), (Change(begin, end, ""),))


def _unexpected_character(text: str, stop: Stop) -> Iterator[Repair]:
    start, end = fault_range(stop)
    letter = text[start:end]
    if stop.expected in {"colon", "comma or end"}:
        yield from quotes.quote_in_last_string(text, stop)
    if letter.isspace() or letter in INVISIBLE:
        yield one("odd_space", start, end, " " if letter.isspace() else "")
    if fence := FENCE.match(text, start):
        yield from _around(text, stop)
        yield one("fence", start, fence.end(), "")
    yield from _other_punctuation(text, stop)
    if stop.expected in {"value", "value or end"}:
        yield from quotes.quoted_value(text, stop)
    yield from _around(text, stop)
    yield one("odd_character", start, end, "")


def _other_punctuation(text: str, stop: Stop) -> Iterator[Repair]:
    """Signs that stand for a colon, a comma, a bracket or a quote in other languages."""
    start, end = fault_range(stop)
    letter = text[start:end]
    if letter in WIDE:
        yield one("odd_punctuation", start, end, WIDE[letter])
    if letter == "=" and stop.expected == "colon":
        yield one("equals_sign", start, end + (text[end : end + 1] in {">", "="}), ":")
    if letter == ";" and stop.expected == "comma or end":
        yield one("semicolon", start, end, ",")
        yield one("semicolon", start, end, "")
    if letter == "\\" and text[end : end + 1] == '"':
        yield from quotes.escaped_quotes(text, start)


def _around(text: str, stop: Stop) -> Iterator[Repair]:
    """Words before the document or after it."""
    start, _ = fault_range(stop)
    if not stop.before and (brace := text.find("{", start)) > start:
        yield one("text_before", start, brace, "")
    if stop.expected == "nothing":
        yield from _text_after_end(text, stop)


def _unknown_word(text: str, stop: Stop) -> Iterator[Repair]:
    yield from quotes.quote_in_last_string(text, stop)
    if stop.expected in {"key", "key or end"}:
        yield from quotes.quoted_name(text, stop)
    elif stop.expected in {"value", "value or end"}:
        yield from quotes.literal(text, stop)
        if not stop.before:
            yield from _around(text, stop)
        yield from quotes.quoted_value(text, stop)
    elif stop.expected == "nothing":
        yield from _around(text, stop)
    elif stop.expected == "comma or end":
        yield from quotes.quoted_run_of_last(text, stop)
        start, end = fault_range(stop)
        here = stop.before[-1].end
        yield Repair("missing_comma", (start, end), (Change(here, here, ","),))
    elif stop.expected == "colon":
        start, end = fault_range(stop)
        here = stop.before[-1].end
        yield Repair("missing_colon", (start, end), (Change(here, here, ":"),))


_BY_REASON: Mapping[str, Callable[[str, Stop], Iterable[Repair]]] = {
    "trailing_comma": _trailing_comma,
    "expected_key": _expected_key,
    "expected_value": _expected_value,
    "expected_colon": _expected_colon,
    "expected_comma": _expected_comma,
    "wrong_bracket": _wrong_bracket,
    "text_after_end": _text_after_end,
    "unexpected_end": _unexpected_end,
    "comment": _comment,
    "unexpected_character": _unexpected_character,
    "unknown_word": _unknown_word,
    "single_quote": quotes.other_quotes,
    "curly_quote": quotes.other_quotes,
    "line_break_in_string": quotes.line_break,
    "unterminated_string": quotes.unterminated,
    "control_character": quotes.control_character,
    "bad_escape": quotes.bad_escape,
    "bad_number": quotes.bad_number,
}


def repairs(text: str, stop: Stop) -> Iterable[Repair]:
    """The changes worth a try, the likeliest first; none where nothing can be guessed."""
    try_these = _BY_REASON.get(stop.reason)
    return try_these(text, stop) if try_these else ()
