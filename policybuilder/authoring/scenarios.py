"""Scenarios: a question with the policies that count and the decision expected, read from plain JSON.

The members are those of the documentation's page on scenarios. Whatever the value, something comes back: a scenario
that can be answered, or the first thing that is wrong with it. What AWS sends by itself is derived by the engine.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from json import dumps, loads
from typing import Literal

from policybuilder.authoring.call_policies import CallPolicies, Levels
from policybuilder.authoring.questions import Question, checks_of
from policybuilder.authoring.scenarios_fields import (
    REMEMBERED_LENGTH,
    Path,
    ScenarioCode,
    ScenarioProblem,
    UnusableError,
    a_context_value,
    a_document,
    a_flag,
    a_key,
    a_list,
    a_text,
    an_account,
    an_object,
    check_names,
    each,
    unusable,
)
from policybuilder.catalogue import catalogue
from policybuilder.iam import ANONYMOUS, ContextValue, Decision, Layers, Policy, Request, split_arn

SCENARIO_MEMBERS = ("id", "request", "policies", "expect")
REQUEST_MEMBERS = (
    *("action", "resource", "operation", "resources", "tags", "resource_account"),
    *("principal", "context", "open_keys", "management_account"),
)
POLICY_LAYERS = ("identity", "boundary", "session", "scp", "rcp", "resource")
SERVICE_ENDS = (".amazonaws.com", ".amazonaws.com.cn")
WILD = frozenset("*?")
EXPECTED: Mapping[str, Decision] = {decision.value: decision for decision in Decision}


@dataclass(frozen=True, slots=True)
class Scenario:
    """A literal question (`Request`) or a call (`Question`), with the policies that count and what is expected."""

    id: str | int | None
    question: Request | Question
    policies: CallPolicies
    expect: Decision | None


def read_scenario(value: object, replaced: Mapping[str, object] | None = None) -> Scenario | ScenarioProblem:
    """Read a scenario from plain JSON. `replaced` holds members of `policies` that stand in place of its own."""
    try:
        return _scenario(value, replaced or {})
    except UnusableError as error:
        return error.problem


def _scenario(value: object, replaced: Mapping[str, object]) -> Scenario:
    members = an_object(value, ())
    _check_top(members)
    if "request" not in members:
        raise unusable(ScenarioCode.MISSING_MEMBER, ("request",))
    question = _question(an_object(members["request"], ("request",)))
    given = members.get("policies")
    policies = an_object({} if given is None else given, ("policies",))
    return Scenario(
        _id(members.get("id")), question, _policies({**policies, **replaced}), _expected(members.get("expect"))
    )


def _check_top(members: Mapping[str, object]) -> None:
    """Members of other names are remarks, unless they look like one of ours that is not there."""
    absent = [name for name in SCENARIO_MEMBERS if name not in members]
    for name in members:
        if name not in SCENARIO_MEMBERS:
            try:
                check_names({name: None}, absent, ())
            except UnusableError as error:
                if error.problem.params["near"]:
                    raise


def _id(value: object) -> str | int | None:
    if value is None or (isinstance(value, str | int) and not isinstance(value, bool)):
        return value
    raise unusable(ScenarioCode.NOT_AN_ID, ("id",))


def _expected(value: object) -> Decision | None:
    if value is None:
        return None
    if isinstance(value, str) and value in EXPECTED:
        return EXPECTED[value]
    raise unusable(ScenarioCode.NOT_A_DECISION, ("expect",))


# -- the question ------------------------------------------------------------------------------------------------------


def _question(request: Mapping[str, object]) -> Request | Question:
    check_names(request, REQUEST_MEMBERS, ("request",))
    given = {name: value for name, value in request.items() if value is not None}
    if ("action" in given) == ("operation" in given):
        raise unusable(ScenarioCode.ACTION_OR_OPERATION, ("request",))
    literal = "action" in given
    for name in ("resources", "tags") if literal else ("resource",):
        if name in given:
            asked = "action" if literal else "operation"
            raise unusable(ScenarioCode.MEMBER_OF_THE_OTHER, ("request", name), asked=asked)
    return _literal(given) if literal else _call(given)


def _literal(given: Mapping[str, object]) -> Request:
    action = a_text(given["action"], ("request", "action"))
    service, colon, name = action.partition(":")
    if not (service and colon and name) or ":" in name or any(letter in WILD or letter.isspace() for letter in action):
        raise unusable(ScenarioCode.NOT_AN_ACTION, ("request", "action"), value=action)
    if "resource" not in given:
        raise unusable(ScenarioCode.MISSING_MEMBER, ("request", "resource"))
    resource = _arn(given["resource"], ("request", "resource"))
    return Request(
        action,
        resource,
        _principal(given),
        _account(given),
        _context(given),
        _open_keys(given),
        a_flag(given.get("management_account"), ("request", "management_account")),
    )


def _arn(value: object, path: Path) -> str:
    text = a_text(value, path)
    if text == "*" or split_arn(text):
        return text
    raise unusable(ScenarioCode.NOT_AN_ARN, path, value=text)


def _call(given: Mapping[str, object]) -> Question:
    question = Question(
        operation=a_text(given["operation"], ("request", "operation")),
        resources=_resources(given.get("resources")),
        tags=_tags(given.get("tags")),
        principal=_principal(given),
        context=_context(given),
        open_keys=_open_keys(given),
        resource_account=_account(given),
        management_account=a_flag(given.get("management_account"), ("request", "management_account")),
    )
    found = checks_of(question)
    if found.problems:
        problem = found.problems[0]
        path: Path = ("request", "operation" if problem.code == "unknown_operation" else "resources")
        raise UnusableError(ScenarioProblem(ScenarioCode.CANNOT_BE_ASKED, path, call=problem))
    if question.tags and not any(_takes_tags(check.action) for check in found.checks):
        raise unusable(ScenarioCode.TAKES_NO_TAGS, ("request", "tags"), operation=question.operation)
    return question


def _takes_tags(action: str) -> bool:
    found = catalogue().find_action(action)
    return found is not None and "aws:TagKeys" in found.condition_keys


def _resources(value: object) -> tuple[str, ...] | dict[str, str]:
    path: Path = ("request", "resources")
    if isinstance(value, dict):
        return {role: a_text(text, (*path, role)) for role, text in value.items() if text is not None}
    return each(value, path, a_text)


def _tags(value: object) -> dict[str, str]:
    path: Path = ("request", "tags")
    found = an_object({} if value is None else value, path)
    _alike(found, path)
    return {key: a_text(text, (*path, key)) for key, text in found.items()}


def _alike(members: Mapping[str, object], path: Path) -> None:
    """Refuse names that differ only in capital letters: a condition key does not tell them apart."""
    if len({name.lower() for name in members}) < len(members):
        seen: set[str] = set()
        for name in members:
            if name.lower() in seen:
                raise unusable(ScenarioCode.DOUBLED_KEY, (*path, name), value=name)
            seen.add(name.lower())


def _principal(given: Mapping[str, object]) -> str | None:
    """Source of the forms: IAM User Guide, "AWS JSON policy elements: Principal"."""
    path: Path = ("request", "principal")
    if "principal" not in given:
        return None
    text = a_text(given["principal"], path)
    if not _is_principal(text):
        raise unusable(ScenarioCode.NOT_A_PRINCIPAL, path, value=text)
    return text


@lru_cache(maxsize=1024)
def _is_principal(text: str) -> bool:
    if text == ANONYMOUS:
        return True
    if WILD & set(text) or any(letter.isspace() for letter in text):
        return False
    arn = split_arn(text)
    if arn is None:
        return text.endswith(SERVICE_ENDS) and not text.startswith(".") and not set(text) & set(":/")
    word, *names = arn.resource.split("/")
    if arn.region or len(arn.account) != 12 or not arn.account.isdigit() or not all(names):
        return False
    if arn.service == "iam":
        return arn.resource == "root" or (word in {"user", "role"} and bool(names))
    return arn.service == "sts" and {"assumed-role": 2, "federated-user": 1}.get(word) == len(names)


def _account(given: Mapping[str, object]) -> str | None:
    value = given.get("resource_account")
    return None if value is None else an_account(value, ("request", "resource_account"))


def _context(given: Mapping[str, object]) -> dict[str, ContextValue]:
    path: Path = ("request", "context")
    found = an_object(given.get("context", {}), path)
    _alike(found, path)
    return {a_key(key, (*path, key)): a_context_value(value, (*path, key)) for key, value in found.items()}


def _open_keys(given: Mapping[str, object]) -> frozenset[str] | Literal["*"]:
    path: Path = ("request", "open_keys")
    value = given.get("open_keys", [])
    if value == "*":
        return "*"
    if not isinstance(value, list):
        raise unusable(ScenarioCode.NOT_OPEN_KEYS, path)
    return frozenset(a_key(text, (*path, place)) for place, text in enumerate(each(value, path, a_text)))


# -- the policies ------------------------------------------------------------------------------------------------------


def _policies(members: Mapping[str, object]) -> CallPolicies:
    """The same object for the same members, so that what is made ready for them is found again."""
    try:
        text = dumps(members)
    except (RecursionError, TypeError, ValueError):
        raise unusable(ScenarioCode.NOT_A_DOCUMENT, ("policies",)) from None
    return _remembered(text) if len(text) <= REMEMBERED_LENGTH else _read_policies(members)


@lru_cache(maxsize=512)
def _remembered(text: str) -> CallPolicies:
    return _read_policies(loads(text))


def _read_policies(members: Mapping[str, object]) -> CallPolicies:
    path: Path = ("policies",)
    check_names(members, POLICY_LAYERS, path)
    rcp, resource = members.get("rcp"), members.get("resource")
    layers = Layers(
        identity=_several(members.get("identity"), (*path, "identity")),
        boundary=_one(members.get("boundary"), (*path, "boundary")),
        session=_one(members.get("session"), (*path, "session")),
        scp=_levels(members.get("scp"), (*path, "scp")),
        rcp=() if isinstance(rcp, dict) else _levels(rcp, (*path, "rcp")),
        resource=() if isinstance(resource, dict) else _several(resource, (*path, "resource")),
    )
    return CallPolicies(layers, _by_arn(resource, (*path, "resource")), _by_account(rcp, (*path, "rcp")))


def _one(value: object, path: Path) -> Policy | None:
    return None if value is None else a_document(value, path)


def _several(value: object, path: Path) -> tuple[Policy, ...]:
    return each(value, path, a_document)


def _levels(value: object, path: Path) -> Levels:
    return tuple(_level(item, (*path, place)) for place, item in enumerate(a_list(value, path)))


def _level(value: object, path: Path) -> tuple[Policy, ...]:
    if value is None:
        raise unusable(ScenarioCode.NOT_A_LIST, path)
    return _several(value, path)


def _by_arn(value: object, path: Path) -> dict[str, tuple[Policy, ...]] | None:
    if not isinstance(value, dict):
        return None
    return {_arn(key, (*path, key)): _several(item, (*path, key)) for key, item in value.items()}


def _by_account(value: object, path: Path) -> dict[str, Levels] | None:
    if not isinstance(value, dict):
        return None
    return {an_account(key, (*path, key)): _levels(item, (*path, key)) for key, item in value.items()}
