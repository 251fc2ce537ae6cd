"""Statements that allow more than they seem to: everything, a whole service, every resource, all but a few."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from policybuilder.catalogue import catalogue
from policybuilder.catalogue.services import find_action, service
from policybuilder.iam import Severity
from policybuilder.iam.entries import action_entry
from policybuilder.validator.access.facts import CHANGING, actions_of, facts
from policybuilder.validator.access.reach import (
    allowing,
    everything,
    ids,
    narrows_resources,
    on_everything,
    reaches,
    rekognition_types,
    takes_all,
)
from policybuilder.validator.access.samples import listed_actions, sample_for
from policybuilder.validator.base import found, weighed
from policybuilder.validator.conditions.reach import carrying
from policybuilder.validator.finding import Finding, Fix, Sample, added, fix, removed, replaced
from policybuilder.validator.kinds import PolicyKind
from policybuilder.validator.view import StatementView, Subject, Text

_OWN = "rekognition"
MANY = 100  # entries of a list that is still written anew
_ANYONE = "arn:aws:iam::111122223333:user/anyone"


def all_on_all(subject: Subject) -> Iterable[Finding]:
    """ALLOW_ALL_ACTIONS_ON_ALL_RESOURCES: Action `*` with Resource `*`."""
    for view in allowing(subject):
        entry = next((text for text in view.texts("Action") if _every_action(text.value)), None)
        resource = on_everything(view)
        if entry is not None and resource is not None and not narrows_resources(view):
            yield found(
                "ALLOW_ALL_ACTIONS_ON_ALL_RESOURCES",
                entry.place,
                params={"entry": entry.value, "resource": resource.value},
                related=(resource.place,),
                sample=None if view.tests else Sample("iam:CreateUser", _ANYONE),
            )


def whole_service(subject: Subject) -> Iterable[Finding]:
    """SERVICE_WILDCARD_ACTION: an entry that allows every action of one service, those to come too."""
    for view in allowing(subject):
        for text in view.texts("Action"):
            prefix = _whole_service(text.value)
            if prefix:
                yield found(
                    "SERVICE_WILDCARD_ACTION",
                    text.place,
                    params={"entry": text.value, "service": _service_name(prefix), "variant": _variant(prefix)},
                    fixes=_fewer(view, text) if prefix == _OWN else (),
                    sample=sample_for(view, facts(text.value).changing),
                )


def write_on_all(subject: Subject) -> Iterable[Finding]:
    """WRITE_ON_ALL_RESOURCES: actions that change a resource they name, allowed on `*`."""
    for view in allowing(subject):
        resource = on_everything(view)
        if resource is None or narrows_resources(view):
            continue
        entries = _changing(view)
        actions = tuple({action.id: action for text in entries for action in facts(text.value).changing}.values())
        if actions:
            yield found(
                "WRITE_ON_ALL_RESOURCES",
                resource.place,
                params={"actions": ids(actions), "resource": resource.value},
                related=[text.place for text in entries[:MANY]],
                sample=sample_for(view, actions, resource.value),
            )


def effectively_star(subject: Subject) -> Iterable[Finding]:
    """RESOURCE_EFFECTIVELY_STAR: ARN patterns that take every resource of all types that the actions need."""
    for view in allowing(subject):
        texts = view.texts("Resource")
        if not texts or on_everything(view) is not None or narrows_resources(view):
            continue
        yield from _effectively_star(view, texts)


def _effectively_star(view: StatementView, texts: tuple[Text, ...]) -> Iterator[Finding]:
    actions = [action for text in view.texts("Action") for action in actions_of(text.value)]
    own = [action for action in actions if rekognition_types(action)]
    kinds = {kind.id: kind for action in own for kind in rekognition_types(action)}
    wide = {text: [kind for kind in kinds.values() if takes_all(text.value, kind)] for text in texts}
    covered = {kind.id for each in wide.values() for kind in each}
    hit = [action for action in own if all(kind.id in covered for kind in rekognition_types(action))]
    if not hit:
        return
    place = next(text for text, types in wide.items() if types)
    others = tuple(text.place for text, types in wide.items() if types and text is not place)
    loud = [action for action in hit if action.access_level in CHANGING]
    finding = found(
        "RESOURCE_EFFECTIVELY_STAR",
        place.place,
        params={"resource": place.value, "actions": ids(loud or hit), "types": tuple(sorted(covered))},
        related=others,
        sample=sample_for(view, loud or hit, place.value),
    )
    yield finding if loud else weighed(finding, Severity.SUGGESTION)


def not_action(subject: Subject) -> Iterable[Finding]:
    """ALLOW_WITH_NOTACTION: whatever is not listed is allowed, other services and actions to come too."""
    for view in allowing(subject):
        element = view.element("NotAction")
        if element is None or any(_every_action(text.value) for text in element.texts):
            continue
        names = tuple(text.value for text in element.texts)
        resource = on_everything(view)
        yield found(
            "ALLOW_WITH_NOTACTION",
            element.place,
            params={"actions": names, "variant": "everywhere" if resource else "some"},
            fixes=_rest_of_rekognition(view, names) if subject.kind is PolicyKind.IDENTITY else (),
            sample=_not_left_out(view) if resource else None,
        )


def not_resource(subject: Subject) -> Iterable[Finding]:
    """ALLOW_WITH_NOTRESOURCE: whatever is not listed is allowed, other types and accounts too."""
    for view in allowing(subject):
        element = view.element("NotResource")
        if element is not None and on_nothing(element.texts) is None:
            yield found(
                "ALLOW_WITH_NOTRESOURCE",
                element.place,
                params={"resources": tuple(text.value for text in element.texts)},
                sample=sample_for(view, listed_actions(view)),
            )


def on_nothing(texts: tuple[Text, ...]) -> Text | None:
    """The `*` of a NotResource, which leaves nothing."""
    return next((text for text in texts if everything(text.value)), None)


# -- what is taken in ---------------------------------------------------------------------------------------------------


def _every_action(text: str) -> bool:
    entry = action_entry(text)
    return entry.service is None and entry.name is not None and entry.name.open_ended and not entry.name.start


@lru_cache(maxsize=4096)
def _whole_service(text: str) -> str:
    """The prefix of the service that an entry takes whole; nothing if it does not."""
    prefix, colon, name = text.lower().partition(":")
    if not colon or not name or "*" not in name or everything(prefix):
        return ""
    known = service(prefix)
    whole = not name.strip("*") or (known is not None and len(actions_of(text)) == len(known.actions) > 1)
    return prefix if whole else ""


def _service_name(prefix: str) -> str:
    known = service(prefix)
    return known.name if known else prefix


def _variant(prefix: str) -> str:
    return prefix if prefix in (_OWN, "iam") else "other"


def _changing(view: StatementView) -> list[Text]:
    """The entries that let resources be changed, but for whole services, which have a finding of their own."""
    named = [text for text in view.texts("Action") if not _whole_service(text.value) and not _every_action(text.value)]
    return [text for text in named if facts(text.value).changing]


def _not_left_out(view: StatementView) -> Sample | None:
    """An action that NotAction lets in and nobody may have thought of."""
    strange = (("iam:CreateUser", _ANYONE), ("s3:DeleteBucket", "arn:aws:s3:::any-bucket"))
    if view.tests:
        return None
    return next((Sample(name, arn) for name, arn in strange if reaches(view, name.lower())), None)


# -- fixes -------------------------------------------------------------------------------------------------------------


def _fewer(view: StatementView, text: Text) -> tuple[Fix, ...]:
    """Instead of all of Rekognition: what Custom Labels has, or what only reads, each action by its name."""
    known = [action for action in catalogue().actions.values() if action.service == _OWN]
    star = on_everything(view) is not None
    labels = [action.id for action in known if action.custom_labels != "no" and (star or action.resources)]
    reading = [name for name in labels if (found_ := find_action(name)) and found_.access_level not in CHANGING]
    element = view.element("Action")
    if element is None or len(element.texts) > MANY:
        return ()
    kept = [each.value for each in element.texts if each is not text]
    return tuple(
        fix(name, replaced(element.place.path, [*kept, *(each for each in chosen if each not in kept)]))
        for name, wanted in (("custom_labels_reading", reading), ("custom_labels_actions", labels))
        if (chosen := carrying(view, wanted))
    )


def _rest_of_rekognition(view: StatementView, left_out: tuple[str, ...]) -> tuple[Fix, ...]:
    """Where only Rekognition's actions are left out, the others of Rekognition may be meant."""
    prefixes = {name.lower().partition(":")[0] for name in left_out}
    if prefixes != {_OWN} or "Action" in view.elements:
        return ()
    out = {action.id for name in left_out for action in actions_of(name)}
    known = service(_OWN)
    rest = [action.id for action in known.actions.values() if action.id not in out] if known else []
    if not rest:
        return ()
    edits = (removed((*view.path, "NotAction")), added((*view.path, "Action"), rest))
    return (fix("rest_of_rekognition", *edits),)
