"""A condition row of a guided rule, and which values fit its operator.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators". A value with a policy variable (`${...}`) is
taken as it is where IAM resolves variables (string and ARN operators); elsewhere it is refused.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, field_validator, model_validator
from pydantic_core import PydanticCustomError

from policybuilder.authoring.key_types import key_problem, operator_problem, region_problem
from policybuilder.authoring.problems import DraftCode
from policybuilder.iam import OPERATORS

NULL = "Null"
CONDITION_OPERATORS: tuple[str, ...] = (*OPERATORS, NULL)
CONDITION_KEY = re.compile(r"[A-Za-z0-9.-]{1,128}:[^\x00-\x1f\x7f]{1,256}")
_CODES: Mapping[str, DraftCode] = MappingProxyType(
    {
        "boolean": DraftCode.CONDITION_BOOL,
        "numeric": DraftCode.CONDITION_NUMBER,
        "date": DraftCode.CONDITION_DATE,
        "ip": DraftCode.CONDITION_NETWORK,
        "arn": DraftCode.CONDITION_ARN,
        "binary": DraftCode.CONDITION_BINARY,
    }
)


def value_problem(operator: str, value: str) -> DraftCode | None:
    """The message id of what is wrong with a value under an operator (its bare name), or None.

    A value that the engine cannot read would keep the statement from ever matching.
    """
    if operator == NULL:
        return None if value in {"true", "false"} else DraftCode.CONDITION_BOOL
    family = OPERATORS[operator].family
    if family.variables and "${" in value:
        return None
    return _CODES.get(family.name) if family.read(value) is None else None


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
        if value not in CONDITION_OPERATORS:
            raise PydanticCustomError(DraftCode.UNKNOWN_OPERATOR, "unknown operator", {"value": value[:100]})
        return value

    @field_validator("key")
    @classmethod
    def _key_fits(cls, value: str) -> str:
        if CONDITION_KEY.fullmatch(value) is None:
            raise PydanticCustomError(DraftCode.CONDITION_KEY_FORMAT, "not a condition key", {"value": value[:200]})
        if (code := key_problem(value)) is not None:
            raise PydanticCustomError(code, "no such condition key", {"value": value[:200]})
        return value

    @model_validator(mode="after")
    def _values_fit(self) -> Self:
        if self.operator == NULL and (self.if_exists or self.set_operator):
            raise PydanticCustomError(DraftCode.NULL_STANDS_ALONE, "Null takes no IfExists and no set operator")
        if (found := operator_problem(self.key, self.operator, self.set_operator)) is not None:
            wrong = {"value": self.key[:200], "operator": self.operator, "instead": found[1], "path": ("operator",)}
            raise PydanticCustomError(found[0], "never matches the key", wrong)
        for number, value in enumerate(self.values):
            code = value_problem(self.operator, value)
            if code is None and region_problem(self.key, self.operator, value):
                code = DraftCode.CONDITION_REGION
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
        if self.operator == NULL:
            return "true" in self.values
        if self.if_exists or self.set_operator == "ForAllValues":
            return True
        return self.set_operator is None and OPERATORS[self.operator].negated
