"""Several bounds where one decides. Source: IAM User Guide, "IAM policy validation check reference"."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from policybuilder.iam import OPERATORS
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, Fix, fix, replaced
from policybuilder.validator.values.value import Block, blocks_of, effect_of
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
        params: dict[str, str | tuple[str, ...]] = {
            "values": tuple(text.value for text in test.values),
            "kept": test.values[chosen].value,
            "key": test.key.value,
            "operator": test.operator.value,
            "effect": effect_of(block.statement),
            "variant": "upper" if upper else "lower",
        }
        yield found("REDUNDANT_CONDITION_VALUE_NUM", test.place, params=params, fixes=_one_bound(block, test, chosen))


def _one_bound(block: Block, test: Test, chosen: int) -> list[Fix]:
    """The bound that counts in the place of the list, as it was written; not where the key stands there twice."""
    plain = block.value_of(test)
    if block.doubled or not isinstance(plain, list):
        return []
    return [fix("one_bound", replaced(test.place.path, plain[chosen]), kept=test.values[chosen].value)]


def _readings(test: Test) -> list[Decimal]:
    """The values as numbers, those that are some."""
    read: Callable[[str], Decimal | None] = OPERATORS[test.base].family.read
    readings = (read(text.value) for text in test.values)
    return [each for each in readings if each is not None]
