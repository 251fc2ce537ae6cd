"""The draft: what the guided form holds, as JSON that can be stored, sent and read back.

`draft_from_json` takes text and gives a `Draft` or the list of what is wrong with it, each with the place and a message
id of `wording`; it never raises. `draft_json` gives the text back: members that were given come out, in the order of
the models, and members that were left out stay left out.
"""

import json
import math
from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StrictBool,
    StrictInt,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from policybuilder.authoring.conditions import Condition
from policybuilder.authoring.fields import Account, OperationName, Partition, PrincipalText, Region, RuleId, Title
from policybuilder.authoring.problems import DraftCode, DraftProblem, Path
from policybuilder.authoring.targets import Target
from policybuilder.iam import JsonObject, Statement, parse, statement_from, to_plain
from policybuilder.iam.kept import Kept

SCHEMA_VERSION = 1
TEXT_LIMIT = 5_000_000
DEPTH_LIMIT = 110  # a policy's own limit, and the levels that a draft puts around a statement

PolicyKind = Literal["identity", "boundary", "session", "scp", "project"]
POLICY_KINDS: tuple[PolicyKind, ...] = ("identity", "boundary", "session", "scp", "project")
KINDS_WITH_PRINCIPALS: frozenset[str] = frozenset({"project"})


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _default_document() -> dict[str, JsonValue]:
    return {"Version": "2012-10-17"}


class Settings(_Part):
    """What holds for all rules: policy kind, where the resources are, the document's other members."""

    kind: PolicyKind = "identity"
    partition: Partition = "aws"
    account: Account = ""
    regions: tuple[Region, ...] = ()
    document: dict[str, JsonValue] = Field(default_factory=_default_document)
    single_statement: StrictBool = False

    @field_validator("document")
    @classmethod
    def _statement_is_elsewhere(cls, value: dict[str, JsonValue]) -> dict[str, JsonValue]:
        """Rules make the statements; `"Statement": null` may stand for the place among the members where they go."""
        if value.get("Statement") is not None:
            raise PydanticCustomError(
                DraftCode.DOCUMENT_HAS_STATEMENT, "rules make the statements", {"path": ("Statement",)}
            )
        return value


Reason = Annotated[str, Field(max_length=1000)]


class PrincipalEntry(_Part):
    """Principals of one type, for the kinds of policy that name them."""

    type: Literal["AWS", "Service", "Federated", "*"]
    values: tuple[PrincipalText, ...] = ()


class GuidedRule(_Part):
    """One intent: these operations on these targets, allowed or denied, under these conditions.

    `reason` is for people: why the rule is there. It is not written into the policy.
    """

    type: Literal["guided"]
    id: RuleId
    title: Title = ""
    reason: Reason = ""
    effect: Literal["Allow", "Deny"]
    operations: tuple[OperationName, ...] = ()
    targets: tuple[Target, ...] = ()
    conditions: tuple[Condition, ...] = ()
    principals: tuple[PrincipalEntry, ...] = ()


class ExactRule(_Part):
    """One statement as written. `text` holds its source characters, where they are known; they are what comes out.

    `reason` as in `GuidedRule`.
    """

    type: Literal["exact"]
    id: RuleId
    title: Title = ""
    reason: Reason = ""
    statement: dict[str, JsonValue]
    text: str | None = None

    @model_validator(mode="after")
    def _text_says_the_same(self) -> Self:
        if self.text is None:
            return self
        node = statement_node(self.text)
        if node is None or to_plain(node) != self.statement:
            raise PydanticCustomError(DraftCode.TEXT_DIFFERS, "text and statement differ", {"path": ("text",)})
        return self


_read: Kept[str, Statement] = Kept(1024)


def statement_read(text: str) -> Statement | None:
    """The statement that a text is, or None for what is no JSON object.

    Kept: a draft is read again with every change of another rule. The places in `source` mean nothing.
    """
    found = _read.get(text)
    if found is not None:
        return found
    root = parse(text).root
    return _read.keep(text, statement_from(root)) if isinstance(root, JsonObject) else None


def keep_statement(text: str, statement: Statement) -> None:
    """Spare `statement_read` the reading of a text that has just been written."""
    _read.keep(text, statement)


def statement_node(text: str) -> JsonObject | None:
    """The JSON object that a text is, or None."""
    statement = statement_read(text)
    return None if statement is None else statement.source


def statement_of(rule: ExactRule) -> Statement:
    """The statement of a rule, as its text has it where that is kept."""
    found = statement_read(rule.text) if rule.text is not None else None
    return statement_from(rule.statement) if found is None else found


Rule = Annotated[GuidedRule | ExactRule, Field(discriminator="type")]


class MutedFinding(_Part):
    """A finding that somebody has looked at: its code and the reason; the members are those of `validator.Mute`."""

    code: Annotated[str, Field(min_length=1, max_length=100)]
    reason: Annotated[str, Field(min_length=1, max_length=500)]
    statement: Annotated[str, Field(max_length=2048)] | None = None
    value: Annotated[str, Field(max_length=2048)] | None = None


class Draft(_Part):
    """The guided form's content: settings and rules, and the findings that are muted."""

    schema_version: StrictInt
    settings: Settings
    rules: tuple[Rule, ...] = ()
    mutes: Annotated[tuple[MutedFinding, ...], Field(max_length=1000)] = ()

    @field_validator("schema_version")
    @classmethod
    def _version_known(cls, value: int) -> int:
        if value != SCHEMA_VERSION:
            raise PydanticCustomError(DraftCode.SCHEMA_VERSION, "unknown schema version", {"value": str(value)[:40]})
        return value

    @field_validator("rules")
    @classmethod
    def _ids_differ(cls, value: tuple[Rule, ...]) -> tuple[Rule, ...]:
        seen: set[str] = set()
        for number, rule in enumerate(value):
            if rule.id in seen:
                raise PydanticCustomError(
                    DraftCode.DOUBLED_RULE_ID, "two rules", {"value": rule.id, "path": (number, "id")}
                )
            seen.add(rule.id)
        return value

    def rule(self, rule_id: str) -> GuidedRule | ExactRule | None:
        """The rule with that id, or None."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def free_rule_id(self) -> str:
        """An id that no rule has: `r1`, `r2`, ... one above the highest in use."""
        numbers = [int(rule.id[1:]) for rule in self.rules if rule.id[0] == "r" and rule.id[1:].isdecimal()]
        return f"r{max(numbers, default=0) + 1}"

    def with_rules(self, rules: Sequence[GuidedRule | ExactRule]) -> "Draft":
        """The same draft with other rules."""
        given = {"mutes": self.mutes} if self.mutes else {}
        return Draft(schema_version=self.schema_version, settings=self.settings, rules=tuple(rules), **given)


def draft_json(draft: Draft, *, indent: int | None = None) -> str:
    """The draft as JSON text that `draft_from_json` reads back to an equal draft."""
    return json.dumps(draft_plain(draft), ensure_ascii=False, indent=indent)


def draft_plain(draft: Draft) -> dict[str, JsonValue]:
    """The draft as plain JSON values, for a store that keeps JSON."""
    return draft.model_dump(mode="json", exclude_unset=True)


def draft_from_json(text: str) -> Draft | tuple[DraftProblem, ...]:
    """Read a draft from JSON text; what is wrong with it where it is none. Never raises."""
    if len(text) > TEXT_LIMIT:
        return (DraftProblem(DraftCode.DRAFT_TOO_LONG, params={"longest": str(TEXT_LIMIT)}),)
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_finite)
    except json.JSONDecodeError as error:
        place = {"line": str(error.lineno), "column": str(error.colno)}
        return (DraftProblem(DraftCode.NOT_JSON, params=place),)
    except _UnusableJsonError as error:
        return (DraftProblem(error.code, params={"value": error.value}),)
    except (ValueError, RecursionError):  # a number of thousands of digits, or brackets nested as deep
        return (DraftProblem(DraftCode.DRAFT_TOO_DEEP, params={"deepest": str(DEPTH_LIMIT)}),)
    return draft_from_plain(value)


def draft_from_plain(value: object) -> Draft | tuple[DraftProblem, ...]:
    """Read a draft from decoded JSON; what is wrong with it where it is none. Never raises."""
    if _depth_exceeds(value, DEPTH_LIMIT):
        return (DraftProblem(DraftCode.DRAFT_TOO_DEEP, params={"deepest": str(DEPTH_LIMIT)}),)
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return (DraftProblem(DraftCode.HALF_CHARACTER),)
    except (TypeError, ValueError):
        return (DraftProblem(DraftCode.NOT_JSON, params={"line": "1", "column": "1"}),)
    try:
        return Draft.model_validate(value)
    except ValidationError as error:
        return tuple(_problem(item) for item in error.errors(include_url=False, include_input=False))


class _UnusableJsonError(Exception):
    def __init__(self, code: DraftCode, value: str) -> None:
        super().__init__(code)
        self.code, self.value = code, value


def _object(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        doubled = next(name for number, name in enumerate(names) if name in names[:number])
        raise _UnusableJsonError(DraftCode.DOUBLED_MEMBER, doubled[:100])
    return members


def _no_constant(name: str) -> JsonValue:
    raise _UnusableJsonError(DraftCode.NOT_A_NUMBER, name)


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _UnusableJsonError(DraftCode.NOT_A_NUMBER, text[:40])
    return number


def _depth_exceeds(value: object, limit: int) -> bool:
    level: list[object] = [value]
    for _ in range(limit):
        level = [child for item in level for child in _children(item)]
        if not level:
            return False
    return True


def _children(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple) else []


_CODES = {
    "extra_forbidden": DraftCode.UNKNOWN_MEMBER,
    "missing": DraftCode.MISSING_MEMBER,
    "union_tag_invalid": DraftCode.UNKNOWN_TYPE,
    "union_tag_not_found": DraftCode.MISSING_TYPE,
    "literal_error": DraftCode.UNKNOWN_CHOICE,
    "string_type": DraftCode.NOT_TEXT,
    "string_too_short": DraftCode.EMPTY_TEXT,
    "string_too_long": DraftCode.TEXT_TOO_LONG,
    "bool_type": DraftCode.NOT_TRUE_OR_FALSE,
    "int_type": DraftCode.NOT_WHOLE_NUMBER,
    "tuple_type": DraftCode.NOT_A_LIST,
    "dict_type": DraftCode.NOT_AN_OBJECT,
    "model_type": DraftCode.NOT_AN_OBJECT,
    "model_attributes_type": DraftCode.NOT_AN_OBJECT,
    "too_short": DraftCode.EMPTY_LIST,
}
_OWN_CODES = frozenset(code.value for code in DraftCode)
_TAGGED = frozenset({"rules", "targets"})


def _problem(error: ErrorDetails) -> DraftProblem:
    context = dict(error.get("ctx") or {})
    inner = context.pop("path", ())
    path = (*_without_tags(error["loc"]), *(inner if isinstance(inner, tuple) else ()))
    kind = error["type"]
    code = _CODES.get(kind) or (DraftCode(kind) if kind in _OWN_CODES else DraftCode.DOES_NOT_FIT)
    return DraftProblem(code, path, {str(name): str(value) for name, value in context.items()})


def _without_tags(place: Path) -> Path:
    """A validation error's place without the union tags that pydantic writes into it."""
    kept: list[str | int] = []
    for number, part in enumerate(place):
        is_tag = number >= 2 and isinstance(place[number - 1], int) and place[number - 2] in _TAGGED
        if not is_tag:
            kept.append(part)
    return tuple(kept)
