"""Terraform files read back: python-hcl2 parses, the escapes and the provider's rules are worked out here.

Sources: "HCL Native Syntax Specification" (Template Expressions, Quoted Templates); the AWS provider's page "Data Source:
aws_iam_policy_document"; Terraform's "jsonencode Function".
"""

import re
from collections.abc import Callable
from typing import Any
from unicodedata import normalize

import hcl2

ESCAPE = re.compile(r"\\(?:([nrt\"\\])|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))|([$%])\4\{|([$%])\{|\\")
LETTERS = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


class Block(dict[str, Any]):
    """A block's attributes; `blocks` are those in it as (type, labels, block)."""

    def __init__(self):
        super().__init__()
        self.blocks = []

    def of(self, *head):
        return [block for name, labels, block in self.blocks if (name, *labels)[: len(head)] == head]


def read(text: str):
    """The file's blocks, every expression evaluated; a reference stays its text in a `Reference`."""
    return _body(hcl2.parses_to_tree(text).children[0])


class Reference(str):
    """An expression that names something else."""

    __slots__ = ()


def _trees(tree, *names):
    return [child for child in tree.children if getattr(child, "data", None) in names]


def _body(tree):
    found = Block()
    for child in _trees(tree, "attribute", "block"):
        if child.data == "attribute":
            name = str(child.children[0].children[0])
            assert name not in found, f"{name} stands twice"
            found[name] = _value(child.children[-1])
        else:
            head = [_value(part) for part in _trees(child, "identifier", "string")]
            found.blocks.append((str(head[0]), [str(label) for label in head[1:]], _body(_trees(child, "body")[0])))
    return found


def _value(tree):
    match str(tree.data):
        case "expr_term":
            return _value(_trees(tree, *READERS)[0])
        case name:
            return READERS[name](tree)


def _string(tree):
    raw = "".join(str(part.children[0]) for part in _trees(tree, "string_part"))
    assert "\n" not in raw
    return normalize("NFC", ESCAPE.sub(_unescaped, raw))


def _unescaped(found):
    letter, short, long, doubled, template = found.groups()
    assert not template, f"a template in a text: {found.string}"
    if doubled:
        return doubled + "{"
    assert letter or short or long, f"no escape of the language: {found.string}"
    return LETTERS[letter] if letter else chr(int(short or long, 16))


def _object(tree):
    found = {}
    for element in _trees(tree, "object_elem"):
        key = _value(_trees(element, "object_elem_key")[0].children[0])
        assert key not in found, f"{key} stands twice"
        found[str(key)] = _value(element.children[-1])
    return found


def _call(tree):
    assert str(tree.children[0].children[0]) == "jsonencode"
    return Encoded(_value(_trees(tree, "arguments")[0].children[0]))


class Encoded:
    """What jsonencode was given."""

    def __init__(self, value):
        self.value = value


READERS: dict[str, Callable[[Any], Any]] = {
    "string": _string,
    "identifier": lambda tree: Reference(tree.children[0]),
    "int_lit": lambda tree: int(tree.children[0]),
    "literal_value": lambda tree: {"true": True, "false": False, "null": None}[str(tree.children[0])],
    "keyword": lambda tree: {"true": True, "false": False, "null": None}[str(tree.children[0])],
    "unary_op": lambda tree: -_value(tree.children[-1]),
    "tuple": lambda tree: [_value(item) for item in _trees(tree, "expr_term", "unary_op")],
    "object": _object,
    "function_call": _call,
    "get_attr_expr_term": lambda tree: Reference("".join(str(leaf) for leaf in tree.scan_values(lambda _: True))),
}


LISTS = {
    "actions": ("Action", False),
    "not_actions": ("NotAction", False),
    "resources": ("Resource", True),
    "not_resources": ("NotResource", True),
}


def document(block: Block):
    """The policy that the data source writes."""
    assert set(block) <= {"version", "policy_id"}
    made = {"Version": block["version"]}
    if block.get("policy_id"):
        made["Id"] = block["policy_id"]
    variables = block["version"] != "2008-10-17"
    made["Statement"] = [_statement(each, variables) for each in block.of("statement")]
    sids = [each["Sid"] for each in made["Statement"] if "Sid" in each]
    assert len(sids) == len(set(sids)), "duplicate Sid"
    return made


def _statement(block: Block, variables: bool):
    assert set(block) <= {"sid", "effect", *LISTS}
    made = {"Effect": block.get("effect", "Allow")}
    if block.get("sid"):
        made["Sid"] = block["sid"]
    for argument, (member, replaced) in LISTS.items():
        if block.get(argument):
            texts = sorted(set(block[argument]), reverse=True)
            made[member] = _one([_replaced(text, variables) for text in texts] if replaced else texts)
    for name, member in {"principals": "Principal", "not_principals": "NotPrincipal"}.items():
        if found := block.of(name):
            made[member] = _principals(found, variables)
    for condition in block.of("condition"):
        values = [_replaced(text, variables) for text in condition["values"]]
        of_test = made.setdefault("Condition", {}).setdefault(condition["test"], {})
        assert condition["variable"] not in of_test
        of_test[condition["variable"]] = _one(values)
    return made


def _principals(blocks, variables: bool):
    made: dict[str, Any] = {}
    for block in blocks:
        if len(blocks) == 1 and block["type"] == "*" and block["identifiers"] == ["*"]:
            return "*"
        assert block["type"] not in made
        made[block["type"]] = _one([_replaced(text, variables) for text in block["identifiers"]])
    return made


def _replaced(text: str, variables: bool):
    assert variables or "&{" not in text, "not supported in document version 2008-10-17"
    return text.replace("&{", "${")


def _one(values):
    return values[0] if len(values) == 1 else values
