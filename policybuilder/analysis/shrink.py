"""The ways to write the same policy shorter: elements that others cover, statements that can be one, what names nothing.

Each function gives the changes that it sees in a policy, in a fixed order, each with the policy after it alone. None of
them touches a statement that is not understood wholly. Sources: IAM User Guide, "IAM JSON policy elements reference"
(several values of a list are alternatives; of a `Not` element none may match).
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from policybuilder.analysis.covering import action_covers, arn_covers, like_covers, same_text, statement_covers
from policybuilder.analysis.sheet import (
    Change,
    Listed,
    Params,
    editable,
    list_node,
    lists_of,
    name_of,
    put,
    with_changed,
    without,
)
from policybuilder.iam import JsonObject, Member, Policy, Principal, Statement, Values, operator_named

MOST_COMPARED = 300  # entries of a list that are compared pair by pair
_Covers = Callable[[str, str], bool]


def covered(policy: Policy) -> Iterator[Change]:
    """Entries of a list that another entry of it covers, list by list."""
    for number, statement in enumerate(policy.statements):
        if not editable(statement):
            continue
        for listed in lists_of(statement):
            dropped = _dropped(listed)
            if dropped:
                kept = [text for place, text in enumerate(listed.items) if place not in dropped]
                source = put(statement.source, listed.path, list_node(kept))
                params: Params = {
                    "statement": name_of(policy, number),
                    "element": listed.name,
                    "entries": tuple(listed.items[place] for place in dropped),
                    "by": tuple(listed.items[place] for place in dropped.values()),
                }
                yield Change("covered", with_changed(policy, {number: source}), params)


def _dropped(listed: Listed) -> dict[int, int]:
    """The places of entries that are covered, each with the place of one that stays and covers it."""
    wider = _wider(listed)
    items = listed.items
    if len(items) > MOST_COMPARED:
        first = {text: place for place, text in reversed(list(enumerate(items)))}
        return {place: first[text] for place, text in enumerate(items) if first[text] != place}
    found: dict[int, int] = {}
    for place, text in enumerate(items):
        for other, wide in enumerate(items):
            if other != place and other not in found and wider(wide, text):
                if wider(text, wide) and place < other:
                    continue  # each covers the other: the first stays
                found[place] = other
                break
    return {place: _staying(found, other) for place, other in found.items()}


def _staying(found: dict[int, int], place: int) -> int:
    while place in found:
        place = found[place]
    return place


def _wider(listed: Listed) -> _Covers:
    match listed.path[0]:
        case "Action" | "NotAction":
            return action_covers
        case "Resource" | "NotResource":
            return arn_covers
        case "Condition":
            named = operator_named(listed.path[1])
            return like_covers if named and named.row and named.row.name.endswith("Like") else same_text
        case _:
            return same_text


# -- statements that can be one ----------------------------------------------------------------------------------------


class _Rest(NamedTuple):
    """What two statements must have in common to become one, whatever the ways of writing it."""

    effect: object
    same: frozenset[str]
    conditions: frozenset[tuple[str, str, frozenset[str]]]
    principals: tuple[object, object]


def merged(policy: Policy) -> Iterator[Change]:
    """Statements that differ in nothing but Action, or but Resource, as one in the place of the first.

    Not where one lists what it leaves out: several of NotAction or NotResource in one statement all have to hold.
    """
    for element, other in (("Action", "Resource"), ("Resource", "Action")):
        groups: dict[_Rest, list[int]] = {}
        for number, statement in enumerate(policy.statements):
            rest = _rest(statement, other)
            if rest is not None:
                groups.setdefault(rest, []).append(number)
        yield from (_as_one(policy, element, group) for group in groups.values() if len(group) > 1)


def _rest(statement: Statement, name: str) -> _Rest | None:
    actions, resources = statement.actions, statement.resources
    if not editable(statement) or not actions or not resources or not actions.items or not resources.items:
        return None
    same = frozenset(resources.items if name == "Resource" else map(str.lower, actions.items))
    conditions = frozenset(
        (entry.operator, entry.key.lower(), frozenset(entry.values.items)) for entry in statement.conditions
    )
    if len(conditions) != len(statement.conditions):
        return None
    principals = _principals(statement.principal), _principals(statement.not_principal)
    return _Rest(statement.effect, same, conditions, principals)


def _principals(principal: Principal | None) -> object:
    if principal is None:
        return None
    return principal.everyone, frozenset((name, frozenset(values.items)) for name, values in principal.entries)


def _as_one(policy: Policy, element: str, numbers: list[int]) -> Change:
    first = policy.statements[numbers[0]]
    name = "actions" if element == "Action" else "resources"
    found: list[Values | None] = [getattr(policy.statements[number], name) for number in numbers]
    texts = dict.fromkeys(text for values in found for text in (values.items if values else ()))
    source = put(first.source, (element,), list_node(texts))
    changed: dict[int, JsonObject | None] = dict.fromkeys(numbers[1:])
    params: Params = {"statements": tuple(name_of(policy, number) for number in numbers), "element": element}
    return Change("merged", with_changed(policy, {numbers[0]: source} | changed), params)


# -- statements that add nothing ---------------------------------------------------------------------------------------


def implied(policy: Policy, *, by_proof: bool) -> Iterator[Change]:
    """Statements whose absence may change nothing, from the last to the first: still to be proved of each.

    Without `by_proof` only those that one other statement plainly covers.
    """
    for number in reversed(range(len(policy.statements))):
        statement = policy.statements[number]
        if not editable(statement) or len(policy.statements) == 1:
            continue
        by = next((place for place in _others(policy, number) if _covers_it(policy, place, number)), None)
        if by is None and not by_proof:
            continue
        params = {
            "statement": name_of(policy, number),
            "effect": statement.effect.value if statement.effect else "",
            "by": (name_of(policy, by),) if by is not None else (),
        }
        yield Change("implied", with_changed(policy, {number: None}), params)


def _others(policy: Policy, number: int) -> Iterable[int]:
    return (place for place in range(len(policy.statements)) if place != number)


def _covers_it(policy: Policy, wide: int, narrow: int) -> bool:
    return editable(policy.statements[wide]) and statement_covers(policy.statements[wide], policy.statements[narrow])


# -- what names nothing ------------------------------------------------------------------------------------------------


def scalars(policy: Policy) -> Iterator[Change]:
    """Lists of one text as the text alone, all in one change."""
    changed: dict[int, JsonObject | None] = {}
    count = 0
    for number, statement in enumerate(policy.statements):
        if not editable(statement):
            continue
        source = statement.source
        for listed in lists_of(statement):
            if listed.is_list and len(listed.items) == 1:
                source = put(source, listed.path, list_node(listed.items, is_list=False))
                count += 1
        if source is not statement.source:
            changed[number] = source
    if changed:
        yield Change("scalars", with_changed(policy, changed), {"count": str(count)})


def sids(policy: Policy) -> Iterator[Change]:
    """The Sids and the Id left out, all in one change."""
    named = {
        number: without(statement.source, ("Sid",))
        for number, statement in enumerate(policy.statements)
        if editable(statement) and statement.source.get("Sid") is not None
    }
    if not named and policy.id is None:
        return
    texts = tuple(policy.statements[number].sid or "" for number in named)
    changed = with_changed(policy, dict(named))
    members: tuple[Member, ...] = tuple(each for each in changed.source.members if each.key.value != "Id")
    bare = Policy(changed.version, None, changed.statements, JsonObject(members))
    yield Change("sids", bare, {"sids": texts, "id": policy.id or ""})
