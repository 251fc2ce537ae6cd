"""Statements as written, with one more action, resource, caller or value; members that are not touched stay as they are."""

from collections.abc import Mapping

from pydantic import JsonValue

from policybuilder.authoring.draft import KINDS_WITH_PRINCIPALS, Draft, ExactRule
from policybuilder.authoring.sids import SidBook
from policybuilder.iam import split_arn

Statement = dict[str, JsonValue]


def wider_statement(
    statement: Statement, action: str | None, resource: str | None, caller: str | None, values: Mapping[str, str]
) -> Statement | None:
    """The statement with what it lacks added; None where it has no list that this could be added to."""
    changed = dict(statement)
    for member, text in (("Action", action), ("Resource", resource)):
        if text is not None:
            if member not in changed:
                return None
            changed[member] = _one_more(changed[member], text)
    if caller is not None:
        principal = changed.get("Principal")
        if not isinstance(principal, dict):
            return None
        kind = _kind(caller)
        changed["Principal"] = {**principal, kind: _one_more(principal.get(kind), caller)}
    return _with_values(changed, values, alone=False)


def beside_statement(
    draft: Draft, statement: Statement, pair: tuple[str, str], caller: str | None, values: Mapping[str, str]
) -> Statement | None:
    """A statement for one action on one resource, under the conditions of another."""
    action, resource = pair
    own: Statement = {}
    if isinstance(statement.get("Sid"), str):
        taken = (each.statement.get("Sid") for each in draft.rules if isinstance(each, ExactRule))
        own["Sid"] = SidBook(sid for sid in taken if isinstance(sid, str)).take(str(statement["Sid"]))
    own["Effect"] = "Allow"
    if draft.settings.kind in KINDS_WITH_PRINCIPALS:
        if not caller:
            return None
        own["Principal"] = {_kind(caller): caller}
    own |= {"Action": action, "Resource": resource}
    if "Condition" in statement:
        own["Condition"] = statement["Condition"]
    return _with_values(own, values, alone=True)


def _kind(caller: str) -> str:
    return "AWS" if split_arn(caller) else "Service"


def _one_more(value: JsonValue, text: str) -> list[JsonValue]:
    return [*texts_of(value), text]


def _with_values(statement: Statement, values: Mapping[str, str], *, alone: bool) -> Statement | None:
    block = statement.get("Condition")
    if not values:
        return statement
    if not isinstance(block, dict):
        return None
    changed: dict[str, JsonValue] = {}
    for operator, keys in block.items():
        if not isinstance(keys, dict):
            return None
        changed[operator] = {
            key: written
            if (value := values.get(key.lower())) is None
            else [*(() if alone else texts_of(written)), value]
            for key, written in keys.items()
        }
    return {**statement, "Condition": changed}


def texts_of(value: JsonValue) -> tuple[str, ...]:
    """One text or a list of texts; nothing for what is neither."""
    items = value if isinstance(value, list) else [value]
    return tuple(item for item in items if isinstance(item, str))
