"""Patterns of stars alone: what they say is only whether the key is there, or nothing at all.

Sources: IAM User Guide, "IAM policy validation check reference" (EQUIVALENT_TO_NULL_FALSE, EQUIVALENT_TO_NULL_TRUE,
REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION, REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION) and "IAM JSON policy
elements: Condition operators" for what a test says when its key is absent.
"""

from collections.abc import Iterator

from policybuilder.catalogue.service_keys import KeyOwner, key_owner
from policybuilder.iam import OPERATORS
from policybuilder.validator.finding import Finding, Fix, fix, removed
from policybuilder.validator.kinds import ATTACHED_TO_RESOURCES, PolicyKind
from policybuilder.validator.values.keys import facts_of
from policybuilder.validator.values.patterns import ANY_ARN
from policybuilder.validator.values.value import Block, Value, blocks_of, effect_of
from policybuilder.validator.view import Subject, Test, Text

WILD = frozenset(name for name, row in OPERATORS.items() if row.family.wild)


def stars(subject: Subject) -> Iterator[Finding]:
    """Tests whose pattern fits every value."""
    for block, test in blocks_of(subject, WILD):
        star = next((text for text in test.values if _fits_all(test, text)), None)
        if star is None or not _is_tested_well(test):
            continue
        value = Value(subject, block.statement, test, star)
        present, absent = _outcomes(test)
        always = _always_there(subject.kind, test)
        if present and (absent or always):
            yield value.find("REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", _without_test(block, test))
        elif not present and (not absent or always):
            yield value.find("REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION", _without_statement(value))
        else:
            code = "EQUIVALENT_TO_NULL_FALSE" if present else "EQUIVALENT_TO_NULL_TRUE"
            each = value.find(code, _null_fix(block, test, wanted="false" if present else "true"))
            yield value.shown(each, "anything")


def _fits_all(test: Test, text: Text) -> bool:
    if text.type != "string" or not text.value:
        return False
    if test.base.startswith("Arn"):
        return text.value in ANY_ARN
    return not text.value.strip("*")


def _is_tested_well(test: Test) -> bool:
    """Is it a key of its own right, with a set operator where it has many values? Other faults are told elsewhere."""
    facts = facts_of(test.key.value)
    if facts is None:
        return key_owner(test.key.value) is KeyOwner.FEDERATED
    return not facts.multivalued or (test.name is not None and test.name.set_operator is not None)


def _outcomes(test: Test) -> tuple[bool, bool]:
    """What the test says where the key is there, and where it is not."""
    name = test.name
    if name is None:
        return False, False
    if name.set_operator:
        return not name.negated, name.if_exists or name.set_operator == "ForAllValues"
    return not name.negated, name.if_exists or name.negated


def _always_there(kind: PolicyKind, test: Test) -> bool:
    """Is the key in every request? Policies of resources also meet callers without credentials."""
    facts = facts_of(test.key.value)
    anonymous = kind in ATTACHED_TO_RESOURCES or kind is PolicyKind.RCP
    return facts is not None and facts.always and not (anonymous and test.folded_key.startswith("aws:principal"))


def _without_test(block: Block, test: Test) -> Fix | None:
    return None if block.doubled else fix("remove_test", block.removal(test), key=test.key.value)


def _without_statement(value: Value) -> Fix | None:
    """The statement that never applies goes; not if it is the only one."""
    if len(value.subject.statements) < 2:
        return None
    return fix("remove_never_true", removed(value.statement.path), effect=effect_of(value.statement))


def _null_fix(block: Block, test: Test, *, wanted: str) -> Fix | None:
    """Null in the place of the pattern; where the key has a Null test already, it decides whether this is one too many."""
    if block.doubled:
        return None
    identifier = "null_test"
    if not block.key_below("Null", test.key.value):
        edits = block.moved(test, "Null", test.key.value, wanted)
        return fix(identifier, *edits, key=test.key.value, wanted=wanted) if edits else None
    same = next(
        each for each in block.statement.tests if each.operator.value == "Null" and each.folded_key == test.folded_key
    )
    if [text.value.lower() for text in same.values] == [wanted]:
        return fix("remove_test", block.removal(test), key=test.key.value)
    return None
