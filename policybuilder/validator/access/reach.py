"""What a statement's actions and resources take in, and what its condition holds back: shared by the checks of access."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from policybuilder.catalogue import ResourceType, catalogue
from policybuilder.catalogue import takes_all as takes_every_arn
from policybuilder.catalogue.services import ServiceAction
from policybuilder.iam.entries import action_entry
from policybuilder.validator.view import StatementView, Subject, Test, Text

_FIELDS = 6
_STARS = 50
_PARTITION, _REGION, _ACCOUNT = 1, 3, 4


def allowing(subject: Subject) -> Iterator[StatementView]:
    """The Allow statements that IAM reads."""
    return (view for view in subject.statements if view.allows and view.statement.readable)


def denying(subject: Subject) -> Iterator[StatementView]:
    """The Deny statements that IAM reads."""
    return (view for view in subject.statements if view.denies and view.statement.readable)


def everything(text: str) -> bool:
    """Is a Resource entry or an Action entry the plain `*`?"""
    return bool(text) and not text.strip("*")


@lru_cache(maxsize=4096)
def takes(text: str, action: str) -> bool:
    """Does an Action entry take in an action (in small letters)?"""
    service, _, name = action.partition(":")
    return action_entry(text).matches(service, name)


def action_text(view: StatementView, action: str) -> Text | None:
    """The Action entry that takes in an action (in small letters): the one that names it, else the first pattern."""
    fitting = [text for text in view.texts("Action") if takes(text.value, action)]
    return next((text for text in fitting if text.value.lower() == action), fitting[0] if fitting else None)


def reaches(view: StatementView, action: str) -> bool:
    """Is an action (in small letters) among the statement's, listed or not left out?"""
    left_out = view.element("NotAction")
    if left_out is not None:
        return not any(takes(text.value, action) for text in left_out.texts)
    return any(takes(text.value, action) for text in view.texts("Action"))


def on_everything(view: StatementView) -> Text | None:
    """The plain `*` among the resources."""
    return next((text for text in view.texts("Resource") if everything(text.value)), None)


# -- conditions --------------------------------------------------------------------------------------------------------


def holds_back(test: Test) -> bool:
    """Must the request carry the key with one of these values? So not with IfExists, ForAllValues, Null, or negated."""
    name = test.name
    if name is None or name.row is None or name.negated or name.if_exists or name.set_operator == "ForAllValues":
        return False
    return bool(test.values) and not any(everything(value.value) for value in test.values)


def narrows_resources(view: StatementView) -> bool:
    """Does its condition say which resources it is about: by a tag, or by a key of the service's own?"""
    return any(holds_back(test) and _about_resources(test.folded_key) for test in view.tests)


def _about_resources(key: str) -> bool:
    return key.startswith("aws:resourcetag/") or (":" in key and not key.startswith("aws:"))


# -- resource types ----------------------------------------------------------------------------------------------------


def rekognition_types(action: ServiceAction) -> tuple[ResourceType, ...]:
    """The resource types of Rekognition that an action takes."""
    known = catalogue().resource_types
    return tuple(known[use.type] for use in action.resources if use.type in known and action.service == "rekognition")


@lru_cache(maxsize=2048)
def takes_all(pattern: str, kind: ResourceType, *, anywhere: bool = True) -> bool:
    """Does an entry take every resource of a type in its partition, in every Region and account?

    Without `anywhere` those of one Region or one account do. Of a pattern with very many stars it is not told.
    """
    if pattern.count("*") > _STARS:
        return False
    fields = pattern.split(":", _FIELDS - 1)
    opened = (_PARTITION,) if anywhere else (_PARTITION, _REGION, _ACCOUNT)
    fields = ["*" if place in opened and field else field for place, field in enumerate(fields)]
    return takes_every_arn(":".join(fields), kind)


def ids(actions: Iterable[ServiceAction]) -> tuple[str, ...]:
    """The ids of actions, each once."""
    return tuple(dict.fromkeys(action.id for action in actions))


def open_name(pattern: str) -> bool:
    """Is the name in an ARN pattern left open, as in `arn:aws:iam::111122223333:role/*` and the plain `*`?"""
    if everything(pattern):
        return True
    name = pattern.split(":", _FIELDS - 1)[-1].rpartition("/")[2]
    return pattern.count(":") < _FIELDS - 1 or (bool(name) and not name.strip("*"))
