"""Whether what a policy lets be made carries the tags that its other statements go by.

Source: IAM User Guide, "Controlling access to AWS resources using tags"; which operation makes what: Service
Authorization Reference, operations of Amazon Rekognition.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from policybuilder.catalogue import Coverage, ResourceType, catalogue, coverage
from policybuilder.catalogue.services import ServiceAction
from policybuilder.iam import JsonValue
from policybuilder.validator.access.amend import with_test
from policybuilder.validator.access.facts import actions_of, facts, sends_tags
from policybuilder.validator.access.reach import allowing, denying, holds_back, rekognition_types
from policybuilder.validator.access.tags import REQUEST_TAG, RESOURCE_TAG, TAG_KEYS, Hinge, hinges
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, Fix, fix
from policybuilder.validator.view import StatementView, Subject, Text


def untagged(subject: Subject) -> Iterable[Finding]:
    """MISSING_REQUEST_TAG_CONDITION: resources may be made without the tag that access to them hangs on."""
    known = _by_type(hinge for hinge in hinges(subject) if hinge.view.allows)
    guarded = frozenset(_demanded(subject)) if known else frozenset()
    for view in allowing(subject) if known else ():
        if _tests_request_tag(view):
            continue
        made = [
            (text, action, known[kind])
            for text in view.texts("Action")
            for action in _makes(view, text)
            if (kind := _creates(action)) in known and action.id not in guarded
        ]
        for text, _, hinge in made[:1]:
            yield found(
                "MISSING_REQUEST_TAG_CONDITION",
                text.place,
                params={"actions": tuple(dict.fromkeys(action.id for _, action, _ in made)), "tag": hinge.tag},
                related=(hinge.test.key.place,),
                fixes=_with_tag(view, hinge),
            )


def _by_type(known: Iterable[Hinge]) -> Mapping[str, Hinge]:
    """The types of Rekognition's resources that access to hangs on a tag, each with the first statement that says so."""
    found_: dict[str, Hinge] = {}
    for hinge in known:
        kinds = {kind.id: kind for text in hinge.view.texts("Action") for kind in _types_of(text.value)}
        for name, kind in kinds.items():
            if name not in found_ and _reaches(hinge.view, kind):
                found_[name] = hinge
    return found_


@lru_cache(maxsize=2048)
def _types_of(text: str) -> tuple[ResourceType, ...]:
    return tuple({kind.id: kind for action in actions_of(text) for kind in rekognition_types(action)}.values())


def _reaches(view: StatementView, kind: ResourceType) -> bool:
    if view.element("Resource") is None:
        return True
    return any(coverage(text.value, kind) is not Coverage.NONE for text in view.texts("Resource"))


def _creates(action: ServiceAction) -> str:
    """The type of what an action of Rekognition makes."""
    operation = catalogue().operations.get(action.name) if action.service == "rekognition" else None
    return operation.creates or "" if operation else ""


def _makes(view: StatementView, text: Text) -> list[ServiceAction]:
    """What an entry lets be made; nothing on a condition that the request never meets, or if it is a whole service."""
    if not text.value.rpartition(":")[2].strip("*"):
        return []
    on_tag = any(test.folded_key.startswith(RESOURCE_TAG) and holds_back(test) for test in view.tests)
    return [action for action in facts(text.value).making if action.resources or not on_tag]


def _tests_request_tag(view: StatementView) -> bool:
    return any(test.folded_key == TAG_KEYS or test.folded_key.startswith(REQUEST_TAG) for test in view.tests)


def _demanded(subject: Subject) -> Iterator[str]:
    """The actions that a Deny holds back by the tags that are sent."""
    for view in denying(subject):
        if _tests_request_tag(view):
            yield from (name for text in view.texts("Action") for name in _made_by(text.value))


@lru_cache(maxsize=2048)
def _made_by(text: str) -> tuple[str, ...]:
    return tuple(action.id for action in actions_of(text) if action.service == "rekognition" and sends_tags(action))


def _with_tag(view: StatementView, hinge: Hinge) -> tuple[Fix, ...]:
    """The tag demanded in the request, where every action of the statement can carry it."""
    plain = hinge.test.operator.value in ("StringEquals", "StringLike")
    if not plain or not all(facts(text.value).all_make for text in view.texts("Action")):
        return ()
    values: JsonValue = [value.value for value in hinge.test.values]
    if isinstance(values, list) and len(values) == 1:
        values = values[0]
    edits = with_test(view, hinge.test.operator.value, f"aws:RequestTag/{hinge.tag}", values)
    return (fix("demand_tag", *edits, tag=hinge.tag),) if edits else ()
