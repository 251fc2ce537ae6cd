"""A policy's statements as parts that may be changed: which of them are understood wholly, and a policy with others.

A statement with unknown or doubled members, or one that cannot be read, is nobody's to change: it stays as written.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from policybuilder.iam import (
    JsonArray,
    JsonObject,
    JsonString,
    Member,
    Node,
    Policy,
    Statement,
    minified_size,
    statement_from,
)
from policybuilder.iam.parse import POLICY_MEMBERS
from policybuilder.iam.statements import STATEMENT_MEMBERS
from policybuilder.iam.syntax import objects

LISTS = ("Action", "NotAction", "Resource", "NotResource")
Params = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a policy: an id and what it is about, in the document's own texts, and the policy after it."""

    id: str
    policy: Policy
    params: Params = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Characters after the change, white space aside."""
        return minified_size(self.policy)


class Listed(NamedTuple):
    """A list of texts in a statement: its element's name for a reader, and the place that it has in the tree."""

    name: str
    path: tuple[str, ...]
    items: tuple[str, ...]
    is_list: bool


def understood(policy: Policy) -> bool:
    """May a policy be changed at all? Its members are known and stand there once, its statements are objects."""
    names = [member.key.value for member in policy.source.members]
    body = policy.source.get("Statement")
    items = body.items if isinstance(body, JsonArray) else (body,)
    whole = all(isinstance(item, JsonObject) for item in items)
    return whole and len(set(names)) == len(names) and set(names) <= set(POLICY_MEMBERS)


def editable(statement: Statement) -> bool:
    """Is every member of a statement known, there once, and readable?"""
    if not statement.readable or statement.effect is None:
        return False
    if not {member.key.value for member in statement.source.members} <= set(STATEMENT_MEMBERS):
        return False
    return all(
        max(Counter(member.key.value for member in node.members).values(), default=1) == 1
        for _, node in objects(statement.source)
    )


def with_statements(policy: Policy, statements: Sequence[Statement]) -> Policy:
    """The policy with other statements in the place of its own; one object stays one object."""
    sources = tuple(statement.source for statement in statements)
    body: Node = sources[0] if policy.single_statement and len(sources) == 1 else JsonArray(sources)
    members = tuple(
        Member(member.key, body if member.key.value == "Statement" else member.value)
        for member in policy.source.members
    )
    return Policy(policy.version, policy.id, tuple(statements), JsonObject(members))


def with_changed(policy: Policy, changed: Mapping[int, JsonObject | None]) -> Policy:
    """The policy with some statements, by their number, in another form, or without those of None."""
    statements = [
        each if number not in changed else statement_from(changed[number])
        for number, each in enumerate(policy.statements)
        if number not in changed or changed[number] is not None
    ]
    return with_statements(policy, statements)


def name_of(policy: Policy, number: int) -> str:
    """A statement for a reader: its Sid, else its number from 1."""
    return policy.statements[number].sid or str(number + 1)


# -- members and lists -------------------------------------------------------------------------------------------------


def texts_of(node: Node | None) -> tuple[str, ...] | None:
    """The texts of a string or of a list of strings; None for anything else."""
    items = node.items if isinstance(node, JsonArray) else (node,)
    found = tuple(item.value for item in items if isinstance(item, JsonString))
    return found if len(found) == len(items) else None


def lists_of(statement: Statement) -> Iterator[Listed]:
    """Every list of texts of a statement, those of its conditions and principals among them."""
    for member in statement.source.members:
        name = member.key.value
        if name in LISTS:
            yield from _listed(name, (name,), member.value)
        elif name in ("Principal", "NotPrincipal") and isinstance(member.value, JsonObject):
            for each in member.value.members:
                yield from _listed(name, (name, each.key.value), each.value)
        elif name == "Condition" and isinstance(member.value, JsonObject):
            for operator in member.value.members:
                keys = operator.value.members if isinstance(operator.value, JsonObject) else ()
                for key in keys:
                    path = (name, operator.key.value, key.key.value)
                    yield from _listed(key.key.value, path, key.value)


def _listed(name: str, path: tuple[str, ...], node: Node) -> Iterator[Listed]:
    texts = texts_of(node)
    if texts is not None:
        yield Listed(name, path, texts, isinstance(node, JsonArray))


def list_node(items: Iterable[str], *, is_list: bool = True) -> Node:
    """Texts as a list, or the only one alone."""
    nodes = tuple(JsonString(item) for item in items)
    return JsonArray(nodes) if is_list or len(nodes) != 1 else nodes[0]


def put(node: JsonObject, path: Sequence[str], value: Node) -> JsonObject:
    """The object with another value at a path of members, each of which is there."""
    return _edited(node, path, lambda member: Member(member.key, value))


def without(node: JsonObject, path: Sequence[str]) -> JsonObject:
    """The object without the member at a path."""
    return _edited(node, path, lambda _: None)


def _edited(node: JsonObject, path: Sequence[str], edit: Callable[[Member], Member | None]) -> JsonObject:
    members: list[Member] = []
    for member in node.members:
        if member.key.value != path[0]:
            members.append(member)
        elif len(path) > 1 and isinstance(member.value, JsonObject):
            members.append(Member(member.key, _edited(member.value, path[1:], edit)))
        elif (edited := edit(member)) is not None:
            members.append(edited)
    return JsonObject(tuple(members))
