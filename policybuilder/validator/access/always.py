"""Conditions that every request meets, told by the exact analysis: keys that AWS sends with every request."""

from collections.abc import Iterator

from policybuilder.validator.access.exact import Asker
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, fix
from policybuilder.validator.kinds import PolicyKind
from policybuilder.validator.values.value import Block
from policybuilder.validator.view import StatementView, Subject, Test

CODE = "CONDITION_ALWAYS_HOLDS"
KINDS = (PolicyKind.IDENTITY, PolicyKind.BOUNDARY, PolicyKind.SESSION, PolicyKind.SCP)
MOST_TESTS = 40
MOST_VALUES = 10


def conditions_that_always_hold(subject: Subject, asker: Asker) -> Iterator[Finding]:
    """CONDITION_ALWAYS_HOLDS, of policies of callers: policies on resources are asked by callers without any keys."""
    if subject.kind not in KINDS:
        return
    tests = [(view, test) for view in subject.statements for test in view.tests if _may_always_hold(test)]
    for view, test in tests[:MOST_TESTS]:
        if asker.always_holds(test.operator.value, test.key.value, tuple(value.value for value in test.values)):
            yield _told(subject, view, test)


def _may_always_hold(test: Test) -> bool:
    """Tests of which that is not plain to see: stars and both of two Booleans have findings of their own."""
    if test.name is None or test.name.set_operator or not 0 < len(test.values) <= MOST_VALUES:
        return False
    values = [value.value for value in test.values]
    if test.base == "Null":
        return values == ["false"]
    return test.base in ("IpAddress", "NotIpAddress") and (test.name.if_exists or test.name.negated)


def _told(subject: Subject, view: StatementView, test: Test) -> Finding:
    block = Block(subject, view)
    return found(
        CODE,
        test.key.place,
        params={
            "key": test.key.value,
            "operator": test.operator.value,
            "effect": "Allow" if view.allows else "Deny",
        },
        fixes=() if block.doubled else (fix("remove_test", block.removal(test), key=test.key.value),),
    )
