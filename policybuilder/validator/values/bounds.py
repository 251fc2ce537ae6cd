"""Several bounds where one decides. Source: IAM User Guide, "IAM policy validation check reference"."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from policybuilder.iam import OPERATORS
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, fix, replaced
from policybuilder.validator.values.value import blocks_of, effect_of
from policybuilder.validator.view import Subject, Test

BOUNDS = frozenset(name for name in OPERATORS if "LessThan" in name or "GreaterThan" in name)


def bounds(subject: Subject) -> Iterator[Finding]:
    """The values of one key are joined by "or", so of several upper bounds only the greatest counts, of lower ones the
    least. Dates are numbers of seconds here; the check reference speaks of numbers only.
    """
    for block, test in blocks_of(subject, BOUNDS):
        read = _readings(test)
        if len(read) < 2 or len(read) < len(test.values):
            continue
        upper = "LessThan" in test.base
        chosen = read.index((max if upper else min)(read))
        plain = block.value_of(test)
        kept = plain[chosen] if isinstance(plain, list) and len(plain) == len(read) else test.values[chosen].value
        params: dict[str, str | tuple[str, ...]] = {
            "values": tuple(text.value for text in test.values),
            "kept": test.values[chosen].value,
            "key": test.key.value,
            "operator": test.operator.value,
            "effect": effect_of(block.statement),
            "variant": "upper" if upper else "lower",
        }
        repair = fix("one_bound", replaced(test.place.path, kept), kept=test.values[chosen].value)
        yield found("REDUNDANT_CONDITION_VALUE_NUM", test.place, params=params, fixes=[repair])


def _readings(test: Test) -> list[Decimal]:
    """The values as numbers, those that are some."""
    read: Callable[[str], Decimal | None] = OPERATORS[test.base].family.read
    readings = (read(text.value) for text in test.values)
    return [each for each in readings if each is not None]
