"""The ways out of a statement as written: move a pair to where it can match, or take it away.

Members that are not touched keep their order and their words; a statement that changes loses its source characters.
"""

from collections.abc import Sequence

from pydantic import JsonValue

from policybuilder.authoring.draft import Draft, ExactRule
from policybuilder.authoring.notes import Params, WayOut, WayOutId
from policybuilder.authoring.pairs import can_match, replacement
from policybuilder.authoring.sids import SidBook

TAG_KEY = "approved"
TAG_VALUE = "true"


def exact_edit(draft: Draft, rule: ExactRule, way_out: WayOut) -> Sequence[ExactRule] | None:
    """The rules that take the place of an exact rule, or None where the edit does not fit its statement."""
    action, resource = _text(way_out.params, "action"), _text(way_out.params, "resource")
    actions, resources = texts_of(rule.statement.get("Action")), texts_of(rule.statement.get("Resource"))
    if action not in actions:
        return None
    if way_out.id in {WayOutId.REMOVE, WayOutId.DROP_PAIR}:
        rest = _without_pair(rule.statement, action, resource)
        return None if rest == rule.statement else _written(rule, rest)
    wanted = replacement(way_out.id, action, resource)
    if wanted is None or resource not in resources:
        return None
    tag = way_out if way_out.id is WayOutId.DENY_BY_TAG else None
    if len(actions) == 1 and all(not can_match(action, each) for each in resources):
        return (_changed(rule, _moved(rule.statement, None, wanted, tag)),)
    rest = _without_pair(rule.statement, action, resource)
    own = ExactRule(
        type="exact",
        id=draft.free_rule_id(),
        title=rule.title,
        statement=_moved(rule.statement, (action, _free_sid(draft, rule)), wanted, tag),
    )
    return (*_written(rule, rest), own)


def texts_of(value: JsonValue) -> tuple[str, ...]:
    """One text or a list of texts; nothing for what is neither."""
    items = value if isinstance(value, list) else [value]
    return tuple(item for item in items if isinstance(item, str))


def _text(params: Params, name: str) -> str:
    value = params.get(name, "")
    return value if isinstance(value, str) else ""


def _changed(rule: ExactRule, statement: dict[str, JsonValue]) -> ExactRule:
    return ExactRule(type="exact", id=rule.id, title=rule.title, statement=statement)


def _written(rule: ExactRule, rest: dict[str, JsonValue] | None) -> Sequence[ExactRule]:
    if rest is None:
        return ()
    return (rule if rest == rule.statement else _changed(rule, rest),)


def _without_pair(statement: dict[str, JsonValue], action: str, resource: str) -> dict[str, JsonValue] | None:
    """The statement without the action if that matches nothing, else without the resource if no action uses it.

    None where nothing is left of it; the statement itself where the pair cannot be taken out of it.
    """
    actions, resources = texts_of(statement.get("Action")), texts_of(statement.get("Resource"))
    if all(not can_match(action, each) for each in resources):
        return _without(statement, "Action", action)
    if resource in resources and all(not can_match(each, resource) for each in actions):
        return _without(statement, "Resource", resource)
    return statement


def _without(statement: dict[str, JsonValue], member: str, text: str) -> dict[str, JsonValue] | None:
    value = statement[member]
    rest = [item for item in value if item != text] if isinstance(value, list) else []
    return {**statement, member: list[JsonValue](rest)} if rest else None


def _moved(
    statement: dict[str, JsonValue], own: tuple[str, str | None] | None, resource: str, tag: WayOut | None
) -> dict[str, JsonValue]:
    """A copy of the statement on another resource, for one action under another Sid where `own` names them."""
    copy = dict(statement)
    copy["Resource"] = [resource] if isinstance(statement.get("Resource"), list) else resource
    if own is not None:
        action, sid = own
        copy["Action"] = action
        if sid is not None:
            copy["Sid"] = sid
    if tag is not None:
        copy["Condition"] = _with_tag(copy.get("Condition"), tag.params)
    return copy


def _with_tag(block: JsonValue, params: Params) -> dict[str, JsonValue]:
    """The Condition block with the demand that a request carries the tag: a Deny hits every other request."""
    operators = dict(block) if isinstance(block, dict) else {}
    keys = operators.get("StringNotEquals")
    key = f"aws:RequestTag/{_text(params, 'key') or TAG_KEY}"
    value = _text(params, "value") or TAG_VALUE
    operators["StringNotEquals"] = {**(keys if isinstance(keys, dict) else {}), key: value}
    return operators


def _free_sid(draft: Draft, rule: ExactRule) -> str | None:
    sid = rule.statement.get("Sid")
    if not isinstance(sid, str):
        return None
    taken = (each.statement.get("Sid") for each in draft.rules if isinstance(each, ExactRule))
    return SidBook(text for text in taken if isinstance(text, str)).take(sid)
