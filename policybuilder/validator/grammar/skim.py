"""Where reading a text as JSON stops, found fast and from any place on: for reading again after each repair.

It stops where `iam.syntax.read` stops, for the same reason (a test holds them together), but keeps no values.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from policybuilder.iam.lexer import SPACE, scan
from policybuilder.iam.syntax import MAX_DEPTH

TOKEN = re.compile(
    r"""[ \t\n\r\ufeff]++
    |[{}\[\]:,]
    |"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+"
    |-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+(?![\w.])
    |(?:true|false|null)(?![\w$])""",
    re.VERBOSE,
)


class Token(NamedTuple):
    """One part of the text but white space."""

    start: int
    end: int


class State(NamedTuple):
    """What may come next, and the offsets of the brackets that are open."""

    expected: str
    opened: tuple[int, ...]


FIRST = State("value", ())


@dataclass(frozen=True, slots=True)
class Stop:
    """Where reading stopped and why; the parts before with the state that each was met in; how much was read now."""

    reason: str
    start: int
    end: int
    state: State
    before: list[Token]
    states: list[State] = field(repr=False)
    cost: int

    @property
    def expected(self) -> str:
        """What may have come."""
        return self.state.expected

    @property
    def opened(self) -> tuple[int, ...]:
        """The offsets of the brackets that are open."""
        return self.state.opened


def skim(text: str, earlier: Stop | None = None, unchanged: int = 0) -> Stop | None:
    """Where reading stops; None if it comes to the end.

    With an `earlier` stop of a text that was the same up to the offset `unchanged`, reading goes on from there.
    """
    keep = 0
    if earlier is not None:
        keep = bisect_left(earlier.before, unchanged, key=attrgetter("end")) - 1
    if earlier is None or keep <= 0:
        return _Skimmer(text, [], [], FIRST, 0).stop()
    return _Skimmer(
        text, earlier.before[:keep], earlier.states[:keep], earlier.states[keep], earlier.before[keep].start
    ).stop()


class _Skimmer:
    """A stack machine over tokens, as `iam.syntax` has one."""

    def __init__(self, text: str, before: list[Token], states: list[State], state: State, offset: int) -> None:
        self.text = text
        self.before = before
        self.states = states
        self.state = state
        self.first = offset

    def stop(self) -> Stop | None:
        """Read to the first fault."""
        text, offset = self.text, self.first
        while offset < len(text):
            found = TOKEN.match(text, offset)
            if found is None:
                return self._at_no_token(offset)
            end = found.end()
            if text[offset] not in SPACE:
                after = self._after(text[offset], offset)
                if isinstance(after, str):
                    return self._stopped(after, offset, end)
                self.before.append(Token(offset, end))
                self.states.append(self.state)
                self.state = after
            offset = end
        if self.state.expected == "nothing":
            return None
        last = self.before[-1].end if self.before else 0
        return self._stopped("unexpected_end" if last else "empty", last, last)

    def _at_no_token(self, offset: int) -> Stop:
        fault = scan(self.text[offset:]).fault
        if fault is None:  # what the lexer takes the pattern takes too
            return self._stopped("unexpected_character", offset, offset + 1)
        start, end = fault.span.start.offset, fault.span.end.offset
        return self._stopped(fault.reason, offset + start, offset + end)

    def _stopped(self, reason: str, start: int, end: int) -> Stop:
        return Stop(reason, start, end, self.state, self.before, self.states, end - self.first)

    def _after(self, letter: str, offset: int) -> State | str:
        """The state after a token; the reason if it cannot stand here."""
        match self.state.expected:
            case "value" | "value or end":
                return self._after_value_start(letter, offset)
            case "key" | "key or end":
                return self._after_key_start(letter)
            case "colon":
                return State("value", self.state.opened) if letter == ":" else "expected_colon"
            case "comma or end":
                return self._after_value(letter)
            case _:
                return "text_after_end"

    def _after_key_start(self, letter: str) -> State | str:
        if letter == '"':
            return State("colon", self.state.opened)
        if letter == "}":
            return self._closed() if self.state.expected == "key or end" else "trailing_comma"
        return "expected_key"

    def _after_value_start(self, letter: str, offset: int) -> State | str:
        opened = self.state.opened
        if letter in "{[":
            if len(opened) == MAX_DEPTH:
                return "too_deep"
            return State("key or end" if letter == "{" else "value or end", (*opened, offset))
        if letter == "]" and self.state.expected == "value or end":
            return self._closed()
        if letter in "}]:,":
            in_list = bool(opened) and self.text[opened[-1]] == "["
            return "trailing_comma" if letter == "]" and in_list else "expected_value"
        return self._finished(opened)

    def _after_value(self, letter: str) -> State | str:
        opened = self.state.opened
        in_object = self.text[opened[-1]] == "{"
        if letter == ",":
            return State("key" if in_object else "value", opened)
        if letter == ("}" if in_object else "]"):
            return self._closed()
        return "wrong_bracket" if letter in "}]" else "expected_comma"

    def _closed(self) -> State:
        return self._finished(self.state.opened[:-1])

    @staticmethod
    def _finished(opened: tuple[int, ...]) -> State:
        return State("comma or end" if opened else "nothing", opened)
