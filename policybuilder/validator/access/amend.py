"""Edits that several checks offer."""

from policybuilder.iam import JsonObject, JsonValue
from policybuilder.validator.finding import Edit, added
from policybuilder.validator.view import StatementView


def with_test(view: StatementView, operator: str, key: str, value: JsonValue) -> tuple[Edit, ...]:
    """The edit that adds a test to a statement, whether it has a Condition or not.

    None where the Condition has no proper form, or that key under that operator already.
    """
    path = (*view.path, "Condition")
    condition = view.statement.source.get("Condition")
    if condition is None:
        return (added(path, {operator: {key: value}}),)
    block = condition.get(operator) if isinstance(condition, JsonObject) else None
    if not isinstance(condition, JsonObject) or not isinstance(block, JsonObject | None):
        return ()
    if block is None:
        return (added((*path, operator), {key: value}),)
    if any(member.key.value.lower() == key.lower() for member in block.members):
        return ()
    return (added((*path, operator, key), value),)
