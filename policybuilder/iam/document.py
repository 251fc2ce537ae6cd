"""A policy document as values: what was read for decisions, and beside it the document exactly as written.

The members follow AWS's page "Grammar of the IAM JSON policy language". The fields of a policy are read from its
`source`; to change a policy, build another source (`parse.policy_from`, `parse.policy_of`).
"""

from dataclasses import dataclass, field
from enum import Enum

from policybuilder.iam.findings import Path
from policybuilder.iam.syntax import JsonArray, JsonObject


class Effect(Enum):
    """What a statement does to the requests it applies to ("IAM JSON policy elements: Effect")."""

    ALLOW = "Allow"
    DENY = "Deny"


@dataclass(frozen=True, slots=True)
class Values:
    """One text, or a list of texts: JSON may hold either, and what was written is kept."""

    items: tuple[str, ...]
    is_list: bool = True


@dataclass(frozen=True, slots=True)
class ConditionEntry:
    """One key under one operator; the operator as written, `ForAllValues:StringLikeIfExists`."""

    operator: str
    key: str
    values: Values


@dataclass(frozen=True, slots=True)
class Principal:
    """`"*"` (`everyone`), or entries such as `("AWS", Values(...))` in their order."""

    everyone: bool = False
    entries: tuple[tuple[str, Values], ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. It never applies if it is not `readable`: a finding says what could not be read."""

    effect: Effect | None
    sid: str | None = None
    actions: Values | None = None
    not_actions: Values | None = None
    resources: Values | None = None
    not_resources: Values | None = None
    conditions: tuple[ConditionEntry, ...] = ()
    principal: Principal | None = None
    not_principal: Principal | None = None
    source: JsonObject = field(default=JsonObject())
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Policy:
    """A document. Without a Version AWS reads it as 2008-10-17 ("IAM JSON policy elements: Version")."""

    version: str | None
    id: str | None
    statements: tuple[Statement, ...]
    source: JsonObject

    @property
    def single_statement(self) -> bool:
        """Is Statement one object rather than a list?"""
        return not isinstance(self.source.get("Statement"), JsonArray) and bool(self.statements)

    @property
    def variables_enabled(self) -> bool:
        """Are `${...}` policy variables? Only under Version 2012-10-17; otherwise they are plain characters."""
        return self.version == "2012-10-17"

    def statement_path(self, index: int) -> Path:
        """The path of a statement in its document: one object has no index."""
        return ("Statement",) if self.single_statement else ("Statement", index)
