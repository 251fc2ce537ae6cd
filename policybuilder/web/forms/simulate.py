"""The question of Simulate, read from the address: a question can be kept as a bookmark."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from policybuilder.authoring.questions import Question
from policybuilder.catalogue import catalogue
from policybuilder.iam import MULTIVALUED, ContextValue

MOST_KEYS = 60


@dataclass(frozen=True, slots=True)
class ContextRow:
    """One key of the request's context: its value as typed (several: one a line), or left open."""

    key: str
    value: str
    open: bool


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """The fields as typed. `errors` maps a field's id to its message; without errors `question` asks."""

    operation: str
    resource: str
    destination: str
    tags: str
    principal: str
    rows: tuple[ContextRow, ...]
    management: bool
    errors: dict[str, str]

    def query_with(self, key: str = "", value: str = "") -> str:
        """The question as the query of an address, with one more key, or with another value for it."""
        pairs = [("operation", self.operation), ("resource", self.resource), ("destination", self.destination)]
        pairs += [("tags", self.tags), ("principal", self.principal), ("management", "yes" if self.management else "")]
        rows = [row for row in self.rows if row.key.lower() != key.lower()]
        rows += [ContextRow(key, value, False)] if key else []
        for row in rows:
            pairs += [("key", row.key), ("value", row.value)]
        pairs += [("open", row.key) for row in rows if row.open]
        return urlencode([(name, text) for name, text in pairs if text or name in {"key", "value"}])

    @property
    def question(self) -> Question:
        """The question in the engine's terms."""
        resources: dict[str, str] | tuple[str, ...] = tuple(self.resource.split())
        if self.operation == "CopyProjectVersion":
            resources = {"source_version": self.resource.strip(), "destination_project": self.destination.strip()}
        return Question(
            operation=self.operation,
            resources=resources,
            tags=_tags(self.tags),
            principal=self.principal.strip() or None,
            context={row.key: _value(row) for row in self.rows if row.value and not row.open and row.key},
            open_keys=frozenset(row.key for row in self.rows if row.open and row.key),
            management_account=self.management,
        )


def question_form(data: QueryDict) -> QuestionForm:
    """The fields of the address, each checked where it was typed."""
    keys, values, left_open = data.getlist("key"), data.getlist("value"), set(data.getlist("open"))
    rows = tuple(
        ContextRow(key.strip(), value.strip(), key.strip() in left_open)
        for key, value in zip(keys[:MOST_KEYS], values, strict=False)
        if key.strip() or value.strip()
    )
    operation = data.get("operation", "").strip()
    errors: dict[str, str] = {}
    if operation and operation not in catalogue().operations:
        errors["id_operation"] = f"Amazon Rekognition has no operation {operation}."
    errors |= {
        f"id_key_{number}": "A condition key has the form service:name, such as aws:RequestedRegion."
        for number, row in enumerate(rows)
        if ":" not in row.key
    }
    tags = data.get("tags", "")
    if any("=" not in line for line in tags.splitlines() if line.strip()):
        errors["id_tags"] = "Write one tag a line, as key=value."
    return QuestionForm(
        operation=operation,
        resource=data.get("resource", ""),
        destination=data.get("destination", ""),
        tags=tags,
        principal=data.get("principal", ""),
        rows=rows,
        management=data.get("management") == "yes",
        errors=errors,
    )


def _tags(text: str) -> dict[str, str]:
    pairs = (line.partition("=") for line in text.splitlines() if "=" in line)
    return {key.strip(): value.strip() for key, _, value in pairs if key.strip()}


def _value(row: ContextRow) -> ContextValue:
    if row.key.lower() in MULTIVALUED:
        return tuple(line.strip() for line in row.value.splitlines() if line.strip())
    return row.value
