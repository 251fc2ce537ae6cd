"""Policy variables: `${key}`, `${key, 'default'}`, and `${*}`, `${?}`, `${$}` for the letters themselves.

Rules: AWS's page "IAM policy elements: Variables and tags". Only documents of Version 2012-10-17 have them. Values and
defaults are taken letter by letter: a `*` in them is no wildcard (assumption 10.11).
"""

from collections.abc import Iterator
from typing import NamedTuple

from policybuilder.iam.request import Context
from policybuilder.iam.wildcard import Part

SPECIAL = ("*", "?", "$")
LONGEST_VALUE = 2048
"""A longer value is not put in: an ARN, the longest of AWS's values, has at most as many letters (IAM API Reference,
arnType), and a text of thousands of variables could not be held in memory."""


class Dialect(NamedTuple):
    """What the document's Version makes of `${...}`: variables or plain text; `defaulted` if there is no Version.

    Without one AWS reads 2008-10-17; its pages contradict each other on it (assumption 10.1).
    """

    variables: bool
    defaulted: bool = False

    def assumptions(self, text: str) -> tuple[str, ...]:
        """The assumption that reading a text rests on."""
        return ("10.1",) if self.defaulted and "${" in text else ()


class Text(NamedTuple):
    """A stretch without variables; `special` for a letter that `${...}` protects."""

    text: str
    special: bool = False


class Variable(NamedTuple):
    """`${key}`; `key` is None where what stands between the braces is no variable, which never has a value."""

    key: str | None
    default: str | None = None


Template = tuple[Text | Variable, ...]


class Resolved(NamedTuple):
    """A template with values put in. `missing` are open keys, whose value could be any text.

    `valueless` are the variables without a value: such a text matches nothing. The places of both are `*`.
    """

    parts: tuple[Part, ...]
    missing: tuple[str, ...] = ()
    valueless: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The parts as one text."""
        return "".join(part.text for part in self.parts)


def template(text: str, *, enabled: bool) -> Template:
    """Take a text apart. Without `enabled` (another Version, or an operator without variables) it is all plain."""
    return tuple(_pieces(text)) if enabled else (Text(text),)


def _pieces(text: str) -> Iterator[Text | Variable]:
    at = 0
    while (start := text.find("${", at)) >= 0:
        if start > at:
            yield Text(text[at:start])
        end, piece = _variable(text, start + 2)
        yield piece
        at = end
    if at < len(text):
        yield Text(text[at:])


def _variable(text: str, start: int) -> tuple[int, Text | Variable]:
    """The variable whose name begins at `start`, and where the text goes on."""
    end = text.find("}", start)
    comma = text.find(", '", start, end if end >= 0 else None)
    if comma >= 0:
        close = text.find("'}", comma + 3)
        if close < 0:
            return len(text), Variable(None)
        return close + 2, _named(text[start:comma], text[comma + 3 : close])
    if end < 0:
        return len(text), Variable(None)
    name = text[start:end]
    return end + 1, Text(name, special=True) if name in SPECIAL else _named(name, None)


def _named(name: str, default: str | None) -> Variable:
    """A space, a comma, a quote or a brace in the name is a slip that Access Analyzer reports; it names no key."""
    good = bool(name) and not any(letter in " ,'{$" for letter in name)
    return Variable(name, default) if good else Variable(None)


def variables_in(pieces: Template) -> Iterator[str]:
    """The keys that a template looks up."""
    return (piece.key for piece in pieces if isinstance(piece, Variable) and piece.key is not None)


def fixed_text(pieces: Template, *, wild: bool) -> Resolved | None:
    """What `resolve` gives in any context; None if there are variables."""
    texts = [piece for piece in pieces if isinstance(piece, Text)]
    return Resolved(tuple(_part(piece, wild=wild) for piece in texts)) if len(texts) == len(pieces) else None


def _part(piece: Text, *, wild: bool) -> Part:
    return Part(piece.text, wild and not piece.special)


def resolve(pieces: Template, context: Context, *, wild: bool) -> Resolved:
    """Put in what the request says. With `wild` the written `*` and `?` are wildcards."""
    parts: list[Part] = []
    missing: list[str] = []
    valueless: list[str] = []
    assumptions: list[str] = []
    for piece in pieces:
        if isinstance(piece, Text):
            parts.append(_part(piece, wild=wild))
            continue
        name, value = _value(piece, context)
        if value is not None:
            parts.append(Part(value, wild=False))
            assumptions += ["10.11"] * (not value or "*" in value or "?" in value)
        elif name is not None:
            missing.append(name)
            parts.append(Part("*", wild=True))
        else:
            valueless.append(piece.key or "")
            parts.append(Part("*", wild=True))
    return Resolved(tuple(parts), tuple(missing), tuple(valueless), tuple(assumptions))


def _value(variable: Variable, context: Context) -> tuple[str | None, str | None]:
    """The name of the key if it is open, and the value if there is one; multivalued keys have none, nor long texts."""
    if variable.key is None:
        return None, None
    found = context.look_up(variable.key)
    if found.is_open:
        return found.name, None
    if isinstance(found.value, str):
        return None, found.value if len(found.value) <= LONGEST_VALUE else None
    return None, variable.default
