"""The question of Simulate, read from the address: a question can be kept as a bookmark."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from urllib.parse import urlencode

from django.http import QueryDict

from policybuilder.authoring.questions import Question
from policybuilder.catalogue import catalogue
from policybuilder.iam import MULTIVALUED, ContextValue
from policybuilder.web.forms.callers import ASSUMED_ROOT, example_of

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
    resource_account: str
    errors: dict[str, str]

    def query_with(self, key: str = "", value: str = "", *, left_open: bool = False) -> str:
        """The question as the query of an address, with one more key, or with another value for it; none is absent."""
        pairs = [("operation", self.operation), ("resource", self.resource), ("destination", self.destination)]
        pairs += [("tags", self.tags), ("principal", self.principal), ("management", "yes" if self.management else "")]
        pairs += [("resource_account", self.resource_account)]
        rows = [row for row in self.rows if row.key.lower() != key.lower()]
        rows += [ContextRow(key, value, left_open)] if key else []
        for row in rows:
            pairs += [("key", row.key), ("value", row.value)]
        pairs += [("open", row.key) for row in rows if row.open]
        return urlencode([(name, text) for name, text in pairs if text or name in {"key", "value"}])

    @property
    def request(self) -> dict[str, object]:
        """The question as the `request` of a scenario."""
        question = self.question
        found: dict[str, object] = {"operation": question.operation}
        resources = question.resources
        found["resources"] = dict(resources) if isinstance(resources, Mapping) else list(resources)
        if question.tags:
            found["tags"] = dict(question.tags)
        if question.principal:
            found["principal"] = question.principal
        if question.context:
            values = question.context.items()
            found["context"] = {key: list(value) if isinstance(value, tuple) else value for key, value in values}
        if question.open_keys:
            found["open_keys"] = sorted(question.open_keys)
        if question.resource_account:
            found["resource_account"] = question.resource_account
        if question.management_account:
            found["management_account"] = True
        return found

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
            resource_account=self.resource_account or None,
            management_account=self.management,
        )


# What a request carries, by how the call is made: examples to change ("AWS global condition context keys").
WAYS: Mapping[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "access-key": (
        "with an access key, over the internet",
        (("aws:SourceIp", "203.0.113.7"), ("aws:SecureTransport", "true")),
    ),
    "console-mfa": (
        "from the console, with MFA",
        (
            ("aws:MultiFactorAuthPresent", "true"),
            ("aws:MultiFactorAuthAge", "300"),
            ("aws:SourceIp", "203.0.113.7"),
            ("aws:SecureTransport", "true"),
        ),
    ),
    "console": (
        "from the console, without MFA",
        (("aws:MultiFactorAuthPresent", "false"), ("aws:SourceIp", "203.0.113.7"), ("aws:SecureTransport", "true")),
    ),
    "vpc": (
        "through a VPC endpoint",
        (
            ("aws:SourceVpc", "vpc-0a1b2c3d4e5f60718"),
            ("aws:SourceVpce", "vpce-0a1b2c3d4e5f60718"),
            ("aws:VpcSourceIp", "10.0.0.7"),
            ("aws:SecureTransport", "true"),
        ),
    ),
}


def filled(form: QuestionForm, way: str) -> str | None:
    """The query of the question with what a call made that way carries; what was typed stays. None for no such way."""
    return _with_keys(form, WAYS[way][1]).query_with() if way in WAYS else None


def asked_by(form: QuestionForm, kind: str, account: str) -> str | None:
    """The query of the question asked by an example of a kind of caller; None for no such kind. Keys that another kind
    brought along go."""
    found = example_of(kind, account)
    if found is None:
        return None
    rows = tuple(row for row in form.rows if row.key.lower() != ASSUMED_ROOT.lower())
    return _with_keys(replace(form, principal=found.example, rows=rows), found.keys).query_with()


def _with_keys(form: QuestionForm, pairs: Iterable[tuple[str, str]]) -> QuestionForm:
    typed = {row.key.lower() for row in form.rows}
    rows = [ContextRow(key, value, False) for key, value in pairs if key.lower() not in typed]
    return replace(form, rows=(*form.rows, *rows))


def query_of(request: Mapping[str, object]) -> str | None:
    """The query that asks a scenario's request on the page; None where the page cannot: a literal question, all keys
    left open, parts by names that the page has no field for."""
    resources = request.get("resources") or []
    if "operation" not in request or request.get("open_keys") == "*":
        return None
    pairs = [("operation", str(request["operation"])), ("principal", str(request.get("principal") or ""))]
    if isinstance(resources, dict):
        if not set(resources) <= {"source_version", "destination_project"}:
            return None
        pairs += [
            ("resource", resources.get("source_version", "")),
            ("destination", resources.get("destination_project", "")),
        ]
    elif isinstance(resources, list):
        pairs += [("resource", " ".join(map(str, resources)))]
    pairs += _context_pairs(request)
    return urlencode([(name, text) for name, text in pairs if text or name in {"key", "value"}])


def _context_pairs(request: Mapping[str, object]) -> list[tuple[str, str]]:
    tags, context, left_open = request.get("tags"), request.get("context"), request.get("open_keys")
    pairs: list[tuple[str, str]] = []
    if isinstance(tags, dict):
        pairs.append(("tags", "\n".join(f"{key}={value}" for key, value in tags.items())))
    for key, value in context.items() if isinstance(context, dict) else ():
        text = str(value).lower() if isinstance(value, bool) else str(value)
        pairs += [("key", key), ("value", "\n".join(map(str, value)) if isinstance(value, list) else text)]
    for key in left_open if isinstance(left_open, list) else ():
        pairs += [("key", str(key)), ("value", ""), ("open", str(key))]
    pairs.append(("resource_account", str(request.get("resource_account") or "")))
    return [*pairs, ("management", "yes" if request.get("management_account") else "")]


def with_usual(data: QueryDict, usual: Mapping[str, str]) -> QueryDict:
    """The address with what a policy about one operation is asked, where it does not say; as it is for another one."""
    if data.get("operation", usual.get("operation")) != usual.get("operation"):
        return data
    whole = data.copy()
    for name, value in usual.items():
        if name not in whole:
            whole[name] = value
    return whole


def question_form(data: QueryDict) -> QuestionForm:
    """The fields of the address, each checked where it was typed."""
    keys, values, left_open = data.getlist("key"), data.getlist("value"), set(data.getlist("open"))
    rows = tuple(
        ContextRow(key.strip(), value.strip(), key.strip() in left_open)
        for key, value in zip_longest(keys[:MOST_KEYS], values[:MOST_KEYS], fillvalue="")
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
    account = data.get("resource_account", "").strip()
    if account and not _is_account(account):
        errors["id_resource_account"] = "An account has a number of twelve digits."
    return QuestionForm(
        operation=operation,
        resource=data.get("resource", ""),
        destination=data.get("destination", ""),
        tags=tags,
        principal=data.get("principal", ""),
        rows=rows,
        management=data.get("management") == "yes",
        resource_account=account,
        errors=errors,
    )


def _is_account(text: str) -> bool:
    return len(text) == 12 and text.isascii() and text.isdecimal()


def _tags(text: str) -> dict[str, str]:
    pairs = (line.partition("=") for line in text.splitlines() if "=" in line)
    return {key.strip(): value.strip() for key, _, value in pairs if key.strip()}


def _value(row: ContextRow) -> ContextValue:
    if row.key.lower() in MULTIVALUED:
        return tuple(line.strip() for line in row.value.splitlines() if line.strip())
    return row.value
