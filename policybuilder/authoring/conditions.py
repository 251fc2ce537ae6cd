"""A condition row of a guided rule, and which values fit its operator.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators". A value with a policy variable (`${...}`) is
taken as it is where IAM resolves variables (string and ARN operators); elsewhere it is refused.
"""

import re
from collections.abc import Mapping
from datetime import date
from ipaddress import ip_network
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, field_validator, model_validator
from pydantic_core import PydanticCustomError

from policybuilder.authoring.problems import DraftCode

OPERATOR_FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "StringEquals": "String",
        "StringNotEquals": "String",
        "StringEqualsIgnoreCase": "String",
        "StringNotEqualsIgnoreCase": "String",
        "StringLike": "String",
        "StringNotLike": "String",
        "NumericEquals": "Numeric",
        "NumericNotEquals": "Numeric",
        "NumericLessThan": "Numeric",
        "NumericLessThanEquals": "Numeric",
        "NumericGreaterThan": "Numeric",
        "NumericGreaterThanEquals": "Numeric",
        "DateEquals": "Date",
        "DateNotEquals": "Date",
        "DateLessThan": "Date",
        "DateLessThanEquals": "Date",
        "DateGreaterThan": "Date",
        "DateGreaterThanEquals": "Date",
        "Bool": "Bool",
        "BinaryEquals": "Binary",
        "IpAddress": "IpAddress",
        "NotIpAddress": "IpAddress",
        "ArnEquals": "Arn",
        "ArnLike": "Arn",
        "ArnNotEquals": "Arn",
        "ArnNotLike": "Arn",
        "Null": "Null",
    }
)
NEGATED_OPERATORS = frozenset(
    name for name in OPERATOR_FAMILIES if name.startswith(("StringNot", "NumericNot", "DateNot", "NotIp", "ArnNot"))
)
CONDITION_KEY = re.compile(r"[A-Za-z0-9-]{1,64}:[^\x00-\x1f\x7f]{1,256}")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_EPOCH = re.compile(r"[0-9]{1,15}")
_DATE = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2}))?"
)


def _is_date(value: str) -> bool:
    if _EPOCH.fullmatch(value):
        return True
    found = _DATE.fullmatch(value)
    if found is None:
        return False
    try:
        date.fromisoformat(found["day"])
    except ValueError:
        return False
    return True


def _is_network(value: str) -> bool:
    try:
        ip_network(value, strict=False)
    except ValueError:
        return False
    return True


def value_problem(operator: str, value: str) -> DraftCode | None:
    """The message id of what is wrong with a value under an operator (its bare name), or None."""
    family = OPERATOR_FAMILIES.get(operator, "String")
    if family == "String":
        return None
    if family == "Arn":
        return None if value == "*" or value.startswith(("arn:", "${")) else DraftCode.CONDITION_ARN
    fits, code = {
        "Bool": (value.lower() in {"true", "false"}, DraftCode.CONDITION_BOOL),
        "Null": (value in {"true", "false"}, DraftCode.CONDITION_BOOL),
        "Numeric": (_NUMBER.fullmatch(value) is not None, DraftCode.CONDITION_NUMBER),
        "Date": (_is_date(value), DraftCode.CONDITION_DATE),
        "IpAddress": (_is_network(value), DraftCode.CONDITION_NETWORK),
        "Binary": (re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", value) is not None, DraftCode.CONDITION_BINARY),
    }[family]
    return None if fits else code


class Condition(BaseModel):
    """One condition row: operator, key, values; the row matches when any of the values does."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    operator: str
    set_operator: Literal["ForAllValues", "ForAnyValue"] | None = None
    if_exists: StrictBool = False
    key: str
    values: Annotated[tuple[str, ...], Field(min_length=1)]

    @field_validator("operator")
    @classmethod
    def _operator_known(cls, value: str) -> str:
        if value not in OPERATOR_FAMILIES:
            raise PydanticCustomError(DraftCode.UNKNOWN_OPERATOR, "unknown operator", {"value": value[:100]})
        return value

    @field_validator("key")
    @classmethod
    def _key_fits(cls, value: str) -> str:
        if CONDITION_KEY.fullmatch(value) is None:
            raise PydanticCustomError(DraftCode.CONDITION_KEY_FORMAT, "not a condition key", {"value": value[:200]})
        return value

    @model_validator(mode="after")
    def _values_fit(self) -> Self:
        if self.operator == "Null" and (self.if_exists or self.set_operator):
            raise PydanticCustomError(DraftCode.NULL_STANDS_ALONE, "Null takes no IfExists and no set operator")
        for number, value in enumerate(self.values):
            code = value_problem(self.operator, value)
            if code is not None:
                place = {"value": value[:200], "operator": self.operator, "path": ("values", number)}
                raise PydanticCustomError(code, "does not fit the operator", place)
        return self

    @property
    def written_operator(self) -> str:
        """The operator as it stands in a policy: `ForAllValues:StringLikeIfExists`."""
        qualifier = f"{self.set_operator}:" if self.set_operator else ""
        return f"{qualifier}{self.operator}{'IfExists' if self.if_exists else ''}"

    @property
    def holds_without_key(self) -> bool:
        """Whether the condition matches a request that does not carry the key.

        Source: IAM User Guide, "IAM JSON policy elements: Condition operators" (...IfExists, Null, negated operators)
        and "Set operators for multi-valued context keys": ForAllValues is true and ForAnyValue false without the key.
        """
        if self.operator == "Null":
            return "true" in self.values
        if self.if_exists or self.set_operator == "ForAllValues":
            return True
        return self.set_operator is None and self.operator in NEGATED_OPERATORS
