"""Sets of single values: which texts satisfy the values that a policy lists under one base operator.

Rule: IAM User Guide, "IAM JSON policy elements: Condition operators". A text that is not of the operator's type
satisfies it in neither form, and a negated operator with a value in the policy that is not of the type never holds
(assumption 10.6): both as `iam.listed` decides.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from ipaddress import IPv4Network, IPv6Network

from policybuilder.analysis.globs import EVERYTHING as ANY_TEXT
from policybuilder.analysis.globs import Pattern, exact, glob, joined, pattern
from policybuilder.iam.listed import Listed
from policybuilder.iam.operators import ADDRESS, BINARY, DATE, EXACT, IGNORE_CASE, LIKE, NUMERIC, Family, Operator
from policybuilder.iam.reasons import ConditionReason
from policybuilder.iam.wildcard import Part


class Theory(Enum):
    """A way to read a text as something that is compared otherwise than as text."""

    NUMBER = NUMERIC
    INSTANT = DATE
    BYTES = BINARY
    BLOCK = ADDRESS

    __hash__ = object.__hash__

    @property
    def family(self) -> Family:
        """The readers of the decision."""
        return self.value


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts that a pattern holds, or with `outside` all others."""

    patterns: tuple[Pattern, ...] = ()
    outside: bool = False

    def holds(self, text: str) -> bool:
        """Is the text one of the set?"""
        return any(one.matches(text) for one in self.patterns) is not self.outside

    def complement(self) -> "Texts":
        """All texts that are not in the set."""
        return replace(self, outside=not self.outside)

    @property
    def finite(self) -> tuple[str, ...] | None:
        """The texts themselves, if no wildcard is in them; None if they are many."""
        texts = [one.exact for one in self.patterns if one.exact is not None]
        return None if self.outside or len(texts) < len(self.patterns) else tuple(dict.fromkeys(texts))


NOTHING = Texts()
EVERYTHING = Texts(outside=True)


@dataclass(frozen=True, slots=True)
class Equal:
    """What is read as one of `wanted`, or with `outside` as something else; `unread`: texts that cannot be read, too."""

    theory: Theory
    wanted: frozenset[Decimal] | frozenset[bytes]
    outside: bool = False
    unread: bool = False

    def holds(self, text: str) -> bool:
        """Is the text one of the set?"""
        read = self.theory.family.read(text)
        return self.unread if read is None else (read in self.wanted) is not self.outside

    def complement(self) -> "Equal":
        """All texts that are not in the set."""
        return replace(self, outside=not self.outside, unread=not self.unread)

    @property
    def finite(self) -> tuple[str, ...] | None:
        """The texts themselves, which bytes have few of; None if they are many."""
        if self.outside or self.unread or self.theory is not Theory.BYTES:
            return None
        return tuple(text for value in self.wanted if isinstance(value, bytes) for text in _base64_texts(value))


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def _base64_texts(value: bytes) -> Iterator[str]:
    """Every text that is read as these bytes: of the letter before the padding some bits are not looked at."""
    text = b64encode(value).decode("ascii")
    letters = text.rstrip("=")
    padding = text[len(letters) :]
    first = _LETTERS.find(letters[-1:])
    for low in range(4 ** len(padding)):
        yield (letters[:-1] + _LETTERS[first + low] + padding) if padding else text


@dataclass(frozen=True, slots=True)
class Beyond:
    """Numbers or instants below a limit (`above`: above it), `including` the limit; `unread` as for `Equal`."""

    theory: Theory
    limit: Decimal
    above: bool
    including: bool
    unread: bool = False

    def holds(self, text: str) -> bool:
        """Is the text one of the set?"""
        read = self.theory.family.read(text)
        if read is None:
            return self.unread
        return self.including if read == self.limit else (read > self.limit) is self.above

    def complement(self) -> "Beyond":
        """All texts that are not in the set."""
        return replace(self, above=not self.above, including=not self.including, unread=not self.unread)


Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Blocks:
    """Addresses, and blocks of them, that lie inside one of the blocks, or with `outside` in none of them.

    A block is the version, the length of its prefix, and the prefix as a number. Blocks are looked up by prefix, as a
    policy may list thousands.
    """

    blocks: frozenset[tuple[int, int, int]]
    outside: bool = False
    unread: bool = False
    _lengths: tuple[tuple[int, int], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_lengths", tuple({(version, length) for version, length, _ in self.blocks}))

    def holds(self, text: str) -> bool:
        """Is the text one of the set?"""
        read: Network | None = ADDRESS.read(text)
        return self.unread if read is None else self._inside(read) is not self.outside

    def _inside(self, network: Network) -> bool:
        version, length, prefix = block_of(network)
        lengths = [wanted for kind, wanted in self._lengths if kind == version and wanted <= length]
        return any((version, wanted, prefix >> (length - wanted)) in self.blocks for wanted in lengths)

    def complement(self) -> "Blocks":
        """All texts that are not in the set."""
        return replace(self, outside=not self.outside, unread=not self.unread)

    @property
    def theory(self) -> Theory:
        """Blocks are read as such."""
        return Theory.BLOCK


def block_of(network: Network) -> tuple[int, int, int]:
    """A block as a value: version, length of the prefix, prefix."""
    length = network.prefixlen
    return network.version, length, int(network.network_address) >> (network.max_prefixlen - length)


Typed = Equal | Beyond | Blocks
Members = Texts | Typed


def members_of(row: Operator, listed: Listed) -> Members:
    """The texts for which an operator holds, of a list with at least one value whose variables are put in."""
    usable = [value for value in listed.values if value.known and value.wanted is not None]
    if row.negated and any(value.oddity is ConditionReason.POLICY_VALUE_MALFORMED for value in listed.values):
        return NOTHING
    found = _positive(row, [(value.resolved.parts, value.wanted) for value in usable])
    return _negated(row, found) if row.negated else found


def _positive(row: Operator, values: Sequence[tuple[tuple[Part, ...], object]]) -> Members:
    family = row.family
    if family.name == "boolean":
        words = ["true" if wanted else "false" for _, wanted in values]
        return Texts(_distinct(exact(word, ignore_case=True) for word in words))
    if family.name == "arn":
        return Texts(_distinct(arn_pattern(parts) for parts, _ in values))
    if family in (EXACT, IGNORE_CASE, LIKE):
        return Texts(_distinct(_text_pattern(family, parts) for parts, _ in values))
    return _typed(row, [wanted for _, wanted in values])


def _text_pattern(family: Family, parts: tuple[Part, ...]) -> Pattern:
    if family is LIKE:
        return pattern(parts)
    text = family.fold("".join(part.text for part in parts))
    return exact(text, ignore_case=family is IGNORE_CASE)


def _distinct(patterns: Iterable[Pattern]) -> tuple[Pattern, ...]:
    return tuple(dict.fromkeys(patterns))


def _typed(row: Operator, wanted: Sequence[object]) -> Typed | Texts:
    theory = Theory(row.family)
    if theory is Theory.BLOCK:
        networks = [network for network in wanted if isinstance(network, IPv4Network | IPv6Network)]
        return Blocks(frozenset(block_of(network) for network in networks))
    above, below = "GreaterThan" in row.name, "LessThan" in row.name
    numbers = [number for number in wanted if isinstance(number, Decimal)]
    if not above and not below:
        others = [found for found in wanted if isinstance(found, bytes)]
        return Equal(theory, frozenset(others) if theory is Theory.BYTES else frozenset(numbers))
    if not numbers:
        return NOTHING
    limit = min(numbers) if above else max(numbers)  # the values are alternatives
    return Beyond(theory, limit, above, including=row.name.endswith("Equals"))


def _negated(row: Operator, found: Members) -> Members:
    """All that can be read and is not in the set."""
    if isinstance(found, Texts):
        return Texts((*MALFORMED_ARNS, *found.patterns) if row.family.name == "arn" else found.patterns, outside=True)
    return replace(found.complement(), unread=False)


# -- ARNs --------------------------------------------------------------------------------------------------------------

_COLON = exact(":")
_FIELD = glob("*", within_field=True)
MALFORMED_ARNS = tuple(joined(_FIELD, *(_COLON, _FIELD) * colons) for colons in range(5))
"""The texts without six fields, which no Arn operator reads: those with fewer than five colons."""
WELL_FORMED_ARN = joined(exact("arn"), *(_COLON, _FIELD) * 4, _COLON, glob("*"))
"""`arn:` and five more fields ("Identify AWS resources with Amazon Resource Names"): what a key holds that is an ARN."""


def arn_pattern(parts: Sequence[Part]) -> Pattern:
    """Six fields, where no wildcard runs past a colon but in the last.

    Source: "IAM JSON policy elements: Condition operators", ARN condition operators.
    """
    fields: list[list[Part]] = [[]]
    for text, wild in parts:
        first, *others = text.split(":", 6 - len(fields))
        fields[-1].append(Part(first, wild))
        fields.extend([Part(other, wild)] for other in others)
    *head, last = fields
    pieces = [piece for each in head for piece in (pattern(each, within_field=True), _COLON)]
    return joined(*pieces, pattern(last))


def is_everything(members: Members) -> bool:
    """Does the set hold every text, as is seen at once?"""
    return isinstance(members, Texts) and (
        (members.outside and not members.patterns) or (not members.outside and ANY_TEXT in members.patterns)
    )
