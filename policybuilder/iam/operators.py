"""The condition operators, a row each.

Source: AWS's page "IAM JSON policy elements: Condition operators". Negation is a property of a row, `IfExists` and the
set operators belong to the name as written; none of them is code of its own.
"""

import base64
import binascii
import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

from policybuilder.iam.arn import field_globs
from policybuilder.iam.instants import DIGITS, instant
from policybuilder.iam.variables import Resolved
from policybuilder.iam.wildcard import Glob, Part, glob_of

IF_EXISTS = "IfExists"
SET_OPERATORS = ("ForAllValues", "ForAnyValue")


@dataclass(frozen=True, slots=True)
class Family:
    """How values of one type are read; a reader gives None for a text that is not of the type's form.

    `wild`: `*` and `?` in policy values are wildcards. `variables`: policy variables are put in. `fold` is applied to
    both texts before they are read.
    """

    name: str
    read: Callable[[str], Any]
    read_policy: Callable[[Resolved], Any]
    variables: bool = False
    wild: bool = False
    fold: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class Operator:
    """One row: `compare(request value, policy value)`, both as the family reads them."""

    name: str
    family: Family
    compare: Callable[[Any, Any], bool]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class OperatorName:
    """An operator as written: `ForAllValues:StringLikeIfExists`. `row` is None for Null."""

    set_operator: str | None
    row: Operator | None
    if_exists: bool

    @property
    def negated(self) -> bool:
        """Does it hold where no policy value matches?"""
        return self.row is not None and self.row.negated


def _typed(name: str, read: Callable[[str], Any]) -> Family:
    return Family(name, read, lambda policy: read(policy.text))


def _number(text: str) -> Decimal | None:
    """An integer or decimal number."""
    digits = text[1:] if text[:1] in ("+", "-") else text
    whole, _, fraction = digits.partition(".")
    return Decimal(text) if (whole or fraction) and not (whole + fraction).strip(DIGITS) else None


def _boolean(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text.lower())


def _bytes(text: str) -> bytes | None:
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None


def _network(text: str) -> IPv4Network | IPv6Network | None:
    """An address, or a block as address and prefix length; an address alone is a block of one."""
    if text.partition("/")[2].strip(DIGITS):  # ip_network takes masks, too
        return None
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def _inside(address: IPv4Network | IPv6Network, block: IPv4Network | IPv6Network) -> bool:
    if isinstance(address, IPv4Network) and isinstance(block, IPv4Network):
        return address.subnet_of(block)
    if isinstance(address, IPv6Network) and isinstance(block, IPv6Network):
        return address.subnet_of(block)
    return False


def _arn_fields(text: str) -> tuple[str, ...] | None:
    fields = text.split(":", 5)
    return tuple(fields) if len(fields) == 6 else None


def _fields_match(fields: tuple[str, ...], globs: tuple[Glob, ...]) -> bool:
    return all(wanted.matches(field) for wanted, field in zip(globs, fields, strict=True))


def _glob_matches(text: str, wanted: Glob) -> bool:
    return wanted.matches(text)


def _lowered(policy: Resolved) -> str:
    return policy.text.lower()


EXACT = Family("string", str, lambda policy: policy.text, variables=True)
IGNORE_CASE = Family("string", str.lower, _lowered, variables=True, fold=str.lower)
LIKE = Family("string", str, lambda policy: glob_of(policy.parts), variables=True, wild=True)
ARN = Family("arn", _arn_fields, lambda policy: field_globs(policy.parts), variables=True, wild=True)
NUMERIC = _typed("numeric", _number)
DATE = _typed("date", instant)
BOOLEAN = _typed("boolean", _boolean)
BINARY = _typed("binary", _bytes)
ADDRESS = _typed("ip", _network)

_ROWS = (
    Operator("StringEquals", EXACT, operator.eq),
    Operator("StringNotEquals", EXACT, operator.eq, negated=True),
    Operator("StringEqualsIgnoreCase", IGNORE_CASE, operator.eq),
    Operator("StringNotEqualsIgnoreCase", IGNORE_CASE, operator.eq, negated=True),
    Operator("StringLike", LIKE, _glob_matches),
    Operator("StringNotLike", LIKE, _glob_matches, negated=True),
    Operator("NumericEquals", NUMERIC, operator.eq),
    Operator("NumericNotEquals", NUMERIC, operator.eq, negated=True),
    Operator("NumericLessThan", NUMERIC, operator.lt),
    Operator("NumericLessThanEquals", NUMERIC, operator.le),
    Operator("NumericGreaterThan", NUMERIC, operator.gt),
    Operator("NumericGreaterThanEquals", NUMERIC, operator.ge),
    Operator("DateEquals", DATE, operator.eq),
    Operator("DateNotEquals", DATE, operator.eq, negated=True),
    Operator("DateLessThan", DATE, operator.lt),
    Operator("DateLessThanEquals", DATE, operator.le),
    Operator("DateGreaterThan", DATE, operator.gt),
    Operator("DateGreaterThanEquals", DATE, operator.ge),
    Operator("Bool", BOOLEAN, operator.eq),
    Operator("BinaryEquals", BINARY, operator.eq),
    Operator("IpAddress", ADDRESS, _inside),
    Operator("NotIpAddress", ADDRESS, _inside, negated=True),
    Operator("ArnEquals", ARN, _fields_match),
    Operator("ArnLike", ARN, _fields_match),
    Operator("ArnNotEquals", ARN, _fields_match, negated=True),
    Operator("ArnNotLike", ARN, _fields_match, negated=True),
)
OPERATORS = {row.name: row for row in _ROWS}


def operator_named(written: str) -> OperatorName | None:
    """The operator of a name as written, case exact (assumption 10.5); None if there is no such operator."""
    prefix, colon, base = written.rpartition(":")
    if colon and prefix not in SET_OPERATORS:
        return None
    set_operator = prefix or None
    if base == "Null":
        return OperatorName(set_operator, None, if_exists=False)
    row = OPERATORS.get(base.removesuffix(IF_EXISTS))
    return OperatorName(set_operator, row, if_exists=base.endswith(IF_EXISTS)) if row else None


def differs_in_case(written: str) -> bool:
    """Is a name that is no operator one in other capitals?"""
    folded = written.lower()
    bases = [folded] + [folded[len(name) + 1 :] for name in SET_OPERATORS if folded.startswith(f"{name.lower()}:")]
    return any(base == "null" or base.removesuffix(IF_EXISTS.lower()) in _FOLDED for base in bases)


_FOLDED = {name.lower() for name in OPERATORS}


def could_match(family: Family, policy: Resolved, text: str) -> bool:
    """Could a policy value with open keys in it match? Each open key may be any text, colons included."""
    parts = [Part(family.fold(part.text), part.wild) for part in policy.parts]
    return glob_of(parts).matches(family.fold(text))
