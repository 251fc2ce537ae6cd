"""Documents in Terraform's JSON syntax: texts with its escapes, `jsonencode` of plain JSON, the data source.

Sources: Terraform's "JSON Configuration Syntax" (strings are templates) and "Strings and Templates" (`$${`, `%%{`); the
AWS provider's "Data Source: aws_iam_policy_document" (its arguments; `&{...}` stands for a policy variable).
"""

import re

from policybuilder.authoring.wrapped_parts import Obstacle, Unplain, WrappedDocument, document, named_place
from policybuilder.iam import (
    JsonArray,
    JsonBoolean,
    JsonNumber,
    JsonObject,
    JsonString,
    Member,
    Node,
    parse,
    render_node,
)

SHOWN = 60
ENCODE = re.compile(r"\$\{\s*jsonencode\((?P<value>.*)\)\s*\}", re.DOTALL)
SEQUENCE = re.compile(r"\$+\{|%+\{")
ESCAPED = {"$${": "${", "%%{": "%{"}
# Arguments of a statement and their members, in the order in which the provider writes them.
LISTS = {
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}
PRINCIPALS = {"principals": "Principal", "not_principals": "NotPrincipal"}
WITH_VARIABLES = frozenset({"resources", "not_resources"})
STATEMENT_ARGUMENTS = frozenset({"sid", "effect", "condition", *LISTS, *PRINCIPALS})


def terraform_text(value: str) -> str | None:
    """The text that a string of the configuration stands for; None for one that Terraform computes."""
    encoded = ENCODE.fullmatch(value.strip())
    if encoded:
        value = encoded["value"]
        if parse(value, limit=len(value)).root is None:
            return None
    sequences = SEQUENCE.findall(value)
    if any(each not in ESCAPED for each in sequences):
        return None
    return SEQUENCE.sub(lambda found: ESCAPED[found[0]], value)


def expression(value: str, place: str) -> Obstacle:
    """What Terraform computes, with its beginning."""
    found = SEQUENCE.search(value)
    start = found.start() if found else 0
    return Obstacle(Unplain.EXPRESSION, place, value[start : start + SHOWN])


def document_of_data(node: Node, place: str, name: str) -> WrappedDocument:
    """The document of an `aws_iam_policy_document`, or of its arguments those that are not plain."""
    reader = _Reader()
    (body, *more) = _blocks(node) or [JsonObject()]
    body_of = reader.document(body, place)
    if more:
        reader.stop(place, "")
    return document(render_node(body_of), place, name, "", tuple(reader.obstacles))


def _blocks(node: Node | None) -> list[JsonObject]:
    """A block, or several in a list."""
    items = node.items if isinstance(node, JsonArray) else (node,)
    return [item for item in items if isinstance(item, JsonObject)]


class _Reader:
    """Turns arguments into members; notes what is not plain."""

    def __init__(self) -> None:
        self.obstacles: list[Obstacle] = []

    def stop(self, place: str, value: str) -> None:
        """An argument with no counterpart in a document."""
        self.obstacles.append(Obstacle(Unplain.ARGUMENT, place, value[:SHOWN]))

    def document(self, body: JsonObject, place: str) -> JsonObject:
        """Version, Id, Statement."""
        self.known(body, {"version", "policy_id", "statement"}, place)
        members = [
            Member(JsonString("Version"), self.text(body.get("version"), named_place(place, "version"), "2012-10-17"))
        ]
        if body.get("policy_id") is not None:
            members.append(Member(JsonString("Id"), self.text(body.get("policy_id"), named_place(place, "policy_id"))))
        blocks = body.get("statement")
        found = _blocks(blocks)
        if len(found) != (len(blocks.items) if isinstance(blocks, JsonArray) else int(blocks is not None)):
            self.stop(named_place(place, "statement"), "statement")
        statements = tuple(
            self.statement(each, f"{named_place(place, 'statement')}[{number}]") for number, each in enumerate(found)
        )
        members.append(Member(JsonString("Statement"), JsonArray(statements)))
        return JsonObject(tuple(members))

    def statement(self, block: JsonObject, place: str) -> JsonObject:
        """One block as a statement; Effect is Allow where none is given."""
        self.known(block, STATEMENT_ARGUMENTS, place)
        members: list[tuple[str, Node]] = []
        if block.get("sid") is not None:
            members.append(("Sid", self.text(block.get("sid"), named_place(place, "sid"))))
        members.append(("Effect", self.text(block.get("effect"), named_place(place, "effect"), "Allow")))
        for argument, name in PRINCIPALS.items():
            if (node := block.get(argument)) is not None:
                members.append((name, self.principals(node, named_place(place, argument))))
        for argument, name in LISTS.items():
            if (node := block.get(argument)) is not None:
                at = named_place(place, argument)
                members.append((name, self.values(node, at, variables=argument in WITH_VARIABLES)))
        if (node := block.get("condition")) is not None:
            members.append(("Condition", self.conditions(node, named_place(place, "condition"))))
        return _object(members)

    def principals(self, node: Node, place: str) -> Node:
        """Blocks of `type` and `identifiers`; of type `*` they mean everyone."""
        found: dict[str, list[Node]] = {}
        for block in _blocks(node):
            self.known(block, {"type", "identifiers"}, place)
            kind = self.text(block.get("type"), named_place(place, "type"))
            values = self.values(block.get("identifiers"), named_place(place, "identifiers"), variables=True)
            found.setdefault(kind.value, []).extend(values.items if isinstance(values, JsonArray) else (values,))
        if list(found) == ["*"]:
            return JsonString("*")
        if "*" in found or not found:
            self.stop(place, "*")
        return _object([(kind, _one_or_list(values)) for kind, values in found.items()])

    def conditions(self, node: Node, place: str) -> Node:
        """Blocks of `test`, `variable` and `values`; two of one test and variable are not put together."""
        tests: dict[str, dict[str, Node]] = {}
        for block in _blocks(node):
            self.known(block, {"test", "variable", "values"}, place)
            test = self.text(block.get("test"), named_place(place, "test")).value
            variable = self.text(block.get("variable"), named_place(place, "variable")).value
            if variable in tests.get(test, {}):
                self.stop(named_place(place, "variable"), variable)
            values = self.values(block.get("values"), named_place(place, "values"), variables=True)
            tests.setdefault(test, {})[variable] = values
        return _object([(test, _object(list(keys.items()))) for test, keys in tests.items()])

    def known(self, block: JsonObject, arguments: "set[str] | frozenset[str]", place: str) -> None:
        """Every argument has to be among these, once."""
        names = [member.key.value for member in block.members]
        for number, name in enumerate(names):
            if name not in arguments or name in names[:number]:
                self.stop(named_place(place, name), name)

    def values(self, node: Node | None, place: str, *, variables: bool) -> Node:
        """A list of texts; one alone is written as a text."""
        items = node.items if isinstance(node, JsonArray) else (node,)
        texts: list[Node] = []
        for item in items:
            text = self.text(item, place).value
            texts.append(JsonString(text.replace("&{", "${") if variables else text))
        return _one_or_list(texts)

    def text(self, node: Node | None, place: str, otherwise: str | None = None) -> JsonString:
        """A text of the configuration; numbers and truth values become texts, as Terraform makes them."""
        match node:
            case None if otherwise is not None:
                return JsonString(otherwise)
            case JsonString():
                plain = terraform_text(node.value)
                if plain is None:
                    self.obstacles.append(expression(node.value, place))
                return JsonString(plain or "")
            case JsonBoolean():
                return JsonString("true" if node.value else "false")
            case JsonNumber() if node.text.isdecimal():
                return JsonString(node.text)
            case _:
                self.stop(place, place.rpartition(".")[2])
                return JsonString("")


def _one_or_list(values: list[Node]) -> Node:
    return values[0] if len(values) == 1 else JsonArray(tuple(values))


def _object(members: list[tuple[str, Node]]) -> JsonObject:
    return JsonObject(tuple(Member(JsonString(name), value) for name, value in members))
