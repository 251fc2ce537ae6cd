"""Values of a request that would satisfy the conditions of a statement that it failed."""

from collections.abc import Mapping, Sequence

from policybuilder.iam import ConditionTrace, Truth

_TAKES_ONE_MORE = frozenset(
    ("StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "NumericEquals", "IpAddress")
)


def values_given(traces: Sequence[ConditionTrace]) -> Mapping[str, str] | None:
    """The request's value for every key (in lower case) whose condition failed; nothing where all hold.

    None where a failed condition would not hold by listing the value: the key is absent, has several values, or the
    operator is another; and where the value would be read as a pattern or a policy variable.
    """
    found: dict[str, str] = {}
    for trace in traces:
        if trace.truth is not Truth.NO:
            continue
        value = trace.actual
        plain = trace.entry.operator.removesuffix("IfExists") in _TAKES_ONE_MORE
        if not plain or not isinstance(value, str) or not value or set(value) & set("*?$"):
            return None
        found[trace.entry.key.lower()] = value
    return found
