"""One statement's members, read for decisions.

What an old stored document may still hold is read as AWS does ("Grammar of the IAM JSON policy language"): of doubled
Effects the last counts, doubled lists are joined. Doubled conditions must all hold.
"""

from collections.abc import Iterable

from policybuilder.iam.document import ConditionEntry, Effect, Principal, Statement, Values
from policybuilder.iam.findings import Finding, Path, Severity
from policybuilder.iam.syntax import JsonArray, JsonBoolean, JsonNull, JsonNumber, JsonObject, JsonString, Node

STATEMENT_MEMBERS = (
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
)
_PAIRS = (("Action", "NotAction"), ("Resource", "NotResource"), ("Principal", "NotPrincipal"))
_TYPES: dict[type[Node], str] = {
    JsonString: "string",
    JsonNumber: "number",
    JsonBoolean: "boolean",
    JsonNull: "null",
    JsonArray: "array",
    JsonObject: "object",
}


class Findings:
    """Collects what is found on the way, each with its path and place."""

    def __init__(self) -> None:
        self._found: list[Finding] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, code: str, node: Node, path: Path, **params: str) -> None:
        """Note an ERROR about a node."""
        self._found.append(Finding(code, Severity.ERROR, params, path, node.span))

    def wrong_type(self, node: Node, path: Path, expected: str) -> None:
        """Note that an element holds another JSON type than it should."""
        self.add("DATA_TYPE_MISMATCH", node, path, expected=expected, found=_TYPES[type(node)])

    def in_order(self) -> tuple[Finding, ...]:
        """All findings by their place."""
        return tuple(sorted(self._found, key=lambda finding: finding.span.start.offset if finding.span else 0))


def read_statement(node: Node, path: Path, findings: Findings) -> Statement:
    """One statement of any node; what cannot be read makes it unreadable and is noted."""
    if not isinstance(node, JsonObject):
        findings.wrong_type(node, path, "object")
        return Statement(effect=None, readable=False)
    return _StatementReader(node, path, findings).statement()


class _StatementReader:
    """Reads the members of one statement; `readable` falls when a part that decides could not be read."""

    def __init__(self, node: JsonObject, path: Path, findings: Findings) -> None:
        self.node = node
        self.path = path
        self.findings = findings
        self.readable = True

    def statement(self) -> Statement:
        """The statement of the node."""
        self._check_names()
        effect = self._effect()
        return Statement(
            effect=effect,
            sid=self._sid(),
            actions=self._values("Action"),
            not_actions=self._values("NotAction"),
            resources=self._values("Resource"),
            not_resources=self._values("NotResource"),
            conditions=tuple(self._conditions()),
            principal=self._principal("Principal"),
            not_principal=self._principal("NotPrincipal"),
            source=self.node,
            readable=self.readable,
        )

    def _check_names(self) -> None:
        names = {member.key.value for member in self.node.members}
        for member in self.node.members:
            name = member.key.value
            if name not in STATEMENT_MEMBERS:
                self.findings.add("INVALID_POLICY_ELEMENT", member.key, (*self.path, name), element=name)
        for plain, negated in _PAIRS:
            if plain in names and negated in names:
                self._unreadable("UNSUPPORTED_ELEMENT_COMBINATION", self.node, (), first=plain, second=negated)
        if not names & {"Action", "NotAction"}:
            self._unreadable("MISSING_ACTION", self.node, ())

    def _unreadable(self, code: str, node: Node, steps: Path, **params: str) -> None:
        self.readable = False
        self.findings.add(code, node, self.path + steps, **params)

    def _wrong_type(self, node: Node, steps: Path, expected: str) -> None:
        self.readable = False
        self.findings.wrong_type(node, self.path + steps, expected)

    def _effect(self) -> Effect | None:
        """Exactly `Allow` or `Deny`, capitals included ("IAM JSON policy elements: Effect")."""
        node = self.node.get("Effect")
        match node:
            case None:
                self._unreadable("MISSING_EFFECT", self.node, ())
            case JsonString(value=("Allow" | "Deny") as value):
                return Effect(value)
            case JsonString():
                self._unreadable("INVALID_EFFECT", node, ("Effect",), value=node.value)
            case _:
                self._wrong_type(node, ("Effect",), "string")
        return None

    def _sid(self) -> str | None:
        """A Sid of another type is noted, but decides nothing."""
        node = self.node.get("Sid")
        if node is None or isinstance(node, JsonString):
            return node.value if node else None
        self.findings.wrong_type(node, (*self.path, "Sid"), "string")
        return None

    def _values(self, name: str) -> Values | None:
        nodes = self.node.every(name)
        if not nodes:
            return None
        read = [self._texts(node, (name,), scalars=False) for node in nodes]
        return read[0] if len(read) == 1 else Values(tuple(item for values in read for item in values.items))

    def _texts(self, node: Node, steps: Path, *, scalars: bool) -> Values:
        """One text or a list of texts; with `scalars` numbers and booleans count as their text."""
        expected = "string, number or boolean" if scalars else "string"
        if not isinstance(node, JsonArray):
            text = _text_of(node, scalars=scalars)
            if text is None:
                self._wrong_type(node, steps, f"{expected} or array")
            return Values(() if text is None else (text,), is_list=False)
        items: list[str] = []
        for index, item in enumerate(node.items):
            text = _text_of(item, scalars=scalars)
            if text is None:
                self._wrong_type(item, (*steps, index), expected)
            else:
                items.append(text)
        return Values(tuple(items))

    def _conditions(self) -> Iterable[ConditionEntry]:
        for block in self.node.every("Condition"):
            for operator, keys in self._members(block, ("Condition",)):
                steps: Path = ("Condition", operator)
                for key, values in self._members(keys, steps):
                    yield ConditionEntry(operator, key, self._texts(values, (*steps, key), scalars=True))

    def _members(self, node: Node, steps: Path) -> Iterable[tuple[str, Node]]:
        if isinstance(node, JsonObject):
            return [(member.key.value, member.value) for member in node.members]
        self._wrong_type(node, steps, "object")
        return ()

    def _principal(self, name: str) -> Principal | None:
        """`"*"`, or an object of one text or list per kind ("AWS JSON policy elements: Principal")."""
        node = self.node.get(name)
        match node:
            case None:
                return None
            case JsonString(value="*"):
                return Principal(everyone=True)
            case JsonString():
                self._unreadable("INVALID_PRINCIPAL_FORMAT", node, (name,), value=node.value)
                return Principal()
            case _:
                entries = [
                    (kind, self._texts(values, (name, kind), scalars=False))
                    for kind, values in self._members(node, (name,))
                ]
                return Principal(entries=tuple(entries))


def _text_of(node: Node, *, scalars: bool) -> str | None:
    match node:
        case JsonString():
            return node.value
        case JsonNumber() if scalars:
            return node.text
        case JsonBoolean() if scalars:
            return "true" if node.value else "false"
        case _:
            return None
