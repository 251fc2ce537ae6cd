"""Operations that need a further action, which the policy does not allow.

Source: Service Authorization Reference, operations table of Amazon Rekognition (all actions that one call is authorised
for); Amazon Rekognition API Reference, CreateStreamProcessor (RoleArn is required).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from policybuilder.catalogue import Action, Coverage, catalogue, coverage
from policybuilder.iam import JsonArray, JsonValue
from policybuilder.validator.access.facts import facts
from policybuilder.validator.access.reach import allowing, everything, holds_back, reaches
from policybuilder.validator.access.tags import REQUEST_TAG
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, Fix, Sample, added, fix
from policybuilder.validator.view import StatementView, Subject, Test, Text

TAG_RESOURCE = "rekognition:TagResource"
_PATTERNS = {
    "project": "arn:aws:rekognition:*:*:project/*/*",
    "projectversion": "arn:aws:rekognition:*:*:project/*/version/*/*",
    "dataset": "arn:aws:rekognition:*:*:project/*/dataset/*/*",
    "collection": "arn:aws:rekognition:*:*:collection/*",
    "streamprocessor": "arn:aws:rekognition:*:*:streamprocessor/*",
}


@dataclass(frozen=True, slots=True)
class _Need:
    """An action that a call needs as well: on resources of a type, if that is known; `why` is a variant of the words."""

    action: str
    why: str
    type: str = ""


def missing(subject: Subject) -> Iterable[Finding]:
    """MISSING_DEPENDENT_ACTION: the call certainly needs another action, which no statement allows."""
    views = list(allowing(subject))
    given: dict[_Need, bool] = {}
    told: set[tuple[str, str]] = set()
    for view in views:
        for text in view.texts("Action"):
            for action, need in _needs(view, text):
                if need not in given:
                    given[need] = any(_gives(each, need) for each in views)
                if not given[need] and (action.id, need.action) not in told:
                    told.add((action.id, need.action))
                    yield _missing(subject, view, text, (action, need))


def _needs(view: StatementView, text: Text) -> Iterator[tuple[Action, _Need]]:
    """What the calls of an entry need as well. Who allows a whole service has not this call in mind."""
    known = catalogue()
    prefix, _, name = text.value.lower().partition(":")
    named = "*" not in name and "?" not in name
    for action in _expanded(text.value) if prefix == "rekognition" and name.strip("*") else ():
        operation = known.operations.get(action.name)
        for check in operation.checks if operation else ():
            other = check.action != action.id and check.required
            if other and (check.when == "always" or (check.when == "role" and named)):
                yield action, _Need(check.action, check.when)
        if operation and operation.creates and facts(action.id).making and _demanded(view):
            yield action, _Need(TAG_RESOURCE, "tags", operation.creates)


@lru_cache(maxsize=4096)
def _expanded(text: str) -> tuple[Action, ...]:
    return catalogue().expand(text)


def _demanded(view: StatementView) -> Test | None:
    """The test that lets the call through only with a tag."""
    return next((test for test in view.tests if test.folded_key.startswith(REQUEST_TAG) and _demands(test)), None)


def _demands(test: Test) -> bool:
    if test.base == "Null":
        return [value.value.lower() for value in test.values] == ["false"]
    return holds_back(test)


def _gives(view: StatementView, need: _Need) -> bool:
    """Does a statement allow the action, on resources that it can be asked about?"""
    if not reaches(view, need.action.lower()):
        return False
    kinds = [catalogue().resource_types[need.type]] if need.type else []
    if not kinds or view.element("Resource") is None:
        return True
    return any(everything(text.value) or _fits(text.value, need) for text in view.texts("Resource"))


def _fits(pattern: str, need: _Need) -> bool:
    return coverage(pattern, catalogue().resource_types[need.type]) is not Coverage.NONE


def _missing(subject: Subject, view: StatementView, text: Text, pair: tuple[Action, _Need]) -> Finding:
    action, need = pair
    test = _demanded(view)
    tag = test.key.value.partition("/")[2] if test and need.why == "tags" else ""
    return found(
        "MISSING_DEPENDENT_ACTION",
        text.place,
        params={"action": action.id, "needed": need.action, "tag": tag, "variant": need.why},
        related=(test.key.place,) if test and tag else (),
        fixes=_fixes(subject, view, need),
        sample=_sample(need),
    )


def _sample(need: _Need) -> Sample | None:
    if need.why == "role":
        role = "arn:aws:iam::111122223333:role/RekognitionStream"
        return Sample(need.action, role, {"iam:PassedToService": "rekognition.amazonaws.com"})
    if need.why == "always":
        return Sample(need.action, "arn:aws:rekognition:us-east-1:111122223333:project/my-project/1700000000000")
    return None


def _fixes(subject: Subject, view: StatementView, need: _Need) -> tuple[Fix, ...]:
    """The action beside the other, or in a statement of its own; which role is handed over only the user knows."""
    element = view.element("Action")
    statements = subject.policy.source.get("Statement") if subject.policy else None
    if need.why == "always" and element is not None and element.is_list:
        path = (*element.place.path, len(element.texts))
        return (fix("also_allow", added(path, need.action), action=need.action),)
    if need.why != "tags" or not isinstance(statements, JsonArray):
        return ()
    test = _demanded(view)
    statement: dict[str, JsonValue] = {
        "Effect": "Allow",
        "Action": TAG_RESOURCE,
        "Resource": _PATTERNS[need.type],
    }
    if test is not None and test.base != "Null":
        values: JsonValue = [value.value for value in test.values]
        statement["Condition"] = {test.operator.value: {test.key.value: values}}
    edit = added(("Statement", len(statements.items)), statement)
    return (fix("also_tag", edit, resource=_PATTERNS[need.type]),)
