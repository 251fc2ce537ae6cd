"""Actions that let their callers give rights: to others by a resource's own policy, or to themselves.

Which actions those are, and where it is said: `facts`.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from policybuilder.catalogue.services import ServiceAction
from policybuilder.validator.access.facts import ALONE, HANDING_OVER, PROJECT_POLICY, WITH_ROLE, facts
from policybuilder.validator.access.reach import (
    allowing,
    denying,
    everything,
    holds_back,
    narrows_resources,
    on_everything,
    open_name,
    reaches,
    rekognition_types,
    takes_all,
)
from policybuilder.validator.access.roles import PASSED_TO
from policybuilder.validator.access.samples import sample_for, some_arn
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, Sample
from policybuilder.validator.view import StatementView, Subject, Text


def exposure(subject: Subject) -> Iterable[Finding]:
    """RESOURCE_EXPOSURE: an action that writes a resource's policy, allowed on a wildcard."""
    for view in allowing(subject):
        if narrows_resources(view):
            continue
        for text in view.texts("Action"):
            for wide, actions in _exposed(view, text):
                yield found(
                    "RESOURCE_EXPOSURE",
                    text.place,
                    params={
                        "action": actions[0].id,
                        "written": text.value,
                        "resource": wide.value,
                        "variant": "project" if actions[0].id == PROJECT_POLICY else "other",
                    },
                    related=(wide.place,),
                    sample=sample_for(view, actions, wide.value),
                )


def _exposed(view: StatementView, text: Text) -> Iterator[tuple[Text, tuple[ServiceAction, ...]]]:
    """The first wide resource with the actions that it exposes."""
    for resource in view.texts("Resource") if facts(text.value).exposing else ():
        actions = _wide_actions(text.value, resource.value)
        if actions:
            yield resource, actions
            return


@lru_cache(maxsize=4096)
def _wide_actions(text: str, pattern: str) -> tuple[ServiceAction, ...]:
    actions = [action for action in facts(text).exposing if _wide_for(pattern, action)]
    return tuple(sorted(actions, key=lambda action: action.id != PROJECT_POLICY))


def _wide_for(pattern: str, action: ServiceAction) -> bool:
    kinds = rekognition_types(action)
    if kinds:
        return any(takes_all(pattern, kind, anywhere=False) for kind in kinds)
    fields = pattern.split(":", 5)
    return everything(pattern) or (open_name(pattern) and fields[2:3] == [action.service])


# -- rights for oneself ------------------------------------------------------------------------------------------------


def escalation(subject: Subject) -> Iterable[Finding]:
    """PRIVILEGE_ESCALATION: an action, or several together, that let the caller get rights it does not have."""
    views = [view for view in allowing(subject) if view.element("Action") is not None]
    denied = _denied(subject)
    for view in views:
        yield from _alone(view, denied)
    yield from _together(views, denied)


def _denied(subject: Subject) -> Collection[str]:
    """Of these actions those that are denied on everything without a condition."""
    views = [view for view in denying(subject) if not view.tests and on_everything(view) is not None]
    steps = {name for way in WITH_ROLE for name in way}
    return {name for name in (*ALONE, HANDING_OVER, *steps) if any(reaches(view, name.lower()) for view in views)}


def _alone(view: StatementView, denied: Collection[str]) -> Iterator[Finding]:
    """One finding for each entry."""
    if any(holds_back(test) for test in view.tests):
        return
    wide = next(
        (text for text in view.texts("Resource") if open_name(text.value) and _of_service(text.value, "iam")), None
    )
    for text in view.texts("Action"):
        actions = [name for name in facts(text.value).dangerous if name not in denied]
        if wide is not None and actions:
            yield found(
                "PRIVILEGE_ESCALATION",
                text.place,
                params={"actions": tuple(actions), "resource": wide.value, "variant": "alone"},
                related=(wide.place,),
                sample=None if view.tests else _alone_sample(actions[0], wide.value),
            )


def _has_place(view: StatementView, service: str) -> bool:
    """Do the resources leave room for those of a service?"""
    if view.element("NotResource") is not None:
        return True
    return any(_of_service(text.value, service) for text in view.texts("Resource"))


def _of_service(pattern: str, service: str) -> bool:
    """Is it a pattern of a service's, or of everything?"""
    return everything(pattern) or pattern.split(":", 5)[2:3] in ([], [service], ["*"])


def _alone_sample(action: str, pattern: str) -> Sample | None:
    """The action on somebody whom the pattern takes."""
    if not everything(pattern):
        arn = some_arn(pattern)
        return Sample(action, arn) if arn else None
    kind = next((word for word in ("Group", "Role", "Policy") if word in action.replace("Policy", "", 1)), "User")
    return Sample(action, f"arn:aws:iam::111122223333:{kind.lower()}/anyone")


def _together(views: Sequence[StatementView], denied: Collection[str]) -> Iterator[Finding]:
    """The first way to run code with a role of one's choice, at the entry that hands the role over."""
    given: dict[str, Text] = {}
    for view in views:
        free = not any(test.folded_key == PASSED_TO and holds_back(test) for test in view.tests)
        for text in view.texts("Action"):
            for name in facts(text.value).steps:
                taken = name in given or name in denied
                if not taken and (name != HANDING_OVER or free) and _has_place(view, name.partition(":")[0]):
                    given[name] = text
    way = next((way for way in WITH_ROLE if all(name in given for name in (HANDING_OVER, *way))), None)
    if way is not None:
        yield found(
            "PRIVILEGE_ESCALATION",
            given[HANDING_OVER].place,
            params={"actions": (HANDING_OVER, *way), "variant": "together"},
            related=[given[name].place for name in way],
        )
