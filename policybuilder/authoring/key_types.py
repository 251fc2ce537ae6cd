"""Whether an operator fits a condition key: what AWS publishes of the key's type decides, where it publishes any.

Sources: Service Authorization Reference, "Actions, resources, and condition keys for AWS services" (an operator of the
wrong type never matches); IAM User Guide, "AWS global condition context keys" (types) and "Set operators for
multi-valued context keys" (a key with several values needs ForAllValues or ForAnyValue).
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from policybuilder.authoring.problems import DraftCode
from policybuilder.catalogue import catalogue
from policybuilder.iam import OPERATORS

# Operator families that can match a key of the type; an ARN is text as well.
FITTING: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "String": frozenset({"string"}),
        "Bool": frozenset({"boolean"}),
        "Date": frozenset({"date"}),
        "Numeric": frozenset({"numeric"}),
        "IPAddress": frozenset({"ip"}),
        "ARN": frozenset({"arn", "string"}),
    }
)
# The operator to take instead, for the message.
USUAL: Mapping[str, str] = MappingProxyType(
    {
        "String": "StringEquals",
        "Bool": "Bool",
        "Date": "DateLessThan",
        "Numeric": "NumericLessThan",
        "IPAddress": "IpAddress",
        "ARN": "ArnLike",
    }
)
REGION_KEY = "aws:requestedregion"


def key_problem(key: str) -> DraftCode | None:
    """What is wrong with a key by itself: a global key that AWS does not have, a tag key without the tag's name."""
    if "${" not in key and key.endswith("/"):
        return DraftCode.TAG_KEY_MISSING
    return (
        DraftCode.UNKNOWN_GLOBAL_KEY if key.lower().startswith("aws:") and catalogue().find_key(key) is None else None
    )


def operator_problem(key: str, operator: str, set_operator: str | None) -> tuple[DraftCode, str] | None:
    """What keeps an operator from ever matching the key, and the operator to take instead; None where nothing does."""
    known = catalogue().find_key(key)
    if known is None or operator not in OPERATORS:
        return None
    types = (known.type, *known.also_types)
    if not any(_family(operator) in FITTING[each] for each in types):
        return DraftCode.OPERATOR_OF_OTHER_TYPE, USUAL[known.type]
    if known.multivalued and set_operator is None:
        return DraftCode.SET_OPERATOR_MISSING, "ForAllValues"
    return None


def region_problem(key: str, operator: str, value: str) -> bool:
    """Whether a value for the Region key has not the form of any Region's name."""
    if key.lower() != REGION_KEY or not operator.startswith("String") or set(value) & set("*?$"):
        return False
    return not any(re.fullmatch(each.region_regex, value.lower()) for each in catalogue().partitions)


def _family(operator: str) -> str:
    return OPERATORS[operator].family.name
