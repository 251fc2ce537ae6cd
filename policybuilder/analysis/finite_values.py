"""The values of condition keys worth trying: each written value, and one on the other side of each of its edges.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from math import floor

from policybuilder.iam import ALWAYS_SENT, ConditionEntry, ContextValue, Policy, instant, operator_named
from policybuilder.iam.operators import ADDRESS, NUMERIC
from policybuilder.iam.request import MULTIVALUED

OTHER = "another"
NAME = "alice"
MOST_VALUES = 12  # of one key
_VARIABLE = re.compile(r"\$\{\s*([^${},\s*?]+)\s*(?:,[^}]*)?\}")
_ALWAYS = frozenset(key.lower() for key in ALWAYS_SENT)
Value = ContextValue | None


def entries_of(policies: Iterable[Policy]) -> Iterator[ConditionEntry]:
    """Every condition of the policies."""
    for policy in policies:
        for statement in policy.statements:
            yield from statement.conditions


def variables_of(text: str) -> tuple[str, ...]:
    """The keys of the policy variables in a text."""
    return tuple(_VARIABLE.findall(text))


def filled(text: str, name: str = NAME) -> str:
    """A text with a name in the place of each policy variable."""
    return _VARIABLE.sub(name, text).replace("${*}", "*").replace("${?}", "?").replace("${$}", "$")


def values_by_key(policies: tuple[Policy, ...], texts: Iterable[str]) -> Mapping[str, tuple[Value, ...]]:
    """For each key, in lower case, that a condition or a variable names: absent (None) and its values worth trying.

    `texts` are resource entries, whose variables count too. Keys that AWS always sends are never absent.
    """
    found: dict[str, dict[Value, None]] = {}
    for entry in entries_of(policies):
        values = found.setdefault(entry.key.lower(), {})
        values.update(dict.fromkeys(_tried(entry)))
        for text in entry.values.items:
            _add_variables(found, text)
    for text in texts:
        _add_variables(found, text)
    return {key: _shortened(key, values) for key, values in found.items()}


def _add_variables(found: dict[str, dict[Value, None]], text: str) -> None:
    for key in variables_of(text):
        found.setdefault(key.lower(), {}).update({NAME: None, OTHER: None})


def _shortened(key: str, values: Iterable[Value]) -> tuple[Value, ...]:
    """The first values, absent and something else always among them."""
    kept = [value for value in dict.fromkeys(values) if value is not None][:MOST_VALUES]
    return tuple(kept) if key in _ALWAYS else (None, *kept)


def _tried(entry: ConditionEntry) -> Iterator[Value]:
    named = operator_named(entry.operator)
    if named is None:
        return
    family = named.row.family.name if named.row else "null"
    singles = [text for written in entry.values.items for text in _around(family, filled(written))]
    singles += [] if family in ("boolean", "numeric", "date", "ip") else [OTHER]
    singles = list(dict.fromkeys(singles or [OTHER]))[:MOST_VALUES]
    if named.set_operator is None and entry.key.lower() not in MULTIVALUED:
        yield from singles
        return
    for single in singles[:4]:
        yield (single,)
    first = singles[0]
    yield from ((first, each) for each in singles[1:4])
    yield (*dict.fromkeys(filled(text) for text in entry.values.items),)
    yield from ((single,) for single in singles[4:])


def _around(family: str, text: str) -> Iterator[str]:
    match family:
        case "boolean" | "null":
            yield from ("true", "false")
        case "numeric":
            yield from _numbers(text)
        case "date":
            yield from _dates(text)
        case "ip":
            yield from _addresses(text)
        case _:
            yield from _texts(text)


def _texts(text: str) -> Iterator[str]:
    plain = text.replace("?", "x")
    yield plain.replace("*", "")
    if "*" in text:
        yield plain.replace("*", "x")
    yield plain.replace("*", "") + "x"
    if plain.swapcase() != plain:
        yield plain.replace("*", "").swapcase()


def _numbers(text: str) -> Iterator[str]:
    number = NUMERIC.read(text)
    if number is not None:
        yield text
        yield from (format(number + step, "f") for step in (-1, 1))


def _dates(text: str) -> Iterator[str]:
    seconds = instant(text)
    if seconds is not None:
        yield text
        yield from (str(floor(seconds) + step) for step in (-1, 1) if seconds >= 1)


def _addresses(text: str) -> Iterator[str]:
    network = ADDRESS.read(text)
    if network is None:
        return
    first, last = network.network_address, network.broadcast_address
    numbers = (int(first), int(first) - 1, int(last), int(last) + 1)
    yield from (str(type(first)(number)) for number in numbers if 0 <= number < 2**network.max_prefixlen)
