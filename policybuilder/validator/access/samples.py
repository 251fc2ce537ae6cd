"""Requests that show what a statement lets through: an action with an ARN that its resources take."""

from collections.abc import Iterable
from functools import lru_cache

from policybuilder.catalogue import ResourceType, witness
from policybuilder.catalogue.services import ServiceAction
from policybuilder.iam import arn_matches
from policybuilder.validator.access.facts import actions_of
from policybuilder.validator.access.reach import rekognition_types
from policybuilder.validator.finding import Sample
from policybuilder.validator.view import StatementView

_EXAMPLES = {"partition": "aws", "region": "us-east-1", "account": "111122223333"}


def sample_for(view: StatementView, actions: Iterable[ServiceAction], resource: str = "") -> Sample | None:
    """The first of Rekognition's actions with an ARN of its type that the statement takes.

    `resource` is the entry that is meant, else any. None where a condition decides as well, or nothing fits.
    """
    if view.tests:
        return None
    patterns = [resource] if resource else [text.value for text in view.texts("Resource")]
    left_out = [text.value for text in view.texts("NotResource")]
    for action in actions:
        for kind in rekognition_types(action):
            for pattern in patterns or ["*"]:
                arn = _witness(pattern, kind)
                if arn is not None and not any(arn_matches(entry, arn) for entry in left_out):
                    return Sample(action.id, arn)
    return None


@lru_cache(maxsize=1024)
def _witness(pattern: str, kind: ResourceType) -> str | None:
    return witness(pattern, kind, prefer=_EXAMPLES)


def listed_actions(view: StatementView) -> Iterable[ServiceAction]:
    """The actions of a statement, entry by entry."""
    for text in view.texts("Action"):
        yield from actions_of(text.value)


def some_arn(pattern: str) -> str:
    """An ARN in the place of a pattern: its wildcards as plain words."""
    fields = pattern.split(":", 5)
    if len(fields) < 6:
        return ""
    usual = {1: "aws", 3: "us-east-1", 4: "111122223333"}
    head = [usual.get(place, field) if "*" in field else field for place, field in enumerate(fields[:5])]
    return ":".join((*head, fields[5].replace("*", "Any").replace("?", "x")))
