"""Policy variables put in: the same policies for requests in which the variables' keys have certain values.

What is found with variables put in is real, as the keys are pinned to these values; that nothing is found says nothing
about other values (`atoms` has the other side). Rules: IAM User Guide, "IAM policy elements: Variables and tags", as
`iam.variables` reads it: only under Version 2012-10-17, in the last field of resources and in the values of String and
Arn operators; letter by letter, so that a `*` in a value is no wildcard; a default only where there is no single value;
values of more than 2,048 letters are not put in.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from policybuilder.analysis.literals import KeyLiteral, pinned
from policybuilder.iam import Policy, Statement, operator_named, policy_of, statement_from
from policybuilder.iam.syntax import JsonArray, JsonObject, JsonString, Member, Node
from policybuilder.iam.variables import LONGEST_VALUE, Template, Variable, template, variables_in

Pins = Mapping[str, str | None]
"""Keys, in lower case, with their single value; None: the key has no single value (it is absent, or has several)."""
VALUELESS = "${}"
"""Text that names no key and so never has a value: an entry with it matches nothing."""


@dataclass(frozen=True, slots=True)
class Substitution:
    """Values for all variables of some policies."""

    pins: Pins

    @property
    def literals(self) -> tuple[KeyLiteral, ...]:
        """What a request must be to have these values."""
        return tuple(pinned(key, value) for key, value in self.pins.items())

    def policy(self, policy: Policy) -> Policy:
        """A policy without the variables, that decides as the policy itself for all requests with these values."""
        return substituted(policy, self.pins)


def tail_of(text: str) -> str | None:
    """The part of a resource entry in which variables are put in; None if it has fewer than six fields.

    A variable before it makes the entry match nothing (assumption 10.27).
    """
    fields = text.split(":", 5)
    misplaced = any("${" in field for field in fields[:5])
    return None if misplaced or len(fields) < 6 else fields[5]


def takes_variables(operator: str) -> bool:
    """Are variables put into the values of an operator as written?"""
    named = operator_named(operator)
    return named is not None and named.row is not None and named.row.family.variables


def templates_of(statement: Statement) -> Iterator[Template]:
    """The texts of a statement of Version 2012-10-17 into which variables may be put, taken apart."""
    for values in (statement.resources, statement.not_resources):
        for text in values.items if values else ():
            if (tail := tail_of(text)) is not None:
                yield template(tail, enabled=True)
    for entry in statement.conditions:
        if takes_variables(entry.operator):
            yield from (template(text, enabled=True) for text in entry.values.items)


def variable_keys(policies: Iterable[Policy]) -> tuple[str, ...]:
    """The keys, in lower case, whose values are put in somewhere."""
    return tuple(
        dict.fromkeys(
            key.lower()
            for policy in policies
            if policy.variables_enabled
            for statement in policy.statements
            for pieces in templates_of(statement)
            for key in variables_in(pieces)
        )
    )


# -- putting in --------------------------------------------------------------------------------------------------------


def substituted(policy: Policy, pins: Pins) -> Policy:
    """The policy with the values of the pinned keys in place of their variables.

    For every request in which these keys have these values it applies where the policy applies. Statements without
    such variables are the same objects.
    """
    if not policy.variables_enabled:
        return policy
    statements = [_statement(statement, pins) for statement in policy.statements]
    if all(new is old for new, old in zip(statements, policy.statements, strict=True)):
        return policy
    members = {member.key.value: member.value for member in policy.source.members}
    made = policy_of({}, statements, single_statement=policy.single_statement)
    rest = tuple(Member(JsonString(name), node) for name, node in members.items() if name != "Statement")
    source = JsonObject((*rest, *made.source.members))
    return replace(made, version=policy.version, id=policy.id, source=source)


def _statement(statement: Statement, pins: Pins) -> Statement:
    if not any(key.lower() in pins for pieces in templates_of(statement) for key in variables_in(pieces)):
        return statement

    def resource(text: str) -> str:
        tail = tail_of(text)
        return text if tail is None else text[: len(text) - len(tail)] + put_in(tail, pins)

    def value(text: str) -> str:
        return put_in(text, pins)

    source = statement.source
    source = _changed(source, lambda name: resource if name in ("Resource", "NotResource") else None)
    blocks = tuple(
        Member(member.key, _conditions(member.value, value)) if member.key.value == "Condition" else member
        for member in source.members
    )
    return statement_from(JsonObject(blocks))


def _conditions(block: Node, value: Callable[[str], str]) -> Node:
    """A Condition block with values put in, under the operators that take variables."""
    if not isinstance(block, JsonObject):
        return block
    return JsonObject(
        tuple(
            Member(member.key, _changed(member.value, lambda _: value))
            if isinstance(member.value, JsonObject) and takes_variables(member.key.value)
            else member
            for member in block.members
        )
    )


def _changed(node: JsonObject, change: Callable[[str], Callable[[str], str] | None]) -> JsonObject:
    """An object with the texts of some members changed: a string, or a list of strings."""
    return JsonObject(
        tuple(
            member if (how := change(member.key.value)) is None else Member(member.key, _texts(member.value, how))
            for member in node.members
        )
    )


def _texts(node: Node, change: Callable[[str], str]) -> Node:
    if isinstance(node, JsonString):
        return JsonString(change(node.value))
    if isinstance(node, JsonArray):
        return JsonArray(tuple(_texts(item, change) for item in node.items))
    return node


def put_in(text: str, pins: Pins) -> str:
    """A text with the values of pinned keys in place of their variables, as a text of a policy."""
    return "".join(_written(template(text, enabled=True), pins))


def _written(pieces: Template, pins: Pins) -> Iterator[str]:
    for index, piece in enumerate(pieces):
        if isinstance(piece, Variable):
            yield _variable(piece, pins)
        elif piece.special:
            yield "${" + piece.text + "}"
        elif piece.text.endswith("$") and index + 1 < len(pieces):  # what follows might begin with a brace
            yield piece.text[:-1] + "${$}"
        else:
            yield piece.text


def _variable(variable: Variable, pins: Pins) -> str:
    key = variable.key.lower() if variable.key is not None else None
    if key is None:
        return VALUELESS
    if key not in pins:
        default = "" if variable.default is None else f", '{variable.default}'"
        return "${" + key + default + "}"
    value = pins[key]
    found = variable.default if value is None else value if len(value) <= LONGEST_VALUE else None
    return VALUELESS if found is None else escaped(found)


def escaped(value: str) -> str:
    """A value letter by letter, as a policy of Version 2012-10-17 writes it: no wildcard and no variable in it."""
    return "".join("${" + letter + "}" if letter in "*?$" else letter for letter in value)
