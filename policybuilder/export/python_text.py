"""Python's way to write a policy's source: a dict."""

from policybuilder.export.literals import Notation, literal
from policybuilder.export.walk import escaped
from policybuilder.iam import Node


def python_string(text: str) -> str:
    """A string literal; JSON's escapes are Python's too ("String and Bytes literals")."""
    return escaped(text, wide="\\U{:08x}")


PYTHON = Notation(python_string, python_string, true="True", false="False", null="None", indent="    ")


def python_literal(node: Node, steps: int) -> str:
    """A dict, list or scalar; its first line stands at `steps` steps of indent already."""
    return literal(node, PYTHON, steps)
