"""Reading plain JSON member by member: each reader gives a value of its type or says what is wrong, and where."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from json import dumps
from math import isfinite
from typing import TypeVar

from policybuilder.catalogue import CheckProblem
from policybuilder.iam import ContextValue, Finding, Policy, parse

Path = tuple[str | int, ...]
T = TypeVar("T")
REMEMBERED_LENGTH = 20_000


class ScenarioCode(StrEnum):
    """Everything that makes a scenario unusable."""

    NOT_UTF8 = "not_utf8"
    NOT_JSON = "not_json"
    NOT_A_NUMBER = "not_a_number"
    DOUBLED_MEMBER = "doubled_member"
    TOO_DEEP = "too_deep"
    NOT_AN_OBJECT = "not_an_object"
    NOT_A_LIST = "not_a_list"
    NOT_TEXT = "not_text"
    NOT_TRUE_OR_FALSE = "not_true_or_false"
    NOT_AN_ID = "not_an_id"
    MISSING_MEMBER = "missing_member"
    UNKNOWN_MEMBER = "unknown_member"
    ACTION_OR_OPERATION = "action_or_operation"
    MEMBER_OF_THE_OTHER = "member_of_the_other"
    NOT_AN_ACTION = "not_an_action"
    NOT_AN_ARN = "not_an_arn"
    NOT_A_PRINCIPAL = "not_a_principal"
    NOT_AN_ACCOUNT = "not_an_account"
    NOT_A_KEY = "not_a_key"
    DOUBLED_KEY = "doubled_key"
    NOT_A_CONTEXT_VALUE = "not_a_context_value"
    NOT_OPEN_KEYS = "not_open_keys"
    TAKES_NO_TAGS = "takes_no_tags"
    NOT_A_DOCUMENT = "not_a_document"
    UNREADABLE_DOCUMENT = "unreadable_document"
    NOT_A_DECISION = "not_a_decision"
    CANNOT_BE_ASKED = "cannot_be_asked"


@dataclass(frozen=True, slots=True)
class ScenarioProblem:
    """Why a scenario cannot be used: message id, place, parameters.

    `finding` is what is wrong with a document or a line, `call` what keeps an operation from being asked.
    """

    code: ScenarioCode
    path: Path = ()
    params: Mapping[str, str] = field(default_factory=dict)
    finding: Finding | None = None
    call: CheckProblem | None = None


class UnusableError(Exception):
    """Carries a problem from where it is found to the reader's one exit; never leaves `read_scenario`."""

    def __init__(self, problem: ScenarioProblem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def unusable(code: ScenarioCode, path: Path = (), **params: str) -> UnusableError:
    """The error for a problem, to be raised."""
    return UnusableError(ScenarioProblem(code, path, params))


def an_object(value: object, path: Path) -> Mapping[str, object]:
    """A JSON object."""
    if isinstance(value, dict):
        return value
    raise unusable(ScenarioCode.NOT_AN_OBJECT, path)


def a_list(value: object, path: Path) -> list[object]:
    """A JSON array; null is none."""
    if value is None:
        return []
    if isinstance(value, list):
        return value
    raise unusable(ScenarioCode.NOT_A_LIST, path)


def a_text(value: object, path: Path) -> str:
    """A JSON string."""
    if isinstance(value, str):
        return value
    raise unusable(ScenarioCode.NOT_TEXT, path)


def a_flag(value: object, path: Path) -> bool:
    """True or false; null is false."""
    if value is None or isinstance(value, bool):
        return bool(value)
    raise unusable(ScenarioCode.NOT_TRUE_OR_FALSE, path)


def each(value: object, path: Path, read: Callable[[object, Path], T]) -> tuple[T, ...]:
    """Every item of a list, read by `read`."""
    return tuple(read(item, (*path, place)) for place, item in enumerate(a_list(value, path)))


def check_names(members: Mapping[str, object], known: Collection[str], path: Path) -> None:
    """Refuse a member of another name: passed over, a slip would change the answer."""
    for name in members:
        if name not in known:
            near = get_close_matches(name, known, 1)
            raise unusable(ScenarioCode.UNKNOWN_MEMBER, (*path, name), near=near[0] if near else "")


def an_account(value: object, path: Path) -> str:
    """An account number."""
    if isinstance(value, str) and len(value) == 12 and value.isascii() and value.isdigit():
        return value
    raise unusable(ScenarioCode.NOT_AN_ACCOUNT, path)


def a_key(text: str, path: Path) -> str:
    """The name of a condition key, `service:name`, not a pattern."""
    service, colon, name = text.partition(":")
    if service and colon and name and "*" not in text:
        return text
    raise unusable(ScenarioCode.NOT_A_KEY, path, value=text)


def a_context_value(value: object, path: Path) -> ContextValue:
    """A context value in the engine's terms: a string, a number or boolean as its text, or a list of strings."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and isfinite(value):
        return format(Decimal(str(value)), "f")  # policies know no exponents
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise unusable(ScenarioCode.NOT_A_CONTEXT_VALUE, path)


# -- documents ---------------------------------------------------------------------------------------------------------


def a_document(value: object, path: Path) -> Policy:
    """A policy document, as a JSON object or as its text. What has a finding of `iam.parse` AWS would not store."""
    if not isinstance(value, str | dict):
        raise unusable(ScenarioCode.NOT_A_DOCUMENT, path)
    found = _document(value if isinstance(value, str) else dumps(value, ensure_ascii=False))
    if isinstance(found, Policy):
        return found
    params = {"line": str(found.span.start.line)} if found.span and isinstance(value, str) else {}
    place = path if isinstance(value, str) and found.code == "JSON_SYNTAX_ERROR" else (*path, *found.path)
    raise UnusableError(ScenarioProblem(ScenarioCode.UNREADABLE_DOCUMENT, place, params, finding=found))


def _document(text: str) -> Policy | Finding:
    return _remembered(text) if len(text) <= REMEMBERED_LENGTH else _parsed(text)


def _parsed(text: str) -> Policy | Finding:
    parsed = parse(text)
    if parsed.findings or parsed.policy is None:
        return parsed.findings[0]
    return parsed.policy


_remembered = lru_cache(maxsize=1024)(_parsed)
